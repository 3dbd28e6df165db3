"""The outbox gets empty: nothing is lost, nothing is sent twice, and nobody waits for another."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from alerts.deliver import make_bot
from alerts.governor import Governor, Limits
from alerts.outbox import LEASE, Sender
from claims.model import Kind
from storage.records import Delivery, DeliveryState, Told, Wanted
from storage.store import Store, Transaction
from tests.fakes.clock import FakeClock
from tests.fakes.news import NOON, claim, told
from tests.fakes.telegram import (
    FakeTelegram,
    bad_gateway,
    bad_request,
    flood,
    lost_answer,
    silence,
    unauthorized,
)

DUE, SENT, SENDING = DeliveryState.DUE, DeliveryState.SENT, DeliveryState.SENDING
UNCERTAIN, REFUSED, EXPIRED = (
    DeliveryState.UNCERTAIN,
    DeliveryState.REFUSED,
    DeliveryState.EXPIRED,
)
CONFIRMED = told()
FASTER = Limits(messages=0)


class Stage:
    """A ledger, a server, a clock and a sender between them."""

    def __init__(self, store: Store, tg: FakeTelegram, clock: FakeClock) -> None:
        self.store, self.tg, self.clock = store, tg, clock
        self.bot = make_bot(tg.token, tg.base_url)
        self.sender = self.another()
        clock.busy = lambda: any(job.in_flight for job in self.sender._jobs.values())

    def another(self, owner: str = "sender", limits: Limits | None = None) -> Sender:
        """Make a sender as a further process would."""
        governor = Governor(limits or Limits())
        return Sender(self.store, self.bot, governor, self.clock, owner=owner, sign=_sign)

    def queue(
        self, *changes: Told, chats: Sequence[int] = (1,), thread: int | None = None
    ) -> None:
        """File changes and put them into the outbox for chats."""
        with self.store.begin() as tx:
            for chat in chats:
                kind = "private" if chat > 0 else "supergroup"
                tx.chats.ensure(chat, kind, "en", NOON)
            for one in changes:
                tx.articles.add(one.article)
                tx.claims.record([one.claim])
                tx.changes.record([one.change], NOON)
                tx.outbox.put([Wanted(one.change.id, chat, thread, NOON) for chat in chats])

    async def run(self, seconds: float = 0.0) -> None:
        """Let time pass and send what is due then."""
        self.clock.advance(seconds)
        await self.sender.send_due()
        await self.sender.settle()

    def rows(self, state: DeliveryState) -> list[Delivery]:
        """List the deliveries in a state."""
        with self.store.read() as tx:
            return tx.outbox.of_state(state, 1000)

    def counts(self) -> dict[DeliveryState, int]:
        """Count the deliveries by state, without the empty ones."""
        with self.store.read() as tx:
            return {state: count for state, count in tx.outbox.counts().items() if count}

    def resting(self, chat: int) -> str | None:
        """Say why a chat rests."""
        with self.store.read() as tx:
            found = tx.chats.get(chat)
            return found.resting if found else None


def _sign(_: Transaction, chat: int, command: str) -> str:
    """Sign as a test can see it."""
    return f"{chat}|{command}"


def play(store: Store, story: Callable[[Stage], Awaitable[Any]]) -> None:
    """Run a story; every private chat exists on the server."""

    async def on_stage() -> None:
        clock = FakeClock()
        async with FakeTelegram(clock.monotonic) as tg:
            tg.anyone = True
            stage = Stage(store, tg, clock)
            async with stage.bot:
                await story(stage)
                await stage.sender.settle()

    asyncio.run(on_stage())


def topics(count: int) -> list[Told]:
    """Make changes of so many topics."""
    return [
        told(after=claim(topic=f"deployment:mali>p{i}", article=f"a{i}")) for i in range(count)
    ]


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


def test_a_flooded_chat_waits_and_nobody_else(store: Store) -> None:
    """After a 429 the chat is not called again before its time; the others have their alert."""

    async def story(stage: Stage) -> None:
        stage.tg.fail("sendMessage", flood(60, chat=7, times=-1))
        stage.queue(CONFIRMED, chats=range(1, 101))
        start = stage.clock.monotonic()
        await stage.run()
        assert stage.counts() == {SENT: 99, DUE: 1}
        assert stage.clock.monotonic() - start < 5
        assert max(message.at for message in stage.tg.ledger) - start < 99 / 28 + 1
        for _ in range(5):
            await stage.run(10)
        assert len(stage.tg.calls("sendMessage", 7)) == 1
        stage.tg.fail("sendMessage")
        stage.tg._faults.clear()
        await stage.run(60)
        assert stage.counts() == {SENT: 100}

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


@pytest.mark.parametrize("state", ["blocked", "deactivated"])
def test_a_chat_that_is_gone_rests(store: Store, state: str) -> None:
    """Its queue is dropped after one call, and the others are not touched."""

    async def story(stage: Stage) -> None:
        stage.tg.open(1, state=state)
        stage.queue(*topics(3), chats=(1, 2))
        await stage.run()
        await stage.run(1000)
        assert stage.resting(1)
        assert len(stage.tg.calls("sendMessage", 1)) == 1
        assert stage.counts() == {SENT: 3, REFUSED: 1, EXPIRED: 2}

    play(store, story)


def test_a_chat_that_is_not_found_is_tried_three_times(store: Store) -> None:
    """Then it rests; nothing is deleted."""

    async def story(stage: Stage) -> None:
        stage.queue(CONFIRMED, chats=(-77,))
        for _ in range(6):
            await stage.run(3600)
        assert len(stage.tg.calls("sendMessage", -77)) == 3
        assert stage.resting(-77)

    play(store, story)


def test_a_chat_without_the_right_to_write_rests_and_keeps_its_queue(store: Store) -> None:
    """When it wakes, what still stands is told."""

    async def story(stage: Stage) -> None:
        stage.tg.open(-5, "supergroup", state="muted")
        stage.queue(CONFIRMED, chats=(-5,))
        await stage.run()
        assert stage.resting(-5)
        stage.tg.chats[-5].state = "active"
        with stage.store.begin() as tx:
            tx.chats.wake(-5)
        await stage.run(10)
        assert stage.counts() == {SENT: 1}

    play(store, story)


def test_a_group_that_moved_gets_everything_at_its_new_place(store: Store) -> None:
    """The first refusal moves chat and queue; the old id is never used again."""

    async def story(stage: Stage) -> None:
        stage.tg.open(-5, "group")
        stage.queue(*topics(3), chats=(-5,), thread=9)
        stage.tg.migrate(-5, -1005)
        await stage.run()
        await stage.run(100)
        assert stage.counts() == {SENT: 3}
        assert len(stage.tg.messages(-1005)) == 3
        assert {message.thread for message in stage.tg.messages(-1005)} == {None}
        assert len(stage.tg.calls("sendMessage", -5)) == 1
        with stage.store.read() as tx:
            assert tx.chats.get(-5) is None

    play(store, story)


@pytest.mark.parametrize("fault", [lost_answer(), bad_gateway(accept=True)])
def test_an_uncertain_message_is_never_sent_again_blindly(store: Store, fault: Any) -> None:
    """It arrived or it did not; it is counted and visible, and the others go on."""

    async def story(stage: Stage) -> None:
        stage.tg.fail("sendMessage", replace(fault, chat=3))
        stage.queue(CONFIRMED, chats=(1, 2, 3, 4))
        await stage.run()
        await stage.run(10_000)
        assert stage.counts() == {SENT: 3, UNCERTAIN: 1}
        assert Counter(message.chat for message in stage.tg.ledger) == dict.fromkeys(
            range(1, 5), 1
        )

    play(store, story)


def test_without_a_connection_nothing_is_lost_and_nothing_hammered(store: Store) -> None:
    """While Telegram cannot be reached the tries become rare; then everything goes out once."""

    async def story(stage: Stage) -> None:
        stage.queue(CONFIRMED, chats=range(1, 31))
        away = make_bot(stage.tg.token, "http://127.0.0.1:1/bot")
        for request in away._request:
            await request.initialize()
        here, stage.sender._bot = stage.sender._bot, away
        for _ in range(60):
            await stage.run(1)
        tried = max(row.attempts for row in stage.rows(DUE))
        assert stage.counts() == {DUE: 30}
        assert tried <= 6
        stage.sender._bot = here
        for _ in range(3):
            await stage.run(70)
        assert stage.counts() == {SENT: 30}
        assert len(stage.tg.ledger) == 30
        for request in away._request:
            await request.shutdown()

    play(store, story)


def test_a_refused_token_stops_the_sender_and_loses_nothing(store: Store) -> None:
    """It says so, asks rarely, and goes on by itself when the token is good again."""

    async def story(stage: Stage) -> None:
        stage.tg.fail("sendMessage", unauthorized(times=3))
        stage.queue(CONFIRMED, chats=range(1, 11))
        await stage.run()
        assert stage.sender.token_refused
        for _ in range(20):
            await stage.run(1)
        assert len(stage.tg.calls("sendMessage")) <= 3
        for _ in range(5):
            await stage.run(31)
        assert stage.counts() == {SENT: 10}
        assert stage.sender.token_refused is None

    play(store, story)


def test_a_message_that_telegram_will_never_take_is_refused_alone(store: Store) -> None:
    """Our own bug does not stop what follows in the chat."""

    async def story(stage: Stage) -> None:
        stage.tg.fail("sendMessage", bad_request("message is too long"))
        stage.queue(*topics(2))
        await stage.run()
        assert stage.counts() == {REFUSED: 1, SENT: 1}

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
