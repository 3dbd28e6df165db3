"""Is a state news: a topic that opens, a new state, a dispute, a further voice?"""

from __future__ import annotations

from collections.abc import Iterable

from claims.changes import values
from claims.changes.board import CASUALTIES, Board, Entry, by_actor, last
from claims.changes.findings import Answer, Finding, Quiet, Relation
from claims.changes.order import days_between, is_older, supersedes
from claims.changes.stances import (
    FLAPPING,
    RECENT,
    affirmations,
    answers,
    belated,
    denials,
    disputed,
    is_open,
    joins,
    told_by_denial,
    unretracted,
)
from claims.changes.values import head_of
from claims.model import Kind, Stance

RECURRING = frozenset({"took-place", "released"})  # what may happen more than once
COMING = frozenset({"planned", "scheduled", "postponed", "extended"})  # states with a term
AGAIN = 14  # days after which it is told of another time
ANSWERED = 7  # days within which who says its word once more answers a rival's new one
CLOSE = 2  # days within which two statements are of one situation


def judge_status(entry: Entry, board: Board, prop: str) -> Answer:
    """Say what an affirmed or supposed state alters."""
    if not board.exists:
        return _opens(entry, board, prop)
    if head_of(board.topic) == CASUALTIES:
        return Quiet(entry, "adds no figure")
    if entry.state.mood:
        return Quiet(entry, "describes, and changes no state")
    late = belated(entry, board, prop)
    if late:
        return late
    if any(answers(each, entry) for each in denials(unretracted(board.own(entry, prop)))):
        return Quiet(entry, "said with reserve against its own denial")
    answered = _answers_here(entry, board, prop)
    if answered:
        return answered
    own = last(_comparable(entry, board.own(entry, prop)))
    if own and not entry.vague:
        return _own_change(entry, own, board, prop)
    return _further(entry, board, prop)


def _opens(entry: Entry, board: Board, prop: str) -> Answer:
    """Open a topic, unless the same was on file as background."""
    known = board.own(entry, prop)
    if any(each.affirms and values.akin(each.state, entry.state) for each in known):
        return Quiet(entry, "on file as background", Relation.REPEATS, last(known))
    rival = _clashing_here(entry, board, prop)
    if rival:
        return disputed(entry, rival, board, prop, "contradicts what {rival} says")
    before = last(each for each in known if each.affirms and _is_recent(each, entry))
    if before and not entry.vague and entry.affirms and supersedes(entry.when, before.when):
        reason = f"{entry.claim.claimant.actor} says that the state has changed"
        return Finding(Kind.STATUS_CHANGED, entry, prop, before, reason, Relation.SUPERSEDES)
    return Finding(Kind.NEW_TOPIC, entry, prop, None, "the topic is new")


def _answers_here(entry: Entry, board: Board, prop: str) -> Finding | None:
    """Tell when an article sets a claimant against a rival's new statement in it."""
    if entry.vague or not entry.affirms:
        return None
    rival = _clashing_here(entry, board, prop)
    if rival is None or _on_file(rival, board, prop) or told_by_denial(entry, board, prop):
        return None
    if _will_answer(rival, board) and not _on_file(entry, board, prop):
        return None
    if is_open(entry, rival, board, prop) or joins(entry, rival, board, prop):
        return None
    return disputed(entry, rival, board, prop, "contradicts what {rival} says")


def _clashing_here(entry: Entry, board: Board, prop: str) -> Entry | None:
    """Find a named rival of the same article with whom it cannot agree."""
    return last(
        each
        for each in board.here
        if each.actor != entry.actor and each.affirms and not each.vague and not entry.vague
        and prop in each.props and values.clash(entry.state, each.state)
    )  # fmt: skip


def _will_answer(rival: Entry, board: Board) -> bool:
    """Whether the rival denies something in the article: its denial tells of the dispute."""
    return any(each.actor == rival.actor for each in board.denials)


def _on_file(entry: Entry, board: Board, prop: str) -> bool:
    """Whether its claimant had said so before this article, and not taken it back since."""
    said = affirmations(unretracted(board.own(entry, prop)))
    return any(values.entails(each.state, entry.state) for each in said)


def _comparable(entry: Entry, own: Iterable[Entry]) -> list[Entry]:
    """Keep what a new statement may replace: a guess never replaces a statement."""
    return [each for each in own if each.affirms or (each.claim.stance is Stance.SPECULATES)]


def _own_change(entry: Entry, own: Entry, board: Board, prop: str) -> Answer:
    """Compare a claimant's state with its own last one."""
    again = _happens_again(entry, own) or _another_day(entry, own)
    if values.entails(own.state, entry.state) and not again:
        rival = _opposed(entry, board, prop, since=own)
        if rival and head_of(board.topic) != "operation":  # attacks come and go
            return disputed(entry, rival, board, prop, "contradicts what {rival} says")
        return Quiet(entry, "says what it said before", Relation.REPEATS, own)
    if own.affirms and not entry.affirms:
        return Quiet(entry, "a guess beside its own statement", None, own)
    if not supersedes(entry.when, own.when):
        return Quiet(entry, "its date is no later than its statement on file", None, own)
    back = _flapping(entry, board.own(entry, prop))
    if back:
        return Quiet(entry, "back to a state of a few days ago: flapping", None, back)
    if _goes_with_denial(entry, board, prop):
        return Quiet(entry, "goes with its own denial on file")
    closed = _closes(entry, own, board, prop)
    kind = Kind.DISPUTE_CLOSED if closed else Kind.STATUS_CHANGED
    reason = "now agrees with its rival" if closed else "says that the state has changed"
    return Finding(
        kind, entry, prop, own, f"{entry.claim.claimant.actor} {reason}", Relation.SUPERSEDES
    )


def _happens_again(entry: Entry, own: Entry) -> bool:
    """Tell another visit, or another exchange of prisoners, from the last one told once more."""
    gap = days_between(own.when, entry.when)
    return entry.claim.value in RECURRING and gap is not None and gap > AGAIN


def _another_day(entry: Entry, earlier: Entry) -> bool:
    """Whether what is to come is set for another day than before."""
    old, new = earlier.claim.event_date or "", entry.claim.event_date or ""
    coming = {earlier.state.klass, entry.state.klass} <= COMING
    return coming and old != new and len(old) == len(new) == len("2025-05-09")


def _flapping(entry: Entry, earlier: Iterable[Entry]) -> Entry | None:
    """Find the same state a few days ago, so that going to and fro is not told each time."""
    return last(
        each
        for each in earlier
        if each.affirms == entry.affirms
        and not each.denies
        and values.akin(each.state, entry.state)
        and not _another_day(entry, each)
        and (days_between(each.when, entry.when) or 0) <= FLAPPING
    )


def _goes_with_denial(entry: Entry, board: Board, prop: str) -> bool:
    """Whether the state is the other side of what the claimant denies."""
    held = denials(unretracted(board.own(entry, prop)))
    return any(values.clash(each.state, entry.state) for each in held)


def _closes(entry: Entry, own: Entry, board: Board, prop: str) -> bool:
    """Whether a claimant gives up what stood against its rivals, and now says as they do."""
    rivals = [found for found in map(last, by_actor(board.rivals(entry, prop))) if found]
    stood = [each for each in rivals if values.clash(own.state, each.state)]
    return bool(stood) and all(values.entails(each.state, entry.state) for each in stood)


def _further(entry: Entry, board: Board, prop: str) -> Answer:
    """Judge a state by somebody without a word of its own on file, or by nobody in particular."""
    if not (entry.affirms or entry.claim.stance is Stance.SPECULATES):
        return Quiet(entry, "takes no position")
    if _goes_with_denial(entry, board, prop):
        return Quiet(entry, "goes with its own denial on file")
    newest = board.newest(prop)
    if (
        newest
        and is_older(entry.when, newest.when)
        and newest.claim.article != entry.claim.article
    ):
        return Quiet(
            entry, f"older than the state on file ({newest.claim.day}): history", None, newest
        )
    known = _known(entry, board, prop)
    if known:
        return _backs(entry, known, board, prop)
    told = told_by_denial(entry, board, prop)
    if told:
        return Quiet(entry, "a denial on file has told of it", Relation.CONTRADICTS, told)
    opposed = _opposed(entry, board, prop)
    if opposed:
        return disputed(entry, opposed, board, prop, "contradicts what {rival} says")
    return _new_state(entry, newest, board, prop)


def _known(entry: Entry, board: Board, prop: str) -> Entry | None:
    """Find the state, or a stronger one, among those that hold on file."""
    said = [
        each
        for each in board.entries
        if prop in each.props
        and not each.denies
        and each.claim.stance is not Stance.DOES_NOT_CONFIRM
    ]
    latest = [found for found in map(last, by_actor(said)) if found]
    words = [each for each in latest if _is_recent(each, entry) and not _overtaken(each, latest)]
    newest = last(said)
    now = [newest, *words] if newest else words
    return last(each for each in now if values.entails(each.state, entry.state))


def _overtaken(word: Entry, latest: Iterable[Entry]) -> bool:
    """Whether a claimant has not spoken since another one told of the opposite, days later."""
    return any(
        values.clash(each.state, word.state)
        and not each.vague
        and is_older(word.when, each.when)
        and (days_between(word.when, each.when) or 0) > CLOSE
        for each in latest
    )


def _is_recent(earlier: Entry, entry: Entry) -> bool:
    """Whether a claimant's last word still counts as its present one."""
    gap = days_between(earlier.when, entry.when)
    return gap is None or gap <= RECENT


def _backs(entry: Entry, known: Entry, board: Board, prop: str) -> Answer:
    """Tell, as a detail, that a further named claimant says what others said."""
    behind = [
        each
        for each in board.rivals(entry, prop)
        if each.claim.article != entry.claim.article
        and (each.state.klass, each.state.holder) == (entry.state.klass, entry.state.holder)
    ]
    if entry.vague or not behind or not entry.affirms or board.own(entry, prop):
        return Quiet(entry, "on file already", Relation.REPEATS, known)
    reason = f"{entry.claim.claimant.actor} says so too"
    return Finding(Kind.CONFIRMATION, entry, prop, behind[-1], reason)


def _opposed(entry: Entry, board: Board, prop: str, since: Entry | None = None) -> Entry | None:
    """Find a rival who says today, or since an earlier word, what cannot be true beside it."""
    if entry.vague or not entry.affirms:
        return None
    days = ANSWERED if since else CLOSE
    latest = (found for found in map(last, by_actor(board.rivals(entry, prop))) if found)
    return last(
        each
        for each in latest
        if values.clash(entry.state, each.state)
        and (days_between(each.when, entry.when) or 0) <= days
        and (since is None or is_older(since.when, each.when))
        and not _will_answer(each, board)
        and not is_open(entry, each, board, prop)
        and not joins(entry, each, board, prop)
    )


def _new_state(entry: Entry, newest: Entry | None, board: Board, prop: str) -> Answer:
    """Tell that a further claimant sees a new state."""
    said = [each for each in board.entries if prop in each.props and each.affirms]
    if entry.claim.stance is Stance.SPECULATES and (said or newest is None):
        return Quiet(entry, "a guess beside statements")
    if not entry.state.known and (entry.vague or not board.is_party(entry)):
        return Quiet(entry, "says nothing that is known to be a state of the topic")
    back = _flapping(entry, [each for each in board.entries if prop in each.props])
    if back:
        return Quiet(entry, "a state of a few days ago: flapping", Relation.REPEATS, back)
    reason = "a state that nobody has on file"
    return Finding(Kind.STATUS_CHANGED, entry, prop, newest, reason)
