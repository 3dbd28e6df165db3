"""Is it found who says what, with the very words and the stance of the cue?"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from claims.model import Article, Stance
from claims.saying.attribution import Manner, Said, Sayings, attribute, attributions
from claims.text.language import parse

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "attributions.toml").read_text("utf-8")
)["case"]


PIECES = [
    *("“", "”", '"', "''", "'", " ", "said", "He", "that", ".", ",", ":", "\n", "\n\n", "–"),
    *("according to", "Kyiv", "denied", "reports", "it", "(", ")", "ministry", "and"),
]


def found_in(text: str) -> list[dict[str, Any]]:
    """List the attributions of a text in the form of the annotations."""
    return [
        {
            "source": " ".join(span.of(text) for span in said.source_spans),
            "cue": " ".join(span.of(text) for span in said.cue_spans),
            "content": [span.of(text) for span in said.content_spans],
            "stance": said.stance.value,
        }
        for said in attribute(parse(text))
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_an_annotated_sentence_is_read_as_annotated(case: dict[str, Any]) -> None:
    """Source, cue, content and stance are found as a reader would mark them."""
    found = found_in(case["text"])
    for wanted in case["said"]:
        assert wanted in found


def one(text: str, entry: str) -> Said:
    """Give the attribution with a cue."""
    return next(said for said in attribute(parse(text)) if said.entry == entry)


@pytest.mark.parametrize(
    "text",
    [
        "It goes without saying that the bridge is old.",
        "The market continues to show signs of recovery.",
    ],
)
def test_an_idiom_says_nothing(text: str) -> None:
    """Words of saying and showing stand in it, and nobody speaks."""
    assert attribute(parse(text)) == ()


def test_a_denial_within_a_refusal_is_no_position() -> None:
    """Who declines to confirm takes none."""
    text = "The minister declined to confirm that the bridge had fallen."
    assert one(text, "decline").stance is Stance.DOES_NOT_CONFIRM


def test_neither_of_two_confirms() -> None:
    """A negation in the subject negates the cue."""
    said = one("Neither Oslo nor Riga has confirmed the sale of the ship.", "confirm")
    assert said.negated
    assert said.stance is Stance.DOES_NOT_CONFIRM


def test_a_quotation_is_direct_and_its_verb_is_named() -> None:
    """The manner tells quoted words from reported ones."""
    said = one("“The port is open,” the mayor said.", "say")
    assert said.manner is Manner.DIRECT
    assert one("The mayor said the port was open.", "say").manner is Manner.INDIRECT


def test_what_a_report_within_a_denial_says_is_nested() -> None:
    """The inner attribution knows the outer one."""
    found = attribute(parse("The mayor denied reports that the port was closed."))
    inner = next(said for said in found if said.entry == "report")
    assert inner.parent is not None
    assert found[inner.parent].entry == "deny"


def test_the_innermost_attribution_comes_first() -> None:
    """A word in two contents is asked about from the inside out."""
    doc = parse("The mayor denied reports that the port was closed.")
    closed = next(token for token in doc if token.text == "closed")
    assert [said.entry for said in Sayings(doc).over(closed)] == ["report", "deny"]


def test_a_text_in_another_language_has_no_attributions() -> None:
    """What is not English is left alone."""
    text = "El ministro dijo que el puente había caído y que no hay heridos en la zona."
    assert attributions(Article("a", text)) == []


def test_what_a_quoted_speaker_says_of_others_is_left_out_of_the_list() -> None:
    """The list holds the text's own attributions."""
    text = "“He said that he was tired and wanted to go home,” the mayor said."
    cues = [span.of(text) for a in attributions(Article("a", text)) for span in a.cue]
    assert cues == ["said"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example("it   \n denied")
@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=40,
    ).map(" ".join)
)
def test_spans_stand_in_the_text_whatever_it_is(text: str) -> None:
    """Unpaired quotes and broken sentences give spans within the text, or none."""
    for said in attribute(parse(text)):
        for span in (*said.source_spans, *said.cue_spans, *said.content_spans):
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text).strip() == span.of(text)
