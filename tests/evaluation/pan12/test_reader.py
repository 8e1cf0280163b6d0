"""A copy of the PAN 2012 corpus: read as it is described, refused with file and line where it is not."""

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk import score_conversations
from grooming_risk.errors import DataError
from grooming_risk.evaluation.pan12.parsing import _Reader
from grooming_risk.evaluation.pan12.reader import load_pan12
from support.pan12_copy import NAME, TEST, TRAINING, write_copy, xml_of

SMALL = {"c1": [("ann", "23:58", "gg wp"), ("bob", "00:01", "rematch?"), ("ann", "00:00", "yes")]}


def read(folder, xml):
    """Return the conversations of a corpus of that XML."""
    return dict(load_pan12(write_copy(folder, xml)).conversations())


def message(line='line="1"', author="<author>a</author>", time="<time>10:00</time>", text="<text>gg</text>"):
    inner = f"<message {line}>{author}{time}{text}</message>"
    return f"<conversations>\n<conversation id='c'>\n{inner}\n</conversation>\n</conversations>"


def test_messages_come_in_order_with_seconds_since_the_first(tmp_path):
    found = read(tmp_path, xml_of(SMALL))

    assert [tuple(one) for one in found["c1"]] == [
        (1, "ann", 0.0, "gg wp"),
        (2, "bob", 180.0, "rematch?"),  # past midnight
        (3, "ann", 120.0, "yes"),  # a small step back is taken as it comes
    ]


@given(st.lists(st.integers(0, 719), min_size=1, max_size=30), st.integers(0, 1439))
def test_gaps_of_less_than_half_a_day_are_restored(gaps, start):
    minutes = [start + sum(gaps[:number]) for number in range(len(gaps) + 1)]
    said = [("a", f"{minute // 60 % 24:02d}:{minute % 60:02d}", "gg") for minute in minutes]
    reader = _Reader("corpus.xml")
    ((_, found),) = reader.feed(xml_of({"c": said}).encode(), last=True)

    assert [one.at for one in found] == [60.0 * (minute - start) for minute in minutes]


def test_empty_text_and_absent_time_are_taken(tmp_path):
    (found,) = read(tmp_path, message(text="<text/>", time="<time></time>"))["c"]
    (bare,) = read(tmp_path, message(text="", time=""))["c"]

    assert tuple(found) == tuple(bare) == (1, "a", None, "")


def test_entities_of_html_are_undone_and_tags_leave_a_gap(tmp_path):
    text = "<text>i&amp;apos;m &lt;3 caf&#233; mail<email/>me</text>"
    (found,) = read(tmp_path, message(text=text))["c"]

    assert found.text == "i'm <3 café mail me"


def test_blanks_around_ids_are_removed(tmp_path):
    (found,) = read(tmp_path, message(author="<author> a\n</author>"))["c"]

    assert found.author == "a"


def test_blocks_may_end_anywhere(tmp_path):
    xml = xml_of(SMALL | {"c2": [("čika", "10:00", "zdravo & gg")]}).encode()
    reader = _Reader("corpus.xml")
    pieces = [one for number in range(len(xml)) for one in reader.feed(xml[number : number + 1])]

    assert [name for name, _ in pieces] == ["c1", "c2"]
    assert pieces[1][1][0].text == "zdravo & gg"


@pytest.mark.parametrize(
    ("xml", "line", "problem"),
    [
        (message().replace("</message>", "", 1), 4, "mismatched tag"),
        (message()[:60], 3, "not valid XML"),
        (message(text="<text>&nbsp;</text>"), 3, "undefined entity"),
        ("", 1, "no element found"),
        ("<chats></chats>", 1, "expected <conversations>"),
        ("<conversations>\n<message line='1'/></conversations>", 2, "expected <conversation>"),
        ("<conversations>\n<conversation/></conversations>", 2, "a conversation without the attribute 'id'"),
        (message(line=""), 3, "a message without the attribute 'line'"),
        (message(line='line="one"'), 3, "not a number"),
        (message(author="<author> </author>"), 3, "without an author"),
        (message(time="<time>25:00</time>"), 3, "hours:minutes"),
        (message(time="<time>noon</time>"), 3, "hours:minutes"),
    ],
)
def test_malformed_xml_is_named_by_file_and_line(tmp_path, xml, line, problem):
    with pytest.raises(DataError, match=problem) as caught:
        read(tmp_path, xml)

    assert (caught.value.path, caught.value.line) == (str(tmp_path / TEST[0]), line)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE conversations [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE conversations SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE conversations [<!ENTITY % x SYSTEM "http://localhost/x"> %x;]>',
        "<!DOCTYPE conversations>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused_before_they_are_read(tmp_path, declaration, encoding):
    write_copy(tmp_path, "")
    xml = f'<?xml version="1.0" encoding="{encoding}"?>\n{declaration}\n{message(text="<text>&b;</text>")}'
    (tmp_path / TEST[0]).write_bytes(xml.encode(encoding))

    with pytest.raises(DataError, match="declares a document type") as caught:
        list(load_pan12(tmp_path).conversations())
    assert caught.value.line == 2


def time_of(tmp_path, tags):
    """Return the least processor time of three readings of a text with so many tags."""
    write_copy(tmp_path, message(text=f"<text>{'gg<email/>' * tags}</text>"))
    times = []
    for _ in range(3):
        start = time.process_time()
        assert len(list(load_pan12(tmp_path).conversations())) == 1
        times.append(time.process_time() - start)
    return min(times)


def test_many_tags_in_one_text_take_linear_time(tmp_path):
    few = time_of(tmp_path, 20_000)

    assert time_of(tmp_path, 160_000) < 24 * few  # eight times as many; quadratic would be 64


@pytest.mark.parametrize(
    "encoding", ["utf-7", "rot13", "hex", "idna", "punycode", "shift_jis", "none", "x" * 200, "big5"]
)
def test_odd_encodings_are_one_kind_of_error(tmp_path, encoding):
    write_copy(tmp_path, "")
    xml = f'<?xml version="1.0" encoding="{encoding}"?>\n{message(text="<text>+AGE-</text>")}'
    (tmp_path / TEST[0]).write_bytes(xml.encode())

    with pytest.raises(DataError, match=r"encoding|not valid XML"):
        list(load_pan12(tmp_path).conversations())


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16", "us-ascii"])
def test_encodings_of_single_bytes_are_read(tmp_path, encoding):
    write_copy(tmp_path, "")
    xml = f'<?xml version="1.0" encoding="{encoding}"?>\n{message()}'
    (tmp_path / TEST[0]).write_bytes(xml.encode(encoding))

    ((_, (found,)),) = load_pan12(tmp_path).conversations()
    assert found.text == "gg"


def test_conversations_are_not_gathered(tmp_path):
    one = [("a", "10:00", "good game, same time tomorrow?")] * 20
    write_copy(tmp_path, xml_of({f"c{number}": one for number in range(50)}))
    few = peak_memory(tmp_path)
    write_copy(tmp_path, xml_of({f"c{number}": one for number in range(1500)}))

    assert peak_memory(tmp_path) < 2 * few


def peak_memory(folder):
    data = load_pan12(folder)
    tracemalloc.start()
    for _ in data.conversations():
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_first_conversation_comes_before_the_file_is_read_to_its_end(tmp_path):
    write_copy(tmp_path, xml_of(SMALL).replace("</conversations>", " " * 200_000 + "</broken>"))
    found = load_pan12(tmp_path).conversations()

    assert next(found)[0] == "c1"
    with pytest.raises(DataError, match="mismatched tag"):
        next(found)


def test_table_fits_score_conversations(tmp_path):
    chats = SMALL | {"c2": [("bob", "10:00", "hi")]}
    data = load_pan12(write_copy(tmp_path, xml_of(chats), ["bob", "nobody"], [("c1", 2), ("gone", 1)]))
    frame = data.to_frame()

    assert frame["conversation"].tolist() == ["c1", "c1", "c1", "c2"]
    assert frame["predator"].tolist() == [False, True, False, True]
    assert frame["marked"].tolist() == [False, True, False, False]
    assert frame["suspect"].tolist() == ["bob"] * 4
    assert data.to_frame(limit=1).equals(frame.iloc[:3])
    scored = score_conversations(frame, at="at")
    assert scored["out_of_order"].tolist() == [False, False, True, False]


def test_table_without_times_has_minutes(tmp_path):
    said = [("a", "", "hi"), ("b", "10:00", "hi"), ("a", "", "gg"), ("b", "10:03", "wp")]
    frame = load_pan12(write_copy(tmp_path, xml_of({"c": said}))).to_frame()

    assert frame["at"].isna().tolist() == [True, False, True, False]
    assert frame["minutes"].tolist() == [0.0, 0.0, 0.0, 3.0]


def test_training_part_has_no_marked_lines_despite_its_diff_file(tmp_path):
    write_copy(tmp_path, xml_of(SMALL), ["ann"], names=TRAINING)
    (tmp_path / f"{NAME}-diff.txt").write_text("c1\t1\n", encoding="utf-8")
    data = load_pan12(tmp_path)

    assert data.predators == {"ann"}
    assert data.lines is None
    assert data.to_frame()["marked"].tolist() == [None] * 3


def test_part_is_chosen_where_there_are_two(tmp_path):
    write_copy(tmp_path, xml_of(SMALL), ["ann"], names=TRAINING)
    write_copy(tmp_path, xml_of(SMALL), ["bob"], [("c1", 1)])

    with pytest.raises(DataError, match="training part and the test part"):
        load_pan12(tmp_path)
    assert load_pan12(tmp_path, part="training").predators == {"ann"}
    assert load_pan12(tmp_path, part="test").lines == {("c1", 1)}
    with pytest.raises(ValueError, match="no part 'all'"):
        load_pan12(tmp_path, part="all")


def test_lists_may_have_blank_rows_and_the_line_ends_of_windows(tmp_path):
    write_copy(tmp_path, xml_of(SMALL))
    (tmp_path / TEST[1]).write_bytes(b"\xef\xbb\xbfann\r\n\r\n bob \r\n")
    (tmp_path / TEST[2]).write_bytes(b"c1\t2\r\n\r\nc1\t3")
    data = load_pan12(tmp_path)

    assert data.predators == {"ann", "bob"}
    assert data.lines == {("c1", 2), ("c1", 3)}


@pytest.mark.parametrize("row", ["c1 2", "c1\t", "\t2", "c1\ttwo", "c1\t-2", "c1\t2\t3", "c1\t" + "9" * 5000])
def test_bad_row_of_the_marked_lines_is_named(tmp_path, row):
    write_copy(tmp_path, xml_of(SMALL))
    (tmp_path / TEST[2]).write_text(f"c1\t1\n{row}\n", encoding="utf-8")

    with pytest.raises(DataError, match="a tab and the number") as caught:
        load_pan12(tmp_path)
    assert (caught.value.path, caught.value.line) == (str(tmp_path / TEST[2]), 2)


def test_absent_files_are_named(tmp_path):
    with pytest.raises(DataError, match="no such folder"):
        load_pan12(tmp_path / "none")
    with pytest.raises(DataError, match=r"\*training-corpus\*\.xml or \*test-corpus\*\.xml: the conversations"):
        load_pan12(tmp_path)
    (tmp_path / TEST[0]).write_text(xml_of(SMALL), encoding="utf-8")
    with pytest.raises(DataError, match=r"\*groundtruth-problem1\*\.txt: the list of predators"):
        load_pan12(tmp_path)
    with pytest.raises(DataError, match=r"no file \*training-corpus\*\.xml: the conversations"):
        load_pan12(tmp_path, part="training")


def test_several_candidate_files_are_named(tmp_path):
    write_copy(tmp_path, xml_of(SMALL), names=TRAINING)
    (tmp_path / f"{NAME}-training-corpus.xml").write_text(xml_of(SMALL), encoding="utf-8")

    with pytest.raises(DataError, match=r"several files could be the conversations: .*corpus-2012-05-01\.xml"):
        load_pan12(tmp_path)


def test_list_that_is_not_utf_8_is_refused(tmp_path):
    write_copy(tmp_path, xml_of(SMALL))
    (tmp_path / TEST[1]).write_bytes(b"\xff\xfe")

    with pytest.raises(DataError, match="not UTF-8"):
        load_pan12(tmp_path)
