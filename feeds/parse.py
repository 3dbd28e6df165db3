"""What does this body hold? One function from bytes to a document, whatever the format."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from feeds.decode import decode, from_root, repaired
from feeds.errors import NotAFeed, ParseError
from feeds.jsonfeed import read_json_feed
from feeds.model import Document, Entry
from feeds.quick import read_quickly
from feeds.sitemap import read_sitemap
from feeds.syndication import read_syndication
from feeds.webpage import feeds_of, is_login

ENTRIES = 500  # the newest that we take of one document
TEXTS = 5_000_000  # characters of all its texts together

_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
)
_TAIL = 20_000  # characters at the end in which the root must be closed
_FAR_PAST = datetime.min.replace(tzinfo=UTC)


def parse(body: bytes, url: str, content_type: str = "") -> Document:
    """Read a feed; raises ParseError with the reason, NotAFeed with the feeds that a page names.

    Everything that could be dear is bounded or meant to run in a child (see pool.py).
    """
    _check_shape(body, url)
    text, guessed = decode(body, content_type)
    return replace(_read(text, url), guessed=guessed)


def _read(text: str, url: str) -> Document:
    """Read a text as what its first sign or element says that it is."""
    if text.lstrip().startswith(("{", "[")):
        return _bounded(read_json_feed(text, url))
    root, rest = from_root(text)
    if root in ("rss", "rdf", "feed", "channel"):
        clean = repaired(rest)
        document = read_quickly(clean, url) or read_syndication(clean, url)
        return _bounded(_whole(document, root, rest))
    if root in ("urlset", "sitemapindex"):
        return _bounded(read_sitemap(repaired(rest), url))
    if root == "opml":
        raise NotAFeed(url, "this is a list of feeds (OPML); import it instead")
    raise _no_feed(text, url)


def _check_shape(body: bytes, url: str) -> None:
    if not body.strip():
        raise ParseError(url, "the body is empty")
    for signature, name in _SIGNATURES:
        if body.startswith(signature):
            raise ParseError(url, f"this is {name}, not a feed")


def _no_feed(text: str, url: str) -> ParseError:
    if "<" not in text:
        return ParseError(url, "this is plain text, not a feed")
    found = feeds_of(text, url)
    if found:
        return NotAFeed(url, "this is a web page that names its feeds", found)
    words = "a page that asks for a password" if is_login(text) else "a web page, not a feed"
    return NotAFeed(url, f"this is {words}")


def _whole(document: Document, root: str, text: str) -> Document:
    """Drop the last entry of a document that broke off: it may lack its end."""
    if re.search(rf"</(?:[\w.-]{{1,40}}:)?{root}\b", text[-_TAIL:], re.I):
        return document
    return replace(document, entries=document.entries[:-1], truncated=True)


def _bounded(document: Document) -> Document:
    kept = _newest(document.entries)
    left, entries = TEXTS, []
    for entry in kept:
        entries.append(entry if len(entry.text) <= left else replace(entry, text="", full=False))
        left -= len(entries[-1].text)
    left_out = len(document.entries) - len(kept)
    return replace(document, entries=tuple(entries), left_out=left_out)


def _newest(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Keep the newest entries in their order; those without a date count by their place."""
    if len(entries) <= ENTRIES:
        return entries
    ranked = sorted(range(len(entries)), key=lambda at: _age_rank(entries[at]), reverse=True)
    return tuple(entries[at] for at in sorted(ranked[:ENTRIES]))


def _age_rank(entry: Entry) -> datetime:
    return entry.published_at or entry.updated_at or _FAR_PAST
