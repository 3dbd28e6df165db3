"""Is a feed asked as often as it is worth, and never against its wish?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feeds.errors import FetchError, Gone, Refused
from feeds.model import Answer, Caching, Document
from feeds.schedule import (
    FIRST,
    LONGEST,
    LONGEST_BACK_OFF,
    PATIENCE_WITH_MOVES,
    SHORTEST,
    Rhythm,
    after_failure,
    is_silent,
    next_check,
    observed,
)

NOW = datetime(2026, 1, 2, 10, 0, tzinfo=UTC)  # a Friday
URL = "https://news.example/rss"
ANSWER = Answer(URL, 200)


def pause(
    rhythm: Rhythm | None = None, caching: Caching | None = None, fixed: float | None = None
) -> timedelta:
    """Give the time until the next check in the middle of the jitter."""
    return next_check(NOW, rhythm or Rhythm(), caching=caching, chance=0.5, fixed=fixed) - NOW


def habit(gap: timedelta, ago: timedelta = timedelta(0)) -> Rhythm:
    """Give the rhythm of a feed that changes at such gaps."""
    return Rhythm(gap=gap.total_seconds(), changed_at=(NOW - ago).timestamp())


def test_a_feed_without_a_past_is_asked_after_the_first_pause() -> None:
    """A quarter of an hour until its habit is known."""
    assert pause() == FIRST


def test_the_habit_is_learnt_from_changes() -> None:
    """The usual gap follows the feed, smoothed, and half of it is the pause."""
    rhythm = Rhythm()
    for step in range(20):
        at = NOW + timedelta(minutes=20 * step)
        rhythm = observed(rhythm, now=at, changed=True, answer=ANSWER)
    assert rhythm.gap == pytest.approx(1200)
    last = NOW + timedelta(minutes=380)
    assert next_check(last, rhythm, chance=0.5) - last == timedelta(minutes=10)
    unchanged = observed(rhythm, now=last, changed=False, answer=Answer(URL, 304))
    assert unchanged == rhythm


def test_pauses_keep_within_their_bounds() -> None:
    """Neither a chatterbox nor a yearbook leaves them."""
    assert pause(habit(timedelta(seconds=1))) == SHORTEST
    assert pause(habit(timedelta(days=300))) == LONGEST


def test_a_feed_that_fell_silent_is_asked_less_and_less() -> None:
    """A tenth of its silence, whatever it used to do."""
    quick = timedelta(minutes=10)
    assert pause(habit(quick, ago=timedelta(hours=10))) == timedelta(hours=1)
    assert pause(habit(quick, ago=timedelta(days=30))) == LONGEST


def test_jitter_spreads_feeds_a_little() -> None:
    """A tenth to either side."""
    early, late = (next_check(NOW, Rhythm(), chance=chance) - NOW for chance in (0.0, 1.0))
    assert early == FIRST * 0.9
    assert late == FIRST * 1.1


@pytest.mark.parametrize(
    ("caching", "expected"),
    [
        (Caching(cache_control="public, max-age=3600"), timedelta(hours=1)),
        (Caching(cache_control="max-age=3600", age="600"), timedelta(minutes=50)),
        (Caching(cache_control="s-maxage=9000, max-age=60"), FIRST),
        (Caching(cache_control="max-age=99999999"), LONGEST),
        (Caching(cache_control="max-age=-5"), FIRST),
        (
            Caching(expires="Fri, 02 Jan 2026 12:00:00 GMT", date="Fri, 02 Jan 2026 10:00:00 GMT"),
            timedelta(hours=2),
        ),
        (Caching(expires="0", date="Fri, 02 Jan 2026 10:00:00 GMT"), FIRST),
        (Caching(expires="nonsense"), FIRST),
        (Caching(retry_after="7200"), timedelta(hours=2)),
        (Caching(retry_after="Fri, 02 Jan 2026 11:00:00 GMT"), timedelta(hours=1)),
    ],
)
def test_the_servers_wish_is_respected(caching: Caching, expected: timedelta) -> None:
    """Not before its answer grows stale, and not for ever."""
    assert pause(caching=caching) == expected


def test_the_feeds_own_wish_is_respected() -> None:
    """ttl, skipHours and skipDays, remembered through answers without a body."""
    document = Document(URL, "rss20", ttl=90)
    rhythm = observed(Rhythm(), now=NOW, changed=False, answer=ANSWER, document=document)
    again = observed(rhythm, now=NOW, changed=False, answer=Answer(URL, 304))
    assert pause(again) == timedelta(minutes=90)
    hours = Rhythm(skip_hours=(10, 11, 12))
    assert next_check(NOW, hours, chance=0.5).hour == 13
    days = Rhythm(skip_days=(4, 5, 6))
    assert next_check(NOW, days, chance=0.5).weekday() == 0
    never = Rhythm(skip_days=tuple(range(7)))
    assert next_check(NOW, never, chance=0.5) == NOW + FIRST


def test_a_fixed_interval_is_the_operators_word() -> None:
    """It holds against habit and cache, but not against Retry-After."""
    assert pause(habit(timedelta(days=9)), Caching("max-age=9999"), fixed=5) == timedelta(
        seconds=5
    )
    assert pause(caching=Caching(retry_after="60"), fixed=5) == timedelta(seconds=60)


def test_failures_double_the_pause_up_to_a_day() -> None:
    """5, 10, 20 minutes and so on, with a quarter of jitter."""
    problem = FetchError(URL, "it cannot be reached")
    pauses = [
        (after_failure(NOW, failures=n, problem=problem, chance=0.5) or NOW) - NOW
        for n in (1, 2, 3, 50, 5000)
    ]
    minutes = [one / timedelta(minutes=1) for one in pauses]
    assert minutes == [5, 10, 20, 1440, 1440]
    least = after_failure(NOW, failures=1, problem=problem, chance=0)
    assert least == NOW + timedelta(minutes=5) * 0.75


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("3600", timedelta(hours=1)),
        ("1000000000", LONGEST_BACK_OFF),
        ("9" * 5000, LONGEST_BACK_OFF),
        ("-1", timedelta(minutes=5)),
        ("soon", timedelta(minutes=5)),
        ("Fri, 02 Jan 2026 12:00:00 GMT", timedelta(hours=2)),
        ("Fri, 02 Jan 1970 12:00:00 GMT", timedelta(minutes=5)),
        ("Fri, 02 Jan 9999 12:00:00 GMT", LONGEST_BACK_OFF),
        ("²", timedelta(minutes=5)),
    ],
)
def test_retry_after_is_obeyed_within_reason(header: str, expected: timedelta) -> None:
    """Seconds or a date, clamped to a day; nonsense is nothing."""
    problem = Refused(URL, 429, "too often", retry_after=header)
    assert after_failure(NOW, failures=1, problem=problem, chance=0.5) == NOW + expected


def test_a_feed_that_is_gone_is_never_asked_again() -> None:
    """410 ends it."""
    assert after_failure(NOW, failures=1, problem=Gone(URL, 410, "gone"), chance=0.5) is None


def test_a_permanent_redirect_counts_after_it_held() -> None:
    """The address is taken over after three days of the same answer."""
    moved = Answer("https://new.example/", 200, moved_to="https://new.example/")
    rhythm = observed(Rhythm(), now=NOW, changed=False, answer=moved)
    assert rhythm.new_address(NOW + PATIENCE_WITH_MOVES / 2) is None
    later = NOW + PATIENCE_WITH_MOVES
    held = observed(rhythm, now=later, changed=False, answer=moved)
    assert held.new_address(later) == "https://new.example/"
    back = observed(held, now=later, changed=False, answer=ANSWER)
    assert back.new_address(later) is None
    other = Answer(URL, 200, moved_to="https://other.example/")
    assert observed(held, now=later, changed=False, answer=other).new_address(later) is None


def test_a_rhythm_survives_the_row() -> None:
    """What is dumped is loaded, and nonsense is a feed without a past."""
    rhythm = Rhythm(1.5, NOW.timestamp(), 60, (1, 2), (6,), "https://a.b/", NOW.timestamp())
    assert Rhythm.load(rhythm.dump()) == rhythm
    for text in (None, "", "{}", "nonsense", "[]", '{"unknown": 1}', '{"skip_hours": 5}'):
        assert Rhythm.load(text) == Rhythm()


def test_silence_is_measured_by_the_feeds_own_habit() -> None:
    """Ten usual gaps, a day at least."""
    hourly = timedelta(hours=1)
    assert not is_silent(habit(hourly, ago=timedelta(hours=20)), NOW)
    assert is_silent(habit(hourly, ago=timedelta(hours=25)), NOW)
    assert not is_silent(habit(timedelta(days=1), ago=timedelta(days=9)), NOW)
    assert not is_silent(Rhythm(), NOW)
