"""What was sent, and is to be brought up to date or answered, because the story went on?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update

from storage.outbox import delivery_of
from storage.records import Carrier, Delivery, DeliveryState
from storage.session import Group, portions
from storage.tables import articles, changes, chats, claims, deliveries

SENT = deliveries.c.state == DeliveryState.SENT.value
ALONE = and_(SENT, deliveries.c.message > 0, deliveries.c.note.is_(None))  # no digest


class Afterwords(Group):
    """Messages that readers have, and the changes that they tell."""

    def stale(self, ids: Collection[str], since: datetime) -> int:
        """Let what was sent of changes be brought up to date from then."""
        mark = update(changes).where(changes.c.id.in_(sorted(ids)), changes.c.stale_at.is_(None))
        return self.session.changed(mark.values(stale_at=since)) if ids else 0

    def next(self, now: datetime) -> tuple[str, datetime] | None:
        """Give the change that waits longest for it, and since when."""
        waiting = select(changes.c.id, changes.c.stale_at)
        waiting = waiting.where(changes.c.stale_at.is_not(None), changes.c.stale_at <= now)
        row = self.session.run(waiting.order_by(changes.c.stale_at).limit(1)).first()
        return (row.id, row.stale_at) if row else None

    def fresh(self, change: str, stale_at: datetime) -> int:
        """Note that all that was sent of a change is up to date as of a moment."""
        here = and_(changes.c.id == change, changes.c.stale_at == stale_at)
        return self.session.changed(update(changes).where(here).values(stale_at=None))

    def to_edit(self, change: str, stale_at: datetime, limit: int) -> list[Delivery]:
        """List what was sent of a change before a moment and not edited since, no digests."""
        awake = and_(chats.c.id == deliveries.c.chat, chats.c.resting.is_(None))
        old = or_(deliveries.c.edited_at.is_(None), deliveries.c.edited_at < stale_at)
        asked = select(deliveries).join(chats, awake)
        asked = asked.where(deliveries.c.change == change, ALONE, old)
        rows = self.session.run(asked.where(deliveries.c.sent_at < stale_at).limit(limit))
        return [delivery_of(row) for row in rows]

    def edited(self, ids: Sequence[int], now: datetime) -> None:
        """Note that messages are up to date."""
        for some in portions(ids):
            here = update(deliveries).where(deliveries.c.id.in_(some))
            self.session.run(here.values(edited_at=now))

    def together(self, rows: Sequence[Delivery]) -> list[Delivery]:
        """Give all deliveries of the messages that tell these; they share a topic."""
        topics = select(changes.c.topic).where(changes.c.id.in_({row.change for row in rows}))
        alike = select(changes.c.id).where(changes.c.topic.in_(topics))
        found: list[Delivery] = []
        wanted = {(row.chat, row.message) for row in rows}
        for some in portions([row.chat for row in rows]):
            here = and_(deliveries.c.change.in_(alike), deliveries.c.chat.in_(some), ALONE)
            found += map(delivery_of, self.session.run(select(deliveries).where(here)))
        return [one for one in found if (one.chat, one.message) in wanted]

    def carriers(self, claim: str) -> list[Carrier]:
        """List who carries a claim equal to this one, the first article of each voice in order."""
        own = select(claims.c.topic, claims.c.said).where(claims.c.id == claim).subquery()
        asked = (
            select(
                articles.c.outlet, articles.c.url, articles.c.title, articles.c.voice,
                articles.c.known_at,
            )
            .join(claims, claims.c.article == articles.c.id)
            .join(own, and_(own.c.topic == claims.c.topic, own.c.said == claims.c.said))
            .where(articles.c.known_at.is_not(None))
            .order_by(articles.c.known_at, claims.c.seq)
        )  # fmt: skip
        first: dict[str, Carrier] = {}
        for row in self.session.run(asked):
            first.setdefault(row.voice, Carrier(row.outlet, row.url, row.title, row.known_at))
        return list(first.values())

    def told_before(
        self, slugs: Collection[str], ids: Collection[int], since: datetime
    ) -> dict[tuple[int, int | None, str], int]:
        """Give the newest message by chat, thread and topic that told a change since then."""
        found: dict[tuple[int, int | None, str], int] = {}
        recent = and_(changes.c.topic.in_(sorted(slugs)), changes.c.detected_at >= since)
        for some in portions(sorted(ids)):
            asked = select(
                deliveries.c.chat, deliveries.c.thread, changes.c.topic,
                func.max(deliveries.c.message),
            ).join(changes, changes.c.id == deliveries.c.change)  # fmt: skip
            here = and_(recent, deliveries.c.chat.in_(some), ALONE)
            grouped = asked.where(here).group_by(
                deliveries.c.chat, deliveries.c.thread, changes.c.topic
            )
            rows = self.session.run(grouped)
            found |= {(chat, thread or None, topic): id for chat, thread, topic, id in rows}
        return found
