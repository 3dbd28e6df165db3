"""How does a test talk to the bot? As a shell does, without one: type, press, and be strict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.html import plain, units
from handlers import buttons
from handlers.commands import dispatch
from handlers.model import SUBSCRIPTIONS, Ask, Button, Reply
from handlers.typed import split
from storage.store import Store
from tests.fakes.markup import parse_html

CHAT = 100
LABEL = 64  # signs of a button that a phone shows at all


@dataclass
class Talk:
    """One user in one chat, with a clock that the test moves."""

    store: Store
    now: datetime
    chat: int = CHAT
    chat_kind: str = "private"
    thread: int | None = None
    admin: bool = False
    may_configure: bool = True
    user: int = 7
    language: str = "en"
    most: int = SUBSCRIPTIONS

    def say(self, text: str) -> Reply:
        """Type a line and give the answer."""
        typed = split(text)
        return self.ask(typed.command, typed.arguments)

    def read(self, text: str) -> str:
        """Type a line and give the answer without markup."""
        return plain(self.say(text).html)

    def press(self, reply: Reply, label: str) -> Reply:
        """Press the first button whose label begins so, signed and opened as shells do."""
        pressed = next(one for one in labels(reply) if one.label.startswith(label))
        with self.store.begin() as tx:
            data = buttons.signed(tx, self.chat, pressed.command)
            command = buttons.opened(tx, self.chat, data)
        assert command == pressed.command
        name, _, rest = command.partition(" ")
        return self.ask(name, rest, pressed=True)

    def as_(self, **other: object) -> Talk:
        """Talk as somebody else or somewhere else."""
        return replace(self, **other)  # type: ignore[arg-type]

    def ask(self, command: str, arguments: str, *, pressed: bool = False) -> Reply:
        """Ask, check the answer as Telegram would, and let a minute pass."""
        self.now += timedelta(minutes=1)
        ask = Ask(
            chat=self.chat, user=self.user, command=command, arguments=arguments, now=self.now,
            language=self.language, chat_kind=self.chat_kind, thread=self.thread, admin=self.admin,
            may_configure=self.may_configure, pressed=pressed, most=self.most,
        )  # fmt: skip
        with self.store.begin() as tx:
            reply = dispatch(ask, tx)
            for one in labels(reply):
                assert len(buttons.signed(tx, self.chat, one.command).encode()) <= 64
        accept(reply)
        return reply


def labels(reply: Reply) -> list[Button]:
    """Give all buttons of an answer."""
    return [button for row in reply.buttons for button in row]


def accept(reply: Reply) -> None:
    """Hold an answer against Telegram's rules."""
    parsed = parse_html(reply.html)
    assert parsed.text.strip()
    assert units(parsed.text) <= 4096
    assert parsed.dropped == 0
    assert all(0 < len(row) <= 8 for row in reply.buttons)
    assert all(0 < len(one.label) <= LABEL for one in labels(reply))
    assert len(labels(reply)) <= 100
