"""Did a claimant cross the floor: reverse itself, confirm for the first time, deny?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from claims.changes import figures, values
from claims.changes.board import CASUALTIES, STATUS, Board, Entry, last, stale
from claims.changes.findings import Answer, Finding, Quiet, Relation
from claims.changes.order import days_between, is_older, supersedes
from claims.changes.values import head_of
from claims.model import Kind, Quantity, Stance

FLAPPING = 3  # days within which a return to an earlier position is no news
RECENT = 14  # days for which a claimant's last word on a topic counts as its present one
LATE = 3  # days by which a first word may come late and still be told
APART = 1.5  # times the figure denied, beyond which another one is no part of the matter


def history(entry: Entry, board: Board, prop: str) -> Quiet | None:
    """File what the same claimant has overtaken."""
    newer = stale(entry, board.own(entry, prop))
    if newer is None:
        return None
    reason = f"older than what {newer.claim.claimant.actor} says on file ({newer.claim.day})"
    return Quiet(entry, f"{reason}: filed as history", None, newer)


def belated(entry: Entry, board: Board, prop: str, days: int = LATE) -> Quiet | None:
    """File a first word that comes long after the topic moved on."""
    newest = board.latest(prop)
    if newest is None or not is_older(entry.when, newest.when):
        return None
    gap = days_between(entry.when, newest.when)
    if gap is not None and gap <= days:
        return None
    return Quiet(entry, f"older than the state on file ({newest.claim.day}): filed as history")


def affirmations(entries: Iterable[Entry]) -> list[Entry]:
    """Keep what is said to be so."""
    return [entry for entry in entries if entry.affirms]


def denials(entries: Iterable[Entry]) -> list[Entry]:
    """Keep what is said not to be so."""
    return [entry for entry in entries if entry.denies]


def unretracted(entries: Iterable[Entry]) -> list[Entry]:
    """Leave out what one claimant has taken back since, by saying the opposite."""
    words = list(entries)
    return [each for each in words if not any(_takes_back(later, each) for later in words)]


def _takes_back(later: Entry, earlier: Entry) -> bool:
    """Whether a claimant's later word cannot stand beside its earlier one."""
    if not is_older(earlier.when, later.when):
        return False
    if later.denies and earlier.affirms:
        return answers(later, earlier)
    if later.affirms and earlier.denies:
        return answers(earlier, later)
    return later.affirms and earlier.affirms and values.clash(later.state, earlier.state)


def answers(denial: Entry, claim: Entry) -> bool:
    """Whether a denial rejects what a claim affirms."""
    counted = head_of(claim.claim.topic) == CASUALTIES
    if not counted and not values.entails(claim.state, denial.state):
        return False
    return _rejects_figure(denial.quantity, claim.quantity)


def _rejects_figure(denied: Quantity | None, claimed: Quantity | None) -> bool:
    """Whether the figure denied is the one claimed; a denial without one rejects any."""
    if denied is None or claimed is None or figures.within(claimed, denied):
        return True
    return figures.compatible(denied, claimed) and figures.ratio(denied, claimed) < APART


def same_position(one: Entry, other: Entry) -> bool:
    """Whether two entries say the same: stance, state and figure."""
    if one.denies != other.denies or one.affirms != other.affirms:
        return False
    if head_of(one.claim.topic) != CASUALTIES and not values.akin(one.state, other.state):
        return False
    if one.quantity is None or other.quantity is None:
        return one.quantity is other.quantity
    return figures.same(one.quantity, other.quantity)


def reversed_position(
    entry: Entry, group: tuple[Entry, ...], board: Board, prop: str
) -> Answer | None:
    """Tell when a claimant denies what it said, or says what it denied."""
    if entry.vague or entry.claim.hedged or not (entry.affirms or entry.denies):
        return None
    own = board.own(entry, prop)
    against = last(_opposed(entry, own))
    if against is None or entry.when.period is None or against.when.period is None:
        return None
    if any(_contrary(entry, each) for each in group):
        return Quiet(entry, "the article has the claimant say both yes and no: nothing is taken")
    before = last(each for each in own if _same_side(entry, against, each))
    if before and not is_older(before.when, against.when):
        return Quiet(entry, "said before, and not taken back since", Relation.REPEATS, before)
    if not supersedes(entry.when, against.when):
        return Quiet(entry, "its date is no later than the opposite on file", None, against)
    gap = days_between(entry.when, before.when) if before else None
    if gap is not None and gap <= FLAPPING:
        return Quiet(entry, f"back to its position of {gap} days ago: flapping", None, before)
    lately = _crossed(own, entry)
    if lately:
        return Quiet(entry, "it changed its word some days ago already: flapping", None, lately)
    verb = "now denies what it said before" if entry.denies else "now says what it denied before"
    reason = f"{entry.claim.claimant.actor} {verb}"
    return Finding(Kind.REVERSAL, entry, prop, against, reason, Relation.SUPERSEDES)


def _crossed(own: list[Entry], entry: Entry) -> Entry | None:
    """Find a crossing of the floor by the claimant itself that is only days old."""
    recent = [each for each in own if (days_between(each.when, entry.when) or 0) <= FLAPPING]
    return last(
        each
        for each in recent
        if any(not is_older(each.when, other.when) for other in _opposed(each, own))
    )


def _opposed(entry: Entry, entries: Iterable[Entry]) -> Iterable[Entry]:
    """Yield what the entry takes back."""
    for each in entries:
        if entry.denies and each.affirms:
            denial, claim = entry, each
        elif entry.affirms and each.denies:
            denial, claim = each, entry
        else:
            continue
        if _is_apart(denial, claim):
            continue  # who counted 412 and denies 700 takes nothing back
        if answers(denial, claim) or (entry is claim and _admits(claim, denial)):
            yield each


def _is_apart(denial: Entry, claim: Entry) -> bool:
    """Whether the figure denied is so far from the one affirmed that both can stand."""
    if claim.quantity is None or denial.quantity is None:
        return False
    return figures.ratio(claim.quantity, denial.quantity) >= APART


def _admits(claim: Entry, denial: Entry) -> bool:
    """Whether a figure lies within the bounds that were denied: "nearly 200" and now 163."""
    if claim.quantity is None or denial.quantity is None:
        return False
    return figures.within(claim.quantity, denial.quantity)


def _same_side(entry: Entry, against: Entry, each: Entry) -> bool:
    """Whether an earlier entry stands where the new one does, against the opposite on file."""
    if same_position(each, entry):
        return True
    if entry.denies:
        return each.denies and answers(each, against)
    return each.affirms and answers(against, each)


def _contrary(entry: Entry, other: Entry) -> bool:
    """Whether one says yes and the other no to the very same; a counter-claim is no such thing."""
    if entry.denies == other.denies or not (other.affirms or other.denies):
        return False
    if entry.quantity and other.quantity:
        return figures.same(entry.quantity, other.quantity)
    return values.akin(entry.state, other.state)


def told_by_denial(entry: Entry, board: Board, prop: str) -> Entry | None:
    """Find a rival's recent denial that has told of this very claim already."""
    found = last(
        each
        for each in denials(board.others(entry, prop))
        if not each.vague and answers(each, entry)
    )
    if found is None:
        return None
    gap = days_between(found.when, entry.when)
    return found if gap is None or gap <= RECENT else None


def denied(entry: Entry, board: Board, prop: str) -> Answer | None:
    """Tell when somebody denies: against a named rival it opens a dispute."""
    if not entry.denies:
        return None
    if entry.vague:
        return Quiet(entry, "a denial by nobody in particular")
    late = belated(entry, board, prop)
    if late:
        return late
    if entry.claim.hedged and any(_opposed(entry, board.own(entry, prop))):
        return Quiet(entry, "said with reserve against its own word on file")
    rivals = [each for each in board.rivals(entry, prop) if answers(entry, each)]
    before = denials(unretracted(board.own(entry, prop)))
    earlier = last(each for each in before if same_position(each, entry)) or last(before)
    if earlier and (same_position(earlier, entry) or _covers(earlier, entry, rivals)):
        return Quiet(entry, "denied before", Relation.REPEATS, earlier)
    if not rivals:
        reason = "denies what no named claimant on file says"
        return Finding(Kind.DENIAL, entry, prop, board.newest(prop), reason)
    unanswered = [rival for rival in rivals if not is_open(entry, rival, board, prop)]
    if not unanswered:
        return Quiet(entry, "the dispute is on file", Relation.CONTRADICTS, last(rivals))
    told = disputed(entry, last(unanswered), board, prop, "denies what {rival} says")
    return replace(told, kind=Kind.DENIAL) if entry.state.is_offer else told


def _covers(earlier: Entry, entry: Entry, rivals: Iterable[Entry]) -> bool:
    """Whether a claimant's fresh denial speaks for the whole topic: no rival has gone on since."""
    gap = days_between(earlier.when, entry.when)
    figure = earlier.quantity is not None and entry.quantity is not None
    if figure or gap is None or gap > RECENT:
        return False
    since = (each for each in rivals if is_older(earlier.when, each.when))
    return all(answers(earlier, each) for each in since)


def disputed(entry: Entry, rival: Entry | None, board: Board, prop: str, words: str) -> Finding:
    """Tell of a dispute that opens between two claimants."""
    name = rival.claim.claimant.actor if rival else "another"
    first = _is_alone(entry, rival, board, prop)
    reason = f"{entry.claim.claimant.actor} {words.format(rival=name)}, for the first time"
    return Finding(
        Kind.DISPUTE_OPENED, entry, prop, rival, reason, Relation.CONTRADICTS, first_dispute=first
    )


def _is_alone(entry: Entry, rival: Entry | None, board: Board, prop: str) -> bool:
    """Whether nobody else on file disputes what the rival says."""
    return rival is None or not any(
        _conflict(third, rival, prop)
        for third in board.standing
        if prop in third.props
        and not third.vague
        and third.actor not in (entry.actor, rival.actor)
    )


def joins(entry: Entry, rival: Entry, board: Board, prop: str) -> bool:
    """Whether a claimant only takes a side that another has against the rival already."""
    return any(
        each.affirms
        and values.entails(each.state, entry.state)
        and is_open(each, rival, board, prop)
        for each in board.others(entry, prop)
        if each.actor != rival.actor and not each.vague
    )


def is_open(entry: Entry, rival: Entry, board: Board, prop: str) -> bool:
    """Whether the ledger holds a dispute between the two about the proposition.

    A denial is an answer whenever it came. An incompatible statement is one if it came after the
    rival's: what somebody said before the rival spoke does not contradict it yet.
    """
    ours = unretracted(board.own(entry, prop))
    words = [e for e in board.entries if e.actor == rival.actor and prop in e.props]
    theirs = [each for each in unretracted(words) if _is_of(each, rival, prop)]
    return any(_conflict(one, other, prop) for one in ours for other in theirs)


def _is_of(each: Entry, rival: Entry, prop: str) -> bool:
    """Whether a claimant's word is a denial, or of the matter that it speaks of now."""
    if prop != STATUS or not each.affirms:
        return each.affirms or each.denies
    said, now = each.state, rival.state
    return values.entails(said, now) or values.entails(now, said)


def _conflict(one: Entry, other: Entry, prop: str) -> bool:
    """Whether our entry contradicts theirs, as an answer to it."""
    if one.denies and other.affirms:
        return answers(one, other)
    if other.denies and one.affirms:
        return answers(other, one)
    if not (one.affirms and other.affirms):
        return False
    if prop != STATUS and one.quantity and other.quantity:
        return not figures.compatible(one.quantity, other.quantity)
    return values.clash(one.state, other.state) and not is_older(one.when, other.when)


def confirmed_first(entry: Entry, board: Board, prop: str) -> Answer | None:
    """Tell when somebody confirms who had not confirmed, or had said nothing."""
    if entry.vague or entry.claim.stance is not Stance.CONFIRMS or entry.claim.hedged:
        return None
    party = board.is_party(entry)
    if not (party or board.exists) or (entry.quantity and not party):
        return None
    own = board.own(entry, prop)
    if affirmations(own):
        return None
    opens = not board.exists or board.latest(prop) is None
    if opens and any(is_older(entry.when, each.when) for each in board.standing):
        return None  # an old article opens the topic; it confirms nothing that was in question
    late = belated(entry, board, prop)
    if late:
        return late
    before = last(own)
    reason = (
        f"{entry.claim.claimant.actor} confirms for the first time, after not confirming"
        if before
        else f"{entry.claim.claimant.actor} confirms and had no position on file"
    )
    return Finding(
        Kind.FIRST_CONFIRMATION, entry, prop, before or board.newest(prop), reason,
        Relation.SUPERSEDES if before else None,
    )  # fmt: skip
