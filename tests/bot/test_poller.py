"""The poller on a web of our own: what is taken in, what is written on the feed, what goes on."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

from bench.schedule import simulated
from bot.feedverbs import state
from storage.store import Store
from tests.fakes.polling import HOUR, LONG, Desk, polled
from tests.fakes.store import NOW
from tests.fakes.web import FakeEntry, Request, response


def test_what_is_new_is_filed_once_and_what_is_edited_again(store: Store) -> None:
    """Claims or none, an entry is read once; an edit is another article, an absence is nothing."""

    async def act(desk: Desk) -> None:
        old = FakeEntry("One", LONG)
        news = FakeEntry("Two", LONG + "Kursk.", published_at=NOW)
        feed = await desk.poll(desk.follow(desk.web.feed("/f", [old])))
        assert (feed.polled, feed.changed_at, feed.note) == (True, NOW, None)
        await desk.poll(feed, HOUR)  # a 304
        desk.web.feed("/f", [news, old])
        feed = await desk.poll(feed, HOUR)
        assert [article.title for article in desk.reader.given] == ["One", "Two"]
        desk.web.feed("/f", [FakeEntry("Two", LONG + "Kursk again.", published_at=NOW)])
        await desk.poll(feed, HOUR)
        assert len(desk.reader.given) == 3
        with store.read() as tx:
            assert (tx.articles.count(), tx.claims.count_all()) == (3, 2)

    polled(store, act)


def test_an_unchanged_body_is_not_parsed_and_keeps_the_new_validators(store: Store) -> None:
    """A server that answers 200 with the same bytes and a new ETag costs nothing but the bytes."""

    async def act(desk: Desk) -> None:
        body = desk.web.url("/f")
        desk.web.feed("/f", [FakeEntry("One", LONG)], validators=False)
        feed = await desk.poll(desk.follow(body))
        desk.web.feed("/f", [FakeEntry("One", LONG)], headers={"ETag": "new"}, validators=False)
        again = await desk.poll(feed, HOUR)
        assert (again.etag, again.body_hash) == ("new", feed.body_hash)
        assert len(desk.reader.given) == 1

    polled(store, act)


def test_trouble_is_on_the_row_in_words_and_backs_off_over_a_restart(store: Store) -> None:
    """The pause doubles from what the row says, whoever polls; the next success ends it."""

    async def fail(desk: Desk) -> None:
        feed = desk.follow(desk.web.status("/f", 503))
        for _ in range(3):
            feed = await desk.poll(feed)
        assert (feed.failures, feed.polled) == (3, False)
        assert "failing (3 in a row): it has trouble of its own (503)" in state(feed, NOW)

    async def go_on(desk: Desk) -> None:
        with store.read() as tx:
            (feed,) = tx.feeds.all()
        with store.begin() as tx:  # the new run's server is at another port
            tx.feeds.moved(feed.id, desk.web.status("/f", 503))
        feed = await desk.poll(feed)
        assert feed.failures == 4
        assert feed.next_check_at is not None
        assert feed.next_check_at - NOW >= timedelta(minutes=30)  # 5 · 2³, less a quarter
        desk.web.feed("/f", [FakeEntry("One", LONG)])
        assert (await desk.poll(feed)).failures == 0
        desk.web.status("/f", 410)
        feed = await desk.poll(feed)
        assert feed.stopped
        assert "gone for good" in state(feed, NOW)

    polled(store, fail)
    polled(store, go_on)


def test_a_bad_body_is_looked_at_again_and_takes_nothing_back(store: Store) -> None:
    """A login page in the feed's place: a reason, no new validators, and no claim is withdrawn."""

    async def act(desk: Desk) -> None:
        desk.web.feed("/f", [FakeEntry("One", LONG + "Kursk.", published_at=NOW)])
        feed = await desk.poll(desk.follow(desk.web.url("/f")))
        desk.web.page("/f", "<html><form><input type='password'></form></html>")
        worse = await desk.poll(feed, HOUR)
        assert worse.error == "this is a page that asks for a password"
        assert (worse.etag, worse.body_hash) == (feed.etag, feed.body_hash)
        desk.web.feed("/f", [])
        empty = await desk.poll(feed, HOUR)
        assert (empty.error, empty.note) == (None, "it holds no entry")
        with store.read() as tx:
            assert tx.claims.count_all() == 1
            assert tx.changes.since(NOW - HOUR * 99, limit=9)[0].change.kind != "retracted"

    polled(store, act)


def test_an_operator_is_told_of_walls_and_of_foreign_texts(store: Store) -> None:
    """Leads stand alone when their pages are refused; what is not English is left alone."""

    async def act(desk: Desk) -> None:
        desk.web.status("/wall", 403)
        desk.web.feed("/f", [FakeEntry("Lead", "A lead of Kursk.", link="/wall")])
        feed = await desk.poll(desk.follow(desk.web.url("/f")))
        assert feed.note is not None
        assert "only the leads are read: it does not let us in" in feed.note
        assert desk.reader.given[0].text == "Lead\n\nA lead of Kursk."
        desk.web.feed("/g", [FakeEntry("Здравствуйте", "Здравствуйте " * 200)])
        feed = await desk.poll(desk.follow(desk.web.url("/g")))
        assert feed.note == "its texts are not in English and are left alone"
        assert "not in English" in state(feed, NOW)

    polled(store, act)


def test_the_address_of_a_page_finds_its_feed(store: Store) -> None:
    """A new feed that is a page is given the address that the page names; a known one is not."""

    async def act(desk: Desk) -> None:
        named = desk.web.feed("/f.xml", [FakeEntry("One", LONG)])
        page = '<link rel="alternate" type="application/rss+xml" href="/f.xml">'
        feed = await desk.poll(desk.follow(desk.web.page("/", f"<html>{page}</html>")))
        assert feed.url == named
        assert (await desk.poll(feed)).polled
        desk.web.page("/f.xml", f"<html>{page.replace('f.xml', 'g.xml')}</html>")
        assert (await desk.poll(feed)).url == named

    polled(store, act)


def test_dates_ahead_are_unknown_or_as_late_as_their_arrival(store: Store) -> None:
    """2099 never becomes the newest for ever; a clock that is ahead counts as of our own."""

    async def act(desk: Desk) -> None:
        entries = [
            FakeEntry("Far", LONG + "Kursk.", published_at=NOW.replace(year=2099)),
            FakeEntry("Near", LONG + "Kursk, too.", published_at=NOW + timedelta(hours=9)),
        ]
        await desk.poll(desk.follow(desk.web.feed("/f", entries)))
        assert {article.published_at for article in desk.reader.given} == {None, NOW}

    polled(store, act)


def test_a_tick_starts_what_is_due_and_one_feed_is_polled_once_at_a_time(store: Store) -> None:
    """A lease that runs out under a slow poll is renewed, not doubled."""

    async def act(desk: Desk) -> None:
        gate = asyncio.Event()

        async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
            await gate.wait()
            writer.write(response(304))

        desk.follow(desk.web.on("/slow", slow))
        await desk.poller.tick()
        desk.now[0] += timedelta(minutes=6)  # beyond the lease
        await desk.poller.tick()
        gate.set()
        await desk.poller.idle()
        assert desk.web.hits["/slow"] == 1

    polled(store, act)


def test_due_feeds_are_started_in_time_and_no_other(store: Store) -> None:
    """Fifteen simulated minutes: nobody is five seconds late, nobody is asked before its time."""
    figures = asyncio.run(simulated(store, 40, 900))
    assert len(figures.late) >= 40
    assert min(figures.late) >= 0
    assert max(figures.late) <= 5


def test_a_feed_that_fell_silent_says_so_by_its_own_habit(store: Store) -> None:
    """Hourly news, then nothing for three days: silent; for a weekly feed that is nothing."""

    async def act(desk: Desk) -> None:
        feed = desk.follow(desk.web.url("/f"))
        for number in range(4):
            desk.web.feed("/f", [FakeEntry(f"Story {number}", LONG)])
            feed = await desk.poll(feed, HOUR)
        assert state(feed, desk.now[0] + HOUR).startswith("fine; last news 2025-04-26 16:00 UTC")
        feed = await desk.poll(feed, 72 * HOUR)  # it still answers
        assert state(feed, desk.now[0]).startswith("silent for much longer than it used to be")
        weekly = desk.follow(desk.web.url("/g"))
        for number in range(3):
            desk.web.feed("/g", [FakeEntry(f"Week {number}", LONG)])
            weekly = await desk.poll(weekly, 7 * 24 * HOUR)
        weekly = await desk.poll(weekly, 72 * HOUR)
        assert state(weekly, desk.now[0]).startswith("fine")

    polled(store, act)


def test_a_poll_that_dies_half_way_saves_no_validator_and_loses_nothing(store: Store) -> None:
    """The new ETag is written with the last article, so that a restart asks for all of them."""

    async def act(desk: Desk) -> None:
        stories = [FakeEntry(f"Story {number}", LONG + "Kursk.") for number in range(3)]
        feed = desk.follow(desk.web.feed("/f", stories))
        desk.reader.stop_after = 2
        life = asyncio.create_task(desk.poll(feed))
        await desk.reader.stopped.wait()
        life.cancel()
        with suppress(asyncio.CancelledError):
            await life
        with store.read() as tx:
            half = tx.feeds.get(feed.id)
            assert half is not None
            assert (half.etag, half.body_hash, half.polled) == (None, None, False)
            assert tx.articles.count() < 3
        desk.reader.stop_after = None
        whole = await desk.poll(feed)
        assert whole.etag is not None
        with store.read() as tx:
            assert tx.articles.count() == 3

    polled(store, act)
