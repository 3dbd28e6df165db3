"""Whom does it kill, and when? A Bot API server that ends its bot at a named point of a call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from aiohttp import web

from tests.fakes.telegram import FakeTelegram, Fault, Request


class When(Enum):
    """How far a call has come."""

    ASKED = "on receiving it"
    DONE = "having done what it asks, before answering"
    ANSWERED = "right after answering"


@dataclass
class Trap:
    """The call at which the bot dies."""

    method: str
    when: When
    chats: range | None = None  # only calls for these
    skip: int = 0  # calls that pass before
    lag: float = 0.0  # seconds after the answer

    def takes(self, request: Request) -> bool:
        """Say whether this is the call."""
        if request.method != self.method or (self.chats and request.chat not in self.chats):
            return False
        self.skip -= 1
        return self.skip < 0


class KillingTelegram(FakeTelegram):
    """A server that springs one trap, then goes on as usual."""

    def __init__(self) -> None:
        super().__init__()
        self.trap: Trap | None = None
        self.kill: Callable[[], None] = lambda: None

    async def quiet(self, seconds: float = 0.1) -> None:
        """Wait until what a dead bot left in its connections has been read."""
        seen = -1
        while seen < len(self.requests):
            seen = len(self.requests)
            await asyncio.sleep(seconds)

    async def _answer(self, http: web.Request, request: Request, fault: Fault) -> Any:
        """Answer, unless the bot dies of it."""
        trap = self.trap
        if trap is None or not trap.takes(request):
            return await super()._answer(http, request, fault)
        self.trap = None
        if trap.when is When.ANSWERED:
            response = await super()._answer(http, request, fault)
            await response.prepare(http)
            await response.write_eof()
            await asyncio.sleep(trap.lag)
            self.kill()
            return response
        if trap.when is When.DONE:
            await self._try(http.match_info["token"], request)
        self.kill()
        if http.transport:
            http.transport.abort()
        return web.Response()
