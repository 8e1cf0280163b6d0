"""Counts of words and bigrams of a site's chat, for sites whose text may not leave.

The documentation (how-to/train-on-counts) says what a table of counts can still reveal.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from grooming_risk.corpus.background.pseudo_messages import BEGIN, END, draw_words, written
from grooming_risk.errors import ArtifactError, DataError
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.model.sealed import SealedJson
from grooming_risk.text.lexicon import read_lexicon
from grooming_risk.text.tokenizer import Tokenizer
from grooming_risk.validation import check_path, check_texts

COUNTS_VERSION: Final = 1
"""Version of the file format of counts."""

MINIMUM: Final = 3
"""Messages, and authors where known, in which a word or bigram must occur."""

_COUNT_AGAIN: Final = "count again with: grooming-risk background count"
_FORM: Final = SealedJson("table of counts", COUNTS_VERSION, "sha256", _COUNT_AGAIN)


@dataclass(frozen=True)
class BackgroundCounts:
    """Counts of the words and bigrams of a site's chat.

    Parameters
    ----------
    messages : int
        Number of messages counted.
    minimum : int
        Messages, and authors where given, in which each word and each pair occurs at least.
    words : mapping of str to int
        Standard word of the tokenizer to the number of messages with it.
    pairs : mapping of (str, str) to int
        Bigram to the number of messages with it; `BEGIN` and `END` are the borders of a message.

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
        """Return the sum of two tables; words too rare in each table stay out, even if both together have enough."""
        words, pairs = Counter(self.words) + Counter(other.words), Counter(self.pairs) + Counter(other.pairs)
        return BackgroundCounts(self.messages + other.messages, min(self.minimum, other.minimum), words, pairs)

    def draw(self, n: int, *, seed: int = 0) -> list[str]:
        """Draw pseudo messages from the bigram counts.

        Parameters
        ----------
        n : int
            Number of messages, of at most 40 words each; some may be equal.
        seed : int, default=0
            The same table and seed give the same messages.

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
        """Return the table with its checksum as plain data, ready for JSON."""
        words = dict(sorted(self.words.items()))
        pairs = {" ".join(pair): count for pair, count in sorted(self.pairs.items())}
        return _FORM.seal({"messages": self.messages, "minimum": self.minimum, "words": words, "pairs": pairs})

    def save(self, path: str | Path) -> None:
        """Write the table; the same table gives the same bytes.

        Raises
        ------
        OutputFolderError
            The file cannot be written; no partial file remains.
        """
        write_whole(path, json.dumps(self.to_dict(), ensure_ascii=False, indent=0) + "\n")


def count_background(
    texts: Iterable[str], authors: Iterable[object] | None = None, *, minimum: int = MINIMUM
) -> BackgroundCounts:
    """Count the words and bigrams of messages; no text is kept.

    Names that begin with ``@``, links, e-mail addresses and numbers are masked; a name without ``@`` is a word.

    Parameters
    ----------
    texts : iterable of str
        Messages taken as harmless.
    authors : iterable, optional
        Author of each message; a word or bigram must then also have `minimum` authors.
    minimum : int, default=3
        Words and bigrams in fewer messages are left out.

    Returns
    -------
    BackgroundCounts
        A word counts once per message.

    Raises
    ------
    TypeError
        `texts` is a str, or an item is not a str.
    ValueError
        `minimum` is below 2, no message has words, or messages and authors differ in number.

    See Also
    --------
    BackgroundCounts : has an example.
    """
    if minimum < 2:
        raise ValueError(f"minimum must be 2 or more, not {minimum}: a table of single messages would be their text")
    checked = check_texts(texts)
    owners = list(range(len(checked))) if authors is None else list(authors)
    if len(owners) != len(checked):
        raise ValueError(f"{len(checked)} messages and {len(owners)} authors: give one each")
    tokenize = _tokenizer().words
    counts: Counter[str | tuple[str, str]] = Counter()
    speakers: dict[str | tuple[str, str], set[object]] = defaultdict(set)
    messages = 0
    for text, owner in zip(checked, owners, strict=True):
        words = [word for word in tokenize(text) if word.isprintable() and " " not in word]
        messages += bool(words)
        items: set[str | tuple[str, str]] = {*words, *pairwise([BEGIN, *words, END])} if words else set()
        for item in items:
            counts[item] += 1
            if len(speakers[item]) < minimum:
                speakers[item].add(owner)
    if not messages:
        raise ValueError("no message with words to count")
    kept = {item: n for item, n in counts.items() if n >= minimum and len(speakers[item]) >= minimum}
    single = {item: n for item, n in kept.items() if isinstance(item, str)}
    return BackgroundCounts(messages, minimum, single, {item: n for item, n in kept.items() if isinstance(item, tuple)})


@cache
def _tokenizer() -> Tokenizer:
    return Tokenizer(read_lexicon(), (), correct_typos=False)


def read_counts(path: str | Path) -> BackgroundCounts:
    """Read a table of counts.

    Parameters
    ----------
    path : path or str
        Output of `BackgroundCounts.save`.

    Returns
    -------
    BackgroundCounts
        The saved table.

    Raises
    ------
    DataError
        The file cannot be read, is truncated or altered, has another format version, or holds a count below its
        minimum.

    See Also
    --------
    BackgroundCounts : has an example.
    """
    path = check_path(path, "path")
    try:
        data = _FORM.read(path)
        pairs = {_pair(name): count for name, count in data["pairs"].items()}
        counts = BackgroundCounts(data["messages"], data["minimum"], data["words"], pairs)
        _check_numbers(counts)
    except ArtifactError as error:
        raise DataError(path, None, error.problem) from None
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DataError(path, None, f"not a table of counts ({error}); {_COUNT_AGAIN}") from None
    return counts


def is_counts_file(path: str | Path) -> bool:
    """Return whether a file is a table of counts: a .json file. Messages are .jsonl, .csv, .txt or .parquet."""
    return Path(path).suffix.lower() == ".json"


def _check_numbers(counts: BackgroundCounts) -> None:
    numbers = [counts.messages, counts.minimum, *counts.words.values(), *counts.pairs.values()]
    if any(type(number) is not int for number in numbers):
        raise ValueError("a count is not a whole number")
    if not 2 <= counts.minimum <= min(numbers) or max(numbers) > counts.messages:
        raise ValueError("a count lies below the minimum, or above the number of messages")


def _pair(name: str) -> tuple[str, str]:
    first, second = name.split(" ")
    return first, second
