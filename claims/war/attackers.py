"""Who attacks: whose is an offensive, a raid or a shelling?"""

from __future__ import annotations

from claims.conflicts import MEDIATORS
from claims.lexicon import Lexicon
from claims.model import UNKNOWN
from claims.names.gazetteer import is_group, state_called
from claims.names.places import slug
from claims.scene import Scene
from claims.text.clauses import Roles, is_verbal, roles, sentence
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

FALLEN = _WORDS.set("fallen")  # whose subject is the victim
ARMED = frozenset({"armed", "masked", "gun-toting", "uniformed"})
RULERS = frozenset(
    {"government", "regime", "junta", "authority", "side", "country", "state", "group"}
)
NAMELESS = _WORDS.set("nameless")
MOVING = frozenset({"advance", "push", "offensive", "onslaught", "incursion", "infiltration"})


def side_of(scene: Scene, token: Token | None) -> str | None:
    """Give the attacker's side, or the plain word for rebels and militants."""
    if token is None:
        return None
    if token.lower_ in ("they", "who"):
        token = scene.cast.mention(token) or token
    side = scene.side(token)
    nameless = scene.lemma(token) in NAMELESS
    if nameless and scene.lemma(token) == "terrorist" and token.tag_ == "NN":
        nameless = False  # "a terrorist attack"
    if side is None and nameless:
        return slug(token.text)
    if side is None and token.lower_ in ("they", "we") and (speaker := scene.speaker(token)):
        return slug(speaker)  # "said they had raided X"
    if side is None and token.lower_ == "men" and any(c.lower_ in ARMED for c in token.children):
        return "gunmen"
    return side


def attacker_of(scene: Scene, noun: Token, *around: Roles) -> tuple[str | None, Token | None]:
    """Find whose operation a noun is: owner, "by", adjective, or the subject of its verb."""
    own = roles(noun)
    by = own.agent or next((n for _, at in own.preps if (n := roles(at).after("by"))), None)
    if by is not None and _may_attack(scene, by) and (side := side_of(scene, by)):
        return side, by  # "an attack on X by Y"
    for child in noun.children:
        if (
            child.dep_ in ("amod", "compound", "nmod")
            and child.i < noun.i
            and (side := side_of(scene, child))
        ):
            return side, child
    doer = own.patient if scene.lemma(noun) in MOVING else None
    if doer is not None and (side := side_of(scene, doer)) and not scene.places.of(doer):
        return side, doer  # "the advance of the rebels"
    for part in around:
        if (
            part.agent is not None
            and part.agent.i != noun.i
            and _may_attack(scene, part.agent)
            and (side := side_of(scene, part.agent))
        ):
            return side, part.agent
    return None, None


def _may_attack(scene: Scene, token: Token) -> bool:
    """Tell armies, states and their governments from breweries that launch an offensive."""
    return token.pos_ in ("PROPN", "PRON") or scene.is_force(token) or scene.lemma(token) in RULERS


def nearest_force(scene: Scene, noun: Token) -> str | None:
    """Take the force named before in the same sentence for the one that attacks."""
    for i in range(noun.i - 1, sentence(noun).start - 1, -1):
        token = scene.doc[i]
        if scene.is_force(token) and (side := scene.side(token)):
            return side
    return None


def host_of(scene: Scene, side: str, place: str) -> str:
    """Give whose operation it is where a force fights abroad: that of the state it was sent to."""
    sent = scene.memo.get("sent")
    state = scene.cast.where(place)
    abroad = isinstance(sent, frozenset) and side in sent and state is not None
    return slug(state) if abroad and state and slug(state) in scene.sides() else side


def enemy_of(scene: Scene, agent: Token | None) -> str | None:
    """Take a known rival, else the article's other main side, as the one that was beaten back."""
    return foe(scene, scene.side(agent), scene.actor(agent))


def foe(scene: Scene, side: str | None, actor: str | None) -> str | None:
    """Give the enemy of a side: its rival, else the other side that the article names most."""
    if side and (rival := scene.cast.rival(actor)):
        return slug(rival)
    others = [s for s in scene.sides() if s != side and s not in MEDIATORS]
    return max(dict.fromkeys(others), key=others.count) if side and others else None


def culprit(scene: Scene, verb: Token, place: str) -> str:
    """Give who may have attacked a place where nobody says so: its state's rival, an armed group.

    An article that names no such side leaves it open, and a topic without a name tells nobody.
    """
    home = scene.cast.where(place) or state_called(place)
    if home is not None and (rival := scene.cast.rival(home)) and slug(rival) != slug(home):
        return slug(rival)
    groups = [t for t in scene.doc if t.pos_ in ("PROPN", "ADJ", "NOUN") and is_group(t.text)]
    sides = list(dict.fromkeys(s for t in groups[:50] if (s := scene.side(t))))
    near = [s for t in groups if sentence(t).start == sentence(verb).start if (s := scene.side(t))]
    actors = {a for s in scene.sides() if (a := state_called(s))}
    if any(scene.cast.rival(actor) for actor in actors):
        return UNKNOWN  # a war of states, in which the group is one of several
    return near[0] if near else sides[0] if len(sides) == 1 else UNKNOWN


def accused_of(scene: Scene, noun: Token) -> str | None:
    """Give the side in "accused X of an attack"."""
    whom = noun.head if noun.dep_ == "nmod" else roles(noun.head).patient
    verb = whom.head if whom is not None else None
    of = any(c.lower_ == "of" for c in noun.children if c.dep_ == "case")
    if whom is None or verb is None or not of or scene.lemma(verb) != "accuse":
        return None
    return side_of(scene, whom)


def killer_of(scene: Scene, cue: Token) -> str | None:
    """Give the side that killed: of "X's army killed", "killed in Y's strikes", "a Z strike"."""
    verb = cue if is_verbal(cue) else cue.head
    around = roles(verb)
    own = verb.i == cue.i and scene.lemma(verb) not in FALLEN and verb.tag_ != "JJ"
    agent = around.agent if own else None  # of "confirmed the deaths" nobody is the killer
    for noun in (agent, around.after("by"), around.after("in")):
        while noun is not None and noun.lower_ in ("that", "which"):
            noun = verb.head
        if noun is None:
            continue
        owners = (noun, roles(noun).agent, *(c for c in noun.children if c.i < noun.i))
        side = next((s for o in owners if o is not None and (s := scene.side(o))), None)
        side = side or scene.side(roles(noun.head).agent)  # "carried out a strike that killed"
        if side:
            return side
    return None


def victims_of(scene: Scene, cue: Token, killer: str) -> str | None:
    """Give whose soldiers a side says to have killed: its enemy's, else those of the country."""
    enemy = enemy_of(scene, roles(cue).agent)
    home = slug(scene.cast.country or "")
    return next((side for side in (enemy, home) if side and side != killer), None)
