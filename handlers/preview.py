"""What would a subscription have brought in the last seven days?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from alerts.html import Block, line, paragraph
from alerts.match import match
from alerts.tongue import Tongue
from alerts.wording import headline
from handlers import search
from handlers.wish import Wish
from storage.records import Query, Subscription, Told
from storage.store import Transaction

PERIOD = timedelta(days=7)
MOST = 100  # changes that are looked at
EXAMPLES = 2


def preview(tx: Transaction, one: Subscription, now: datetime, tongue: Tongue) -> list[Block]:
    """Count the changes of the last seven days that fit, and show up to two."""
    fitting = followed(_recent(tx, one, now), [one], now)
    if not fitting:
        return [paragraph(tongue.say("Such changes in the last 7 days: none."))]
    count = tongue.number(len(fitting))
    if len(fitting) == MOST:
        count = tongue.say("{count} or more", count=count)
    lead = paragraph(
        tongue.say("Such changes in the last 7 days: {count}, for example:", count=count)
    )
    ranked = sorted(fitting, key=lambda told: told.change.severity.rank, reverse=True)
    shown = [line(f"• {headline(told, tongue)}") for told in ranked[:EXAMPLES]]
    left = len(fitting) - len(shown)
    rest = line(tongue.many("… and {n} more", "… and {n} more", left))
    return [lead, *shown, *([rest] if left else [])]


def followed(
    told: Sequence[Told], subscriptions: Sequence[Subscription], now: datetime
) -> list[Told]:
    """Keep the changes that the subscriptions ask for, whatever the hour."""
    awake = [replace(one, muted_until=None) for one in subscriptions]
    wanted = match(
        [one.change for one in told],
        {one.claim.id: one.claim for one in told},
        awake,
        now=now,
        window=timedelta(),
    )
    ids = {one.change for one in wanted}
    return [one for one in told if one.change.id in ids]


def _recent(tx: Transaction, one: Subscription, now: datetime) -> list[Told]:
    """Take the last week's changes, narrowed where the ledger can do it."""
    since, wish = now - PERIOD, Wish.of(one)
    if wish.place or wish.actor:  # no column of a change, but its topic or claimant tells
        named = [topic.topic for topic in search.topics_of(tx, replace(wish, words=None))]
        return tx.changes.since(since, Query(frame=one.frame), MOST, alone=True, slugs=named)
    query = Query(words=one.words or "", topic=one.topic, frame=one.frame)
    return tx.changes.since(since, query, MOST, alone=True)
