"""IRC logs in the forms that weechat, irssi and ZNC write."""

from datetime import UTC, datetime

import pytest

from grooming_risk.io.exports.read import Tally, read_export

WEECHAT = """2026-03-01 22:14:00\t****\tBeginning of log  Sun Mar  1 22:14:00 2026
2026-03-01 22:15:00\t-->\trex (~rex@example.org) has joined #builders
2026-03-01 22:15:01\t@kiki\thi
2026-03-01 22:15:02\t+re[x]\tour secret ok
2026-03-01 22:15:03\t *\tkiki waves
2026-03-01 22:15:04\t--\tMode #builders [+o kiki] by rex
2026-03-01 22:15:05\t=!=\tno such nick
2026-03-01 22:15:06\t<--\trex has quit
"""
IRSSI = """--- Log opened Sun Mar 01 22:14:00 2026
22:14 -!- rex [~rex@example.org] has joined #builders
22:15 <@kiki> hi
22:15 < rex> our secret ok
22:15 -rex(~rex@example.org)- are you alone
22:15 -kiki:#builders- all of you
22:16  * kiki waves
--- Day changed Mon Mar 02 2026
00:01 <+rex> and now
--- Log closed Mon Mar 02 00:02:00 2026
"""
ZNC = """[22:15:00] *** Joins: rex (~rex@example.org)
[22:15:01] <kiki> hi
[22:15:03] <re[x]> our secret ok
[22:15:04] * kiki waves
[22:15:05] -rex- are you alone
[22:15:06] *** rex is now known as rexx
"""


def read(path):
    tally = Tally()
    return [(m.author, m.text) for m in read_export(path, tally=tally)], tally


@pytest.mark.parametrize(
    ("name", "content", "said", "system"),
    [
        ("a.weechatlog", WEECHAT, [("kiki", "hi"), ("re[x]", "our secret ok"), ("kiki", "waves")], 5),
        ("a.log", IRSSI, [("kiki", "hi"), ("rex", "our secret ok"), ("rex", "are you alone"), ("kiki", "all of you"),
                          ("kiki", "waves"), ("rex", "and now")], 1),
        ("2026-03-01.log", ZNC, [("kiki", "hi"), ("re[x]", "our secret ok"), ("kiki", "waves"),
                                 ("rex", "are you alone")], 2),
    ],
)  # fmt: skip
def test_lines_of_people_are_messages_and_the_others_are_counted(tmp_path, name, content, said, system):
    (tmp_path / name).write_text(content, encoding="utf-8")
    found, tally = read(tmp_path / name)

    assert found == said
    assert tally == {"messages": len(said), "system": system}


@pytest.mark.parametrize(
    ("place", "chat"),
    [("#builders/2026-03-01.log", "#builders"), ("logs/rex_net_#builders_20260301.log", "rex_net_#builders")],
)
def test_the_name_of_a_file_tells_day_and_channel(tmp_path, place, chat):
    path = tmp_path / place
    path.parent.mkdir()
    path.write_text(ZNC)
    messages = list(read_export(path))

    assert {message.conversation for message in messages} == {chat}
    assert messages[0].at == datetime(2026, 3, 1, 22, 15, 1, tzinfo=UTC)


def test_without_a_day_there_is_no_time(tmp_path):
    (tmp_path / "chan.log").write_text(ZNC)

    assert {message.at for message in read_export(tmp_path / "chan.log")} == {None}


def test_a_line_in_another_encoding_is_named_and_the_others_are_read(tmp_path):
    lines = [f"[22:15:0{n}] <kiki> žut {n}\n".encode("cp1250" if n == 2 else "utf-8") for n in range(4)]
    (tmp_path / "a.log").write_bytes(b"".join(lines))
    bad = []

    assert len(list(read_export(tmp_path / "a.log", on_bad=bad.append))) == 3
    assert [(one.error.line, one.raw) for one in bad] == [(3, lines[2])]
