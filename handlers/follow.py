"""How is a wish noted down, and what does whoever made it read then?"""

from __future__ import annotations

from alerts.html import bold, italic, line, page, paragraph
from alerts.tongue import Tongue, mark
from handlers import search
from handlers.controls import categories
from handlers.described import manner_words, wish_words
from handlers.manner import Options, applied
from handlers.model import Ask, Button, Reply
from handlers.own import handle
from handlers.paging import Row
from handlers.positions import follow_button, topic_button
from handlers.preview import preview
from handlers.wish import Wish
from storage.records import Subscription
from storage.store import Transaction

FULL = mark(
    "This chat follows {count} things already, which is the most. Stop one first: /unsubscribe"
)
FOLLOWS = mark("You now follow {what}: {how}.")
FOLLOWED = mark("You already follow {what}: {how}.")
NOTHING_YET = mark("The ledger has nothing on this yet; you will hear when it does.")


def follow(ask: Ask, tx: Transaction, wish: Wish, how: Options, *, alone: bool = False) -> Reply:
    """Write the subscription down, alone in the place of everything, and say what was understood.

    A chat that follows as much as it may is told so; what it follows already it may change.
    """
    before = existing(ask, tx, wish)
    count = len(tx.subscriptions.of(ask.chat))
    if before is None and count >= ask.most:
        return Reply(page([paragraph(ask.tongue.say(FULL, count=count))]))
    if alone:
        _drop_everything(ask, tx)
    one = applied(before or wished(ask, wish), how)
    if before:
        tx.subscriptions.update(one)
    else:
        one = tx.subscriptions.add(one)
    tongue = ask.tongue
    lead = FOLLOWED if before == one else FOLLOWS
    known = is_known(tx, wish)
    what = bold(wish_words(wish, tongue))
    blocks = [
        paragraph(*tongue.nodes(lead, what=what, how=manner_words(one, tongue))),
        *(() if known else (line(italic(tongue.say(NOTHING_YET))),)),
        *preview(tx, one, ask.now, tongue),
        paragraph(tongue.say("Change it: /subscriptions. Stop: /unsubscribe")),
    ]
    return Reply(page(blocks), _buttons(tx, wish, one, known, tongue))


def wished(ask: Ask, wish: Wish) -> Subscription:
    """Make the subscription of a wish, as usual: medium and above, at once."""
    return Subscription(
        0, ask.chat, ask.thread, wish.topic, wish.frame, wish.place, wish.actor, wish.words,
        created_at=ask.now,
    )  # fmt: skip


def existing(ask: Ask, tx: Transaction, wish: Wish) -> Subscription | None:
    """Find the subscription of this chat and thread that has the same wish."""
    own = (one for one in tx.subscriptions.of(ask.chat) if one.thread == ask.thread)
    return next((one for one in own if Wish.of(one) == wish), None)


def is_known(tx: Transaction, wish: Wish) -> bool:
    """Tell whether the ledger holds a topic or a claim that the wish is about."""
    if wish.everything or search.topics_of(tx, wish):
        return True
    return bool(wish.words and search.spoken(tx, wish.words, 1))


def _drop_everything(ask: Ask, tx: Transaction) -> None:
    """Stop following everything, because something narrower takes its place."""
    broad = existing(ask, tx, Wish())
    if broad:
        tx.subscriptions.remove(broad.id, ask.chat)


def _buttons(
    tx: Transaction, wish: Wish, one: Subscription, known: bool, tongue: Tongue
) -> tuple[Row, ...]:
    """Offer other manners, something narrower than everything, or what is near the unknown."""
    change = f"subscriptions {handle(one)}"
    how = (
        Button(tongue.say("Only high"), f"{change} high"),
        Button(tongue.say("Hourly"), f"{change} hourly"),
        Button(tongue.say("Daily {hour}:00", hour=8), f"{change} daily 8"),
    )
    undo = Button(tongue.say("Stop this"), f"unsubscribe {handle(one)}")
    if wish.everything:
        return (how, *_narrower(tx, tongue), (undo,))
    last = (Button(tongue.say("More choices ▸"), change), undo)
    if known:
        return (how, last)
    near = search.nearest(tx, wish.words or wish.topic or "")
    return (how, *((follow_button(topic.topic, tongue),) for topic in near), last)


def _narrower(tx: Transaction, tongue: Tongue) -> tuple[Row, ...]:
    """Offer the newest topics in the place of everything, and the way to all else."""
    topics = search.newest(tx.claims.topics(search.MOST))[:4]
    only = mark("Only: {topic}")
    return (
        *((topic_button(one.topic, tongue, "subscribe instead", only),) for one in topics),
        *categories(lambda step: f"subscribe choose {step}", tongue),
    )
