"""Makes the messages of the corpus from the hand-written lines: each line as it was written."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from grooming_risk.corpus.lines import Line

COLUMNS: Final = ("text", "labels", "kind", "register", "author", "line", "group")


def messages_of(lines: Sequence[Line]) -> Iterator[dict[str, Any]]:
    """Yield the messages of lines: the first wording of each; what was said before is left out.

    Parameters
    ----------
    lines : sequence of Line
        The lines of one split.

    Yields
    ------
    dict
        With `COLUMNS`; no two say the same.
    """
    seen: set[str] = set()
    for line in lines:
        text = line.wordings()[0]
        if text not in seen:
            seen.add(text)
            values = (text, list(line.labels), line.kind, line.register, line.author, line.name, line.name)
            yield dict(zip(COLUMNS, values, strict=True))
