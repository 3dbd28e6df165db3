"""How fast may we write, to all, to one chat, to a group? Telegram's limits, kept beforehand.

Time is a value: `now` are seconds of a clock that does not jump. `wait` asks, `take` counts a
message; Pace does both for senders that wait in turn.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from enum import IntEnum

_FLOODS_FOR_ALL = 3  # chats that are flooded within a second mean that the whole bot is
_SPREAD = 0.8  # of an even pace: messages keep this distance, so that no second is all one burst
_FORGET = 10_000  # chats above which those at rest are forgotten


class Rank(IntEnum):
    """What goes first when there is not room for all."""

    ANSWER = 0
    ALERT = 1
    DIGEST = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's limits, with a margin for answers that arrive closer than they were sent."""

    messages: int = 30  # to all chats together in a window; 0 for no limit
    window: float = 1.02
    chat_step: float = 1.02  # seconds for each message to one chat
    chat_burst: int = 3  # messages to one chat that may go at once
    group_messages: int = 19
    group_window: float = 60.5
    recovery: float = 30.0  # seconds until the full pace is back after a flood of all


@dataclass(slots=True)
class Governor:
    """Keeps the accounts of one bot; it does not wait itself."""

    limits: Limits = field(default_factory=Limits)
    _all: deque[float] = field(default_factory=deque)  # messages of the last window
    _chats: dict[int, float] = field(default_factory=dict)  # until when each chat is paid for
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _held: dict[int, float] = field(default_factory=dict)  # chats that Telegram told to wait
    _held_all: float = float("-inf")
    _floods: deque[tuple[float, int]] = field(default_factory=deque)
    _slowed: tuple[float, float] = (0.0, 1.0)  # since when, and to which share of the pace

    def wait(self, chat: int, rank: Rank, now: float) -> float:
        """Say how many seconds a message must wait; 0 when it may go now."""
        return max(self.wait_of_chat(chat, now), self._wait_of_all(rank, now))

    def wait_of_chat(self, chat: int, now: float) -> float:
        """Say how long the chat's own account makes a message wait, and what Telegram told us."""
        patience = (self.limits.chat_burst - 1) * self.limits.chat_step
        paid = self._chats.get(chat, now) - patience - now
        return max(0.0, paid, self.held(chat, now), self._wait_of_group(chat, now))

    def take(self, chat: int, now: float) -> None:
        """Count a message that goes now."""
        if self.limits.messages:
            self._all.append(now)
        if len(self._chats) > _FORGET:
            self._forget(now)
        self._chats[chat] = max(self._chats.get(chat, now), now) + self.limits.chat_step
        if chat < 0:
            self._groups.setdefault(chat, deque()).append(now)

    def reserve(self, chat: int, rank: Rank, now: float) -> float:
        """Count a message that goes as soon as it may; give the seconds until then."""
        wait = self.wait(chat, rank, now)
        self.take(chat, now + wait)
        return wait

    def held(self, chat: int, now: float) -> float:
        """Say how long Telegram told us to leave a chat, or all, alone."""
        return max(0.0, self._held_all - now, self._held.get(chat, now) - now)

    def flooded(self, chat: int, seconds: float, now: float) -> None:
        """Note a 429: that chat waits; all wait only if several got one within a second."""
        self._held[chat] = max(self._held.get(chat, now), now + seconds)
        self._floods.append((now, chat))
        while self._floods[0][0] < now - 1.0:
            self._floods.popleft()
        if len({flooded for _, flooded in self._floods}) >= _FLOODS_FOR_ALL:
            self._slowed = (now + seconds, self._share(now) / 2)
            self.hold_all(seconds, now)
            self._floods.clear()

    def hold_all(self, seconds: float, now: float) -> None:
        """Let nobody write for so long: every chat is flooded, or Telegram is not there."""
        self._held_all = max(self._held_all, now + seconds)

    def _wait_of_all(self, rank: Rank, now: float) -> float:
        """Say how long the account of all chats makes a message wait."""
        if not self.limits.messages:
            return 0.0
        while self._all and self._all[0] <= now - self.limits.window:
            self._all.popleft()
        share = self._share(now)
        room = max(1, int(self.limits.messages * share) - rank)  # the last places are for answers
        full = 0.0
        if len(self._all) >= room:
            full = self._all[len(self._all) - room] + self.limits.window - now
        if rank is Rank.ANSWER or not self._all:
            return max(0.0, full)
        distance = _SPREAD * self.limits.window / (self.limits.messages * share)
        return max(0.0, full, self._all[-1] + distance - now)

    def _wait_of_group(self, chat: int, now: float) -> float:
        """Say how long until a group's minute has room."""
        sent = self._groups.get(chat)
        if not sent:
            return 0.0
        while sent and sent[0] <= now - self.limits.group_window:
            sent.popleft()
        most = self.limits.group_messages
        return 0.0 if len(sent) < most else sent[-most] + self.limits.group_window - now

    def _share(self, now: float) -> float:
        """Give the share of the pace that is in use: less after a flood of all, then growing."""
        since, share = self._slowed
        grown = max(0.0, now - since) / self.limits.recovery
        return max(0.1, min(1.0, share + grown))

    def _forget(self, now: float) -> None:
        """Drop the accounts of chats that are at rest."""
        old = now - self.limits.group_window
        self._chats = {chat: until for chat, until in self._chats.items() if until > now}
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        busy = {chat: sent for chat, sent in self._groups.items() if sent and sent[-1] > old}
        self._groups = busy


class Pace:
    """Lets senders through one by one, at the governor's pace; answers do not queue."""

    def __init__(
        self,
        governor: Governor,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        """Take the clock as two functions."""
        self.governor = governor
        self.monotonic, self._sleep = monotonic, sleep
        self._queue, self._digests = asyncio.Lock(), asyncio.Lock()

    async def turn(self, chat: int, rank: Rank, patience: float = float("inf")) -> float:
        """Wait until a message to this chat may go, and count it; give 0 seconds.

        When the chat itself must wait longer than the patience, give those seconds instead.
        """
        while True:
            wait = self.governor.wait_of_chat(chat, self.monotonic())
            if wait > patience:
                return wait
            if wait:  # outside the queue, so that one chat never delays another
                await self._sleep(wait)
            elif await self._through(chat, rank):
                return 0.0

    async def _through(self, chat: int, rank: Rank) -> bool:
        """Pass the gate that all chats share; False when the chat was held meanwhile."""
        async with AsyncExitStack() as queues:
            if rank is Rank.DIGEST:  # at most one digest stands in the queue of the alerts
                await queues.enter_async_context(self._digests)
            if rank is not Rank.ANSWER:
                await queues.enter_async_context(self._queue)
            while wait := self.governor.wait(chat, rank, self.monotonic()):
                if self.governor.wait_of_chat(chat, self.monotonic()):
                    return False
                await self._sleep(wait)
            self.governor.take(chat, self.monotonic())
            return True
