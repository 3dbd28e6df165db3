"""Is a figure news: a revision, a dispute, a first count?"""

from __future__ import annotations

from collections.abc import Iterable

from claims.changes import figures
from claims.changes.board import (
    CASUALTIES,
    Board,
    Entry,
    by_actor,
    latest_figure,
    lead_figure,
)
from claims.changes.board import (
    figures as counts_of,
)
from claims.changes.findings import Answer, Finding, Quiet, Relation
from claims.changes.order import days_between, is_older, supersedes
from claims.changes.stances import belated, disputed, is_open, same_position
from claims.changes.values import head_of
from claims.model import Kind, Quantity, Stance
from claims.topics import is_event

KILLED = "killed"
FRESH = 1  # days within which two claimants' figures are of one moment
DOUBLE = 1.5  # times a rival's figure: no progress of the count explains it
BEYOND = 3  # times a rival's figure: no count of the same
INCIDENT = 2  # times below the last figure for a side: no total falls so far


def judge_figure(entry: Entry, group: tuple[Entry, ...], board: Board, prop: str) -> Answer:
    """Say what a figure alters."""
    lead = lead_figure(counts_of(group))
    if lead is not None and lead is not entry:
        return Quiet(entry, "the claimant gives a firmer figure in the same article")
    if entry.claim.stance is Stance.SPECULATES:
        return _first(entry, board, prop) or Quiet(entry, "a guess at a figure")
    repeated = _repeated(entry, board, prop)
    if repeated:
        return Quiet(entry, "a figure on file, said again", Relation.REPEATS, repeated)
    own = standing_figure(board.own(entry, prop))
    if own and not entry.vague:
        return _revised(entry, own, prop)
    rest = _standing(entry, board, prop)
    if not rest:
        return _first(entry, board, prop) or Quiet(entry, "adds no figure that counts")
    late = belated(entry, board, prop)
    if late:
        return late
    newer = _newer(entry, rest)
    if newer:
        return Quiet(entry, f"older than the figure of {newer.claim.day}: filed as history")
    return _vague(entry, rest, prop) if entry.vague else _another(entry, rest, board, prop)


def _repeated(entry: Entry, board: Board, prop: str) -> Entry | None:
    """Find the same figure on file: anybody's for a vague source, else the claimant's own."""
    if entry.vague:
        pool = [each for each in board.entries if prop in each.props]
    else:
        pool = board.own(entry, prop)
    known = (each for each in reversed(pool) if not _in_passing(each, entry))
    return next((each for each in known if same_position(each, entry)), None)


def _in_passing(earlier: Entry, entry: Entry) -> bool:
    """Whether a figure was only touched upon these days: nobody was told, and it may be news."""
    gap = days_between(earlier.when, entry.when)
    return earlier.claim.background and gap is not None and gap <= FRESH


def _revised(entry: Entry, own: Entry, prop: str) -> Answer:
    """Compare a claimant's figure with its own last one."""
    new, old = _of(entry), _of(own)
    if not figures.outside(new, old):
        return Quiet(entry, "within its earlier figure", Relation.REPEATS, own)
    if not supersedes(entry.when, own.when):
        return Quiet(entry, "its date is no later than the figure on file", None, own)
    if is_incident(entry, own):
        return Quiet(entry, "far below its last figure for this side: the count of one incident")
    way = "raises" if figures.rises(new, old) else "lowers"
    reason = f"{entry.claim.claimant.actor} {way} its figure"
    return Finding(Kind.QUANTITY_REVISED, entry, prop, own, reason, Relation.SUPERSEDES)


def standing_figure(own: Iterable[Entry]) -> Entry | None:
    """Give the figure that one claimant stands by: the latest that is not of one incident."""
    entries = list(own)
    found = latest_figure(entries)
    while found is not None:
        total = latest_figure(each for each in entries if _may_stand(found, each))
        if total is None or not is_incident(found, total):
            return found
        entries = [each for each in entries if each is not found]
        found = latest_figure(entries)
    return None


def _may_stand(found: Entry, each: Entry) -> bool:
    """Whether an earlier figure may be the total beside which the found one is an incident."""
    return each is not found and not is_older(found.when, each.when)


def is_incident(entry: Entry, own: Entry) -> bool:
    """Whether a figure for a side in a long run is so low that it must count one incident."""
    topic = entry.claim.topic
    if head_of(topic) != CASUALTIES or is_event(topic):
        return False
    new, old = _of(entry), _of(own)
    return not figures.rises(new, old) and figures.ratio(new, old) >= INCIDENT


def _standing(entry: Entry, board: Board, prop: str) -> list[Entry]:
    """Give the figure that each claimant stands by, the entry's own among them if vague."""
    others = board.others(entry, prop) + (board.own(entry, prop) if entry.vague else [])
    others = [each for each in others if not _in_passing(each, entry)]
    return [found for found in map(standing_figure, by_actor(others)) if found]


def _newer(entry: Entry, rest: list[Entry]) -> Entry | None:
    """Find a figure of a later day; one said without a day of its own may be old itself."""
    dated = (each for each in rest if each.claim.as_of and not _recalled(each))
    return next((each for each in dated if is_older(entry.when, each.when)), None)


def _recalled(entry: Entry) -> bool:
    """Whether a figure is of an event that was long over when it was said."""
    event = (entry.claim.event_date or "")[:4]
    return bool(event) and event < entry.claim.day[:4]


def _vague(entry: Entry, rest: list[Entry], prop: str) -> Answer:
    """Ask whether a vague source moves the topic's estimate."""
    if not _filed(entry, rest):
        return Quiet(entry, "a vague figure beside that of the same article")
    if not figures.moves(_of(entry), [_of(each) for each in rest]):
        return Quiet(entry, "a vague source within a tenth of the figures on file")
    nearest = min(rest, key=lambda each: figures.ratio(_of(entry), _of(each)))
    reason = "a source that is not named moves the estimate by a tenth or more"
    return Finding(Kind.QUANTITY_REVISED, entry, prop, nearest, reason)


def _filed(entry: Entry, rest: list[Entry]) -> list[Entry]:
    """Keep the figures that were on file before this article."""
    return [each for each in rest if each.claim.article != entry.claim.article]


def _another(entry: Entry, rest: list[Entry], board: Board, prop: str) -> Answer:
    """Compare the first figure of a named claimant with everybody's."""
    rivals = [each for each in rest if not each.vague]
    against = [each for each in rivals if _contradicts(entry, each)]
    here = [each for each in against if each.claim.article == entry.claim.article]
    told = here or [each for each in against if _one_moment(entry, each, board)]
    for rival in told:
        if not is_open(entry, rival, board, prop):
            return disputed(
                entry, rival, board, prop, "puts another figure against that of {rival}"
            )
    if against:
        return _higher(entry, rest, against[-1], prop)
    return _backs(entry, rest, prop)


def _contradicts(entry: Entry, rival: Entry) -> bool:
    """Whether two figures of one event cannot both be meant: "at least 60", "at least 22"."""
    new, old = _of(entry), _of(rival)
    if not figures.compatible(new, old):
        return True
    open_ended = new.max is None and old.max is None
    beyond = figures.rises(new, old) and figures.ratio(new, old) >= DOUBLE
    return open_ended and beyond and is_event(entry.claim.topic)


def _higher(entry: Entry, rest: list[Entry], rival: Entry, prop: str) -> Answer:
    """Take a further claimant's figure for progress of the count if it is above all others."""
    beyond = figures.moves(_of(entry), [_of(each) for each in rest])
    if not (beyond and figures.rises(_of(entry), _of(rival))):
        return Quiet(entry, "another figure, no higher than those on file", None, rival)
    reason = f"{entry.claim.claimant.actor} gives a higher figure than those on file"
    return Finding(Kind.QUANTITY_REVISED, entry, prop, rival, reason)


def _one_moment(entry: Entry, rival: Entry, board: Board) -> bool:
    """Whether two figures are of one moment and too far apart for a growing count."""
    gap = days_between(entry.when, rival.when)
    apart = figures.ratio(_of(entry), _of(rival))
    topic = entry.claim.topic
    of_side = head_of(topic) == CASUALTIES and not is_event(topic)
    if of_side and not (board.is_party(entry) and apart < BEYOND):
        return False  # two incidents of one day, more likely than two counts of one
    return gap is not None and gap <= FRESH and apart >= DOUBLE


def _backs(entry: Entry, rest: list[Entry], prop: str) -> Answer:
    """Compare a figure that no named claimant contradicts with what is on file."""
    filed = _filed(entry, rest)
    if not filed:
        return Quiet(entry, "fits the figures of the same article")
    name, named = entry.claim.claimant.actor, [each for each in filed if not each.vague]
    if named:
        reason = f"{name} gives a figure that fits those on file"
        return Finding(Kind.CONFIRMATION, entry, prop, named[-1], reason)
    if figures.moves(_of(entry), [_of(each) for each in filed]):
        reason = f"{name} is the first to give a figure by name, and it is another one"
        return Finding(Kind.QUANTITY_REVISED, entry, prop, filed[-1], reason)
    if prop == KILLED and is_event(entry.claim.topic):
        reason = f"{name} is the first by name to give the toll on file"
        return Finding(Kind.CONFIRMATION, entry, prop, filed[-1], reason)
    return Quiet(entry, "fits the figures on file", Relation.REPEATS, filed[-1])


def _first(entry: Entry, board: Board, prop: str) -> Answer | None:
    """Tell of the first figure for what is counted."""
    if any(
        prop in each.props and each.quantity and not _in_passing(each, entry)
        for each in board.standing
    ):
        return None
    reason = "the first figure on file for this" if board.exists else "the topic is new"
    return Finding(Kind.NEW_TOPIC, entry, prop, None, reason)


def _of(entry: Entry) -> Quantity:
    """Give the figure of an entry that has one."""
    assert entry.quantity is not None
    return entry.quantity
