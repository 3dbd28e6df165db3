"""How is the bot: feeds, queue, heartbeats, ledger?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from platform import python_version

from alerts.html import Block, bold, line, page, paragraph, shortened
from alerts.tongue import Tongue
from handlers.model import Ask, Reply
from storage.records import DeliveryState, Feed, Heartbeat
from storage.store import Transaction

LAG = timedelta(minutes=5)  # from which on polling counts as late
ERRORS = 3  # feeds whose errors are shown; all stand in /feeds
ERROR = 120  # UTF-16 units of each


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
        *_late(tx.feeds.all(), ask.now, tongue),
        *_errors(tx.feeds.all(), tongue),
        line(
            tongue.say(
                "Alerts called wrong: {count}. See /review",
                count=tongue.number(tx.reviews.count()),
            )
        ),
        line(tongue.say("Versions: {versions}", versions=_versions())),
        *_beats(tx.heartbeats.all(), ask.now, tongue),
    ]
    return Reply(page(blocks))


def _late(feeds: Sequence[Feed], now: datetime, tongue: Tongue) -> list[Block]:
    """Say how far the polling lags behind, if it does."""
    due = [feed.next_check_at for feed in feeds if feed.next_check_at and not feed.stopped]
    oldest = min(due, default=now)
    if now - oldest < LAG:
        return []
    late = tongue.say("Feeds are read late, by up to {span}.", span=_ago(oldest, now, tongue))
    return [line(late)]


def _errors(feeds: Sequence[Feed], tongue: Tongue) -> list[Block]:
    """Show what went wrong where, for the feeds that fail longest."""
    failing = [feed for feed in feeds if feed.error and not feed.stopped]
    worst = sorted(failing, key=lambda feed: feed.failures, reverse=True)[:ERRORS]
    return [
        line(
            "• ",
            tongue.say(
                "Feed {number}, failures in a row: {count}: {error}",
                number=feed.id,
                count=tongue.number(feed.failures),
                error=shortened(feed.error or "", ERROR),
            ),
        )
        for feed in worst
    ]


def _versions() -> str:
    """Name the versions that a report of a fault should hold."""
    try:
        own = version("claimwatch")
    except PackageNotFoundError:  # run from a folder that is not installed
        own = "?"
    return f"Claimwatch {own}, Python {python_version()}"


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
