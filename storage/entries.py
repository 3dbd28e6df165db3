"""What have we seen in a feed? The keys of its entries, by which they are known again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import BigInteger, Executable, and_, bindparam, delete, select, true, update

from storage.session import Group, each, insert, listed, portions
from storage.tables import entries, feeds

RENEWED = timedelta(days=30)  # after which a key that is still there is noted again
KEPT = timedelta(days=90)  # that a key is remembered at least after it left its feed


class Entries(Group):
    """The keys of the feeds' entries."""

    def known(self, feed: int, keys: Iterable[str]) -> set[str]:
        """Say which of these keys were seen in a feed."""
        asked = {"number": feed, "texts": listed(keys)}
        return set(self.session.run(_known(self.session.dialect), asked).scalars())

    def any(self, feed: int) -> bool:
        """Say whether anything was seen in a feed."""
        return self.session.run(_ANY, {"number": feed}).first() is not None

    def remember(self, feed: int, keys: Iterable[str], now: datetime) -> None:
        """Note keys as seen."""
        seen = {"number": feed, "texts": listed(keys), "now": now}
        self.session.run(_remember(self.session.dialect), seen)

    def aged(self, feed: int, now: datetime) -> bool:
        """Say whether a feed has keys that were noted long ago."""
        return (
            self.session.run(_AGED, {"number": feed, "before": now - RENEWED}).first() is not None
        )

    def still_there(self, feed: int, keys: Iterable[str], now: datetime) -> None:
        """Note that a document holds keys yet; written only for those noted long ago."""
        there = {"number": feed, "texts": listed(keys), "before": now - RENEWED, "now": now}
        self.session.run(_renew(self.session.dialect), there)

    def forget(self, numbers: Sequence[int]) -> int:
        """Drop keys that had left these feeds months before they last brought something new.

        By each feed's own time: what a silent feed holds is still there when it wakes up.
        """
        dropped = 0
        for some in portions(numbers):
            changed = select(feeds.c.id, feeds.c.changed_at).where(feeds.c.id.in_(some))
            for feed, at in self.session.run(changed).all():
                if at is not None:
                    stale = and_(entries.c.feed == feed, entries.c.seen_at < at - KEPT)
                    dropped += self.session.changed(delete(entries).where(stale))
        return dropped


# Put together once: for a few rows, that takes as long as to run them.
_HERE = entries.c.feed == bindparam("number")
_ANY = select(entries.c.key).where(_HERE).limit(1)
_OLD = and_(_HERE, entries.c.seen_at < bindparam("before"))
_AGED = select(entries.c.key).where(_OLD).limit(1)


@cache
def _known(dialect: str) -> Executable:
    return select(entries.c.key).where(_HERE, entries.c.key.in_(select(each(dialect).c.value)))


@cache
def _renew(dialect: str) -> Executable:
    there = entries.c.key.in_(select(each(dialect).c.value))
    return update(entries).where(_OLD, there).values(seen_at=bindparam("now"))


@cache
def _remember(dialect: str) -> Executable:
    feed = bindparam("number", type_=BigInteger)
    now = bindparam("now", type_=entries.c.seen_at.type)
    # Without a WHERE, SQLite takes ON for the one of a join.
    rows = select(feed, each(dialect).c.value, now).where(true())
    new = insert(dialect, entries).from_select(["feed", "key", "seen_at"], rows)
    return new.on_conflict_do_nothing()
