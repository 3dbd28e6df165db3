"""Is the instance on this ledger well? Read from its signs of life, without loading the engine."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot import lock
from bot.clock import utc_now
from bot.main import complain
from bot.settings import Settings
from storage.errors import StorageError
from storage.store import Store

# How old the sign of life of each loop may be: a tick comes every second, a long poll ends after
# 30 s or is broken off after 45, and the sender looks every second. A loop that lives and cannot
# do its work says why in its detail.
PATIENCE = {
    "tick": timedelta(seconds=15),
    "updates": timedelta(seconds=90),
    "sender": timedelta(seconds=60),
}
STOPPED = "stopped"  # a heartbeat's detail after a clean end
OVERDUE = timedelta(minutes=5)  # how late an alert may be before something is wrong


def health(_arguments: argparse.Namespace, settings: Settings) -> int:
    """End with 0 while a healthy instance runs on this ledger, else say why not."""
    reasons = list(ailments(settings, utc_now()))
    for reason in reasons:
        complain(reason)
    return 1 if reasons else 0


def ailments(settings: Settings, now: datetime) -> Iterator[str]:
    """Say what is wrong with the instance on this ledger; nothing when it is healthy."""
    if settings.ledger_url.startswith("sqlite") and not lock.holder(
        lock.ledger_lock(settings.ledger_url, settings.data_dir)
    ):
        yield "no instance is running on this ledger"
        return
    try:
        store = Store.open(settings.ledger_url)
        with store.read() as tx:
            beats = [beat for beat in tx.heartbeats.all() if beat.name in PATIENCE]
            oldest = tx.outbox.oldest_due(now)
        store.close()
    except StorageError as error:
        yield str(error)
        return
    alive = [beat for beat in beats if beat.detail != STOPPED]
    if not alive:
        yield "no instance is running on this ledger"
    for beat in alive:
        if now - beat.at > PATIENCE[beat.name]:
            silent = round((now - beat.at).total_seconds())
            yield f"the {beat.name} loop has been silent for {silent} s"
        elif beat.detail:
            yield beat.detail
    sending = any(beat.name == "sender" for beat in alive)
    if sending and oldest and now - oldest > OVERDUE:
        yield f"an alert has been due since {oldest:%H:%M:%S} UTC"
