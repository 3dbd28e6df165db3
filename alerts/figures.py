"""How are numbers and dates said to a reader?"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_skeleton, get_timezone_location

from alerts.phrases import table
from alerts.tongue import ENGLISH, Tongue
from claims.model import Quantity

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_VAGUE = {24: "dozens", 200: "hundreds", 300: "several_hundred", 2000: "thousands"}
_ROUND = 1000  # from here on "more than" says no more than "at least" does

_SUBSET = re.compile(r"(killed|wounded|injured|missing|rescued|aboard|captured)_(?!or_)(\w+)")


def number_words(number: int, tongue: Tongue = ENGLISH) -> str:
    """Write a number with its thousands set apart."""
    return tongue.number(number)


def figure_words(quantity: Quantity, *, dash: bool = False, tongue: Tongue = ENGLISH) -> str:
    """Say the bounds without the unit; a dash joins them where "to" would mislead."""
    low, high = quantity.min, quantity.max
    if low is not None and high is not None:
        if low == high:
            return _figure("about" if quantity.approx else "exact", low, tongue)
        return tongue.phrase(
            "figures",
            "range_dash" if dash else "range",
            low=tongue.number(low),
            high=tongue.number(high),
        )
    if low is not None:
        if quantity.approx and low in _VAGUE:
            return tongue.phrase("figures", _VAGUE[low])
        return _figure(
            "more_than" if low >= _ROUND and low % 100 == 0 else "at_least", low, tongue
        )
    if high is not None:
        return _figure("nearly" if quantity.approx else "up_to", high, tongue)
    return tongue.phrase("figures", "unknown")


def quantity_words(quantity: Quantity, *, dash: bool = False, tongue: Tongue = ENGLISH) -> str:
    """Say a quantity with what is counted: "more than 76,000 killed or wounded"."""
    figure, unit = figure_words(quantity, dash=dash, tongue=tongue), quantity.unit
    if unit in table("units"):
        return tongue.phrase("units", unit, figure=figure)
    subset = _SUBSET.fullmatch(unit)
    if subset:
        who = _people(subset[2], tongue)
        return tongue.phrase("units.some", subset[1], figure=figure, who=who)
    return tongue.phrase("words", "any_unit", figure=figure, unit=unit.replace("_", " "))


def counted_clause(quantity: Quantity, tongue: Tongue = ENGLISH) -> str:
    """Say a quantity as a sentence: "at least 60 people were killed"."""
    subset = _SUBSET.fullmatch(quantity.unit)
    verb, who = (subset[1], subset[2]) if subset else (quantity.unit, "people")
    if verb not in table("units.sentence"):
        return quantity_words(quantity, tongue=tongue)
    figure = figure_words(quantity, tongue=tongue)
    return tongue.phrase("units.sentence", verb, figure=figure, who=_people(who, tongue))


def _figure(shape: str, number: int, tongue: Tongue) -> str:
    """Say one bound."""
    return tongue.phrase("figures", shape, n=tongue.number(number))


def _people(who: str, tongue: Tongue) -> str:
    """Say who is counted; a rare word as the article has it."""
    return tongue.phrase("people", who) if who in table("people") else who.replace("_", " ")


def level(quantity: Quantity) -> float:
    """Give one number for a quantity, to tell up from down."""
    bounds = [bound for bound in (quantity.min, quantity.max) if bound is not None]
    return sum(bounds) / len(bounds) if bounds else 0.0


def day_words(day: str | date | None, tongue: Tongue = ENGLISH) -> str:
    """Say a day, a month or a year: "26 April 2025", "December 2024", "2025"."""
    if isinstance(day, date):
        return str(format_date(day, "long", locale=tongue.locale))
    parts = _PARTIAL.match(day or "")
    if not parts:
        return day or ""
    known = _known(parts)
    if known is None:
        return parts[0]
    if parts[3]:
        return str(format_date(known, "long", locale=tongue.locale))
    return str(format_skeleton("yMMMM" if parts[2] else "y", known, locale=tongue.locale))


def short_day_words(day: str, tongue: Tongue = ENGLISH, *, year: bool = True) -> str:
    """Say a day where there is little room: "26 Apr 2025", "26 Apr", "Dec 2024", "2025"."""
    parts = _PARTIAL.match(day)
    known = _known(parts) if parts else None
    if parts is None or known is None:
        return day
    shape = "MMMd" if parts[3] else "MMM" if parts[2] else ""
    skeleton = f"y{shape}" if year or not shape else shape
    return str(format_skeleton(skeleton, known, locale=tongue.locale))


def _known(parts: re.Match[str]) -> date | None:
    """Give the day, or the first day of the month or year; None for a date that is none."""
    try:
        return date(int(parts[1]), int(parts[2] or 1), int(parts[3] or 1))
    except ValueError:
        return None


def moment_words(moment: datetime, timezone: str = "UTC", tongue: Tongue = ENGLISH) -> str:
    """Say a moment by the reader's clock: "26 April 2025, 14:05"."""
    local = moment.astimezone(zone(timezone))
    return f"{day_words(local.date(), tongue)}, {local:%H:%M}"


def published_words(moment: datetime, timezone: str, tongue: Tongue = ENGLISH) -> str:
    """Say by the reader's clock when something was published: "26 April 2025, 14:05 (Kyiv)".

    A feed that knows only the day says midnight in UTC; then no hour is said.
    """
    if (moment.astimezone(UTC).hour, moment.minute, moment.second) == (0, 0, 0):
        return day_words(local_day(moment, timezone), tongue)
    return f"{moment_words(moment, timezone, tongue)} ({zone_words(timezone, tongue)})"


def zone_words(timezone: str, tongue: Tongue = ENGLISH) -> str:
    """Name a time zone by its city: "Kyiv"; one that has none by its hours: "UTC+3"."""
    known = zone(timezone)
    if known.key.startswith("Etc/GMT"):  # whose sign counts westwards
        hours = -int(known.key.removeprefix("Etc/GMT") or 0)
        return f"UTC{hours:+d}" if hours else "UTC"
    if "/" not in known.key:
        return known.key
    return str(get_timezone_location(known, locale=tongue.locale, return_city=True))


def local_day(moment: datetime, timezone: str = "UTC") -> date:
    """Give the day of a moment by the reader's clock."""
    return moment.astimezone(zone(timezone)).date()


def zone(name: str) -> ZoneInfo:
    """Find a time zone; what nobody knows is UTC."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
