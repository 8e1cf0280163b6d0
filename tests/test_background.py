"""A site's own harmless chat joins the training as everyday lines."""

import pytest

from grooming_risk import train
from grooming_risk.background import background_frame, read_nps_chat
from grooming_risk.corpus import COLUMNS
from grooming_risk.errors import DataError
from grooming_risk.scorer import Scorer

POSTS = """<?xml version="1.0"?><Session><Posts>
<Post class="Greet" user="10-19-20sUser7">hi 10-19-20sUser12 and all<terminals/></Post>
<Post class="System" user="10-19-20sUser9">JOIN<terminals><t pos="VB" word="JOIN"/></terminals></Post>
<Post class="Statement" user="10-19-20sUser9">  so tired <terminals><t pos="RB" word="so"/></terminals></Post>
</Posts></Session>
"""


def test_background_is_everyday_and_each_text_is_a_line_of_its_own():
    frame = background_frame(["gg", "brb", "gg", "  "])

    assert frame["text"].tolist() == ["gg", "brb"]
    assert frame["line"].is_unique
    assert list(frame.columns) == list(COLUMNS)
    assert set(frame["kind"]) == {"everyday"}
    assert frame["labels"].tolist() == [[], []]


def test_no_background_is_an_empty_frame():
    assert background_frame([]).empty


def test_background_quiets_what_the_site_says_often(small_corpus, small_chats):
    site = [f"send me a pic of the {thing} for the swap" for thing in ("desk", "lamp", "rug", "shelf", "vase", "stool")]
    plain = Scorer(train(small_corpus, conversations=small_chats, search=False))
    informed_artifact = train(small_corpus, conversations=small_chats, background=site, search=False)
    informed = Scorer(informed_artifact)
    unseen = "send me a pic of the table for the swap"

    assert informed.score(unseen).risk < plain.score(unseen).risk
    assert informed_artifact.info["training"]["background"] == len(site)


def test_one_string_is_no_background(small_corpus):
    with pytest.raises(TypeError, match="wrap it in a list"):
        train(small_corpus, background="gg wp", search=False)


def test_nps_chat_posts_are_read_without_system_lines_and_names(tmp_path):
    (tmp_path / "10-19-20s_706posts.xml").write_text(POSTS)

    assert list(read_nps_chat(tmp_path)) == ["hi user and all", "so tired"]


def test_broken_file_is_named_with_its_row(tmp_path):
    (tmp_path / "a.xml").write_text("<Session>\n<Posts></Session>")

    with pytest.raises(DataError, match=r"a\.xml:2: not valid XML"):
        list(read_nps_chat(tmp_path))


def test_folder_without_the_corpus_is_named(tmp_path):
    with pytest.raises(DataError, match=r"no \.xml file of the NPS Chat Corpus"):
        list(read_nps_chat(tmp_path))


def test_a_lone_surrogate_is_text_like_any_other():
    assert background_frame(["hi \ud800"])["text"].tolist() == ["hi \ud800"]
