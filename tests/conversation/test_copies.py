"""Copies of what another author wrote do not count for the copying author; the memory of it is bounded."""

import pytest
from hypothesis import given

from grooming_risk import Conversation, load_model
from grooming_risk.conversation import copies
from grooming_risk.conversation.copies import REMEMBERED
from grooming_risk.conversation.quotes import blanked
from support.strategies import messages

G = "our secret ok, dont tell your mom about the pics you send me"
TOKENIZER = load_model().analyzer.tokenizer


def remembered(text, before=b""):
    return copies.remembered(TOKENIZER, text, before)


def copied(text, others):
    return copies.copied(TOKENIZER.tokens(text), others)


def unsaid(text, quotes, others):
    return copies.unsaid(TOKENIZER.tokens(text), quotes, others)


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


def test_memory_of_words_is_bounded_and_holds_no_text():
    chat = Conversation()
    for number in range(300):
        chat.add(f"{G} number{number} zanzibar", author="rex")

    assert len(remembered(G * 100)) == REMEMBERED
    assert len(chat._authors["rex"].said) == REMEMBERED
    assert len(chat.to_bytes()) <= 1024


@given(messages, messages)
def test_places_are_sorted_and_inside_the_text(text, other):
    whole = [(0, len(text))]
    for places in (copied(text, [remembered(other)]), unsaid(text, whole, [remembered(other)])):
        flat = [place for pair in places for place in pair]
        assert flat == sorted(flat)
        assert all(0 <= place <= len(text) for place in flat)


@given(messages)
def test_a_short_message_is_no_news_to_who_heard_it(text):
    heard = remembered(text, remembered("gg wp", b"\x07\x00"))

    if len(heard) < REMEMBERED:
        assert unsaid(text, [(0, len(text))], [heard]) == []


def test_words_of_two_messages_are_no_run():
    said = remembered("dont tell your mom", remembered("our secret ok"))

    assert copied("our secret ok dont tell", [said]) == []
    assert copied("our secret ok dont tell", [remembered("our secret ok dont tell")]) != []


DISGUISED = [G, "0ur s3cret ok, d0nt tell y0ur m0m about the p1cs u s3nd me", G.replace("e", "\u0435"),
             "o u r s e c r e t ok, do not tell ur mom about the pics you send me",
             G.replace("cr", "c\u200br")]  # fmt: skip


@pytest.mark.parametrize("mark", ["> {}\nno", "rex: {}", "[quote]{}[/quote]", "{}"])
@pytest.mark.parametrize("quoted", DISGUISED)
@pytest.mark.parametrize("said", DISGUISED)
def test_a_quote_is_known_in_any_disguise(said, quoted, mark):
    chat = Conversation()
    for _ in range(3):
        chat.add(said, author="rex")
        state = chat.add(mark.format(quoted), author="kiki")

    assert state.authors["rex"].level in ("medium", "high")
    assert state.authors["kiki"].level == "none"


def test_who_tells_what_another_wrote_does_not_make_it_a_copy():
    """Words repeated in a cry for help stay the words of who wrote them first."""
    plain, told = Conversation(), Conversation()
    for _ in range(3):
        alone = plain.add(G, author="rex")
        state = told.add(G, author="rex")
        told.add(f"help me, a man keeps writing {G}, what do i do", author="kiki")

    assert state.authors["rex"].risk >= 0.9 * alone.risk
