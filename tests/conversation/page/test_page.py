"""The parts of the page of a conversation, without a browser: first screen, evidence, folds, times, curve, notebook."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

import grooming_risk
from grooming_risk import Conversation, load_model
from grooming_risk.cli.scoring.view import run_view
from grooming_risk.control_characters import KEPT_IN_HTML, visible
from grooming_risk.conversation.page.course import Shown
from grooming_risk.conversation.page.curve import kept_points
from grooming_risk.conversation.page.folds import LARGEST, stretches
from grooming_risk.conversation.page.page import page_template, render_page
from grooming_risk.conversation.page.times import clock_time, span
from grooming_risk.conversation.page.words import effect
from grooming_risk.conversation.records import Columns
from grooming_risk.guidance.notice import caution
from grooming_risk.scoring.evidence import Evidence
from grooming_risk.scoring.passages import passages, quotes

HELP = "someone keeps asking me for pics, i am scared, what do i do"
RISKY = [
    *[("sam", "gg wp")] * 12,
    ("rex", "our secret ok, dont tell your mom"),
    ("kiki", "idk"),
    ("rex", "send me a pic of you on snap, just for me"),
    *[("sam", "lol nice")] * 12,
    ("kiki", HELP),
    ("kiki", HELP),
]


def page_of(tmp_path, chat, times=None, **options):
    """Return the page of a chat, as the command writes it."""
    rows = [{"author": author, "text": text} for author, text in chat]
    for row, at in zip(rows, times or [], strict=False):
        row["at"] = at
    path = tmp_path / "chat.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    columns = Columns("text", "conversation", "author", "at", **options)
    run_view(path, tmp_path / "o.html", load_model(), columns, None)
    return (tmp_path / "o.html").read_text(encoding="utf-8")


def macros():
    """Return the macros that the templates of the page share."""
    return page_template("macros.html").module


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]*>", " ", html, flags=re.DOTALL))


def test_help_comes_first_then_the_risk_then_the_others(tmp_path):
    page = page_of(tmp_path, RISKY)
    shown = words(page)
    order = ("kiki asks for help", "rex carries the risk", "1 other author", "What raised the risk", "The chat")
    places = [shown.index(text) for text in order]

    assert places == sorted(places)
    help_card, risk_card = re.findall(r"<article.*?</article>", page, re.DOTALL)
    assert re.findall(r'href="#m(\d+)"', help_card) == ["28", "29"]
    assert caution(["disclosure"], "moderator") in words(help_card)
    assert "Asking for pictures or the camera" in words(risk_card)
    assert 'First alert: <a href="#m13">message 13</a>' in risk_card
    assert caution(["image_request"], "moderator") in words(risk_card)


def test_cry_for_help_has_no_marks(tmp_path):
    page = page_of(tmp_path, RISKY)
    message = re.search(r'<li id="m28".*?</li>', page, re.DOTALL)[0]

    assert "asks for help" in message
    assert "<mark" not in message


def test_harmless_chat_has_no_author_card(tmp_path):
    page = page_of(tmp_path, [("ana", "gg wp"), ("ben", "lol")] * 20)

    assert "No author carries a risk" in page
    assert "<article" not in page
    assert "2 authors: level none" in page
    assert "40 messages without a mark" in page


def test_page_has_no_jargon(tmp_path):
    shown = words(page_of(tmp_path, RISKY))

    assert "log-odds" not in shown
    assert "raised the risk from" in shown


@pytest.mark.parametrize(
    ("rise", "levels", "said"),
    [
        (2.3, ("low", "medium"), "raised the risk from low to medium"),
        (-1.0, ("high", "medium"), "lowered the risk from high to medium"),
        (0.1, ("low", "low"), "rose a little, still low"),
        (0.0, ("high", "high"), "no change, still high"),
        (-0.2, (None, None), "fell"),
    ],
)
def test_effect_is_written_in_words(rise, levels, said):
    assert effect(rise, *levels) == said


def test_overlapping_evidence_becomes_one_mark_with_both_patterns():
    evidence = [Evidence(0, 10, "our secret", "secrecy", 2.0), Evidence(4, 13, "secret ok", "isolation", 1.0)]
    found = passages(evidence)
    html = macros().marked("our secret ok", found, {"secrecy": "1", "isolation": "2"})

    assert html.count("<mark") == 1
    assert "(secrecy, isolation)" in html
    assert words(html).split("1 2")[0].strip() == "our secret ok"


def test_quotes_of_one_pattern_do_not_overlap():
    text = "our secret ok then"
    spans = [(0, 10), (4, 13), (0, 10), (4, 10)]
    evidence = [Evidence(start, end, text[start:end], "secrecy", 1.0) for start, end in spans]

    assert "".join(quotes(evidence)) == "our secret ok"


def test_parts_of_evidence_that_are_apart_are_joined_by_dots():
    text = "our secret, dont tell your mom"
    spans = [(0, 10), (12, 16), (17, 21)]
    evidence = [Evidence(start, end, text[start:end], "secrecy", 1.0) for start, end in spans]

    assert " … ".join(quotes(evidence)) == "our secret … dont tell"


@pytest.mark.parametrize("count", [0, 1, 6, 7, 30, 4000])
@pytest.mark.parametrize("marks", [set(), {0}, {3, 17}, {2999}])
def test_marked_messages_and_their_neighbours_stay_open(count, marks):
    inside = {mark for mark in marks if mark < count}
    found = list(stretches(count, inside, set()))
    near = {index for mark in inside for index in range(mark - 2, mark + 3)}

    assert [index for one in found for index in range(one.first, one.end)] == list(range(count))
    for one in found:
        if one.folded:
            assert not near & set(range(one.first, one.end))
            assert 6 < one.end - one.first <= LARGEST
    assert not any(one.folded for one in found) or count > 6


def test_flood_of_marked_messages_is_folded_except_linked_ones():
    found = list(stretches(5000, set(range(5000)), {4000}))
    seen = [index for one in found if not one.folded for index in range(one.first, one.end)]

    assert seen == [*range(100), *range(3998, 4003)]
    assert max(one.end - one.first for one in found) <= LARGEST


def test_flood_of_one_author_keeps_the_page_short(tmp_path):
    page = page_of(tmp_path, [("rex", RISKY[12][1]), ("rex", RISKY[14][1])] * 600)
    unfolded = re.sub(r'<li class="fold">.*?</details></li>', "", page, flags=re.DOTALL)

    assert unfolded.count('tabindex="0"') < 120
    assert "of them marked" in page


def test_links_lead_to_open_messages_only(tmp_path):
    page = page_of(tmp_path, RISKY)
    folded = set(re.findall(r'id="(m\d+)"', "".join(re.findall(r'class="fold".*?</details>', page, re.DOTALL))))
    linked = set(re.findall(r'href="#(m\d+)"', page))

    assert len(folded) == 18
    assert linked
    assert not linked & folded
    assert all(f'id="{name}"' in page for name in linked)


def test_times_have_a_zone_and_each_day_has_a_line(tmp_path):
    times = [f"2026-03-01T{23 - (n > 1)}:5{n}:00+05:30" for n in range(2)] + ["2026-03-02T00:01:00+05:30"]
    page = page_of(tmp_path, [("a", "gg wp")] * 3, times)

    assert page.count('<li class="day">') == 2
    assert "Sunday, 1 March 2026, UTC+5:30" in page
    assert "Monday, 2 March 2026, UTC+5:30" in page
    assert ">00:01 UTC+5:30</time>" in page
    assert "From 1 March 2026 23:50 to 2 March 00:01 UTC+5:30" in page


def test_numeric_times_count_from_the_first_message(tmp_path):
    times = [1_772_381_700_000 + 60_000 * n for n in (0, 7, 125, 60 * 50)]
    page = page_of(tmp_path, [("a", "gg wp")] * 4, times, time_unit="milliseconds")

    for shown in ("minute 0", "minute 7", "2 h 05 min", "2 d 2 h 00 min"):
        assert f"<span>{shown}</span>" in page


def test_times_may_go_back_or_repeat():
    noon = datetime.fromisoformat("2026-03-01T12:00:00-03:00")

    assert clock_time(0.0, start=600.0) == "minute −10"
    assert span(noon, noon, dated=True) == "1 March 2026 12:00 UTC−3"
    assert span(noon, noon.replace(year=2027)) == "1 March 2026 12:00 to 1 March 2027 12:00 UTC−3"
    assert span(None, None) == ""


def test_curve_of_a_long_chat_is_thinned_and_keeps_needed_points():
    risks = [0.1] * 5000
    risks[3333] = 0.97
    kept = kept_points(risks, needed=[17, 1234])

    assert len(kept) <= 600
    assert {0, 17, 1234, 3333, 4999} <= set(kept)
    assert kept == sorted(set(kept))


def test_every_alert_has_its_dot():
    chat = Conversation()
    states = [chat.add(text, author=author) for author, text in RISKY + [("sam", "gg")] * 900]
    levels = dict(load_model().artifact.conversation.levels)
    drawing = render_page("t", [Shown("", None, (), state) for state in states], levels)

    assert drawing.count("<circle") == sum(bool(state.alerts) for state in states) > 0
    assert len(re.search(r'points="([^"]*)"', drawing)[1].split()) <= 600


def test_names_are_isolated_and_long_ones_lose_their_middle():
    author_name, full_name = macros().author_name, macros().full_name

    assert author_name("<b>") == "<bdi>&lt;b&gt;</bdi>"
    assert author_name(" ") == "<bdi>(no name)</bdi>"
    assert author_name("a" * 200 + "z") == f"<bdi>{'a' * 24}…{'a' * 11}z</bdi>"
    assert "a" * 200 in full_name("a" * 200)
    assert full_name("rex") == ""


def test_invisible_characters_are_replaced_and_joiners_stay():
    def shown(text):
        return visible(text, KEPT_IN_HTML)

    family, persian = "\N{MAN}\u200d\N{WOMAN}", "می\u200cخواهم"

    assert shown(family) == family
    assert shown(persian) == persian
    assert shown("a\tb\u00a0c\nd") == "a\tb\u00a0c\nd"
    assert shown("se\u200dcret \u202e\x00\ud800") == "se�cret ���"


def test_notebook_fragment_begins_with_authors_and_leaks_no_style():
    chat = Conversation(keep_text=True)
    for author, text in RISKY:
        chat.add(text, author=author)
    html = chat._repr_html_()
    shown = words(html)
    style = re.sub(r"/\*.*?\*/", "", re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1], flags=re.DOTALL)
    selectors = [one.strip() for one in re.findall(r"([^{}]+)\{", style)]

    assert shown.index("asks for help") < shown.index("carries the risk") < shown.index("1 other author")
    assert "href=" not in html
    assert " id=" not in html
    for selector in selectors:
        if not selector.startswith(("@", "from")):
            assert all(re.search(r"\.gr\b", one) for one in re.split(r",(?![^(]*\))", selector)), selector
    assert '[data-jp-theme-light="false"]' in style


def test_style_respects_reduced_motion_and_print():
    folder = Path(grooming_risk.__file__).parent
    styles = ("pages/base.css", "conversation/page/chat.css")
    style = "".join((folder / name).read_text(encoding="utf-8") for name in styles)
    calm = style.index("@media (prefers-reduced-motion: no-preference)")

    assert all(match.start() > calm for match in re.finditer(r"animation|transition|scroll-behavior", style))
    assert "@media print" in style
    assert "overflow-wrap: break-word" in style
