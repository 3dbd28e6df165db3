"""Every command is answered in every kind of chat, by the process that an operator starts."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import pytest

from handlers.commands import COMMANDS
from tests.fakes.telegram import FakeTelegram
from tests.fakes.web import FakeWeb
from tests.journeys.house import PATIENCE, House, feed_list, settings, until
from tests.journeys.test_alerts import NEWS

pytestmark = pytest.mark.journey

OPERATORS = range(7700, 7700 + len(COMMANDS))  # each asks one command
KINDS = {
    "private": 1000, "supergroup": -2000, "forum": -3000, "channel": -4000,
    "operator": OPERATORS[0],
}  # fmt: skip


def test_every_command_is_answered_in_every_kind_of_chat(tmp_path: Path) -> None:
    """Bare, by example and with junk; then a press, inline words, and a tidy end."""
    asyncio.run(_everywhere(tmp_path))


async def _everywhere(folder: Path) -> None:
    async with FakeTelegram() as tg, FakeWeb() as web:
        web.feed("/world.xml", entries=[NEWS])
        admins = ",".join(map(str, OPERATORS))
        options = settings(tg, feed_list(folder, web, "/world.xml"), folder, ADMINS=admins)
        async with House(folder, **options) as house:
            await until(lambda: web.hits["/world.xml"] >= 2, within=PATIENCE)  # the baseline is in
            asked = _ask(tg)
            await tg.until(lambda: all(_got(tg, chat) >= 3 for chat in asked), within=PATIENCE)
            for chat, admins_only in asked.items():
                refused = any("only for operators" in one.text for one in tg.messages(chat))
                assert refused is admins_only, tg.messages(chat)
            await _press_everywhere(tg, asked)
            await _press(tg)
            tg.type_inline("khartoum", 5)
            await tg.until(lambda: tg.offered, within=PATIENCE)
            assert "Khartoum" in str(tg.offered[0]["results"])
            assert await house.end() == 0
        menus = tg.settings["commands"]
        assert {menu.get("language_code") for menu in menus} >= {"uk", "ru", "ko", "de"}


def _ask(tg: FakeTelegram) -> dict[int, bool]:
    """Ask each command three times, each in chats of its own, so that no pace holds it up."""
    asked = {}
    for number, one in enumerate(COMMANDS):
        for kind, first in KINDS.items():
            chat = first + number if first > 0 else first - number
            forum, private = kind == "forum", first > 0
            real = "supergroup" if forum else "private" if private else kind
            tg.open(chat, real, admins={_admin(chat)})
            user = None if kind == "channel" or private else _admin(chat)
            fields = {"message_thread_id": 5} if forum else {}
            for text in (f"/{one.name}", one.example, f"/{one.name} zebra <&> 9 ~"):
                tg.say(chat, text, user, **fields)
            asked[chat] = one.admin and kind != "operator"
    return asked


def _admin(chat: int) -> int:
    """Number somebody who administers a group."""
    return chat % 1000 + 500


async def _press_everywhere(tg: FakeTelegram, asked: Iterable[int]) -> None:
    """Press the first button of each chat, as somebody who may; each press is acknowledged."""
    pressed = 0
    for chat in asked:
        shown = next((one for one in tg.messages(chat) if one.buttons), None)
        if shown:
            tg.press(chat, shown, shown.labels[0], chat if chat > 0 else _admin(chat))
            pressed += 1
    assert pressed > len(COMMANDS)
    await tg.until(lambda: len(tg.answers) >= pressed, within=PATIENCE)
    assert not any(answer.get("text") for answer in tg.answers)  # words would be a refusal


def _got(tg: FakeTelegram, chat: int) -> int:
    """Count the answers in a chat."""
    return len(tg.messages(chat))


async def _press(tg: FakeTelegram) -> None:
    """Press a true button and a forged one."""
    tg.say(600, "/subscribe khartoum")
    message = await tg.next_message(600, within=PATIENCE)
    before = len(tg.answers)
    tg.press(600, message, "unsubscribe all yes")
    await tg.until(lambda: len(tg.answers) > before, within=PATIENCE)
    assert "out of date" in tg.answers[-1]["text"]
    tg.press(600, message, "Stop this")
    gone = "You no longer follow"  # an answer to what was said before may come in between
    assert await tg.next_message(600, after=message.id, within=PATIENCE, saying=gone)
