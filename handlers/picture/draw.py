"""How is a chart laid out on a sheet that a phone can show?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.model import Stance
from handlers.picture import axis as axes
from handlers.picture import figures, lanes
from handlers.picture.marks import mark, sign
from handlers.picture.model import Chart
from handlers.picture.palette import DARK, LIGHT, Palette
from handlers.picture.paper import Paper, clipped, measure, wrapped

WIDTH = 1080
MARGIN = 44
LEFT, RIGHT = MARGIN + 26, WIDTH - MARGIN - 34  # of the columns
SCALE = 62  # more on the left where figures stand
TITLE, SUBTITLE, SMALL = 46, 29, 26
_TITLE_ROW, _SUBTITLE_ROW, _KEY_ROW = 58, 40, 46


def draw(chart: Chart, *, dark: bool = False) -> bytes:
    """Draw a chart as a PNG."""
    look = DARK if dark else LIGHT
    heading = clipped(wrapped(chart.title, TITLE, WIDTH - 2 * MARGIN - 20), 2)
    below = clipped(wrapped(chart.subtitle, SUBTITLE, WIDTH - 2 * MARGIN), 2)
    rows = list(_key_rows(chart))
    top = 40 + _TITLE_ROW * len(heading) + _SUBTITLE_ROW * len(below) + 26
    plots = top + figures.HEIGHT * len(chart.panels)
    bottom = plots + lanes.height(chart, WIDTH - 2 * MARGIN)
    key = bottom + axes.HEIGHT + 26
    end = key + _KEY_ROW * (len(rows) + bool(chart.more)) + 52
    paper = Paper(WIDTH, round(end), look.paper)
    _heading(paper, heading, below, look)
    left = LEFT + (SCALE if chart.panels else 0)
    axis = axes.place(chart.columns, lanes.extra(chart), left, RIGHT)
    for x, _ in axes.firsts(axis, chart.columns):
        paper.line([(x, top), (x, bottom)], look.grid, 1.5)
    for index, panel in enumerate(chart.panels):
        y = top + figures.HEIGHT * index
        figures.draw(paper, panel, axis, y, RIGHT, look)
    lanes.draw(paper, chart, axis, plots, MARGIN, WIDTH - MARGIN, look)
    axes.draw(paper, axis, chart.columns, bottom + 10, look)
    _key(paper, chart, rows, key, look)
    paper.text((MARGIN, end - 22), chart.footer, look.muted, 23)
    return paper.png()


def _heading(paper: Paper, heading: list[str], below: list[str], look: Palette) -> None:
    """Write what the picture is about."""
    y = 40
    for words in heading:
        paper.text((MARGIN, y + 40), words, look.ink, TITLE, "bold")
        y += _TITLE_ROW
    for words in below:
        paper.text((MARGIN, y + 26), words, look.muted, SUBTITLE)
        y += _SUBTITLE_ROW


Entry = tuple[Stance | bool, str]  # a stance, or the sign of a dispute: open or not


def _entries(chart: Chart) -> Iterator[Entry]:
    """Give the signs that the key explains."""
    yield from chart.key
    if chart.opened:
        yield True, chart.opened
    if chart.closed:
        yield False, chart.closed


def _key_rows(chart: Chart) -> Iterator[list[Entry]]:
    """Put the entries of the key into rows."""
    row: list[Entry] = []
    used = 0.0
    for entry in _entries(chart):
        wide = 78 + measure(entry[1], SMALL)
        if row and used + wide > WIDTH - 2 * MARGIN + 30:
            yield row
            row, used = [], 0.0
        row.append(entry)
        used += wide
    if row:
        yield row


def _key(paper: Paper, chart: Chart, rows: list[list[Entry]], top: float, look: Palette) -> None:
    """Explain the marks in words, and say what was left out."""
    paper.line([(MARGIN, top - 22), (WIDTH - MARGIN, top - 22)], look.grid, 2)
    for number, row in enumerate(rows):
        x, y = float(MARGIN), top + 22 + number * _KEY_ROW
        for what, words in row:
            if isinstance(what, bool):
                sign(paper, (x + 17, y - 9), look, unequal=what, radius=15)
            else:
                mark(paper, (x + 17, y - 9), what, look, 14)
            x += 78 + paper.text((x + 44, y), words, look.ink, SMALL)
    if chart.more:
        paper.text((MARGIN, top + 22 + len(rows) * _KEY_ROW), chart.more, look.muted, SMALL)
