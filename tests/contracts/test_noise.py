"""Noise has no level: random text, identifiers, encoded data, moves of chess; the same on every path."""

import base64
import string
from random import Random
from uuid import UUID

import pytest

from grooming_risk import score, score_many
from grooming_risk.conversation.reader import Reader
from grooming_risk.model.logistic import sigmoid
from grooming_risk.scoring.scorer import load_model

MESSAGES = 200
MOST = 6
"""Messages of noise at medium or above, of 200: long ones hold short words by chance."""


def _characters(random, alphabet, count):
    return "".join(random.choices(alphabet, k=count))


def _uuids(random, count):
    return " ".join(str(UUID(int=random.getrandbits(128))) for _ in range(count))


def _moves(random):
    def square():
        return random.choice("abcdefgh") + random.choice("12345678")

    return " ".join(random.choice(["", *"KQRBN"]) + random.choice(["", "x"]) + square() for _ in range(20))


NOISE = {
    "printable": lambda random: _characters(random, string.printable[:95], 2000),
    "short printable": lambda random: _characters(random, string.printable[:95], 12),
    "a uuid": lambda random: _uuids(random, 1),
    "uuids": lambda random: _uuids(random, 30),
    "moves": _moves,
    "pairs of letters": lambda random: " ".join(_characters(random, string.ascii_lowercase, 2) for _ in range(20)),
    "pieces of base64": lambda random: " ".join(base64.b64encode(random.randbytes(9)).decode() for _ in range(10)),
    "pieces of hex": lambda random: " ".join(random.randbytes(4).hex() for _ in range(20)),
    "letters and digits": lambda random: " ".join(
        _characters(random, string.ascii_letters + string.digits, random.randint(2, 8)) for _ in range(10)
    ),
    "password": lambda random: _characters(random, string.ascii_letters + string.digits + "!@#$%&*", 16),
}


def _texts(name):
    random = Random(name)
    return [NOISE[name](random) for _ in range(MESSAGES)]


@pytest.mark.parametrize("name", sorted(NOISE))
def test_noise_has_no_level(name):
    levels = [one.level for one in score_many(_texts(name))]

    assert sum(level in ("medium", "high") for level in levels) <= MOST
    assert levels.count("none") >= 0.9 * MESSAGES


@pytest.mark.parametrize("name", sorted(NOISE))
def test_noise_has_one_risk_on_every_path(name):
    texts = _texts(name)[:40]
    one_by_one = [score(text) for text in texts]

    assert [one.risk for one in score_many(texts * 3)][:40] == [one.risk for one in one_by_one]
    assert [one.coverage for one in score_many(texts)] == [one.coverage for one in one_by_one]
    reader = Reader(load_model())
    assert [sigmoid(reader.read(text).risk) for text in texts] == [one.risk for one in one_by_one]


def test_an_age_beside_a_letter_is_still_an_age():
    """The rule that takes ages from codes takes them from no message that people write."""
    assert score("u 13f? dont tell ur mom about us").risk > 0.9
    assert score("send me a pic, im 14m").risk == score("send me a pic, im 14 m").risk
