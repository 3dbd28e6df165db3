"""Does an edited text raise the alert that it deserves, and none that it does not?

A sample in the suite; `EDITS=all ./run.sh test tests/edits -s` judges every case and prints the
table by kind of edit with what went wrong.
"""

from __future__ import annotations

import os
import sys

import pytest

from bench.edits import made, misses, right
from tests.edits.desk import judged, table
from tests.edits.edits import EDITS, Case, cases
from tests.edits.texts import Report, reports

LEAST = 2_000  # cases that the generator makes
SAMPLE = 41  # takes each so many-th case, kind by kind
RIGHT = 0.9  # of the cases; of those in which nothing is due:
QUIET = 0.97


@pytest.fixture(scope="module")
def every_case() -> list[Case]:
    """Make all cases once, in order of their kind."""
    return sorted(made([]), key=lambda case: case.edit)


def test_edits_of_texts_raise_what_is_due(every_case: list[Case]) -> None:
    """Nearly all raise exactly what they deserve, and hardly any a false alarm."""
    whole = os.environ.get("EDITS") == "all"
    verdicts = list(judged(every_case if whole else every_case[::SAMPLE]))
    wrong = "\n".join([table(verdicts), *misses(verdicts)])
    if whole:
        sys.stdout.write(f"{wrong}\n")
    idle = [each for each in verdicts if not each.case.due]
    assert right(verdicts) >= RIGHT, wrong
    assert right(idle) >= QUIET, wrong


def test_there_are_enough_cases_of_every_kind(every_case: list[Case]) -> None:
    """A sample meets every kind of edit; a case that is due and one that is not are both there."""
    assert len(every_case) >= LEAST
    assert set(EDITS) <= {case.edit for case in every_case[::SAMPLE]}
    assert {bool(case.due) for case in every_case[::SAMPLE]} == {True, False}


@pytest.mark.parametrize("report", reports(), ids=lambda report: report.about)
def test_every_edit_changes_the_text_or_its_day(report: Report) -> None:
    """No case compares an article with itself, and no mark is left in a text."""
    for case in cases(report):
        *before, last = case.articles
        first = before[0]
        assert (last.text, last.published_at, last.outlet) != (
            first.text, first.published_at, first.outlet,
        )  # fmt: skip
        assert not set("[]{}|") & set(last.text)
