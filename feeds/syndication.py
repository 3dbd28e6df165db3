"""What does an RSS, RDF or Atom feed hold? feedparser's reading, the reading of record."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import feedparser

from feeds.dates import read_date, read_parsed
from feeds.errors import ParseError
from feeds.model import Document, Entry
from feeds.skips import minutes_of, skip_days_of, skip_hours_of
from feeds.text import one_line, plain, plain_title
from feeds.urls import web_link

_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_PLAIN = frozenset({"text", "text/plain"})


def read_syndication(text: str, url: str) -> Document:
    """Read a feed from its root on; raises ParseError when feedparser cannot."""
    try:
        # A stream, never the bytes: those it would take for the name of a file or an address.
        feed = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers=_HEADERS,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (ValueError, OverflowError, RecursionError, LookupError, AttributeError) as problem:
        raise ParseError(url, f"feedparser gave up ({type(problem).__name__})") from problem
    if not feed.get("version") and not feed.entries:
        raise ParseError(url, "this is no feed, or a broken one")
    document = _document(feed.feed, feed.entries, str(feed.get("version") or "unknown"), url)
    return replace(document, skip_hours=skip_hours_of(text), skip_days=skip_days_of(text))


def _document(head: Mapping[str, Any], rows: Sequence[Any], version: str, url: str) -> Document:
    base = web_link(_text(head, "link"), url) or url
    return Document(
        url=url,
        version=version,
        entries=tuple(_entry(row, base) for row in rows),
        title=plain_title(_text(head, "title") or "") or None,
        language=one_line(_text(head, "language") or "", 20) or None,
        ttl=minutes_of(_text(head, "ttl")),
    )


def _entry(row: Mapping[str, Any], base: str) -> Entry:
    contents = [_plain_part(part) for part in row.get("content") or ()]
    summary = _plain_part(row.get("summary_detail") or {"value": row.get("summary")})
    source = row.get("source")
    return Entry(
        guid=one_line(_text(row, "id") or "", 2_000) or None,
        link=web_link(_text(row, "feedburner_origlink") or _text(row, "link"), base),
        title=_title(row.get("title_detail"), _text(row, "title")),
        text=max((*contents, summary), key=len),
        published_at=_date(row, "published") or _date(row, "created"),
        updated_at=_date(row, "updated"),
        author=one_line(_text(row, "author") or "", 200) or None,
        outlet=plain_title(_text(source, "title") or "") or None if source else None,
        language=one_line(_text(row, "language") or "", 20) or None,
        full=bool(contents),
    )


def _title(detail: Mapping[str, Any] | None, title: str | None) -> str:
    kind = (detail or {}).get("type")
    return one_line(title or "") if kind in _PLAIN else plain_title(title or "")


def _plain_part(part: Mapping[str, Any]) -> str:
    value = part.get("value")
    return plain(value) if isinstance(value, str) else ""


def _date(row: Mapping[str, Any], name: str) -> datetime | None:
    raw = _text(row, name)
    return read_date(raw) or (read_parsed(row.get(f"{name}_parsed"), raw) if raw else None)


def _text(row: Mapping[str, Any], name: str) -> str | None:
    # Asked first: feedparser answers for a missing "updated" with a warning and another date.
    if name not in row:
        return None
    value = row[name]
    return value if isinstance(value, str) and value else None
