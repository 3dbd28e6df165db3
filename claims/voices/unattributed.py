"""Who answers for what no attribution covers: the outlet, or he who acts by saying it?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.lexicon import Lexicon
from claims.model import OUTLET_VOICE, Claimant, Stance, Temporal
from claims.names.naming import chunk_start
from claims.saying.attribution import Said
from claims.scene import Finding, Scene
from claims.text.clauses import is_verbal, roles, sentence
from claims.text.factuality import judge
from claims.text.linear import noun_before
from claims.text.tree import Token
from claims.voices.claimants import (
    SAY,
    claimants_of,
    counting,
    is_finite,
    is_set_off,
    sayer,
    sayers,
)
from claims.voices.denying import is_negated
from claims.voices.issuing import credited
from claims.voices.voice import (
    NOMINAL,
    OUTLET,
    Voice,
    fact_of,
    in_relative,
    is_adjectival,
    is_backdrop,
    is_background,
    of_blame,
)

_WORDS = Lexicon.of(__name__)

EXTOL = _WORDS.set("extol")
BREAKS = _WORDS.set("breaks")
JOINING = frozenset({"and", "but", "while", "as"})
REPORTED = frozenset(["reportedly", "allegedly", "apparently", "supposedly", "purportedly"])


def outlet(scene: Scene, finding: Finding) -> Iterator[Voice]:
    """Lay an unattributed proposition at the outlet's door, or at his who acts by saying it."""
    fact = fact_of(scene, finding)
    hedged = fact.reported or fact.possible or finding.hedged or _reported_near(finding.anchor)
    stance = (
        Stance.SPECULATES if fact.possible else Stance.DENIES if fact.negated else Stance.ASSERTS
    )
    temporal = Temporal.PAST if finding.past or is_background(finding.anchor) else Temporal.CURRENT
    if fact.future and temporal is Temporal.CURRENT:
        temporal = Temporal.FUTURE
    silent = _silent(scene, finding)
    if silent is not None:
        yield silent
        return
    claimant = finding.claimant or counting(scene, finding) or _extolling(scene, finding)
    if claimant is None and finding.quantity is not None:
        giver = credited(scene, finding)
        claimant = sayers(scene, giver)[0] if giver is not None else None
    near = None if claimant else _near_saying(scene, finding)
    if near is not None:
        yield from near
        return
    claimant = claimant or OUTLET
    if claimant.actor != OUTLET_VOICE and stance is Stance.SPECULATES:
        stance = Stance.ASSERTS
    if finding.stance is not None:
        stance = finding.stance
    aside = in_relative(finding.anchor) or is_backdrop(finding.anchor)
    minor = finding.minor or temporal is Temporal.PAST or aside
    yield Voice(claimant, stance, None, hedged, temporal, minor, "the outlet's own voice")


def _extolling(scene: Scene, finding: Finding) -> Claimant | None:
    """Give who takes his own side's success for granted: "reflecting on the recovery of X"."""
    token = finding.anchor
    if is_verbal(token):
        return None
    for _ in range(4):
        if token.dep_ not in NOMINAL or token.head.i == token.i:
            return None
        token = token.head
        if scene.lemma(token) in EXTOL and is_verbal(token):
            agent = roles(token).agent
            found = scene.voice_of(agent) if agent is not None else None
            foreign = finding.own is not None and (found is None or finding.own != found.actor)
            return None if foreign else found
    return None


def _begins_anew(subject: Token, said: Said | None) -> bool:
    """Tell "X landed, and Spain said it was preparing": what Spain says comes behind."""
    if said is None or not said.content_spans:
        return False
    front = subject.doc[max(0, chunk_start(subject) - 1)]
    behind = all(span.start > said.cue.idx for span in said.content_spans)
    return front.lower_ in JOINING and behind


def _near_saying(scene: Scene, finding: Finding) -> list[Voice] | None:
    """Find "officials said" around a proposition that the attributions have lost."""
    here = sentence(finding.anchor)
    for cue in here:
        if scene.lemmas[cue.i] not in SAY or not is_finite(cue) or is_adjectival(cue):
            continue
        if of_blame(cue, finding.anchor):
            continue
        after = cue.i > finding.anchor.i
        between = scene.doc[min(cue.i, finding.anchor.i) + 1 : max(cue.i, finding.anchor.i)]
        if any(t.lower_ in BREAKS or t.text == ";" for t in between):
            continue
        subject = sayer(cue, after)
        if subject is not None and subject.i < finding.anchor.i < cue.i:
            continue  # "Russia, which withdrew its troops, denied …"
        if subject is None or subject.i == finding.anchor.i or (after and not is_set_off(subject)):
            continue
        said = next((s for s in scene.said if s.cue.i == cue.i), None)
        if after and _begins_anew(subject, said):
            continue
        sound = said is not None and said.source is not None and said.source.i < cue.i
        claimants = claimants_of(scene, said) if said and sound else sayers(scene, subject)
        fact = judge(finding.anchor)
        stance = said.stance if said and sound else SAY[scene.lemmas[cue.i]]
        if fact.possible:
            stance = Stance.SPECULATES
        elif stance is Stance.ASSERTS and is_negated(scene, finding, fact):
            stance = Stance.DENIES
        stance = finding.stance or stance
        temporal = Temporal.FUTURE if fact.future else Temporal.CURRENT
        hedged = fact.possible or finding.hedged
        minor = finding.minor or is_backdrop(finding.anchor)
        return [
            Voice(c, stance, said, hedged, temporal, minor, "said close by") for c in claimants
        ]
    return None


def _silent(scene: Scene, finding: Finding) -> Voice | None:
    """Read "Moscow had remained silent on the involvement": no position, and an old one."""
    low = max(sentence(finding.anchor).start, finding.anchor.i - 12)
    for i in range(finding.anchor.i - 1, low, -1):
        verb = scene.doc[i - 1]
        if scene.doc[i].lower_ not in ("silent", "quiet", "mum") or not is_verbal(verb):
            continue
        subject = noun_before(verb)
        found = scene.voice_of(subject) if subject is not None else None
        if found is not None:
            past = any(t.lower_ == "had" for t in scene.doc[max(0, i - 3) : i])
            temporal = Temporal.PAST if past else Temporal.CURRENT
            stance = Stance.DOES_NOT_CONFIRM
            return Voice(found, stance, None, False, temporal, past, "silence")
    return None


def _reported_near(anchor: Token) -> bool:
    start = max(sentence(anchor).start, anchor.i - 5)
    return any(t.lower_ in REPORTED for t in anchor.doc[start : anchor.i + 3])
