"""Does the matcher find an entry of a timeline where an alert tells it, and only there?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bench.streams import Entry, Outcome, Told, judge, line, misses, stems
from claims.compare import compare
from claims.model import Article, Severity
from tests.fakes.claims import claim

DAY = date(2024, 5, 10)
ENTRY = Entry(DAY, "Alphaland says that its troops have captured the town of Ridge from Betaland.")
WORDS = "Alphaland's army said its troops had captured Ridge from Betaland after a siege"
LINE = "Alphaland asserts control:ridge alphaland-full-control"


def told(days: int = 0, line: str = LINE, severity: Severity = Severity.HIGH) -> Told:
    """Make the alert that a claim raises in an article so many days after the entry."""
    published = datetime(2024, 5, 10, 9, tzinfo=UTC) + timedelta(days=days)
    (change,) = compare([], [claim(line)])
    article = Article("a1", WORDS, published, title="Siege ends")
    return Told(replace(change, severity=severity), article, WORDS)


def judged(*alerts: Told, entry: Entry = ENTRY) -> Outcome:
    """Judge one entry by alerts, and by the articles that they come from."""
    outcome = Outcome("story", told=list(alerts))
    carrier = Article("a0", WORDS, datetime(2024, 5, 10, tzinfo=UTC), title="Siege ends")
    return judge(outcome, [carrier, *(each.article for each in alerts)], [entry])


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_an_alert_within_a_day_tells_the_entry(days: int) -> None:
    """A zone's width before or after is the same event."""
    outcome = judged(told(days))
    assert [entry for entry, _ in outcome.found] == [ENTRY]
    assert "entries found 1 of 1" in line(outcome)


@pytest.mark.parametrize(
    "other",
    [
        told(2),
        told(-3),
        told(severity=Severity.LOW),
        told(line="Alphaland asserts control:harbour alphaland-full-control"),
        told(line="Alphaland asserts visit:premier>ridge announced"),
    ],
    ids=["later", "earlier", "low", "another place", "another frame"],
)
def test_another_day_place_or_frame_does_not(other: Told) -> None:
    """It stays missed, and the list says so."""
    outcome = judged(other)
    assert outcome.missed == [ENTRY]
    assert any("missed 2024-05-10 Alphaland says" in each for each in misses(outcome))


def test_the_closest_alert_is_named() -> None:
    """Of several alerts the one that shares most words is shown."""
    near, far = told(), replace(told(), words="Ridge has fallen to Alphaland")
    ((_, named),) = judged(far, near).found
    assert named == near


def test_what_the_stream_does_not_carry_is_no_miss() -> None:
    """An entry of which no article speaks cannot be found in it."""
    entry = Entry(DAY, "A ferry sinks off the coast of Gammaland and kills thirty people.")
    outcome = judged(told(), entry=entry)
    assert outcome.not_carried == [entry]
    assert outcome.concerned == 0


def test_what_concerns_no_frame_is_no_miss() -> None:
    """A designation, a fine or a prize is none of ours."""
    entry = Entry(DAY, "Alphaland names the group of Ridge a terrorist organisation.")
    assert judged(told(), entry=entry).not_ours == [entry]


def test_a_people_s_name_counts_as_its_state_s() -> None:
    """The entry says Chinese where the topic says china."""
    assert stems("Chinese troops") & stems("china")
