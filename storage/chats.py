"""Whom do we talk to, and what does each chat wish to hear?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from hashlib import blake2s
from typing import Any

from sqlalchemy import ColumnElement, Update, and_, delete, func, or_, select, true, update

from claims.model import Kind, Severity
from storage.records import Cadence, Chat, DeliveryState, Ear, Subscription, Wishers
from storage.session import AnyRow, Group, portions
from storage.tables import chats, deliveries, subscriptions

NAMES = tuple(name for name in Chat.__slots__)
COLUMNS = tuple(chats.c[name] for name in NAMES)
WISHES = tuple(subscriptions.c[name] for name in Subscription.__slots__)
OPEN_STATES = (DeliveryState.DUE.value, DeliveryState.SENDING.value)
SEVERITIES = {severity.value: severity for severity in Severity}
CADENCES = {cadence.value: cadence for cadence in Cadence}
HOW = ("least", "cadence", "digest_hour")
PACE = (chats.c.timezone, chats.c.quiet_from, chats.c.quiet_to)  # what decides the moment
EAR = tuple(subscriptions.c[name] for name in ("id", "chat", "thread", "wishes", "muted_until"))
WISH = ("chat", "thread", "topic", "frame", "place", "actor", "words", "kinds")  # what is wished


class Chats(Group):
    """The chats with their settings."""

    def ensure(self, chat: int, kind: str, language: str, now: datetime) -> Chat:
        """Give a chat, made with default settings if it is new."""
        found = self.get(chat)
        if found is None:
            found = Chat(chat, kind=kind, language=language)
            self.session.insert_new(chats, [_row(found) | {"created_at": now}])
        return found

    def get(self, chat: int) -> Chat | None:
        """Find a chat."""
        row = self.session.run(select(*COLUMNS).where(chats.c.id == chat)).first()
        return Chat(*row) if row else None

    def get_many(self, ids: Collection[int]) -> dict[int, Chat]:
        """Find chats by their numbers; unknown ones are left out."""
        found: dict[int, Chat] = {}
        for some in portions(list(ids)):
            rows = self.session.run(select(*COLUMNS).where(chats.c.id.in_(some)))
            found |= {row.id: Chat(*row) for row in rows}
        return found

    def all(self) -> list[Chat]:
        """List the chats, oldest first."""
        rows = self.session.run(select(*COLUMNS).order_by(chats.c.created_at, chats.c.id))
        return [Chat(*row) for row in rows]

    def update(self, chat: Chat) -> bool:
        """Write a chat's settings."""
        return self._set(chat.id, **_row(chat)) > 0

    def rest(self, chat: int, reason: str) -> bool:
        """Stop writing to a chat until it wakes; its wishes stay."""
        return self._set(chat, resting=reason) > 0

    def wake(self, chat: int) -> bool:
        """Write to a chat again."""
        return self._set(chat, resting=None) > 0

    def move(self, old: int, new: int, now: datetime) -> bool:
        """Let a group that became a supergroup keep everything; False when it already has."""
        chat = self.get(old)
        if chat is None or old == new:
            return False
        moved = replace(chat, id=new, kind="supergroup", resting=None, was=old)
        self.session.insert_new(chats, [_row(moved) | {"created_at": now}])
        self.update(moved)
        wishes = update(subscriptions).where(subscriptions.c.chat == old)
        self.session.run(wishes.values(chat=new, thread=0))  # threads do not come along
        for everything in (_to_chat(old, new), _to_chat(old, new, closed=True)):
            self.session.run(everything)
        return self.forget(old)

    def forget(self, chat: int) -> bool:
        """Delete a chat with its subscriptions and deliveries."""
        self.session.run(delete(deliveries).where(deliveries.c.chat == chat))
        return self.session.changed(delete(chats).where(chats.c.id == chat)) > 0

    def _set(self, chat: int, **values: Any) -> int:
        return self.session.changed(update(chats).where(chats.c.id == chat).values(values))


class Subscriptions(Group):
    """What the chats wish to hear."""

    def add(self, subscription: Subscription) -> Subscription:
        """Note a wish; the same wish again is the old one, told as often as the new one says."""
        row = _wish(subscription)
        same = and_(*(_equal(subscriptions.c[name], row[name]) for name in WISH))
        old = self.session.run(select(subscriptions.c.id).where(same)).scalar()
        if old is not None:
            how = {name: row[name] for name in (*HOW, "wishes")}
            self.session.run(update(subscriptions).where(subscriptions.c.id == old).values(how))
        else:
            insert = subscriptions.insert().values(row).returning(subscriptions.c.id)
            old = self.session.run(insert).scalar_one()
        found = self.session.run(select(*WISHES).where(subscriptions.c.id == old)).one()
        return subscription_of(found)

    def get(self, number: int) -> Subscription | None:
        """Find a subscription."""
        row = self.session.run(select(*WISHES).where(subscriptions.c.id == number)).first()
        return subscription_of(row) if row else None

    def of(self, chat: int, thread: int | None = None) -> list[Subscription]:
        """List the wishes of a chat, or of one thread of it, oldest first."""
        return self._all(_of(chat, thread))

    def ears(self, ids: Collection[int]) -> dict[int, list[Ear]]:
        """Say who listens in many chats, by chat; equal wishes are read once."""
        asked = select(*EAR)
        awake = subscriptions.c.resting.is_(None)
        rows: list[AnyRow] = []
        for some in portions(sorted(ids)):
            rows += self.session.run(asked.where(subscriptions.c.chat.in_(some), awake))
        samples = {row.wishes: row.id for row in rows}
        wishes: dict[int, Subscription] = {}
        for some in portions(list(samples.values())):
            wishes |= {one.id: one for one in self._all(subscriptions.c.id.in_(some))}
        found: dict[int, list[Ear]] = {}
        for _, chat, thread, key, muted_until in rows:
            ear = Ear(thread or None, wishes[samples[key]], muted_until)
            found.setdefault(chat, []).append(ear)
        return found

    def active(
        self, topics: Collection[str] | None = None, frames: Collection[str] | None = None
    ) -> list[Subscription]:
        """List the wishes of chats that do not rest.

        Given topics or frames, leave out what names others; empty wishes fit everything.
        """
        chat = select(chats.c.id).where(chats.c.id == subscriptions.c.chat)
        parts: list[ColumnElement[bool]] = [chat.where(chats.c.resting.is_(None)).exists()]
        parts.append(subscriptions.c.resting.is_(None))
        for column, named in ((subscriptions.c.topic, topics), (subscriptions.c.frame, frames)):
            if named is not None:
                parts.append(_names(column, named))
        return self._all(and_(*parts))

    def wishers(self, topics: Collection[str], frames: Collection[str]) -> list[Wishers]:
        """Sort those who do not rest by what they ask for and when; not what names others."""
        awake = and_(chats.c.id == subscriptions.c.chat, chats.c.resting.is_(None))
        parts = [_names(subscriptions.c.topic, topics), _names(subscriptions.c.frame, frames)]
        parts.append(subscriptions.c.resting.is_(None))
        asked = select(subscriptions.c.wishes, *PACE, func.min(subscriptions.c.id))
        groups = self.session.run(
            asked.join(chats, awake).where(*parts).group_by(subscriptions.c.wishes, *PACE)
        ).all()
        samples: dict[int, Subscription] = {}
        for some in portions([row[-1] for row in groups]):
            found = self._all(subscriptions.c.id.in_(some))
            samples |= {one.id: one for one in found}
        return [
            Wishers(key, samples[id], Chat(0, timezone=zone, quiet_from=start, quiet_to=end))
            for key, zone, start, end, id in groups
        ]

    def update(self, subscription: Subscription) -> bool:
        """Write a wish anew."""
        here = update(subscriptions).where(subscriptions.c.id == subscription.id)
        return self.session.changed(here.values(_wish(subscription))) > 0

    def rest(self, chat: int, thread: int, reason: str) -> int:
        """Stop writing to a thread until it wakes; its wishes stay."""
        return self._rest(chat, thread, reason)

    def wake(self, chat: int, thread: int) -> int:
        """Write to a thread again."""
        return self._rest(chat, thread, None)

    def _rest(self, chat: int, thread: int, reason: str | None) -> int:
        other = subscriptions.c.resting.is_distinct_from(reason)
        here = update(subscriptions).where(_of(chat, thread), other)
        return self.session.changed(here.values(resting=reason))

    def remove(self, number: int, chat: int) -> bool:
        """Forget a wish of this chat; another chat's stays."""
        mine = and_(subscriptions.c.id == number, subscriptions.c.chat == chat)
        return self.session.changed(delete(subscriptions).where(mine)) > 0

    def remove_all(self, chat: int, thread: int | None = None) -> int:
        """Forget the wishes of a chat, or of one thread of it; say how many there were."""
        return self.session.changed(delete(subscriptions).where(_of(chat, thread)))

    def count(self) -> int:
        """Count the wishes."""
        return int(self.session.run(select(func.count()).select_from(subscriptions)).scalar_one())

    def _all(self, where: ColumnElement[bool]) -> list[Subscription]:
        asked = select(*WISHES).where(where).order_by(subscriptions.c.id)
        return [subscription_of(row) for row in self.session.run(asked)]


def subscription_of(row: AnyRow) -> Subscription:
    """Read a subscription off a row of WISHES: by position, for there are many."""
    number, chat, thread, topic, frame, place, actor, words, kinds, least, how, *rest = row
    return Subscription(
        number,
        chat,
        thread or None,
        topic,
        frame,
        place,
        actor,
        words,
        _kinds(kinds),
        SEVERITIES[least],
        CADENCES[how],
        *rest,
    )


@lru_cache(maxsize=1024)
def _kinds(written: str) -> frozenset[Kind]:
    return frozenset(Kind(kind) for kind in written.split(",") if kind)


def _wish(subscription: Subscription) -> dict[str, Any]:
    row = {name: getattr(subscription, name) for name in Subscription.__slots__ if name != "id"}
    row |= {
        "thread": subscription.thread or 0,
        "kinds": ",".join(sorted(subscription.kinds)),
        "least": subscription.least.value,
        "cadence": subscription.cadence.value,
    }
    asked = [row[name] for name in (*WISH[2:], *HOW)]
    return row | {"wishes": blake2s(repr(asked).encode(errors="replace")).hexdigest()[:24]}


def _row(chat: Chat) -> dict[str, Any]:
    return {name: getattr(chat, name) for name in NAMES}


def _equal(column: ColumnElement[Any], value: Any) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value


def _names(column: ColumnElement[Any], named: Collection[str]) -> ColumnElement[bool]:
    """Require one of these, or none."""
    return or_(column.is_(None), column.in_(sorted(named)))


def _of(chat: int, thread: int | None) -> ColumnElement[bool]:
    here = subscriptions.c.thread == thread if thread is not None else true()
    return and_(subscriptions.c.chat == chat, here)


def _to_chat(old: int, new: int, *, closed: bool = False) -> Update:
    """Move a chat's open deliveries, each change once and to no thread; or what is history."""
    there, twin = deliveries.alias("there"), deliveries.alias("twin")
    open_ = deliveries.c.state.in_(OPEN_STATES)
    same = and_(there.c.chat == new, there.c.change == deliveries.c.change)
    mine = update(deliveries).where(deliveries.c.chat == old)
    if closed:
        known = select(there.c.id).where(same, there.c.thread == deliveries.c.thread)
        return mine.where(~open_, ~known.exists()).values(chat=new)
    earlier = and_(twin.c.chat == old, twin.c.change == deliveries.c.change)
    first = select(func.min(twin.c.id)).where(earlier, twin.c.state.in_(OPEN_STATES))
    known = select(there.c.id).where(same, there.c.thread == 0)
    only = mine.where(open_, deliveries.c.id == first.scalar_subquery(), ~known.exists())
    return only.values(chat=new, thread=0)
