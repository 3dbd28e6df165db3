"""Which article is this entry? Title, text, outlet, address and date, cleaned and in UTC."""

from __future__ import annotations

from datetime import datetime

from claims.model import Article
from feeds.dates import believed
from feeds.identity import Marked
from feeds.model import Entry, Page
from feeds.text import scrub
from feeds.urls import clean, site_of

LEAD = 1_200  # characters; a shorter text is a lead, and the page has the rest


def needs_page(entry: Entry) -> bool:
    """Tell whether the entry has only a lead, so that its page is worth a visit."""
    return entry.link is not None and len(entry.text) < LEAD


def article_of(
    marked: Marked,
    *,
    feed_outlet: str | None,
    feed_title: str | None,
    feed_url: str,
    fetched_at: datetime,
    page: Page | None = None,
    edited: bool = False,
) -> Article:
    """Make an article of an entry and, if it was read, its page.

    A date that cannot be true is unknown, never now. An edited entry is an article of its own,
    whose id is that of the first and a piece of its version.
    """
    entry = marked.entry
    title = entry.title or (page.title if page else None) or ""
    text = _longer(entry, page)
    version = f".{marked.version[2:8]}" if edited else ""
    return Article(
        id=marked.article_id + version,
        text=scrub(f"{title}\n\n{text}".strip() if not text.startswith(title) else text),
        published_at=_date(entry, page, fetched_at, edited),
        arrived_at=fetched_at,
        outlet=_outlet(entry, page, feed_outlet, feed_title, feed_url),
        url=clean(_address(entry, page)) if entry.link else None,
        title=title or None,
    )


def _longer(entry: Entry, page: Page | None) -> str:
    """Take the page's text unless the feed itself gave more."""
    return page.text if page and len(page.text) > len(entry.text) else entry.text


def _address(entry: Entry, page: Page | None) -> str:
    return (page.url if page else None) or entry.link or ""


def _date(entry: Entry, page: Page | None, now: datetime, edited: bool) -> datetime | None:
    """Choose the first date that can be true; an edit is dated by the update.

    A clock or zone may be hours ahead; nothing is published later than when it is here.
    """
    claimed = [entry.published_at, entry.updated_at, page.published_at if page else None]
    if edited:
        claimed.insert(0, entry.updated_at)
    return next((min(date, now) for date in claimed if date and believed(date, now)), None)


def _outlet(
    entry: Entry, page: Page | None, feed: str | None, title: str | None, feed_url: str
) -> str | None:
    """Name who published it: the entry's source, a page elsewhere, the feed list, the feed."""
    if entry.outlet:
        return entry.outlet
    link = entry.link
    if page and page.outlet and (not feed or _is_elsewhere(link, feed_url)):
        return page.outlet
    return feed or title or (site_of(link) if link else None)


def _is_elsewhere(link: str | None, feed_url: str) -> bool:
    """Tell whether a link leads to another house than the feed's."""
    return link is not None and _family(site_of(link)) != _family(site_of(feed_url))


def _family(site: str) -> str:
    """Give the end of a host by which sites of one house are told: bbc.co.uk, dw.com."""
    labels = site.split(":")[0].split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if short else labels[-2:])
