"""Who talks with whom, and how is a finding about talks made?"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from claims.conflicts import MEDIATORS, NAMED, conflict
from claims.lexicon import Lexicon
from claims.names.gazetteer import gazetteer
from claims.names.places import slug
from claims.scene import Finding, Scene
from claims.text.clauses import is_verbal, roles
from claims.who.actors import state_of

_WORDS = Lexicon.of(__name__)

PART = _WORDS.set("part")
NEGOTIATORS = _WORDS.set("negotiators")
ENVOYS = _WORDS.set("envoys")
OFFICIALS = ENVOYS | NEGOTIATORS | gazetteer().nouns["organs"] | gazetteer().nouns["roles"]
WITH = frozenset({"between", "with", "of", "among", "by"})
ACCORDS = frozenset({"agreement", "accord", "treaty", "pact", "protocol"})


def of_talks(
    scene: Scene, noun: Token | None, value: str, anchor: Token, rule: str,
    pair: tuple[str, ...] = (),
) -> Finding:  # fmt: skip
    """Make a finding about talks."""
    name = NAMED.get(pair, "-".join(pair)) if len(pair) == 2 else conflict(scene, noun)
    return Finding("ceasefire", f"talks:{name}", {"conflict": name}, value, anchor, rule)


def between(scene: Scene, noun: Token) -> set[str]:
    """Give who talks: the sides at the noun, at its verb, and the speaker who is one of them."""
    verb = noun.head
    while not is_verbal(verb) and scene.lemma(verb) in PART:
        verb = verb.head
    agent = roles(verb).agent if is_verbal(verb) else None
    near = [agent, roles(noun).agent, *(n for w, n in roles(noun).preps if w in WITH)]
    if is_verbal(verb) and noun.dep_ == "obl":
        near.append(roles(verb).patient)  # "invited A and B to talks"
    near += [c for c in noun.children if c.dep_ in ("compound", "amod") and c.i < noun.i]
    found = {side for n in near if n is not None for side in _stands_for(scene, n)}
    found |= coupled(scene, agent)
    speaker = scene.speaker(noun) if len(found) == 1 else None
    if speaker is not None and state_of(speaker):
        found.add(slug(speaker))
    return found - MEDIATORS - {""}


def coupled(scene: Scene, agent: Token | None) -> set[str]:
    """Give the sides of "Chinese and Philippine officers"."""
    first = next((c for c in agent.children if c.dep_ == "amod"), None) if agent else None
    sides = {scene.side(c) for c in (first, *first.conjuncts)} if first is not None else set()
    return {side for side in sides if side is not None}


def _stands_for(scene: Scene, noun: Token) -> Iterator[str]:
    """Give the sides that names and officials stand for, but not "a Somali club"."""
    for each in (noun, *noun.conjuncts):
        official = scene.lemma(each) in OFFICIALS or each.lower_ in OFFICIALS
        if official or each.pos_ in ("PROPN", "ADJ", "PRON"):
            yield from scene.pair_of(each) if each.i == noun.i else [scene.side(each) or ""]


def is_coming(verb: Token) -> bool:
    """Tell "are meeting on Tuesday" and "to be held" from what has been."""
    progressive = verb.tag_ == "VBG" and any(
        c.dep_ == "aux" and c.lower_ in ("are", "is") for c in verb.children
    )
    return progressive or (verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children))
