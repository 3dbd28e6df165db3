"""Who stands where, and since when? One lane for each claimant."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.picture import axis as axes
from handlers.picture.axis import Axis
from handlers.picture.marks import mark, sign
from handlers.picture.model import Chart, Column, Lane
from handlers.picture.palette import Palette
from handlers.picture.paper import Paper, clipped, wrapped

SIZE = 30  # of the sentences
ROW = 39  # from line to line of a sentence
TRACK = 92  # the line with the marks and the numbers below them
GAP = 22  # between lanes
LINES = 2  # of a sentence
NUMBER = 23  # size of the sources' numbers


def height(chart: Chart, width: float) -> float:
    """Give the room that the lanes need."""
    return sum(_height(lane, width) for lane in chart.lanes)


def draw(
    paper: Paper, chart: Chart, axis: Axis, top: float, left: float, right: float, look: Palette
) -> float:
    """Draw the lanes and the disputes between them; give the y below."""
    y, tracks = top, []
    for lane in chart.lanes:
        lines = _sentence(lane, right - left)
        wide = paper.text((left, y + 30), lane.lead, look.ink, SIZE, "bold")
        for row, words in enumerate(lines):
            indent = wide if row == 0 else 0
            if row == 0:
                words = f" {words}" if not words.startswith(" ") else words
            paper.text((left + indent, y + 30 + row * ROW), words, look.ink, SIZE)
        y += ROW * len(lines)
        tracks.append(y + 36)
        _track(paper, lane, chart.columns, axis, y + 36, (left, right), look)
        y += TRACK + GAP
    for index, dispute in enumerate(chart.disputes):
        x = axis.xs[dispute.column] + (index % 2) * 4
        ends = sorted((tracks[dispute.lane], tracks[dispute.other]))
        _connect(paper, x, ends, look, unequal=dispute.open)
    for lane, y_of in zip(chart.lanes, tracks, strict=True):
        _marks(paper, lane, chart.columns, axis, y_of, look)
    return y


def _sentence(lane: Lane, width: float) -> list[str]:
    """Break the sentence of a lane into its lines."""
    return clipped(wrapped(lane.rest, SIZE, width - 30, lane.lead), LINES)


def _height(lane: Lane, width: float) -> float:
    """Give the room that one lane needs."""
    return ROW * len(_sentence(lane, width)) + TRACK + GAP


def _track(
    paper: Paper, lane: Lane, columns: Sequence[Column], axis: Axis, y: float,
    ends: tuple[float, float], look: Palette,
) -> None:  # fmt: skip
    """Draw the line of a lane: from each mark on in the colour of its stance."""
    paper.line([(ends[0] - 20, y), (ends[1] + 20, y)], look.grid, 4)
    for one, after in zip(lane.marks, [*lane.marks[1:], None], strict=True):
        until = axis.xs[after.column] if after else ends[1] + 20
        paper.line([(axis.xs[one.column], y), (until, y)], look.stances[one.stance], 6)
    for x in axis.cuts:
        axes.cut(paper, x, y, look)


def _marks(
    paper: Paper, lane: Lane, columns: Sequence[Column], axis: Axis, y: float, look: Palette
) -> None:
    """Draw the marks of a lane with the numbers of their sources below."""
    per_column: dict[int, int] = {}
    for one in lane.marks:
        nth = per_column.get(one.column, 0)
        per_column[one.column] = nth + 1
        mark(paper, (axis.xs[one.column] + nth * 30, y), one.stance, look)
    for column in per_column:
        number = str(columns[column].source)
        paper.text((axis.xs[column], y + 46), number, look.muted, NUMBER, anchor="ms")


def _connect(
    paper: Paper, x: float, ends: Sequence[float], look: Palette, *, unequal: bool
) -> None:
    """Join the lanes of a dispute by a dashed line with its sign."""
    first, second = ends
    colour = look.dispute if unequal else look.ink
    paper.dashes((x, first), (x, second), colour, (9, 7), 3)
    sign(paper, (x, first + 62), look, unequal=unequal)
