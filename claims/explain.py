"""Why did an article raise this, or nothing?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from claims.compare import Correction, Decision, Verdict
from claims.model import Change, Claim, Reading


def explain(
    reading: Reading,
    decision: Decision,
    *,
    baseline: bool = False,
    copy_of: str | None = None,
    correction: Correction | None = None,
) -> list[str]:
    """Say in lines of plain words what was read in an article and which rule led to what."""
    changes = {change.id: change for change in decision.changes}
    verdicts = {verdict.claim: verdict for verdict in decision.verdicts}
    lines = list(_circumstances(baseline, copy_of, correction))
    lines += [f"Reading: {note}." for note in reading.notes]
    if not reading.claims:
        lines.append("No claim was read, so nothing can change.")
    for claim in reading.claims:
        lines += _claim_lines(claim, verdicts.get(claim.id), changes)
    return lines


def _circumstances(
    baseline: bool, copy_of: str | None, correction: Correction | None
) -> Iterator[str]:
    """Say what holds for the article as a whole."""
    if baseline:
        yield "The baseline: its claims are filed and nobody is told."
    if copy_of:
        yield f"A copy of {copy_of}: coverage, and no second voice."
    if correction is Correction.CORRECTED:
        yield "A correction: it replaces what its outlet reported; no claimant changed its mind."
    if correction is Correction.RETRACTED:
        yield "A retraction: its outlet withdraws what it reported."


def _claim_lines(
    claim: Claim, verdict: Verdict | None, changes: Mapping[str, Change]
) -> Iterator[str]:
    """Say what was read, by which rule, and what became of it."""
    yield describe(claim)
    yield f"  words: “{claim.evidence.text}”"
    if claim.rule:
        yield f"  read by: {claim.rule}"
    if verdict is None:
        yield "  not compared"
        return
    change = changes.get(verdict.change or "")
    told = f"{change.kind} {change.code}, {change.severity}" if change else "nothing told"
    yield f"  {told}: {verdict.reason}"
    if verdict.relation and verdict.earlier:
        yield f"  {verdict.relation} {verdict.earlier}"


def describe(claim: Claim) -> str:
    """Write a claim in one line: who, stance, topic, value, figure, day."""
    figure = claim.quantity
    low_high = (figure.min, figure.max) if figure else ()
    bounds = " to ".join("?" if each is None else f"{each:,}" for each in dict.fromkeys(low_high))
    parts = [
        claim.claimant.actor,
        claim.stance.value.replace("_", " "),
        claim.topic,
        claim.value or "",
        f"({bounds} {figure.unit})" if figure else "",
        f"as of {claim.day}" if claim.day else "without a date",
    ]
    return " ".join(part for part in parts if part)
