"""What is one claimant's way of saying a proposition, and what does the grammar around it add?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from claims.model import OUTLET_VOICE, Claimant, Stance, Temporal
from claims.saying.attribution import Said
from claims.scene import Finding, Scene
from claims.text.clauses import is_verbal, roles
from claims.text.factuality import Fact, judge
from claims.text.tree import Token
from claims.voices.recaps import FORMERLY, SPANS

BLAME = frozenset({"responsibility", "involvement", "role", "part", "complicity"})
FATES = frozenset(["dead", "killed", "missing", "injured", "wounded", "drowned", "lost"])
BELIEVED = re.compile(r"\b(?:believed|feared|thought|presumed|understood|estimated)\b", re.I)
MODAL = re.compile(r"\b(?:may|might|could|would)\b", re.I)
RELATIVES = frozenset({"which", "who", "whom", "where"})
NOMINAL = frozenset({"obj", "obl", "nmod", "conj"})
PERIODS = frozenset({"hour", "day", "week", "month", "year", "decade"})
REACH = 14  # words from what happened back to "before"
OUTLET = Claimant(OUTLET_VOICE)


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


def fact_of(scene: Scene, finding: Finding, top: Token | None = None) -> Fact:
    """Judge a proposition; people believed missing are counted, what may be is a guess."""
    fact = judge(finding.anchor, top)
    if finding.quantity is None or finding.start is None or not fact.possible:
        return fact
    words = scene.text[finding.start : finding.end]
    counted = BELIEVED.search(words) and not MODAL.search(words)
    return replace(fact, possible=False, reported=True) if counted else fact


def of_blame(cue: Token, anchor: Token) -> bool:
    """Tell "claimed responsibility for a bombing that killed 12": who counted is not said."""
    own = roles(cue).patient if cue.lemma_.lower() in ("claim", "deny") else None
    return own is not None and own.lemma_.lower() in BLAME and own.i < anchor.i


def is_adjectival(cue: Token) -> bool:
    """Tell "47 people confirmed dead" and "a claimed recapture": nobody is said to say it."""
    after = cue.doc[cue.i + 1] if cue.i + 1 < len(cue.doc) else None
    owned = cue.i > 0 and cue.doc[cue.i - 1].lower_ in ("'s", "’s") and cue.pos_ != "NOUN"
    fate = after is not None and after.lower_ in FATES
    return owned or cue.dep_ == "amod" or (fate and cue.tag_ in ("VBN", "VBD", "JJ"))


def is_background(anchor: Token) -> bool:
    """Tell a state said to be over: "had been under X's control", "had earlier put it at"."""
    clause = _clause_of(anchor)
    after = next((c for c in clause.children if c.dep_ == "mark" and c.lower_ == "after"), None)
    if after is not None and after.i and anchor.doc[after.i - 1].lemma_.lower() in SPANS:
        return True  # "a week after the search ended"
    return any(c.lower_ in FORMERLY and c.dep_ in ("aux", "advmod") for c in clause.children)


def was_before(anchor: Token) -> bool:
    """Tell it even of what is reported: "said it took the town, which had been under X's"."""
    clause = _clause_of(anchor)
    relative = any(c.lower_ in RELATIVES for c in clause.lefts)  # "that" may report
    return relative and clause.dep_ == "acl:relcl" and is_background(anchor)


def _clause_of(anchor: Token) -> Token:
    while not is_verbal(anchor) and anchor.dep_ in NOMINAL | {"compound", "nummod", "amod"}:
        anchor = anchor.head
    return anchor


def is_backdrop(anchor: Token) -> bool:
    """Tell what only dates something else: "photos taken days before the fire killed 12"."""
    doc, finite = anchor.doc, 0
    for i in range(anchor.i, max(0, anchor.i - REACH), -1):
        token = doc[i]
        if token.text in ",;:" or token.is_sent_start or finite > 1:
            return False
        if token.lower_ == "before":
            return doc[i - 1].lemma_.lower() in PERIODS
        finite += token.tag_ in ("VBD", "VBZ", "VBP")
    return False


def in_relative(anchor: Token, top: Token | None = None) -> bool:
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
