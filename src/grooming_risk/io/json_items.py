"""JSON of a source, item by item: a file of any size is never held as a whole (extra ``exports``: ijson)."""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterator
from io import BufferedReader
from typing import Any, BinaryIO, Final, cast

from grooming_risk.errors import DataError, MissingExtraError
from grooming_risk.io.encodings import HEAD, UTF_8
from grooming_risk.io.layout import AS_IT_IS, Layout
from grooming_risk.io.lines import buffered, text_encoding
from grooming_risk.io.repeated_key import Keys, Repeated
from grooming_risk.io.source import Source

MAX_ITEM: Final = 5_000_000
"""Characters of the texts of one item; a longer one is refused."""

MAX_DEPTH: Final = 100
"""Lists and objects within each other; a deeper one is refused."""

_READ: Final = 8192
"""Bytes parsed at once: ijson names each place by all places above it, so depth within them costs the square."""

_CUT: Final = "is cut short or not valid JSON; export it again"
_WRONG: Final = "is not valid JSON; export it again"


def json_values(source: Source, *prefixes: str, layout: Layout = AS_IT_IS) -> Iterator[tuple[str, Any]]:
    """Yield the values at some places of a JSON document, with their place, in the order of the file.

    Parameters
    ----------
    source : Source
        A JSON file.
    *prefixes : str
        Places as ijson names them: ``"messages.item"``, ``"channel"``.
    layout : Layout, optional
        Encoding.

    Raises
    ------
    DataError
        The file is not valid JSON, or cut short; what stands before is yielded first.
    MissingExtraError
        ijson is not installed.
    """
    with source.open() as stream:
        yield from stream_values(buffered(stream), source.name, prefixes, layout)


def stream_values(
    stream: BufferedReader, name: str, prefixes: Collection[str], layout: Layout
) -> Iterator[tuple[str, Any]]:
    """Yield the values at some places of a JSON document that a stream holds, as `json_values` does.

    An item with a key twice is yielded as `Repeated`; a key that stands twice outside the items is an error.
    """
    try:
        import ijson
    except ModuleNotFoundError:
        raise MissingExtraError("ijson", "exports") from None
    building, place, size, depth, top, keys = None, "", 0, 0, 0, Keys()
    try:
        for prefix, event, value in ijson.parse(_utf8(stream, name, layout), use_float=True, buf_size=_READ):
            keys.take(event, value)
            if building is None and keys.repeated:
                raise DataError(name, None, keys.repeated)
            if building is None and prefix in prefixes and event != "map_key":
                building, place, size, top = ijson.ObjectBuilder(), prefix, 0, depth
            depth += (event in ("start_map", "start_array")) - (event in ("end_map", "end_array"))
            if building is not None:
                building.event(event, value)
                size += len(value) if isinstance(value, str) else 1
            if size > MAX_ITEM or depth - top > MAX_DEPTH:
                raise DataError(name, None, f"holds an item of more than {MAX_ITEM:,} characters, or {MAX_DEPTH} "
                                "lists within each other; refused")  # fmt: skip
            if building is not None and depth == top and event != "map_key":
                yield place, Repeated(keys.repeated) if keys.repeated else building.value
                building, top, keys.repeated = None, 0, ""
    except ijson.IncompleteJSONError:
        raise DataError(name, None, _CUT) from None
    except (ijson.JSONError, UnicodeError, RecursionError, ValueError) as error:
        raise error if isinstance(error, DataError) else DataError(name, None, _WRONG) from None


def text_head(stream: BufferedReader, name: str, layout: Layout) -> str:
    """Return the first characters of a stream, which stay to be read."""
    head = stream.peek(HEAD)[:HEAD]
    return head.decode(text_encoding(head, name, layout), "replace").lstrip("\ufeff")


def chat_items(
    source: Source,
    *,
    names: Collection[str],
    ids: Collection[str],
    items: Collection[str],
    layout: Layout = AS_IT_IS,
) -> Iterator[tuple[int, str, str, Any]]:
    """Yield number, id of the chat, its title, and value of each message of a JSON export.

    Parameters
    ----------
    source : Source
        A JSON file; the name and the id of a chat stand before its messages.
    names, ids, items : collection of str
        Places of titles, of ids, and of messages, as `json_values` takes them.
    layout : Layout, optional
        Encoding.
    """
    chat, title, number = source.conversation, "", 0
    for place, value in json_values(source, *names, *ids, *items, layout=layout):
        if place in names:
            title = text_of(value)
        elif place in ids:
            chat = text_of(value) or chat
        else:
            number += 1
            yield number, chat, title, value


def _utf8(stream: BufferedReader, name: str, layout: Layout) -> BinaryIO:
    """Return a stream of UTF-8 without a byte order mark."""
    head = stream.peek(HEAD)[:HEAD]
    encoding = text_encoding(head, name, layout)
    if encoding != UTF_8:
        return cast(BinaryIO, codecs.EncodedFile(stream, "utf-8", encoding))
    if head.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
    return stream


def text_of(value: Any) -> str:
    """Return a field that names something as text: a text, or a whole number; "" for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
