"""Which positions on a topic does one see first?"""

from __future__ import annotations

from claims.model import VAGUE_ACTORS, Aspect
from storage.records import Filed, Query
from storage.store import Transaction

LOOKED_AT = 24  # standing claims among which the leading ones are chosen


def leading(tx: Transaction, topic: str, most: int) -> list[Filed]:
    """Give the newest position of each claimant, those that are named before those that are not.

    An assessment is shown only if there is nothing else.
    """
    filed = tx.claims.find(Query(topic=topic), LOOKED_AT, standing=True)
    states = [one for one in filed if one.claim.aspect is not Aspect.ASSESSMENT]
    chosen: dict[str, Filed] = {}
    for one in states or filed:
        chosen.setdefault(one.claim.claimant.actor, one)
    named = sorted(chosen.values(), key=lambda one: one.claim.claimant.actor in VAGUE_ACTORS)
    return named[:most]


def by_claimant(filed: list[Filed]) -> list[Filed]:
    """Bring the positions of one claimant together, keeping the order of first appearance."""
    groups: dict[str, list[Filed]] = {}
    for one in filed:
        groups.setdefault(one.claim.claimant.actor, []).append(one)
    return [one for group in groups.values() for one in group]
