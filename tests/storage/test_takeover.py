"""What a process held when it was killed is taken over by another, on PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

from alerts.outbox import LEASE
from storage.records import DeliveryState
from storage.store import Store
from tests.fakes.news import NOON, told
from tests.fakes.stage import Stage, play

ROOT = Path(__file__).parent.parent.parent
SENDING, SENT, DUE = DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DUE
VICTIM = """
import sys
from datetime import datetime, timedelta
from storage.store import Store

url, now, seconds = sys.argv[1:]
with Store.open(url).begin() as tx:
    tx.outbox.lease(datetime.fromisoformat(now), 3, "victim", timedelta(seconds=float(seconds)))
print("leased", flush=True)
sys.stdin.read()
"""


def killed_with_a_lease(url: str) -> None:
    """Let a process lease three chats, and kill it."""
    arguments = [sys.executable, "-c", VICTIM, url, NOON.isoformat(), str(LEASE.total_seconds())]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as victim:
        assert victim.stdout
        assert victim.stdout.readline() == b"leased\n"
        victim.kill()
        assert victim.wait() == -signal.SIGKILL


def test_leases_of_a_killed_process_are_taken_over_when_they_run_out(
    postgresql_url: str, empty_postgresql: Store
) -> None:
    """Not before, for it might only be slow; then each chat hears once, and all are marked."""

    async def story(stage: Stage) -> None:
        stage.queue(told(), chats=range(1, 6))
        killed_with_a_lease(postgresql_url)
        stage.sender = stage.another("heir")
        await stage.run()
        assert stage.counts() == {SENDING: 3, SENT: 2}
        await stage.run((LEASE - timedelta(seconds=1)).total_seconds())
        assert stage.counts() == {SENDING: 3, SENT: 2}
        await stage.run(2)
        assert stage.counts() == {SENT: 5}
        assert Counter(one.chat for one in stage.tg.ledger) == dict.fromkeys(range(1, 6), 1)

    play(empty_postgresql, story)
