"""What is kept of this chat? Everything as a file, or gone."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial

from alerts.html import bold, line, page, paragraph
from handlers.model import Ask, Button, Document, Reply
from storage.store import Transaction


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Say what is kept; "export" sends it, "delete" deletes it once that is confirmed."""
    asked = ask.arguments.lower()
    if asked == "export":
        title = bold(ask.tongue.say("What is kept of this chat, but for the alerts that it got"))
        document = Document("claimwatch.json", partial(_kept, ask=ask))
        return Reply(page([paragraph(title)]), document=document)
    if asked == "delete yes":
        return _deleted(ask, tx)
    return _sure(ask) if asked == "delete" else _said(ask)


def _said(ask: Ask) -> Reply:
    """Say what is kept, why, and for how long."""
    tongue = ask.tongue
    blocks = [
        paragraph(bold(tongue.say("What is kept of this chat"))),
        line(
            tongue.say(
                "Its number, language, time zone and quiet hours; what it follows and mutes; "
                "which alerts it got; which alerts were called wrong here, by whom, in which "
                "words."
            )
        ),
        paragraph(
            tongue.say(
                "It serves to send what you asked for, and goes to nobody else. What you write is "
                "forgotten once it is answered."
            )
        ),
    ]
    buttons = (
        (Button(tongue.say("As a file"), "privacy export"),),
        (Button(tongue.say("Delete all of it"), "privacy delete"),),
    )
    return Reply(page(blocks), buttons)


def _sure(ask: Ask) -> Reply:
    """Ask once more."""
    tongue = ask.tongue
    said = tongue.say(
        "Delete everything that is kept of this chat? It then follows nothing and gets no alerts."
    )
    yes = Button(tongue.say("Yes, delete it"), "privacy delete yes")
    return Reply(page([paragraph(said)]), ((yes,),))


def _deleted(ask: Ask, tx: Transaction) -> Reply:
    """Delete the chat with everything that hangs on it; in private also what its user reported."""
    private = ask.user if ask.chat_kind == "private" else None
    tx.reviews.forget(ask.chat, private)
    tx.chats.forget(ask.chat)
    said = ask.tongue.say("Nothing is kept of this chat any more. To begin anew: /start")
    return Reply(page([paragraph(said)]), edit=ask.pressed)


def _kept(tx: Transaction, *, ask: Ask) -> bytes:
    """Write everything that is kept as JSON."""
    chat = tx.chats.get(ask.chat)
    found = {
        "chat": asdict(chat) if chat else None,
        "subscriptions": [asdict(one) for one in tx.subscriptions.of(ask.chat)],
        "reports": [asdict(one) for one in tx.reviews.reports_of(ask.chat)],
    }
    return json.dumps(found, ensure_ascii=False, indent=2, default=_plain).encode()


def _plain(value: object) -> object:
    """Write what JSON has no form for."""
    return sorted(value) if isinstance(value, frozenset) else str(value)
