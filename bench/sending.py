"""How many messages a second reach Telegram, beside the ways that others use?

    python -m bench.sending [--messages 3000] [--at-once 256] [--latency 0.06] [--alone]

All ways send to one server on loopback, in a process of its own, which answers after the latency.
python-telegram-bot comes twice: over httpx, as it ships, and over our transport. `whole sender` is
ours on a SQLite ledger: leased, rendered, signed, sent and marked. aiogram runs in an environment
of its own that bench/peers.py installs below .peers/ (`--alone` leaves it out); where that cannot
be, the bench says so and goes on.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("PTB_TIMEDELTA", "1")  # before telegram is imported

import aiohttp
from telegram import Bot
from telegram.request import HTTPXRequest

from alerts.carrier import make_bot
from alerts.deliver import deliver
from alerts.governor import Governor, Limits
from alerts.outbox import Sender
from bench.peers import python_with
from claims.model import (
    Article,
    Change,
    Claim,
    Claimant,
    Evidence,
    Kind,
    Position,
    Severity,
    Stance,
)
from handlers.buttons import signer
from storage.migrate import migrate
from storage.records import DeliveryState, Subscription, Wanted
from storage.store import Store

AIOGRAM = ("aiogram==3.31.0",)
TOKEN = "1:bench"
HTML = "<b>Russia confirms for the first time: North Korean troops are fighting in Kursk</b>"
NOW = datetime(2025, 4, 26, 12, tzinfo=UTC)
ME = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


class Answers(asyncio.Protocol):
    """The least that is a Bot API: every call is a success, after the latency."""

    latency = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self.transport, self.buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].lower()
            at = head.find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self.buffer) < end + 4 + length:
                return
            asked, self.buffer = self.buffer[:end], self.buffer[end + 4 + length :]
            asyncio.get_running_loop().call_later(self.latency, self.answer, b"getMe" in asked)

    def answer(self, me: bool) -> None:
        """Write the answer."""
        message = {"message_id": 7, "date": 1745668800, "chat": {"id": 1, "type": "private"}}
        result = ME if me else message | {"text": HTML, "from": ME}
        body = json.dumps({"ok": True, "result": result}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        if not self.transport.is_closing():
            self.transport.write(head.encode() + b"\r\n\r\n" + body)


async def serve(latency: float) -> None:
    """Be the server, until the process that started us ends it."""
    Answers.latency = latency
    server = await asyncio.get_running_loop().create_server(Answers, "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@asynccontextmanager
async def server(latency: float) -> AsyncIterator[str]:
    """Start the server in a process of its own; give its base URL."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.sending", "--serve", "--latency", str(latency),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    port = int(await process.stdout.readline())
    try:
        yield f"http://127.0.0.1:{port}/bot"
    finally:
        process.kill()
        await process.wait()


async def flat_out(send: Callable[[int], Awaitable[object]], count: int, at_once: int) -> None:
    """Send so many messages with so many under way."""
    numbers = iter(range(1, count + 1))

    async def worker() -> None:
        for number in numbers:
            await send(number)

    await asyncio.gather(*(worker() for _ in range(at_once)))


async def bare_aiohttp(url: str, count: int, at_once: int) -> None:
    """Post JSON without any library for bots."""
    connector = aiohttp.TCPConnector(limit=at_once)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def send(chat: int) -> None:
            body = {"chat_id": chat, "text": HTML, "parse_mode": "HTML"}
            async with session.post(f"{url}{TOKEN}/sendMessage", json=body) as answer:
                await answer.json()

        await flat_out(send, count, at_once)


async def over_httpx(url: str, count: int, at_once: int) -> None:
    """Use python-telegram-bot as it comes, with a pool that is large enough."""
    request = HTTPXRequest(connection_pool_size=at_once, pool_timeout=60, read_timeout=60)
    async with Bot(TOKEN, base_url=url, request=request) as bot:
        await flat_out(
            lambda chat: bot.send_message(chat, HTML, parse_mode="HTML"), count, at_once
        )


async def over_ours(url: str, count: int, at_once: int) -> None:
    """Use python-telegram-bot over our transport, with every answer made an outcome."""
    async with make_bot(TOKEN, url, at_once) as bot:
        await flat_out(lambda chat: deliver(bot, chat, HTML), count, at_once)


class RealClock:
    """The time as it is."""

    def now(self) -> datetime:
        """Give a moment at which the rows are due."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Give seconds that only go forward."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        await asyncio.sleep(seconds)


async def whole_sender(url: str, count: int, at_once: int) -> None:
    """Empty an outbox of one change for so many chats; it is filled beforehand."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'ledger.sqlite'}"
        migrate(address)
        store = Store.open(address)
        fill(store, count)
        async with make_bot(TOKEN, url, at_once) as bot:
            governor = Governor(Limits(messages=0))
            sender = Sender(store, bot, governor, RealClock(), sign=signer, at_once=at_once)
            MARK.append(time.perf_counter())
            MARK.append(time.process_time())
            await sender.send_due()
            await sender.settle()
        with store.read() as tx:
            assert tx.outbox.counts()[DeliveryState.SENT] == count
        store.close()


MARK: list[float] = []  # when the whole sender began, without the filling


def fill(store: Store, count: int) -> None:
    """File one change and put it into the outbox for so many chats."""
    quote = "Russia confirmed that North Korean troops assisted in the operation"
    topic, who = "deployment:north-korea>kursk", Claimant("Russia", "Valery Gerasimov", "TASS")
    article = Article("a", quote, NOW, NOW, "The Example", "https://news.example/a", quote)
    claim = Claim(
        "a-1", "a", who, "deployment", topic, {"force": "north-korea", "place": "kursk"},
        Stance.CONFIRMS, "fighting", Evidence(0, len(quote), quote), published_at=NOW,
    )  # fmt: skip
    change = Change(
        "kbench00", "a", topic, "deployment", Kind.FIRST_CONFIRMATION, who, None,
        Position.of(claim), Severity.HIGH, ("a-1",),
    )  # fmt: skip
    with store.begin() as tx:
        tx.articles.add(article)
        tx.claims.record([claim])
        tx.changes.record([change], NOW)
        for chat in range(1, count + 1):
            tx.chats.ensure(chat, "private", "en", NOW)
            tx.subscriptions.add(Subscription(0, chat))
        tx.outbox.put([Wanted(change.id, chat, None, NOW) for chat in range(1, count + 1)])


async def aiogram(python: str, url: str, count: int, at_once: int) -> tuple[float, float]:
    """Let aiogram send, in its own process; give the seconds of wall and CPU."""
    script = str(Path(__file__).with_name("peer_aiogram.py"))
    process = await asyncio.create_subprocess_exec(
        python, script, url, HTML, str(count), str(at_once), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    took = json.loads(out)
    return took["wall"], took["cpu"]


async def compare(count: int, at_once: int, latency: float, peer: str | None) -> None:
    """Measure each way and print it."""
    ways = (bare_aiohttp, over_ours, whole_sender, over_httpx)
    load = os.getloadavg()[0]
    print(f"{at_once} at once, {latency * 1000:.0f} ms of latency, load average {load:.1f}")
    for way in ways:
        number = max(200, count // 8) if way is over_httpx else count
        MARK.clear()
        async with server(latency) as url:
            wall, cpu = time.perf_counter(), time.process_time()
            await way(url, number, at_once)
            wall, cpu = (
                time.perf_counter() - (MARK or [wall])[0],
                time.process_time() - (MARK[1] if MARK else cpu),
            )
        _show(way.__name__.replace("_", " "), number, wall, cpu)
    if peer:
        async with server(latency) as url:
            _show("aiogram", count, *await aiogram(peer, url, count, at_once))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{peak} MB at most")


def _show(name: str, number: int, wall: float, cpu: float) -> None:
    """Print a line."""
    print(f"{name:14} {number / wall:7.0f} a second  {cpu / number * 1000:6.2f} ms CPU each")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=3000)
    parser.add_argument("--at-once", type=int, default=256)
    parser.add_argument("--latency", type=float, default=0.06)
    parser.add_argument("--alone", action="store_true", help="without aiogram")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.latency))
    else:
        peer = None if options.alone else python_with("aiogram", *AIOGRAM)
        asyncio.run(compare(options.messages, options.at_once, options.latency, peer))


if __name__ == "__main__":
    main()
