"""Which shape has a stance? A disc says so, a ticked square confirms, a cross denies, …"""

from __future__ import annotations

from claims.model import Stance
from handlers.picture.palette import Palette
from handlers.picture.paper import XY, Paper

RADIUS = 19.0  # of a mark


def mark(paper: Paper, at: XY, stance: Stance, look: Palette, radius: float = RADIUS) -> None:
    """Draw a stance; the halo keeps it apart from the lines below it."""
    colour = look.stances[stance]
    paper.circle(at, radius + 5, look.paper)
    match stance:
        case Stance.ASSERTS:
            paper.circle(at, radius * 0.9, colour)
        case Stance.CONFIRMS:
            _square(paper, at, radius, colour, look.paper)
        case Stance.DENIES:
            _cross(paper, at, radius * 0.82, colour)
        case Stance.DOES_NOT_CONFIRM:
            paper.circle(at, radius, look.paper, colour, radius * 0.27)
            x, y = at
            paper.line([(x - radius * 0.4, y), (x + radius * 0.4, y)], colour, radius * 0.27)
        case Stance.SPECULATES:
            _diamond(paper, at, radius * 1.12, colour, look.paper)


def _square(paper: Paper, at: XY, radius: float, colour: str, tick: str) -> None:
    """Draw a square with a tick."""
    (x, y), r = at, radius * 0.92
    paper.box((x - r, y - r), (x + r, y + r), colour, r * 0.3)
    points = [
        (x - r * 0.52, y + r * 0.02),
        (x - r * 0.12, y + r * 0.44),
        (x + r * 0.55, y - r * 0.42),
    ]
    paper.line(points, tick, radius * 0.26)


def _cross(paper: Paper, at: XY, radius: float, colour: str) -> None:
    """Draw a heavy diagonal cross."""
    (x, y), r = at, radius
    paper.line([(x - r, y - r), (x + r, y + r)], colour, radius * 0.6)
    paper.line([(x - r, y + r), (x + r, y - r)], colour, radius * 0.6)


def _diamond(paper: Paper, at: XY, radius: float, colour: str, inner: str) -> None:
    """Draw the outline of a square on its corner, with a dot."""
    x, y = at
    for r, fill in ((radius, colour), (radius * 0.62, inner)):
        paper.polygon([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], fill)
    paper.circle(at, radius * 0.2, colour)


def sign(paper: Paper, at: XY, look: Palette, *, unequal: bool, radius: float = 17.0) -> None:
    """Draw the sign of a dispute, a crossed "=", or of its end, a plain one."""
    (x, y), r = at, radius
    paper.circle(at, r + 4, look.paper)
    paper.circle(at, r, look.dispute if unequal else look.ink)
    for dy in (-0.24, 0.24):
        ends = [(x - r * 0.5, y + r * dy), (x + r * 0.5, y + r * dy)]
        paper.line(ends, look.paper, r * 0.2)
    if unequal:
        paper.line([(x - r * 0.3, y + r * 0.62), (x + r * 0.3, y - r * 0.62)], look.paper, r * 0.2)
