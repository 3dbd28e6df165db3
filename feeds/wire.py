"""How do documents pass between the poller and its children? As JSON, never as pickles."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from feeds.errors import Found, NotAFeed, ParseError
from feeds.model import Document, Entry, Page

HEAD = 4  # bytes that hold the length of what follows
_ENTRY = tuple(one.name for one in fields(Entry))
_DATES = ("published_at", "updated_at")


def packed(message: object, size: int = 0) -> bytes:
    """Write a message, before it its length and that of the body which follows it."""
    text = json.dumps(message, ensure_ascii=False, default=_plain).encode("utf-8", "replace")
    return len(text).to_bytes(HEAD, "big") + size.to_bytes(HEAD, "big") + text


def unpacked(text: bytes) -> Any:
    """Read a message."""
    return json.loads(text)


def reply_of(result: Document | Page | ParseError) -> dict[str, Any]:
    """Put a result into a message."""
    if isinstance(result, ParseError):
        found = [asdict(one) for one in getattr(result, "found", ())]
        return {"kind": type(result).__name__, "reason": result.reason, "found": found}
    return {"kind": type(result).__name__, "value": _fields(result)}


def result_of(message: Any, url: str) -> Document | Page:
    """Take a result out of a message; raises the error that it holds."""
    kind = message["kind"]
    if kind == "Document":
        return _document(message["value"])
    if kind == "Page":
        return Page(**_with_dates(message["value"]))
    if kind == "NotAFeed":
        found = tuple(Found(**one) for one in message["found"])
        raise NotAFeed(url, message["reason"], found)
    raise ParseError(url, str(message["reason"]))


def _fields(result: Document | Page) -> dict[str, Any]:
    """Take a result apart; by hand, for asdict costs as much as the parse."""
    row = {one.name: getattr(result, one.name) for one in fields(result)}
    if isinstance(result, Document):
        row["found"] = [asdict(one) for one in result.found]
        row["entries"] = [[getattr(entry, name) for name in _ENTRY] for entry in result.entries]
    return row


def _document(value: dict[str, Any]) -> Document:
    entries = tuple(
        Entry(**_with_dates(dict(zip(_ENTRY, row, strict=True)))) for row in value["entries"]
    )
    sets = {name: frozenset(value[name]) for name in ("skip_hours", "skip_days")}
    found = tuple(Found(**one) for one in value["found"])
    return Document(**(value | sets | {"entries": entries, "found": found}))


def _with_dates(row: dict[str, Any]) -> dict[str, Any]:
    dates = {name: datetime.fromisoformat(row[name]) for name in _DATES if row.get(name)}
    return row | dates


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{value!r} has no place in a message")
