"""Marked passages: what is marked is read off them, and found in the engine's claims."""

from __future__ import annotations

import pytest

from bench.marks import PASSAGES, tally
from training.__main__ import PASSAGES as LEARNT
from training.passages import passage, passages

LINE = (
    "Eight {casualties.killed+operation.attack|soldiers died in a raid} {~control.taken|on Oru}."
)


def test_marks_are_taken_out_and_known_by_their_place() -> None:
    """The text is whole without them; joined labels are two marks of one stretch."""
    found = passage(LINE)
    assert found.text == "Eight soldiers died in a raid on Oru."
    told = [(m.span.of(found.text), m.label, m.background) for m in found.marks]
    assert told == [
        ("soldiers died in a raid", "casualties.killed", False),
        ("soldiers died in a raid", "operation.attack", False),
        ("on Oru", "control.taken", True),
    ]


@pytest.mark.parametrize("line", ["{killed two died", "two died}", "{control.held}"])
def test_a_broken_mark_is_refused(line: str) -> None:
    """Nothing is read half."""
    with pytest.raises(ValueError, match="a mark is not closed"):
        passage(line)


def test_talks_are_of_the_frame_ceasefire() -> None:
    """A label names them by their topic."""
    assert passage("{talks.met|They met}.").marks[0].frame == "ceasefire"


def test_what_the_engine_finds_is_counted_and_background_is_not_asked_for() -> None:
    """One found, one missed, one passed over; a claim where nothing is marked is wrong."""
    lines = (
        "{casualties.killed|Nineteen soldiers were killed} near Oru, the Chadian army said.",
        "{casualties.killed|The moon is full}. {~casualties.killed|It was new}.",
        "Twelve soldiers were killed in an ambush near Oru, the Chadian army said.",
    )
    found = tally(map(passage, lines))
    assert (found.found["casualties.killed"], found.marked["casualties.killed"]) == (1, 2)
    assert found.missed == [("casualties.killed", "The moon is full")]
    assert found.right["casualties"] < found.claimed["casualties"]


def test_all_passages_that_are_kept_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    """No line is passed over, and every label names a frame."""
    read = list(passages([*PASSAGES.glob("*.txt"), *LEARNT.glob("*.txt")]))
    assert capsys.readouterr().err == ""
    assert len(read) > 900
    frames = {mark.frame for each in read for mark in each.marks}
    assert frames == {
        "agreement", "area", "casualties", "ceasefire", "control", "deployment", "operation",
        "visit",
    }  # fmt: skip
