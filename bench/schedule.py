"""Does the poller keep its times with ten thousand feeds? An hour of simulated time.

    python -m bench.schedule [--feeds 10000] [--seconds 3600]

The clock is a value that goes a second further with every tick; every server answers at once that
nothing changed. Measured: how late due feeds are started, what a tick costs when nothing is due,
and the memory at the beginning and at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.entries import Rules
from bot.poller import Poller
from bot.workers import Reader
from feeds.fetch import Fetcher
from feeds.model import Answer
from feeds.pool import ParsePool
from storage.migrate import migrate
from storage.records import Feed
from storage.store import Store

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LATEST = 5.0  # seconds after its time that a feed may be started
LONGEST = 0.1  # seconds for a tick when nothing is due
GROWTH = 10.0  # MB that the memory may grow in the second half


class Still(Fetcher):
    """A web on which nothing ever changes."""

    async def get(self, url: str, **_: Any) -> Answer:
        """Say that nothing changed."""
        return Answer(url, 304)


class Watched(Poller):
    """A poller that notes how late each poll is started."""

    late: list[float]

    async def poll(self, feed: Feed) -> None:
        """Note the seconds since the feed was due."""
        assert feed.next_check_at is not None
        self.late.append((self._now() - feed.next_check_at).total_seconds())
        await super().poll(feed)


def watched(store: Store, now: Callable[[], datetime]) -> Watched:
    """Make a poller on the web that is still."""
    poller = Watched(store, Still(user_agent="bench"), ParsePool(0), Reader(), Rules(), now)
    poller.late = []
    return poller


@dataclass
class Figures:
    """What an hour showed."""

    late: list[float] = field(default_factory=list)  # seconds, of each start
    memory: list[float] = field(default_factory=list)  # MB, at each tenth of the time


async def simulated(store: Store, count: int, seconds: int) -> Figures:
    """Let so many feeds be polled for so many seconds of simulated time."""
    now, chance, figures = [NOON], random.Random(1), Figures()
    with store.begin() as tx:
        for number in range(count):
            due = NOON + timedelta(seconds=chance.uniform(0, 900))
            tx.feeds.add(f"https://news{number}.example/rss", due)
    poller = watched(store, lambda: now[0])
    for second in range(seconds):
        await poller.tick()
        await poller.idle()
        if second % max(1, seconds // 10) == 0:
            figures.memory.append(_memory())
        now[0] += SECOND
    figures.late = poller.late
    return figures


def _memory() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def main() -> int:
    """Read the arguments and measure; 1 when a bound is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=3_600)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'ledger.sqlite'}"
        migrate(url)
        store = Store.open(url)
        figures = asyncio.run(simulated(store, options.feeds, options.seconds))
        quiet = sorted(asyncio.run(_quiet(store)))
        store.close()
    middle = len(figures.memory) // 2
    growth = figures.memory[-1] - figures.memory[middle]
    late = max(figures.late)
    print(f"{options.feeds} feeds, {options.seconds} s: {len(figures.late)} polls")
    print(f"started {late:.1f} s late at most, bound {LATEST}")
    print(f"tick with nothing due {quiet[-1] * 1000:.1f} ms at most, bound {LONGEST * 1000:.0f}")
    print(
        f"memory {figures.memory[middle]:.0f} → {figures.memory[-1]:.0f} MB, bound {GROWTH} more"
    )
    return int(late > LATEST or quiet[-1] > LONGEST or growth > GROWTH)


async def _quiet(store: Store) -> list[float]:
    """Tick a hundred times before anything is due."""
    poller = watched(store, lambda: NOON - SECOND)
    taken = []
    for _ in range(100):
        started = time.perf_counter()
        await poller.tick()
        taken.append(time.perf_counter() - started)
    return taken


if __name__ == "__main__":
    sys.exit(main())
