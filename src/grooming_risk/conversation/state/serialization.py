"""The state of a conversation as bytes: a mark, a version, a checksum, and compressed JSON. Nothing in it can run code.

A state belongs to the model that made it, because its numbers do. It holds no text: readings keep concepts by number.
Its fields have fixed names and types, and every number a range; whatever else the bytes say is refused.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from functools import lru_cache
from typing import Any, Final, NamedTuple

from grooming_risk.conversation.author import Author
from grooming_risk.conversation.reader import Reader
from grooming_risk.conversation.state.conversation_state import AuthorName
from grooming_risk.conversation.state.fields import StateFields, author_of, author_row, fields_of
from grooming_risk.errors import StateError
from grooming_risk.scoring.scorer import Scorer

STATE_VERSION: Final = 5
"""Raised with every change of what a state holds."""

_MARK: Final = b"GRCS"
_HEAD: Final = len(_MARK) + 1
_SUM: Final = 8
_MOST: Final = 16 * 2**20  # bytes that a state may unpack to


class State(NamedTuple):
    """What a conversation keeps.

    Attributes
    ----------
    fields : StateFields
        Of the conversation as a whole.
    authors : dict of author to Author
        Of each author, the one heard last at the end.
    """

    fields: StateFields
    authors: dict[AuthorName, Author]


def dump_state(state: State, reader: Reader) -> bytes:
    """Return a state as bytes."""
    numbers = {name: number for number, name in enumerate(reader.concept_names)}
    data = {
        **state.fields._asdict(),
        "roles": list(state.fields.roles.items()),
        "authors": [[name, author_row(record, numbers)] for name, record in state.authors.items()],
        "model": model_digest(reader.scorer),
    }
    packed = zlib.compress(json.dumps(data, separators=(",", ":")).encode("ascii"), 9)
    return _MARK + bytes([STATE_VERSION]) + _checksum(packed) + packed


def load_state(data: bytes, reader: Reader) -> State:
    """Return the state that bytes hold.

    Raises
    ------
    StateError
        The bytes are cut or altered, of another version, from another model, or hold something else than a state.
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
        return _state(_unpacked(packed), reader)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError, zlib.error) as error:
        if isinstance(error, StateError):
            raise
        raise StateError(f"cannot be read ({type(error).__name__}); begin the conversation anew") from None


def _state(data: dict[str, Any], reader: Reader) -> State:
    if data.pop("model") != model_digest(reader.scorer):
        raise StateError("made with another model; pass that model, or begin the conversation anew")
    rows = data.pop("authors")
    fields = fields_of(data)
    authors = {name: author_of(row, reader.concept_names) for name, row in rows}
    if len(authors) != len(rows) or len(rows) > fields.max_authors:
        raise ValueError("authors")
    return State(fields, authors)


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
    data = json.loads(content)
    if not isinstance(data, dict):
        raise StateError("no state of a conversation; begin the conversation anew")
    return data


def _checksum(packed: bytes) -> bytes:
    return hashlib.sha256(packed).digest()[:_SUM]
