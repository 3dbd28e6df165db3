"""Which alerts are to go out, who is sending them, and what became of them?

A delivery is open while it is due or sending. `free_at` says from when an open one may be taken:
at first the moment wished for, while it is leased the end of the lease, after a refusal that
passes the next try.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    tuple_,
    update,
)

from storage.fanout import call, fan_out
from storage.records import Called, Delivery, DeliveryState, Wanted
from storage.session import AnyRow, Group, portions
from storage.tables import chats, deliveries

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
HEAD, OTHER = deliveries.alias("head"), deliveries.alias("other")
TERMINAL = "terminal"  # the kind of the chat that is no chat of Telegram's
DUE, SENDING, UNCERTAIN = DeliveryState.DUE, DeliveryState.SENDING, DeliveryState.UNCERTAIN


class Outbox(Group):
    """The deliveries."""

    def put(self, wanted: Sequence[Wanted]) -> int:
        """Write deliveries; what is there and chats that we do not know are left out."""
        return fan_out(self.session, wanted)

    def call(self, called: Sequence[Called], now: datetime) -> int:
        """Write a delivery for each chat and thread of those who are called, the earliest."""
        return call(self.session, called, now)

    def lease(
        self, now: datetime, limit: int, owner: str, lease: timedelta, *, only: int | None = None
    ) -> list[Delivery]:
        """Take all that is due for the `limit` chats that have waited longest, oldest first.

        With `only`, that chat's alone; without, those of every chat but the terminal's, which
        shows its own.

        A chat that is being written to, waits for another try, or rests is left out, so that
        its messages stay in order and nobody writes to it twice at once.
        """
        found: list[Delivery] = []
        for digest in (False, True):  # digests when no alert is due
            left = limit - len({one.chat for one in found})
            heads = _heads(now, left, only, digest=digest)
            found += self._take(heads, now, owner, lease) if left > 0 else []
        return sorted(found, key=lambda delivery: (delivery.chat, delivery.id))

    def _take(
        self, heads: Select[Any], now: datetime, owner: str, lease: timedelta
    ) -> list[Delivery]:
        """Lease all that is due for the chats of these deliveries."""
        several = self.session.dialect == "postgresql"  # senders at once; SQLite has one writer
        first = self.session.run(_locked(heads) if several else heads)
        taken = {
            "state": SENDING.value,
            "owner": owner,
            "free_at": now + lease,
            "attempts": deliveries.c.attempts + 1,
        }
        found: list[Delivery] = []
        for some in portions([row.chat for row in first]):
            due = and_(_open(deliveries), deliveries.c.chat.in_(some), deliveries.c.free_at <= now)
            still = and_(due, ~_busy(now, deliveries).exists()) if several else due
            lease_them = update(deliveries).where(still).values(taken).returning(deliveries)
            found += [delivery_of(row) for row in self.session.run(lease_them)]
        return found

    def sent(self, ids: Sequence[int], owner: str, message: int | None, now: datetime) -> int:
        """Note that deliveries arrived, as one message."""
        values = {"state": DeliveryState.SENT.value, "message": message, "sent_at": now}
        return self._close(ids, owner, note=None, **values)

    def sent_each(
        self,
        messages: Mapping[int, int | None],
        owner: str,
        now: datetime,
        note: str | None = None,
    ) -> int:
        """Note that deliveries arrived, each as its own message; one statement for all."""
        if not messages:
            return 0
        values = {"state": DeliveryState.SENT.value, "sent_at": now, "owner": None, "note": note}
        leased = and_(deliveries.c.state == SENDING.value, deliveries.c.owner == owner)
        mark = update(deliveries).where(leased, deliveries.c.id == bindparam("delivery"))
        mark = mark.values(**values, message=bindparam("as_message"))
        rows = [{"delivery": id, "as_message": message} for id, message in messages.items()]
        return self.session.changed(mark.execution_options(preserve_rowcount=True), rows)

    def later(self, ids: Sequence[int], owner: str, not_before: datetime, note: str) -> int:
        """Give deliveries back that surely did not go out; their chat waits until then."""
        values = {"state": DUE.value, "free_at": not_before, "not_before": not_before}
        return self._close(ids, owner, note=note, **values)

    def put_off(self, ids: Sequence[int], owner: str, not_before: datetime) -> int:
        """Give deliveries back that were not tried, for it is not their time."""
        tries = {"attempts": deliveries.c.attempts - 1}
        values = {"state": DUE.value, "free_at": not_before, "not_before": not_before} | tries
        return self._close(ids, owner, **values)

    def uncertain(self, ids: Sequence[int], owner: str, note: str, now: datetime) -> int:
        """Note that nobody knows whether deliveries arrived."""
        return self._close(ids, owner, state=UNCERTAIN.value, note=note, free_at=now)

    def refused(self, ids: Sequence[int], owner: str, note: str) -> int:
        """Note that Telegram will not take deliveries, for a reason that stays."""
        return self._close(ids, owner, state=DeliveryState.REFUSED.value, note=note)

    def expired(self, ids: Sequence[int], note: str) -> int:
        """Give up open deliveries that are no longer true or wanted."""
        values = {"state": DeliveryState.EXPIRED.value, "owner": None, "note": note}
        return sum(
            self._set(and_(_open(deliveries), deliveries.c.id.in_(some)), **values)
            for some in portions(ids)
        )

    def note(self, ids: Sequence[int], owner: str, note: str) -> int:
        """Note how far deliveries came that their owner goes on with."""
        return self._change(ids, owner, note=note)

    def drop(self, chat: int, note: str) -> int:
        """Give up everything that is open for a chat."""
        return self._give_up(deliveries.c.chat == chat, note)

    def give_up_thread(self, chat: int, thread: int, note: str) -> int:
        """Give up what is due for a thread; what is leased is its sender's."""
        due = and_(deliveries.c.state == DUE.value, deliveries.c.thread == thread)
        return self._give_up(and_(due, deliveries.c.chat == chat), note)

    def _give_up(self, which: ColumnElement[bool], note: str) -> int:
        values = {"state": DeliveryState.EXPIRED.value, "owner": None, "note": note}
        return self._set(and_(_open(deliveries), which), **values)

    def doubtful(self, until: datetime, limit: int) -> list[Delivery]:
        """List what has been uncertain since then and may yet be found out, the oldest first."""
        asked = select(deliveries).where(_doubtful(deliveries.c.free_at <= until))
        rows = self.session.run(asked.order_by(deliveries.c.free_at).limit(limit))
        return [delivery_of(row) for row in rows]

    def look_again(self, ids: Sequence[int], free_at: datetime) -> int:
        """Let what is uncertain count as such from then."""
        return self._decide(ids, free_at=free_at)

    def undecided(self, ids: Sequence[int]) -> int:
        """Leave uncertain deliveries as they are, for good."""
        return self._decide(ids, free_at=NEVER)

    def arrived(self, ids: Sequence[int], message: int, now: datetime) -> int:
        """Note that uncertain deliveries were found where they should be."""
        sent = {"state": DeliveryState.SENT.value, "message": message, "sent_at": now}
        return self._decide(ids, **sent, note=None)

    def again(self, ids: Sequence[int], not_before: datetime, note: str | None = None) -> int:
        """Try uncertain deliveries once more."""
        values = {"state": DUE.value, "free_at": not_before, "not_before": not_before}
        return self._decide(ids, **values, note=note)

    def _decide(self, ids: Sequence[int], **values: Any) -> int:
        return sum(
            self._set(_doubtful(deliveries.c.id.in_(some)), **values) for some in portions(ids)
        )

    def postpone(self, chat: int, not_before: datetime) -> int:
        """Let what is due for a chat wait at least until then."""
        due = and_(_open(deliveries), deliveries.c.chat == chat, deliveries.c.state == DUE.value)
        early = and_(due, deliveries.c.free_at < not_before)
        return self._set(early, free_at=not_before, not_before=not_before)

    def release(self, owner: str) -> int:
        """Give back what an owner leased and did not try to send."""
        mine = and_(_open(deliveries), deliveries.c.owner == owner)
        values = {"free_at": deliveries.c.not_before, "attempts": deliveries.c.attempts - 1}
        return self._set(mine, state=DUE.value, owner=None, **values)

    def get(self, ids: Sequence[int]) -> list[Delivery]:
        """Find deliveries by their numbers."""
        found: list[Delivery] = []
        for some in portions(ids):
            found += self._all(select(deliveries).where(deliveries.c.id.in_(some)))
        return found

    def of_change(self, change: str) -> list[Delivery]:
        """List the deliveries of a change."""
        return self._all(select(deliveries).where(deliveries.c.change == change))

    def due_for(self, chat: int) -> list[Delivery]:
        """List what waits for a chat and is not leased, the oldest first."""
        asked = select(deliveries).where(_open(deliveries), deliveries.c.chat == chat)
        return self._all(asked.where(deliveries.c.state == DUE.value))

    def held(self, ids: Sequence[int], owner: str) -> set[int]:
        """Give those of these deliveries whose lease is still an owner's."""
        leased = and_(deliveries.c.state == SENDING.value, deliveries.c.owner == owner)
        found: set[int] = set()
        for some in portions(ids):
            asked = select(deliveries.c.id).where(leased, deliveries.c.id.in_(some))
            found.update(self.session.run(asked).scalars())
        return found

    def old(self, before: datetime, limit: int) -> list[int]:
        """List what was settled and wished for before a moment."""
        settled = and_(~_open(deliveries), deliveries.c.not_before < before)
        asked = select(deliveries.c.id).where(settled).order_by(deliveries.c.id).limit(limit)
        return list(self.session.run(asked).scalars())

    def forget(self, ids: Sequence[int]) -> int:
        """Delete deliveries that are settled."""
        return sum(
            self.session.changed(
                delete(deliveries).where(~_open(deliveries), deliveries.c.id.in_(some))
            )
            for some in portions(ids)
        )

    def of_state(self, state: DeliveryState, limit: int) -> list[Delivery]:
        """List deliveries in a state, the oldest first."""
        asked = select(deliveries).where(deliveries.c.state == state.value)
        return self._all(asked.limit(limit))

    def counts(self) -> dict[DeliveryState, int]:
        """Count the deliveries in each state."""
        asked = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        found = {DeliveryState(state): count for state, count in self.session.run(asked)}
        return {state: found.get(state, 0) for state in DeliveryState}

    def oldest_due(self, now: datetime) -> datetime | None:
        """Say since when the delivery that waits longest has been due."""
        late = and_(deliveries.c.free_at <= now, deliveries.c.not_before <= now)
        return self._first(select(deliveries.c.not_before).where(late))

    def next_due(self, now: datetime) -> datetime | None:
        """Say when the next delivery that is not due yet will be."""
        return self._first(select(deliveries.c.free_at).where(deliveries.c.free_at > now))

    def _first(self, asked: Select[tuple[datetime]]) -> datetime | None:
        awake = and_(chats.c.id == deliveries.c.chat, chats.c.resting.is_(None))
        wanted = asked.join(chats, awake).where(_open(deliveries))
        wanted = wanted.order_by(deliveries.c.free_at, deliveries.c.id).limit(1)
        found = [
            self.session.run(wanted.where(deliveries.c.digest == digest)).scalar()
            for digest in (False, True)
        ]
        return min(filter(None, found), default=None)

    def _close(self, ids: Sequence[int], owner: str, **values: Any) -> int:
        """End a lease; rows that another has leased meanwhile stay as they are."""
        return self._change(ids, owner, owner=None, **values)

    def _change(self, ids: Sequence[int], leased_by: str, **values: Any) -> int:
        leased = and_(deliveries.c.state == SENDING.value, deliveries.c.owner == leased_by)
        return sum(
            self._set(and_(leased, deliveries.c.id.in_(some)), **values) for some in portions(ids)
        )

    def _set(self, where: ColumnElement[bool], **values: Any) -> int:
        return self.session.changed(update(deliveries).where(where).values(values))

    def _all(self, asked: Select[Any]) -> list[Delivery]:
        return [delivery_of(row) for row in self.session.run(asked.order_by(deliveries.c.id))]


def delivery_of(row: AnyRow) -> Delivery:
    """Read a delivery off a row."""
    return Delivery(
        id=row.id,
        change=row.change,
        chat=row.chat,
        thread=row.thread or None,
        state=DeliveryState(row.state),
        not_before=row.not_before,
        attempts=row.attempts,
        message=row.message,
        note=row.note,
        digest=row.digest,
        free_at=row.free_at,
        sent_at=row.sent_at,
    )


def _heads(now: datetime, limit: int, only: int | None, *, digest: bool) -> Select[Any]:
    """Select the first due delivery of each chat that may be written to."""
    earlier = tuple_(OTHER.c.free_at, OTHER.c.id) < tuple_(HEAD.c.free_at, HEAD.c.id)
    same = func.coalesce(OTHER.c.digest, False) == HEAD.c.digest  # lest its index be taken, not
    alike = and_(OTHER.c.chat == HEAD.c.chat, same)  # the chat's: with 100,000 due that is slow
    ahead = select(OTHER.c.id).where(_open(OTHER), alike, earlier)
    return (
        select(HEAD.c.id, HEAD.c.chat)
        .join(chats, chats.c.id == HEAD.c.chat)
        .where(_open(HEAD), HEAD.c.digest == digest, HEAD.c.free_at <= now)
        .where(chats.c.resting.is_(None))
        .where(chats.c.kind != TERMINAL if only is None else chats.c.id == only)
        .where(~ahead.exists(), ~_busy(now, HEAD).exists())
        .order_by(HEAD.c.free_at, HEAD.c.id)
        .limit(limit)
    )


def _busy(now: datetime, delivery: FromClause) -> Select[Any]:
    """Select what holds a delivery's chat back: something in flight, or due for another try."""
    return select(OTHER.c.id).where(
        _open(OTHER),
        OTHER.c.chat == delivery.c.chat,
        OTHER.c.free_at > now,
        OTHER.c.attempts > 0,
    )


def _locked(heads: Select[Any]) -> Select[Any]:
    """Lock heads and chats, and pass over those that another sender has locked.

    The chat's lock keeps a second sender out when a further delivery falls due meanwhile; it
    asks after the lease once more for what was leased between its look and its lock.
    """
    return heads.with_for_update(of=[HEAD, chats], skip_locked=True, key_share=True)


def _doubtful(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Require an uncertain delivery, in the words of its partial index."""
    return and_(deliveries.c.state == literal_column(f"'{UNCERTAIN.value}'"), which)


def _open(table: FromClause) -> ColumnElement[bool]:
    """Require an open delivery, in the words of the partial indexes (tables.OPEN)."""
    return table.c.state.in_([literal_column(f"'{state.value}'") for state in (DUE, SENDING)])
