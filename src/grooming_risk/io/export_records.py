"""Messages of a chat export as the records that `score` and `view` take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.exports.read import Tally, read_export
from grooming_risk.io.lines import OnBad, stop_at
from grooming_risk.io.messages import Record
from grooming_risk.io.source import Source, file_source
from grooming_risk.io.standard_input import STDIN
from grooming_risk.text.markup import masked_markup


def export_records(
    path: str | Path | Source, *, form: str, options: ReadOptions, on_bad: OnBad = stop_at, tally: Tally | None = None
) -> Iterator[Record]:
    """Yield the messages of an export; the errors are those of `read_export`.

    The fields are ``conversation``, ``author``, ``at`` (ISO 8601), ``name``, ``title``, ``id`` and ``reply_to``. Markup
    of the platform is masked.
    """
    for message in read_export(path, form=form, options=options, on_bad=on_bad, tally=tally):
        fields = message._asdict()
        source, line, text = fields.pop("source"), fields.pop("line"), fields.pop("text")
        fields["at"] = message.at.isoformat() if message.at else None
        yield Record(source, line, masked_markup(text), fields)


def export_stream(
    stream: BinaryIO, *, form: str, options: ReadOptions, on_bad: OnBad = stop_at, tally: Tally | None = None
) -> Iterator[Record]:
    """Yield the messages of an export on standard input, which is held in a temporary file."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "stdin")
        with path.open("wb") as held:
            while block := stream.read(1 << 20):
                held.write(block)
        given = file_source(path)._replace(name=STDIN)
        yield from export_records(given, form=form, options=options, on_bad=on_bad, tally=tally)
