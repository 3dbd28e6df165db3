"""Is every alert sent once, in order, by one sender, and is every refusal remembered?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from storage.records import (
    Cadence,
    Called,
    Chat,
    Delivery,
    DeliveryState,
    Subscription,
    Wanted,
)
from storage.store import Store, Transaction
from tests.fakes.store import NOW, file_change, queue

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LEASE = 2 * MINUTE
DUE, SENDING, SENT = DeliveryState.DUE, DeliveryState.SENDING, DeliveryState.SENT


def leased(tx: Transaction, now: object = NOW, owner: str = "me", limit: int = 99) -> list[str]:
    """Lease and say which (chat, change number)."""
    taken = tx.outbox.lease(now, limit, owner, LEASE)  # type: ignore[arg-type]
    return [f"{one.chat}:{int(one.change[1:7])}" for one in taken]


def test_a_repeat_is_not_doubled(store: Store) -> None:
    """One delivery for a change, a chat and a thread; unknown chats are left out."""
    with store.begin() as tx:
        change = queue(tx, [1, 2])
        again = [Wanted(change.id, chat, None, NOW + MINUTE) for chat in (1, 2, 99)]
        assert tx.outbox.put(again) == 0
        assert tx.outbox.put([Wanted(change.id, 1, 7, NOW), Wanted(change.id, 1, 7, NOW)]) == 1
        assert tx.outbox.put([]) == 0
        assert [one.thread for one in tx.outbox.of_change(change.id)] == [None, None, 7]
        assert tx.outbox.counts()[DUE] == 3


def test_a_delivery_of_no_change_is_not_written(store: Store) -> None:
    """What is to be told must be on file, and who is told, too."""
    with store.begin() as tx:
        tx.chats.ensure(1, "private", "en", NOW)
        tx.subscriptions.add(Subscription(0, chat=1))
        assert tx.outbox.put([Wanted("k-nothing", 1, None, NOW)]) == 0
        (wishers,) = tx.subscriptions.wishers({"control:kursk"}, {"control"})
        called = [Called("k-nothing", "control:kursk", wishers, NOW)]
        assert tx.outbox.call(called, NOW) == 0
        change = queue(tx, [1, 2])
        tx.chats.forget(1)
        assert [one.chat for one in tx.outbox.of_change(change.id)] == [2]


def test_a_lease_takes_all_that_is_due_of_the_chats_that_waited_longest(store: Store) -> None:
    """The limit counts chats; each comes with its companions, in order."""
    with store.begin() as tx:
        queue(tx, [1], number=1, at=NOW - SECOND)
        queue(tx, [2], number=2, at=NOW - 2 * SECOND)
        queue(tx, [1, 2, 3], number=3)
        queue(tx, [2], number=4, at=NOW + SECOND)
        assert leased(tx, limit=2) == ["1:1", "1:3", "2:2", "2:3"]
        assert leased(tx) == ["3:3"]
        assert leased(tx) == []


def test_the_terminal_gets_its_own_and_nobody_elses(store: Store) -> None:
    """Its chat is leased by name; a sender to Telegram never gets it."""
    with store.begin() as tx:
        tx.chats.ensure(7, "terminal", "en", NOW)
        queue(tx, [7, 8])
        assert leased(tx) == ["8:1"]
        (one,) = tx.outbox.lease(NOW, 9, "terminal", LEASE, only=7)
        assert one.chat == 7


def test_a_lease_says_what_it_took(store: Store) -> None:
    """The rows come back as they are now: attempts counted, state sending."""
    with store.begin() as tx:
        change = queue(tx, [1])
        (one,) = tx.outbox.lease(NOW, 1, "me", LEASE)
        assert one == Delivery(1, change.id, 1, None, SENDING, NOW, attempts=1)
        assert tx.outbox.get([1, 2]) == [one]


def test_what_was_sent_is_not_sent_again(store: Store) -> None:
    """The message's number is kept, zero included."""
    with store.begin() as tx:
        queue(tx, [1])
        leased(tx)
        assert tx.outbox.sent([1], "me", 0, NOW) == 1
        assert leased(tx, NOW + 9 * LEASE) == []
        (one,) = tx.outbox.of_state(SENT, 9)
        assert (one.message, one.state) == (0, SENT)


def test_a_chat_that_is_being_written_to_is_left_out(store: Store) -> None:
    """Order within a chat: what falls due meanwhile waits for what is on its way."""
    with store.begin() as tx:
        queue(tx, [1], number=1)
        leased(tx)
        queue(tx, [1, 2], number=2)
        assert leased(tx, NOW + SECOND, "other") == ["2:2"]
        tx.outbox.sent([1], "me", 5, NOW)
        assert leased(tx, NOW + SECOND, "other") == ["1:2"]


def test_a_chat_that_waits_for_another_try_is_held_back_whole(store: Store) -> None:
    """After "retry later" nothing overtakes, and other chats are not touched."""
    with store.begin() as tx:
        queue(tx, [1, 2], number=1)
        leased(tx)
        assert tx.outbox.later([1], "me", NOW + MINUTE, "429") == 1
        tx.outbox.sent([2], "me", 5, NOW)
        queue(tx, [1, 2], number=2)
        assert leased(tx) == ["2:2"]
        assert leased(tx, NOW + MINUTE) == ["1:1", "1:2"]
        (first, _second) = tx.outbox.of_state(SENDING, 9)[:2]
        assert (first.attempts, first.note, first.not_before) == (2, "429", NOW + MINUTE)


def test_a_digest_that_is_not_due_yet_holds_nothing_back(store: Store) -> None:
    """A delivery that was never tried and waits for its hour does not block the next ones."""
    with store.begin() as tx:
        queue(tx, [1], number=1, at=NOW + 12 * 60 * MINUTE)
        queue(tx, [1], number=2)
        assert leased(tx) == ["1:2"]
        assert tx.outbox.next_due(NOW + LEASE) == NOW + 12 * 60 * MINUTE


def test_a_chat_that_rests_is_left_out_until_it_wakes(store: Store) -> None:
    """Its deliveries stay due."""
    with store.begin() as tx:
        queue(tx, [1, 2])
        tx.chats.rest(1, "blocked")
        assert leased(tx) == ["2:1"]
        assert tx.outbox.oldest_due(NOW) is None
        tx.chats.wake(1)
        assert tx.outbox.oldest_due(NOW) == NOW
        assert leased(tx) == ["1:1"]


def test_a_lease_that_ran_out_goes_to_the_next_and_the_first_is_fenced_off(store: Store) -> None:
    """Whoever was frozen cannot mark what another has taken over."""
    with store.begin() as tx:
        queue(tx, [1])
        leased(tx, owner="frozen")
        assert leased(tx, NOW + LEASE - SECOND, "next") == []
        assert leased(tx, NOW + LEASE, "next") == ["1:1"]
        outbox = tx.outbox
        assert outbox.sent([1], "frozen", 5, NOW) == 0
        assert outbox.later([1], "frozen", NOW, "late") == 0
        assert outbox.uncertain([1], "frozen", "late", NOW) == 0
        assert outbox.refused([1], "frozen", "late") == 0
        assert outbox.sent([1], "next", 6, NOW) == 1
        assert outbox.get([1])[0].message == 6


def test_uncertain_and_refused_are_not_sent_again_by_themselves(store: Store) -> None:
    """An uncertain one is tried once more only when somebody says so."""
    with store.begin() as tx:
        queue(tx, [1, 2])
        leased(tx)
        assert tx.outbox.uncertain([1], "me", "timed out", NOW) == 1
        assert tx.outbox.refused([2], "me", "no rights") == 1
        assert leased(tx, NOW + 9 * LEASE) == []
        assert tx.outbox.again([1, 2], NOW + MINUTE) == 1
        assert leased(tx, NOW + MINUTE) == ["1:1"]
        counts = tx.outbox.counts()
        assert (counts[SENDING], counts[DeliveryState.REFUSED], counts[DUE]) == (1, 1, 0)
        assert tx.outbox.of_state(DeliveryState.REFUSED, 9)[0].note == "no rights"


def test_what_is_no_longer_wanted_expires(store: Store) -> None:
    """Open deliveries only: what was sent stays sent."""
    with store.begin() as tx:
        queue(tx, [1, 2, 3], number=1)
        queue(tx, [1], number=2)
        leased(tx, limit=1)
        tx.outbox.sent([1], "me", 5, NOW)
        assert tx.outbox.expired([1, 2], "reversed") == 1
        assert tx.outbox.drop(3, "blocked") == 1
        assert tx.outbox.drop(1, "blocked") == 1  # the one in flight
        counts = tx.outbox.counts()
        assert (counts[SENT], counts[DeliveryState.EXPIRED], counts[DUE]) == (1, 3, 0)


def test_a_chat_can_be_postponed_whole(store: Store) -> None:
    """What is due waits; what waits longer anyway keeps its time."""
    with store.begin() as tx:
        queue(tx, [1, 2], number=1)
        queue(tx, [1], number=2, at=NOW + 9 * MINUTE)
        assert tx.outbox.postpone(1, NOW + MINUTE) == 1
        assert leased(tx) == ["2:1"]
        assert leased(tx, NOW + MINUTE) == ["1:1"]


def test_a_sender_that_stops_gives_back_what_it_did_not_send(store: Store) -> None:
    """It is as if it had never been leased."""
    with store.begin() as tx:
        queue(tx, [1, 2, 3])
        before = tx.outbox.get([2, 3])
        leased(tx)
        tx.outbox.sent([1], "me", 5, NOW)
        assert tx.outbox.release("other") == 0
        assert tx.outbox.release("me") == 2
        assert tx.outbox.get([2, 3]) == before
        assert leased(tx, owner="next") == ["2:1", "3:1"]


def test_two_senders_never_get_the_same_delivery_nor_the_same_chat(store: Store) -> None:
    """Four threads lease at once; each delivery is taken once, each chat by one of them."""
    with store.begin() as tx:
        for number in (1, 2, 3):
            queue(tx, range(1, 61), number)

    def work(owner: str) -> list[tuple[int, int, str]]:
        taken: list[tuple[int, int, str]] = []
        while True:
            with store.begin() as tx:
                some = tx.outbox.lease(NOW, 5, owner, LEASE)
            if not some:
                return taken
            taken += [(one.id, one.chat, owner) for one in some]

    with ThreadPoolExecutor(4) as pool:
        found = [one for taken in pool.map(work, "abcd") for one in taken]
    with store.begin() as tx:  # one who passed over a locked chat may have left some
        found += [(one.id, one.chat, "e") for one in tx.outbox.lease(NOW, 99, "e", LEASE)]
    assert sorted(number for number, _chat, _owner in found) == list(range(1, 181))
    assert len({(chat, owner) for _number, chat, owner in found}) == 60


def test_a_sender_passes_over_a_chat_that_another_is_just_leasing(
    postgresql_store: Store, empty_postgresql: Store
) -> None:
    """Before the first has committed, the second already leaves its chat alone."""
    with empty_postgresql.begin() as tx:
        queue(tx, [1, 2], number=1)
        queue(tx, [1], number=2, at=NOW + SECOND)
    with postgresql_store.begin() as first, postgresql_store.begin() as second:
        assert leased(first, owner="first", limit=1) == ["1:1"]
        assert leased(second, NOW + SECOND, "second") == ["2:1"]


def test_two_pollers_never_get_the_same_feed(store: Store) -> None:
    """Due feeds are leased, too."""
    with store.begin() as tx:
        for number in range(60):
            tx.feeds.add(f"https://example.org/{number}", NOW)

    def work(_worker: int) -> list[int]:
        taken: list[int] = []
        for _ in range(20):
            with store.begin() as tx:
                taken += [feed.id for feed in tx.feeds.lease_due(NOW, 5, MINUTE)]
        return taken

    with ThreadPoolExecutor(4) as pool:
        found = [one for taken in pool.map(work, range(4)) for one in taken]
    assert sorted(found) == list(range(1, 61))


def test_two_pollers_cannot_compare_with_the_same_past(empty_postgresql: Store) -> None:
    """On PostgreSQL a topic is held from its positions to the commit: no claim is missed."""

    def take_in(number: int) -> int:
        with empty_postgresql.begin() as tx:
            seen = len(tx.claims.positions(["control:kursk", "control:other"]))
            file_change(tx, number)
            return seen

    with ThreadPoolExecutor(4) as pool:
        seen = list(pool.map(take_in, range(1, 13)))
    assert sorted(seen) == [0] + [1] * 11  # equal claims hold one position


def test_a_lease_searches_by_index_however_long_the_queue_is(sqlite_store: Store) -> None:
    """No part of it looks through all deliveries: with 200,000 of them that takes minutes."""
    plans: list[str] = []

    def explain(connection: Any, _cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
        if "deliveries" in statement and statement.startswith(("SELECT", "UPDATE")):
            raw = connection.connection.driver_connection
            plan = raw.execute(f"EXPLAIN QUERY PLAN {statement}", given).fetchall()
            plans.extend(str(step[3]) for step in plan)

    with sqlite_store.begin() as tx:
        queue(tx, range(1, 9))
    event.listen(sqlite_store.writer, "before_cursor_execute", explain)
    with sqlite_store.begin() as tx:
        taken = tx.outbox.lease(NOW, 5, "me", LEASE)
        tx.outbox.sent([one.id for one in taken], "me", 5, NOW)
        tx.outbox.oldest_due(NOW)
    assert len(plans) >= 6
    assert [step for step in plans if step.startswith("SCAN")] == []


def test_threads_and_moments_are_kept_apart_in_one_fan_out(
    sqlite_store: Store,
) -> None:
    """Rows are written in bulk for each change and moment, and each keeps its own."""
    with sqlite_store.begin() as tx:
        change = file_change(tx)
        for chat in range(1, 41):
            tx.chats.ensure(chat, "private", "en", NOW)
        wanted = [
            Wanted(change.id, chat, chat % 3 or None, NOW + chat % 2 * MINUTE)
            for chat in range(1, 41)
        ]
        assert tx.outbox.put(wanted) == 40
        stored = {(one.chat, one.thread, one.not_before) for one in tx.outbox.get(range(1, 41))}
    assert stored == {(one.chat, one.thread, one.not_before) for one in wanted}


def test_those_who_are_called_get_one_delivery_each_at_the_earliest_moment(store: Store) -> None:
    """By wish and pace: not the resting, the muted, or those of another zone."""
    everything = Subscription(0, chat=0)
    with store.begin() as tx:
        change = queue(tx, [])
        for number in range(1, 7):
            tx.chats.ensure(number, "private", "en", NOW)
            tx.subscriptions.add(replace(everything, chat=number))
        tx.subscriptions.add(replace(everything, chat=1, thread=7))
        tx.subscriptions.add(replace(everything, chat=1, place="kursk", cadence=Cadence.HOURLY))
        tx.chats.rest(2, "blocked")
        (muted,) = tx.subscriptions.of(3)
        tx.subscriptions.update(replace(muted, muted_until=NOW + MINUTE))
        tx.chats.update(Chat(4, timezone="Asia/Seoul"))
        tx.chats.update(Chat(5, quiet_from=1, quiet_to=2))
        groups = tx.subscriptions.wishers({change.topic}, {change.frame})
        assert len(groups) == 4
        called = [
            Called(change.id, change.topic, one, NOW + (MINUTE if one.wish.place else SECOND))
            for one in groups
            if one.reader.timezone == "UTC"
        ]
        assert tx.outbox.call(called, NOW) == 4
        assert tx.outbox.call(called, NOW) == 0
        made = [(one.chat, one.thread, one.not_before) for one in tx.outbox.of_change(change.id)]
        assert sorted(made, key=str) == [
            (chat, thread, NOW + SECOND)
            for chat, thread in ((1, 7), (1, None), (5, None), (6, None))
        ]


def test_digests_are_leased_when_no_alert_is_due(store: Store) -> None:
    """However long they have waited; a chat's own digest goes along with its alert."""
    with store.begin() as tx:
        first, second = queue(tx, [1, 2, 3], number=1, at=NOW + 9 * LEASE), queue(tx, [], number=2)
        waited = [Wanted(second.id, chat, None, NOW - MINUTE, digest=True) for chat in (1, 2, 3)]
        tx.outbox.put(waited)
        tx.outbox.put([Wanted(first.id, 4, None, NOW)])
        third = queue(tx, [3, 4], number=3)
        assert third.id != first.id
        assert leased(tx, limit=2) == ["3:2", "3:3", "4:3"]
        assert leased(tx, limit=1) == ["1:2"]
        assert leased(tx) == ["2:2"]
        assert tx.outbox.oldest_due(NOW + 9 * LEASE) is not None
