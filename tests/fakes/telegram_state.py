"""What does a Telegram server remember: chats, messages, floods, and what it was told to spoil."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.markup import Parsed


@dataclass
class ChatState:
    """A chat as the server sees it."""

    id: int
    kind: str = "private"
    state: str = "active"  # blocked, deactivated, kicked, deleted, muted (no right to write)
    moved_to: int | None = None
    closed_threads: set[int] = field(default_factory=set)
    threads: set[int] | None = None  # None: every thread exists
    admins: set[int] = field(default_factory=set)
    title: str = "A chat"


@dataclass
class Message:
    """A message that the server accepted."""

    id: int
    chat: int
    parsed: Parsed
    method: str
    at: float  # the server's clock
    raw: str = ""
    thread: int | None = None
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)
    silent: bool = False
    reply_to: int | None = None
    photo: bytes | None = None
    document: bytes | None = None
    parse_mode: str | None = None
    preview: dict[str, Any] = field(default_factory=dict)
    edits: list[str] = field(default_factory=list)  # the texts before each edit
    deleted: bool = False

    @property
    def text(self) -> str:
        """Give what a reader sees."""
        return self.parsed.text

    @property
    def labels(self) -> list[str]:
        """Give the labels of all buttons."""
        return [button["text"] for row in self.buttons for button in row]

    def data(self, label: str) -> str:
        """Give the callback data behind a label."""
        return next(b["callback_data"] for row in self.buttons for b in row if b["text"] == label)


@dataclass
class Request:
    """A call that reached the server, with the status that it was answered."""

    method: str
    params: dict[str, Any]
    at: float
    status: int = 0

    @property
    def chat(self) -> int:
        """Give the chat of the call, 0 if it has none."""
        named = str(self.params.get("chat_id") or 0)
        return 0 if named.startswith("@") else int(named)


@dataclass
class Fault:
    """What the server shall do to a call instead of, or besides, answering it."""

    status: int = 0  # 0: answer as usual
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    body: bytes | None = None  # instead of JSON
    accept: bool = False  # do what was asked before answering so
    wait: float = 0.0  # seconds before it is taken
    hold: float = 0.0  # seconds between accepting and answering
    drop: bool = False  # close the connection instead of answering
    chat: int | None = None  # only calls for this chat
    times: int = 1  # how many calls; -1 for all


def flood(seconds: int, chat: int | None = None, times: int = 1) -> Fault:
    """Answer 429 with retry_after."""
    text = f"Too Many Requests: retry after {seconds}"
    return Fault(429, text, {"retry_after": seconds}, chat=chat, times=times)


def bad_request(text: str, chat: int | None = None, times: int = 1) -> Fault:
    """Answer 400 with the server's words."""
    return Fault(400, f"Bad Request: {text}", chat=chat, times=times)


def forbidden(text: str, chat: int | None = None, times: int = 1) -> Fault:
    """Answer 403 with the server's words."""
    return Fault(403, f"Forbidden: {text}", chat=chat, times=times)


def unauthorized(times: int = 1) -> Fault:
    """Answer 401, as for a revoked token."""
    return Fault(401, "Unauthorized", times=times)


def lost_answer(chat: int | None = None, times: int = 1) -> Fault:
    """Accept the call and close the connection without a word."""
    return Fault(accept=True, drop=True, chat=chat, times=times)


def silence(seconds: float, chat: int | None = None, times: int = 1) -> Fault:
    """Accept the call and answer only after so long."""
    return Fault(accept=True, hold=seconds, chat=chat, times=times)


def bad_gateway(*, accept: bool, chat: int | None = None, times: int = 1) -> Fault:
    """Answer 502 as a page in HTML, having accepted the call or not."""
    page = b"<html><head><title>502 Bad Gateway</title></head></html>"
    return Fault(502, body=page, accept=accept, chat=chat, times=times)


@dataclass
class Buckets:
    """Telegram's flood limits as others measured them; off until switched on."""

    on: bool = False
    per_second: int = 30
    chat_burst: int = 3  # messages to a chat at once; then one a second
    group_per_minute: int = 20
    _all: deque[float] = field(default_factory=deque)
    _chats: dict[int, tuple[float, float]] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _warned: dict[int, int] = field(default_factory=dict)

    def retry_after(self, chat: ChatState, now: float) -> int:
        """Take a message, or say how many seconds its sender must wait; it grows when ignored."""
        if not self.on:
            return 0
        wait = max(self._of_all(now), self._of_chat(chat.id, now), self._of_group(chat, now))
        if wait:
            self._warned[chat.id] = self._warned.get(chat.id, 0) + 1
            return wait * 2 ** min(self._warned[chat.id] - 1, 6)
        self._warned.pop(chat.id, None)
        self._take(chat, now)
        return 0

    def _of_all(self, now: float) -> int:
        """Look at the limit for the whole bot."""
        while self._all and self._all[0] <= now - 1.0:
            self._all.popleft()
        return 1 if len(self._all) >= self.per_second else 0

    def _of_chat(self, chat: int, now: float) -> int:
        """Look at the limit of a chat: one a second, with a small burst."""
        left, at = self._chats.get(chat, (float(self.chat_burst), now))
        return 0 if left + (now - at) >= 1.0 else 1

    def _of_group(self, chat: ChatState, now: float) -> int:
        """Look at the limit of a group in a minute."""
        if chat.kind == "private":
            return 0
        sent = self._groups.setdefault(chat.id, deque())
        while sent and sent[0] <= now - 60.0:
            sent.popleft()
        return int(sent[0] + 60 - now) + 1 if len(sent) >= self.group_per_minute else 0

    def _take(self, chat: ChatState, now: float) -> None:
        """Count a message."""
        left, at = self._chats.get(chat.id, (float(self.chat_burst), now))
        self._chats[chat.id] = (min(self.chat_burst, left + now - at) - 1.0, now)
        self._all.append(now)
        if chat.kind != "private":
            self._groups.setdefault(chat.id, deque()).append(now)
