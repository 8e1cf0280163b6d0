"""Tells the name of a file or folder from a message, by its looks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_ENDS: Final = (
    "txt jsonl ndjson json csv tsv parquet",  # what is read
    "zip gz bz2 xz zst lzma lz4 br tar tgz tbz tbz2 txz rar 7z cab iso crypt[0-9]*",
    "html htm mhtml xml pdf doc docx odt ods rtf md rst tex epub ppt pptx xls xlsx xlsm",
    "eml emlx msg mbox pst log weechatlog bak orig tmp swp",
    "tab psv feather arrow orc avro dat sql sqlite sqlite3 db mdb dump sav dta rds pkl pickle npy npz h5 hdf5",
    "yaml yml toml ini cfg conf py ipynb",
    "jpg jpeg png gif webp heic mp4 mov mp3 ogg opus wav m4a",
)
"""Ends of the names of files, without the dot, of those that are read and others."""

_ENDING: Final = re.compile(rf"\.(?:{'|'.join(' '.join(_ENDS).split())})(?:\.[0-9]{{1,3}})?~?$", re.IGNORECASE)
_DRIVE: Final = re.compile(r"[A-Za-z]:\\\w|file://", re.IGNORECASE)  # a blank may follow
_PLACE: Final = re.compile(
    r"(?:~|\.{1,2})[/\\]."  # ./chat, ../chat, ~/chat
    r"|[A-Za-z]:[/\\][\w.]"  # C:/chat
    r"|\\\\\w[^\\]*\\."  # \\server\chats
    r"|/[\w.+-]{2,}/[\w.+-]"  # /data/chats, but not /r/gaming
    r"|[\w.+/-]*\w{3}/$"  # chats/, but not o/
    r"|[\w.+/-]*\w{4}~$"  # chat~, a copy that an editor leaves, but not ok~
)


def looks_like_a_path(argument: str) -> bool:
    r"""Say whether a text ends as a file's name does, or is written as a path is.

    Examples
    --------
    >>> [looks_like_a_path(text) for text in ("our chat.log", "./folder", "/data/chats", "chat.tar.bz2", "C:/x")]
    [True, True, True, True, True]
    >>> [looks_like_a_path(text) for text in ("go to kik.me/rex", "and/or", "/me waves", "/r/gaming", "\\o/", "ok.md?")]
    [False, False, False, False, False, False]
    """
    text = argument.strip()
    if "\n" in text or not text:
        return False
    last = text.split()[-1].lower()
    is_address = "://" in last or last.startswith("www.")
    if _DRIVE.match(text) or (_ENDING.search(last) and not is_address):
        return True
    if last != text.lower():
        return False
    return bool(_PLACE.match(text)) or ("/" in text and _is_in_a_folder(text))


def _is_in_a_folder(text: str) -> bool:
    """Say whether a path begins with a folder that is there."""
    first, _, rest = text.lstrip("/").partition("/")
    try:
        return bool(first and rest) and Path("/" if text.startswith("/") else "", first).is_dir()
    except (OSError, ValueError):
        return False
