"""Opens the store of the settings."""

from __future__ import annotations

import re
from typing import Final

from grooming_risk.service.settings import ServiceSettings
from grooming_risk.service.stores.base import Store
from grooming_risk.service.stores.redis import RedisStore
from grooming_risk.service.stores.sqlite import SqliteStore

_REDIS: Final = ("redis", "rediss", "unix")
_FORMS: Final = "give one such as redis://HOST:PORT/DB, or unix:///PATH?db=DB"
_ADDRESS: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_UNCLEAR: Final = re.compile(r"(?![A-Za-z]:[/\\])[^/\\]*:|\s*$")
"""A colon before the first slash, as in ``redis:host``, ``host:6379`` and ``:memory:``, or nothing at all."""
_UNESCAPED: Final = re.compile(r"#|//.*[/?].*@")  # a password with such marks, of which a part would count as host


def open_store(settings: ServiceSettings) -> Store:
    """Open the store.

    Raises
    ------
    DataError
        The file cannot be used.
    ValueError
        It is neither a path nor a valid address of Redis; the error does not quote it: it may hold a password.

    Examples
    --------
    >>> open_store(ServiceSettings("postgres://user:password@host/db"))
    Traceback (most recent call last):
    ValueError: --state takes a file, or an address that begins with redis://, rediss:// or unix://; not postgres://
    """
    scheme = scheme_of(settings.state)
    if not scheme and settings.state and _UNCLEAR.match(settings.state):
        raise ValueError(
            f"--state is neither a file nor an address of Redis; {_FORMS}, or ./NAME for a file with a colon"
        )
    if not scheme:
        return SqliteStore(settings.state, settings.keep_days)
    if scheme not in _REDIS:
        schemes = "redis://, rediss:// or unix://"
        raise ValueError(f"--state takes a file, or an address that begins with {schemes}; not {scheme}://")
    try:
        if _UNESCAPED.search(settings.state):
            raise ValueError
        return RedisStore(scheme + settings.state[len(scheme) :], settings.keep_days)
    except ValueError:
        raise ValueError(f"--state is not a valid address of Redis; {_FORMS}") from None


def shown_state(state: str) -> str:
    """Return a path, or an address without user, password and query.

    Examples
    --------
    >>> shown_state("REDIS://user:password@127.0.0.1:6379/0?password=hidden")
    'redis://127.0.0.1:6379/0'
    """
    scheme = scheme_of(state)
    if not scheme:
        return state
    place, _, rest = re.split(r"[?#]", state[len(scheme) + 3 :], maxsplit=1)[0].partition("/")
    return f"{scheme}://{place.rpartition('@')[2]}/{rest}"


def scheme_of(state: str) -> str:
    """Return the scheme of an address in small letters, or "" for a path.

    Examples
    --------
    >>> scheme_of("REDIS://127.0.0.1/0"), scheme_of("conversations.sqlite3")
    ('redis', '')
    """
    found = _ADDRESS.match(state)
    return found[1].lower() if found else ""
