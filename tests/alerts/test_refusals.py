"""What Telegram refuses touches the chat that it is about, and nobody else."""

from __future__ import annotations

import pytest

from alerts.carrier import make_bot
from storage.records import DeliveryState
from storage.store import Store
from tests.fakes.news import told
from tests.fakes.stage import Stage, play, topics
from tests.fakes.telegram import (
    bad_request,
    flood,
    unauthorized,
)

DUE, SENT = DeliveryState.DUE, DeliveryState.SENT
REFUSED, EXPIRED = DeliveryState.REFUSED, DeliveryState.EXPIRED
CONFIRMED = told()


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


def test_a_refused_token_stops_the_sender_and_loses_nothing(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """It says so once, asks rarely, and goes on by itself when the token is good again."""

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
        assert caplog.text.count("Telegram refuses the token") == 1

    play(store, story)


def test_a_message_that_telegram_will_never_take_is_refused_alone(store: Store) -> None:
    """Our own bug does not stop what follows in the chat."""

    async def story(stage: Stage) -> None:
        stage.tg.fail("sendMessage", bad_request("message is too long"))
        stage.queue(*topics(2))
        await stage.run()
        assert stage.counts() == {REFUSED: 1, SENT: 1}

    play(store, story)
