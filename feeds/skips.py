"""When does a feed ask not to be called? RSS's ttl, skipHours and skipDays."""

from __future__ import annotations

import re

_HOURS = re.compile(r"<skiphours\b[^>]{0,200}>(.{0,4000}?)</skiphours", re.S)
_DAYS = re.compile(r"<skipdays\b[^>]{0,200}>(.{0,2000}?)</skipdays", re.S)
_NUMBER = re.compile(r">\s*(\d{1,2})\s*<")
_WORD = re.compile(r">\s*([a-z]{6,9})\s*<")
_HEAD = 50_000  # characters of a feed in which we look for them
_DAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday"
_WEEK = {name: number for number, name in enumerate(_DAY_NAMES.split())}


def minutes_of(text: str | None) -> int | None:
    """Read a ttl; None when it is no sensible number of minutes."""
    words = (text or "").strip()
    return int(words) if words.isdecimal() and len(words) < 6 and int(words) else None


def skip_hours_of(text: str) -> frozenset[int]:
    """Read the hours (UTC) in which the feed is not to be asked; 24 is an old way to say 0."""
    found = _HOURS.search(text[:_HEAD].lower())
    numbers = {int(number) % 24 for number in _NUMBER.findall(found[1])} if found else set()
    return frozenset(number for number in numbers) if len(numbers) < 24 else frozenset()


def skip_days_of(text: str) -> frozenset[int]:
    """Read the weekdays on which the feed is not to be asked; Monday is 0."""
    found = _DAYS.search(text[:_HEAD].lower())
    names = set(_WORD.findall(found[1])) if found else set()
    days = frozenset(_WEEK[name] for name in names & _WEEK.keys())
    return days if len(days) < 7 else frozenset()
