"""A look at an address on a web of our own: nothing is filed, and everything is said."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.look import SHOWN, Looker
from bot.main import main
from feeds.errors import Found
from feeds.fetch import Fetcher, user_agent
from feeds.guard import Networks
from feeds.pool import ParsePool
from tests.fakes.polling import LONG, FakeReader
from tests.fakes.store import NOW
from tests.fakes.web import FakeEntry, FakeWeb

FEED = [FakeEntry(f"Story {number}", LONG + "Kursk.") for number in range(5)]
KURSK = "Russia said on Friday that its army had taken full control of Kursk. " + LONG


def looked(act: Callable[[FakeWeb, Looker], Awaitable[None]], patience: float = 60.0) -> None:
    """Let a test act with a looker."""

    async def run() -> None:
        agent, networks = user_agent("1", None), Networks.parse("127.0.0.0/8")
        async with (
            FakeWeb() as web,
            ParsePool() as parser,
            Fetcher(user_agent=agent, networks=networks) as fetcher,
        ):
            await act(web, Looker(fetcher, parser, FakeReader(), lambda: NOW, patience))

    asyncio.run(run())


def test_the_newest_stories_of_a_feed_are_read_to_the_end() -> None:
    """As the poller would take them in, with the page where there is only a lead."""

    async def act(web: FakeWeb, looker: Looker) -> None:
        web.status("/wall", 403)
        web.feed("/f", [FakeEntry("Lead", "Few words.", link="/wall"), *FEED])
        found = await looker.look(web.redirect("/moved", "/f"))
        assert (found.url, found.problem) == (web.url("/f"), None)
        assert found.document is not None
        assert (len(found.document.entries), len(found.stories)) == (6, SHOWN)
        lead, story, _ = found.stories
        assert lead.unread == "it does not let us in (403)"
        assert (len(story.reading.claims), story.unread) == (1, None)
        assert story.reading.article.outlet == "Fake feed"

    looked(act)


def test_what_is_no_feed_is_said_with_the_feeds_that_it_names() -> None:
    """A page, and a server that refuses."""

    async def act(web: FakeWeb, looker: Looker) -> None:
        named = '<link rel="alternate" type="application/rss+xml" title="World" href="/f">'
        found = await looker.look(web.page("/", f"<html>{named}</html>"))
        assert found.found == (Found(web.url("/f"), "World"),)
        refused = await looker.look(web.status("/x", 404))
        assert refused.problem == "there is nothing at this address (404)"
        forbidden = await looker.look("http://10.0.0.1/")
        assert forbidden.problem is not None
        assert "has not allowed" in forbidden.problem

    looked(act)


def test_a_look_ends() -> None:
    """Whoever asked is told that it takes too long."""

    async def act(web: FakeWeb, looker: Looker) -> None:
        found = await looker.look(web.raw("/f", b"", hang=True))
        assert found.problem is not None
        assert "looking at it takes longer than" in found.problem

    looked(act, patience=0.5)


def test_the_command_line_explains_in_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """claimwatch feeds check URL: what was seen, what is taken in, which claims it finds."""
    monkeypatch.setenv("CLAIMWATCH_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CLAIMWATCH_ALLOW_PRIVATE_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("CLAIMWATCH_CONTACT", "https://example.org/bot")

    async def run() -> None:
        async with FakeWeb() as web:
            url = web.feed("/f", [FakeEntry("A town is taken", KURSK)])
            assert await asyncio.to_thread(main, ["feeds", "check", url]) == 0
            agent = web.requests[-1].headers["user-agent"]
            assert agent.startswith("Claimwatch/")
            assert agent.endswith(" (+https://example.org/bot)")
            assert await asyncio.to_thread(main, ["feeds", "check", web.url("/no")]) == 1

    asyncio.run(run())
    said = capsys.readouterr().out
    assert "is a feed (rss20, 2 kB): “Fake feed”, 1 entry" in said
    assert "A town is taken" in said
    assert "→ Russia " in said
    assert "full control of Kursk" in said
    assert "cannot be taken in: there is nothing at this address (404)" in said
