"""Which articles are on file, and which outlets are independent?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from claims.model import Article, Quantity
from storage.store import Store
from tests.fakes.store import NOW, a_claim, an_article

DAY = timedelta(days=1)


def test_an_article_is_filed_once_and_comes_back_as_it_was(store: Store) -> None:
    """The same id again changes nothing and says so."""
    article = an_article("a1", text="Щ “quoted” \U0001f600\n end")
    with store.begin() as tx:
        assert tx.articles.add(article)
        assert not tx.articles.add(replace(article, text="other"))
        assert tx.articles.get("a1") == article
        assert tx.articles.get("a2") is None
        assert tx.articles.known(["a1", "a2"]) == {"a1"}
        assert tx.articles.count() == 1


def test_the_newest_publication_is_known(store: Store) -> None:
    """None on an empty ledger; undated articles do not count."""
    with store.begin() as tx:
        assert tx.articles.latest() is None
        tx.articles.add(an_article("undated", published_at=None))
        assert tx.articles.latest() is None
        for number in (0, 2, 1):
            tx.articles.add(an_article(f"a{number}", published_at=NOW + number * DAY))
        assert tx.articles.latest() == NOW + 2 * DAY


def test_an_article_with_nothing_but_a_text_is_filed(store: Store) -> None:
    """Dates, outlet and address may be unknown."""
    with store.begin() as tx:
        assert tx.articles.add(Article("bare", "text"))
        assert tx.articles.get("bare") == Article("bare", "text")


def test_signatures_of_originals_are_listed_newest_first(store: Store) -> None:
    """Copies and articles without a signature are left out; so is what is too old."""
    with store.begin() as tx:
        tx.articles.add(an_article("old", arrived_at=NOW - DAY), signature=b"1")
        tx.articles.add(an_article("new"), signature=b"\x00\xff")
        tx.articles.add(an_article("copy"), signature=b"3", copy_of="new")
        tx.articles.add(an_article("none"))
        tx.articles.add(an_article("published", arrived_at=None), signature=b"5")
        assert tx.articles.signatures(NOW - 2 * DAY)[-1] == ("old", b"1")
        assert dict(tx.articles.signatures(NOW)) == {"new": b"\x00\xff", "published": b"5"}
        assert len(tx.articles.signatures(None)) == 3


def test_coverage_counts_independent_outlets(store: Store) -> None:
    """Outlets of one family count once, and so does a wire story with its copies."""
    with store.begin() as tx:
        feeds = [
            tx.feeds.add(f"https://example.org/{name}", NOW, outlet=name, family=family)
            for name, family in (("Daily", "press"), ("Weekly", "press"), ("Other", None))
        ]
        tx.articles.add(an_article("a1", outlet="Daily"), feed=feeds[0].id)
        tx.articles.add(an_article("a2", outlet="Weekly"), feed=feeds[1].id)
        tx.articles.add(an_article("a3", outlet=None), feed=feeds[2].id)
        tx.articles.add(an_article("a4", outlet="OTHER"))
        tx.articles.add(an_article("a5", outlet="Wire"), copy_of="a1")
        tx.articles.add(an_article("a6", outlet="Far"), copy_of="a5")
        tx.articles.add(an_article("a7", outlet="Lone"), copy_of="not on file")
        seen = []
        for number in range(1, 8):
            tx.claims.record([a_claim(f"a{number}-1")])
            seen.append(tx.claims.coverage(["a1-1"])["a1-1"])
    assert seen == [1, 1, 2, 2, 2, 2, 3]


def test_coverage_counts_equal_claims_only(store: Store) -> None:
    """Another actor, value, unit or figure is another claim; another date or name is not."""
    toll = a_claim("a0-1", topic="casualties:ukraine", quantity=Quantity(300, 300, "killed"))
    others = [
        replace(toll, id="a1-1", article="a1", quantity=Quantity(300, 300, "wounded")),
        replace(toll, id="a2-1", article="a2", quantity=Quantity(300, None, "killed")),
        replace(toll, id="a3-1", article="a3", value="other"),
        replace(toll, id="a4-1", article="a4", quantity=None),
        replace(toll, id="a5-1", article="a5", as_of="2025-01-01", background=True),
        replace(toll, id="a6-1", article="a6", quantity=Quantity(300, 300, "killed", True)),
    ]
    with store.begin() as tx:
        for number, claim in enumerate([toll, *others]):
            tx.articles.add(an_article(f"a{number}", outlet=f"Outlet {number}"))
            tx.claims.record([claim])
        counted = tx.claims.coverage([claim.id for claim in (toll, *others)])
    assert [counted[claim.id] for claim in (toll, *others)] == [3, 1, 1, 1, 1, 3, 3]
