"""What is thrown away, so that a ledger does not grow without bound? Done every hour."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.clock import Now
from storage.store import Store

log = logging.getLogger("claimwatch.housekeeping")

IDLE = timedelta(days=30)  # that a text in which nothing is claimed is kept
SETTLED = timedelta(days=30)  # that a delivery is kept after it was sent, refused or given up
BATCH = 500  # articles, or feeds, in one transaction: others want to write, too


class Tidied(NamedTuple):
    """How much went."""

    texts: int = 0
    keys: int = 0
    deliveries: int = 0
    updates: int = 0


async def tidy(store: Store, now: Now) -> None:
    """Drop what nobody will ask for: old texts without claims, keys, deliveries, updates."""
    went = await asyncio.to_thread(tidied, store, now())
    if any(went):
        named = ", ".join(f"{count} {name}" for name, count in went._asdict().items() if count)
        log.info("housekeeping dropped %s", named)


def tidied(store: Store, now: datetime) -> Tidied:
    """Do it, and cut SQLite's log."""
    texts = keys = 0
    while dropped := _texts(store, now):
        texts += dropped
    with store.read() as tx:
        numbers = [feed.id for feed in tx.feeds.all()]
    for start in range(0, len(numbers), BATCH):
        with store.begin() as tx:
            keys += tx.entries.forget(numbers[start : start + BATCH])
    deliveries = _deliveries(store, now - SETTLED)
    with store.begin() as tx:
        updates = tx.inbox.forget(now)
    store.checkpoint()
    return Tidied(texts, keys, deliveries, updates)


def _deliveries(store: Store, before: datetime) -> int:
    """Forget what was settled before, a portion in a transaction."""
    count = 0
    while True:
        with store.read() as tx:  # the search may look at many rows, and holds nobody up here
            ids = tx.outbox.old(before, 10 * BATCH)
        if not ids:
            return count
        for start in range(0, len(ids), BATCH):
            with store.begin() as tx:
                count += tx.outbox.forget(ids[start : start + BATCH])


def _texts(store: Store, now: datetime) -> int:
    with store.begin() as tx:
        return tx.articles.forget_idle(now - IDLE, BATCH)
