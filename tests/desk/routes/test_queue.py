"""The queue: filters with counts, pages, and what each conversation says of itself."""

import re
import shutil

import pytest

from grooming_risk.desk.case_file import CaseFile
from support.desk_client import desk_client, filled, key_of, messages


def titles(page):
    return re.findall(r"<h2>.*?<bdi>(.*?)</bdi>", page)


def test_who_asks_for_help_stands_first(client):
    page = client.get("/").text

    assert titles(page) == ["#help", "#lobby", "#trade", "#raid"]
    assert "4 conversations to decide." in page
    assert page.count("What to do:") == 3


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?help=yes", ["#help"]),
        ("?level=high", ["#lobby", "#trade"]),
        ("?level=none", ["#help", "#raid"]),
        ("?pattern=meeting_request", ["#lobby"]),
        ("?author=BEN", ["#trade"]),
        ("?author=nobody", []),
        ("?level=high&author=rex&pattern=secrecy", ["#lobby"]),
        ("?level=&pattern=&author=&show=", ["#help", "#lobby", "#trade", "#raid"]),
    ],
)
def test_filter(client, query, found):
    page = client.get(f"/{query}").text

    assert titles(page) == found
    assert ("Nothing left to decide under this filter" in page) == (found == [])


def test_choices_keep_their_counts_under_each_other(client):
    page = client.get("/?level=high").text

    assert '<option value="high" selected>high (2)</option>' in page
    assert '<option value="none">none (2)</option>' in page
    assert '<option value="secrecy">secrecy (2)</option>' in page
    assert "to decide (2)" in page
    assert '<option value="all">all (2)</option>' in page
    assert "asks for help (0)" in page  # none of those at level high


@pytest.mark.parametrize("query", ["?level=top", "?pattern=rain"])
def test_an_unknown_choice_is_said(client, query):
    answer = client.get(f"/{query}")

    assert answer.status_code == 422
    assert "known are" in answer.text


def test_the_filter_goes_with_the_conversation_and_back(client, cases):
    key = key_of(cases, "lobby")
    page = client.get("/?level=high&show=all").text
    assert f'href="/conversation/{key}?level=high&amp;show=all"' in page

    inside = client.get(f"/conversation/{key}?level=high&show=all").text
    assert 'href="/?level=high&amp;show=all" id="back"' in inside
    assert f'action="/conversation/{key}/decide?level=high&amp;show=all"' in inside


def test_decided_ones_leave_the_queue_and_are_shown_on_demand(client, cases):
    cases.decide(key_of(cases, "trade"), "alex", "confirmed", ["secrecy"], "seen")

    assert titles(client.get("/").text) == ["#help", "#lobby", "#raid"]
    page = client.get("/?show=all").text
    assert titles(page) == ["#help", "#lobby", "#trade", "#raid"]
    assert page.count("decided: confirmed") == 1
    assert "<bdi>alex</bdi>" in page
    assert "3 conversations to decide of 4" in page


def test_new_messages_bring_a_conversation_back(client, cases, filled_file):
    from grooming_risk.scoring.scorer import default_model

    cases.decide(key_of(cases, "raid"), "kim", "nothing")
    assert "#raid" not in titles(client.get("/").text)
    cases.fill(messages({"raid": [*[("p1", f"more {number}") for number in range(35)]]}), default_model())

    page = client.get("/").text
    assert "#raid" in titles(page)
    assert page.count("new messages") == 1


def test_the_second_person_reads_blind(tmp_path):
    with filled(tmp_path / "desk.sqlite", second_share=1.0) as cases:
        key = key_of(cases, "lobby")
        with desk_client(cases, "alex") as first:
            first.post(
                f"/conversation/{key}/decide",
                data={"verdict": "escalate", "there": "secrecy", "note": "a note for nobody"},
            )
            assert "#lobby" not in titles(first.get("/").text)
        with desk_client(cases, "kim") as second:
            pages = second.get("/").text + second.get("/?show=all").text + second.get(f"/conversation/{key}").text
            assert pages.count("second reading") == 3
            assert not re.search("escalated|alex|a note for nobody", pages.replace('value="escalate"', ""))
            second.post(f"/conversation/{key}/decide", data={"verdict": "nothing"})
            assert "decided: nothing found" in second.get(f"/conversation/{key}").text


def test_a_long_queue_has_pages(tmp_path):
    chats = {f"c{number}": [("ana", f"hi {number}"), ("ben", "gg wp")] for number in range(120)}
    with filled(tmp_path / "desk.sqlite", chats) as cases, desk_client(cases) as client:
        seen, address = [], "/?show=all"
        while address:
            page = client.get(address).text
            seen += titles(page)
            following = re.search(r'rel="next" href="([^"]+)"', page)
            address = following and following[1].replace("&amp;", "&")

    assert len(seen) == 120
    assert set(seen) == {f"#c{number}" for number in range(120)}


def test_an_empty_desk_says_so(tmp_path, filled_file):
    with CaseFile(shutil.copy(filled_file, tmp_path / "d.sqlite")) as cases, desk_client(cases) as client:
        cases.forget(None, "kim")

        page = client.get("/").text
        assert "Nothing left to decide" in page
        assert "Show what is decided" in page
