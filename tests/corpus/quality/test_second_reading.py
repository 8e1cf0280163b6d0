"""Agreement of the two readers."""

import json

import pytest

from grooming_risk.corpus.quality.second_reading import second_reading
from grooming_risk.errors import DataError


def write(folder, *pairs):
    rows = [{"author": "a", "first": one, "second": other, "kept": True} for one, other in pairs]
    (folder / "second_reading.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows).replace("\\\n", "\n"))
    return second_reading(folder)


def test_agreement_of_small_examples(tmp_path):
    same = write(tmp_path, (["secrecy"], ["secrecy"]), ([], []), (["disclosure"], ["disclosure"]))
    half = write(tmp_path, (["secrecy"], ["secrecy"]), (["secrecy"], []), ([], ["secrecy"]), ([], []))

    assert (same.kappa, same.alpha, same.lines) == (1.0, 1.0, 3)
    assert half.kappa == pytest.approx(0.0)


def test_only_disputed_lines_are_left_out():
    from grooming_risk._resources import resource_folder
    from grooming_risk.labels import PATTERNS

    path = resource_folder("data/synthetic") / "second_reading.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    assert all(row["kept"] == (bool(set(row["first"]) & set(PATTERNS)) == bool(set(row["second"]) & set(PATTERNS)))
               for row in rows)  # fmt: skip
    assert "text" not in rows[0]


@pytest.mark.parametrize("content", ["[]\n", "{}\n", "x\n", None])
def test_an_invalid_file_is_refused(tmp_path, content):
    if content is not None:
        (tmp_path / "second_reading.jsonl").write_text(content)

    with pytest.raises(DataError, match=r"second_reading\.jsonl"):
        second_reading(tmp_path)
