"""What is given by mistake is refused by this library itself, in a sentence that quotes nothing of it."""

import traceback
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import grooming_risk
from grooming_risk import (
    ChatTfidfVectorizer,
    Conversation,
    GroomingRiskClassifier,
    PrecisionRecallDisplay,
    Scorer,
    agreement,
    calibrate,
    calibrate_conversations,
    chat_messages,
    compare,
    count_background,
    evaluate,
    evaluate_attacks,
    evaluate_conversations,
    factsheet,
    load_corpus,
    load_model,
    load_pan12,
    plan_campaign,
    read_counts,
    read_labelled,
    read_site,
    review_frame,
    save_model,
    score,
    score_conversations,
    score_frame,
    score_many,
    suggest,
)
from grooming_risk.validation import check_number, check_texts, check_whole

PACKAGE = Path(grooming_risk.__file__).parent
WORD = "zanzibar"
MODEL = load_model()
TABLE = pd.DataFrame({"text": ["gg"], "author": ["a"], "conversation": [1], "level": ["none"]})
FITTED = GroomingRiskClassifier(ChatTfidfVectorizer(min_df=1), calibration_folds=0).fit(["secret", "gg"], [1, 0])
add = partial(Conversation().add, author="a")

MISTAKES = {
    "none": None,
    "bytes": WORD.encode(),
    "nan": float("nan"),
    "NA": pd.NA,
    "object": object(),
    "class": Scorer,
    "list of lists": [[WORD], [WORD]],
    "list with None": [WORD, None],
    "list of bytes": [WORD.encode()],
    "dict": {"text": [WORD]},
    "array of two dimensions": np.array([[WORD], [WORD]]),
    "array of bytes": np.array([WORD.encode()]),
    "series with NA": pd.Series([WORD, pd.NA], dtype=object),
    "frame of two columns": pd.DataFrame([[WORD, WORD]], columns=["text", "text"]),
    "arrow table": pa.table({"said": [WORD]}),
    "score": score("gg"),
    "classifier": FITTED,
}


def by_column(wrong):
    score_frame(TABLE, text=wrong)


def by_labels(wrong):
    FITTED.fit(["a", "b"], [1, 0], labels=wrong)


NAMERS = (by_column, by_labels)
"""What quotes the names of columns and labels."""

TAKERS = [
    ("score", score, set()),
    ("add", add, set()),
    ("model", lambda wrong: score("gg", model=wrong), {"none"}),
    ("model of a conversation", lambda wrong: Conversation(model=wrong), {"none"}),
    ("model of calibrate", lambda wrong: calibrate(wrong, ["gg"]), set()),
    ("model of suggest", lambda wrong: suggest(["gg"], wrong), {"none"}),
    ("score_many", lambda wrong: list(score_many(wrong)), set()),
    ("predict", FITTED.predict, set()),
    ("fit", lambda wrong: FITTED.fit(wrong, [1, 0]), set()),
    ("vectorizer", ChatTfidfVectorizer().fit, set()),
    ("calibrate", lambda wrong: calibrate(MODEL, wrong), set()),
    ("count_background", count_background, set()),
    ("benign_texts", lambda wrong: evaluate(load_corpus("validation").iloc[:9], benign_texts=wrong), set()),
    ("score_frame", score_frame, set()),
    ("score_conversations", score_conversations, set()),
    ("evaluate", evaluate, set()),
    ("evaluate_conversations", evaluate_conversations, set()),
    ("evaluate_attacks", evaluate_attacks, set()),
    ("factsheet", factsheet, set()),
    ("compare", lambda wrong: compare(MODEL, MODEL, wrong), {"none"}),
    ("calibrate_conversations", lambda wrong: calibrate_conversations(MODEL, wrong), set()),
    ("column", by_column, set()),
    ("roles", lambda wrong: Conversation(roles=wrong), {"none"}),
    ("roles of a table", lambda wrong: score_conversations(TABLE, roles=wrong), {"none", "dict", "series with NA"}),
    ("max_authors", lambda wrong: Conversation(max_authors=wrong), set()),
    ("n_jobs", lambda wrong: score_frame(TABLE, n_jobs=wrong), set()),
    ("rounds", lambda wrong: evaluate(load_corpus("validation").iloc[:9], rounds=wrong), set()),
    ("min_df", lambda wrong: ChatTfidfVectorizer(min_df=wrong).fit(["gg"]), set()),
    ("alerts", lambda wrong: calibrate(MODEL, ["gg"], wrong), set()),
    ("alerts of conversations", lambda wrong: calibrate_conversations(MODEL, TABLE, wrong), set()),
    ("base rate", lambda wrong: load_model(base_rate=wrong), {"none", "score"}),
    ("folder", load_model, {"none"}),
    ("site", lambda wrong: load_model(site=wrong), {"none"}),
    ("read_site", read_site, set()),
    ("read_labelled", read_labelled, set()),
    ("read_counts", read_counts, set()),
    ("load_pan12", load_pan12, set()),
    ("split", load_corpus, set()),
    ("part", chat_messages, set()),
    ("level", lambda wrong: factsheet(TABLE, level=wrong), set()),
    ("audience", lambda wrong: plan_campaign(wrong, "reach children"), set()),
    ("reviews", review_frame, set()),
    ("reviews to compare", agreement, set()),
    ("artifact", lambda wrong: save_model(wrong, "model"), set()),
    ("y", lambda wrong: FITTED.fit(["a", "b"], wrong), set()),
    ("labels", by_labels, {"none"}),
    ("lines", lambda wrong: FITTED.fit(["a", "b"], [1, 0], lines=wrong), {"none", "list with None", "series with NA"}),
    ("features", lambda wrong: GroomingRiskClassifier(wrong).fit(["a", "b"], [1, 0]), {"none"}),
    ("y_true", lambda wrong: PrecisionRecallDisplay.from_predictions(wrong, [0.5]), set()),
]
"""What takes an argument, and the mistakes that are none there."""


@pytest.mark.parametrize(("take", "fine"), [taker[1:] for taker in TAKERS], ids=[taker[0] for taker in TAKERS])
def test_a_mistake_is_refused_here_in_one_sentence_without_a_quote(take, fine):
    for name in MISTAKES.keys() - fine:
        with pytest.raises((TypeError, ValueError, KeyError)) as caught:
            take(MISTAKES[name])
        said, frame = str(caught.value), traceback.extract_tb(caught.value.__traceback__)[-1]
        assert Path(frame.filename).is_relative_to(PACKAGE), (name, said)
        assert "\n" not in said, name
        assert len(said) < 400, name
        assert WORD not in said or take in NAMERS, name
        assert all(raw not in said for raw in ("ambiguous", "has no attribute", "not supported between")), name


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (None, "not NoneType; drop or fill what is missing"),
        (float("nan"), "not float; drop or fill what is missing"),
        (pd.NA, "not NAType; drop or fill what is missing"),
        (b"gg", "not bytes; decode it first"),
        (["gg"], "not list; give each message by itself"),
        (7, "not int"),
    ],
)
def test_a_message_of_another_kind_is_told_what_to_do(wrong, says):
    with pytest.raises(TypeError, match=f"^a message must be a str, {says}$"):
        score(wrong)
    with pytest.raises(TypeError, match=f"^message 1 must be a str, {says}$"):
        check_texts(["gg", wrong])
    with pytest.raises(TypeError, match=f"^row 'y': a message must be a str, {says}$"):
        score_frame(pd.DataFrame({"text": pd.Series(["gg", wrong], dtype=object, index=["x", "y"])}))


def test_strings_of_numpy_are_messages():
    texts = ["gg wp", "our secret ok?"]

    assert score(np.str_(texts[1])) == score(texts[1])
    for many in (np.array(texts), np.array(texts, object), pd.array(texts), pd.Series(texts, dtype="category")):
        assert list(score_many(many)) == [score(text) for text in texts]


def test_numbers_of_numpy_are_numbers():
    assert (check_whole(np.int64(3), "rounds", 0), check_number(np.float32(0.5), "rate")) == (3, 0.5)
    for wrong, says in (
        (True, "a whole number, not True"),
        ("3", "a whole number, not str"),
        (-1, "0 or more, not -1"),
    ):
        with pytest.raises(ValueError, match=f"^rounds must be {says}$"):
            check_whole(wrong, "rounds", 0)


def test_one_folder_of_lexicons_is_not_read_letter_by_letter():
    with pytest.raises(TypeError, match="lexicons must be a list of folders, not one; wrap it in a list"):
        load_model(lexicons="my_words")
