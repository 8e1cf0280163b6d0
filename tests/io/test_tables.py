"""Tables of pandas, polars and Arrow give the same numbers, and answers of their own kind."""

from datetime import UTC, datetime

import pandas as pd
import pyarrow as pa
import pytest

from grooming_risk import (
    AlarmLatencyDisplay,
    GroomingRiskClassifier,
    SlicesDisplay,
    calibrate_conversations,
    compare,
    evaluate,
    evaluate_attacks,
    evaluate_conversations,
    evaluate_unseen_authors,
    factsheet,
    load_conversations,
    load_corpus,
    load_model,
    score_conversations,
    score_frame,
    score_many,
    train,
)
from grooming_risk.io.tables import as_pandas, columns_of, like
from support.process import fresh

TEXTS = [
    "gg wp",
    "our secret ok, dont tell your mom, send me a pic",
    "",
    "someone asked my friend for pics, what do i do?",
]


def polars():
    return pytest.importorskip("polars", reason="polars is not installed: pip install polars")


def in_polars(columns):
    return polars().DataFrame(columns)


KINDS = [pytest.param(pa.table, id="arrow"), pytest.param(in_polars, id="polars")]
"""What makes a table from a mapping of columns."""


def plain(table):
    """Return the rows of a table as Python's own values."""
    rows = table.to_pylist() if isinstance(table, pa.Table) else table.to_dicts()
    return [{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()} for row in rows]


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("options", [{}, {"patterns": False}])
def test_scores_are_those_of_pandas_in_a_table_of_the_same_kind(make, options):
    given = make({"text": TEXTS, "id": [4, 3, None, 1]})
    scored = score_frame(given, **options)

    assert type(scored) is type(given)
    assert plain(scored) == score_frame(pd.DataFrame({"text": TEXTS}), **options).to_dict("records")


@pytest.mark.parametrize("make", KINDS)
def test_conversations_are_those_of_pandas_in_a_table_of_the_same_kind(make):
    columns = {"conversation": [1, 1, 2, 1], "author": ["a", "b", "a", "b"], "text": TEXTS, "at": [0.0, 9.0, None, 8.0],
               "role": ["minor", "adult", None, None]}  # fmt: skip
    scored = score_conversations(make(columns), at="at", role="role")
    expected = score_conversations(pd.DataFrame(columns), at="at", role="role")

    assert type(scored) is type(make(columns))
    assert plain(scored) == expected.astype(object).where(expected.notna(), None).to_dict("records")
    assert expected["out_of_order"].tolist() == [False, False, False, True]


@pytest.mark.parametrize("make", KINDS)
def test_times_with_a_zone_stay_what_they_are(make):
    times = [datetime(2026, 3, 1, 22, minute, tzinfo=UTC) for minute in (5, 3, 7, 9)]
    columns = {"conversation": [1] * 4, "author": ["a", "b"] * 2, "text": TEXTS, "at": times}
    scored = score_conversations(make(columns), at="at")
    expected = score_conversations(pd.DataFrame(columns), at="at")

    assert plain(scored) == expected.astype(object).where(expected.notna(), None).to_dict("records")
    assert [row["out_of_order"] for row in plain(scored)] == [False, True, False, False]


@pytest.mark.parametrize("make", KINDS)
def test_an_empty_table_has_the_columns_and_types_of_a_full_one(make):
    full, empty = make({"text": TEXTS}), make({"text": pa.array([], pa.string())})

    assert score_frame(empty).shape == (0, 16)
    assert score_frame(empty).schema == score_frame(full).schema


@pytest.mark.parametrize("make", KINDS)
def test_whole_numbers_with_gaps_stay_whole(make):
    """A conversion by way of pandas would make floats of them, which name no author."""
    columns = {"conversation": [1, 1], "author": [7, 8], "text": ["gg", "wp"], "other": [1, None]}

    assert columns_of(make(columns), ["author", "other"]) == [[7, 8], [1, None]]
    with pytest.raises(TypeError, match="row 1: author must be"):
        score_conversations(make(columns | {"author": [7, None]}))


@pytest.mark.parametrize("make", KINDS)
def test_rows_without_an_index_are_named_by_number(make):
    with pytest.raises(TypeError, match="row 1: a message must be a str, not NoneType; drop or fill what is missing"):
        score_frame(make({"text": ["gg", None]}))
    with pytest.raises(TypeError, match="row 0: a message must be a str, not bytes; decode it first"):
        score_frame(make({"text": [b"gg"]}))
    with pytest.raises(KeyError, match="no column 'said'"):
        score_frame(make({"text": ["gg"]}), text="said")


def test_columns_of_one_name_are_refused():
    twice = pa.table([["gg"], ["a"], ["b"]], names=["text", "note", "note"])

    for use in (score_frame, as_pandas):
        with pytest.raises(ValueError, match="2 columns named 'note'; rename or drop all but one"):
            use(twice)
    assert score_frame(twice.to_pandas()).shape == (1, 16)  # pandas tells them apart by place


@pytest.fixture(scope="module")
def lines():
    rows = load_corpus("held_out").iloc[::40]
    return {name: rows[name].tolist() for name in rows.columns}


@pytest.fixture(scope="module")
def chats():
    frame = load_conversations("held_out")
    some = frame[frame["conversation"].isin(frame["conversation"].unique()[::150])]
    return {name: some[name].tolist() for name in some.columns if name != "suspect"}


@pytest.mark.parametrize("make", KINDS)
def test_messages_are_measured_equally(make, lines):
    model, table, expected = load_model(), make(lines), pd.DataFrame(lines)

    assert evaluate(table, rounds=0).to_dict() == evaluate(expected, rounds=0).to_dict()
    assert compare(model, model, table, rounds=1).to_dict() == compare(model, model, expected, rounds=1).to_dict()


@pytest.mark.parametrize("make", KINDS)
def test_conversations_are_measured_equally(make, chats):
    found, expected = (evaluate_conversations(table, rounds=0) for table in (make(chats), pd.DataFrame(chats)))

    assert found.to_dict() == expected.to_dict()


@pytest.mark.parametrize("make", KINDS)
def test_labels_slices_and_scored_tables_may_be_of_any_kind(make, small_corpus):
    from grooming_risk.corpus.load import is_grooming, label_matrix

    texts, risk, labels = small_corpus["text"], is_grooming(small_corpus), label_matrix(small_corpus)
    rows = [*range(0, len(texts), 6)]
    quick = GroomingRiskClassifier(calibration_folds=0)
    by_kind = [
        quick.fit(texts.iloc[rows], risk.iloc[rows], labels=table).coef_.tolist()
        for table in (labels.iloc[rows], make(labels.iloc[rows].to_dict("list")))
    ]
    calm = {"conversation": [*range(40)], "level": ["none"] * 40, "disclosure": [0.0] * 40}

    assert by_kind[0] == by_kind[1]
    assert factsheet(make(calm)).to_dict() == factsheet(pd.DataFrame(calm)).to_dict()
    display = SlicesDisplay.from_predictions([1, 0], [0.9, 0.1], make({"site": ["a", "b"]}))
    assert (display.columns, display.values) == (("site", "site"), ("a", "b"))


COLUMNS = {
    "array": pa.array,
    "chunks": lambda texts: pa.chunked_array([texts[:1], texts[1:]]),
    "pandas": pd.Series,
    "polars": lambda texts: polars().Series(texts),
}
"""What makes a column from a list."""


@pytest.mark.parametrize("make", COLUMNS.values(), ids=COLUMNS)
def test_columns_of_any_kind_are_messages(make):
    assert list(score_many(make(TEXTS))) == list(score_many(TEXTS))
    with pytest.raises(TypeError, match="message 1 must be a str, not"):
        list(score_many(make(["gg", None])))


class LazyTable:
    """As much of a lazy table as this library might touch; its columns may cost a query."""

    def collect(self):
        """Read it."""

    @property
    def columns(self):
        raise AssertionError("a query")


class SparkLike:
    columns = ("text",)

    def toPandas(self):
        """Convert it."""


NO_TABLES = [
    (LazyTable(), r"not LazyTable; pass frame\.collect\(\)"),
    (SparkLike(), r"not SparkLike; pass frame\.toPandas\(\)"),
    (pd.Series(["gg"]), r"not Series; pass frame\.to_frame\(\)"),
    (pa.record_batch({"text": ["gg"]}), r"not RecordBatch; pass frame\.to_pandas\(\)"),
    *[(wrong, rf"not {type(wrong).__name__}; pass pandas\.DataFrame\(\.\.\.\)")
      for wrong in (None, "messages.csv", b"gg", 7, ["gg"], [["gg"]], {"text": ["gg"]}, iter(["gg"]))],
]  # fmt: skip
"""What is no table, and what is said of it."""

MODEL, LINES = load_model(), load_corpus("validation")
TAKERS = [
    score_frame,
    score_conversations,
    evaluate,
    evaluate_conversations,
    evaluate_attacks,
    evaluate_unseen_authors,
    factsheet,
    train,
    lambda table: compare(MODEL, MODEL, table),
    lambda table: compare(MODEL, MODEL, LINES, conversations=table, rounds=1),
    lambda table: calibrate_conversations(MODEL, table),
    lambda table: AlarmLatencyDisplay.from_estimator(MODEL, table),
]
OPTIONAL = {5, 7, 8, 9}
"""Places in `TAKERS` of those for which None is a default."""


@pytest.mark.parametrize(("table", "says"), NO_TABLES, ids=[type(table).__name__ for table, _ in NO_TABLES])
def test_what_is_no_table_is_refused_everywhere_in_one_sentence(table, says):
    for number, take in enumerate(TAKERS):
        if table is None and number in OPTIONAL:
            continue
        with pytest.raises(TypeError, match=f"^expected a pandas, polars or Arrow table, {says}$"):
            take(table)


def test_a_lazy_polars_table_is_not_read():
    lazy = in_polars({"text": TEXTS}).lazy()

    with pytest.raises(TypeError, match=r"not LazyFrame; pass frame\.collect\(\)"):
        score_frame(lazy)


def test_pandas_is_answered_as_it_is():
    table = pd.DataFrame({"text": ["gg"]}, index=["x"])

    assert as_pandas(table) is table
    assert like(table, pd.DataFrame({"risk": [0.5]})).index.tolist() == ["x"]


def test_what_reads_other_tables_comes_on_use_and_is_named_where_it_is_missing():
    code = (
        "import sys; sys.modules['narwhals'] = None\n"
        "import pandas as pd, pyarrow as pa\n"
        "from grooming_risk import GroomingRiskError, score_frame\n"
        "print(len(score_frame(pd.DataFrame({'text': ['gg']}))))\n"
        "try: score_frame(pa.table({'text': ['gg']}))\n"
        "except GroomingRiskError as e: print(type(e).__name__, e)"
    )

    assert fresh(code).splitlines() == [
        "1", "MissingExtraError narwhals is not installed; run: pip install 'grooming-risk[train]'"
    ]  # fmt: skip
