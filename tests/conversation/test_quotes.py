"""Quotes, marked or copied, do not count for the quoting author; own words do, and offsets stay."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk import Conversation
from grooming_risk.conversation.quotes import REMEMBERED, blanked, copied_runs, marked_quotes, runs_of
from support.strategies import messages

G = "our secret ok, dont tell your mom about the pics you send me"
MARKED = [
    f"> <@rex:example.org> {G}\n\nno",
    f"> {G}\nno",
    f">{G}\n>{G}\nno",
    f"no\n&gt; {G}",
    f"[quote]{G}[/quote] no",
    f"[QUOTE=rex]{G}\n{G}[/QUOTE]\nno",
    f"[quote][quote]{G}[/quote]{G}[/quote] no",
    f"<blockquote>{G}</blockquote>no",
    f'<blockquote class="x">{G}</blockquote>no',
    f"<mx-reply><blockquote>rex {G}</blockquote></mx-reply>no",
    f"no\n\nOn Mon, 1 Mar 2026 at 22:15, rex wrote:\n{G}",
    f"no\n\nOn Mon, 1 Mar 2026 at 22:15, rex wrote:\n> {G}\n> {G}",
]


@pytest.mark.parametrize("text", MARKED)
def test_marked_quotes_do_not_count_for_the_quoting_author(text):
    alone = Conversation().add(text, author="kiki")
    chat = Conversation()
    for _ in range(3):
        chat.add(G, author="rex")
        state = chat.add(text, author="kiki")

    assert alone.level == state.authors["kiki"].level == "none"
    assert state.timeline[-1].author == "rex"
    assert state.authors["rex"].level in ("medium", "high")
    assert G in "".join(text[start:end] for start, end in alone.quotes)


@pytest.mark.parametrize("text", [G, f"he wrote {G} what now", G.upper(), G.replace(",", " ...")])
def test_copies_do_not_count_for_the_copying_author(text):
    chat = Conversation()
    for _ in range(3):
        chat.add(G, author="rex")
        state = chat.add(text, author="kiki")

    assert state.authors["kiki"].level == "none"
    assert state.authors["rex"].level in ("medium", "high")
    assert state.quotes


def test_copies_are_found_after_restoring_from_bytes():
    chat = Conversation()
    chat.add(G, author="rex")
    state = Conversation.from_bytes(chat.to_bytes()).add(G, author="kiki")

    assert state.speaker.level == "none"
    assert blanked(G, state.quotes).strip() == ""


def test_own_words_count_when_repeated_and_beside_a_quote():
    chat = Conversation()
    chat.add("ok lol", author="kiki")
    chat.add(G, author="rex")
    again = chat.add(G, author="rex")
    beside = Conversation().add(f"> gg wp\n{G}", author="rex")

    assert again.quotes == ()
    assert again.speaker.step > 0
    assert beside.risk == pytest.approx(Conversation().add(G, author="rex").risk, rel=0.5)


@pytest.mark.parametrize("text", [f"[quote]{G}", f"{G}[/quote]", f"<blockquote>{G}", f">:( {G}", f"{G} > ok",
                                  f"On it. {G}"])  # fmt: skip
def test_marks_that_quote_nothing_hide_nothing(text):
    assert marked_quotes(text) == []
    assert Conversation().add(text, author="rex").level != "none"


def test_reply_below_a_quoted_line_is_not_a_quote():
    text = f"On Monday rex wrote:\n> gg wp\n{G}"

    assert [text[start:end] for start, end in marked_quotes(text)] == ["On Monday rex wrote:", "> gg wp"]


def test_evidence_beside_a_quote_keeps_its_offsets():
    text = f"> gg wp, rematch tomorrow?\n{G}"
    chat = Conversation(keep_text=True)
    state = chat.add(text, author="rex")
    evidence = [item for entry in state.timeline for item in entry.evidence]

    assert chat.texts == [text]
    assert evidence
    assert all(item.text == text[item.start : item.end] and item.start > text.index("\n") for item in evidence)


def test_memory_of_runs_is_bounded_and_holds_no_text():
    chat = Conversation()
    for number in range(300):
        chat.add(f"{G} number{number} zanzibar", author="rex")

    assert len(runs_of(G * 100)) < 300
    assert len(chat._authors["rex"].said) == REMEMBERED
    assert len(chat.to_bytes()) <= 1024


@given(messages, st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=3))
def test_blanked_text_keeps_length_and_line_feeds(text, places):
    from grooming_risk.conversation.quotes import merged

    inside = merged((min(a, len(text)), min(a + b, len(text))) for a, b in places)
    shown = blanked(text, inside)

    assert len(shown) == len(text)
    assert [n for n, c in enumerate(shown) if c == "\n"] == [n for n, c in enumerate(text) if c == "\n"]


@given(messages, messages)
def test_places_are_sorted_and_inside_the_text(text, other):
    for places in (marked_quotes(text), copied_runs(text, [runs_of(other)])):
        flat = [place for pair in places for place in pair]
        assert flat == sorted(flat)
        assert all(0 <= place <= len(text) for place in flat)


@pytest.mark.parametrize(
    "piece", ["[quote=", "[quote]", "<blockquote ", "On ", "> ", "On a wrote:\n", "a ", "[/quote]"]
)
def test_time_is_linear_in_the_length(piece):
    def seconds(count):
        text = piece * count + "> [/ wrote:"
        began = time.perf_counter()
        marked_quotes(text)
        runs_of(text)
        return time.perf_counter() - began

    seconds(1000)
    assert seconds(80_000) < 40 * max(seconds(8000), 1e-3)
