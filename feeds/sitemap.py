"""What does a news sitemap hold? Titles and dates of the last two days, no texts."""

from __future__ import annotations

from urllib.parse import urlsplit

from lxml import etree

from feeds.dates import read_date
from feeds.errors import Found, NotAFeed, ParseError
from feeds.model import Document, Entry
from feeds.text import one_line
from feeds.urls import web_link

_INDEXED = 20  # sitemaps of an index that we name
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
)


def read_sitemap(text: str, url: str) -> Document:
    """Read a news sitemap; an index raises NotAFeed with the sitemaps that it names."""
    root = etree.fromstring(text.encode("utf-8", "replace"), _PARSER)
    if root is None:
        raise ParseError(url, "this looks like a sitemap and is broken")
    if _name(root) == "sitemapindex":
        raise NotAFeed(url, "this is an index of sitemaps; add one of them", _indexed(root, url))
    entries = tuple(entry for row in root if (entry := _entry(row, url)))
    if not entries:
        raise ParseError(url, "this is a sitemap without news")
    return Document(url=url, version="sitemap", entries=entries, title=entries[0].outlet)


def _entry(row: etree._Element, url: str) -> Entry | None:
    """Make an entry of a <url>; None when it has no news title."""
    fields = {_name(field): (field.text or "").strip() for field in row.iter()}
    link, title = web_link(fields.get("loc"), url), one_line(fields.get("title", ""))
    if not link or not title:
        return None
    return Entry(
        guid=link,
        link=link,
        title=title,
        published_at=read_date(fields.get("publication_date")),
        updated_at=read_date(fields.get("lastmod")),
        outlet=one_line(fields.get("name", ""), 200) or None,
        language=one_line(fields.get("language", ""), 20) or None,
    )


def _indexed(root: etree._Element, url: str) -> tuple[Found, ...]:
    places = (web_link(field.text, url) for field in root.iter("{*}loc"))
    links = [link for link in places if link]
    news = [link for link in links if "news" in urlsplit(link).path.lower()]
    return tuple(Found(link) for link in (news or links)[:_INDEXED])


def _name(element: etree._Element) -> str:
    """Give a tag without its namespace; comments have none."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
