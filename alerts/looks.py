"""Is a message that has waited still to be sent? Asked of the ledger for many at once.

As with marks: what is asked while one look is under way shares the next, so that a broadcast at
full speed does not read the ledger for each of its messages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from alerts.unwanted import sorted_out
from storage.errors import StorageError
from storage.records import Delivery
from storage.store import Store


class Looks:
    """Asks for one owner, from one event loop."""

    def __init__(self, store: Store, owner: str, now: Callable[[], datetime]) -> None:
        """Take the ledger, whose leases are asked after, and the wall clock."""
        self._store, self._owner, self._now = store, owner, now
        self._waiting: list[tuple[Sequence[Delivery], asyncio.Future[bool]]] = []
        self._reader: asyncio.Task[None] | None = None

    async def wanted(self, rows: Sequence[Delivery]) -> bool:
        """Tell whether deliveries are still their owner's to send, and all wanted."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((rows, done))
        if self._reader is None:
            self._reader = asyncio.create_task(self._drain())
        return await done

    async def _drain(self) -> None:
        """Look until nobody waits."""
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                try:
                    answers = await asyncio.to_thread(self._look, [rows for rows, _ in batch])
                except StorageError as error:
                    for _, done in batch:
                        if not done.done():
                            done.set_exception(error)
                    continue
                for (_, done), answer in zip(batch, answers, strict=True):
                    if not done.done():
                        done.set_result(answer)
        finally:
            self._reader = None

    def _look(self, groups: Sequence[Sequence[Delivery]]) -> list[bool]:
        """Answer for all in one transaction."""
        rows = [row for group in groups for row in group]
        with self._store.read() as tx:
            held = tx.outbox.held([row.id for row in rows], self._owner)
            gone = sorted_out(tx, rows, self._now())
        good = held - {id for ids in gone.values() for id in ids}
        return [all(row.id in good for row in group) for group in groups]
