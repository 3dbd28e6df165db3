"""The picture of a topic: what is on it, and whether everybody can tell it apart."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image, ImageChops

from claims.model import Stance
from handlers.picture import axis, figures
from handlers.picture.draw import draw
from handlers.picture.marks import mark
from handlers.picture.model import Chart, Column, Dispute, Lane, Mark, Panel, Point, Series
from handlers.picture.palette import DARK, LIGHT, Palette
from handlers.picture.paper import Paper, clipped, measure, wrapped

LOOKS = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
# What each kind of colour-blindness makes of linear red, green and blue (Viénot, Brettel, Mollon).
BLINDNESS = {
    "protanopia": ((0.112, 0.888, 0.0), (0.112, 0.888, 0.0), (0.004, -0.004, 1.0)),
    "deuteranopia": ((0.292, 0.708, 0.0), (0.292, 0.708, 0.0), (-0.022, 0.022, 1.0)),
}
DAYS = ("2024", "2025-03-10", "2025-04-26", "2025-04-26", "2025-04-28")


def a_chart(**fields: object) -> Chart:
    """Make a small chart with everything on it."""
    columns = tuple(Column(day, day, number) for number, day in enumerate(DAYS, start=1))
    lanes = (
        Lane("Russia", "says that it has full control of Kursk", (Mark(2, Stance.CONFIRMS),)),
        Lane("Ukraine", "denies it", (Mark(1, Stance.ASSERTS), Mark(3, Stance.DENIES))),
    )
    points = (Point(0, 10_000, None, 10_000, "more than 10,000"), Point(4, 9, 12, 10, "9–12"))
    chart = Chart(
        "Control of Kursk", "2024 to 2025", columns, lanes, (Dispute(3, 0, 1),),
        (Panel("Troops", (Series("Ukraine", points),), str),),
        tuple((one, one.value) for one in Stance), "dispute opened", "", "", "Claimwatch",
    )  # fmt: skip
    return replace(chart, **fields)


def linear(colour: str) -> tuple[float, ...]:
    """Read a colour as linear light."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours as WCAG counts it."""
    light = sorted(
        sum(map(float.__mul__, (0.2126, 0.7152, 0.0722), linear(c))) for c in (one, other)
    )
    return (light[1] + 0.05) / (light[0] + 0.05)


def lab(light: tuple[float, ...]) -> tuple[float, float, float]:
    """Turn linear light into CIE Lab, where distances are as people see them."""
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    cubes = []
    for row, full in zip(rows, white, strict=True):
        t = max(0.0, sum(map(float.__mul__, row, light))) / full
        cubes.append(t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116)
    x, y, z = cubes
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def image(png: bytes) -> Image.Image:
    """Open a picture."""
    return Image.open(BytesIO(png)).convert("RGB")


@LOOKS
def test_colours_stand_out_from_the_paper(look: Palette) -> None:
    """Text has a contrast of 4.5 and more, every mark 3 and more."""
    assert min(contrast(each, look.paper) for each in (look.ink, look.muted)) >= 4.5
    marks = [*look.stances.values(), look.dispute]
    assert min(contrast(each, look.paper) for each in marks) >= 3


@LOOKS
@pytest.mark.parametrize("kind", BLINDNESS)
def test_agreement_and_denial_differ_for_the_colour_blind(look: Palette, kind: str) -> None:
    """What says so or confirms does not fall together with what denies."""
    seen = {
        stance: lab(tuple(sum(map(float.__mul__, row, linear(c))) for row in BLINDNESS[kind]))
        for stance, c in look.stances.items()
    }
    for held in (Stance.ASSERTS, Stance.CONFIRMS):
        pair = zip(seen[held], seen[Stance.DENIES], strict=True)
        assert sum((a - b) ** 2 for a, b in pair) ** 0.5 > 20


@LOOKS
def test_each_stance_has_a_shape_of_its_own(look: Palette) -> None:
    """In one colour the marks still differ in a tenth of their area and more."""
    grey = replace(look, stances=dict.fromkeys(Stance, look.ink))
    shapes = {}
    for stance in Stance:
        paper = Paper(60, 60, look.paper)
        mark(paper, (30, 30), stance, grey)
        shapes[stance] = image(paper.png()).convert("L")
    for one, other in combinations(Stance, 2):
        apart = ImageChops.difference(shapes[one], shapes[other])
        assert sum(apart.histogram()[96:]) > 0.1 * 3.14 * 19**2, (one, other)


@pytest.mark.parametrize("dark", [False, True])
def test_a_picture_fits_a_phone(dark: bool) -> None:
    """It is upright or nearly so, in Telegram's limits, in the colour of its paper, and light."""
    png = draw(a_chart(), dark=dark)
    drawn = image(png)
    assert drawn.width == 1080
    assert 800 < drawn.height < 2200
    paper = (DARK if dark else LIGHT).paper
    assert drawn.getpixel((2, 2)) == tuple(int(paper[at : at + 2], 16) for at in (1, 3, 5))
    assert len(png) < 400_000


def test_a_picture_is_the_same_each_time() -> None:
    """Nothing on it hangs on chance or on the clock."""
    assert draw(a_chart()) == draw(a_chart())


def test_a_dispute_and_a_figure_can_be_seen() -> None:
    """Without them the picture is another one."""
    whole = draw(a_chart())
    assert draw(a_chart(disputes=())) != whole
    assert image(draw(a_chart(panels=()))).height < image(whole).height


@pytest.mark.parametrize(
    "fields",
    [
        {"panels": (), "lanes": a_chart().lanes[:1], "disputes": ()},
        {"title": "Ж" * 400, "subtitle": "한국어 " * 90, "footer": "🙂\u200b"},
        {"columns": tuple(Column("", "undated", 1) for _ in range(5))},
        {"columns": tuple(Column("2025-02-31", "?", 1) for _ in range(5))},
    ],
    ids=["one lane", "endless words", "no dates", "impossible dates"],
)  # fmt: skip
def test_odd_charts_are_drawn(fields: dict[str, object]) -> None:
    """A chart that is bare, overlong or undated has its picture too."""
    assert image(draw(a_chart(**fields))).width == 1080


def test_long_silences_are_cut_and_marked() -> None:
    """A year without a word takes no more room than a fortnight, and shows the sign of a cut."""
    days = [Column(day, day, 1) for day in ("2023-01-01", "2024-01-01", "2024-01-15")]
    placed = axis.place(days, [0, 0, 0], 0, 1000)
    first, second, third = placed.xs
    assert second - first == pytest.approx(third - second, rel=0.15)
    assert len(placed.cuts) == 2


def test_columns_stay_in_order_and_on_the_sheet() -> None:
    """However many marks stand side by side."""
    days = [Column(f"2025-01-{day:02}", "", 1) for day in range(1, 13)]
    placed = axis.place(days, [2] * 12, 70, 1000)
    assert list(placed.xs) == sorted(placed.xs)
    assert placed.xs[-1] <= 1000


def test_text_is_wrapped_within_its_width() -> None:
    """No line is wider than asked, with the bold lead before the first."""
    lines = wrapped("says that it has full control of Kursk " * 4, 30, 500, "Russia")
    assert len(lines) > 2
    assert measure("Russia", 30, "bold") + measure(lines[0], 30) <= 510
    assert all(measure(one, 30) <= 500 for one in lines[1:])
    assert clipped(lines, 2)[-1].endswith("…")


class Noted(Paper):
    """A sheet that notes what is written on it, and where."""

    def __init__(self, width: int, height: int, colour: str) -> None:
        """Take an empty sheet."""
        super().__init__(width, height, colour)
        self.written: dict[tuple[str, float], tuple[float, float, float, float]] = {}

    def text(
        self, at: tuple[float, float], words: str, colour: str, size: int,
        weight: str = "regular", anchor: str = "ls",
    ) -> float:  # fmt: skip
        """Write, and note the box of the letters; a rim of paper is no letter."""
        wide = super().text(at, words, colour, size, weight, anchor)
        if colour != LIGHT.paper:
            self.written[words, at[1]] = (at[0], at[1] - size * 0.8, at[0] + wide, at[1])
        return wide


def test_the_labels_of_figures_neither_repeat_nor_cover_each_other() -> None:
    """Two who give one figure on one day share its label; the scale stays readable."""
    open_end = Point(0, 10_000, None, 10_000, "more than 10,000")
    between = Point(1, 10_000, 12_000, 11_000, "10,000–12,000")
    about = Point(3, 14_000, 14_000, 14_000, "about 14,000")
    series = (
        Series("South Korea", (open_end, between, replace(open_end, column=2))),
        Series("West", (open_end,)), Series("Ukraine", (between,)), Series("Reports", (about,)),
    )  # fmt: skip
    panel = Panel("Troops", series, lambda number: f"{number:,}")
    paper = Noted(1080, 500, LIGHT.paper)
    figures.draw(paper, panel, axis.Axis((132, 288, 754, 910), ()), 0, 1020, LIGHT)
    words = [one for one, _ in paper.written]
    assert len(words) == len(set(words))
    assert {"West: more than 10,000", "Ukraine: 10,000–12,000", "10,000"} <= set(words)
    assert "10,000–12,000" not in words
    for a, b in combinations(paper.written.values(), 2):
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])
