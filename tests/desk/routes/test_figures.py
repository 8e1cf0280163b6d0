"""Figures, log and download."""

import pytest

from grooming_risk.review.record import read_reviews
from support.desk_client import desk_client, filled, key_of


def test_what_is_not_known_is_said(client, cases):
    assert "Nothing is known yet" in client.get("/figures").text
    cases.decide(key_of(cases, "raid"), "kim", "nothing")

    page = client.get("/figures").text
    assert "Not known: no conversation is confirmed yet" in page
    assert "Not known: no conversation was read by two people yet" in page
    assert "none decided" in page
    assert "None is drawn for a second reading; start the desk with --second" in page


def test_figures_of_two_readers(tmp_path):
    with filled(tmp_path / "desk.sqlite", second_share=1.0) as cases, desk_client(cases) as client:
        for name, verdict in (("lobby", "confirmed"), ("trade", "confirmed"), ("raid", "nothing")):
            for person in ("alex", "kim"):
                cases.decide(key_of(cases, name), person, verdict, ["secrecy"] if verdict == "confirmed" else [])
        page = client.get("/figures").text

    assert "3 conversations decided" in page
    assert "3 conversations read by two people" in page
    assert "2 of 2" in page
    assert "34% to 100%" in page  # Wilson's interval of 2 of 2
    assert "Decisions a day" in page


def test_log_says_who_did_what_and_no_text(client, cases):
    key = key_of(cases, "lobby")
    client.post(
        f"/conversation/{key}/decide", data={"verdict": "escalate", "there": "secrecy", "note": "a private note"}
    )
    client.post(f"/conversation/{key}/label/5", data={"choice": "harmless"})
    client.post("/undo")
    page = client.get("/log").text

    for words in ("decided", "labelled", "took back", "read an export", "<bdi>kim</bdi>", "the command line"):
        assert words in page
    for words in ("private note", "#lobby", "our secret", "escalate"):
        assert words not in page


def test_a_long_log_has_pages(client, cases):
    key = key_of(cases, "lobby")
    for number in range(130):
        cases.label(key, 1 + number % 9, "kim", [])

    assert client.get("/log").text.count("<tr role") == 101
    assert 'rel="next" href="/log?start=100"' in client.get("/log").text
    assert client.get("/log?start=100").text.count("<tr role") == 32


@pytest.mark.parametrize("start", ["-1", "x", str(10**30)])
def test_a_page_that_cannot_be_is_an_error_page(client, start):
    for path in ("/log", "/"):
        assert client.get(path, params={"start": start}).status_code == 404


def test_the_downloaded_decisions_are_reviews(client, cases, tmp_path):
    lobby = key_of(cases, "lobby")
    client.post(f"/conversation/{lobby}/decide", data={"verdict": "confirmed", "there": ["secrecy"]})
    client.post(f"/conversation/{lobby}/label/1", data={"choice": "save", "label": ["trust_building"]})
    answer = client.get("/decisions.jsonl")
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(answer.content)
    reviews = {review.text: (review.labels, review.annotator) for review in read_reviews(path)}

    assert answer.headers["content-disposition"] == 'attachment; filename="decisions.jsonl"'
    assert reviews["our secret ok, dont tell your mom"] == (("secrecy",), "kim")
    assert reviews["hi, nice game"] == (("trust_building",), "kim")
    assert reviews["send me a pic of you on snap, just for me"] == ((), "kim")


def test_log_names_the_rank_of_a_conversation_and_no_erased_one(client, cases):
    lobby, trade = key_of(cases, "lobby"), key_of(cases, "trade")
    cases.decide(lobby, "kim", "nothing")
    cases.decide(trade, "kim", "nothing")
    cases.forget(trade, "kim")
    page = client.get("/log").text

    assert f'<a href="/conversation/{lobby}">rank {cases.case(lobby, "kim").rank}</a>' in page
    assert page.count('<span class="quiet">erased</span>') == 2  # decided, then erased
    assert f'href="/conversation/{trade}"' not in page


def test_few_pairs_are_said(tmp_path):
    with filled(tmp_path / "desk.sqlite", second_share=1.0) as cases, desk_client(cases) as client:
        for person in ("alex", "kim"):
            cases.decide(key_of(cases, "raid"), person, "nothing")
        assert "With fewer than 30 of them kappa says little." in client.get("/figures").text
        assert "None is drawn" not in client.get("/").text


def test_the_queue_says_where_none_is_drawn(client):
    assert "None is drawn for a second reading; start the desk with --second" in client.get("/").text


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["lobby"], "the readings of 1 other conversation differ, and nobody has settled it."),
        (["lobby", "trade"], "the readings of 2 other conversations differ, and nobody has settled them."),
    ],
)
def test_readings_that_differ_are_counted_in_words(tmp_path, names, told):
    with filled(tmp_path / "desk.sqlite", second_share=1.0) as cases, desk_client(cases) as client:
        for name in names:
            cases.decide(key_of(cases, name), "alex", "nothing")
            cases.decide(key_of(cases, name), "kim", "help")
        assert told in " ".join(client.get("/figures").text.split())
