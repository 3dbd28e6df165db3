"""Which of two claims is the newer, which one stands, and which are equal? No SQL."""

from __future__ import annotations

import json
from datetime import UTC
from hashlib import blake2b

from claims.model import Aspect, Claim, Stance, Temporal

DIGEST = 16  # bytes: two different positions meet by chance never
_TAKES_NONE = frozenset({Stance.DOES_NOT_CONFIRM, Stance.SPECULATES})


def rank(claim: Claim) -> str:
    """Give the text by which claims are ordered in time: the claim's day, then its publication.

    A partial day (2024-12) is older than the days in it.
    """
    published = claim.published_at.astimezone(UTC).isoformat() if claim.published_at else ""
    return f"{claim.day:10} {published}"


def weight(claim: Claim) -> int:
    """Say how well a claim stands for its claimant, whatever its day.

    Silence or speculation leaves an earlier position standing; a recap or an assessment does
    not speak of the state of the topic at all.
    """
    if claim.temporal is Temporal.PAST or claim.aspect is Aspect.ASSESSMENT:
        return 0
    return 1 if claim.stance in _TAKES_NONE else 2


def may_stand(claim: Claim) -> bool:
    """Say whether a claim can be what a reader sees of its claimant."""
    return not claim.background and claim.same_as is None


def unit(claim: Claim) -> str:
    """Name what a claim counts, or nothing."""
    return claim.quantity.unit if claim.quantity else ""


def said(claim: Claim) -> bytes:
    """Digest what is said: equal for equal claims of one actor, wherever they stand."""
    return _digest(*_said(claim))


def held(claim: Claim) -> bytes:
    """Digest a position as a comparison tells it from others."""
    return _digest(
        *_said(claim), claim.claimant.name, claim.temporal, claim.aspect, claim.background
    )


def _said(claim: Claim) -> tuple[object, ...]:
    counted = claim.quantity
    numbers = (counted.min, counted.max, counted.unit) if counted else None
    return claim.topic, claim.claimant.actor, claim.stance, claim.value, numbers


def _digest(*parts: object) -> bytes:
    written = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return blake2b(written.encode(), digest_size=DIGEST).digest()
