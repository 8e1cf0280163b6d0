"""Plain word TF-IDF and logistic regression, as in scikit-learn's examples."""

from pathlib import Path

import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from competitors.competitor import Competitor
from grooming_risk.corpus.load import is_grooming


def make(corpus: pd.DataFrame, folder: Path) -> Competitor:
    """Fit word unigrams and bigrams on the training messages, with the defaults but for C, a common value for text."""
    features = TfidfVectorizer(ngram_range=(1, 2), min_df=2)
    model = make_pipeline(features, LogisticRegression(C=10, solver="liblinear"))
    model.fit(corpus["text"], is_grooming(corpus))
    return Competitor(
        name="word TF-IDF + logistic regression",
        trained_on=f"the same training split ({len(corpus):,} messages)",
        one=lambda text: model.predict_proba([text])[0, 1],
        many=lambda texts: model.predict_proba(texts)[:, 1],
        packages=("scikit-learn", "numpy"),
    )
