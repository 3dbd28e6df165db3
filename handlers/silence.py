"""Which topics were spoken of until lately, and are no more?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from alerts.html import Block, line, paragraph
from alerts.tongue import Tongue
from alerts.wording import day_words, topic_words
from handlers import search, slugs
from handlers.wish import Wish
from handlers.words import heard, keys
from storage.records import Subscription, TopicSummary
from storage.store import Transaction

SHOWN = 3
BUSY = 3  # claims from which on a topic's silence is worth a line
AGO = 3  # times the period: who spoke last before that is history, not silence


def silent(
    tx: Transaction,
    since: datetime,
    now: datetime,
    follows: Sequence[Subscription],
    tongue: Tongue,
) -> list[Block]:
    """Name the busiest topics on which nothing was said in the period, but shortly before."""
    before = since - AGO * max(now - since, timedelta(days=1))
    topics = [
        one
        for one in tx.claims.topics(search.MOST, since=before)
        if one.last_at < since and one.claims >= BUSY and _followed(one, follows)
    ]
    topics.sort(key=lambda one: (one.disputed, one.claims), reverse=True)
    if not topics:
        return []
    lead = paragraph(tongue.say("Nothing new on what was spoken of before:"))
    return [lead, *(line("• ", _row(one, tongue)) for one in topics[:SHOWN])]


def _followed(topic: TopicSummary, follows: Sequence[Subscription]) -> bool:
    """Tell whether a subscription is about the topic; what somebody says there does not count."""
    wishes = [Wish.of(one) for one in follows]
    return not wishes or any(_about(topic.topic, wish) for wish in wishes)


def _about(topic: str, wish: Wish) -> bool:
    """Tell whether a wish is about a topic, by what its slug says."""
    if wish.topic:
        return wish.topic == topic
    named = " ".join(filter(None, (wish.place, wish.actor, wish.words)))
    framed = wish.frame in (None, slugs.frame(topic))
    return framed and set(keys(named)) <= heard(topic)


def _row(topic: TopicSummary, tongue: Tongue) -> str:
    """Say one topic and when it was last spoken of."""
    name, day = topic_words(topic.topic, tongue=tongue), day_words(topic.last_at.date(), tongue)
    return tongue.say("{topic}: last on {day}", topic=name, day=day)
