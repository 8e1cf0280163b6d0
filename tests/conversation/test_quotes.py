"""Marked quotes do not count for the quoting author; own words behind a mark do, and offsets stay."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk import Conversation
from grooming_risk.conversation.quotes import blanked, marked_quotes, merged, without
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
    f"> hey\n>\n> {G}\n\nno",
    f"> hey\n\n> {G}\n\nno",
    f"> <@4711> {G}\nno",
    f"> * <@rex:example.org> {G}\n\nno",
    f"\uff1e {G}\nno",
    f"\u00bb {G}\nno",
    f"\u2503 {G}\nno",
    f">>> {G}\n{G}",
    f"look\n>>> hey\n{G}\n\n{G}",
    f"&gt;&gt;&gt; {G}\n{G}",
    f"&gt; {G}\n&gt; {G}\nno",
    f"[quote author=rex link=topic=7.msg9#msg9 date=1772381700]{G}[/quote]no",
    f'[quote="rex, post:3, topic:12, username:rex"]\n[quote]gg[/quote]\n{G}\n[/quote]\n\nno',
    f"<blockquote\n cite='x'>{G}</blockquote>no",
    f"&lt;blockquote&gt;{G}&lt;/blockquote&gt;no",
    f"<q>{G}</q> no",
    f"<mx-reply><blockquote><a href='https://matrix.to/#/x'>In reply to</a> <a href='#'>@rex</a><br>{G}"
    "</blockquote></mx-reply>no",
    f"On Mon, 1 Mar 2026 at 22:15, rex of the long name\n<rex@example.org> wrote:\n\n> {G}\nno",
    f"no\n\n-----Original Message-----\nFrom: rex\n\n{G}",
    f"[22:15, 01/03/2026] rex: {G}\nno",
    f"[01.03.26, 22:15:09] rex: {G}\nno",
    f"rex, [01.03.2026 22:15]\n{G}\n\nno",
    f"<@rex> {G}\nno",
    f"[22:15] <rex> {G}\nno",
]
SHORT = "send me a pic"


@pytest.mark.parametrize("text", MARKED)
def test_marked_quotes_do_not_count_for_the_quoting_author(text):
    chat = Conversation()
    for _ in range(3):
        chat.add(G, author="rex")
        state = chat.add(text, author="kiki")

    assert state.authors["kiki"].level == "none"
    assert state.timeline[-1].author == "rex"
    assert state.authors["rex"].level in ("medium", "high")
    assert G in "".join(text[start:end] for start, end in marked_quotes(text))
    assert all(blanked(text, state.quotes).count(word) <= (word == "me") for word in ("secret", "mom", "pics", "me"))


@pytest.mark.parametrize("text", MARKED)
def test_a_mark_hides_no_words_that_no_other_author_wrote(text):
    chat = Conversation()
    chat.add("hey, how was practice", author="kiki")
    for _ in range(4):
        state = chat.add(text, author="rex")

    assert state.authors["rex"].level == "high"
    assert "secrecy" in state.authors["rex"].found


@pytest.mark.parametrize("before", ["ok lol", G])
def test_new_words_in_a_true_quote_are_own_words(before):
    chat = Conversation()
    chat.add(before, author="kiki")
    for _ in range(3):
        state = chat.add(f"> {before}\n> send me a pic of you on snap, just for me\nok?", author="rex")

    assert state.authors["rex"].level in ("medium", "high")
    assert state.authors["rex"].found == ("image_request",)


def test_parts_and_wrapped_lines_of_what_was_written_are_quotes():
    words = G.split()
    wrapped = "\n".join(f"> {' '.join(words[n : n + 4])}" for n in range(0, len(words), 4))
    for text in (f"> {' '.join(words[2:9])}\nno", f"> {' '.join(words[:3])}\nno", wrapped, f"> ... {words[-1]}\nno"):
        chat = Conversation()
        for _ in range(3):
            chat.add(G, author="rex")
            state = chat.add(text, author="kiki")
        assert state.authors["kiki"].level == "none"


def test_a_short_quote_needs_another_author_who_stood_out():
    answered, alone, open_words = Conversation(), Conversation(), Conversation()
    for _ in range(12):
        answered.add(SHORT, author="rex")
        answer = answered.add(f"> {SHORT}\nno", author="kiki")
        hidden = alone.add(f"> {SHORT}", author="rex")
        said = open_words.add(SHORT, author="rex")

    assert answer.speaker.level == "none"
    assert hidden.speaker.level == said.speaker.level == answered.state.authors["rex"].level == "medium"


def test_split_messages_may_be_quoted_together():
    chat = Conversation()
    for number in range(3):
        for part in ("our secret ok", "dont tell your mom", "send me a pic ok"):
            chat.add(part, author="rex", at=float(number))
        state = chat.add("> our secret ok\n> dont tell your mom\n> send me a pic ok\nno", author="kiki")

    assert state.authors["rex"].level in ("medium", "high")
    assert state.authors["kiki"].level == "none"


CRY = "someone online keeps asking me for pictures and i dont know what to do, can you help me"


def test_a_quoted_cry_is_the_cry_of_who_wrote_it():
    chat = Conversation()
    chat.add(CRY, author="kiki")
    state = chat.add(f"> {CRY}\nsame time tomorrow?", author="mia")

    assert state.authors["kiki"].asks_for_help
    assert not state.authors["mia"].asks_for_help


def test_a_cry_behind_a_mark_is_heard():
    state = Conversation().add(f"> {CRY}", author="kiki")

    assert [(alert.kind, alert.author) for alert in state.alerts] == [("help", "kiki")]


def test_own_words_count_when_repeated_and_beside_a_quote():
    chat = Conversation()
    chat.add("ok lol", author="kiki")
    chat.add(G, author="rex")
    again = chat.add(G, author="rex")
    beside = Conversation().add(f"> gg wp\n{G}", author="rex")

    assert again.quotes == ()
    assert again.speaker.step > 0
    assert beside.quotes == ((0, 7),)
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


@given(messages, st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=3))
def test_blanked_text_keeps_length_and_line_feeds(text, places):
    inside = merged((min(a, len(text)), min(a + b, len(text))) for a, b in places)
    shown = blanked(text, inside)

    assert len(shown) == len(text)
    assert [n for n, c in enumerate(shown) if c == "\n"] == [n for n, c in enumerate(text) if c == "\n"]


@given(messages)
def test_places_are_sorted_and_inside_the_text(text):
    assert_places(marked_quotes(text), text)


def assert_places(places, text):
    flat = [place for pair in places for place in pair]
    assert flat == sorted(flat)
    assert all(0 <= place <= len(text) for place in flat)


places = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=5).map(
    lambda pairs: merged((start, start + size) for start, size in pairs)
)


@given(places, places)
def test_what_is_taken_out_of_places_is_gone_and_the_rest_stays(kept, removed):
    removed = [(a, b) for a, b in removed if any(x <= a and b <= y for x, y in kept)]

    def covered(some):
        return {n for start, end in some for n in range(start, end)}

    assert covered(without(kept, removed)) == covered(kept) - covered(removed)


@pytest.mark.parametrize(
    "piece",
    [
        "[quote=",
        "[quote]",
        "<blockquote ",
        "On ",
        "> ",
        "On a wrote:\n",
        "a ",
        "[/quote]",
        "\nOn a",
        "\n[12:34",
        "\nrex, [01.03.2026",
        "\n<rex",
        "&lt;q ",
        ">>>\n",
        "\n---",
        "\n[12:34] a",
        "\nrex of year: ",
        "\nrex of the \n12:34 - rex",
    ],
)
def test_time_is_linear_in_the_length(piece):
    def seconds(count):
        text = piece * count + "> [/ wrote:"
        began = time.perf_counter()
        marked_quotes(text)
        return time.perf_counter() - began

    seconds(1000)
    assert seconds(80_000) < 40 * max(seconds(8000), 1e-3)


LOGS = ["rex: {}", "Rex: {}", "12:03 rex: {}", "[12:03] rex: {}", "(12:03) rex: {}", "12:03 - rex: {}", "<rex> {}",
        "[12:03] <rex> {}", "rex of year 9: {}", "@rex: {}"]  # fmt: skip
SAID = ["its our secret ok", "dont tell mom", "send me a pic ok"]


@pytest.mark.parametrize("form", LOGS)
def test_pasted_lines_of_a_log_count_for_who_wrote_them(form):
    one, many = Conversation(), Conversation()
    for _ in range(3):
        for text in SAID:
            one.add(text, author="rex")
            many.add(text, author="rex")
            pasted = one.add(form.format(text), author="kiki")
        several = many.add("\n".join(map(form.format, SAID)), author="kiki")

    for state in (pasted, several):
        assert state.authors["kiki"].level == "none"
        assert state.authors["rex"].level == "high"


@pytest.mark.parametrize("form", [*LOGS, "> {}"])
def test_lines_of_a_log_that_nobody_wrote_are_own_words(form):
    chat = Conversation()
    chat.add(CRY, author="kiki")
    for _ in range(3):
        state = chat.add("\n".join(map(form.format, [*SAID, "our secret", "pic now", "tell nobody"])), author="rex")

    assert state.authors["rex"].level == "high"


def test_two_words_behind_a_mark_are_believed_only_if_others_said_them():
    hidden, plain = Conversation(), Conversation()
    for _ in range(12):
        for text in ("our secret", "a pic", "send me"):
            hidden.add("someone keeps asking me for pics and says dont tell, please help me", author="kiki")
            state = hidden.add(f"> {text}", author="rex")
            alone = plain.add(text, author="rex")

    assert state.authors["rex"].risk >= 0.8 * alone.risk
