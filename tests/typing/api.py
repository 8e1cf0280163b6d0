"""Type-checked, not run: what a caller may rely on."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import assert_type

from grooming_risk import (
    LEVELS,
    Alert,
    AuthorState,
    Conversation,
    ConversationState,
    Evidence,
    Level,
    Score,
    Scorer,
    load_model,
    score,
    score_many,
)

s = score("hi")
assert_type(s, Score)
assert_type(s.risk, float)
assert_type(float(s), float)
assert_type(s.level, Level)
assert_type(LEVELS, tuple[Level, ...])
assert_type(s.patterns, Mapping[str, float])
assert_type(s.evidence, tuple[Evidence, ...])
assert_type(s.found, tuple[str, ...])
assert_type(score_many(["hi"]), Iterator[Score])
model = load_model("models/default", lexicons=["my_language"])
assert_type(model, Scorer)
assert_type(model.level(0.5), Level)
assert_type(score("hi", model=model).coverage, float)
chat = Conversation(roles={"b": "minor"})
state = chat.add("hi", author="a", at=0.0)
assert_type(state, ConversationState)
assert_type(state.level, Level)
assert_type(state.alerts, tuple[Alert, ...])
assert_type(state.alerts[0].level, Level)
assert_type(state.alerts[0].at, float | None)
assert_type(state.authors["a"], AuthorState)
assert_type(state.authors["a"].level, Level)
assert_type(chat.to_bytes(), bytes)
chat.add("hi", author=7, at=datetime.now().astimezone())
score(b"hi")  # type: ignore[arg-type]
score("hi", model="models/default")  # type: ignore[arg-type]
misspelt = s.level == "hihg"  # type: ignore[comparison-overlap]
