"""What would Telegram do? A Bot API server on loopback: real HTTP, strict, and easy to break.

    async with FakeTelegram() as tg:
        tg.open(100)                                # a private chat in which /start was pressed
        tg.say(100, "/claims kursk")                # an update for getUpdates
        answer = await tg.next_message(100)         # waits until the bot has written
        tg.press(100, answer, "Timeline")           # presses the button of that label
        tg.fail("sendMessage", flood(30, chat=100)) # the next call for this chat is answered 429

Give a process `tg.base_url` and `tg.token`. `tg.ledger` holds every accepted message in order and
`tg.requests` every call: together they tell what was lost and what came twice.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.fakes.markup import Parsed
from tests.fakes.telegram_checks import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    TOO_OLD,
    Problem,
    buttons_of,
    check_results,
    check_thread,
    error_body,
    json_of,
    params_of,
    text_of,
)
from tests.fakes.telegram_state import (
    Buckets,
    ChatState,
    Fault,
    Message,
    Request,
    bad_gateway,
    bad_request,
    flood,
    forbidden,
    lost_answer,
    silence,
    unauthorized,
)
from tests.fakes.telegram_updates import Updates

__all__ = [
    "Buckets", "ChatState", "FakeTelegram", "Fault", "Message", "Request", "bad_gateway",
    "bad_request", "flood", "forbidden", "lost_answer", "silence", "unauthorized",
]  # fmt: skip

TOKEN = "123456789:AAFakeTokenOfThirtyFiveCharacters00"
POLL_LIMIT = 50  # seconds that a long poll may last
_GONE = {
    "blocked": "bot was blocked by the user",
    "deactivated": "user is deactivated",
    "kicked": "bot was kicked from the {kind} chat",
    "deleted": "the group chat was deleted",
}


class FakeTelegram(Updates):
    """A Bot API server; see the module's docstring."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, port: int = 0) -> None:
        super().__init__()
        self.clock, self.token, self.port = clock, TOKEN, port
        self.chats: dict[int, ChatState] = {}
        self.anyone = False  # True: every private chat exists
        self.ledger: list[Message] = []
        self.requests: list[Request] = []
        self.buckets = Buckets()
        self.settings: dict[str, Any] = {}  # what the set… calls left, by method
        self.answers: list[dict[str, Any]] = []  # answerCallbackQuery
        self.webhook = ""
        self._faults: dict[str, list[Fault]] = {}
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None

    # --- as a test uses it -------------------------------------------------------------------

    @property
    def base_url(self) -> str:
        """Give the address in python-telegram-bot's form."""
        return f"http://127.0.0.1:{self.port}/bot"

    async def __aenter__(self) -> FakeTelegram:
        """Listen on a free port of loopback."""
        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening; open long polls are cut."""
        self.stop_polls()
        if self._runner:
            await self._runner.cleanup()

    def open(self, id: int, kind: str = "private", **fields: Any) -> ChatState:
        """Make a chat that the bot may write to."""
        self.chats[id] = ChatState(id, kind, **fields)
        return self.chats[id]

    def migrate(self, old: int, new: int) -> None:
        """Make a supergroup of a group, with the service message that tells of it."""
        self.open(new, "supergroup", admins=set(self.chats[old].admins))
        self.chats[old].moved_to = new
        self.tell_of_migration(old, new)

    def fail(self, method: str, *faults: Fault) -> None:
        """Spoil the next calls of a method, in this order."""
        self._faults.setdefault(method, []).extend(faults)

    def messages(self, chat: int) -> list[Message]:
        """Give what a chat shows now, oldest first."""
        return [message for message in self.ledger if message.chat == chat and not message.deleted]

    def calls(self, method: str, chat: int | None = None) -> list[Request]:
        """Give the calls of a method."""
        found = [request for request in self.requests if request.method == method]
        return found if chat is None else [request for request in found if request.chat == chat]

    async def until(self, true: Callable[[], Any], within: float = 5.0) -> None:
        """Wait until something holds; it is looked at whenever a call was taken or answered."""
        async with asyncio.timeout(within), self._changed:
            await self._changed.wait_for(true)

    async def next_message(
        self, chat: int, after: int = 0, within: float = 5.0, saying: str = ""
    ) -> Message:
        """Wait for the chat's first message with an id above `after` that contains the words.

        Without words it is whatever comes first: in a chat that is being alerted, an alert may
        overtake an answer.
        """

        def found() -> list[Message]:
            return [
                message
                for message in self.messages(chat)
                if message.id > after and saying in message.text
            ]

        await self.until(found, within)
        return found()[0]

    # --- as the bot uses it ------------------------------------------------------------------

    async def _handle(self, http: web.Request) -> web.StreamResponse:
        """Answer one call."""
        method, params = http.match_info["method"], await params_of(http)
        request = Request(method, params, self.clock())
        self.requests.append(request)
        await self._tell()
        fault = self._fault(method, request.chat)
        try:
            return await self._answer(http, request, fault or Fault())
        finally:
            await self._tell()

    async def _tell(self) -> None:
        """Wake those who wait for something to have happened."""
        async with self._changed:
            self._changed.notify_all()

    async def _answer(self, http: web.Request, request: Request, fault: Fault) -> web.Response:
        """Do what is asked, or what the fault demands."""
        await asyncio.sleep(fault.wait)
        plain = fault.status == 0
        status, body = fault.status, error_body(fault.status, fault.description, fault.parameters)
        if plain or fault.accept:
            done, answered = await self._try(http.match_info["token"], request)
            status, body = (done, answered) if plain else (status, body)
            await self._tell()
        request.status = status
        await asyncio.sleep(fault.hold)
        if fault.drop:
            if http.transport:
                http.transport.abort()
            return web.Response()
        if fault.body is not None:
            return web.Response(status=status, body=fault.body, content_type="text/html")
        return web.json_response(body, status=status)

    async def _try(self, token: str, request: Request) -> tuple[int, dict[str, Any]]:
        """Do what is asked; give status and body."""
        try:
            if token != self.token:
                raise Problem(401, "Unauthorized")
            answer = getattr(self, f"_do_{request.method}", None)
            if not answer and request.method.startswith(("set", "delete")):
                self.settings[request.method] = request.params
                return 200, {"ok": True, "result": True}
            if not answer:
                raise Problem(404, "Not Found")
            result = answer(request.params)
            if asyncio.iscoroutine(result):
                result = await result
            return 200, {"ok": True, "result": result}
        except Problem as problem:
            return problem.status, error_body(problem.status, str(problem), problem.parameters)

    def _fault(self, method: str, chat: int) -> Fault | None:
        """Take the fault that the test left for such a call."""
        for fault in self._faults.get(method, []):
            if fault.chat in (None, chat) and fault.times != 0:
                fault.times -= 1 if fault.times > 0 else 0
                return fault
        return None

    def _do_getMe(self, _: dict[str, Any]) -> dict[str, Any]:
        """Describe the bot."""
        return {
            **self.me,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }

    async def _do_getUpdates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        """Hand out updates; an offset confirms, and a newer call evicts this one."""
        if self.webhook:
            raise Problem(409, "Conflict: can't use getUpdates method while webhook is active")
        timeout = min(float(params.get("timeout") or 0), POLL_LIMIT)
        updates = await self.poll(
            int(params.get("offset") or 0), int(params.get("limit") or 100), timeout
        )
        if updates is None:
            raise Problem(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        return updates

    def _do_sendMessage(self, params: dict[str, Any]) -> dict[str, Any]:
        """Take a text message."""
        parsed = text_of(params.get("text") or "", params, TEXT_LIMIT, "message")
        return self._take(params, "sendMessage", parsed, params.get("text") or "")

    def _do_sendPhoto(self, params: dict[str, Any]) -> dict[str, Any]:
        """Take a picture with a caption."""
        if not isinstance(params.get("photo"), bytes):
            raise Problem(400, "Bad Request: there is no photo in the request")
        caption = params.get("caption") or ""
        parsed = text_of(caption, params, CAPTION_LIMIT, "caption") if caption else Parsed("")
        return self._take(params, "sendPhoto", parsed, caption, photo=params["photo"])

    def _do_sendDocument(self, params: dict[str, Any]) -> dict[str, Any]:
        """Take a file with a caption."""
        if not isinstance(params.get("document"), bytes):
            raise Problem(400, "Bad Request: there is no document in the request")
        if not params["document"]:
            raise Problem(400, "Bad Request: file must be non-empty")
        caption = params.get("caption") or ""
        parsed = text_of(caption, params, CAPTION_LIMIT, "caption") if caption else Parsed("")
        return self._take(params, "sendDocument", parsed, caption, document=params["document"])

    def _take(
        self, params: dict[str, Any], method: str, parsed: Parsed, raw: str, **fields: Any
    ) -> dict[str, Any]:
        """Check chat, thread, buttons and pace, then keep the message."""
        chat = self._chat(params)
        thread = int(params["message_thread_id"]) if params.get("message_thread_id") else None
        check_thread(chat, thread)
        buttons = buttons_of(params)
        wait = self.buckets.retry_after(chat, self.clock())
        if wait:
            raise Problem(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        message = Message(
            self.next_id(), chat.id, parsed, method, self.clock(), raw, thread, buttons,
            silent=str(params.get("disable_notification")).lower() == "true",
            parse_mode=params.get("parse_mode"),
            preview=json_of(params, "link_preview_options", {}),
            reply_to=json_of(params, "reply_parameters", {}).get("message_id"), **fields,
        )  # fmt: skip
        self.ledger.append(message)
        return self.shown(message, chat)

    def _do_editMessageText(self, params: dict[str, Any]) -> dict[str, Any]:
        """Change a message's text and buttons."""
        chat, message = self._chat(params), self._known(params)
        parsed = text_of(params.get("text") or "", params, TEXT_LIMIT, "message")
        buttons = buttons_of(params)
        if (parsed, buttons) == (message.parsed, message.buttons):
            raise Problem(
                400,
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message",
            )
        message.edits.append(message.text)
        message.parsed, message.raw, message.buttons = parsed, params.get("text") or "", buttons
        return self.shown(message, chat)

    def _do_editMessageReplyMarkup(self, params: dict[str, Any]) -> dict[str, Any]:
        """Change a message's buttons."""
        chat, message = self._chat(params), self._known(params)
        message.buttons = buttons_of(params)
        return self.shown(message, chat)

    def _do_deleteMessage(self, params: dict[str, Any]) -> bool:
        """Take a message away."""
        self._known(params, "message to delete not found").deleted = True
        return True

    def _do_answerCallbackQuery(self, params: dict[str, Any]) -> bool:
        """Take the answer to a press."""
        if len(params.get("text") or "") > 200:
            raise Problem(400, "Bad Request: MESSAGE_TOO_LONG")
        if params.get("callback_query_id") not in self.presses:
            raise Problem(400, TOO_OLD)
        self.answers.append(params)
        return True

    def _do_answerInlineQuery(self, params: dict[str, Any]) -> bool:
        """Take the answer to an inline query."""
        if params.get("inline_query_id") not in self.queries:
            raise Problem(400, TOO_OLD)
        results = json_of(params, "results", [])
        check_results(results)
        if not 0 <= int(params.get("cache_time") or 0) <= 86400:
            raise Problem(400, "Bad Request: CACHE_TIME_INVALID")
        self.queries.discard(params["inline_query_id"])
        self.offered.append(params | {"results": results})
        return True

    def _do_setMyCommands(self, params: dict[str, Any]) -> bool:
        """Take the menu of commands."""
        for command in json_of(params, "commands", []):
            name, description = command["command"], command["description"]
            if not (0 < len(name) <= 32 and name.replace("_", "a").isalnum() and name.islower()):
                raise Problem(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 0 < len(description) <= 256:
                raise Problem(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.settings.setdefault("commands", []).append(params)
        return True

    def _do_deleteWebhook(self, _: dict[str, Any]) -> bool:
        """Forget the webhook."""
        self.webhook = ""
        return True

    def _do_getWebhookInfo(self, _: dict[str, Any]) -> dict[str, Any]:
        """Describe the webhook."""
        waiting = len(self.waiting)
        return {
            "url": self.webhook,
            "has_custom_certificate": False,
            "pending_update_count": waiting,
        }

    def _do_getChat(self, params: dict[str, Any]) -> dict[str, Any]:
        """Describe a chat in full."""
        described = self.chat_of(self._chat(params))
        return {**described, "accent_color_id": 0, "max_reaction_count": 11,
                "accepted_gift_types": {"unlimited_gifts": False, "limited_gifts": False,
                    "unique_gifts": False, "premium_subscription": False,
                    "gifts_from_channels": False}}  # fmt: skip

    def _do_getChatMember(self, params: dict[str, Any]) -> dict[str, Any]:
        """Say what somebody is in a chat."""
        return self.member(self._chat(params), int(params["user_id"]))

    def _do_getChatAdministrators(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        """List a chat's administrators."""
        chat = self._chat(params)
        return [self.member(chat, user) for user in sorted(chat.admins)]

    def _chat(self, params: dict[str, Any]) -> ChatState:
        """Find the chat of a call in a state in which the bot may write."""
        if params.get("chat_id") in (None, ""):
            raise Problem(400, "Bad Request: chat_id is empty")
        if str(params["chat_id"]).startswith("@"):  # no chat of ours has a public name
            raise Problem(400, "Bad Request: chat not found")
        id = int(params["chat_id"])
        if id not in self.chats and self.anyone and id > 0:
            self.open(id)
        chat = self.chats.get(id)
        if not chat:
            raise Problem(400, "Bad Request: chat not found")
        if chat.moved_to:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Problem(400, text, migrate_to_chat_id=chat.moved_to)
        if chat.state in _GONE:
            raise Problem(403, "Forbidden: " + _GONE[chat.state].format(kind=chat.kind))
        if chat.state == "muted":
            text = "Bad Request: not enough rights to send text messages to the chat"
            raise Problem(400, text)
        return chat

    def _known(
        self, params: dict[str, Any], missing: str = "message to edit not found"
    ) -> Message:
        """Find the message that a call names."""
        id = int(params.get("message_id") or 0)
        for message in self.messages(int(params.get("chat_id") or 0)):
            if message.id == id:
                return message
        raise Problem(400, f"Bad Request: {missing}")
