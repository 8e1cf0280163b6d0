"""Type-checked, not run: what a caller may rely on."""

from collections.abc import Iterator, Mapping
from typing import assert_type

from grooming_risk import Conversation, ConversationState, Evidence, Score, Scorer, load_model, score, score_many

s = score("hi")
assert_type(s, Score)
assert_type(s.risk, float)
assert_type(float(s), float)
assert_type(s.level, str)
assert_type(s.patterns, Mapping[str, float])
assert_type(s.evidence, tuple[Evidence, ...])
assert_type(s.found, tuple[str, ...])
assert_type(score_many(["hi"]), Iterator[Score])
model = load_model("models/default", lexicons=["my_language"])
assert_type(model, Scorer)
assert_type(score("hi", model=model).coverage, float)
chat = Conversation(roles={"b": "minor"})
assert_type(chat.add("hi", author="a", at=0.0), ConversationState)
assert_type(chat.to_bytes(), bytes)
score(b"hi")  # type: ignore[arg-type]
