"""What is thrown away, so that a ledger does not grow without bound? Done every hour."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from bot.clock import Now
from storage.store import Store

log = logging.getLogger("claimwatch.housekeeping")

IDLE = timedelta(days=30)  # that a text in which nothing is claimed is kept
BATCH = 500  # articles, or feeds, in one transaction: others want to write, too


async def tidy(store: Store, now: Now) -> None:
    """Drop old texts without claims and keys of entries long gone, and cut SQLite's log."""
    texts, keys = await asyncio.to_thread(tidied, store, now())
    if texts or keys:
        log.info("housekeeping: %d texts without claims and %d keys dropped", texts, keys)


def tidied(store: Store, now: datetime) -> tuple[int, int]:
    """Do it; say how many texts and keys went."""
    texts = keys = 0
    while dropped := _texts(store, now):
        texts += dropped
    with store.read() as tx:
        numbers = [feed.id for feed in tx.feeds.all()]
    for start in range(0, len(numbers), BATCH):
        with store.begin() as tx:
            keys += tx.entries.forget(numbers[start : start + BATCH])
    store.checkpoint()
    return texts, keys


def _texts(store: Store, now: datetime) -> int:
    with store.begin() as tx:
        return tx.articles.forget_idle(now - IDLE, BATCH)
