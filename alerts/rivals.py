"""Who disagrees with a claim, and who will not confirm it?"""

from __future__ import annotations

from datetime import date, timedelta

from claims.changes.figures import compatible
from claims.changes.values import clash, entails, state_of
from claims.model import VAGUE_ACTORS, Claim, Stance, Temporal

_FRESH = timedelta(days=7)  # things change: what was said earlier of a state contradicts no news
_TAKES_NO_SIDE = frozenset({Stance.DOES_NOT_CONFIRM, Stance.SPECULATES})


def disagrees(claim: Claim, rival: Claim) -> bool:
    """Tell whether a rival's standing claim contradicts a claim on the same topic."""
    if _TAKES_NO_SIDE & {claim.stance, rival.stance} or rival.temporal is Temporal.PAST:
        return False
    if claim.stance is Stance.DENIES and rival.stance is Stance.DENIES:
        return False
    if rival.stance is Stance.DENIES:
        return _denied_by(rival, claim)
    if not _fresh(rival, claim):
        return False
    if claim.stance is Stance.DENIES:
        return _denied_by(claim, rival)
    if claim.quantity and rival.quantity and claim.quantity.unit == rival.quantity.unit:
        return not compatible(claim.quantity, rival.quantity)
    return clash(state_of(claim), state_of(rival))


def withholds(rival: Claim) -> bool:
    """Tell whether a rival takes no position."""
    return rival.stance is Stance.DOES_NOT_CONFIRM and rival.temporal is not Temporal.PAST


def _denied_by(denial: Claim, claim: Claim) -> bool:
    """Tell whether a denial concerns what a claim says."""
    if not entails(state_of(claim), state_of(denial)):
        return False
    if denial.quantity is None or claim.quantity is None:
        return denial.quantity is None or denial.quantity == claim.quantity
    same_unit = denial.quantity.unit == claim.quantity.unit
    return same_unit and compatible(denial.quantity, claim.quantity)


def _fresh(rival: Claim, claim: Claim) -> bool:
    """Tell whether a rival spoke of about the same time; a vague one must not be older at all."""
    try:
        theirs, ours = _last_day(rival.day), date.fromisoformat(claim.day)
    except ValueError:
        return True
    return theirs >= ours - (timedelta(0) if rival.claimant.actor in VAGUE_ACTORS else _FRESH)


def _last_day(day: str) -> date:
    """Give the last day that a date may mean: a month or a year counts whole."""
    if len(day) == 4:
        return date(int(day), 12, 31)
    if len(day) == 7:
        year, month = int(day[:4]), int(day[5:])
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return date.fromisoformat(day)
