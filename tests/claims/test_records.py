"""Do records say what the contract says, and does bad input get a sentence?"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from claims import records
from claims.compare import compare
from claims.model import Article, Attribution, Claimant, Span
from tests.fakes.claims import claim


def test_an_article_is_read_with_its_dates_in_utc() -> None:
    """A zone is converted, a naive date is UTC, and fields that nobody knows are ignored."""
    line = json.dumps(
        {
            "id": "a1",
            "published": "2025-04-26T12:00:00+02:00",
            "arrived": "2025-04-26 11:00",
            "outlet": "",
            "text": "Some words.",
            "kind": "story",
        }
    )
    assert records.parse_article(line) == Article(
        id="a1",
        text="Some words.",
        published_at=datetime(2025, 4, 26, 10, tzinfo=UTC),
        arrived_at=datetime(2025, 4, 26, 11, tzinfo=UTC),
    )


def test_an_article_survives_writing_and_reading() -> None:
    """What is written is read back."""
    moment = datetime(2025, 4, 26, 10, tzinfo=UTC)
    article = Article("a1", "Text\r\nwith “quotes”", moment, None, "Post", "https://x.org/", "T")
    assert (
        records.article_of(json.loads(records.dumps(records.article_record(article)))) == article
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "expected a JSON object, found a list"),
        ('{"text": "x"}', "id should be text, found nothing"),
        ('{"id": " ", "text": "x"}', "id is empty"),
        ('{"id": "a1"}', "text should be text, found nothing"),
        ('{"id": "a1", "text": 5}', "text should be text, found a number"),
        ('{"id": "a1", "text": "x", "title": true}', "title should be text, found true or false"),
        ('{"id": "a1", "text": "x", "published": "soon"}', "published is not an ISO 8601 date"),
        (
            '{"id": "a1", "text": "x", "published": "0001-01-01T00:00:00+14:00"}',
            "published is not an ISO 8601 date",
        ),
    ],
)
def test_bad_articles_are_refused_in_words(line: str, words: str) -> None:
    """A broken line says what is wrong with it."""
    with pytest.raises(ValueError, match=words):
        records.parse_article(line)


def test_a_numeric_id_is_taken_as_its_digits() -> None:
    """Lists of articles often number them."""
    assert records.parse_article('{"id": 7, "text": "x"}').id == "7"


def test_what_no_file_can_hold_is_replaced_without_moving_offsets() -> None:
    """A lone surrogate becomes one other character."""
    article = records.parse_article('{"id": "a1", "text": "a\\ud800b\\ud83d\\ude00"}')
    assert article.text == "a\ufffdb😀"


def test_a_claim_has_the_fields_of_the_contract() -> None:
    """Names and shapes are those that other programs read."""
    record = records.claim_record(
        claim("Russia asserts control:kursk russia-control; 5+ villages")
    )
    assert record["record"] == "claim"
    assert record["claimant"] == {"actor": "Russia", "name": None, "via": None}
    assert record["quantity"] == {"min": 5, "max": None, "unit": "villages", "approx": False}
    assert record["evidence"] == {"start": 100, "end": 110, "text": "some words"}
    assert record["stance"] == "asserts"
    assert record["temporal"] == "current"
    assert record["as_of"] == "2024-05-01"
    assert set(record) >= {"id", "article", "frame", "topic", "slots", "value", "hedged"}


def test_a_claim_survives_writing_and_reading() -> None:
    """All that the ledger keeps is in the record."""
    written = claim("Russia denies control:kursk russia-control; ~300 troops; past; background")
    assert records.claim_of(json.loads(records.dumps(records.claim_record(written)))) == written


def test_a_claim_is_read_from_the_contract_s_fields_alone() -> None:
    """What the contract does not name has a default."""
    record = records.claim_record(claim("Russia asserts control:kursk russia-control"))
    more = {"record", "event_date", "published", "aspect", "background", "same_as", "rule"}
    few = {name: value for name, value in record.items() if name not in more}
    assert records.claim_of(few).background is False
    assert records.claim_of({**few, "slots": None}).slots == {}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("stance", "mumbles", "stance should be one of asserts, confirms"),
        ("claimant", None, "claimant should be an object, found nothing"),
        ("quantity", 5, "quantity should be an object, found a number"),
        ("quantity", {"min": 1.5, "unit": "x"}, "min should be a whole number"),
        ("evidence", {"start": 1}, "evidence needs a start and an end"),
        ("topic", "", "topic is empty"),
    ],
)
def test_bad_claims_are_refused_in_words(field: str, value: object, words: str) -> None:
    """A broken record says what is wrong with it."""
    record = records.claim_record(claim("Russia asserts control:kursk russia-control"))
    with pytest.raises(ValueError, match=words):
        records.claim_of({**record, field: value})


def test_a_change_has_the_fields_of_the_contract_and_survives() -> None:
    """From and to are positions; from may be null."""
    old = claim("Alpha denies deployment:alpha>delta deployed")
    new = claim("Alpha confirms deployment:alpha>delta deployed", "a2", "2024-05-03")
    (change,) = compare([old], [new])
    record = records.change_record(change)
    assert record["record"] == "change"
    assert record["kind"] == "reversal"
    assert record["from"]["stance"] == "denies"
    assert record["to"] == {
        "claimant": {"actor": "Alpha", "name": None, "via": None},
        "stance": "confirms",
        "value": "deployed",
        "quantity": None,
        "as_of": "2024-05-03",
        "claim": "a2-01",
    }
    assert record["claims"] == ["a2-01"]
    assert record["late"] is False
    assert records.change_of(json.loads(records.dumps(record))) == change
    assert records.change_of({**record, "from": None}).before is None


def test_attributions_are_lists_of_spans() -> None:
    """Each role is a list of pairs; the source may be empty."""
    attribution = Attribution((), (Span(7, 16),), (Span(29, 95), Span(99, 101)))
    record = records.attributions_record("a1", [attribution])
    assert record == {
        "id": "a1",
        "attributions": [{"source": [], "cue": [[7, 16]], "content": [[29, 95], [99, 101]]}],
    }
    assert records.attributions_of(record) == [attribution]


def test_a_claimant_keeps_name_and_agency() -> None:
    """Who relayed it is part of the record."""
    claimant = Claimant("Russia", "Valery Gerasimov", "TASS")
    assert records.claimant_of(records.claimant_record(claimant)) == claimant
