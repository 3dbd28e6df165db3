"""The ledger can be asked for whose claims, where, of which stance and since when."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alerts.html import plain
from claims.model import Stance
from storage.store import Store
from tests.fakes.news import article, at, claim, claimant
from tests.handlers.conftest import NOW, TROOPS
from tests.handlers.talk import Talk, labels

DENIAL = "the Ukrainian army dismissed"
HOLDS = "Gerasimov declared"
TOLL = "more than 76,000 Ukrainian soldiers"
SILENT = "Pyongyang has not confirmed"


@pytest.mark.parametrize(
    ("typed", "found", "not_found"),
    [
        ("kursk stance:denies", [DENIAL], [HOLDS, TOLL]),
        ("kursk stance:denied", [DENIAL], [HOLDS]),
        ("by:ukraine", [DENIAL], [HOLDS, SILENT]),
        ("by:ukrainian stance:denies", [DENIAL], [HOLDS]),
        ("by:russia frame:casualties", [TOLL], [HOLDS, DENIAL]),
        ("place:kursk by:russia", [HOLDS], [DENIAL]),
        ("stance:unconfirmed", [SILENT], [HOLDS]),
        ("stance:unconfirmed since:7d", [], [SILENT]),
        ("by:dprk since:2025-03-01", [SILENT], [HOLDS]),
        ("by:ukraine words:propaganda since:4w", [DENIAL], [HOLDS]),
        ("topic:control:kursk stance:asserts", [HOLDS], [DENIAL]),
        ("by:zebra", [], [HOLDS, DENIAL]),
    ],
)
def test_filters_narrow_what_is_shown(
    talk: Talk, typed: str, found: list[str], not_found: list[str]
) -> None:
    """Each field does its part, and the answer says what was understood."""
    said = talk.read(f"/claims {typed}")
    assert all(one in said for one in found), said
    assert not any(one in said for one in not_found), said
    assert ("0 claims" in said) is (not found)


@pytest.mark.parametrize(
    "typed", ["stance:zebra", "since:yesteryear", "kursk since:", "frame:x since:7d"]
)
def test_a_filter_that_cannot_be_read_is_named(talk: Talk, typed: str) -> None:
    """With a usable example."""
    said = talk.read(f"/claims {typed}")
    assert "I could not read “" in said
    assert "/claims kursk by:ukraine stance:denies since:7d" in said


def test_a_claim_leads_to_its_evidence_and_article(talk: Talk) -> None:
    """Words in their place, title, outlet, link, publication and stance."""
    reply = talk.press(talk.say("/claims control kursk"), "Source 1")
    said = plain(reply.html)
    assert "Stance: " in said
    assert "Published: 26 April 2025, 12:00" in said
    assert 'href="https://news.example/a1"' in reply.html
    assert "<blockquote>" in reply.html
    assert "All positions" in [one.label for one in labels(reply)]


def test_a_claim_leads_to_what_it_replaced(ledger: Store, talk: Talk) -> None:
    """And from there back to what replaced it; other claimants are no neighbours."""
    said = claim(
        claimant("North Korea"), Stance.DENIES, "deployed", TROOPS, id="a9-1", article="a9",
        as_of="2025-04-29", published_at=at("2025-04-29"), quote="We never sent anybody",
    )  # fmt: skip
    text = f"{'Before. ' * 60}{said.evidence.text}{' After.' * 60}"
    start = text.index(said.evidence.text)
    with ledger.begin() as tx:
        tx.articles.add(article("a9", text=text, published_at=NOW))
        tx.claims.record([_moved(said, start)])
    new = talk.say("/claims id:a9-1")
    assert "It replaced: North Korea confirms that" in plain(new.html)
    assert "…Before." in plain(new.html)
    assert "<b>We never sent anybody</b>" in new.html
    old = talk.press(new, "◀ Earlier")
    assert "It was replaced by: North Korea denies" in plain(old.html)
    assert "It replaced: North Korea does not confirm" in plain(old.html)
    assert "Later" in " ".join(one.label for one in labels(old))


def _moved(said: object, start: int) -> object:
    """Let a claim's evidence begin at another place."""
    words = said.evidence  # type: ignore[attr-defined]
    moved = replace(words, start=start, end=start + len(words.text))
    return replace(said, evidence=moved)  # type: ignore[type-var]


def test_an_unknown_claim_is_answered(talk: Talk) -> None:
    """A button may be older than the ledger."""
    assert "not in the ledger" in talk.read("/claims id:nothing")


def test_filtered_pages_turn_by_editing(talk: Talk) -> None:
    """The button keeps the filter."""
    reply = talk.say("/claims since:60d")
    turned = talk.press(reply, "Page 2")
    assert turned.edit
    assert turned.html != reply.html
    assert (
        plain(talk.press(turned, "◀ Page 1").html).splitlines()[1:]
        == (plain(reply.html).splitlines()[1:])
    )


@pytest.mark.parametrize(
    "command", ["claims", "timeline", "summary", "topics", "mute", "subscribe"]
)
def test_a_topic_that_was_merged_into_another_is_answered(talk: Talk, command: str) -> None:
    """A button may name a slug that the ledger no longer has: the nearest are offered."""
    reply = talk.say(f"/{command} topic:control:kursk-region-of-old")
    assert labels(reply)
    if command != "subscribe":
        assert "Nothing found" in plain(reply.html)


@pytest.mark.parametrize("words", ["Курськ", "курск", "쿠르스크", "Зеленский"])
def test_readers_may_ask_in_their_own_letters(talk: Talk, words: str) -> None:
    """What they get are the claims in English, with their evidence."""
    said = talk.read(f"/claims {words}")
    assert "Nothing found" not in said
    assert "Kursk" in said or "Zelensky" in said
