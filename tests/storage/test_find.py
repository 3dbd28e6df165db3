"""Are claims found by their words and by what is asked?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from claims.model import Claimant, Evidence, Stance
from storage.finding import REACH
from storage.records import Query
from storage.store import Store, Transaction
from storage.words import words_of
from tests.fakes.store import NOW, a_claim, an_article, file_claims

DAY = timedelta(days=1)


def three(tx: Transaction) -> None:
    """File three claims of three days; a newer one supersedes the first."""
    file_claims(
        tx,
        a_claim(
            "a1-1",
            published_at=NOW - DAY,
            claimant=Claimant("Russia", "Валерий Gerasímov"),
            evidence=Evidence(0, 12, "Kursk's fall; İstanbul 33rd 1,300"),
        ),
        a_claim("a2-1", evidence=Evidence(0, 5, "Words")),
        a_claim(
            "a3-1",
            "Ukraine",
            topic="control:sudzha",
            stance=Stance.DENIES,
            value=None,
            published_at=NOW + DAY,
        ),
    )


FOUND = {
    Query(): "321",
    Query(words="kursk"): "321",
    Query(words="CONTROL sudzha"): "3",
    Query(words="sudzha kursk russia"): "",
    Query(words="gerasimov"): "1",
    Query(words="Gerasi"): "1",
    Query(words="asimov"): "",
    Query(words="валерий istanbul"): "1",
    Query(words="33rd 300"): "1",
    Query(words='"kur* OR (NEAR/2 -'): "",
    Query(words="' ; %"): "321",
    Query(words="ukrain"): "3",
    Query(topic="control:kursk"): "21",
    Query(topic="control:kursk", words="fall"): "1",
    Query(actor="Ukraine", frame="control", stance="denies"): "3",
    Query(stance="denies", words="words"): "",
    Query(since=NOW): "32",
    Query(since=NOW, words="russia"): "2",
}


@pytest.mark.parametrize("standing", [False, True])
def test_claims_are_found_newest_first(store: Store, standing: bool) -> None:
    """Each word must begin a word of the claim; all that is asked must fit."""
    # Russia's first claim does not stand any more.
    wanted = {query: ids.replace("1", "") if standing else ids for query, ids in FOUND.items()}
    with store.begin() as tx:
        three(tx)
    with store.read() as tx:
        found = {query: tx.claims.find(query, 10, standing=standing) for query in FOUND}
        counted = {query: tx.claims.count(query, standing=standing) for query in FOUND}
    ids = {query: "".join(filed.claim.id[1] for filed in some) for query, some in found.items()}
    assert ids == wanted
    assert counted == {query: len(ids) for query, ids in wanted.items()}


@pytest.mark.parametrize("query", [Query(), Query(words="kursk control")])
@pytest.mark.parametrize("standing", [False, True])
def test_pages_follow_one_another(store: Store, query: Query, standing: bool) -> None:
    """What is on one page is not on the next, and nothing is left out."""
    claims = [
        a_claim(f"a{number}-1", f"Actor {number}", published_at=NOW + number % 3 * DAY)
        for number in range(7)
    ]
    with store.begin() as tx:
        file_claims(tx, *claims)
        pages = [tx.claims.find(query, 3, offset, standing) for offset in (0, 3, 6, 9)]
    ids = [filed.claim.id for page in pages for filed in page]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert ids == [claim.id for claim in sorted(claims, key=newest, reverse=True)]


def newest(claim: object) -> tuple[str, str]:
    """Give the key by which claims come newest first."""
    return str(getattr(claim, "published_at", "")), str(getattr(claim, "id", ""))


def test_what_is_found_has_its_article_and_coverage(store: Store) -> None:
    """Equal claims of independent outlets are counted on each of them."""
    with store.begin() as tx:
        for number in (1, 2):
            tx.articles.add(an_article(f"a{number}", outlet=f"Outlet {number}"))
            tx.claims.record([a_claim(f"a{number}-1")])
        found = tx.claims.find(Query(words="kursk"), 10)
        assert [(filed.article.outlet, filed.coverage) for filed in found] == [
            ("Outlet 2", 2),
            ("Outlet 1", 2),
        ]
        assert [filed.coverage for filed in tx.claims.filed(["a1-1"])] == [2]


def test_a_common_word_finds_the_last_that_were_filed(store: Store) -> None:
    """A word of thousands of claims is looked up within reach, and a rare one beside it fully."""
    with store.begin() as tx:
        tx.articles.add(an_article("a1"))
        rare = a_claim("a1-0", evidence=Evidence(0, 4, "zinc"))
        many = [a_claim(f"a1-{number}") for number in range(1, REACH + 50)]
        tx.claims.record([rare, *many])
        tx.claims.session.run(text("ANALYZE"))  # as servers do when so much came at once
        assert tx.claims.count(Query(words="kursk")) == REACH
        assert tx.claims.count(Query()) == REACH + 50
        assert tx.claims.count(Query(words="kursk"), standing=True) == 1
        file_claims(tx, a_claim("a2-1", "Ukraine", evidence=Evidence(0, 4, "zinc")))
        assert tx.claims.count(Query(words="kursk"), standing=True) == 2
        assert tx.claims.count(Query(words="kursk zinc"), standing=True) == 1
        assert [filed.claim.id for filed in tx.claims.find(Query(words="kursk zinc"), 5)] == [
            "a2-1",
            "a1-0",
        ]


def test_any_evidence_can_be_indexed(store: Store) -> None:
    """Hostile, endless or empty words neither break the filing nor the search."""
    odd = ["", "\x00\ud800", "x" * 50_000, " ".join(f"w{n}" for n in range(3000)), "𐐀𞤀 ꟻ ﬁ ß"]
    with store.begin() as tx:
        file_claims(
            tx, *(a_claim(f"a1-{n}", evidence=Evidence(0, 1, text)) for n, text in enumerate(odd))
        )
        for words in (*odd, "'\"\\:*&|!<->", "a" * 10_000, "𐐀", "ꟻ", "fi SS"):
            tx.claims.find(Query(words=words), 1)
            tx.claims.find(Query(words=words), 1, standing=True)
        assert [one.claim.id for one in tx.claims.find(Query(words="fi SS"), 5)] == ["a1-4"]


def test_words_are_split_without_case_accents_and_repeats() -> None:
    """The same words are taken from a text and from a question."""
    assert words_of("Zürich, zurich—ZÜRICH's 1,300 don’t") == [
        "zurich",
        "s",
        "1",
        "300",
        "don",
        "t",
    ]
