"""What does our poller need for the feeds of bench.farm? Run by bench.polling."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import bot.wiring  # noqa: F401 - what the running bot holds: Telegram, settings, commands
from bench.meter import cpu
from bot.entries import Rules
from bot.poller import Poller
from bot.workers import Reader
from claims.model import Article, Reading
from feeds.fetch import Fetcher, user_agent
from feeds.guard import Networks
from feeds.pool import ParsePool
from storage.migrate import migrate
from storage.store import Store

EVERY = 0.25  # seconds between two looks at what is left to do
TICKS = 4  # looks in a second, which is when the running bot ticks
STEP = timedelta(hours=6)  # longer than any feed waits: all are due again in the next scene


class NoClaims(Reader):
    """The engine's place: hands every article back at once."""

    async def read(self, article: Article) -> Reading:
        """Find nothing."""
        return Reading(article)


async def all_polled(poller: Poller, store: Store) -> None:
    """Tick until every feed had its turn, as the running bot ticks."""
    await poller.tick()
    looks = 0
    while poller._tasks or not await asyncio.to_thread(_done, store):
        await asyncio.sleep(EVERY)
        looks += 1
        if looks % TICKS == 0:
            await poller.tick()
    await poller.idle()


NOW = datetime(2026, 1, 2, 13, tzinfo=UTC)


def _now() -> datetime:
    return NOW


def _done(store: Store) -> bool:
    with store.read() as tx:
        due = tx.feeds.next_due()
        return due is not None and due > NOW


async def scenes(folder: Path, control: str, names: list[str], urls: list[str]) -> None:
    """Poll in each scene; `cold` and `latency` begin with an empty ledger."""
    global NOW
    store = None
    async with (
        Reader() as engine,
        ParsePool(1) as pool,
        Fetcher(
            user_agent=user_agent("bench", None), networks=Networks.parse("127.0.0.0/8")
        ) as fetcher,
    ):
        await engine.read(Article("a", "Russia said on Friday that it had taken Kursk.", NOW))
        for name in names:
            await asyncio.to_thread(urllib.request.urlopen, control + name)
            NOW += STEP
            if store is None or name in ("cold", "latency"):
                store = _filled(f"sqlite:///{folder / name}.sqlite", urls)
            poller = Poller(store, fetcher, pool, NoClaims(), Rules(), _now)
            before, wall = cpu(os.getpid()), time.perf_counter()
            await all_polled(poller, store)
            wall, after = time.perf_counter() - wall, cpu(os.getpid())
            parts = {part: round(after[part] - before[part], 2) for part in after}
            print(json.dumps(_figures(name, wall, parts, store)), flush=True)


def _filled(url: str, urls: list[str]) -> Store:
    migrate(url)
    store = Store.open(url)
    with store.begin() as tx:
        for address in urls:
            tx.feeds.add(address, NOW)
    return store


def _figures(name: str, wall: float, parts: dict[str, float], store: Store) -> dict[str, Any]:
    with store.read() as tx:
        failed = sum(feed.failures > 0 for feed in tx.feeds.all())
        entries = tx.articles.count()
    return {"scene": name, "wall": wall, "cpu": sum(parts.values()), "parts": parts,
            "entries": entries, "failed": failed}  # fmt: skip


def main() -> None:
    """Read what bench.polling gives."""
    folder, control, names, urls = sys.argv[1:]
    addresses = Path(urls).read_text().split()
    asyncio.run(scenes(Path(folder), control, names.split(","), addresses))


if __name__ == "__main__":
    main()
