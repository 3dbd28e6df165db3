"""Is the house in order? The verbs of an operator that do not touch the feeds' web."""

from __future__ import annotations

import argparse
import pyexpat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from bot import lock
from bot.clock import utc_now
from bot.main import complain
from bot.seeding import feed_list
from bot.settings import Settings
from claims.records import change_record, claim_record, dumps
from storage import backup as backups
from storage import migrate as migrations
from storage import sqlite
from storage.errors import StorageError
from storage.records import Query
from storage.store import Store

SAFE_EXPAT = (2, 8, 2)  # older ones have known weaknesses against hostile XML


def migrate(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Bring the ledger's tables up to date; nobody else may be at work on it."""
    with lock.hold(lock.ledger_lock(settings.ledger_url, settings.data_dir), "the ledger"):
        done = migrations.migrate(settings.ledger_url)
    complain(f"{len(done)} migrations applied" if done else "the ledger is up to date")
    return 0


def backup(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write a consistent copy of the ledger, also while the bot runs."""
    name = f"backup-{utc_now():%Y%m%d-%H%M%S}.db"
    target = backups.backup(settings.ledger_url, arguments.file or settings.data_dir / name)
    complain(f"the ledger is copied to {target}")
    return 0


def export(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write every claim and change of the ledger as JSON Lines."""
    store = Store.open(settings.ledger_url)
    try:
        if arguments.output is None:
            _export(store, sys.stdout)
        else:
            with arguments.output.open("w", encoding="utf8") as file:
                _export(store, file)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        complain(f"{arguments.output}: {error.strerror or error}")
        return 1
    finally:
        store.close()
    return 0


def _export(store: Store, file: TextIO, page: int = 1000) -> None:
    with store.read() as tx:
        offset = 0
        while filed := tx.claims.find(Query(), page, offset):
            for item in filed:
                file.write(dumps(claim_record(item.claim)) + "\n")
            offset += len(filed)
        for summary in tx.claims.topics():
            for change in tx.changes.of_topic(summary.topic, limit=1_000_000):
                file.write(dumps(change_record(change)) + "\n")


def doctor(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Check what a start needs; warnings do not count."""
    hindrances = list(_hindrances(settings))
    for line in hindrances:
        complain(line)
    for line in _warnings():
        complain(f"warning: {line}")
    if not hindrances:
        complain("nothing stands in the way of a start")
    return 1 if hindrances else 0


def _hindrances(settings: Settings) -> Iterator[str]:
    held = lock.holder(lock.ledger_lock(settings.ledger_url, settings.data_dir))
    if held:
        yield f"the ledger is in use by {held}"
    yield from _data_dir(settings.data_dir)
    try:
        migrations.pending(settings.ledger_url)
    except StorageError as error:
        yield str(error)
    listed = feed_list(settings)
    if not listed.feeds:
        yield from listed.problems or ("the list of feeds is empty",)


def _data_dir(folder: Path) -> Iterator[str]:
    probe = folder / ".probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        yield (
            f"the data directory {folder} cannot be written: {error.strerror}; "
            "in a container: chown 10001 the volume"
        )


def _warnings() -> Iterator[str]:
    if sqlite.affected(sqlite.VERSION):
        yield (
            f"SQLite {sqlite.VERSION} has a rare corruption bug in WAL mode (fixed in 3.51.3); "
            "Claimwatch writes from one connection, which avoids it"
        )
    if pyexpat.version_info < SAFE_EXPAT:
        version = ".".join(map(str, pyexpat.version_info))
        yield f"expat {version} is old; feeds are parsed in a process with limits all the same"
