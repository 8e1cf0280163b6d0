"""The recipe for Spark as the page shows it, run by Spark itself."""

import importlib.util
import os
import re
import shutil
import sys
from pathlib import Path

import pandas as pd
import pytest

from grooming_risk import score, score_conversations
from support.scale_files import rows_of

PAGE = Path(__file__).resolve().parents[2] / "docs/how-to/score-with-spark.md"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed"),
    pytest.mark.skipif(shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="there is no Java"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]


@pytest.fixture(scope="module")
def recipe():
    """What the page defines, as a driver script would hold it."""
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    names = {"__name__": "__main__"}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
    return names


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    folder = tmp_path_factory.mktemp("spark")
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "3", "spark.driver.host": "127.0.0.1",
                "spark.driver.bindAddress": "127.0.0.1", "spark.local.dir": str(folder),
                "spark.sql.warehouse.dir": str(folder / "warehouse"), "spark.driver.memory": "1g"}  # fmt: skip
    builder = SparkSession.builder.master("local[2]").appName("recipe")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def rows():
    return pd.DataFrame(rows_of(0, 300))


def collected(table):
    return pd.DataFrame([row.asDict() for row in table.collect()])


def test_every_message_once_with_the_scores_of_score(spark, recipe, rows):
    table = spark.createDataFrame(rows).repartition(4)
    scored = collected(recipe["score_messages"](table)).sort_values("id")

    assert scored["id"].tolist() == rows["id"].tolist()
    expected = [score(text) for text in rows["text"]]
    assert scored["risk"].tolist() == [s.risk for s in expected]
    assert scored["level"].tolist() == [s.level for s in expected]
    assert scored["secrecy"].tolist() == [s.patterns["secrecy"] for s in expected]
    assert [tuple(found) for found in scored["found"]] == [s.found for s in expected]
    assert "text" not in scored


def test_conversations_are_kept_whole(spark, recipe, rows):
    table = spark.createDataFrame(rows).repartition(4)
    scored = collected(recipe["score_chats"](table)).sort_values("id")

    assert scored["id"].tolist() == rows["id"].tolist()
    expected = score_conversations(rows, at="at")
    assert scored["risk"].tolist() == expected["risk"].tolist()
    assert scored["level"].tolist() == expected["level"].tolist()


def test_a_process_loads_its_model_once(spark, recipe, rows):
    def loads(batches):
        from grooming_risk.batch.model_ref import load_once

        for scored in recipe_batches(batches):
            yield pd.DataFrame({"pid": os.getpid(), "loads": load_once.cache_info().misses, "rows": [len(scored)]})

    recipe_batches = recipe["score_batches"]
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 20)
    table = spark.createDataFrame(rows).repartition(4)
    found = collected(table.mapInPandas(loads, "pid long, loads long, rows long"))

    assert found["rows"].sum() == 300
    assert len(found) > found["pid"].nunique() >= 1
    assert found["loads"].tolist() == [1] * len(found)
