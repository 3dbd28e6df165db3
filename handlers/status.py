"""How is the bot: feeds, queue, heartbeats, ledger?"""

from __future__ import annotations

from datetime import datetime

from alerts.html import Block, bold, line, page, paragraph
from handlers.model import Ask, Reply
from storage.records import DeliveryState, Heartbeat
from storage.store import Transaction


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Say on one screen what an operator wants to know first."""
    blocks = [
        paragraph(bold("Status")),
        line(_feeds(tx)),
        line(_queue(tx, ask.now)),
        line(
            f"Ledger: {tx.articles.count():,} articles, {tx.claims.count_all():,} claims; "
            f"{len(tx.chats.all()):,} chats, {tx.subscriptions.count():,} subscriptions"
        ),
        line(f"Updates waiting for an answer: {tx.inbox.waiting()}"),
        *_beats(tx.heartbeats.all(), ask.now),
    ]
    return Reply(page(blocks))


def _feeds(tx: Transaction) -> str:
    """Count the feeds by health."""
    feeds = tx.feeds.all()
    stopped = sum(1 for feed in feeds if feed.stopped)
    failing = sum(1 for feed in feeds if feed.error and not feed.stopped)
    waiting = sum(1 for feed in feeds if not (feed.polled or feed.error or feed.stopped))
    return (
        f"Feeds: {len(feeds)}, of which {failing} fail, {stopped} stopped, "
        f"{waiting} not read yet: /feeds"
    )


def _queue(tx: Transaction, now: datetime) -> str:
    """Count the deliveries by state and say how long the oldest waits."""
    counts = tx.outbox.counts()
    named = ", ".join(f"{counts.get(state, 0):,} {state.value}" for state in DeliveryState)
    oldest = tx.outbox.oldest_due(now)
    lag = f"; the oldest is {_ago(oldest, now)} late" if oldest else ""
    return f"Deliveries: {named}{lag}"


def _beats(beats: list[Heartbeat], now: datetime) -> list[Block]:
    """Say when each loop was last alive."""
    if not beats:
        return [paragraph("No loop has given a sign of life yet.")]
    rows = [
        line(f"{beat.name}: {_ago(beat.at, now)} ago {beat.detail}".rstrip()) for beat in beats
    ]
    return [paragraph(bold("Last signs of life")), *rows]


def _ago(moment: datetime, now: datetime) -> str:
    """Write a span of time in its largest unit."""
    seconds = max(0, int((now - moment).total_seconds()))
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
