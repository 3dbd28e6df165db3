"""Updates are stored before they are confirmed, and odd ones stop nobody."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest

from alerts.carrier import make_bot
from bot.clock import utc_now
from bot.receiver import Receiver, TokenInUseError
from storage.store import Store
from tests.fakes.telegram import FakeTelegram, Fault, unauthorized

ODD: tuple[Any, ...] = (
    {"update_id": "seven", "message": {}},
    {"update_id": 2**70},
    {"update_id": None},
    {"update_id": True},
    {"message": {}},
    "no update",
)


def test_updates_without_a_usable_number_are_passed_over(store: Store) -> None:
    """The others are stored, and the loop goes on."""

    async def story() -> None:
        async with FakeTelegram() as tg:
            bot = make_bot(tg.token, tg.base_url)
            handed: list[Any] = [*ODD, {"update_id": 7, "message": {"text": "/help"}}]

            async def updates(_: dict[str, Any]) -> list[Any]:
                await asyncio.sleep(0.01)
                given, handed[:] = list(handed), []
                return given

            tg._do_getUpdates = updates  # type: ignore[method-assign, assignment]
            async with bot:
                arrived = asyncio.Event()
                task = asyncio.create_task(Receiver(store, bot, utc_now, arrived.set).run())
                await asyncio.wait_for(arrived.wait(), 20)
                assert not task.done()
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    asyncio.run(story())
    with store.read() as tx:
        assert [one.id for one in tx.inbox.next(9)] == [7]
        assert tx.inbox.offset() == 8


def test_a_refused_token_is_in_the_sign_of_life_and_goes_with_the_next_answer(
    store: Store,
) -> None:
    """Health reads it there at once; nothing is lost when the token is good again."""

    def detail() -> str:
        with store.read() as tx:
            return "".join(beat.detail for beat in tx.heartbeats.all())

    async def story() -> None:
        async with FakeTelegram() as tg:
            bot = make_bot(tg.token, tg.base_url)
            tg.fail("getUpdates", unauthorized())
            tg.say(1, "/help")
            arrived = asyncio.Event()
            async with bot:
                task = asyncio.create_task(Receiver(store, bot, utc_now, arrived.set).run())
                await tg.until(lambda: "refuses the token" in detail(), within=20)
                await asyncio.wait_for(arrived.wait(), 20)
                assert detail() == ""
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    asyncio.run(story())
    with store.read() as tx:
        assert tx.inbox.waiting() == 1


def test_another_poller_elsewhere_ends_ours_with_one_clear_line(store: Store) -> None:
    """Where no lock of ours reaches, Telegram's third refusal in a row tells."""

    async def story() -> None:
        async with FakeTelegram() as tg:
            bot = make_bot(tg.token, tg.base_url)
            text = "Conflict: terminated by other getUpdates request"
            tg.fail("getUpdates", Fault(409, text, times=-1))
            async with bot:
                with pytest.raises(TokenInUseError, match="another program polls Telegram"):
                    await asyncio.wait_for(Receiver(store, bot, utc_now, bool).run(), 60)
            assert len(tg.calls("getUpdates")) == 3

    asyncio.run(story())
