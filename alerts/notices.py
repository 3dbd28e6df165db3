"""What is said beside the news? Alarms to operators, and their words to every chat; said once."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from alerts import deliver
from alerts.governor import Governor, Pace, Rank
from alerts.outbox import Clock
from alerts.outcomes import Gone, Later, Moved, NoRights, NotFound, Outcome, Sent, TokenRefused
from storage.records import Notice
from storage.store import Store

log = logging.getLogger(__name__)

AGAIN = timedelta(minutes=10)  # until an operator who never wrote to the bot is tried again
PATIENCE = 0.5  # seconds that a notice waits for its turn, so that a word to all gets on


async def tell(store: Store, bot: deliver.Bot, governor: Governor, clock: Clock) -> None:
    """Send what is due, behind the news.

    A notice is forgotten before it goes out and written anew if it surely did not arrive, so a
    crash in the middle of the call may lose one and never repeats one.
    """
    pace = Pace(governor, clock.monotonic, clock.sleep)
    for notice in await asyncio.to_thread(_due, store, clock.now()):
        if await pace.turn(notice.chat, Rank.DIGEST, PATIENCE) > 0:
            continue  # the next look, a second from now, is soon enough
        if not await asyncio.to_thread(_take, store, notice):
            continue
        outcome = await deliver.send(bot, notice.chat, notice.text)
        if isinstance(outcome, Later) and outcome.flood:
            governor.flooded(notice.chat, outcome.after.total_seconds(), clock.monotonic())
        if not isinstance(outcome, Sent):
            log.warning("chat %s did not get a notice: %s", notice.chat, outcome)
            await asyncio.to_thread(_settle, store, notice, outcome, clock.now())


def _due(store: Store, now: datetime) -> list[Notice]:
    with store.read() as tx:
        return tx.notices.due(now)


def _take(store: Store, notice: Notice) -> bool:
    """Forget a notice; say whether it is to go out: a chat may have come to rest meanwhile."""
    with store.begin() as tx:
        tx.notices.done(notice.id)
        chat = tx.chats.get(notice.chat)
        return chat is None or not chat.resting


def _settle(store: Store, notice: Notice, outcome: Outcome, now: datetime) -> None:
    """Write anew what surely did not arrive and may yet; all else is over."""
    with store.begin() as tx:
        known = tx.chats.get(notice.chat) is not None
        match outcome:
            case Later(after=after):
                tx.notices.put([notice.chat], notice.text, now + after)
            case TokenRefused():
                tx.notices.put([notice.chat], notice.text, now + AGAIN)
            case NotFound() if not known:  # an operator who never wrote to us
                tx.notices.put([notice.chat], notice.text, now + AGAIN)
            case Moved(chat=new):
                tx.chats.move(notice.chat, new, now)
                tx.notices.put([new], notice.text, now)
            case Gone(why=why) | NoRights(why=why):
                tx.chats.rest(notice.chat, why)
