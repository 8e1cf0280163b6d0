"""State as bytes: small, without text, and refused if invalid."""

import hashlib
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grooming_risk import Conversation, GroomingRiskError, load_corpus, load_model
from grooming_risk.conversation.state.serialization import STATE_VERSION
from grooming_risk.errors import StateError
from grooming_risk.labels import PATTERNS

LINES = [
    "how old are you, are your parents home",
    "this is our secret zanzibar, dont tell your mom",
    "send me a pic of you, just for me",
    "meet me tonight, come alone and tell nobody",
    "add me on snap, i will buy you a gift card",
    "you are so mature, nobody understands you like me",
    "i have a modelling job for you, easy money",
    "if you stop i will show everyone your pics",
]


def filled(authors=3, count=60):
    conversation = Conversation()
    for number in range(count):
        conversation.add(LINES[number % len(LINES)], author=f"author-{number % authors}", at=float(number))
    return conversation


@pytest.mark.parametrize("authors", [1, 3, 30])
def test_state_is_at_most_1_kib_an_author_and_holds_no_text(authors):
    data = filled(authors, count=20 * authors).to_bytes()
    content = zlib.decompress(data[13:]).decode()

    assert len(data) <= authors * 1024
    assert len(Conversation().to_bytes()) < 256
    for word in ("zanzibar", "secret", "mom", "snap", "modelling"):
        assert word not in content


def test_author_with_every_pattern_takes_at_most_1_kib():
    lines = load_corpus("held_out").query("kind == 'grooming'")["text"].tolist()
    conversation = Conversation()
    conversation.add("ok", author="kiki", at=1.7e9)
    before = len(conversation.to_bytes())
    for number in range(200):
        conversation.add(lines[number * 37 % len(lines)], author="rex-the-gamer-1234", at=1.7e9 + 37.123 * number)

    assert len(conversation.to_bytes()) - before <= 1024


def test_unpacked_state_of_a_long_chat_is_bounded():
    conversation = filled(authors=1)
    before = len(zlib.decompress(conversation.to_bytes()[13:]))
    for number in range(3000):
        conversation.add(LINES[number % len(LINES)], author="author-0", at=60.0 + number)

    assert len(zlib.decompress(conversation.to_bytes()[13:])) < 1.5 * before


@given(st.binary(max_size=200))
def test_foreign_bytes_are_refused(data):
    with pytest.raises(StateError):
        Conversation.from_bytes(data)


@given(st.integers(0, 5000), st.integers(1, 255))
def test_altered_bytes_are_refused(place, change):
    data = bytearray(STATE)
    data[place % len(data)] ^= change

    with pytest.raises(StateError):
        Conversation.from_bytes(bytes(data))


@given(st.integers(0, 5000))
def test_cut_bytes_are_refused(length):
    with pytest.raises(StateError):
        Conversation.from_bytes(STATE[: length % len(STATE)])


STATE = filled().to_bytes()


def forged(change, state=STATE):
    data = json.loads(zlib.decompress(state[13:]))
    change(data)
    packed = zlib.compress(json.dumps(data).encode())
    return STATE[:5] + hashlib.sha256(packed).digest()[:8] + packed


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.pop("authors"),
        lambda d: d["authors"][0][1].pop(),
        lambda d: d.update(authors=[["a", 3]]),
        lambda d: d["authors"].append(d["authors"][0]),
        lambda d: d["authors"][0].__setitem__(0, None),
        lambda d: d.update(observe_only=True),
        lambda d: d.update(_keep="x"),
        lambda d: d.update(heard=-1),
        lambda d: d.update(heard=True),
        lambda d: d.update(clock="hours"),
        lambda d: d.update(last_at=float("inf")),
        lambda d: d.update(max_authors=1),
        lambda d: d.update(roles=[["a", "child"]]),
        lambda d: d["authors"][0][1].__setitem__(1, float("nan")),
        lambda d: d["authors"][0][1].__setitem__(2, -1.0),
        lambda d: d["authors"][0][1].__setitem__(5, [0.0]),
        lambda d: d["authors"][0][1].__setitem__(12, 9),
        lambda d: d["authors"][0][1][11][0].__setitem__(0, len(PATTERNS)),
        lambda d: d["authors"][0][1][10][0][4].append(10**6),
        lambda d: d["authors"][0][1][10][0][3][0].__setitem__(0, -1e6),
        lambda d: d["authors"][0][1].__setitem__(8, 1e308),
        lambda d: d["authors"][0][1].__setitem__(12, "0" * 1000),
        lambda d: d["authors"][0][1].__setitem__(12, "no hex"),
    ],
)
def test_state_of_another_shape_is_refused(change):
    with pytest.raises(StateError, match="cannot be read"):
        Conversation.from_bytes(forged(change))


def test_decompression_bomb_is_refused():
    packed = zlib.compress(b'{"authors":"' + b" " * 17 * 2**20 + b'"}', 9)

    assert len(packed) < 2**16
    with pytest.raises(StateError, match="too large"):
        Conversation.from_bytes(STATE[:5] + hashlib.sha256(packed).digest()[:8] + packed)


def test_other_version_and_other_model_are_named(model_folder):
    for version in (STATE_VERSION - 1, STATE_VERSION + 1):
        with pytest.raises(
            StateError, match=f"state version {version}, .* begin the conversation anew: add its messages again"
        ):
            Conversation.from_bytes(STATE[:4] + bytes([version]) + STATE[5:])
    with pytest.raises(GroomingRiskError, match="another model"):
        Conversation.from_bytes(STATE, model=load_model(model_folder))


def test_string_is_refused():
    with pytest.raises(TypeError, match="must be bytes, not str"):
        Conversation.from_bytes("GRCS")


def test_roles_of_messages_survive():
    conversation = Conversation()
    conversation.add("hi", author="b", role="minor")
    conversation.add(LINES[1], author=7, role="adult")
    again = Conversation.from_bytes(conversation.to_bytes())

    assert again.to_bytes() == conversation.to_bytes()
    one, other = (chat.add(LINES[0], author=7) for chat in (again, conversation))
    assert one.to_dict() == other.to_dict()
    assert one.risk > Conversation().add(LINES[0], author=7).risk


def test_roles_and_limits_survive():
    conversation = Conversation(roles={"b": "minor", 7: "adult"}, max_authors=5)
    conversation.add(LINES[1], author=7, at=3.0)
    again = Conversation.from_bytes(conversation.to_bytes())

    assert again.to_bytes() == conversation.to_bytes()
    assert again.add("hi", author="b").to_dict() == conversation.add("hi", author="b").to_dict()


def places(value, path=()):
    """Return the path of each value of nested plain data."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


def talk():
    """Return the state of a conversation with roles, whose last messages the next ones may continue."""
    chat = Conversation(roles={"author-0": "adult"})
    for number, line in enumerate(LINES):
        chat.add(line, author=f"author-{number % 2}", at=float(number))
    return chat.to_bytes()


TALK = talk()
PLACES = places(json.loads(zlib.decompress(TALK[13:])))[1:]
EXTREMES = st.sampled_from([
    0, -1, 1, 2**31, 2**53 + 1, -(10**30), 10**400, 1e-320, 1e308, -1e308, 1e12, 0.5, float("nan"), float("inf"),
    True, None, "", "00", "zz", "a" * 300, [], {}, "__class__",
])  # fmt: skip
VALUES = st.recursive(
    EXTREMES | st.integers(-3, 12) | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=6,
)
CHANGES = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(["set", "drop", "repeat", "swap"]), VALUES),
                   min_size=1, max_size=3)  # fmt: skip


def changed(changes):
    """Return the state with some values set, dropped, repeated or swapped, under a valid checksum."""

    def change(data):
        for path, how, value in changes:
            try:
                within = data
                for key in path[:-1]:
                    within = within[key]
                one = within[path[-1]]
                if how == "set":
                    within[path[-1]] = value
                elif how == "drop":
                    del within[path[-1]]
                elif isinstance(within, list):
                    within[:] = [*within, one] if how == "repeat" else within[::-1]
                else:
                    within[str(value)[:9]] = one
            except (KeyError, IndexError, TypeError):  # an earlier change took it away
                continue

    return forged(change, TALK)


@settings(max_examples=300, deadline=None)
@given(CHANGES)
def test_a_changed_state_is_refused_or_continues(changes):
    """A state may lie about its numbers within their bounds; it never raises another error, then or later."""
    try:
        chat = Conversation.from_bytes(changed(changes))
    except StateError:
        return
    for number, line in enumerate(["mom", "mom", "dont tell", "> ok", *LINES]):
        state = chat.add(line, author=f"author-{number % 2}")
        assert 0 <= state.risk <= 1
        assert json.loads(json.dumps(state.to_dict(), allow_nan=False))
    assert chat.to_bytes() == Conversation.from_bytes(chat.to_bytes()).to_bytes()
