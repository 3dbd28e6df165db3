"""Is what surrounds an article told from the article, without moving a letter?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.reading import READ, Part, masked, stretches

PAGE = """Rebels take the northern airport

By Amina Diallo

BAMAKO, Mali, June 3 (Sahel Wire) - Rebels said on Monday that they had taken the airport of Kidal.

What happened next

The army denied it and said its troops were still holding the runway near the town.

File photo: Soldiers at the airport of Kidal in 2019.

JANE DOE/AFP/Getty Images

amina.diallo@sahelwire.example

Original Source: www.sahelwire.example

Leave a Reply

Your email address will not be published. Required fields are marked *

Great article, they killed it!
"""


def parts_of(text: str, title: str | None = None) -> dict[str, Part]:
    """Give each stretch's beginning and what it is."""
    return {s.span.of(text)[:12]: s.part for s in stretches(text, title)}


def test_a_page_is_divided_into_its_parts() -> None:
    """Headline, byline, dateline, body, heading, caption, furniture."""
    found = parts_of(PAGE)
    assert found["Rebels take "] is Part.HEADLINE
    assert found["By Amina Dia"] is Part.BYLINE
    assert found["BAMAKO, Mali"] is Part.DATELINE
    assert found["Rebels said "] is Part.BODY
    assert found["What happene"] is Part.HEADING
    assert found["The army den"] is Part.BODY
    assert found["File photo: "] is Part.CAPTION
    assert found["JANE DOE/AFP"] is Part.CAPTION
    assert found["amina.diallo"] is Part.BYLINE
    assert found["Original Sou"] is Part.FURNITURE
    assert found["Leave a Repl"] is Part.FURNITURE
    assert found["Great articl"] is Part.FURNITURE


@pytest.mark.parametrize(
    "line",
    [
        "(Corrects second paragraph of a June 2 story to say that six people were hurt.)",
        "Correction: An earlier version of this article misstated the number of dead.",
    ],
)
def test_a_note_of_correction_is_no_article(line: str) -> None:
    """It tells of another text."""
    assert parts_of(f"{line}\n\nSix people were hurt, the police said on Sunday.")[line[:12]] is (
        Part.CORRECTION
    )


def test_a_first_sentence_is_no_headline() -> None:
    """It ends with a full stop."""
    text = "Rebels took the airport.\nThe army denied it and said that its troops were there."
    assert set(parts_of(text).values()) == {Part.BODY}


def test_a_line_equal_to_the_title_is_the_headline() -> None:
    """Whatever its length and punctuation."""
    found = parts_of("“Never again”, they say.\nThe army denied it.", "Never again, they say")
    assert found["“Never again"] is Part.HEADLINE


@given(st.text(max_size=400), st.none() | st.text(max_size=60))
def test_masking_moves_nothing(text: str, title: str | None) -> None:
    """Every offset stays, and what is read stays as it is."""
    parts = stretches(text, title)
    blank = masked(text, parts)
    assert len(blank) == len(text)
    for stretch in parts:
        if stretch.part in READ - {Part.DATELINE}:
            assert stretch.span.of(blank) == stretch.span.of(text)
        elif stretch.part is not Part.DATELINE:
            assert not stretch.span.of(blank).strip()
