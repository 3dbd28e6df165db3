"""Who talks with whom, and how is a finding about talks made?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.conflicts import MEDIATORS, NAMED, conflict
from claims.diplomacy.offers import FATES, OFFERS, REPORTS, offer_of
from claims.lexicon import Lexicon
from claims.names.gazetteer import armed_groups, gazetteer
from claims.names.geography import is_state
from claims.names.places import slug
from claims.scene import Finding, Scene
from claims.text.clauses import is_verbal, roles
from claims.text.tree import Token
from claims.who.actors import state_of

_WORDS = Lexicon.of(__name__)

PART = _WORDS.set("part")
NEGOTIATORS = _WORDS.set("negotiators")
ENVOYS = _WORDS.set("envoys")
ABOUT = PART | OFFERS | FATES | REPORTS  # nouns before "of talks"
HOSTING = frozenset({"host", "mediate", "broker", "facilitate", "sponsor"})
AHEAD = _WORDS.set("ahead")  # "are meeting on Friday"
OFFICIALS = ENVOYS | NEGOTIATORS | gazetteer().nouns["organs"] | gazetteer().nouns["roles"]
OFFICIALS |= _WORDS.set("countries")
WITH = frozenset({"between", "with", "of", "among", "by"})
ACCORDS = frozenset({"agreement", "accord", "treaty", "pact", "protocol"})


def of_talks(
    scene: Scene, noun: Token | None, value: str, anchor: Token, rule: str,
    pair: tuple[str, ...] = (),
) -> Finding:  # fmt: skip
    """Make a finding about talks, called by those who talk unless the war has a name."""
    name = NAMED.get(pair, "-".join(pair)) if len(pair) == 2 else conflict(scene, noun)
    if len(pair) != 2 and noun is not None and name not in NAMED.values():
        here = tuple(sorted(s for s in between(scene, noun) if wages(s) or s in MEDIATORS))
        name = NAMED.get(here, "-".join(here)) if len(here) == 2 else name
    return Finding("ceasefire", f"talks:{name}", {"conflict": name}, value, anchor, rule)


def between(scene: Scene, noun: Token) -> set[str]:
    """Give who talks: the sides at the noun, at its verb, and the speaker who is one of them."""
    verb, carrier = noun.head, noun
    while not is_verbal(verb) and verb.i != carrier.i and scene.lemma(verb) in ABOUT:
        verb, carrier = verb.head, verb
    agent = roles(verb).agent if is_verbal(verb) else _subject(verb) or _subject(noun)
    agent = agent if scene.lemma(verb) not in HOSTING else None
    near = [agent, roles(noun).agent, *(n for w, n in roles(noun).preps if w in WITH)]
    carrier = offer_of(scene, noun) or carrier
    if carrier.i != noun.i:
        near += [roles(carrier).agent, roles(carrier).after("with", "by", "from", "between")]
    if is_verbal(verb) and carrier.dep_ in ("nsubj", "nsubj:pass"):
        near.append(roles(verb).after("between"))  # "talks resumed between A and B"
    if is_verbal(verb) and noun.dep_ == "obl":
        near.append(roles(verb).patient)  # "invited A and B to talks"
    near += [c for c in noun.children if c.dep_ in ("compound", "amod") and c.i < noun.i]
    found = {side for n in near if n is not None for side in stands_for(scene, n)}
    found |= coupled(scene, agent)
    found |= {s for n in near if n is not None and n.tag_ == "NNS" for s in _of(scene, n)}
    speaker = scene.speaker(noun) if len(found) == 1 else None
    if speaker is not None and state_of(speaker):
        found.add(slug(speaker))
    found -= {""}
    return found - MEDIATORS if len(found - MEDIATORS) > 1 else found


def met_by(scene: Scene, verb: Token) -> set[str]:
    """Give the sides of those who meet: "A's president met his counterpart from B"."""
    around = roles(verb)
    met = [n for n in (around.agent, around.patient, around.after("with")) if n is not None]
    office = [n for n in met if scene.lemma(n) in OFFICIALS]
    met += [n for each in office if (n := roles(each).after("of", "from")) is not None]
    sides = {side for each in met for side in stands_for(scene, each)}
    if around.agent is not None and scene.lemma(around.agent) in OFFICIALS:
        sides |= coupled(scene, around.agent)
    return {side for side in sides if wages(side)}


def coupled(scene: Scene, agent: Token | None) -> set[str]:
    """Give the sides of "Chinese and Philippine officers"."""
    first = next((c for c in agent.children if c.dep_ == "amod"), None) if agent else None
    sides = {scene.side(c) for c in (first, *first.conjuncts)} if first is not None else set()
    return {side for side in sides if side is not None}


def _subject(predicate: Token) -> Token | None:
    """Give who "is open to talks" or "is in talks"."""
    return next((c for c in predicate.children if c.dep_ == "nsubj"), None)


def _of(scene: Scene, officials: Token) -> tuple[str, ...]:
    """Give the sides of "the presidents of A and B"."""
    plain = scene.lemma(officials) in OFFICIALS
    return scene.pair_of(roles(officials).after("of", "from")) if plain else ()


def wages(side: str) -> bool:
    """Tell a state or an armed group from a company or a broadcaster."""
    return is_state(side) or side.replace("-", " ") in armed_groups()


def stands_for(scene: Scene, noun: Token) -> Iterator[str]:
    """Give the sides that names and officials stand for, but not "a Somali club"."""
    for each in (noun, *noun.conjuncts):
        official = scene.lemma(each) in OFFICIALS or each.lower_ in OFFICIALS
        if official or each.pos_ in ("PROPN", "ADJ", "PRON"):
            yield from scene.pair_of(each) if each.i == noun.i else [scene.side(each) or ""]


def is_coming(verb: Token) -> bool:
    """Tell "are meeting on Tuesday" and "to be held" from what has been and what is going on."""
    progressive = verb.tag_ == "VBG" and any(
        c.dep_ == "aux" and c.lower_ in ("are", "is") for c in verb.children
    )
    if progressive:
        return any(t.lower_ in AHEAD for t in verb.doc[verb.left_edge.i : verb.right_edge.i + 1])
    return verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children)
