"""Active learning: which messages to label next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import expit

from grooming_risk.io.text_frame import text_frame
from grooming_risk.review.coreset import choose, rows_of
from grooming_risk.review.uncertainty import head_log_odds, oov_rate, uncertainty
from grooming_risk.scoring.scorer import Scorer, model_or_default
from grooming_risk.validation import check_texts

UNCERTAIN: Final = "uncertain"
UNKNOWN: Final = "unknown words"
DIFFERENT: Final = "different from the rest"

_TURNS: Final = (UNCERTAIN, UNKNOWN, UNCERTAIN, DIFFERENT)
_SAMPLE: Final = 500  # messages that represent all others
_BATCH: Final = 2000  # labelled messages per matrix of rows


def suggest(
    texts: Iterable[str],
    model: Scorer | None = None,
    n: int = 50,
    *,
    seed: int = 0,
    labelled: Iterable[str] = (),
) -> pd.DataFrame:
    """Suggest messages to label next.

    Three reasons take turns. Two of four suggestions are *uncertain*: nearest to a threshold of the model in log-odds
    (uncertainty sampling; Lewis and Gale, 1994). One has the highest rate of *unknown words*. Both count less near
    labelled or suggested messages: greedy core-set selection (Sener and Savarese, 2018). One is *different from the
    rest* of the labelled and suggested, and typical of the others (facility location on a sample). Only a pool of the
    most uncertain, the least known and a sample is compared in pairs: memory is bounded, and time is linear.

    Parameters
    ----------
    texts : iterable of str
        Unlabelled messages.
    model : Scorer, optional
        A loaded model; None takes the shipped one.
    n : int, at least 0, default=50
        Number of suggestions.
    seed : int, default=0
        Seed of the sample. The same messages, in any order, and the same seed give the same suggestions.
    labelled : iterable of str, optional
        Labelled messages. Neither they nor near copies (TF-IDF cosine of 0.7 or more) are suggested.

    Returns
    -------
    pandas.DataFrame
        At most `n` rows, best first, indexed by position in `texts`: ``text``, ``risk``, and ``reason``, which is
        ``"uncertain"``, ``"unknown words"`` or ``"different from the rest"``. The alphabetically first of texts with
        the same words represents them.

    Raises
    ------
    TypeError
        `texts` or `labelled` is not an iterable of str, or `n` is not an int.
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
    scorer = model_or_default(model)
    done = _distinct(check_texts(labelled), scorer)
    new = {key: message for key, message in _distinct(check_texts(texts), scorer).items() if key not in done}
    messages = [new[key] for key in sorted(new, key=lambda key: _draw(key, seed))]
    log_odds = head_log_odds([message.words for message in messages], scorer)
    chosen = _chosen(messages, log_odds, list(done.values()), scorer, n)
    columns = {
        "text": [messages[number].text for number, _ in chosen],
        "risk": expit(log_odds[[number for number, _ in chosen], 0]),
        "reason": [reason for _, reason in chosen],
    }
    positions = [messages[number].position for number, _ in chosen]
    return text_frame(columns).set_axis(pd.Index(positions, name="position", dtype="int64"))


class _Message(NamedTuple):
    """Representative of all messages with the same words."""

    words: list[str]
    text: str
    position: int


def _distinct(texts: Sequence[str], model: Scorer) -> dict[str, _Message]:
    """Return one message for each sequence of words: the alphabetically first."""
    found: dict[str, _Message] = {}
    for position, text in enumerate(texts):
        words = model.analyzer.tokenizer.words(text)
        key = " ".join(words)
        if words and (key not in found or text < found[key].text):
            found[key] = _Message(words, text, position)
    return found


def _draw(key: str, seed: int) -> bytes:
    """Return a random sort key that does not depend on the order of the messages."""
    return blake2b(f"{seed}/{key}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _chosen(
    messages: Sequence[_Message], log_odds: np.ndarray, done: Sequence[_Message], model: Scorer, n: int
) -> list[tuple[int, str]]:
    """Return numbers of messages, each with the reason."""
    words = [message.words for message in messages]
    uncertain, oov = uncertainty(log_odds, model), oov_rate(words, model)
    pool = _pool(uncertain, oov, max(2 * n, min(20 * n, 20_000), 2000))
    taken = (rows_of([m.words for m in done[i : i + _BATCH]], model) for i in range(0, len(done), _BATCH))
    worth = {UNCERTAIN: uncertain[pool], UNKNOWN: oov[pool]}
    sample = rows_of(words[:_SAMPLE], model)
    chosen = choose(rows_of([words[number] for number in pool], model), sample, taken, worth, _TURNS, n)
    return [(int(pool[number]), reason) for number, reason in chosen]


def _pool(uncertain: np.ndarray, oov: np.ndarray, size: int) -> np.ndarray:
    """Return the numbers of the most uncertain messages, of the least known, and of a sample: the first ones."""
    half, quarter = size // 2, size // 4
    most_uncertain = np.argsort(-uncertain, kind="stable")[:half]
    least_known = np.argsort(-oov, kind="stable")[:quarter]
    return np.unique(np.concatenate([most_uncertain, least_known, np.arange(min(quarter, len(oov)))]))
