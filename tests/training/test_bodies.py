"""Bodies and places are known by one of their own words, though nobody has read of them before."""

from __future__ import annotations

import pytest

from claims.text.language import parse


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        (
            "He told the Lusaka Evening Herald so.",
            "Lusaka Evening Herald",
            "ORG",
        ),
        (
            "She leads the Harvest Committee of Chad.",
            "Harvest Committee of Chad",
            "ORG",
        ),
        ("They wrote to the Commission for Lost Ships.", "Commission for Lost Ships", "ORG"),
        ("The boat passed Miller's Bridge at noon.", "Miller's Bridge", "PLACE"),
        ("Storms closed the Strait of Korvath.", "Strait of Korvath", "PLACE"),
    ],
)
def test_a_name_by_its_own_word(text: str, name: str, label: str) -> None:
    assert (name, label) in {(each.text, each.label_) for each in parse(text).ents}


@pytest.mark.parametrize(
    "text", ["The party of the year was loud.", "A bridge of stone stood there.", "Party time!"]
)
def test_words_in_small_letters_name_nothing(text: str) -> None:
    assert not [each for each in parse(text).ents if each.label_ in ("ORG", "PLACE")]
