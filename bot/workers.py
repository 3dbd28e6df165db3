"""Where is the heavy reading done? In a process of its own, so that the event loop stays quick."""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

from claims.model import Article, Reading

log = logging.getLogger("claimwatch.reader")

PATIENCE = 60.0  # seconds for one article; 600 words take about 0.1
TRIES = 2  # a child that died of something else deserves a second one
UNREAD = "the engine could not read this text in time"
_HOME = str(Path(__file__).resolve().parent.parent)
# All that the child gets to know of our environment: no secret, and a tenth less memory by
# giving back at once what loading the language model took.
_ENVIRONMENT = {
    "PYTHONPATH": _HOME,
    "LC_ALL": "C.UTF-8",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}


class Reader:
    """Reads claims out of articles in one child process, made anew when it dies."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()
        self._patient = asyncio.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._end()

    async def read_later(self, article: Article) -> Reading:
        """Extract the claims of what is no news; of these only one stands in the queue."""
        async with self._patient:
            return await self.read(article)

    async def read(self, article: Article) -> Reading:
        """Extract the claims; an article that the engine cannot bear is filed without any."""
        async with self._one_at_a_time:
            for _ in range(TRIES):
                try:
                    return await self._ask(article)
                except (EOFError, OSError, TimeoutError) as error:
                    log.warning("reading %s failed: %s", article.id, type(error).__name__)
                    self._end()
        return Reading(article, notes=(UNREAD,))

    async def _ask(self, article: Article) -> Reading:
        pipe = self._started()
        try:
            reading: Reading = await asyncio.to_thread(_exchange, pipe, article)
        except asyncio.CancelledError:  # its answer must not be taken for the next one's
            self._end()
            raise
        return reading

    @property
    def pid(self) -> int | None:
        """Name the child's process while there is one."""
        return self._child.pid if self._child else None

    def _started(self) -> Connection:
        if self._pipe is None:
            # A program of its own and no fork or spawn of multiprocessing: the one copies our
            # threads' locks, the other imports our main module and starts a tracker beside.
            ours, theirs = socket.socketpair()
            with theirs:  # closed here, so that the child's death closes the line
                self._child = subprocess.Popen(
                    [sys.executable, "-m", "bot.engine"],
                    stdin=theirs.fileno(),
                    env=_ENVIRONMENT,
                    cwd="/",
                )
            self._pipe = Connection(ours.detach())
        return self._pipe

    def _end(self) -> None:
        if self._child is not None and self._pipe is not None:
            self._child.kill()
            self._child.wait()
            self._pipe.close()
            self._child = self._pipe = None


def _exchange(pipe: Connection, article: Article) -> Reading:
    pipe.send(article)
    if not pipe.poll(PATIENCE):
        raise TimeoutError
    reading: Reading = pipe.recv()
    return reading
