"""Who asks does not wait behind a broadcast."""

from __future__ import annotations

import asyncio

from alerts.carrier import make_bot
from alerts.governor import Governor, Limits
from alerts.outbox import Sender
from bot.clock import SystemClock, utc_now
from bot.shell import Shell
from storage.records import Subscription, Wanted
from storage.store import Store
from tests.fakes.news import NOON, told
from tests.fakes.telegram import FakeTelegram

WAITING = 400  # alerts: more than a quarter of a minute at Telegram's pace
ASKING = 7


def test_a_command_is_answered_while_alerts_wait(store: Store) -> None:
    """Its answer is among the next messages that go out, and the alerts go on behind it."""
    news = told()
    with store.begin() as tx:
        tx.articles.add(news.article)
        tx.claims.record([news.claim])
        tx.changes.record([news.change], NOON)
        for chat in range(1, WAITING + 1):
            tx.chats.ensure(chat, "private", "en", NOON)
            tx.subscriptions.add(Subscription(0, chat))
        tx.outbox.put([Wanted(news.change.id, n, None, NOON) for n in range(1, WAITING + 1)])
    asyncio.run(_story(store))


async def _story(store: Store) -> None:
    governor = Governor(Limits())
    async with FakeTelegram() as tg:
        tg.anyone = True
        bot = make_bot(tg.token, tg.base_url)
        async with bot:
            sender = Sender(store, bot, governor, SystemClock())
            shell = Shell(store, bot, governor, frozenset(), utc_now)
            await sender.send_due()
            await tg.until(lambda: len(tg.ledger) >= 5, within=60)
            before = len(tg.ledger)
            who = {"id": ASKING, "is_bot": False, "first_name": "Reader"}
            message = {"message_id": 5, "date": 0, "chat": {"id": ASKING, "type": "private"},
                       "from": who, "text": "/help"}  # fmt: skip
            await shell.answer({"update_id": 1, "message": message})
            await sender.close(5)
            texts = [one.text for one in tg.ledger]
        (at,) = [n for n, text in enumerate(texts) if text.startswith("What you can ask")]
        assert before <= at < WAITING / 2
        assert len(texts) < WAITING
