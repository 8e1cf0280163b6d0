"""Counts of a site's chat instead of its text: how often words and pairs of neighbouring words occur in it.

A table of counts may leave a site where its chat may not. What it can still reveal is said in the documentation
(how-to/train-on-counts).
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from grooming_risk.corpus.background.pseudo_messages import BEGIN, END, draw_words, written
from grooming_risk.errors import DataError
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.io.lines import read_text
from grooming_risk.text.lexicon import read_lexicon
from grooming_risk.text.tokenizer import Tokenizer
from grooming_risk.validation import check_texts

COUNTS_VERSION: Final = 1
"""Raised with every change of what a table of counts holds."""

MINIMUM: Final = 3
"""Messages, and authors where they are known, that a word or a pair must occur in."""

_SELF: Final = "sha256"
_AGAIN: Final = "count again with: grooming-risk background count"


@dataclass(frozen=True)
class BackgroundCounts:
    """How often words and pairs of neighbouring words occur in a site's chat.

    Parameters
    ----------
    messages : int
        How many messages were counted.
    minimum : int
        Messages, and authors where they were given, that each word and each pair occurs in at least.
    words : mapping of str to int
        Standard word, as the tokenizer makes it, to the number of messages it occurs in.
    pairs : mapping of (str, str) to int
        Two words in a row to the number of messages; `BEGIN` and `END` stand where a message begins and ends.

    See Also
    --------
    count_background : Counts messages.
    read_counts : Reads a table that `save` wrote.

    Examples
    --------
    >>> counts = count_background(["gg wp", "gg wp all", "ok gg wp"])
    >>> sorted(counts.words.items()), sorted(counts.pairs)
    ([('gg', 3), ('wp', 3)], [('gg', 'wp')])
    """

    messages: int
    minimum: int
    words: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]

    def merged(self, other: BackgroundCounts) -> BackgroundCounts:
        """Return the sum of two tables: neither the order of tables nor their grouping changes it.

        What was too rare in each of them stays out, also where both together would have had enough of it.
        """
        return BackgroundCounts(
            self.messages + other.messages,
            min(self.minimum, other.minimum),
            _summed(self.words, other.words),
            _summed(self.pairs, other.pairs),
        )

    def draw(self, n: int, *, seed: int = 0) -> list[str]:
        """Draw pseudo messages: each word is drawn by how often it follows the one before it.

        Parameters
        ----------
        n : int
            How many; as many are made as asked for, and some may say the same.
        seed : int, default=0
            The same table and seed give the same messages.

        Returns
        -------
        list of str
            Of at most 40 words; each word and its neighbour are a pair of the table. Classes of the tokenizer are
            written as something of the class, so a number stands for a number of its kind.

        Raises
        ------
        DataError
            No pair begins a message: the table is too small to draw from.

        Examples
        --------
        >>> count_background(["gg wp"] * 3).draw(2)
        ['gg wp', 'gg wp']
        """
        return [" ".join(map(written, words)) for words in draw_words(self.pairs, n, seed=seed)]

    def to_dict(self) -> dict[str, Any]:
        """Return the table as plain data, ready for JSON, with its checksum."""
        data = {
            "format_version": COUNTS_VERSION,
            "messages": self.messages,
            "minimum": self.minimum,
            "words": dict(sorted(self.words.items())),
            "pairs": {f"{first} {second}": count for (first, second), count in sorted(self.pairs.items())},
        }
        return {**data, _SELF: _digest(data)}

    def save(self, path: str | Path) -> None:
        """Write the table; the same table gives the same bytes.

        Raises
        ------
        OutputFolderError
            The file cannot be written; nothing is left of the attempt.
        """
        write_whole(path, json.dumps(self.to_dict(), ensure_ascii=False, indent=0) + "\n")


def count_background(
    texts: Iterable[str], authors: Iterable[object] | None = None, *, minimum: int = MINIMUM
) -> BackgroundCounts:
    """Count the words and the pairs of neighbouring words of messages; no text is kept.

    Names that begin with ``@``, links, e-mail addresses and numbers are masked as the tokenizer does; a name written as
    a plain word is a word.

    Parameters
    ----------
    texts : iterable of str
        Messages, taken as harmless.
    authors : iterable, optional
        Who sent each; then a word or a pair must come from `minimum` authors too.
    minimum : int, default=3
        What fewer messages have does not come out.

    Returns
    -------
    BackgroundCounts
        A word counts once a message.

    See Also
    --------
    BackgroundCounts : With an example.

    Raises
    ------
    TypeError
        `texts` is one str, or holds something else than str.
    ValueError
        `minimum` is below 2; there is no message with words; or there are not as many authors as messages.
    """
    if minimum < 2:
        raise ValueError(f"minimum must be 2 or more, not {minimum}: a table of single messages would be their text")
    checked = check_texts(texts)
    owners = list(range(len(checked))) if authors is None else list(authors)
    if len(owners) != len(checked):
        raise ValueError(f"{len(checked)} messages and {len(owners)} authors: give one each")
    cut = _tokenizer().words
    counts: dict[str | tuple[str, str], int] = defaultdict(int)
    speakers: dict[str | tuple[str, str], set[object]] = defaultdict(set)
    messages = 0
    for text, owner in zip(checked, owners, strict=True):
        words = [word for word in cut(text) if word.isprintable() and " " not in word]
        messages += bool(words)
        items: set[str | tuple[str, str]] = {*words, *pairwise([BEGIN, *words, END])} if words else set()
        for item in items:
            counts[item] += 1
            if len(speakers[item]) < minimum:
                speakers[item].add(owner)
    if not messages:
        raise ValueError("no message with words to count")
    kept = {item: n for item, n in counts.items() if n >= minimum and len(speakers[item]) >= minimum}
    return BackgroundCounts(
        messages,
        minimum,
        {item: n for item, n in kept.items() if isinstance(item, str)},
        {item: n for item, n in kept.items() if isinstance(item, tuple)},
    )


@cache
def _tokenizer() -> Tokenizer:
    return Tokenizer(read_lexicon(), (), mend=False)


def read_counts(path: str | Path) -> BackgroundCounts:
    """Read a table of counts.

    Parameters
    ----------
    path : path or str
        What `BackgroundCounts.save` wrote.

    Returns
    -------
    BackgroundCounts
        As it was saved.

    Raises
    ------
    DataError
        The file cannot be read, is cut or altered, is of another format version, or holds numbers below its minimum.

    See Also
    --------
    count_background : Counts messages.
    """
    content = read_text(path)
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise DataError(path, None, f"cut short, or not a table of counts; {_AGAIN}") from None
    version = data.get("format_version") if isinstance(data, dict) else None
    if version != COUNTS_VERSION or isinstance(version, bool):
        raise DataError(path, None, f"format version {version!r}, and this library reads {COUNTS_VERSION}; {_AGAIN}")
    if data.pop(_SELF, None) != _digest(data):
        raise DataError(path, None, f"altered since it was written (wrong checksum); {_AGAIN}")
    try:
        pairs = {_pair(name): count for name, count in data["pairs"].items()}
        counts = BackgroundCounts(data["messages"], data["minimum"], data["words"], pairs)
        _check_numbers(counts)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DataError(path, None, f"not a table of counts ({error}); {_AGAIN}") from None
    return counts


def is_counts_file(path: str | Path) -> bool:
    """Say whether a file is a table of counts, by its ending: messages come as .jsonl, .csv, .txt or .parquet."""
    return Path(path).suffix.lower() == ".json"


def _check_numbers(counts: BackgroundCounts) -> None:
    numbers = [counts.messages, counts.minimum, *counts.words.values(), *counts.pairs.values()]
    if any(isinstance(number, bool) or not isinstance(number, int) for number in numbers):
        raise ValueError("a count is not a whole number")
    if not 2 <= counts.minimum <= min(numbers) or max(numbers) > counts.messages:
        raise ValueError("a count lies below the minimum, or above the number of messages")


def _pair(name: str) -> tuple[str, str]:
    first, second = name.split(" ")
    return first, second


def _summed(one: Mapping[Any, int], other: Mapping[Any, int]) -> dict[Any, int]:
    return {item: one.get(item, 0) + other.get(item, 0) for item in {**one, **other}}


def _digest(data: Mapping[str, Any]) -> str:
    content = json.dumps(data, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
