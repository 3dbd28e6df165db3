"""What is at an address? Fetched once, parsed, and its newest stories read by the engine."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from bot import VERSION
from bot.clock import Now, utc_now
from bot.settings import Settings
from bot.workers import Reader
from feeds.clean import article_of, needs_page
from feeds.errors import FeedError, NotAFeed
from feeds.fetch import Fetcher, user_agent
from feeds.identity import Marked, identify
from feeds.model import Document, Page
from feeds.pages import Pages
from feeds.pool import ParsePool
from handlers.model import Looked, Story

SHOWN = 3  # entries that a look reads to the end
PATIENCE = 60.0  # seconds for a look, in which its chat gets no other answer

LookAt = Callable[[str], Awaitable[Looked]]


class Looker:
    """Looks at addresses with the tools of the poller."""

    def __init__(
        self,
        fetcher: Fetcher,
        parser: ParsePool,
        reader: Reader,
        now: Now,
        patience: float = PATIENCE,
    ) -> None:
        self._fetcher, self._parser, self._reader = fetcher, parser, reader
        self._patience = patience
        self._pages, self._now = Pages(fetcher, parser), now

    async def look(self, url: str) -> Looked:
        """Look at an address, not for ever; what is wrong with it is part of the answer."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._looked(url)
        except TimeoutError:
            return Looked(url, problem=f"looking at it takes longer than {self._patience:.0f} s")

    async def _looked(self, url: str) -> Looked:
        found, size = url, 0
        try:
            answer = await self._fetcher.get(url)
            found, size = answer.url, len(answer.body)
            document = await self._parser.parse(answer.body, answer.url, answer.content_type)
        except NotAFeed as problem:
            return Looked(found, size, problem=problem.reason, found=problem.found)
        except FeedError as problem:
            return Looked(found, size, problem=problem.reason)
        marks = identify(document, feed_url=url)[:SHOWN]
        stories = [await self._story(mark, document, url) for mark in marks]
        return Looked(found, size, document, tuple(stories))

    async def _story(self, mark: Marked, document: Document, url: str) -> Story:
        """Take an entry in as the poller would, but file nothing."""
        page, unread = await self._page(mark)
        article = article_of(
            mark,
            feed_outlet=None,
            feed_title=document.title,
            feed_url=url,
            page=page,
            fetched_at=self._now(),
        )
        return Story(await self._reader.read(article), unread)

    async def _page(self, mark: Marked) -> tuple[Page | None, str | None]:
        """Read an entry's page if it has only a lead, or say why it was not read."""
        if not mark.entry.link or not needs_page(mark.entry):
            return None, None
        try:
            page = await self._pages.read(mark.entry.link, moment=self._now().timestamp())
        except FeedError as problem:
            return None, problem.reason
        return page, None


def fetcher_of(settings: Settings) -> Fetcher:
    """Make the fetcher that the settings ask for."""
    agent = user_agent(VERSION, settings.contact)
    return Fetcher(user_agent=agent, networks=settings.allow_private_networks)


@contextlib.asynccontextmanager
async def looking(settings: Settings) -> AsyncIterator[Looker]:
    """Give a looker with tools of its own."""
    async with fetcher_of(settings) as fetcher, ParsePool() as parser, Reader() as reader:
        yield Looker(fetcher, parser, reader, utc_now)


def once(settings: Settings) -> LookAt:
    """Give a look for a process that does not poll: its tools are there only while it lasts."""

    async def look(url: str) -> Looked:
        async with looking(settings) as looker:
            return await looker.look(url)

    return look
