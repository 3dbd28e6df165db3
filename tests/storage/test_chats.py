"""Do chats and their wishes stay as they are told, move whole, and go whole?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from claims.model import Kind, Severity
from storage.records import Cadence, Chat, DeliveryState, Subscription, Wanted
from storage.store import Store
from tests.fakes.store import NOW, queue

MINUTE = timedelta(minutes=1)
WISH = Subscription(0, chat=1, topic="control:kursk", created_at=NOW)


def test_a_chat_is_made_once_and_its_settings_are_kept(store: Store) -> None:
    """Meeting a chat again does not overwrite what it has set."""
    with store.begin() as tx:
        chat = tx.chats.ensure(-(10**12), "group", "uk", NOW)
        assert chat == Chat(-(10**12), kind="group", language="uk")
        changed = replace(
            chat, timezone="Europe/Kyiv", quiet_from=1320, quiet_to=360, summarised_at=NOW
        )
        assert tx.chats.update(changed)
        assert tx.chats.ensure(chat.id, "group", "en", NOW) == changed
        assert tx.chats.all() == [changed]
        assert tx.chats.get(5) is None
        assert not tx.chats.update(Chat(5))


def test_a_resting_chat_keeps_its_wishes_which_are_not_active(store: Store) -> None:
    """It says why it rests, and wakes as it was."""
    with store.begin() as tx:
        tx.chats.ensure(1, "private", "en", NOW)
        wish = tx.subscriptions.add(WISH)
        assert tx.chats.rest(1, "blocked")
        assert tx.chats.get(1) == Chat(1, resting="blocked")
        assert (tx.subscriptions.active(), tx.subscriptions.of(1)) == ([], [wish])
        assert tx.chats.wake(1)
        assert tx.subscriptions.active() == [wish]
        assert not tx.chats.rest(2, "unknown")


def test_a_wish_comes_back_as_it_was(store: Store) -> None:
    """Every field survives, and can be changed."""
    wish = Subscription(
        0,
        chat=1,
        thread=7,
        topic="t",
        frame="control",
        place="kursk",
        actor="Russia",
        words="two words",
        kinds=frozenset({Kind.DENIAL, Kind.REVERSAL}),
        least=Severity.HIGH,
        cadence=Cadence.DAILY,
        digest_hour=21,
        created_at=NOW,
        muted_until=NOW + MINUTE,
    )
    with store.begin() as tx:
        tx.chats.ensure(1, "private", "en", NOW)
        stored = tx.subscriptions.add(wish)
        assert replace(stored, id=0) == wish
        muted = replace(stored, muted_until=None, kinds=frozenset())
        assert tx.subscriptions.update(muted)
        assert tx.subscriptions.get(stored.id) == muted
        assert tx.subscriptions.get(99) is None


def test_the_same_wish_twice_is_one_told_as_the_last_one_says(store: Store) -> None:
    """Another thread, topic or kind is another wish."""
    with store.begin() as tx:
        tx.chats.ensure(1, "private", "en", NOW)
        first = tx.subscriptions.add(WISH)
        again = tx.subscriptions.add(replace(WISH, cadence=Cadence.DAILY, least=Severity.LOW))
        assert again == replace(first, cadence=Cadence.DAILY, least=Severity.LOW)
        for other in ({"thread": 1}, {"topic": None}, {"kinds": frozenset({Kind.DENIAL})}):
            tx.subscriptions.add(replace(WISH, **other))
        assert tx.subscriptions.count() == 4
        assert len(tx.subscriptions.of(1)) == 4
        assert len(tx.subscriptions.of(1, thread=1)) == 1


def test_wishes_that_cannot_fit_are_left_out_when_asked(store: Store) -> None:
    """A wish that names another topic or frame is not listed; one that names none is."""
    with store.begin() as tx:
        tx.chats.ensure(1, "private", "en", NOW)
        for fields in ({}, {"topic": "control:sudzha"}, {"topic": None, "frame": "visit"}):
            tx.subscriptions.add(replace(WISH, **fields))
        tx.subscriptions.add(Subscription(0, chat=1))
        found = tx.subscriptions.active(topics={"control:kursk"}, frames={"control"})
        assert [(one.topic, one.frame) for one in found] == [("control:kursk", None), (None, None)]
        assert len(tx.subscriptions.active()) == 4


def test_a_chat_removes_its_own_wishes_only(store: Store) -> None:
    """A number from another chat's list does nothing."""
    with store.begin() as tx:
        for chat in (1, 2):
            tx.chats.ensure(chat, "private", "en", NOW)
            for thread in (None, 5):
                tx.subscriptions.add(replace(WISH, chat=chat, thread=thread))
        mine, other = tx.subscriptions.of(1)[0], tx.subscriptions.of(2)[0]
        assert not tx.subscriptions.remove(other.id, chat=1)
        assert tx.subscriptions.remove(mine.id, chat=1)
        assert not tx.subscriptions.remove(mine.id, chat=1)
        assert tx.subscriptions.remove_all(2, thread=5) == 1
        assert tx.subscriptions.remove_all(2) == 1
        assert tx.subscriptions.count() == 1


@pytest.mark.parametrize("known", [False, True])
def test_a_group_that_moves_loses_nothing_and_doubles_nothing(store: Store, known: bool) -> None:
    """Settings, wishes and the queue go along, also when the new chat was met before."""
    with store.begin() as tx:
        changes = [queue(tx, [1], number) for number in range(1, 21)]
        tx.chats.update(Chat(1, kind="group", timezone="Asia/Seoul", resting="moved"))
        wish = tx.subscriptions.add(WISH)
        tx.outbox.sent([1], "nobody", 9, NOW)
        if known:
            tx.chats.ensure(-100, "supergroup", "en", NOW)
            tx.outbox.put([Wanted(changes[0].id, -100, None, NOW)])
        assert tx.chats.move(1, -100, NOW)
        assert not tx.chats.move(1, -100, NOW)
        assert tx.chats.all() == [Chat(-100, kind="supergroup", timezone="Asia/Seoul", was=1)]
        assert tx.subscriptions.of(-100) == [replace(wish, chat=-100)]
        queued = tx.outbox.of_state(DeliveryState.DUE, 99)
        assert {one.chat for one in queued} == {-100}
        assert sorted(one.change for one in queued) == sorted(change.id for change in changes)


def test_a_chat_that_is_forgotten_leaves_nothing_behind(store: Store) -> None:
    """Its row, wishes and deliveries go; others' stay."""
    with store.begin() as tx:
        change = queue(tx, [1, 2])
        tx.subscriptions.add(WISH)
        assert tx.chats.forget(1)
        assert not tx.chats.forget(1)
        assert (tx.chats.get(1), tx.subscriptions.count()) == (None, 0)
        assert [one.chat for one in tx.outbox.of_change(change.id)] == [2]
        assert tx.changes.get(change.id) == change
