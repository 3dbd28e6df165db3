"""What would the bot have said? Articles through the whole engine, on a ledger of their own."""

from __future__ import annotations

import contextlib
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.ingest import Desk, Intake, Taken, fenced
from claims.model import Article, Reading
from claims.records import change_record, claim_record, dumps
from storage.migrate import migrate
from storage.store import Store

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # the arrival of an article without any date

Write = Callable[[str], object]


def in_order(articles: Iterable[Article]) -> list[Article]:
    """Sort by arrival, else publication; one without a date stays behind the one before it."""
    dated: list[tuple[datetime, Article]] = []
    last = EPOCH
    for article in articles:
        last = article.arrived_at or article.published_at or last
        dated.append((last, replace(article, arrived_at=last)))
    dated.sort(key=lambda pair: pair[0])
    return [article for _, article in dated]


@contextlib.contextmanager
def fresh_ledger(url: str | None = None) -> Iterator[Store]:
    """Open a migrated ledger: a temporary one that goes with the block, or the one at the URL."""
    with contextlib.ExitStack() as stack:
        if url is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="claimwatch-"))
            url = f"sqlite:///{Path(folder) / 'replay.db'}"
        migrate(url)
        store = Store.open(url)
        stack.callback(store.close)
        yield store


def replay(
    store: Store, articles: Iterable[Article], extract: Callable[[Article], Reading]
) -> Iterator[tuple[Article, Taken]]:
    """File the articles one by one; the first is the baseline and raises no change."""
    desk = Desk(store)
    for number, article in enumerate(in_order(articles)):
        now = article.arrived_at or EPOCH
        reading = extract(fenced(article, now))
        intake = Intake(announce=False, baseline=number == 0)
        yield article, desk.take(reading, intake, now)


def write_records(taken: Taken, write: Write) -> None:
    """Write what an article brought as JSON Lines: its claims, then its changes."""
    for claim in taken.claims:
        write(dumps(claim_record(claim)))
    for change in taken.changes:
        write(dumps(change_record(change)))


class Pace:
    """Waits between articles as their arrivals were apart, so many times faster."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._last: datetime | None = None

    def wait_for(self, article: Article) -> None:
        """Wait until it is the article's turn."""
        if self._speed > 0 and self._last and article.arrived_at:
            gap = (article.arrived_at - self._last).total_seconds()
            threading.Event().wait(max(0.0, gap / self._speed))
        self._last = article.arrived_at
