"""Profile of a score: the share of each stage, for short and for long messages.

python benchmarks/hot_path_profile.py --messages my_chat.jsonl
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from texts import harmless_messages

from grooming_risk.scoring.scorer import Scorer, default_model
from grooming_risk.text.windows import WINDOW
from timing import seconds

_ROUNDS = 5


def profile(model: Scorer, texts: Sequence[str]) -> dict[str, float]:
    """Return the share in [0, 1] of the time of `score` that its stages take, for messages that have words."""
    words = [model.analyzer.tokenizer.words(text) for text in texts]
    named = [model.sums.read(row)[1] for row in words]
    total = _cost(model.score, texts, model.cache_clear)
    cut = _cost(model.analyzer.tokenizer.words, texts)
    summed = _cost(model.sums.highest, words)
    alone, names = _cost(model.sums.read, words), _cost(model.sums.of_names, named)
    short = all(len(row) <= WINDOW for row in words)
    parts = {"words, pairs of words, forms": alone, "concepts and their pairs": names} if short else {"parts": summed}
    return {
        "cutting into words": cut / total,
        **{name: cost / total for name, cost in parts.items()},
        "the rest: probability, level, object": max(total - cut - summed, 0.0) / total,
    }


def _cost(call: Callable, arguments: Sequence, forget: Callable[[], object] = lambda: None) -> float:
    def each() -> None:
        for argument in arguments:
            call(argument)

    each()
    rounds = []
    for _ in range(_ROUNDS):
        forget()
        rounds.append(seconds(each))
    return min(rounds)


def by_length(model: Scorer, texts: Sequence[str]) -> dict[str, list[str]]:
    """Return the distinct messages that are scored as a whole, and those that are scored in windows."""
    sized = [(text, len(model.analyzer.tokenizer.words(text))) for text in dict.fromkeys(texts)]
    return {
        f"up to {WINDOW} words": [text for text, size in sized if 0 < size <= WINDOW],
        f"more than {WINDOW} words": [text for text, size in sized if size > WINDOW],
    }


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--messages", metavar="FILE", help="Harmless messages; else those of the training split.")
    model, texts = default_model(), harmless_messages(parser.parse_args().messages)[:20_000]
    for title, some in by_length(model, texts).items():
        print(f"{title}: {len(some):,} messages")
        for stage, share in profile(model, some).items() if some else ():
            print(f"  {stage:38} {share:4.0%}")


if __name__ == "__main__":
    main()
