"""How does somebody want to hear of it: how much, when, and which kinds of change?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches

from claims.model import Kind, Severity
from handlers.wish import in_fields
from storage.records import Cadence, Subscription

# In the order of menus, and of the bits by which a button names them: new ones go to the end.
KINDS = (
    Kind.NEW_TOPIC, Kind.FIRST_CONFIRMATION, Kind.CONFIRMATION, Kind.DENIAL, Kind.REVERSAL,
    Kind.DISPUTE_OPENED, Kind.DISPUTE_CLOSED, Kind.QUANTITY_REVISED, Kind.STATUS_CHANGED,
    Kind.RETRACTED,
)  # fmt: skip
_LEAST = {"h": Severity.HIGH, "m": Severity.MEDIUM, "l": Severity.LOW}
_CADENCE = {
    "o": Cadence.AT_ONCE, "h": Cadence.HOURLY, "d": Cadence.DAILY, "w": Cadence.WEEKLY,
}  # fmt: skip
_AT_HOUR = {"daily": Cadence.DAILY, "weekly": Cadence.WEEKLY}

_CODE = re.compile(r"([hml])([ohdw])(\d{1,2})(?:\.([0-9a-f]{1,3}))?")
_HOUR = re.compile(r"(?:at\s+)?([01]?\d|2[0-3])(?:[:.]00|h|am)?", re.IGNORECASE)
_ONLY = re.compile(r"kinds?:(\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Options:
    """How somebody wants to hear of it; None leaves it as it is."""

    least: Severity | None = None
    cadence: Cadence | None = None
    hour: int | None = None
    kinds: frozenset[Kind] | None = None  # empty: all

    def over(self, others: Options) -> Options:
        """Give these options, and where they say nothing the others."""
        return Options(
            self.least or others.least,
            self.cadence or others.cadence,
            others.hour if self.hour is None else self.hour,
            others.kinds if self.kinds is None else self.kinds,
        )


_OPTIONS = {
    "high": Options(least=Severity.HIGH),
    "medium": Options(least=Severity.MEDIUM),
    "low": Options(least=Severity.LOW),
    "all": Options(least=Severity.LOW),
    "everything": Options(),
    "now": Options(cadence=Cadence.AT_ONCE),
    "at once": Options(cadence=Cadence.AT_ONCE),
    "hourly": Options(cadence=Cadence.HOURLY),
    "daily": Options(cadence=Cadence.DAILY),
    "weekly": Options(cadence=Cadence.WEEKLY),
}


def options(text: str) -> tuple[str, Options]:
    """Take the options off the end of the words: "kursk high daily 8" is kursk, high, daily, 8.

    A wish in fields is left whole, for a claimant may be called Daily.
    """
    found = Options()
    while not in_fields(text):
        rest, more = _last_option(text)
        if more is None:
            break
        text, found = rest, found.over(more)
    return text, found


def applied(one: Subscription, how: Options) -> Subscription:
    """Apply the options that were given; the others stay."""
    return replace(
        one,
        least=how.least or one.least,
        cadence=how.cadence or one.cadence,
        digest_hour=one.digest_hour if how.hour is None else how.hour,
        kinds=one.kinds if how.kinds is None else how.kinds,
    )


def written(how: Options) -> str:
    """Write options as the words that options() reads."""
    cadence = {Cadence.AT_ONCE: "now"}.get(how.cadence, how.cadence) if how.cadence else ""
    hour = f" {how.hour}" if how.hour is not None else ""
    kinds = f"kinds:{_mask(how.kinds) or 'all'}" if how.kinds is not None else ""
    return " ".join(filter(None, (how.least, f"{cadence}{hour}".strip(), kinds)))


def coded(one: Subscription) -> str:
    """Write a whole manner in the few signs that a button has room for: "mo8", "hd18.3f"."""
    least = next(sign for sign, value in _LEAST.items() if value is one.least)
    cadence = next(sign for sign, value in _CADENCE.items() if value is one.cadence)
    kinds = f".{_mask(one.kinds)}" if one.kinds else ""
    return f"{least}{cadence}{one.digest_hour}{kinds}"


def decoded(code: str) -> Options | None:
    """Read a coded manner; None when it is none."""
    found = _CODE.fullmatch(code)
    if found is None or int(found[3]) > 23:
        return None
    return Options(_LEAST[found[1]], _CADENCE[found[2]], int(found[3]), _masked(found[4] or "0"))


def _mask(kinds: frozenset[Kind]) -> str:
    """Write kinds as the bits of a hexadecimal number; nothing for none, which is all."""
    number = sum(1 << at for at, kind in enumerate(KINDS) if kind in kinds)
    return f"{number:x}" if number else ""


def _masked(number: str) -> frozenset[Kind]:
    """Read what _mask() wrote."""
    bits = int(number, 16)
    return frozenset(kind for at, kind in enumerate(KINDS) if bits >> at & 1)


def _last_option(text: str) -> tuple[str, Options | None]:
    """Cut the last word or two off a text when they are an option."""
    words = text.split()
    hour = _HOUR.fullmatch(words[-1]) if words else None
    if hour and len(words) > 1 and words[-2].lower() in _AT_HOUR:
        how = Options(cadence=_AT_HOUR[words[-2].lower()], hour=int(hour[1]))
        return " ".join(words[:-2]), how
    only = _ONLY.fullmatch(words[-1]) if words else None
    if only:
        kinds = _kinds(only[1].lower())
        return (text, None) if kinds is None else (" ".join(words[:-1]), Options(kinds=kinds))
    for size in (2, 1):
        option = _OPTIONS.get(" ".join(words[-size:]).lower())
        if option and len(words) >= size:
            return " ".join(words[:-size]), option
    return text, None


def _kinds(text: str) -> frozenset[Kind] | None:
    """Read "denial,reversals", "all" or a button's number; None when one is no kind."""
    if text == "all":
        return frozenset()
    if re.fullmatch("[0-9a-f]{1,3}", text):
        return _masked(text)
    names = [kind.value for kind in KINDS]
    asked = (word.replace("-", "_") for word in text.split(",") if word)
    near = [get_close_matches(word, names, n=1, cutoff=0.6) for word in asked]
    return frozenset(Kind(one[0]) for one in near) if near and all(near) else None
