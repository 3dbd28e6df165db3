"""The fake Telegram is as strict as the real one, so that what passes here passes there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot, BotCommand
from telegram.error import BadRequest, Conflict, RetryAfter

from alerts.deliver import keyboard
from tests.fakes.markup import Refused, parse_html
from tests.fakes.telegram import FakeTelegram


def play(story: Callable[[FakeTelegram, Bot], Awaitable[Any]]) -> Any:
    """Run a story with a server and python-telegram-bot as it comes."""

    async def on_stage() -> Any:
        async with FakeTelegram() as tg, Bot(tg.token, base_url=tg.base_url) as bot:
            tg.open(1)
            return await story(tg, bot)

    return asyncio.run(on_stage())


async def deliver_with(bot: Bot, data: str) -> None:
    """Send a message with a button."""
    await bot.send_message(1, "x", reply_markup=keyboard([[("L", data)]]))


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<x>", 'Unsupported start tag "x" at byte offset 0'),
        ("é < b", 'Unsupported start tag "" at byte offset 3'),
        ("<b>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b>a</i>", 'Unmatched end tag, expected "</b>", found "</i>" at byte offset 4'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href=http://x>y</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("&#xD83D;", "strings must be encoded in UTF-8"),
        ("\ud83d", "strings must be encoded in UTF-8"),
    ],
)
def test_markup_is_refused_in_the_servers_words(html: str, why: str) -> None:
    """Each mistake has its own message."""
    with pytest.raises(Refused) as refused:
        parse_html(html)
    assert why in str(refused.value)


def test_what_the_server_forgets_without_a_word_is_counted() -> None:
    """Empty entities, links to nowhere and the hundred-and-first entity are lost silently."""
    assert parse_html("<b></b>x").dropped == 1
    assert parse_html('<a href="javascript:x">x</a>').dropped == 1
    assert parse_html("<b>x</b>" * 103).dropped == 3
    assert len(parse_html("<b>x</b>" * 103).entities) == 100


def test_only_four_named_references_are_known() -> None:
    """Others stay as they are written."""
    assert parse_html("&lt;&gt;&amp;&quot;&nbsp;&apos;&#x27;&#39").text == "<>&\"&nbsp;&apos;''"


def test_offsets_are_utf16_units() -> None:
    """An emoji counts for two."""
    (entity,) = parse_html("😀<b>x</b>").entities
    assert (entity.offset, entity.length) == (2, 1)


@pytest.mark.parametrize(
    ("text", "why"), [("x" * 4097, "too long"), (" \n", "empty"), ("😀" * 2049, "too long")]
)
def test_length_is_checked(text: str, why: str) -> None:
    """4,096 units are the limit, and blanks are no message."""

    async def story(tg: FakeTelegram, bot: Bot) -> None:
        with pytest.raises(BadRequest, match=why):
            await bot.send_message(1, text)
        assert tg.ledger == []

    play(story)


def test_callback_data_is_checked() -> None:
    """65 bytes are refused."""

    async def story(_: FakeTelegram, bot: Bot) -> None:
        with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
            await deliver_with(bot, "é" * 33)

    play(story)


def test_updates_come_until_they_are_confirmed() -> None:
    """Only a larger offset takes them away; a negative one forgets the older."""

    async def story(tg: FakeTelegram, bot: Bot) -> None:
        ids = [tg.say(1, f"/help {n}") for n in range(3)]
        for _ in range(2):
            assert [update.update_id for update in await bot.get_updates()] == ids
        assert [u.update_id for u in await bot.get_updates(offset=ids[1])] == ids[1:]
        assert [u.update_id for u in await bot.get_updates(offset=-1)] == ids[2:]
        assert await bot.get_updates(offset=ids[2] + 1) == ()

    play(story)


def test_a_second_poller_evicts_the_first() -> None:
    """The older long poll gets a 409, the newer one the update."""

    async def story(tg: FakeTelegram, bot: Bot) -> None:
        first = asyncio.create_task(bot.get_updates(timeout=10))
        await tg.until(lambda: tg.calls("getUpdates"))
        async with Bot(tg.token, base_url=tg.base_url) as other:
            second = asyncio.create_task(other.get_updates(timeout=10))
            with pytest.raises(Conflict):
                await first
            tg.say(1, "/help")
            assert len(await second) == 1

    play(story)


def test_buckets_are_full_when_pressed() -> None:
    """The fourth message to a chat at once is a flood, and pressing on makes it longer."""

    async def story(tg: FakeTelegram, bot: Bot) -> None:
        tg.buckets.on = True
        for _ in range(3):
            await bot.send_message(1, "x")
        waits = []
        for _ in range(2):
            with pytest.raises(RetryAfter) as flooded:
                await bot.send_message(1, "x")
            waits.append(flooded.value.retry_after)
        assert waits[1] > waits[0]

    play(story)


def test_a_pressed_button_is_an_update_that_can_be_answered_once_known() -> None:
    """The data behind the label comes back; an unknown query is too old."""

    async def story(tg: FakeTelegram, bot: Bot) -> None:
        await deliver_with(bot, "do it")
        query = tg.press(1, tg.ledger[0], "L")
        (update,) = await bot.get_updates()
        assert update.callback_query is not None
        assert update.callback_query.data == "do it"
        await bot.answer_callback_query(query)
        assert len(tg.answers) == 1
        with pytest.raises(BadRequest, match="too old"):
            await bot.answer_callback_query("unknown")

    play(story)


def test_commands_are_checked() -> None:
    """Names with capitals are no commands."""

    async def story(tg: FakeTelegram, bot: Bot) -> None:
        await bot.set_my_commands([BotCommand("help", "Help")])
        assert len(tg.settings["commands"]) == 1
        with pytest.raises(BadRequest):
            await bot.set_my_commands([BotCommand("Help", "Help")])

    play(story)
