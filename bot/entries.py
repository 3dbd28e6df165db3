"""What becomes of a feed's entries? The new ones are cleaned, read and filed, the oldest first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.clock import Now
from bot.ingest import Desk, Intake, Shelved, shelve
from bot.workers import Reader
from claims.model import Article, Reading
from feeds.clean import article_of, needs_page
from feeds.errors import FeedError
from feeds.identity import Marked, Novelty, identify
from feeds.model import Document, Page
from feeds.pages import Pages
from storage.records import Feed
from storage.store import Store

log = logging.getLogger("claimwatch.poller")

FOREIGN = "the text is not in English"  # as the engine notes it
SHELF = 100  # articles in which nothing is claimed that are filed in one go


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator set about polling and alerting."""

    interval: int | None = None  # seconds; None: adaptive
    window: timedelta = timedelta(seconds=45)
    max_age: timedelta | None = timedelta(hours=72)


@dataclass(slots=True)
class Haul:
    """What came of a document."""

    entries: int = 0
    fresh: int = 0
    foreign: int = 0  # of the fresh, not in English
    leads: int = 0  # of the fresh, whose page was not read
    why: str = ""  # the last of those was not read
    shelf: list[Shelved] = field(default_factory=list)  # claim nothing; to be filed by the caller


class Entries:
    """Takes in the entries of documents; one for a process."""

    def __init__(
        self,
        store: Store,
        pages: Pages,
        reader: Reader,
        rules: Rules,
        now: Now,
        on_change: Callable[[], None],
    ) -> None:
        self._store, self._pages, self._reader = store, pages, reader
        self._rules, self._now, self._on_change = rules, now, on_change
        self._desk = Desk(store)

    async def take_in(self, feed: Feed, document: Document) -> Haul:
        """File the new and edited entries, the oldest first; of those without claims, most.

        The rest of these is on the haul's shelf, to be filed together with the feed's own row.
        """
        marks = identify(document, feed_url=feed.url)
        fresh = await asyncio.to_thread(self._fresh, feed, marks)
        haul = Haul(len(marks), len(fresh))
        for mark, novelty in fresh:
            article = await self._article(feed, document, mark, novelty, haul)
            reading = await self._read(feed, article, haul)
            if reading.claims:
                await self._file(feed, mark, reading)
                continue
            haul.shelf.append(Shelved(article, mark.all_keys))
            if len(haul.shelf) >= SHELF:
                await asyncio.to_thread(self._shelve, feed, haul)
        return haul

    def _fresh(self, feed: Feed, marks: list[Marked]) -> list[tuple[Marked, Novelty]]:
        """Give what is new or edited, the oldest first, and note the rest as still there."""
        keys = [key for mark in marks for key in mark.all_keys]
        now = self._now()
        with self._store.read() as tx:
            seen = feed.polled or tx.entries.any(feed.id)  # a first poll may have died half-way
            known = tx.entries.known(feed.id, keys) if seen else set()
            aged = bool(known) and tx.entries.aged(feed.id, now)
        if aged:
            with self._store.begin() as tx:
                tx.entries.still_there(feed.id, [key for key in keys if key in known], now)
        rated = [(mark, mark.novelty(known)) for mark in reversed(marks)]
        return [(mark, novelty) for mark, novelty in rated if novelty is not Novelty.KNOWN]

    async def _article(
        self, feed: Feed, document: Document, mark: Marked, novelty: Novelty, haul: Haul
    ) -> Article:
        """Clean an entry, with its page if it has only a lead."""
        return article_of(
            mark,
            feed_outlet=feed.outlet,
            feed_title=document.title,
            feed_url=feed.url,
            page=await self._page(mark, haul),
            fetched_at=self._now(),
            edited=novelty is Novelty.EDITED,
        )

    async def _page(self, mark: Marked, haul: Haul) -> Page | None:
        """Read the page of an entry that has only a lead; without it, the lead stands alone."""
        if not mark.entry.link or not needs_page(mark.entry):
            return None
        try:
            return await self._pages.read(mark.entry.link, moment=self._now().timestamp())
        except FeedError as problem:
            log.debug("page %s: %s", problem.url, problem.reason)
            haul.leads += 1
            haul.why = problem.reason
            return None

    async def _read(self, feed: Feed, article: Article, haul: Haul) -> Reading:
        """Find the claims; what is not English is left alone by the engine, which says so."""
        read = self._reader.read if feed.polled else self._reader.read_later
        reading = await read(article)
        haul.foreign += FOREIGN in reading.notes
        return reading

    async def _file(self, feed: Feed, mark: Marked, reading: Reading) -> None:
        """File an article with its claims; its keys are remembered in the same transaction."""
        intake = Intake(
            announce=feed.polled,
            max_age=self._rules.max_age,
            window=self._rules.window,
            feed=feed.id,
            keys=mark.all_keys,
        )
        taken = await asyncio.to_thread(self._desk.take, reading, intake, self._now())
        for change in taken.changes:
            log.info(
                "%s %s %s by %s", change.code, change.kind, change.topic, change.claimant.actor
            )
        if taken.changes and feed.polled:
            self._on_change()

    def _shelve(self, feed: Feed, haul: Haul) -> None:
        """File what claims nothing, and empty the shelf."""
        with self._store.begin() as tx:
            shelve(tx, haul.shelf, feed.id, self._now())
        haul.shelf.clear()


def note_of(haul: Haul, document: Document) -> str | None:
    """Say what an operator should know of a document that was taken in; None when all is well."""
    remarks = []
    if haul.fresh and haul.foreign == haul.fresh:
        remarks.append("its texts are not in English and are left alone")
    elif haul.foreign:
        remarks.append(f"{haul.foreign} of {haul.fresh} new texts are not in English")
    if haul.fresh and haul.leads == haul.fresh:
        remarks.append(f"only the leads are read: {haul.why}")
    if document.guessed:
        remarks.append("its charset is missing or wrong, so that its characters are guessed")
    if document.truncated:
        remarks.append("it broke off in the middle")
    if document.left_out:
        remarks.append(f"{document.left_out} of its entries are more than we take")
    if not document.entries:
        remarks.append("it holds no entry")
    return "; ".join(remarks) or None
