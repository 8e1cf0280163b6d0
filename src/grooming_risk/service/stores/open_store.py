"""Opens the store of the settings."""

from __future__ import annotations

from typing import Final

from grooming_risk.service.settings import ServiceSettings
from grooming_risk.service.stores.base import Store
from grooming_risk.service.stores.redis import RedisStore
from grooming_risk.service.stores.sqlite import SqliteStore

_REDIS: Final = ("redis://", "rediss://", "unix://")


def open_store(settings: ServiceSettings) -> Store:
    """Open the store; raise `DataError` for an unusable file, `ValueError` for an invalid Redis address."""
    if settings.state.startswith(_REDIS):
        return RedisStore(settings.state, settings.keep_days)
    return SqliteStore(settings.state, settings.keep_days)
