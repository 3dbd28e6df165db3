"""In whose name is a proposition said, and with which stance?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claims.model import OUTLET_VOICE, UNKNOWN, Claimant, Stance, Temporal
from claims.saying.attribution import Manner, Said
from claims.scene import Finding, Scene
from claims.text.clauses import RELATIVE, roles
from claims.text.factuality import Fact
from claims.text.tree import Token
from claims.voices.claimants import claimants_of, sayers
from claims.voices.denying import (
    RUMOUR,
    is_called_false,
    is_called_false_around,
    is_negated,
    said_again,
)
from claims.voices.governing import is_void, treatment
from claims.voices.recaps import when
from claims.voices.unattributed import outlet
from claims.voices.voice import (
    Voice,
    fact_of,
    in_relative,
    is_adjectival,
    is_backdrop,
    of_blame,
    was_before,
)
from claims.who.actors import state_of

THREATS = frozenset(["warn", "threaten", "vow", "pledge", "promise", "caution", "swear"])
ORGANS = frozenset({"ministry", "office", "presidency"})
KINDS = frozenset({"foreign", "defence", "defense", "interior"})  # of ministries
NESTED = 4  # clauses between what is said and who says it
FAR = 12  # words from "the announcement" to what it may still announce
STIR = frozenset({"raise", "spark", "prompt", "cause", "stoke", "fuel", "trigger"})
ANOTHERS = "a figure with which somebody compares his own"


def voices(scene: Scene, finding: Finding) -> list[Voice]:
    """Lay a finding at the doors it belongs to; several for joint attribution."""
    over = tuple(s for s in scene.sayings.over(finding.anchor) if _says(s, finding.anchor))
    if finding.rule == ANOTHERS and finding.claimant is not None:
        return [Voice(finding.claimant, Stance.ASSERTS, None, rule=ANOTHERS)]
    if not over and (shut := _refused(scene, finding)):
        return shut
    if (treated := list(_treated(scene, finding, over))) or not over:
        return treated or list(outlet(scene, finding))
    outer_first = list(_said(scene, finding, over))
    return outer_first or list(outlet(scene, finding))


def _refused(scene: Scene, finding: Finding) -> list[Voice]:
    """Give his word who "rejected the deal": the cue itself carries the proposition."""
    if finding.stance not in (None, Stance.DENIES) or finding.claimant is not None:
        return []
    said = next((s for s in scene.said if s.cue.i == finding.anchor.i), None)
    if said is None or said.source is None or said.stance is not Stance.DENIES:
        return []
    temporal = when(scene, said)
    past = temporal is Temporal.PAST
    return [
        Voice(claimant, Stance.DENIES, said, False, temporal, past, f"the cue: {said.entry}")
        for claimant in claimants_of(scene, said)
    ]


def _treated(scene: Scene, finding: Finding, over: tuple[Said, ...]) -> Iterator[Voice]:
    """Give his word who dismisses or takes back the report in which a finding is told."""
    found = treatment(scene, finding.anchor)
    if found is None or (over and over[0].cue.i > found.noun.i):
        return
    said = next((s for s in over if s.cue.i == found.verb.i), None)
    if said is not None and said.stance is Stance.DENIES:
        return  # the cue itself denies
    temporal = Temporal.CURRENT if said is None else when(scene, said)
    past = temporal is Temporal.PAST
    speaking = next((s for s in scene.said if s.cue.i == found.verb.i and s.source), None)
    for claimant in claimants_of(scene, speaking) if speaking else sayers(scene, found.subject):
        yield Voice(
            claimant, found.stance, said, False, temporal, past, "what becomes of a report"
        )


def _says(said: Said, anchor: Token) -> bool:
    """Tell a saying from an adjective, and from a noun whose words do not reach so far."""
    unsourced = said.source is None and said.manner is Manner.NOMINAL
    if unsourced and anchor.i - said.cue.i > FAR:
        return False
    if of_blame(said.cue, anchor):
        return False
    if said.cue.pos_ == "NOUN" and said.cue.head.lemma_.lower() in STIR:
        return False  # "troops raising concerns": whose concerns is not said
    return not is_adjectival(said.cue)


def _said(scene: Scene, finding: Finding, over: tuple[Said, ...]) -> Iterator[Voice]:
    """Go from the innermost saying outwards until somebody answers for the proposition."""
    inner = over[0]
    fact = fact_of(scene, finding, inner.head)
    stance, hedged, rule = _stance(scene, finding, inner, fact)
    stance, rule = said_again(scene, finding, inner, stance, rule)
    rejected = is_called_false(scene, inner) or is_called_false_around(scene, finding.anchor)
    rejected = rejected or is_void(scene, finding.anchor)
    outer = over[1] if len(over) > 1 else None
    unsourced = inner.source is None and inner.manner is Manner.NOMINAL
    if outer is not None and outer.source is not None and _is_expected(inner):
        yield from _plain(scene, finding, outer)  # "is expected to visit X, the ministry said"
        return
    if outer is not None and outer.stance is Stance.DENIES and _said_beside(inner, outer):
        outer = None  # "denied firing the rocket at X, where Israel said 12 were killed"
    if outer is not None and (outer.stance is Stance.DENIES or rejected):
        for claimant in claimants_of(scene, outer):
            yield Voice(
                claimant,
                Stance.DENIES,
                outer,
                rule="a report denied",
                temporal=when(scene, outer),
            )
        yield from _answered(scene, finding, inner, outer, stance, fact)
        return
    behind = inner.stance is Stance.DENIES and finding.anchor.i < inner.cue.i
    if behind and outer is not None and outer.stance is not Stance.DENIES and outer.source:
        yield from _plain(scene, finding, outer)  # "A accuses B of …, which B denies"
    if outer is not None and (unsourced or _relays(inner)) and outer.stance is not Stance.ASSERTS:
        for claimant in claimants_of(scene, outer):
            yield Voice(claimant, outer.stance, outer, hedged, rule="a stance to a report")
        return
    if rejected:
        stance, rule = Stance.DENIES, "a report called false"
    use = outer if outer is not None and unsourced else inner
    for each in claimants_of(scene, use):
        claimant = _host_or_guest(scene, finding, use, each)
        yield _voice(scene, finding, use, claimant, stance, hedged, fact, rule)


def _said_beside(inner: Said, outer: Said) -> bool:
    """Tell what somebody else says in a relative clause: it is no part of what is denied."""
    if inner.manner is Manner.NOMINAL or inner.source is None or outer.head is None:
        return False
    if inner.source.lower_ in RELATIVE:
        return False  # "a message which says so" is itself denied
    token = inner.cue
    for _ in range(NESTED):
        if token.dep_ == "acl:relcl" and token.i > outer.head.i:
            return True
        if token.i in (token.head.i, outer.head.i):
            break
        token = token.head
    return False


def _is_expected(said: Said) -> bool:
    return said.source is None and said.entry == "expect"


def _host_or_guest(scene: Scene, finding: Finding, said: Said, claimant: Claimant) -> Claimant:
    """Take "the foreign ministry said" behind its own state's act or its minister's journey."""
    source = said.source
    if finding.own is None or source is None or state_of(finding.own) is None:
        return claimant
    if finding.frame != "visit" and claimant.actor != UNKNOWN:
        return claimant
    owned = any(
        c.dep_ in ("amod", "compound", "nmod:poss", "nmod") and c.lower_ not in KINDS
        for c in source.children
    )
    if not owned and scene.lemma(source) in ORGANS:
        return replace(claimant, actor=finding.own)
    return claimant


def _plain(scene: Scene, finding: Finding, said: Said) -> Iterator[Voice]:
    """Give a saying its own stance, whatever another one around it says."""
    fact = fact_of(scene, finding, said.head)
    stance, hedged, rule = _stance(scene, finding, said, fact)
    for claimant in claimants_of(scene, said):
        yield _voice(scene, finding, said, claimant, stance, hedged, fact, rule)


def _answered(
    scene: Scene, finding: Finding, inner: Said, outer: Said, stance: Stance, fact: Fact
) -> Iterator[Voice]:
    """Give what a denial answers: a statement in full stays one, "X's claims" are background."""
    if inner.source is None:
        return
    deniers = {c.actor for c in claimants_of(scene, outer)}
    for claimant in claimants_of(scene, inner):
        if claimant.actor in deniers:
            continue
        if inner.manner is Manner.NOMINAL:
            yield Voice(claimant, stance, inner, True, minor=True, rule="what a denial answers")
        else:
            yield _voice(
                scene, finding, inner, claimant, stance, False, fact, f"the cue: {inner.entry}"
            )


def _relays(said: Said) -> bool:
    return said.manner is Manner.NOMINAL and said.entry in RUMOUR


def _stance(scene: Scene, finding: Finding, said: Said, fact: Fact) -> tuple[Stance, bool, str]:
    """Combine cue and grammar into a stance."""
    hedged = fact.reported or fact.possible
    if finding.stance is not None:
        return finding.stance, hedged, finding.rule
    negated = is_negated(scene, finding, fact)
    if said.stance in (Stance.ASSERTS, Stance.CONFIRMS):
        if negated:
            return Stance.DENIES, hedged, "the proposition is negated"
        if fact.possible and not _own_conduct(scene, finding, said):
            return Stance.SPECULATES, True, "may, might, likely"
    if said.stance is Stance.SPECULATES:
        return said.stance, True, f"the cue: {said.entry}"
    return said.stance, hedged, f"the cue: {said.entry}"


def _own_conduct(scene: Scene, finding: Finding, said: Said) -> bool:
    """Tell a threat or plan about the speaker's own conduct from a prediction."""
    agent = roles(finding.anchor).agent
    if agent is None or said.entry not in THREATS:
        return False
    theirs = scene.actor(agent)
    return theirs is not None and any(c.actor == theirs for c in scene.cast.claimants(said))


def _voice(
    scene: Scene, finding: Finding, said: Said, claimant: Claimant, stance: Stance,
    hedged: bool, fact: Fact, rule: str,
) -> Voice:  # fmt: skip
    """Finish one claimant's voice: time, hedge, background."""
    if claimant.actor == UNKNOWN:
        hedged = hedged or said.manner is Manner.NOMINAL
    if claimant.actor == OUTLET_VOICE and stance is Stance.CONFIRMS:
        stance = Stance.ASSERTS  # "are now confirmed to be": nobody is named
    temporal = when(scene, said)
    if finding.past or was_before(finding.anchor):
        temporal = Temporal.PAST
    elif fact.future and temporal is Temporal.CURRENT:
        temporal = Temporal.FUTURE
    told = finding.frame == "control" and in_relative(finding.anchor, said.head)
    told = told or (finding.frame == "casualties" and is_backdrop(finding.anchor))
    minor = finding.minor or temporal is Temporal.PAST or told
    return Voice(claimant, stance, said, hedged or finding.hedged, temporal, minor, rule)
