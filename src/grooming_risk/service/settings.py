"""Settings of the service: store of the states, API keys, limits."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Final

KEYS_VARIABLE: Final = "GROOMING_RISK_API_KEYS"
"""Environment variable with the API keys, separated by commas or blanks."""

MAX_TEXT_BYTES: Final = 20_480
"""Largest message in bytes of UTF-8; the hosted API that `perspective` follows has the same limit."""

_SHORTEST_KEY: Final = 16
_FEWEST_CHARACTERS: Final = 6  # different ones of a key
_KEY: Final = re.compile(rf"[!-+\--~]{{{_SHORTEST_KEY},}}")
_ORIGIN: Final = re.compile(r"https?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?")
_ROOT_PATH: Final = re.compile(r"(/[A-Za-z0-9._~-]+)+")
_HOST: Final = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9]+)?")


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Settings of a service.

    Parameters
    ----------
    state : str
        A file for the embedded SQLite store, or a ``redis://``, ``rediss://`` or ``unix://`` address.
    keep_days : float, optional
        Days without a message after which a conversation is erased, above 0; None keeps it until it is deleted.
    keys : tuple of str, default=()
        API keys of 16 ASCII characters or more, 6 different ones; none opens the service to everybody.
    max_body_bytes : int, default=262144
        Largest request body.
    max_batch : int, default=256
        Largest number of messages in one request.
    rate : float, default=0
        Requests a second for each key, or for each address if there are no keys; 0 sets no limit.
    timeout : float, default=30
        Seconds that a request may take, its body included.
    aliases : mapping of str to str, optional
        Attributes of the hosted API, and the attributes of this service to return in their place, such as
        ``{"TOXICITY": "GROOMING_RISK"}``: for clients whose request cannot be changed. The two differ in meaning.
    webhook : str, optional
        Where to send each alert, signed and without text.
    webhook_secret : bytes, optional
        Signs what the webhook sends.
    cors_origins : tuple of str, default=()
        Origins of web pages that may call the service from a browser, such as ``https://moderators.example``.
    root_path : str, default=""
        Path under which a proxy serves the service, such as ``/grooming``.
    allowed_hosts : tuple of str, default=()
        Names under which the service may be asked, besides those of loopback; none allows every name.

    Raises
    ------
    ValueError
        A number is out of its range; a key, an origin, a host or the path has another form.

    Examples
    --------
    >>> ServiceSettings("conversations.sqlite3", rate=20).max_batch
    256
    """

    state: str = field(repr=False)  # may hold a password
    keep_days: float | None = None
    keys: tuple[str, ...] = field(default=(), repr=False)
    max_body_bytes: int = 262_144
    max_batch: int = 256
    rate: float = 0.0
    timeout: float = 30.0
    aliases: Mapping[str, str] = field(default_factory=dict)
    webhook: str | None = field(default=None, repr=False)  # may hold a token
    webhook_secret: bytes = field(default=b"", repr=False)
    cors_origins: tuple[str, ...] = ()
    root_path: str = ""
    allowed_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.keep_days is not None and not (isfinite(self.keep_days) and self.keep_days > 0):
            raise ValueError("keep_days must be above 0; leave it out to keep conversations until they are deleted")
        if self.max_body_bytes < 1 or self.max_batch < 1:
            raise ValueError("max_body_bytes and max_batch must be 1 or more")
        if not isfinite(self.rate) or self.rate < 0:
            raise ValueError("rate must be 0 (no limit) or more")
        if not isfinite(self.timeout) or self.timeout <= 0:
            raise ValueError("timeout must be above 0")
        _check_keys(self.keys)
        if not all(map(_ORIGIN.fullmatch, self.cors_origins)):
            raise ValueError("cors_origins (--cors-origin) takes origins such as https://a.example, and no wildcard")
        if self.root_path and not _ROOT_PATH.fullmatch(self.root_path):
            raise ValueError("root_path (--root-path) takes a path such as /grooming, without a slash at its end")
        if not all(map(_HOST.fullmatch, self.allowed_hosts)):
            raise ValueError("allowed_hosts (--allowed-host) takes names and addresses, without port and wildcard")


def read_keys(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return the API keys of the environment; none if the variable is not set.

    Raises
    ------
    ValueError
        The variable is set and holds no key: a mistake that would open the service.

    Examples
    --------
    >>> read_keys({"GROOMING_RISK_API_KEYS": "first-key-of-the-site, second-key-of-the-site"})
    ('first-key-of-the-site', 'second-key-of-the-site')
    """
    value = environment.get(KEYS_VARIABLE)
    keys = tuple(key for key in re.split(r"[,\s]+", value or "") if key)
    if value is not None and not keys:
        raise ValueError(f"{KEYS_VARIABLE} is set and holds no key; give keys, or unset it to serve without any")
    return keys


def _check_keys(keys: tuple[str, ...]) -> None:
    """Raise `ValueError`, which does not quote it, for a key that can be guessed or that no header can carry."""
    for number, key in enumerate(keys, start=1):
        if not _KEY.fullmatch(key) or len(set(key)) < _FEWEST_CHARACTERS:
            raise ValueError(
                f"keys ({KEYS_VARIABLE}): key {number} is refused; a key has {_SHORTEST_KEY} or more ASCII letters, "
                f"digits and marks, {_FEWEST_CHARACTERS} different ones, without blanks and commas, such as those of: "
                "openssl rand -hex 32"
            )


def default_state(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the state lies if nothing else is said: the user's state folder, whatever the working folder.

    Examples
    --------
    >>> default_state({"XDG_STATE_HOME": "/var/lib/site"}).as_posix()
    '/var/lib/site/grooming-risk/conversations.sqlite3'
    """
    base = environment.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local/state") / "grooming-risk" / "conversations.sqlite3"
