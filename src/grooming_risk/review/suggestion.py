"""What to label next: messages that the model is unsure of, does not understand, or has seen nothing like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit

from grooming_risk.io.text_frame import text_frame
from grooming_risk.review.coreset import choose, rows_of
from grooming_risk.review.uncertainty import head_log_odds, strangeness, uncertainty
from grooming_risk.scoring.scorer import Scorer, default_model
from grooming_risk.validation import check_texts

UNCERTAIN: Final = "uncertain"
UNKNOWN: Final = "unknown words"
DIFFERENT: Final = "different from the rest"

_TURNS: Final = (UNCERTAIN, UNKNOWN, UNCERTAIN, DIFFERENT)
"""Every second suggestion is an uncertain message."""

_SAMPLE: Final = 500
"""Messages that stand for all the others."""

_BATCH: Final = 2000
"""Labelled messages that are compared at a time."""


def suggest(
    texts: Iterable[str],
    model: Scorer | None = None,
    n: int = 50,
    *,
    seed: int = 0,
    labelled: Iterable[str] = (),
) -> pd.DataFrame:
    """Suggest which messages to label next.

    The suggestions take turns. Two of four are *uncertain*: nearest to a threshold of the model in log-odds, where a
    label teaches most (uncertainty sampling; Lewis and Gale, 1994). One has the largest share of *unknown words*. Each
    of these counts the less, the nearer it is to what is labelled or suggested already: the greedy choice of far points
    for a core-set (Sener and Savarese, 2018). One in four is *different from the rest* of what is labelled and
    suggested, and typical of what is not (facility location on a sample). Near copies, with a cosine of 0.7 or more
    between TF-IDF rows, are left out. Of many messages only a pool is compared with one another: the most uncertain,
    the least known and a sample; so memory is bounded, and time is linear in the number of messages.

    Parameters
    ----------
    texts : iterable of str
        Messages nobody has labelled.
    model : Scorer, optional
        What `load_model` returned; None takes the shipped model.
    n : int, at least 0, default=50
        How many to suggest.
    seed : int, default=0
        Draws the sample. The same messages, in whatever order, and the same seed give the same suggestions.
    labelled : iterable of str, optional
        Messages that are labelled already: neither they nor near copies are suggested.

    Returns
    -------
    pandas.DataFrame
        At most `n` rows, best first, indexed by the position in `texts`: ``text``, ``risk``, and ``reason``, which is
        ``"uncertain"``, ``"unknown words"`` or ``"different from the rest"``. Fewer where nothing is left but near
        copies and messages without words. Of texts that read alike the first of the alphabet stands for all.

    Raises
    ------
    TypeError
        `texts` or `labelled` is one str, or holds something else than str; or `n` is no int.
    ValueError
        `n` is negative.

    Examples
    --------
    >>> chat = ["brb", "gg wp", "gg  wp", "send me a pic of the zorblax", "what is 6 times 4"]
    >>> sorted(suggest(chat, n=10, labelled=["gg wp"])["text"])
    ['brb', 'send me a pic of the zorblax', 'what is 6 times 4']
    """
    if not isinstance(n, int) or isinstance(n, bool):
        raise TypeError(f"n must be an int, not {type(n).__name__}")
    if n < 0:
        raise ValueError(f"n must be at least 0, not {n}")
    scorer = model or default_model()
    done = _distinct(check_texts(labelled), scorer)
    new = {key: message for key, message in _distinct(check_texts(texts), scorer).items() if key not in done}
    messages = [new[key] for key in sorted(new, key=lambda key: _draw(key, seed))]
    log_odds = head_log_odds([message.words for message in messages], scorer)
    chosen = _chosen(messages, log_odds, list(done.values()), scorer, n)
    picked = [messages[number] for number, _ in chosen]
    columns = {
        "text": [message.text for message in picked],
        "risk": expit(log_odds[[number for number, _ in chosen], 0]),
        "reason": [reason for _, reason in chosen],
    }
    positions = [message.position for message in picked]
    return text_frame(columns).set_axis(pd.Index(positions, name="position", dtype="int64"))


class _Message(NamedTuple):
    """One of the messages that read alike: the same words for the model."""

    words: list[str]
    text: str
    position: int


def _distinct(texts: Sequence[str], model: Scorer) -> dict[str, _Message]:
    """Return one message of those that read alike, by their words: the first text of the alphabet, in any order."""
    found: dict[str, _Message] = {}
    for position, text in enumerate(texts):
        words = model.analyzer.tokenizer.words(text)
        key = " ".join(words)
        if words and (key not in found or text < found[key].text):
            found[key] = _Message(words, text, position)
    return found


def _draw(key: str, seed: int) -> bytes:
    """Return what orders messages at random, whatever order they came in."""
    return blake2b(f"{seed}/{key}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _chosen(
    messages: Sequence[_Message], log_odds: np.ndarray, done: Sequence[_Message], model: Scorer, n: int
) -> list[tuple[int, str]]:
    """Choose from a pool: number of the message, and the reason."""
    words = [message.words for message in messages]
    unsure, strange = uncertainty(log_odds, model), strangeness(words, model)
    size = max(2 * n, min(20 * n, 20_000), 2000)
    pool = _pool(unsure, strange, size)
    taken = (rows_of([m.words for m in done[i : i + _BATCH]], model) for i in range(0, len(done), _BATCH))
    worth = {UNCERTAIN: unsure[pool], UNKNOWN: strange[pool]}
    sample = rows_of(words[:_SAMPLE], model)
    chosen = choose(rows_of([words[number] for number in pool], model), sample, taken, worth, _TURNS, n)
    return [(int(pool[number]), reason) for number, reason in chosen]


def _pool(unsure: np.ndarray, strange: np.ndarray, size: int) -> np.ndarray:
    """Return the numbers of the most uncertain messages, of the least known, and of a sample: the first ones."""
    half, quarter = size // 2, size // 4
    most_unsure = np.argsort(-unsure, kind="stable")[:half]
    most_strange = np.argsort(-strange, kind="stable")[:quarter]
    return np.unique(np.concatenate([most_unsure, most_strange, np.arange(min(quarter, len(unsure)))]))
