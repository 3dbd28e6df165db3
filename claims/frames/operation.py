"""Which attack, offensive or search is said to be launched, going on, beaten back or over?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claims.events import UNDERWATER, Event, event_in
from claims.lexicon import Lexicon
from claims.model import Stance
from claims.names.places import KINDS, slug
from claims.relevance import Need
from claims.scene import AT_WAR, FORCES, SHIPS, WATERS, Finding, Scene
from claims.text.clauses import is_verbal, particle, predicates, preposition, roles, sentence
from claims.text.factuality import judge
from claims.text.tree import Token
from claims.war.assaults import PARRYING, VERBS, assaults, made, tensed
from claims.war.attackers import accused_of, attacker_of, enemy_of, host_of, nearest_force, side_of
from claims.war.firings import CROSSING, FIRING, firings
from claims.war.munitions import MUNITIONS, VESSELS
from claims.war.sieges import BREAKING, LAYING, SIEGE, sieges
from claims.war.theatres import antecedent, named_in, place_around, struck, theatre

_WORDS = Lexicon.of(__name__)

NOUNS = _WORDS.set("nouns")
SEARCH = frozenset({"search", "rescue", "evacuation", "recovery", "hunt"})
SOUGHT = _WORDS.set("sought")
BARE = _WORDS.set("bare")
CIVIL = _WORDS.set("civil")
STATUS = _WORDS.map("status")
OWN = frozenset(["completed", "ongoing", "expanding", "launched", "ended", "suspended"])
FRESH = frozenset(["new", "latest", "recent", "renewed", "fresh"])
ANSWERS = frozenset({"confirm", "acknowledge", "admit", "deny", "claim", "reject", "dismiss"})
REPORTS = frozenset({"report", "allegation", "accusation", "rumour", "rumor", "charge"})
STRIKES = _WORDS.set("strikes")
MEANS = frozenset({"kill", "destroy", "wound", "injure", "eliminate", "target", "hit", "damage"})
STATES = frozenset({"threat", "fighting", "battle", "defence", "defense"})  # nothing is launched
BESIDES = frozenset({"after", "before", "since", "following", "amid", "during", "despite"})
WAVES = _WORDS.set("waves")
DEFEAT = frozenset({"defeat", "rout"})

NEAR = AT_WAR | FORCES | SHIPS | KINDS | frozenset({"attack", "strike", "offensive", "raid"})
NEAR |= MUNITIONS | VESSELS
VERBAL = frozenset(VERBS) | PARRYING | FIRING | CROSSING | frozenset({"set", "come", "sink", "go"})
NEEDS = (
    Need(NOUNS | VERBAL | DEFEAT, at_hand=NEAR, article=AT_WAR | WATERS, least=2),
    Need(SEARCH),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read operations of war, then searches after a disaster."""
    if scene.war:
        blamed = scene.memo.get("blamed")
        told = blamed if isinstance(blamed, dict) else {}
        for token in scene.words(NOUNS):
            civil = is_verbal(token) or _is_civil(scene, token)
            if not civil and sentence(token).start not in told:
                yield from _noun(scene, token)
        yield from assaults(scene, told)
        yield from firings(scene, told)
        yield from sieges(scene)
        for token in scene.words(DEFEAT):
            if not is_verbal(token):
                yield from _defeat(scene, token)
    yield from _searches(scene)


def _noun(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read what is said of an offensive, an attack, a raid."""
    if any(c.dep_ == "nmod:poss" and scene.lemma(c) in KINDS for c in noun.children):
        return  # "the plant's operations"
    waves = noun.dep_ == "nmod" and scene.lemma(noun.head) in WAVES and preposition(noun) == "of"
    carrier = noun.head if waves else noun  # "launched a wave of strikes"
    contested = {f.anchor.i for f in _found(scene) if f.value == "contested"}
    for verb, part in [*predicates(carrier), *_means(carrier)]:
        if verb.i in contested:
            continue  # that fighting goes on has been told of the place
        if part == "obl" and preposition(noun) in BESIDES:
            continue  # "abandoned after an attack"
        lemma, value = scene.lemma(verb), _status(scene, noun, verb)
        if value is None or (part == "obl:agent" and value == "repulsed"):
            continue  # "the routes were blocked by the invasion"
        outer = roles(verb)
        if any(c.dep_ == "mark" and c.lower_ == "since" for c in verb.children):
            continue  # "since it began its campaign"
        if lemma in BREAKING | LAYING and scene.lemma(noun) in SIEGE:
            continue
        if lemma == "push" and part not in ("obj", "nsubj:pass"):
            continue  # "pushing for a breakthrough"
        if any(scene.lemma(c) in SEARCH for c in noun.children if c.dep_ == "compound"):
            continue  # "the navy ended its recovery operation"
        side, owner = _whose(scene, noun, verb, part, value)
        place = named_in(scene, noun) or place_around(scene, roles(noun), outer)
        place = place or antecedent(scene, verb)
        place = place or scene.places.in_sentence(noun) or struck(scene, outer, side)
        place = place or theatre(scene, noun)
        if side is None or place is None or side == place:
            continue
        side = host_of(scene, side, place) if owner is None else side
        fact = judge(verb)
        if value == "repulsed" and fact.wanted:
            return  # "is trying to halt the advance"
        value = tensed(value, fact, verb)
        if value in ("ended", "stalled") and part == "obj" and _by_foe(scene, outer.agent, side):
            value = "repulsed"  # "halted the advance of the rebels"
        yield made(scene, side, place, value, verb, "an operation", owner)
        return
    if scene.lemma(noun) == "threat":
        yield from _threat(scene, noun)
    yield from _bare(scene, noun)


def _whose(
    scene: Scene, noun: Token, verb: Token, part: str, value: str
) -> tuple[str | None, Token | None]:
    """Find whose operation it is that a verb tells of."""
    lemma, outer = scene.lemma(verb), roles(verb)
    if (value == "repulsed" and part == "obj") or lemma in ("beat", "push", "stop", "block"):
        side, owner = attacker_of(scene, noun)
        side = side or enemy_of(scene, outer.agent)
    elif part in ("obj", "nsubj:pass"):
        side, owner = attacker_of(scene, noun, outer)
    else:
        side, owner = attacker_of(scene, noun)
    if side is None and part in ("nsubj", "nsubj:pass") and value in OWN:
        side = scene.own_side(noun)  # "the operation has been completed", says the general
    if side is None and part == "nsubj:pass":
        side = nearest_force(scene, noun)  # "where incursions have been noted"
    return side, owner


def _by_foe(scene: Scene, agent: Token | None, side: str) -> bool:
    """Tell whether another than the side itself ends what it does."""
    by = side_of(scene, agent)
    return by is not None and by != side and scene.is_force(agent)


def _found(scene: Scene) -> list[Finding]:
    """Give what the frames before this one have read."""
    found = scene.memo.get("found")
    return found if isinstance(found, list) else []


def _is_civil(scene: Scene, noun: Token) -> bool:
    """Tell "a campaign to recruit women" and "the push to reform the army"."""
    aims = (c for c in noun.children if c.dep_ in ("acl", "advcl") and c.tag_ == "VB")
    return any(scene.lemma(c) in CIVIL for c in aims)


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
        found = made(scene, side, place, "threatened", noun, "a threat", owner, Stance.SPECULATES)
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
        value = "attack" if word in STRIKES else "launched"
        yield made(scene, accused, there, value, noun, "an accusation", None)
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
    yield made(scene, side, place, value, noun, "an operation named", owner)


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
        yield made(scene, side, place, "defeated", noun, "a defeat", loser)


def _sought(event: Event) -> str:
    """Give the name of what is searched for or after."""
    return event.slug if event.kind in UNDERWATER else event.name or event.kind


def _for_people(scene: Scene, noun: Token) -> bool:
    """Tell the search for survivors from one for votes."""
    whom = roles(noun).after("for")
    return whom is not None and not SOUGHT.isdisjoint(scene.lemma(t) for t in whom.subtree)


def _searches(scene: Scene) -> Iterator[Finding]:
    """Read a search for victims: launched, going on, scaled down, ended."""
    event = None
    for noun in scene.words(SEARCH):
        if is_verbal(noun) or (scene.lemma(noun) == "hunt" and not _for_people(scene, noun)):
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
            if event is None and (not _for_people(scene, noun) or not scene.places.main()):
                return
            sought = _sought(event) if event is not None else scene.places.main()
            agent = roles(verb).agent if part == "obj" else roles(carrier).agent
            side = scene.side(agent) or slug(scene.cast.country or "unknown")
            fact = judge(verb)
            value = "planned-end" if value in ("ended", "completed") and fact.future else value
            found = made(scene, side, f"{sought}-search", value, verb, "a search", agent)
            yield replace(found, claimant=scene.voice_of(agent))
            break
