"""What can go wrong with a feed? One tree; the reason is a sentence for the operator."""

from __future__ import annotations

from dataclasses import dataclass

from feeds.urls import shown


class FeedError(Exception):
    """A feed or page could not be taken in; `reason` says why in plain words."""

    def __init__(self, url: str, reason: str, *, retry_after: str | None = None) -> None:
        """Keep the address without its credentials; `retry_after` is the header as received."""
        self.url = shown(url)
        self.reason = reason
        self.retry_after = retry_after
        super().__init__(f"{self.url}: {reason}")


class FetchError(FeedError):
    """Nothing usable came over the network."""


class Forbidden(FetchError):
    """The address is one that we never dial."""


class TooLarge(FetchError):
    """The answer is larger than we take, raw or unpacked."""


class Refused(FetchError):
    """The server answered with a status that is no success."""

    def __init__(
        self, url: str, status: int, reason: str, *, retry_after: str | None = None
    ) -> None:
        """Keep the status beside the words."""
        self.status = status
        super().__init__(url, reason, retry_after=retry_after)


class Gone(Refused):
    """The server says that the feed is gone for good (410)."""


class ParseError(FeedError):
    """The body is no document that we can read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that a page names as its own."""

    url: str
    title: str | None = None


class NotAFeed(ParseError):
    """The body is a web page; `found` are the feeds that it names."""

    def __init__(self, url: str, reason: str, found: tuple[Found, ...] = ()) -> None:
        """Keep the feeds that were found in the page."""
        self.found = found
        super().__init__(url, reason)


class ListError(FeedError):
    """A list of feeds cannot be read at all."""
