"""Edited messages of a newer export: the newer text is shown and scored, and what was decided before is said."""

import pytest

from grooming_risk.desk import CaseFile, Wanted
from grooming_risk.queue.message_store import MessageStore
from grooming_risk.queue.ranking import ranked
from grooming_risk.scoring.scorer import default_model
from support.desk_client import WHATEVER, desk_client, filled, key_of, messages

HARMLESS = [("rex", "gg"), ("kiki", "wp"), ("rex", "same map?"), ("kiki", "sure")]
EDITED = [("rex", "gg"), ("kiki", "wp"), ("rex", "our secret ok, dont tell your mom"), ("kiki", "sure")]


def export(said, timed=True):
    found = list(messages({"lobby": said}))
    return found if timed else [message._replace(at=None) for message in found]


@pytest.fixture(params=[True, False], ids=["timed", "untimed"])
def timed(request):
    return request.param


@pytest.fixture
def cases(tmp_path, timed):
    with CaseFile(tmp_path / "desk.sqlite", second_share=0) as made:
        made.fill(export(HARMLESS, timed), default_model())
        yield made


def test_the_newer_text_is_shown_in_its_place_and_scored(cases, timed):
    counted = cases.fill(export(EDITED, timed), default_model())

    assert (counted.edited, counted.duplicates) == (1, 3)
    assert [message.text for message in cases.messages(1)] == [text for _, text in EDITED]
    with MessageStore() as store:
        store.add(export(EDITED, timed))
        (row,) = ranked(store, default_model())
    assert cases.cases(WHATEVER, "kim")[0].row == row
    assert row.level != "none"
    again = cases.fill(export(EDITED, timed), default_model())
    assert (again.edited, again.duplicates) == (0, 4)


def test_a_decision_of_before_is_said_and_to_be_taken_anew(cases, timed):
    cases.decide(1, "kim", "nothing")
    assert cases.fill(export(EDITED, timed), default_model()).changed == 1
    case = cases.next_case(0, Wanted(), "kim")

    assert (case.changed, case.decision) == (True, None)
    with desk_client(cases) as client:
        page = client.get("/conversation/1").text
    assert "new messages or edits</span>" in page
    assert '<span class="badge news">new<' in page.partition('id="m3"')[2].partition("</li>")[0]


def test_a_page_of_before_decides_nothing(cases, timed):
    seen = str(cases.case(1, "kim").newest)
    cases.fill(export(EDITED, timed), default_model())
    with desk_client(cases) as client:
        answer = client.post("/conversation/1/decide", data={"verdict": "nothing", "seen": seen})

    assert answer.status_code == 409
    assert cases.case(1, "kim").decision is None


def test_labels_stay_with_the_messages_that_were_not_edited(cases, timed):
    cases.label(1, 1, "kim", [])
    cases.label(1, 3, "kim", ["secrecy"])
    cases.label(1, 4, "kim", ["isolation"])
    cases.fill(export(EDITED, timed), default_model())

    assert cases.labels(1, "kim") == {1: (), 4: ("isolation",)}


def test_several_edits_of_one_conversation(cases, timed):
    said = [("rex", f"edited {number}") for number in range(4)]
    counted = cases.fill(export([*said, ("rex", "a new one")], timed), default_model())

    assert (counted.edited, counted.duplicates) == (4, 0)
    assert [message.text for message in cases.messages(1)] == [*(text for _, text in said), "a new one"]


def test_an_id_twice_in_one_export_is_no_edit(tmp_path):
    first, *_ = export(HARMLESS)
    with filled(tmp_path / "desk.sqlite", {"other": HARMLESS}) as cases:
        counted = cases.fill([first, first._replace(text="another text")], default_model())
        assert (counted.edited, counted.duplicates) == (0, 1)
        assert [message.text for message in cases.messages(key_of(cases, "lobby"))] == ["gg"]
