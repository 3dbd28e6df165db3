"""How do we get to know ourselves to Telegram, and what is in its command menu?"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import InvalidToken, TelegramError

from alerts.tongue import languages, tongue
from handlers.commands import menu

log = logging.getLogger(__name__)


async def introduce(bot: Bot, admins: frozenset[int], ail: Callable[[str], None]) -> None:
    """Get to know ourselves and set the command menu, as soon as Telegram is there."""
    pause = 1.0
    while True:
        try:
            await bot.initialize()
            break
        except InvalidToken as error:
            why = f"Telegram refuses the token: {error}"
            log.error("%s", why)
        except TelegramError as error:
            why = f"Telegram cannot be reached: {error}"
            log.warning("%s", why)
        await asyncio.to_thread(ail, why)
        await asyncio.sleep(pause)
        pause = min(pause * 2, 30.0)
    log.info("signed in to Telegram as @%s", bot.username)
    await _set_menu(bot, admins)


async def _set_menu(bot: Bot, admins: frozenset[int]) -> None:
    try:
        await bot.set_my_commands(_menu())
        for code in languages()[1:]:
            await bot.set_my_commands(_menu(language=code), language_code=code)
        for admin in admins:  # fails for an operator who has not written to the bot yet
            with contextlib.suppress(TelegramError):
                await bot.set_my_commands(_menu(admin=True), scope=BotCommandScopeChat(admin))
    except TelegramError as error:
        log.warning("the command menu could not be set: %s", error)


def _menu(*, admin: bool = False, language: str = "en") -> list[BotCommand]:
    """Write Telegram's menu in a language."""
    return [BotCommand(*item) for item in menu(admin, tongue(language))]
