"""Does a change that waited to be told still stand, and what is told of several in a row?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from alerts.rivals import disagrees
from claims.model import Claim, Kind, Position, Stance
from storage.records import Told

_CROSSED = frozenset({Stance.ASSERTS, Stance.CONFIRMS})


class AsItStands(NamedTuple):
    """What is left to tell, and why the rest is not told, by change."""

    tell: tuple[Told, ...]
    drop: Mapping[str, str]


def as_it_stands(told: Sequence[Told], standing: Iterable[Claim]) -> AsItStands:
    """Tell each story once, as it stands now, with what it was meanwhile.

    What was taken back before it was told is not told at all.
    """
    drop: dict[str, str] = {}
    kept: list[Told] = []
    for one in sorted(told, key=lambda one: one.detected_at):
        _follow(one, kept, drop)
    now = list(standing)
    for one in list(kept):
        if one.change.withdraws:  # no news makes our mistake undone
            continue
        newer = next((claim for claim in now if _overtakes(claim, one)), None)
        if newer:
            kept.remove(one)
            drop[one.change.id] = f"no longer stands: {newer.id} says otherwise"
    return AsItStands(tuple(kept), drop)


def _follow(one: Told, kept: list[Told], drop: dict[str, str]) -> None:
    """Add a change; if it continues one that was not told yet, it takes that one's place."""
    earlier = next((other for other in kept if _continues(one, other)), None)
    if earlier is None:
        kept.append(one)
        return
    kept.remove(earlier)
    drop[earlier.change.id] = f"told with {one.change.code}"
    if _same(one.change.after, earlier.change.before):
        drop[one.change.id] = f"takes back {earlier.change.code}, which was not told"
        return
    if one.change.kind is Kind.QUANTITY_REVISED is earlier.change.kind:
        one = replace(one, change=replace(one.change, before=earlier.change.before))
    kept.append(replace(one, history=(*earlier.history, replace(earlier, history=()))))


def _continues(one: Told, earlier: Told) -> bool:
    """Tell whether a change starts from what an earlier one brought."""
    return one.change.topic == earlier.change.topic and _same(
        one.change.before, earlier.change.after
    )


def _same(one: Position | None, other: Position | None) -> bool:
    """Tell whether two positions are one: of one actor, and the same in every word."""
    if one is None or other is None:
        return False
    return (one.claimant.actor, one.stance, one.value, one.quantity) == (
        other.claimant.actor,
        other.stance,
        other.value,
        other.quantity,
    )


def _overtakes(claim: Claim, told: Told) -> bool:
    """Tell whether the same claimant's standing claim contradicts what was to be told."""
    old = told.claim
    same = (claim.topic, claim.claimant.actor) == (old.topic, old.claimant.actor)
    if not same or claim.id in told.change.claims or not _newer(claim, old):
        return False
    if claim.quantity and old.quantity and claim.quantity.unit == old.quantity.unit:
        return claim.stance is not old.stance or claim.quantity != old.quantity
    if claim.value == old.value and {claim.stance, old.stance} & {Stance.DENIES}:
        return bool({claim.stance, old.stance} & _CROSSED)
    return disagrees(old, claim)


def _newer(claim: Claim, old: Claim) -> bool:
    """Tell whether a claim is newer by its own day, else by its publication."""
    if claim.day != old.day:
        return claim.day > old.day
    if claim.published_at and old.published_at:
        return claim.published_at > old.published_at
    return False
