"""What did people write? Updates are stored before Telegram forgets them, then answered."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from alerts.carrier import trail_of
from bot.clock import Now
from storage.errors import StorageError
from storage.records import Pending
from storage.store import Store

log = logging.getLogger("claimwatch.receiver")

WANTED = ("message", "callback_query", "my_chat_member", "channel_post", "inline_query")
POLL_SECONDS = 30  # how long Telegram keeps an empty answer back; it cuts at 50
PAUSE_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0)  # after so many failures in a row
CONFLICTS = 3  # in a row, before we believe that somebody else polls with our token
ATTEMPTS = 5  # at answering one update, before it is put aside
BATCH = 100

Update = dict[str, Any]
Answer = Callable[[Update], Awaitable[None]]


class TokenInUseError(Exception):
    """Another program polls Telegram with this token; stop it first."""


class Receiver:
    """Takes updates in: stored with the new offset, then confirmed by the next call."""

    def __init__(self, store: Store, bot: Bot, now: Now, on_update: Callable[[], None]) -> None:
        self._store = store
        self._bot = bot
        self._now = now
        self._on_update = on_update
        self._failures = 0
        self._conflicts = 0

    async def run(self) -> None:
        """Poll until cancelled. Raises TokenInUseError when another poller keeps evicting us."""
        while True:
            try:
                await self._poll()
                self._failures = self._conflicts = 0
            except (TelegramError, StorageError) as error:
                if isinstance(error, InvalidToken):
                    await asyncio.to_thread(self._ail, f"Telegram refuses the token: {error}")
                await asyncio.sleep(self._pause(error))

    async def _poll(self) -> None:
        with_offset = await asyncio.to_thread(self._offset)
        updates = await self._get_updates(with_offset)
        await asyncio.to_thread(self._keep, updates, with_offset)
        if updates:
            self._on_update()
        for update in updates:
            self._trace(update)

    def _trace(self, update: Update) -> None:
        """Keep the id of a message that we were shown: none of ours has it."""
        message = update.get("message")
        if isinstance(message, dict) and type(message.get("message_id")) is int:
            trail_of(self._bot).saw(chat_of(update), message["message_id"])

    async def _get_updates(self, offset: int) -> list[Update]:
        """Ask for the raw updates: one that the library cannot read must not block the others."""
        fields = {
            "offset": offset,
            "limit": BATCH,
            "timeout": POLL_SECONDS,
            "allowed_updates": json.dumps(WANTED),
        }
        url = f"{self._bot.base_url}/getUpdates?{urlencode(fields)}"
        result: Any = await self._bot.request.post(url, read_timeout=POLL_SECONDS + 15)
        return [update for update in result if _numbered(update)]

    def _offset(self) -> int:
        with self._store.read() as tx:
            return tx.inbox.offset()

    def _keep(self, updates: list[Update], offset: int) -> None:
        now = self._now()
        rows = [Pending(int(update["update_id"]), json.dumps(update), now) for update in updates]
        after = max((row.id + 1 for row in rows), default=offset)
        with self._store.begin() as tx:
            if rows:
                tx.inbox.put(rows, after)
            tx.heartbeats.beat("updates", now)

    def _ail(self, why: str) -> None:
        """Give a sign of life that says what is wrong."""
        with self._store.begin() as tx:
            tx.heartbeats.beat("updates", self._now(), why)

    def _pause(self, error: TelegramError | StorageError) -> float:
        """Say how long to wait after a failure, and say the failure out loud."""
        self._failures += 1
        if isinstance(error, Conflict):
            self._conflicts += 1
            if self._conflicts >= CONFLICTS:
                raise TokenInUseError(
                    "another program polls Telegram with this token; stop it first"
                ) from error
        if isinstance(error, InvalidToken):
            log.error("Telegram refuses the token: %s", error)
        elif self._failures in (1, 5) or self._failures % 20 == 0:  # not at every try
            log.warning("no updates from Telegram (failure %d): %s", self._failures, error)
        if isinstance(error, RetryAfter):
            return _seconds(error.retry_after)
        return PAUSE_SECONDS[min(self._failures, len(PAUSE_SECONDS)) - 1]


def _numbered(update: Any) -> bool:
    """Say whether this is an update with a number that the ledger can hold."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return type(number) is int and 0 <= number < 2**63 - 1


def _seconds(pause: int | timedelta) -> float:
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)


class Answerer:
    """Answers the stored updates: in order within a chat, chats beside each other."""

    def __init__(self, store: Store, answer: Answer, now: Now, at_once: int = 16) -> None:
        self._store = store
        self._answer = answer
        self._now = now
        self._room = asyncio.Semaphore(at_once)
        self._wake = asyncio.Event()
        self._busy: dict[int, asyncio.Task[None]] = {}  # by chat

    def wake(self) -> None:
        """Say that there is something to answer."""
        self._wake.set()

    async def run(self) -> None:
        """Answer what was left by the last run, then whatever comes."""
        while True:
            self._wake.clear()
            for chat, rows in _by_chat(await asyncio.to_thread(self._next)).items():
                if chat not in self._busy:
                    task = asyncio.create_task(self._answer_chat(chat, rows))
                    self._busy[chat] = task
            await self._wake.wait()

    async def close(self, patience: float) -> None:
        """Let the answers under way finish; the others wait in the inbox for the next start."""
        if self._busy:
            _, late = await asyncio.wait(self._busy.values(), timeout=patience)
            for task in late:
                task.cancel()

    def _next(self) -> list[Pending]:
        with self._store.read() as tx:
            return tx.inbox.next(BATCH)

    async def _answer_chat(self, chat: int, rows: list[Pending]) -> None:
        try:
            async with self._room:
                for row in rows:
                    await self._answer_one(row)
        finally:
            del self._busy[chat]
            self._wake.set()  # more may have come for this chat meanwhile

    async def _answer_one(self, row: Pending) -> None:
        """Answer one update; one that fails again and again is put aside."""
        try:
            await self._answer(json.loads(row.body))
        except Exception:  # one of the two places: no update may stop the others
            attempts = await asyncio.to_thread(self._retry, row)
            log.exception("update %s could not be answered (attempt %d)", row.id, attempts)
            if attempts < ATTEMPTS:
                await asyncio.sleep(attempts)
                return
        await asyncio.to_thread(self._done, row)

    def _retry(self, row: Pending) -> int:
        with self._store.begin() as tx:
            return tx.inbox.retry(row.id)

    def _done(self, row: Pending) -> None:
        with self._store.begin() as tx:
            tx.inbox.done(row.id, self._now())


def _by_chat(rows: list[Pending]) -> dict[int, list[Pending]]:
    chats: dict[int, list[Pending]] = {}
    for row in rows:
        chats.setdefault(chat_of(json.loads(row.body)), []).append(row)
    return chats


def chat_of(update: Update) -> int:
    """Give the chat that an update comes from, or who types a query; 0 when it says none."""
    for kind in WANTED:
        part = update.get(kind)
        if isinstance(part, dict):
            holder = part.get("message") if kind == "callback_query" else part
            place = "from" if kind == "inline_query" else "chat"
            chat = holder.get(place) if isinstance(holder, dict) else None
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return int(chat["id"])
    return 0
