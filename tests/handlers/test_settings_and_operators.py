"""Are settings read as people write them, and do operators get what they need?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.html import plain
from feeds.schedule import Rhythm
from storage.records import Chat, Fetched
from storage.store import Store
from tests.handlers.conftest import NOW
from tests.handlers.talk import CHAT, Talk

SECRET = "https://user:password@example.org/feed.xml?token=hush"


def settings(store: Store) -> Chat:
    """Give the chat's settings."""
    with store.read() as tx:
        chat = tx.chats.get(CHAT)
    assert chat is not None
    return chat


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("timezone Europe/Kyiv", "Europe/Kyiv"), ("timezone kiev", "Europe/Kyiv"),
        ("time zone seoul", "Asia/Seoul"), ("new york", "America/New_York"),
        ("UTC", "UTC"), ("timezone utc+3", "Etc/GMT-3"), ("gmt-5", "Etc/GMT+5"),
        ("zone berlinn", "Europe/Berlin"),
    ],
)  # fmt: skip
def test_a_time_zone_is_found_by_name_city_or_offset(
    ledger: Store, talk: Talk, words: str, zone: str
) -> None:
    """People need not know the database of zones."""
    text = talk.read(f"/settings {words}")
    assert f"Time zone: {zone}" in text
    assert settings(ledger).timezone == zone


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("quiet 22-7", (1320, 420)), ("quiet 22:30 to 6:15", (1350, 375)), ("23-8", (1380, 480)),
        ("quiet hours 0-24", (0, 0)), ("quiet off", (None, None)),
    ],
)  # fmt: skip
def test_quiet_hours_are_read(
    ledger: Store, talk: Talk, words: str, hours: tuple[int | None, int | None]
) -> None:
    """From and to, with or without minutes; off turns them off."""
    talk.say(f"/settings {words}")
    kept = settings(ledger)
    assert (kept.quiet_from, kept.quiet_to) == hours


@pytest.mark.parametrize("words", ["quiet 25-7", "quiet 22:99-7", "mars", "quiet", "utc+99", "😀"])
def test_settings_that_cannot_be_read_change_nothing(
    ledger: Store, talk: Talk, words: str
) -> None:
    """The answer shows how it is written."""
    assert "/settings quiet 22-7" in talk.read(f"/settings {words}")
    assert settings(ledger) == Chat(CHAT)


def test_settings_are_changed_by_buttons(ledger: Store, talk: Talk) -> None:
    """The usual choices need no typing."""
    shown = talk.say("/settings")
    assert talk.press(shown, "Kyiv").edit
    talk.press(shown, "Quiet 22-7")
    kept = settings(ledger)
    assert (kept.timezone, kept.quiet_from) == ("Europe/Kyiv", 1320)


@pytest.fixture
def operator(talk: Talk) -> Talk:
    """Give an operator's chat."""
    return talk.as_(admin=True)


def test_a_feed_is_added_listed_and_removed(ledger: Store, operator: Talk) -> None:
    """The number that the list shows is the number that removes."""
    assert "Feed 1 is watched from now on" in operator.read("/addfeed https://example.org/rss")
    assert "watched already, as number 1" in operator.read("/addfeed https://example.org/rss")
    assert "waits for its first visit" in operator.read("/feeds")
    assert "no longer watched" in operator.read("/removefeed 1")
    assert "There is no feed 1" in operator.read("/removefeed 1")
    assert "No feed" in operator.read("/feeds")
    assert "is watched from now on" in operator.read("/addfeed https://example.org/rss")


def test_what_an_address_hides_is_never_shown(operator: Talk) -> None:
    """User, password and query stay in the ledger."""
    texts = [operator.read(line) for line in (f"/addfeed {SECRET}", "/feeds", "/removefeed 1")]
    assert not [text for text in texts if "hush" in text or "password" in text]
    assert "example.org/feed.xml?…" in texts[1]


@pytest.mark.parametrize(
    "words", ["", "nonsense", "ftp://example.org/x", "http://", "https://[::1", "http://a b", "1"]
)
def test_what_is_no_address_is_not_added(ledger: Store, operator: Talk, words: str) -> None:
    """The answer shows how it is written."""
    assert "/addfeed https://example.org" in operator.read(f"/addfeed {words}")
    with ledger.read() as tx:
        assert tx.feeds.all() == []


@pytest.mark.parametrize("words", ["", "x", "-1", "99999999999999999999", "١", "1 2"])
def test_what_is_no_number_removes_nothing(operator: Talk, words: str) -> None:
    """The answer shows how it is written."""
    assert "/removefeed 12" in operator.read(f"/removefeed {words}")


def test_feeds_in_trouble_come_first_with_the_reason(ledger: Store, operator: Talk) -> None:
    """Health in plain words, with the last time that it went well."""
    with ledger.begin() as tx:
        for number in range(12):
            tx.feeds.add(f"https://example.org/{number}", NOW, outlet=f"Outlet {number}")
        tx.feeds.fetched(3, Fetched(NOW, NOW + timedelta(hours=1)))
        tx.feeds.failed(3, NOW, "the server answered 503", NOW)
        tx.feeds.failed(7, NOW, "gone for good (410)", NOW, stopped=True)
    reply = operator.say("/feeds")
    text = plain(reply.html)
    assert text.startswith("Feeds: 12, 2 in trouble")
    assert text.index("gone for good") < text.index("503") < text.index("Outlet 1 ")
    assert "last read 29 April 2025" in text
    assert "Outlet 3" in operator.read("/feeds outlet 3")
    assert operator.press(reply, "Page 2").edit


def test_a_feed_that_fell_silent_is_said_to_be(ledger: Store, operator: Talk) -> None:
    """It answers, but brings nothing for ten times its usual pause, and for a day at least."""
    rhythm = Rhythm(gap=3600.0, changed_at=NOW.timestamp()).dump()
    with ledger.begin() as tx:
        tx.feeds.add("https://example.org/f", NOW)
        fetched = Fetched(NOW, NOW + timedelta(hours=1), rhythm=rhythm)
        tx.feeds.fetched(1, fetched)
    assert "well; last read" in operator.read("/feeds")
    later = operator.as_(now=NOW + timedelta(days=2))
    assert "silent for much longer than it used to be; last read" in later.read("/feeds")


def test_status_is_one_screen_of_health(ledger: Store, operator: Talk) -> None:
    """Feeds, queue, ledger and the last signs of life."""
    assert "No loop has given a sign of life yet" in operator.read("/status")
    with ledger.begin() as tx:
        tx.heartbeats.beat("tick", NOW, "3 feeds")
    text = operator.read("/status")
    assert "3 articles, 7 claims" in text
    assert "Deliveries: due: 0" in text
    assert "tick: 2 min ago 3 feeds" in text


def test_status_shows_errors_lateness_reviews_and_versions(ledger: Store, talk: Talk) -> None:
    """What an operator needs to see that something is wrong, and to report it."""
    operator = talk.as_(admin=True)
    calm = operator.read("/status")
    assert "late" not in calm
    assert "Alerts called wrong: 0" in calm
    assert "Versions: Claimwatch " in calm
    with ledger.begin() as tx:
        feed = tx.feeds.add("https://news.example/rss", talk.now)
        tx.feeds.failed(feed.id, talk.now, "HTTP 503 <b>Unavailable</b>", talk.now)
    talk.say("/wrong kfirst0001")
    operator.now += timedelta(hours=3)
    said = operator.read("/status")
    assert f"Feed {feed.id}, failures in a row: 1: HTTP 503 <b>Unavailable</b>" in said
    assert "Feeds are read late, by up to 3 h" in said
    assert "Alerts called wrong: 1" in said


def test_a_broadcast_asks_first_and_goes_once_to_each_chat_that_is_awake(
    ledger: Store, operator: Talk
) -> None:
    """A second press sends nothing, and typing the button's words is only another text."""
    with ledger.begin() as tx:
        tx.chats.ensure(200, "private", "de", NOW)
        tx.chats.ensure(300, "private", "en", NOW)
        tx.chats.rest(300, "blocked")
        tx.chats.ensure(0, "terminal", "en", NOW)
    asked = operator.say("/broadcast Back at <noon>")
    assert "Send this to 2 chats?" in plain(asked.html)
    assert noticed(ledger) == {}
    assert "On its way to 2 chats" in plain(operator.press(asked, "Yes").html)
    said = noticed(ledger)
    assert sorted(said) == [CHAT, 200]
    assert said[CHAT] == "From the operators of this bot:\nBack at <noon>"
    assert "From the operators" not in said[200]
    assert "Back at <noon>" in said[200]
    assert "sent already" in plain(operator.press(asked, "Yes").html)
    assert "Send this to" in operator.read("/broadcast send 0123456789ab")
    assert len(noticed(ledger)) == 2


def test_a_broadcast_that_was_written_anew_is_sent_as_it_was_last(
    ledger: Store, operator: Talk
) -> None:
    """The button under the older words does nothing; each operator has words of their own."""
    older = operator.say("/broadcast Back at noon")
    newer = operator.say("/broadcast Back at one")
    operator.as_(user=8).say("/broadcast Back at two")
    assert "sent already" in plain(operator.press(older, "Yes").html)
    operator.press(newer, "Yes")
    assert noticed(ledger)[CHAT].endswith("Back at one")


def noticed(store: Store) -> dict[int, str]:
    """Give what waits to be said to each chat; no chat is told twice."""
    with store.read() as tx:
        waiting = tx.notices.due(NOW + timedelta(days=1))
    assert len({one.chat for one in waiting}) == len(waiting)
    return {one.chat: plain(one.text) for one in waiting}


def test_alerts_are_compact_for_who_wants_them_so(ledger: Store, talk: Talk) -> None:
    """Typed or pressed, and back again."""
    assert "Alerts: in full" in talk.read("/settings")
    assert "Alerts: compact" in talk.read("/settings compact")
    reply = talk.press(talk.say("/settings compact off"), "Compact alerts")
    assert "Alerts: compact" in plain(reply.html)
    with ledger.read() as tx:
        chat = tx.chats.get(CHAT)
    assert chat is not None
    assert chat.compact
    assert "Alerts: in full" in plain(talk.press(reply, "Full alerts").html)
