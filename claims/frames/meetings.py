"""Who meets, mediates or negotiates, whether the text calls it talks or not?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claims.conflicts import principals
from claims.diplomacy.deals import main_pair
from claims.diplomacy.envoys import (
    ACCORDS,
    NEGOTIATORS,
    coupled,
    is_coming,
    met_by,
    of_talks,
    wages,
)
from claims.diplomacy.peace import READY, TALKS, TRUCE
from claims.names.places import slug
from claims.relevance import Need
from claims.scene import Finding, Scene
from claims.text.clauses import is_verbal, particle, roles
from claims.text.factuality import judge
from claims.text.tree import Token

FACE = frozenset({"negotiate", "sit", "talk", "parley"})
DISCUSS = frozenset({"discuss"})
QUARRELS = frozenset(
    {
        "dispute",
        "border",
        "war",
        "conflict",
        "treaty",
        "peace",
        "truce",
        "ceasefire",
        "withdrawal",
        "exchange",
        "demarcation",
        "standoff",
        "hostility",
        "de-escalation",
    }
)
MEDIATE = frozenset({"mediate", "shuttle", "intercede", "arbitrate"})
MEET = frozenset({"meet", "convene"})
HEADS = frozenset({"president", "leader", "minister", "premier", "chancellor", "king", "emir"})
DUE = frozenset({"due"})
DEAL = frozenset({"deal"})
BOARDS = frozenset({"commission", "committee"})  # of two states
JOINT = frozenset({"joint", "border", "bilateral", "boundary", "mixed", "intergovernmental"})
PAIRED = frozenset({"two", "both"})
PAIR = 2
RIVALS = frozenset({"government", "faction", "party", "side"})
NEEDS = (
    Need(FACE - {"talk"} | MEDIATE, at_hand=frozenset({"between", "with"}), states=2),
    Need(MEET, at_hand=NEGOTIATORS, states=2),
    Need(DISCUSS, at_hand=QUARRELS, states=2),
    Need(MEET, at_hand=HEADS | BOARDS, states=2),
    Need(MEET, at_hand=RIVALS, states=1),
    Need(MEET, at_hand=frozenset({"minister"}), states=3),
    Need(MEET, at_hand=frozenset({"minister"}), article=TRUCE | ACCORDS, states=2),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read meetings of negotiators, sides that face each other, and those who go between."""
    met = scene.memo.get("met")
    told = met if isinstance(met, frozenset) else frozenset()
    for verb in scene.words(MEET | DUE):
        if verb.i not in told and (is_verbal(verb) or scene.lemma(verb) in DUE):
            yield from _delegates(scene, verb)
    for verb in scene.words(FACE):
        if is_verbal(verb) and verb.i not in told:
            yield from _faces(scene, verb)
    for verb in scene.words(DISCUSS):
        if is_verbal(verb) and verb.i not in told:
            yield from _discussed(scene, verb)
    for verb in scene.words(MEDIATE):
        if is_verbal(verb) and verb.i not in told:
            yield from _mediates(scene, verb)


def _delegates(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "negotiators from A and B met in C": talks, whether the text calls them so or not."""
    around = roles(verb)
    agent = around.agent
    if agent is None or not scene.sides():
        return
    two = _are_the_two(scene, agent)
    if not two and not _negotiates(scene, agent):
        yield from _heads(scene, verb)
        return
    others = (around.patient, around.after("with"), roles(agent).after("of", "from"))
    sides = {s for each in (agent, *others) for s in scene.pair_of(each)} | coupled(scene, agent)
    owner = roles(agent).agent
    several = owner is not None and owner.tag_ == "NNS"  # "the three countries' ministers"
    bare = agent.tag_ == "NNS" and scene.has(ACCORDS | TALKS | TRUCE | DEAL)
    if two or several or (bare and len(sides) < 2):
        sides |= principals(scene).keys()
    if len(sides) < 2 and not _are_rivals(scene, agent):
        return
    told = any(c.lower_ == "when" for c in verb.children)  # "began in 2022, when envoys met"
    found = of_talks(scene, agent, _met(scene, verb), verb, "a meeting of negotiators")
    yield replace(found, minor=told)


def _are_the_two(scene: Scene, agent: Token) -> bool:
    """Tell "the two would meet" and "both leaders", where an article is about two states."""
    if agent.lower_ in PAIRED:
        return agent.dep_ == "nsubj" and main_pair(scene) is not None
    paired = any(c.lower_ in PAIRED for c in agent.children)
    return scene.lemma(agent) in HEADS and paired and main_pair(scene) is not None


def _heads(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "A's president met B's in C": talks, where neither is at home."""
    around = roles(verb)
    sides = met_by(scene, verb)
    town = next((n for w, n in around.preps if w in ("in", "at") and scene.places.of(n)), None)
    place = scene.places.of(town) if town is not None else None
    home = slug(scene.cast.where(place) or place) if place else None
    if len(sides) == PAIR and home is not None and home not in sides:
        yield of_talks(
            scene, None, _met(scene, verb), verb, "leaders who meet", tuple(sorted(sides))
        )


def _are_rivals(scene: Scene, agent: Token) -> bool:
    """Tell "the two Libyan governments" and "both warring sides"."""
    paired = any(c.lower_ in ("two", "both", "rival", "warring") for c in agent.children)
    return agent.tag_ == "NNS" and scene.lemma(agent) in RIVALS and paired


def _met(scene: Scene, verb: Token) -> str:
    """Tell those who have met from those who are to meet."""
    fact = judge(verb)
    would = any(c.lower_ == "would" for c in verb.children)
    ahead = is_coming(verb) or fact.future or fact.wanted or would
    return "scheduled" if ahead or scene.lemma(verb) in DUE else "met"


def _negotiates(scene: Scene, agent: Token) -> bool:
    """Tell negotiators and several ministers, whatever they are of, from others who meet."""
    ministers = scene.lemma(agent) in ("minister", "diplomat") and agent.tag_ == "NNS"
    named = ministers and len(coupled(scene, agent) | set(scene.pair_of(
        roles(agent).after("of", "from")
    ))) > 1  # fmt: skip
    rivals = _are_rivals(scene, agent)
    joint = scene.lemma(agent) in BOARDS and any(c.lower_ in JOINT for c in agent.children)
    return scene.lemma(agent) in NEGOTIATORS or joint or named or rivals or (
        ministers and scene.has(ACCORDS | TRUCE)
    )  # fmt: skip


def _faces(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "A will not negotiate with B", "A is ready to sit down with B"."""
    around = roles(verb)
    if scene.lemma(verb) == "sit" and particle(verb) != "down":
        return
    other = around.after("with", "to")
    sides = {s for s in (*scene.pair_of(around.agent), *scene.pair_of(other)) if wages(s)}
    if scene.lemma(verb) != "talk" and around.agent is not None and around.agent.tag_ == "NNS":
        officials = roles(around.agent).after("of", "from")
        sides |= {s for s in scene.pair_of(officials) if wages(s)} | coupled(scene, around.agent)
    together = around.agent is not None and len(set(scene.pair_of(around.agent))) > 1
    together = together or (around.agent is not None and around.agent.tag_ == "NNS")
    if (
        (other is None and not together)
        or around.agent is None
        or len(sides) < 2
        or around.patient is not None
    ):
        return
    willing = scene.lemma(verb.head) in READY and verb.dep_ in ("xcomp", "advcl", "ccomp")
    value = "proposed" if willing else _met(scene, verb)
    if value == "met" and verb.tag_ in ("VBG", "VBZ", "VBP"):
        value = "ongoing"
    yield replace(
        of_talks(scene, verb, value, verb, "sides who negotiate"), own=scene.actor(around.agent)
    )


def _discussed(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "the ministers of A and B discussed the border": they have met."""
    around = roles(verb)
    what = around.patient
    sides = {s for each in (around.agent, around.after("with")) for s in scene.pair_of(each)}
    sides = {s for s in sides | coupled(scene, around.agent) if wages(s)}
    about = {scene.lemma(t) for t in what.subtree} if what is not None else set()
    if len(sides) == 2 and about & QUARRELS:
        yield of_talks(
            scene, None, _met(scene, verb), verb, "what two sides discussed", tuple(sorted(sides))
        )


def _mediates(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "X offered to mediate between A and B" and "X is mediating between A and B"."""
    around = roles(verb)
    between = [n for w, n in around.preps if w == "between"]
    sides = {s for n in between for s in scene.pair_of(n)}
    if len(sides) < 2 and not (between and scene.war):
        return
    fact = judge(verb)
    offered = verb.head if verb.dep_ == "xcomp" else verb
    ahead = fact.future or fact.wanted or fact.possible or fact.condition
    value = "proposed" if ahead else "ongoing"
    found = of_talks(scene, None, value, verb, "mediation", tuple(sorted(sides)))
    agent = roles(offered).agent
    acting = scene.voice_of(agent) if scene.lemma(offered) == "offer" else None
    yield replace(found, own=scene.actor(agent), claimant=acting)
