"""Rows of CSV: read back as they were, and no formula among them."""

import csv
import json

import pytest

from grooming_risk.io.csv_line import csv_line


def read(line):
    (row,) = csv.reader([line], strict=True)
    return row


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠"])
def test_a_text_that_a_spreadsheet_runs_gets_a_quote(sign):
    assert read(csv_line([f"{sign}1+1", "gg"])) == [f"'{sign}1+1", "gg"]


def test_numbers_stay_numbers():
    assert read(csv_line([-1, 0.5, None, True])) == ["-1", "0.5", "", "True"]


def test_delimiters_quotes_and_line_ends_stay_in_their_cell():
    cells = ['say "hi", ok', "two\nlines", ""]

    assert read(csv_line(cells)) == cells


def test_no_control_character_gets_out():
    line = csv_line(["a\x1b[31m\u202e\x9b\r", ["\x07=x"]])

    assert not set(line) & set("\x1b\x07\x9b\u202e\r")


def test_lists_of_names_are_joined_and_others_are_json():
    cells = read(csv_line([("secrecy", "gift"), [1, {"a": "ž"}], {"=": 1}, ["=1"]]))

    assert cells[0] == "secrecy gift"
    assert json.loads(cells[1]) == [1, {"a": "ž"}]
    assert json.loads(cells[2]) == {"=": 1}
    assert cells[3] == "'=1"


def test_a_lone_surrogate_is_no_error():
    assert csv_line(["\ud800"]) == "\N{REPLACEMENT CHARACTER}\n"
