"""Character n-grams: a fastText classifier, or scikit-learn's hashed n-grams if it is not installed."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import make_pipeline

from competitors.competitor import Competitor
from grooming_risk.corpus.load import is_grooming

_PACKAGES = {"floret": "floret", "fasttext": "fasttext-wheel"}
_RISK, _NONE = "__label__risk", "__label__none"


def make(corpus: pd.DataFrame, folder: Path) -> Competitor:
    """Train fastText with the package that is installed, else the stand-in, on the training messages."""
    package = next(filter(find_spec, _PACKAGES), None)
    return fasttext(package, corpus, folder) if package else hashed(corpus, folder)


def fasttext(package: str, corpus: pd.DataFrame, folder: Path) -> Competitor:
    """Train a fastText classifier (Joulin et al., 2017) on word bigrams and character n-grams of 3 to 6 letters.

    Its other settings are the defaults, but for 25 passes over the messages instead of 5: in cross-validation by line
    that found more.

    Parameters
    ----------
    package : {"floret", "fasttext"}
        Both hold the same classifier.
    corpus : pandas.DataFrame
        The training messages.
    folder : Path
        Folder for the training file and the model.

    Returns
    -------
    Competitor
        Trained on one thread with a fixed seed: the same messages give the same model.
    """
    module = import_module(package)
    path = _train(module, corpus, folder)
    model = module.load_model(str(path))
    return Competitor(
        name=f"fastText ({package})",
        trained_on=f"the same training split ({len(corpus):,} messages)",
        one=lambda text: _risks(model, [text])[0],
        many=lambda texts: _risks(model, texts),
        fresh=f"import {package}; call = {package}.load_model({str(path)!r}).predict",
        packages=(_PACKAGES[package],),
    )


def _train(module: ModuleType, corpus: pd.DataFrame, folder: Path) -> Path:
    labels = [_RISK if risky else _NONE for risky in is_grooming(corpus)]
    rows = [f"{label} {_line(text)}\n" for label, text in zip(labels, corpus["text"], strict=True)]
    messages = folder / "fasttext.txt"
    messages.write_text("".join(rows), encoding="utf-8")
    settings = {"wordNgrams": 2, "minn": 3, "maxn": 6, "dim": 16, "bucket": 500_000, "epoch": 25}
    model = module.train_supervised(str(messages), thread=1, seed=0, verbose=0, **settings)
    path = folder / "fasttext.bin"
    model.save_model(str(path))
    return path


def _line(text: str) -> str:
    """Return a message in fastText's form: lower case, marks apart, on one line."""
    return " ".join(re.findall(r"\w+|[^\w\s]", text.lower()))


def _risks(model: object, texts: list[str]) -> list[float]:
    # A list and one label: with NumPy 2 a bare string fails, and of two labels the second gets the first one's number.
    labels, numbers = model.predict([_line(text) for text in texts])
    pairs = zip(labels, numbers, strict=True)
    return [float(number[0] if label[0] == _RISK else 1 - number[0]) for label, number in pairs]


def hashed(corpus: pd.DataFrame, folder: Path) -> Competitor:
    """Fit hashed n-grams of 3 to 5 characters and a linear head, in place of fastText."""
    features = HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=2**18)
    model = make_pipeline(features, SGDClassifier(loss="log_loss", alpha=1e-6, random_state=0))
    model.fit(corpus["text"], is_grooming(corpus))
    return Competitor(
        name="hashed character n-grams (stand-in: no fastText installed)",
        trained_on=f"the same training split ({len(corpus):,} messages)",
        one=lambda text: model.predict_proba([text])[0, 1],
        many=lambda texts: model.predict_proba(texts)[:, 1],
        packages=("scikit-learn", "numpy"),
    )
