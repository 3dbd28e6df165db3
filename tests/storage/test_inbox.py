"""Is no command lost between Telegram and its answer, and none answered twice?"""

from __future__ import annotations

from datetime import timedelta

from storage.inbox import KEPT
from storage.records import Pending
from storage.store import Store
from tests.fakes.store import NOW

BIG = 2**52


def updates(*numbers: int, at: object = NOW) -> list[Pending]:
    """Build updates by their numbers."""
    return [Pending(number, f'{{"update_id": {number}}}', at) for number in numbers]  # type: ignore[arg-type]


def test_updates_and_the_offset_are_stored_together(store: Store) -> None:
    """Before anything came, Telegram may start anywhere."""
    with store.begin() as tx:
        assert tx.inbox.offset() == 0
        assert tx.inbox.put(updates(BIG, 7), BIG + 1) == 2
        assert tx.inbox.put([], BIG + 2) == 0
        assert tx.inbox.offset() == BIG + 2
        assert tx.inbox.next(9) == updates(7, BIG)
        assert tx.inbox.next(1) == updates(7)


def test_an_update_that_comes_again_is_not_answered_again(store: Store) -> None:
    """Neither while it waits nor after it was answered."""
    with store.begin() as tx:
        tx.inbox.put(updates(1, 2), 3)
        tx.inbox.done(1, NOW)
        assert tx.inbox.put(updates(1, 2, 3), 4) == 1
        assert [one.id for one in tx.inbox.next(9)] == [2, 3]
        assert tx.inbox.waiting() == 2


def test_what_failed_comes_after_the_others_and_is_counted(store: Store) -> None:
    """One update that cannot be answered does not hold up the rest."""
    with store.begin() as tx:
        tx.inbox.put(updates(1, 2), 3)
        assert (tx.inbox.retry(1), tx.inbox.retry(1), tx.inbox.retry(99)) == (1, 2, 0)
        assert [(one.id, one.attempts) for one in tx.inbox.next(9)] == [(2, 0), (1, 2)]


def test_numbers_are_forgotten_before_telegram_starts_anew(store: Store) -> None:
    """After a quiet week it may count from anywhere: an old number is a new update then."""
    later = NOW + KEPT + timedelta(seconds=1)
    with store.begin() as tx:
        tx.inbox.put(updates(1, 2), 3)
        tx.inbox.done(1, NOW)
        assert tx.inbox.put(updates(1, at=later), 2) == 1
        assert [one.id for one in tx.inbox.next(9)] == [1, 2]
