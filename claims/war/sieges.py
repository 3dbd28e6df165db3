"""Which place is besieged, by whom, and whose siege is broken?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.scene import Finding, Scene
from claims.text.clauses import is_verbal, roles
from claims.text.factuality import judge
from claims.text.tree import Token
from claims.war.assaults import made
from claims.war.attackers import culprit, enemy_of, side_of
from claims.war.theatres import place_around

SIEGE = frozenset({"siege", "blockade", "encirclement"})
LAYING = frozenset({"lay", "impose", "tighten", "maintain", "reimpose", "enforce"})
PUTTING = frozenset({"put", "keep", "place", "hold", "have"})  # a town under siege
BREAKING = frozenset({"break", "lift", "end", "breach", "raise", "smash"})


def sieges(scene: Scene) -> Iterator[Finding]:
    """Read "laid siege to X", "X is under siege by Y", "broke the siege of X"."""
    for noun in scene.words(SIEGE):
        if is_verbal(noun):
            continue
        verb = noun.head if is_verbal(noun.head) else None
        word = scene.lemma(verb) if verb is not None else ""
        if any(c.dep_ == "case" and c.lower_ == "under" for c in noun.children):
            yield from _under(scene, noun, verb)
        elif verb is not None and noun.dep_ in ("obj", "nsubj:pass") and word in LAYING | BREAKING:
            yield from _laid_or_broken(scene, noun, verb)


def _under(scene: Scene, noun: Token, verb: Token | None) -> Iterator[Finding]:
    subject = next((c for c in noun.children if c.dep_.startswith("nsubj")), None)
    if subject is None and verb is not None:
        subject = roles(verb).agent or roles(verb).patient
    place = scene.place([subject], strict=False)
    by = roles(noun).after("by", "from")
    if by is None and verb is not None:
        by = roles(verb).after("by", "from")
    if verb is not None and verb.lemma_ in PUTTING and not roles(verb).passive:
        place, by = scene.place([roles(verb).patient], strict=False), roles(verb).agent
    if place is None or judge(noun).wanted:
        return
    side = side_of(scene, by) or culprit(scene, noun, place)
    if side != place:
        yield made(scene, side, place, "besieged", noun, "under siege", None)


def _laid_or_broken(scene: Scene, noun: Token, verb: Token) -> Iterator[Finding]:
    around, own = roles(verb), roles(noun)
    to = own.after("to", "of", "on", "around") or around.after("to", "of", "on", "around")
    place = scene.place([to], strict=False) if to is not None else None
    place = place or place_around(scene, own, around)
    if place is None:
        return
    if scene.lemma(verb) in LAYING:
        side = side_of(scene, around.agent)
        value, rule = "besieged", "a siege laid"
    else:
        side = side_of(scene, own.agent) or enemy_of(scene, around.agent)
        value, rule = "repulsed", "a siege broken"
        if around.agent is not None and side_of(scene, around.agent) == side:
            value = "ended"
    if side and side != place and not judge(verb).wanted:
        yield made(scene, side, place, value, verb, rule, None)
