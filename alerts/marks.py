"""How are results written down at once, and still cheaply when there are many?

Each result is in a transaction before its sender goes on; results that come while one is being
written share the next. Nothing waits for others to come.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from storage.errors import StorageError
from storage.store import Store, Transaction

Effect = Callable[[Transaction], Any]
DIGEST = "told in a digest"
log = logging.getLogger(__name__)


class Arrived(NamedTuple):
    """Deliveries that arrived as one message; many of them are marked in one statement."""

    ids: tuple[int, ...]
    message: int | None
    at: datetime
    digest: bool = False  # of several topics or parts, which is not edited later


class Marks:
    """Writes effects into the ledger, from one event loop."""

    def __init__(self, store: Store, owner: str = "") -> None:
        """Take the ledger, and whose leases end with what arrived."""
        self._store, self._owner = store, owner
        self._waiting: list[tuple[Effect | Arrived, asyncio.Future[Any]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def write(self, effect: Effect | Arrived) -> Any:
        """Let an effect happen in the ledger; give its result once that is committed."""
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((effect, done))
        if self._writer is None:
            self._writer = asyncio.create_task(self._drain())
        return await done

    async def _drain(self) -> None:
        """Write until nothing waits."""
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                if not await self._commit(batch) and len(batch) > 1:
                    for one in batch:  # the one that fails must not take the others with it
                        await self._commit([one], last=True)
        finally:
            self._writer = None

    async def _commit(
        self, batch: list[tuple[Effect | Arrived, asyncio.Future[Any]]], *, last: bool = False
    ) -> bool:
        """Write a batch in one transaction; its failure is told to those who wait for it alone."""
        try:
            results = await asyncio.to_thread(self._apply, [effect for effect, _ in batch])
        except StorageError as error:
            if last or len(batch) == 1:
                _tell(batch, error)
            return False
        for (_, done), result in zip(batch, results, strict=True):
            if not done.done():
                done.set_result(result)
        return True

    def _apply(self, effects: list[Effect | Arrived]) -> list[Any]:
        """Let all effects happen, or none."""
        arrived = [one for one in effects if isinstance(one, Arrived)]
        with self._store.begin() as tx:
            self._mark(tx, arrived)
            return [None if isinstance(one, Arrived) else one(tx) for one in effects]

    def _mark(self, tx: Transaction, arrived: list[Arrived]) -> None:
        """Mark what arrived, unless the lease was lost meanwhile."""
        if not arrived:
            return
        for digest in (False, True):
            alike = [one for one in arrived if one.digest is digest]
            messages = {id: one.message for one in alike for id in one.ids}
            note = DIGEST if digest else None
            marked = tx.outbox.sent_each(messages, self._owner, arrived[-1].at, note)
            if marked < len(messages):
                log.warning("of deliveries %s some were leased by another sender", [*messages])


def _tell(batch: list[tuple[Effect | Arrived, asyncio.Future[Any]]], error: StorageError) -> None:
    """Hand an error to those who wait."""
    for _, done in batch:
        if not done.done():
            done.set_exception(error)
