"""The fact sheet: right counts, nobody recognisable, missing parts named."""

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from grooming_risk import PATTERNS
from grooming_risk.cli.main import main
from grooming_risk.errors import DataError, MissingExtraError, UnknownNameError
from grooming_risk.fact_sheet.counts import NO_DATES, NO_TIMES
from grooming_risk.fact_sheet.scored_file import read_scored
from grooming_risk.fact_sheet.sheet import FALSE_CRIES, factsheet
from grooming_risk.labels import LEVELS
from grooming_risk.scoring.scorer import default_model
from support.cli import run

START = datetime(2026, 3, 2, 22, 10, tzinfo=timezone(timedelta(hours=1)))  # a Monday
GAPS = {"within an hour": 30, "within a day": 300, "within a week": 3000, "later": 30_000}  # minutes


def chat(name, *shown, level="high", begin=START, told=()):
    """Rows of a scored conversation: what each message shows, and minutes after the first."""
    return [
        {
            "conversation": name,
            "author": f"person-{name}",
            "text": f"words of {name}",
            "at": (begin + timedelta(minutes=minutes)).isoformat(),
            "level": level if patterns else "none",
            "patterns": dict.fromkeys(patterns, 0.9),
            "disclosure": 0.9 if minutes in told else 0.0,
            "trend": 0.0,
        }
        for patterns, minutes in shown
    ]


def chats(*counted):
    """Several conversations of each kind, as a table."""
    rows = []
    for number, (count, shown, options) in enumerate(counted):
        for copy in range(count):
            rows += chat(f"chat-{number}-{copy}", *shown, **options)
    return pd.DataFrame(rows)


CALM = (60, [((), 0)], {})


def test_counts_shares_and_intervals():
    sheet = factsheet(
        chats(
            CALM,
            (12, [(["secrecy"], 0)], {}),
            (8, [(["gift_offer"], 0), (["secrecy"], 5)], {"level": "medium"}),
        )
    )
    seen = {fact.pattern: fact.seen for fact in sheet.patterns}

    assert (sheet.total, sheet.flagged, sheet.unit) == (80, 20, "conversations")
    assert sheet.rate[:3] == (20, 80, 0.25)
    interval = binomtest(20, 80).proportion_ci(method="wilson")
    assert (sheet.rate.low, sheet.rate.high) == (interval.low, interval.high)
    assert sheet.high[:2] == (12, 20)
    assert seen["gift_offer"][:2] == (8, 20)
    assert seen["secrecy"] is None  # in all of them: that nobody is without it is a count under five
    assert seen["coercion"] is None
    assert sheet.span == "March 2026"


def test_interval_of_wilson_is_the_published_formula():
    share = factsheet(chats(CALM, (20, [(["secrecy"], 0)], {}))).rate
    z, n, p = 1.959963984540054, 80, 0.25
    centre, spread = p + z * z / (2 * n), z * ((p * (1 - p) + z * z / (4 * n)) / n) ** 0.5

    assert share.low == pytest.approx((centre - spread) / (1 + z * z / n))
    assert share.high == pytest.approx((centre + spread) / (1 + z * z / n))


def test_first_signal_is_the_strongest_of_the_first_message_that_shows_one():
    sheet = factsheet(
        chats(
            CALM,
            (10, [((), 0), (["personal_probing"], 3), (["image_request"], 9)], {}),
            (30, [(["gift_offer"], 0), (["image_request"], 9)], {}),
            (20, [(["trust_building"], 0)], {}),
        )
    )
    first = {fact.pattern: fact.first_in_ten for fact in sheet.patterns}

    assert first["gift_offer"] == 5
    assert first["trust_building"] == 3
    assert first["personal_probing"] is None  # hidden with the patterns that were never first
    assert first["image_request"] is None


@pytest.mark.parametrize(("name", "minutes"), GAPS.items())
def test_time_to_the_first_open_ask_counts_from_the_first_signal(name, minutes):
    sheet = factsheet(
        chats(
            CALM,
            (20, [((), 0), (["secrecy"], 60), (["image_request"], 60 + minutes)], {}),
            (10, [(["meeting_request"], 0)], {}),
            (10, [(["secrecy"], 0)], {}),
        )
    )

    assert {part.name: part.tenths for part in sheet.asks}[name] == 5


def test_disclosures_and_how_fast():
    sheet = factsheet(
        chats(
            CALM,
            (12, [(["secrecy"], 0), ((), 20)], {"told": [20]}),
            (18, [((), 0)], {"told": [0]}),
            (10, [(["secrecy"], 0), ((), 2000)], {"told": [2000]}),
        )
    )
    after = {part.name: part.tenths for part in sheet.told_after}

    assert sheet.disclosures == 40
    assert sheet.told[:2] == (40, 100)
    assert after["no signal before it"] == 4
    assert after["within an hour"] == 3
    assert after["within a week"] is None  # the smallest of five or more goes with the empty ones


def test_hours_are_those_of_the_place_and_of_the_first_flag():
    shown = [((), 0), (["secrecy"], 60)]  # begins on Monday at 22:10, is flagged at 23:10
    other = {"begin": START + timedelta(days=2, hours=-8)}
    table = chats(CALM, (300, shown, {}), (300, shown, other), (6, shown, {"begin": START + timedelta(days=4)}))
    heat = factsheet(table).hours
    in_utc = factsheet(table, zone=ZoneInfo("UTC")).hours

    assert heat.hours == 1
    assert heat.cells[0][23] == heat.cells[2][15] == 80
    assert in_utc.cells[0][22] == in_utc.cells[2][14] == 80
    assert sum(least is not None for day in heat.cells for least in day) == 2


def test_trend_has_shares_of_the_conversations_that_began_then():
    table = chats(
        *((20, [((), 0)], {"begin": START + timedelta(days=31 * month)}) for month in range(4)),
        *((6 + month, [(["secrecy"], 0)], {"begin": START + timedelta(days=31 * month)}) for month in range(4)),
    )
    points = factsheet(table).trend

    assert [point.period for point in points] == ["2026-03", "2026-04", "2026-05", "2026-06"]
    assert [point.flagged[:2] for point in points] == [(6 + month, 26 + month) for month in range(4)]


def test_a_small_month_is_hidden_together_with_the_next_smallest():
    counts = (9, 2, 7, 12)
    table = chats(
        *((20, [((), 0)], {"begin": START + timedelta(days=31 * month)}) for month in range(4)),
        *((count, [(["secrecy"], 0)], {"begin": START + timedelta(days=31 * m)}) for m, count in enumerate(counts)),
    )

    assert [point.flagged is None for point in factsheet(table).trend] == [False, True, True, False]


@pytest.mark.parametrize("flagged", range(5))
def test_fewer_than_five_flagged_hide_everything_else(flagged):
    sheet = factsheet(chats(CALM, (flagged, [(["secrecy"], 0), (["image_request"], 4)], {})))

    assert (sheet.total, sheet.flagged, sheet.rate, sheet.high) == (60 + flagged, None, None, None)
    for part in (sheet.patterns, sheet.asks, sheet.hours, sheet.trend):
        assert part == "Fewer than five conversations were flagged, so nothing more is shown."


def test_sheets_that_differ_in_a_hidden_count_are_the_same_page():
    def page(few):
        return factsheet(chats(CALM, (50 - few, [(["secrecy"], 0)], {}), (few, [(["gift_offer"], 0)], {}))).to_html()

    assert len({page(few) for few in range(5)}) == 1


@pytest.mark.parametrize("rest", range(5))
def test_where_nearly_all_are_flagged_the_total_is_hidden(rest):
    sheet = factsheet(chats((40, [(["secrecy"], 0)], {}), (rest, [((), 0)], {})))

    assert (sheet.total, sheet.flagged, sheet.rate) == (None, 40, None)
    assert not [point for point in sheet.trend if point.flagged]


counts = st.tuples(*[st.integers(0, 12)] * 4)


@settings(max_examples=40, deadline=None)
@given(counts, st.sampled_from([(), (30,)]))
def test_every_number_that_is_published_is_five_or_more_and_so_is_the_rest(sizes, told):
    calm, secret, gift, asking = sizes
    table = chats(
        (calm, [((), 0)], {"told": told and (0,)}),
        (secret, [(["secrecy"], 0), ((), 30)], {"told": told}),
        (gift, [(["gift_offer"], 0), (["secrecy"], 500)], {"level": "medium", "begin": START + timedelta(days=50)}),
        (asking, [(["image_request"], 0)], {"begin": START + timedelta(days=90)}),
    )
    if table.empty:
        return
    sheet = factsheet(table)

    assert sheet.total is None or sheet.total >= 5
    assert sheet.flagged is None or sheet.flagged >= 5
    assert not sheet.total or not sheet.flagged or sheet.total - sheet.flagged >= 5
    shares = [sheet.rate, sheet.high, sheet.told]
    if not isinstance(sheet.patterns, str):
        shares += [fact.seen for fact in sheet.patterns]
        for parts in ([fact.first_in_ten for fact in sheet.patterns], [part.tenths for part in sheet.asks]):
            assert parts.count(None) != 1
    if not isinstance(sheet.trend, str):
        shares += [point.flagged for point in sheet.trend]
        assert [point.cases for point in sheet.trend].count(None) != 1
    for share in filter(None, shares):
        assert share.cases >= 5
        assert share.of - share.cases >= 5
        assert share.low <= share.share <= share.high


def test_no_text_no_author_and_no_conversation_gets_in():
    table = chats(CALM, (20, [(["secrecy"], 0), (["image_request"], 9)], {"told": [9]}))
    sheet = factsheet(table)
    published = sheet.to_html() + json.dumps(sheet.to_dict())

    for column in ("author", "text", "conversation"):
        for value in set(table[column]):
            assert value not in published
    assert factsheet(table.drop(columns=["author", "text"])).to_html() == sheet.to_html()


def test_parts_that_need_times_name_their_absence():
    table = chats(CALM, (20, [(["secrecy"], 0), (["image_request"], 9)], {"told": [9]})).drop(columns="at")
    sheet = factsheet(table)

    assert sheet.hours == sheet.trend == sheet.asks == NO_TIMES
    assert (sheet.disclosures, sheet.told_after, sheet.span) == (20, (), "")
    assert sheet.patterns[0].pattern
    assert sheet.to_html().count("no times") == 3


def test_seconds_give_gaps_but_no_hours():
    table = chats(CALM, (15, [(["secrecy"], 0), (["image_request"], 9)], {}), (25, [(["secrecy"], 0)], {}))
    table["at"] = [datetime.fromisoformat(at).timestamp() for at in table["at"]]
    sheet = factsheet(table)

    assert sheet.hours == sheet.trend == NO_DATES
    assert {part.name: part.tenths for part in sheet.asks}["no open ask seen"] == 6


def test_partly_unknown_times_are_named():
    table = chats(CALM, (20, [(["secrecy"], 0), (["image_request"], 9)], {}), (20, [(["secrecy"], 0)], {}))
    table.loc[[row % 2 == 1 for row in range(len(table))], "at"] = None
    sheet = factsheet(table)

    assert "time not known" in [part.name for part in sheet.asks]


def test_times_in_utc_are_named():
    table = chats(CALM, (20, [(["secrecy"], 0)], {"begin": START.astimezone(UTC)}))
    table = table[table["level"] != "none"]

    assert "UTC" in " ".join(factsheet(table).notes)
    assert factsheet(table, zone=ZoneInfo("Europe/Sarajevo")).notes == ()
    assert "UTC" not in " ".join(factsheet(chats(CALM)).notes)


def test_without_conversations_every_message_counts():
    table = chats(CALM, (20, [(["secrecy"], 0), (["image_request"], 9)], {"told": [9]})).drop(columns="conversation")
    sheet = factsheet(table)

    assert (sheet.unit, sheet.total, sheet.flagged) == ("messages", 100, 40)
    assert sheet.asks == "The file has no conversations."
    assert "every message is counted by itself" in sheet.to_html()


def test_messages_scored_one_by_one_are_named():
    table = chats(CALM).drop(columns="trend")

    assert "one by one" in factsheet(table).notes[0]
    assert factsheet(chats(CALM)).notes == ()


def test_columns_for_patterns_and_json_of_them_are_read_as_well():
    table = chats(CALM, (20, [(["secrecy"], 0)], {}), (15, [(["gift_offer"], 0)], {}))
    wide = table.drop(columns="patterns").assign(
        **{name: [patterns.get(name, 0.0) for patterns in table["patterns"]] for name in PATTERNS}
    )
    written = table.assign(patterns=[json.dumps(patterns) for patterns in table["patterns"]])

    assert factsheet(wide).to_dict() == factsheet(written).to_dict() == factsheet(table).to_dict()
    assert factsheet(table.drop(columns="patterns")).patterns == "The file has no patterns."
    assert factsheet(table.drop(columns="disclosure")).disclosures == "The file has no disclosures."


def test_level_from_which_a_conversation_is_flagged():
    table = chats(CALM, *((10, [(["secrecy"], 0)], {"level": level}) for level in LEVELS[1:]))

    assert [factsheet(table, level=level).flagged for level in LEVELS[1:]] == [30, 20, 10]
    with pytest.raises(UnknownNameError, match="low, medium, high"):
        factsheet(table, level="none")


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"level": "grave"}, "table:2: the level must be one of none, low, medium, high"),
        ({"at": "noon"}, "table:2: .*ISO 8601"),
        ({"at": "2026-03-02T10:00:00"}, "table:2: .*one kind"),
        ({"disclosure": 3}, r"table:2: a probability must be a number in \[0, 1\]"),
        ({"patterns": {"secrecy": "much"}}, "table:2: could not convert"),
        ({"conversation": None}, "table:2: no conversation named"),
    ],
)
def test_a_bad_row_is_named(changed, problem):
    rows = chat("x", (["secrecy"], 0), (["secrecy"], 5))
    rows[1] |= changed

    with pytest.raises(DataError, match=problem):
        factsheet(pd.DataFrame(rows))


@pytest.mark.parametrize(("options", "name"), [({"time": "when"}, "when"), ({"conversation": "room"}, "room")])
def test_a_missing_column_is_named(options, name):
    with pytest.raises(DataError, match=f"no column '{name}'"):
        factsheet(chats(CALM), **options)
    with pytest.raises(DataError, match="no column 'level'; score the file"):
        factsheet(chats(CALM).drop(columns="level"))


def test_hostile_title_and_helpline_are_escaped():
    page = factsheet(chats(CALM), title="<script>x</script>", helplines={"<b>a</b>": "room & 1"}).to_html()

    assert "<script" not in page
    assert "&lt;b&gt;a&lt;/b&gt;, room &amp; 1" in page


def test_page_has_the_base_rate_and_helplines():
    sheet = factsheet(chats(CALM, (20, [(["secrecy"], 0)], {}), (15, [(["gift_offer"], 0)], {})))
    page = " ".join(re.sub(r"<[^>]+>", "", sheet.to_html()).split())

    assert "Most chats are harmless, so many flagged ones are too" in page
    assert "the platform's report button, the local police" in page
    assert "default-src 'none'" in sheet.to_html()
    assert "<script" not in sheet.to_html()


@pytest.mark.parametrize(("times", "hours"), [(1, 6), (4, 2), (20, 1)])
def test_heat_map_is_as_fine_as_the_number_allows(times, hours):
    shown = [(["secrecy"], 0)]
    days = [(times * (20 + 10 * day), shown, {"begin": START + timedelta(days=day)}) for day in range(3)]

    assert factsheet(chats(CALM, *days)).hours.hours == hours
    assert factsheet(chats(CALM, days[0])).hours == "Too few conversations at any one hour to be shown."


@pytest.fixture(scope="module")
def table():
    return chats(
        CALM,
        (20, [(["secrecy"], 0), (["image_request"], 9)], {"told": [9]}),
        (30, [(["gift_offer"], 0)], {"begin": START + timedelta(days=40)}),
    )


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".parquet"])
def test_files_and_tables_give_the_same_sheet(tmp_path, table, ending):
    path = tmp_path / f"scored{ending}"
    if ending == ".jsonl":
        table.to_json(path, orient="records", lines=True)
    elif ending == ".csv":
        table.assign(patterns=[json.dumps(patterns) for patterns in table["patterns"]]).to_csv(path, index=False)
    else:
        table.assign(patterns=[dict.fromkeys(PATTERNS, 0.0) | row for row in table["patterns"]]).to_parquet(path)
    frame = read_scored(path)

    assert not {"text", "author"} & set(frame.columns)
    assert factsheet(frame).to_dict() == factsheet(table).to_dict()


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.jsonl", b'{"level": "none"}\n{"le', "a.jsonl:2: not valid JSON"),
        ("a.jsonl", b"3\n", "a.jsonl:1: expected a JSON object"),
        ("a.jsonl", b"\xff\n", "not UTF-8"),
        ("a.csv", b"", "empty"),
        ("a.csv", b"level,at\nnone,1\nnone,1,2,3\n", "a.csv:3: 4 fields where the header has 2"),
        ("a.csv", b'level,at\nnone,"1\n', "not valid CSV"),
        ("a.parquet", b"x", "not a .parquet file"),
        ("a.txt", b"x", "unknown kind of file"),
    ],
)
def test_a_bad_file_is_named(tmp_path, name, content, problem):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(DataError, match=problem):
        read_scored(tmp_path / name)
    with pytest.raises(DataError, match="cannot be read"):
        read_scored(tmp_path / "none.jsonl")


def test_missing_pdf_extra_is_named(monkeypatch, tmp_path, table):
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)

    with pytest.raises(MissingExtraError, match=r"grooming-risk\[pdf\]"):
        factsheet(table).to_pdf(tmp_path / "a.pdf")


def test_pdf_is_one_page_of_a4(tmp_path, table):
    weasyprint = pytest.importorskip("weasyprint")
    sheet = factsheet(table, helplines={"the school counsellor": "room 12, Mondays to Thursdays"}, title="A title " * 9)
    document = weasyprint.HTML(string=sheet.to_html()).render()

    assert len(document.pages) == 1
    assert round(document.pages[0].width / 96 * 25.4) == 210
    sheet.to_pdf(tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def invoke(*arguments):
    """Run the command in this process; return what came of it."""
    return CliRunner().invoke(main, ["factsheet", *map(str, arguments)])


def test_command_reads_what_score_wrote(tmp_path):
    rows = []
    for number in range(60):
        at = (START + timedelta(days=number)).isoformat()
        text = "our secret ok, dont tell your mom, send me a pic on snap" if number % 4 == 0 else "gg wp"
        rows.append({"room": f"room-{number}", "author": "rex", "when": at, "text": text})
    chats_file, scored = tmp_path / "chats.jsonl", tmp_path / "scored.jsonl"
    chats_file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    out, _ = run("score", chats_file, "--conversation-column", "room", "--time-column", "when", "--keep", "when")
    scored.write_text(out, encoding="utf-8")
    options = ["--time-column", "when", "--level", "low"]
    assert invoke(scored, "-o", tmp_path / "a.html", *options, "--title", "Our school").exit_code == 0
    assert invoke(scored, "-o", tmp_path / "a.json", *options, "--time-zone", "Europe/Sarajevo").exit_code == 0
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    page = (tmp_path / "a.html").read_text(encoding="utf-8")

    assert (data["total"], data["flagged"], data["unit"]) == (60, 15, "conversations")
    assert data["rate"]["cases"] == 15
    assert "<h1>Our school</h1>" in page
    assert not re.search("secret ok|rex|room-", page)


def test_command_names_what_is_wrong(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"level": "none"}\n', encoding="utf-8")

    assert "-o must end in" in invoke(path, "-o", tmp_path / "a.doc").output
    assert "Europe/Sarajevo" in invoke(path, "-o", tmp_path / "a.html", "--time-zone", "Mars").output
    assert "no column 'when'" in str(invoke(path, "-o", tmp_path / "a.html", "--time-column", "when").exception)


DAYS = [f"2026-03-{1 + number % 27:02}" for number in range(400)]
WRITTEN = [
    pytest.param(lambda day: day, id="text"),
    pytest.param(lambda day: day.replace("-", ""), id="short text"),
    pytest.param(date.fromisoformat, id="date"),
    pytest.param(lambda day: f"{day}T00:00:00", id="midnight"),
    pytest.param(lambda day: f"{day} 00:00:00+00:00", id="midnight in UTC"),
    pytest.param(pd.Timestamp, id="timestamp"),
]


def days_of(written):
    """Secrecy in 400 chats, and an open ask: in 240 of them on the same day, in 100 on the next, in 60 never."""
    asks = [(n, "image_request", day if n < 240 else next_day(day)) for n, day in enumerate(DAYS[:340])]
    rows = [(n, "secrecy", day) for n, day in enumerate(DAYS)] + asks
    return pd.DataFrame([
        {"conversation": n, "level": "high", "patterns": {name: 0.9}, "disclosure": 0.0, "at": written(day)}
        for n, name, day in rows
    ])  # fmt: skip


def next_day(day):
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


@pytest.mark.parametrize("written", WRITTEN)
def test_dates_without_hours_have_no_hours(written):
    """Dates are no midnights: not in the table of hours, no ask came within an hour, the next day may be two."""
    sheet = factsheet(days_of(written), zone=ZoneInfo("America/New_York"))
    asks = {part.name: part.tenths for part in sheet.asks}

    assert sheet.hours == "The times of the file are dates, so hours are unknown."
    assert (asks["within a day"], asks["within a week"]) == (6, 2)
    assert "within an hour" not in asks
    assert sheet.span == "March 2026"
    assert len(sheet.trend) > 1
    assert "hours are unknown" in sheet.to_html()


def test_one_time_of_day_makes_midnights_times():
    times = days_of(lambda day: f"{day} 00:00")
    times.loc[5, "at"] = "2026-03-09 09:30"
    mixed = days_of(lambda day: day if day < "2026-03-20" else f"{day} 09:30")

    assert any(row[0] for row in factsheet(times).hours.cells)
    assert not any(row[0] for row in factsheet(mixed).hours.cells)
    assert any(row[9 // factsheet(mixed).hours.hours] for row in factsheet(mixed).hours.cells)


def test_found_and_asks_for_help_decide_where_the_file_has_them():
    row = {"level": "high", "patterns": {"trust_building": 0.95, "secrecy": 0.9, "coercion": 0.6}, "disclosure": 0.51}
    found = [["secrecy"]] * 30 + [["coercion"]] * 20 + [[]] * 10
    rows = [{"conversation": n, **row, "found": names} for n, names in enumerate(found)]
    table = pd.DataFrame(rows).assign(asks_for_help=[n < 10 for n in range(60)])
    named = factsheet(table)

    assert [(fact.pattern, fact.seen.cases) for fact in named.patterns if fact.seen] == [
        ("secrecy", 30),
        ("coercion", 20),
    ]
    assert named.disclosures == 10
    assert factsheet(table.drop(columns=["found", "asks_for_help"])).disclosures is None  # all 60 would be
    for written in (str, json.dumps, tuple, np.array):
        again = table.assign(found=table["found"].map(written), asks_for_help=table["asks_for_help"].map(str))
        assert factsheet(again) == named


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, ""])
def test_a_missing_conversation_is_refused_by_row(missing):
    names = pd.Series([1, missing], dtype=object)

    with pytest.raises(DataError, match="table:2: no conversation named"):
        factsheet(pd.DataFrame({"conversation": names, "level": "none"}))


def test_sheet_says_how_many_cries_for_help_may_be_none():
    table = pd.DataFrame({"conversation": [n // 100 for n in range(40_000)], "level": "none", "disclosure": 0.0})
    table.loc[table.index % 800 == 0, "disclosure"] = 0.9
    sheet = factsheet(table)

    assert default_model().info["settings"]["budgets"]["disclosure"] == FALSE_CRIES
    assert sheet.disclosures == 50
    assert "so up to about 40 of these conversations may be mistakes" in sheet.notes[-1]
    assert sheet.notes[-1] in sheet.to_html()
    assert not any("request for help" in note for note in factsheet(table.assign(disclosure=0.0)).notes)
