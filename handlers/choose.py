"""How does one choose what to follow by pressing buttons, and see first what it would bring?

A step is a button's whole memory: where one is, how it is to come, and what is chosen already, so
that nothing is kept between two presses and an old message goes on working.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from alerts.html import Block, bold, italic, line, page, paragraph, shortened
from alerts.names import actor_name, name_words
from alerts.tongue import Tongue, mark
from alerts.wording import frame_words, topic_words
from claims.model import OUTLET_VOICE, UNKNOWN
from handlers import controls, paging, search, slugs
from handlers.buttons import STALE
from handlers.described import manner_words, wish_words
from handlers.follow import NOTHING_YET, existing, follow, is_known, wished
from handlers.manner import Options, applied, coded, decoded
from handlers.model import Ask, Button, Reply
from handlers.paging import Row
from handlers.positions import LABEL
from handlers.preview import preview
from handlers.wish import Wish, fields
from handlers.words import spellings
from storage.records import Subscription
from storage.store import Transaction

Thing = TypeVar("Thing")

VERB = "choose"  # what /subscribe's own buttons begin with
TOPICS = 5  # on a page
ITEMS = 12  # places, claimants or names on a page
SPEAKERS = 300  # standing claims among whose claimants one chooses

ASKED = mark(
    "What do you want to hear of? These topics are in the news now. Or choose a place, a "
    "claimant, a kind of claim or words."
)
NARROWER = mark("What else has to fit?")
TITLES = {
    "places": mark("Which place? These are in the news now."),
    "claimants": mark("Whose claims, or claims about whom? These speak now."),
    "frames": mark("Which kind of claim?"),
    "words": mark(
        "Which words? Write them yourself: /subscribe nuclear plant. Or choose a name that is in "
        "the news now."
    ),
}


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Show the step that a button names; from its first step on the message stays the same."""
    words, number = paging.take(ask.arguments)
    step, _, rest = words.partition(" ")
    code, _, typed = rest.partition(" ")
    how = decoded(code) if code else Options()
    if how is None:
        return Reply(page([paragraph(ask.tongue.say(STALE))]))
    draft = applied(wished(ask, fields(typed) if typed else Wish()), how)
    if step == "follow" or step == "only":
        done = follow(ask, tx, Wish.of(draft), how, alone=step == "only")
        return replace(done, edit=True)
    blocks, rows = _step(ask, tx, step or "topics", draft, number)
    return Reply(page(blocks), rows, edit=bool(code))


def _step(
    ask: Ask, tx: Transaction, step: str, draft: Subscription, number: int
) -> tuple[list[Block], tuple[Row, ...]]:
    """Give what a step says and offers."""
    if step == "look":
        return _look(ask, tx, draft)
    if step == "kinds":
        return _kinds(ask, draft)
    if step == "topics":
        return _topics(ask, tx, draft, number)
    if step in TITLES:
        return _listed(ask, tx, step, draft, number)
    return [paragraph(ask.tongue.say(STALE))], ()


def _look(ask: Ask, tx: Transaction, draft: Subscription) -> tuple[list[Block], tuple[Row, ...]]:
    """Say what following the draft would mean and bring, with all that can be changed."""
    tongue, wish = ask.tongue, Wish.of(draft)
    what = bold(wish_words(wish, tongue))
    said = tongue.nodes(
        mark("You would follow {what}: {how}."), what=what, how=manner_words(draft, tongue)
    )
    blocks = [
        paragraph(*said),
        *(() if is_known(tx, wish) else (line(italic(tongue.say(NOTHING_YET))),)),
        *preview(tx, draft, ask.now, tongue),
    ]
    narrow = Button(tongue.say("Narrow it ▸"), _call("topics", draft))
    kinds = Button(controls.kinds_label(draft, tongue), _call("kinds", draft))
    back = Button(tongue.say("◀ Topics"), _call("topics", wished(ask, Wish())))
    return blocks, (
        _confirm(ask, tx, draft),
        *controls.manner(draft, _changed(draft, "look"), tongue),
        (kinds,) if wish.topic or _complete(wish) else (kinds, narrow),
        (back,),
    )


def _confirm(ask: Ask, tx: Transaction, draft: Subscription) -> Row:
    """Offer to follow the draft; if the chat follows everything, also in the place of that."""
    tongue = ask.tongue
    if Wish.of(draft).everything or not existing(ask, tx, Wish()):
        return (Button(tongue.say("Follow"), _call("follow", draft)),)
    return (
        Button(tongue.say("Follow only this"), _call("only", draft)),
        Button(tongue.say("Follow this too"), _call("follow", draft)),
    )


def _kinds(ask: Ask, draft: Subscription) -> tuple[list[Block], tuple[Row, ...]]:
    """Let somebody choose among the kinds of change."""
    done = Button(ask.tongue.say("Done"), _call("look", draft))
    rows = controls.kinds(draft, _changed(draft, "kinds"), ask.tongue)
    return [paragraph(ask.tongue.say(controls.CHOOSE_KINDS))], (*rows, (done,))


def _topics(
    ask: Ask, tx: Transaction, draft: Subscription, number: int
) -> tuple[list[Block], tuple[Row, ...]]:
    """Offer the topics that are in the news; a draft that is something is only narrowed."""
    tongue, wish = ask.tongue, Wish.of(draft)
    rows = controls.categories(lambda step: _call(step, draft), tongue)
    if not wish.everything:
        left = tuple(tuple(one for one in row if not _chosen(wish, one.command)) for row in rows)
        back = Button(tongue.say("◀ Back"), _call("look", draft))
        said = [paragraph(bold(wish_words(wish, tongue))), line(tongue.say(NARROWER))]
        return said, (*filter(None, left), (back,))
    topics = [one.topic for one in search.newest(tx.claims.topics(search.MOST))]
    shown, turns = _page(topics, TOPICS, number, _call("topics", draft), tongue)
    offered = tuple(
        (_pick(topic_words(topic, tongue=tongue), replace(draft, topic=topic)),) for topic in shown
    )
    everything = Button(tongue.say("Everything"), _call("look", draft))
    return [paragraph(tongue.say(ASKED))], (*offered, *turns, *rows, (everything,))


def _listed(
    ask: Ask, tx: Transaction, step: str, draft: Subscription, number: int
) -> tuple[list[Block], tuple[Row, ...]]:
    """Offer what a field of the draft may be."""
    tongue = ask.tongue
    offered = list(_offered(tx, step, draft, tongue))
    shown, turns = _page(offered, ITEMS, number, _call(step, draft), tongue)
    wide = 1 if step == "frames" else 2
    rows = tuple(tuple(shown[at : at + wide]) for at in range(0, len(shown), wide))
    back = Button(tongue.say("◀ Back"), _call("topics", draft))
    return [paragraph(tongue.say(TITLES[step]))], (*rows, *turns, (back,))


def _offered(tx: Transaction, step: str, draft: Subscription, tongue: Tongue) -> Iterable[Button]:
    """Make a button for each thing that is in the news, the most frequent first."""
    if step == "places":
        topics = search.newest(tx.claims.topics(search.MOST))
        for place in _often(slugs.place(one.topic) for one in topics):
            yield _pick(name_words(place, tongue), replace(draft, place=place))
    elif step == "frames":
        for frame in dict.fromkeys(spellings().frames.values()):
            yield _pick(frame_words(frame, tongue), replace(draft, frame=frame))
    elif step == "claimants":
        for actor in _often(one.actor for one in tx.claims.speakers(SPEAKERS)):
            if actor not in (OUTLET_VOICE, UNKNOWN):
                yield _pick(actor_name(actor, tongue), replace(draft, actor=actor))
    else:
        speakers = tx.claims.speakers(SPEAKERS)
        for name in _often(one.name for one in speakers if one.actor != UNKNOWN):
            if name[:1].isupper():  # a person, not "the General Staff"
                yield _pick(name, replace(draft, words=name))


def _pick(label: str, draft: Subscription) -> Button:
    """Make the button that leads to a draft."""
    return Button(shortened(label[:1].upper() + label[1:], LABEL), _call("look", draft))


def _often(names: Iterable[str | None]) -> list[str]:
    """Order names by how often they come, the first to come first among equals."""
    return [name for name, _ in Counter(filter(None, names)).most_common()]


def _page(
    things: Sequence[Thing], size: int, number: int, command: str, tongue: Tongue
) -> tuple[Sequence[Thing], tuple[Row, ...]]:
    """Give a page of things and the buttons to its neighbours."""
    last = paging.pages(len(things), size)
    number = min(number, last)
    shown = things[(number - 1) * size : number * size]
    return shown, paging.turn(command, number, last, tongue)


def _call(step: str, draft: Subscription) -> str:
    """Make the command of a step: everything that is to be known for it."""
    return f"subscribe {VERB} {step} {coded(draft)} {Wish.of(draft).typed()}".strip()


def _changed(draft: Subscription, step: str) -> controls.Call:
    """Give the command that changes how a draft comes and stays at a step."""
    return lambda how: _call(step, applied(draft, how))


def _chosen(wish: Wish, command: str) -> bool:
    """Tell whether a button leads to what is chosen already."""
    field = {"places": wish.place, "claimants": wish.actor, "frames": wish.frame}
    return bool(field.get(command.split()[2], wish.words))


def _complete(wish: Wish) -> bool:
    """Tell whether nothing is left to narrow."""
    return all((wish.place, wish.actor, wish.frame, wish.words))
