"""Whose is an official whom the article does not place? Whoever spoke under that name before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from claims.model import OUTLET_VOICE, UNKNOWN, VAGUE_ACTORS, Claim, Claimant
from claims.names.gazetteer import state_of, unions

# Bodies and people that speak for a state; the ledger knows for which.
OFFICIAL = re.compile(
    r"\b(?:minist\w+|agenc(?:y|ies)|police|army|military|government|officials?|authorit(?:y|ies)|rescuers?"
    r"|spokes\w+|president\w*|palace|governor|navy|air force|(?:coast|national|civil) ?guard"
    r"|office|civil defen[cs]e"
    r"|commission|department"
    r"|commander|general|coordinator|prosecutors?|parliament|aide|embassy|chief|bureau|service|harbou?r|mayor|brigade"
    r"|minister|firefighters?|emergency|council|court|inspectorate|administration"
    r"|(?:police|army|border) post|(?:health|fire|rescue) director|regulator)\b",
    re.I,
)
VAGUE = re.compile(
    r"\b(?:residents?|witness\w*|survivors?|experts?|analysts?|reports?|sources?|relatives|locals|activists?"
    r"|opposition|former|media|groups?|lawyers?|company|operator|union)\b",
    re.I,
)


def asks(claims: Iterable[Claim]) -> bool:
    """Tell whether somebody speaks by name, whom other topics may know."""
    return any(_is_person(claim.claimant.name) for claim in claims)


def recognised(
    claims: Iterable[Claim], standing: Sequence[Claim], speakers: Sequence[Claimant] = ()
) -> tuple[Claim, ...]:
    """Give unknown officials the actor that the topic's earlier claims name for them.

    `speakers` are those who have lately spoken on any topic. A person whom they know under his
    full name, and always for the same actor, speaks for that one still.
    """
    known: dict[str, set[str]] = {}
    for one in speakers:
        if one.actor not in VAGUE_ACTORS and one.name is not None and _is_person(one.name):
            known.setdefault(one.name, set()).add(one.actor)
    out = []
    for claim in (_placed(claim, standing) for claim in claims):
        met = known.get(claim.claimant.name or "", set())
        vague = claim.claimant.actor == UNKNOWN
        if len(met) != 1:
            actor = _actor_of(claim, standing) if vague else _fuller(claim, standing)
        else:
            actor = next(iter(met))
        out.append(
            replace(claim, claimant=replace(claim.claimant, actor=actor)) if actor else claim
        )
    return tuple(out)


def _is_person(name: str | None) -> bool:
    """Tell a full name: two words or three with capitals, none of them a body's."""
    words = (name or "").split(" ")
    named = all(word[:1].isupper() for word in words) and len(words) in (2, 3)
    return named and not OFFICIAL.search(name or "")


def _placed(claim: Claim, standing: Sequence[Claim]) -> Claim:
    """File "the Titan" under "titan-submersible" if only one event on file has that name."""
    head, _, rest = claim.topic.partition(":")
    actor, joint, name = rest.rpartition(">")
    if head not in ("casualties", "operation"):
        return claim
    known = {c.topic for c in standing if c.topic.startswith(f"{head}:{actor}{joint}")}
    words = set(name.split("-"))
    fuller = [t for t in known if len(words) > 1 and words < set(re.split(r"[->:]", t)) - {head}]
    return (
        replace(claim, topic=fuller[0]) if claim.topic not in known and len(fuller) == 1 else claim
    )


def _actor_of(claim: Claim, standing: Sequence[Claim]) -> str | None:
    """Look a name up among the claimants of the topic, then any official of the topic's state."""
    name = claim.claimant.name or ""
    if not OFFICIAL.search(name) and (person := _namesake(name, standing)):
        return person
    known = [
        c for c in standing
        if c.topic == claim.topic and c.claimant.actor not in (UNKNOWN, OUTLET_VOICE)
    ]  # fmt: skip
    for other in reversed(known):
        if _same(name, other.claimant.name) or _same(name, other.claimant.actor):
            return other.claimant.actor
    title = _title(claim)
    if not (OFFICIAL.search(name) or OFFICIAL.search(title)) or VAGUE.search(f"{title} {name}"):
        return None
    officials = Counter(
        c.claimant.actor
        for c in known
        if (c.claimant.name is None or OFFICIAL.search(c.claimant.name))
        and c.claimant.actor not in unions()
    )
    return officials.most_common(1)[0][0] if officials else None


def _title(claim: Claim) -> str:
    """Give the words just before a person's name: "Mayor Phurba Sherpa says"."""
    before, found, _ = claim.evidence.text.partition(claim.claimant.name or "\n")
    return " ".join(before.split()[-2:]) if found else ""


def _namesake(name: str, standing: Sequence[Claim]) -> str | None:
    """Give for whom the one person of a surname speaks on file: "Khamraev said"."""
    if not name[:1].isupper():
        return None
    theirs = {
        c.claimant.actor
        for c in standing
        if c.claimant.actor not in (UNKNOWN, OUTLET_VOICE)
        and (c.claimant.name or "").split(" ")[-1] == name.split(" ")[-1]
    }
    return theirs.pop() if len(theirs) == 1 else None


def _fuller(claim: Claim, standing: Sequence[Claim]) -> str | None:
    """Give the longer name under which an organisation stands on file: "the Sea Safety Forum".

    Of a body that another article told to be a state's, give the state.
    """
    actor = claim.claimant.actor
    if actor == OUTLET_VOICE or " " not in actor:
        return None
    for other in reversed(standing):
        whose = other.claimant.actor
        if other.topic == claim.topic and other.claimant.name == actor and state_of(whose):
            return whose
    known = {c.claimant.actor for c in standing if c.topic == claim.topic}
    if actor in known:
        return None
    words = set(actor.lower().split())
    longer = [k for k in known if words < set(k.lower().split())]
    return longer[0] if len(longer) == 1 else None


def _same(name: str, other: str | None) -> bool:
    """Compare two names: one contains the other's words."""
    left, right = set(name.lower().split()), set((other or "").lower().split())
    return bool(left and right) and (left <= right or right <= left)
