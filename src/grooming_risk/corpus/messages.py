"""Messages of the corpus: each hand-written line in its first wording."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from grooming_risk.corpus.lines import Line

COLUMNS: Final = ("text", "labels", "kind", "register", "author", "line", "group")


def messages_of(lines: Sequence[Line]) -> Iterator[dict[str, Any]]:
    """Yield the distinct messages of lines, in the first wording of each.

    Parameters
    ----------
    lines : sequence of Line
        The lines of one split.

    Yields
    ------
    dict
        With `COLUMNS`; no text repeats.
    """
    seen: set[str] = set()
    for line in lines:
        text = line.wordings()[0]
        if text not in seen:
            seen.add(text)
            values = (text, list(line.labels), line.kind, line.register, line.author, line.name, line.name)
            yield dict(zip(COLUMNS, values, strict=True))
