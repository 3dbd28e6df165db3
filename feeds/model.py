"""What does a feed hold, and how did it come? Plain values; all text is plain text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from feeds.errors import Found

Body = bytes | bytearray  # the latter as it was read: a copy may be ten megabytes more


@dataclass(frozen=True, slots=True)
class Caching:
    """What an answer says about when to come again: the headers as received."""

    cache_control: str | None = None
    expires: str | None = None
    date: str | None = None
    age: str | None = None
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: a body, or that nothing was modified."""

    url: str  # where the body was found, after redirects
    status: int
    body: Body = b""
    content_type: str = ""
    etag: str | None = None  # exactly as received
    last_modified: str | None = None  # exactly as received
    caching: Caching = field(default_factory=Caching)
    moved_to: str | None = None  # the address that permanent redirects lead to

    @property
    def not_modified(self) -> bool:
        """Whether the server says that nothing changed since our last visit."""
        return self.status == 304


@dataclass(frozen=True, slots=True)
class Entry:
    """A raw item of a feed, cleaned of markup and not yet of anything else."""

    guid: str | None = None  # as the feed gives it
    link: str | None = None  # absolute, http or https
    title: str = ""
    text: str = ""  # the longest that the entry holds; paragraphs parted by an empty line
    published_at: datetime | None = None  # as claimed: may be nonsense, see dates.believed
    updated_at: datetime | None = None
    author: str | None = None
    outlet: str | None = None  # of <source>, when the feed repeats others
    language: str | None = None
    full: bool = False  # the feed gave a content of its own beside a summary


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as it stood at one moment."""

    url: str
    version: str  # rss20, atom10, rdf…, json, sitemap
    entries: tuple[Entry, ...] = ()  # in the order of the feed
    title: str | None = None
    language: str | None = None
    ttl: int | None = None  # minutes
    skip_hours: frozenset[int] = frozenset()  # UTC
    skip_days: frozenset[int] = frozenset()  # 0 is Monday
    truncated: bool = False  # broken off; the last entry was dropped
    left_out: int = 0  # entries beyond what we take
    guessed: bool = False  # its characters, for its charset is missing or wrong
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """An article's page, read."""

    url: str  # the canonical address if the page names one of its own site
    text: str = ""
    title: str | None = None
    outlet: str | None = None
    published_at: datetime | None = None
    language: str | None = None
