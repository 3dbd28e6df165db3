"""What is in the ledger? Topics, newest first, with the disputed ones marked."""

from __future__ import annotations

from alerts.html import Block, bold, italic, line, page, paragraph
from alerts.tongue import Tongue
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
        return nothing(ask, tx, words)
    last = paging.pages(len(topics), ON_PAGE)
    number = min(number, last)
    shown = topics[(number - 1) * ON_PAGE : number * ON_PAGE]
    tongue = ask.tongue
    title = paragraph(bold(tongue.say("Topics")), _count(len(topics), tongue))
    buttons = tuple((topic_button(one.topic, tongue),) for one in shown)
    turns = paging.turn(f"topics {words}".strip(), number, last, tongue)
    rows = [_row(one, tongue) for one in shown]
    edit = ask.pressed and paging.turning(ask.arguments)
    return Reply(page([title, *rows]), (*buttons, *turns), edit=edit)


def _count(count: int, tongue: Tongue) -> str:
    """Say how many topics there are, as far as one looks."""
    if count == search.MOST:
        return tongue.say(", newest first (the last {count})", count=count)
    return tongue.say(", newest first ({count})", count=count)


def _row(topic: TopicSummary, tongue: Tongue) -> Block:
    """Say one topic in a line: name, dispute, size, day of the newest claim."""
    mark = (" · ", italic(tongue.say("disputed"))) if topic.disputed else ()
    sides = tongue.many("{n} claimant", "{n} claimants", topic.claimants)
    day = day_words(topic.last_at.date(), tongue)
    name = topic_words(topic.topic, tongue=tongue)
    return line("• ", name, *mark, f" · {sides} · {day}")
