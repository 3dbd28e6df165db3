"""What does a JSON Feed hold?"""

from __future__ import annotations

import json
from typing import Any

from feeds.dates import read_date
from feeds.errors import ParseError
from feeds.model import Document, Entry
from feeds.text import one_line, paragraphs, plain
from feeds.urls import web_link


def read_json_feed(text: str, url: str) -> Document:
    """Read a JSON Feed of version 1 or 1.1; raises ParseError when it is none."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise ParseError(url, "this looks like JSON and is broken") from problem
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise ParseError(url, "this is JSON, but no JSON Feed")
    base = web_link(_string(feed, "home_page_url"), url) or url
    rows = [row for row in feed["items"] if isinstance(row, dict)]
    return Document(
        url=url,
        version="json",
        entries=tuple(_entry(row, base) for row in rows),
        title=one_line(_string(feed, "title")) or None,
        language=one_line(_string(feed, "language"), 20) or None,
    )


def _entry(row: dict[str, Any], base: str) -> Entry:
    content = plain(_string(row, "content_html")) or paragraphs(_string(row, "content_text"))
    return Entry(
        guid=one_line(_string(row, "id"), 2_000) or None,
        link=web_link(_string(row, "url") or _string(row, "external_url"), base),
        title=one_line(_string(row, "title")),
        text=content or paragraphs(_string(row, "summary")),
        published_at=read_date(_string(row, "date_published")),
        updated_at=read_date(_string(row, "date_modified")),
        author=_author(row),
        language=one_line(_string(row, "language"), 20) or None,
        full=bool(content),
    )


def _author(row: dict[str, Any]) -> str | None:
    many = row.get("authors")
    one = many[0] if isinstance(many, list) and many else row.get("author")
    return one_line(_string(one, "name"), 200) or None if isinstance(one, dict) else None


def _string(row: dict[str, Any], name: str) -> str:
    """Give a field as text; identifiers are numbers in some feeds."""
    value = row.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**40 else ""
    return value if isinstance(value, str) else ""
