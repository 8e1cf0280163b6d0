"""Metrics of the PAN 2012 shared task: which authors are predators, and which of their lines show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import numpy as np

from grooming_risk.conversation.conversation import Conversation
from grooming_risk.errors import DataError
from grooming_risk.evaluation.messages import drawn_intervals
from grooming_risk.evaluation.pan12.parsing import Message
from grooming_risk.evaluation.pan12.reader import Pan12
from grooming_risk.evaluation.result import Evaluation
from grooming_risk.labels import LEVELS, Level
from grooming_risk.metrics.classification import count_figures
from grooming_risk.metrics.nested import rounded_figures
from grooming_risk.scoring.scorer import Scorer, model_or_default

AUTHOR_BETAS: Final = {"f1": 1.0, "f0.5": 0.5}
LINE_BETAS: Final = {"f3": 3.0}
"""Weight of recall against precision, by name of the F-score."""


def evaluate_pan12(data: Pan12, *, model: Scorer | None = None, level: Level = "medium") -> Evaluation:
    """Measure a model with the metrics of the shared task (Inches and Crestani, 2012).

    Conversations are read one by one; only counts are kept. Roles are not given, and only gaps between times count.

    Parameters
    ----------
    data : Pan12
        Result of `load_pan12`.
    model : Scorer, optional
        None takes the shipped model.
    level : {"low", "medium", "high"}, default="medium"
        An author is predicted a predator if any conversation raises the author to it. A line is predicted if the
        message alone reaches it, or is in the timeline of its conversation (the first and the strongest message of
        each pattern) and its author was raised to it there.

    Returns
    -------
    Evaluation
        ``conversations``, ``messages`` and ``authors`` read, ``predators`` among them; ``unheard_predators`` and
        ``unheard_lines`` are listed but not in the conversations, and count in no metric. ``author``: ``precision``,
        ``recall``, ``f1`` and ``f0.5`` (precision weighs more; the ranking of the shared task). ``line``:
        ``precision``, ``recall`` and ``f3`` (recall weighs more), None without a list of lines. A metric without a
        case is None. ``intervals`` are percentile intervals over draws of authors, and of conversations for lines.

    Raises
    ------
    ValueError
        The level is unknown.
    DataError
        A file is not of the form of the corpus, or has no conversation.

    Notes
    -----
    The predators of that corpus wrote to adults who posed as children, and its other chats are of other places: these
    metrics do not show how a model does on a site's own traffic.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from grooming_risk import load_pan12
    >>> said = '<message line="1"><author>a</author><time>23:59</time><text>gg wp</text></message>'
    >>> with TemporaryDirectory() as folder:
    ...     corpus, predators = Path(folder, "training-corpus.xml"), Path(folder, "training-corpus-predators.txt")
    ...     _ = corpus.write_text(f'<conversations><conversation id="c">{said}</conversation></conversations>')
    ...     _ = predators.write_text("a")
    ...     evaluate_pan12(load_pan12(folder)).figures["author"]["recall"]
    0.0
    """
    if level not in LEVELS[1:]:
        raise ValueError(f"no level {level!r} to predict by; there are {', '.join(LEVELS[1:])}")
    messages, authors, lines = _count(data, model_or_default(model), level)
    if not len(lines):
        raise DataError(data.corpus, None, "holds no conversation")
    author = partial(_flag_metrics, "author", authors, AUTHOR_BETAS)
    line = partial(_flag_metrics, "line", lines, LINE_BETAS)
    no_lines = {"line": dict.fromkeys(("precision", "recall", *LINE_BETAS))}
    metrics = {
        "conversations": len(lines),
        "messages": messages,
        "authors": len(authors),
        "predators": int(authors[:, 2].sum()),
        "unheard_predators": len(data.predators) - int(authors[:, 2].sum()),
        "unheard_lines": None if data.lines is None else len(data.lines) - int(lines[:, 2].sum()),
        "level": level,
        **author(),
        **(no_lines if data.lines is None else line()),
    }
    intervals = drawn_intervals(author, range(len(authors)))
    if data.lines is not None:
        intervals |= drawn_intervals(line, range(len(lines)))
    return Evaluation(rounded_figures(metrics), intervals)


def _count(data: Pan12, scorer: Scorer, level: str) -> tuple[int, np.ndarray, np.ndarray]:
    """Return the number of messages, and found, predicted and listed counts of authors and of conversations."""
    authors: dict[str, None] = {}  # in order of appearance, so that draws are the same in every run
    raised: set[str] = set()
    lines, messages = [], 0
    for name, said in data.conversations():
        here, predicted = _play(said, scorer, LEVELS.index(level))
        truth = {message.line for message in said if (name, message.line) in (data.lines or ())}
        lines.append((len(truth & predicted), len(predicted), len(truth)))
        authors.update(dict.fromkeys(message.author for message in said))
        raised |= here
        messages += len(said)
    listed = data.predators
    rows = [(one in listed & raised, one in raised, one in listed) for one in authors]
    return messages, np.array(rows, dtype=int).reshape(-1, 3), np.array(lines, dtype=int)


def _play(said: Sequence[Message], scorer: Scorer, level: int) -> tuple[set[str], set[int]]:
    """Return the authors of a conversation raised to a level, and the lines predicted."""
    chat, raised, lines = Conversation(model=scorer), set(), set()
    for message in said:
        state = chat.add(message.text, author=message.author, at=message.at)
        if LEVELS.index(state.speaker.level) >= level:
            raised.add(message.author)
        if LEVELS.index(scorer.score(message.text).level) >= level:
            lines.add(message.line)
    timeline = chat.state.timeline if chat.state is not None else ()
    return raised, lines | {said[entry.index].line for entry in timeline if entry.author in raised}


def _flag_metrics(
    name: str, counts: np.ndarray, betas: Mapping[str, float], rows: np.ndarray | slice = slice(None)
) -> dict[str, dict[str, float | None]]:
    """Return precision, recall and F-scores (van Rijsbergen, 1979) of the authors or lines drawn, or of all."""
    found, predicted, listed = counts[rows].sum(axis=0).tolist()
    return {name: count_figures(found, predicted, listed, betas)}
