"""What does this chat follow, and how can each be changed?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from alerts.html import Block, bold, line, page, paragraph
from alerts.tongue import Tongue, mark
from alerts.unwanted import forget_unwanted
from alerts.wording import moment_words
from claims.model import Severity
from handlers import paging
from handlers.described import manner_words, wish_words
from handlers.model import Ask, Button, Reply
from handlers.own import chosen, handle, numbered, own_subscriptions
from handlers.paging import Row
from handlers.typed import echo
from handlers.wish import Options, Wish, options
from storage.records import Cadence, Chat, Subscription
from storage.store import Transaction

ON_PAGE = 10
USAGE = mark(
    "Give its number and a change, e.g. /subscriptions 1 high, hourly, daily 8, weekly 8, mute 1d"
)

_SPAN = re.compile(r"mute\s+(\d{1,3})\s*([hd])", re.IGNORECASE)


def answer(ask: Ask, tx: Transaction) -> Reply:
    """List what the chat follows, or show or change the one that is named."""
    words, number = paging.take(ask.arguments)
    own = own_subscriptions(ask, tx)
    if not own:
        none = ask.tongue.say("This chat follows nothing yet. Begin with /subscribe")
        return Reply(page([paragraph(none)]))
    if not words:
        return _list(ask, tx, own, number)
    first, _, rest = words.partition(" ")
    one = chosen(own, first)
    if one is None:
        none = ask.tongue.say("There is no subscription “{words}” here.", words=echo(first))
        return Reply(page([paragraph(f"{none} {ask.tongue.say(USAGE)}")]))
    return _change(ask, tx, one, rest) if rest else _detail(ask, tx, one)


def _list(ask: Ask, tx: Transaction, own: list[Subscription], number: int) -> Reply:
    """List the subscriptions with two buttons for each."""
    last = paging.pages(len(own), ON_PAGE)
    number = min(number, last)
    shown = numbered(own)[(number - 1) * ON_PAGE : number * ON_PAGE]
    chat, tongue = tx.chats.get(ask.chat), ask.tongue
    blocks = [block for at, one in shown for block in _item(at, one, chat, ask)]
    buttons = tuple(
        (
            Button(tongue.say("Change {number}", number=at), f"subscriptions {handle(one)}"),
            Button(tongue.say("Stop {number}", number=at), f"unsubscribe {handle(one)}"),
        )
        for at, one in shown
    )
    edit = ask.pressed and paging.turning(ask.arguments)
    title = paragraph(bold(tongue.say("This chat follows")))
    turns = paging.turn("subscriptions", number, last, tongue)
    return Reply(page([title, *blocks]), (*buttons, *turns), edit=edit)


def _item(number: int, one: Subscription, chat: Chat | None, ask: Ask) -> list[Block]:
    """Say one subscription in two lines."""
    muted, tongue = _muted(one, chat, ask), ask.tongue
    until = tongue.say("; muted until {moment}", moment=muted) if muted else ""
    rests = tongue.say("; rests, for its thread is closed or gone") if one.resting else ""
    return [
        paragraph(f"{number}. ", bold(wish_words(Wish.of(one), tongue))),
        line(manner_words(one, tongue) + until + rests),
    ]


def _change(ask: Ask, tx: Transaction, one: Subscription, words: str) -> Reply:
    """Change severity, cadence or rest of a subscription and show it."""
    span = _SPAN.fullmatch(words)
    left, how = options(words)
    if span:
        hours = int(span[1]) * (24 if span[2].lower() == "d" else 1)
        one = replace(one, muted_until=ask.now + timedelta(hours=hours))
    elif words.lower() == "unmute":
        one = replace(one, muted_until=None)
    elif left or how == Options():
        said = ask.tongue.say("I do not know the change “{words}”.", words=echo(words))
        return Reply(page([paragraph(f"{said} {ask.tongue.say(USAGE)}")]))
    else:
        one = replace(
            one,
            least=how.least or one.least,
            cadence=how.cadence or one.cadence,
            digest_hour=one.digest_hour if how.hour is None else how.hour,
        )
    tx.subscriptions.update(one)
    forget_unwanted(tx, ask.chat, ask.now)
    return _detail(ask, tx, one)


def _detail(ask: Ask, tx: Transaction, one: Subscription) -> Reply:
    """Show one subscription with all that can be changed."""
    [(number, _)] = [pair for pair in numbered(own_subscriptions(ask, tx)) if pair[1].id == one.id]
    chat = tx.chats.get(ask.chat)
    controls = _controls(one, bool(_muted(one, chat, ask)), ask.tongue)
    return Reply(page(_item(number, one, chat, ask)), controls, edit=ask.pressed)


def _controls(one: Subscription, muted: bool, tongue: Tongue) -> tuple[Row, ...]:
    """Make the buttons of a subscription; the present choice carries a tick."""
    least = (
        (Severity.HIGH, "high", tongue.say("Only high")),
        (Severity.MEDIUM, "medium", tongue.say("Medium and above")),
        (Severity.LOW, "low", tongue.say("Everything")),
    )
    cadence = (
        (Cadence.AT_ONCE, "at once", tongue.say("At once")),
        (Cadence.HOURLY, "hourly", tongue.say("Hourly")),
        (Cadence.DAILY, "daily 8", tongue.say("Daily 8:00")),
        (Cadence.WEEKLY, "weekly 8", tongue.say("Mondays 8:00")),
    )
    rest = [("mute 1h", tongue.say("Mute 1 hour")), ("mute 1d", tongue.say("Mute 1 day"))]
    if muted:
        rest = [("unmute", tongue.say("Unmute"))]
    call = f"subscriptions {handle(one)}"
    return (
        tuple(
            Button(_tick(label, one.least is value), f"{call} {word}")
            for value, word, label in least
        ),
        tuple(
            Button(_tick(label, one.cadence is value), f"{call} {word}")
            for value, word, label in cadence
        ),
        tuple(Button(label, f"{call} {word}") for word, label in rest),
        (
            Button(tongue.say("Stop"), f"unsubscribe {handle(one)}"),
            Button(tongue.say("All subscriptions"), "subscriptions page:1"),
        ),
    )


def _tick(label: str, chosen: bool) -> str:
    """Mark the present choice."""
    return f"✓ {label}" if chosen else label


def _muted(one: Subscription, chat: Chat | None, ask: Ask) -> str:
    """Say until when a subscription is muted; nothing when it is not."""
    if one.muted_until is None or one.muted_until <= ask.now:
        return ""
    return moment_words(one.muted_until, chat.timezone if chat else "UTC", ask.tongue)
