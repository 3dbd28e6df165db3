"""Which days does a text speak of, counted from the day it was published?"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from claims.text.words import matches

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
SPANS = {"day": 1, "week": 7, "month": 30, "year": 365}

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join(DAYS)
_COUNT = "|".join(sorted(COUNTS, key=len, reverse=True))
_PART = (
    r"(?:early |late |mid-|the (?:early |late )?|(?:early|late|the) (?:in|hours of|morning of) )?"
)
DATE = re.compile(
    rf"""\b(?:
      (?P<iso>(?:19|20)\d\d-\d\d-\d\d)
    | (?P<md>(?P<md_m>{_MONTH})\.?\s(?P<md_d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|,\d\d\d|:)
        (?:,?\s(?P<md_y>(?:19|20)\d\d)\b)?)
    | (?P<dm>(?P<dm_d>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s(?P<dm_m>{_MONTH})\b\.?
        (?:,?\s(?P<dm_y>(?:19|20)\d\d)\b)?)
    | (?P<my>(?P<my_m>{_MONTH})\.?,?\s(?:of\s)?(?P<my_y>(?:19|20)\d\d))\b
    | (?P<when>last|next|this|coming|previous)\s(?P<unit>week|month|year|weekend|{_DAY}|{_MONTH})\b
    | (?P<ago_n>{_COUNT}|\d+)\s(?P<ago_u>day|week|month|year)s?
        \s(?P<ago>ago|earlier|before|later)\b
    | (?P<rel>yesterday|today|tonight|tomorrow|overnight|this\s(?:morning|afternoon|evening))\b
    | (?P<weekday>{_DAY})\b
    | (?:in|since|until|during|of|from|by)\s{_PART}(?P<month>{_MONTH})\b(?!\s?\d)
    | (?:in|since|until|during|of|from|by)\s(?:early\s|late\s|mid-?|the\s)*
        (?P<year>(?:19|20)\d\d)\b
    | (?P<recent>in\s(?:recent|the\s(?:last|past)(?:\s(?:few|several))?)\s(?:days|hours|weeks))\b
    )""",
    re.I | re.X,
)
_FIRSTS = frozenset(
    {
        *MONTHS, *DAYS, *COUNTS, "last", "next", "this", "coming", "previous", "yesterday",
        "today", "tonight", "tomorrow", "overnight", "in", "since", "until", "during", "of",
        "from", "by",
    }
)  # fmt: skip
# A weekday is the last one unless the words around it look ahead.
AHEAD = re.compile(
    r"\b(?:will|would|to|due|scheduled|planned|expected|set|plans?|next|going|from|until|by"
    r"|meets?|meeting|are|is|shall|before|may|might|could)\b",
    re.I,
)
# A month is the last one of its name unless the words before it look ahead.
LATER = re.compile(
    r"\b(?:will|would|due|scheduled|planned|expected|(?:agreed|set|plans?|hopes?|is|are) to)\b"
    r"[^.]{0,50}$"
)
BEHIND = re.compile(
    r"\b(?:said|told|announced|was|were|had|has|reported|confirmed|denied|killed|died|rose|ed)\b"
    r"|\w{3,}ed\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A date as a text puts it, resolved; offsets count code points of the text."""

    start: int
    end: int
    value: str  # 2025-04-26, 2024-12 or 2025
    basis: str  # explicit or relative


def mentions(text: str, published: date | None, offset: int = 0) -> tuple[Mention, ...]:
    """Find and resolve the dates of a text; without a publication day only full dates resolve."""
    found = []
    for match in matches(DATE, _FIRSTS, text):
        if match.group().startswith(("may ", "march ", "mar ")):
            continue  # verbs, not months
        before = text[max(0, match.start() - 60) : match.start()]
        if match["weekday"] and text[match.end() : match.end() + 2] in ("'s", "’s"):
            before = ""  # "Monday's earthquake" is over
        solved = _resolve(match, published, before)
        if solved:
            value, basis = solved
            found.append(Mention(match.start() + offset, match.end() + offset, value, basis))
    return tuple(found)


def _resolve(match: re.Match[str], published: date | None, before: str) -> tuple[str, str] | None:
    """Give one match's day, month or year and how it was known."""
    if match["iso"]:
        return match["iso"], "explicit"
    for form in ("md", "dm"):
        if match[form]:
            return _day_of_month(match, form, published, before)
    if match["my"]:
        return f"{match['my_y']}-{_month(match['my_m']):02}", "explicit"
    if match["year"]:
        return match["year"], "explicit"
    if published is None:
        return None
    value = _relative(match, published, before)
    return (value, "relative") if value else None


def _month(word: str) -> int:
    return MONTHS[word.lower().rstrip(".")]


def _day_of_month(
    match: re.Match[str], form: str, published: date | None, before: str
) -> tuple[str, str] | None:
    """Read "April 26" or "26 April 2025"; without a year the nearest one to publication."""
    month, day, year = _month(match[f"{form}_m"]), int(match[f"{form}_d"]), match[f"{form}_y"]
    if year or published:
        found = _valid(int(year), month, day) if year else _nearest(published, month, day)
        return (found.isoformat(), "explicit") if found else None
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    """Make a date, or None for 31 April."""
    if 1 <= day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def _nearest(published: date | None, month: int, day: int) -> date | None:
    """Take the year in which the day lies closest to publication, the past winning a tie."""
    if published is None:
        return None
    years = (published.year, published.year - 1, published.year + 1)
    days = [d for y in years if 1 <= y <= 9999 and (d := _valid(y, month, day))]
    return min(days, key=lambda d: abs((d - published).days), default=None)


def _relative(match: re.Match[str], published: date, before: str) -> str | None:
    """Resolve words that mean something only on the day of publication."""
    if match["weekday"]:
        return _weekday(match["weekday"], published, before).isoformat()
    if match["rel"]:
        step = {"yesterday": -1, "tomorrow": 1}.get(match["rel"].lower(), 0)
        return _shift(published, step)
    if match["ago_n"]:
        return _ago(match, published)
    if match["month"]:
        return _bare_month(match["month"], published, before)
    if match["recent"]:
        return published.isoformat()[:7]
    return _last_or_next(match["when"].lower(), match["unit"].lower(), published)


def _shift(day: date, days: int) -> str | None:
    """Move a day, or give nothing where the calendar ends."""
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal).isoformat() if 1 <= ordinal <= date.max.toordinal() else None


def _weekday(name: str, published: date, before: str) -> date:
    """Give the nearest such weekday: ahead if the words before look ahead, else at or behind."""
    clause = re.split(r"[.;]", before)[-1][-45:]
    back = (published.weekday() - DAYS[name.lower()]) % 7
    ahead = (7 - back) % 7 or (0 if back == 0 else 7)
    words = clause.split()
    last = next((w for w in reversed(words) if AHEAD.fullmatch(w) or BEHIND.fullmatch(w)), "")
    looks_ahead = bool(last) and bool(AHEAD.fullmatch(last)) and not BEHIND.fullmatch(last)
    step = ahead if looks_ahead else -back
    return date.fromordinal(min(max(1, published.toordinal() + step), date.max.toordinal()))


def _ago(match: re.Match[str], published: date) -> str | None:
    """Resolve "three days earlier" and "two months ago" to the precision they have."""
    count = COUNTS.get(match["ago_n"].lower()) or int(match["ago_n"][:4])
    unit = match["ago_u"].lower()
    sign = 1 if match["ago"].lower() == "later" else -1
    if unit in ("month", "year"):
        months = (
            published.year * 12
            + published.month
            - 1
            + sign * count * (12 if unit == "year" else 1)
        )
        if months < 12:
            return None
        year = months // 12
        return f"{year:04}" if unit == "year" else f"{year:04}-{months % 12 + 1:02}"
    return _shift(published, sign * count * SPANS[unit])


def _bare_month(name: str, published: date, before: str) -> str:
    """Resolve "in December": the last one, unless the words look ahead."""
    month = _month(name)
    ahead = bool(LATER.search(before))
    year = published.year
    if month > published.month and not ahead:
        year -= 1
    elif month < published.month and ahead:
        year += 1
    return f"{year:04}-{month:02}"


def _last_or_next(when: str, unit: str, published: date) -> str | None:
    """Resolve "last month", "next year", "this week", "last Tuesday"."""
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(when, 0)
    if unit in DAYS:
        back = (published.weekday() - DAYS[unit]) % 7
        return _shift(published, (7 - back) if step > 0 else -(back or 7) if step else -back)
    if unit in MONTHS:
        year = published.year - (MONTHS[unit] >= published.month and step < 0)
        return f"{year + (MONTHS[unit] <= published.month and step > 0):04}-{MONTHS[unit]:02}"
    if unit == "year":
        return f"{published.year + step:04}"
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return f"{months // 12:04}-{months % 12 + 1:02}"
    monday = published - timedelta(days=min(published.weekday(), published.toordinal() - 1))
    moved = _shift(monday, 7 * step)
    return moved[:7] if moved and step else published.isoformat()[:7]


def is_bound(text: str, mention: Mention, total: bool) -> bool:
    """Tell "until 9 May", and of a total, which holds today, "since the war began in 2022"."""
    before = text[max(0, mention.start - 60) : mention.start]
    return before.endswith("until ") or (total and _SINCE.search(before) is not None)


_SINCE = re.compile(r"\bsince\b[^.;]*$")
