"""Are changes filed once and told with all that belongs to them?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from claims.model import Claimant, Kind, Position, Quantity, Severity, Stance
from storage.records import Query, Wanted
from storage.store import Store
from tests.fakes.store import NOW, a_change, a_claim, an_article, denied, file_change, file_claims

HOUR = timedelta(hours=1)


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """Collect the statements that a store's readers execute."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(store.reader, "before_cursor_execute", note)
    yield seen
    event.remove(store.reader, "before_cursor_execute", note)


def test_a_change_comes_back_as_it_was(store: Store) -> None:
    """Every field survives, before and after included."""
    claim = a_claim()
    change = a_change(
        claim,
        "k7f3q2abc",
        kind=Kind.REVERSAL,
        severity=Severity.HIGH,
        claimant=Claimant("Russia", "Valery Gerasimov", "TASS"),
        before=Position(
            Claimant("Russia"),
            Stance.DENIES,
            None,
            Quantity(1, None, "troops", True),
            "2024-12",
            "a0-1",
        ),
        claims=("a1-1", "a1-2"),
        late=True,
        correction=True,
        reason="why",
    )
    bare = a_change(claim, "k9")
    with store.begin() as tx:
        file_claims(tx, claim)
        assert tx.changes.record([change, bare], NOW) == 2
        assert tx.changes.record([replace(change, reason="other")], NOW + HOUR) == 0
        assert tx.changes.record([], NOW) == 0
        assert tx.changes.get("k7f3q2abc") == change
        assert tx.changes.get("k9") == bare
        assert tx.changes.get("k0") is None


def test_a_change_is_found_by_its_code(store: Store) -> None:
    """Case and the # do not matter; the newest of several is meant; nonsense finds nothing."""
    claim = a_claim()
    with store.begin() as tx:
        file_claims(tx, claim)
        tx.changes.record([a_change(claim, "k7f3q2aaa"), a_change(claim, "k7f3q9aaa")], NOW)
        tx.changes.record([a_change(claim, "k7f3q2bbb")], NOW + HOUR)
        found = {code: tx.changes.by_code(code) for code in ("#k7f3q2", " K7F3Q9", "k7f3q", "#")}
        assert [found[code] and found[code].id for code in found] == [  # type: ignore[union-attr]
            "k7f3q2bbb",
            "k7f3q9aaa",
            "k7f3q2bbb",
            None,
        ]
        assert tx.changes.by_code("k7f%") is None
        assert tx.changes.by_code("kzzzzz") is None


def test_a_change_is_told_with_claim_article_rivals_and_coverage(store: Store) -> None:
    """Rivals are what stands of others on the topic, the newest first."""
    claim = a_claim("a1-1")
    old_denial = denied(claim, "a2-1", "Ukraine", published_at=NOW - HOUR)
    new_denial = denied(claim, "a3-1", "Ukraine")
    japan = a_claim("a4-1", "Japan", published_at=NOW + HOUR)
    own = a_claim("a5-1", value="contested", published_at=NOW + HOUR)
    repeat = a_claim("a6-1")
    change = a_change(claim, "k1")
    with store.begin() as tx:
        file_claims(tx, claim, old_denial, new_denial, japan, own, outlet="One")
        file_claims(tx, repeat, outlet="Two")
        tx.changes.record([change], NOW + HOUR)
        told = tx.changes.told("k1")
        assert tx.changes.told("k2") is None
    assert told is not None
    assert (told.change, told.claim, told.detected_at) == (change, claim, NOW + HOUR)
    assert (told.article.id, told.coverage) == ("a1", 2)
    assert [rival.id for rival in told.rivals] == ["a4-1", "a3-1"]


def test_telling_many_takes_as_few_statements_as_telling_one(store: Store) -> None:
    """No statement for each change: three or four for all of them."""
    with store.begin() as tx:
        ids = [file_change(tx, number).id for number in range(1, 13)]
    with counted(store) as seen, store.read() as tx:
        assert [told.change.id for told in tx.changes.told_all(ids[::-1])] == ids[::-1]
        assert len(seen) <= 4
        seen.clear()
        assert len(tx.changes.since(NOW)) == 12
        assert len(seen) <= 3


def test_changes_since_are_told_newest_first_and_narrowed(store: Store) -> None:
    """Detected since, and on the topic, frame, actor, stance and words that are asked."""
    kursk = a_claim("a1-1")
    sudzha = denied(kursk, "a2-1", "Ukraine", topic="control:sudzha")
    toll = a_claim("a3-1", topic="casualties:ukraine", published_at=NOW - HOUR)
    with store.begin() as tx:
        file_claims(tx, kursk, sudzha, toll)
        for number, claim in enumerate((kursk, sudzha, toll), start=1):
            tx.changes.record([a_change(claim, f"k{number}")], NOW + number * HOUR)

        def found(query: Query | None = None, limit: int = 9, after: int = 0) -> str:
            told = tx.changes.since(NOW + after * HOUR, query, limit)
            return "".join(one.change.id[1] for one in told)

        assert found() == "321"
        assert found(after=2, limit=1) == "3"
        assert found(Query(topic="control:kursk")) == "1"
        assert found(Query(frame="control")) == "21"
        assert found(Query(actor="Ukraine", stance="denies")) == "2"
        assert found(Query(words="sudzha ukr")) == "2"
        assert found(Query(words="kursk", since=NOW)) == "21"
        assert [one.id for one in tx.changes.of_topic("control:kursk", 5)] == ["k1"]


def test_a_further_article_that_says_the_same_finds_the_change(store: Store) -> None:
    """So the message of that change can be edited instead of sending another."""
    first, again = a_claim("a1-1"), a_claim("a2-1", as_of="2025-04-27", background=True)
    other = a_claim("a2-2", value="contested")
    with store.begin() as tx:
        file_claims(tx, first, again, other)
        tx.changes.record([a_change(first, "k1")], NOW)
        assert tx.changes.saying(["a2-1", "a2-2"], NOW) == {"k1": "a2-1"}
        assert tx.changes.saying(["a2-1"], NOW + HOUR) == {}


def test_back_and_forth_is_three_changes_and_three_deliveries(store: Store) -> None:
    """A, then B, then A again: the third is told as well, since a change is an occurrence."""
    with store.begin() as tx:
        tx.chats.ensure(1, "private", "en", NOW)
        for number, value in enumerate(("a", "b", "a"), start=1):
            claim = a_claim(f"a{number}-1", value=value, published_at=NOW + number * HOUR)
            file_claims(tx, claim)
            change = a_change(claim, kind=Kind.STATUS_CHANGED)
            assert tx.changes.record([change], NOW) == 1
            assert tx.outbox.put([Wanted(change.id, 1, None, NOW)]) == 1
        assert len(tx.changes.since(NOW)) == 3


def test_an_article_taken_in_again_makes_nothing_new(store: Store) -> None:
    """A retry after a crash finds everything filed."""
    claim = a_claim()
    wanted = [Wanted(a_change(claim).id, 1, None, NOW)]
    with store.begin() as tx:
        tx.chats.ensure(1, "private", "en", NOW)
        assert tx.articles.add(an_article())
        counts = [
            (tx.claims.record([claim]), tx.changes.record([a_change(claim)], NOW), put)
            for put in (0, 0)
        ]
        puts = [tx.outbox.put(wanted), tx.outbox.put(wanted)]
        assert not tx.articles.add(an_article())
    assert (counts, puts) == ([(1, 1, 0), (0, 0, 0)], [1, 0])
