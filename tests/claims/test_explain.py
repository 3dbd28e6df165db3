"""Can a reader see why an article raised an alert, or none?"""

from __future__ import annotations

from dataclasses import replace

from claims.compare import Correction, Decision, decide
from claims.explain import describe, explain
from claims.model import Article, Reading
from tests.fakes.claims import claim, claims


def test_each_claim_is_shown_with_its_words_rule_and_fate() -> None:
    """One that tells something and one that does not both give their reason."""
    old = claims(["Alpha denies deployment:alpha>delta deployed"], "a1", "2024-05-01")
    new = claims(
        [
            "Alpha confirms deployment:alpha>delta deployed",
            "Beta asserts control:ridge beta-control; past",
        ],
        "a2",
        "2024-05-09",
    )
    new[0] = replace(new[0], rule="cue: acknowledged")
    decision = decide(old, new)
    lines = explain(Reading(Article("a2", "…"), tuple(new), ("the title was left out",)), decision)
    code = decision.changes[0].code
    assert lines == [
        "Reading: the title was left out.",
        "Alpha confirms deployment:alpha>delta deployed as of 2024-05-09",
        "  words: “some words”",
        "  read by: cue: acknowledged",
        f"  reversal {code}, high: Alpha now says what it denied before",
        "  supersedes a1-01",
        "Beta asserts control:ridge beta-control as of 2024-05-09",
        "  words: “some words”",
        "  nothing told: speaks of what was: a recap",
    ]


def test_the_circumstances_of_the_article_come_first() -> None:
    """Baseline, copy, correction and retraction are said in a sentence each."""
    empty = Reading(Article("a2", ""))
    lines = explain(
        empty, Decision(), baseline=True, copy_of="a1", correction=Correction.CORRECTED
    )
    assert [line.split(":")[0] for line in lines] == [
        "The baseline",
        "A copy of a1",
        "A correction",
        "No claim was read, so nothing can change.",
    ]
    (first, _) = explain(empty, Decision(), correction=Correction.RETRACTED)
    assert first.startswith("A retraction")


def test_a_claim_that_was_not_compared_says_so() -> None:
    """Nothing is passed over in silence."""
    reading = Reading(Article("a1", "…"), (claim("Alpha asserts control:ridge lost"),))
    assert explain(reading, Decision())[-1] == "  not compared"


def test_a_figure_is_described_with_its_bounds() -> None:
    """An open end is a question mark; a missing date is said."""
    line = "Alpha does_not_confirm casualties:alpha killed; 76000+ killed"
    assert describe(claim(line, published=None)) == (
        "Alpha does not confirm casualties:alpha killed (76,000 to ? killed) without a date"
    )
    assert "(28 killed)" in describe(claim("Alpha asserts casualties:alpha killed; 28 killed"))
