"""Attacks leave a message readable, hit every message alike, and are measured at the model's own thresholds."""

import json
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grooming_risk import load_corpus
from grooming_risk.evaluation.attacks.disguises import DISGUISES, disguise
from grooming_risk.text.fold import fold
from grooming_risk.text.markup import masked_markup
from grooming_risk.text.overlay import uncovered
from support.process import fresh
from support.strategies import WORDS, messages

words = st.lists(st.sampled_from([word for word in WORDS if word.isalpha()]), min_size=1, max_size=20).map(" ".join)
CHANGED = (
    *("synonyms", "typos", "leet", "stretching", "markup", "right_to_left", "flag_letters", "framed_letters"),
    *("game_codes", "emoji_codes", "percent_codes", "link_query", "stars_for_vowels", "glued_leet", "filler_words"),
    *("reversed_words", "reversed_text"),
)
REPEATABLE = [name for name in DISGUISES if name not in CHANGED]
"""Disguises that leave the letters and their order as they are, for who can see through them."""


@given(messages, st.sampled_from(sorted(DISGUISES)), st.integers(0, 3))
@settings(max_examples=200)
def test_any_text_can_be_disguised_by_its_seed_alone(text, name, seed):
    """Nothing else that is drawn at random moves it, and it moves nothing else."""
    random.seed(1)
    before = random.getstate()
    hidden = disguise(text, name, seed=seed)
    assert random.getstate() == before
    random.seed(2)

    assert disguise(text, name, seed=seed) == hidden


def test_a_disguise_is_the_same_in_another_process_and_another_with_another_seed():
    texts = load_corpus("validation")["text"].tolist()[:30]
    code = (
        "import sys, json; from grooming_risk.evaluation.attacks.disguises import DISGUISES, disguise; "
        "print(json.dumps([[disguise(text, name, seed=3) for text in json.loads(sys.argv[1])] for name in DISGUISES]))"
    )
    told = [json.loads(fresh(code, json.dumps(texts), environment={"PYTHONHASHSEED": seed})) for seed in ("1", "2")]
    here, other = ([[disguise(text, name, seed=seed) for text in texts] for name in DISGUISES] for seed in (3, 4))

    assert told == [here, here]
    assert here != other


@given(words, st.sampled_from(REPEATABLE))
def test_the_letters_are_still_there(text, name):
    hidden = fold(disguise(text, name)).translate({ord(sign): letter for sign, letter in _lookalikes().items()})
    letters = [char for char in hidden if char.isascii() and char.isalpha()]

    assert "".join(letters) == text.lower().replace(" ", "")


def _lookalikes():
    from grooming_risk.text.lexicon import read_lexicon

    lexicon = read_lexicon()
    return {**{sign: letters[-1] for sign, letters in lexicon.leet.items() if not sign.isascii()}, **lexicon.lookalikes}


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("glued_words", r"(?i)oursecretok"),
        ("signs_for_blanks", r"our(\W|_)secret\1ok"),
        ("invisible_blanks", r"our[^a-z ]secret[^a-z ]ok"),
        ("emoji_between_words", r"our \S+ secret \S+ ok"),
        ("letters_apart_with_comma", r"[a-z](,? [a-z]){10},?"),
        ("right_to_left", "\u202eko terces ruo\u202c"),
        ("marks_around_words", r"(\W+|_+)our\1 \1secret\1 \1ok\1"),
        ("mentions", r"([@#])our \1secret \1ok"),
        ("flag_letters", "[\U0001f1e6-\U0001f1ff]{3} [\U0001f1e6-\U0001f1ff]{6} [\U0001f1e6-\U0001f1ff]{2}"),
        ("framed_letters", r"[^a-z ]{3} [^a-z ]{6} [^a-z ]{2}"),
        ("markup", r".{12,}"),
        ("game_codes", r".{12,}"),
        (
            "emoji_codes",
            r"(:regional_indicator_[a-z]: {0,3}){11}|our :\S+: secret :\S+: ok|o:\S+:ur s:\S+:ecret o:\S+:k",
        ),
        ("percent_codes", r"our%20secret%20ok|(%[2-7][0-9a-f]){13}"),
        ("link_query", r"https://example.org/\?q=our(\+|%20)secret\1ok"),
        ("other_scripts_between", r"our([^a-z])secret\1ok"),
        ("stars_for_vowels", r"our s\*cr\*t ok"),
        ("glued_leet", r"0ur53cr370k"),
        ("filler_words", r"our (\w+) secret \1 ok"),
        ("reversed_words", r"ruo terces ko"),
        ("reversed_text", r"ko terces ruo"),
    ],
)
def test_a_disguise_does_what_it_is_called(name, hidden):
    assert all(re.fullmatch(hidden, disguise("our secret ok", name, seed=seed)) for seed in range(40))


@given(words, st.integers(0, 50))
def test_markup_shows_the_words(text, seed):
    shown = fold(masked_markup(disguise(text, "markup", seed=seed)))

    assert shown.split() == text.split()


@pytest.mark.parametrize("seed", range(60))
def test_game_codes_show_the_words(seed):
    hidden = disguise("do not tell them about our secret", "game_codes", seed=seed)

    assert fold(uncovered(hidden)).split() == ["do", "not", "tell", "them", "about", "our", "secret"]


@pytest.mark.parametrize("name", sorted(set(DISGUISES) - {"synonyms"}))
def test_a_disguise_leaves_no_plain_message(name):
    assert disguise("please send the picture tonight", name) != "please send the picture tonight"


def test_an_unknown_disguise_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="leet"):
        disguise("hi", "no_such")
