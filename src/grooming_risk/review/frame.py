"""Reviewers' decisions as rows of the corpus."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import pandas as pd

from grooming_risk.corpus.messages import COLUMNS
from grooming_risk.io.text_frame import text_frame
from grooming_risk.labels import DISCLOSURE, PATTERNS
from grooming_risk.review.adjudicate import UnsettledError, settle
from grooming_risk.review.record import Review

REVIEW: Final = "review"
"""Register and author of reviewed messages."""


def review_frame(reviews: Iterable[Review], *, ties: Literal["raise", "leave_out"] = "raise") -> pd.DataFrame:
    """Return decisions as rows of the corpus, one per message.

    Parameters
    ----------
    reviews : iterable of Review
        Decisions on one message are adjudicated by majority, see `settle`. Undecided and blank messages are left out.
    ties : {"raise", "leave_out"}, default="raise"
        What to do with messages without a majority; `settle` lists them.

    Returns
    -------
    pandas.DataFrame
        Columns of `load_corpus`, for `pandas.concat`. ``kind`` is ``disclosure`` if that was found: such a message
        reports patterns and does not carry them; else ``grooming`` if a pattern was found. A harmless message is
        ``look_alike`` if the model had found a pattern, else ``everyday``: levels are set on everyday chat, of which
        messages picked for review are not a sample. ``group`` is the conversation in ``meta``, or the message itself.

    Raises
    ------
    UnsettledError
        There are ties, and `ties` is ``"raise"``.
    ValueError
        `ties` has another value.

    Examples
    --------
    >>> frame = review_frame([Review("a", "our secret ok", ["secrecy"]), Review("b", "gg", []), Review("c", "brb")])
    >>> frame[["text", "kind"]].values.tolist()
    [['our secret ok', 'grooming'], ['gg', 'everyday']]
    """
    if ties not in ("raise", "leave_out"):
        raise ValueError(f"ties must be raise or leave_out, not {ties!r}")
    result = settle(reviews)
    if result.ties and ties == "raise":
        raise UnsettledError(result.tied_ids)
    rows = [_row(review) for review in result.settled if review.text.strip()]
    return text_frame(dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(COLUMNS, ()))


def _row(review: Review) -> tuple[object, ...]:
    labels = list(review.labels or ())
    if DISCLOSURE in labels:
        kind, labels = DISCLOSURE, [DISCLOSURE]
    elif labels:
        kind = "grooming"
    else:
        kind = "look_alike" if set(review.found) & set(PATTERNS) else "everyday"
    line = f"{REVIEW}:{review.id}"
    chat = review.meta.get("conversation")
    group = line if chat is None or chat == "" else f"{REVIEW} conversation:{chat}"
    return review.text, labels, kind, REVIEW, REVIEW, line, group
