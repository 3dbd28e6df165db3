"""May this page be read? What robots.txt says, read from bytes that our own fetcher brought."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

from feeds.model import Body

LARGEST = 512_000  # bytes that we read of it, as search engines do
_LONGEST_LINE = 2_000


class Robots:
    """The rules of one host."""

    def __init__(self, body: Body | None, *, everything: bool = True) -> None:
        """Take the body, or None with the verdict for everything."""
        self._everything = everything
        self._rules: RobotFileParser | None = None
        if body is not None:
            lines = body[:LARGEST].decode("utf-8", "replace").lstrip("\ufeff").splitlines()
            self._rules = RobotFileParser()
            self._rules.parse([line[:_LONGEST_LINE] for line in lines])

    def allow(self, agent: str, url: str) -> bool:
        """Tell whether an agent may read an address."""
        if self._rules is None:
            return self._everything
        return self._rules.can_fetch(agent, url)
