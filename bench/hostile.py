"""Is the poller unharmed by a hostile web: its loop, its memory, its other feeds, its child?

    python -m bench.hostile [--healthy 60]

The documents of bench.documents, bombs of gzip, bodies without end and servers that hang are
polled beside healthy feeds that change at every poll. Measured in the poller as it runs, on a
ledger of its own: the lag of its event loop (1 ms asked for, what came), its memory above that of
a poller at rest, how long a healthy feed takes, and the most that a parsing child held and used.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.documents import ITEM, RSS, documents
from bench.meter import held
from bot.entries import Rules
from bot.poller import Poller
from bot.workers import Reader
from claims.model import Article, Reading
from feeds.fetch import Fetcher, Limits, user_agent
from feeds.guard import Networks
from feeds.pool import ParsePool
from storage.migrate import migrate
from storage.records import Feed
from storage.store import Store

NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)
LAG, MEMORY, CHILD = 0.05, 30.0, 512.0  # s, MB, MB
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]


# The web, in a process of its own


def packed(body: bytes, layers: int = 1) -> Behaviour:
    """Send a body, packed so many times."""
    sent = body
    for _ in range(layers):
        sent = gzip.compress(sent, 6)

    async def send(writer: asyncio.StreamWriter) -> None:
        encoding = b"Content-Encoding: " + b", ".join([b"gzip"] * layers)
        writer.write(HEAD + encoding + b"\r\nContent-Length: %d\r\n\r\n" % len(sent) + sent)

    return send


async def endless(writer: asyncio.StreamWriter) -> None:
    """Send as fast as it is taken."""
    writer.write(HEAD + b"\r\n<rss>")
    while True:
        writer.write(b"x" * 65_536)
        await writer.drain()


async def dripping(writer: asyncio.StreamWriter) -> None:
    """Send a byte now and then."""
    writer.write(HEAD + b"\r\n<rss>")
    while True:
        writer.write(b"x")
        await asyncio.sleep(0.3)


async def silent(_: asyncio.StreamWriter) -> None:
    """Say nothing."""
    await asyncio.Event().wait()


def behaviours() -> dict[str, Behaviour]:
    """Give what the hostile paths do, by name."""
    zeros = b"\0" * 300_000_000
    return {
        **{name: packed(body) for name, body in documents().items()},
        "a bomb of 300 MB": packed(zeros),
        "a bomb in two layers": packed(zeros, 2),
        "a body without end": endless,
        "a body that drips": dripping,
        **{f"silence {number}": silent for number in range(20)},
    }


async def healthy(writer: asyncio.StreamWriter) -> None:
    """Send a feed that is another at every poll."""
    items = "".join(ITEM.format(f"News {time.monotonic_ns()} {number}") for number in range(30))
    body = RSS.format(items).encode()
    writer.write(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)


async def serve() -> None:
    """Serve until the process that started us ends it: /NUMBER is hostile, /h/NUMBER is not."""
    hostile = list(behaviours().values())

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode()
            await (healthy if path.startswith("/h/") else hostile[int(path[1:])])(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


# The poller


class Blank(Reader):
    """The engine's place: finds nothing."""

    async def read(self, article: Article) -> Reading:
        """Hand it back."""
        return Reading(article)


@dataclass
class Figures:
    """What was seen while the poller was at it."""

    lags: list[float] = field(default_factory=list)  # seconds
    work: list[float] = field(default_factory=list)  # CPU seconds of the loop's own in these
    memory: float = 0.0  # MB of the poller at most
    child: float = 0.0  # MB of the child's address space at most
    cpu: float = 0.0  # seconds that one child used at most

    async def watch_loop(self) -> None:
        """Ask for a millisecond and note how much later it came."""
        while True:
            asked, used = time.perf_counter(), time.thread_time()
            await asyncio.sleep(0.001)
            self.lags.append(time.perf_counter() - asked - 0.001)
            self.work.append(time.thread_time() - used)

    async def watch_memory(self, pool: ParsePool) -> None:
        """Look at the poller and its child."""
        while True:
            await asyncio.sleep(0.1)
            own, *_ = await asyncio.to_thread(held, os.getpid())
            self.memory = max(self.memory, own)
            for pid in pool.pids:
                peak, used = await asyncio.to_thread(_peak, pid)
                self.child, self.cpu = max(self.child, peak), max(self.cpu, used)


def _peak(pid: int) -> tuple[float, float]:
    """Give the most address space that a process ever had, in MB, and its CPU seconds."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return 0.0, 0.0
    space = int(status.split("VmPeak:")[1].split()[0]) / 1024 if "VmPeak:" in status else 0.0
    return space, sum(map(int, used)) / os.sysconf("SC_CLK_TCK")


async def measured(store: Store, port: int, count: int) -> int:
    """Poll at rest, then among enemies; print the figures, 1 when a bound is missed."""
    address = "http://127.3.0.{}:{}/{}".format
    names = list(behaviours())
    with store.begin() as tx:
        good = [tx.feeds.add(address(1 + n % 250, port, f"h/{n}"), NOW) for n in range(count)]
        bad = [tx.feeds.add(address(251, port, n), NOW) for n in range(len(names))]
    limits = Limits(total=10.0, per_host=50)
    fetcher = Fetcher(
        user_agent=user_agent("bench", None),
        networks=Networks.parse("127.0.0.0/8"),
        limits=limits,
    )
    async with ParsePool() as pool, fetcher:
        poller = Poller(store, fetcher, pool, Blank(), Rules(), lambda: NOW)
        rest, alone = await _round(poller, pool, good, [])
        seen, delays = await _round(poller, pool, good, bad)
    lag, before, work = map(_p99, (seen.lags, rest.lags, seen.work))
    above = seen.memory - rest.memory
    print(f"{len(bad)} hostile feeds beside {count} healthy ones")
    print(f"lag p99 {_ms(lag)}, {_ms(before)} without them; bound {_ms(LAG)}")
    print(f"of it the loop's own work p99 {_ms(work)}, at most {_ms(max(seen.work))}")
    print(f"memory {seen.memory:.0f} MB, {above:.1f} above the poller at rest; bound {MEMORY:.0f}")
    print(f"a healthy feed took {max(delays):.2f} s at most, {max(alone):.2f} without them")
    print(f"a child {seen.child:.0f} MB of address space, {seen.cpu:.1f} s of CPU in its life")
    with store.read() as tx:
        for name, feed in zip(names, bad, strict=True):
            row = tx.feeds.get(feed.id)
            print(f"  {name:45} {row and (row.error or row.note or 'taken in')}")
    return int(lag > LAG or above > MEMORY or seen.child > CHILD)


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) * 99 // 100]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


async def _round(
    poller: Poller, pool: ParsePool, good: list[Feed], bad: list[Feed]
) -> tuple[Figures, list[float]]:
    """Poll the healthy feeds three times while the others are at it; give how long each took."""
    figures, delays = Figures(), list[float]()
    watches = [
        asyncio.create_task(figures.watch_loop()),
        asyncio.create_task(figures.watch_memory(pool)),
    ]

    async def one(feed: Feed) -> None:
        started = time.perf_counter()
        poller._fetching += 1  # as a tick would
        await poller.poll(feed)
        delays.append(time.perf_counter() - started)

    async def well() -> None:
        for _ in range(3):
            for start in range(0, len(good), 4):  # a few at a time, as they fall due
                await asyncio.gather(*map(one, good[start : start + 4]))
        measured_delays.extend(delays)

    measured_delays: list[float] = []
    enemies = [asyncio.create_task(one(feed)) for feed in bad]
    await well()
    await asyncio.gather(*enemies)
    for watch in watches:
        watch.cancel()
    return figures, measured_delays


def main() -> int:
    """Read the arguments, start the web and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--healthy", type=int, default=60)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve())
    command = [sys.executable, "-m", "bench.hostile", "--serve"]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'ledger.sqlite'}"
        migrate(url)
        store = Store.open(url)
        web = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            assert web.stdout
            return asyncio.run(measured(store, int(web.stdout.readline()), options.healthy))
        finally:
            web.kill()
            web.wait()
            store.close()


if __name__ == "__main__":
    sys.exit(main())
