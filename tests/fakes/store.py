"""A ledger for tests: a migrated file to copy, and builders for what is filed in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from claims.model import (
    Article,
    Change,
    Claim,
    Claimant,
    Evidence,
    Kind,
    Position,
    Severity,
    Stance,
)
from storage.records import Wanted
from storage.store import Transaction

NOW = datetime(2025, 4, 26, 12, 0, tzinfo=UTC)


def an_article(article: str = "a1", **fields: Any) -> Article:
    """Build an article by its id; everything else has a plain value that can be named."""
    plain: dict[str, Any] = {
        "text": "Valery Gerasimov said that Kursk is under full control.",
        "published_at": NOW,
        "arrived_at": NOW,
        "outlet": "The Example",
        "url": f"https://example.org/{article}",
        "title": "Kursk under full control, Russia says",
    }
    return Article(article, **plain | fields)


def a_claim(claim: str = "a1-1", actor: str = "Russia", **fields: Any) -> Claim:
    """Build a claim by its id (article, dash, number) and actor: Russia holds Kursk."""
    plain: dict[str, Any] = {
        "article": claim.rpartition("-")[0],
        "claimant": Claimant(actor),
        "frame": fields.get("topic", "control:kursk").partition(":")[0],
        "topic": "control:kursk",
        "slots": {"place": "kursk"},
        "stance": Stance.ASSERTS,
        "value": "russia-full-control",
        "evidence": Evidence(27, 54, "Kursk is under full control"),
        "published_at": NOW,
        "rule": "control: X is under control",
    }
    return Claim(claim, **plain | fields)


def a_change(claim: Claim, change: str | None = None, **fields: Any) -> Change:
    """Build a change that a claim carries: a new topic of medium severity."""
    plain: dict[str, Any] = {
        "article": claim.article,
        "topic": claim.topic,
        "frame": claim.frame,
        "kind": Kind.NEW_TOPIC,
        "claimant": claim.claimant,
        "before": None,
        "after": Position.of(claim),
        "severity": Severity.MEDIUM,
        "claims": (claim.id,),
    }
    return Change(change or f"k{claim.id.replace('-', 'x')}7f3q2", **plain | fields)


def file_claims(tx: Transaction, *claims: Claim, **article: Any) -> None:
    """File claims, each with an article of its own unless it is on file."""
    for claim in claims:
        fields = {"published_at": claim.published_at, "arrived_at": claim.published_at} | article
        tx.articles.add(an_article(claim.article, **fields))
    tx.claims.record(claims)


def file_change(tx: Transaction, number: int = 1, now: datetime = NOW, **fields: Any) -> Change:
    """File a change with its claim and article, all three by a number."""
    claim = a_claim(f"a{number}-1")
    change = a_change(claim, f"k{number:06d}aaaa", **fields)
    file_claims(tx, claim)
    tx.changes.record([change], now)
    return change


def queue(tx: Transaction, chats: Sequence[int], number: int = 1, at: datetime = NOW) -> Change:
    """Put one change into the outbox for some chats, which are made when needed."""
    for chat in chats:
        tx.chats.ensure(chat, "private", "en", NOW)
    change = file_change(tx, number)
    tx.outbox.put([Wanted(change.id, chat, None, at) for chat in chats])
    return change


def denied(claim: Claim, claim_id: str, actor: str, **fields: Any) -> Claim:
    """Turn a claim into another actor's denial of it."""
    return replace(
        claim,
        id=claim_id,
        article=claim_id.rpartition("-")[0],
        claimant=Claimant(actor),
        stance=Stance.DENIES,
        **fields,
    )
