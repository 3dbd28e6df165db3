"""Where is the heavy reading done? In a process of its own, so that the event loop stays quick."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import signal
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from claims.model import Article, Reading

log = logging.getLogger("claimwatch.reader")

PATIENCE = 60.0  # seconds for one article; 600 words take about 0.1
TRIES = 2  # a child that died of something else deserves a second one
UNREAD = "the engine could not read this text in time"


def _serve(pipe: Connection) -> None:
    """Read articles until the parent closes the pipe, or dies, which closes it too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    from claims.extract import extract  # here, so that the parent never loads the engine

    while True:
        try:
            pipe.send(extract(pipe.recv()))
        except EOFError:
            return


class Reader:
    """Reads claims out of articles in one child process, made anew when it dies."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()
        self._patient = asyncio.Lock()
        self._child: multiprocessing.process.BaseProcess | None = None
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

    def _started(self) -> Connection:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")  # a fork would copy our threads' locks
            self._pipe, theirs = context.Pipe()
            self._child = context.Process(target=_serve, args=(theirs,), daemon=True)
            self._child.start()
            theirs.close()  # so that the child's death closes the pipe
        return self._pipe

    def _end(self) -> None:
        if self._child is not None and self._pipe is not None:
            self._child.kill()
            self._child.join()
            self._pipe.close()
            self._child = self._pipe = None


def _exchange(pipe: Connection, article: Article) -> Reading:
    pipe.send(article)
    if not pipe.poll(PATIENCE):
        raise TimeoutError
    reading: Reading = pipe.recv()
    return reading
