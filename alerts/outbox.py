"""How does the outbox get empty? One sender: lease, pace, deliver, write back.

What is leased is committed before its request and settled after the answer; nothing else counts as
sent. A chat has one message under way at a time, so that its alerts keep their order and one that
is flooded, gone or slow never delays another.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from alerts import carrier, deliver
from alerts.afterwords import Afterwords
from alerts.doubts import Doubt, Doubts
from alerts.due import Job, Message, Sign, progress, take_due
from alerts.governor import Governor, Pace
from alerts.looks import Looks
from alerts.marks import Arrived, Effect, Marks
from alerts.outcomes import (
    Gone,
    Later,
    Moved,
    NoRights,
    NotFound,
    NoThread,
    Outcome,
    Sent,
    TokenRefused,
    Uncertain,
)
from alerts.render import thread_rests
from storage.store import Store, Transaction

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)  # four times what one call may take
_FRESH = 1.0  # seconds after a lease in which nobody can have changed much
_PATIENCE = 5.0  # seconds that a message may wait for its chat's pace before it goes back
_NOT_FOUND = timedelta(minutes=10)  # before a chat that Telegram does not know is tried again
_TRIES = 3  # for such a chat, then it rests
_TOKEN = timedelta(seconds=30)  # before a refused token is tried again
_PACED, _UNPACED = 64, 512  # chats that are written to at a time
_LOST_FOR_ALL = 8  # answers in a row that are lost mean that Telegram is not well
_LOST_PAUSE = 10.0  # seconds until it is tried again then
_OFFLINE_MOST = 60.0  # seconds between tries while Telegram cannot be reached


class Clock(Protocol):
    """The time, as a value that can be handed in."""

    def now(self) -> datetime:
        """Give the wall clock's time in UTC."""

    def monotonic(self) -> float:
        """Give the seconds of a clock that only goes forward."""

    async def sleep(self, seconds: float) -> None:
        """Let so much time pass."""


class Sender:
    """Sends what is due; one for a process, in one event loop."""

    def __init__(
        self,
        store: Store,
        bot: deliver.Bot,
        governor: Governor,
        clock: Clock,
        *,
        owner: str = "sender",
        sign: Sign | None = None,
        at_once: int = 0,
    ) -> None:
        """Take an owner's name of one's own if several processes send from one ledger."""
        self.token_refused: str | None = None  # why, while Telegram refuses our token
        self._store, self._bot, self._clock = store, bot, clock
        self._owner, self._sign = owner, sign
        self._at_once = at_once or (_PACED if governor.limits.messages else _UNPACED)
        self._governor = governor
        self._pace = Pace(governor, clock.monotonic, clock.sleep)
        self._marks = Marks(store, owner)
        self._looks = Looks(store, owner, clock.now)
        self._doubts = Doubts(store, bot, self._pace, clock)
        self._afterwords = Afterwords(store, bot, self._pace, sign)
        self._jobs: dict[asyncio.Task[None], Job] = {}
        self._ready: deque[Job] = deque()  # leased ahead, so that nobody waits for the ledger
        self._wakes: set[asyncio.Task[int]] = set()
        self._leasing = asyncio.Lock()
        self._closing = self._more = False
        self._lost = 0  # answers in a row
        self._offline = 0.0  # seconds of the last pause because nothing got through
        self._offline_until = self._resume_at = float("-inf")

    async def recover(self) -> int:
        """Take back what this owner had leased when it died; only where no other has its name."""
        return int(await self._marks.write(lambda tx: tx.outbox.release(self._owner)))

    async def send_due(self) -> int:
        """Lease what is due and start sending it; give the number of chats."""
        if self._closing or self._leasing.locked() or self._clock.monotonic() < self._resume_at:
            return 0
        async with self._leasing:
            room = 2 * self._at_once - len(self._jobs) - len(self._ready)
            if room <= 0:
                return 0
            leased = self._clock.monotonic()
            jobs = await asyncio.to_thread(
                take_due, self._store, self._owner, self._clock.now(),
                limit=room, lease=LEASE, sign=self._sign,
            )  # fmt: skip
            self._more = len(jobs) == room
            for job in jobs:
                job.leased, job.ends = leased, leased + LEASE.total_seconds()
            self._ready += jobs
            self._fill()
            return len(jobs)

    async def resolve(self) -> int:
        """Find out what became of messages whose answer was lost; say how much was settled."""
        if self._closing or self._clock.monotonic() < self._resume_at:
            return 0
        return await self._doubts.resolve()

    async def add(self) -> int:
        """Bring some of what was sent up to date; say how many messages changed."""
        if self._closing or self._clock.monotonic() < self._resume_at:
            return 0
        return await self._afterwords.write(self._clock.now())

    def wake(self) -> None:
        """Look for what is due at once, not at the next tick."""
        task = asyncio.get_running_loop().create_task(self.send_due())
        self._wakes.add(task)
        task.add_done_callback(self._woken)

    async def settle(self) -> None:
        """Wait until nothing is under way."""
        while self._jobs or self._wakes:
            await asyncio.wait({*self._jobs, *self._wakes})

    async def close(self, grace: float) -> None:
        """Give back what was not begun, wait so many seconds for the rest, and settle it."""
        self._closing = True
        async with self._leasing:
            pass  # what is being leased is started first, so that it can be given back
        self._ready.clear()
        unfinished = list(self._jobs.values())
        for task, job in self._jobs.items():
            if job.in_flight is None:
                task.cancel()
        if self._jobs:
            await asyncio.wait(set(self._jobs), timeout=grace)
        await _cancelled([*self._jobs, *self._wakes])
        await asyncio.to_thread(self._give_up, unfinished)

    def _give_up(self, unfinished: list[Job]) -> None:
        """Note what may have arrived and how far a message came; give back the rest."""
        with self._store.begin() as tx:
            for job in filter(lambda job: job.messages, unfinished):
                message, note = job.messages[0], "we stopped before the answer came"
                if job.in_flight:
                    tx.outbox.uncertain(message.ids, self._owner, note, self._clock.now())
                elif job.parts:
                    note = progress(message, job.parts, "we stopped")
                    tx.outbox.later(message.ids, self._owner, self._clock.now(), note)
            tx.outbox.release(self._owner)

    def _fill(self) -> None:
        """Send as many chats' messages beside each other as we may, in the order of the lease."""
        while self._ready and len(self._jobs) < self._at_once and not self._closing:
            job = self._ready.popleft()
            task = asyncio.get_running_loop().create_task(self._run(job))
            self._jobs[task] = job
            task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        """Note the end of a chat's turn; what went wrong there is for the log, not for others."""
        job = self._jobs.pop(task)
        _report(task, f"sending to chat {job.chat.id} failed; it is tried again")
        self._fill()
        if self._more and not self._closing and len(self._ready) <= self._at_once // 2:
            self._more = False
            self.wake()

    def _woken(self, task: asyncio.Task[int]) -> None:
        """Note the end of a look at the outbox."""
        self._wakes.discard(task)
        _report(task, "the outbox could not be read")

    async def _run(self, job: Job) -> None:
        """Send a chat's messages in order; stop at the first that must wait."""
        while job.messages and await self._send(job, job.messages[0]):
            del job.messages[0]
            job.parts = 0
            if self._closing:
                return

    async def _send(self, job: Job, message: Message, start: int | None = None) -> bool:
        """Send a message part by part; tell whether the next message may follow."""
        first = None
        for index in range(message.first if start is None else start, len(message.parts)):
            wait = await self._pace.turn(job.chat.id, message.rank, _PATIENCE)
            if wait := wait or self._hindrance(job):
                return await self._back(job, timedelta(seconds=wait), "the chat must wait", index)
            if not await self._wanted(job, message):  # the next lease sorts them out
                return await self._back(job, timedelta(0), "the reader's wishes changed", index)
            outcome = await self._deliver(job, message, index)
            if not isinstance(outcome, Sent):
                return await self._unsent(job, message, index, outcome)
            first = outcome.message if first is None else first
            job.parts = index + 1
            if job.parts < len(message.parts):  # a crash from here on repeats the next part alone
                job.in_flight = None
                note = progress(message, job.parts, "the rest follows")
                await self._write(job, partial(_noted, message, self._owner, note))
        self._offline, self._lost, self.token_refused = 0.0, 0, None
        await self._write(
            job, Arrived(tuple(message.ids), first, self._clock.now(), message.digest)
        )
        return True

    def _hindrance(self, job: Job) -> float:
        """Give the seconds to wait when it became senseless to go on meanwhile; else 0."""
        now = self._clock.monotonic()
        if self.token_refused and now < self._resume_at:
            return self._resume_at - now
        return 1.0 if job.ends - now < carrier.DEADLINE else 0.0

    async def _wanted(self, job: Job, message: Message) -> bool:
        """Tell whether a message that has waited is still ours to send, and wanted as it is."""
        if self._clock.monotonic() - job.leased < _FRESH or job.moved:
            return True
        job.looking = True
        try:
            return await self._looks.wanted(message.deliveries)
        finally:
            job.looking = False

    async def _deliver(self, job: Job, message: Message, index: int) -> Outcome:
        """Make the call; from here until its result is written the message is in flight."""
        job.in_flight, job.after = message, carrier.trail_of(self._bot).last(job.chat.id)
        last = index == len(message.parts) - 1
        return await deliver.send(
            self._bot,
            job.chat.id,
            message.parts[index],
            thread=None if job.moved else message.thread,
            buttons=message.rows if last else (),
            stray=False,
            answers=message.answers if index == 0 else None,
        )

    async def _unsent(self, job: Job, message: Message, index: int, outcome: Outcome) -> bool:
        """Draw the consequences of a message that did not arrive; tell whether to go on."""
        log.info("chat %s did not get a message: %s", job.chat.id, outcome)
        match outcome:
            case Later():
                return await self._later(job, index, outcome)
            case Moved(chat=new) if not job.moved:
                return await self._moved(job, message, index, new)
            case Gone(why=why):
                return await self._gone(job, why)
            case NotFound(why=why):
                if max(row.attempts for row in message.deliveries) >= _TRIES:
                    return await self._gone(job, why)
                return await self._back(job, _NOT_FOUND, why, index)
            case NoThread(why=why) if message.thread is not None and not job.moved:
                return await self._threadless(job, message, index, why)
            case NoRights(why=why) | NoThread(why=why):  # of the chat's own thread
                await self._write(job, lambda tx: tx.chats.rest(job.chat.id, why))
                return await self._back(job, timedelta(0), why, index)
            case TokenRefused(why=why):
                if self.token_refused is None:
                    log.error("Telegram refuses the token, nothing can be sent: %s", why)
                self.token_refused = why
                self._resume_at = self._clock.monotonic() + _TOKEN.total_seconds()
                return await self._back(job, _TOKEN, why, index)
            case Uncertain(why=why):
                return await self._uncertain(job, message, index, why)
        log.error("Telegram refuses a message of ours: %s", outcome)
        await self._write(job, partial(_refused, message, self._owner, str(outcome)))
        return True

    async def _later(self, job: Job, index: int, outcome: Later) -> bool:
        """Wait as Telegram says, for this chat; or for all while nothing gets through."""
        now, after = self._clock.monotonic(), outcome.after
        if outcome.flood:
            self._governor.flooded(job.chat.id, after.total_seconds(), now)
            after += timedelta(milliseconds=job.chat.id % 1000)  # not all in the same moment
        else:
            if now >= self._offline_until:  # not once for each that failed at the same time
                self._offline = min(self._offline * 2 or after.total_seconds(), _OFFLINE_MOST)
                self._offline_until = now + self._offline
                self._governor.hold_all(self._offline, now)
            after = timedelta(seconds=self._offline_until - now)
        return await self._back(job, after, outcome.why, index)

    async def _uncertain(self, job: Job, message: Message, index: int, why: str) -> bool:
        """Note what may have arrived and where; hold all when one after the other is lost."""
        self._lost += 1
        if self._lost >= _LOST_FOR_ALL:
            self._governor.hold_all(_LOST_PAUSE, self._clock.monotonic())
        self._doubts.note(Doubt(job.chat.id, message, index, job.after))
        note, now = progress(message, index, why), self._clock.now()
        await self._write(job, lambda tx: tx.outbox.uncertain(message.ids, self._owner, note, now))
        return True

    async def _moved(self, job: Job, message: Message, index: int, new: int) -> bool:
        """Take everything of a group to its new id and send again there, without threads."""
        old, now = job.chat.id, self._clock.now()
        await self._write(job, lambda tx: tx.chats.move(old, new, now))
        job.chat, job.moved = replace(job.chat, id=new, kind="supergroup"), True
        return await self._send(job, message, index)

    async def _threadless(self, job: Job, message: Message, index: int, why: str) -> bool:
        """Let a thread rest that is closed or gone, say so in the chat and go on there."""
        chat, thread = job.chat, message.thread or 0
        follow = [one for one in job.messages[1:] if one.thread == message.thread]
        ids = [id for one in follow for id in one.ids]
        ours = f"its thread rests: {why}"

        def effect(tx: Transaction) -> None:
            tx.subscriptions.rest(chat.id, thread, why)
            tx.outbox.expired(ids, ours)
            tx.outbox.give_up_thread(chat.id, thread, ours)
            tx.notices.put([chat.id], thread_rests(chat, thread), self._clock.now())

        await self._write(job, effect)
        job.messages = [one for one in job.messages if one not in follow]
        job.messages[0] = replace(message, thread=None)
        return await self._send(job, job.messages[0], index)

    async def _gone(self, job: Job, why: str) -> bool:
        """Let a chat rest until it speaks to us; what waits for it is given up."""

        def effect(tx: Transaction) -> None:
            tx.outbox.refused(job.messages[0].ids, self._owner, why)
            tx.outbox.drop(job.chat.id, why)
            tx.chats.rest(job.chat.id, why)

        await self._write(job, effect)
        return False

    async def _back(self, job: Job, after: timedelta, why: str, index: int) -> bool:
        """Give back what is left of a chat's turn; the first note tells where to go on."""
        until, (message, *rest) = self._clock.now() + after, job.messages

        def effect(tx: Transaction) -> None:
            tx.outbox.later(message.ids, self._owner, until, progress(message, index, why))
            for other in rest:
                tx.outbox.later(other.ids, self._owner, until, why)

        await self._write(job, effect)
        return False

    async def _write(self, job: Job, effect: Effect | Arrived) -> None:
        """Write a result; from then on nothing is in flight."""
        await self._marks.write(effect)
        job.in_flight = None


def _noted(message: Message, owner: str, note: str, tx: Transaction) -> None:
    """Note how far a message came."""
    tx.outbox.note(message.ids, owner, note)


def _refused(message: Message, owner: str, note: str, tx: Transaction) -> None:
    """Mark a message's deliveries as refused."""
    tx.outbox.refused(message.ids, owner, note)


def _report(task: asyncio.Task[Any], what: str) -> None:
    """Log a task's error; a cancelled one has none."""
    if not task.cancelled() and (error := task.exception()):
        log.error(what, exc_info=error)


async def _cancelled(tasks: list[asyncio.Task[Any]]) -> None:
    """Cancel tasks and wait for their end."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)
