"""Who attacks whom by a verb: "X shelled Y", "beat the rebels back", "a missile hit the port"?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from claims.lexicon import Lexicon
from claims.model import Stance
from claims.names.places import slug
from claims.scene import SHIPS, Finding, Scene, quantity
from claims.text.clauses import Roles, is_verbal, roles, sentence
from claims.text.factuality import Fact, judge
from claims.text.tree import Token
from claims.war.attackers import culprit, enemy_of, side_of
from claims.war.contingents import men, unit_of
from claims.war.munitions import FLYING, MANNED, VESSELS, is_munition, owner_of
from claims.war.theatres import place_around, spot, struck, theatre

_WORDS = Lexicon.of(__name__)

VERBS = _WORDS.map("verbs")
ON_ENEMY = _WORDS.set("on_enemy")
NEEDS_FORCE = _WORDS.set("needs_force")
SURELY = _WORDS.set("surely")
ATTEMPTS = frozenset({"attempt", "bid", "effort", "plot", "plan", "try"})
FOILING = _WORDS.set("foiling")
TAKING = _WORDS.set("taking")  # said of ships, when it is an attack
CHECKING = _WORDS.set("checking")
VIOLATE = frozenset({"violate", "breach"})
SOVEREIGN = frozenset({"airspace", "border", "sovereignty", "territory", "water", "frontier"})
FIRE = frozenset({"open", "exchange", "trade"})  # which are said of fire, among other things
DOWN = frozenset({"shoot", "down", "intercept"})
THREATEN = frozenset({"threaten", "vow", "warn", "swear"})
DESTROYING = frozenset({"destroy", "hit", "neutralise", "neutralize", "eliminate"})
NEARING = frozenset({"approach", "close", "edge", "inch"})
# verbs, and what makes them such
WITH = {"close": {"in"}, "wipe": {"out"}, "blow": {"up"}, "gun": {"down"}, "hack": {"death"}}
WITH |= {"draw": {"nearer", "closer"}, "bear": {"down"}, "seal": {"off"}, "choke": {"off"}}
UPON = frozenset({"descend"})  # which is done on a place
ONWARD = ("into", "towards", "toward", "across", "through", "onto")
RUSHING = frozenset({"thrust", "sweep", "pour", "burst", "creep", "break"})  # somewhere
BACK = frozenset({"back", "off"})
FIGURES = _WORDS.set("figures")
PARRYING = _WORDS.set("parrying")
PARTICLED = PARRYING | {"seal", "cut", "choke"}
HEADWAY = _WORDS.set("headway")
EFFECTS = frozenset({"damage", "destroy", "level", "flatten", "hit", "wreck", "burn", "sink"})
STRIKING = frozenset({"carry", "launch", "fire", "drop", "conduct", "stage", "rain"})
CIVILIANS = _WORDS.set("civilians")
WAYS = frozenset({"way", "noose", "ring", "circle"})  # fought, and closed around a place
SUPPLIES = _WORDS.set("supplies")
BURNING = _WORDS.set("burning")
PROPERTY = _WORDS.set("property")
MEASURES = frozenset({"kilometre", "kilometer", "km", "mile", "metre", "meter", "yard"})
PACING = frozenset({"march", "roll"})
PARADE = frozenset({"parade"})
BOARDED = SHIPS | VESSELS


def assaults(scene: Scene, told: Mapping[int, int]) -> Iterator[Finding]:
    """Read the verbs of attack, but for those behind a word of blame, by their sentence's start.

    "X attacked a patrol, Y said; X denied any role" tells of the attack before it is denied.
    """
    for verb in scene.words(frozenset(VERBS) | PARRYING):
        if is_verbal(verb) and verb.i < told.get(sentence(verb).start, len(scene.doc)):
            yield from _verb(scene, verb)


def made(
    scene: Scene, actor: str, place: str, value: str, anchor: Token, rule: str, own: Token | None,
    stance: Stance | None = None,
) -> Finding:  # fmt: skip
    """Make a finding; a force in the plural that acts is counted with its number."""
    place = scene.places.town(place)
    slots = {"actor": actor, "place": place}
    counted = own is not None and scene.is_force(own) and own.tag_ == "NNS"
    amount = scene.amount_of(own) if counted and own is not None else None
    return Finding(
        "operation", f"operation:{actor}>{place}", slots, value, anchor, rule,
        quantity=quantity(amount, unit_of(scene, own)) if amount and not amount.old else None,
        own=scene.actor(own), stance=stance,
    )  # fmt: skip


def tensed(value: str, fact: Fact, verb: Token | None = None, *, vowed: bool = False) -> str:
    """Say of an attack that is yet to come that it is planned, of a possible one a threat."""
    future = fact.future or fact.wanted
    if verb is not None and future and verb.dep_ == "xcomp" and verb.head.lemma_ in THREATEN:
        return "threatened"
    if verb is not None and future and value in ("launched", "attack") and vowed:
        return "threatened"
    if value in ("launched", "attack") and (future or fact.possible):
        return "planned" if future else "threatened"
    return value


def _verb(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "X shelled Y", "rebels attacked the base", "the army repelled the rebels"."""
    around, word = roles(verb), scene.lemma(verb)
    if around.patient is None and word in PARTICLED and (whom := around.after("off", "back")):
        around = replace(around, patient=whom)  # "fended off the rebels", "sealed off the town"
    if word in PARRYING and _parried(verb, around) and side_of(scene, around.patient):
        yield from _beaten(scene, verb, around, "repulsed")
        return
    if word not in VERBS or _means_else(scene, verb, around):
        return
    if word in VIOLATE:
        yield from _intruded(scene, verb, around)
    elif word == "intercept" and _is_vessel(scene, around.patient):
        yield from _attack(scene, verb, around, "attack")
    elif word == "shoot" and not _is_down(verb):
        if scene.is_force(around.agent) and (around.after("at", "on") or _is_dead(verb)):
            yield from _attack(scene, verb, around, "attack")
    elif word in DOWN or (word in DESTROYING and _downs(scene, around)):
        yield from _shot_down(scene, verb, around)
    elif word in CHECKING:
        if scene.is_force(around.patient) and scene.is_force(around.agent):
            yield from _beaten(scene, verb, around)
    elif word in ON_ENEMY:
        yield from _beaten(scene, verb, around)
    elif (attempt := foiled(scene, verb)) is not None:
        yield from _foiled(scene, verb, around, attempt)
    else:
        yield from _attack(scene, verb, around)


def _is_effect(scene: Scene, verb: Token) -> bool:
    """Tell what an attack did, beside the attack: "fired rockets at X, damaging a school"."""
    word = scene.lemma(verb)
    return verb.dep_ == "advcl" and verb.tag_ == "VBG" and word in EFFECTS and (
        scene.lemma(verb.head) in VERBS or scene.lemma(verb.head) in STRIKING
    )  # fmt: skip


def _downs(scene: Scene, around: Roles) -> bool:
    """Tell "its air defences destroyed 40 drones" from a drone that destroys something."""
    what, agent = around.patient, around.agent
    flies = what is not None and scene.lemma(what) in FLYING - MANNED
    return flies and agent is not None and not is_munition(scene, agent)


def _means_else(scene: Scene, verb: Token, around: Roles) -> bool:
    """Tell "soldiers boarded buses", "opened a school", "test-fired a missile"."""
    word, patient = scene.lemma(verb), around.patient
    if verb.dep_ in ("amod", "compound") or _is_test(verb) or _is_effect(scene, verb):
        return True
    if word == "board":
        return not _is_vessel(scene, patient)
    if word == "drive":
        return scene.doc.between(verb.i + 1, verb.i + 2) not in ("off", "back")
    if word == "fire":  # what is fired is read elsewhere, and he who is fired loses his post
        return patient is not None
    if word in TAKING:
        return patient is None or scene.lemma(patient) not in BOARDED
    if patient is not None and scene.lemma(patient) in FIGURES:
        return True  # "struck a deal"
    named = around.agent is not None and around.agent.pos_ == "PROPN"
    if word in NEARING and not (named or scene.is_force(around.agent)):
        return True  # "drones were shot down as they approached the city"
    if word in UPON and around.after("on", "upon") is None:
        return True
    if word == "close" and patient is not None and scene.lemma(patient) in WAYS:
        return False
    if word in WITH:
        small = {c.lower_ for c in (*verb.children, *_cases(around.patient))}
        return not small & WITH[word]
    if word in RUSHING or word in ("gain", "make", "move", "fight"):
        return not _advances(scene, verb, around)
    if word == "cut" and (patient is None or scene.lemma(patient) not in SUPPLIES):
        return not any(c.lower_ == "off" for c in (*verb.children, *_cases(patient)))
    if word in BURNING and not (patient is not None and scene.lemma(patient) in PROPERTY):
        return patient is None or not scene.places.of(patient)  # "burned a flag"
    return word in FIRE and (patient is None or scene.lemma(patient) != "fire")


def _parried(verb: Token, around: Roles) -> bool:
    """Tell "beat them back" and "fended off the rebels"."""
    small = {c.lower_ for c in verb.children if c.dep_ in ("advmod", "compound:prt")}
    if verb.lemma_ == "turn":  # what is turned off is a machine
        return "back" in small or around.after("back") is not None
    return bool(small & BACK) or around.after("off", "back") is not None


def _cases(noun: Token | None) -> list[Token]:
    return [c for c in noun.children if c.dep_ == "case"] if noun is not None else []


def _advances(scene: Scene, verb: Token, around: Roles) -> bool:
    """Tell "gained ground", "moved closer to X" and "swept into X" from other gains and moves."""
    word, patient = scene.lemma(verb), around.patient
    if word in ("gain", "make", "fight"):
        what = scene.lemma(patient) if patient is not None else ""
        return what == "way" if word == "fight" else what in HEADWAY
    if word == "move":
        near = any(c.lower_ in ("closer", "nearer") for c in verb.children)
        return near or around.after("on", "towards", "toward") is not None
    return around.after(*ONWARD) is not None


def _attack(
    scene: Scene, verb: Token, around: Roles, value: str | None = None
) -> Iterator[Finding]:
    """Read an attack with whoever attacks, or with what hits."""
    word, agent = scene.lemma(verb), around.agent
    value, fact = value or VERBS[word], judge(verb)
    side = side_of(scene, agent)
    if verb.tag_ == "VBG" and side in (scene.memo.get("sent") or ()):  # type: ignore[operator]
        return  # being in the fight is deployment
    if side is None and value == "attack":
        yield from _by_nobody(scene, verb, around, fact)
        return
    if side is None or (word in NEEDS_FORCE and not _armed(scene, agent)):
        return
    place = _place(scene, verb, around, side)
    if place is None or place == side or (word in PACING and scene.has(PARADE)):
        return
    if value not in ("attack", "launched") and (fact.wanted or fact.condition):
        return  # "weapons to help it push them back"
    said = next(iter(scene.sayings.over(verb)), None)
    vowed = said is not None and said.entry in THREATEN
    value = tensed(value, fact, verb, vowed=vowed)
    yield made(scene, side, place, value, verb, "an attack", agent)


def foiled(scene: Scene, verb: Token) -> Token | None:
    """Give the attempt to attack that was foiled: "thwarted a bid by rebels to storm the base"."""
    attempt = verb.head if verb.dep_ == "acl" else roles(verb.head).patient
    if attempt is None or verb.dep_ not in ("acl", "advcl", "xcomp") or attempt.i > verb.i:
        return None
    foils = attempt.dep_ == "obj" or attempt.dep_ == "nsubj:pass"
    fits = scene.lemma(attempt) in ATTEMPTS and scene.lemma(attempt.head) in FOILING
    return attempt if foils and fits else None


def _foiled(scene: Scene, verb: Token, around: Roles, attempt: Token) -> Iterator[Finding]:
    """Read it as the attack beaten back that it is."""
    by = roles(attempt)
    side = side_of(scene, by.agent) or next(
        (s for c in attempt.children if c.i < attempt.i and (s := side_of(scene, c))), None
    )
    side = side or enemy_of(scene, roles(attempt.head).agent)
    place = scene.place([around.patient]) or place_around(scene, around, by, roles(attempt.head))
    if around.patient is not None:
        place = place or place_around(scene, roles(around.patient))
    place = place or scene.places.in_sentence(verb)
    if side and place and side != place:
        yield made(scene, side, place, "repulsed", attempt.head, "an attempt foiled", by.agent)


def _place(scene: Scene, verb: Token, around: Roles, side: str) -> str | None:
    """Find where an attack is: at what it hits, around the verb, or in the article's theatre."""
    word = scene.lemma(verb)
    value, patient = VERBS[word], None if word in FIRE else around.patient
    if patient is None and word == "fire":
        patient = around.after("at", "on", "upon")
        patient = men(scene, patient) or patient  # "at one of its boats"
    place = None
    if patient is not None and scene.lemma(patient) in MEASURES | HEADWAY | WAYS:
        place = place_around(scene, around, roles(patient))
        patient = None  # "advanced 15 kilometres into X", "made gains near X"
    place = place or scene.place([patient])
    if value == "advancing" and patient is not None and not (place or side_of(scene, patient)):
        return None  # "lawmakers push a bill"
    place = place or spot(scene, around, *([roles(patient)] if patient is not None else []))
    place = place or place_around(scene, around)
    if place is None and patient is not None:
        place = place_around(scene, roles(patient)) or scene.places.in_sentence(verb)
    near = any(c.lower_ in ("closer", "nearer") for c in verb.children)
    if place is None and (near or word == "retaliate"):
        place = scene.places.in_sentence(verb)
    flies = _flies(scene, around.agent)
    if place is None and value == "attack" and flies and not judge(verb).wanted:
        place = theatre(scene, verb)  # "its jets struck a depot": where the article is at
    return place or struck(scene, around, side)


def _by_nobody(scene: Scene, verb: Token, around: Roles, fact: Fact) -> Iterator[Finding]:
    """Read "a tanker was struck by a missile", "the town was shelled": nobody says by whom."""
    agent, patient, word = around.agent, around.patient, scene.lemma(verb)
    hit = is_munition(scene, agent)
    if patient is None or fact.wanted or fact.condition or not (hit or word in SURELY):
        return
    if not hit and (agent is not None or not around.passive):
        return
    place = scene.place([patient]) or place_around(scene, around, roles(patient))
    place = place or scene.places.in_sentence(verb)
    if place is None:
        return
    side = owner_of(scene, agent) or culprit(scene, verb, place)
    if side != place:
        yield made(scene, side, place, tensed("attack", fact), verb, "hit by what flies", None)


def _beaten(
    scene: Scene, verb: Token, around: Roles, value: str | None = None
) -> Iterator[Finding]:
    """Read "the army routed the rebels": of whom it is said, not by whom."""
    whom = around.patient or around.after("off", "back")
    side = side_of(scene, whom)
    if side is None and whom is not None:
        side = side_of(scene, roles(whom).after("of"))  # "a column of rebels was stopped"
    if side is None or judge(verb).wanted or _contributes(scene, verb):
        return
    place = place_around(scene, around, *([roles(whom)] if whom is not None else []))
    place = place or scene.places.main()  # beaten in the theatre
    if place:
        value = value or VERBS[scene.lemma(verb)]
        yield made(scene, side, place, value, verb, "an enemy beaten", around.patient)


def _shot_down(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "its air defences shot down drones over X": the other side's attack is beaten back."""
    what, word = around.patient, scene.lemma(verb)
    if what is None or scene.lemma(what) not in FLYING or (word == "shoot" and not _is_down(verb)):
        return
    if word == "intercept" and scene.lemma(what) in MANNED:
        return  # jets that meet a bomber over the sea escort it
    side = side_of(scene, what) or _sender(scene, what) or enemy_of(scene, around.agent)
    if side is None and around.agent is None and (over := place_around(scene, around)):
        side = culprit(scene, verb, over)
    place = place_around(scene, around) or scene.places.in_sentence(verb)
    own = scene.side(around.agent) or (scene.own_side(verb) if around.passive else None)
    if place is None or slug(scene.cast.where(place) or place) == side:
        place = own or scene.places.main()  # "intercepted a rocket from Gaza": at home
    if side and place and place != side:
        yield made(scene, side, place, "repulsed", verb, "what flies is shot down", None)


def _sender(scene: Scene, what: Token) -> str | None:
    """Give the state of "a missile launched from Yemen"."""
    sent = (roles(c).after("from") for c in what.children if c.dep_ == "acl")
    origin = next((n for n in sent if n is not None), None)
    return scene.side(origin) if origin is not None and scene.places.of(origin) else None


def _intruded(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "X's jets violated Y's airspace"."""
    where, side = around.patient, side_of(scene, around.agent)
    if where is None or side is None or scene.lemma(where) not in SOVEREIGN:
        return
    owner = next((s for c in where.children if (s := scene.side(c))), None) or scene.own_side(verb)
    if scene.lemma(verb.head.head) == "accuse":  # "A accused B's jets of violating its airspace"
        side, owner = side_of(scene, roles(verb.head.head).patient), scene.own_side(verb)
    if side and owner and owner != side:
        yield made(scene, side, owner, "incursions", verb, "a border crossed", around.agent)


def _is_down(verb: Token) -> bool:
    return any(c.lower_ == "down" for c in verb.children)


def _is_dead(verb: Token) -> bool:
    """Tell "shot dead" and "shot 12 villagers" from "shot a film"."""
    return any(c.lower_ == "dead" or c.tag_ == "NNS" for c in verb.children if c.i > verb.i)


def _is_test(verb: Token) -> bool:
    """Tell "test-fired a missile"."""
    return verb.i > 1 and verb.nbor(-1).text == "-" and verb.nbor(-2).lower_ == "test"


def _contributes(scene: Scene, verb: Token) -> bool:
    """Tell "helped defeat" and "a role in defeating" from a statement that somebody is beaten."""
    if verb.tag_ == "VBG" and any(c.lower_ in ("in", "for", "of") for c in verb.children):
        return True
    return (
        scene.lemma(verb.head) in ("help", "aid", "assist", "try", "seek") and verb.dep_ != "conj"
    )


def _armed(scene: Scene, agent: Token | None) -> bool:
    if agent is not None and agent.pos_ == "PRON":
        agent = scene.cast.mention(agent)
    if agent is None or scene.lemma(agent) in CIVILIANS:
        return False
    if scene.cast.is_person(agent):
        return False  # a politician targets his rivals
    return scene.is_force(agent) or scene.side(agent) is not None


def _flies(scene: Scene, agent: Token | None) -> bool:
    """Tell a force, or what flies for it: "its helicopters bombed two islands"."""
    return agent is not None and (scene.is_force(agent) or scene.lemma(agent) in FLYING)


def _is_vessel(scene: Scene, target: Token | None) -> bool:
    """Tell a ship that is boarded by force: by its kind, or by a name."""
    named = target is not None and target.pos_ == "PROPN"
    return named or (target is not None and scene.lemma(target) in BOARDED)
