"""Who holds a place, told by a flag, a preposition or a possessive instead of a verb of taking?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.lexicon import Lexicon
from claims.scene import Finding, Scene
from claims.text.clauses import Roles, is_verbal, roles
from claims.text.tree import Token
from claims.war.holdings import listed, named_before, side_holding, subject_place

_WORDS = Lexicon.of(__name__)

RULE = _WORDS.set("rule")  # what a place is under
HOISTING = _WORDS.set("hoisting")
PASSING = _WORDS.set("passing")
STAYING = frozenset({"entrench", "barricade"})
HANGING = frozenset({"hold", "cling", "dig", "hole"})  # out, on, in
CEDING = frozenset({"hand", "cede", "surrender", "transfer", "give"})
FLAGS = frozenset({"flag", "banner", "colour", "standard"})
TO = frozenset({"to", "into", "under", "in"})
OUT = frozenset({"out of", "from", "beyond"})
OURS = frozenset({"ours", "theirs"})
TRIGGERS = FLAGS | OURS | RULE | CEDING | STAYING | HANGING
ABOVE = ("over", "above", "in", "on", "at", "atop")


def tenures(scene: Scene) -> Iterator[Finding]:
    """Read flags raised, places that are "ours", places that pass under somebody's rule."""
    for token in scene.words(FLAGS):
        if not is_verbal(token) and is_verbal(token.head):
            yield from _flag(scene, token, roles(token.head))
    for token in scene.words(OURS | frozenset({"we", "they"})):
        if token.lower_ in OURS:
            yield from _ours(scene, token)
    for token in scene.words(STAYING | HANGING):
        if is_verbal(token) and token.dep_ != "amod":
            yield from _holding_out(scene, token)
    for token in scene.words(CEDING):
        if is_verbal(token) and token.dep_ != "amod":
            yield from _ceded(scene, token)
    for token in scene.words(RULE):
        if not is_verbal(token):
            yield from _ruled(scene, token)


def _ceded(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "the village was handed to X", "ceded the town to Y"."""
    around = roles(verb)
    place = scene.place([around.patient]) if around.patient is not None else None
    if place is None and around.patient is not None and scene.lemma(around.patient) in RULE:
        place = scene.places.in_sentence(verb)  # "left X, handing over control to Y"
    to = side_holding(scene, around.after("to", "over to", "back to"))
    if place and to and place != to and place not in scene.states:
        yield held(scene, place, f"{to}-control", verb, "a place handed to somebody")


def _holding_out(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "is holding out in X", "troops are entrenched in Y"."""
    around = roles(verb)
    who = around.agent or around.patient
    out = any(c.lower_ in ("out", "on", "in", "up") for c in verb.children)
    if who is None or not scene.is_force(who) or not (out or scene.lemma(verb) in STAYING):
        return
    holder = side_holding(scene, who)
    nouns = [n for w, n in around.preps if w in ("in", "at", "inside", "around", "near")]
    place = scene.place(nouns, strict=False)
    if place is None:
        place = next((p for n in nouns for c in n.children if (p := scene.places.of(c))), None)
    if holder and place and place not in scene.states:
        yield held(scene, place, f"{holder}-holds-positions", verb, "forces that hold out")


def held(scene: Scene, place: str, value: str, anchor: Token, rule: str) -> Finding:
    """Make a finding on who holds a place."""
    return Finding("control", f"control:{place}", {"place": place}, value, anchor, rule)


def _flag(scene: Scene, flag: Token, around: Roles) -> Iterator[Finding]:
    """Read "raised their flag over the town", "the Ukrainian flag flies in X again"."""
    verb = around.head
    if scene.lemma(verb) not in HOISTING:
        return
    raised = around.patient is not None and around.patient.i == flag.i
    owner = named_before(scene, flag) or side_holding(scene, roles(flag).agent)
    holder = owner or (side_holding(scene, around.agent) if raised else None)
    nouns = [n for w, n in (*around.preps, *roles(flag).preps) if w.split(" ")[0] in ABOVE]
    inner = [m for n in nouns for w, m in roles(n).preps if w in ("in", "of", "at")]
    place = scene.place(nouns) or scene.place(inner) or scene.place(nouns, strict=False)
    if holder and place and place not in scene.states:
        yield held(scene, place, f"{holder}-control", verb, "a flag raised")


def _ours(scene: Scene, token: Token) -> Iterator[Finding]:
    """Read "X is ours", said by whoever has taken it."""
    subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
    place = scene.place([subject], strict=False)
    holder = scene.own_side(token) or side_holding(scene, token)
    if token.lower_ == "ours" and holder and place and place != holder:
        yield held(scene, place, f"{holder}-control", token, "a place that is ours")


def _ruled(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "passed to Russian control", "remains under the authority of the state"."""
    case = " ".join(c.lower_ for c in noun.children if c.dep_ == "case" and c.i < noun.i)
    under = case == "under" and scene.lemma(noun) != "control"  # which control itself reads
    verb = noun.head if is_verbal(noun.head) else None
    passes = verb is not None and scene.lemma(verb) in PASSING and case in TO | OUT
    subject = next((c for c in noun.children if c.dep_.startswith("nsubj")), None)
    if not (under or passes):
        return
    if verb is not None and subject is None:
        around = roles(verb)
        subject = around.patient if around.passive else around.agent
    place = subject_place(scene, subject)
    of = roles(noun).after("of")
    holder = named_before(scene, noun) or side_holding(scene, of)
    if holder is None and of is not None and of.lower_ in ("state", "government", "authorities"):
        holder = scene.own_side(noun)
    named = listed(scene, subject) or ([place] if place else [])
    for each in named if holder else ():
        if each != holder and each not in scene.states:
            value = f"{holder}-lost" if case in OUT else f"{holder}-control"
            anchor = verb if verb is not None else noun
            yield held(scene, each, value, anchor, "a place that passes to somebody")
