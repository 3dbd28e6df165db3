"""Who offers, accepts or turns down talks, and which noun says what became of them?"""

from __future__ import annotations

from dataclasses import dataclass

from claims.lexicon import Lexicon
from claims.model import Stance
from claims.scene import Scene
from claims.text.clauses import is_verbal, particle, predicates, preposition, roles
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

OFFERS = _WORDS.set("offers")
ACCEPTING = _WORDS.set("accepting")
DECLINING = _WORDS.set("declining")
MAKING = _WORDS.set("making")
NOMINAL = _WORDS.map("nominal")
PARTICLES = {"turn": "down", "brush": "aside", "rule": "out", "take": "up", "put": "forward"}
FATES = frozenset(NOMINAL)
REPORTS = _WORDS.set("reports")
OVERCOMING = frozenset({"break", "avoid", "overcome", "end", "resolve", "prevent"})
NONE = frozenset({"no", "little", "any"})


@dataclass(frozen=True, slots=True)
class Told:
    """What a noun in front of talks tells of them, at which word, and by whose act."""

    value: str
    anchor: Token
    agent: Token | None = None
    stance: Stance | None = None
    turned: bool = False  # whether a negation is part of the value


def offer(scene: Scene, talks: Token) -> Told | None:
    """Read "turned down an offer of talks", "accepted an invitation to hold talks"."""
    noun = offer_of(scene, talks)
    if noun is None:
        return None
    verb = noun.head
    if scene.lemma(noun) in REPORTS:
        told = noun.dep_ == "obj" and scene.lemma(verb) in DECLINING
        return Told("ongoing", verb, roles(verb).agent, Stance.DENIES) if told else None
    if noun.dep_ not in ("obj", "nsubj:pass", "obl") or not is_verbal(verb):
        owner = roles(noun).agent
        return Told("proposed", noun, owner) if owner is not None else None
    word, agent = scene.lemma(verb), roles(verb).agent
    if word in PARTICLES and particle(verb) != PARTICLES[word]:
        return None
    if word in DECLINING:
        return Told("rejected", verb, agent, Stance.DENIES)
    if word in ACCEPTING:
        return Told("agreed", verb, agent)
    return Told("proposed", verb, agent) if word in MAKING else None


def offer_of(scene: Scene, talks: Token) -> Token | None:
    """Give the offer: "an offer of talks", "an invitation to resume talks"."""
    head = talks.head
    if (
        talks.dep_ in ("obj", "obl")
        and head.dep_ in ("acl", "xcomp", "advcl")
        and head.tag_ == "VB"
    ):
        head = head.head
        head = (
            next((c for c in head.children if c.dep_ == "obj"), head) if is_verbal(head) else head
        )
    elif talks.dep_ != "nmod" and talks.dep_ != "compound":
        return None
    return head if scene.lemma(head) in OFFERS | REPORTS and not is_verbal(head) else None


def fate(scene: Scene, talks: Token) -> Told | None:
    """Read "the collapse of talks came as …", "there was no progress in talks"."""
    noun = talks.head
    if is_verbal(noun) and talks.dep_ == "obl" and scene.lemma(noun) in OVERCOMING:
        stuck = any(NOMINAL.get(scene.lemma(c)) == "stalled" for c in noun.children)
        return Told("ongoing", noun) if stuck else None  # "broke the deadlock in talks"
    ways = ("of", "in", "at", "on", "for")
    if talks.dep_ != "nmod" or is_verbal(noun) or preposition(talks) not in ways:
        return None
    value = NOMINAL.get(scene.lemma(noun))
    if value == "scheduled":
        return Told(value, noun) if preposition(talks) == "for" and _is_told(noun) else None
    if value is None or noun.dep_ not in ("nsubj", "nsubj:pass", "obj", "conj", "obl"):
        return None
    if noun.dep_ == "obl" and preposition(noun) not in ("after", "following", "despite", "amid"):
        return None
    if value != "ongoing":
        broken = noun.dep_ == "obj" and _is_broken(scene, noun)
        return Told("ongoing", noun.head) if broken else Told(value, noun)
    none = any(c.lower_ in NONE for c in noun.children)
    verb = next((verb for verb, _ in predicates(noun)), noun)
    if none or any(c.dep_ == "advmod" and c.lower_ in ("not", "n't") for c in verb.children):
        return Told("stalled", verb, turned=True)
    return Told("ongoing", verb)


def _is_told(noun: Token) -> bool:
    """Tell "X will be the venue for talks" and "the venue is X" from the mere word."""
    return any(c.dep_ == "cop" for c in noun.children) or noun.dep_ == "nsubj"


def _is_broken(scene: Scene, noun: Token) -> bool:
    """Tell "broke the deadlock in the talks" and "avoided a collapse of the talks"."""
    return scene.lemma(noun.head) in OVERCOMING
