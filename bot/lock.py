"""Is another instance at work on this ledger or this token?"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path


class HeldError(Exception):
    """Another instance holds the lock; the message names it."""


@contextlib.contextmanager
def hold(path: Path, what: str) -> Iterator[None]:
    """Hold an exclusive lock on a file as long as the block runs; a crash releases it.

    Raises HeldError at once when somebody else holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise HeldError(f"{what} is in use by {holder} (lock: {path})") from None
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()}")
        file.flush()
        yield


def holder(path: Path) -> str | None:
    """Say who holds a lock; None when nobody does."""
    try:
        with path.open("r", encoding="utf8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return file.read().strip() or "another process"
    except OSError:
        pass  # no such file: nobody ever held it
    return None


def ledger_lock(database_url: str, data_dir: Path) -> Path:
    """Name the lock of a ledger: beside a SQLite file, else in the data directory."""
    if database_url.startswith("sqlite:///"):
        return Path(database_url.removeprefix("sqlite:///") + ".lock")
    return data_dir / f"{_short_hash(database_url)}.lock"


def token_lock(token: str) -> Path:
    """Name the lock of a token on this machine; across machines Telegram refuses a second one."""
    return Path(tempfile.gettempdir()) / f"claimwatch-{_short_hash(token)}.lock"


def _short_hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:16]
