"""The state of a conversation as bytes: a mark, a version, a checksum, and compressed JSON. Nothing in it can run code.

A state belongs to the model that made it, because its numbers do. It holds no text: readings keep concepts by number.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from grooming_risk.author import Author, Mark, Part
from grooming_risk.errors import StateError
from grooming_risk.reading import Reader, Reading
from grooming_risk.scorer import Scorer

STATE_VERSION: Final = 2
"""Raised with every change of what a state holds."""

_MARK: Final = b"GRCS"
_HEAD: Final = len(_MARK) + 1
_SUM: Final = 8
_MOST: Final = 256 * 2**20  # bytes that a state may unpack to


def dump_state(fields: Mapping[str, Any], reader: Reader) -> bytes:
    """Return the fields of a conversation as bytes."""
    numbers = {name: number for number, name in enumerate(reader.concept_names)}
    data = {**fields, "model": model_digest(reader.scorer)}
    data["_roles"] = list(fields["_roles"].items())
    data["_authors"] = [[name, _author_row(record, numbers)] for name, record in fields["_authors"].items()]
    packed = zlib.compress(json.dumps(data, separators=(",", ":")).encode("ascii"))
    return _MARK + bytes([STATE_VERSION]) + _checksum(packed) + packed


def load_state(data: bytes, reader: Reader) -> dict[str, Any]:
    """Return the fields of a conversation.

    Raises
    ------
    StateError
        The bytes are cut or altered, of another version, or from another model.
    """
    if not isinstance(data, bytes | bytearray | memoryview):
        raise TypeError(f"a state must be bytes, not {type(data).__name__}")
    data = bytes(data)
    if data[: len(_MARK)] != _MARK or len(data) <= _HEAD + _SUM:
        raise StateError("no state of a conversation; begin the conversation anew")
    if data[len(_MARK)] != STATE_VERSION:
        raise StateError(f"state version {data[len(_MARK)]}, and this library reads {STATE_VERSION}; begin anew")
    packed = data[_HEAD + _SUM :]
    if data[_HEAD : _HEAD + _SUM] != _checksum(packed):
        raise StateError("cut short or altered (wrong checksum); begin the conversation anew")
    try:
        fields = _unpacked(packed)
        if fields.pop("model") != model_digest(reader.scorer):
            raise StateError("made with another model; pass that model, or begin the conversation anew")
        fields["_roles"] = dict(fields["_roles"])
        fields["_authors"] = {name: _author(row, reader.concept_names) for name, row in fields["_authors"]}
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
        if isinstance(error, StateError):
            raise
        raise StateError(f"cannot be read ({type(error).__name__}); begin the conversation anew") from None
    return fields


@lru_cache(maxsize=8)
def model_digest(scorer: Scorer) -> str:
    """Return what tells one model from another: a hash of its weights and of the language folders it knows."""
    digest = hashlib.sha256()
    for row in (scorer.artifact.idf, *scorer.artifact.coef):
        digest.update(row.tobytes())
    digest.update(json.dumps(scorer.artifact.conversation.to_json(), sort_keys=True).encode())
    digest.update(json.dumps(sorted(scorer.analyzer.lexicon.forms.items())).encode())
    return digest.hexdigest()[:16]


def _unpacked(packed: bytes) -> dict[str, Any]:
    unpack = zlib.decompressobj()
    content = unpack.decompress(packed, _MOST)
    if not unpack.eof:
        raise StateError("cut short or too large; begin the conversation anew")
    fields = json.loads(content)
    if not isinstance(fields, dict):
        raise StateError("no state of a conversation; begin the conversation anew")
    return fields


def _checksum(packed: bytes) -> bytes:
    return hashlib.sha256(packed).digest()[:_SUM]


def _author_row(record: Author, numbers: Mapping[str, int]) -> list[Any]:
    row = record._asdict()
    row["tail"] = [_part_row(part, numbers) for part in record.tail]
    return list(row.values())


def _part_row(part: Part, numbers: Mapping[str, int]) -> list[Any]:
    reading = part.reading
    concepts = [numbers[name] for name in reading.concepts]
    sums = [[total.real, total.imag] for total in (reading.words, reading.begin, reading.end)]
    return [reading.risk, reading.disclosure, reading.size, sums, concepts, part.message, part.at]


def _author(row: list[Any], names: list[str]) -> Author:
    record = Author._make(row)  # refuses a row of another length
    return record._replace(
        peaks=tuple(record.peaks),
        tail=tuple(_part(row, names) for row in record.tail),
        marks=tuple(map(_mark, record.marks)),
    )


def _mark(row: Any) -> Mark:
    pattern, message, at, log_odds, rise, spans = row
    return Mark(pattern, message, at, log_odds, rise, tuple((start, end, weight) for start, end, weight in spans))


def _part(row: Any, names: list[str]) -> Part:
    risk, disclosure, size, sums, concepts, message, at = row
    words, begin, end = (complex(real, imag) for real, imag in sums)
    reading = Reading(risk, disclosure, size, words, begin, end, tuple(names[number] for number in concepts))
    return Part(reading, message, at)
