"""Is what is no plain article filed with what can be known, and does `explain` say why?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.ingest import Desk, Intake, Taken
from claims.explain import explain
from claims.extract import extract
from claims.model import OUTLET_VOICE, Article, Claim
from storage.store import Store

NOW = datetime(2024, 5, 14, 12, tzinfo=UTC)
TAKEN = "Sudan's army said on Monday that it had recaptured the city of Wad Madani."
LOST = "Sudan's army said that it had lost control of the city of Wad Madani."
DENIED = "The Rapid Support Forces denied that the army had captured Wad Madani."
KILLED = "Sudan's interior ministry said 12 people had been killed in a bombing in Khartoum."
ENTRIES = [
    "Good morning and welcome to our live coverage of the war.",
    TAKEN,
    DENIED,
    KILLED,
    "Pictures from the market show empty stalls.",
]


def filed(
    store: Store, text: str, published: datetime | None = NOW, title: str | None = None
) -> tuple[Taken, str]:
    """Read and file an article; say what `explain` shows."""
    desk = Desk(store)
    desk.take(extract(Article("first", f"A day before. {KILLED}", NOW - timedelta(days=1))),
              Intake(baseline=True), NOW)  # fmt: skip
    reading = extract(Article("odd", text, published, title=title))
    taken = desk.take(reading, Intake(announce=False), NOW)
    for claim in taken.claims:
        assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.text
    return taken, "\n".join(explain(taken.reading, taken.decision))


def said(taken: Taken) -> set[tuple[str, str]]:
    """Name who says something, and on what."""
    return {(claim.claimant.actor, claim.topic) for claim in taken.claims}


def dated(claims: tuple[Claim, ...]) -> set[str | None]:
    """Give the days of claims."""
    return {claim.as_of for claim in claims}


def test_without_a_date_nothing_is_dated(store: Store) -> None:
    """ "On Monday" means nothing then, and the clock of the arrival is no date either."""
    taken, why = filed(store, TAKEN, published=None)
    assert ("Sudan", "control:wad-madani") in said(taken)
    assert dated(taken.claims) == {None}
    assert "no publication date" in why
    assert "without a date" in why


def test_a_date_in_the_future_is_taken_for_unknown(store: Store) -> None:
    """Neither the article nor what was reckoned from its date can be newer than today."""
    taken, why = filed(store, TAKEN, published=NOW + timedelta(days=400))
    assert ("Sudan", "control:wad-madani") in said(taken)
    assert dated(taken.claims) == {None}
    assert taken.reading.article.published_at is None
    assert "lies in the future" in why


def test_a_claim_from_the_future_does_not_freeze_its_series(store: Store) -> None:
    """What comes the day after is still news."""
    filed(store, TAKEN, published=NOW + timedelta(days=400))
    later = extract(Article("later", LOST, NOW + timedelta(hours=3)))
    taken = Desk(store).take(later, Intake(announce=False), NOW + timedelta(hours=3))
    assert [change.topic for change in taken.changes] == ["control:wad-madani"]


@pytest.mark.parametrize("text", ["", "  \n\n "])
def test_a_title_alone_is_filed_and_says_so(store: Store, text: str) -> None:
    """No words of a text carry a claim, so there is none."""
    taken, why = filed(store, text, title="Sudan's army says it has recaptured Wad Madani")
    assert taken.claims == ()
    assert "the text is empty" in why
    with store.read() as tx:
        assert tx.articles.get("odd")


def test_two_articles_glued_together_keep_their_own_speakers(store: Store) -> None:
    """Each agency's story is read, and the note warns."""
    text = (
        f"KHARTOUM (Reuters) - {TAKEN}\n\nLIMA (AFP) - Peru's civil defence agency said on Monday "
        "that 31 people had been killed by floods in the region of Piura."
    )
    taken, why = filed(store, text)
    assert {("Sudan", "control:wad-madani"), ("Peru", "casualties:piura-floods")} <= said(taken)
    assert "several articles in one text" in why


def test_a_live_blog_with_forty_timestamps_tells_each_thing_once(store: Store) -> None:
    """Entries that say it again are second mentions."""
    blog = "\n".join(f"{8 + n // 4:02}:{n % 4 * 15:02} GMT\n{ENTRIES[n % 5]}" for n in range(40))
    taken, why = filed(store, blog)
    assert ("Sudan", "control:wad-madani") in said(taken)
    told = [(change.topic, change.kind, change.claimant.actor) for change in taken.changes]
    assert len(told) == len(set(told)) <= 3
    assert "a live blog" in why
    assert "a second mention in the same article" in why


def test_a_quiz_claims_nothing(store: Store) -> None:
    """Questions and the answers to choose from are nobody's word."""
    quiz = (
        "How much do you remember of this week?\n"
        "1. Which city did Sudan's army say it had recaptured?\na) Khartoum\nb) Wad Madani\n"
        "2. How many people were killed in the floods in Peru?\na) 12\nb) 31\nc) 140\n"
        "3. Who denied that a ceasefire had been agreed?\na) Hamas\nb) Israel\nAnswers: 1b, 2b, 3a"
    )
    taken, why = filed(store, quiz, title="News quiz")
    assert taken.claims == ()
    assert "a quiz" in why


def test_a_transcript_lays_nothing_at_the_outlet_s_door(store: Store) -> None:
    """Who speaks is not always known; the outlet never says it itself, and nobody is alerted."""
    text = (
        "HOST: Welcome back. Minister, has your army recaptured the city of Wad Madani?\n"
        "MINISTER: Our troops are at the gates of the city.\n"
        "HOST: And how many of your soldiers were killed?\n"
        "MINISTER: Twelve soldiers were killed on Monday."
    )
    taken, why = filed(store, text)
    assert all(each.background for each in taken.claims if each.claimant.actor == OUTLET_VOICE)
    assert taken.changes == ()
    assert "a transcript" in why


@pytest.mark.parametrize(
    "text",
    [
        "It was 08:30 when the siren went. At 09:15 the mayor spoke.\nA calm day followed.",
        "Is this the end? Nobody knows?\nThe army said that it would stay in the city.",
        "NOTE: the figures are of the ministry.\nThe ministry said that twelve had died.",
        f"KHARTOUM (Reuters) - {TAKEN}\n\n{DENIED}",
    ],
)
def test_a_plain_article_gets_no_such_note(store: Store, text: str) -> None:
    """A few hours, questions, or one dateline make no blog, quiz or second article."""
    _, why = filed(store, text)
    assert not any(word in why for word in ("a live blog", "a quiz:", "a transcript", "several"))
