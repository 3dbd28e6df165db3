"""Are amounts read with their bounds, and are dates, scores and names of units no amounts?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.numbers import Sort, amounts

# The table of the guide, and what stands around numbers in news.
READ = [
    ("28 people", [(28, 28, False)]),
    ("twenty-six soldiers", [(26, 26, False)]),
    ("one hundred and twenty people", [(120, 120, False)]),
    ("about 300 were killed", [(300, 300, True)]),
    ("an estimated 14,000 soldiers", [(14000, 14000, True)]),
    ("over 10,000 troops", [(10000, None, False)]),
    ("no fewer than 60 dead", [(60, None, False)]),
    ("as many as seventy had died", [(None, 70, False)]),
    ("up to 400 men", [(None, 400, False)]),
    ("nearly 200 were aboard", [(None, 200, True)]),
    ("between 170 and 190 people", [(170, 190, False)]),
    ("an estimated 10,000 to 12,000 servicemen", [(10000, 12000, True)]),
    ("a range of 25 to 30 dead", [(25, 30, False)]),
    ("15-20 soldiers died", [(15, 20, False)]),
    ("at least two dozen people", [(24, None, True)]),
    ("nearly four dozen bodies", [(None, 48, True)]),
    ("dozens were hurt", [(24, None, True)]),
    ("hundreds were hurt", [(200, None, True)]),
    ("several hundred were hurt", [(300, None, True)]),
    ("2.5 million people", [(2500000, 2500000, False)]),
    ("3,000+ dead", [(3000, None, False)]),
]
NO_AMOUNT = [
    "the 33rd and 225th assault regiments",
    "on April 26",
    "in 2022 the war",
    "the 2020 sword attack",
    "Makassar sank their rivals 3-1",
    "shortly after 2 a.m.",
    "60 km away",
    "outflows of 90 million dollars",
    "10 percent of the shares",
    "a 21-year-old man",
    "Jalen Wilfong, 21, of Princeton",
    "Flight 302 and an F-16 jet",
    "no one was hurt",
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_an_amount_is_read_with_its_bounds(
    text: str, expected: list[tuple[int | None, int | None, bool]]
) -> None:
    """Minimum, maximum and "about" as the guide has them."""
    assert [(a.min, a.max, a.approx) for a in amounts(text)] == expected


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_a_date_a_score_or_a_name_is_no_amount(text: str) -> None:
    """Numbers that count nobody are left out."""
    assert amounts(text) == ()


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [
        ("lowered the death toll to 28 from 31", 28, 31),
        ("the toll rose from 14 to 17", 17, 14),
        ("17 people were dead, up from 14 on Monday", 17, 14),
        ("raised its estimate to at least 85 from 60", 85, 60),
    ],
)
def test_a_figure_that_is_replaced_is_marked_as_old(text: str, new: int, old: int) -> None:
    """Of "to 112 from 118" the first is the figure."""
    assert {a.min: a.old for a in amounts(text)} == {new: False, old: True}


@pytest.mark.parametrize("text", ["four more bodies", "another 12 people", "a further 2,700 men"])
def test_an_increment_is_marked(text: str) -> None:
    """More of something is no total."""
    assert [a.more for a in amounts(text)] == [True]


def test_an_area_has_its_own_unit() -> None:
    """Square kilometres make an area, and miles are not kilometres."""
    found = amounts("about 1,300 square kilometers here, 40 hectares there, 5 square miles")
    assert [(a.min, a.sort, a.unit) for a in found] == [
        (1300, Sort.AREA, "km2"),
        (40, Sort.AREA, "hectares"),
        (5, Sort.AREA, "square_miles"),
    ]


@given(st.text(max_size=300))
def test_no_text_is_too_odd_to_be_searched(text: str) -> None:
    """Every amount lies inside the text, in order."""
    spans = [(a.start, a.end) for a in amounts(text)]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
