"""Does a figure differ from another, or do both fit one truth?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claims.model import Quantity

ROUGH = 0.10  # "about 300" is not refuted by 310
OPEN = 0.05  # "more than 5,000" is hardly revised by 5,021
MOVE = 0.10  # what a vague source must add or take away to move an estimate
PRECISE = 100  # below it each one counts, rounded or not


@dataclass(frozen=True, slots=True)
class Range:
    """What a figure says in the main: the number named, without the open end."""

    low: int
    high: int

    @property
    def middle(self) -> float:
        """Give one number for the whole."""
        return (self.low + self.high) / 2


def named(quantity: Quantity) -> Range | None:
    """Give the numbers that a figure names; an open end is closed at the number."""
    low = quantity.min if quantity.min is not None else quantity.max
    high = quantity.max if quantity.max is not None else quantity.min
    if low is None or high is None:
        return None
    return Range(min(low, high), max(low, high))


def same(one: Quantity, other: Quantity) -> bool:
    """Whether two figures name the same numbers of the same unit, rough or not."""
    return one.unit == other.unit and named(one) == named(other)


def outside(new: Quantity, old: Quantity) -> bool:
    """Whether the same claimant's new figure leaves the old one, beyond what rounding explains."""
    a, b = named(new), named(old)
    if a is None or b is None or new.unit != old.unit:
        return False
    slack = max(_slack(new, b), _slack(old, b))
    return a.low > b.high + slack or a.high < b.low - slack


def _slack(quantity: Quantity, around: Range) -> float:
    """Say how far a figure may be off and still mean the same."""
    if around.high < PRECISE:
        return 0
    if quantity.approx:
        return around.high * ROUGH
    open_ended = quantity.min is None or quantity.max is None
    return around.high * OPEN if open_ended else 0


def compatible(one: Quantity, other: Quantity) -> bool:
    """Whether the figures of two claimants can both be true.

    "at least n" is open upwards; "as many as n" is what its speaker puts forward: it stands for n.
    """
    if one.unit != other.unit:
        return True
    a, b = _bounds(one), _bounds(other)
    if a is None or b is None:
        return True
    slack = max(_rough(one), _rough(other))
    return a[0] <= b[1] + slack and b[0] <= a[1] + slack


def _bounds(quantity: Quantity) -> tuple[float, float] | None:
    """Give the bounds within which a figure is true."""
    numbers = named(quantity)
    if numbers is None:
        return None
    if quantity.max is None:
        return numbers.low, float("inf")
    return numbers.low, numbers.high


def _rough(quantity: Quantity) -> float:
    """Give the play of a rounded figure."""
    numbers = named(quantity)
    return numbers.high * ROUGH if numbers and quantity.approx else 0


def ratio(one: Quantity, other: Quantity) -> float:
    """Divide the larger of two figures by the smaller; 1 where one names no number."""
    a, b = named(one), named(other)
    if a is None or b is None:
        return 1.0
    small, large = sorted((a.middle, b.middle))
    return large / small if small > 0 else float("inf") if large > 0 else 1.0


def rises(new: Quantity, old: Quantity) -> bool:
    """Whether the new figure is the larger one."""
    a, b = named(new), named(old)
    return a is not None and b is not None and a.middle > b.middle


def moves(new: Quantity, standing: Iterable[Quantity]) -> bool:
    """Whether a figure lies a tenth or more beyond all that is on file."""
    numbers = named(new)
    known = [each for each in map(named, standing) if each]
    if numbers is None or not known:
        return False
    high = max(each.high for each in known)
    low = min(each.low for each in known)
    return numbers.low >= high * (1 + MOVE) or numbers.high <= low * (1 - MOVE)


def within(new: Quantity, bounds: Quantity) -> bool:
    """Whether a figure lies inside another one's bounds, open ends included."""
    numbers = named(new)
    if numbers is None or new.unit != bounds.unit:
        return False
    low = bounds.min if bounds.min is not None else 0
    high = bounds.max if bounds.max is not None else float("inf")
    return low <= numbers.low and numbers.high <= high
