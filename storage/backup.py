"""How do we copy a ledger while it is written to, and know that the copy is good?"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage import sqlite
from storage.addresses import parsed
from storage.errors import Damaged, Missing, StorageError, Unsuitable


def backup(url: str, target: Path) -> Path:
    """Copy the ledger to a new file; writers go on meanwhile."""
    address = parsed(url)
    if address.get_backend_name() != "sqlite":
        raise Unsuitable("This backs up SQLite. For PostgreSQL, use its own pg_dump.")
    return copy(sqlite.path_of(address), target)


def copy(source: Path, target: Path, *, replace: bool = False) -> Path:
    """Copy a SQLite file in one consistent state; only a checked copy gets the name."""
    if not source.is_file():
        raise Missing(str(source))
    if target.exists() and not replace:
        raise StorageError(f"{target} exists. Name a new file for the backup, or move that one.")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)  # of a backup that was interrupted
    try:
        _vacuum(source, part)
        check(part)
        _to_disk(part)
        part.replace(target)
        _to_disk(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise StorageError(f"The backup to {target} failed: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return target


def check(path: Path) -> None:
    """Look through a whole SQLite file; Damaged says what was found."""
    try:
        with closing(_connected(path)) as connection:
            whole = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise Damaged(str(path), str(error)) from error
    if whole != "ok" or orphans:
        raise Damaged(str(path), whole if whole != "ok" else f"{len(orphans)} orphaned rows")


def _vacuum(source: Path, target: Path) -> None:
    with closing(_connected(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=sqlite.WAIT / 1000
    )


def _to_disk(path: Path) -> None:
    """Wait until a file or a directory is on the disk itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
