"""How did the claims on a topic unfold? A picture, or dated lines with the changes marked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from alerts.html import Block, bold, italic, line, page, paragraph
from alerts.tongue import Tongue
from alerts.wording import day_words, kind_words
from claims.model import Claim, Kind, Temporal
from handlers import paging, search
from handlers.caption import caption
from handlers.disputes import dispute_words, heading
from handlers.model import Ask, Button, Picture, Reply
from handlers.nothing import nothing
from handlers.paging import Row
from handlers.picture.draw import draw
from handlers.positions import said, source, topic_button
from handlers.story import chart
from handlers.wish import understand
from storage.records import Filed, TopicSummary
from storage.store import Transaction

ON_PAGE = 12  # claims in the text
COLUMNS = 12  # days and articles on the picture
MOST = 500  # claims of a topic that are looked at
LIGHT, DARK, TEXT = MANNERS = ("light", "dark", "text")
OTHERS = 3  # further topics that the words hit


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Show the timeline of the topic that the words name; the newest topic when bare."""
    words, number = paging.take(ask.arguments)
    words, manner = _manner(words)
    topics = _topics(tx, words)
    if not topics:
        return nothing(ask, tx, words, "timeline")
    moments = _moments(tx, topics[0])
    head = heading(tx, topics[0], ask.tongue)
    changes = tx.changes.of_topic(topics[0].topic, MOST)
    marks = {one.claims[0]: one.kind for one in changes}
    if manner == TEXT or not moments:
        shown, turn = _page(moments, [one.id for one in moments], number, ON_PAGE)
        lines = _lines(tx.claims.filed([one.id for one in shown]), marks, ask.tongue)
        edit = ask.pressed and paging.turning(ask.arguments)
        return Reply(page([*head, *lines]), _buttons(topics, turn, TEXT, ask.tongue), edit=edit)
    shown, turn = _page(moments, _places(moments), number, COLUMNS)
    filed = tx.claims.filed([one.id for one in shown])
    since = dispute_words(tx, topics[0].topic, ask.tongue, brief=True)
    drawing = chart(filed, changes, since if topics[0].disputed else "", ask.tongue)
    words = caption(head, drawing, filed, ask.tongue)
    picture = Picture(partial(draw, drawing, dark=manner == DARK), words)
    lines = _lines(filed, marks, ask.tongue)
    return Reply(page([*head, *lines]), _buttons(topics, turn, manner, ask.tongue), picture)


Turn = tuple[int, int]  # the page that is shown, and the last one; the first holds the newest


def _places(moments: Sequence[Claim]) -> list[tuple[str, str]]:
    """Give day and article of each claim, which share a column of the picture."""
    return [(one.day, one.article) for one in moments]


def _page(
    moments: Sequence[Claim], things: Sequence[object], number: int, size: int
) -> tuple[list[Claim], Turn]:
    """Cut a page of so many different things out of the claims that show them."""
    each = list(dict.fromkeys(things))
    last = paging.pages(len(each), size)
    number = min(number, last)
    end = len(each) - (number - 1) * size
    kept = set(each[max(0, end - size) : end])
    shown = [one for one, thing in zip(moments, things, strict=True) if thing in kept]
    return shown, (number, last)


def _manner(words: str) -> tuple[str, str]:
    """Take off the last word when it says how to show it: "kursk dark", "kursk text"."""
    before, _, last = words.rpartition(" ")
    return (before, last.lower()) if last.lower() in MANNERS else (words, LIGHT)


def _topics(tx: Transaction, words: str) -> list[TopicSummary]:
    """Find the topics that the words name; the newest when there are none."""
    if not words:
        return search.newest(tx.claims.topics(search.MOST))
    known = search.vocabulary(tx, words)
    wish = understand(words, known)
    return [] if wish.everything else search.topics_of(tx, wish, known)


def _moments(tx: Transaction, topic: TopicSummary) -> list[Claim]:
    """Give the claims that took a new position: no recaps, nothing that was only said again."""
    fresh = [one for one in tx.claims.history(topic.topic, MOST) if not _recap(one)]
    voices: dict[tuple[str, ...], list[Claim]] = {}
    for one in fresh:
        voices.setdefault(_voice(one), []).append(one)
    held: dict[str, set[tuple[object, ...]]] = {}
    kept = []
    for (actor, *_), said_together in voices.items():
        new = {_position(one): one for one in reversed(said_together)}
        known = held.get(actor, set())
        kept += [one for position, one in new.items() if position not in known]
        held[actor] = known if new.keys() <= known else set(new)
    return sorted(kept, key=lambda one: (one.day, fresh.index(one)))


def _recap(claim: Claim) -> bool:
    """Tell whether a claim only looks back or repeats its own article."""
    return claim.background or bool(claim.same_as) or claim.temporal is Temporal.PAST


def _voice(claim: Claim) -> tuple[str, str, str]:
    """Give who speaks, where, and for which day."""
    return claim.claimant.actor, claim.article, claim.day


def _position(claim: Claim) -> tuple[object, ...]:
    """Give what a claim holds."""
    return claim.stance, claim.value, claim.quantity


def _lines(shown: Sequence[Filed], marks: dict[str, Kind], tongue: Tongue) -> list[Block]:
    """Write the claims in lines below their days."""
    blocks: list[Block] = []
    day = None
    for one in shown:
        if one.claim.day != day:
            day = one.claim.day
            name = day_words(day, tongue) if day else tongue.say("Undated")
            blocks.append(paragraph(bold(name)))
        blocks.append(_line(one, marks.get(one.claim.id), tongue))
    return blocks


def _line(filed: Filed, kind: Kind | None, tongue: Tongue) -> Block:
    """Say one claim, the change that it made, and where it stands."""
    mark = (" – ", italic(kind_words(kind, tongue))) if kind else ()
    return line("• ", *said(filed, tongue), *mark, " · ", source(filed.article, tongue))


def _buttons(
    topics: Sequence[TopicSummary], turn: Turn, shown: str, tongue: Tongue
) -> tuple[Row, ...]:
    """Lead to earlier and later claims, to other manners, to the positions and other topics."""
    topic, (number, last) = topics[0].topic, turn
    call = f"timeline topic:{topic}"
    back, on = tongue.say("◀ Earlier"), tongue.say("Later ▶")
    earlier = [Button(back, f"{call} {shown} page:{number + 1}")] if number < last else []
    later = [Button(on, f"{call} {shown} page:{number - 1}")] if number > 1 else []
    turns = ((*earlier, *later),) if earlier or later else ()
    labels = {
        TEXT: tongue.say("As text"),
        LIGHT: tongue.say("Light picture"),
        DARK: tongue.say("Dark picture"),
    }
    manners = tuple(
        Button(label, f"{call} {manner}") for manner, label in labels.items() if manner != shown
    )
    go_on = (
        Button(tongue.say("Positions"), f"claims topic:{topic}"),
        Button(tongue.say("Follow"), f"subscribe topic:{topic}"),
    )
    others = tuple(
        (topic_button(one.topic, tongue, "timeline"),) for one in topics[1 : 1 + OTHERS]
    )
    return (*turns, manners, go_on, *others)
