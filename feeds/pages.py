"""What does the article's page add? Read politely: robots.txt first, one page of a host at a time.

A page that is refused, behind a wall or empty is no fault of the feed: the lead stands alone.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import Protocol
from urllib.parse import urlsplit

from feeds.errors import FeedError, Refused
from feeds.fetch import PAGE, Fetcher, Onward
from feeds.hosts import Hosts
from feeds.model import Body, Page
from feeds.robots import Robots
from feeds.room import Guest
from feeds.urls import clean

SHORTEST = 200  # characters; less is a wall or a frame, not an article
REMEMBERED = 2_000  # hosts whose rules are kept
REFRESH = 24 * 3600.0  # seconds for which they hold
_AGENT = "Claimwatch"


class Unread(FeedError):
    """A page that was not read, for a reason that is nobody's fault."""


class PageReader(Protocol):
    """Who makes a page of bytes: the pool of children."""

    async def page(self, body: Body, url: str, content_type: str = "") -> Page:
        """Read a page; raises ParseError."""
        ...


class Pages:
    """Reads the pages of articles within what their hosts allow."""

    def __init__(self, fetcher: Fetcher, pool: PageReader) -> None:
        """Take who fetches and who parses."""
        self._fetcher, self._pool = fetcher, pool
        self._hosts = Hosts(1)
        self._robots: OrderedDict[str, tuple[float, Robots]] = OrderedDict()

    async def read(self, link: str, *, moment: float) -> Page:
        """Read a page; raises FeedError with the reason. The moment is in seconds, for robots."""
        url = clean(link)
        async with self._hosts.place(urlsplit(url).netloc):
            await self._may_read(url, moment)
            # A redirect may lead to another site, which has rules of its own.
            onward = partial(self._may_read, moment=moment)
            async with self._fetcher.guest() as guest:
                page = await self._page(url, onward, guest)
        if len(page.text) < SHORTEST:
            raise Unread(url, "it holds no article that we could read")
        return page

    async def _page(self, url: str, onward: Onward, guest: Guest) -> Page:
        answer = await self._fetcher.get(url, accept=PAGE, onward=onward, guest=guest)
        if "html" not in answer.content_type.lower() and answer.content_type:
            raise Unread(url, "it is no web page")
        return await self._pool.page(answer.body, answer.url, answer.content_type)

    async def _may_read(self, url: str, moment: float) -> None:
        """Raise Unread when the rules of an address's site forbid it."""
        place = urlsplit(url)
        rules = await self._rules(f"{place.scheme}://{place.netloc}", moment)
        if not rules.allow(_AGENT, url):
            raise Unread(url, "the site's robots.txt asks us not to read it")

    async def _rules(self, site: str, moment: float) -> Robots:
        """Give the rules of a site, asked for once a day."""
        kept = self._robots.get(site)
        if kept is not None and 0 <= moment - kept[0] < REFRESH:
            self._robots.move_to_end(site)
            return kept[1]
        rules = await self._ask(site)
        self._robots[site] = (moment, rules)
        while len(self._robots) > REMEMBERED:
            self._robots.popitem(last=False)
        return rules

    async def _ask(self, site: str) -> Robots:
        """Fetch the rules: none at all allow everything, trouble on the server nothing."""
        try:
            answer = await self._fetcher.get(f"{site}/robots.txt", accept="text/plain, */*;q=0.1")
        except Refused as problem:
            return Robots(None, everything=400 <= problem.status < 500 and problem.status != 429)
        except FeedError:
            return Robots(None, everything=False)
        return Robots(answer.body)
