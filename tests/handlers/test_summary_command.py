"""Does /summary say what changed, what stands and who disputes it?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from alerts.html import plain
from claims.model import Kind, Severity, Stance
from storage.store import Store
from tests.fakes.news import article, at, change, claim
from tests.handlers.conftest import NOW
from tests.handlers.talk import Talk, labels


def test_changes_come_by_severity_then_time_with_quote_and_link(talk: Talk) -> None:
    """The severe stand first, the low last; each quote leads to its article."""
    reply = talk.say("/summary 7d")
    text = plain(reply.html)
    assert text.startswith("5 changes in the last 7 days")
    order = [
        "North Korea confirms for the first time", "Ukraine disputes Russia’s account",
        "New: Russia says that more than 76,000", "its operation in Belgorod",
    ]  # fmt: skip
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert "North Korea confirmed for the first time that it had deployed troops" in text
    assert 'href="https://news.example/a2"' in reply.html


def test_what_stands_in_dispute_is_said_with_both_sides(talk: Talk) -> None:
    """Each side of a disputed topic has its line and its day."""
    text = talk.read("/summary 7d")
    stands = text[text.index("What stands now") :]
    assert "Disputed since 26 April 2025" in stands
    assert "Russia says that it has full control of Kursk · 26 April 2025 · Mint" in stands
    assert "Ukraine denies that Russia has full control of Kursk" in stands


def test_a_bare_summary_goes_back_to_the_last_one(talk: Talk) -> None:
    """The first time a week; then only what came since, else that nothing did."""
    assert talk.read("/summary").startswith("5 changes in the last 7 days")
    again = talk.read("/summary")
    assert again.startswith("Nothing changed since you last asked, 29 April 2025, 09:01.")
    assert "The last change:" in again
    assert "Disputed since" in again


def test_new_changes_are_told_since_the_last_summary(ledger: Store, talk: Talk) -> None:
    """What is detected after one asked is in the next summary."""
    talk.say("/summary")
    retreat = claim("Russia", Stance.DENIES, "russia-full-control", "control:kursk", id="a9-1",
                    article="a9", as_of="2025-04-29", published_at=at("2025-04-29"))  # fmt: skip
    with ledger.begin() as tx:
        tx.articles.add(article("a9"))
        tx.claims.record([retreat])
        tx.changes.record([change(Kind.REVERSAL, retreat, id="kback00001")], talk.now)
    assert talk.read("/summary").startswith("1 change since you last asked")


@pytest.mark.parametrize(
    ("words", "count"),
    [("24h", 5), ("1d", 5), ("7d", 7), ("week", 7), ("2 weeks", 7), ("2h", 2)],
)
def test_a_period_may_be_named(ledger: Store, talk: Talk, words: str, count: int) -> None:
    """Hours, days and weeks, as people write them; the ledger's clock decides."""
    with ledger.begin() as tx:
        for number in range(2):
            new = claim(
                "Iran", topic=f"control:town-{number}", id=f"b{number}-1", article=f"b{number}"
            )
            tx.articles.add(article(f"b{number}"))
            tx.claims.record([new])
            tx.changes.record([change(Kind.NEW_TOPIC, new, id=f"kb{number}")], talk.now)
    assert talk.read(f"/summary {words}").startswith(f"{count} changes ")


def test_a_topic_may_be_named_with_a_period(talk: Talk) -> None:
    """Words and period stand together; what stands on the topic follows."""
    text = talk.read("/summary kursk 30d")
    assert text.startswith("3 changes on Kursk in the last 30 days")
    assert "North Korea confirms that its troops are deployed in Kursk" in text
    assert talk.read("/summary 24h kursk").startswith("1 change on Kursk in the last 24 hours")


def test_a_quiet_topic_tells_its_last_change(talk: Talk) -> None:
    """Nothing in the period is said, and what came before."""
    text = talk.as_(now=talk.now + timedelta(days=40)).read("/summary control of kursk")
    assert text.startswith("Nothing changed on Control of Kursk in the last 7 days.")
    assert "Ukraine disputes Russia’s account" in text


def test_who_follows_something_is_told_of_that(talk: Talk) -> None:
    """A bare summary keeps to what the chat follows; everything is a button away."""
    talk.say("/subscribe belgorod all")
    reply = talk.say("/summary")
    text = plain(reply.html)
    assert text.startswith("1 change on what this chat follows in the last 7 days")
    assert "North Korea confirms for the first time" not in text
    assert "5 changes" in plain(talk.press(reply, "Changes in everything").html)


def test_more_changes_are_on_further_pages(ledger: Store, talk: Talk) -> None:
    """The first screen is short; the rest turns in place."""
    with ledger.begin() as tx:
        tx.articles.add(article("c"))
        for number in range(25):
            new = claim("Iran", Stance.ASSERTS, "contested", f"control:town-{number}",
                        id=f"c-{number}", article="c")  # fmt: skip
            tx.claims.record([new])
            low = change(Kind.NEW_TOPIC, new, id=f"kc{number}", severity=Severity.LOW)
            tx.changes.record([low], talk.now)
    page = talk.say("/summary")
    assert len(plain(page.html)) < 2200
    seen = plain(page.html)
    while any(one.label.endswith("▶") for one in labels(page)):
        page = talk.press(page, next(o.label for o in labels(page) if o.label.endswith("▶")))
        assert page.edit
        seen += plain(page.html)
    assert all(f"Town {number} is contested" in seen for number in range(25))


def test_a_summary_without_hits_offers_topics(talk: Talk) -> None:
    """A miss leads on."""
    reply = talk.say("/summary atlantis")
    assert "Nothing found about “atlantis”" in plain(reply.html)
    assert all(one.command.startswith("summary topic:") for one in labels(reply))


def test_an_empty_ledger_is_summed_up(empty: Talk) -> None:
    """Nothing is said in a sentence."""
    assert empty.read("/summary") == "Nothing changed in the last 7 days."


def test_what_went_silent_is_named(ledger: Store, talk: Talk) -> None:
    """A topic with several claims, the last of them shortly before the period; not an old one."""
    later = talk.as_(now=NOW + timedelta(days=8))
    said = later.read("/summary 7d")
    assert "Nothing new on what was spoken of before:" in said
    assert "Belgorod: last" not in said  # a single claim
    with ledger.begin() as tx:
        tx.claims.record(
            [
                claim(
                    who, Stance.ASSERTS, "contested", "control:sudzha", id=f"a2-{who}",
                    article="a2", as_of="2025-04-28", published_at=at("2025-04-28"),
                )
                for who in ("Russia", "Ukraine", "Belarus")
            ]
        )  # fmt: skip
    assert "Control of Sudzha: last on 28 April 2025" in later.read("/summary 7d")
    assert "Sudzha: last on" not in talk.read("/summary 7d")
    assert "last on" not in talk.as_(now=NOW + timedelta(days=90)).read("/summary 7d")
    later.say("/subscribe belgorod")
    assert "Sudzha: last on" not in later.read("/summary 7d")
    later.say("/subscribe sudzha")
    assert "Control of Sudzha: last on" in later.read("/summary 7d")
