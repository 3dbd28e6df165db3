"""Where on the picture does a day stand? Long silences are cut short, and said in a sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log2

from handlers.picture.model import Column
from handlers.picture.palette import Palette
from handlers.picture.paper import Paper, measure

BESIDE = 42  # from a mark to the next one of the same claimant and article
LONG = 10  # days of silence from which on the axis is cut
SIZE = 25  # of the days' names
HEIGHT = 84  # two rows of days
_STEP = 0.9  # between articles of one day, where one day to the next is 1.3


@dataclass(frozen=True, slots=True)
class Axis:
    """Positions of the columns, and the middles of the silences that were cut."""

    xs: tuple[float, ...]
    cuts: tuple[float, ...]


def place(columns: Sequence[Column], extra: Sequence[int], left: float, right: float) -> Axis:
    """Spread the columns over the width, by the days between them, long silences shortened.

    `extra` counts for each column the marks beside the first that need room to its right.
    """
    gaps = [_days(a.day, b.day) for a, b in pairwise(columns)]
    steps = [_STEP if not gap else 1 + 0.3 * min(log2(1 + gap), 4) for gap in gaps]
    room = right - left - sum(extra) * BESIDE
    unit = room / max(sum(steps), 4.0)  # few columns stand at the left, not far apart
    xs = [left]
    for step, more in zip(steps, extra, strict=False):
        xs.append(xs[-1] + step * unit + more * BESIDE)
    cuts = [(a + b) / 2 for a, b, gap in zip(xs, xs[1:], gaps, strict=False) if gap > LONG]
    return Axis(tuple(xs), tuple(cuts))


def draw(paper: Paper, axis: Axis, columns: Sequence[Column], top: float, look: Palette) -> None:
    """Write the days below their columns, in two rows where one is too narrow."""
    ends = [0.0, 0.0]
    for x, label in firsts(axis, columns):
        wide = measure(label, SIZE)
        start = min(max(x - wide / 2, 24), 1056 - wide)
        row = next((row for row in (0, 1) if ends[row] + 14 <= start), None)
        if row is None:
            continue
        paper.line([(x, top - 14), (x, top - 4 + row * 34)], look.muted, 2)
        paper.text((start, top + 24 + row * 34), label, look.muted, SIZE)
        ends[row] = start + wide


def cut(paper: Paper, x: float, y: float, look: Palette) -> None:
    """Draw the sign of a cut across a line: two strokes with nothing between."""
    paper.polygon([(x - 7, y + 13), (x + 1, y - 13), (x + 9, y - 13), (x + 1, y + 13)], look.paper)
    for dx in (-4, 4):
        paper.line([(x + dx - 4, y + 13), (x + dx + 4, y - 13)], look.muted, 2.5)


def firsts(axis: Axis, columns: Sequence[Column]) -> list[tuple[float, str]]:
    """Give the first column of each day with its name."""
    days = [one.day for one in columns]
    return [
        (x, one.label)
        for index, (x, one) in enumerate(zip(axis.xs, columns, strict=True))
        if days.index(one.day) == index
    ]


def _days(first: str, second: str) -> int:
    """Count the days from one to the other; a part that is missing is its beginning."""
    return max(0, (_date(second) - _date(first)).days) if first != second else 0


def _date(day: str) -> date:
    """Read a day, a month or a year."""
    try:
        return date.fromisoformat(day if len(day) == 10 else (f"{day}-01-01")[:10])
    except ValueError:  # no date, or one that no calendar has
        return date.min
