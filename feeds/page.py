"""What does an article's page say? Its text, and what the page tells of itself."""

from __future__ import annotations

import trafilatura
from lxml import etree, html
from trafilatura import external

from feeds.dates import read_date
from feeds.decode import decode
from feeds.errors import ParseError
from feeds.language import language_of
from feeds.model import Page
from feeds.text import one_line, paragraphs, plain_title
from feeds.urls import site_of, web_link

# Only English is read here. By itself trafilatura loads the stop words of a hundred languages,
# 30 MB, and goes through all of them at each page that it has doubts about.
vars(external)["JT_STOPLIST"] = tuple(external.get_stoplist("English"))  # type: ignore[attr-defined]

_PARSER = html.HTMLParser(encoding="utf-8", remove_comments=True, no_network=True)
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.created",
    "date",
)


def read_page(body: bytes, url: str, content_type: str = "") -> Page:
    """Read a page; raises ParseError when it is none or holds no article."""
    text = decode(body, content_type).text
    if "<" not in text:
        raise ParseError(url, "this is no web page")
    try:
        tree = etree.fromstring(text.encode("utf-8", "replace"), _PARSER)
    except (etree.LxmlError, ValueError) as problem:
        raise ParseError(url, "this page cannot be read") from problem
    if tree is None:
        raise ParseError(url, "this page is empty")
    meta = _meta(tree)
    article = paragraphs(_extracted(tree, url))
    return Page(
        url=_canonical(tree, url),
        text=article,
        title=plain_title(meta.get("og:title") or "") or None,
        outlet=one_line(meta.get("og:site_name") or "", 200) or None,
        published_at=next((date for name in _DATES if (date := read_date(meta.get(name)))), None),
        language=language_of(article),
    )


def _extracted(tree: etree._Element, url: str) -> str:
    try:
        found = trafilatura.extract(
            tree, url=url, include_comments=False, include_tables=False, deduplicate=False
        )
    except (ValueError, TypeError, AttributeError, KeyError, IndexError) as problem:
        raise ParseError(url, f"trafilatura gave up ({type(problem).__name__})") from problem
    return found or ""


def _meta(tree: etree._Element) -> dict[str, str]:
    """Collect what the page says of itself; the first word counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _canonical(tree: etree._Element, url: str) -> str:
    """Believe the page about its address only within its own site."""
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            named = web_link(link.get("href"), url)
            return named if named and site_of(named) == site_of(url) else url
    return url
