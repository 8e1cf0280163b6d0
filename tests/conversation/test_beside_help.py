"""A cry for help hides nothing that its author asks for, and who truly tells is not accused."""

from time import perf_counter

import pytest

from grooming_risk import Conversation, load_model
from grooming_risk.conversation.beside_help import SOFTENED, beside_help, softened
from grooming_risk.conversation.reader import Reader
from grooming_risk.model.conversation_rule import HELP
from grooming_risk.model.logistic import log_odds

SHARE = 0.8  # of the plain risk that a cry in the same message leaves at least
RISKY = [
    "send me a pic, our secret, dont tell your mom",
    "dont tell your mom, send me a pic of you on snap",
    "this is our secret ok, dont tell your mom",
    "send me a pic of you, just for me",
    "meet me tonight, come alone and tell nobody",
    "is your mom out, turn your cam on. just for me ok",
    "delete this chat so your parents never see what we talk about and then send me that pic of you tonight ok",
]
CRIES = [
    "please help me",
    "can someone help me",
    "please help me, someone is asking me for pics",
    "someone online keeps asking me for pictures and i dont know what to do, can you help me",
    "help me, a man online scares me",
    "i need help, he is blackmailing me",
    "a man in the game keeps asking for my pictures, can someone help me",
]
TOLD = [
    "he said dont tell your mom and wants a pic, help me",
    "some guy asked me to send a pic. he says dont tell your mom. please help me",
    "he told me dont tell your mom and to send him a pic. what do i do",
    "my coach said its our secret. he wants me to send a pic. im scared",
    "he wrote: dont tell your mom, send me a pic. what should i do",
    "someone online said our secret ok, dont tell your mom, send me a pic, please help me",
    "my friend got a message: dont tell your mom, send me a pic. what should we do",
    "i met a man online. he wants to meet me alone tonight. he said tell nobody. im scared",
    "its our secret he said. dont tell your mom he said. help me please",
]


@pytest.fixture(scope="module")
def reader():
    return Reader(load_model())


def risk(*texts):
    chat = Conversation()
    return [chat.add(text, author="a") for text in texts][-1].risk


@pytest.mark.parametrize("between", [". ", "! ", "\n", " ... "])
@pytest.mark.parametrize("line", RISKY)
def test_a_cry_before_or_after_a_risky_line_leaves_its_risk(line, between):
    plain = risk(line)
    for cry in CRIES:
        for text in (cry + between + line, line + between + cry):
            assert risk(text) >= SHARE * plain, text


@pytest.mark.parametrize("cry", CRIES)
def test_cries_in_every_message_do_not_keep_a_risky_author_below_high(cry):
    chat = Conversation()
    for line in RISKY:
        state = chat.add(f"{cry}. {line}", author="a")

    assert state.level == "high"
    assert "secrecy" in state.found


@pytest.mark.parametrize("line", RISKY[:6])
def test_a_cry_without_a_mark_only_softens(line):
    """Where no mark parts the two, the whole keeps all but a bounded share of its log-odds."""
    model = load_model()
    for cry in CRIES[2:]:
        text = f"{line} {cry}"
        rule, whole = model.conversation_rule, log_odds(model.score(text).risk)
        gain = rule.gain(whole - 2 * SOFTENED) - rule.drift
        assert log_odds(risk(text)) >= rule.intercept - HELP + rule.slope * max(gain, 0) - 1e-6


@pytest.mark.parametrize("text", TOLD)
def test_who_truly_tells_is_heard_and_not_accused(text):
    chat = Conversation()
    state = chat.add(text, author="kiki")

    assert state.level == "none"
    assert [alert.kind for alert in state.alerts] == ["help"]


def test_a_risky_message_that_asks_for_help_raises_both_alerts_and_eases_nothing():
    chat = Conversation(keep_text=True)
    state = chat.add(f"{CRIES[2]}. {RISKY[0]}", author="a")

    assert [alert.kind for alert in state.alerts] == ["help", "risk"]
    assert state.speaker.contributions()["help"] == 0
    spans = [item for entry in state.timeline for item in entry.evidence]
    assert spans
    assert all(item.text == chat.texts[0][item.start : item.end] for item in spans)
    assert all(item.start > len(CRIES[2]) for item in spans)


@pytest.mark.parametrize("between", [CRIES[3], CRIES[5], ""])
def test_a_cry_or_nothing_between_the_parts_of_a_split_sentence_does_not_hide_it(between):
    parts = ["dont tell", "your mom", "about us"]
    alone = max(map(risk, parts))
    hidden = [text for part in parts for text in (part, between)]

    assert risk(*hidden) > 3 * alone


def test_a_cry_in_each_part_of_a_split_sentence_does_not_hide_it():
    parts = ["dont tell", "your mom", "about us"]

    assert risk(*[f"{CRIES[2]}. {part}" for part in parts]) >= SHARE * risk(*parts)


def test_a_cry_behind_a_quote_mark_hides_nothing():
    assert risk(f"> {CRIES[3]}\n{RISKY[0]}") >= SHARE * risk(RISKY[0])
    assert risk(f"[quote]{CRIES[2]}[/quote] {RISKY[0]}") >= SHARE * risk(RISKY[0])


def test_the_riskiest_of_the_rest_is_read_by_sentence_and_clause(reader):
    found = beside_help(reader, "help me, someone wants pics. dont tell your mom. gg", 0.1)

    assert found is not None
    assert "help me, someone wants pics. dont tell your mom. gg"[slice(*found.place)].strip() == "dont tell your mom"
    assert beside_help(reader, "", 0.1) is None or beside_help(reader, "", 0.1).reading.size == 0
    assert softened(reader, "dont tell your mom help me", 5.0) == 5.0 - SOFTENED
    assert softened(reader, "he wants a pic help me", 5.0) == 5.0 - 2 * SOFTENED


@pytest.mark.parametrize("piece", ["please help me. ", "help me, ", "he said dont tell, ", "help\n", "🙂 help me "])
def test_time_is_linear_in_the_length(reader, piece):
    def seconds(count):
        text = piece * count + CRIES[2]
        began = perf_counter()
        beside_help(reader, text, 0.1)
        return perf_counter() - began

    seconds(100)
    assert seconds(8000) < 40 * max(seconds(800), 1e-3)


def test_who_cries_for_help_and_copies_what_another_wrote_is_not_accused():
    chat = Conversation()
    chat.add(RISKY[0], author="rex")
    state = chat.add(f"{CRIES[2]}. {RISKY[0]}", author="kiki")

    assert state.authors["kiki"].level == "none"
    assert state.speaker.asks_for_help
