"""Who says what about this? Positions side by side, by claimant, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.html import Block, bold, italic, line, page, paragraph
from alerts.tongue import Tongue, mark
from handlers import evidence, filters, paging, search
from handlers.disputes import heading, opponents
from handlers.model import Ask, Button, Reply
from handlers.nothing import nothing
from handlers.paging import Row
from handlers.positions import BRIEF, position, topic_button
from handlers.sides import by_claimant, leading
from handlers.typed import echo
from handlers.wish import in_fields, understand
from storage.records import Filed, Query, TopicSummary
from storage.store import Transaction

TOPICS = 2  # topics on one page
SIDES = 4  # positions of each of them
ID = "id:"  # what a claim's own number begins with
USAGE = mark(
    "Try /claims kursk by:ukraine stance:denies since:7d, with frame:casualties, place:kursk or "
    "words:propaganda as you need."
)
MOST = 600  # claims of a filter that are counted
MENTIONS = 60  # claims that are found by their words alone
POSITIONS = 6  # positions on a page of one topic or of found claims


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Show the positions on the topics that the words name, or the claims that hold the words."""
    words, number = paging.take(ask.arguments)
    if words.startswith(ID):
        return evidence.answer(ask, tx, words.removeprefix(ID))
    if filters.asked(words):
        return _filtered(ask, tx, words, number)
    found = hits(ask, tx, words, number) if words else _newest(ask, tx, number)
    return found or nothing(ask, tx, words)


def hits(ask: Ask, tx: Transaction, words: str, number: int = 1) -> Reply | None:
    """Answer words that hit something; None when nothing does."""
    known = search.vocabulary(tx, words)
    wish = understand(words, known)
    topics = [] if wish.everything else search.topics_of(tx, wish, known)
    if len(topics) == 1:
        return _one(ask, tx, topics[0], number)
    if topics:
        return _several(ask, tx, words, topics, number)
    if in_fields(words) and not wish.topic:
        return _filtered(ask, tx, words, number)
    return _spoken(ask, tx, words, number)


def _newest(ask: Ask, tx: Transaction, number: int) -> Reply | None:
    """Show the topics with the newest claims."""
    topics = search.newest(tx.claims.topics(search.MOST))
    return _several(ask, tx, "", topics, number) if topics else None


def _one(ask: Ask, tx: Transaction, topic: TopicSummary, number: int) -> Reply:
    """Show all positions on one topic."""
    query = Query(topic=topic.topic)
    count = tx.claims.count(query, standing=True)
    last = paging.pages(count, POSITIONS)
    number = min(number, last)
    shown = tx.claims.find(query, POSITIONS, (number - 1) * POSITIONS, standing=True)
    tongue, ordered = ask.tongue, by_claimant(shown)
    against = {one.claim.id: opponents(one, shown, tongue) for one in shown}
    blocks = [
        *heading(tx, topic, tongue),
        *(
            block
            for at, one in enumerate(ordered, 1)
            for block in position(one, tongue, against=against[one.claim.id], number=at)
        ),
    ]
    if not shown:
        said = tongue.say("Nobody holds a position on this at present; see the timeline.")
        blocks.append(line(said))
    turns = paging.turn(f"claims topic:{topic.topic}", number, last, tongue)
    details = _details(ordered, tongue)
    return _reply(ask, blocks, (*details, *turns, more(topic.topic, tongue)))


def _several(
    ask: Ask, tx: Transaction, words: str, topics: list[TopicSummary], number: int
) -> Reply:
    """Show the leading positions on a few topics, with buttons to all of each."""
    last = paging.pages(len(topics), TOPICS)
    number = min(number, last)
    shown = topics[(number - 1) * TOPICS : number * TOPICS]
    tongue = ask.tongue
    blocks = [block for one in shown for block in _sides(tx, one, tongue)]
    buttons = tuple((_all(one.topic, tongue),) for one in shown)
    turns = paging.turn(f"claims {words}".strip(), number, last, tongue)
    return _reply(ask, blocks, (*buttons, *turns))


def _sides(tx: Transaction, topic: TopicSummary, tongue: Tongue) -> list[Block]:
    """Show the leading positions on a topic, one for each claimant, and say how many are left."""
    shown = leading(tx, topic.topic, SIDES)
    left = tx.claims.count(Query(topic=topic.topic), standing=True) - len(shown)
    more = tongue.many("and {n} more position", "and {n} more positions", left)
    blocks = [
        block
        for one in shown
        for block in position(one, tongue, BRIEF, opponents(one, shown, tongue))
    ]
    return [
        *heading(tx, topic, tongue),
        *blocks,
        *([line(italic(more))] if left > 0 else []),
    ]


def _spoken(ask: Ask, tx: Transaction, words: str, number: int) -> Reply | None:
    """Show the claims that have the words in claimant, value or quote."""
    found = search.spoken(tx, words, MENTIONS)
    if not found:
        return None
    last = paging.pages(len(found), POSITIONS)
    number = min(number, last)
    shown = found[(number - 1) * POSITIONS : number * POSITIONS]
    tongue = ask.tongue
    blocks = [block for one in shown for block in position(one, tongue, BRIEF)]
    topics = list(dict.fromkeys(one.claim.topic for one in shown))[:3]
    buttons = tuple((_all(topic, tongue),) for topic in topics)
    title = paragraph(*tongue.nodes("Claims that mention {words}", words=bold(echo(words))))
    turns = paging.turn(f"claims {words}", number, last, tongue)
    return _reply(ask, [title, *blocks], (*turns, *buttons))


def _filtered(ask: Ask, tx: Transaction, words: str, number: int) -> Reply:
    """Show the claims that fit words, place, actor, frame, stance and period, newest first."""
    tongue, wanted = ask.tongue, filters.read(tx, words, ask.now)
    if wanted.unread:
        said = tongue.say("I could not read “{words}”.", words=echo(wanted.unread))
        return Reply(page([paragraph(f"{said} {tongue.say(USAGE)}")]))
    count = tx.claims.count(wanted.query, most=MOST)
    last = paging.pages(count, POSITIONS)
    number = min(number, last)
    shown = tx.claims.find(wanted.query, POSITIONS, (number - 1) * POSITIONS)
    what = bold(filters.described(wanted.query, tongue))
    many = tongue.many("{n} claim", "{n} claims", count)
    if count == MOST:  # nobody pages further, and counting on would take longer than the answer
        many = tongue.say("{count} or more", count=many)
    title = paragraph(what, f": {many}")
    blocks = [
        block
        for at, one in enumerate(shown, 1)
        for block in position(one, tongue, BRIEF, number=at)
    ]
    turns = paging.turn(f"claims {words}", number, last, tongue)
    return _reply(ask, [title, *blocks], (*_details(shown, tongue), *turns))


def _details(shown: Sequence[Filed], tongue: Tongue) -> tuple[Row, ...]:
    """Make the buttons from each claim to its evidence."""
    offered = [
        Button(tongue.say("Source {number}", number=at), f"claims {ID}{one.claim.id}")
        for at, one in enumerate(shown, 1)
    ]
    return tuple(tuple(offered[at : at + 3]) for at in range(0, len(offered), 3))


def more(topic: str, tongue: Tongue) -> Row:
    """Make the row of buttons that goes on from one topic."""
    return (
        Button(tongue.say("Timeline"), f"timeline topic:{topic}"),
        Button(tongue.say("Follow"), f"subscribe topic:{topic}"),
    )


def _all(topic: str, tongue: Tongue) -> Button:
    """Make the button to all positions on a topic."""
    return topic_button(topic, tongue, label=mark("All: {topic}"))


def _reply(ask: Ask, blocks: list[Block], buttons: tuple[Row, ...]) -> Reply:
    """Answer, in place of the page before when a page was turned."""
    return Reply(page(blocks), buttons, edit=ask.pressed and paging.turning(ask.arguments))
