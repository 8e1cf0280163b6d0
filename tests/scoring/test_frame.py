"""A table scored row by row: the numbers of `score`, in one process or two."""

import pandas as pd
import pytest

from grooming_risk import PATTERNS, score, score_conversations, score_many
from grooming_risk.scoring.frame import score_frame
from grooming_risk.scoring.result import SCORE_COLUMNS
from grooming_risk.scoring.scorer import Scorer

TEXTS = ["gg wp", "dont tell your mom, send me a pic", "", "someone asked my friend for pics, what do i do?"]


@pytest.fixture
def frame():
    return pd.DataFrame({"said": TEXTS, "id": range(4)}, index=["w", "x", "y", "z"])


def test_numbers_and_index_are_kept(frame):
    scored = score_frame(frame, text="said")

    assert scored.index.tolist() == ["w", "x", "y", "z"]
    assert tuple(scored.columns) == SCORE_COLUMNS
    for text, row in zip(TEXTS, scored.to_dict("records"), strict=True):
        expected = score(text)
        assert (row["risk"], row["level"], row["found"]) == (expected.risk, expected.level, expected.found)
        assert {name: row[name] for name in PATTERNS} == dict(expected.patterns)
        assert (row["disclosure"], row["coverage"]) == (expected.disclosure, expected.coverage)


def test_two_processes_give_the_same_table():
    many = pd.DataFrame({"text": [f"{TEXTS[i % 4]} {i}" for i in range(2500)]})

    pd.testing.assert_frame_equal(score_frame(many, n_jobs=2), score_frame(many))


def test_risk_alone(frame):
    some = score_frame(frame, text="said", patterns=False)

    pd.testing.assert_frame_equal(some, score_frame(frame, text="said")[["risk", "level"]])


def test_an_empty_table():
    scored = score_frame(pd.DataFrame({"text": []}))

    assert (len(scored), tuple(scored.columns)) == (0, SCORE_COLUMNS)
    assert scored["risk"].dtype == float


def test_what_is_no_message_is_named(frame):
    with pytest.raises(KeyError, match="no column 'text'"):
        score_frame(frame)
    with pytest.raises(TypeError, match="row 'y': a message must be a str, not float"):
        score_frame(frame.assign(said=["a", "b", float("nan"), "d"]), text="said")


class OtherFrame:
    """As much of a table of another library as this one might touch."""

    columns = ("text",)

    def __getitem__(self, name):
        return TEXTS

    def to_pandas(self):
        return pd.DataFrame({"text": TEXTS})


@pytest.mark.parametrize(
    ("table", "error", "says"),
    [
        ({"text": TEXTS}, TypeError, r"Arrow table, not dict; pass pandas\.DataFrame\("),
        (OtherFrame(), TypeError, r"not OtherFrame; pass frame\.to_pandas\(\)"),
        (TEXTS, TypeError, "not list"),
        (
            pd.DataFrame([["a"] * 4], columns=["text", "text", "author", "conversation"]),
            ValueError,
            "2 columns named 'text'; rename or drop",
        ),
    ],
    ids=["dict", "other", "list", "two"],
)
def test_what_is_no_table_of_messages_is_refused_with_what_to_do(table, error, says):
    for function in (score_frame, score_conversations):
        with pytest.raises(error, match=says):
            function(table)
    if isinstance(table, OtherFrame | pd.DataFrame):
        with pytest.raises(TypeError, match="pass one column"):
            score_many(table)


@pytest.mark.parametrize(("count", "characters", "used"), [(3, 10, False), (20, 10, True), (3, 400, True)])
def test_machine_code_is_for_many_messages_or_long_ones(count, characters, used, monkeypatch):
    asked = []
    monkeypatch.setattr(Scorer, "compiled", property(lambda model: asked.append(model)))
    for module in ("many", "frame"):
        monkeypatch.setattr(f"grooming_risk.scoring.{module}.WORTH", 20)
    monkeypatch.setattr("grooming_risk.scoring.many.WORTH_LENGTH", 1000)
    texts = [f"{number} ".ljust(characters, "x") for number in range(count)]

    score_frame(pd.DataFrame({"text": texts}))
    assert bool(asked) == used
    asked.clear()
    list(score_many(texts))
    assert bool(asked) == used
