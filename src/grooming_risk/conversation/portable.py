"""Copies, pickles and compares conversations; a pickle holds the packed state, no text and no model."""

from __future__ import annotations

from typing import Self

from grooming_risk.conversation.reader import Reader
from grooming_risk.errors import StateError
from grooming_risk.model.identity import fingerprint, model_digest
from grooming_risk.scoring.scorer import Scorer, default_model


class Portable:
    """What `Conversation` needs to be copied, pickled, compared and shown.

    Conversations with the same state, settings and model are equal. A copy keeps the model, and the texts where they
    are kept; a pickle leaves both out, so it needs the shipped model.
    """

    observe_only: bool
    texts: list[str] | None
    _reader: Reader
    _time_unit: str

    def to_bytes(self) -> bytes:
        """Return the state as bytes."""
        raise NotImplementedError

    @classmethod
    def from_bytes(cls, data: bytes, *, observe_only: bool | None = None, time_unit: str = "") -> Self:
        """Return the conversation of a state."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Portable):
            return NotImplemented
        return self is other or self._packed() == other._packed()

    __hash__ = None  # type: ignore[assignment]  # it changes with every message

    def __copy__(self) -> Self:
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)  # records are replaced, never changed
        copy.texts = None if self.texts is None else self.texts.copy()
        return copy

    def __deepcopy__(self, _: object) -> Self:
        return self.__copy__()

    def __reduce__(self) -> tuple[object, ...]:
        if not _is_shipped(self._reader.scorer):
            raise StateError(
                "a conversation with a model of its own cannot be pickled, as a pickle holds no model; "
                "send chat.to_bytes(), and read it by Conversation.from_bytes(data, model=...)"
            )
        return _unpacked, (type(self), *self._packed()[:3])

    def _packed(self) -> tuple[bytes, bool, str, dict[str, str]]:
        return self.to_bytes(), self.observe_only, self._time_unit, fingerprint(self._reader.scorer)


def _is_shipped(scorer: Scorer) -> bool:
    shipped = default_model()
    return scorer is shipped or (
        model_digest(scorer) == model_digest(shipped)
        and fingerprint(scorer) == fingerprint(shipped)
        and scorer.conversation_rule == shipped.conversation_rule
        and scorer.disclosure_threshold == shipped.disclosure_threshold
    )


def _unpacked(kind: type[Portable], data: bytes, observe_only: bool, time_unit: str) -> Portable:
    return kind.from_bytes(data, observe_only=observe_only, time_unit=time_unit)
