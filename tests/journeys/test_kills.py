"""Is anything lost, or told again without need, when the process is killed with SIGKILL?

Each round puts alerts into the outbox and commands into Telegram's queue, starts the process and
kills it: at a named point of a call, or at a random moment of its life. `KILLS=300` is the long
mode; the suite has time for thirty.
"""

import asyncio
import os
import random
import re
import secrets
import shutil
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from storage.records import DeliveryState, Subscription, Told, Wanted
from storage.store import Store
from tests.fakes.killer import KillingTelegram, Trap, When
from tests.fakes.news import NOON, claim, told
from tests.journeys.house import House, settings

pytestmark = pytest.mark.journey

KILLS = int(os.environ.get("KILLS", "30"))
SEED = 20260426
CHATS, CHANGES = 4, 2  # that a round alerts, and of how much
COMMANDS = ("/help", "/subscriptions", "/claims mali")
ALERTED, ASKING = range(1, 10**6), range(10**6, 2 * 10**6)
LIFE = 2.0  # seconds in which a random kill falls, from the start or from the first call
PATIENCE = 100.0  # seconds for anything on a loaded machine; less than a lease
LONGEST = 40  # seconds in which a point of death comes, if it comes at all
CODE = re.compile(r"#k\w{5}")
POINTS = (
    ("before updates are handed over", "getUpdates", When.ASKED, None),
    ("right after updates were handed over", "getUpdates", When.ANSWERED, None),
    ("on receiving an answer to a command", "sendMessage", When.ASKED, ASKING),
    ("an answer to a command was kept", "sendMessage", When.DONE, ASKING),
    ("on receiving an alert", "sendMessage", When.ASKED, ALERTED),
    ("an alert was kept", "sendMessage", When.DONE, ALERTED),
    ("right after an alert was answered", "sendMessage", When.ANSWERED, ALERTED),
)

Alert = tuple[int, str]  # the chat, and the change's short code


@dataclass
class Life:
    """What became of one process: how it died, and what it left in doubt."""

    end: str = ""
    killed: bool = True
    doubtful: set[Alert] = field(default_factory=set)  # arrived, but not noted so
    repeated: int = 0  # alerts that had arrived in an earlier life
    answered_again: int = 0  # commands that had been answered in an earlier life


class Ward:
    """The ledger, the server and the process, whose lives it keeps account of."""

    def __init__(
        self, store: Store, tg: KillingTelegram, house: House, chance: random.Random
    ) -> None:
        self.store, self.tg, self.house, self.chance = store, tg, house, chance
        self.lives: list[Life] = []
        self.alerts: dict[Alert, int] = {}  # how often each arrived
        self.commands: dict[int, int] = {}  # how often each was answered, by chat
        tg.kill = self.kill

    def fill(self) -> None:
        """Let something happen that the next life has to tell, and somebody ask."""
        first = len(self.lives) * CHATS + 1
        chats = range(first, first + CHATS)
        changes = [_change(len(self.lives) * CHANGES + number) for number in range(CHANGES)]
        with self.store.begin() as tx:
            for chat in chats:
                tx.chats.ensure(chat, "private", "en", NOON)
                tx.subscriptions.add(Subscription(0, chat))
            for one in changes:
                tx.articles.add(one.article)
                tx.claims.record([one.claim])
                tx.changes.record([one.change], NOON)
                tx.outbox.put([Wanted(one.change.id, chat, None, NOON) for chat in chats])
        self.alerts |= {(chat, one.change.code): 0 for chat in chats for one in changes}
        for command in self.chance.sample(COMMANDS, 2):
            chat = ASKING.start + len(self.commands)
            self.commands[chat] = 0
            self.tg.say(chat, command)

    async def live(self, number: int) -> None:
        """Start the process and kill it; every third time at a random moment."""
        self.fill()
        life, named = Life(), number % 3 != 2
        if named:
            life.end, method, when, chats = POINTS[(number - number // 3) % len(POINTS)]
            skip = self.chance.randrange(CHATS * CHANGES) if chats is ALERTED else 0
            self.tg.trap = Trap(method, when, chats, skip, self.chance.choice((0, 0.003)))
        await self.house.start()
        assert self.house.process is not None
        if not named:
            life.end = await self._at_random()
        else:
            life.end = await self._at_the_point(life.end)
        status = await asyncio.wait_for(self.house.process.wait(), PATIENCE)
        assert status == -signal.SIGKILL, life.end
        await self.tg.quiet()
        self.account(life)

    async def _at_the_point(self, name: str) -> str:
        """Wait for the point; kill there and then if the life has no such moment any more."""
        assert self.house.process is not None
        try:
            await asyncio.wait_for(asyncio.shield(self.house.process.wait()), LONGEST)
        except TimeoutError:
            self.tg.trap = None  # its message was told by a probe, say, and not sent again
            self.kill()
            return f"{name}, which never came"
        return name

    async def _at_random(self) -> str:
        """Kill at a random moment; say at which."""
        since, moment = "the start", self.chance.uniform(0, LIFE)
        if self.chance.random() < 0.8:  # by then it is at work
            since, calls = "the first call", len(self.tg.requests)
            await self.tg.until(lambda: len(self.tg.requests) > calls, within=PATIENCE)
        await asyncio.sleep(moment)
        self.kill()
        return f"{moment:.2f} s after {since}"

    async def outlive(self) -> None:
        """Let the last process tell and answer all that is left, and end well."""
        await self.house.start()
        await self.tg.until(self._all_told, within=PATIENCE)
        assert await self.house.end() == 0
        self.account(Life("when all was told", killed=False))

    def account(self, life: Life) -> None:
        """Compare what the server has with what the ledger says, when a life is over."""
        noted, arrived = self._noted(), self._arrived()
        doubtful = self.lives[-1].doubtful if self.lives else set()
        for alert, had in self.alerts.items():
            has, sent = arrived[alert], noted[alert] is DeliveryState.SENT
            assert has - had <= 1, f"{alert} came {has - had} times in one life: {life.end}"
            assert has == had or not had or alert in doubtful, f"{alert} again: {life.end}"
            assert has or not sent, f"{alert} is noted as sent and never came: {life.end}"
            life.repeated += bool(had) and has > had
            if has and not sent:
                life.doubtful.add(alert)
        self.alerts = {alert: arrived[alert] for alert in self.alerts}
        answers = Counter(message.chat for message in self.tg.ledger)
        life.answered_again = sum(answers[one] - had for one, had in self.commands.items() if had)
        self.commands = {chat: answers[chat] for chat in self.commands}
        self.lives.append(life)

    def kill(self) -> None:
        """End the process at once, if it lives."""
        assert self.house.process is not None
        if self.house.process.returncode is None:
            self.house.process.kill()

    def _noted(self) -> dict[Alert, DeliveryState]:
        """Read what the ledger says of each delivery."""
        with self.store.read() as tx:
            rows = tx.outbox.get(range(1, len(self.alerts) + 1))
        return {(row.chat, f"#{row.change[:6]}"): row.state for row in rows}

    def _arrived(self) -> Counter[Alert]:
        """Count the codes in each chat's messages."""
        return Counter(
            (one.chat, code) for one in self.tg.ledger for code in CODE.findall(one.text)
        )

    def _all_told(self) -> bool:
        """Say whether every alert arrived and every command was answered."""
        asked = {message.chat for message in self.tg.ledger}
        return self.alerts.keys() <= self._arrived().keys() and self.commands.keys() <= asked


def test_a_kill_loses_nothing_and_repeats_only_what_was_under_way(
    migrated_ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every alert arrives, again only if its mark was missing; every command is answered."""
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)  # for so many starts
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path / "bytecode"))
    folders = {seed: tmp_path / str(seed) for seed in (SEED, SEED + 1)}
    for folder in folders.values():
        folder.mkdir()
        shutil.copy(migrated_ledger, folder / "ledger.sqlite")
    wards = asyncio.run(_all_wards(folders))
    lives = [life for ward in wards for life in ward.lives if life.killed]
    assert len(lives) >= KILLS
    assert {life.end for life in lives} >= {point[0] for point in POINTS}
    again = [life.repeated for ward in wards for life in ward.lives]
    assert sum(again) <= len(lives)
    sys.stderr.write(
        f"\n{len(lives)} kills: {sum(len(ward.alerts) for ward in wards)} alerts, 0 lost, "
        f"{sum(again)} repeated (at most {max(again)} after a kill); "
        f"{sum(len(ward.commands) for ward in wards)} commands, 0 lost, "
        f"{sum(life.answered_again for ward in wards for life in ward.lives)} answered again\n"
    )


async def _all_wards(folders: dict[int, Path]) -> list[Ward]:
    """Keep two processes at a time, each with a ledger and a server of its own."""
    return await asyncio.gather(*(_ward(folder, seed) for seed, folder in folders.items()))


async def _ward(folder: Path, seed: int) -> Ward:
    """Kill a process half the times; then let it end its work."""
    url = f"sqlite:///{folder / 'ledger.sqlite'}"
    store, tg = Store.open(url), KillingTelegram()
    tg.token = f"123456789:AA{secrets.token_hex(16)}"  # of its own: a machine locks it
    tg.anyone = True
    async with tg:
        options = settings(tg, folder / "none.opml", folder, DATABASE_URL=url)
        house = House(folder, "run", "--roles", "serve,send", **options)
        ward = Ward(store, tg, house, random.Random(seed))
        try:
            for number in range((KILLS + 1) // 2):
                await ward.live(number)
            await ward.outlive()
        finally:
            ward.kill()
    assert "Traceback" not in house.said()
    with store.read() as tx:
        assert tx.inbox.waiting() == 0
        counts = {state: count for state, count in tx.outbox.counts().items() if count}
    store.close()
    assert counts == {DeliveryState.SENT: len(ward.alerts)}  # none in doubt, none left
    assert all(ward.alerts.values())
    assert all(ward.commands.values())
    return ward


def _change(number: int) -> Told:
    """Make a change on a topic of its own."""
    return told(after=claim(topic=f"deployment:mali>p{number}", article=f"a{number}"))
