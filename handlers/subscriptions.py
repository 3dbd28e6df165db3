"""What does this chat follow, and how can each be changed?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from alerts.html import Block, bold, line, page, paragraph
from alerts.tongue import Tongue, mark
from alerts.unwanted import forget_unwanted
from alerts.wording import moment_words
from handlers import controls, paging
from handlers.described import manner_words, wish_words
from handlers.manner import Options, applied, options, written
from handlers.model import Ask, Button, Reply
from handlers.own import chosen, handle, numbered, own_subscriptions
from handlers.paging import Row
from handlers.typed import echo
from handlers.wish import Wish
from storage.records import Chat, Subscription
from storage.store import Transaction

ON_PAGE = 10
USAGE = mark(
    "Give its number and a change, e.g. /subscriptions 1 high, hourly, daily 8, weekly, "
    "kinds:denial,reversal, mute 1d"
)

_SPAN = re.compile(r"mute\s+(\d{1,3})\s*([hd])", re.IGNORECASE)


def answer(ask: Ask, tx: Transaction) -> Reply:
    """List what the chat follows, or show or change the one that is named."""
    words, number = paging.take(ask.arguments)
    own = own_subscriptions(ask, tx)
    if not own:
        none = ask.tongue.say("This chat follows nothing yet. Begin with /subscribe")
        choose = Button(ask.tongue.say("Choose what to follow ▸"), "subscribe choose")
        return Reply(page([paragraph(none)]), ((choose,),))
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
    more = (Button(tongue.say("Follow something else ▸"), "subscribe choose"),)
    return Reply(page([title, *blocks]), (*buttons, *turns, more), edit=edit)


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
    """Change severity, cadence, kinds or rest of a subscription and show it."""
    span = _SPAN.fullmatch(words)
    left, how = options(words)
    if words.lower() == "kinds":
        return _kinds(ask, tx, one)
    if span:
        hours = int(span[1]) * (24 if span[2].lower() == "d" else 1)
        one = replace(one, muted_until=ask.now + timedelta(hours=hours))
    elif words.lower() == "unmute":
        one = replace(one, muted_until=None)
    elif left or how == Options():
        said = ask.tongue.say("I do not know the change “{words}”.", words=echo(words))
        return Reply(page([paragraph(f"{said} {ask.tongue.say(USAGE)}")]))
    else:
        one = applied(one, how)
    tx.subscriptions.update(one)
    forget_unwanted(tx, ask.chat, ask.now)
    pressed_kind = ask.pressed and how.kinds is not None
    return _kinds(ask, tx, one) if pressed_kind else _detail(ask, tx, one)


def _detail(ask: Ask, tx: Transaction, one: Subscription) -> Reply:
    """Show one subscription with all that can be changed."""
    chat = tx.chats.get(ask.chat)
    controls_ = _controls(one, bool(_muted(one, chat, ask)), ask.tongue)
    return Reply(page(_named(ask, tx, one)), controls_, edit=ask.pressed)


def _kinds(ask: Ask, tx: Transaction, one: Subscription) -> Reply:
    """Show which kinds of change a subscription is for."""
    said = line(ask.tongue.say(controls.CHOOSE_KINDS))
    done = Button(ask.tongue.say("Done"), _call(one))
    rows = controls.kinds(one, _changed(one), ask.tongue)
    return Reply(page([*_named(ask, tx, one), said]), (*rows, (done,)), edit=ask.pressed)


def _named(ask: Ask, tx: Transaction, one: Subscription) -> list[Block]:
    """Say one subscription with the number that it has in the list."""
    own = numbered(own_subscriptions(ask, tx))
    number = next(number for number, other in own if other.id == one.id)
    return _item(number, one, tx.chats.get(ask.chat), ask)


def _controls(one: Subscription, muted: bool, tongue: Tongue) -> tuple[Row, ...]:
    """Make the buttons of a subscription."""
    rest = [("mute 1h", tongue.say("Mute 1 hour")), ("mute 1d", tongue.say("Mute 1 day"))]
    if muted:
        rest = [("unmute", tongue.say("Unmute"))]
    return (
        *controls.manner(one, _changed(one), tongue),
        (Button(controls.kinds_label(one, tongue), f"{_call(one)} kinds"),),
        tuple(Button(label, f"{_call(one)} {word}") for word, label in rest),
        (
            Button(tongue.say("Stop"), f"unsubscribe {handle(one)}"),
            Button(tongue.say("All subscriptions"), "subscriptions page:1"),
        ),
    )


def _call(one: Subscription) -> str:
    """Make the command that shows a subscription."""
    return f"subscriptions {handle(one)}"


def _changed(one: Subscription) -> controls.Call:
    """Give the command that changes a subscription."""
    return lambda how: f"{_call(one)} {written(how)}"


def _muted(one: Subscription, chat: Chat | None, ask: Ask) -> str:
    """Say until when a subscription is muted; nothing when it is not."""
    if one.muted_until is None or one.muted_until <= ask.now:
        return ""
    return moment_words(one.muted_until, chat.timezone if chat else "UTC", ask.tongue)
