"""Who parses? Children that can be ended, so that no document hurts the poller."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from feeds.errors import ParseError
from feeds.model import Body, Document, Page
from feeds.wire import HEAD, packed, result_of, unpacked

_HOME = str(Path(__file__).resolve().parent.parent)
_START = 60.0  # seconds for a child to get warm, on a machine that has much to do
_LONG = 1.0  # seconds at one document, from which on others should not wait for it
_SMALL = 100_000  # bytes of a document; those that are as small take turns, larger ones wait
_PIECE = 65_536  # bytes that are handed over at once
_LAST_BREATH = 1.0  # seconds between hanging up and being gone
_WORDS = {
    -signal.SIGXCPU: "reading it takes too much time",
    -signal.SIGKILL: "the reader was ended from outside while at it",
    -signal.SIGSEGV: "it makes the reader crash",
}


class ParsePool:
    """Warm children, each replaced when it dies, grows or has done its share; more in need."""

    def __init__(
        self,
        workers: int = 1,
        *,
        most: int = 4,
        wall: float = 15.0,
        jobs: int = 1_000,
        memory: int = 200_000,
    ) -> None:
        """Set how many, and in need; the seconds for a job; the jobs and kilobytes of a life."""
        self._workers, self._most = workers, most
        self._wall, self._jobs, self._memory = wall, jobs, memory
        self._children = [_Child() for _ in range(workers)]
        self._idle: list[_Child] = []
        self._turns = count()
        self._waiting: list[tuple[int, int, asyncio.Future[_Child]]] = []  # a heap

    async def __aenter__(self) -> Self:
        """Start the children; they warm up while others work."""
        for child in self._children:
            await child.start()
            self._idle.append(child)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the children."""
        await asyncio.gather(*(child.end() for child in self._children))

    @property
    def pids(self) -> list[int]:
        """Name the processes that are alive."""
        return [child.pid for child in self._children if child.pid is not None]

    async def parse(self, body: Body, url: str, content_type: str = "") -> Document:
        """Read a feed in a child; raises ParseError like parse.parse, also when the child dies."""
        result = await self._run("feed", body, url, content_type)
        assert isinstance(result, Document)
        return result

    async def page(self, body: Body, url: str, content_type: str = "") -> Page:
        """Read an article's page in a child; raises ParseError."""
        result = await self._run("page", body, url, content_type)
        assert isinstance(result, Page)
        return result

    async def _run(self, kind: str, body: Body, url: str, content_type: str) -> Document | Page:
        message = {"kind": kind, "url": url, "content_type": content_type}
        child = await self._free(len(body))
        try:
            reply = await self._ask(child, packed(message, len(body)), body, url)
        finally:
            # A cancelled or failed job leaves the child in an unknown state.
            spare = len(self._children) > self._workers and not self._waiting
            if spare or child.busy or child.done >= self._jobs or child.memory > self._memory:
                await child.end()
            if spare:
                self._children.remove(child)
            else:
                self._hand_on(child)
        return result_of(reply, url)

    async def _free(self, size: int) -> _Child:
        """Wait for a child, the small documents first.

        One more helps out while every other is long at one document.
        """
        if self._idle:
            return self._idle.pop()
        turn: asyncio.Future[_Child] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (size // _SMALL, next(self._turns), turn))
        try:
            while not turn.done():
                await asyncio.wait((turn,), timeout=_LONG)
                stuck = all(child.busy_for() > _LONG for child in self._children)
                if stuck and not turn.done() and len(self._children) < self._most:
                    self._children.append(_Child())
                    self._hand_on(self._children[-1])
        except asyncio.CancelledError:
            if not turn.cancel():
                self._hand_on(turn.result())
            raise
        return turn.result()

    def _hand_on(self, child: _Child) -> None:
        """Give a child that is free to whoever has waited for it."""
        while self._waiting:
            turn = heappop(self._waiting)[2]
            if not turn.done():
                turn.set_result(child)
                return
        self._idle.append(child)

    async def _ask(self, child: _Child, job: bytes, body: Body, url: str) -> Any:
        """Start the child if need be and wait for its reply, not for ever."""
        await child.start()
        try:
            async with asyncio.timeout(_START):
                await child.ready()
            async with asyncio.timeout(self._wall):
                return await child.ask(job, body)
        except TimeoutError as problem:
            raise ParseError(url, "reading it takes too long") from problem
        except (OSError, EOFError) as problem:
            status = await child.ended()
            words = _WORDS.get(status or 0, f"it ends the reader (status {status})")
            raise ParseError(url, words) from problem


class _Child:
    """One process, alive or not yet started, at the other end of a pair of sockets.

    Not asyncio's own subprocesses: on Python 3.11 they wait for ever when a start is cancelled or
    when a killed process left something unread.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._socket: socket.socket | None = None
        self._ready = False
        self._since = 0.0  # when its job began
        self.busy = False
        self.done = 0  # jobs
        self.memory = 0  # kilobytes

    @property
    def pid(self) -> int | None:
        """Its number while it lives."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start it unless it lives."""
        if self._process is not None:
            return
        self._ready, self.busy, self.done, self.memory = False, False, 0, 0
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = _spawn(theirs)
        self._reader, self._writer = await asyncio.open_connection(sock=self._socket)

    async def ready(self) -> None:
        """Wait until it is warm."""
        self.busy = True
        if not self._ready:
            await self._read()
            self._ready, self._since = True, time.monotonic()

    def busy_for(self) -> float:
        """Say for how many seconds it has been at its document; getting warm does not count."""
        return time.monotonic() - self._since if self.busy and self._ready else 0.0

    async def ask(self, job: bytes, body: Body) -> Any:
        """Hand over a job and wait for the reply; raises EOFError or OSError when it dies."""
        if self._writer is None:
            raise EOFError
        self._since = time.monotonic()
        self._writer.write(job)
        for start in range(0, len(body), _PIECE):  # in one piece, it would be copied whole
            self._writer.write(body[start : start + _PIECE])
            await self._writer.drain()
        reply = await self._read()
        self.busy, self.done, self.memory = False, self.done + 1, reply.get("memory", 0)
        return reply

    async def _read(self) -> Any:
        if self._reader is None:
            raise EOFError
        head = await self._reader.readexactly(2 * HEAD)
        return unpacked(await self._reader.readexactly(int.from_bytes(head[:HEAD], "big")))

    async def ended(self) -> int | None:
        """Give the status of one that hung up, which it does when it dies."""
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(self._process.wait, _LAST_BREATH)
        return await self.end()

    async def end(self) -> int | None:
        """Kill it and wait until it is gone; give its status."""
        process, self._process = self._process, None
        if self._writer is not None:
            self._writer.transport.abort()
        elif self._socket is not None:
            self._socket.close()
        self._reader = self._writer = self._socket = None
        if process is None:
            return None
        process.kill()
        return await asyncio.to_thread(process.wait)


def _spawn(line: socket.socket) -> subprocess.Popen[bytes]:
    """Start a child on its end of the line; its environment is empty of all that is ours."""
    return subprocess.Popen(
        [sys.executable, "-m", "feeds.child"],
        stdin=line.fileno(),
        stdout=line.fileno(),
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": _HOME, "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
        cwd="/",
    )
