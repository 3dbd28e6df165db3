"""What was published since we last looked? One poll of one feed, and the tick that starts them."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from alerts.marks import Marks
from bot.clock import Now
from bot.entries import Entries, Haul, Rules, note_of
from bot.ingest import shelve
from bot.workers import Reader
from feeds import schedule
from feeds.body import body_hash
from feeds.errors import FeedError, NotAFeed
from feeds.fetch import Fetcher
from feeds.model import Answer, Document
from feeds.pages import Pages
from feeds.pool import ParsePool
from feeds.schedule import Rhythm
from storage.records import Feed, Fetched
from storage.store import Store, Transaction

log = logging.getLogger("claimwatch.poller")

AT_ONCE = 96  # feeds that are fetched and parsed at the same time
BACKLOG = 48  # polls that wait for the engine, beyond which feeds without a past must wait
LEASE = timedelta(seconds=300)  # renewed while the poll goes on: see tick


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
        self._store, self._marks = store, Marks(store)
        self._fetcher, self._parser = fetcher, parser
        self._entries = Entries(store, Pages(fetcher, parser), reader, rules, now, on_change)
        self._rules, self._now = rules, now
        self._tasks: dict[int, asyncio.Task[None]] = {}  # by feed
        self._wakes: set[asyncio.Task[None]] = set()
        self._fetching = 0
        self._leasing = asyncio.Lock()
        self._more = False  # feeds were due beyond the room that there was

    async def tick(self) -> None:
        """Lease the feeds that are due and start their polls; never waits for them.

        A poll that outlasts its lease goes on: leased anew here, its feed stays ours.
        """
        if self._leasing.locked():
            return
        async with self._leasing:
            room = AT_ONCE - self._fetching
            newcomers = len(self._tasks) - self._fetching < BACKLOG
            feeds = await asyncio.to_thread(self._lease, room, newcomers)
            self._more = room > 0 and len(feeds) == room
            for feed in feeds:
                if feed.id not in self._tasks:
                    self._fetching += 1
                    task = asyncio.create_task(self.poll(feed))
                    self._tasks[feed.id] = task
                    task.add_done_callback(partial(self._ended, feed.id))

    def _lease(self, room: int, newcomers: bool) -> list[Feed]:
        with self._store.begin() as tx:
            tx.heartbeats.beat("tick", self._now())
            if room <= 0:
                return []
            return tx.feeds.lease_due(self._now(), room, LEASE, newcomers=newcomers)

    def _ended(self, feed: int, task: asyncio.Task[None]) -> None:
        del self._tasks[feed]

    def _fetch_done(self) -> None:
        """Give a place back; when many are free and more feeds are due, do not wait a second."""
        self._fetching -= 1
        if self._more and self._fetching <= AT_ONCE * 3 // 4:
            self._more = False
            wake = asyncio.create_task(self.tick())
            self._wakes.add(wake)
            wake.add_done_callback(self._wakes.discard)

    async def idle(self) -> None:
        """Wait until no poll is under way."""
        while self._tasks or self._wakes:
            await asyncio.wait([*self._tasks.values(), *self._wakes])

    async def close(self) -> None:
        """Cancel the polls under way; what they had not filed is taken in at the next start."""
        self._more = False
        tasks = [*self._wakes, *self._tasks.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def poll(self, feed: Feed) -> None:
        """Fetch one feed and file what is new; a failure is recorded on its row."""
        try:
            await self._poll(feed)
        except FeedError as problem:
            log.info("feed %s: %s", problem.url, problem.reason)
            await self._marks.write(partial(self._failed, feed, problem))
        except Exception:  # one of the two places: whatever a feed does, the loop goes on
            log.exception("feed %s: polling failed by our own fault", feed.id)
            own = FeedError(feed.url, "an error in Claimwatch; see its log")
            await self._marks.write(partial(self._failed, feed, own))

    async def _poll(self, feed: Feed) -> None:
        try:
            answer, body, document = await self._look(feed)
        finally:
            self._fetch_done()
        haul = Haul()
        if document is not None:
            haul = await self._entries.take_in(feed, document)
        await self._marks.write(partial(self._fetched, feed, answer, body, document, haul))

    async def _look(self, feed: Feed) -> tuple[Answer, str | None, Document | None]:
        """Fetch a feed, and parse it unless its body is the one that we know by its hash."""
        async with self._fetcher.guest() as guest:
            answer = await self._fetcher.get(
                feed.url, etag=feed.etag, last_modified=feed.last_modified, guest=guest
            )
            body = feed.body_hash if answer.not_modified else body_hash(answer.body)
            if body == feed.body_hash:
                return answer, body, None
            document = await self._parser.parse(answer.body, answer.url, answer.content_type)
            return replace(answer, body=b""), body, document

    def _fetched(
        self,
        feed: Feed,
        answer: Answer,
        body: str | None,
        document: Document | None,
        haul: Haul,
        tx: Transaction,
    ) -> None:
        """Store the validators of every answer, and when to look again.

        In one transaction with the last of the feed's articles: validators saved before these
        would lose them in a crash.
        """
        now = self._now()
        shelve(tx, haul.shelf, feed.id, now)
        rhythm = schedule.observed(
            Rhythm.load(feed.rhythm),
            now=now,
            changed=haul.fresh > 0,
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
            body_hash=body,
            url=rhythm.new_address(now),
            rhythm=rhythm.dump(),
            new_entries=haul.fresh,
            note=note_of(haul, document) if document is not None else feed.note,
        )
        if answer.not_modified:  # a 304 need not repeat the validators
            result = replace(
                result,
                etag=answer.etag or feed.etag,
                last_modified=answer.last_modified or feed.last_modified,
            )
        tx.feeds.fetched(feed.id, result)

    def _failed(self, feed: Feed, problem: FeedError, tx: Transaction) -> None:
        """Record why a poll failed, and when to try again; what is gone has no next time."""
        now = self._now()
        next_at = schedule.after_failure(
            now,
            failures=feed.failures + 1,
            problem=problem,
            fixed=self._rules.interval,
            chance=random.random(),
        )
        tx.feeds.failed(feed.id, now, problem.reason, next_at or now, stopped=next_at is None)
        if isinstance(problem, NotAFeed) and problem.found and not (feed.polled or feed.failures):
            found = problem.found[0].url
            if tx.feeds.moved(feed.id, found):
                log.info("feed %s: %s; its feed %s is taken", feed.id, problem.reason, found)
