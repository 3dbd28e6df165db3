"""Did a message arrive whose answer was lost? Found out as far as Telegram lets us.

Telegram has no key that makes sending safe to repeat. But an edit with the same words is refused
with "not modified" where the message is, and with "not found" where it is not, and the ids that
it can have are few. Found: it was sent. Surely nowhere: it is sent again. If nobody can tell, an
alert is tried once more and says that it may be a repeat; a digest stays in doubt, for all to see.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from alerts import carrier, deliver
from alerts.due import PERHAPS, Message, progress
from alerts.governor import Pace, Rank
from alerts.outcomes import Later, Missing, Outcome, Refused, Sent
from storage.records import Delivery
from storage.store import Store, Transaction

log = logging.getLogger(__name__)

WAIT = timedelta(seconds=30)  # until a message that is on its way has arrived or never will
OTHERS = timedelta(minutes=5)  # until we take up what a process that died was in doubt of
TRIES = 5  # at finding out, a minute apart
_AGAIN = timedelta(seconds=60)
_KEPT = 5000  # messages of which we know where to look
_AT_ONCE = 50  # deliveries that are looked into in one go


class Now(Protocol):
    """The wall clock."""

    def now(self) -> datetime:
        """Give the time in UTC."""


class Doubt(NamedTuple):
    """A message, or a part of it, that may have arrived."""

    chat: int
    message: Message
    part: int  # its number
    after: int  # the highest id known when it went out
    tries: int = 0


class Doubts:
    """What a sender is in doubt of; it remembers where to look until it ends."""

    def __init__(self, store: Store, bot: deliver.Bot, pace: Pace, clock: Now) -> None:
        """Take what a sender has."""
        self._store, self._bot, self._pace, self._clock = store, bot, pace, clock
        self._known: dict[tuple[int, ...], Doubt] = {}

    def note(self, doubt: Doubt) -> None:
        """Remember where a message may be; the oldest is forgotten when there are too many."""
        self._known[tuple(doubt.message.ids)] = doubt
        while len(self._known) > _KEPT:
            del self._known[next(iter(self._known))]

    async def resolve(self) -> int:
        """Find out what became of that which waited long enough; say how much was settled."""
        now = self._clock.now()
        rows = await asyncio.to_thread(self._due, now)
        settled = 0
        for ids, doubt in self._sorted(rows, now):
            if doubt is None:
                await asyncio.to_thread(self._settle, ids, None, None)
                settled += 1
            else:
                settled += await self._look(ids, doubt)
        return settled

    def _due(self, now: datetime) -> list[Delivery]:
        with self._store.read() as tx:
            return tx.outbox.doubtful(now - WAIT, _AT_ONCE)

    def _sorted(
        self, rows: Sequence[Delivery], now: datetime
    ) -> list[tuple[tuple[int, ...], Doubt | None]]:
        """Put the rows of a message together; those that nobody remembers wait longer."""
        known = {id: ids for ids in self._known for id in ids}
        found: dict[tuple[int, ...], Doubt | None] = {}
        for row in rows:
            ids = known.get(row.id, (row.id,))
            doubt = self._known.get(ids)
            if doubt or (row.free_at and row.free_at <= now - OTHERS):
                found[ids] = doubt
        return list(found.items())

    async def _look(self, ids: tuple[int, ...], doubt: Doubt) -> bool:
        """Look at every place where the message may be; tell whether that settled it."""
        places = self._bot_trail().places(doubt.chat, doubt.after)
        words = doubt.message.parts[doubt.part]
        last = doubt.part == len(doubt.message.parts) - 1
        for id in places.ids:
            await self._pace.turn(doubt.chat, Rank.DIGEST)
            outcome = await deliver.edit(
                self._bot, doubt.chat, id, words, doubt.message.rows if last else ()
            )
            if isinstance(outcome, Sent):
                await asyncio.to_thread(self._settle, ids, doubt, id)
                return True
            if not isinstance(outcome, Missing | Refused):
                return await self._postpone(ids, doubt, outcome)
        await asyncio.to_thread(self._settle, ids, doubt if places.complete else None, None)
        return True

    async def _postpone(self, ids: tuple[int, ...], doubt: Doubt, outcome: Outcome) -> bool:
        """Look again in a while; who cannot be asked for long is in doubt for good."""
        after = outcome.after if isinstance(outcome, Later) else _AGAIN
        again = doubt._replace(tries=doubt.tries + 1)
        if again.tries >= TRIES:
            await asyncio.to_thread(self._settle, ids, None, None)
            return True
        self._known[ids] = again
        until = self._clock.now() + after - WAIT

        def put_off() -> None:
            with self._store.begin() as tx:
                tx.outbox.look_again(ids, until)

        await asyncio.to_thread(put_off)
        return False

    def _settle(self, ids: tuple[int, ...], doubt: Doubt | None, found: int | None) -> None:
        """Write down what we know: found, surely nowhere, or nobody can tell."""
        now = self._clock.now()
        with self._store.begin() as tx:
            if doubt and found:
                _arrived(tx, doubt, found, now)
            elif doubt:
                note = progress(doubt.message, doubt.part, "it had not arrived")
                tx.outbox.again(ids, now, note)
            else:
                self._untold(tx, ids, now)
        self._known.pop(ids, None)

    def _untold(self, tx: Transaction, ids: tuple[int, ...], now: datetime) -> None:
        """Try an alert once more, marked as a perhaps repeated one; leave a digest as it is."""
        rows, known = tx.outbox.get(ids), self._known.get(ids)
        digest = any(row.digest for row in rows) or (known and known.message.rank is Rank.DIGEST)
        again = [row.id for row in rows if not digest and PERHAPS not in (row.note or "")]
        tx.outbox.again(again, now, PERHAPS)
        tx.outbox.undecided([row.id for row in rows if row.id not in again])
        if again:
            log.warning("%d alerts may have arrived or not; they go out once more", len(again))

    def _bot_trail(self) -> carrier.Trail:
        return carrier.trail_of(self._bot)


def _arrived(tx: Transaction, doubt: Doubt, found: int, now: datetime) -> None:
    """Mark a message as sent, or go on with its next part."""
    message = doubt.message
    if doubt.part == len(message.parts) - 1:
        tx.outbox.arrived(message.ids, found, now)
    else:
        note = progress(message, doubt.part + 1, "the rest follows")
        tx.outbox.again(message.ids, now, note)
