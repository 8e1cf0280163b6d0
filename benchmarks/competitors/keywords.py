"""A list of warning words: the score is their number in a message."""

import re
from pathlib import Path

import pandas as pd

from competitors.competitor import Competitor

_LIST = Path(__file__).with_name("keywords.txt")


def make(corpus: pd.DataFrame, folder: Path) -> Competitor:
    """Return the list as one regular expression over whole words, ignoring case and apostrophes."""
    rows = _LIST.read_text(encoding="utf-8").splitlines()
    listed = [row for row in rows if row and not row.startswith("#")]
    # The longest first: "gift card" is one hit, not that of "gift".
    longest_first = sorted(listed, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")

    def hits(text: str) -> int:
        return len(pattern.findall(text.lower().replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")))

    return Competitor(
        name="keyword list",
        trained_on=f"nothing: {len(listed)} words and phrases of a leaflet, counted",
        one=hits,
        many=lambda texts: list(map(hits, texts)),
    )
