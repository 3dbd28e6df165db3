"""Which attack, offensive or search is said to be launched, going on, beaten back or over?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from claims.attackers import accused_of, attacker_of, enemy_of, host_of, nearest_force, side_of
from claims.clauses import Roles, is_verbal, particle, predicates, preposition, roles, sentence
from claims.events import UNDERWATER, Event, event_in
from claims.factuality import judge
from claims.lexicon import Lexicon
from claims.model import Stance
from claims.places import KINDS, slug
from claims.relevance import Need
from claims.scene import AT_WAR, FORCES, SHIPS, WATERS, Finding, Scene, quantity, unit_of
from claims.theatres import antecedent, named_in, place_around, struck, theatre

_WORDS = Lexicon.of(__name__)

NOUNS = _WORDS.set("nouns")
SEARCH = frozenset({"search", "rescue", "evacuation", "recovery"})
BARE = _WORDS.set("bare")
STATUS = _WORDS.map("status")
VERBS = _WORDS.map("verbs")
ON_ENEMY = frozenset(
    ["defeat", "rout", "crush", "repel", "repulse", "overwhelm", "thwart", "drive"]
)
NEEDS_FORCE = _WORDS.set("needs_force")
OWN = frozenset(["completed", "ongoing", "expanding", "launched", "ended", "suspended"])
FRESH = frozenset(["new", "latest", "recent", "renewed", "fresh"])
ANSWERS = frozenset({"confirm", "acknowledge", "admit", "deny", "claim", "reject", "dismiss"})
REPORTS = frozenset({"report", "allegation", "accusation", "rumour", "rumor", "charge"})
STRIKES = frozenset({"attack", "strike", "airstrike", "raid", "shelling", "bombardment"})
MEANS = frozenset({"kill", "destroy", "wound", "injure", "eliminate", "target", "hit", "damage"})
STATES = frozenset({"threat", "fighting", "battle", "defence", "defense"})  # nothing is launched
BESIDES = frozenset({"after", "before", "since", "following", "amid", "during", "despite"})
PARADE = frozenset({"parade"})
DEFEAT = frozenset({"defeat", "rout"})
VIOLATE = frozenset({"violate", "breach"})
SOVEREIGN = frozenset({"airspace", "border", "sovereignty", "territory", "water", "frontier"})
FIRE = frozenset({"open", "exchange", "trade"})  # which are said of fire, among other things
DOWN = frozenset({"shoot", "down", "intercept"})
BOARDED = SHIPS | {"tanker", "freighter", "trawler", "carrier", "warship"}
FLYING = frozenset({"drone", "missile", "rocket", "jet", "helicopter", "aircraft", "projectile"})

NEAR = AT_WAR | FORCES | SHIPS | KINDS | frozenset({"attack", "strike", "offensive", "raid"})
NEEDS = (
    Need(NOUNS | frozenset(VERBS) | DEFEAT, at_hand=NEAR, article=AT_WAR | WATERS, least=2),
    Need(SEARCH),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read operations of war, then searches after a disaster."""
    if scene.war:
        blamed = scene.memo.get("blamed")
        told = blamed if isinstance(blamed, set) else set()
        for token in scene.words(NOUNS):
            if not is_verbal(token) and sentence(token).start not in told:
                yield from _noun(scene, token)
        for token in scene.words(frozenset(VERBS)):
            if is_verbal(token) and sentence(token).start not in told:
                yield from _verb(scene, token)
        for token in scene.words(DEFEAT):
            if not is_verbal(token):
                yield from _defeat(scene, token)
    yield from _searches(scene)


def _make(
    scene: Scene, actor: str, place: str, value: str, anchor: Token, rule: str, own: Token | None,
    stance: Stance | None = None,
) -> Finding:  # fmt: skip
    slots = {"actor": actor, "place": place}
    counted = own is not None and scene.is_force(own) and own.tag_ == "NNS"
    amount = scene.amount_of(own) if counted and own is not None else None
    return Finding(
        "operation",
        f"operation:{actor}>{place}",
        slots,
        value,
        anchor,
        rule,
        quantity=quantity(amount, unit_of(scene, own)) if amount and not amount.old else None,
        own=scene.actor(own),
        stance=stance,
    )


def _noun(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read what is said of an offensive, an attack, a raid."""
    for verb, part in [*predicates(noun), *_means(noun)]:
        if part == "obl" and preposition(noun) in BESIDES:
            continue  # "abandoned after an attack"
        lemma, value = scene.lemma(verb), _status(scene, noun, verb)
        if value is None or (part == "obl:agent" and value == "repulsed"):
            continue  # "the routes were blocked by the invasion"
        outer = roles(verb)
        if lemma == "push" and part not in ("obj", "nsubj:pass"):
            continue  # "pushing for a breakthrough"
        if any(scene.lemma(c) in SEARCH for c in noun.children if c.dep_ == "compound"):
            continue  # "the navy ended its recovery operation"
        if (value == "repulsed" and part == "obj") or lemma in ("beat", "push", "stop", "block"):
            side, owner = attacker_of(scene, noun)
            if side is None:
                side = enemy_of(scene, outer.agent)
        else:
            side, owner = (
                attacker_of(scene, noun, outer)
                if part in ("obj", "nsubj:pass")
                else attacker_of(scene, noun)
            )
        if side is None and part in ("nsubj", "nsubj:pass") and value in OWN:
            side = scene.own_side(noun)  # "the operation has been completed", says the general
        if side is None and part == "nsubj:pass":
            side = nearest_force(scene, noun)  # "where incursions have been noted"
        place = named_in(scene, noun) or place_around(scene, roles(noun), outer)
        place = place or antecedent(scene, verb)
        place = place or scene.places.in_sentence(noun) or struck(scene, outer, side)
        place = place or theatre(scene, noun)
        if side is None or place is None:
            continue
        side = host_of(scene, side, place) if owner is None else side
        value = _tensed(value, judge(verb))
        yield _make(scene, side, place, value, verb, "an operation", owner)
        return
    if scene.lemma(noun) == "threat":
        yield from _threat(scene, noun)
    yield from _bare(scene, noun)


def _means(noun: Token) -> Iterator[tuple[Token, str]]:
    """Read "killed a commander in a strike on X": what was done was done by the strike."""
    case = next((c.lower_ for c in noun.children if c.dep_ == "case"), "")
    killed = noun.head if case in ("in", "by", "with", "during") else None
    if killed is not None and noun.dep_ in ("obl", "nmod") and killed.lemma_.lower() in MEANS:
        yield killed, "obj"


def _threat(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "raising concerns about threats to the region of X"."""
    place = scene.place([n for w, n in roles(noun).preps if w in ("to", "against")], strict=False)
    side, owner = attacker_of(scene, noun)
    side = side or nearest_force(scene, noun)
    if place and side and place != side:
        found = _make(scene, side, place, "threatened", noun, "a threat", owner, Stance.SPECULATES)
        yield replace(found, hedged=True)


def _status(scene: Scene, noun: Token, verb: Token) -> str | None:
    """Say what a verb tells of an operation; nothing if the two do not go together."""
    word, lemma = scene.lemma(noun), scene.lemma(verb)
    value = "ongoing" if verb.lower_ in ("underway", "way", "ongoing") else STATUS.get(lemma)
    if lemma == "call" and particle(verb) != "off":
        return None
    if lemma == "report" and word == "fighting":
        return "ongoing"
    if word in STATES and value not in ("ongoing", "threatened", "ended"):
        return None
    return value


def _tensed(value: str, fact: object) -> str:
    future = getattr(fact, "future", False) or getattr(fact, "wanted", False)
    possible = getattr(fact, "possible", False)
    if value in ("launched", "attack") and (future or possible):
        return "planned" if future else "threatened"
    return value


def _bare(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "Moscow's recent advances in X", "ongoing operations in the region" without a verb."""
    word = scene.lemma(noun)
    if word not in BARE:
        return
    ongoing = any(c.lower_ in ("ongoing", "continuing", "continued") for c in noun.children)
    told = noun.head if noun.dep_ == "nmod" and scene.lemma(noun.head) in REPORTS else noun
    answered = told.dep_ == "obj" and scene.lemma(told.head) in ANSWERS
    side, owner = attacker_of(scene, noun)
    place = place_around(scene, roles(noun))
    if side is None and (ongoing or answered):
        side = scene.own_side(noun)  # who confirms a strike and names nobody else's, owns it
    if noun.dep_ == "compound":
        return
    if (accused := accused_of(scene, noun)) and (there := place or theatre(scene, noun)):
        yield _make(scene, accused, there, "launched", noun, "an accusation", None)
        return
    if side is None or place is None:
        return
    fresh = any(c.lower_ in FRESH for c in noun.children)
    if (
        not (ongoing or answered)
        and word != "advance"
        and not (fresh and word in ("offensive", "incursion", "assault"))
    ):
        return  # "since the invasion": background, told in every article
    value = "advancing" if word == "advance" else "ongoing" if ongoing else "launched"
    value = "attack" if answered and word in STRIKES else value
    yield _make(scene, side, place, value, noun, "an operation named", owner)


def _verb(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "X shelled Y", "rebels attacked the base", "the army repelled the rebels"."""
    around, word = roles(verb), scene.lemma(verb)
    if verb.dep_ in ("amod", "compound") or _is_test(verb):
        return
    value = VERBS[word]
    agent, patient = around.agent, around.patient
    if word == "board" and not _is_vessel(scene, patient):
        return  # "soldiers boarded buses"
    if word == "drive" and scene.doc[verb.i + 1 : verb.i + 2].text not in ("off", "back"):
        return
    if word in VIOLATE:
        yield from _intruded(scene, verb, around)
        return
    if word in DOWN:
        yield from _shot_down(scene, verb, around)
        return
    if word in FIRE:
        if patient is None or scene.lemma(patient) != "fire":
            return
        patient = None
    if word in ON_ENEMY:
        yield from _beaten(scene, verb, around)
        return
    side = side_of(scene, agent)
    if verb.tag_ == "VBG" and side in (scene.memo.get("sent") or ()):  # type: ignore[operator]
        return  # being in the fight is deployment
    if side is None or (word in NEEDS_FORCE and not _armed(scene, agent)):
        return
    place = scene.place([patient])
    if value == "advancing" and patient is not None and not (place or side_of(scene, patient)):
        return  # "lawmakers push a bill"
    place = place or place_around(scene, around)
    if place is None and patient is not None:
        place = place_around(scene, roles(patient)) or scene.places.in_sentence(verb)
    if place is None and value == "attack" and _flies(scene, agent) and not judge(verb).wanted:
        place = theatre(scene, verb)  # "its jets struck a depot": where the article is at
    place = place or struck(scene, around, side)
    if place is None or place == side or (word == "march" and scene.has(PARADE)):
        return
    fact = judge(verb)
    if value == "advancing" and (fact.wanted or fact.condition):
        return  # "weapons to help it push them back"
    yield _make(scene, side, place, _tensed(value, fact), verb, "an attack", agent)


def _beaten(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "the army routed the rebels": of whom it is said, not by whom."""
    side = side_of(scene, around.patient or around.after("off", "back"))
    if side is None or _contributes(scene, verb):
        return
    place = place_around(scene, around) or scene.places.main()  # beaten in the theatre
    if place:
        value = VERBS[scene.lemma(verb)]
        yield _make(scene, side, place, value, verb, "an enemy beaten", around.patient)


def _shot_down(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "its air defences shot down drones over X": the other side's attack is beaten back."""
    what, word = around.patient, scene.lemma(verb)
    if what is None or scene.lemma(what) not in FLYING or (word == "shoot" and not _is_down(verb)):
        return
    side = side_of(scene, what) or enemy_of(scene, around.agent)
    place, own = (
        place_around(scene, around) or scene.places.in_sentence(verb),
        scene.side(around.agent),
    )
    if place is None or slug(scene.cast.where(place) or place) == side:
        place = own or scene.places.main()  # "intercepted a rocket from Gaza": at home
    if side and place and place != side:
        yield _make(scene, side, place, "repulsed", verb, "what flies is shot down", None)


def _intruded(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "X's jets violated Y's airspace"."""
    where, side = around.patient, side_of(scene, around.agent)
    if where is None or side is None or scene.lemma(where) not in SOVEREIGN:
        return
    owner = next((s for c in where.children if (s := scene.side(c))), None) or scene.own_side(verb)
    if scene.lemma(verb.head.head) == "accuse":  # "A accused B's jets of violating its airspace"
        side, owner = side_of(scene, roles(verb.head.head).patient), scene.own_side(verb)
    if side and owner and owner != side:
        yield _make(scene, side, owner, "incursions", verb, "a border crossed", around.agent)


def _is_down(verb: Token) -> bool:
    return any(c.lower_ == "down" for c in verb.children)


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
    return agent is not None and (scene.is_force(agent) or scene.side(agent) is not None)


def _flies(scene: Scene, agent: Token | None) -> bool:
    """Tell a force, or what flies for it: "its helicopters bombed two islands"."""
    return agent is not None and (scene.is_force(agent) or scene.lemma(agent) in FLYING)


def _is_vessel(scene: Scene, target: Token | None) -> bool:
    """Tell a ship that is boarded by force: by its kind, or by a name."""
    named = target is not None and target.pos_ == "PROPN"
    return named or (target is not None and scene.lemma(target) in BOARDED)


def _defeat(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "their forces' defeat", "the complete defeat of our enemy"."""
    around = roles(noun)
    loser = around.patient or around.agent
    side = side_of(scene, loser)
    place = place_around(scene, around) or scene.places.last_before(noun.i)
    if (
        side
        and place
        and not any(t.lower_ == "since" for t in scene.doc[max(0, noun.i - 3) : noun.i])
    ):
        yield _make(scene, side, place, "defeated", noun, "a defeat", loser)


def _sought(event: Event) -> str:
    """Give the name of what is searched for or after."""
    return event.slug if event.kind in UNDERWATER else event.name or event.kind


def _searches(scene: Scene) -> Iterator[Finding]:
    """Read a search for victims: launched, going on, scaled down, ended."""
    event = None
    for noun in scene.words(SEARCH):
        if is_verbal(noun):
            continue
        carrier = (
            noun.head
            if noun.dep_ == "compound"
            and scene.lemma(noun.head) in ("operation", "effort", "mission", "work")
            else noun
        )
        for verb, part in predicates(carrier):
            value = STATUS.get(scene.lemma(verb))
            if value is None or value in ("attack", "repulsed", "threatened"):
                continue
            event = event or event_in(scene)
            if event is None:
                return
            agent = roles(verb).agent if part == "obj" else roles(carrier).agent
            side = scene.side(agent) or slug(scene.cast.country or "unknown")
            fact = judge(verb)
            value = "planned-end" if value in ("ended", "completed") and fact.future else value
            found = _make(scene, side, f"{_sought(event)}-search", value, verb, "a search", agent)
            yield replace(found, claimant=scene.voice_of(agent))
            break
