"""The outbox gets empty: nothing is lost, nothing is sent twice, and in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from alerts.governor import Limits
from alerts.outbox import LEASE
from claims.model import Kind
from storage.records import DeliveryState
from storage.store import Store
from tests.fakes.news import claim, told
from tests.fakes.stage import Stage, play, topics
from tests.fakes.telegram import (
    Fault,
    flood,
    silence,
)

DUE, SENT, SENDING = DeliveryState.DUE, DeliveryState.SENT, DeliveryState.SENDING
UNCERTAIN, EXPIRED = DeliveryState.UNCERTAIN, DeliveryState.EXPIRED
CONFIRMED = told()
FASTER = Limits(messages=0)


def test_an_alert_is_sent_once_and_marked(store: Store) -> None:
    """The message's id is in the row, and its buttons are signed for the chat."""

    async def story(stage: Stage) -> None:
        stage.queue(CONFIRMED)
        await stage.run()
        await stage.run(1000)
        (message,) = stage.tg.ledger
        (row,) = stage.rows(SENT)
        assert row.message == message.id
        assert CONFIRMED.change.code in message.text
        assert message.data("Timeline") == "1|timeline deployment:north-korea>kursk"
        assert message.parsed.dropped == 0

    play(store, story)


def test_nothing_due_costs_no_call(store: Store) -> None:
    """An empty outbox is looked at and left."""

    async def story(stage: Stage) -> None:
        assert await stage.sender.send_due() == 0
        assert stage.tg.calls("sendMessage") == []

    play(store, story)


def test_changes_of_one_topic_are_one_message(store: Store) -> None:
    """Both rows are marked with the one message."""

    async def story(stage: Stage) -> None:
        backing = told(Kind.CONFIRMATION, claim("North Korea", article="article-2"))
        stage.queue(CONFIRMED, backing)
        await stage.run()
        (message,) = stage.tg.ledger
        assert [row.message for row in stage.rows(SENT)] == [message.id, message.id]

    play(store, story)


def test_alerts_of_a_chat_keep_their_order(store: Store) -> None:
    """Messages to one chat follow each other, those to others go beside them."""

    async def story(stage: Stage) -> None:
        changes = topics(3)
        stage.queue(*changes, chats=range(1, 21))
        await stage.run()
        for chat in range(1, 21):
            codes = [message.text for message in stage.tg.messages(chat)]
            wanted = [one.change.code for one in changes]
            assert all(code in text for code, text in zip(wanted, codes, strict=True))

    play(store, story)


def test_our_own_pace_gives_telegram_no_reason_for_a_flood(store: Store) -> None:
    """242 alerts to 120 chats and a group pass the server's buckets at 28 a second or more."""

    async def story(stage: Stage) -> None:
        stage.tg.open(-1, "supergroup")
        stage.tg.buckets.on = True
        stage.queue(*topics(2), chats=[*range(1, 121), -1])
        start = stage.clock.monotonic()
        while stage.counts().get(SENT, 0) < 242:
            await stage.run(0.01)
        assert {request.status for request in stage.tg.calls("sendMessage")} == {200}
        assert len(stage.tg.ledger) / (stage.clock.monotonic() - start) >= 28

    play(store, story)


def test_a_lease_that_was_lost_is_not_marked(store: Store) -> None:
    """What another sender leased meanwhile stays the other's."""

    async def story(stage: Stage) -> None:
        stage.tg.fail("sendMessage", silence(0.3))
        stage.queue(CONFIRMED)
        await stage.sender.send_due()
        await stage.tg.until(lambda: stage.tg.ledger)
        with stage.store.begin() as tx:
            late = stage.clock.now() + LEASE + timedelta(seconds=1)
            (taken,) = tx.outbox.lease(late, 5, "other", LEASE)
        await stage.sender.settle()
        (row,) = stage.rows(SENDING)
        assert row.id == taken.id

    play(store, story)


def test_after_a_crash_a_sender_takes_up_what_was_leased(store: Store) -> None:
    """A lease that was committed and never settled is due again, at once or when it runs out."""

    async def story(stage: Stage) -> None:
        stage.queue(CONFIRMED, chats=(1, 2))
        with stage.store.begin() as tx:
            tx.outbox.lease(stage.clock.now(), 1, "sender", LEASE)
            tx.outbox.lease(stage.clock.now(), 1, "another", LEASE)
        await stage.run()
        assert stage.tg.ledger == []
        assert await stage.sender.recover() == 1
        await stage.run()
        assert len(stage.tg.ledger) == 1
        await stage.run(LEASE.total_seconds() + 1)
        assert stage.counts() == {SENT: 2}

    play(store, story)


def test_a_crash_within_a_digest_repeats_only_the_part_under_way(store: Store) -> None:
    """Each part is noted before the next one goes; who takes over goes on there."""

    async def story(stage: Stage) -> None:
        changes = topics(45)
        stage.queue(*changes)
        stage.tg.fail("sendMessage", Fault(), silence(30))
        await stage.sender.send_due()
        await stage.tg.until(lambda: len(stage.tg.ledger) == 2)
        for task in stage.sender._jobs:
            task.cancel()
        await stage.sender.settle()
        stage.sender = stage.another()
        await stage.sender.recover()
        await stage.run(5)
        first, second, *others = [message.text for message in stage.tg.ledger]
        assert first not in others
        assert others.count(second) == 1
        text = "\n".join([first, *others])
        assert all(text.count(one.change.code) == 1 for one in changes)
        assert stage.counts() == {SENT: 45}

    play(store, story)


def test_closing_gives_back_what_was_not_begun(store: Store) -> None:
    """What waits for its turn is due again, and what is under way is waited for."""

    async def story(stage: Stage) -> None:
        stage.tg.fail("sendMessage", silence(0.2, chat=1))
        stage.queue(*topics(3), chats=(1,))
        await stage.sender.send_due()
        await stage.tg.until(lambda: stage.tg.ledger)
        await stage.sender.close(5)
        assert await stage.sender.send_due() == 0
        counts = stage.counts()
        assert counts[SENT] >= 1
        assert counts.keys() <= {SENT, DUE}
        fresh = stage.another()
        await fresh.send_due()
        await fresh.settle()
        assert stage.counts() == {SENT: 3}
        assert len(stage.tg.ledger) == 3

    play(store, story)


def test_closing_does_not_wait_for_ever(store: Store) -> None:
    """An answer that does not come in time leaves its alert uncertain, and no other."""

    async def story(stage: Stage) -> None:
        stage.tg.fail("sendMessage", silence(30, chat=1))
        stage.queue(*topics(2), chats=(1,))
        await stage.sender.send_due()
        await stage.tg.until(lambda: stage.tg.ledger)
        await stage.sender.close(0.1)
        assert stage.counts() == {UNCERTAIN: 1, DUE: 1}

    play(store, story)


def test_a_digest_goes_on_at_the_part_that_failed(store: Store) -> None:
    """Parts that arrived are not sent again."""

    async def story(stage: Stage) -> None:
        changes = topics(45)
        stage.queue(*changes)
        stage.tg.fail("sendMessage", replace(flood(10), times=0))
        await _until_part(stage, 2)
        await stage.run(20)
        await stage.run(20)
        text = "\n".join(message.text for message in stage.tg.ledger)
        assert all(text.count(one.change.code) == 1 for one in changes)
        assert stage.counts() == {SENT: 45}

    async def _until_part(stage: Stage, part: int) -> None:
        """Let the server refuse a part of the message once."""
        original = stage.tg._fault

        def fault(method: str, chat: int) -> Any:
            first = len(stage.tg.calls("sendMessage")) == part
            return flood(10) if method == "sendMessage" and first else original(method, chat)

        stage.tg._fault = fault
        await stage.run()
        stage.tg._fault = original
        assert len(stage.tg.ledger) == part - 1
        assert stage.counts() == {DUE: 45}

    play(store, story)


def test_what_was_taken_back_while_it_waited_is_not_told(store: Store) -> None:
    """A claim that its claimant has reversed since expires unsent."""

    async def story(stage: Stage) -> None:
        newer = claim("Russia", "denies", "fighting", article="article-9", as_of="2025-04-27")
        stage.queue(CONFIRMED)
        with stage.store.begin() as tx:
            tx.articles.add(told(after=newer).article)
            tx.claims.record([newer])
        await stage.run()
        assert stage.counts() == {EXPIRED: 1}
        assert stage.tg.ledger == []

    play(store, story)


def test_a_thread_gets_its_alerts(store: Store) -> None:
    """A group's thread is written to by its number."""

    async def story(stage: Stage) -> None:
        stage.tg.open(-5, "supergroup")
        stage.queue(CONFIRMED, chats=(-5,), thread=9)
        await stage.run()
        assert stage.tg.ledger[0].thread == 9

    play(store, story)


def test_a_broadcast_goes_on_by_itself(store: Store) -> None:
    """More chats than are written to at a time are leased as room appears."""

    async def story(stage: Stage) -> None:
        stage.sender = stage.another(limits=FASTER)
        stage.sender._at_once = 16
        stage.queue(CONFIRMED, chats=range(1, 201))
        await stage.run()
        assert stage.counts() == {SENT: 200}
        assert len(stage.tg.ledger) == 200

    play(store, story)
