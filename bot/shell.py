"""How do Telegram's updates become questions, and answers messages? Once for all commands."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from alerts import deliver
from alerts.governor import Governor, Rank
from alerts.html import page, paragraph
from alerts.outcomes import (
    Gone,
    Later,
    Missing,
    Moved,
    NoRights,
    NoThread,
    Outcome,
    Refused,
    Sent,
    Unparsable,
)
from alerts.tongue import mark, tongue
from bot import remote
from bot.clock import Now, monotonic
from bot.lists import NOT_LET_IN, Lists
from bot.look import LookAt
from bot.patience import Patience, Verdict
from bot.receiver import chat_of
from bot.remote import Remote
from bot.shapes import sound
from handlers.buttons import REFUSED, opened, signed
from handlers.channel import LACKS_SEND, NOT_YOURS, UNKNOWN
from handlers.commands import COMMANDS, dispatch, report
from handlers.inline import Offer, offers
from handlers.model import SUBSCRIPTIONS, Ask, Button, Changes, Document, Reply
from handlers.typed import echo, split
from storage.store import Store, Transaction

log = logging.getLogger("claimwatch.shell")

Update = dict[str, Any]
GONE = ("left", "kicked")  # our own membership after we were removed or blocked
OFFERS_KEPT = 60  # seconds that Telegram may give the same answer to the same words
TOO_MANY = mark("That was a lot at once: I answer one question in three seconds until you pause.")
LONGEST_WAIT = 60.0  # seconds that an answer waits for Telegram's pace before it is given up


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes."""

    chat: int
    thread: int | None = None
    message: int | None = None  # the message whose button was pressed


class Shell:
    """Answers one update at a time; knows Telegram on one side and the commands on the other."""

    def __init__(
        self,
        store: Store,
        bot: Bot,
        governor: Governor,
        admins: frozenset[int],
        now: Now,
        patience: Patience | None = None,
        lists: Lists | None = None,
        most: int = SUBSCRIPTIONS,
        look: LookAt | None = None,
    ) -> None:
        self._store = store
        self._bot = bot
        self._governor = governor
        self._admins = admins
        self._now = now
        self._patience = patience or Patience()
        self._lists = lists or Lists()
        self._most = most
        self._look = look
        self._configuring = {one.name for one in COMMANDS if one.changes is not Changes.NEVER}

    async def answer(self, update: Update) -> None:
        """Answer one update; kinds that we do not know are nobody's question."""
        if not sound(update):
            log.info("passed over an update of a shape that is not known: %s", list(update))
        elif "migrate_to_chat_id" in update.get("message", {}):
            await self._follow(update["message"])
        elif await self._barred(chat := chat_of(update)):
            await self._bar(chat, update)
        elif "callback_query" in update:
            await self._press(update["callback_query"])
        elif "inline_query" in update:
            await self._offer(update["inline_query"])
        elif "my_chat_member" in update:
            await self._membership(update["my_chat_member"])
        elif "message" in update or "channel_post" in update:
            await self._message(update.get("message") or update["channel_post"])

    async def _follow(self, message: Update) -> None:
        """Follow a group that became a supergroup."""
        old, new = message["chat"], message["migrate_to_chat_id"]
        await self._in_transaction(
            lambda tx: self._lists.move(tx, old["id"], new, old["type"], self._now())
        )

    async def _barred(self, chat: int) -> bool:
        """Say whether a chat is to get nothing."""
        return bool(await self._in_transaction(lambda tx: self._lists.barred(tx, chat)))

    async def _bar(self, chat: int, update: Update) -> None:
        """Tell who writes in a chat that is not let in, once; all else there is nothing to us."""
        message = update.get("message", {})
        kind, text = message.get("chat", {}).get("type"), message.get("text") or ""
        if not text or (kind != "private" and not text.startswith("/")):
            return
        language = message.get("from", {}).get("language_code") or "en"
        if await self._in_transaction(
            lambda tx: self._lists.tell(tx, chat, kind, language, self._now())
        ):
            said = tongue(language).say(NOT_LET_IN, number=chat)
            await self._tell(Place(chat, _thread(message)), said)

    async def _message(self, message: Update) -> None:
        chat = message["chat"]
        thread = _thread(message)
        if thread is not None and "forum_topic_reopened" in message:
            await self._in_transaction(lambda tx: tx.subscriptions.wake(chat["id"], thread))
        text = message.get("text")
        if not text or (message.get("from", {}).get("is_bot") and not _anonymous(message)):
            return
        typed = split(text)
        if chat["type"] != "private" and (
            not typed.command or typed.addressed not in (None, self._bot.username.lower())
        ):
            return
        place = Place(chat["id"], _thread(message))
        if await self._enough(message.get("from", {}), place):
            return
        await self._do(message, typed.command, typed.arguments, place)

    async def _press(self, query: Update) -> None:
        """Do what a button says, for the one who pressed it and with that user's rights."""
        message = query.get("message")
        data = query.get("data")
        if not message or not data:
            await self._acknowledge(query)
            return
        chat = message["chat"]["id"]
        command = await self._in_transaction(lambda tx: opened(tx, chat, data))
        language = query["from"].get("language_code")
        await self._acknowledge(query, None if command else tongue(language).say(REFUSED))
        if command is None:
            return
        place = Place(chat, _thread(message), message["message_id"])
        if await self._enough(query["from"], place):
            return
        name, _, rest = command.partition(" ")
        presser = {**message, "from": query["from"], "sender_chat": None}
        await self._do(presser, name, rest, place, pressed=True)

    async def _do(
        self, message: Update, command: str, arguments: str, place: Place, *, pressed: bool = False
    ) -> None:
        """Do a command here, or from here in a channel or group that the writer administers."""
        ask = await self._ask(message, command, arguments, place, pressed=pressed)
        if command != "channel" or not arguments or ask.chat_kind != "private":
            await self._reply(place, ask)
            return
        where, command, arguments = remote.split(arguments)
        chat = await remote.find(self._bot, where)
        if chat and await self._barred(chat.id):
            chat = None
        refusal = UNKNOWN if chat is None else NOT_YOURS
        if chat is None or not await remote.administers(self._bot, chat.id, ask.user):
            said = tongue(ask.language).say(refusal, name=chat.title if chat else echo(where))
            await self._tell(place, said)
            return
        there = replace(
            ask, chat=chat.id, chat_kind=chat.kind, command=command, arguments=arguments
        )
        await self._reply(place, there, chat)

    async def _offer(self, query: Update) -> None:
        """Offer current positions to who types our name and some words in any chat."""
        speaks = tongue(query["from"].get("language_code"))

        def work() -> list[Offer]:
            with self._store.read() as tx:
                return offers(query.get("query") or "", tx, speaks)

        found = await asyncio.to_thread(work)
        listed = [deliver.Listed(one.id, one.title, one.detail, one.html) for one in found]
        nothing = speaks.say("Nothing found: see what there is")
        outcome = await deliver.answer_inline(
            self._bot, query["id"], listed, keep=OFFERS_KEPT, nothing=nothing
        )
        if not isinstance(outcome, Sent | Missing):  # who types on makes a query too old
            log.warning("an inline query was not answered: %s", outcome)

    async def _enough(self, user: Update, place: Place) -> bool:
        """Say whether somebody floods us; they are told so once.

        Who writes in a chat's name has a bot's number that all such writers share.
        """
        who = place.chat if user.get("is_bot") else user.get("id") or place.chat
        verdict = self._patience.judge(who, monotonic())
        if verdict is Verdict.TELL:
            said = tongue(user.get("language_code")).say(TOO_MANY)
            await self._tell(Place(place.chat, place.thread), said)
        return verdict is not Verdict.ANSWER

    async def _tell(self, place: Place, said: str, *buttons: Button) -> None:
        """Say a sentence, with a button in each row."""

        def sign(tx: Transaction) -> deliver.Rows:
            return [[(one.label, signed(tx, place.chat, one.command))] for one in buttons]

        rows = await self._in_transaction(sign) if buttons else ()
        await self._send(place, Reply(page([paragraph(said)])), rows)

    async def _acknowledge(self, query: Update, text: str | None = None) -> None:
        """Stop the button's spinner; a query that is too old cannot be answered and need not."""
        try:
            await self._bot.answer_callback_query(query["id"], text=text)
        except TelegramError as error:
            log.debug("a pressed button could not be acknowledged: %s", error)

    async def _membership(self, change: Update) -> None:
        """We were blocked, removed, or let in again."""
        chat = change["chat"]["id"]
        status = change["new_chat_member"]["status"]
        if status in GONE:
            await self._in_transaction(lambda tx: tx.chats.rest(chat, f"we were {status}"))
            return
        await self._in_transaction(lambda tx: tx.chats.wake(chat))
        if change["chat"]["type"] == "private":
            return
        await self._say_where(change, Place(change["from"]["id"]))

    async def _say_where(self, change: Update, private: Place) -> None:
        """Tell who brought us into a chat what right we lack there, or how to go on from here."""
        chat, lacks = change["chat"], remote.lacking(change)
        sentence = lacks or remote.news(change)
        if sentence is None:
            return
        speaks = tongue(change["from"].get("language_code"))
        said = speaks.say(sentence, name=chat.get("title") or chat["id"])
        here = (
            Button(speaks.say("Follow everything"), f"channel {chat['id']} subscribe"),
            Button(speaks.say("What it follows"), f"channel {chat['id']} subscriptions"),
        )
        await self._tell(private, said, *(() if lacks else here))

    async def _ask(
        self, message: Update, command: str, arguments: str, place: Place, *, pressed: bool = False
    ) -> Ask:
        user = message.get("from", {})
        kind = message["chat"]["type"]
        return Ask(
            chat=place.chat,
            user=user.get("id", 0),
            command=command,
            arguments=arguments,
            now=self._now(),
            language=user.get("language_code") or "en",
            chat_kind=kind,
            thread=place.thread,
            admin=user.get("id") in self._admins,
            may_configure=await self._may_configure(message, kind, command),
            pressed=pressed,
            most=self._most,
        )

    async def _may_configure(self, message: Update, kind: str, command: str) -> bool:
        """Say whether the writer may change the chat's settings; asked only where it matters.

        Only administrators write in a channel, but everybody there can press a button.
        """
        writer = message.get("from", {}).get("id")
        if kind == "private" or command not in self._configuring or _anonymous(message):
            return True
        if writer is None:
            return kind == "channel"
        return await remote.administers(self._bot, message["chat"]["id"], writer)

    async def _reply(self, place: Place, ask: Ask, chat: Remote | None = None) -> None:
        """Ask the commands, here or for another chat, and send what they answer here."""
        reply = await self._answered(place, ask, partial(dispatch, ask), chat)
        if reply.errand and self._look:
            looked = await self._look(reply.errand.url)
            tell = partial(report, reply.errand, looked, ask)
            await self._answered(Place(place.chat, place.thread), ask, tell)

    async def _answered(
        self,
        place: Place,
        ask: Ask,
        say: Callable[[Transaction], Reply],
        chat: Remote | None = None,
    ) -> Reply:
        """Send what is to be said, once its transaction is over."""
        named = chat.command if chat else str  # what a button has to say from here

        def work() -> tuple[Reply, deliver.Rows]:
            with self._store.begin() as tx:
                reply = say(tx)
                if chat:
                    reply = replace(reply, html=chat.headed(reply))
                rows = tuple(
                    tuple((b.label, signed(tx, place.chat, named(b.command))) for b in row)
                    for row in reply.buttons
                )
                return reply, rows

        reply, rows = await asyncio.to_thread(work)
        if not reply.html:
            return reply
        outcome = await self._send(place, reply, rows)
        if isinstance(outcome, Missing):  # the message that carried the button is gone
            outcome = await self._send(Place(place.chat, place.thread), reply, rows)
        if isinstance(outcome, Later):
            if outcome.flood:
                self._governor.flooded(place.chat, outcome.after.total_seconds(), monotonic())
            await asyncio.sleep(min(outcome.after.total_seconds(), LONGEST_WAIT))
            outcome = await self._send(place, reply, rows)
        if isinstance(outcome, NoRights) and ask.user and ask.user != place.chat:
            name = ask.tongue.say("this chat")
            await self._tell(Place(ask.user), ask.tongue.say(LACKS_SEND, name=name))
        await self._settle(place, outcome)
        return reply

    async def _send(self, place: Place, reply: Reply, rows: deliver.Rows) -> Outcome:
        wait = self._governor.reserve(place.chat, Rank.ANSWER, monotonic())
        await asyncio.sleep(min(wait, LONGEST_WAIT))
        if reply.picture is not None or reply.document is not None:
            outcome = await self._show(place, reply, rows)
            if not isinstance(outcome, NoRights | NoThread | Refused | Unparsable):
                return outcome
            log.info("chat %s gets text in a file's place: %s", place.chat, outcome)
        elif reply.edit and place.message is not None:
            return await deliver.edit(self._bot, place.chat, place.message, reply.html, rows)
        return await deliver.send(
            self._bot, place.chat, reply.html, thread=place.thread, buttons=rows
        )

    async def _show(self, place: Place, reply: Reply, rows: deliver.Rows) -> Outcome:
        """Send a picture or a file, which is made in a thread, so that others need not wait."""
        where = (self._bot, place.chat)
        if reply.document is not None:
            name = reply.document.name
            content = await asyncio.to_thread(self._written, reply.document)
            return await deliver.document(
                *where, content, name, reply.html, thread=place.thread, buttons=rows
            )
        assert reply.picture is not None
        png = await asyncio.to_thread(reply.picture.draw)
        caption = reply.picture.caption
        return await deliver.picture(*where, png, caption, thread=place.thread, buttons=rows)

    def _written(self, document: Document) -> bytes:
        """Write a file from what the ledger holds now."""
        with self._store.read() as tx:
            return document.write(tx)

    async def _settle(self, place: Place, outcome: Outcome) -> None:
        """Draw the consequences of an answer that did not arrive."""
        if isinstance(outcome, Moved):
            await self._in_transaction(
                lambda tx: tx.chats.move(place.chat, outcome.chat, self._now())
            )
        elif isinstance(outcome, Gone):
            await self._in_transaction(lambda tx: tx.chats.rest(place.chat, outcome.why))
        elif not isinstance(outcome, Sent):
            log.warning("an answer to chat %s was not sent: %s", place.chat, outcome)

    async def _in_transaction(self, work: Callable[[Any], Any]) -> Any:
        def run() -> Any:
            with self._store.begin() as tx:
                return work(tx)

        return await asyncio.to_thread(run)


def _thread(message: Update) -> int | None:
    """Give the forum topic that a message stands in; a reply's thread is none."""
    return message.get("message_thread_id") if message.get("is_topic_message") else None


def _anonymous(message: Update) -> bool:
    """Say whether an administrator wrote this in the group's own name."""
    sender = message.get("sender_chat") or {}
    return bool(sender.get("id") == message["chat"]["id"])
