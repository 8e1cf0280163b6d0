"""A conversation that was erased and comes back is said; the file holds a hash of its name alone."""

import pytest

from grooming_risk.scoring.scorer import default_model
from support.desk_client import CHATS, filled, key_of, messages


@pytest.fixture
def cases(tmp_path):
    with filled(tmp_path / "desk.sqlite") as made:
        yield made


def test_an_erased_conversation_that_comes_back_is_counted_once(tmp_path, cases):
    cases.forget(key_of(cases, "trade"), "ada")
    assert b"trade" not in b"".join(path.read_bytes() for path in tmp_path.glob("desk.sqlite*"))
    assert cases.fill(messages({"new": CHATS["raid"]}), default_model()).returned == 0
    assert cases.fill(messages(CHATS), default_model()).returned == 1
    assert cases.fill(messages(CHATS), default_model()).returned == 0
    cases.forget(key_of(cases, "trade"), "ada")
    assert cases.fill(messages(CHATS), default_model()).returned == 1


def test_all_that_was_erased_at_once_is_counted(cases):
    cases.forget(None, "ada")

    assert cases.fill(messages(CHATS), default_model()).returned == 4


def test_the_hash_is_another_in_each_file(tmp_path, cases):
    hashes = set()
    with filled(tmp_path / "other.sqlite") as other:
        for desk in (cases, other):
            desk.forget(key_of(desk, "trade"), "ada")
            hashes |= set(desk._file.connection.execute("SELECT hash FROM erased"))
    assert len(hashes) == 2
