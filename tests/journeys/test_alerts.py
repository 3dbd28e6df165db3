"""A chat follows the news, an article comes out, the alert arrives: the whole house at work."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.fakes.telegram import FakeTelegram
from tests.fakes.web import FakeWeb
from tests.journeys.house import PATIENCE, House, entry, feed_list, settings, until

pytestmark = pytest.mark.journey

OLD = entry(
    "Fighting near El Fasher",
    "Sudanese troops were fighting near El Fasher on Monday, residents said.",
    "/old",
)
NEWS = entry(
    "Army says it holds all of Khartoum",
    "The Sudanese army said on Friday that it had taken full control of Khartoum. "
    "Army spokesman Nabil Abdallah said that more than 300 fighters had been killed.",
    "/news?utm_source=rss",
)
DENIAL = entry(
    "RSF denies losing Khartoum",
    "The Rapid Support Forces denied on Friday that the army had taken full control of Khartoum.",
    "/denial",
)
# a question, and words that its answer has and no alert
ASKED = (("/claims khartoum", "Control of Khartoum"), ("/summary", "changes in the last 7 days"))


def test_a_subscriber_hears_of_a_change_within_two_ticks(tmp_path: Path) -> None:
    """Subscribe, publish, be alerted once with claimant, quote and link; ask; stop in time."""
    asyncio.run(_subscriber(tmp_path))


async def _subscriber(folder: Path) -> None:
    async with FakeTelegram() as tg, FakeWeb() as web:
        web.feed("/world.xml", entries=[OLD])
        feeds = feed_list(folder, web, "/world.xml")
        async with House(folder, **settings(tg, feeds, folder)) as house:
            tg.say(100, "/start")
            start = await tg.next_message(100, within=PATIENCE)
            tg.say(100, "/subscribe")
            following = await tg.next_message(100, after=start.id, within=PATIENCE)
            await until(lambda: web.hits["/world.xml"] >= 2)  # the baseline is taken in

            web.feed("/world.xml", entries=[NEWS, OLD])
            published = time.monotonic()
            alert = await tg.next_message(
                100, after=following.id, within=PATIENCE, saying="Khartoum"
            )
            took = time.monotonic() - published
            assert "Khartoum" in alert.text
            assert "Sudan" in alert.text
            assert "taken full control of Khartoum" in alert.text  # the words that carry it
            assert f'href="{web.url("/news")}"' in alert.raw  # without the tracking parameter
            assert "#k" in alert.text
            assert took < 20, (
                took
            )  # two ticks of a second, the reading, a machine that does much else

            for question, expected in ASKED:
                last = tg.messages(100)[-1].id
                tg.say(100, question)
                await tg.next_message(100, after=last, within=PATIENCE, saying=expected)

            told = time.monotonic()
            assert await house.end() == 0
            assert time.monotonic() - told < 8
            assert tg.token not in house.said()


def test_the_first_poll_tells_nobody_and_a_restart_repeats_nothing(tmp_path: Path) -> None:
    """What is there at the first poll is the baseline; what came is not told again."""
    asyncio.run(_restart(tmp_path))


async def _restart(folder: Path) -> None:
    async with FakeTelegram() as tg, FakeWeb() as web:
        web.feed("/world.xml", entries=[NEWS])
        feeds = feed_list(folder, web, "/world.xml")
        options = settings(tg, feeds, folder)
        async with House(folder, **options) as house:
            tg.say(100, "/subscribe all")
            await tg.next_message(100, within=PATIENCE)
            await until(lambda: web.hits["/world.xml"] >= 3)
            web.feed("/world.xml", entries=[DENIAL, NEWS])
            await until(lambda: any("#k" in message.text for message in tg.messages(100)))
            assert await house.end() == 0
        alerts = [message for message in tg.messages(100) if "#k" in message.text]
        assert all("denie" in alert.text or "dispute" in alert.text for alert in alerts)
        before = web.hits["/world.xml"]
        async with House(folder, **options) as house:
            await until(lambda: web.hits["/world.xml"] >= before + 3)
            assert await house.end() == 0
        assert [message for message in tg.messages(100) if "#k" in message.text] == alerts


def test_a_second_instance_says_who_holds_the_ledger(tmp_path: Path) -> None:
    """It ends with status 1 and one clear line; the first goes on."""
    asyncio.run(_second(tmp_path))


async def _second(folder: Path) -> None:
    async with FakeTelegram() as tg, FakeWeb() as web:
        web.feed("/world.xml", entries=[OLD])
        options = settings(tg, feed_list(folder, web, "/world.xml"), folder)
        async with House(folder, **options) as first:
            await until(lambda: web.hits["/world.xml"] >= 1)
            (folder / "second").mkdir()
            async with House(folder / "second", **options) as second:
                assert second.process is not None
                assert await asyncio.wait_for(second.process.wait(), PATIENCE) == 1
                assert "in use by process" in second.said()
            assert first.process is not None
            assert first.process.returncode is None
            async with House(folder / "second", "health", **options) as health:
                assert health.process is not None
                assert await asyncio.wait_for(health.process.wait(), PATIENCE) == 0
            assert await first.end() == 0
        async with House(folder / "second", "health", **options) as health:
            assert health.process is not None
            assert await asyncio.wait_for(health.process.wait(), PATIENCE) == 1


def test_a_second_instance_on_one_token_says_who_polls_with_it(tmp_path: Path) -> None:
    """A ledger of its own does not help: Telegram hands updates to one poller only."""
    asyncio.run(_one_token(tmp_path))


async def _one_token(folder: Path) -> None:
    async with FakeTelegram() as tg, FakeWeb() as web:
        web.feed("/world.xml", entries=[OLD])
        feeds = feed_list(folder, web, "/world.xml")
        for name in ("first", "second"):
            (folder / name).mkdir()
        async with House(folder / "first", **settings(tg, feeds, folder / "first")) as first:
            await until(lambda: bool(tg.calls("getUpdates")))
            polls = len(tg.calls("getUpdates"))
            async with House(folder / "second", **settings(tg, feeds, folder / "second")) as other:
                assert other.process is not None
                assert await asyncio.wait_for(other.process.wait(), PATIENCE) == 1
                assert "the Telegram token is in use by process" in other.said()
                assert tg.token not in other.said()
            assert first.process is not None
            assert first.process.returncode is None
            assert len(tg.calls("getUpdates")) == polls
            assert await first.end() == 0
