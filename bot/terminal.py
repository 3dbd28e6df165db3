"""How does one talk to the bot without Telegram? Line by line, with the same commands."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta
from functools import partial
from itertools import count, groupby
from pathlib import Path
from typing import TextIO

from alerts.render import render
from alerts.tongue import Tongue, tongue
from bot.ansi import Look
from bot.clock import Now
from bot.look import LookAt
from handlers.commands import dispatch, report
from handlers.model import Ask, Button, Reply
from handlers.typed import split
from storage.records import Chat
from storage.store import Store, Transaction

CHAT = 0  # no chat of Telegram's has this id
KIND = "terminal"
LEASE = timedelta(seconds=30)


async def lines(file: TextIO) -> AsyncIterator[str]:
    """Read a file line by line without holding up the loop, whatever kind of file it is.

    A daemon thread reads, so that a process which is told to end need not wait for a key.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def feed() -> None:
        for line in file:
            loop.call_soon_threadsafe(queue.put_nowait, line)
        loop.call_soon_threadsafe(queue.put_nowait, None)

    threading.Thread(target=feed, daemon=True, name="stdin").start()
    while (line := await queue.get()) is not None:
        yield line


class Terminal:
    """The bot's chat with whoever sits at the terminal, who is its operator too."""

    def __init__(
        self, store: Store, output: TextIO, now: Now, pictures: Path, look: LookAt | None = None
    ) -> None:
        self._store = store
        self._output = output
        self._look = Look(output.isatty())
        self._now = now
        self._pictures = pictures
        self._look_at = look
        self._buttons: list[Button] = []

    def say(self, text: str) -> None:
        """Write a text and see that it is read at once."""
        self._output.write(text + "\n")
        self._output.flush()

    def welcome(self, sentence: str) -> None:
        """Write a marked sentence in the language that was set here."""
        self.say(self._tongue().say(sentence))

    def _tongue(self) -> Tongue:
        with self._store.read() as tx:
            chat = tx.chats.get(CHAT)
        return tongue(chat.language if chat else "en")

    async def answer(self, line: str) -> None:
        """Answer one line: a command, a button's number, or words to look for."""
        text = line.strip()
        if not text:
            return
        if text.isdecimal() and 1 <= int(text) <= len(self._buttons):
            name, _, rest = self._buttons[int(text) - 1].command.partition(" ")
            ask = self._ask(name, rest, pressed=True)
        else:
            typed = split(text)
            ask = self._ask(typed.command, typed.arguments)
        reply = await asyncio.to_thread(self._answered, partial(dispatch, ask))
        drawn = await asyncio.to_thread(reply.picture.draw) if reply.picture else None
        self._show(reply, drawn)
        if reply.errand and self._look_at:
            looked = await self._look_at(reply.errand.url)
            tell = partial(report, reply.errand, looked, ask)
            self._show(await asyncio.to_thread(self._answered, tell), None)

    def _ask(self, command: str, arguments: str, *, pressed: bool = False) -> Ask:
        return Ask(
            chat=CHAT,
            user=CHAT,
            command=command,
            arguments=arguments,
            now=self._now(),
            chat_kind=KIND,
            admin=True,
            pressed=pressed,
        )

    def _answered(self, say: Callable[[Transaction], Reply]) -> Reply:
        with self._store.begin() as tx:
            return say(tx)

    def _show(self, reply: Reply, drawn: bytes | None) -> None:
        self._buttons = [button for row in reply.buttons for button in row]
        parts = [self._look.text(reply.html)]
        if drawn is not None:
            path = self._keep(drawn)
            parts.append(self._tongue().say("(picture: {path})", path=path))
        if self._buttons:
            parts.append(self._look.buttons(reply.buttons))
        self.say("\n".join(parts) + "\n")

    def _keep(self, picture: bytes) -> Path:
        self._pictures.mkdir(parents=True, exist_ok=True)
        name = f"{self._now():%Y%m%d-%H%M%S}"  # several may fall into one second
        names = (f"{name}{f'-{number}' if number else ''}.png" for number in count())
        path = next(one for one in map(self._pictures.joinpath, names) if not one.exists())
        path.write_bytes(picture)
        return path

    def show_changes(self, changes: Sequence[str]) -> None:
        """Show changes as alerts, without anybody's asking."""
        with self._store.read() as tx:
            messages = _messages(tx, changes)
        self._show_all(messages)

    def _show_all(self, messages: Sequence[str]) -> None:
        for html in messages:
            self.say(self._look.text(html) + "\n")

    async def show_due(self) -> None:
        """Show the alerts that are due for this chat and mark them as sent."""
        self._show_all(await asyncio.to_thread(self._take_due))

    def _take_due(self) -> list[str]:
        now = self._now()
        with self._store.begin() as tx:
            due = tx.outbox.lease(now, 1, KIND, LEASE, only=CHAT)
            messages = _messages(tx, [delivery.change for delivery in due])
            tx.outbox.sent([delivery.id for delivery in due], KIND, None, now)
        return messages


def _messages(tx: Transaction, changes: Sequence[str]) -> list[str]:
    """Write alerts, one for the changes of each topic."""
    chat = tx.chats.get(CHAT) or Chat(CHAT, KIND)
    told = sorted(tx.changes.told_all(list(changes)), key=lambda one: one.change.topic)
    topics = groupby(told, key=lambda one: one.change.topic)
    return [html for _, group in topics for html in render(list(group), chat)]


def is_person(file: TextIO = sys.stdin) -> bool:
    """Say whether somebody sits at the terminal, or a pipe does."""
    return file.isatty()
