"""Are the days a text speaks of counted from the day it was published?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.dates import mentions

MONDAY = date(2025, 4, 28)


@pytest.mark.parametrize(
    ("text", "value", "basis"),
    [
        ("Russia announced on April 26 that", "2025-04-26", "explicit"),
        ("on 26 April 2023", "2023-04-26", "explicit"),
        ("the parade on May 9", "2025-05-09", "explicit"),
        ("in August 2024", "2024-08", "explicit"),
        ("in early 2024", "2024", "explicit"),
        ("the agency said on Monday", "2025-04-28", "relative"),
        ("he said on Thursday", "2025-04-24", "relative"),
        ("will meet on Friday", "2025-05-02", "relative"),
        ("Saturday's earthquake", "2025-04-26", "relative"),
        ("said last month", "2025-03", "relative"),
        ("said in December", "2024-12", "relative"),
        ("were deployed last year", "2024", "relative"),
        ("only three days earlier", "2025-04-25", "relative"),
        ("two months ago", "2025-02", "relative"),
        ("said yesterday", "2025-04-27", "relative"),
        ("in recent days", "2025-04", "relative"),
    ],
)
def test_a_date_is_resolved_against_publication(text: str, value: str, basis: str) -> None:
    """As precise as the words are, and no more."""
    assert [(m.value, m.basis) for m in mentions(text, MONDAY)] == [(value, basis)]


@pytest.mark.parametrize(
    "text", ["it may 5 times", "on April 31", "the march 3 abreast", "2,025 men"]
)
def test_what_looks_like_a_date_and_is_none_is_left(text: str) -> None:
    """Verbs, impossible days and counts are no dates."""
    assert mentions(text, MONDAY) == ()


def test_without_a_publication_day_only_full_dates_resolve() -> None:
    """Relative words mean nothing then."""
    found = mentions("on Monday, last year, on 26 April 2023 and in 2022", None)
    assert [m.value for m in found] == ["2023-04-26", "2022"]


@given(st.text(max_size=200), st.dates())
def test_any_text_on_any_day_gives_dates_or_none(text: str, published: date) -> None:
    """The calendar's ends break nothing."""
    assert all(m.start < m.end for m in mentions(text, published))


@given(st.dates())
def test_relative_words_hold_at_the_ends_of_the_calendar(published: date) -> None:
    """Last week of the first year is no error."""
    text = "last week, next week, yesterday, tomorrow, on Friday, will come Friday, nine years ago"
    assert all(m.value for m in mentions(text, published))
