"""How an evaluation is shown: nothing hostile gets through, nothing long fills the screen, nothing is left unsaid."""

import pytest
from rich.console import Console

from grooming_risk.cli.evaluation_tables import terminal_tables
from grooming_risk.evaluation.result import AttackEvaluation, ConversationEvaluation, Evaluation

ALARMS = dict.fromkeys(("precision", "recall", "harmless_alarmed"), 0.5)


def conversations(slices):
    return ConversationEvaluation(
        {"conversations": {"grooming": 2}, "auc": None, "latency_p": 0.1, "medium": ALARMS, "high": ALARMS,
         "slices": {"scenario": slices}},
        {"medium.recall": (0.25, 0.75)},
    )  # fmt: skip


def slice_of(count):
    return {
        "n": count, "grooming": 0, "recall": None, "false_alarm_rate": 0.0, "roc_auc": None, "small": count < 20,
    }  # fmt: skip


def printed(result, width=80):
    console = Console(width=width, highlight=False, color_system=None)
    with console.capture() as capture:
        for table in terminal_tables("mine", result):
            console.print(table)
    return capture.get()


def test_figures_stand_with_their_intervals():
    shown = printed(conversations({"game": slice_of(30)}))

    assert "mine: conversations alarmed at a level or above" in shown
    assert "0.25 to 0.75" in shown
    assert "ROC-AUC of the highest risk too few" in shown


@pytest.mark.parametrize("name", ["[bold]x", "\x1b[31mred", "<b>x</b>"])
def test_hostile_name_of_a_slice_gets_no_effect(name):
    result = conversations({name: slice_of(30)})
    shown, html = printed(result), result._repr_html_()

    assert "\x1b" not in shown
    assert "\x1b" not in html
    assert "<b>" not in html
    assert name.removeprefix("\x1b") in shown


def test_many_slices_are_cut_and_counted():
    (_, table) = conversations({f"room {n}": slice_of(n) for n in range(1, 51)}).tables()

    assert len(table.rows) == 21
    assert table.rows[0][0] == "scenario room 31"
    assert table.rows[-1][0] == "scenario: 30 smaller ones in the JSON"


def test_small_slices_are_warned_of():
    assert any("marked few: 2" in found for found in conversations({"a": slice_of(19), "b": slice_of(1)}).warnings())
    assert conversations({"a": slice_of(20)}).warnings() == []


def test_conversations_as_a_part_are_shown_as_they_are_alone():
    alone = conversations({"game": slice_of(30)})
    part = Evaluation({"mine": 1}).joined(conversations=alone)

    assert part.tables() == alone.tables()


def test_attacks_alone_and_as_a_part_are_shown_alike():
    figures = {
        "harmless": 10, "unattacked": {"medium": {"recall": 0.5, "false_alarms": 0}},
        "attacks": {"leet": {"recall_kept": 0.9, "false_alarms_added": 1}},
    }  # fmt: skip
    alone = AttackEvaluation(figures, {"attacks.leet.recall_kept": (0.8, 1.0)})
    (table,) = alone.tables()

    assert table.header == ("attack", "recall kept", "95%", "false alarms added")
    assert table.rows == [("leet", "0.900", "0.80 to 1.00", "1")]
    assert Evaluation({"x": 1}).joined(attacks=alone).tables() == [table]


def test_what_no_table_is_known_for_is_listed():
    (table,) = Evaluation({"a": {"b": 0.5}, "c": None}, {"a.b": (0.4, 0.6)}).tables()

    assert table.rows == [("a.b", "0.500", "0.400 to 0.600"), ("c", "too few", "")]


def test_type_is_recognised_from_json():
    alone = conversations({"game": slice_of(30)})

    assert type(Evaluation.from_dict(alone.to_dict())) is ConversationEvaluation
    assert type(Evaluation.from_dict({"conversations": 2})) is Evaluation
