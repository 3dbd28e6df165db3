"""What do the operators say to everybody? One sentence to all chats, after a second thought."""

from __future__ import annotations

import re
from hashlib import sha256
from itertools import groupby

from alerts.html import bold, line, page, paragraph, quote
from alerts.tongue import mark, tongue
from handlers.model import Ask, Button, Reply
from storage.outbox import TERMINAL
from storage.records import Chat
from storage.store import Transaction

USAGE = mark("Give the words that every chat is to read: /broadcast back at noon")
_SEND = re.compile("send ([0-9a-f]{12})")


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Show what would go out and to how many; the button sends it."""
    if not ask.arguments:
        return Reply(page([paragraph(ask.tongue.say(USAGE))]))
    sure = _SEND.fullmatch(ask.arguments) if ask.pressed else None  # else these are words
    return _send(ask, tx, sure[1]) if sure else _confirm(ask, tx)


def _confirm(ask: Ask, tx: Transaction) -> Reply:
    """Keep the words until the operator is sure, or writes others."""
    number = sha256(f"{ask.now}\n{ask.arguments}".encode()).hexdigest()[:12]
    tx.settings.put(_draft(ask), f"{number} {ask.arguments}")
    count = len(_readers(tx))
    asked = ask.tongue.many("Send this to {n} chat?", "Send this to {n} chats?", count)
    sure = Button(ask.tongue.say("Yes, send it"), f"broadcast send {number}")
    return Reply(page([paragraph(bold(asked)), quote(ask.arguments)]), ((sure,),))


def _send(ask: Ask, tx: Transaction, number: str) -> Reply:
    """Write a notice for each chat; the words are forgotten, so that no second press sends."""
    kept, _, words = (tx.settings.get(_draft(ask)) or "").partition(" ")
    if kept != number:
        gone = ask.tongue.say("That was sent already, or you wrote something else since.")
        return Reply(page([paragraph(gone)]))
    tx.settings.remove(_draft(ask))
    readers = _readers(tx)
    for language, some in groupby(readers, key=lambda chat: chat.language):
        head = tongue(language).say("From the operators of this bot:")
        text = page([paragraph(bold(head)), line(words)])
        tx.notices.put([chat.id for chat in some], text, ask.now)
    said = ask.tongue.many("On its way to {n} chat.", "On its way to {n} chats.", len(readers))
    return Reply(page([paragraph(said)]), edit=True)


def _readers(tx: Transaction) -> list[Chat]:
    """List the chats that may be written to, by language."""
    awake = [chat for chat in tx.chats.all() if not chat.resting and chat.kind != TERMINAL]
    return sorted(awake, key=lambda chat: chat.language)


def _draft(ask: Ask) -> str:
    """Name the setting that keeps an operator's words."""
    return f"broadcast:{ask.user}"
