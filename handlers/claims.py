"""Who says what about this? Positions side by side, by claimant, newest first."""

from __future__ import annotations

from alerts.html import Block, bold, italic, line, page, paragraph
from handlers import paging, search
from handlers.disputes import heading, opponents
from handlers.model import Ask, Button, Reply
from handlers.nothing import nothing
from handlers.paging import Row
from handlers.positions import BRIEF, position, topic_button
from handlers.sides import by_claimant, leading
from handlers.typed import echo
from handlers.wish import understand
from storage.records import Query, TopicSummary
from storage.store import Transaction

TOPICS = 2  # topics on one page
SIDES = 4  # positions of each of them
POSITIONS = 6  # positions on a page of one topic or of found claims


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Show the positions on the topics that the words name, or the claims that hold the words."""
    words, number = paging.take(ask.arguments)
    found = hits(ask, tx, words, number) if words else _newest(ask, tx, number)
    return found or nothing(tx, words)


def hits(ask: Ask, tx: Transaction, words: str, number: int = 1) -> Reply | None:
    """Answer words that hit something; None when nothing does."""
    wish = understand(words, search.vocabulary(tx, words))
    topics = [] if wish.everything else search.topics_of(tx, wish)
    if len(topics) == 1:
        return _one(ask, tx, topics[0], number)
    if topics:
        return _several(ask, tx, words, topics, number)
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
    against = {one.claim.id: opponents(one, shown) for one in shown}
    blocks = [
        *heading(tx, topic),
        *(b for one in by_claimant(shown) for b in position(one, against=against[one.claim.id])),
    ]
    if not shown:
        blocks.append(line("Nobody holds a position on this at present; see the timeline."))
    turns = paging.turn(f"claims topic:{topic.topic}", number, last)
    return _reply(ask, blocks, (*turns, more(topic.topic)))


def _several(
    ask: Ask, tx: Transaction, words: str, topics: list[TopicSummary], number: int
) -> Reply:
    """Show the leading positions on a few topics, with buttons to all of each."""
    last = paging.pages(len(topics), TOPICS)
    number = min(number, last)
    shown = topics[(number - 1) * TOPICS : number * TOPICS]
    blocks = [block for one in shown for block in _sides(tx, one)]
    buttons = tuple((topic_button(one.topic, label="All:"),) for one in shown)
    return _reply(ask, blocks, (*buttons, *paging.turn(f"claims {words}".strip(), number, last)))


def _sides(tx: Transaction, topic: TopicSummary) -> list[Block]:
    """Show the leading positions on a topic, one for each claimant, and say how many are left."""
    shown = leading(tx, topic.topic, SIDES)
    left = tx.claims.count(Query(topic=topic.topic), standing=True) - len(shown)
    rest = [line(italic(f"and {left} more position{'s' if left > 1 else ''}"))] if left > 0 else []
    blocks = [block for one in shown for block in position(one, BRIEF, opponents(one, shown))]
    return [*heading(tx, topic), *blocks, *rest]


def _spoken(ask: Ask, tx: Transaction, words: str, number: int) -> Reply | None:
    """Show the claims that have the words in claimant, value or quote."""
    found = search.spoken(tx, words)
    if not found:
        return None
    last = paging.pages(len(found), POSITIONS)
    number = min(number, last)
    shown = found[(number - 1) * POSITIONS : number * POSITIONS]
    blocks = [block for one in shown for block in position(one, BRIEF)]
    topics = list(dict.fromkeys(one.claim.topic for one in shown))[:3]
    buttons = tuple((topic_button(topic, label="All:"),) for topic in topics)
    title = paragraph("Claims that mention ", bold(echo(words)))
    return _reply(ask, [title, *blocks], (*paging.turn(f"claims {words}", number, last), *buttons))


def more(topic: str) -> Row:
    """Make the row of buttons that goes on from one topic."""
    return (
        Button("Timeline", f"timeline topic:{topic}"),
        Button("Follow", f"subscribe topic:{topic}"),
    )


def _reply(ask: Ask, blocks: list[Block], buttons: tuple[Row, ...]) -> Reply:
    """Answer, in place of the page before when a page was turned."""
    return Reply(page(blocks), buttons, edit=ask.pressed and paging.turning(ask.arguments))
