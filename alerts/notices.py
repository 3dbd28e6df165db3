"""What do operators hear of the bot itself? Notices, said once, beside the news and behind it."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from alerts import deliver
from alerts.governor import Governor, Rank
from alerts.outbox import Clock
from alerts.outcomes import Later, NotFound, Outcome, Sent, TokenRefused, Uncertain
from storage.records import Notice
from storage.store import Store

log = logging.getLogger(__name__)

AGAIN = timedelta(minutes=10)  # until an operator who never wrote to the bot is tried again


async def tell(store: Store, bot: deliver.Bot, governor: Governor, clock: Clock) -> None:
    """Send what is due. A crash between Telegram's answer and our mark may repeat a notice."""
    for notice in await asyncio.to_thread(_due, store, clock.now()):
        if governor.wait(notice.chat, Rank.DIGEST, clock.monotonic()) > 0:
            continue  # the next look, a second from now, is soon enough
        governor.reserve(notice.chat, Rank.DIGEST, clock.monotonic())
        outcome = await deliver.send(bot, notice.chat, notice.text)
        await asyncio.to_thread(_settle, store, notice, outcome, clock.now())


def _due(store: Store, now: datetime) -> list[Notice]:
    with store.read() as tx:
        return tx.notices.due(now)


def _settle(store: Store, notice: Notice, outcome: Outcome, now: datetime) -> None:
    """Keep what surely did not arrive and may yet; all else is over."""
    if not isinstance(outcome, Sent | Uncertain):
        log.warning("operator %s was not told: %s", notice.chat, outcome)
    with store.begin() as tx:
        if isinstance(outcome, Later):
            tx.notices.later(notice.id, now + outcome.after)
        elif isinstance(outcome, NotFound | TokenRefused):
            tx.notices.later(notice.id, now + AGAIN)
        else:
            tx.notices.done(notice.id)
