"""Health: what an instance's signs of life say, on the command line and over HTTP."""

import asyncio
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot import lock
from bot.health import STOPPED, ailments
from bot.http import serving
from bot.settings import Settings, load
from storage.store import Store
from tests.fakes.store import NOW


@pytest.fixture
def settings(ledger_url: str, tmp_path: Path) -> Iterator[Settings]:
    """Give settings whose ledger an instance holds."""
    given = {"CLAIMWATCH_DATABASE_URL": ledger_url, "CLAIMWATCH_DATA_DIR": str(tmp_path)}
    made, _ = load(given)
    with lock.hold(lock.ledger_lock(made.ledger_url, made.data_dir), "the ledger"):
        yield made


def beat(store: Store, *names: str, detail: str = "") -> None:
    """Let loops give a sign of life."""
    with store.begin() as tx:
        for name in names:
            tx.heartbeats.beat(name, NOW, detail)


def test_every_role_alone_can_be_healthy(store: Store, settings: Settings) -> None:
    """A sender without a poller is as healthy as the whole bot."""
    for name in ("sender", "tick", "updates"):
        beat(store, name)
        assert list(ailments(settings, NOW)) == []
        beat(store, name, detail=STOPPED)
    assert list(ailments(settings, NOW)) == ["no instance is running on this ledger"]


def test_a_loop_that_fell_silent_is_named(store: Store, settings: Settings) -> None:
    """The others do not hide it."""
    beat(store, "tick", "updates", "sender")
    (reason,) = ailments(settings, NOW + timedelta(seconds=61 - 41))
    assert "tick" in reason
    later = list(ailments(settings, NOW + timedelta(seconds=61)))
    assert [line.split()[1] for line in later] == ["sender", "tick"]


def test_health_and_metrics_are_served(store: Store, settings: Settings) -> None:
    """200 while well, 503 with the reasons when not; metrics count what the ledger holds."""
    beat(store, "tick")
    asyncio.run(_asked(store, settings))


async def _asked(store: Store, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    moments = [NOW, NOW + timedelta(minutes=2)]
    made = settings.model_copy(update={"http_port": port})
    async with serving(made, store, lambda: moments[0]), aiohttp.ClientSession() as web:
        async with web.get(f"http://127.0.0.1:{port}/health") as answer:
            assert (answer.status, await answer.text()) == (200, "ok\n")
        moments.pop(0)
        async with web.get(f"http://127.0.0.1:{port}/health") as answer:
            assert answer.status == 503
            assert "tick" in await answer.text()
        async with web.get(f"http://127.0.0.1:{port}/metrics") as answer:
            lines = (await answer.text()).splitlines()
        assert "claimwatch_articles 0" in lines
        assert 'claimwatch_silence_seconds{loop="tick"} 120' in lines


def test_a_loop_that_cannot_do_its_work_says_why(store: Store, settings: Settings) -> None:
    """It lives, and still nothing comes or goes."""
    beat(store, "tick")
    beat(store, "updates", detail="Telegram refuses the token: Unauthorized")
    assert list(ailments(settings, NOW)) == ["Telegram refuses the token: Unauthorized"]


def test_a_silent_long_poll_is_an_ailment_within_two_minutes(
    store: Store, settings: Settings
) -> None:
    """A poll that answers nothing for half a minute is none."""
    beat(store, "updates")
    assert list(ailments(settings, NOW + timedelta(seconds=50))) == []
    (reason,) = ailments(settings, NOW + timedelta(seconds=91))
    assert "updates" in reason
