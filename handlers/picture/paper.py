"""How do text and lines get onto a picture? In the sizes of the finished one, drawn finer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from io import BytesIO
from itertools import groupby

from PIL import Image, ImageDraw, ImageFont

FINER = 2  # drawn so many times larger and then reduced, for smooth edges
_FONTS = {"regular": "NotoSans-Regular.ttf", "bold": "NotoSans-Bold.ttf"}
_HANGUL = "NotoSansKR-Regular.otf"

XY = tuple[float, float]


class Paper:
    """A sheet to draw on; x goes right, y down, both in pixels of the finished picture."""

    def __init__(self, width: int, height: int, colour: str) -> None:
        """Take an empty sheet."""
        self._image = Image.new("RGB", (width * FINER, height * FINER), colour)
        self._draw = ImageDraw.Draw(self._image)

    def line(self, points: Sequence[XY], colour: str, width: float = 3) -> None:
        """Draw a line through points, with round joints."""
        scaled = [(x * FINER, y * FINER) for x, y in points]
        self._draw.line(scaled, colour, round(width * FINER), joint="curve")

    def dashes(self, a: XY, b: XY, colour: str, pattern: XY, width: float = 3) -> None:
        """Draw a straight line in dashes and gaps of these lengths."""
        (x1, y1), (x2, y2) = a, b
        length = max(1e-6, ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5)
        at = 0.0
        while at < length:
            end = min(at + pattern[0], length)
            ends = [(x1 + (x2 - x1) * t / length, y1 + (y2 - y1) * t / length) for t in (at, end)]
            self.line(ends, colour, width)
            at += sum(pattern)

    def polygon(self, points: Sequence[XY], fill: str) -> None:
        """Fill the area within points."""
        self._draw.polygon([(x * FINER, y * FINER) for x, y in points], fill)

    def circle(
        self, centre: XY, radius: float, fill: str, edge: str = "", width: float = 0
    ) -> None:
        """Draw a disc, maybe with an edge."""
        x, y = centre
        box = [(v * FINER) for v in (x - radius, y - radius, x + radius, y + radius)]
        self._draw.ellipse(box, fill, edge or None, round(width * FINER))

    def box(self, a: XY, b: XY, fill: str, radius: float = 0) -> None:
        """Draw a filled rectangle, maybe with round corners."""
        box = [v * FINER for v in (*a, *b)]
        self._draw.rounded_rectangle(box, radius * FINER, fill)

    def text(
        self,
        at: XY,
        words: str,
        colour: str,
        size: int,
        weight: str = "regular",
        anchor: str = "ls",
    ) -> float:
        """Write a line of text and give its width; anchors are "ls", "ms" and "rs"."""
        width = measure(words, size, weight)
        x = at[0] - {"l": 0.0, "m": width / 2, "r": width}[anchor[0]]
        for font, run in _runs(words, size, weight):
            thicker = weight == "bold" and _is_hangul(run[0])  # there is no bold cut of those
            where = x * FINER, at[1] * FINER
            self._draw.text(
                where, run, colour, font, f"l{anchor[1]}", stroke_width=FINER // 2 * thicker
            )
            x += font.getlength(run) / FINER
        return width

    def png(self) -> bytes:
        """Give the finished picture."""
        out = BytesIO()
        self._image.reduce(FINER).save(out, "PNG", compress_level=6)
        return out.getvalue()


def measure(words: str, size: int, weight: str = "regular") -> float:
    """Give the width of a line of text."""
    return sum(font.getlength(run) for font, run in _runs(words, size, weight)) / FINER


def wrapped(words: str, size: int, width: float, lead: str = "") -> list[str]:
    """Break text into lines of at most this width; a bold lead stands before the first."""
    lines, left = [""], width - measure(lead, size, "bold")
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines[-1] or (lead and len(lines) == 1) else word
        if measure(longer, size) <= left or not (lines[-1] or lead):
            lines[-1] = longer
        else:
            lines.append(word)
            left = width
    return lines


def clipped(lines: list[str], most: int) -> list[str]:
    """Keep so many lines; an ellipsis stands for the rest."""
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def _runs(words: str, size: int, weight: str) -> list[tuple[ImageFont.FreeTypeFont, str]]:
    """Cut a text where the script needs another font."""
    return [
        (_font(_HANGUL if hangul else _FONTS[weight], size), "".join(signs))
        for hangul, signs in groupby(words, key=_is_hangul)
    ]


def _is_hangul(sign: str) -> bool:
    """Tell whether a sign is a Korean syllable."""
    return "\uac00" <= sign <= "\ud7a3"


@lru_cache(maxsize=64)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Load a font that comes with us."""
    with as_file(files("handlers.picture") / "fonts" / name) as path:
        return ImageFont.truetype(path, size * FINER)
