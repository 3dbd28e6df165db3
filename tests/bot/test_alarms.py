"""What operators hear of the feeds, and what the house throws away."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from alerts.carrier import make_bot
from alerts.governor import Governor, Limits
from alerts.notices import tell
from bot.alarms import looked
from bot.clock import SystemClock
from bot.health import STOPPED
from bot.housekeeping import Tidied, tidied
from storage.records import Feed, Fetched, Notice, Pending
from storage.store import Store
from tests.fakes.clock import FakeClock
from tests.fakes.store import NOW, a_claim, an_article, queue
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_state import flood, lost_answer

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADMINS = frozenset({7, 8})


def followed(store: Store, number: int = 1, claims: bool = True) -> Feed:
    """Follow a feed that was read at noon and brought a claim."""
    with store.begin() as tx:
        feed = tx.feeds.add(f"https://example.org/{number}", NOW, f"Outlet {number}")
        fetched(store, feed, NOW, tx)
        tx.articles.add(an_article(f"a{number}"), feed.id)
        if claims:
            tx.claims.record([a_claim(f"a{number}-1")])
    return feed


def fetched(store: Store, feed: Feed, at: datetime, tx: object = None) -> None:
    """Let a feed answer."""
    result = Fetched(at=at, next_check_at=at + HOUR, new_entries=1)
    if tx is not None:
        tx.feeds.fetched(feed.id, result)  # type: ignore[attr-defined]
        return
    with store.begin() as own:
        own.feeds.fetched(feed.id, result)


def failed(store: Store, feed: Feed, at: datetime, stopped: bool = False) -> None:
    """Let a feed fail."""
    with store.begin() as tx:
        tx.feeds.failed(feed.id, at, "its name leads nowhere", at + HOUR, stopped)


def notices(store: Store) -> list[Notice]:
    """List what waits for the operators."""
    with store.read() as tx:
        return tx.notices.due(NOW + 99 * DAY)


def test_the_death_of_a_feed_that_matters_is_said_once_and_its_return_once(store: Store) -> None:
    """A feed that never brought a claim may die in peace."""
    one, idle = followed(store), followed(store, 2, claims=False)
    for feed in (one, idle):
        failed(store, feed, NOW)
    fetched(store, idle, NOW + DAY)  # somebody answers, so nobody is deaf
    assert looked(store, ADMINS, NOW + HOUR / 4) == []
    failed(store, idle, NOW + DAY, stopped=True)
    (said,) = looked(store, ADMINS, NOW + DAY + HOUR / 4)
    assert "Feed 1, Outlet 1, which brought claims, is dead: its name leads nowhere" in said
    assert looked(store, ADMINS, NOW + DAY + HOUR / 3) == []
    assert {notice.chat for notice in notices(store)} == ADMINS
    fetched(store, one, NOW + DAY + HOUR / 2)
    assert "answers again" in looked(store, ADMINS, NOW + DAY + HOUR / 2)[0]
    assert looked(store, ADMINS, NOW + DAY + HOUR / 2) == []
    failed(store, one, NOW + DAY + HOUR, stopped=True)
    assert "is dead" in looked(store, ADMINS, NOW + DAY + HOUR / 2)[0]


def test_the_silence_of_all_is_said_once_and_a_planned_pause_not(store: Store) -> None:
    """Nobody was to be asked before one o'clock; at half past, something is wrong."""
    feed = followed(store)
    assert looked(store, ADMINS, NOW + HOUR) == []
    (said,) = looked(store, ADMINS, NOW + 2 * HOUR)
    assert "No feed at all has answered" in said
    assert looked(store, ADMINS, NOW + 3 * HOUR) == []
    fetched(store, feed, NOW + 3 * HOUR)
    assert looked(store, ADMINS, NOW + 3 * HOUR) == ["Feeds answer again."]


def test_notices_reach_the_operators_and_are_forgotten(store: Store) -> None:
    """Through the same governor as the alerts; one who never wrote to us is tried again later."""

    async def run() -> None:
        async with FakeTelegram() as tg:
            tg.say(7, "/start")
            with store.begin() as tx:
                tx.notices.put([7], "Feed 1 is dead", NOW)
            async with make_bot(tg.token, tg.base_url) as bot:
                await tell(store, bot, Governor(Limits()), SystemClock())
            assert [message.text for message in tg.messages(7)] == ["Feed 1 is dead"]

    asyncio.run(run())
    assert notices(store) == []


def test_a_word_to_all_reaches_each_chat_once_whatever_happens(store: Store) -> None:
    """A flood and a new number delay it; one who blocked us rests, one who rests is left out."""
    with store.begin() as tx:
        for chat in (1, 2, 3, 4, -5):
            tx.chats.ensure(chat, "group" if chat < 0 else "private", "en", NOW)
        tx.notices.put([1, 2, 3, 4, -5], "Back at noon", NOW)
        tx.chats.rest(4, "left meanwhile")
    clock = FakeClock(NOW)

    async def run() -> None:
        async with FakeTelegram() as tg:
            for chat in (1, 2, 3, 4):
                tg.say(chat, "/start")
            tg.open(3).state = "blocked"
            tg.open(-5, "group")
            tg.migrate(-5, -1005)
            tg.fail("sendMessage", flood(1, chat=1), lost_answer(chat=2))
            async with make_bot(tg.token, tg.base_url) as bot:
                for _ in range(4):  # each time as after a restart
                    await tell(store, bot, Governor(Limits()), clock)
                    clock.advance(5)
            told = {chat: len(tg.messages(chat)) for chat in (1, 2, 3, 4, -1005)}
            assert told == {1: 1, 2: 1, 3: 0, 4: 0, -1005: 1}

    asyncio.run(run())
    assert notices(store) == []
    with store.read() as tx:
        blocked = tx.chats.get(3)
        assert blocked is not None
        assert blocked.resting


def test_old_texts_without_claims_and_keys_of_entries_long_gone_are_dropped(store: Store) -> None:
    """What carries a claim stays, and so does what its feed may show again."""
    feed, silent = followed(store), followed(store, 2, claims=False)
    with store.begin() as tx:
        tx.entries.remember(feed.id, ["gone", "there"], NOW)
        tx.entries.remember(silent.id, ["slept"], NOW)
        tx.entries.still_there(feed.id, ["there"], NOW + 40 * DAY)
    assert not any(tidied(store, NOW + 29 * DAY))
    fetched(store, feed, NOW + 100 * DAY)
    assert tidied(store, NOW + 100 * DAY) == Tidied(texts=1, keys=1)
    with store.read() as tx:
        assert tx.articles.known(["a1", "a2"]) == {"a1"}
        assert tx.entries.known(feed.id, ["gone", "there"]) == {"there"}
        assert tx.entries.known(silent.id, ["slept"]) == {"slept"}


def test_deliveries_and_updates_that_are_long_settled_are_dropped(store: Store) -> None:
    """What is open or being sent stays, and so does what was sent lately."""
    with store.begin() as tx:
        change = queue(tx, [1, 2, 3, 4])
        tx.outbox.lease(NOW, 3, "me", HOUR)
        tx.outbox.sent([1], "me", 5, NOW)
        tx.outbox.refused([2], "me", "too long")
        tx.inbox.put([Pending(7, "{}", NOW), Pending(8, "{}", NOW)], 9)
        tx.inbox.done(7, NOW)
    assert tidied(store, NOW + DAY) == Tidied()
    assert tidied(store, NOW + 3 * DAY) == Tidied(updates=1)
    assert tidied(store, NOW + 31 * DAY) == Tidied(deliveries=2)
    with store.read() as tx:
        assert [row.chat for row in tx.outbox.of_change(change.id)] == [3, 4]
        assert tx.inbox.waiting() == 1


def test_a_silent_long_poll_is_said_within_two_minutes_and_its_end_with_its_length(
    store: Store,
) -> None:
    """Once each; an ordinary pause between two answers and a stop are no silence."""

    def beat(at: datetime, detail: str = "") -> None:
        with store.begin() as tx:
            tx.heartbeats.beat("updates", at, detail)

    second = timedelta(seconds=1)
    beat(NOW)
    assert looked(store, ADMINS, NOW + 50 * second) == []
    (said,) = looked(store, ADMINS, NOW + 95 * second)
    assert said.startswith("Nobody can reach me: no updates from Telegram since 12:00:00 UTC")
    assert looked(store, ADMINS, NOW + 115 * second) == []
    beat(NOW + 600 * second)
    (over,) = looked(store, ADMINS, NOW + 600 * second)
    assert "deaf for 10 minutes" in over
    beat(NOW + 700 * second, "Telegram refuses the token: Unauthorized")
    (said,) = looked(store, ADMINS, NOW + 701 * second)
    assert "refuses the token" in said
    beat(NOW + 800 * second)
    assert len(looked(store, ADMINS, NOW + 800 * second)) == 1
    beat(NOW + 900 * second, STOPPED)
    assert looked(store, ADMINS, NOW + 9000 * second) == []
