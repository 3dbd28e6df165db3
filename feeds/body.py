"""How is a body read that cannot explode? Bounded raw, bounded unpacked, and never too slowly."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Awaitable, Callable, Sequence
from hashlib import blake2b

from aiohttp import ClientResponse

from feeds.errors import FetchError, TooLarge
from feeds.model import Body

_GZIP = b"\x1f\x8b"
_PIECE = 65_536
_BREATH = 1_000_000  # bytes unpacked in one go before others get the loop
_LEAST = 1_000  # bytes that must come within the patience, or the sender drips


def body_hash(body: Body) -> str:
    """Name a body by its content, so that an unchanged one need not be parsed."""
    return blake2b(body, digest_size=16).hexdigest()


Grow = Callable[[int], Awaitable[None]]  # waits until a body may be of this size


async def read_body(
    response: ClientResponse, url: str, *, raw: int, decoded: int, patience: float, grow: Grow
) -> Body:
    """Read at most so many bytes, however they were packed; before it is large, ask `grow`."""
    encodings = response.headers.getall("Content-Encoding", [])
    if (response.content_length or 0) > raw:
        raise TooLarge(url, f"the answer announces {response.content_length:,} bytes")
    body, took, since = Unpacker(url, decoded, _is_gzip(encodings, url), grow), 0, 0
    clock = asyncio.get_running_loop()
    async with asyncio.timeout(patience) as timer:
        while chunk := await response.content.readany():
            took, since = took + len(chunk), since + len(chunk)
            left = (timer.when() or 0.0) - clock.time()
            if took > raw:
                raise TooLarge(url, f"the answer is longer than {raw:,} bytes")
            timer.reschedule(None)  # what we do with it is no fault of the sender's
            await body.feed(chunk)
            waits, since = (patience, 0) if since >= _LEAST else (left, since)
            timer.reschedule(clock.time() + waits)
    return body.finish()


def _is_gzip(encodings: Sequence[str], url: str) -> bool:
    """Tell whether the sender says that it packed the body; refuse what we did not ask for."""
    names = ",".join(encodings).replace(" ", "").lower()
    if names not in ("", "identity", "gzip", "x-gzip"):
        raise TooLarge(url, f"the answer is packed as {names[:40]!r}, which we did not ask for")
    return names.endswith("gzip")


class Unpacker:
    """Collects a body up to a limit, unpacking gzip, also where only its first bytes show it."""

    def __init__(self, url: str, limit: int, packed: bool, grow: Grow) -> None:
        """Take what the sender says of the body, and whom to ask before it is large."""
        self._url, self._limit, self._grow = url, limit, grow
        self._packed: bool | None = packed or None  # None: the first bytes decide
        self._unzip = zlib.decompressobj(31)
        self._out = bytearray()

    async def feed(self, chunk: bytes) -> None:
        """Take in a chunk; raises TooLarge as soon as the limit is passed."""
        if self._packed is None:
            self._packed = chunk.startswith(_GZIP)
        if self._packed:
            await self._inflate(chunk)
        else:
            self._add(chunk)
            await self._grow(len(self._out))

    async def _inflate(self, chunk: bytes) -> None:
        breath = len(self._out) + _BREATH
        while chunk:
            if self._unzip.eof:
                if not chunk.startswith(_GZIP):
                    return  # bytes behind the end of the archive mean nothing
                self._unzip = zlib.decompressobj(31)
            try:
                piece = self._unzip.decompress(chunk, _PIECE)
            except zlib.error as problem:
                raise FetchError(self._url, "the packed answer is damaged") from problem
            chunk = self._unzip.unconsumed_tail or self._unzip.unused_data
            self._add(piece)
            await self._grow(len(self._out))
            if len(self._out) > breath:
                breath = len(self._out) + _BREATH
                await asyncio.sleep(0)

    def _add(self, piece: bytes) -> None:
        self._out += piece
        if len(self._out) > self._limit:
            raise TooLarge(self._url, f"the answer unpacks to more than {self._limit:,} bytes")

    def finish(self) -> Body:
        """Give the whole body; raises FetchError when an archive was cut short."""
        if self._packed and not self._unzip.eof:
            raise FetchError(self._url, "the packed answer ended early")
        return self._out
