"""Hypothesis strategies for chat text, nasty kinds included. New kinds of trouble belong here."""

from hypothesis import strategies as st

from grooming_risk.text.analyzer import Settings

WORDS = [
    "send",
    "me",
    "a",
    "pic",
    "secret",
    "dont",
    "tell",
    "ur",
    "mom",
    "school",
    "home",
    "alone",
    "how",
    "old",
    "are",
    "u",
    "snap",
    "discord",
    "meet",
    "gg",
    "wp",
    "homework",
    "cat",
    "the",
    "is",
    "you",
    "13",
    "2nite",
    ":)",
    "<3",
    "?",
    "@sam",
    "www.example.org",
    "#cats",
    "I'll",
    "can't",
    "video",
    "call",
    "photo",
    "game",
    "please",
]

COVERED = [
    "||secret||",
    "**our**",
    "our||secret",
    "<b>",
    "<@12>",
    "<:wave:12>",
    "[b]",
    "&#115;",
    "\x0304",
    "@our",
    "@Tell!",
    "@@you",
    "\u202eterces ruo",
    "\u202c",
    "\U0001f1f8\U0001f1ea\U0001f1e8",
    "\U0001f1f2\U0001f1fe",
    "😂",
    "❤️",
    "—",
    "\u093f",
    "our😂secret",
    "our|secret|0k",
    "oursecretokdonttell",
    "our secretok,donttellyou'reok",
    "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0u1v2",
]

nasty_characters = st.one_of(
    st.characters(),
    st.sampled_from("\u200b\u200d\ufeff\u202e\u0301\ud800\x00\x1b\u3164\U0001f1e6\U0001f170ßİſﬁ…ａе4@$!|'’`"),
)
nasty_text = st.text(nasty_characters, max_size=80)
chat = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(COVERED), nasty_text), max_size=60).map(" ".join)
spaced = st.sampled_from(WORDS).map(lambda word: " ".join(word))
messages = st.one_of(chat, nasty_text, spaced, st.builds(lambda text, n: text * n, nasty_text, st.integers(1, 30)))

analyzer_settings = st.builds(
    Settings,
    word_ngrams=st.integers(1, 2),
    concept_ngrams=st.integers(1, 2),
    pair_distance=st.integers(0, 12),
    subword_min=st.integers(2, 3),
    subword_max=st.integers(3, 4),
    begin_words=st.integers(0, 4),
    end_words=st.integers(0, 3),
)
"""Settings that the compiled forms know."""
