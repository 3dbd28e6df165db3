"""What is told of what is fired, crosses a border, sets a place on fire or sinks a ship?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from claims.lexicon import Lexicon
from claims.names.places import KINDS, slug
from claims.scene import SHIPS, Finding, Scene
from claims.text.clauses import Roles, is_verbal, roles, sentence
from claims.text.factuality import judge
from claims.text.tree import Token
from claims.war.assaults import made, tensed
from claims.war.attackers import attacker_of, culprit, side_of
from claims.war.munitions import BLOWS, FLYING, is_munition, is_ship, owner_of
from claims.war.theatres import place_around, theatre

_WORDS = Lexicon.of(__name__)

FIRING = _WORDS.set("firing")
CROSSING = _WORDS.set("crossing")
LINES = _WORDS.set("lines")
SINKING = frozenset({"sink", "go", "scuttle", "founder"})
TARGETED = frozenset({"attack", "missile", "drone", "torpedo", "strike", "rocket", "mine", "raid"})
CAUSING = frozenset({"after", "following", "by", "in", "from", "during", "under", "to"})
HIT = frozenset({"hit", "strike", "attack", "torpedo", "target", "bomb", "ram", "shell"})
VAGUE = frozenset({"line", "zone"})
DIVIDING = _WORDS.set("dividing")
AT = (
    "off",
    "near",
    "at",
    "on",
    "into",
    "onto",
    "towards",
    "toward",
    "against",
    "over",
    "in",
    "across",
)
SETTING_OFF = frozenset({"detonate", "explode", "plant"})
OPEN = frozenset({"sea", "ocean", "air"})  # "fired a missile into the sea": a test
TRIAL = frozenset({"test", "exercise", "drill", "trial", "satellite", "space", "orbit"})
ABLAZE = frozenset({"fire", "ablaze", "alight", "aflame", "flame"})
BURNING = frozenset({"set"})
UNDER = frozenset({"attack", "fire", "shelling", "bombardment", "assault", "strike"})


def firings(scene: Scene, told: Mapping[int, int]) -> Iterator[Finding]:
    """Read what no verb of attack tells, but for what stands behind a word of blame."""
    for verb in scene.words(FIRING | CROSSING | SINKING | BURNING | {"come"}):
        if verb.i > told.get(sentence(verb).start, len(scene.doc)):
            continue
        if not is_verbal(verb) or verb.dep_ == "amod":
            continue
        word, around = scene.lemma(verb), roles(verb)
        if word in FIRING:
            yield from _fired(scene, verb, around)
        elif word in CROSSING:
            yield from _crossed(scene, verb, around)
        elif word in SINKING:
            yield from _sunk(scene, verb, around)
        elif word in BURNING:
            yield from _ablaze(scene, verb, around)
        else:
            yield from _came_under(scene, verb, around)


def _fired(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "launched 40 drones at X", "rockets were fired into Y from Z"."""
    what, fact = around.patient, judge(verb)
    if not is_munition(scene, what) or what is None or TRIAL & _words(scene, verb):
        return
    if scene.lemma(verb) in SETTING_OFF and not scene.is_force(around.agent):
        return  # a man who planted a bomb is no side
    target = around.after(*AT) or roles(what).after(*AT)
    for noun in (what, *what.conjuncts):
        target = target or roles(noun).after(*AT)
    if target is not None and scene.lemma(target) in OPEN:
        return
    if target is None and scene.lemma(verb) in SETTING_OFF:
        place = place_around(scene, around, roles(what))
    elif target is None:
        place = scene.places.in_sentence(verb) or (
            theatre(scene, verb) if _is_shot(verb) else None
        )
    else:
        place = scene.place([target]) or place_around(scene, roles(target))
        place = place or scene.places.of(target, strict=False)
    if place is None and target is not None:
        owners = (c for c in target.children if c.i < target.i)
        place = next((s for c in owners if (s := scene.side(c))), None)  # "at Filipino boats"
        place = scene.places.in_sentence(verb) or place
    side = side_of(scene, around.agent) or owner_of(scene, what)
    if side is None and place is not None and around.passive:
        side = culprit(scene, verb, place)
    if side and place and side != place:
        own = around.agent if around.agent is not None else None
        value = tensed("attack", fact, verb)
        if value != "threatened" or verb.dep_ != "xcomp" or verb.head.dep_ != "acl":
            yield made(scene, side, place, value, verb, "what is fired", own)


def _is_shot(verb: Token) -> bool:
    """Tell what is shot at somebody anyhow from what is launched to fly somewhere."""
    return verb.lemma_ in ("fire", "rain", "lob")


def _words(scene: Scene, verb: Token) -> set[str]:
    here = sentence(verb)
    return set(scene.lemmas[here.start : here.end])


def _crossed(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "a drone crossed the line near X", "jets strayed into Y's airspace"."""
    agent, fact = around.agent or around.patient, judge(verb)
    if agent is None or not (scene.lemma(agent) in FLYING | SHIPS or is_munition(scene, agent)):
        return
    into = around.after("into", "over", "across", "through", "on", "in")
    line = next((n for n in (around.patient, into) if n and _is_line(scene, n)), None)
    side = side_of(scene, agent) or owner_of(scene, agent)
    if line is None or side is None or fact.wanted or fact.condition:
        return
    owners = (s for c in line.children if c.i < line.i and (s := scene.side(c)))
    place = next((s for s in owners if s != side), None)
    place = place or place_around(scene, around, roles(line)) or scene.own_side(verb)
    if place and place != side:
        yield made(scene, side, place, "incursions", verb, "a border crossed", agent)


def _is_line(scene: Scene, noun: Token) -> bool:
    """Tell a border or a front from a finish line and a no-parking zone."""
    word = scene.lemma(noun)
    if word not in LINES or word not in VAGUE:
        return word in LINES
    front = [t for t in noun.subtree if t.i < noun.i]
    near = [t for t in noun.subtree if t.i <= noun.i + 3]
    return any(scene.side(t) for t in front) or any(scene.lemma(t) in DIVIDING for t in near)


def _sunk(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "the freighter has sunk after an attack": a ship that somebody attacked is lost."""
    word, ship = scene.lemma(verb), around.agent or around.patient
    ship = around.patient if around.passive else ship
    if word == "go" and not _goes_down(verb, around):
        return
    if ship is None or not is_ship(scene, ship) or not scene.has(TARGETED):
        return
    by = around.agent if around.passive else None
    if around.patient is not None and around.patient.i > verb.i and not around.passive:
        return  # "sank a cruiser": an attack
    if not _is_attacked(scene, verb, around):
        return
    told = [n for c in ship.children if is_verbal(c) for w, n in roles(c).preps if w in AT]
    place = place_around(scene, around) or scene.place(told, strict=False)
    place = place or scene.places.in_sentence(verb)
    place = place or scene.places.last_before(verb.i) or scene.places.main()
    if place is None:
        return
    side = side_of(scene, by) or _attacker_here(scene, verb) or culprit(scene, verb, place)
    if side != place:
        yield made(scene, side, place, "sunk", verb, "a ship sunk", None)


def _goes_down(verb: Token, around: Roles) -> bool:
    """Tell "went down" and "went to the bottom"."""
    return _to_bottom(around) or any(
        c.lower_ == "down" and c.i == verb.i + 1 for c in verb.children
    )


def _to_bottom(around: Roles) -> bool:
    to = around.after("to", "under")
    return to is not None and to.lower_ in ("bottom", "seabed", "waves")


def _is_attacked(scene: Scene, verb: Token, around: Roles) -> bool:
    """Tell whether what sank was attacked: "after a strike", "hit by a missile"."""
    causes = [n for w, n in around.preps if w.split(" ")[0] in CAUSING]
    ship = around.patient or around.agent
    if any(scene.lemma(n) in TARGETED or is_munition(scene, n) for n in causes):
        return True
    if scene.lemma(verb) == "go" and _to_bottom(around) and scene.war and scene.has(TARGETED):
        return True  # what goes to the bottom in the report of an attack
    told = (c for c in (*verb.children, *(ship.children if ship is not None else ())))
    deeds = [c for c in told if is_verbal(c)]
    return any(
        scene.lemma(c) in HIT or any(scene.lemma(n) in TARGETED for _, n in roles(c).preps)
        for c in deeds
    )


def _attacker_here(scene: Scene, verb: Token) -> str | None:
    """Give whose attack the sentence names: "after an attack by X", "a Houthi drone attack"."""
    for token in sentence(verb):
        if scene.lemma(token) not in TARGETED or is_verbal(token):
            continue
        own = roles(token)
        for noun in (own.agent, *(c for c in token.children if c.i < token.i)):
            if noun is not None and (side := side_of(scene, noun)):
                return side
    return None


def _ablaze(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "drones set an oil depot in X on fire", "rebels set fire to Y"."""
    burns = any(scene.lemma(t) in ABLAZE for t in scene.doc[verb.i + 1 : verb.i + 14])
    what, fact = around.patient, judge(verb)
    agent = around.agent
    blow = agent is not None and scene.lemma(agent) in BLOWS
    side = attacker_of(scene, agent)[0] if blow and agent is not None else side_of(scene, agent)
    armed = blow or scene.is_force(agent) or is_munition(scene, agent)
    if not burns or what is None or side is None or not armed or fact.wanted:
        return
    place = scene.place([what]) or place_around(scene, roles(what), around)
    place = place or scene.places.in_sentence(verb)
    if place and slug(place) != side:
        value = tensed("attack", fact)
        yield made(scene, side, place, value, verb, "a place set on fire", around.agent)


def _came_under(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "a tanker came under attack off X", "the town came under fire from Y"."""
    under = around.after("under")
    what = around.agent
    if under is None or scene.lemma(under) not in UNDER or what is None:
        return
    ground = scene.places.of(what) or scene.is_force(what) or is_ship(scene, what)
    if not (ground or scene.lemma(what) in KINDS):
        return  # "the minister came under attack"
    place = scene.place([around.agent]) or place_around(scene, around, roles(under))
    place = place or scene.places.in_sentence(verb)
    if place is None:
        return
    by = roles(under).after("by", "from") or around.after("by", "from")
    side = side_of(scene, by) or next(
        (s for c in under.children if c.i < under.i and (s := side_of(scene, c))), None
    )
    side = side or culprit(scene, verb, place)
    if side != place:
        yield made(scene, side, place, tensed("attack", judge(verb)), verb, "under attack", by)
