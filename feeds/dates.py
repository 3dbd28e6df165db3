"""When was it published? Strictly read; what is no date, or an absurd one, is unknown."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

OLDEST = timedelta(days=3653)
NEWEST = timedelta(hours=24)
_NO_TIME = timedelta(0)
_WIDEST = timedelta(hours=18)  # that a zone may be from UTC

# Zones that news feeds write by name, as hours from UTC; feedparser reads most of them as GMT.
_ZONE_TABLE = """
UT 0 UTC 0 GMT 0 Z 0 WET 0 WEST 1 BST 1 CET 1 MEZ 1 CEST 2 MESZ 2 EET 2 EEST 3 MSK 3 MSD 4 TRT 3
SAST 2 IST 5.5 PKT 5 HKT 8 SGT 8 AWST 8 KST 9 JST 9 AEST 10 AEDT 11 NZST 12 NZDT 13 AST -4 EST -5
EDT -4 ET -5 CST -6 CDT -5 CT -6 MST -7 MDT -6 PST -8 PDT -7 PT -8 AKST -9 AKDT -8 HST -10 BRT -3
"""
_ZONES = {
    name: float(hours)
    for name, hours in zip(_ZONE_TABLE.split()[::2], _ZONE_TABLE.split()[1::2], strict=True)
}
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
_ISO = re.compile(
    r"^(\d{4})-?(\d\d)(?:-?(\d\d)(?:(?:T|t|\s+)(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?"
    r"\s*([A-Za-z]{1,5}|[+-]\d\d:?(?:\d\d)?)?)?$",
    re.ASCII,
)
_MAIL = re.compile(
    r"^(?:[A-Za-z]{3,9}\.?,?\s+)?(\d{1,2})[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4}|\d\d)"
    r"(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*([A-Za-z]{1,5}|(?:[A-Z]{3})?[+-]\d\d:?\d\d)?"
    r"(?:\s*\(.{0,40}\))?$",
    re.ASCII,
)
_DISTANCE = re.compile(r"([+-])(\d\d):?(\d\d)?$")
_AMERICAN = re.compile(
    r"^(?:[A-Za-z]{3,9}\.?,?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})"
    r"(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?)?\s*([A-Za-z]{1,5}|[+-]\d\d:?\d\d)?$",
    re.ASCII,
)


def read_date(text: str | None) -> datetime | None:
    """Read a date as RFC 822 or ISO 8601 write it; None for everything else."""
    words = " ".join((text or "")[:80].split())
    if found := _MAIL.match(words):
        day, month, year, hour, minute, second, zone = found.groups()
    elif found := _ISO.match(words):
        year, month, day, hour, minute, second, zone = found.groups()
    elif found := _AMERICAN.match(words):
        month, day, year, hour, minute, second, zone = found.groups()
    else:
        return None
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3].lower())
    offset = _offset(zone)
    if number is None or offset is None:
        return None
    clock = (int(hour or 0), int(minute or 0), int(second or 0))
    return _moment(_year(year), number, int(day or 1), *clock, offset)


def read_parsed(parsed: time.struct_time | None, raw: str | None) -> datetime | None:
    """Believe feedparser's reading of a foreign date only if its numbers stand in the text.

    It reads "2026年1月2日" as 1 November and "-2026" as today.
    """
    if parsed is None or not raw:
        return None
    moment = _moment(*parsed[:6], _NO_TIME)
    if moment is None:
        return None
    numbers = {int(number) for number in re.findall(r"\d{1,4}", raw[:80])}
    near = {(moment + timedelta(days=shift)).day for shift in (-1, 0, 1)}
    dated = moment.year in numbers or moment.year % 100 in numbers
    months = bool(re.search(r"[^\W\d_]{3,}", raw)) or moment.month in numbers
    return moment if dated and months and near & numbers else None


def believed(moment: datetime | None, now: datetime) -> datetime | None:
    """Give a date only if it can be true: not ten years old and not beyond tomorrow."""
    if moment is None or not now - OLDEST <= moment <= now + NEWEST:
        return None
    return moment


def _moment(
    year: int, month: int, day: int, hour: int, minute: int, second: int, offset: timedelta
) -> datetime | None:
    """Make a moment in UTC; midnight may be written as 24:00, and seconds may leap."""
    late = timedelta(days=1) if (hour, minute, second) == (24, 0, 0) else _NO_TIME
    try:
        local = datetime(year, month, day, hour % 24, minute, min(second, 59), tzinfo=UTC)
        return local - offset + late
    except (ValueError, OverflowError):
        return None


def _year(digits: str) -> int:
    """Read a year of two digits as the nearer century's."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _offset(zone: str | None) -> timedelta | None:
    """Give a zone's distance from UTC; a missing one counts as UTC, an unknown one as unknown."""
    if not zone or zone == "GMT" or zone == "+0000":
        return _NO_TIME
    digits = _DISTANCE.search(zone)
    if digits is None:
        hours = _ZONES.get(zone.upper())
        return None if hours is None else timedelta(hours=hours)
    span = timedelta(hours=int(digits[2]), minutes=int(digits[3] or 0))
    if span > _WIDEST:
        return None
    return -span if digits[1] == "-" else span
