"""Tables are as wide as the terminal where that hides no number, and wider where it would."""

import io
import json
import random
import re
from pathlib import Path

import pytest
from rich.table import Table

from grooming_risk import PATTERNS, load_corpus, load_model
from grooming_risk.cli.evaluation.compare import _print as print_comparison
from grooming_risk.cli.evaluation.site_view import print_site
from grooming_risk.cli.number_table import NumberTable, fitted
from grooming_risk.cli.options import print_evaluation
from grooming_risk.cli.terminal import stdout_console
from grooming_risk.cli.training.adapt import _print as print_adaptation
from grooming_risk.evaluation.comparison.result import Comparison, Difference
from grooming_risk.evaluation.result import Evaluation, LanguageEvaluation
from grooming_risk.model.site import Site, Threshold
from grooming_risk.training.adaptation import Adaptation, Standing
from support.cli import run

NUMBER = re.compile(r"[+-]?\d[\d.,]*%?")
WIDTHS = (40, 60, 80, 200)
RISKY = "dont tell your parents, send me a pic on snap"


def drawn(table, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    console = stdout_console()
    with console.capture() as capture:
        console.print(table)
    return capture.get()


@pytest.mark.parametrize("number", range(40))
def test_numbers_are_whole_and_no_text_is_lost(monkeypatch, number):
    draw = random.Random(number)
    words = ["gg", "share", "alerts_per_million", "x" * 40, "of", "ž 😀", "[bold]", "95%"]
    table = NumberTable("figures", draw.sample(["what", "n", "a long heading", "95% interval"], 3))
    rows = [
        (" ".join(draw.choices(words, k=draw.randrange(1, 9))), f"{draw.random() * 10**draw.randrange(9):,.3f}",
         f"{draw.randrange(10**6):,} to {draw.randrange(10**9):,}")
        for _ in range(4)
    ]  # fmt: skip
    for row in rows:
        table.add_row(*(part.replace("[", r"\[") for part in row))
    for width in (1, 20, 40, 60, 80, 200):
        lines = drawn(table, width, monkeypatch).splitlines()

        for _, value, interval in rows:
            assert any(re.search(rf"(?<!\S){value}\s+{interval}$", line.rstrip()) for line in lines)
        assert "…" not in "".join(lines)
    wide = "".join(drawn(table, 400, monkeypatch).split())
    assert all("".join(row[0].split()) in wide for row in rows)


def test_text_gives_way_before_headings_and_headings_before_numbers():
    table = NumberTable(header=("name", "a heading of words", "n"))
    table.add_row("some words that are long", "12 to 34", "1,234")

    assert fitted(table.columns, 100) == [24, 18, 5]
    assert fitted(table.columns, 40) == [17, 18, 5]
    assert fitted(table.columns, 22) == [5, 12, 5]
    assert fitted(table.columns, 1) == [5, 8, 5]


def test_the_gap_between_columns_gives_way_before_the_width(monkeypatch):
    table = NumberTable(header=("n", "m", "k"))
    table.add_row("1" * 10, "2" * 10, "3" * 10)

    assert drawn(table, 34, monkeypatch).splitlines()[1] == "  ".join(("1" * 10, "2" * 10, "3" * 10))
    assert drawn(table, 33, monkeypatch).splitlines()[1] == " ".join(("1" * 10, "2" * 10, "3" * 10))
    assert drawn(table, 5, monkeypatch).splitlines()[1] == " ".join(("1" * 10, "2" * 10, "3" * 10))


def test_a_whole_name_is_not_folded():
    table = NumberTable(header=("figure", "value"), whole=("figure",))
    table.add_row("held_out.levels.medium.alerts_per_million", "1")

    assert fitted(table.columns, 20) == [41, 5]


def labelled(folder):
    frame = load_corpus("validation").groupby("kind").head(30)
    frame["labels"] = frame["labels"].map(";".join)
    frame[["text", "labels", "kind"]].to_csv(folder / "labelled.csv", index=False)
    return folder / "labelled.csv"


def reviews(folder):
    rows = [{"id": str(n % 9), "text": f"gg {n % 9}", "labels": ["secrecy"] if n % 4 else [], "annotator": "abc"[n % 3],
             "meta": {}, "predictions": {}} for n in range(27)]  # fmt: skip
    (folder / "reviews.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder / "reviews.jsonl"


@pytest.mark.parametrize(
    "arguments",
    [["info"], ["info", "--all"], ["review", "agreement", reviews], ["evaluate", "--rounds", "2", "--data", labelled],
     ["triage", str(Path(__file__).parents[1] / "exports" / "discord.json")]],
    ids=lambda arguments: " ".join(one for one in arguments[:2] if isinstance(one, str) and "/" not in one),
)  # fmt: skip
def test_commands_print_the_same_numbers_at_every_width(tmp_path, arguments):
    given = [part(tmp_path) if callable(part) else part for part in arguments]
    printed = {width: run(*given, columns=width)[0] for width in WIDTHS}

    check(printed, fits=arguments != ["info", "--all"])  # names of figures are longer than a terminal


def check(printed, fits=True):
    numbers = {width: sorted(NUMBER.findall(joined(text))) for width, text in printed.items()}
    assert numbers[200]
    assert "…" not in "".join(printed.values())
    for width in WIDTHS:
        assert numbers[width] == numbers[200], width
    assert not fits or max(map(len, printed[80].splitlines())) <= 80


def joined(text):
    """Return a printed text with hashes that were folded taken out: they are no numbers."""
    return re.sub(r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{8,}\b|(?<= )[0-9a-f]{16}(?= *$)", "", text, flags=re.M)


def comparison():
    one = Difference(0.12345, 0.23456, 0.11111, -0.00123, 0.22222, "no difference shown")
    return Comparison(
        {"recall_at_false_alarm_rate.0.0001": one, "conversations.medium.harmless_alarmed": one},
        (),
        {"grooming": 1},
        200,
        0,
    )


def adaptation():
    return Adaptation(Path("m"), 1_234_567, 12_345, Standing(123_456.0, 0.1234), Standing(2000.0, 0.5))


def site(chats):
    one = Threshold(0.0123, 1000.0, 987.6, (456.7, 12_345.6), 3, extrapolated=True)
    levels = {"low": one, "medium": Threshold(0.5, *one_more(one)), "high": Threshold(0.9, *one_more(one))}
    return Site("0" * 64, levels, dict.fromkeys(PATTERNS, one), messages=1_234_567, texts=765_432,
                conversations=levels if chats else None, chats=chats)  # fmt: skip


def one_more(one):
    return (one.budget, one.expected, one.interval, one.reached)


def of_the_card(name):
    return load_model().info[name]


SHOWN = {
    "compare": lambda: print_comparison(comparison()),
    "adapt": lambda: print_adaptation(adaptation(), 2000),
    "calibrate": lambda: print_site(site(0)),
    "calibrate --conversations": lambda: print_site(site(12_345), 12.3),
    "evaluate --unseen-authors": lambda: print_evaluation(
        "unseen authors", Evaluation.from_dict(of_the_card("unseen_authors")), as_json=False
    ),
    "evaluate --languages": lambda: print_evaluation(
        "held-out authors", LanguageEvaluation({"by_language": of_the_card("languages")}), as_json=False
    ),
}
"""What commands print that take minutes to come to it."""


@pytest.mark.parametrize("name", SHOWN)
def test_results_of_long_commands_print_the_same_numbers_at_every_width(monkeypatch, capsys, name):
    printed = {}
    for width in WIDTHS:
        monkeypatch.setenv("COLUMNS", str(width))
        SHOWN[name]()
        printed[width] = capsys.readouterr().out

    check(printed)


def test_explained_messages_print_the_same_numbers_at_every_width():
    printed = {width: run("score", RISKY, "--explain", "--format", "table", columns=width)[0] for width in WIDTHS}

    assert len(set(printed.values())) == 1  # a message is a line; the terminal wraps it
    assert "image_request  +" in printed[40]


def test_every_table_of_the_command_line_is_one_of_these():
    sources = Path(__file__).parents[2] / "src" / "grooming_risk" / "cli"
    found = [path.name for path in sources.rglob("*.py") if re.search(r"(?<!Number)\bTable\(", path.read_text())]

    assert found == []
    assert issubclass(NumberTable, Table)


def test_a_closed_output_is_still_told(monkeypatch):
    class Closed(io.StringIO):
        def write(self, text):
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Closed())
    with pytest.raises(BrokenPipeError):
        stdout_console().print("gg")
