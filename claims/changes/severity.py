"""How much does a change matter?"""

from __future__ import annotations

from claims.changes import figures
from claims.changes.board import CASUALTIES, Board, Entry
from claims.changes.findings import Finding
from claims.changes.values import head_of
from claims.model import LEARNT, UNKNOWN, Kind, Quantity, Severity, Stance
from claims.topics import is_event

# what is counted, by weight: the dead of a whole event, other harm, details
DEAD = frozenset({"killed"})
HARM = frozenset({"killed_or_wounded", "wounded", "injured", "missing", "aboard", "abducted"})
FIRST_TOLL = 20  # dead from which a first count is grave
FIRST_HARM = 200  # killed or wounded from which it is
BIG_STEP = 1.2  # times the old count of the dead, or its inverse
SMALL_STEP = 1.05  # below it a count merely creeps
HARM_STEP = 1.1
DOUBLE = 1.5
GRAVE = frozenset({"control", "ceasefire"})  # whose grave states are so in anybody's mouth
FEW = 100  # dead of a side up to which a figure counts incidents
LEAP = 3  # times: from one incident to another, or to a total
# how far a thing has come, by the head of its topic: a step further is news in any mouth
STEPS = {
    "visit": {
        "planned": 1, "postponed": 2, "cancelled": 2, "under-way": 3, "took-place": 3, "ended": 4,
    },
    "agreement": {"proposed": 1, "close": 1, "reached": 2, "signed": 3, "released": 4},
    "deployment": {"coming": 0, "present": 1, "withdrawn": 2},
}  # fmt: skip
LOW, MEDIUM, HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH


def severity_of(finding: Finding, board: Board) -> Severity:
    """Weigh a change: who speaks, about what, and how far it goes."""
    rules = {
        Kind.RETRACTED: _grave,
        Kind.REVERSAL: _grave,
        Kind.FIRST_CONFIRMATION: _confirmation,
        Kind.DISPUTE_OPENED: _dispute,
        Kind.DISPUTE_CLOSED: _dispute,
        Kind.DENIAL: _denial,
        Kind.QUANTITY_REVISED: _revision,
        Kind.STATUS_CHANGED: _status,
        Kind.CONFIRMATION: _backing,
        Kind.NEW_TOPIC: _opening,
    }
    rule = rules.get(finding.kind)
    found = rule(finding, board) if rule else LOW
    learnt = LEARNT in finding.entry.claim.rule
    return MEDIUM if learnt and found is HIGH else found  # the network is less sure than a rule


def _grave(finding: Finding, board: Board) -> Severity:
    """A claimant that takes its word back; less of another's attacks, which come and go."""
    passing = head_of(board.topic) == "operation" and not board.is_party(finding.entry)
    return MEDIUM if passing else HIGH


def _confirmation(finding: Finding, board: Board) -> Severity:
    """A first confirmation: grave by a party, or after it had not confirmed."""
    before = finding.before
    same = before is not None and before.actor == finding.entry.actor
    return HIGH if same or board.is_party(finding.entry) else MEDIUM


def _backing(finding: Finding, board: Board) -> Severity:
    """A further voice: a detail, but for the first by name on how many died, or if denied."""
    if finding.prop not in DEAD:
        return LOW
    nobody = finding.before is not None and finding.before.vague
    denied = any(each.denies and not each.vague for each in board.others(finding.entry, "killed"))
    return MEDIUM if nobody or denied else LOW


def _dispute(finding: Finding, board: Board) -> Severity:
    """A dispute: grave about a whole region, a truce, or twice as many dead."""
    entry, rival = finding.entry, finding.before
    if head_of(board.topic) == CASUALTIES:
        far = _ratio(entry, rival) >= DOUBLE
        small = not is_event(entry.claim.topic) and _is_few(entry.quantity)
        grave = finding.prop in DEAD and far and finding.first_dispute and not small
        return HIGH if grave else MEDIUM
    further = finding.kind is Kind.DISPUTE_OPENED and not finding.first_dispute
    if further and not (board.is_party(entry) or _was_silent(finding, board)):
        return LOW  # a further voice in a dispute that is on file
    return HIGH if "high" in (_weight(entry), _weight(rival)) else MEDIUM


def _was_silent(finding: Finding, board: Board) -> bool:
    """Whether the claimant was asked before, and took no position then."""
    own = board.own(finding.entry, finding.prop)
    return any(each.claim.stance is Stance.DOES_NOT_CONFIRM for each in own)


def _denial(finding: Finding, board: Board) -> Severity:
    """A denial: a detail when a state is denied that is itself one."""
    return LOW if finding.entry.state.weight == "low" else MEDIUM


def _weight(entry: Entry | None) -> str:
    """Weigh the state that an entry speaks of; of control, a village is no region."""
    if entry is None:
        return "low"
    if entry.state.klass == "full":
        return "high" if "full" in (entry.claim.value or "") else "medium"
    return entry.state.weight


def _revision(finding: Finding, board: Board) -> Severity:
    """A figure revised: by what is counted and how far it goes."""
    step = _ratio(finding.entry, finding.before)
    if head_of(board.topic) != CASUALTIES:
        return MEDIUM if step >= HARM_STEP else LOW
    if _of_incident(finding):
        return LOW
    if finding.prop in DEAD:
        return _toll(finding, step)
    harm = finding.prop in HARM or finding.prop.startswith("killed") or _freed(finding, board)
    if harm or finding.correction:
        return MEDIUM if step >= HARM_STEP and not _lowered_by_nobody(finding) else LOW
    return LOW


def _freed(finding: Finding, board: Board) -> bool:
    """Whether the rescued are those who were seized: the end of a kidnapping is no detail."""
    return finding.prop == "rescued" and board.topic.endswith("-kidnapping")


def _toll(finding: Finding, step: float) -> Severity:
    """The dead: grave when the count leaps or is lowered by who gave it."""
    if _other_count(finding, step):
        return LOW
    if _lowered_by_nobody(finding) or (step < SMALL_STEP and not _lowered(finding)):
        return LOW
    entry, before = finding.entry, finding.before
    own = before is not None and before.actor == entry.actor and not entry.vague
    small = not is_event(entry.claim.topic) and _is_few(entry.quantity)
    large = (step >= BIG_STEP or _lowered(finding)) and not small
    return HIGH if own and large and not _is_bound(finding.entry.quantity) else MEDIUM


def _other_count(finding: Finding, step: float) -> bool:
    """Whether a side's figure follows a small one: another incident, or the first total."""
    old, new = finding.before.quantity if finding.before else None, finding.entry.quantity
    if is_event(finding.entry.claim.topic) or not (_is_few(old) and new) or finding.correction:
        return False
    return step >= LEAP or (_is_few(new) and _lowered(finding))


def _of_incident(finding: Finding) -> bool:
    """Whether few of a side were hurt, after others: one more incident of a long run."""
    few = not is_event(finding.entry.claim.topic) and _is_few(finding.entry.quantity)
    return few and finding.prop not in DEAD and not finding.correction


def _is_few(quantity: Quantity | None) -> bool:
    """Whether a figure is as small as those of single incidents."""
    numbers = figures.named(quantity) if quantity else None
    return numbers is not None and numbers.high < FEW


def _is_bound(quantity: Quantity | None) -> bool:
    """Whether a figure is an estimate with an open end: no count."""
    return quantity is not None and (quantity.min is None or quantity.max is None)


def _lowered(finding: Finding) -> bool:
    """Whether the figure went down."""
    new, old = finding.entry.quantity, finding.before.quantity if finding.before else None
    return new is not None and old is not None and not figures.rises(new, old)


def _lowered_by_nobody(finding: Finding) -> bool:
    """Whether nobody in particular gives a lower figure, which is often an old one."""
    return finding.entry.vague and _lowered(finding)


def _ratio(entry: Entry, other: Entry | None) -> float:
    """Say how many times larger one figure is than the other."""
    if entry.quantity is None or other is None or other.quantity is None:
        return 1.0
    return figures.ratio(entry.quantity, other.quantity)


def _status(finding: Finding, board: Board) -> Severity:
    """A new state: grave where the table says so, a detail in nobody's voice."""
    entry = finding.entry
    if not entry.state.known or entry.claim.stance is Stance.SPECULATES or entry.actor == UNKNOWN:
        return LOW
    weight = _weight(entry)
    if entry.vague and weight == "high":
        return HIGH if head_of(board.topic) in GRAVE else MEDIUM
    if entry.vague:
        return MEDIUM if _goes_on(finding) else LOW
    return {"high": HIGH, "medium": MEDIUM}.get(weight, LOW)


def _goes_on(finding: Finding) -> bool:
    """Whether a journey or a deal is a step further: whoever saw it says so, as no opinion."""
    entry, before = finding.entry, finding.before
    steps = STEPS.get(head_of(entry.claim.topic))
    if steps is None or entry.claim.hedged or not entry.affirms:
        return False
    klass = before.state.klass if before else ""
    return steps.get(entry.state.klass, 0) > steps.get(klass, 0)


def _opening(finding: Finding, board: Board) -> Severity:
    """A topic, or a first figure on one: grave for a large toll or a grave state."""
    entry = finding.entry
    if entry.quantity and head_of(board.topic) == CASUALTIES:
        return _first_count(finding, board)
    if board.exists:  # a first figure beside the status
        first = entry.state.klass == "released" and not entry.vague
        return MEDIUM if first and head_of(board.topic) == "agreement" else LOW
    if board.topic.endswith("-search") and entry.claim.value == "ongoing":
        return LOW  # that rescuers search is told in passing
    if entry.claim.stance is Stance.SPECULATES:
        return MEDIUM if head_of(board.topic) == "visit" else LOW
    if head_of(board.topic) in GRAVE and not entry.vague and _weight(entry) == "high":
        return HIGH
    return LOW if entry.state.weight == "low" and entry.vague else MEDIUM


def _first_count(finding: Finding, board: Board) -> Severity:
    """A first count of harm."""
    numbers = figures.named(finding.entry.quantity) if finding.entry.quantity else None
    most = numbers.high if numbers else 0
    if finding.entry.vague and finding.entry.claim.hedged:
        return MEDIUM  # nobody in particular holds it for possible
    if finding.prop in DEAD:
        return HIGH if most >= FIRST_TOLL else MEDIUM
    if finding.prop in HARM or _freed(finding, board):
        return HIGH if most >= FIRST_HARM and not board.exists else MEDIUM
    subset = finding.prop.startswith("killed") and not finding.entry.vague
    return MEDIUM if subset or not board.exists else LOW
