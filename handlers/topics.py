"""What is in the ledger? Topics, newest first, with the disputed ones marked."""

from __future__ import annotations

from alerts.html import Block, bold, italic, line, page, paragraph
from alerts.wording import day_words, topic_words
from handlers import paging, search
from handlers.model import Ask, Reply
from handlers.nothing import nothing
from handlers.positions import topic_button
from storage.records import TopicSummary
from storage.store import Transaction

ON_PAGE = 8


def answer(ask: Ask, tx: Transaction) -> Reply:
    """List topics, all or those that the words name, with a button into each."""
    words, number = paging.take(ask.arguments)
    topics = search.named(tx, words) if words else search.newest(tx.claims.topics(search.MOST))
    if not topics:
        return nothing(tx, words)
    last = paging.pages(len(topics), ON_PAGE)
    number = min(number, last)
    shown = topics[(number - 1) * ON_PAGE : number * ON_PAGE]
    count = f"the last {search.MOST}" if len(topics) == search.MOST else len(topics)
    title = paragraph(bold("Topics"), f", newest first ({count})")
    buttons = tuple((topic_button(one.topic),) for one in shown)
    turns = paging.turn(f"topics {words}".strip(), number, last)
    edit = ask.pressed and paging.turning(ask.arguments)
    return Reply(page([title, *map(_row, shown)]), (*buttons, *turns), edit=edit)


def _row(topic: TopicSummary) -> Block:
    """Say one topic in a line: name, dispute, size, day of the newest claim."""
    mark = (" · ", italic("disputed")) if topic.disputed else ()
    sides = "1 claimant" if topic.claimants == 1 else f"{topic.claimants} claimants"
    day = day_words(topic.last_at.date().isoformat())
    return line("• ", topic_words(topic.topic), *mark, f" · {sides} · {day}")
