"""Which attack, offensive or search is said to be launched, going on, beaten back or over?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from claims.clauses import Roles, is_verbal, particle, predicates, roles, sentence
from claims.conflicts import MEDIATORS
from claims.events import UNDERWATER, Event, event_in
from claims.factuality import judge
from claims.lexicon import Lexicon
from claims.model import Stance
from claims.places import KINDS, slug
from claims.relevance import Need
from claims.scene import AT_WAR, FORCES, SHIPS, WATERS, Finding, Scene, quantity, unit_of

_WORDS = Lexicon.of(__name__)

NOUNS = _WORDS.set("nouns")
SEARCH = frozenset({"search", "rescue", "evacuation", "recovery"})
STATUS = _WORDS.map("status")
VERBS = _WORDS.map("verbs")
ON_ENEMY = frozenset(["defeat", "rout", "crush", "repel", "repulse", "overwhelm", "thwart"])
NEEDS_FORCE = _WORDS.set("needs_force")
PLACES = (
    "in",
    "on",
    "into",
    "against",
    "near",
    "at",
    "around",
    "across",
    "towards",
    "toward",
    "to",
    "inside",
    "outside",
    "over",
    "along",
    "within",
    "of",
    "through",
    "from",
)
OWN = frozenset(["completed", "ongoing", "expanding", "launched", "ended", "suspended"])
FRESH = frozenset(["new", "latest", "recent", "renewed", "fresh"])
RULERS = frozenset(
    {"government", "regime", "junta", "authority", "side", "country", "state", "group"}
)
NAMELESS = frozenset(
    {"rebel", "militant", "insurgent", "separatist", "jihadist", "gunman", "militia"}
)
ANSWERS = frozenset({"confirm", "acknowledge", "admit", "deny", "claim"})
STRIKES = frozenset({"attack", "strike", "airstrike", "raid", "shelling", "bombardment"})
MEANS = frozenset({"kill", "destroy", "wound", "injure", "eliminate", "target", "hit", "damage"})
STATES = frozenset({"threat", "fighting", "battle", "defence", "defense"})  # nothing is launched
PARADE = frozenset({"parade"})
DEFEAT = frozenset({"defeat", "rout"})
VIOLATE = frozenset({"violate", "breach"})
SOVEREIGN = frozenset({"airspace", "border", "sovereignty", "territory", "water", "frontier"})
DOWN = frozenset({"shoot", "down", "intercept"})
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
            if is_verbal(token):
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


def _side(scene: Scene, token: Token | None) -> str | None:
    """Give the attacker's side, or the plain word for rebels and militants."""
    if token is None:
        return None
    side = scene.side(token)
    if side is None and scene.lemma(token) in NAMELESS:
        return slug(token.text)
    return side


def _where(scene: Scene, *around: Roles) -> str | None:
    """Find the place of an operation among the nouns around its words."""
    for part in around:
        for word, noun in part.preps:
            if word.split(" ")[0] in PLACES and (found := scene.places.of(noun)):
                return found
    for part in around:
        for _, noun in part.preps:
            inner = [n for _, n in roles(noun).preps]
            if found := scene.place(inner):
                return found
    return None


def _attacker(scene: Scene, noun: Token, *around: Roles) -> tuple[str | None, Token | None]:
    """Find whose operation a noun is: owner, "by", adjective, or the subject of its verb."""
    own = roles(noun)
    if (
        own.agent is not None
        and _may_attack(scene, own.agent)
        and (side := _side(scene, own.agent))
    ):
        return side, own.agent
    for child in noun.children:
        if (
            child.dep_ in ("amod", "compound", "nmod")
            and child.i < noun.i
            and (side := _side(scene, child))
        ):
            return side, child
    for part in around:
        if (
            part.agent is not None
            and part.agent.i != noun.i
            and _may_attack(scene, part.agent)
            and (side := _side(scene, part.agent))
        ):
            return side, part.agent
    return None, None


def _may_attack(scene: Scene, token: Token) -> bool:
    """Tell armies, states and their governments from breweries that launch an offensive."""
    return token.pos_ in ("PROPN", "PRON") or scene.is_force(token) or scene.lemma(token) in RULERS


def _noun(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read what is said of an offensive, an attack, a raid."""
    for verb, part in [*predicates(noun), *_means(noun)]:
        lemma, value = scene.lemma(verb), _status(scene, noun, verb)
        if value is None or (part == "obl:agent" and value == "repulsed"):
            continue  # "the routes were blocked by the invasion"
        outer = roles(verb)
        if lemma == "push" and part not in ("obj", "nsubj:pass"):
            continue  # "pushing for a breakthrough"
        if any(scene.lemma(c) in SEARCH for c in noun.children if c.dep_ == "compound"):
            continue  # "the navy ended its recovery operation"
        if (value == "repulsed" and part == "obj") or lemma in ("beat", "push", "stop", "block"):
            side, owner = _attacker(scene, noun)
            if side is None:
                side = _enemy(scene, outer.agent)
        else:
            side, owner = (
                _attacker(scene, noun, outer)
                if part in ("obj", "nsubj:pass")
                else _attacker(scene, noun)
            )
        if side is None and part in ("nsubj", "nsubj:pass") and value in OWN:
            side = scene.own_side(noun)  # "the operation has been completed", says the general
        if side is None and part == "nsubj:pass":
            side = _nearest(scene, noun)  # "where incursions have been noted"
        place = _named_in(scene, noun) or _where(scene, roles(noun), outer)
        place = place or _antecedent(scene, verb)
        place = place or scene.places.in_sentence(noun) or _struck(scene, outer, side)
        place = place or _theatre(scene, noun)
        if side is None or place is None:
            continue
        side = _host(scene, side, place) if owner is None else side
        value = _tensed(value, judge(verb))
        yield _make(scene, side, place, value, verb, "an operation", owner)
        return
    if scene.lemma(noun) == "threat":
        yield from _threat(scene, noun)
    yield from _bare(scene, noun)


def _struck(scene: Scene, around: Roles, attacker: str | None) -> str | None:
    """Give the side that an attack without a place hits: "killed scores of its fighters"."""
    target = around.patient
    for _ in range(2):
        if target is None:
            return None
        side = scene.side(target)
        if scene.is_force(target) and side and side != attacker:
            return side
        target = roles(target).after("of")
    return None


def _means(noun: Token) -> Iterator[tuple[Token, str]]:
    """Read "killed a commander in a strike on X": what was done was done by the strike."""
    case = next((c.lower_ for c in noun.children if c.dep_ == "case"), "")
    killed = noun.head if case in ("in", "by", "with", "during") else None
    if killed is not None and noun.dep_ in ("obl", "nmod") and killed.lemma_.lower() in MEANS:
        yield killed, "obj"


def _antecedent(scene: Scene, verb: Token) -> str | None:
    """Read the place that "where" takes up; not one that only says where that place lies."""
    where = next((c for c in verb.children if c.lower_ == "where"), None)
    if where is None:
        return None
    for i in range(where.i - 1, sentence(verb).start - 1, -1):
        beside = scene.lemmas[max(0, i - 3) : i]
        if scene.doc[i].pos_ == "PROPN" and BESIDE.isdisjoint(beside):
            found = scene.places.of(scene.doc[i])
            if found is not None:
                return found
    return None


def _host(scene: Scene, side: str, place: str) -> str:
    """Give whose operation it is where a force fights abroad: that of the state it was sent to."""
    sent = scene.memo.get("sent")
    state = scene.cast.where(place)
    abroad = isinstance(sent, frozenset) and side in sent and state is not None
    return slug(state) if abroad and state and slug(state) in scene.sides() else side


BESIDE = frozenset(["adjacent", "next", "close", "border", "near", "neighbor", "neighbour"])


def _nearest(scene: Scene, noun: Token) -> str | None:
    """Take the force named before in the same sentence for the one that attacks."""
    for i in range(noun.i - 1, sentence(noun).start - 1, -1):
        token = scene.doc[i]
        if scene.is_force(token) and (side := scene.side(token)):
            return side
    return None


def _threat(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "raising concerns about threats to the region of X"."""
    place = scene.place([n for w, n in roles(noun).preps if w in ("to", "against")], strict=False)
    side, owner = _attacker(scene, noun)
    side = side or _nearest(scene, noun)
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


def _named_in(scene: Scene, noun: Token) -> str | None:
    """Read the place in "the Kursk liberation operation", "the Rafah offensive"."""
    for child in noun.children:
        if (
            child.dep_ in ("compound", "amod", "nmod")
            and child.i < noun.i
            and not scene.side(child)
        ):
            if found := scene.places.of(child):
                return found
            inner = next((c for c in child.children if c.dep_ == "compound"), None)
            if inner is not None and (found := scene.places.of(inner)):
                return found
    return None


def _theatre(scene: Scene, noun: Token) -> str | None:
    """Take the last place named before: operations without one go on in the article's theatre."""
    return scene.places.last_before(noun.i) or scene.places.main()


def _tensed(value: str, fact: object) -> str:
    future = getattr(fact, "future", False) or getattr(fact, "wanted", False)
    possible = getattr(fact, "possible", False)
    if value in ("launched", "attack") and (future or possible):
        return "planned" if future else "threatened"
    return value


def _bare(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "Moscow's recent advances in X", "ongoing operations in the region" without a verb."""
    word = scene.lemma(noun)
    if word not in (
        "advance",
        "offensive",
        "operation",
        "incursion",
        "invasion",
        "siege",
        "campaign",
        "attack",
        "assault",
        "strike",
        "airstrike",
        "raid",
        "shelling",
        "bombardment",
    ):
        return
    ongoing = any(c.lower_ in ("ongoing", "continuing", "continued") for c in noun.children)
    answered = noun.dep_ == "obj" and scene.lemma(noun.head) in ANSWERS
    side, owner = _attacker(scene, noun)
    place = _where(scene, roles(noun))
    if side is None and (ongoing or answered):
        side = scene.own_side(noun)  # who confirms a strike and names nobody else's, owns it
    if noun.dep_ == "compound":
        return
    if (accused := _accused(scene, noun)) and (there := place or _theatre(scene, noun)):
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


def _accused(scene: Scene, noun: Token) -> str | None:
    """Give the side in "accused X of an attack"."""
    whom = noun.head if noun.dep_ == "nmod" else roles(noun.head).patient
    verb = whom.head if whom is not None else None
    of = any(c.lower_ == "of" for c in noun.children if c.dep_ == "case")
    if whom is None or verb is None or not of or scene.lemma(verb) != "accuse":
        return None
    return _side(scene, whom)


def _enemy(scene: Scene, agent: Token | None) -> str | None:
    """Take the article's other main side as the one that was beaten back."""
    side = scene.side(agent)
    others = [s for s in scene.sides() if s != side and s not in MEDIATORS]
    return max(set(others), key=others.count) if side and others else None


def _verb(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "X shelled Y", "rebels attacked the base", "the army repelled the rebels"."""
    around, word = roles(verb), scene.lemma(verb)
    if verb.dep_ in ("amod", "compound"):
        return
    value = VERBS[word]
    agent, patient = around.agent, around.patient
    if word in VIOLATE:
        yield from _intruded(scene, verb, around)
        return
    if word in DOWN:
        yield from _shot_down(scene, verb, around)
        return
    if word == "open":
        if patient is None or scene.lemma(patient) != "fire":
            return
        patient = None
    if word in ON_ENEMY:
        if patient is None or (side := _side(scene, patient)) is None or _contributes(scene, verb):
            return
        place = _where(scene, around) or scene.places.main()  # beaten in the theatre
        if place:
            yield _make(scene, side, place, value, verb, "an enemy beaten", patient)
        return
    side = _side(scene, agent)
    if verb.tag_ == "VBG" and side in (scene.memo.get("sent") or ()):  # type: ignore[operator]
        return  # being in the fight is deployment
    if side is None or (word in NEEDS_FORCE and not _armed(scene, agent)):
        return
    place = scene.place([patient])
    if value == "advancing" and patient is not None and not (place or _side(scene, patient)):
        return  # "lawmakers push a bill"
    place = place or _where(scene, around)
    if place is None and patient is not None:
        place = _where(scene, roles(patient)) or scene.places.in_sentence(verb)
    if place is None and value == "attack" and scene.is_force(agent) and not judge(verb).wanted:
        place = _theatre(scene, verb)  # "its jets struck a depot": where the article is at
    place = place or _struck(scene, around, side)
    if place is None or place == side or (word == "march" and scene.has(PARADE)):
        return
    yield _make(scene, side, place, _tensed(value, judge(verb)), verb, "an attack", agent)


def _shot_down(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "its air defences shot down drones over X": the other side's attack is beaten back."""
    what, word = around.patient, scene.lemma(verb)
    if what is None or scene.lemma(what) not in FLYING or (word == "shoot" and not _is_down(verb)):
        return
    side = _side(scene, what) or _enemy(scene, around.agent)
    place = _where(scene, around) or scene.places.in_sentence(verb) or scene.places.main()
    if side and place:
        yield _make(scene, side, place, "repulsed", verb, "what flies is shot down", None)


def _intruded(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "X's jets violated Y's airspace"."""
    where, side = around.patient, _side(scene, around.agent)
    if where is None or side is None or scene.lemma(where) not in SOVEREIGN:
        return
    owner = next((s for c in where.children if (s := scene.side(c))), None) or scene.own_side(verb)
    if scene.lemma(verb.head.head) == "accuse":  # "A accused B's jets of violating its airspace"
        side, owner = _side(scene, roles(verb.head.head).patient), scene.own_side(verb)
    if side and owner and owner != side:
        yield _make(scene, side, owner, "incursions", verb, "a border crossed", around.agent)


def _is_down(verb: Token) -> bool:
    return any(c.lower_ == "down" for c in verb.children)


def _contributes(scene: Scene, verb: Token) -> bool:
    """Tell "helped defeat" and "a role in defeating" from a statement that somebody is beaten."""
    if verb.tag_ == "VBG" and any(c.lower_ in ("in", "for", "of") for c in verb.children):
        return True
    return (
        scene.lemma(verb.head) in ("help", "aid", "assist", "try", "seek") and verb.dep_ != "conj"
    )


def _armed(scene: Scene, agent: Token | None) -> bool:
    return agent is not None and (scene.is_force(agent) or scene.side(agent) is not None)


def _defeat(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "their forces' defeat", "the complete defeat of our enemy"."""
    around = roles(noun)
    loser = around.patient or around.agent
    side = _side(scene, loser)
    place = _where(scene, around) or scene.places.last_before(noun.i)
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
