"""``grooming-risk info``: what the model is."""

import json

from support.cli import run


def test_info_tells_what_the_model_is():
    data = json.loads(run("info", "--json")[0])

    assert len(data["corpus_sha256"]) == 64
    assert set(data["thresholds"]["levels"]) == {"low", "medium", "high"}
    assert "corpus_sha256" in run("info")[0]


def test_info_is_short_and_has_all_on_request(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    short, more = run("info")
    rows = [line for line in short.splitlines() if line and not line.startswith(" ")]

    assert len(rows) < 50
    assert all(any(line.startswith(name) for line in rows) for name in ("thresholds.levels.high", "held_out.roc_auc"))
    hidden = int(more.split(" more: grooming-risk info --all")[0])
    assert hidden > 100
    everything = run("info", "--all")[0]
    assert "held_out.calibration.expected_calibration_error" in everything
    assert "held_out.calibration" not in short
