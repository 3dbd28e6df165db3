"""Is it known who stands behind a source, a pronoun or a force?"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from claims.model import OUTLET_VOICE, Claimant
from claims.saying.attribution import attribute
from claims.text.language import parse
from claims.who.actors import Cast, state_of

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "actors.toml").read_text("utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_claimants_are_those_of_the_annotation(case: dict[str, Any]) -> None:
    """States, organisations, names and relaying agencies are read off the text."""
    doc = parse(case["text"])
    said = attribute(doc)
    cast = Cast(doc, said=said)
    if "country" in case:
        assert cast.country == case["country"]
    for wanted in case.get("claimants", ()):
        one = [s for s in said if s.entry == wanted["cue"]][wanted.get("nth", 0)]
        claimants = cast.claimants(one)
        assert [claimant.actor for claimant in claimants] == wanted["actor"]
        if "name" in wanted:
            assert claimants[0].name == wanted["name"]
        assert claimants[0].via == wanted.get("via")


@pytest.mark.parametrize(
    "case", [case for case in CASES if "mentions" in case], ids=lambda case: case["text"][:40]
)
def test_a_mention_belongs_to_whom_the_annotation_says(case: dict[str, Any]) -> None:
    """Forces, sides and short forms lead to their state."""
    doc = parse(case["text"])
    cast = Cast(doc)
    for wanted in case["mentions"]:
        token = [t for t in doc if t.text == wanted["word"]][wanted.get("nth", 0)]
        expected = wanted.get("actors", [wanted.get("actor")])
        assert list(cast.actors(token, wanted.get("speaker"))) == expected


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Moscow", "Russia"),
        ("the Kremlin", "Russia"),
        ("DPRK", "North Korea"),
        ("South Korean", "South Korea"),
        ("Ukrainians", "Ukraine"),
        ("KYIV", "Ukraine"),
        ("White House", "United States"),
        ("U.S.", "United States"),
        ("Brussels", "European Union"),
        ("Türkiye", "Turkey"),
        ("the UAE", "United Arab Emirates"),
        ("Jakarta’s", "Indonesia"),
        ("us", None),
        ("turkey", None),
        ("Smithville", None),
    ],
)
def test_a_state_is_known_by_its_names(words: str, state: str | None) -> None:
    """Capitals, demonyms, governments and abbreviations are one state; case matters."""
    assert state_of(words) == state


def test_the_outlet_speaking_of_itself_is_its_own_voice() -> None:
    """A paper that could not verify a figure takes no side."""
    doc = parse("The figure is 12, the Ledger said.")
    said = attribute(doc)
    cast = Cast(doc, "Harbour Ledger", said)
    assert cast.claimants(said[0]) == (Claimant(OUTLET_VOICE, "Harbour Ledger"),)


def test_a_home_that_is_given_settles_officials_without_a_country() -> None:
    """Who knows where an outlet or a story is at home may say so."""
    doc = parse("The transport ministry said the road was open.")
    said = attribute(doc)
    cast = Cast(doc, said=said, home="Ghana")
    assert [claimant.actor for claimant in cast.claimants(said[0])] == ["Ghana"]


def test_a_pronoun_leads_back_to_the_name() -> None:
    """Names are given as they stand at the fullest mention."""
    doc = parse("Marta Oliveira, a Portuguese minister, spoke. She said the port was open.")
    she = next(token for token in doc if token.text == "She")
    assert Cast(doc).name(she) == "Marta Oliveira"
