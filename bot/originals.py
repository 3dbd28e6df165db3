"""Which article does this one copy? Recent originals in memory, in step with the ledger."""

from __future__ import annotations

from datetime import datetime, timedelta

from claims.copies import Originals
from storage.store import Transaction

WINDOW = timedelta(days=7)  # a wire story is copied within days
OVERLAP = timedelta(minutes=10)  # other processes' clocks may be behind ours


class RecentOriginals:
    """Finds originals; one for a process, refreshed from the ledger before each look."""

    def __init__(self) -> None:
        self._index = Originals()
        self._learnt_at: dict[str, datetime] = {}  # in order
        self._looked_at: datetime | None = None

    def find(self, tx: Transaction, fingerprint: bytes, now: datetime) -> str | None:
        """Give the article that a text copies, whichever process filed it."""
        since = self._looked_at - OVERLAP if self._looked_at else now - WINDOW
        for article, known in reversed(tx.articles.signatures(since)):
            if article not in self._learnt_at:
                self._index.add(article, known)
                self._learnt_at[article] = now
        self._looked_at = now
        self._forget(now - WINDOW)
        return self._index.find(fingerprint)

    def _forget(self, before: datetime) -> None:
        for article, learnt_at in list(self._learnt_at.items()):
            if learnt_at >= before:
                break
            self._index.forget(article)
            del self._learnt_at[article]
