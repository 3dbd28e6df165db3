"""A web of our own on loopback: feeds and pages that behave, and paths that do not."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape

Behaviour = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]

DAY = datetime(2026, 1, 2, 10, tzinfo=UTC)


@dataclass(frozen=True)
class FakeEntry:
    """An item of a fake feed."""

    title: str
    text: str = ""
    link: str = ""
    guid: str = ""
    published_at: datetime | str | None = DAY  # a text is written as it is
    source: str = ""

    def xml(self, base: str) -> str:
        """Write it as an RSS item; the link defaults to a path made of the title."""
        link = self.link or f"/{sha256(self.title.encode()).hexdigest()[:8]}"
        at = self.published_at
        words = format_datetime(at) if isinstance(at, datetime) else at
        date = f"<pubDate>{words}</pubDate>" if words else ""
        source = f'<source url="{base}">{escape(self.source)}</source>' if self.source else ""
        return (
            f"<item><title>{escape(self.title)}</title>"
            f"<link>{escape(base + link if link.startswith('/') else link)}</link>"
            f'<guid isPermaLink="false">{escape(self.guid or link)}</guid>{date}{source}'
            f"<description>{escape(self.text)}</description></item>"
        )


@dataclass(frozen=True)
class Request:
    """What a client asked."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case


def rss(entries: Iterable[FakeEntry], base: str = "", title: str = "Fake feed") -> bytes:
    """Write an RSS 2.0 document."""
    items = "".join(entry.xml(base) for entry in entries)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>{base}/</link>{items}</channel></rss>"
    ).encode()


class FakeWeb:
    """A raw server on loopback; each path has its own behaviour, and every request is counted."""

    def __init__(self, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        """Choose the loopback address to listen on, and a certificate to show."""
        self._host, self._tls = host, tls
        self._paths: dict[str, Behaviour] = {}
        self._open: set[asyncio.StreamWriter] = set()
        self._busy: Counter[str] = Counter()
        self.hits: Counter[str] = Counter()
        self.requests: list[Request] = []
        self.connections = 0
        self.most_at_once: Counter[str] = Counter()
        self.released = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Start listening on a free port."""
        self._server = await asyncio.start_server(self._serve, self._host, 0, ssl=self._tls)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening and hang up on everybody."""
        self.released.set()
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await self._server.wait_closed()

    @property
    def base(self) -> str:
        """The address of the server without a path."""
        return f"http://{self._host}:{self.port}"

    def url(self, path: str) -> str:
        """Give the whole address of a path."""
        return self.base + path

    # What a path does

    def on(self, path: str, behaviour: Behaviour) -> str:
        """Let a path do anything; give its address."""
        self._paths[path] = behaviour
        return self.url(path)

    def feed(
        self,
        path: str,
        entries: Iterable[FakeEntry | Mapping[str, str]] = (),
        *,
        headers: Mapping[str, str] | None = None,
        title: str = "Fake feed",
        validators: bool = True,
    ) -> str:
        """Serve a feed with an ETag that follows its content; call again to change it."""
        made = [one if isinstance(one, FakeEntry) else FakeEntry(**one) for one in entries]
        body = rss(made, self.base, title)
        return self.body(path, body, "application/rss+xml", headers=headers, validators=validators)

    def page(self, path: str, html: str, *, headers: Mapping[str, str] | None = None) -> str:
        """Serve a page."""
        return self.body(path, html.encode(), "text/html; charset=utf-8", headers=headers)

    def body(
        self,
        path: str,
        body: bytes,
        content_type: str = "application/xml",
        *,
        headers: Mapping[str, str] | None = None,
        validators: bool = True,
    ) -> str:
        """Serve bytes politely: ETag, 304, gzip for who takes it."""
        tag = f'W/"{sha256(body).hexdigest()[:12]}"'

        async def polite(request: Request, writer: asyncio.StreamWriter) -> None:
            sent = {"Content-Type": content_type, **(headers or {})}
            if validators:
                sent["ETag"] = tag
                if request.headers.get("if-none-match") == tag:
                    writer.write(response(304, headers=sent))
                    return
            packed = "gzip" in request.headers.get("accept-encoding", "")
            if packed:
                sent["Content-Encoding"] = "gzip"
            writer.write(response(200, gzip.compress(body, 1) if packed else body, sent))

        return self.on(path, polite)

    def status(
        self, path: str, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> str:
        """Answer with a status."""
        return self.raw(path, response(status, body, headers))

    def redirect(self, path: str, to: str, status: int = 302, body: bytes = b"") -> str:
        """Send on to another address."""
        return self.status(path, status, body, {"Location": to})

    def raw(self, path: str, answer: bytes, *, hang: bool = False) -> str:
        """Send exactly these bytes and hang up, or keep the line open without a word."""

        async def send(request: Request, writer: asyncio.StreamWriter) -> None:
            writer.write(answer)
            await writer.drain()
            if hang:
                await self.released.wait()
            else:
                writer.close()

        return self.on(path, send)

    def drip(self, path: str, head: bytes, piece: bytes = b"x", pause: float = 0.02) -> str:
        """Send a head and then small pieces without end."""

        async def send(request: Request, writer: asyncio.StreamWriter) -> None:
            writer.write(head)
            while not self.released.is_set() and not writer.is_closing():
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(pause)

        return self.on(path, send)

    # How it is served

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        try:
            while (request := await _request(reader)) is not None and not writer.is_closing():
                await self._answer(request, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> None:
        path = request.path.split("?")[0]
        self.hits[path] += 1
        self.requests.append(request)
        self._busy[path] += 1
        self.most_at_once[path] = max(self.most_at_once[path], self._busy[path])
        try:
            await self._paths.get(path, _nothing_here)(request, writer)
            if not writer.is_closing():
                await writer.drain()
        finally:
            self._busy[path] -= 1


def response(
    status: int = 200, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> bytes:
    """Write a proper HTTP answer."""
    fields = {"Content-Length": str(len(body)), **(headers or {})}
    if status == 304:
        fields.pop("Content-Length")
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} Status\r\n{head}\r\n".encode("latin-1") + body


async def _nothing_here(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(response(404, b"nothing here"))


async def _request(reader: asyncio.StreamReader) -> Request | None:
    """Read a request without a body; None at the end of the line."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *rest = head.decode("latin-1").rstrip().split("\r\n")
    method, path, _ = first.split(" ", 2)
    pairs = (line.split(":", 1) for line in rest)
    return Request(method, path, {name.strip().lower(): value.strip() for name, value in pairs})
