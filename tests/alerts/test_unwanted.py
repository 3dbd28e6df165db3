"""What nobody wants any more is never sent, wherever it waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.unwanted import MUTED, UNASKED
from claims.model import Severity
from handlers.review import withdrawal
from storage.records import Chat, Delivery, DeliveryState, Subscription
from storage.store import Store, Transaction
from tests.fakes.news import NOON, told
from tests.fakes.stage import Stage, play, topics
from tests.fakes.telegram import flood

DUE, SENT, EXPIRED = DeliveryState.DUE, DeliveryState.SENT, DeliveryState.EXPIRED
CONFIRMED = told()
HOUR = timedelta(hours=1)


def stopped(tx: Transaction) -> None:
    """Follow nothing any more."""
    tx.subscriptions.remove_all(1)


def narrowed(tx: Transaction) -> None:
    """Follow another place."""
    (own,) = tx.subscriptions.of(1)
    tx.subscriptions.update(replace(own, place="sumy"))


def silenced(tx: Transaction) -> None:
    """Mute the only subscription for an hour."""
    (own,) = tx.subscriptions.of(1)
    tx.subscriptions.update(replace(own, muted_until=NOON + HOUR))


def deaf(tx: Transaction) -> None:
    """Mute the topic for good."""
    tx.chats.update(Chat(1, muted={CONFIRMED.change.topic: ""}))


@pytest.mark.parametrize(
    ("wish", "why"),
    [(stopped, UNASKED), (narrowed, UNASKED), (silenced, MUTED), (deaf, MUTED)],
)
def test_what_was_unsubscribed_or_muted_while_it_waited_expires(
    store: Store, wish: object, why: str
) -> None:
    """The row says why; another chat that still follows it is told."""

    async def story(stage: Stage) -> None:
        stage.queue(CONFIRMED, chats=(1, 2))
        with stage.store.begin() as tx:
            wish(tx)  # type: ignore[operator]
        await stage.run()
        (row,) = stage.rows(EXPIRED)
        assert (row.chat, row.note) == (1, why)
        assert [message.chat for message in stage.tg.ledger] == [2]

    play(store, story)


def test_what_waits_for_its_turn_is_looked_at_once_more(store: Store) -> None:
    """A flood of all holds a lease back; who unsubscribes meanwhile hears nothing."""

    async def story(stage: Stage) -> None:
        stage.queue(CONFIRMED, chats=range(1, 41))
        stage.tg.fail("sendMessage", *(flood(2, chat=chat) for chat in (3, 4, 5)))
        await stage.sender.send_due()
        await stage.tg.until(lambda: len(stage.tg.calls("sendMessage")) > 5)
        waiting = {one.chat for one in stage.rows(DeliveryState.SENDING)} - {1, 2, 3, 4, 5}
        told_before = {message.chat for message in stage.tg.ledger}
        with stage.store.begin() as tx:
            for chat in waiting:
                tx.subscriptions.remove_all(chat)
        stage.clock.advance(5)
        await stage.sender.settle()
        await stage.run(5)
        late = {message.chat for message in stage.tg.ledger} - told_before
        assert len(waiting) > 10
        assert len(late & waiting) <= 1  # the one under way at that moment
        assert stage.counts()[EXPIRED] >= len(waiting) - 1

    play(store, story)


def test_what_we_take_back_reaches_all_who_still_follow_us(store: Store) -> None:
    """A correction is no matter of taste; who left altogether is left alone."""

    async def story(stage: Stage) -> None:
        wrong = replace(CONFIRMED, change=withdrawal(CONFIRMED.change))
        stage.queue(wrong, chats=(1, 2))
        with stage.store.begin() as tx:
            (own,) = tx.subscriptions.of(1)
            tx.subscriptions.update(replace(own, place="sumy", least=Severity.HIGH))
            tx.subscriptions.remove_all(2)
        await stage.run()
        assert [message.chat for message in stage.tg.ledger] == [1]

    play(store, story)


def test_what_comes_late_into_the_quiet_hours_waits_for_their_end(store: Store) -> None:
    """A long queue or a new setting does not wake anybody; it is no try and no failure."""

    async def story(stage: Stage) -> None:
        stage.queue(*topics(2))
        with stage.store.begin() as tx:
            tx.chats.update(Chat(1, quiet_from=11 * 60, quiet_to=13 * 60))
        await stage.run()
        assert [(row.not_before, row.attempts) for row in stage.rows(DUE)] == [
            (NOON + HOUR, 0),
            (NOON + HOUR, 0),
        ]
        await stage.run(3600)
        assert stage.counts() == {SENT: 2}

    play(store, story)


def test_a_thread_follows_for_itself(store: Store) -> None:
    """What the chat follows elsewhere does not keep a thread's delivery alive."""

    async def story(stage: Stage) -> None:
        stage.tg.open(-5, "supergroup")
        stage.queue(CONFIRMED, chats=(-5,), thread=9)
        with stage.store.begin() as tx:
            tx.subscriptions.add(Subscription(0, -5))
            tx.subscriptions.remove_all(-5, 9)
        await stage.run()
        (row,) = stage.rows(EXPIRED)
        assert isinstance(row, Delivery)
        assert row.note == UNASKED

    play(store, story)
