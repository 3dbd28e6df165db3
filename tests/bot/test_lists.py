"""Who is not let in hears so once and gets nothing; who is denied gets nothing at all."""

from __future__ import annotations

import asyncio

import pytest

from alerts.carrier import make_bot
from alerts.governor import Governor, Limits
from bot.lists import Lists
from bot.settings import load
from bot.shell import Shell
from storage.store import Store
from tests.fakes.store import NOW
from tests.fakes.telegram import FakeTelegram


@pytest.mark.parametrize(
    ("lists", "said"),
    [(Lists(allowed=frozenset({1})), 1), (Lists(denied=frozenset({2})), 0)],
)
def test_a_chat_that_is_not_let_in_is_told_at_most_once(
    store: Store, lists: Lists, said: int
) -> None:
    """Also after a restart; a chat that is let in is answered each time."""

    async def run() -> None:
        async with FakeTelegram() as tg:
            async with make_bot(tg.token, tg.base_url) as bot:
                for _ in range(2):
                    lists.enforce(store)
                    shell = Shell(
                        store, bot, Governor(Limits()), frozenset(), lambda: NOW, lists=lists
                    )
                    for chat in (1, 2):
                        tg.say(chat, "/help")
                    waiting, tg.waiting = tg.waiting, []
                    for update in waiting:
                        await shell.answer(update)
            assert [len(tg.messages(chat)) for chat in (1, 2)] == [2, said]

    asyncio.run(run())


def test_chats_rest_while_they_are_barred_and_wake_with_the_list(store: Store) -> None:
    """Who rests for another reason goes on resting."""
    with store.begin() as tx:
        for chat in (1, 2, 3):
            tx.chats.ensure(chat, "private", "en", NOW)
        tx.chats.rest(3, "blocked")

    def awake() -> list[int]:
        with store.read() as tx:
            return [chat.id for chat in tx.chats.all() if not chat.resting]

    Lists(denied=frozenset({2})).enforce(store)
    assert awake() == [1]
    Lists().enforce(store)
    assert awake() == [1, 2]


def test_operators_stay_let_in() -> None:
    """An empty list lets everybody in; one that names a chat does not lock its writer out."""
    names = {"CLAIMWATCH_ADMINS": "7", "CLAIMWATCH_ALLOWED_CHATS": "-5, 6"}
    lists = load(names)[0].lists
    assert [chat for chat in (-5, 6, 7, 8) if lists.bars(chat)] == [8]
    assert not load({"CLAIMWATCH_ADMINS": "7"})[0].lists.bars(8)


@pytest.mark.parametrize(
    ("lists", "served"),
    [(Lists(denied=frozenset({-5})), False), (Lists(allowed=frozenset({-5})), True)],
)
def test_a_listed_group_stays_listed_as_a_supergroup(
    store: Store, lists: Lists, served: bool
) -> None:
    """Its number changes; whom it was barred for, or let in for, it still is, also later."""

    async def run() -> None:
        async with FakeTelegram() as tg, make_bot(tg.token, tg.base_url) as bot:
            tg.open(-5, "group")
            shell = Shell(store, bot, Governor(Limits()), frozenset(), lambda: NOW, lists=lists)

            async def say(chat: int) -> None:
                tg.say(chat, "/help", 9)
                waiting, tg.waiting = tg.waiting, []
                for update in waiting:
                    await shell.answer(update)

            await say(-5)
            tg.migrate(-5, -100777)
            await say(-100777)
            lists.enforce(store)
            await say(-100777)
            assert len(tg.messages(-5)) == int(served)
            assert len(tg.messages(-100777)) == 2 * int(served)
            with store.read() as tx:
                chat = tx.chats.get(-100777)
            assert chat is not None
            assert (chat.resting is None) is served

    asyncio.run(run())


def test_whoever_is_barred_types_inline_in_vain(store: Store) -> None:
    """No offer, and no word in private; others are offered positions."""

    async def run() -> None:
        async with FakeTelegram() as tg, make_bot(tg.token, tg.base_url) as bot:
            lists = Lists(allowed=frozenset({1}))
            shell = Shell(store, bot, Governor(Limits()), frozenset(), lambda: NOW, lists=lists)
            for user in (1, 2):
                tg.type_inline("kursk", user)
            waiting, tg.waiting = tg.waiting, []
            for update in waiting:
                await shell.answer(update)
            assert len(tg.offered) == 1
            assert tg.messages(2) == []

    asyncio.run(run())


def test_a_barred_chat_is_not_configured_from_elsewhere(store: Store) -> None:
    """Nor does /channel give away that it is barred."""

    async def run() -> None:
        async with FakeTelegram() as tg, make_bot(tg.token, tg.base_url) as bot:
            tg.open(-5, "group", admins={1})
            lists = Lists(denied=frozenset({-5}))
            shell = Shell(store, bot, Governor(Limits()), frozenset(), lambda: NOW, lists=lists)
            tg.say(1, "/channel -5 subscribe")
            for update in tg.waiting:
                await shell.answer(update)
            assert "I do not know -5" in tg.messages(1)[-1].text
            with store.read() as tx:
                assert tx.subscriptions.count() == 0

    asyncio.run(run())
