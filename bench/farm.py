"""A thousand feeds on loopback, each at an address of its own: what the polling bench polls.

Run as a program by bench.polling: it prints its port and serves until it is ended. What it does
is set over the wire (`GET /be/SCENE`), so that a contestant's runs meet the same servers.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha1

ENTRIES = 30
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
TEXT = """minister said on friday that the troops had left town after talks while officials of both
sides spoke about a new agreement and residents waited for water power and news from the front
where fighting went on during night according to police reports in three regions"""
WORDS = TEXT.split()
SLOW = 0.02  # share of the feeds that take three seconds in the scene `latency`


def feed(number: int) -> bytes:
    """Write a feed of about 50 kB: a short description and the whole text as HTML."""
    chance = random.Random(number)
    items = "".join(_item(number, index, chance) for index in range(ENTRIES))
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Outlet {number}</title><link>http://outlet{number}.example/</link>"
        f"<description>News</description>{items}</channel></rss>"
    ).encode()


def _item(number: int, index: int, chance: random.Random) -> str:
    link = f"http://outlet{number}.example/2026/01/story-{index}?utm_source=rss"
    date = format_datetime(NOON - timedelta(minutes=37 * index + number % 30))
    title = " ".join(chance.choices(WORDS, k=9)).capitalize()
    paragraphs = "".join(
        f"<p>{' '.join(chance.choices(WORDS, k=24))} <a href='#{mark}'>more</a>.</p>"
        for mark in range(9)
    )
    return (
        f"<item><title>{title} {number}-{index}</title><link>{link.replace('&', '&amp;')}</link>"
        f"<guid isPermaLink='false'>{number}-{index}</guid><pubDate>{date}</pubDate>"
        f"<description>{' '.join(chance.choices(WORDS, k=25))}</description>"
        f"<content:encoded><![CDATA[{paragraphs}]]></content:encoded></item>"
    )


def address(number: int, port: int) -> str:
    """Give a feed's address: every feed has a host of its own."""
    return f"http://127.1.{number // 250}.{number % 250 + 1}:{port}/{number}"


class Farm(asyncio.Protocol):
    """The least that is a web server with validators."""

    scene = "cold"
    bodies: dict[int, tuple[bytes, bytes]] = {}  # noqa: RUF012 - shared by all connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        """Answer every whole request, after the scene's latency."""
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            asked, self.buffer = self.buffer[:end], self.buffer[end + 4 :]
            path = asked.split(b" ", 2)[1].decode()
            if path.startswith("/be/"):
                Farm.scene = path[4:]
                self.write(b"", b"200 OK")
                continue
            number = int(path[1:])
            after = asyncio.get_running_loop().call_later
            after(_latency(number) if Farm.scene == "latency" else 0, self.answer, number, asked)

    def answer(self, number: int, asked: bytes) -> None:
        """Send the feed, or that it did not change."""
        body, tag = self.bodies[number]
        if Farm.scene == "304" and tag in asked:
            return self.write(b"", b"304 Not Modified", b'ETag: "' + tag + b'"\r\n')
        head = b'Content-Type: application/rss+xml\r\nETag: "' + tag + b'"\r\n'
        return self.write(body, b"200 OK", head)

    def write(self, body: bytes, status: bytes, head: bytes = b"") -> None:
        """Write an answer."""
        if not self.transport.is_closing():
            length = b"" if status.startswith(b"304") else b"Content-Length: %d\r\n" % len(body)
            self.transport.write(b"HTTP/1.1 " + status + b"\r\n" + head + length + b"\r\n" + body)


def _latency(number: int) -> float:
    """Give a feed's seconds: a quarter in the median, a few at three."""
    chance = random.Random(number * 7919)
    return 3.0 if chance.random() < SLOW else chance.lognormvariate(-1.386, 0.5)


def made(count: int) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
    """Make the feeds with their tags."""
    for number in range(count):
        body = feed(number)
        yield number, (body, sha1(body, usedforsecurity=False).hexdigest().encode())


async def main() -> None:
    """Serve so many feeds, until the process that started us ends it."""
    Farm.bodies = dict(made(int(sys.argv[1])))
    server = await asyncio.get_running_loop().create_server(Farm, "0.0.0.0", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
