"""What does a server have for us? A polite, bounded request that goes nowhere forbidden."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from feeds.body import Grow, read_body
from feeds.errors import FetchError, Forbidden, Gone, Refused
from feeds.guard import (
    GuardedResolver,
    Networks,
    NotAllowed,
    Resolve,
    check_url,
    guarded_socket,
)
from feeds.hosts import Hosts
from feeds.model import Answer, Body, Caching
from feeds.room import Guest, Room

FEED = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9,"
    " application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
)
PAGE = "text/html, application/xhtml+xml, */*;q=0.1"

Onward = Callable[[str], Awaitable[None]]
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,1000}")


@dataclass(frozen=True, slots=True)
class Limits:
    """What we take from a server at most: bytes, seconds, hops, connections."""

    raw: int = 2_000_000
    decoded: int = 10_000_000
    header: int = 16_384  # bytes of one header field; at most 64 fields
    total: float = 30.0  # for all hops together, without waiting for a place at the host
    connect: float = 10.0
    patience: float = 10.0  # within which a thousand bytes of a body must come
    redirects: int = 5
    per_host: int = 2
    at_once: int = 100


def user_agent(version: str, contact: str | None) -> str:
    """Say who asks and where to complain."""
    return f"Claimwatch/{version}" + (f" (+{contact})" if contact else " (news monitor)")


@dataclass(frozen=True, slots=True)
class _Hop:
    """Where a server sends us on."""

    url: URL
    permanent: bool


class Fetcher:
    """Asks servers for feeds and pages: conditional, bounded in every way, and guarded."""

    def __init__(
        self,
        *,
        user_agent: str,
        networks: Networks | None = None,
        limits: Limits | None = None,
        resolve: Resolve | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """Take who we are, where we may go, and for tests whom names and certificates lead to."""
        self._agent = user_agent
        self._networks = networks or Networks()
        self._limits = limits or Limits()
        self._resolver = GuardedResolver(self._networks, resolve)
        self._hosts = Hosts(self._limits.per_host)
        self._room = Room()
        self._at_once = asyncio.Semaphore(self._limits.at_once)
        self._trust = trust
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the session."""
        connector = aiohttp.TCPConnector(
            limit=0,
            ssl=self._trust or True,  # certificates are always checked
            resolver=self._resolver,
            socket_factory=guarded_socket(self._networks),
            ttl_dns_cache=60,
            keepalive_timeout=5,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers={"User-Agent": self._agent, "Accept-Encoding": "gzip"},
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, connect=self._limits.connect),
            auto_decompress=False,
            trust_env=False,
            max_line_size=self._limits.header,
            max_field_size=self._limits.header,
            max_headers=64,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        if self._session:
            await self._session.close()

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = FEED,
        onward: Onward | None = None,
        guest: Guest | None = None,
    ) -> Answer:
        """Ask for an address; raises FetchError with the reason in words.

        The validators go back as they came. Redirects are followed by hand, each one guarded, and
        each shown to `onward` first, which may raise. A large body waits for its place; with a
        guest, it keeps that place until the guest leaves.
        """
        headers = _request_headers(accept, etag, last_modified)
        async with self.guest() as own:
            answer, moved_to = await self._follow(url, headers, onward, guest or own)
        return _with_memory(answer, moved_to, etag, last_modified)

    def guest(self) -> Guest:
        """Give the place of one body, for whoever keeps it longer than the asking takes."""
        return Guest(self._room)

    async def _follow(
        self, url: str, headers: Mapping[str, str], onward: Onward | None, guest: Guest
    ) -> tuple[Answer, str | None]:
        """Go where redirects lead; give the answer and where the feed moved to."""
        target, moved_to, budget = check_url(url, self._networks), None, self._limits.total
        permanent = True
        for _ in range(self._limits.redirects + 1):
            outcome, spent = await self._visit(target, headers, budget, guest)
            if isinstance(outcome, Answer):
                return outcome, moved_to
            target, budget = self.judged(target, outcome.url), budget - spent
            if onward:
                await onward(str(target))
            permanent = permanent and outcome.permanent
            moved_to = str(target) if permanent else moved_to
        raise FetchError(url, f"it redirects more than {self._limits.redirects} times")

    async def _visit(
        self, target: URL, headers: Mapping[str, str], budget: float, guest: Guest
    ) -> tuple[Answer | _Hop, float]:
        """Make one request when its turn has come; say how many seconds it took."""
        clock = asyncio.get_running_loop()
        async with self._hosts.place(target.raw_host or ""), self._at_once:
            started = clock.time()
            with _in_words(str(target)):
                async with asyncio.timeout(budget) as timer:
                    outcome = await self._request(target, headers, partial(_grow, guest, timer))
            return outcome, clock.time() - started

    async def _request(self, target: URL, headers: Mapping[str, str], grow: Grow) -> Answer | _Hop:
        if self._session is None:
            raise RuntimeError("use the fetcher with 'async with'")
        async with self._session.get(target, headers=headers, allow_redirects=False) as response:
            if response.status in _REDIRECTS:
                return _hop(response, target)  # its body stays unread
            if response.status == 304:
                return _answer(response, target, b"")
            if response.status not in (200, 203):
                raise _refusal(response, str(target))
            body = await read_body(
                response,
                str(target),
                raw=self._limits.raw,
                decoded=self._limits.decoded,
                patience=self._limits.patience,
                grow=grow,
            )
            return _answer(response, target, body)

    def judged(self, here: URL, there: URL) -> URL:
        """Judge a redirect like an address of its own."""
        if here.scheme == "https" and there.scheme == "http":
            raise Forbidden(str(here), "it redirects from https to plain http")
        return check_url(there, self._networks)


async def _grow(guest: Guest, timer: asyncio.Timeout, size: int) -> None:
    """Wait for the place of a large body; the server is not to blame for that time."""
    if guest.needs_more(size):
        clock = asyncio.get_running_loop()
        left = (timer.when() or 0.0) - clock.time()
        timer.reschedule(None)
        await guest.grow(size)
        timer.reschedule(clock.time() + left)


def _request_headers(accept: str, etag: str | None, modified: str | None) -> dict[str, str]:
    headers = {"Accept": accept}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    return headers


def _with_memory(
    answer: Answer, moved_to: str | None, etag: str | None, modified: str | None
) -> Answer:
    """Complete an answer by what was known before: where it moved, and a 304's validators."""
    if not answer.not_modified:
        return replace(answer, moved_to=moved_to)
    if not (etag or modified):
        raise FetchError(answer.url, "it says 'not modified' to somebody who has nothing")
    return replace(
        answer,
        moved_to=moved_to,
        etag=answer.etag or etag,
        last_modified=answer.last_modified or modified,
    )


def _answer(response: aiohttp.ClientResponse, target: URL, body: Body) -> Answer:
    headers = response.headers
    return Answer(
        url=str(target),
        status=response.status,
        body=body,
        content_type=headers.get("Content-Type", "")[:200],
        etag=_validator(headers.get("ETag")),
        last_modified=_validator(headers.get("Last-Modified")),
        caching=Caching(
            cache_control=headers.get("Cache-Control"),
            expires=headers.get("Expires"),
            date=headers.get("Date"),
            age=headers.get("Age"),
            retry_after=headers.get("Retry-After"),
        ),
    )


def _validator(value: str | None) -> str | None:
    """Keep a validator only if it can be sent back as it came."""
    return value if value and _VALIDATOR.fullmatch(value) else None


def _hop(response: aiohttp.ClientResponse, target: URL) -> _Hop:
    location = response.headers.get("Location", "").strip()
    try:
        onward = target.join(URL(location))
    except (ValueError, UnicodeError) as problem:
        raise FetchError(str(target), "it redirects to no usable address") from problem
    if not location:
        raise FetchError(str(target), "it redirects without saying where to")
    return _Hop(onward, response.status in _PERMANENT)


def _refusal(response: aiohttp.ClientResponse, url: str) -> Refused:
    status, later = response.status, response.headers.get("Retry-After")
    if status == 410:
        return Gone(url, status, "it is gone for good (410)")
    words = {
        401: "it asks for a password",
        403: "it does not let us in",
        404: "there is nothing at this address",
        429: "it says that we come too often",
    }.get(status, "it has trouble of its own" if status >= 500 else "it refuses")
    return Refused(url, status, f"{words} ({status})", retry_after=later)


@contextmanager
def _in_words(url: str) -> Iterator[None]:
    """Turn what aiohttp, asyncio and the system raise into our errors."""
    try:
        yield
    except TimeoutError as problem:
        raise FetchError(url, "no complete answer came in time") from problem
    except aiohttp.ClientConnectorCertificateError as problem:
        raise FetchError(url, "its certificate is not valid") from problem
    except aiohttp.ClientSSLError as problem:
        raise FetchError(url, "no secure connection could be made") from problem
    except aiohttp.ClientConnectorError as problem:
        if isinstance(problem.os_error, NotAllowed):
            raise Forbidden(url, str(problem.os_error)) from problem
        unknown = isinstance(problem, aiohttp.ClientConnectorDNSError)
        words = "its name leads nowhere" if unknown else "it cannot be reached"
        raise FetchError(url, words) from problem
    except aiohttp.ClientPayloadError as problem:
        raise FetchError(url, "the answer broke off") from problem
    except aiohttp.ServerDisconnectedError as problem:
        raise FetchError(url, "it hung up without an answer") from problem
    except aiohttp.ClientResponseError as problem:
        raise FetchError(url, "the answer is not proper HTTP") from problem
    except (aiohttp.ClientError, OSError, ValueError) as problem:
        raise FetchError(url, f"the request failed ({type(problem).__name__})") from problem
