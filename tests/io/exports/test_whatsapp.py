"""WhatsApp writes the date as the phone does: the forms of some languages, on Android and iPhone."""

from datetime import UTC, datetime

import pytest

from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.exports.read import Tally, read_export

AT = datetime(2026, 3, 13, 22, 15, tzinfo=UTC)
FORMS = [
    "13/03/2026, 22:15 - ",
    "13.03.26, 22:15 - ",
    "13/3/26 22:15 - ",
    "13/03/2026 22:15 - ",
    "13-03-2026 22:15 - ",
    "13.3.2026 klo 22.15 - ",
    "13. 3. 2026. 22:15 - ",
    "13.03.2026. 22:15 - ",
    "2026. 03. 13. 22:15 - ",
    "2026-03-13 22:15 - ",
    "2026-03-13, 10:15 p.m. - ",
    "2026/03/13, 10:15 pm - ",
    "13/3/2026, 10:15 p. m. - ",
    "13/3/2026, 10:15\u202fp.\xa0m. - ",
    "3/13/26, 10:15\u202fPM - ",
    "2026/3/13 下午10:15 - ",
    "2026. 3. 13. 오후 10:15, ",
    "١٣/٣/٢٠٢٦, ١٠:١٥ م - ",
    "13.03.26, 22:15 ч. - ",
    "13/03/2026 22:15:00: ",
    "2026-03-13, 10:15:00 PM: ",
    "[13/03/2026, 22:15:00] ",
    "[13.03.26, 22:15:00] ",
    "[13-03-2026 22:15:00] ",
    "\u200e[3/13/26, 10:15:00\u202fPM] ",
    "[2026/3/13 下午10:15:00] ",
]


def read(path):
    tally = Tally()
    return list(read_export(path, tally=tally)), tally


@pytest.mark.parametrize("form", FORMS)
def test_date_and_author_are_read_in_each_form(tmp_path, form):
    path = tmp_path / "WhatsApp Chat with Kiki.txt"
    path.write_text(f"{form}Rex K: our secret ok\nand a second line\n{form}~ Kiki: no\n", encoding="utf-8")
    messages, tally = read(path)

    assert [(message.author, message.text, message.at) for message in messages] == [
        ("Rex K", "our secret ok\nand a second line", AT),
        ("~ Kiki", "no", AT),
    ]
    assert tally == {"messages": 2}


def test_midnight_and_noon_in_twelve_hours(tmp_path):
    path = tmp_path / "chat.txt"
    path.write_text("3/13/26, 12:05 AM - a: gg\n3/13/26, 12:05 PM - a: wp\n2026/3/13 上午12:05 - a: x\n")

    assert [message.at.hour for message in read(path)[0]] == [0, 12, 0]


def test_order_of_the_date_is_that_of_the_whole_file(tmp_path):
    path = tmp_path / "chat.txt"
    path.write_text("".join(f"{day:02}/04/2026, 10:00 - a: gg\n" for day in (2, 3, 11, 13)))

    assert {message.at.month for message in read(path)[0]} == {4}


def test_archives_of_iphones_are_named_by_the_archive(tmp_path):
    import zipfile

    for name in ("Kiki", "Rex"):
        with zipfile.ZipFile(tmp_path / f"WhatsApp Chat - {name}.zip", "w") as archive:
            archive.writestr("_chat.txt", f"[13/03/2026, 22:15:00] {name}: gg\n")
            archive.writestr("00000012-PHOTO-2026-03-13.jpg", b"\xff\xd8\xff")
    messages, tally = read(tmp_path)

    assert [message.title for message in messages] == ["Kiki", "Rex"]
    assert len({message.conversation for message in messages}) == 2
    assert tally == {"messages": 2, "files": 2}


@pytest.mark.parametrize(
    ("dates", "assumed", "months"),
    [
        (("02/04/2026", "03/04/2026"), ["dates such as 03/04 read as day first; --month-first if not"], {4}),
        (("04/02/2026", "04/03/2026", "05/01/2026"), ["dates such as 03/04 read as month first; --day-first if not"],
         {4, 5}),
        (("02/04/2026", "13/04/2026"), [], {4}),
        (("04/04/2026",), [], {4}),
        (("2026-04-03",), [], {4}),
        (("99/99/2026", "02/13/2026"), [], {2}),
    ],
)  # fmt: skip
def test_an_order_that_no_date_proves_is_said(tmp_path, dates, assumed, months):
    for name in ("chat.txt", "second.txt"):
        (tmp_path / name).write_text("".join(f"{date}, 10:00 - a: gg\n" for date in dates))
    tally = Tally()
    found = list(read_export(tmp_path, tally=tally, on_bad=lambda bad: None))

    assert tally.assumed == assumed
    assert {message.at.month for message in found} == months


def test_an_order_that_is_given_is_not_said(tmp_path):
    (tmp_path / "chat.txt").write_text("02/04/2026, 10:00 - a: gg\n")
    tally = Tally()
    list(read_export(tmp_path, options=ReadOptions(day_first=False), tally=tally))

    assert tally.assumed == []
