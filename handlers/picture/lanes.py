"""Who stands where, and since when? One lane for each claimant."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.picture import axis as axes
from handlers.picture.axis import Axis
from handlers.picture.marks import mark, sign
from handlers.picture.model import Chart, Column, Lane
from handlers.picture.palette import Palette
from handlers.picture.paper import Paper, clipped, measure, wrapped

SIZE = 30  # of the sentences
ROW = 39  # from line to line of a sentence
TRACK = 92  # the line with the marks and the numbers below them
GAP = 22  # between lanes
LINES = 2  # of a sentence
SIGN = 44  # from a lane down to the sign of a dispute
NUMBER = 23  # size of the sources' numbers


def height(chart: Chart, width: float) -> float:
    """Give the room that the lanes need."""
    return sum(_height(lane, width) for lane in chart.lanes)


def draw(
    paper: Paper, chart: Chart, axis: Axis, top: float, left: float, right: float, look: Palette
) -> None:
    """Draw the lanes and the disputes between them."""
    tops, tracks = [], []
    for lane in chart.lanes:
        tops.append(top)
        tracks.append(top + ROW * len(_sentence(lane, right - left)) + 36)
        _track(paper, lane, axis, tracks[-1], (left, right), look)
        top += _height(lane, right - left)
    for dispute in chart.disputes:
        ends = tracks[dispute.lane], tracks[dispute.other]
        paper.dashes(
            (axis.xs[dispute.column], ends[0]), (axis.xs[dispute.column], ends[1]),
            look.dispute if dispute.open else look.ink, (9, 7), 3,
        )  # fmt: skip
    for index, lane in enumerate(chart.lanes):
        _words(paper, lane, tops[index], (left, right), look)
        signs = {one.column for one in chart.disputes if one.lane == index}
        _marks(paper, lane, chart.columns, axis, tracks[index], signs, look)
    for dispute in chart.disputes:
        below = axis.xs[dispute.column], tracks[dispute.lane] + SIGN
        sign(paper, below, look, unequal=dispute.open)


def extra(chart: Chart) -> list[int]:
    """Count for each column the marks that some lane has beside its first one."""
    counts = [0] * len(chart.columns)
    for lane in chart.lanes:
        there = [one.column for one in lane.marks]
        for column in set(there):
            counts[column] = max(counts[column], there.count(column) - 1)
    return counts


def _words(paper: Paper, lane: Lane, top: float, ends: tuple[float, float], look: Palette) -> None:
    """Write the sentence of a lane, clear of the lines behind it."""
    x = ends[0]
    for row, words in enumerate(_sentence(lane, ends[1] - ends[0])):
        y, lead = top + 30 + row * ROW, "" if row else lane.lead
        words = f" {words}" if lead else words
        bold = measure(lead, SIZE, "bold")
        paper.box((x, y - 28), (x + bold + measure(words, SIZE) + 8, y + 9), look.paper)
        paper.text((x, y), lead, look.ink, SIZE, "bold")
        paper.text((x + bold, y), words, look.ink, SIZE)


def _sentence(lane: Lane, width: float) -> list[str]:
    """Break the sentence of a lane into its lines."""
    lines = wrapped(lane.rest, SIZE, width - 30, lane.lead)
    return clipped([one.strip() for one in lines], LINES)


def _height(lane: Lane, width: float) -> float:
    """Give the room that one lane needs."""
    return ROW * len(_sentence(lane, width)) + TRACK + GAP


def _track(
    paper: Paper, lane: Lane, axis: Axis, y: float, ends: tuple[float, float], look: Palette
) -> None:
    """Draw the line of a lane: from each mark on in the colour of its stance."""
    paper.line([(ends[0] - 20, y), (ends[1] + 20, y)], look.grid, 4)
    for one, after in zip(lane.marks, [*lane.marks[1:], None], strict=True):
        until = axis.xs[after.column] if after else ends[1] + 20
        paper.line([(axis.xs[one.column], y), (until, y)], look.stances[one.stance], 6)
    for x in axis.cuts:
        axes.cut(paper, x, y, look)


def _marks(
    paper: Paper, lane: Lane, columns: Sequence[Column], axis: Axis, y: float, signs: set[int],
    look: Palette,
) -> None:  # fmt: skip
    """Draw the marks of a lane with the numbers of their sources below."""
    per_column: dict[int, int] = {}
    for one in lane.marks:
        nth = per_column.get(one.column, 0)
        per_column[one.column] = nth + 1
        mark(paper, (axis.xs[one.column] + nth * axes.BESIDE, y), one.stance, look)
        number = str(columns[one.column].source)
        if not nth:  # beside the middle where the sign of a dispute stands
            x = axis.xs[one.column] - (24 if one.column in signs else -6)
            paper.text((x, y + 46), number, look.muted, NUMBER, anchor="rs")
