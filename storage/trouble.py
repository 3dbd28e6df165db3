"""Which of our errors is an error of the driver?"""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.errors import Busy, Damaged, Disconnected, Full, StorageError

_BUSY = ("database is locked", "database table is locked", "lock timeout", "deadlock detected")
_FULL = ("disk is full", "disk i/o error", "no space left", "could not extend file")
_DAMAGED = ("malformed", "not a database", "invalid page")


def translated(error: SQLAlchemyError, where: str) -> Exception:
    """Turn a foreign error into ours, and a wrong argument back into its ValueError."""
    if isinstance(error, StatementError) and isinstance(error.orig, ValueError):
        return error.orig
    if isinstance(error, PoolTimeout):
        return Busy(f"{where}: no connection came free in time")
    words = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    plain = words.lower()
    if any(sign in plain for sign in _BUSY):
        return Busy(f"{where}: {words}")
    if any(sign in plain for sign in _FULL):
        return Full(f"{where}: {words}")
    if any(sign in plain for sign in _DAMAGED):
        return Damaged(where, words)
    if isinstance(error, OperationalError) and "sqlite" not in type(error.orig).__module__:
        return Disconnected(f"{where}: {words}")
    return StorageError(f"{where}: {words}")
