"""Bodies and places are known by one of their own words, though nobody has read of them before."""

from __future__ import annotations

from itertools import groupby

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
    assert (name, label) in names(text)


@pytest.mark.parametrize(
    "text", ["The party of the year was loud.", "A bridge of stone stood there.", "Party time!"]
)
def test_words_in_small_letters_name_nothing(text: str) -> None:
    assert not [label for _, label in names(text) if label in ("ORG", "PLACE")]


def names(text: str) -> set[tuple[str, str]]:
    """Give the names in a text that has no two side by side, with their kinds."""
    doc = parse(text)
    found = ([*run] for kind, run in groupby(doc, lambda word: word.ent_type_) if kind)
    return {(doc.between(run[0].i, run[-1].i + 1), run[0].ent_type_) for run in found}
