"""Which of two claims speaks of the later day?"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from claims.model import Claim, day_of

DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)")
EVER = datetime.min.replace(tzinfo=UTC)
AHEAD = timedelta(days=1)  # zones: a statement can bear the day after the outlet's


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a full or partial date covers, both ends included."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last

    def covers(self, other: Period) -> bool:
        """Whether it is the wider one and holds the other."""
        return self != other and self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class When:
    """The day a claim is made for, and when its article was published."""

    period: Period | None
    published_at: datetime | None

    @property
    def key(self) -> tuple[date, datetime]:
        """Sort by the last day it can mean, then by publication; undated comes first."""
        last = self.period.last if self.period else date.min
        return last, self.published_at or EVER


@lru_cache(maxsize=4096)
def period_of(text: str | None) -> Period | None:
    """Read 2025-04-26, 2025-04 or 2025; None for anything else."""
    found = DAY.match(text or "")
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if not month:
            return Period(date(year or 0, 1, 1), date(year or 0, 12, 31))
        last = day or calendar.monthrange(year or 0, month)[1]
        return Period(date(year or 0, month, day or 1), date(year or 0, month, last))
    except ValueError:
        return None


def when(claim: Claim) -> When:
    """Say which day a claim is made for: its own date, if not ahead of its publication."""
    published = day_of(claim.published_at)
    own = period_of(claim.as_of)
    ahead = own and published and own.first > _later(published)
    if published and (own is None or ahead):
        own = Period(published, published)
    return When(own, claim.published_at)


def _later(day: date) -> date:
    """Give the next day, if the calendar has one."""
    return day + AHEAD if day < date.max else day


def is_older(one: When, other: When) -> bool:
    """Whether one speaks of an earlier day, or of the same day from an earlier article."""
    if one.period is None or other.period is None:
        return one.period is None and other.period is not None
    if one.period.last < other.period.first:
        return True
    same = one.period == other.period
    return same and (one.published_at or EVER) < (other.published_at or EVER)


def supersedes(new: When, old: When) -> bool:
    """Whether the new one may take the old one's place: not older, nor a vaguer date around it."""
    if new.period is None:
        return old.period is None
    if is_older(new, old):
        return False
    return old.period is None or not new.period.covers(old.period)


def days_between(one: When, other: When) -> int | None:
    """Count the days that surely lie between two; None when one has no day."""
    if one.period is None or other.period is None:
        return None
    gap = max(one.period.first, other.period.first) - min(one.period.last, other.period.last)
    return max(0, gap.days)


def newest(whens: Iterable[When]) -> When | None:
    """Pick the latest."""
    return max(whens, key=lambda each: each.key, default=None)
