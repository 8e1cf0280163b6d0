"""``SECURITY.md``: each promise of the service names a test, and each test that it names exists."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PROMISES = [
    [cell.strip() for cell in row.split("|")[1:-1]]
    for row in PAGE.partition("| promise | test |")[2].partition("\n\n")[0].splitlines()[2:]
]


def test_each_test_that_is_named_exists():
    named = re.findall(r"`([\w/]*\btests?[_/][\w/.]*)`", PAGE)

    assert len(named) > 15
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_each_promise_names_a_test():
    assert len(PROMISES) >= 10
    assert [promise for promise, tests in PROMISES if not re.search(r"`tests/[\w/]+\.py`", tests)] == []
