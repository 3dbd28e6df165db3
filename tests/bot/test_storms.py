"""A publisher changes everything at once: no storm of articles, and no alert that is no news."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from storage.store import Store
from tests.fakes.polling import HOUR, LONG, Desk, polled
from tests.fakes.store import NOW
from tests.fakes.web import FakeEntry

MANY = 500
ONE = FakeEntry("One", LONG + "Kursk.", guid="https://news.example/1", published_at=NOW)


def test_ten_thousand_entries_with_one_id_are_a_bounded_few(store: Store) -> None:
    """Only the newest are taken, and entries that say the same are one."""

    async def act(desk: Desk) -> None:
        same = [FakeEntry("One", "Few words.", guid="1", link="urn:1")] * 10_000
        feed = await desk.poll(desk.follow(desk.web.feed("/same.xml", same)))
        assert feed.note == "9500 of its entries are more than we take"
        assert desk.filed()[0] == 1
        named = [FakeEntry(f"Title {n}", "Few.", guid="x", link=f"urn:{n}") for n in range(10_000)]
        await desk.poll(desk.follow(desk.web.feed("/named.xml", named)))
        assert desk.filed()[0] == 1 + MANY

    polled(store, act)


GUIDS: dict[str, Callable[[int], str]] = {
    "its scheme and case change": lambda n: ("HTTP" if n % 2 else "https") + "://news.example/1",
    "it is another each time": lambda n: f"session-{n}",
    "it comes and goes": lambda n: "" if n % 2 else "tag:news,2025:1",
}


def test_an_id_that_changes_at_each_poll_makes_no_second_article(store: Store) -> None:
    """Whatever a publisher does to an id, page and words are the same, and so is the entry."""

    async def act(desk: Desk) -> None:
        desk.subscribe()
        for number, (name, guid) in enumerate(GUIDS.items(), start=1):
            story = replace(ONE, title=f"Story {number}", link=f"/story/{number}")
            path = f"/{number}.xml"
            feed = desk.follow(desk.web.url(path))
            for turn in range(4):
                desk.web.feed(path, [replace(story, guid=guid(turn))])
                feed = await desk.poll(feed, HOUR)
            assert len(desk.reader.given) == number, name
        assert desk.filed()[3] == 0

    polled(store, act)


def test_two_feeds_that_share_an_id_keep_their_own_articles(store: Store) -> None:
    """An id tells entries of one feed apart; of two feeds it says nothing."""

    async def act(desk: Desk) -> None:
        for path in ("/a", "/b"):
            story = FakeEntry(f"Of {path}", LONG, guid="1", link=f"{path}/story")
            await desk.poll(desk.follow(desk.web.feed(f"{path}.xml", [story])))
        assert [article.title for article in desk.reader.given] == ["Of /a", "Of /b"]

    polled(store, act)


DATES: dict[str, list[str | datetime | None]] = {
    "absurd": ["2026-13-45T99:99:99Z", "1767312000", "-2026", "2026年1月2日", "32 Foo 2026"],
    "far away": ["Fri, 02 Jan 2099 10:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "0000-00-00"],
    "all equal": [NOW] * 5,
    "none": [None] * 5,
}


def test_odd_dates_make_no_second_article_and_no_alert(store: Store) -> None:
    """A date may be anything: the second poll knows every entry, also when its date moved."""

    async def act(desk: Desk) -> None:
        desk.subscribe()
        for number, dates in enumerate(DATES.values()):
            path = f"/{number}.xml"
            feed = desk.follow(desk.web.url(path))
            for turn in range(3):
                seen = len(desk.reader.given)
                stories = [
                    FakeEntry(f"{number} {n}", LONG + "Kursk.", published_at=date)
                    for n, date in enumerate(dates if turn < 2 else reversed(dates))
                ]
                desk.web.feed(path, stories, title=f"Turn {turn}")
                feed = await desk.poll(feed, HOUR)
                assert (feed.error, desk.filed()[3]) == (None, 0)
                assert len(desk.reader.given) - seen == (0 if turn else len(dates))
        known = {article.published_at for article in desk.reader.given}
        assert known <= {None, NOW}

    polled(store, act)


def test_a_baseline_of_five_hundred_and_their_rewriting_alert_nobody(store: Store) -> None:
    """The first poll is quiet; old stories in new words say nothing new."""

    async def act(desk: Desk) -> None:
        desk.subscribe()
        towns = ["Kursk", *["the town"] * 4]
        stories = [FakeEntry(f"{n}", f"{LONG} {towns[n % 5]}, {n}.") for n in range(MANY)]
        feed = await desk.poll(desk.follow(desk.web.feed("/f", stories)))
        assert desk.filed() == (MANY, MANY // 5, 1, 0)
        rewritten = [replace(one, text=f"{one.text} Corrected in style.") for one in stories]
        desk.web.feed("/f", rewritten)
        feed = await desk.poll(feed, timedelta(hours=1))
        assert feed.error is None
        articles, _, _, alerts = desk.filed()
        assert articles == 2 * MANY
        assert alerts <= 1

    polled(store, act)
