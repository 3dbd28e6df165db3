"""Which topics does this chat not want to hear of, and until when?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from alerts.html import bold, line, page, paragraph
from alerts.tongue import Tongue
from alerts.unwanted import forget_unwanted
from alerts.wording import moment_words, topic_words
from handlers import search
from handlers.model import Ask, Button, Reply
from handlers.nothing import nothing
from handlers.positions import topic_button
from handlers.wish import understand
from storage.records import Chat
from storage.store import Transaction

MOST = 200  # muted topics of one chat; the oldest make room
GOOD = ""  # for good

_MANNER = re.compile(r"(.*?)\s*\b(?:(\d{1,3})\s*([hd])|(always|off))$", re.IGNORECASE | re.DOTALL)


def answer(ask: Ask, tx: Transaction) -> Reply:
    """List what is muted, offer how long to mute the topic that is named, or do it."""
    chat = tx.chats.get(ask.chat) or Chat(ask.chat)
    if not ask.arguments:
        return _listed(ask, chat)
    found = _MANNER.fullmatch(ask.arguments)
    words = found[1] if found else ask.arguments
    wish = understand(words, search.vocabulary(tx, words))
    topics = [] if wish.everything else search.topics_of(tx, wish)
    if not topics:
        return nothing(ask, tx, words, "mute")
    topic = topics[0].topic
    if not found:
        return _offered(ask, chat, topic)
    until = GOOD if found[4] else (ask.now + _span(found[2], found[3])).isoformat()
    kept = {one: till for one, till in _current(chat, ask.now).items() if one != topic}
    muted = kept if (found[4] or "").lower() == "off" else {**kept, topic: until}
    chat = replace(chat, muted=dict(list(muted.items())[-MOST:]))
    tx.chats.update(chat)
    forget_unwanted(tx, ask.chat, ask.now)
    return _offered(ask, chat, topic)


def _current(chat: Chat, now: datetime) -> Mapping[str, str]:
    """Leave out what is over."""
    return {topic: until for topic, until in chat.muted.items() if not chat.hears(topic, now)}


def _span(number: str, unit: str) -> timedelta:
    """Read a number of hours or days."""
    return timedelta(hours=int(number) * (24 if unit.lower() == "d" else 1))


def _listed(ask: Ask, chat: Chat) -> Reply:
    """List the muted topics with a button that ends it for each."""
    muted, tongue = _current(chat, ask.now), ask.tongue
    if not muted:
        none = tongue.say("No topic is muted here. To mute one: /mute kursk 1d")
        return Reply(page([paragraph(none)]))
    lines = [
        line("• ", _said(topic, until, chat, tongue)) for topic, until in list(muted.items())[-20:]
    ]
    buttons = tuple(
        (topic_button(topic, tongue, "mute", "{topic}"),) for topic in list(muted)[-20:]
    )
    return Reply(page([paragraph(bold(tongue.say("Muted here"))), *lines]), buttons)


def _offered(ask: Ask, chat: Chat, topic: str) -> Reply:
    """Say whether a topic is muted and offer the spans."""
    tongue, until = ask.tongue, _current(chat, ask.now).get(topic)
    name = topic_words(topic, tongue=tongue)
    said = (
        tongue.say("Alerts on “{topic}” are on. Mute them here for how long?", topic=name)
        if until is None
        else tongue.say("Muted: {what}", what=_said(topic, until, chat, tongue))
    )
    spans = (
        Button(tongue.say("1 hour"), f"mute topic:{topic} 1h"),
        Button(tongue.say("1 day"), f"mute topic:{topic} 1d"),
        Button(tongue.say("For good"), f"mute topic:{topic} always"),
    )
    off = (Button(tongue.say("Unmute"), f"mute topic:{topic} off"),)
    edit = ask.pressed and _MANNER.fullmatch(ask.arguments) is not None
    return Reply(page([paragraph(said)]), (spans,) if until is None else (spans, off), edit=edit)


def _said(topic: str, until: str, chat: Chat, tongue: Tongue) -> str:
    """Say which topic is muted, and until when."""
    name = topic_words(topic, tongue=tongue)
    if until == GOOD:
        return tongue.say("{topic}, for good", topic=name)
    moment = moment_words(datetime.fromisoformat(until), chat.timezone, tongue)
    return tongue.say("{topic}, until {moment}", topic=name, moment=moment)
