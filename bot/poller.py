"""What was published since we last looked? One poll of one feed, and the tick that starts them."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.clock import Now
from bot.ingest import Desk, Intake
from bot.workers import Reader
from feeds import schedule
from feeds.body import body_hash
from feeds.clean import article_of, needs_page
from feeds.errors import FeedError
from feeds.fetch import Fetcher
from feeds.identity import Marked, Novelty, identify
from feeds.model import Answer, Document, Page
from feeds.pages import Pages
from feeds.pool import ParsePool
from feeds.schedule import Rhythm
from storage.records import Feed, Fetched
from storage.store import Store

log = logging.getLogger("claimwatch.poller")

AT_ONCE = 32  # polls under way at the same time
LEASE = timedelta(seconds=300)  # longer than any poll may take, its pages included


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator set about polling and alerting."""

    interval: int | None = None  # seconds; None: adaptive
    window: timedelta = timedelta(seconds=45)
    max_age: timedelta | None = timedelta(hours=72)


class Poller:
    """Takes in what is due; nothing that a feed does stops the others."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        parser: ParsePool,
        reader: Reader,
        rules: Rules,
        now: Now,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._desk = Desk(store)
        self._fetcher = fetcher
        self._parser = parser
        self._pages = Pages(fetcher, parser)
        self._reader = reader
        self._rules = rules
        self._now = now
        self._on_change = on_change
        self._tasks: set[asyncio.Task[None]] = set()

    async def tick(self) -> None:
        """Lease the feeds that are due and start their polls; never waits for them."""
        room = AT_ONCE - len(self._tasks)
        feeds = await asyncio.to_thread(self._lease, room)
        for feed in feeds:
            task = asyncio.create_task(self.poll(feed))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _lease(self, room: int) -> list[Feed]:
        with self._store.begin() as tx:
            tx.heartbeats.beat("tick", self._now())
            return tx.feeds.lease_due(self._now(), room, LEASE) if room > 0 else []

    async def idle(self) -> None:
        """Wait until no poll is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Cancel the polls under way; what they had not filed is taken in at the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def poll(self, feed: Feed) -> None:
        """Fetch one feed and file what is new; a failure is recorded on its row."""
        try:
            await self._poll(feed)
        except FeedError as problem:
            log.info("feed %s: %s", problem.url, problem.reason)
            await asyncio.to_thread(self._failed, feed, problem)
        except Exception:  # one of the two places: whatever a feed does, the loop goes on
            log.exception("feed %s: polling failed by our own fault", feed.id)
            own = FeedError(feed.url, "an error in Claimwatch; see its log")
            await asyncio.to_thread(self._failed, feed, own)

    async def _poll(self, feed: Feed) -> None:
        answer = await self._fetcher.get(
            feed.url, etag=feed.etag, last_modified=feed.last_modified
        )
        digest = feed.body_hash if answer.not_modified else body_hash(answer.body)
        document = None
        fresh = 0
        if not answer.not_modified and digest != feed.body_hash:
            document = await self._parser.parse(answer.body, answer.url, answer.content_type)
            fresh = await self._take_in(feed, document)
        await asyncio.to_thread(self._fetched, feed, answer, document, digest, fresh)

    async def _take_in(self, feed: Feed, document: Document) -> int:
        """File the new and edited entries, the oldest first."""
        marks = identify(document, feed_url=feed.url)
        keys = [key for mark in marks for key in mark.all_keys]
        known = await asyncio.to_thread(self._known, feed, keys)
        fresh = 0
        for mark in reversed(marks):
            novelty = mark.novelty(known)
            if novelty is not Novelty.KNOWN:
                await self._file(feed, document, mark, novelty)
                fresh += 1
        return fresh

    async def _file(self, feed: Feed, document: Document, mark: Marked, novelty: Novelty) -> None:
        """Clean, read and file one entry; its key is remembered in the same transaction."""
        article = article_of(
            mark,
            feed_outlet=feed.outlet,
            feed_title=document.title,
            feed_url=feed.url,
            page=await self._page(mark),
            fetched_at=self._now(),
            edited=novelty is Novelty.EDITED,
        )
        reading = await self._reader.read(article)
        intake = Intake(
            announce=feed.polled,
            max_age=self._rules.max_age,
            window=self._rules.window,
            feed=feed.id,
            keys=tuple(mark.all_keys),
        )

        taken = await asyncio.to_thread(self._desk.take, reading, intake, self._now())
        for change in taken.changes:
            log.info(
                "%s %s %s by %s", change.code, change.kind, change.topic, change.claimant.actor
            )
        if taken.changes and feed.polled:
            self._on_change()

    async def _page(self, mark: Marked) -> Page | None:
        """Read the page of an entry that has only a lead; without it, the lead stands alone."""
        if not mark.entry.link or not needs_page(mark.entry):
            return None
        try:
            return await self._pages.read(mark.entry.link, moment=self._now().timestamp())
        except FeedError as problem:
            log.debug("page %s: %s", problem.url, problem.reason)
            return None

    def _known(self, feed: Feed, keys: list[str]) -> set[str]:
        with self._store.read() as tx:
            return tx.feeds.known(feed.id, keys)

    def _fetched(
        self, feed: Feed, answer: Answer, document: Document | None, digest: str | None, fresh: int
    ) -> None:
        """Store the validators of every answer, and when to look again."""
        now = self._now()
        rhythm = schedule.observed(
            Rhythm.load(feed.rhythm),
            now=now,
            changed=fresh > 0,
            answer=answer,
            document=document,
        )
        result = Fetched(
            at=now,
            next_check_at=schedule.next_check(
                now,
                rhythm,
                caching=answer.caching,
                fixed=self._rules.interval,
                chance=random.random(),
            ),
            etag=answer.etag,
            last_modified=answer.last_modified,
            body_hash=digest,
            url=rhythm.new_address(now),
            rhythm=rhythm.dump(),
            new_entries=fresh,
        )
        if answer.not_modified:  # a 304 need not repeat the validators
            result = replace(
                result,
                etag=answer.etag or feed.etag,
                last_modified=answer.last_modified or feed.last_modified,
            )
        with self._store.begin() as tx:
            tx.feeds.fetched(feed.id, result)
            tx.heartbeats.beat("poll", now)

    def _failed(self, feed: Feed, problem: FeedError) -> None:
        """Record why a poll failed, and when to try again; what is gone has no next time."""
        now = self._now()
        next_at = schedule.after_failure(
            now,
            failures=feed.failures + 1,
            problem=problem,
            fixed=self._rules.interval,
            chance=random.random(),
        )
        with self._store.begin() as tx:
            tx.feeds.failed(feed.id, now, problem.reason, next_at or now, stopped=next_at is None)
