"""Is a proposition turned round where it stands: negated, without a sign of it, called false?"""

from __future__ import annotations

from claims.lexicon import Lexicon
from claims.model import Stance
from claims.saying.attribution import Manner, Said
from claims.scene import Finding, Scene
from claims.text.clauses import sentence
from claims.text.factuality import Fact
from claims.text.tree import Token
from claims.voices.claimants import SAY

_WORDS = Lexicon.of(__name__)

# What makes nonsense of a report: "reports of defeat are misleading".
FALSE = _WORDS.set("false")


RUMOUR = _WORDS.set("rumour")


VOID = _WORDS.set("void")  # what a false report has none of


FIGURES = frozenset(["figure", "number", "toll", "count", "estimate", "tally"])


SIGNS = frozenset(["indication", "evidence", "sign", "proof", "question", "truth"])


BEHIND = 13  # words from what a report tells to what is said of the report


NOT = frozenset(["not", "n't", "n’t", "never", "no", "without"])


def said_again(
    scene: Scene, finding: Finding, said: Said, stance: Stance, rule: str
) -> tuple[Stance, str]:
    """Read "denied the claims, asserting, '…'": what is asserted is not what is denied."""
    if said.stance is not Stance.DENIES or finding.anchor.i < said.cue.i:
        return stance, rule
    between = scene.doc[said.cue.i + 1 : finding.anchor.i]
    for token in reversed(list(between)):
        if token.tag_ == "VBG" and scene.lemmas[token.i] in SAY:
            return SAY[scene.lemmas[token.i]], f"the cue: {token.lower_}"
    return stance, rule


def is_negated(scene: Scene, finding: Finding, fact: Fact) -> bool:
    """Say whether the proposition is negated; of a figure only by a word close before it."""
    if _no_sign(scene, finding.anchor):
        return True
    if finding.quantity is None or not fact.negated:
        return fact.negated != finding.negated
    number = scene.token_at(finding.start or finding.anchor.idx)
    close = scene.doc[max(0, number.i - 5) : number.i]
    return any(t.lower_ in NOT for t in close)


def _no_sign(scene: Scene, anchor: Token) -> bool:
    """Read "there was no indication that …" in plain word order."""
    for i in range(max(0, anchor.i - 9), anchor.i):
        if scene.lemmas[i] in SIGNS and i and scene.doc[i - 1].lower_ in ("no", "any", "little"):
            return scene.doc[i + 1].lower_ in ("that", "of")
    return False


def is_called_false(scene: Scene, said: Said) -> bool:
    """Tell whether a report is called false by the sentence around its cue."""
    return said.manner is Manner.NOMINAL and _false_predicate(scene, said.cue)


def is_called_false_around(scene: Scene, anchor: Token) -> bool:
    """Find "reports of X are baseless" also where the report was no attribution."""
    token = anchor
    if _is_untrue(scene, anchor):
        return True
    if scene.lemma(anchor) in FIGURES and _false_predicate(scene, anchor):
        return True  # "the figure of 287 was wrong"
    for _ in range(6):
        if token.head.i == token.i:
            break
        token = token.head
        if scene.lemma(token) in RUMOUR | FIGURES and _false_predicate(scene, token):
            return True
    doc = scene.doc
    before = doc[max(sentence(anchor).start, anchor.i - 12) : anchor.i]
    if not any(scene.lemma(t) in RUMOUR and t.tag_ != "VBD" for t in before):
        return False
    after = doc[anchor.i + 1 : min(sentence(anchor).end, anchor.i + BEHIND)]
    return any((t.lower_ in FALSE and _linked(scene, t)) or _is_lacked(scene, t) for t in after)


def _is_lacked(scene: Scene, word: Token) -> bool:
    """Read "had no basis in fact", "were without foundation", "lacked substance"."""
    if scene.lemma(word) not in VOID:
        return False
    before = scene.doc[word.i - 1]
    return before.lower_ in ("no", "without", "any", "little") or scene.lemma(before) == "lack"


def _is_untrue(scene: Scene, anchor: Token) -> bool:
    """Read "it is untrue that" and "it was not true that" before what is said."""
    doc, low = scene.doc, sentence(anchor).start
    for i in range(anchor.i - 1, low, -1):
        if doc[i].lower_ == "that" and doc[i].tag_ in ("IN", "WDT"):
            word = doc[i - 1]
            false = word.lower_ in FALSE and word.pos_ in ("ADJ", "NOUN", "VERB")
            no = scene.lemma(word) in ("true", "correct") and doc[i - 2].lower_ in NOT
            return (false and any(t.lower_ in ("it", "be", "is", "was") for t in doc[low:i])) or no
    return False


def _linked(scene: Scene, word: Token) -> bool:
    """Tell a predicate ("are baseless", "called baseless") from an attribute."""
    before = scene.doc[max(0, word.i - 3) : word.i]
    return any(scene.lemma(t) in ("be", "call", "as", "dismiss") for t in before)


def _false_predicate(scene: Scene, noun: Token) -> bool:
    """Read the predicate of a noun: misleading, baseless, a lie, not true."""
    head = noun.head
    if noun.dep_ not in ("nsubj", "nsubj:pass", "obj"):
        return False
    words = [
        head,
        *(c for c in head.children if c.dep_ in ("xcomp", "obl", "conj", "obj") and c.i > noun.i),
    ]
    if any(scene.lemma(w) in FALSE or w.lower_ in FALSE for w in words):
        return True
    negated = any(c.lower_ in ("not", "n't", "n’t") for c in head.children)
    return negated and scene.lemma(head) in ("true", "correct", "accurate", "fact", "real")
