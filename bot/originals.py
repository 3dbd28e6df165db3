"""Which article does this one copy? Recent originals in memory, in step with the ledger."""

from __future__ import annotations

from datetime import datetime, timedelta

from claims.copies import Originals
from storage.store import Transaction

WINDOW = timedelta(days=7)  # a wire story is copied within days
OVERLAP = timedelta(minutes=10)  # other processes' clocks may be behind ours
REFRESH = timedelta(minutes=1)  # how often we look for what other processes filed


class RecentOriginals:
    """Finds originals; one for a process, told of what it files itself, and it looks for the rest.

    A look costs what was filed in the last ten minutes, so it must not come with every article.
    """

    def __init__(self) -> None:
        self._index = Originals()
        self._learnt_at: dict[str, datetime] = {}  # in order
        self._looked_at: datetime | None = None

    def find(self, tx: Transaction, fingerprint: bytes, now: datetime) -> str | None:
        """Give the article that a text copies, whichever process filed it."""
        looked = self._looked_at
        if looked is None or not looked <= now < looked + REFRESH:
            since = looked - OVERLAP if looked else now - WINDOW
            for article, known in reversed(tx.articles.signatures(since)):
                self.learn(article, known, now)
            self._looked_at = now
            self._forget(now - WINDOW)
        return self._index.find(fingerprint)

    def learn(self, article: str, fingerprint: bytes, now: datetime) -> None:
        """Take in an original that is on file."""
        if article not in self._learnt_at:
            self._index.add(article, fingerprint)
            self._learnt_at[article] = now

    def _forget(self, before: datetime) -> None:
        for article, learnt_at in list(self._learnt_at.items()):
            if learnt_at >= before:
                break
            self._index.forget(article)
            del self._learnt_at[article]
