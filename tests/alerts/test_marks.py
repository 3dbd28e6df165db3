"""Results are in the ledger before their senders go on."""

from __future__ import annotations

import asyncio

import pytest

from alerts.marks import Arrived, Marks
from alerts.outbox import LEASE
from storage.errors import StorageError
from storage.records import DeliveryState
from storage.store import Store, Transaction
from tests.fakes.store import NOW, queue


def test_results_that_come_together_share_a_transaction(store: Store) -> None:
    """While one is being written the others gather, and all are committed when told so."""
    opened: list[Transaction] = []

    def effect(number: int) -> object:
        def put(tx: Transaction) -> int:
            opened.append(tx)
            tx.settings.put(f"n{number}", str(number))
            return number

        return put

    async def story() -> list[int]:
        marks = Marks(store)
        return await asyncio.gather(*(marks.write(effect(n)) for n in range(50)))

    assert asyncio.run(story()) == list(range(50))
    assert len({id(tx) for tx in opened}) <= 3
    with store.read() as tx:
        assert all(tx.settings.get(f"n{n}") == str(n) for n in range(50))


def test_one_that_fails_does_not_take_the_others_with_it(store: Store) -> None:
    """The failure is told to the one who asked for it alone."""

    def good(tx: Transaction) -> str:
        tx.settings.put("good", "yes")
        return "done"

    def bad(_: Transaction) -> None:
        raise StorageError("no")

    async def story() -> list[object]:
        marks = Marks(store)
        writes = (marks.write(good), marks.write(bad), marks.write(good))
        return await asyncio.gather(*writes, return_exceptions=True)

    first, second, third = asyncio.run(story())
    assert (first, third) == ("done", "done")
    with pytest.raises(StorageError):
        raise second
    with store.read() as tx:
        assert tx.settings.get("good") == "yes"


def test_what_arrived_is_marked_with_its_own_message_unless_the_lease_was_lost(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Twenty deliveries get twenty message ids; what another sender holds stays the other's."""
    with store.begin() as tx:
        queue(tx, range(1, 22))
        mine = tx.outbox.lease(NOW, 20, "me", LEASE)
        (other,) = tx.outbox.lease(NOW, 1, "other", LEASE)

    async def story() -> None:
        marks = Marks(store, "me")
        rows = [*mine, other]
        writes = (marks.write(Arrived((row.id,), 100 + row.id, NOW)) for row in rows)
        await asyncio.gather(*writes)

    asyncio.run(story())
    with store.read() as tx:
        sent = tx.outbox.of_state(DeliveryState.SENT, 100)
        assert {row.id: row.message for row in sent} == {row.id: 100 + row.id for row in mine}
        assert [row.id for row in tx.outbox.of_state(DeliveryState.SENDING, 9)] == [other.id]
    assert "leased by another sender" in caplog.text
