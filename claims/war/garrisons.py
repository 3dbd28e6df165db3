"""Which bases abroad are opened or handed over, and which missions of forces go on longer?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.lexicon import Lexicon
from claims.names.places import slug
from claims.scene import Finding, Scene
from claims.text.clauses import Roles, is_verbal, roles, sentence
from claims.text.factuality import judge
from claims.text.tree import Token
from claims.war.contingents import place_of
from claims.war.recruits import of_force

_WORDS = Lexicon.of(__name__)

GIVING = _WORDS.set("giving")
OPENING = _WORDS.set("opening")
EXTENDING = _WORDS.set("extending")
MISSIONS = _WORDS.set("missions")
BASES = _WORDS.set("bases")
ARMED = _WORDS.set("armed")
PLANNING = _WORDS.set("planning")
OVER = frozenset({"over", "back"})
STATIONING = GIVING | OPENING | EXTENDING


def garrisons(scene: Scene) -> Iterator[Finding]:
    """Read bases opened and handed over, and missions that are extended."""
    for verb in scene.words(STATIONING):
        if not is_verbal(verb) or verb.dep_ == "amod":
            continue
        around, word = roles(verb), scene.lemma(verb)
        if word in GIVING:
            yield from _handed(scene, verb, around)
        elif word in OPENING:
            yield from _opened(scene, verb, around)
        else:
            yield from _extended(scene, verb, around)


def _handed(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "handed the base at X over to Y", "vacated its last outpost in X"."""
    base, word = around.patient, scene.lemma(verb)
    if base is not None and scene.lemma(base) == "control":
        base = roles(base).after("of")  # "handed over control of its base"
    if base is None or scene.lemma(base) not in BASES:
        return
    given = word in ("hand", "give", "turn", "sign")
    behind = scene.doc[verb.i + 1 : min(sentence(verb).end, verb.i + 12)]
    over = any(t.lower_ in OVER for t in behind) or around.after("to") is not None
    if given and not over:
        return
    owner = next((s for c in base.children if c.i < base.i and (s := scene.side(c))), None)
    side = scene.side(around.agent) or owner
    if around.passive and around.after("by") is None:
        side = owner
    place = scene.places.of(base) or place_of(scene, around, base)
    if side is None or place is None or slug(place) == side:
        return
    fact = judge(verb)
    planned = scene.lemma(verb.head) in PLANNING and verb.dep_ in ("xcomp", "ccomp")
    if fact.wanted and not (fact.future or planned):
        return
    value = "handover" if given else "withdrawn"
    if value == "withdrawn" and (fact.future or fact.condition or planned):
        value = "withdrawal-promised"
    yield of_force(scene, side, place, value, verb, "a base handed over", None)


def _opened(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "X has opened a base in Y": its forces are there."""
    base, fact = around.patient, judge(verb)
    if base is None or scene.lemma(base) not in BASES or fact.wanted:
        return
    words = {scene.lemma(t) for t in sentence(verb)}
    armed = any(c.lower_ in ARMED for c in base.children) or bool({"soldier", "troop"} & words)
    side = scene.side(around.agent)
    place = place_of(scene, around, base) or scene.places.of(base)
    if armed and side and place and slug(place) != side and not _is_home(scene, side, place):
        yield of_force(scene, side, place, "deployed", verb, "a base opened", None)


def _is_home(scene: Scene, side: str, place: str) -> bool:
    """Tell a state's own land, where a base is no news of forces sent."""
    home = scene.cast.where(place)
    return home is not None and slug(home) == side


def _extended(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "extended the mission of its soldiers in X by a year"."""
    mission = around.patient
    if mission is None or scene.lemma(mission) not in MISSIONS:
        return
    people = roles(mission).after("of")
    own = any(c.lower_ in ARMED or scene.is_force(c) for c in mission.children)
    force = scene.is_force(people)
    side = scene.side(around.agent) or scene.side(people)
    place = place_of(scene, around, mission, people)
    if (force or own) and side and place and slug(place) != side:
        yield of_force(scene, side, place, "extended", verb, "a mission extended", people)
