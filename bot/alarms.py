"""When must an operator be told? When a feed that matters dies, all fall silent, or Telegram does.

Each trouble is said once, and once more when it is over. What was said is noted in the ledger in
the transaction that says it, so that a restart repeats nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from alerts.html import page, paragraph
from bot.clock import Now
from bot.health import STOPPED
from storage.records import Feed
from storage.store import Store, Transaction

log = logging.getLogger("claimwatch.alarms")

DEAD = timedelta(hours=24)  # that a feed fails without a break until it counts as dead
DEAF = timedelta(minutes=30)  # without an answer from any feed, beyond what was planned
UNHEARD = timedelta(seconds=75)  # since the last answer to a long poll, which comes after 30
_DEAF = "alarm:deaf"
_UNHEARD = "alarm:unheard"


async def watch(store: Store, admins: frozenset[int], now: Now) -> None:
    """Look at feeds and loops; write the operators' notices."""
    for line in await asyncio.to_thread(looked, store, admins, now()):
        log.warning("%s", line)


def looked(store: Store, admins: frozenset[int], now: datetime) -> list[str]:
    """Do it; give what was said."""
    with store.begin() as tx:
        said = list(_news(tx, now))
        for line in said:
            tx.notices.put(admins, page([paragraph(line)]), now)
    return said


def _news(tx: Transaction, now: datetime) -> Iterator[str]:
    yield from _silence(tx, now)
    feeds = tx.feeds.all()
    depended_on = tx.feeds.depended_on()
    for feed in feeds:
        if feed.id in depended_on:
            what = f"Feed {feed.id}, {feed.outlet or feed.url}, which brought claims,"
            yield from _turned(
                tx,
                f"alarm:feed:{feed.id}",
                _dead(feed, now),
                f"{what} is dead: {feed.error or 'gone'}. /feeds",
                f"{what} answers again.",
            )
    yield from _turned(
        tx,
        _DEAF,
        _deaf(feeds, now),
        "No feed at all has answered for half an hour: is the bot cut off? /feeds",
        "Feeds answer again.",
    )


def _silence(tx: Transaction, now: datetime) -> Iterator[str]:
    """Say that nothing comes from Telegram, and afterwards for how long that was."""
    beats = {beat.name: beat for beat in tx.heartbeats.all()}
    heard = beats.get("updates")
    if heard is None or heard.detail == STOPPED:
        return
    since = tx.settings.get(_UNHEARD)
    if since is None and (now - heard.at > UNHEARD or heard.detail):
        tx.settings.put(_UNHEARD, heard.at.isoformat())
        why = heard.detail or "is the network up?"
        yield f"Nobody can reach me: no updates from Telegram since {heard.at:%H:%M:%S} UTC: {why}"
    elif since is not None and now - heard.at < UNHEARD and not heard.detail:
        tx.settings.remove(_UNHEARD)
        minutes = (now - datetime.fromisoformat(since)).total_seconds() / 60
        yield f"Updates from Telegram come again; I was deaf for {minutes:.0f} minutes."


def _turned(tx: Transaction, name: str, bad: bool, now_bad: str, over: str) -> Iterator[str]:
    """Say that something went bad or is over, once for each turn."""
    was_bad = tx.settings.get(name) is not None
    if bad and not was_bad:
        tx.settings.put(name, "said")
        yield now_bad
    elif was_bad and not bad:
        tx.settings.remove(name)
        yield over


def _dead(feed: Feed, now: datetime) -> bool:
    """Tell whether a feed is gone, or failed for a day."""
    if feed.stopped:
        return True
    return bool(feed.failures and feed.fetched_at and now - feed.fetched_at > DEAD)


def _deaf(feeds: list[Feed], now: datetime) -> bool:
    """Tell whether feeds fail and none has answered, though some were to be asked."""
    asked = [feed for feed in feeds if feed.polled and not feed.stopped]
    heard = max((feed.fetched_at for feed in feeds if feed.fetched_at), default=None)
    late = [feed for feed in asked if feed.failures or _due_since(feed, now) > DEAF]
    return bool(heard and late and now - heard > DEAF)


def _due_since(feed: Feed, now: datetime) -> timedelta:
    return now - feed.next_check_at if feed.next_check_at else timedelta(0)
