"""Whatever stands where a feed was: one clear reason for the operator, and nothing is lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.feedverbs import state
from claims.extract import extract
from claims.model import Article, Reading
from storage.records import Feed
from storage.store import Store
from tests.fakes.polling import HOUR, LONG, Desk, FakeReader, polled
from tests.fakes.store import NOW
from tests.fakes.web import FakeEntry, FakeWeb, Request, response, rss

KURSK = FakeEntry("One", LONG + "Kursk.", published_at=NOW)
OTHERS = [FakeEntry(f"Story {number}", LONG + "Kursk.") for number in range(9)]
RUSSIAN = "Армия России сообщила об освобождении Курской области. " * 30
HTML = "<!doctype html><html><body><p>Welcome.</p></body></html>"
LOGIN = "<html><form action='/in'><input name='u'><input type='password'></form></html>"
ENDLESS = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss><channel>"
WHOLE = rss([KURSK, *OTHERS])
HALF = WHOLE[: len(WHOLE) // 2]
OF_1251 = rss([FakeEntry("Курск", RUSSIAN)]).decode().encode("cp1251")  # but says UTF-8


async def stream(request: Request, writer: asyncio.StreamWriter) -> None:
    """Send a gigabyte, unless somebody hangs up."""
    writer.write(ENDLESS)
    for _ in range(1_000):
        writer.write(b"<item>" + b"x" * 1_000_000)
        await writer.drain()


def announced(web: FakeWeb) -> str:
    """Announce a gigabyte."""
    return web.raw("/f", b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n", hang=True)


REASONS = {
    "a login page": (lambda web: web.page("/f", LOGIN), "this is a page that asks for a password"),
    "HTML": (lambda web: web.page("/f", HTML), "this is a web page, not a feed"),
    "a PDF": (lambda web: web.body("/f", b"%PDF-1.7\n%\xe2\xe3"), "this is a PDF, not a feed"),
    "nothing": (lambda web: web.body("/f", b""), "the body is empty"),
    "white space": (lambda web: web.body("/f", b" \n"), "the body is empty"),
    "text": (lambda web: web.body("/f", b"/etc/passwd"), "this is plain text, not a feed"),
    "a gigabyte": (announced, "the answer announces 1,000,000,000 bytes"),
    "a gigabyte unannounced": (
        lambda web: web.on("/f", stream),
        "the answer is longer than 2,000,000 bytes",
    ),
    "no end": (
        lambda web: web.drip("/f", ENDLESS, b"<item/>", pause=0.05),
        "no complete answer came in time",
    ),
    "an archive cut short": (
        lambda web: web.raw("/f", response(200, b"\x1f\x8b\x08", {"Content-Encoding": "gzip"})),
        "the packed answer ended early",
    ),
}


async def taken_in(desk: Desk) -> Feed:
    """Poll a feed of ten stories in which something is claimed, for a chat that follows all."""
    desk.subscribe()
    return await desk.poll(desk.follow(desk.web.feed("/f", [KURSK, *OTHERS])))


def test_a_bad_body_has_its_one_reason_and_takes_nothing_back(store: Store) -> None:
    """The operator reads why; claims stay, nobody is alerted, others go on, and it recovers."""

    async def act(desk: Desk) -> None:
        feed = await taken_in(desk)
        other = await desk.poll(desk.follow(desk.web.feed("/g", [KURSK])))
        before = desk.filed()
        for name, (prepare, reason) in REASONS.items():
            good = feed
            prepare(desk.web)
            bad = await desk.poll(feed, HOUR)
            assert bad.error == reason, name
            words = f"failing (1 in a row): {reason}; next try in "
            assert words in state(bad, desk.now[0]), name
            assert (bad.etag, bad.body_hash) == (good.etag, good.body_hash), name
            other = await desk.poll(other)
            assert (other.error, other.fetched_at) == (None, desk.now[0]), name
            desk.web.feed("/f", [KURSK, *OTHERS])
            feed = await desk.poll(feed, HOUR)
            assert (feed.error, feed.failures) == (None, 0), name
            assert desk.filed() == before, name

    polled(store, act)


def test_a_feed_that_is_cut_anywhere_retracts_nothing(store: Store) -> None:
    """Truncated at each kilobyte: what is whole is known, what is half is left, and it says so."""

    async def act(desk: Desk) -> None:
        feed = await taken_in(desk)
        before = desk.filed()
        for kept in range(200, len(WHOLE), 1_000):
            desk.web.body("/f", WHOLE[:kept])
            feed = await desk.poll(feed, HOUR)
            assert "broke off" in (feed.note or "") or feed.error, kept
            assert desk.filed() == before, kept

    polled(store, act)


def test_a_feed_that_lost_its_entries_retracts_nothing(store: Store) -> None:
    """Ten entries, then none, in a valid feed: a remark, and no word of it to anybody."""

    async def act(desk: Desk) -> None:
        feed = await taken_in(desk)
        before = desk.filed()
        desk.web.feed("/f", [])
        bare = await desk.poll(feed, HOUR)
        assert (bare.error, bare.note) == (None, "it holds no entry")
        assert desk.filed() == before

    polled(store, act)


class Engine(FakeReader):
    """The engine itself, in this process."""

    async def read(self, article: Article) -> Reading:
        """Extract."""
        self.given.append(article)
        return extract(article)


def test_a_wrong_charset_is_said_and_its_noise_claims_nothing(store: Store) -> None:
    """Windows-1251 that says it is UTF-8: the engine leaves it alone, and the feed says why."""

    async def act(desk: Desk) -> None:
        feed = await desk.poll(desk.follow(desk.web.body("/f", OF_1251)))
        assert feed.note is not None
        assert "its charset is missing or wrong" in feed.note
        assert "its texts are not in English" in feed.note
        assert "its charset is missing or wrong" in state(feed, NOW + timedelta(minutes=1))
        assert desk.filed() == (1, 0, 0, 0)

    polled(store, act, Engine())
