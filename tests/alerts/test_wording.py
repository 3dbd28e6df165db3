"""Claims and changes are said in plain words."""

from __future__ import annotations

import pytest

from alerts.figures import day_words, local_day, moment_words
from alerts.names import name_words, owner, slug_of, troops_of, with_article
from alerts.tongue import languages, tongue
from alerts.wording import (
    actor_words,
    claimant_words,
    frame_words,
    headline,
    kind_words,
    proposition,
    quantity_words,
    speaker_words,
    stance_words,
    statement,
    topic_words,
)
from claims.model import OUTLET_VOICE, UNKNOWN, Kind, Quantity, Stance
from tests.fakes import news
from tests.fakes.news import claim, claimant, quantity, told

KURSK = "control:kursk"
FERRY = "casualties:cahaya-selayar-ferry"


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (quantity(28, 28, "killed"), "28 killed"),
        (quantity(14000, 14000, approx=True), "about 14,000 troops"),
        (quantity(76000, None, "killed_or_wounded"), "more than 76,000 killed or wounded"),
        (quantity(9, None, "killed"), "at least 9 killed"),
        (quantity(10000, 12000), "10,000 to 12,000 troops"),
        (quantity(None, 70, "killed"), "up to 70 killed"),
        (quantity(None, 200, "aboard", approx=True), "nearly 200 aboard"),
        (quantity(24, None, "missing", approx=True), "dozens missing"),
        (quantity(1300, 1300, "km2", approx=True), "about 1,300 km²"),
        (quantity(18, 18, "killed_children"), "18 children killed"),
        (quantity(2, 2, "battalions"), "2 battalions"),
        (quantity(None, None, "killed"), "an unknown number killed"),
    ],
)
def test_a_quantity_is_said_as_people_say_it(figure: Quantity, words: str) -> None:
    """Bounds, vagueness and what is counted are in the words."""
    assert quantity_words(figure) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2025-04-26", "26 April 2025"), ("2024-12", "December 2024"), ("2025", "2025"),
        ("", ""), (None, ""), ("2025-02-31", "2025-02-31"), ("soon", "soon"),
    ],
)  # fmt: skip
def test_a_day_may_be_partial(day: str | None, words: str) -> None:
    """A month or a year is said as such; what is no date stays as it is."""
    assert day_words(day) == words


def test_a_moment_is_said_by_the_readers_clock() -> None:
    """Half past ten in the evening in UTC is the next day in Seoul."""
    late = news.at("2025-04-26", 22, 30)
    assert moment_words(late, "Asia/Seoul") == "27 April 2025, 07:30"
    assert local_day(late, "Asia/Seoul").isoformat() == "2025-04-27"
    assert moment_words(late, "Nowhere/Land") == "26 April 2025, 22:30"


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("north-korea", "North Korea"), ("eu", "EU"), ("ukraine-war", "Ukraine war"),
        ("kim-jong-un", "Kim Jong Un"), ("cahaya-selayar-ferry", "Cahaya Selayar ferry"),
        ("cote-d-ivoire", "Côte d’Ivoire"), ("", ""),
    ],
)  # fmt: skip
def test_a_slug_is_a_name_again(slug: str, words: str) -> None:
    """States have their own spelling, other names capitals, common words none."""
    assert name_words(slug) == words


def test_a_name_and_its_slug_agree() -> None:
    """Accents and signs do not make another slug."""
    assert slug_of("Côte d’Ivoire") == "cote-d-ivoire"
    assert slug_of("North Korea") == "north-korea"


def test_articles_and_owners_are_said_as_in_a_sentence() -> None:
    """Some names want "the", and some an apostrophe alone."""
    assert with_article("United States") == "the United States"
    assert owner("United States") == "the United States’"
    assert owner("Ukraine") == "Ukraine’s"
    assert troops_of("wagner-group") == "the Wagner group"
    assert troops_of("north-korea") == "North Korean troops"
    assert troops_of("hamas") == "Hamas’ troops"


def test_a_claimant_is_named_in_full() -> None:
    """The person and the agency that relayed it are in brackets."""
    assert claimant_words(claimant("Russia", "Valery Gerasimov", "TASS")) == (
        "Russia (Valery Gerasimov, via TASS)"
    )
    assert claimant_words(claimant(UNKNOWN, "various reports")) == "various reports"
    assert claimant_words(claimant(UNKNOWN)) == "an unnamed source"
    assert claimant_words(claimant(OUTLET_VOICE), "Newsweek") == "Newsweek"
    assert claimant_words(claimant("Russia", "Russia")) == "Russia"


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("deployment:north-korea>kursk", "North Korean troops in Kursk"),
        (KURSK, "Control of Kursk"),
        ("casualties:ukraine", "Casualties: Ukraine"),
        ("visit:kim-jong-un>moscow", "Visit of Kim Jong Un to Moscow"),
        ("talks:ukraine-war", "Talks: Ukraine war"),
        ("agreement:north-korea~russia", "Agreement of North Korea and Russia"),
        ("operation:ukraine>belgorod", "Ukraine’s operation in Belgorod"),
        ("strange:thing>other", "Strange Thing Other"),
    ],
)
def test_a_topic_has_a_title(topic: str, words: str) -> None:
    """A topic is named from its slug, whatever place or force it is about."""
    assert topic_words(topic) == words


@pytest.mark.parametrize(
    ("topic", "value", "figure", "words"),
    [
        (KURSK, "russia-full-control", None, "Russia has full control of Kursk"),
        (KURSK, "contested", None, "Kursk is contested"),
        ("control:sudzha", "ukraine-holds-positions", None, "Ukraine holds positions in Sudzha"),
        ("deployment:north-korea>kursk", "deployed", quantity(14000, 14000, approx=True),
         "about 14,000 North Korean troops are deployed in Kursk"),
        ("deployment:north-korea>kursk", "deployed", quantity(200, None, approx=True),
         "hundreds of North Korean troops are deployed in Kursk"),
        ("deployment:hamas>rafah", "fighting", quantity(300, 300),
         "300 of Hamas’ troops are fighting in Rafah"),
        ("deployment:north-korea>kursk", "fighting", quantity(2, 2, "battalions"),
         "2 battalions of North Korean troops are fighting in Kursk"),
        ("deployment:mali>gao", "withdrawn", None, "Malian troops have been withdrawn from Gao"),
        ("casualties:ukraine", "killed-or-wounded", quantity(76000, None, "killed_or_wounded"),
         "more than 76,000 people were killed or wounded on Ukraine’s side"),
        (FERRY, "killed", quantity(60, None, "killed"),
         "at least 60 people were killed (Cahaya Selayar ferry)"),
        (FERRY, "killed", quantity(18, 18, "killed_children"),
         "18 children were killed (Cahaya Selayar ferry)"),
        ("casualties:ukraine", "significant-losses", None,
         "there were significant losses on Ukraine’s side"),
        ("area:kursk", "recovered", quantity(1300, 1300, "km2", approx=True),
         "about 1,300 km² have been recovered in Kursk"),
        ("area:kursk", "taken", None, "ground has been taken in Kursk"),
        ("visit:kim-jong-un>moscow", "possible", None, "Kim Jong Un may visit Moscow"),
        ("deployment:north-korea>kursk", "violates-un-resolutions", None,
         "violates UN resolutions (North Korean troops in Kursk)"),
        (KURSK, None, None, "Control of Kursk"),
    ],
)  # fmt: skip
def test_what_is_claimed_is_a_sentence(
    topic: str, value: str | None, figure: Quantity | None, words: str
) -> None:
    """Values that we know make sentences; others are named with their topic."""
    assert proposition(topic, value, figure) == words


def test_a_visit_says_its_day() -> None:
    """The day of an announced visit is part of what is claimed."""
    words = proposition("visit:x>moscow", "announced", event_date="2025-05-09")
    assert words == "X will visit Moscow on 9 May 2025"


def test_a_claimant_does_not_repeat_its_own_name() -> None:
    """Russia says that it has control, not that Russia has."""
    said = claim("Russia", Stance.ASSERTS, "russia-full-control", KURSK)
    assert statement(said, KURSK) == "Russia says that it has full control of Kursk"
    denied = claim("Ukraine", Stance.DENIES, "russia-full-control", KURSK)
    assert statement(denied, KURSK) == "Ukraine denies that Russia has full control of Kursk"


def test_several_voices_speak_in_the_plural() -> None:
    """Experts say, a source says, the outlet reports."""
    for who, words in (
        (claimant(UNKNOWN, "experts"), "experts say that"),
        (claimant(UNKNOWN, "a senior official"), "a senior official says that"),
        (claimant(UNKNOWN, "assertions"), "an unnamed source says that"),
        (claimant(UNKNOWN, "repeated claims"), "an unnamed source says that"),
        (claimant(OUTLET_VOICE), "Newsweek reports that"),
    ):
        said = claim(who, Stance.ASSERTS, "deployed")
        assert statement(said, said.topic, "Newsweek").startswith(words)


def test_a_position_of_the_past_is_said_so() -> None:
    """Before is told in the past."""
    said = claim("Russia", Stance.DOES_NOT_CONFIRM, "deployed")
    words = "Russia did not confirm that North Korean troops are deployed in Kursk"
    assert statement(said, said.topic, before=True) == words


RUSSIA_ASSERTS = claim("Russia", Stance.ASSERTS, "russia-full-control", KURSK)
COUNTED = {"topic": FERRY, "value": "killed", "stance": Stance.ASSERTS}


def counted(number: int, who: str = "Indonesia", unit: str = "killed") -> object:
    """Build a claim with a figure."""
    return claim(who, quantity=quantity(number, number, unit), **COUNTED)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (told(), "Russia confirms for the first time: North Korean troops are fighting in Kursk"),
        (told(Kind.DENIAL, claim("Ukraine", "denies", "defeated", "operation:ukraine>kursk")),
         "Ukraine denies that it has been defeated in Kursk"),
        (told(Kind.DISPUTE_OPENED, claim("Ukraine", "denies", "russia-full-control", KURSK),
              RUSSIA_ASSERTS),
         "Ukraine disputes Russia’s account and denies that Russia has full control of Kursk"),
        (told(Kind.DISPUTE_OPENED, counted(70, "Laut Party"), counted(47)),
         "Laut Party disputes Indonesia’s account: 70 people were killed (Cahaya Selayar ferry)"),
        (told(Kind.DISPUTE_OPENED, counted(70), None),
         "Dispute: Indonesia says that 70 people were killed (Cahaya Selayar ferry)"),
        (told(Kind.DISPUTE_CLOSED, claim("Ukraine", "confirms", "russia-full-control", KURSK)),
         "The dispute ends: Ukraine now confirms that Russia has full control of Kursk"),
        (told(Kind.REVERSAL, claim("Indonesia", "confirms", "aboard", FERRY,
              quantity=quantity(163, 163, "aboard", approx=True))),
         "Indonesia reverses itself and now confirms that about 163 people were aboard "
         "(Cahaya Selayar ferry)"),
        (told(Kind.QUANTITY_REVISED, counted(28), counted(31)),
         "Indonesia revised its figure down from 31 to 28 killed (Cahaya Selayar ferry)"),
        (told(Kind.QUANTITY_REVISED,
              claim(claimant(UNKNOWN, "various reports"), "asserts", "deployed",
                    quantity=quantity(14000, 14000, approx=True)),
              claim("Ukraine", "asserts", "deployed", quantity=quantity(10000, 12000))),
         "Figure revised up from 10,000–12,000 to about 14,000 troops, according to "
         "various reports (North Korean troops in Kursk)"),
        (told(Kind.QUANTITY_REVISED, counted(8, unit="killed_children"),
              counted(18, unit="killed_children"), correction=True),
         "Correction by The Dong-A Ilbo: 8 children killed, not 18 (Cahaya Selayar ferry)"),
        (told(Kind.QUANTITY_REVISED, counted(8), None),
         "Indonesia revised its account: 8 people were killed (Cahaya Selayar ferry)"),
        (told(Kind.STATUS_CHANGED, RUSSIA_ASSERTS, RUSSIA_ASSERTS),
         "Russia now says that it has full control of Kursk"),
        (told(Kind.STATUS_CHANGED, RUSSIA_ASSERTS),
         "New: Russia says that it has full control of Kursk"),
        (told(Kind.CONFIRMATION, claim(claimant("Russia", "Maria Zakharova")), claim("Russia")),
         "Russia (Maria Zakharova) also confirms: North Korean troops are fighting in Kursk"),
        (told(Kind.CONFIRMATION, claim("West", "asserts", "deployed")),
         "The West backs the claim: North Korean troops are deployed in Kursk"),
        (told(Kind.NEW_TOPIC, claim("Russia", "asserts", "russia-control", "control:gornal")),
         "New: Russia says that it controls Gornal"),
        (told(Kind.RETRACTED, counted(31)),
         "Indonesia retracts: 31 people were killed (Cahaya Selayar ferry)"),
    ],
)  # fmt: skip
def test_a_change_has_a_headline(change: object, words: str) -> None:
    """The headline names the claimant and says in plain words what changed."""
    assert headline(change) == words


def test_every_kind_frame_and_stance_has_words() -> None:
    """Menus can name whatever there is."""
    assert all(kind_words(kind) for kind in Kind)
    assert all(stance_words(stance) for stance in Stance)
    assert frame_words("deployment") == "troops sent or fighting"
    assert frame_words("never-heard-of") == "never heard of"
    assert all(headline(told(kind)) for kind in Kind)


def test_what_looks_like_a_template_stays_as_it_is() -> None:
    """Braces and per cent signs in names are never filled in."""
    strange = claim(claimant(UNKNOWN, "{0.__class__} %s {clause}"), "asserts", "deployed")
    assert headline(told(Kind.NEW_TOPIC, strange)).startswith("New: {0.__class__} %s {clause} say")


@pytest.mark.parametrize("code", languages()[1:])
def test_whoever_is_not_named_is_called_so_in_the_readers_language(code: str) -> None:
    """What articles often say is translated; in English it stays as it stands."""
    vague = claimant(UNKNOWN, "Various reports")
    assert actor_words(vague) == "Various reports"
    assert actor_words(vague, tongue=tongue(code)) not in ("Various reports", "various reports")
    assert actor_words(claimant(UNKNOWN, "a shepherd"), tongue=tongue(code)) == "a shepherd"
    assert speaker_words(vague) == ""
