"""Does an article give its claims, in text order, with evidence, whatever the text is?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extract import extract
from claims.model import OUTLET_VOICE, Article, Claim, Claimant, Evidence, Quantity, Stance
from claims.who.recognition import recognised

PUBLISHED = datetime(2024, 5, 14, 12, tzinfo=UTC)
ODD = ["“", "”", "\n\n", "12", "—", "’s", "\x00", "🙂"]
TWO_SIDES = (
    "Sudan's army said on Monday it had recaptured the city of Wad Madani from rebel forces. "
    "It said that at least 40 rebels had been killed.\n\n"
    "The rebels denied that the army had captured Wad Madani."
)


def article(
    text: str, published: datetime | None = PUBLISHED, title: str | None = None
) -> Article:
    """Build an article."""
    return Article("a", text, published, title=title)


def test_claims_come_in_text_order_with_exact_evidence() -> None:
    """Offsets count the raw text's code points."""
    claims = extract(article(TWO_SIDES)).claims
    starts = [claim.evidence.start for claim in claims]
    assert len(claims) >= 3
    assert starts == sorted(starts)
    assert all(TWO_SIDES[c.evidence.start : c.evidence.end] == c.evidence.text for c in claims)
    assert len({claim.id for claim in claims}) == len(claims)


def test_evidence_holds_claimant_and_verb_of_its_clause() -> None:
    """The words that a reader is shown say who says so."""
    first = extract(article(TWO_SIDES)).claims[0]
    assert "army said" in first.evidence.text
    assert "\n" not in first.evidence.text


def test_a_statement_is_dated_by_its_own_words() -> None:
    """Monday was the day before publication."""
    first = extract(article(TWO_SIDES)).claims[0]
    assert first.as_of == "2024-05-13"


def test_without_a_publication_date_nothing_is_dated_by_it() -> None:
    """What is unknown stays open, and the notes say so."""
    reading = extract(article(TWO_SIDES, None))
    assert any("no publication date" in note for note in reading.notes)
    assert all(claim.as_of is None for claim in reading.claims)


def test_a_repeat_in_one_article_points_at_its_first_mention() -> None:
    """Told twice is said once."""
    text = TWO_SIDES + "\n\nSudan's army said it had recaptured the city of Wad Madani."
    claims = [c for c in extract(article(text)).claims if c.frame == "control"]
    assert claims[-1].same_as == claims[0].id


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("   \n ", "empty"),
        (
            "Die Armee hat am Montag die Stadt eingenommen, und das ist nicht gut für die Leute.",
            "English",
        ),
    ],
)
def test_what_cannot_be_read_says_why(text: str, why: str) -> None:
    """A reading without claims has its reason."""
    reading = extract(article(text))
    assert reading.claims == ()
    assert any(why in note for note in reading.notes)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Shipping shares sink",
            "Shares in shipping companies sank on Wednesday, with the index down 31 points as "
            "fuel costs climbed. At least 17 of the 22 stocks ended lower. A fund manager said "
            "investors had abandoned ship; analysts said the earlier forecast had been dead in "
            "the water.",
        ),
        (
            "United drown rivals",
            "United sank their old rivals 3-1 on Sunday. There were no survivors from the "
            "visitors' defence after the break, and two goals in five minutes killed the game. "
            "The coach said the attack was on fire, and denied reports that he would leave at "
            "the end of the season.",
        ),
    ],
)
def test_markets_and_sport_make_no_claims(title: str, text: str) -> None:
    """They only borrow the words."""
    assert extract(article(text, title=title)).claims == ()


@pytest.mark.parametrize(
    "text", ["The 12 captured soldiers were freed", "The rebels said 9 captives would be swapped"]
)
def test_a_text_may_end_with_its_verb(text: str) -> None:
    """A headline has no full stop to look at."""
    assert extract(article(text)).article.text == text


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from([*TWO_SIDES.split(), *ODD])))
def test_any_jumble_of_words_is_read_without_an_error(words: list[str]) -> None:
    """Evidence stays inside the text."""
    text = " ".join(words)
    for claim in extract(article(text)).claims:
        assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.text


def said_by(actor: str, name: str | None, number: int = 0) -> Claim:
    """Build a figure of the ferry's dead."""
    return Claim(
        f"c{number}", "a", Claimant(actor, name), "casualties", "casualties:selene-ferry", {},
        Stance.ASSERTS, "killed", Evidence(0, 1, "x"), Quantity(number, number, "killed"),
    )  # fmt: skip


def test_an_official_without_a_country_is_whoever_spoke_before() -> None:
    """The transport ministry of the second article is that of the first."""
    before = [said_by("Chile", "transport ministry", 9)]
    found = recognised([said_by("unknown", "transport ministry", 12)], before)
    assert found[0].claimant.actor == "Chile"


def test_a_witness_is_nobody_s_official() -> None:
    """Survivors stay unknown, and so does the outlet's own voice."""
    before = [said_by("Chile", "transport ministry", 9)]
    claims = [said_by("unknown", "survivors", 12), said_by(OUTLET_VOICE, None, 13)]
    assert [c.claimant.actor for c in recognised(claims, before)] == ["unknown", OUTLET_VOICE]


def test_a_short_name_is_filed_under_the_full_one() -> None:
    """One organisation, one actor."""
    before = [said_by("Chilean Sea Safety Forum", None, 60)]
    found = recognised([said_by("Sea Safety Forum", None, 60)], before)
    assert found[0].claimant.actor == "Chilean Sea Safety Forum"


@pytest.mark.parametrize(
    ("before", "actor"),
    [
        (("Chile", "Harbour Safety Board"), "Chile"),
        (("Pacific Lines", "Harbour Safety Board"), "Harbour Safety Board"),
        (("Chile", "Fishery Board"), "Harbour Safety Board"),
    ],
)
def test_a_body_is_the_state_s_as_another_article_told(
    before: tuple[str, str], actor: str
) -> None:
    """A local paper does not say of which country the board is."""
    found = recognised([said_by("Harbour Safety Board", None, 60)], [said_by(*before, 9)])
    assert found[0].claimant.actor == actor


def test_a_mayor_is_told_by_his_title() -> None:
    """A local paper gives his name, and his office before it."""
    words = "Mayor Ana Ruiz says at least 90 residents are dead"
    spoken = replace(said_by("unknown", "Ana Ruiz", 90), evidence=Evidence(0, 1, words))
    assert recognised([spoken], [said_by("Chile", "agency", 9)])[0].claimant.actor == "Chile"
    alone = replace(spoken, evidence=Evidence(0, 1, "Ana Ruiz says 90 are dead"))
    assert recognised([alone], [said_by("Chile", "agency", 9)])[0].claimant.actor == "unknown"


@pytest.mark.parametrize(
    ("known", "actor"),
    [
        ([Claimant("Chile", "Ana Ruiz")], "Chile"),
        ([Claimant("Chile", "Ana Ruiz"), Claimant("Peru", "Ana Ruiz")], "Argentina"),
        ([Claimant("Chile", "Ministry of Mines")], "Argentina"),
        ([Claimant("unknown", "Ana Ruiz")], "Argentina"),
    ],
)
def test_who_has_spoken_under_a_full_name_speaks_for_the_same_still(
    known: list[Claimant], actor: str
) -> None:
    """On whatever topic; a namesake, a body and a stranger tell nothing."""
    found = recognised([said_by("Argentina", "Ana Ruiz", 12)], [], known)
    assert found[0].claimant.actor == actor


@pytest.mark.parametrize(
    "silence",
    [
        "Congo's government declined to comment.",
        "There was no immediate comment from the Congolese army.",
        "The Congolese army did not immediately respond to a request for comment.",
        "Congo's army made no mention of the takeover.",
    ],
)
def test_who_is_asked_and_says_nothing_takes_no_position(silence: str) -> None:
    """It is filed as background to the claim that the silence follows."""
    told = f"Rebels from the M23 group said they had captured the town of Sake. {silence}"
    last = extract(article(told)).claims[-1]
    assert last.claimant.actor == "Democratic Republic of the Congo"
    assert (last.topic, last.stance) == ("control:sake", Stance.DOES_NOT_CONFIRM)
    assert last.background


def test_silence_about_what_nobody_has_told_is_nothing() -> None:
    """The cause is not what was claimed."""
    told = "M23 rebels said they had captured Sake. Congo declined to comment on the cost."
    assert all(c.stance is not Stance.DOES_NOT_CONFIRM for c in extract(article(told)).claims)


def test_a_rival_figure_beyond_that_of_the_title_is_kept() -> None:
    """A title tells the official toll; what a union says is not of another event."""
    text = (
        "The death toll from an explosion at a factory in Tongi rose to 21 on Thursday, police "
        "said.\n\nThe garment workers' federation said at least 33 people had been killed."
    )
    found = extract(article(text, title="Factory blast kills at least 21, union says toll higher"))
    assert [c.quantity.min for c in found.claims if c.quantity] == [21, 33]


FAR_BELOW = (
    "A man was shot outside a bar in Dunmore on Friday night, police said. Nobody has been "
    "arrested, and detectives have asked anybody who was in the street at the time to call them. "
    "The street was closed until the morning.\n\n"
    + "Neighbours said that they had heard music, then shouting and then the noise of an engine. "
    * 4
    + "\n\n"
)


@pytest.mark.parametrize(
    ("words", "title", "wounded"),
    [
        ("Nine people were wounded when a gunman came to the tavern.", None, []),
        ("A total of nine people were wounded in the bar in Dunmore.", "Nine shot in bar", [9]),
        ("Nine people were wounded at the bar.", "Dunmore bar closed after night of fear", []),
        (
            "Nine people were wounded at a Dunmore tavern on Sunday.",
            "Sunday at a Dunmore tavern",
            [9],
        ),
    ],
)
def test_who_is_counted_first_far_below_is_of_the_event_if_the_title_bears_it_out(
    words: str, title: str | None, wounded: list[int]
) -> None:
    """A report of a crime gives its toll at the beginning; else nothing is told for sure."""
    found = extract(article(FAR_BELOW + words, title=title)).claims
    assert [c.quantity.min for c in found if c.quantity and c.value == "wounded"] == wounded


@pytest.mark.parametrize("title", ["Dunmore: 4 shot at a bar", "Arrest after quadruple shooting"])
def test_some_of_those_who_were_shot_by_the_title_are_no_toll(title: str) -> None:
    """The two whom a sentence tells of are part of the four."""
    text = "Police in Dunmore found two people who had been shot in the leg at a bar on Friday."
    assert extract(article(text, title=title)).claims == ()
    assert extract(article(text, title="Dunmore: 2 shot at a bar")).claims != ()
