"""How did the figures move? A line for each claimant, a band where a range is given."""

from __future__ import annotations

from math import floor, log10

from handlers.picture.axis import Axis
from handlers.picture.model import Panel, Point, Series
from handlers.picture.palette import Palette
from handlers.picture.paper import XY, Paper, measure

MARGIN = 44
PLOT = 250  # height of the plot itself
HEIGHT = PLOT + 124
TITLE = 28
SIZE = 25
TICK = 21  # size of the numbers of the scale
OPEN = 34  # length of the arrow for "more than"
_PATTERNS: tuple[XY, ...] = ((1, 0), (16, 9), (4, 8), (22, 7))  # solid, dashed, dotted, long
_DOT = 7

Box = tuple[float, float, float, float]  # left, top, right, bottom


def draw(paper: Paper, panel: Panel, axis: Axis, top: float, right: float, look: Palette) -> None:
    """Draw the figures of one unit."""
    paper.text((MARGIN, top + 26), panel.title, look.ink, TITLE, "bold")
    scale = Scale(panel, top + 70, top + 70 + PLOT)
    for tick in scale.ticks:
        y = scale.y(tick)
        paper.line([(MARGIN, y), (right + 20, y)], look.grid, 2)
    for series in panel.series:
        _bands(paper, series, axis, scale, right, look)
    for series, pattern in zip(panel.series, _PATTERNS, strict=False):
        _line(paper, series, pattern, axis, scale, right, look)
    for tick in scale.ticks:
        paper.text((MARGIN, scale.y(tick) - 5), panel.number(tick), look.muted, TICK)
    _labels(paper, panel, axis, scale, right, look)


class Scale:
    """Figures to heights, from nought or from just below the least."""

    def __init__(self, panel: Panel, top: float, bottom: float) -> None:
        """Choose round numbers that hold all figures."""
        bounds = [
            each
            for series in panel.series
            for one in series.points
            for each in (one.low, one.high)
            if each is not None
        ]
        least, most = min(bounds), max(bounds)
        least = 0 if least < 0.8 * most else least
        step = _round((most - least or most or 1) / 3)
        first = least // step
        self.ticks = [step * n for n in range(first, -(-most // step) + 1)]
        if len(self.ticks) == 1:
            self.ticks.append(self.ticks[0] + step)
        self._top, self._bottom = top, bottom

    def y(self, figure: float) -> float:
        """Give the height of a figure."""
        low, high = self.ticks[0], self.ticks[-1]
        return self._bottom - (figure - low) / (high - low) * (self._bottom - self._top)


def _round(step: float) -> int:
    """Round a step up to 1, 2 or 5 of its power of ten."""
    power = 10 ** max(0, floor(log10(step)))
    return int(next(n * power for n in (1, 2, 5, 10) if n * power >= step))


def _spans(series: Series, axis: Axis, right: float) -> list[tuple[Point, float, float]]:
    """Give each point with where it begins to hold and where it ends."""
    starts = [axis.xs[one.column] for one in series.points]
    return list(zip(series.points, starts, [*starts[1:], right + 20], strict=True))


def _bands(
    paper: Paper, series: Series, axis: Axis, scale: Scale, right: float, look: Palette
) -> None:
    """Shade what lies between the bounds for as long as they hold."""
    for point, start, end in _spans(series, axis, right):
        if point.low is not None and point.high is not None and point.low < point.high:
            paper.box((start, scale.y(point.high)), (end, scale.y(point.low)), look.band)


def _line(
    paper: Paper, series: Series, pattern: XY, axis: Axis, scale: Scale, right: float,
    look: Palette,
) -> None:  # fmt: skip
    """Draw the steps of a claimant's figures."""
    before: float | None = None
    for point, start, end in _spans(series, axis, right):
        y = scale.y(point.level)
        steps = [((start, y), (end, y))]
        if before is not None:
            steps.insert(0, ((start, before), (start, y)))
        for a, b in steps:
            if pattern[1]:
                paper.dashes(a, b, look.ink, pattern, 3.5)
            else:
                paper.line([a, b], look.ink, 3.5)
        before = y
    for point, start, _ in _spans(series, axis, right):
        _dot(paper, point, (start, scale.y(point.level)), look)


def _dot(paper: Paper, point: Point, at: XY, look: Palette) -> None:
    """Mark a figure: a disc, with an arrow towards an open end."""
    x, y = at
    paper.circle(at, _DOT + 3, look.paper)
    paper.circle(at, _DOT, look.ink)
    if (point.low is None) != (point.high is None):
        way = -1 if point.high is None else 1
        tip = y + way * OPEN
        paper.line([(x, y), (x, tip)], look.ink, 3)
        paper.polygon([(x - 8, tip), (x + 8, tip), (x, tip + way * 12)], look.ink)


def _labels(
    paper: Paper, panel: Panel, axis: Axis, scale: Scale, right: float, look: Palette
) -> None:
    """Name each claimant beside its last figure, and write the figures where there is room."""
    boxes = [*_ticks(panel, scale), *_traces(panel, axis, scale, right)]
    said = set()
    for series in panel.series:
        last = series.points[-1]
        said.add((last.column, last.label))
        _write(paper, f"{series.name}: {last.label}", last, "bold", axis, scale, boxes, look)
    for series in panel.series:
        for before, one in zip((None, *series.points), series.points[:-1], strict=False):
            new = before is None or before.label != one.label
            if new and (one.column, one.label) not in said:  # another's name stands there
                said.add((one.column, one.label))
                _write(paper, one.label, one, "regular", axis, scale, boxes, look)


def _ticks(panel: Panel, scale: Scale) -> list[Box]:
    """Give where the numbers of the scale stand."""
    wide = max(measure(panel.number(tick), TICK) for tick in scale.ticks)
    ys = [scale.y(tick) for tick in scale.ticks]
    return [(MARGIN, y - 5 - TICK, MARGIN + wide, y) for y in ys]


def _traces(panel: Panel, axis: Axis, scale: Scale, right: float) -> list[Box]:
    """Give what the lines and their marks cover."""
    boxes: list[Box] = []
    for series in panel.series:
        for point, start, end in _spans(series, axis, right):
            y = scale.y(point.level)
            top, bottom = _reach(point, y)
            boxes += [(start - 10, top, start + 10, bottom), (start, y - 2, end, y + 2)]
    return boxes


def _reach(point: Point, y: float) -> tuple[float, float]:
    """Give the upper and the lower end of a point with its arrow."""
    up = OPEN + 12 if point.high is None else _DOT
    down = OPEN + 12 if point.low is None else _DOT
    return y - up, y + down


def _write(
    paper: Paper, words: str, point: Point, weight: str, axis: Axis, scale: Scale,
    taken: list[Box], look: Palette,
) -> None:  # fmt: skip
    """Write a label near its figure where nothing else stands; a name in any case."""
    wide, x, y = measure(words, SIZE, weight), axis.xs[point.column], scale.y(point.level)
    sides = (x - wide / 2, x - wide - 14, x + 14)
    heights = (y - 18, y + 38, y - 56, y + 72, y - 92)
    places = [(min(max(24.0, at), 1056 - wide), height) for height in heights for at in sides]
    boxes = [(left, low - 23, left + wide, low + 6) for left, low in places]
    free = [n for n, box in enumerate(boxes) if not any(_overlap(box, one) for one in taken)]
    if not free and weight != "bold":
        return
    chosen = free[0] if free else 0
    taken.append(boxes[chosen])
    _halo(paper, places[chosen], words, weight, look)


def _halo(paper: Paper, at: XY, words: str, weight: str, look: Palette) -> None:
    """Write on a rim of paper, so that lines do not cross the letters."""
    for dx, dy in ((-3, 0), (3, 0), (0, -3), (0, 3), (-2, -2), (2, 2), (-2, 2), (2, -2)):
        paper.text((at[0] + dx, at[1] + dy), words, look.paper, SIZE, weight)
    paper.text(at, words, look.ink, SIZE, weight)


def _overlap(a: Box, b: Box) -> bool:
    """Tell whether two boxes share a spot."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
