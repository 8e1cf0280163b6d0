"""Stored forms with version and checksum; what is cut, altered or of another version is refused. No code of it runs."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from grooming_risk.errors import ArtifactError, StateError
from grooming_risk.model.checks import plain_json, read_bounded


def canonical_json(data: object) -> bytes:
    """Return data as JSON, the same bytes for the same data."""
    content = json.dumps(data, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return content.encode("utf-8", "surrogatepass")


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


class SealedJson(NamedTuple):
    """A file of one JSON object, with ``format_version`` and the checksum of everything else in it."""

    what: str  # kind of file, for error texts
    version: int
    checksum: str  # name of its field
    again: str  # how to write it again, for error texts
    end: bytes = b""  # counted in the checksum after the content
    most: int = 2**26  # bytes of the file

    def seal(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data with its version and checksum."""
        data = {"format_version": self.version, **data}
        return {**data, self.checksum: self._sum(data)}

    def read(self, path: str | Path) -> dict[str, Any]:
        """Return the sealed data of a file, or raise ArtifactError."""
        try:
            data = plain_json(read_bounded(path, self.most))
        except OSError as error:
            raise self._refusal(path, f"the {self.what} file cannot be read ({error.strerror})") from None
        except (ValueError, RecursionError) as error:
            why = f" ({error})" if type(error) is ValueError else ""
            raise self._refusal(path, f"cut short, or not a {self.what} file{why}") from None
        version = data.get("format_version") if isinstance(data, dict) else None
        if type(version) is not int or version != self.version:
            raise self._refusal(
                path, f"{self.what} format version {repr(version)[:20]}, and this library reads {self.version}"
            )
        if data.get(self.checksum) != self._sum({key: value for key, value in data.items() if key != self.checksum}):
            raise self._refusal(path, "altered since it was written (wrong checksum)")
        return dict(data)

    def _sum(self, data: Mapping[str, Any]) -> str:
        return sha256_of(canonical_json(data) + self.end)

    def _refusal(self, path: str | Path, reason: str) -> ArtifactError:
        return ArtifactError(path, f"{reason}; {self.again}")


class SealedBytes(NamedTuple):
    """Bytes that begin with a mark, a version byte, and a checksum of `sum_bytes` bytes, which may be 0.

    Examples
    --------
    >>> form = SealedBytes("note", b"NOTE", 1, "write it again", sum_bytes=8)
    >>> form.unseal(form.seal(b"gg wp"))
    b'gg wp'
    """

    what: str
    mark: bytes
    version: int
    again: str
    sum_bytes: int = 0

    def seal(self, content: bytes) -> bytes:
        """Return the content after its mark, version and checksum."""
        return self.mark + bytes([self.version]) + self._sum(content) + content

    def unseal(self, data: bytes) -> bytes:
        """Return the content of sealed bytes, or raise StateError."""
        head = len(self.mark) + 1
        content = data[head + self.sum_bytes :]
        if data[: len(self.mark)] != self.mark or len(data) < head:
            raise self.refusal(f"not a {self.what}")
        if data[len(self.mark)] != self.version:
            raise self.refusal(f"{self.what} version {data[len(self.mark)]}, and this library reads {self.version}")
        if data[head : head + self.sum_bytes] != self._sum(content):
            raise self.refusal(f"{self.what} cut short or altered (wrong checksum)")
        return content

    def refusal(self, reason: str) -> StateError:
        """Return the error that says what is wrong and what to do."""
        return StateError(f"{reason}; {self.again}")

    def _sum(self, content: bytes) -> bytes:
        return hashlib.sha256(content).digest()[: self.sum_bytes]
