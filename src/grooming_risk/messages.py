"""Makes the messages of the corpus from the hand-written lines: wordings, joins of two lines, variants."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, Final, NamedTuple

from grooming_risk.balance import copies
from grooming_risk.lines import Line
from grooming_risk.variants import Variants

COLUMNS: Final = ("text", "labels", "kind", "register", "author", "line", "group", "variant")
PAIRED_SHARE: Final = 0.5
"""Share of the training lines that are joined with another line into one message."""


class _Origin(NamedTuple):
    """What messages are made of: a line, or a line with another one beside it."""

    line: Line
    group: str
    texts: list[str]

    @property
    def name(self) -> str:
        return f"{self.line.name} {len(self.texts)} {self.texts[0]}"


def messages_of(lines: Sequence[Line], variants: Variants, seed: int) -> Iterator[dict[str, Any]]:
    """Yield the messages of one split; validation and held-out lines stand as written, training lines get variants.

    Parameters
    ----------
    lines : sequence of Line
        The lines of one split.
    variants : Variants
        Makes the variants.
    seed : int
        The same lines and seed give the same messages.

    Yields
    ------
    dict
        With `COLUMNS`; no two say the same.
    """
    training = [line for line in lines if line.split == "train"]
    fixed = [_Origin(line, line.name, line.wordings()[:1]) for line in lines if line.split != "train"]
    origins = _origins(training, seed)
    items = [(o.line.kind == "grooming", o.line.register, o.texts[0], variants.spelled(o.texts[0])) for o in origins]
    wanted = copies(items, seed)
    seen: set[str] = set()
    numbers: dict[str, int] = {}
    for origin, count in zip(fixed + origins, [1] * len(fixed) + wanted, strict=True):
        line = origin.line
        for text in _texts(origin, count, variants, seed):
            number = numbers[line.name] = numbers.get(line.name, -1) + 1
            if text not in seen:
                seen.add(text)
                values = (text, list(line.labels), line.kind, line.register, line.author, line.name, origin.group,
                          number)  # fmt: skip
                yield dict(zip(COLUMNS, values, strict=True))


def _origins(lines: Sequence[Line], seed: int) -> list[_Origin]:
    partners = _pairs(lines, seed)
    groups = {partner.name: name for name, partner in partners.items()}
    alone = [_Origin(line, groups.get(line.name, line.name), line.wordings()) for line in lines]
    joined = [
        _Origin(line, line.name, [_join(line, partners[line.name], seed)]) for line in lines if line.name in partners
    ]
    return alone + joined


def _texts(origin: _Origin, count: int, variants: Variants, seed: int) -> list[str]:
    """Return each wording as it stands, then variants of them."""
    texts = origin.texts
    numbers = range(len(texts), max(count, len(texts)))
    return texts + [variants.make(texts[n % len(texts)], origin.name, n, seed=seed) for n in numbers]


def _pairs(lines: Sequence[Line], seed: int) -> dict[str, Line]:
    """Pair lines off at random, for joining: the name of the one that gives kind and labels, and the harmless other."""
    shuffled = Random(f"{seed}/pairs").sample(lines, len(lines))
    pairs = zip(shuffled[: int(len(lines) * PAIRED_SHARE) : 2], shuffled[1::2], strict=False)
    ordered = [sorted(pair, key=lambda line: (not line.labels, line.kind == "everyday")) for pair in pairs]
    return {first.name: second for first, second in ordered if not second.labels}


def _join(line: Line, partner: Line, seed: int) -> str:
    """Put a harmless line before or behind a line: risk is not always alone in its message."""
    random = Random(f"{seed}/{line.name}/join")
    pair = [line.wordings()[0], partner.wordings()[0]]
    random.shuffle(pair)
    return random.choice((" ", ", ", ". ")).join(pair)
