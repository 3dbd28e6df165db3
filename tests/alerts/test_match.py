"""Who hears of a change, and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from alerts.cadence import after_quiet, due_at
from alerts.match import match
from claims.model import Kind, Severity
from storage.records import Cadence, Chat, Subscription, Wanted
from tests.fakes import news
from tests.fakes.news import NOON, at, chat, claim, claimant, subscription

CLAIM = claim(
    claimant("Russia", "Valery Gerasimov", "TASS"),
    quote="I would like to emphasize the contribution of soldiers",
)
BEFORE = claim("Ukraine", "asserts", "deployed")
CHANGE = news.change(Kind.FIRST_CONFIRMATION, CLAIM, BEFORE, severity=Severity.MEDIUM)
WINDOW = timedelta(seconds=45)


def matched(
    *wishes: Subscription, chats: dict[int, Chat] | None = None, **more: Any
) -> list[Wanted]:
    """Match the one change against wishes."""
    options = {"now": NOON, "window": WINDOW} | more
    return match([CHANGE], {CLAIM.id: CLAIM}, wishes, chats=chats, **options)


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"topic": "deployment:north-korea>kursk"},
        {"frame": "deployment"},
        {"place": "kursk"},
        {"place": "Kursk"},
        {"actor": "Russia"},
        {"actor": "north-korea"},
        {"actor": "Ukraine"},
        {"words": "gerasimov soldiers"},
        {"words": "CONTRIB"},
        {"kinds": frozenset({Kind.FIRST_CONFIRMATION, Kind.REVERSAL})},
        {"least": Severity.LOW},
        {"muted_until": NOON},
        {"frame": "deployment", "place": "kursk", "actor": "Russia", "words": "tass"},
    ],
)
def test_a_wish_that_fits_is_heard(wish: dict[str, Any]) -> None:
    """Topic, frame, place, who speaks or is spoken of, words, kinds and severity may be asked."""
    assert matched(subscription(**wish)) == [Wanted(CHANGE.id, 100, None, NOON + WINDOW)]


@pytest.mark.parametrize(
    "wish",
    [
        {"topic": "deployment:north-korea>belgorod"},
        {"frame": "control"},
        {"place": "belgorod"},
        {"actor": "South Korea"},
        {"words": "gerasimov drones"},
        {"words": "asteroid"},
        {"kinds": frozenset({Kind.DENIAL})},
        {"least": Severity.HIGH},
        {"muted_until": NOON + timedelta(seconds=1)},
        {"topic": "deployment:north-korea>kursk", "actor": "South Korea"},
    ],
)
def test_a_wish_that_does_not_fit_is_not_heard(wish: dict[str, Any]) -> None:
    """One field that does not fit is enough."""
    assert matched(subscription(**wish)) == []


def test_a_chat_is_told_once_at_the_earliest_moment() -> None:
    """Two wishes of a chat make one delivery; a thread is a place of its own."""
    wishes = (
        subscription(1, cadence=Cadence.DAILY),
        subscription(2, place="kursk"),
        subscription(3, thread=7),
    )
    wanted = matched(*wishes)
    assert sorted(wanted, key=lambda one: one.thread or 0) == [
        Wanted(CHANGE.id, 100, None, NOON + WINDOW),
        Wanted(CHANGE.id, 100, 7, NOON + WINDOW),
    ]


def test_each_change_is_a_delivery_of_its_own() -> None:
    """Three changes for one chat are three rows."""
    changes = [news.change(kind, CLAIM) for kind in (Kind.REVERSAL, Kind.DENIAL)]
    wanted = match([CHANGE, *changes], {}, [subscription()], now=NOON, window=WINDOW)
    assert [one.change for one in wanted] == [CHANGE.id, *(change.id for change in changes)]


def test_a_change_joins_the_window_that_is_open() -> None:
    """A second change of a topic goes out together with the first."""
    closes = NOON + timedelta(seconds=10)
    assert matched(subscription(), closing={CHANGE.topic: closes})[0].not_before == closes
    past = NOON - timedelta(seconds=1)
    assert matched(subscription(), closing={CHANGE.topic: past})[0].not_before == NOON + WINDOW


def test_an_unknown_claim_is_no_obstacle() -> None:
    """Topic and claimant are enough to match when the claims are not at hand."""
    wanted = match([CHANGE], {}, [subscription(place="kursk")], now=NOON, window=WINDOW)
    assert len(wanted) == 1


@pytest.mark.parametrize(
    ("timezone", "now", "moment"),
    [
        ("UTC", at("2025-04-26", 12, 5), at("2025-04-26", 13)),
        ("UTC", at("2025-04-26", 12, 0), at("2025-04-26", 13)),
        ("Asia/Kolkata", at("2025-04-26", 12, 5), at("2025-04-26", 12, 30)),
    ],
)
def test_an_hourly_digest_waits_for_the_full_hour(
    timezone: str, now: datetime, moment: datetime
) -> None:
    """It is the hour of the reader's clock, which may be off by half an hour."""
    assert due_at(Cadence.HOURLY, 8, chat(timezone=timezone), now, now) == moment


@pytest.mark.parametrize(
    ("timezone", "now", "moment"),
    [
        ("UTC", at("2025-04-26", 7, 59), at("2025-04-26", 8)),
        ("UTC", at("2025-04-26", 8, 0), at("2025-04-27", 8)),
        ("Asia/Seoul", at("2025-04-26", 12), at("2025-04-26", 23)),
        ("Europe/Kyiv", at("2025-03-29", 12), at("2025-03-30", 5)),  # the clock goes forward
        ("Europe/Kyiv", at("2025-10-25", 12), at("2025-10-26", 6)),  # and back
    ],
)
def test_a_daily_digest_comes_at_the_local_hour(
    timezone: str, now: datetime, moment: datetime
) -> None:
    """Eight o'clock is eight o'clock on both sides of a change of the clock."""
    assert due_at(Cadence.DAILY, 8, chat(timezone=timezone), now, now) == moment


@pytest.mark.parametrize(
    ("timezone", "now", "moment"),
    [
        ("UTC", at("2025-04-26", 12), at("2025-04-28", 8)),  # a Saturday
        ("UTC", at("2025-04-28", 7, 59), at("2025-04-28", 8)),
        ("UTC", at("2025-04-28", 8, 0), at("2025-05-05", 8)),
        ("Asia/Seoul", at("2025-04-27", 20), at("2025-04-27", 23)),  # their Monday
        ("Europe/Kyiv", at("2025-03-29", 12), at("2025-03-31", 5)),  # the clock goes forward
    ],
)
def test_a_weekly_digest_comes_on_monday_at_the_local_hour(
    timezone: str, now: datetime, moment: datetime
) -> None:
    """It is the reader's Monday, on both sides of a change of the clock."""
    assert due_at(Cadence.WEEKLY, 8, chat(timezone=timezone), now, now) == moment


def test_an_hour_that_the_clock_skips_is_an_hour_later() -> None:
    """At two in the night of the change there is no two o'clock in Berlin."""
    reader = chat(timezone="Europe/Berlin")
    now = at("2025-03-29", 12)
    assert due_at(Cadence.DAILY, 2, reader, now, now) == at("2025-03-30", 1)


@pytest.mark.parametrize(
    ("quiet", "now", "moment"),
    [
        ((22 * 60, 7 * 60), at("2025-04-26", 23), at("2025-04-27", 7)),
        ((22 * 60, 7 * 60), at("2025-04-26", 3), at("2025-04-26", 7)),
        ((22 * 60, 7 * 60), at("2025-04-26", 7), at("2025-04-26", 7)),
        ((22 * 60, 7 * 60), at("2025-04-26", 12), at("2025-04-26", 12)),
        ((12 * 60, 13 * 60 + 30), at("2025-04-26", 12), at("2025-04-26", 13, 30)),
        ((8 * 60, 8 * 60), at("2025-04-26", 8), at("2025-04-26", 8)),
        ((None, 7 * 60), at("2025-04-26", 3), at("2025-04-26", 3)),
    ],
)
def test_quiet_hours_hold_back_until_they_end(
    quiet: tuple[int | None, int], now: datetime, moment: datetime
) -> None:
    """They may cross midnight; equal ends mean that there are none."""
    assert after_quiet(now, chat(quiet_from=quiet[0], quiet_to=quiet[1])) == moment


def test_quiet_hours_end_by_the_readers_clock_in_the_night_of_a_change() -> None:
    """Seven in the morning is an hour earlier in UTC once the clock went forward."""
    reader = chat(timezone="Europe/Kyiv", quiet_from=22 * 60, quiet_to=7 * 60)
    assert after_quiet(at("2025-03-29", 22), reader) == at("2025-03-30", 4)
    assert after_quiet(at("2025-10-25", 21), reader) == at("2025-10-26", 5)


def test_quiet_hours_move_an_alert_that_was_to_go_at_once() -> None:
    """The chat's own zone and hours decide."""
    reader = chat(timezone="Asia/Seoul", quiet_from=21 * 60, quiet_to=7 * 60)
    wanted = matched(subscription(), chats={100: reader})
    assert wanted[0].not_before == at("2025-04-26", 22)
