"""Deciding, labelling, taking back: by forms alone, as without a script."""

import re

import pytest

from support.desk_client import WHATEVER, desk_client, filled, key_of


def decide(client, key, verdict, query="", **fields):
    return client.post(f"/conversation/{key}/decide{query}", data={"verdict": verdict, **fields})


def test_a_decision_is_kept_and_the_next_conversation_comes(client, cases):
    lobby, trade = key_of(cases, "lobby"), key_of(cases, "trade")
    answer = decide(client, lobby, "confirmed", there=["secrecy", "coercion"], note=" seen before ")
    decision = cases.case(lobby, "kim").decision

    assert (answer.status_code, answer.headers["location"]) == (303, f"/conversation/{trade}?decided={lobby}")
    assert (decision.person, decision.verdict, decision.note) == ("kim", "confirmed", "seen before")
    assert decision.confirmed == ("secrecy", "coercion")
    assert set(decision.rejected) == {"meeting_request", "image_request", "personal_probing"}
    page = client.get(answer.headers["location"]).text
    assert "Decided: confirmed" in page
    assert 'action="/undo"' in page


@pytest.mark.parametrize("verdict", ["confirmed", "escalate"])
@pytest.mark.parametrize("name", ["lobby", "raid"])  # with patterns found, and with none
def test_who_ticks_no_pattern_is_asked_once_more_with_the_list_open(client, cases, verdict, name):
    key = key_of(cases, name)
    answer = decide(client, key, verdict, "?level=high", note="look again")

    assert answer.status_code == 422
    assert cases.case(key, "kim").decision is None
    assert "Not decided yet: tick the patterns that are there" in answer.text
    assert "<details open><summary>" in answer.text
    assert 'name="there"' in answer.text
    assert "checked" not in answer.text.partition('id="decide"')[2].partition("</form>")[0]
    assert ">look again</textarea>" in answer.text
    assert f'<button name="without" value="{verdict}">' in answer.text
    assert f'action="/conversation/{key}/decide?level=high"' in answer.text
    answer = client.post(f"/conversation/{key}/decide", data={"without": verdict, "note": "look again"})
    assert answer.status_code == 303
    assert cases.case(key, "kim").decision[4:8] == (verdict, (), (), "look again")


def test_help_asks_for_no_pattern(client, cases):
    assert decide(client, key_of(cases, "lobby"), "help").status_code == 303


@pytest.mark.parametrize("verdict", ["nothing", "unsure"])
def test_nothing_and_unsure_confirm_no_pattern_whatever_is_ticked(client, cases, verdict):
    lobby = key_of(cases, "lobby")
    decide(client, lobby, verdict, there=["secrecy"])

    assert cases.case(lobby, "kim").decision.verdict == verdict
    assert cases.case(lobby, "kim").decision.confirmed == ()


def test_deciding_goes_through_the_whole_queue_and_ends_there(client, cases):
    place, seen = "/conversation/" + str(key_of(cases, "trade")), []
    while place.startswith("/conversation/"):
        key = int(place.removeprefix("/conversation/").partition("?")[0])
        seen.append(key)
        place = decide(client, key, "nothing").headers["location"]

    assert sorted(seen) == sorted(case.row.key for case in cases.cases(WHATEVER, "kim"))
    assert place == f"/?decided={seen[-1]}"
    assert "Nothing left to decide" in client.get(place).text


def test_the_next_conversation_is_of_the_same_filter(client, cases):
    lobby, trade = key_of(cases, "lobby"), key_of(cases, "trade")

    answer = decide(client, trade, "nothing", "?level=high&show=all")
    assert answer.headers["location"] == f"/conversation/{lobby}?level=high&show=all&decided={trade}"
    answer = decide(client, lobby, "nothing", "?level=high&show=all")
    assert answer.headers["location"] == f"/?level=high&show=all&decided={lobby}"


def test_undo_shows_the_conversation_again(client, cases):
    lobby = key_of(cases, "lobby")
    decide(client, lobby, "escalate", there=["secrecy"])
    answer = client.post("/undo?level=high")

    assert answer.headers["location"] == f"/conversation/{lobby}?level=high&undone={lobby}&took=escalate"
    assert "Taken back: your decision, escalated <" in client.get(answer.headers["location"]).text
    assert "(<bdi>#lobby</bdi>)" in client.get(answer.headers["location"]).text
    assert cases.case(lobby, "kim").decision is None
    nothing = client.post("/undo?level=high").headers["location"]
    assert "There is nothing to take back" in client.get(nothing).text


def test_nobody_takes_back_what_somebody_else_decided(client, cases):
    lobby = key_of(cases, "lobby")
    cases.decide(lobby, "alex", "escalate")

    assert client.post("/undo").headers["location"] == "/?undone=0"
    assert cases.case(lobby, "alex").decision.verdict == "escalate"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"verdict": "guilty"}, 422),
        ({}, 422),
        ({"verdict": "confirmed", "there": ["rain"]}, 422),
        ({"verdict": "help", "note": "x" * 2001}, 409),
        ({"without": "guilty"}, 422),
    ],
)
def test_what_is_no_decision_is_refused_and_nothing_kept(client, cases, fields, status):
    lobby = key_of(cases, "lobby")

    assert client.post(f"/conversation/{lobby}/decide", data=fields).status_code == status
    assert cases.case(lobby, "kim").decision is None


def test_an_unknown_conversation_cannot_be_decided(client):
    assert decide(client, 999, "nothing").status_code == 404


@pytest.mark.parametrize(
    ("fields", "kept", "shown"),
    [
        ({"choice": "save", "label": ["secrecy", "disclosure"]}, ("secrecy", "disclosure"), "secrecy, disclosure"),
        ({"choice": "harmless", "label": ["secrecy"]}, (), "harmless"),
        ({"choice": "back"}, None, None),
    ],
)
def test_a_message_is_labelled(client, cases, fields, kept, shown):
    lobby = key_of(cases, "lobby")
    cases.label(lobby, 5, "kim", ["isolation"])
    answer = client.post(f"/conversation/{lobby}/label/5?level=high", data=fields)

    assert answer.headers["location"] == f"/conversation/{lobby}?level=high&labelled=5#m5"
    assert cases.labels(lobby, "kim").get(5) == kept
    page = client.get(f"/conversation/{lobby}").text
    assert (f"Your label: {shown}<" in page) if shown else ("Your label:" not in page)


def test_saving_no_label_is_refused(client, cases):
    lobby = key_of(cases, "lobby")

    assert client.post(f"/conversation/{lobby}/label/5", data={"choice": "save"}).status_code == 422
    assert client.post(f"/conversation/{lobby}/label/5", data={"choice": "other"}).status_code == 422
    assert client.post(f"/conversation/{lobby}/label/5", data={"choice": "other", "label": "x"}).status_code == 422
    assert client.post(f"/conversation/{lobby}/label/99", data={"choice": "harmless"}).status_code in (404, 409)
    assert cases.labels(lobby, "kim") == {}


def test_the_script_gets_a_short_answer(client, cases):
    lobby = key_of(cases, "lobby")
    answer = client.post(
        f"/conversation/{lobby}/label/5", data={"choice": "harmless"}, headers={"Sec-Fetch-Mode": "cors"}
    )

    assert (answer.status_code, answer.text) == (204, "")
    assert cases.labels(lobby, "kim") == {5: ()}


def test_a_taken_back_label_is_named(client, cases):
    lobby = key_of(cases, "lobby")
    client.post(f"/conversation/{lobby}/label/5", data={"choice": "harmless"})
    page = client.get(client.post("/undo").headers["location"]).text

    assert "Taken back: your label of a message <" in page
    assert "#lobby" in page.partition('class="told"')[2].partition("</p>")[0]


def test_the_line_of_a_decision_is_not_shown_again_after_another_step(client, cases):
    lobby, trade = key_of(cases, "lobby"), key_of(cases, "trade")
    place = decide(client, lobby, "nothing").headers["location"]
    assert "Decided: nothing found" in client.get(place).text
    cases.label(trade, 1, "kim", [])

    assert "Decided: " not in client.get(place).text  # its button would take the label back


def test_undo_takes_back_the_step_that_the_page_shows_or_nothing(client, cases):
    lobby, trade = key_of(cases, "lobby"), key_of(cases, "trade")
    page = client.get(decide(client, lobby, "nothing").headers["location"]).text
    step = re.search(r'name="step" value="(\d+)"', page)[1]
    decide(client, trade, "escalate", there=["secrecy"])
    answer = client.post("/undo", data={"step": step})

    assert answer.status_code == 409
    assert "another one than the page shows" in answer.text
    assert {cases.case(key, "kim").decision.verdict for key in (lobby, trade)} == {"nothing", "escalate"}
    step = re.search(r'data-step="(\d+)"', client.get("/").text)[1]
    assert client.post("/undo", data={"step": step}).status_code == 303
    assert cases.case(trade, "kim").decision is None


@pytest.mark.parametrize("seen", ["x", "-1", "9" * 19, "\u0662"])
def test_a_number_that_no_page_wrote_is_refused(client, cases, seen):
    assert decide(client, key_of(cases, "lobby"), "nothing", seen=seen).status_code == 422
    assert client.post("/undo", data={"step": seen}).status_code == 422


@pytest.mark.parametrize("name", ["verdict", "note", "seen"])
def test_a_field_that_is_there_twice_is_refused(client, cases, name):
    lobby = key_of(cases, "lobby")
    data = {"verdict": "nothing", "note": "", name: ["nothing", "help"]}

    assert client.post(f"/conversation/{lobby}/decide", data=data).status_code == 422
    assert cases.case(lobby, "kim").decision is None


def test_badge_names_the_reading_and_readers_are_named_to_who_has_decided(tmp_path):
    with filled(tmp_path / "desk.sqlite", second_share=1) as cases, desk_client(cases, "kim") as client:
        lobby = key_of(cases, "lobby")
        assert "reading</span>" not in client.get(f"/conversation/{lobby}").text
        cases.decide(lobby, "noa", "confirmed", ["secrecy"])
        page = client.get(f"/conversation/{lobby}").text
        assert "second reading</span>" in page
        assert "noa" not in page
        cases.decide(lobby, "ada", "nothing")
        page = client.get(f"/conversation/{lobby}").text
        assert "third reading</span>" in page
        assert "noa" not in page
        decide(client, lobby, "nothing")
        page = client.get(f"/conversation/{lobby}").text

    assert "Read by <bdi>noa</bdi> (confirmed), <bdi>ada</bdi> (nothing found), <bdi>kim</bdi> (nothing found)." in page
