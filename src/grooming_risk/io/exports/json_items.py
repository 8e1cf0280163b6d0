"""JSON of a source, item by item: a file of any size is never held as a whole (extra ``exports``: ijson)."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO, Final, cast

from grooming_risk.errors import DataError, MissingExtraError
from grooming_risk.io.exports.source import Source
from grooming_risk.io.exports.text_lines import encoding_of, head_of

MAX_ITEM: Final = 5_000_000
"""Characters of the texts of one item; a longer one is refused."""


def json_values(source: Source, *prefixes: str) -> Iterator[tuple[str, Any]]:
    """Yield the values at some places of a JSON document, with their place, in the order of the file.

    Parameters
    ----------
    source : Source
        A JSON file.
    *prefixes : str
        Places as ijson names them: ``"messages.item"``, ``"channel"``.

    Raises
    ------
    DataError
        The file is not valid JSON, or cut short; what stands before is yielded first.
    MissingExtraError
        ijson is not installed.
    """
    try:
        import ijson
    except ModuleNotFoundError:
        raise MissingExtraError("ijson", "exports") from None
    wanted, building, place, size = set(prefixes), None, "", 0
    with _utf8(source) as stream:
        try:
            for prefix, event, value in ijson.parse(stream, use_float=True):
                if building is None and prefix in wanted and event != "map_key":
                    building, place, size = ijson.ObjectBuilder(), prefix, 0
                if building is None:
                    continue
                building.event(event, value)
                size += len(value) if isinstance(value, str) else 1
                if size > MAX_ITEM:
                    raise DataError(source.name, None, f"holds an item of more than {MAX_ITEM:,} characters; refused")
                if prefix == place and event not in ("start_map", "start_array", "map_key"):
                    yield place, building.value
                    building = None
        except ijson.IncompleteJSONError:
            raise DataError(source.name, None, "is cut short or not valid JSON; export it again") from None
        except (ijson.JSONError, UnicodeDecodeError, RecursionError):
            raise DataError(source.name, None, "is not valid JSON; export it again") from None


def chat_items(
    source: Source, *, names: Collection[str], ids: Collection[str], items: Collection[str]
) -> Iterator[tuple[int, str, str, Any]]:
    """Yield number, id of the chat, its title, and value of each message of a JSON export.

    Parameters
    ----------
    source : Source
        A JSON file; the name and the id of a chat stand before its messages.
    names, ids, items : collection of str
        Places of titles, of ids, and of messages, as `json_values` takes them.
    """
    chat, title, number = source.inner.stem, "", 0
    for place, value in json_values(source, *names, *ids, *items):
        if place in names:
            title = text_of(value)
        elif place in ids:
            chat = text_of(value) or chat
        else:
            number += 1
            yield number, chat, title, value


def _utf8(source: Source) -> BinaryIO:
    """Open a source as UTF-8 without a byte order mark."""
    head = head_of(source)
    name = encoding_of(head)
    stream = source.open()
    if name == "utf-8-sig":
        stream.read(len(codecs.BOM_UTF8))
    if name.startswith("utf-8"):
        return stream
    return cast(BinaryIO, codecs.EncodedFile(stream, "utf-8", name))


def text_of(value: Any) -> str:
    """Return a field that names something as text: a text, or a whole number; "" for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
