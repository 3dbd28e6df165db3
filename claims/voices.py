"""In whose name is a proposition said, and with which stance?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from claims.actors import state_of
from claims.attribution import Manner, Said
from claims.claimants import SAY, claimants_of, counting, is_finite, is_set_off, sayer, sayers
from claims.clauses import is_verbal, roles, sentence
from claims.denying import RUMOUR, is_called_false, is_called_false_around, is_negated, said_again
from claims.factuality import Fact, judge
from claims.lexicon import Lexicon
from claims.linear import noun_before
from claims.model import OUTLET_VOICE, UNKNOWN, Claimant, Stance, Temporal
from claims.scene import Finding, Scene

_WORDS = Lexicon.of(__name__)

OWNING_UP = frozenset(["acknowledge", "admit", "concede", "confirm", "own"])
THREATS = frozenset(["warn", "threaten", "vow", "pledge", "promise", "caution", "swear"])
ORGANS = frozenset({"ministry", "office", "presidency"})
KINDS = frozenset({"foreign", "defence", "defense", "interior"})  # of ministries
FAR = 12  # words from "the announcement" to what it may still announce
BLAME = frozenset({"responsibility", "involvement", "role", "part", "complicity"})
STIR = frozenset({"raise", "spark", "prompt", "cause", "stoke", "fuel", "trigger"})
FATES = frozenset(["dead", "killed", "missing", "injured", "wounded", "drowned", "lost"])
BELIEVED = re.compile(r"\b(?:believed|feared|thought|presumed|understood|estimated)\b", re.I)
MODAL = re.compile(r"\b(?:may|might|could|would)\b", re.I)
RELATIVES = frozenset({"which", "who", "whom", "where"})
FORMERLY = frozenset(["had", "previously", "formerly", "once", "earlier", "initially"])
REPORTED = frozenset(["reportedly", "allegedly", "apparently", "supposedly", "purportedly"])
ANOTHERS = "a figure with which somebody compares his own"


@dataclass(frozen=True, slots=True)
class Voice:
    """One claimant's way of saying a finding."""

    claimant: Claimant
    stance: Stance
    said: Said | None = None
    hedged: bool = False
    temporal: Temporal = Temporal.CURRENT
    minor: bool = False  # a recap, a claim inside another's denial, background
    rule: str = ""


OUTLET = Claimant(OUTLET_VOICE)


def voices(scene: Scene, finding: Finding) -> list[Voice]:
    """Lay a finding at the doors it belongs to; several for joint attribution."""
    over = tuple(s for s in scene.sayings.over(finding.anchor) if _says(s, finding.anchor))
    if finding.rule == ANOTHERS and finding.claimant is not None:
        return [Voice(finding.claimant, Stance.ASSERTS, None, rule=ANOTHERS)]
    if not over:
        return list(_outlet(scene, finding))
    outer_first = list(_said(scene, finding, over))
    return outer_first or list(_outlet(scene, finding))


def _says(said: Said, anchor: Token) -> bool:
    """Tell a saying from an adjective, and from a noun whose words do not reach so far."""
    unsourced = said.source is None and said.manner is Manner.NOMINAL
    if unsourced and anchor.i - said.cue.i > FAR:
        return False
    if _of_blame(said.cue, anchor):
        return False
    if said.cue.pos_ == "NOUN" and said.cue.head.lemma_.lower() in STIR:
        return False  # "troops raising concerns": whose concerns is not said
    return not _adjectival(said.cue)


def _of_blame(cue: Token, anchor: Token) -> bool:
    """Tell "claimed responsibility for a bombing that killed 12": who counted is not said."""
    own = roles(cue).patient if cue.lemma_.lower() in ("claim", "deny") else None
    return own is not None and own.lemma_.lower() in BLAME and own.i < anchor.i


def _adjectival(cue: Token) -> bool:
    """Tell "47 people confirmed dead" and "a claimed recapture": nobody is said to say it."""
    after = cue.doc[cue.i + 1] if cue.i + 1 < len(cue.doc) else None
    owned = cue.i > 0 and cue.doc[cue.i - 1].lower_ in ("'s", "’s") and cue.pos_ != "NOUN"
    fate = after is not None and after.lower_ in FATES
    return owned or cue.dep_ == "amod" or (fate and cue.tag_ in ("VBN", "VBD", "JJ"))


def _said(scene: Scene, finding: Finding, over: tuple[Said, ...]) -> Iterator[Voice]:
    """Go from the innermost saying outwards until somebody answers for the proposition."""
    inner = over[0]
    fact = _fact(scene, finding, inner.head)
    stance, hedged, rule = _stance(scene, finding, inner, fact)
    stance, rule = said_again(scene, finding, inner, stance, rule)
    rejected = is_called_false(scene, inner) or is_called_false_around(scene, finding.anchor)
    outer = over[1] if len(over) > 1 else None
    unsourced = inner.source is None and inner.manner is Manner.NOMINAL
    if outer is not None and outer.source is not None and _is_expected(inner):
        yield from _plain(scene, finding, outer)  # "is expected to visit X, the ministry said"
        return
    if outer is not None and (outer.stance is Stance.DENIES or rejected):
        for claimant in claimants_of(scene, outer):
            yield Voice(
                claimant,
                Stance.DENIES,
                outer,
                rule="a report denied",
                temporal=_when(scene, outer),
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


def _fact(scene: Scene, finding: Finding, top: Token | None = None) -> Fact:
    """Judge a proposition; people believed missing are counted, what may be is a guess."""
    fact = judge(finding.anchor, top)
    if finding.quantity is None or finding.start is None or not fact.possible:
        return fact
    words = scene.text[finding.start : finding.end]
    counted = BELIEVED.search(words) and not MODAL.search(words)
    return replace(fact, possible=False, reported=True) if counted else fact


def _plain(scene: Scene, finding: Finding, said: Said) -> Iterator[Voice]:
    """Give a saying its own stance, whatever another one around it says."""
    fact = _fact(scene, finding, said.head)
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
    temporal = _when(scene, said)
    if finding.past or _was_before(finding.anchor):
        temporal = Temporal.PAST
    elif fact.future and temporal is Temporal.CURRENT:
        temporal = Temporal.FUTURE
    told = finding.frame == "control" and _in_relative(finding.anchor, said.head)
    minor = finding.minor or temporal is Temporal.PAST or told
    return Voice(claimant, stance, said, hedged or finding.hedged, temporal, minor, rule)


def _when(scene: Scene, said: Said) -> Temporal:
    """Tell a recap ("had called", "Russia's recent confirmation") from a statement of today."""
    cue = said.cue
    auxiliaries = {c.lower_ for c in cue.children if c.dep_ in ("aux", "aux:pass")}
    if "had" in auxiliaries or "'d" in auxiliaries:
        return Temporal.PAST
    formerly = FORMERLY - {"earlier"} if cue.tag_ == "VBD" else FORMERLY  # "earlier confirmed"
    if any(c.lower_ in formerly and c.dep_ in ("aux", "advmod") for c in cue.children):
        return Temporal.PAST  # but not of what was said, "it had nothing to do with it"
    if said.manner is Manner.NOMINAL and any(
        c.lower_ in ("recent", "earlier", "previous") for c in cue.children
    ):
        return Temporal.PAST
    return Temporal.CURRENT


def _outlet(scene: Scene, finding: Finding) -> Iterator[Voice]:
    """Lay an unattributed proposition at the outlet's door, or at his who acts by saying it."""
    fact = _fact(scene, finding)
    hedged = fact.reported or fact.possible or finding.hedged or _reported_near(finding.anchor)
    stance = (
        Stance.SPECULATES if fact.possible else Stance.DENIES if fact.negated else Stance.ASSERTS
    )
    temporal = Temporal.PAST if finding.past or _background(finding.anchor) else Temporal.CURRENT
    if fact.future and temporal is Temporal.CURRENT:
        temporal = Temporal.FUTURE
    silent = _silent(scene, finding)
    if silent is not None:
        yield silent
        return
    claimant = finding.claimant or counting(scene, finding) or _extolling(scene, finding)
    near = None if claimant else _near_saying(scene, finding)
    if near is not None:
        yield from near
        return
    claimant = claimant or OUTLET
    if claimant.actor != OUTLET_VOICE and stance is Stance.SPECULATES:
        stance = Stance.ASSERTS
    if finding.stance is not None:
        stance = finding.stance
    minor = finding.minor or temporal is Temporal.PAST or _in_relative(finding.anchor)
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


EXTOL = _WORDS.set("extol")
SPANS = frozenset({"day", "week", "month", "year", "decade"})
NOMINAL = frozenset({"obj", "obl", "nmod", "conj"})
BREAKS = _WORDS.set("breaks")


def _near_saying(scene: Scene, finding: Finding) -> list[Voice] | None:
    """Find "officials said" around a proposition that the attributions have lost."""
    here = sentence(finding.anchor)
    for cue in here:
        if scene.lemmas[cue.i] not in SAY or not is_finite(cue) or _adjectival(cue):
            continue
        if _of_blame(cue, finding.anchor):
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
        return [
            Voice(c, stance, said, hedged, temporal, finding.minor, "said close by")
            for c in claimants
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


def _background(anchor: Token) -> bool:
    """Tell a state said to be over: "had been under X's control", "had earlier put it at"."""
    clause = _clause_of(anchor)
    after = next((c for c in clause.children if c.dep_ == "mark" and c.lower_ == "after"), None)
    if after is not None and after.i and anchor.doc[after.i - 1].lemma_.lower() in SPANS:
        return True  # "a week after the search ended"
    return any(c.lower_ in FORMERLY and c.dep_ in ("aux", "advmod") for c in clause.children)


def _was_before(anchor: Token) -> bool:
    """Tell it even of what is reported: "said it took the town, which had been under X's"."""
    clause = _clause_of(anchor)
    relative = any(c.lower_ in RELATIVES for c in clause.lefts)  # "that" may report
    return relative and clause.dep_ == "acl:relcl" and _background(anchor)


def _clause_of(anchor: Token) -> Token:
    while not is_verbal(anchor) and anchor.dep_ in NOMINAL | {"compound", "nummod", "amod"}:
        anchor = anchor.head
    return anchor


def _in_relative(anchor: Token, top: Token | None = None) -> bool:
    """Tell what a relative clause says in passing, below the head of what somebody said."""
    token = anchor
    for _ in range(5):
        if top is not None and token.i == top.i:
            return False
        words = {c.lower_ for c in token.lefts}
        if token.dep_ == "acl:relcl" and "where" in words and words & {"have", "has"}:
            return False  # goes on with the news: "in Sumy, where raids have been noted"
        if token.dep_ == "acl:relcl" or "which" in words:
            return True
        if token.head.i == token.i:
            return False
        token = token.head
    return False
