"""The plain path of the readers, UTF-8 with commas, against the csv module of the standard library, in one run."""

import csv

import pytest

from grooming_risk.io.messages import read_records
from timing import steady

pytestmark = pytest.mark.timing


@pytest.mark.parametrize("text", ["hello there how are you today", '"hello, there ""you"""'])
def test_a_plain_table_is_read_about_as_fast_as_by_the_csv_module(tmp_path, text):
    path = tmp_path / "chat.csv"
    path.write_text("id,author,text,at\n" + "".join(f"{n},a{n % 50},{text},{n}.5\n" for n in range(30_000)))

    def by_csv(_):
        with path.open(newline="", encoding="utf-8") as stream:
            return sum(1 for row in csv.DictReader(stream) if row["text"])

    def by_reader(_):
        return sum(1 for record in read_records(path) if record.text)

    assert steady(by_reader, [0]) < 3 * steady(by_csv, [0])
