"""Whose forces come or go by a verb of travel, and which ships are at sea?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.lexicon import Lexicon
from claims.names.naming import chunk_start
from claims.names.places import slug
from claims.scene import SHIPS, Finding, Scene
from claims.text.clauses import Roles, is_verbal, roles
from claims.text.factuality import judge
from claims.text.tree import Token
from claims.war.contingents import force_of, men, place_of
from claims.war.munitions import VESSELS
from claims.war.recruits import of_force

_WORDS = Lexicon.of(__name__)

TRAVEL = _WORDS.set("travel")
CRUISING = _WORDS.set("cruising")
DEPARTING = TRAVEL | CRUISING
MISSIONS = _WORDS.set("missions")
AWAY = ("out of", "from", "out", "off")
HITHER = ("to", "into", "in", "for")
HOME = frozenset({"home", "out", "back", "off"})
CARRYING = frozenset({"fly", "airlift", "ship", "ferry", "truck"})
FIRST = frozenset({"first", "initial"})
LAST = frozenset({"last", "final", "remaining", "all"})
AFLOAT = frozenset({"warship", "bomber", "flotilla"})


def departures(scene: Scene) -> Iterator[Finding]:
    """Read travels of forces, missions joined, ships at sea, and who "is gone"."""
    for verb in scene.words(DEPARTING | {"join", "leave"}):
        if not is_verbal(verb) or verb.dep_ == "amod":
            continue
        around = roles(verb)
        if scene.lemma(verb) == "join":
            yield from _joined(scene, verb, around)
        elif scene.lemma(verb) == "leave":
            yield from _left_in(scene, verb, around)
        elif scene.lemma(verb) in CRUISING:
            yield from _at_sea(scene, verb, around)
        else:
            yield from _travelled(scene, verb, around)


def extent(scene: Scene, people: Token | None, value: str) -> str:
    """Say that a withdrawal has begun where the first go, and is done where the last do."""
    noun = people
    for _ in range(2):
        words = {c.lower_ for c in noun.children} if noun is not None else set()
        if value in ("withdrawn", "withdrawal-started") and words & FIRST:
            return "withdrawal-started"
        if value == "withdrawal-started" and words & LAST:
            return "withdrawn"
        noun = noun.head if noun is not None and noun.dep_ == "nmod" else None
    return value


def _travelled(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "flew out of X", "were flown to X", "the last soldier will be gone from X"."""
    people = _travellers(scene, verb, around)
    force = force_of(scene, people, around.agent)
    leaves = around.after(*AWAY)
    small = {c.lower_ for c in verb.children if c.dep_ in ("advmod", "compound:prt", "advcl")}
    home = bool(small & HOME) and around.after(*HITHER) is None
    if people is None or force is None or (scene.lemma(verb) == "go" and verb.lower_ != "gone"):
        return
    if leaves is not None or home:
        force = _named_side(scene, people) or _last_force(scene, people) or force
        place = place_of(scene, around, people, leaving=True) if leaves is not None else None
        fact = judge(verb)
        ahead = fact.future or fact.condition or fact.wanted
        value = "withdrawal-promised" if ahead else extent(scene, people, "withdrawal-started")
        yield of_force(scene, force, place, value, verb, "forces that travel home", people)
        return
    place = place_of(scene, around, people)
    here = place is not None and around.after(*HITHER) is not None and slug(place) != force
    if here and scene.lemma(verb) != "go":
        yield of_force(scene, force, place, "deployed", verb, "forces that travel", people)


def _travellers(scene: Scene, verb: Token, around: Roles) -> Token | None:
    """Give the armed people who travel: whom a verb carries, or who goes himself."""
    if around.patient is not None and not (around.passive or scene.lemma(verb) in CARRYING):
        return None if scene.lemma(verb) != "go" else men(scene, around.patient)
    return men(scene, around.patient or around.agent)


def _named_side(scene: Scene, people: Token) -> str | None:
    """Give the side that a noun phrase itself names: "Kenyan police officers"."""
    front = scene.doc[chunk_start(people) : people.i]
    return next((s for t in front if (s := scene.side(t))), None)


def _last_force(scene: Scene, people: Token) -> str | None:
    """Give the side of the forces told of before: of "about 120 soldiers" no one else's."""
    if any(c.lower_ in ("the", "his", "our", "their", "its") for c in people.children):
        return None
    for token in reversed(scene.doc[max(0, people.i - 150) : chunk_start(people)]):
        if scene.is_force(token) and (side := _named_side(scene, token)):
            return side
    return None


def _joined(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "the frigate joined a mission in X", "police officers joined the force in Y"."""
    people, what, fact = men(scene, around.agent), around.patient, judge(verb)
    if people is None or what is None or scene.lemma(what) not in MISSIONS or fact.wanted:
        return
    force = _named_side(scene, people) or scene.side(people)
    place = place_of(scene, around, what)
    ready = scene.is_force(people) or scene.lemma(people) in VESSELS
    if force and place and ready and place != force:
        yield of_force(scene, force, place, "deployed", verb, "a mission joined", people)


def _left_in(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "no fighter was left in the town": whether any are there."""
    people = men(scene, around.patient)
    place = place_of(scene, around)
    if not around.passive or people is None or not scene.is_force(people) or place is None:
        return
    force = force_of(scene, people)
    if force and force != place:
        yield of_force(scene, force, place, "deployed", verb, "forces that are left", people)


def _at_sea(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "two aircraft carriers are operating east of X", "a destroyer sailed near Y"."""
    ships = scene.counted(around.agent)
    if ships is None or scene.lemma(ships) not in VESSELS | SHIPS | AFLOAT:
        return
    force = scene.side(ships)
    nouns = [n for w, n in around.preps if w in ("in", "near", "off", "around", "through", "of")]
    inner = [m for n in nouns for w, m in roles(n).preps if w == "of"]
    place = scene.place(inner, strict=False) or scene.place(nouns)
    fact = judge(verb)
    if (
        force is None
        or place is None
        or place == force
        or fact.wanted
        or not scene.is_force(ships)
    ):
        return
    yield of_force(scene, force, place, "deployed", verb, "ships at sea", ships)
