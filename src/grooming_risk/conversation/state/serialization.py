"""The state of a conversation as bytes: a magic number, a version, a checksum, and compressed JSON.

It needs the model that made it, and holds no text: readings keep concepts by number. Every name, type and range is
checked.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any, Final

from grooming_risk.conversation.author import Author
from grooming_risk.conversation.reader import Reader
from grooming_risk.conversation.state.conversation_state import AuthorName
from grooming_risk.conversation.state.fields import StateFields, author_of, author_row, fields_of
from grooming_risk.errors import StateError
from grooming_risk.model.identity import model_digest
from grooming_risk.model.sealed import SealedBytes

STATE_VERSION: Final = 7
"""Version of the format, raised with every change of it."""

_FORM: Final = SealedBytes(
    "conversation state", b"GRCS", STATE_VERSION, "begin the conversation anew: add its messages again", sum_bytes=8
)
_MOST: Final = 16 * 2**20  # bytes that a state may unpack to


def dump_state(fields: StateFields, authors: Mapping[AuthorName, Author], reader: Reader) -> bytes:
    """Return a state as bytes, the authors in the order of their last messages."""
    numbers = {name: number for number, name in enumerate(reader.concept_names)}
    data = {
        **fields._asdict(),
        "roles": list(fields.roles.items()),
        "authors": [[name, author_row(record, numbers)] for name, record in authors.items()],
        "model": model_digest(reader.scorer),
    }
    return _FORM.seal(zlib.compress(json.dumps(data, separators=(",", ":")).encode("ascii"), 9))


def load_state(data: bytes, reader: Reader) -> tuple[StateFields, dict[AuthorName, Author]]:
    """Return what `dump_state` was given; refuse all other bytes by a StateError."""
    if not isinstance(data, bytes | bytearray | memoryview):
        raise TypeError(f"a state must be bytes, not {type(data).__name__}")
    packed = _FORM.unseal(bytes(data))
    try:
        return _state(_unpacked(packed), reader)
    except StateError:
        raise
    except (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError, zlib.error) as error:
        raise _FORM.refusal(f"cannot be read ({type(error).__name__})") from None


def _state(data: dict[str, Any], reader: Reader) -> tuple[StateFields, dict[AuthorName, Author]]:
    if data.pop("model") != model_digest(reader.scorer):
        raise StateError(f"made with another model; pass that model, or {_FORM.again}")
    rows = data.pop("authors")
    fields = fields_of(data)
    authors = {name: author_of(row, reader.concept_names) for name, row in rows}
    if len(authors) != len(rows) or len(rows) > fields.max_authors:
        raise ValueError("authors")
    return fields, authors


def _unpacked(packed: bytes) -> dict[str, Any]:
    unpack = zlib.decompressobj()
    content = unpack.decompress(packed, _MOST)
    if not unpack.eof:
        raise _FORM.refusal("cut short or too large")
    data = json.loads(content)
    if not isinstance(data, dict):
        raise _FORM.refusal(f"not a {_FORM.what}")
    return data
