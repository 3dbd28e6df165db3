"""When is a feed asked again? Pure: the time, the chance and the past come in as values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from feeds.errors import FeedError, Gone
from feeds.model import Answer, Caching, Document

SHORTEST = timedelta(minutes=2)
LONGEST = timedelta(hours=4)
FIRST = timedelta(minutes=15)  # before a feed has shown its habit
BACK_OFF = timedelta(minutes=5)  # after the first failure; doubled with each further one
LONGEST_BACK_OFF = timedelta(hours=24)
PATIENCE_WITH_MOVES = timedelta(days=3)  # how long a permanent redirect must hold
SILENT_FACTOR = 10  # so many of its usual gaps without news, and a feed is silent
SHORTEST_SILENCE = timedelta(days=1)

_SMOOTHING = 0.3  # the weight of the newest gap
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.I)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What the schedule remembers of a feed; kept in its row as one text."""

    gap: float | None = None  # seconds between two changes, smoothed
    changed_at: float | None = None  # the last change that we saw
    ttl: int | None = None  # seconds, from the feed itself
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    moved_to: str | None = None  # where a permanent redirect leads, while it is watched
    moved_at: float | None = None  # since when

    @classmethod
    def load(cls, text: str | None) -> Rhythm:
        """Read what dump wrote; an unreadable text is a feed without a past."""
        try:
            fields = json.loads(text or "{}")
            known = {name: fields[name] for name in cls.__dataclass_fields__ if name in fields}
            lists = {name: tuple(known.get(name, ())) for name in ("skip_hours", "skip_days")}
            return cls(**(known | lists))
        except (ValueError, TypeError):
            return cls()

    def dump(self) -> str:
        """Write what is not empty."""
        fields = {name: value for name, value in asdict(self).items() if value not in (None, ())}
        return json.dumps(fields, separators=(",", ":"))

    def new_address(self, now: datetime) -> str | None:
        """Give the address that the feed moved to, once the redirect held long enough."""
        if self.moved_to is None or self.moved_at is None:
            return None
        held = now - datetime.fromtimestamp(self.moved_at, UTC) >= PATIENCE_WITH_MOVES
        return self.moved_to if held else None


def observed(
    rhythm: Rhythm,
    *,
    now: datetime,
    changed: bool,
    answer: Answer,
    document: Document | None = None,
) -> Rhythm:
    """Learn from a successful poll: the habit, the feed's own wishes, a redirect."""
    moment = now.timestamp()
    if answer.moved_to != rhythm.moved_to:
        since = moment if answer.moved_to else None
        rhythm = replace(rhythm, moved_to=answer.moved_to, moved_at=since)
    if document is not None:
        rhythm = replace(
            rhythm,
            ttl=document.ttl * 60 if document.ttl else None,
            skip_hours=tuple(sorted(document.skip_hours)),
            skip_days=tuple(sorted(document.skip_days)),
        )
    return _with_change(rhythm, moment) if changed else rhythm


def _with_change(rhythm: Rhythm, moment: float) -> Rhythm:
    if rhythm.changed_at is None:
        return replace(rhythm, changed_at=moment)
    gap = max(moment - rhythm.changed_at, 1.0)
    usual = gap if rhythm.gap is None else _SMOOTHING * gap + (1 - _SMOOTHING) * rhythm.gap
    return replace(rhythm, gap=usual, changed_at=moment)


def next_check(
    now: datetime,
    rhythm: Rhythm,
    *,
    caching: Caching | None = None,
    chance: float,
    fixed: float | None = None,
) -> datetime:
    """Say when to come again after a success; chance is a random number from 0 to 1.

    A fixed interval in seconds is the operator's word and holds against everything but a
    Retry-After. Else half of the usual gap, within bounds, not before what the feed and the
    server ask for, and outside the hours and days that the feed wants to be left alone.
    """
    caching = caching or Caching()
    asked = _seconds(caching.retry_after, now)
    if fixed is not None:
        return now + max(timedelta(seconds=fixed), _within(asked, LONGEST_BACK_OFF))
    habit = timedelta(seconds=rhythm.gap / 2) if rhythm.gap else FIRST
    idle = now.timestamp() - rhythm.changed_at if rhythm.changed_at else 0.0
    pause = max(habit, timedelta(seconds=idle / 10))  # a feed that fell silent is asked less
    wishes = (rhythm.ttl or 0, _freshness(caching))
    pause = max(pause, *(_within(wish, LONGEST) for wish in wishes))
    pause = min(max(pause, SHORTEST), LONGEST) * (0.9 + 0.2 * chance)
    return _outside(now + max(pause, _within(asked, LONGEST_BACK_OFF)), rhythm)


def after_failure(
    now: datetime, *, failures: int, problem: FeedError, chance: float, fixed: float | None = None
) -> datetime | None:
    """Say when to try again after so many failures in a row; None when the feed is gone."""
    if isinstance(problem, Gone):
        return None
    first = timedelta(seconds=fixed) if fixed is not None else BACK_OFF
    doubled = first * (1 << min(max(failures, 1) - 1, 12))
    pause = min(doubled, LONGEST_BACK_OFF) * (0.75 + 0.5 * chance)
    return now + max(pause, _within(_seconds(problem.retry_after, now), LONGEST_BACK_OFF))


def is_silent(rhythm: Rhythm, now: datetime) -> bool:
    """Tell whether a feed brings nothing for much longer than it used to."""
    if rhythm.gap is None or rhythm.changed_at is None:
        return False
    usual = max(timedelta(seconds=rhythm.gap * SILENT_FACTOR), SHORTEST_SILENCE)
    return now - datetime.fromtimestamp(rhythm.changed_at, UTC) > usual


def _freshness(caching: Caching) -> float:
    """Give the seconds for which the server calls its answer fresh."""
    found = _MAX_AGE.search(caching.cache_control or "")
    if found:
        age = caching.age or ""
        return max(float(found[1]) - (float(age) if age.isdecimal() else 0.0), 0.0)
    expires, sent = _date(caching.expires), _date(caching.date)
    return max((expires - sent).total_seconds(), 0.0) if expires and sent else 0.0


def _seconds(retry_after: str | None, now: datetime) -> float:
    """Read Retry-After, a number of seconds or a date; nonsense counts as nothing."""
    words = (retry_after or "").strip()
    if words.isdecimal() and words.isascii():
        return float(words[:12])
    moment = _date(words)
    return max((moment - now).total_seconds(), 0.0) if moment else 0.0


def _date(text: str | None) -> datetime | None:
    try:
        moment: datetime = parsedate_to_datetime((text or "")[:60])
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _within(seconds: float, most: timedelta) -> timedelta:
    return timedelta(seconds=min(seconds, most.total_seconds()))


def _outside(moment: datetime, rhythm: Rhythm) -> datetime:
    """Put a time off until the feed may be asked, by a week at most."""
    for at in _hours_from(moment):
        if at.hour not in rhythm.skip_hours and at.weekday() not in rhythm.skip_days:
            return at
    return moment


def _hours_from(moment: datetime) -> Iterable[datetime]:
    yield moment
    full = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    for hours in range(1, 7 * 24):
        yield full + timedelta(hours=hours, minutes=moment.minute % 10)
