"""How are numbers and dates said to a reader?"""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from alerts.phrases import units
from claims.model import Quantity

_LOCALE = "en_GB"
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_VAGUE = {24: "dozens", 200: "hundreds", 300: "several hundred", 2000: "thousands"}
_ROUND = 1000  # from here on "more than" says no more than "at least" does

_SUBSET = re.compile(r"(killed|wounded|injured|missing|rescued|aboard|captured)_(?!or_)(\w+)")


def number_words(number: int) -> str:
    """Write a number with its thousands set apart."""
    return str(format_decimal(number, locale=_LOCALE))


def figure_words(quantity: Quantity, *, dash: bool = False) -> str:
    """Say the bounds without the unit; a dash joins them where "to" would mislead."""
    low, high = quantity.min, quantity.max
    if low is not None and high is not None:
        if low == high:
            return f"about {number_words(low)}" if quantity.approx else number_words(low)
        return f"{number_words(low)}{'–' if dash else ' to '}{number_words(high)}"
    if low is not None:
        if quantity.approx and low in _VAGUE:
            return _VAGUE[low]
        more = "more than" if low >= _ROUND and low % 100 == 0 else "at least"
        return f"{more} {number_words(low)}"
    if high is not None:
        return f"{'nearly' if quantity.approx else 'up to'} {number_words(high)}"
    return "an unknown number"


def quantity_words(quantity: Quantity) -> str:
    """Say a quantity with what is counted: "more than 76,000 killed or wounded"."""
    return f"{figure_words(quantity)} {unit_words(quantity.unit)}"


def unit_words(unit: str) -> str:
    """Say what is counted, as it stands after a number."""
    if unit in units():
        return units()[unit][0]
    subset = _SUBSET.fullmatch(unit)
    return f"{subset[2].replace('_', ' ')} {subset[1]}" if subset else unit.replace("_", " ")


def counted_clause(quantity: Quantity) -> str:
    """Say a quantity as a sentence: "at least 60 people were killed"."""
    subset = _SUBSET.fullmatch(quantity.unit)
    verb, who = (subset[1], subset[2].replace("_", " ")) if subset else (quantity.unit, "people")
    rest = units()[verb][1] if verb in units() else unit_words(quantity.unit)
    return f"{figure_words(quantity)} {rest.replace('people', who, 1)}"


def level(quantity: Quantity) -> float:
    """Give one number for a quantity, to tell up from down."""
    bounds = [bound for bound in (quantity.min, quantity.max) if bound is not None]
    return sum(bounds) / len(bounds) if bounds else 0.0


def day_words(day: str | date | None) -> str:
    """Say a day, a month or a year: "26 April 2025", "December 2024", "2025"."""
    if isinstance(day, date):
        return str(format_date(day, "d MMMM y", locale=_LOCALE))
    parts = _PARTIAL.match(day or "")
    if not parts:
        return day or ""
    shape = "d MMMM y" if parts[3] else "MMMM y" if parts[2] else "y"
    try:
        known = date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
    except ValueError:
        return parts[0]
    return str(format_date(known, shape, locale=_LOCALE))


def moment_words(moment: datetime, timezone: str = "UTC") -> str:
    """Say a moment by the reader's clock: "26 April 2025, 14:05"."""
    local = moment.astimezone(zone(timezone))
    return str(format_datetime(local, "d MMMM y, HH:mm", locale=_LOCALE))


def local_day(moment: datetime, timezone: str = "UTC") -> date:
    """Give the day of a moment by the reader's clock."""
    return moment.astimezone(zone(timezone)).date()


def zone(name: str) -> ZoneInfo:
    """Find a time zone; what nobody knows is UTC."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
