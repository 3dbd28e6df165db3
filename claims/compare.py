"""What do the claims of one article change in what the ledger holds?"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from claims.changes.board import STATUS, Board, Entry
from claims.changes.corrections import Correction, corrected, correction_of
from claims.changes.counts import judge_figure
from claims.changes.findings import Answer, Finding, Quiet, Relation
from claims.changes.order import is_older
from claims.changes.severity import severity_of
from claims.changes.stances import confirmed_first, denied, history, reversed_position
from claims.changes.status import judge_status
from claims.changes.values import CONTROL
from claims.model import (
    LEARNT,
    OUTLET_VOICE,
    Aspect,
    Change,
    Claim,
    Kind,
    Position,
    Severity,
    Stance,
    Temporal,
)
from claims.topics import is_nameless

__all__ = ["Correction", "Decision", "Verdict", "compare", "correction_of", "decide"]

# crossing the floor on a topic is one thing, however many propositions say so
ABOUT_TOPIC = frozenset({Kind.REVERSAL, Kind.FIRST_CONFIRMATION, Kind.NEW_TOPIC})
HALF_A_DAY = timedelta(hours=12)  # behind the ledger's newest article, from which one is late
OLD = timedelta(days=3)  # behind it, from which whatever it opens is history


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one claim: the change it led to, if any, why, and the claim it meets."""

    claim: str
    reason: str
    change: str | None = None
    relation: Relation | None = None
    earlier: str | None = None


class Turn(NamedTuple):
    """Entries that are judged together, among all that their claimant says on the proposition."""

    prop: str
    group: tuple[Entry, ...]
    said: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The changes that an article makes, and for every claim of it the reason."""

    changes: tuple[Change, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


def compare(
    standing: Sequence[Claim],
    new: Sequence[Claim],
    *,
    copy_of: str | None = None,
    correction: Correction | None = None,
    latest: datetime | None = None,
) -> list[Change]:
    """Say what an article's claims change; see decide."""
    decision = decide(standing, new, copy_of=copy_of, correction=correction, latest=latest)
    return list(decision.changes)


def decide(
    standing: Sequence[Claim],
    new: Sequence[Claim],
    *,
    copy_of: str | None = None,
    correction: Correction | None = None,
    latest: datetime | None = None,
) -> Decision:
    """Say what an article's claims change, and for each of them why or why not.

    `standing` is the ledger's newest claim of each distinct position on the topics concerned;
    more of the ledger does no harm. `copy_of` is the article that this one repeats word for
    word: it can say nothing new. `correction` is what correction_of said of the article, and
    `latest` the newest publication in the ledger, by which an article is told to be late.
    """
    if copy_of and not correction:
        why = f"a copy of {copy_of}: coverage of the same claims"
        return Decision((), tuple(Verdict(claim.id, why) for claim in new))
    quiet: list[Quiet] = []
    told: list[tuple[Finding, Board]] = []
    standing = [claim for claim in standing if not _is_faint(claim)]
    fit = [Entry.of(claim) for claim in new if not unfit(claim)]
    quarrels = _quarrels((*standing, *new))
    for topic in dict.fromkeys(entry.claim.topic for entry in fit):
        said = [entry for entry in fit if entry.claim.topic == topic]
        board, here = Board.of(topic, standing).naming(said)
        answers = _judge_topic(board, here, correction)
        findings, silent = _settle([_aside(each, quarrels) for each in answers], board)
        told.extend((finding, board.adding(here)) for finding in findings)
        quiet.extend(silent)
    quiet += [Quiet(Entry.of(claim), reason) for claim in new if (reason := unfit(claim))]
    changes = [(each, _change(each, board, latest)) for each, board in told]
    return Decision(tuple(change for _, change in changes), _verdicts(new, changes, quiet))


def _is_faint(claim: Claim) -> bool:
    """Tell what only the network found, in passing: it keeps no later word from being news."""
    return claim.background and LEARNT in claim.rule


def _quarrels(claims: Iterable[Claim]) -> frozenset[tuple[str, str]]:
    """Name who denies that a place was lost: its word on the fighting there is no other."""
    return frozenset(
        (claim.claimant.actor, claim.topic.partition(":")[2])
        for claim in claims
        if claim.stance is Stance.DENIES and claim.frame == CONTROL
    )


def _aside(answer: Answer, quarrels: frozenset[tuple[str, str]]) -> Answer:
    """Leave out a denial about the fighting beside the same claimant's denial about the place."""
    claim = answer.entry.claim
    if isinstance(answer, Quiet) or answer.kind not in (Kind.DENIAL, Kind.DISPUTE_OPENED):
        return answer
    place = claim.topic.rpartition(">")[2]
    if claim.frame == CONTROL or (claim.claimant.actor, place) not in quarrels:
        return answer
    return Quiet(answer.entry, f"part of its denial over control of {place}")


def unfit(claim: Claim) -> str | None:
    """Say why a claim can never change anything, or None."""
    if is_nameless(claim.topic):
        return "what it speaks of could not be named"
    if claim.same_as:
        return "a second mention in the same article"
    if claim.temporal is Temporal.PAST:
        return "speaks of what was: a recap"
    if claim.background:
        return "background: a headline, a relative clause or a recap"
    if claim.aspect is Aspect.ASSESSMENT:
        return "an evaluation, which leaves the state as it is"
    if claim.stance is Stance.DOES_NOT_CONFIRM:
        return "takes no position, which leaves the earlier one standing"
    if claim.claimant.actor == OUTLET_VOICE and not claim.as_of:
        return "the outlet's own voice, without a day"
    return None


def _judge_topic(
    board: Board, here: Sequence[Entry], correction: Correction | None
) -> list[Answer]:
    """Judge an article's entries on one topic, group by group; later ones see the earlier."""
    answers: list[Answer] = []
    seen: dict[str, Board] = {}  # by proposition: what was judged of this article so far
    for prop, group, said in _turns(board, here):
        now = seen.get(prop, board)
        answers.extend(_judge(entry, group, now, prop, correction) for entry in said)
        seen[prop] = now.adding(said)
    return answers


def _turns(board: Board, here: Sequence[Entry]) -> list[Turn]:
    """Group an article's entries by proposition and claimant, in the order of judgement.

    Who has a word on file goes before newcomers, the nameless come after them, and denials come
    last: an answer is judged when what it answers is known, as is a confirmation.
    """
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in here:
        for prop in entry.props:
            groups.setdefault((prop, entry.actor), []).append(entry)
    turns = [
        Turn(prop, tuple(group), said)
        for (prop, _), group in groups.items()
        for denies in (False, True)
        if (said := tuple(each for each in group if each.denies == denies))
    ]

    def place(turn: Turn) -> tuple[bool, bool, bool, bool]:
        first = turn.said[0]
        agrees = all(each.claim.stance is Stance.CONFIRMS for each in turn.said)
        return first.denies, first.vague, agrees, not board.own(first, turn.prop)

    return sorted(turns, key=place)


def _judge(
    entry: Entry,
    group: tuple[Entry, ...],
    board: Board,
    prop: str,
    correction: Correction | None,
) -> Answer:
    """Ask the rules in order of precedence; the first that has an answer gives it."""
    if correction:
        answer = corrected(entry, board, prop, correction)
        if answer:
            return answer
    answer = history(entry, board, prop) or _stance(entry, group, board, prop, correction)
    if answer:
        return answer
    if entry.quantity and prop != STATUS:
        return judge_figure(entry, group, board, prop)
    return judge_status(entry, board, prop)


def _stance(
    entry: Entry,
    group: tuple[Entry, ...],
    board: Board,
    prop: str,
    correction: Correction | None,
) -> Answer | None:
    """Ask the rules about yes and no: once for each claim, not again for its figure."""
    if prop != entry.props[0]:
        return Quiet(entry, "its figure is part of what it denies") if entry.denies else None
    crossed = None if correction else reversed_position(entry, group, board, prop)
    return crossed or confirmed_first(entry, board, prop) or denied(entry, board, prop)


def _settle(answers: Sequence[Answer], board: Board) -> tuple[list[Finding], list[Quiet]]:
    """Keep one finding for each proposition and claimant, and one opening for the topic."""
    findings = [answer for answer in answers if isinstance(answer, Finding)]
    quiet = [answer for answer in answers if isinstance(answer, Quiet)]
    kept: list[Finding] = []
    for finding in sorted(findings, key=_weight):
        winner = next((each for each in kept if _one_alert(each, finding, board)), None)
        if winner:
            quiet.append(Quiet(finding.entry, "told by another change of this article"))
        else:
            kept.append(finding)
    return sorted(kept, key=lambda each: each.entry.claim.evidence.start), quiet


def _weight(finding: Finding) -> tuple[object, ...]:
    """Sort findings: precedence of kinds, then who is named, the dead, the status, the text."""
    entry = finding.entry
    return (
        finding.rank,
        entry.denies,
        entry.vague,
        entry.claim.stance is Stance.SPECULATES,
        finding.prop not in ("killed", STATUS),
        entry.claim.evidence.start,
    )


def _one_alert(kept: Finding, other: Finding, board: Board) -> bool:
    """Whether two findings on a topic are one alert."""
    if kept.entry.actor == other.entry.actor:
        if kept.prop == other.prop or kept.entry is other.entry:
            return True
        if kept.kind is other.kind and kept.kind in ABOUT_TOPIC:
            return True
    if kept.kind is other.kind is Kind.DISPUTE_OPENED and _one_pair(kept, other):
        return True
    if other.kind is not Kind.NEW_TOPIC:
        return False
    if kept.kind is Kind.NEW_TOPIC:
        return True
    return not board.exists and (kept.prop == other.prop or STATUS in (kept.prop, other.prop))


def _one_pair(kept: Finding, other: Finding) -> bool:
    """Whether a claimant only answers to the one who has just opened the dispute with it."""
    pairs = [(each.entry.actor, each.before.actor) for each in (kept, other) if each.before]
    return kept.prop == other.prop and len(pairs) == 2 and pairs[0] == pairs[1][::-1]


def _change(finding: Finding, board: Board, latest: datetime | None) -> Change:
    """Write a finding as a change."""
    entry, claim = finding.entry, finding.entry.claim
    carriers = [
        each.claim.id
        for each in board.here
        if each.actor == entry.actor and finding.prop in each.props and each is not entry
    ]
    return Change(
        id=_id(finding),
        article=claim.article,
        topic=claim.topic,
        frame=claim.frame,
        kind=finding.kind,
        claimant=claim.claimant,
        before=Position.of(finding.before.claim) if finding.before else None,
        after=Position.of(claim),
        severity=_severity(finding, board, latest),
        claims=(claim.id, *carriers),
        late=_is_late(entry, board, latest),
        correction=finding.correction,
        reason=finding.reason,
    )


def _severity(finding: Finding, board: Board, latest: datetime | None) -> Severity:
    """Weigh a finding; whatever comes long after is a detail."""
    published = finding.entry.claim.published_at
    if latest and published and latest - published > OLD:
        return Severity.LOW
    return severity_of(finding, board)


def _id(finding: Finding) -> str:
    """Hash what a change is about, so that every replay gives it the same name."""
    claim, quantity = finding.entry.claim, finding.entry.quantity
    figure = f"{quantity.min} {quantity.max} {quantity.unit}" if quantity else ""
    parts = (claim.article, claim.topic, claim.claimant.actor, finding.kind, claim.value, figure)
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return "k" + base64.b32encode(digest[:10]).decode().lower()


def _is_late(entry: Entry, board: Board, latest: datetime | None) -> bool:
    """Whether the article is older than what the ledger knew."""
    published = entry.claim.published_at
    if latest and published and published < latest - HALF_A_DAY:
        return True
    newest = board.newest(entry.props[0])
    return newest is not None and is_older(entry.when, newest.when)


def _verdicts(
    new: Sequence[Claim], changes: Iterable[tuple[Finding, Change]], quiet: Iterable[Quiet]
) -> tuple[Verdict, ...]:
    """Give one verdict for each claim, in the order of the article."""
    found: dict[str, Verdict] = {}
    for finding, change in changes:
        earlier = finding.before.claim.id if finding.before else None
        verdict = Verdict(
            finding.entry.claim.id, finding.reason, change.id, finding.relation, earlier
        )
        found.setdefault(verdict.claim, verdict)
    for each in quiet:
        earlier = each.earlier.claim.id if each.earlier else None
        found.setdefault(
            each.entry.claim.id,
            Verdict(each.entry.claim.id, each.reason, None, each.relation, earlier),
        )
    return tuple(found[claim.id] for claim in new if claim.id in found)
