"""How do we open SQLite so that nothing is lost, and is this SQLite sound?"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, QueuePool, create_engine, event
from sqlalchemy.engine import URL, Connection

from storage.errors import Unsuitable

VERSION = sqlite3.sqlite_version
WAIT = 10_000  # ms that a statement waits for another process's lock
JOURNAL = 64 * 2**20  # bytes that the WAL file is cut back to
PRAGMAS = (
    "wal_autocheckpoint=4000",  # pages: what is written to often is brought into the file once
    "synchronous=NORMAL",  # survives kill -9; a power loss may drop the last commits
    f"busy_timeout={WAIT}",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    f"journal_size_limit={JOURNAL}",
    "mmap_size=0",  # with it, an I/O error is a crash
    "cache_size=-8000",  # kB, for each of five connections
)
READ_ONLY = ("query_only=ON", "wal_autocheckpoint=0")  # only the writer checkpoints


def path_of(url: URL) -> Path:
    """Give the file that a SQLite address names."""
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise Unsuitable(
            "A ledger in SQLite is a file, as in sqlite:///data/ledger.sqlite: "
            "in memory, each thread would see a database of its own."
        )
    return Path(url.database)


def writer(url: URL) -> Engine:
    """Open the one connection that writes; whoever comes second waits for it."""
    return _engine(url, PRAGMAS, "BEGIN IMMEDIATE", poolclass=QueuePool, pool_size=1)


def reader(url: URL) -> Engine:
    """Open connections that only read, each transaction from one snapshot."""
    return _engine(url, PRAGMAS + READ_ONLY, "BEGIN", poolclass=QueuePool, pool_size=4)


def migrator(url: URL) -> Engine:
    """Open a connection for migrations: recreating a table must not cascade to its children."""
    pragmas = (*PRAGMAS, "foreign_keys=OFF")
    return _engine(url, pragmas, "BEGIN IMMEDIATE", create=True, poolclass=NullPool)


def _engine(
    url: URL, pragmas: tuple[str, ...], begin: str, *, create: bool = False, **pool: Any
) -> Engine:
    path = path_of(url).absolute()
    mode = "rwc" if create else "rw"  # a ledger that was deleted must not come back empty

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,  # we say BEGIN ourselves: see _begin
            check_same_thread=False,
            timeout=WAIT / 1000,
        )
        try:
            _prepare(connection, pragmas)
        except BaseException:
            connection.close()
            raise
        return connection

    if "pool_size" in pool:
        pool |= {"max_overflow": 0, "pool_timeout": 30}
    engine = create_engine("sqlite://", creator=connect, hide_parameters=True, **pool)

    # A plain BEGIN that reads and then writes fails at once when another wrote in between.
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _prepare(connection: sqlite3.Connection, pragmas: tuple[str, ...]) -> None:
    mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode != "wal":
        raise Unsuitable(
            f"SQLite cannot keep its write-ahead log here (journal mode {mode}). "
            "Put the data directory on a local disk: network file systems do not carry it."
        )
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def checkpoint(engine: Engine) -> None:
    """Write the log back into the file and cut it; readers at work may put it off."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


def affected(version: str) -> bool:
    """Say whether a SQLite version has the bug in resetting the WAL that can damage a file.

    Fixed in 3.51.3 and carried back to 3.44.6 and 3.50.7 (sqlite.org/wal.html#walresetbug). We
    run one writer that alone checkpoints, which takes the bug its trigger.
    """
    release = tuple(int(part) for part in version.split("."))[:3]
    carried_back = (3, 44, 6) <= release < (3, 45) or (3, 50, 7) <= release < (3, 51)
    return (3, 7, 0) <= release < (3, 51, 3) and not carried_back
