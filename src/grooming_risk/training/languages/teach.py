"""Teaches a model the languages of the folders, on top of English, and measures each on unseen authors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from grooming_risk.corpus.language_lines import held_out, training_lines
from grooming_risk.evaluation.languages import evaluate_language
from grooming_risk.model.artifact import Artifact
from grooming_risk.model.stored_language import StoredLanguage
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.text.language import language_codes
from grooming_risk.text.lexicon import LEXICON_FOLDER
from grooming_risk.training.languages.fit import learn_language
from grooming_risk.training.languages.pseudo_messages import MESSAGES, draw_messages
from grooming_risk.training.languages.words import frequencies_of, make_language


def teach_languages(
    artifact: Artifact,
    codes: Iterable[str] | None = None,
    *,
    folders: str | Path | None = None,
    corpus: str | Path | None = None,
    track: Callable[[str], None] | None = None,
) -> Artifact:
    """Teach a model languages; those of the same name are learnt anew, English stays as it is.

    Parameters
    ----------
    artifact : Artifact
        A model, as `train` or `grooming_risk.model.artifact.read_artifact` returns it.
    codes : iterable of str, optional
        Folders of languages, two letters each; None takes all.
    folders : path or str, optional
        Where the language folders are; None takes the shipped ones.
    corpus : path or str, optional
        Corpus folder with ``lines/<code>/``; None takes the shipped one.
    track : callable, optional
        Takes the name of each language as it begins.

    Returns
    -------
    Artifact
        The model with the languages; ``info["languages"]`` has the figures on the held-out authors of each.

    Raises
    ------
    DataError
        A folder or the lines of a language are missing or break their format.
    MissingExtraError
        A package with word forms or frequencies is not installed.

    See Also
    --------
    grooming_risk.evaluate_languages : Measures them again.
    """
    english = artifact._replace(languages=())
    learnt: list[str] = []
    stored = {language.code: language for language in artifact.languages}
    for code in language_codes() if codes is None else codes:
        if track:
            track(code)
        frame = training_lines(code, corpus)
        folder = (LEXICON_FOLDER if folders is None else Path(folders)) / code
        stored[code] = _learnt(english, folder, frame)
        learnt.append(code)
    taught = artifact._replace(languages=tuple(stored[code] for code in sorted(stored)))
    measured = sorted(stored) if corpus is None else learnt  # what is learnt may change where the others are met
    figures = {code: evaluate_language(held_out(code, corpus), Scorer(taught)) for code in measured}
    known = {**artifact.info.get("languages", {}), **figures}
    return taught._replace(info={**artifact.info, "languages": known})


def _learnt(english: Artifact, folder: Path, frame: pd.DataFrame) -> StoredLanguage:
    concepts = set(english.lexicon.forms.values())
    language = make_language(folder, frame["text"], concepts=concepts)
    common = frequencies_of(folder)
    background = draw_messages(common, MESSAGES, blanks=not language.script)
    return StoredLanguage.of(learn_language(Scorer(english), language, frame, background))
