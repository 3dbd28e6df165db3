"""What is on file, what stands, and what does a comparison get to see?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from claims.model import (
    Aspect,
    Claim,
    Claimant,
    Evidence,
    Kind,
    Quantity,
    Stance,
    Temporal,
)
from storage.errors import StorageError
from storage.records import Query
from storage.store import Store
from storage.types import BIGGEST
from tests.fakes.store import NOW, a_change, a_claim, an_article, denied, file_claims

DAY = timedelta(days=1)
KURSK = "control:kursk"


def the_one_standing(store: Store, *claims: Claim) -> str:
    """File claims one after the other and give the id of the one that stands."""
    with store.begin() as tx:
        for claim in claims:
            file_claims(tx, claim)
        (only,) = tx.claims.standing([claims[0].topic])
    return only.id


def test_a_claim_comes_back_as_it_was(store: Store) -> None:
    """Every field survives, the open end of a quantity and a partial date included."""
    claim = Claim(
        id="a1-1",
        article="a1",
        claimant=Claimant("North Korea", "Kim Jong Un", "KCNA"),
        frame="casualties",
        topic="casualties:north-korea",
        slots={"side": "north-korea", "place_literal": "Kursk “oblast”"},
        stance=Stance.CONFIRMS,
        value="killed",
        evidence=Evidence(3, 9, "héros\n"),
        quantity=Quantity(300, None, "killed", approx=True),
        as_of="2024-12",
        event_date="2024",
        published_at=datetime(2025, 4, 28, 1, 2, 3, 456, tzinfo=UTC),
        hedged=True,
        temporal=Temporal.PAST,
        aspect=Aspect.QUANTITY,
        background=True,
        same_as="a1-0",
        rule="why",
    )
    bare = a_claim("a1-2", value=None, published_at=None)
    with store.begin() as tx:
        tx.articles.add(an_article("a1"))
        assert tx.claims.record([claim, bare]) == 2
        assert tx.claims.get("a1-1") == claim
        assert tx.claims.get("a1-2") == bare
        assert tx.claims.get("a1-3") is None
        assert [filed.claim for filed in tx.claims.filed(["a1-2", "no", "a1-1"])] == [bare, claim]


def test_a_claim_is_filed_once(store: Store) -> None:
    """The same ids again, in one call or two, change nothing."""
    claim = a_claim()
    with store.begin() as tx:
        tx.articles.add(an_article())
        assert tx.claims.record([claim, claim]) == 1
        assert tx.claims.record([claim]) == 0
        assert tx.claims.record([]) == 0
        summary = tx.claims.topic(KURSK)
    assert summary is not None
    assert summary.claims == 1


def test_a_claim_without_its_article_is_refused(store: Store) -> None:
    """Nothing in the ledger hangs in the air."""
    with pytest.raises(StorageError), store.begin() as tx:
        tx.claims.record([a_claim()])


def test_a_number_beyond_all_measure_is_written_as_the_biggest(store: Store) -> None:
    """A hostile text cannot break the filing of an article."""
    claim = a_claim(quantity=Quantity(10**30, -(10**30), "killed"))
    with store.begin() as tx:
        file_claims(tx, claim)
        stored = tx.claims.get(claim.id)
    assert stored is not None
    assert stored.quantity == Quantity(BIGGEST, -BIGGEST, "killed")


def test_the_newest_claim_of_an_actor_stands(store: Store) -> None:
    """A later day supersedes, and so does a later publication on the same day."""
    first = a_claim("a1-1", as_of="2025-04-26")
    second = replace(first, id="a2-1", article="a2", published_at=NOW + timedelta(hours=1))
    third = replace(first, id="a3-1", article="a3", as_of="2025-04-27")
    assert the_one_standing(store, first, second, third) == "a3-1"


def test_an_old_claim_that_arrives_late_does_not_unsay_a_newer_one(store: Store) -> None:
    """What counts is the claim's own day, a partial one being older than the days in it."""
    new = a_claim("a1-1", as_of="2025-04-26")
    late = replace(new, id="a2-1", article="a2", as_of="2025-03-10", published_at=NOW + DAY)
    vague = replace(new, id="a3-1", article="a3", as_of="2025-04", published_at=NOW + DAY)
    undated = replace(new, id="a4-1", article="a4", as_of=None, published_at=None)
    assert the_one_standing(store, new, late, vague, undated) == "a1-1"


def test_actors_and_units_stand_side_by_side(store: Store) -> None:
    """Killed and wounded are two claims of one actor; a denial is another actor's."""
    killed = a_claim("a1-1", quantity=Quantity(300, 300, "killed"))
    wounded = replace(killed, id="a1-2", quantity=Quantity(2700, 2700, "wounded"))
    denial = denied(killed, "a1-3", "Ukraine", quantity=None)
    elsewhere = a_claim("a1-4", topic="control:gornal")
    with store.begin() as tx:
        file_claims(tx, killed, wounded, denial, elsewhere)
        assert {claim.id for claim in tx.claims.standing([KURSK])} == {"a1-1", "a1-2", "a1-3"}
        assert len(tx.claims.standing([KURSK, "control:gornal", "none"])) == 4
        assert tx.claims.standing([]) == []


@pytest.mark.parametrize(
    "weaker",
    [
        {"stance": Stance.DOES_NOT_CONFIRM},
        {"stance": Stance.SPECULATES},
        {"temporal": Temporal.PAST},
        {"aspect": Aspect.ASSESSMENT},
        {"background": True},
        {"same_as": "a1-1"},
    ],
)
def test_what_takes_no_position_leaves_an_earlier_one_standing(
    store: Store, weaker: dict[str, object]
) -> None:
    """Silence, speculation, recaps, assessments and repeats do not replace what was said."""
    said = a_claim("a1-1")
    later = replace(said, id="a2-1", article="a2", published_at=NOW + DAY, **weaker)
    assert the_one_standing(store, said, later) == "a1-1"


@pytest.mark.parametrize("stance", [Stance.DOES_NOT_CONFIRM, Stance.SPECULATES])
def test_silence_stands_until_a_position_is_taken(store: Store, stance: Stance) -> None:
    """Whoever has not confirmed is seen so; the first position replaces it, even an older one."""
    silent = a_claim("a1-1", stance=stance)
    with store.begin() as tx:
        file_claims(tx, silent)
        assert [claim.id for claim in tx.claims.standing([KURSK])] == ["a1-1"]
        file_claims(tx, a_claim("a2-1", published_at=NOW - DAY))
        assert [claim.id for claim in tx.claims.standing([KURSK])] == ["a2-1"]


def test_positions_are_the_newest_of_each_distinct_one(store: Store) -> None:
    """A repeat replaces; another stance, value, figure, time or body is another position."""
    first = a_claim("a1-1", as_of="2025-04-01")
    variants: list[dict[str, object]] = [
        {"as_of": "2025-04-02"},
        {"stance": Stance.DENIES},
        {"value": "contested"},
        {"value": None},
        {"quantity": Quantity(1, 1, "km2")},
        {"quantity": Quantity(1, None, "km2")},
        {"temporal": Temporal.FUTURE},
        {"background": True},
        {"claimant": Claimant("Russia", "Maria Zakharova")},
        {"claimant": Claimant("Ukraine")},
    ]
    claims = [
        replace(first, id=f"a1-{number}", **fields)  # type: ignore[arg-type]
        for number, fields in enumerate(variants, start=2)
    ]
    with store.begin() as tx:
        file_claims(tx, first, *claims)
        found = [claim.id for claim in tx.claims.positions([KURSK])]
        assert len(found) == len(variants)
        assert "a1-1" not in found
        assert found[-1] == "a1-2"
        assert tx.claims.positions(["control:nowhere"]) == []


def test_a_position_that_is_repeated_late_stays_the_newest(store: Store) -> None:
    """An older repeat does not take a newer one's place."""
    new = a_claim("a1-1", as_of="2025-04-26")
    old = replace(new, id="a2-1", article="a2", as_of="2024-12")
    with store.begin() as tx:
        file_claims(tx, new)
        file_claims(tx, old)
        assert [claim.id for claim in tx.claims.positions([KURSK])] == ["a1-1"]


def test_the_history_of_a_topic_is_in_order_of_day(store: Store) -> None:
    """A limit keeps the newest."""
    days = ["2025-04-26", "2024-12", "2025-01-05", "2024-12-07"]
    claims = [a_claim(f"a1-{number}", as_of=day) for number, day in enumerate(days)]
    with store.begin() as tx:
        file_claims(tx, *claims)
        history = [claim.as_of for claim in tx.claims.history(KURSK)]
        assert history == sorted(days)
        assert [claim.as_of for claim in tx.claims.history(KURSK, limit=2)] == history[-2:]


def test_topics_say_how_many_claim_what_and_when_last(store: Store) -> None:
    """The one with the newest claim comes first; an old claim does not turn back the time."""
    russia = a_claim("a1-1")
    ukraine = denied(russia, "a2-1", "Ukraine", published_at=NOW - DAY)
    background = a_claim("a3-1", "Japan", background=True, published_at=NOW - DAY)
    other = a_claim("a4-1", topic="control:gornal", published_at=NOW - DAY)
    undated = a_claim("a5-1", topic="control:nowhere", published_at=None)
    with store.begin() as tx:
        file_claims(tx, russia, ukraine, background, other)
        file_claims(tx, undated, arrived_at=NOW - 2 * DAY)
        topics = tx.claims.topics()
        assert [topic.topic for topic in topics] == [KURSK, "control:gornal", "control:nowhere"]
        kursk = topics[0]
        assert (kursk.claims, kursk.claimants, kursk.last_at) == (3, 2, NOW)
        assert topics[2].last_at == NOW - 2 * DAY
        assert tx.claims.topics(limit=1, since=NOW - DAY) == [kursk]
        assert len(tx.claims.topics(since=NOW - DAY)) == 2
        assert [topic.topic for topic in tx.claims.topics(words="GORN")] == ["control:gornal"]
        assert tx.claims.topics(words="ursk") == []
        assert tx.claims.known_topics() == ["control:gornal", KURSK, "control:nowhere"]
        assert tx.claims.known_topics(since=NOW) == [KURSK]
        assert tx.claims.topic("control:unheard") is None


def test_a_dispute_is_seen_on_the_topic_until_it_is_closed(store: Store) -> None:
    """The engine's changes decide; the last one in order counts."""
    claim = a_claim()
    opened = a_change(claim, "k1", kind=Kind.DISPUTE_OPENED)
    closed = a_change(claim, "k2", kind=Kind.DISPUTE_CLOSED)
    seen = []
    with store.begin() as tx:
        file_claims(tx, claim, a_claim("a2-1", topic="control:gornal"))
        for changes in ([opened], [a_change(claim, "k3")], [closed], [opened]):
            tx.changes.record(changes, NOW)
            seen.append([topic.disputed for topic in tx.claims.topics()])
    assert [sum(each) for each in seen] == [1, 1, 0, 0]


def test_topics_are_found_by_slugs_and_by_how_their_words_begin(store: Store) -> None:
    """Summaries come in the order asked; unknown slugs are left out."""
    names = ("control:kursk", "control:sudzha", "visit:kim>moscow")
    with store.begin() as tx:
        for name in names:
            file_claims(tx, a_claim(f"a{len(name)}-1", topic=name))
        found = tx.claims.summaries(["control:sudzha", "control:zebra", "control:kursk"])
        assert found == [tx.claims.topic("control:sudzha"), tx.claims.topic("control:kursk")]
        assert sorted(tx.claims.topic_words(("k", "sud"))) == ["kim", "kursk", "sudzha"]
        assert tx.claims.topic_words(("%", "_")) == []
        with_both = tx.claims.topics_with([["control", "visit"], ["moscow", "zebra"]], 5)
        assert [one.topic for one in with_both] == ["visit:kim>moscow"]
        assert len(tx.claims.topics_with([["control"]], 5)) == 2
        assert tx.claims.count_topics() == 3


def test_topics_that_an_actor_speaks_on_are_listed_newest_first(store: Store) -> None:
    """Each once, as many as asked for; and counting stops where it is told to."""
    with store.begin() as tx:
        for day, place in enumerate(("kursk", "sudzha", "gornal"), 1):
            said = {"topic": f"control:{place}", "as_of": f"2025-04-0{day}"}
            file_claims(tx, a_claim(f"a{day}-1", **said))
        assert tx.claims.spoken_on("Russia", 2) == ["control:gornal", "control:sudzha"]
        assert tx.claims.spoken_on("Nobody", 2) == []
        assert tx.claims.count(Query(actor="Russia"), most=2) == 2
        assert tx.claims.count(Query(actor="Russia"), most=9) == 3
