"""What plays in a test of the sender: a ledger, a server, a clock and the sender between them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from alerts.carrier import make_bot
from alerts.governor import Governor, Limits
from alerts.outbox import Sender
from claims.model import Severity
from storage.records import Delivery, DeliveryState, Subscription, Told, Wanted
from storage.store import Store, Transaction
from tests.fakes.clock import FakeClock
from tests.fakes.news import NOON, claim, told
from tests.fakes.telegram import FakeTelegram


class Stage:
    """A ledger, a server, a clock and a sender between them."""

    def __init__(self, store: Store, tg: FakeTelegram, clock: FakeClock) -> None:
        self.store, self.tg, self.clock = store, tg, clock
        self.bot = make_bot(tg.token, tg.base_url)
        self.sender = self.another()
        clock.busy = lambda: any(
            job.in_flight or job.looking for job in self.sender._jobs.values()
        )

    def another(self, owner: str = "sender", limits: Limits | None = None) -> Sender:
        """Make a sender as a further process would."""
        governor = Governor(limits or Limits())
        return Sender(self.store, self.bot, governor, self.clock, owner=owner, sign=_sign)

    def queue(
        self, *changes: Told, chats: Sequence[int] = (1,), thread: int | None = None
    ) -> None:
        """File changes and put them into the outbox for chats."""
        with self.store.begin() as tx:
            for chat in chats:
                kind = "private" if chat > 0 else "supergroup"
                tx.chats.ensure(chat, kind, "en", NOON)
                tx.subscriptions.add(Subscription(0, chat, thread, least=Severity.LOW))
            for one in changes:
                tx.articles.add(one.article)
                tx.claims.record([one.claim])
                tx.changes.record([one.change], NOON)
                tx.outbox.put([Wanted(one.change.id, chat, thread, NOON) for chat in chats])

    async def run(self, seconds: float = 0.0) -> None:
        """Let time pass and send what is due then."""
        self.clock.advance(seconds)
        await self.sender.resolve()
        await self.sender.send_due()
        await self.sender.settle()
        await self.sender.add()

    def rows(self, state: DeliveryState) -> list[Delivery]:
        """List the deliveries in a state."""
        with self.store.read() as tx:
            return tx.outbox.of_state(state, 1000)

    def counts(self) -> dict[DeliveryState, int]:
        """Count the deliveries by state, without the empty ones."""
        with self.store.read() as tx:
            return {state: count for state, count in tx.outbox.counts().items() if count}

    def resting(self, chat: int) -> str | None:
        """Say why a chat rests."""
        with self.store.read() as tx:
            found = tx.chats.get(chat)
            return found.resting if found else None


def _sign(_: Transaction) -> Callable[[int, str], str]:
    """Sign as a test can see it."""
    return lambda chat, command: f"{chat}|{command}"


def play(store: Store, story: Callable[[Stage], Awaitable[Any]]) -> None:
    """Run a story; every private chat exists on the server."""

    async def on_stage() -> None:
        clock = FakeClock()
        async with FakeTelegram(clock.monotonic) as tg:
            tg.anyone = True
            stage = Stage(store, tg, clock)
            async with stage.bot:
                await story(stage)
                await stage.sender.settle()

    asyncio.run(on_stage())


def topics(count: int) -> list[Told]:
    """Make changes of so many topics."""
    return [
        told(after=claim(topic=f"deployment:mali>p{i}", article=f"a{i}")) for i in range(count)
    ]
