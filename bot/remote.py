"""Which chat does somebody mean to configure from a private one, and may they?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from alerts.html import LIMIT, bold, page, paragraph, plain, units
from handlers.channel import ADDED, LACKS_POST, LACKS_SEND
from handlers.model import Reply

ADMINISTRATORS = ("creator", "administrator")
_NAME = re.compile(r"@\w{4,32}|-\d{1,15}")

Update = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Remote:
    """A chat that is configured from elsewhere."""

    id: int
    kind: str
    title: str

    def command(self, command: str) -> str:
        """Make the command that does the same from the private chat."""
        return f"channel {self.id} {command}"

    def headed(self, reply: Reply) -> str:
        """Say above an answer which chat it is about, if there is room."""
        html = f"{page([paragraph(bold(self.title))])}\n{reply.html}"
        return html if units(plain(html)) <= LIMIT else reply.html


def split(arguments: str) -> tuple[str, str, str]:
    """Take apart "@news subscribe kursk": the chat, the command, its arguments."""
    where, _, rest = arguments.partition(" ")
    name, _, more = (rest or "subscriptions").lstrip("/").partition(" ")
    return where, name.lower(), more


async def find(bot: Bot, where: str) -> Remote | None:
    """Find a chat that we are in by its @name or number."""
    if not _NAME.fullmatch(where):
        return None
    try:
        chat = await bot.get_chat(where if where.startswith("@") else int(where))
    except TelegramError:
        return None
    return Remote(chat.id, str(chat.type), chat.title or where) if chat.id < 0 else None


async def administers(bot: Bot, chat: int, user: int) -> bool:
    """Say whether somebody is an administrator of a chat; who cannot be asked about is none."""
    try:
        member = await bot.get_chat_member(chat, user)
    except TelegramError:
        return False
    return member.status in ADMINISTRATORS


def lacking(change: Update) -> str | None:
    """Give the sentence on what right we lack after a change of what we are in a chat."""
    member, kind = change["new_chat_member"], change["chat"]["type"]
    if kind == "channel":
        may = member.get("can_post_messages", False) or member["status"] == "creator"
        return None if may else LACKS_POST
    may = member["status"] != "restricted" or member.get("can_send_messages", False)
    return None if may else LACKS_SEND


def news(change: Update) -> str | None:
    """Give the sentence on our having come into a channel, for who put us there."""
    was, kind = change["old_chat_member"]["status"], change["chat"]["type"]
    return ADDED if kind == "channel" and was in ("left", "kicked") else None
