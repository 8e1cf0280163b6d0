"""Profile of a score: the share of each stage, at first sight and again, for short and for long messages.

python benchmarks/hot_path_profile.py [--messages my_chat.jsonl]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial

from isolated import isolated
from sights import AGAIN, FIRST, sights
from texts import Input, inputs

from grooming_risk.scoring.scorer import Scorer, default_model
from grooming_risk.text.windows import WINDOW

Shares = dict[str, dict[str, float]]

_REMEMBERED = 24  # characters of a message whose risk is remembered, at most


def profile(model: Scorer, texts: Sequence[str], warm: Sequence[str] = ()) -> Shares:
    """Return for each state the share in [0, 1] of the time of `score` that its stages take."""

    def read(text: str) -> list[str]:
        return model.analyzer.tokenizer.words(text)

    def read_and_sum(text: str) -> None:
        if words := read(text):
            model.part_sums.highest(words)

    def score_all() -> None:
        for text in warm:
            model.score(text)

    costs = [sights(call, texts, score_all) for call in (read, read_and_sum, model.score)]
    return {state: _shares(*(sum(getattr(times, name)) for times in costs)) for state, name in _STATES.items()}


_STATES = {FIRST: "first", AGAIN: "again"}


def _shares(cut: float, summed: float, total: float) -> dict[str, float]:
    return {
        "cutting into words": cut / total,
        "terms and their sums": max(summed - cut, 0.0) / total,
        "the rest: probability, level, object": max(total - summed, 0.0) / total,
    }


def by_length(model: Scorer, texts: Sequence[str]) -> dict[str, list[str]]:
    """Return the messages that are scored as a whole, and those that are scored in windows.

    Short messages, whose risk is remembered, are left out: they have no stages.
    """
    texts = [text for text in texts if len(text) > _REMEMBERED]
    sized = [(text, len(model.analyzer.tokenizer.words(text))) for text in texts]
    return {
        f"up to {WINDOW} words": [text for text, size in sized if 0 < size <= WINDOW],
        f"more than {WINDOW} words": [text for text, size in sized if size > WINDOW],
    }


def markdown(some: Input, count: int) -> str:
    """Return the profile of new messages as a table."""
    model = default_model()
    rows = [["messages", "state", *_shares(1, 1, 1)], ["---", "---", "--:", "--:", "--:"]]
    parted = isolated(partial(by_length, model, some.new[:count]))  # so that this process does not meet them
    for title, texts in parted.items():
        for state, shares in profile(model, texts, some.warm).items() if texts else ():
            rows.append([title, state, *(f"{share:.0%}" for share in shares.values())])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--messages", metavar="FILE", help="Harmless messages; else real chat.")
    print(markdown(inputs(parser.parse_args().messages)[-1], 2_000))


if __name__ == "__main__":
    main()
