"""How is the bot: feeds, queue, heartbeats, ledger?"""

from __future__ import annotations

from datetime import datetime

from alerts.html import Block, bold, line, page, paragraph
from alerts.tongue import Tongue
from handlers.model import Ask, Reply
from storage.records import DeliveryState, Heartbeat
from storage.store import Transaction


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Say on one screen what an operator wants to know first."""
    tongue = ask.tongue
    blocks = [
        paragraph(bold(tongue.say("Status"))),
        line(_feeds(tx, tongue)),
        line(_queue(tx, ask.now, tongue)),
        line(_ledger(tx, tongue)),
        line(
            tongue.say(
                "Updates waiting for an answer: {count}", count=tongue.number(tx.inbox.waiting())
            )
        ),
        *_beats(tx.heartbeats.all(), ask.now, tongue),
    ]
    return Reply(page(blocks))


def _ledger(tx: Transaction, tongue: Tongue) -> str:
    """Count what is in the ledger."""
    return tongue.say(
        "Ledger: {articles}, {claims}; {chats}, {subscriptions}",
        articles=tongue.many("{n} article", "{n} articles", tx.articles.count()),
        claims=tongue.many("{n} claim", "{n} claims", tx.claims.count_all()),
        chats=tongue.many("{n} chat", "{n} chats", len(tx.chats.all())),
        subscriptions=tongue.many(
            "{n} subscription", "{n} subscriptions", tx.subscriptions.count()
        ),
    )


def _feeds(tx: Transaction, tongue: Tongue) -> str:
    """Count the feeds by health."""
    feeds = tx.feeds.all()
    stopped = sum(1 for feed in feeds if feed.stopped)
    failing = sum(1 for feed in feeds if feed.error and not feed.stopped)
    waiting = sum(1 for feed in feeds if not (feed.polled or feed.error or feed.stopped))
    return tongue.say(
        "Feeds: {count}, of which failing: {failing}, stopped: {stopped}, not read yet: "
        "{waiting}. See /feeds",
        count=len(feeds),
        failing=failing,
        stopped=stopped,
        waiting=waiting,
    )


def _queue(tx: Transaction, now: datetime, tongue: Tongue) -> str:
    """Count the deliveries by state and say how long the oldest waits."""
    counts = tx.outbox.counts()
    named = ", ".join(
        f"{tongue.phrase('deliveries', state)}: {tongue.number(counts.get(state, 0))}"
        for state in DeliveryState
    )
    oldest = tx.outbox.oldest_due(now)
    if not oldest:
        return tongue.say("Deliveries: {counts}", counts=named)
    late = _ago(oldest, now, tongue)
    return tongue.say("Deliveries: {counts}; the oldest is {time} late", counts=named, time=late)


def _beats(beats: list[Heartbeat], now: datetime, tongue: Tongue) -> list[Block]:
    """Say when each loop was last alive."""
    if not beats:
        return [paragraph(tongue.say("No loop has given a sign of life yet."))]
    return [
        paragraph(bold(tongue.say("Last signs of life"))),
        *(line(f"{beat.name}: {_beat(beat, now, tongue)}") for beat in beats),
    ]


def _beat(beat: Heartbeat, now: datetime, tongue: Tongue) -> str:
    """Say when a loop was last alive, and what it said of itself."""
    ago = tongue.say("{time} ago", time=_ago(beat.at, now, tongue))
    return f"{ago} {beat.detail}".rstrip()


def _ago(moment: datetime, now: datetime, tongue: Tongue) -> str:
    """Write a span of time in its largest unit."""
    seconds = max(0, int((now - moment).total_seconds()))
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return tongue.phrase("spans", unit, n=seconds // size)
    return tongue.phrase("spans", "seconds", n=seconds)
