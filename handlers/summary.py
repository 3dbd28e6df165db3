"""What changed, what stands, and who disputes it? One screen, more on demand."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alerts.html import Block, Node, bold, excerpt, line, page, paragraph, quote
from alerts.tongue import Tongue, mark
from alerts.wording import day_words, headline, moment_words
from handlers import paging, search
from handlers.described import subject_words
from handlers.disputes import heading
from handlers.model import Ask, Button, Reply
from handlers.nothing import nothing
from handlers.own import own_subscriptions
from handlers.paging import Row
from handlers.positions import between, said, source, topic_button
from handlers.preview import followed
from handlers.sides import leading
from handlers.silence import silent
from handlers.wish import Wish, understand
from storage.records import Filed, Query, Subscription, Told, TopicSummary
from storage.store import Transaction

WEEK = timedelta(days=7)
EVER = timedelta(days=36500)
LONGEST = timedelta(days=366)
MOST = 150  # changes that are ranked
QUOTED = 3  # changes that are shown with their quote
BRIEF = 4  # changes that follow in a line each
ON_PAGE = 8  # changes on the further pages
TOPICS = 3  # topics of which the sides are shown
SIDES = 3  # positions of each
WIDEST = 20  # topics of which the changes are looked up
WORDS = 160  # UTF-16 units of a quote

COUNTED = mark("{count} {period}")
COUNTED_ABOUT = mark("{count} on {about} {period}")
QUIET = mark("Nothing changed {period}.")
QUIET_ABOUT = mark("Nothing changed on {about} {period}.")

_SPAN = re.compile(r"(.*?)\s*\b(\d{1,3})\s*(h|d|w|hours?|days?|weeks?)", re.IGNORECASE)
_NAMED = {"today": timedelta(days=1), "day": timedelta(days=1), "week": WEEK}
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": WEEK}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a summary is about: since when, in words, and which topics (None: all)."""

    since: datetime
    period: str
    typed: str  # the arguments that mean the same scope again
    about: str = ""
    topics: tuple[TopicSummary, ...] | None = None
    follows: tuple[Subscription, ...] = ()  # if any, only what these ask for


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Sum up the changes of a period, a topic, or since the chat last asked; then who disputes."""
    words, number = paging.take(ask.arguments)
    scope = _scope(ask, tx, words)
    if scope is None:
        return nothing(ask, tx, words, "summary")
    changes = _ranked(ask, tx, scope)
    if number > 1:
        return _further(ask, scope, changes, number)
    if not words:
        _asked(ask, tx)
    also = changes[QUOTED : QUOTED + BRIEF]
    tongue = ask.tongue
    blocks = [
        *_head(ask, tx, scope, changes),
        *(block for told in changes[:QUOTED] for block in _told(told, tongue)),
        *([paragraph(tongue.say("Also:"))] if also else []),
        *(_row(told, tongue) for told in also),
        *_standing(tx, scope, tongue),
        *(silent(tx, scope.since, ask.now, scope.follows, tongue) if not scope.topics else ()),
    ]
    return Reply(page(blocks), _buttons(scope, changes, tongue))


def _scope(ask: Ask, tx: Transaction, words: str) -> Scope | None:
    """Read period and topic out of the words; None when they hit nothing."""
    words, span = _period(words)
    if words.lower() == "all":
        return _last(ask, span or WEEK, "all ")
    if not words:
        return _followed(ask, tx, _last(ask, span) if span else _since_asked(ask, tx))
    known = search.vocabulary(tx, words)
    wish = understand(words, known)
    topics = () if wish.everything else tuple(search.topics_of(tx, wish, known))
    if not topics:
        return None
    scope = _last(ask, span or WEEK, f"{words} ")
    return replace(scope, about=subject_words(wish, ask.tongue), topics=topics)


def _last(ask: Ask, span: timedelta, words: str = "") -> Scope:
    """Make the scope of the last so many hours or days."""
    hours = round(min(span, LONGEST) / timedelta(hours=1))
    if hours % 24 == 0 and hours > 24:
        period = ask.tongue.many("in the last {n} day", "in the last {n} days", hours // 24)
    else:
        period = ask.tongue.many("in the last {n} hour", "in the last {n} hours", hours)
    return Scope(ask.now - timedelta(hours=hours), period, f"{words}{hours}h")


def _since_asked(ask: Ask, tx: Transaction) -> Scope:
    """Make the scope since the chat last asked; the first time, the last seven days."""
    chat = tx.chats.get(ask.chat)
    if chat is None or chat.summarised_at is None:
        return _last(ask, WEEK)
    since = chat.summarised_at
    hours = max(1, math.ceil((ask.now - since) / timedelta(hours=1)))
    moment = moment_words(since, chat.timezone, ask.tongue)
    period = ask.tongue.say("since you last asked, {moment}", moment=moment)
    return Scope(since, period, f"{min(hours, 24 * LONGEST.days)}h")


def _followed(ask: Ask, tx: Transaction, scope: Scope) -> Scope:
    """Narrow a scope to what the chat follows, unless that is everything or nothing."""
    own = tuple(own_subscriptions(ask, tx))
    if not own or any(Wish.of(one).everything for one in own):
        return scope
    return replace(scope, about=ask.tongue.say("what this chat follows"), follows=own)


def _period(words: str) -> tuple[str, timedelta | None]:
    """Take a period off the words: "kursk 24h", like "24h kursk", is kursk and a day."""
    found = _SPAN.fullmatch(words)
    if found and int(found[2]):
        return found[1], int(found[2]) * _UNITS[found[3][0].lower()]
    before, _, last = words.rpartition(" ")
    span = _NAMED.get(last.lower())
    if span:
        return before, span
    first, _, rest = words.partition(" ")
    return (rest, _period(first)[1]) if rest and _SPAN.fullmatch(first) else (words, None)


def _asked(ask: Ask, tx: Transaction) -> None:
    """Remember when the chat last asked."""
    chat = tx.chats.get(ask.chat)
    if chat:
        tx.chats.update(replace(chat, summarised_at=ask.now))


def _ranked(ask: Ask, tx: Transaction, scope: Scope) -> list[Told]:
    """Give the changes of the scope, the severe first, then the new."""
    slugs = None if scope.topics is None else [one.topic for one in scope.topics[:WIDEST]]
    told = tx.changes.since(scope.since, None, MOST, alone=True, slugs=slugs)
    told = followed(told, scope.follows, ask.now) if scope.follows else told
    return sorted(told, key=_weight, reverse=True)


def _weight(told: Told) -> tuple[int, str, datetime]:
    """Order changes by severity, then by the day of the claim and of its detection."""
    return told.change.severity.rank, told.claim.day, told.detected_at


def _head(ask: Ask, tx: Transaction, scope: Scope, changes: Sequence[Told]) -> list[Block]:
    """Say what the summary is about and how much changed; else what changed last."""
    tongue = ask.tongue
    parts: dict[str, Node] = {"about": bold(scope.about), "period": scope.period}
    if changes:
        count = tongue.many("{n} change", "{n} changes", len(changes))
        if len(changes) == MOST:
            count = tongue.say("{count} or more", count=count)
        parts["count"] = bold(count)
        lead = COUNTED_ABOUT if scope.about else COUNTED
        return [paragraph(*tongue.nodes(lead, **parts))]
    quiet = paragraph(*tongue.nodes(QUIET_ABOUT if scope.about else QUIET, **parts))
    query = Query(topic=scope.topics[0].topic) if scope.topics else None
    before = tx.changes.since(ask.now - EVER, query, 1, alone=True)
    last = line(tongue.say("The last change:"))
    return [quiet, *(block for told in before for block in (last, *_told(told, tongue)))]


def _told(told: Told, tongue: Tongue) -> list[Block]:
    """Say one change with its quote and where it stands."""
    return [
        paragraph(bold(headline(told, tongue))),
        quote(excerpt(told.claim.evidence.text, WORDS)),
        line(*_origin(told, tongue)),
    ]


def _row(told: Told, tongue: Tongue) -> Block:
    """Say one change in a line."""
    return line("• ", headline(told, tongue), " · ", *_origin(told, tongue))


def _origin(told: Told, tongue: Tongue) -> list[Node]:
    """Say when and where a change was read."""
    day = [day_words(told.claim.day, tongue)] if told.claim.day else []
    return between([*day, source(told.article, tongue)])


def _standing(tx: Transaction, scope: Scope, tongue: Tongue) -> list[Block]:
    """Say who holds what on the topics of the scope, or on the disputed ones."""
    if scope.topics is None:
        topics = [one for one in search.newest(tx.claims.topics(search.MOST)) if one.disputed]
    else:
        topics = list(scope.topics)
    blocks = [block for one in topics[:TOPICS] for block in _sides(tx, one, tongue)]
    return [paragraph(tongue.say("— What stands now —")), *blocks] if blocks else []


def _sides(tx: Transaction, topic: TopicSummary, tongue: Tongue) -> list[Block]:
    """Say the leading positions on a topic in a line each, with day and link."""
    shown = leading(tx, topic.topic, SIDES)
    rows = [_side(one, tongue) for one in shown]
    return [*heading(tx, topic, tongue), *rows] if shown else []


def _side(filed: Filed, tongue: Tongue) -> Block:
    """Say one position in a line."""
    day = [day_words(filed.claim.day, tongue)] if filed.claim.day else []
    origin = between([*day, source(filed.article, tongue)])
    return line("• ", *said(filed, tongue), " · ", *origin)


def _further(ask: Ask, scope: Scope, changes: Sequence[Told], number: int) -> Reply:
    """Show the changes beyond the first screen, a line each."""
    rest = changes[QUOTED + BRIEF :]
    last = paging.pages(len(rest), ON_PAGE) + 1
    number = min(number, last)
    shown = rest[(number - 2) * ON_PAGE : (number - 1) * ON_PAGE]
    tongue = ask.tongue
    title = tongue.say("More changes {period}", period=scope.period)
    if not shown:
        title = tongue.say("No more changes.")
    turns = paging.turn(f"summary {scope.typed}", number, last, tongue)
    rows = [_row(told, tongue) for told in shown]
    return Reply(page([paragraph(title), *rows]), turns, edit=ask.pressed)


def _buttons(scope: Scope, changes: Sequence[Told], tongue: Tongue) -> tuple[Row, ...]:
    """Lead to the further changes and to the topics that were named."""
    left = len(changes) - QUOTED - BRIEF
    label = tongue.many("{n} more ▶", "{n} more ▶", left)
    more = ((Button(label, f"summary {scope.typed} page:2"),),) if left > 0 else ()
    named = [one.topic for one in scope.topics or ()] or [one.change.topic for one in changes]
    topics = list(dict.fromkeys(named))[:TOPICS]
    everything = Button(tongue.say("Changes in everything"), "summary all 168h")
    all_ = ((everything,),) if scope.follows else ()
    return (*more, *all_, *((topic_button(topic, tongue),) for topic in topics))
