"""Does a frame read where its words stand, and nowhere else?"""

from __future__ import annotations

from claims.frames import casualties, talks, visit
from claims.relevance import SHORT
from claims.rooms import NEEDS, ROOMS, frames_for

LONG = "x" * (SHORT + 1)


def test_a_brief_text_is_read_by_all_frames() -> None:
    """Its few words cost little."""
    assert len(frames_for("x" * SHORT, ())) == len(ROOMS)


def test_a_long_text_is_read_by_the_frames_whose_words_it_has() -> None:
    """An exchange of gunfire makes no talks of a crime report."""
    assert talks.read in frames_for(LONG, NEEDS)
    assert talks.read not in frames_for(LONG, visit.NEEDS)


def test_what_goes_on_in_other_words_is_read_everywhere() -> None:
    """A later paragraph puts "the figure at 150" and does not say of what."""
    assert casualties.read in frames_for(LONG, talks.NEEDS)
