"""What is this, and how does one begin?"""

from __future__ import annotations

from alerts.html import bold, line, page, paragraph
from handlers import search, slugs
from handlers.about import WHAT
from handlers.follow import follow
from handlers.manner import Options
from handlers.model import Ask, Button, Reply
from handlers.positions import follow_button
from handlers.rights import MAY_NOT
from handlers.wish import Wish
from storage.store import Transaction

TOPICS = 5


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Greet, and offer the main topics; a deep link's payload follows its topic."""
    if ask.arguments.startswith(slugs.LINK):
        return _linked(ask, tx, ask.arguments.split()[0])
    topics, tongue = search.main(tx, TOPICS), ask.tongue
    blocks = [
        paragraph(bold("Claimwatch")),
        line(tongue.say(WHAT)),
        paragraph(
            tongue.say("Follow a topic below, or /subscribe to hear of everything that matters.")
        ),
        line(
            tongue.say(
                "See who says what: /claims kursk. What changed: /summary. All commands: /help"
            )
        ),
    ]
    buttons = tuple((follow_button(one.topic, tongue),) for one in topics)
    everything = (
        Button(tongue.say("Follow everything"), "subscribe"),
        Button(tongue.say("Choose what to follow ▸"), "subscribe choose"),
    )
    changed = (Button(tongue.say("What changed?"), "summary"),)
    return Reply(page(blocks), (*buttons, everything, changed))


def _linked(ask: Ask, tx: Transaction, payload: str) -> Reply:
    """Follow the topic of a deep link, if the ledger knows it and the user may."""
    topic = search.linked(tx, payload)
    if topic is None:
        said = ask.tongue.say(
            "This link leads to a topic that the ledger does not know. See /topics"
        )
        return Reply(page([paragraph(said)]))
    if not ask.may_configure:
        return Reply(page([paragraph(ask.tongue.say(MAY_NOT))]))
    return follow(ask, tx, Wish(topic=topic), Options())
