"""What is on the picture of a topic? Everything in words already; the drawing adds none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from claims.model import Stance


@dataclass(frozen=True, slots=True)
class Column:
    """One article on one day: a place on the axis."""

    day: str  # 2025-04-26, or partial: 2024-12, 2025
    label: str  # of the day, as readers write it; the same for the columns of a day
    source: int  # the article's number in the caption


@dataclass(frozen=True, slots=True)
class Mark:
    """A stance that a claimant took in an article."""

    column: int
    stance: Stance


@dataclass(frozen=True, slots=True)
class Lane:
    """A claimant with what it holds and how it came there."""

    lead: str  # the claimant, as the sentence begins
    rest: str  # the sentence on its newest position
    marks: tuple[Mark, ...]  # in order of columns


@dataclass(frozen=True, slots=True)
class Dispute:
    """Where one claimant's claim opened or ended a dispute with another's."""

    column: int
    lane: int  # the upper one of the two
    other: int
    open: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """A figure with its bounds; None is an open end."""

    column: int
    low: int | None
    high: int | None
    level: float  # where the line goes
    label: str


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one claimant, in order of columns."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """Figures of one unit."""

    title: str
    series: tuple[Series, ...]
    number: Callable[[int], str]  # writes a figure on the scale


@dataclass(frozen=True, slots=True)
class Chart:
    """A topic's story."""

    title: str
    subtitle: str
    columns: tuple[Column, ...]
    lanes: tuple[Lane, ...]
    disputes: tuple[Dispute, ...] = ()
    panels: tuple[Panel, ...] = ()
    key: tuple[tuple[Stance, str], ...] = ()  # what the marks mean
    opened: str = ""  # what the sign of a dispute means
    closed: str = ""  # and that of its end
    more: str = ""  # what was left out
    footer: str = ""
