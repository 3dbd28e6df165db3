"""Which feeds does a web page name as its own?"""

from __future__ import annotations

import re

from lxml import etree, html

from feeds.errors import Found
from feeds.text import one_line, scrub
from feeds.urls import web_link

MOST = 20
_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
)
_LIKE_A_FEED = re.compile(
    r"(?:[/.](?:rss|atom|feed|feeds)(?:\d|[/.?]|$)|rss\.xml|feed\.json)", re.I
)
_LOGIN = re.compile(r"""<input[^>]{0,300}type\s*=\s*["']?password""", re.I)
_PARSER = html.HTMLParser(encoding="utf-8", remove_comments=True, no_network=True)


def is_login(text: str) -> bool:
    """Tell whether a page asks for a password."""
    return bool(_LOGIN.search(text))


def feeds_of(text: str, url: str) -> tuple[Found, ...]:
    """Find the feeds that a page links to: those that it declares, else those that look so."""
    try:
        root = etree.fromstring(scrub(text).encode("utf-8", "replace"), _PARSER)
    except (etree.LxmlError, ValueError):
        return ()
    if root is None:
        return ()
    bases = [element.get("href") for element in root.iter("base")]
    base = web_link(bases[0], url) or url if bases else url
    declared = _links([link for link in root.iter("link") if _is_feed_link(link)], base)
    anchors = [link for link in root.iter("a") if _LIKE_A_FEED.search(link.get("href") or "")]
    return declared or _links(anchors, base)


def _is_feed_link(link: etree._Element) -> bool:
    relations = (link.get("rel") or "").lower().split()
    kind = (link.get("type") or "").lower().split(";")[0].strip()
    return "alternate" in relations and kind in _TYPES


def _links(links: list[etree._Element], base: str) -> tuple[Found, ...]:
    found: dict[str, Found] = {}
    for link in links:
        address = web_link(link.get("href"), base)
        if address and address not in found and len(found) < MOST:
            name = link.get("title") or " ".join(str(text) for text in link.itertext())
            found[address] = Found(address, one_line(name, 200) or None)
    return tuple(found.values())
