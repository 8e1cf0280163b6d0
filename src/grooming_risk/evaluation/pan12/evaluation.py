"""The figures of the PAN 2012 shared task: which authors are predators, and which of their lines tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from grooming_risk.conversation.conversation import Conversation
from grooming_risk.errors import DataError
from grooming_risk.evaluation.messages import drawn_intervals
from grooming_risk.evaluation.pan12.parsing import Message
from grooming_risk.evaluation.pan12.reader import Pan12
from grooming_risk.evaluation.result import Evaluation
from grooming_risk.labels import LEVELS
from grooming_risk.metrics.classification import count_figures
from grooming_risk.metrics.nested import rounded_figures
from grooming_risk.scoring.scorer import Scorer, default_model

AUTHOR_BETAS: Final = {"f1": 1.0, "f0.5": 0.5}
LINE_BETAS: Final = {"f3": 3.0}
"""How many times as much recall weighs as precision, by name of the F-score."""


class _Heard(NamedTuple):
    """What was read, and what the model says of it."""

    messages: int
    authors: list[str]
    raised: set[str]
    lines: list[tuple[int, int, int]]
    """Lines rightly predicted, predicted, and listed, of each conversation."""


def evaluate_pan12(data: Pan12, *, model: Scorer | None = None, level: str = "medium") -> Evaluation:
    """Measure a model with the figures of the shared task (Inches and Crestani, 2012).

    Conversations are read and forgotten one by one; of each only counts are kept. Roles are not given, and of the times
    only the gaps count.

    Parameters
    ----------
    data : Pan12
        What `load_pan12` returned.
    model : Scorer, optional
        None takes the shipped model.
    level : {"low", "medium", "high"}, default="medium"
        An author is predicted a predator where any conversation raises the author to it. A line is predicted where the
        message alone reaches it, or stands in the timeline of its conversation (the first and the strongest message of
        each pattern) and its author was raised to it there.

    Returns
    -------
    Evaluation
        ``conversations``, ``messages`` and ``authors`` read, ``predators`` among them; ``unheard_predators`` and
        ``unheard_lines`` are listed but not in the conversations, and count in no figure. ``author``: ``precision``,
        ``recall``, ``f1`` and ``f0.5`` (precision weighs more; what the shared task ranked by). ``line``:
        ``precision``, ``recall`` and ``f3`` (recall weighs more), None where no lines are listed. A figure without a
        case is None. ``intervals`` are percentile intervals over draws of authors, and of conversations for lines.

    Raises
    ------
    ValueError
        `level` is none of these.
    DataError
        A file is not of the form of the corpus, or holds no conversation.

    Notes
    -----
    The predators of that corpus wrote to adults who posed as children, and its other chats are of other places: figures
    on it do not tell how a model does on a site's own traffic.

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
    heard = _listen(data, model or default_model(), level)
    if not heard.lines:
        raise DataError(data.corpus, None, "holds no conversation")
    listed, found = data.predators, data.predators & heard.raised
    rows = [(one in found, one in heard.raised, one in listed) for one in heard.authors]
    authors, lines = (np.array(of, dtype=int).reshape(-1, 3) for of in (rows, heard.lines))  # found, predicted, listed
    known_lines = data.lines is not None
    figures = {
        "conversations": len(lines),
        "messages": heard.messages,
        "authors": len(authors),
        "predators": int(authors[:, 2].sum()),
        "unheard_predators": len(listed - set(heard.authors)),
        "unheard_lines": len(data.lines) - int(lines[:, 2].sum()) if data.lines is not None else None,
        "level": level,
        "author": _flag_figures(authors, AUTHOR_BETAS),
        "line": _flag_figures(lines, LINE_BETAS)
        if known_lines
        else dict.fromkeys(("precision", "recall", *LINE_BETAS)),
    }
    intervals = drawn_intervals(
        lambda rows: {"author": _flag_figures(authors[rows], AUTHOR_BETAS)}, range(len(authors))
    )
    if known_lines:
        intervals |= drawn_intervals(lambda rows: {"line": _flag_figures(lines[rows], LINE_BETAS)}, range(len(lines)))
    return Evaluation(rounded_figures(figures), intervals)


def _listen(data: Pan12, scorer: Scorer, level: str) -> _Heard:
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
    return _Heard(messages, list(authors), raised, lines)


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


def _flag_figures(counts: np.ndarray, betas: Mapping[str, float]) -> dict[str, float | None]:
    """Return precision, recall and F-scores (van Rijsbergen, 1979) of what was found, predicted and listed."""
    found, predicted, listed = counts.sum(axis=0).tolist()
    return count_figures(found, predicted, listed, betas)
