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

from alerts.render import buttons, render
from alerts.tongue import Tongue, mark, tongue
from bot.ansi import Look
from bot.clock import Now
from bot.look import LookAt
from handlers.commands import dispatch, report
from handlers.model import SUBSCRIPTIONS, Ask, Button, Reply
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
        self,
        store: Store,
        output: TextIO,
        now: Now,
        files: Path,
        most: int = SUBSCRIPTIONS,
        look: LookAt | None = None,
    ) -> None:
        self._store = store
        self._output = output
        self._look = Look(output.isatty())
        self._now = now
        self._files = files
        self._most = most
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
        self._show(reply, await asyncio.to_thread(self._made, reply))
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
            most=self._most,
        )

    def _answered(self, say: Callable[[Transaction], Reply]) -> Reply:
        with self._store.begin() as tx:
            return say(tx)

    def _made(self, reply: Reply) -> Path | None:
        """Make the picture or the file of an answer and keep it."""
        if reply.picture:
            return self._keep(reply.picture.draw(), ".png")
        if reply.document:
            with self._store.read() as tx:
                content = reply.document.write(tx)
            return self._keep(content, f"-{reply.document.name}")
        return None

    def _show(self, reply: Reply, kept: Path | None) -> None:
        self._buttons = [button for row in reply.buttons for button in row]
        parts = [self._look.text(reply.html)]
        if kept is not None:
            shape = mark("(picture: {path})") if reply.picture else mark("(file: {path})")
            parts.append(self._tongue().say(shape, path=kept))
        if self._buttons:
            parts.append(self._look.buttons(reply.buttons))
        self.say("\n".join(parts) + "\n")

    def _keep(self, content: bytes, ending: str) -> Path:
        self._files.mkdir(parents=True, exist_ok=True)
        name = f"{self._now():%Y%m%d-%H%M%S}"  # several may fall into one second
        names = (f"{name}{f'-{number}' if number else ''}{ending}" for number in count())
        path = next(one for one in map(self._files.joinpath, names) if not one.exists())
        path.write_bytes(content)
        return path

    def show_changes(self, changes: Sequence[str]) -> None:
        """Show changes as alerts, without anybody's asking."""
        with self._store.read() as tx:
            alerts = _alerts(tx, changes)
        for alert in alerts:
            self.say(self._look.text(alert.html) + "\n")

    async def show_due(self) -> None:
        """Show the alerts that are due for this chat and mark them as sent.

        Their buttons are numbered on, so that those above keep their numbers until an answer.
        """
        for alert in await asyncio.to_thread(self._take_due):
            rows = self._look.buttons(alert.buttons, first=len(self._buttons) + 1)
            self._buttons += [button for row in alert.buttons for button in row]
            self.say(f"{self._look.text(alert.html)}\n{rows}\n")

    def _take_due(self) -> list[Reply]:
        now = self._now()
        with self._store.begin() as tx:
            due = tx.outbox.lease(now, 1, KIND, LEASE, only=CHAT)
            alerts = _alerts(tx, [delivery.change for delivery in due])
            tx.outbox.sent([delivery.id for delivery in due], KIND, None, now)
        return alerts


def _alerts(tx: Transaction, changes: Sequence[str]) -> list[Reply]:
    """Write alerts, one for the changes of each topic, with the buttons below the last part."""
    chat = tx.chats.get(CHAT) or Chat(CHAT, KIND)
    told = sorted(tx.changes.told_all(list(changes)), key=lambda one: one.change.topic)
    alerts: list[Reply] = []
    for _, group in groupby(told, key=lambda one: one.change.topic):
        same = list(group)
        rows = (tuple(Button(*one) for one in buttons(same, tongue(chat.language))),)
        *parts, last = render(same, chat)
        alerts += [*map(Reply, parts), Reply(last, rows)]
    return alerts


def is_person(file: TextIO = sys.stdin) -> bool:
    """Say whether somebody sits at the terminal, or a pipe does."""
    return file.isatty()
