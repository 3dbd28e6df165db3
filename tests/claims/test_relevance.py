"""Which paragraphs are parsed, and does what is left out cost no claim?"""

from __future__ import annotations

import pytest

from claims.relevance import Need, forms, plurals, relevant
from claims.text.reading import Part, stretches
from claims.text.words import counted

KILLED = Need(frozenset({"kill"}), counts=True)
LEADERS = Need(frozenset({"visit"}), at_hand=frozenset({"president"}), people=True)


def kept(text: str, *needs: Need) -> list[int] | None:
    """Give the numbers of the paragraphs that are left to be read."""
    parts, met = relevant(text, stretches(text), counted(text), needs)
    return [n for n, part in enumerate(parts) if part.part is Part.BODY] if met else None


def paragraphs(*lines: str) -> str:
    return "\n\n".join(
        f"{line}, as everybody in the small town by the river knows." for line in lines
    )


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("fall", "fell"), ("take", "taken"), ("stab", "stabbed"), ("deny", "denied"),
        ("injure", "injuring"), ("reach", "reaches"), ("withdraw", "withdrew"), ("body", "bodies"),
    ],
)  # fmt: skip
def test_a_base_form_stands_for_every_form_of_it(word: str, form: str) -> None:
    """Regular ones by spelling, irregular ones as the language model's lemmatizer has them."""
    assert form in forms(frozenset({word}))


def test_a_noun_stands_for_its_plural_and_no_verb() -> None:
    """An accord is not what is said according to somebody."""
    words = plurals(frozenset({"accord", "treaty"}))
    assert {"accords", "treaties"} <= words
    assert "according" not in words | forms(frozenset({"accord"}))


def test_an_article_without_a_word_of_any_frame_is_not_parsed() -> None:
    """Most of the news is of this kind."""
    text = paragraphs("The library opens at nine", "The bakery sells rye bread")
    assert kept(text, KILLED, LEADERS) is None


def test_a_paragraph_is_kept_with_the_beginning_and_what_it_takes_up() -> None:
    """The rest is an aside."""
    text = paragraphs(
        "The river rose in the night", "The bridge is closed", "The market was empty",
        "The mayor spoke at noon", "He said that 12 people were killed", "The fair was put off",
    )  # fmt: skip
    assert kept(text, KILLED) == [0, 1, 3, 4]


def test_where_a_name_is_introduced_is_kept() -> None:
    """Who Okoro is stands three paragraphs before he counts the dead."""
    text = paragraphs(
        "The river rose", "The bridge is closed", "Chidi Okoro leads the rescue service",
        "The market was empty", "The fair was put off",
        "According to Okoro, 12 people were killed",
    )  # fmt: skip
    assert kept(text, KILLED) == [0, 1, 2, 5]


def test_an_answer_near_a_claim_is_kept_and_one_without_a_claim_is_not() -> None:
    """A denial alone says nothing."""
    claim, answer = "The army says 12 people were killed", "The ministry denied the report"
    filler = ["The market was empty"] * 3
    assert kept(paragraphs(*filler, claim, *filler, answer), KILLED) == [0, 1, 3, 7]
    assert kept(paragraphs(*filler, answer), KILLED) is None


def test_who_was_introduced_with_an_office_counts_as_office_holder() -> None:
    """A surname alone will do once the article has given the office."""
    told = "President Amara Diallo spoke in parliament"
    text = paragraphs(
        told, "The market was empty", "The fair was put off", "Then Diallo visited Oslo"
    )
    assert kept(text, LEADERS) == [0, 1, 3]
    assert kept(text.replace("President ", ""), LEADERS) is None


def test_far_from_the_words_that_an_article_must_have_no_paragraph_is_wanted() -> None:
    """An army that is mentioned once makes no war of a long report on an election."""
    need = Need(frozenset({"attack"}), article=frozenset({"army"}))
    between = [f"Shop number {n} in the high street sells bread and butter" for n in range(10)]
    text = paragraphs(
        "The army parade was rained off", "She attacked it", *between, "He attacked her record"
    )
    assert kept(text, need) == [0, 1]


def test_a_way_leads_towards_a_name() -> None:
    """Somebody who is going to ask for something goes nowhere."""
    need = Need(frozenset({"go"}), towards=True)
    assert kept(paragraphs("She will go to the old city of Brno"), need) == [0]
    assert kept(paragraphs("She is going to ask for a bigger room in Brno"), need) is None
