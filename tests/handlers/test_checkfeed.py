"""Does an operator see what is at an address, and choose among the feeds that a page names?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.html import plain
from claims.model import Reading
from feeds.errors import Found
from feeds.model import Document, Entry
from handlers.commands import report
from handlers.model import Ask, Looked, Reply, Story
from storage.store import Store
from tests.fakes.news import article
from tests.handlers.conftest import KOREA_CONFIRMS, NOW, TOLL
from tests.handlers.talk import Talk, accept, labels

URL = "https://news.example/rss.xml"
TEXT = f"{KOREA_CONFIRMS.evidence.text}. {TOLL.evidence.text}."
TOLD = article("a2", TEXT, published_at=NOW, outlet="The Daily", title="Korea <confirms>")
FEED = Looked(
    URL,
    51_234,
    Document(URL, "rss20", (Entry("1"), Entry("2")), title="World & more"),
    (
        Story(Reading(TOLD, (KOREA_CONFIRMS, TOLL))),
        Story(
            Reading(replace(TOLD, id="a3", title="Sport", published_at=None)),
            unread="the site's robots.txt asks us not to read it",
        ),
    ),
)
PAGE = Looked(
    "https://news.example/",
    problem="this is a web page that names its feeds",
    found=(
        Found("https://news.example/world.xml?key=hush", "World"),
        Found("https://news.example/sport.xml", "Sport"),
        Found("https://news.example/a/very/lonlong/way/to/politics.xml"),
    ),
)


@pytest.fixture
def operator(talk: Talk) -> Talk:
    """Give an operator's chat."""
    return talk.as_(admin=True)


def told(operator: Talk, reply: Reply, looked: Looked) -> Reply:
    """Give the second part of an answer, as a shell would after its errand."""
    assert reply.errand is not None
    ask = Ask(operator.chat, operator.user, "", "", operator.now, operator.language, admin=True)
    with operator.store.begin() as tx:
        second = report(reply.errand, looked, ask, tx)
    accept(second)
    return second


def test_a_check_says_what_was_seen_what_is_taken_in_and_what_it_claims(operator: Talk) -> None:
    """The feed, its newest stories as articles, their claims with the words; it can be watched."""
    first = operator.say(f"/checkfeed {URL}")
    assert "One moment, I am looking at news.example/rss.xml" in plain(first.html)
    assert first.errand is not None
    assert first.errand.url == URL
    reply = told(operator, first, FEED)
    text = plain(reply.html)
    assert "is a feed (rss20, 51 kB): “World & more”, 2 entries" in text
    assert "Korea <confirms>" in text
    assert f"The Daily · 29 April 2025, 09:00 · {len(TOLD.text)} characters" in text
    assert "North Korea confirms" in text
    assert KOREA_CONFIRMS.evidence.text in text
    assert "no date" in text
    assert "Its page was not read: the site's robots.txt asks us not to read it" in text
    assert "No claims: nothing of the kinds that I follow" in text
    assert "is watched from now on" in plain(operator.press(reply, "Watch it").html)
    assert told(operator, operator.say(f"/checkfeed {URL}"), FEED).buttons == ()


def test_a_watched_feed_is_checked_by_its_number(operator: Talk) -> None:
    """The number that /feeds shows."""
    operator.say(f"/addfeed {URL}")
    errand = operator.say("/checkfeed 1").errand
    assert errand is not None
    assert errand.url == URL
    assert "/checkfeed https://example.org" in operator.read("/checkfeed 2")


def test_what_is_wrong_is_said_and_nothing_offered(operator: Talk) -> None:
    """The reason, as it would stand on the feed."""
    broken = Looked(URL, problem="this is a page that asks for a password")
    reply = told(operator, operator.say(f"/checkfeed {URL}"), broken)
    assert plain(reply.html) == (
        "news.example/rss.xml cannot be taken in: this is a page that asks for a password"
    )
    assert reply.buttons == ()


def test_an_operator_chooses_among_the_feeds_that_a_page_names(
    ledger: Store, operator: Talk
) -> None:
    """After a check, any of them; after an addition, what is beside the first, which is taken."""
    reply = told(operator, operator.say("/checkfeed https://news.example/"), PAGE)
    assert "It names 3 feeds:" in plain(reply.html)
    assert "hush" not in reply.html
    watch = ["Watch World", "Watch Sport", "Watch long/way/to/politics.xml"]
    assert [one.label for one in labels(reply)] == watch
    added = operator.say("/addfeed https://news.example/")
    second = told(operator, added, PAGE)
    assert "The first, “World”, is watched; which others as well?" in plain(second.html)
    assert [one.label for one in labels(second)] == watch[1:]
    operator.press(second, "Watch Sport")
    with ledger.read() as tx:
        assert {feed.url for feed in tx.feeds.all()} == {
            "https://news.example/",
            "https://news.example/sport.xml",
        }


def test_an_addition_is_explained_as_well(operator: Talk) -> None:
    """Who adds a feed sees at once what it brings, or what is wrong with it."""
    added = operator.say(f"/addfeed {URL}")
    assert "2 entries" in plain(told(operator, added, FEED).html)
    gone = Looked(URL, problem="there is nothing at this address (404)")
    assert "there is nothing at this address (404)" in plain(told(operator, added, gone).html)
    assert operator.say(f"/addfeed {URL}").errand is None


@pytest.mark.parametrize(
    "words", ["", "nonsense", "ftp://example.org/x", "http://", "99999999999"]
)
def test_what_is_no_address_is_not_looked_at(operator: Talk, words: str) -> None:
    """The answer shows how it is written."""
    reply = operator.say(f"/checkfeed {words}")
    assert reply.errand is None
    assert "/checkfeed https://example.org" in plain(reply.html)


def test_only_operators_may_have_us_look(talk: Talk) -> None:
    """Nobody else can send us anywhere."""
    assert talk.say(f"/checkfeed {URL}").errand is None
