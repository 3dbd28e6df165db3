"""What do people do in Telegram? Updates that a test makes and getUpdates hands out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tests.fakes.telegram_state import ChatState, Message

_DATE = 1_745_668_800  # 26 April 2025, noon


class Updates:
    """The inbox of the bot on the server, and builders for what comes into it."""

    chats: dict[int, ChatState]

    def __init__(self) -> None:
        self.me = {"id": 123456789, "is_bot": True, "first_name": "Claimwatch",
                   "username": "claimwatch_bot"}  # fmt: skip
        self.waiting: list[dict[str, Any]] = []
        self.presses: set[str] = set()
        self.queries: set[str] = set()
        self.offered: list[dict[str, Any]] = []  # answers to inline queries
        self._update_id = 1000
        self._message_id = 0
        self._arrived = asyncio.Event()
        self._poll = 0

    # --- what people do ----------------------------------------------------------------------

    def say(self, chat: int, text: str, user: int | None = None, **fields: Any) -> int:
        """Write a text in a chat; the chat is made if need be. Gives the update's id."""
        state = self._made(chat)
        message = self._message(state, user) | {"text": text} | fields
        if text.startswith("/"):
            name = text.split()[0]
            entity = {"type": "bot_command", "offset": 0, "length": len(name)}
            message["entities"] = [entity]
        thread = fields.get("message_thread_id")
        if thread:
            message["is_topic_message"] = True
        kind = "channel_post" if state.kind == "channel" else "message"
        return self.push(kind, message)

    def press(
        self, chat: int, message: Message | int, button: str, user: int | None = None
    ) -> str:
        """Press a button by its label, or send any callback data. Gives the query's id."""
        state = self._made(chat)
        known = isinstance(message, Message)
        data = message.data(button) if known and button in message.labels else button
        shown = (
            self.shown(message, state)
            if isinstance(message, Message)
            else {"chat": self.chat_of(state), "message_id": message, "date": 0}
        )
        query = f"{self._update_id + 1}00"
        self.presses.add(query)
        who = user or (chat if chat > 0 else 1)
        self.push("callback_query", {"id": query, "from": self.person(who), "message": shown,
                                     "chat_instance": "1", "data": data})  # fmt: skip
        return query

    def type_inline(self, words: str, user: int = 1) -> str:
        """Type the bot's name and some words in any chat. Gives the query's id."""
        query = f"{self._update_id + 1}55"
        self.queries.add(query)
        self.push("inline_query", {"id": query, "from": self.person(user), "query": words,
                                   "offset": ""})  # fmt: skip
        return query

    def join(
        self, chat: int, by: int = 1, kind: str = "supergroup", status: str = "member"
    ) -> int:
        """Put the bot into a group or channel, or promote it there ("administrator")."""
        self._made(chat, kind).state = "active"
        return self._membership(chat, by, "left", status)

    def kick(self, chat: int, by: int = 1) -> int:
        """Throw the bot out of a group."""
        self._made(chat, "supergroup").state = "kicked"
        return self._membership(chat, by, "member", "kicked")

    def block(self, chat: int) -> int:
        """Block the bot as a user."""
        self._made(chat).state = "blocked"
        return self._membership(chat, chat, "member", "kicked")

    def unblock(self, chat: int) -> int:
        """Unblock the bot as a user."""
        self._made(chat).state = "active"
        return self._membership(chat, chat, "kicked", "member")

    def tell_of_migration(self, old: int, new: int) -> None:
        """Send the two service messages of a group that became a supergroup."""
        for here, there, name in ((old, new, "to"), (new, old, "from")):
            message = self._message(self._made(here), 1)
            self.push("message", message | {f"migrate_{name}_chat_id": there})

    def push(self, kind: str, body: dict[str, Any]) -> int:
        """Add an update of any kind. Gives its id."""
        return self.push_raw({"update_id": self._update_id + 1, kind: body})

    def push_raw(self, update: dict[str, Any]) -> int:
        """Add an update as it is, however odd."""
        self._update_id = max(self._update_id, int(update.get("update_id", 0)))
        self.waiting.append(update)
        self._arrived.set()
        return self._update_id

    # --- what the bot fetches ----------------------------------------------------------------

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]] | None:
        """Wait for updates; None when a newer call took over."""
        self._poll += 1
        mine = self._poll
        self._arrived.set()  # wakes the older call, which finds that it is the older one
        if offset < 0:
            self.waiting = self.waiting[offset:]
        else:
            self.waiting = [one for one in self.waiting if one.get("update_id", 0) >= offset]
        end = asyncio.get_running_loop().time() + seconds
        while not self.waiting:
            self._arrived.clear()
            left = end - asyncio.get_running_loop().time()
            if left <= 0 or not await _within(left, self._arrived.wait):
                return []
            if self._poll != mine:
                return None
        return self.waiting[: max(1, min(limit, 100))]

    def stop_polls(self) -> None:
        """End the long poll that is open."""
        self._poll += 1
        self._arrived.set()

    # --- how things are described ------------------------------------------------------------

    def next_id(self) -> int:
        """Give the id of the next message."""
        self._message_id += 1
        return self._message_id

    def person(self, id: int) -> dict[str, Any]:
        """Describe a user."""
        return {"id": id, "is_bot": False, "first_name": f"User {id}", "language_code": "en"}

    def chat_of(self, chat: ChatState) -> dict[str, Any]:
        """Describe a chat."""
        if chat.kind == "private":
            return {"id": chat.id, "type": "private", "first_name": f"User {chat.id}"}
        return {"id": chat.id, "type": chat.kind, "title": chat.title}

    def member(self, chat: ChatState, user: int) -> dict[str, Any]:
        """Describe what somebody is in a chat."""
        if user not in chat.admins:
            return {"user": self.person(user), "status": "member"}
        rights = (
            "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
            "can_manage_video_chats", "can_restrict_members", "can_promote_members",
            "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
            "can_delete_stories",
        )  # fmt: skip
        allowed = dict.fromkeys(rights, False) | {"can_manage_chat": True}
        return {"user": self.person(user), "status": "administrator", **allowed}

    def shown(self, message: Message, chat: ChatState) -> dict[str, Any]:
        """Describe a message of the bot's."""
        body: dict[str, Any] = {
            "message_id": message.id, "date": _DATE, "chat": self.chat_of(chat), "from": self.me,
        }  # fmt: skip
        named = "caption" if message.photo or message.document else "text"
        body |= {named: message.text} if message.text else {}
        if message.document:
            body["document"] = {"file_id": "f", "file_unique_id": "f"}
        if message.photo:
            size = {"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}
            body["photo"] = [size]
        if message.thread:
            body["message_thread_id"] = message.thread
        return body | (
            {"reply_markup": {"inline_keyboard": message.buttons}} if message.buttons else {}
        )

    def _message(self, chat: ChatState, user: int | None) -> dict[str, Any]:
        """Begin a message of a user's."""
        body = {"message_id": self.next_id(), "date": _DATE, "chat": self.chat_of(chat)}
        if chat.kind == "channel":
            return body
        return body | {"from": self.person(user or (chat.id if chat.id > 0 else 1))}

    def _membership(self, chat: int, by: int, old: str, new: str) -> int:
        """Tell of a change of what the bot is in a chat."""

        def standing(status: str) -> dict[str, Any]:
            body: dict[str, Any] = {"user": self.me, "status": status}
            if status == "kicked":
                body["until_date"] = 0
            if status == "administrator":
                body = self.member(ChatState(chat, admins={0}), 0) | {"user": self.me}
            return body

        return self.push("my_chat_member", {
            "chat": self.chat_of(self.chats[chat]), "from": self.person(by), "date": _DATE,
            "old_chat_member": standing(old), "new_chat_member": standing(new),
        })  # fmt: skip

    def _made(self, chat: int, kind: str = "") -> ChatState:
        """Find a chat, or make it: private by its positive id, else a supergroup."""
        if chat not in self.chats:
            usual = "private" if chat > 0 else "supergroup"
            self.chats[chat] = ChatState(chat, kind or usual)
        return self.chats[chat]


async def _within(seconds: float, wait: Callable[[], Any]) -> bool:
    """Wait at most so long; tell whether it happened."""
    try:
        async with asyncio.timeout(seconds):
            await wait()
    except TimeoutError:
        return False
    return True
