"""What does a new ledger start from? Seed articles, by the same door as the news, and feeds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from bot.articles import parse_text
from bot.clock import Now
from bot.ingest import Desk, Intake, Taken
from bot.settings import Settings
from claims.model import Article, Reading
from feeds.lists import FeedList, read_list
from storage.store import Store

log = logging.getLogger("claimwatch.seeding")

PROGRESS = "seeds"  # the ledger's note of how far the filling came


def seed_articles() -> Iterator[Article]:
    """Read the seed files, the oldest first."""
    folder = files("seeds") / "articles"
    articles = [
        parse_text(path.name, path.read_bytes().decode("utf8"))
        for path in folder.iterdir()
        if path.name.endswith(".md")
    ]
    return iter(sorted(articles, key=lambda article: (str(article.published_at), article.id)))


async def fill(
    store: Store, read: Callable[[Article], Awaitable[Reading]], now: Now
) -> AsyncIterator[Taken]:
    """File the seeds in a ledger that holds no article; a filled one is left alone.

    The first is the baseline, as in a replay; the changes of the others are filed and told to
    nobody. A run that was killed half-way is taken up where it ended.
    """
    if not await asyncio.to_thread(_begin, store):
        return
    desk = Desk(store)
    for number, article in enumerate(seed_articles()):
        reading = await read(article)
        intake = Intake(announce=False, baseline=number == 0)
        yield await asyncio.to_thread(desk.take, reading, intake, now())
    with store.begin() as tx:
        tx.settings.put(PROGRESS, "done")


def _begin(store: Store) -> bool:
    """Say whether the ledger wants its seeds, and note that they are on their way."""
    with store.begin() as tx:
        if tx.articles.count() and tx.settings.get(PROGRESS) != "begun":
            return False
        tx.settings.put(PROGRESS, "begun")
        return True


def feed_list(settings: Settings) -> FeedList:
    """Read the operator's list of feeds, or ours."""
    return read_list(settings.feeds or Path(str(files("seeds") / "feeds.toml")))


def follow_list(settings: Settings, store: Store, now: datetime) -> None:
    """Bring the list's feeds into the ledger; what cannot be read is logged and skipped."""
    listed = feed_list(settings)
    for problem in listed.problems:
        log.warning("feeds: %s", problem)
    with store.begin() as tx:
        for feed in listed.feeds:
            tx.feeds.add(feed.url, now, feed.outlet, feed.family)
