"""One message has one score, to the last digit, on every path: alone, in a list, a table, a file of either kind."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grooming_risk import score_frame, score_many
from grooming_risk.batch.options import Options
from grooming_risk.batch.part_file import part_rows
from grooming_risk.batch.run import score_files
from grooming_risk.labels import PATTERNS
from grooming_risk.scoring import frame as scoring_frame
from grooming_risk.scoring import many
from grooming_risk.scoring.scorer import Scorer, default_model
from support.strategies import messages

FOREIGN = ["nemoj reći mami", "to je naša tajna", "どこに住んでるの", "hey Victoria, plansss?", "s e c r e t", "", " "]
texts_of_chat = st.lists(messages | st.sampled_from(FOREIGN), min_size=1, max_size=5).filter(
    lambda texts: not any("\ud800" <= sign <= "\udfff" for text in texts for sign in text)  # Parquet holds none
)


def numbers(row):
    """Return the numbers of a row of a table, or of a JSON line."""
    patterns = row.get("patterns") or {name: row[name] for name in PATTERNS}
    return (row["risk"], row["level"], row["disclosure"], row["coverage"], *patterns.values(), *row["found"])


def rows_of_file(texts, name, folder):
    path = Path(folder, name)
    if name.endswith(".parquet"):
        pq.write_table(pa.table({"text": texts}), path)
    else:
        path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    score_files([path], Path(folder, "out"), Options())
    return list(part_rows(Path(folder, "out", name)))


@pytest.fixture(params=["machine code", "pure"])
def _way(request, monkeypatch):
    if request.param == "pure":
        monkeypatch.setattr(Scorer, "compiled", property(lambda model: None))
    for module in (many, scoring_frame):
        monkeypatch.setattr(module, "WORTH", 0)
    monkeypatch.setattr("grooming_risk.batch.amount.WORTH", 0)


@pytest.mark.usefixtures("_way")
@given(texts_of_chat)
@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_are_those_of_single_messages(texts):
    expected = [numbers(default_model().score(text).to_dict()) for text in texts]

    assert [numbers(score.to_dict()) for score in score_many(texts)] == expected
    assert [numbers(row) for row in score_frame(pd.DataFrame({"text": texts})).to_dict("records")] == expected
    for name in ("a.parquet", "a.jsonl"):
        with TemporaryDirectory() as folder:
            assert [numbers(row) for row in rows_of_file(texts, name, folder)] == expected
