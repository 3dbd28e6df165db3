"""How does a claim or a change become a row, and a row a claim or a change?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from claims.model import (
    Aspect,
    Change,
    Claim,
    Claimant,
    Evidence,
    Kind,
    Position,
    Quantity,
    Severity,
    Stance,
    Temporal,
)
from storage.rank import rank, said
from storage.session import AnyRow
from storage.tables import claims

SPLIT = list(claims.c.keys()).index("rank")  # from here on a row holds what only we need
STANCES = {stance.value: stance for stance in Stance}
TEMPORALS = {temporal.value: temporal for temporal in Temporal}
ASPECTS = {aspect.value: aspect for aspect in Aspect}


def row_of(claim: Claim) -> dict[str, Any]:
    """Write a claim as a row."""
    who, words, counted = claim.claimant, claim.evidence, claim.quantity
    return {
        "id": claim.id,
        "article": claim.article,
        "actor": who.actor,
        "name": who.name,
        "via": who.via,
        "frame": claim.frame,
        "topic": claim.topic,
        "slots": dict(claim.slots),
        "stance": claim.stance.value,
        "value": claim.value,
        "start": words.start,
        "end": words.end,
        "evidence": words.text,
        "min": counted.min if counted else None,
        "max": counted.max if counted else None,
        "unit": counted.unit if counted else None,
        "approx": counted.approx if counted else None,
        "as_of": claim.as_of,
        "event_date": claim.event_date,
        "published_at": claim.published_at,
        "hedged": claim.hedged,
        "temporal": claim.temporal.value,
        "aspect": claim.aspect.value,
        "background": claim.background,
        "same_as": claim.same_as,
        "rule": claim.rule,
        "rank": rank(claim),
        "said": said(claim),
    }


def claim_of(row: AnyRow) -> Claim:
    """Read a claim off a row that begins with the columns of the claims.

    By position: by name it takes twice the time, and a busy topic has thousands.
    """
    _seq, number, article, actor, name, via, frame, topic, slots, *said = row[:SPLIT]
    stance, value, start, end, evidence, low, high, unit, approx, as_of, event_date, *how = said
    published_at, hedged, temporal, aspect, background, same_as, rule = how
    return Claim(
        number,
        article,
        Claimant(actor, name, via),
        frame,
        topic,
        slots,
        STANCES[stance],
        value,
        Evidence(start, end, evidence),
        None if unit is None else Quantity(low, high, unit, approx),
        as_of,
        event_date,
        published_at,
        hedged,
        TEMPORALS[temporal],
        ASPECTS[aspect],
        background,
        same_as,
        rule,
    )


def row_of_change(change: Change, leading: bytes, now: datetime) -> dict[str, Any]:
    """Write a change as a row; `leading` is the digest of what its leading claim says."""
    who = change.claimant
    return {
        "id": change.id,
        "article": change.article,
        "topic": change.topic,
        "frame": change.frame,
        "kind": change.kind.value,
        "actor": who.actor,
        "name": who.name,
        "via": who.via,
        "before": _written(change.before) if change.before else None,
        "after": _written(change.after),
        "severity": change.severity.value,
        "claim": change.claims[0],
        "claims": list(change.claims),
        "said": leading,
        "late": change.late,
        "correction": change.correction,
        "reason": change.reason,
        "detected_at": now,
    }


def change_of(row: AnyRow, prefix: str = "") -> Change:
    """Read a change off a row whose columns carry a prefix."""

    def cell(name: str) -> Any:
        return getattr(row, prefix + name)

    return Change(
        id=cell("id"),
        article=cell("article"),
        topic=cell("topic"),
        frame=cell("frame"),
        kind=Kind(cell("kind")),
        claimant=Claimant(cell("actor"), cell("name"), cell("via")),
        before=_position(cell("before")) if cell("before") else None,
        after=_position(cell("after")),
        severity=Severity(cell("severity")),
        claims=tuple(cell("claims")),
        late=cell("late"),
        correction=cell("correction"),
        reason=cell("reason"),
    )


def _written(position: Position) -> dict[str, Any]:
    who, counted = position.claimant, position.quantity
    numbers = [counted.min, counted.max, counted.unit, counted.approx] if counted else None
    return {
        "claimant": [who.actor, who.name, who.via],
        "stance": position.stance.value,
        "value": position.value,
        "quantity": numbers,
        "as_of": position.as_of,
        "claim": position.claim,
    }


def _position(written: Mapping[str, Any]) -> Position:
    counted = written["quantity"]
    return Position(
        Claimant(*written["claimant"]),
        Stance(written["stance"]),
        written["value"],
        Quantity(*counted) if counted else None,
        written["as_of"],
        written["claim"],
    )
