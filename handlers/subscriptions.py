"""What does this chat follow, and how can each be changed?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from alerts.html import Block, bold, line, page, paragraph
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
USAGE = "Give its number and a change, e.g. /subscriptions 1 high, hourly, daily 8, mute 1d"

_SPAN = re.compile(r"mute\s+(\d{1,3})\s*([hd])", re.IGNORECASE)


def answer(ask: Ask, tx: Transaction) -> Reply:
    """List what the chat follows, or show or change the one that is named."""
    words, number = paging.take(ask.arguments)
    own = own_subscriptions(ask, tx)
    if not own:
        return Reply(page([paragraph("This chat follows nothing yet. Begin with /subscribe")]))
    if not words:
        return _list(ask, tx, own, number)
    first, _, rest = words.partition(" ")
    one = chosen(own, first)
    if one is None:
        return Reply(page([paragraph(f"There is no subscription “{echo(first)}” here. {USAGE}")]))
    return _change(ask, tx, one, rest) if rest else _detail(ask, tx, one)


def _list(ask: Ask, tx: Transaction, own: list[Subscription], number: int) -> Reply:
    """List the subscriptions with two buttons for each."""
    last = paging.pages(len(own), ON_PAGE)
    number = min(number, last)
    shown = numbered(own)[(number - 1) * ON_PAGE : number * ON_PAGE]
    chat = tx.chats.get(ask.chat)
    blocks = [block for at, one in shown for block in _item(at, one, chat, ask.now)]
    buttons = tuple(
        (
            Button(f"Change {at}", f"subscriptions {handle(one)}"),
            Button(f"Stop {at}", f"unsubscribe {handle(one)}"),
        )
        for at, one in shown
    )
    edit = ask.pressed and paging.turning(ask.arguments)
    title = paragraph(bold("This chat follows"))
    return Reply(
        page([title, *blocks]), (*buttons, *paging.turn("subscriptions", number, last)), edit=edit
    )


def _item(number: int, one: Subscription, chat: Chat | None, now: datetime) -> list[Block]:
    """Say one subscription in two lines."""
    muted = _muted(one, chat, now)
    return [
        paragraph(f"{number}. ", bold(wish_words(Wish.of(one)))),
        line(manner_words(one) + (f"; muted until {muted}" if muted else "")),
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
        return Reply(page([paragraph(f"I do not know the change “{echo(words)}”. {USAGE}")]))
    else:
        one = replace(
            one,
            least=how.least or one.least,
            cadence=how.cadence or one.cadence,
            digest_hour=one.digest_hour if how.hour is None else how.hour,
        )
    tx.subscriptions.update(one)
    return _detail(ask, tx, one)


def _detail(ask: Ask, tx: Transaction, one: Subscription) -> Reply:
    """Show one subscription with all that can be changed."""
    [(number, _)] = [pair for pair in numbered(own_subscriptions(ask, tx)) if pair[1].id == one.id]
    muted = _muted(one, tx.chats.get(ask.chat), ask.now)
    blocks = _item(number, one, tx.chats.get(ask.chat), ask.now)
    return Reply(page(blocks), _controls(one, bool(muted)), edit=ask.pressed)


def _controls(one: Subscription, muted: bool) -> tuple[Row, ...]:
    """Make the buttons of a subscription; the present choice carries a tick."""
    least = ((Severity.HIGH, "high", "Only high"), (Severity.MEDIUM, "medium", "Medium and above"),
             (Severity.LOW, "low", "Everything"))  # fmt: skip
    cadence = ((Cadence.AT_ONCE, "at once", "At once"), (Cadence.HOURLY, "hourly", "Hourly"),
               (Cadence.DAILY, "daily 8", "Daily 8:00"))  # fmt: skip
    rest = (
        [("unmute", "Unmute")]
        if muted
        else [("mute 1h", "Mute 1 hour"), ("mute 1d", "Mute 1 day")]
    )
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
            Button("Stop", f"unsubscribe {handle(one)}"),
            Button("All subscriptions", "subscriptions page:1"),
        ),
    )


def _tick(label: str, chosen: bool) -> str:
    """Mark the present choice."""
    return f"✓ {label}" if chosen else label


def _muted(one: Subscription, chat: Chat | None, now: datetime) -> str:
    """Say until when a subscription is muted; nothing when it is not."""
    if one.muted_until is None or one.muted_until <= now:
        return ""
    return moment_words(one.muted_until, chat.timezone if chat else "UTC")
