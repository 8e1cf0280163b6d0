"""``grooming-risk info``: what the model is."""

import json

from support.cli import run


def test_info_tells_what_the_model_is():
    data = json.loads(run("info", "--json")[0])

    assert len(data["corpus_sha256"]) == 64
    assert set(data["thresholds"]["levels"]) == {"low", "medium", "high"}
    assert "corpus_sha256" in run("info")[0]
