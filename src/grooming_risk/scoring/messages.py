"""Scores one message, or many: what most callers need."""

from collections.abc import Iterable, Iterator

from grooming_risk.scoring.result import Score
from grooming_risk.scoring.scorer import Scorer, checked_model, default_model, model_or_default


def score(text: str, *, model: Scorer | None = None) -> Score:
    """Score one message for the patterns of grooming.

    Parameters
    ----------
    text : str
        The message as it was sent, of any length and script; cost is linear in the length.
    model : Scorer, optional
        What `load_model` returned; None takes the shipped model.

    Returns
    -------
    Score
        Risk, level, patterns, disclosure, evidence, coverage. A blank message has risk 0 and coverage 0.

    Raises
    ------
    TypeError
        `text` is not a `str`, or `model` no loaded model.

    Examples
    --------
    >>> s = score("good game, same time tomorrow?")
    >>> s.level, 0 <= s.risk <= 1, sorted(s.patterns)[:2]
    ('none', True, ['boundary_pushing', 'coercion'])
    """
    return (default_model() if model is None else checked_model(model)).score(text)


def score_many(texts: Iterable[str], *, model: Scorer | None = None, n_jobs: int = 1) -> Iterator[Score]:
    """Score many messages lazily.

    With the extra ``fast``, machine code scores a long list or tuple some thousand messages ahead.

    Parameters
    ----------
    texts : iterable of str
        Messages; a list, a generator, a Series. Not a bare string, a mapping or a table.
    model : Scorer, optional
        What `load_model` returned; None takes the shipped model.
    n_jobs : int, default=1
        Processes; -1 is one for each processor. Patterns and evidence are computed in this process, on demand.

    Returns
    -------
    iterator of Score
        One for each message, in order.

    Raises
    ------
    TypeError
        `texts` is a bare string, a mapping or a table; or, at its turn, a message is not a `str`: the error names its
        number, from 0.
    MissingExtraError
        Several processes, which cannot be forked (not Linux, or there are threads), and joblib is not installed.
    RunStoppedError
        A process died.

    Examples
    --------
    >>> [s.level for s in score_many(["gg", "what is 6 times 4?"])]
    ['none', 'none']
    """
    return model_or_default(model).score_many(texts, n_jobs=n_jobs)
