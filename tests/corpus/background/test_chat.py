"""Real harmless chat: the parts of the package, and chat of a site."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk import train
from grooming_risk.corpus.background.chat import PARTS, background_frame, chat_messages, chats, read_nps_chat, set_apart
from grooming_risk.corpus.load import COLUMNS
from grooming_risk.errors import DataError
from support.process import fresh

POSTS = """<?xml version="1.0"?><Session><Posts>
<Post class="Greet" user="10-19-20sUser7">hi 10-19-20sUser12 and all<terminals/></Post>
<Post class="System" user="10-19-20sUser9">JOIN<terminals><t pos="VB" word="JOIN"/></terminals></Post>
<Post class="Statement" user="10-19-20sUser9">  so tired <terminals><t pos="RB" word="so"/></terminals></Post>
</Posts></Session>
"""


def test_background_is_everyday_with_one_line_per_text():
    frame = background_frame(["gg", "brb", "gg", "  "])

    assert frame["text"].tolist() == ["gg", "brb"]
    assert frame["line"].is_unique
    assert list(frame.columns) == list(COLUMNS)
    assert set(frame["kind"]) == {"everyday"}
    assert frame["labels"].tolist() == [[], []]


def test_empty_background_is_an_empty_frame():
    assert background_frame([]).empty


def test_parts_of_the_package_share_no_text_and_no_chat():
    texts = [set(chat_messages(part)) for part in PARTS]
    names = [{chat.name for chat in chats(part)} for part in PARTS]

    for first, second in combinations(range(len(PARTS)), 2):
        assert not texts[first] & texts[second]
        assert not names[first] & names[second]
    assert len(texts[0]) >= 60_000
    assert chat_messages("test") == chat_messages("test")


def test_chats_have_authors_and_rising_times():
    for chat in chats("calibration")[:50]:
        assert 1 <= len({author for author, _, _ in chat.messages}) <= 2
        moments = [at for _, at, _ in chat.messages]
        assert moments == sorted(moments)


@pytest.mark.parametrize("load", [chat_messages, chats])
def test_an_unknown_part_is_refused(load):
    with pytest.raises(ValueError, match="training, calibration, test"):
        load("held_out")


def test_the_package_is_named_where_it_is_missing():
    code = (
        "import sys; sys.modules['chitchat_dataset'] = None; import grooming_risk\n"
        "try: grooming_risk.chat_messages('training')\n"
        "except grooming_risk.GroomingRiskError as e: print(type(e).__name__, e)"
    )
    told = fresh(code)

    assert "MissingExtraError" in told
    assert "grooming-risk[train]" in told


@given(st.lists(st.text(max_size=5), max_size=40))
def test_the_part_of_a_text_does_not_depend_on_the_others(texts):
    train_on, apart = set_apart(texts)

    assert sorted(train_on + apart) == sorted({text for text in texts if text.strip()})
    for text in apart:
        assert set_apart([text]) == ([], [text])


def test_a_string_as_background_is_refused(small_corpus):
    with pytest.raises(TypeError, match="wrap it in a list"):
        train(small_corpus, background="gg wp", search=False)


def test_nps_chat_posts_are_read_without_system_lines_and_names(tmp_path):
    (tmp_path / "10-19-20s_706posts.xml").write_text(POSTS)

    assert list(read_nps_chat(tmp_path)) == ["hi user and all", "so tired"]


def test_invalid_xml_is_refused_with_its_row(tmp_path):
    (tmp_path / "a.xml").write_text("<Session>\n<Posts></Session>")

    with pytest.raises(DataError, match=r"a\.xml:2: not valid XML"):
        list(read_nps_chat(tmp_path))


@pytest.mark.parametrize("entity", ['<!ENTITY a "ha">', '<!ENTITY a SYSTEM "file:///etc/hostname">'])
def test_declared_entities_are_refused(tmp_path, entity):
    text = f"<!DOCTYPE Session [{entity}]>\n<Session><Posts><Post>&a;</Post></Posts></Session>"
    (tmp_path / "a.xml").write_text(text)

    with pytest.raises(DataError, match=r"a\.xml: declares entities"):
        list(read_nps_chat(tmp_path))


def test_folder_without_the_corpus_is_named(tmp_path):
    with pytest.raises(DataError, match=r"no \.xml file of the NPS Chat Corpus"):
        list(read_nps_chat(tmp_path))


def test_a_lone_surrogate_is_accepted():
    assert background_frame(["hi \ud800"])["text"].tolist() == ["hi \ud800"]
