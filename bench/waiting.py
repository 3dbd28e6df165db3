"""How long does a command wait for its answer while 100,000 alerts wait to be sent?

    python -m bench.waiting [--alerts 100000] [--commands 40]

The real sender, at Telegram's pace of 30 a second, and the real shell over one SQLite ledger, with
one governor, against a server on loopback of 60 ms. The commands come from chats that wait for an
alert themselves, one after the other, half a second apart.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "1")  # before telegram is imported

from alerts.carrier import make_bot
from alerts.governor import Governor, Limits
from alerts.outbox import Sender
from bench.sending import TOKEN, RealClock, fill, server
from bot.clock import utc_now
from bot.receiver import Answerer
from bot.shell import Shell
from handlers.buttons import signer
from storage.migrate import migrate
from storage.records import DeliveryState, Pending
from storage.store import Store

ASKED = ("/claims kursk", "/help", "/subscriptions", "/summary")
TICK = 0.5  # seconds between commands, and looks at the outbox


def update(number: int, chat: int) -> dict[str, Any]:
    """Make an update in which somebody asks."""
    who = {"id": chat, "is_bot": False, "first_name": "Reader", "language_code": "en"}
    message = {
        "message_id": number,
        "date": 1745668800,
        "chat": {"id": chat, "type": "private"},
        "from": who,
        "text": ASKED[number % len(ASKED)],
    }
    return {"update_id": number, "message": message}


async def ask(store: Store, answerer: Answerer, number: int, answered: asyncio.Event) -> float:
    """Put a command into the inbox as the receiver does; give the seconds until its answer."""
    row = Pending(number, json.dumps(update(number, number * 7)), utc_now())
    began = time.perf_counter()

    def keep() -> None:
        with store.begin() as tx:
            tx.inbox.put([row], number + 1)

    await asyncio.to_thread(keep)
    answered.clear()
    answerer.wake()
    await answered.wait()
    return time.perf_counter() - began


async def measured(store: Store, url: str, commands: int) -> list[float]:
    """Ask while the sender is at work."""
    async with make_bot(TOKEN, url) as bot:
        governor = Governor(Limits())
        sender = Sender(store, bot, governor, RealClock(), sign=signer)
        shell = Shell(store, bot, governor, frozenset(), utc_now)
        answered = asyncio.Event()
        answerer = Answerer(store, _telling(shell.answer, answered), utc_now)
        loops = [asyncio.create_task(answerer.run()), asyncio.create_task(_send(sender))]
        await asyncio.sleep(4 * TICK)  # until it is at work
        times = []
        for number in range(1, len(ASKED) + commands + 1):
            times.append(await ask(store, answerer, number, answered))
            await asyncio.sleep(TICK)
        del times[: len(ASKED)]  # the first of each kind reads tables and catalogues in
        for loop in loops:
            loop.cancel()
        await sender.close(5)
        return times


def _telling(
    answer: Callable[[dict[str, Any]], Awaitable[None]], answered: asyncio.Event
) -> Callable[[dict[str, Any]], Awaitable[None]]:
    """Say when an answer has arrived."""

    async def told(one: dict[str, Any]) -> None:
        await answer(one)
        answered.set()

    return told


async def _send(sender: Sender) -> None:
    while True:
        await sender.send_due()
        await asyncio.sleep(TICK)


async def compare(alerts: int, commands: int) -> None:
    """Fill a ledger, ask, and print."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'ledger.sqlite'}"
        migrate(address)
        store = Store.open(address)
        fill(store, alerts)
        began = time.perf_counter()
        async with server(0.06) as url:
            times = sorted(await measured(store, url, commands))
        took = time.perf_counter() - began
        with store.read() as tx:
            counts = tx.outbox.counts()
        store.close()
    pace, load = counts[DeliveryState.SENT] / took, os.getloadavg()[0]
    print(
        f"{counts[DeliveryState.DUE]} of {alerts} alerts wait, {pace:.0f} a second went out;"
        f" {commands} commands answered within {times[len(times) // 2]:.2f} s in the median and"
        f" {times[-1]:.2f} s at most; load average {load:.1f}"
    )


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--alerts", type=int, default=100_000)
    parser.add_argument("--commands", type=int, default=40)
    options = parser.parse_args()
    asyncio.run(compare(options.alerts, options.commands))


if __name__ == "__main__":
    main()
