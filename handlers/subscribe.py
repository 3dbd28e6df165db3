"""What does this chat want to hear of? Following, with a look at what it would have brought."""

from __future__ import annotations

import re
from dataclasses import replace

from alerts.html import bold, italic, line, page, paragraph
from alerts.tongue import Tongue, mark
from handlers import search
from handlers.described import manner_words, wish_words
from handlers.model import Ask, Button, Reply
from handlers.own import handle
from handlers.paging import Row
from handlers.positions import follow_button, topic_button
from handlers.preview import preview
from handlers.wish import Options, Wish, options, understand
from handlers.words import fold
from storage.records import Subscription
from storage.store import Transaction

MOST = 50  # subscriptions of one chat
FULL = mark(
    "This chat follows {count} things already, which is the most. Stop one first: /unsubscribe"
)
FOLLOWS = mark("You now follow {what}: {how}.")
FOLLOWED = mark("You already follow {what}: {how}.")
WORDS = 6  # words of a wish that is no topic, place or claimant
UNKNOWN = mark("The ledger has nothing on this yet; you will hear when it does.")
USAGE = mark(
    "I could not read that as something to follow. Give a topic, a place, a claimant or a few "
    "words, and if you like how: /subscribe kursk high daily 8"
)


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Follow what the words name; with no words, everything of medium severity and above."""
    instead, rest = _instead(ask.arguments)
    words, how = options(rest)
    wish = understand(words, search.vocabulary(tx, words))
    if words and not _readable(words, wish):
        return Reply(page([paragraph(ask.tongue.say(USAGE))]))
    if len(tx.subscriptions.of(ask.chat)) >= MOST and _existing(ask, tx, wish) is None:
        return Reply(page([paragraph(ask.tongue.say(FULL, count=MOST))]))
    if wish.words:
        wish = replace(wish, words=search.spelling(tx, wish.words))
    if instead:
        _drop_everything(ask, tx)
    return follow(ask, tx, wish, how)


def follow(ask: Ask, tx: Transaction, wish: Wish, how: Options) -> Reply:
    """Write the subscription down and say what was understood."""
    before = _existing(ask, tx, wish)
    one = _changed(before or _fresh(ask, wish), how)
    one = tx.subscriptions.add(one)
    tongue = ask.tongue
    lead = FOLLOWED if before == one else FOLLOWS
    known = wish.everything or _known(tx, wish)
    what = bold(wish_words(wish, tongue))
    blocks = [
        paragraph(*tongue.nodes(lead, what=what, how=manner_words(one, tongue))),
        *(() if known else (line(italic(tongue.say(UNKNOWN))),)),
        *preview(tx, one, ask.now, tongue),
        paragraph(tongue.say("Change it: /subscriptions. Stop: /unsubscribe")),
    ]
    return Reply(page(blocks), _buttons(tx, wish, one, known, tongue))


def _fresh(ask: Ask, wish: Wish) -> Subscription:
    """Make the subscription of a wish, as usual: medium and above, at once."""
    return Subscription(
        0, ask.chat, ask.thread, wish.topic, wish.frame, wish.place, wish.actor, wish.words,
        created_at=ask.now,
    )  # fmt: skip


def _changed(one: Subscription, how: Options) -> Subscription:
    """Apply the options that were given; the others stay."""
    return replace(
        one,
        least=how.least or one.least,
        cadence=how.cadence or one.cadence,
        digest_hour=one.digest_hour if how.hour is None else how.hour,
    )


def _existing(ask: Ask, tx: Transaction, wish: Wish) -> Subscription | None:
    """Find the subscription of this chat and thread that has the same wish."""
    own = (one for one in tx.subscriptions.of(ask.chat) if one.thread == ask.thread)
    return next((one for one in own if Wish.of(one) == wish), None)


def _drop_everything(ask: Ask, tx: Transaction) -> None:
    """Stop following everything, because something narrower takes its place."""
    broad = _existing(ask, tx, Wish())
    if broad:
        tx.subscriptions.remove(broad.id, ask.chat)


def _instead(arguments: str) -> tuple[bool, str]:
    """Tell whether a button asks to narrow: "instead topic:control:kursk"."""
    first, _, rest = arguments.partition(" ")
    return (True, rest) if first == "instead" else (False, arguments)


def _readable(words: str, wish: Wish) -> bool:
    """Tell whether free words are few and are words; what the ledger knows always is."""
    if wish.everything:
        return False
    if not wish.words:
        return True
    found = fold(wish.words).split()
    plain = not re.search(r"[<>{}\\|]", words)
    return plain and len(found) <= WORDS and any(len(word) > 1 for word in found)


def _known(tx: Transaction, wish: Wish) -> bool:
    """Tell whether the ledger holds a topic or a claim that the wish is about."""
    if search.topics_of(tx, wish):
        return True
    return bool(wish.words and search.spoken(tx, wish.words, 1))


def _buttons(
    tx: Transaction, wish: Wish, one: Subscription, known: bool, tongue: Tongue
) -> tuple[Row, ...]:
    """Offer other manners, something narrower than everything, or what is near the unknown."""
    change = f"subscriptions {handle(one)}"
    how = (
        Button(tongue.say("Only high"), f"{change} high"),
        Button(tongue.say("Hourly"), f"{change} hourly"),
        Button(tongue.say("Daily 8:00"), f"{change} daily 8"),
    )
    undo = (Button(tongue.say("Stop this"), f"unsubscribe {handle(one)}"),)
    if wish.everything:
        return (how, *_narrower(tx, tongue), undo)
    if known:
        return (how, undo)
    near = search.nearest(tx, wish.words or wish.topic or "")
    return (how, *((follow_button(topic.topic, tongue),) for topic in near), undo)


def _narrower(tx: Transaction, tongue: Tongue) -> tuple[Row, ...]:
    """Offer the newest topics in the place of everything."""
    topics = search.newest(tx.claims.topics(search.MOST))[:4]
    only = mark("Only: {topic}")
    return tuple((topic_button(one.topic, tongue, "subscribe instead", only),) for one in topics)
