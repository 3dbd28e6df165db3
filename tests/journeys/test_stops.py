"""What becomes of a broadcast when the process is told to stop in the midst of it?"""

from __future__ import annotations

import asyncio
import secrets
import time
from pathlib import Path

import pytest

from storage.records import DeliveryState, Subscription, Wanted
from storage.store import Store
from tests.fakes.news import NOON, told
from tests.fakes.telegram import FakeTelegram, Fault
from tests.journeys.house import House, settings

pytestmark = pytest.mark.journey

CHATS = range(1, 61)


@pytest.mark.parametrize("roles", ["send", "serve,send"])
def test_a_broadcast_that_is_stopped_goes_on_at_the_next_start(
    ledger_url: str, tmp_path: Path, roles: str
) -> None:
    """It ends within eight seconds; every chat hears once, and nothing is left in doubt."""
    asyncio.run(_stopped(ledger_url, tmp_path, roles))


async def _stopped(ledger_url: str, folder: Path, roles: str) -> None:
    store = Store.open(ledger_url)
    news = told()
    with store.begin() as tx:
        for chat in CHATS:
            tx.chats.ensure(chat, "private", "en", NOON)
            tx.subscriptions.add(Subscription(0, chat))
        tx.articles.add(news.article)
        tx.claims.record([news.claim])
        tx.changes.record([news.change], NOON)
        tx.outbox.put([Wanted(news.change.id, chat, None, NOON) for chat in CHATS])
    async with FakeTelegram() as tg:
        tg.token, tg.anyone = f"123456789:AA{secrets.token_hex(16)}", True
        tg.fail("sendMessage", Fault(hold=0.5, times=-1))  # some are always under way
        options = settings(tg, folder / "none.opml", folder, DATABASE_URL=ledger_url)
        async with House(folder, "run", "--roles", roles, **options) as house:
            await tg.until(lambda: len(tg.ledger) >= 20, within=60)
            told_at = time.monotonic()
            assert await house.end() == 0
            assert time.monotonic() - told_at < 8
            reached = len(tg.ledger)
            assert reached < len(CHATS)
            assert _counts(store) == {
                DeliveryState.SENT: reached,
                DeliveryState.DUE: len(CHATS) - reached,
            }
            await house.start()
            await tg.until(lambda: len(tg.ledger) >= len(CHATS), within=60)
            assert await house.end() == 0
        assert sorted(message.chat for message in tg.ledger) == [*CHATS]
    assert _counts(store) == {DeliveryState.SENT: len(CHATS)}
    store.close()


def _counts(store: Store) -> dict[DeliveryState, int]:
    """Count the deliveries by state, without the empty ones."""
    with store.read() as tx:
        return {state: count for state, count in tx.outbox.counts().items() if count}
