"""Which feeds do we poll, and which are due?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, or_, select, update

from storage.records import Feed, Fetched
from storage.session import Group, portions
from storage.tables import articles, claims, entries, feeds

NAMES = tuple(name for name in Feed.__slots__)
COLUMNS = tuple(feeds.c[name] for name in NAMES)
_BY_NUMBER = update(feeds).where(feeds.c.id == bindparam("number"))
POLLED = and_(feeds.c.stopped.is_(False), feeds.c.removed.is_(False))


class Feeds(Group):
    """The feeds, and when they are asked."""

    def add(
        self,
        url: str,
        now: datetime,
        outlet: str | None = None,
        family: str | None = None,
        revive: bool = False,
    ) -> Feed:
        """Take up a feed, due at once; one that we have is given its outlet and family anew.

        A feed that was removed or is gone stays so, lest a list of feeds bring it back, unless
        an operator says `revive`: then it starts again with a quiet first poll.
        """
        row = _fresh(url, now) | {"outlet": outlet, "family": family}
        self.session.insert_new(feeds, [row])
        named = {"outlet": outlet, "family": family}
        renewed: dict[str, Any] = {key: value for key, value in named.items() if value}
        self._update(feeds.c.url == url, **renewed)
        if revive:
            self._update(and_(feeds.c.url == url, ~POLLED), **_fresh(url, now))
        return self._one(feeds.c.url == url)

    def all(self) -> list[Feed]:
        """List the feeds that were not removed, in the order of their numbers."""
        rows = self.session.run(
            select(*COLUMNS).where(feeds.c.removed.is_(False)).order_by(feeds.c.id)
        )
        return [Feed(*row) for row in rows]

    def depended_on(self) -> set[int]:
        """Say which feeds brought a claim yet, so that topics depend on them."""
        said = select(claims.c.article).where(claims.c.article == articles.c.id).exists()
        wanted = select(articles.c.feed).where(articles.c.feed.is_not(None), said).distinct()
        return set(self.session.run(wanted).scalars())

    def get(self, number: int) -> Feed | None:
        """Find a feed by its number."""
        return self._maybe(and_(feeds.c.id == number, feeds.c.removed.is_(False)))

    def by_url(self, url: str) -> Feed | None:
        """Find a feed by its address."""
        return self._maybe(and_(feeds.c.url == url, feeds.c.removed.is_(False)))

    def remove(self, number: int) -> bool:
        """Stop polling a feed and forget what we saw in it; its articles stay."""
        here = and_(feeds.c.id == number, feeds.c.removed.is_(False))
        removed = self._update(here, removed=True, stopped=True)
        self.session.run(delete(entries).where(entries.c.feed == number))
        return removed > 0

    def lease_due(
        self, now: datetime, limit: int, lease: timedelta, *, newcomers: bool = True
    ) -> list[Feed]:
        """Take feeds that are due, the most overdue first; nobody else gets them meanwhile.

        Without newcomers, only those that were read before and so may bring news.
        """
        free = or_(feeds.c.leased_until.is_(None), feeds.c.leased_until <= now)
        wanted = POLLED if newcomers else and_(POLLED, feeds.c.polled)
        due = (
            select(feeds.c.id)
            .where(wanted, feeds.c.next_check_at <= now, free)
            .order_by(feeds.c.next_check_at, feeds.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)  # SQLite has one writer and leaves it out
        )
        # Two statements: inside an UPDATE, PostgreSQL may run a locking LIMIT more than once.
        found: list[Feed] = []
        for some in portions(self.session.run(due).scalars().all()):
            taken = update(feeds).where(feeds.c.id.in_(some)).values(leased_until=now + lease)
            found += [Feed(*row) for row in self.session.run(taken.returning(*COLUMNS))]
        return sorted(found, key=lambda feed: (feed.next_check_at or now, feed.id))

    def next_due(self) -> datetime | None:
        """Say when the next feed is due."""
        nearest = select(feeds.c.next_check_at).where(POLLED).order_by(feeds.c.next_check_at)
        moment: datetime | None = self.session.run(nearest.limit(1)).scalar()
        return moment

    def fetched(self, number: int, fetched: Fetched) -> None:
        """Note a successful poll."""
        values: dict[str, Any] = {
            "polled": True,
            "failures": 0,
            "error": None,
            "leased_until": None,
            "fetched_at": fetched.at,
            "next_check_at": fetched.next_check_at,
            "etag": fetched.etag,
            "last_modified": fetched.last_modified,
            "body_hash": fetched.body_hash,
            "rhythm": fetched.rhythm,
            "note": fetched.note,
        }
        if fetched.new_entries:
            values["changed_at"] = fetched.at
        self.session.run(_BY_NUMBER, values | {"number": number})
        if fetched.url and self._free(fetched.url):
            self._update(feeds.c.id == number, url=fetched.url)

    def failed(
        self, number: int, at: datetime, error: str, next_check_at: datetime, stopped: bool = False
    ) -> None:
        """Note a poll that failed, with the reason for the operator."""
        self._update(
            and_(feeds.c.id == number, feeds.c.removed.is_(False)),
            failures=feeds.c.failures + 1,
            error=error,
            next_check_at=next_check_at,
            stopped=stopped,
            leased_until=None,
        )

    def moved(self, number: int, url: str) -> bool:
        """Give a feed another address, due at once; False when another feed has it."""
        free = self._free(url)
        if free:
            self._update(feeds.c.id == number, url=url, next_check_at=feeds.c.added_at)
        return free

    def _free(self, url: str) -> bool:
        return self.session.run(select(feeds.c.id).where(feeds.c.url == url)).first() is None

    def _update(self, where: ColumnElement[bool], **values: Any) -> int:
        return self.session.changed(update(feeds).where(where).values(values)) if values else 0

    def _maybe(self, where: ColumnElement[bool]) -> Feed | None:
        row = self.session.run(select(*COLUMNS).where(where)).first()
        return Feed(*row) if row else None

    def _one(self, where: ColumnElement[bool]) -> Feed:
        return Feed(*self.session.run(select(*COLUMNS).where(where)).one())


def _fresh(url: str, now: datetime) -> dict[str, Any]:
    """Give the columns of a feed that was never polled."""
    return {
        "url": url,
        "polled": False,
        "failures": 0,
        "error": None,
        "stopped": False,
        "etag": None,
        "last_modified": None,
        "body_hash": None,
        "rhythm": None,
        "note": None,
        "leased_until": None,
        "next_check_at": now,
        "added_at": now,
        "removed": False,
    }
