"""A poller on a web of our own: what it was given to read, and what became of the feeds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.entries import Rules
from bot.poller import Poller
from bot.workers import Reader
from claims.model import Article, Kind, Reading, Severity
from feeds.fetch import Fetcher, Limits, user_agent
from feeds.guard import Networks
from feeds.pool import ParsePool
from storage.records import Feed, Subscription
from storage.store import Store
from tests.fakes.store import NOW, a_claim
from tests.fakes.web import FakeWeb

LONG = "The army spoke of the town and of its roads. " * 40  # no page is asked for
HOUR = timedelta(hours=1)


class FakeReader(Reader):
    """Finds one claim wherever a text speaks of Kursk; remembers what it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[Article] = []
        self.stop_after: int | None = None  # articles, after which it reads no more
        self.stopped = asyncio.Event()

    async def read(self, article: Article) -> Reading:
        """Read at once, unless it is to stop."""
        if self.stop_after is not None and len(self.given) >= self.stop_after:
            self.stopped.set()
            await asyncio.Event().wait()
        self.given.append(article)
        if "Здравствуйте" in article.text:
            return Reading(article, notes=("the text is not in English",))
        if "Kursk" not in article.text:
            return Reading(article)
        return Reading(article, (a_claim(f"{article.id}-1", published_at=article.published_at),))


@dataclass
class Desk:
    """What a test needs of the poller's surroundings."""

    store: Store
    web: FakeWeb
    poller: Poller
    reader: FakeReader
    now: list[datetime] = field(default_factory=lambda: [NOW])

    def follow(self, url: str) -> Feed:
        """Add a feed."""
        with self.store.begin() as tx:
            return tx.feeds.add(url, self.now[0])

    def subscribe(self) -> None:
        """Let a chat follow everything, down to what matters little."""
        with self.store.begin() as tx:
            tx.chats.ensure(1, "private", "en", self.now[0])
            tx.subscriptions.add(Subscription(0, 1, least=Severity.LOW))

    def filed(self) -> tuple[int, int, int, int]:
        """Count articles, claims, changes and alerts; none of these ever retracts for absence."""
        with self.store.read() as tx:
            changes = tx.changes.since(NOW - 99 * HOUR, limit=99)
            assert all(one.change.kind is not Kind.RETRACTED for one in changes)
            alerts = sum(tx.outbox.counts().values())
            return tx.articles.count(), tx.claims.count_all(), len(changes), alerts

    async def poll(self, feed: Feed, after: timedelta = timedelta(0)) -> Feed:
        """Let time pass, poll the feed and give it as it stands afterwards."""
        self.now[0] += after
        with self.store.read() as tx:
            known = tx.feeds.get(feed.id)
        assert known is not None
        self.poller._fetching += 1  # as a tick would
        await self.poller.poll(known)
        with self.store.read() as tx:
            known = tx.feeds.get(feed.id)
        assert known is not None
        return known


def polled(
    store: Store, act: Callable[[Desk], Awaitable[None]], reader: FakeReader | None = None
) -> None:
    """Let a test act with a poller."""
    reader = reader or FakeReader()

    async def run() -> None:
        now = [NOW]
        limits = Limits(total=5.0, connect=1.0, patience=1.0)
        networks = Networks.parse("127.0.0.0/8")
        async with (
            asyncio.timeout(120),
            FakeWeb() as web,
            ParsePool(1, wall=30.0) as pool,
            Fetcher(user_agent=user_agent("1", None), networks=networks, limits=limits) as fetcher,
        ):
            poller = Poller(store, fetcher, pool, reader, Rules(), lambda: now[0])
            await act(Desk(store, web, poller, reader, now))
            await poller.close()

    asyncio.run(run())
