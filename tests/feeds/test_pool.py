"""Is the poller unharmed by whatever a child has to read?"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from bench.documents import documents
from feeds.errors import Found, NotAFeed, ParseError
from feeds.parse import parse
from feeds.pool import ParsePool

URL = "https://news.example/rss"
FEED = (
    b"<rss version='2.0'><channel><title>T</title><ttl>5</ttl>"
    b"<skipHours><hour>3</hour></skipHours>"
    b"<item><title>One</title><link>https://news.example/1</link><description>text</description>"
    b"<pubDate>Fri, 02 Jan 2026 10:00:00 GMT</pubDate></item></channel></rss>"
)
PAGE = "<html><head><title>x</title></head><body><article>{}</article></body></html>"
# Not well formed, so that feedparser has to read it: half a minute of its time.
SLOW = b"<rss><channel>" + b"<a b='c'/>" * 900_000


def pooled(act: Callable[[ParsePool], Awaitable[None]], **options: float) -> None:
    """Let a test act with a pool of one."""

    async def run() -> None:
        async with asyncio.timeout(300), ParsePool(1, **options) as pool:  # type: ignore[arg-type]
            await act(pool)

    asyncio.run(run())


def test_a_child_gives_what_the_function_gives() -> None:
    """Documents, pages and errors pass the border whole; a page has its own reader."""

    async def act(pool: ParsePool) -> None:
        assert await pool.parse(FEED, URL) == parse(FEED, URL)
        page = await pool.page(PAGE.format("<p>Many words of news here.</p>" * 20).encode(), URL)
        assert "Many words of news here." in page.text
        with pytest.raises(ParseError, match="is empty"):
            await pool.parse(b"", URL)
        html = b"<html><link rel=alternate type='application/rss+xml' href='/f'></html>"
        with pytest.raises(NotAFeed) as info:
            await pool.parse(html, URL)
        assert info.value.found == (Found("https://news.example/f"),)

    pooled(act)


def test_a_document_that_takes_too_long_is_ended_and_the_next_one_read() -> None:
    """The child is killed, the feed has a reason, the pool is whole again."""

    async def act(pool: ParsePool) -> None:
        await pool.parse(FEED, URL)
        before = pool.pids
        with pytest.raises(ParseError, match="too long"):
            await pool.parse(SLOW, URL)
        assert (await pool.parse(FEED, URL)).title == "T"
        assert pool.pids != before

    pooled(act, wall=1.0)


def test_a_second_child_helps_out_while_the_first_is_long_at_a_document() -> None:
    """Others do not wait for a document that takes its time; the helper goes when it is done."""

    async def act(pool: ParsePool) -> None:
        await pool.parse(FEED, URL)
        slow = asyncio.ensure_future(pool.parse(SLOW, URL))
        assert (await pool.parse(FEED, URL)).title == "T"
        assert not slow.done()
        assert len(pool.pids) == 1
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow

    pooled(act, wall=250.0)


def test_small_documents_do_not_wait_for_large_ones() -> None:
    """Whatever came first: a megabyte waits for the feeds of an ordinary size."""
    ended: list[str] = []

    async def act(pool: ParsePool) -> None:
        async def parse(name: str, body: bytes) -> None:
            await pool.parse(body, URL)
            ended.append(name)

        large = FEED.replace(b"text", b"text " * 200_000)
        jobs = [("first", FEED), *((f"large {n}", large) for n in range(3)), ("small", FEED)]
        await asyncio.gather(*(parse(name, body) for name, body in jobs))

    pooled(act, most=1)
    assert ended == ["first", "small", "large 0", "large 1", "large 2"]


def test_the_kernel_ends_a_child_that_takes_too_much_of_the_processor() -> None:
    """Five seconds of CPU for a document, whatever the wall clock says; the next is read."""

    async def act(pool: ParsePool) -> None:
        with pytest.raises(ParseError, match="too much time"):
            await pool.parse(SLOW, URL)
        assert (await pool.parse(FEED, URL)).title == "T"

    pooled(act, wall=250.0)


def test_hostile_documents_are_read_or_refused_within_the_limits() -> None:
    """Each ends as entries or a reason, the next feed is read, and nothing is asked for."""

    async def act(pool: ParsePool) -> None:
        asked = 0

        async def hear(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal asked
            asked += 1
            writer.close()

        async with await asyncio.start_server(hear, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            for name, body in documents(port).items():
                with suppress(ParseError):
                    titles = [entry.title for entry in (await pool.parse(body, URL)).entries]
                    assert max(map(len, titles), default=0) <= 1_000, name
                    assert "root:" not in "".join(titles), name
                assert (await pool.parse(FEED, URL)).title == "T", name
            assert asked == 0

    pooled(act, wall=250.0)


def test_a_child_that_is_killed_is_replaced() -> None:
    """SIGKILL in the middle of a job costs that job only."""

    async def act(pool: ParsePool) -> None:
        await pool.parse(FEED, URL)
        job = asyncio.ensure_future(pool.parse(SLOW, URL))
        await asyncio.sleep(0)
        os.kill(pool.pids[0], signal.SIGKILL)
        with pytest.raises(ParseError, match="ended from outside"):
            await job
        assert (await pool.parse(FEED, URL)).title == "T"

    pooled(act)


def test_a_cancelled_job_leaves_no_answer_behind() -> None:
    """The next job gets its own answer, not the cancelled one's."""

    async def act(pool: ParsePool) -> None:
        await pool.parse(FEED, URL)
        job = asyncio.ensure_future(pool.parse(SLOW, URL))
        await asyncio.sleep(0)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        assert await pool.parse(FEED, URL) == parse(FEED, URL)

    pooled(act)


def test_children_are_recycled_and_end_with_the_pool() -> None:
    """After its share of jobs a child is replaced; none is left at the end."""
    pids: list[int] = []

    async def act(pool: ParsePool) -> None:
        for _ in range(2):
            await pool.parse(FEED, URL)
            pids.extend(pool.pids)
        assert len(pool.pids) == 0

    pooled(act, jobs=2)
    assert len(pids) == 1
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_a_large_parent_does_not_make_children_look_large() -> None:
    """A child is measured by what it holds, not by what we held when we made it."""
    weight = b"x" * 300_000_000

    async def act(pool: ParsePool) -> None:
        await pool.parse(FEED, URL)
        before = pool.pids
        assert before
        await pool.parse(FEED, URL)
        assert pool.pids == before

    pooled(act)
    assert weight


def test_a_pool_ends_in_the_middle_of_a_start() -> None:
    """Neither a cancelled start nor a pool that closes on a running job hangs."""

    async def act(pool: ParsePool) -> None:
        for turns in range(4):
            job = asyncio.ensure_future(pool.parse(FEED, URL))
            for _ in range(turns):
                await asyncio.sleep(0)
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job

    pooled(act)


def test_a_child_has_no_secret_of_ours_and_no_language_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its environment is empty, and the limits hold."""
    monkeypatch.setenv("CLAIMWATCH_TELEGRAM_TOKEN", "123:secret")

    async def act(pool: ParsePool) -> None:
        await pool.parse(FEED, URL)
        process = Path(f"/proc/{pool.pids[0]}")
        assert b"secret" not in (process / "environ").read_bytes()
        assert "spacy" not in (process / "maps").read_text()
        limits = (process / "limits").read_text()
        assert "536870912" in limits.split("Max address space")[1].split("\n")[0]
        assert limits.split("Max file size")[1].split()[0] == "0"

    pooled(act)
