"""Which propositions does no rule read, though a word is like those that bear them elsewhere?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from claims.diplomacy import triggered as diplomacy
from claims.harm import triggered as harm
from claims.relevance import ANSWERS, Need
from claims.scene import Finding, Scene
from claims.text.clauses import clause_of, sentence
from claims.text.tree import Token
from claims.triggers.network import Trigger, triggers
from claims.war import triggered as war

LEAST = 0.35  # probability from which a word counts
SURE = 0.6  # from which it does beside what its clause tells in another frame
CLOSE = 4  # words from what a rule has read of the same frame
COMMON = frozenset({"operation.attack"})  # what reports of wars tell in passing all the time
READERS = {
    "control": war.control,
    "area": war.area,
    "deployment": war.deployment,
    "operation": war.operation,
    "casualties": harm.casualties,
    "visit": diplomacy.visit,
    "ceasefire": diplomacy.ceasefire,
    "talks": diplomacy.talks,
    "agreement": diplomacy.agreement,
}
DEEDS = frozenset({"control", "area", "deployment", "operation", "casualties"})  # not said
OF_WAR = frozenset({"control", "area"})
NEEDS: tuple[Need, ...] = ()


def read(scene: Scene) -> Iterator[Finding]:
    """Read what the network finds where no rule has read of the same frame."""
    told = scene.memo.get("found")
    taken = Taken(list(told) if isinstance(told, list) else [])
    best = list(_best(triggers(scene.doc, LEAST)))
    cues = frozenset(said.cue.i for said in scene.said) if best else frozenset[int]()
    for trigger in best:
        if not _may_tell(scene, trigger, taken, cues):
            continue
        found = READERS[trigger.frame](scene, trigger)
        if found is not None and not any(_is_told(f, found) for f in taken.near(trigger.token)):
            found = replace(found, minor=_is_passing(trigger.token))
            taken.add(found)
            yield found


class Taken:
    """What an article has told, by the sentences in which it stands."""

    def __init__(self, found: Iterable[Finding]) -> None:
        """Begin with what the rules have read."""
        self.frames: set[str] = set()
        self._by_sentence: dict[int, list[Finding]] = {}
        for finding in found:
            self.add(finding)

    def add(self, finding: Finding) -> None:
        """Take what was read."""
        self.frames.add(finding.frame)
        start = sentence(finding.anchor).start
        self._by_sentence.setdefault(start, []).append(finding)

    def near(self, word: Token) -> list[Finding]:
        """Give what is told in the sentence of a word, and in one that begins or ends by it."""
        doc = word.doc
        edges = (max(0, word.i - CLOSE), word.i, min(len(doc) - 1, word.i + CLOSE))
        starts = dict.fromkeys(sentence(doc[i]).start for i in edges)
        return [found for start in starts for found in self._by_sentence.get(start, ())]


def _may_tell(scene: Scene, trigger: Trigger, taken: Taken, cues: frozenset[int]) -> bool:
    """Tell whether a word may bear what nobody has read yet; `cues` are words of saying."""
    word, sure = trigger.token, trigger.score >= SURE
    if (trigger.frame in OF_WAR and not scene.war) or (trigger.label in COMMON and not sure):
        return False
    if trigger.frame in DEEDS and word.i in cues:
        return False  # "pushed back against the notion"
    frame = "ceasefire" if trigger.frame == "talks" else trigger.frame
    beside = [f for f in taken.near(word) if _is_near(f.anchor, word)]
    if any(f.frame == frame for f in beside) or (beside and not sure):
        return False
    # "denied the attack": answers find what it was
    return not (_takes_up(scene, word) and frame in taken.frames)


def _best(found: list[Trigger]) -> Iterator[Trigger]:
    """Give the surest label of each word and frame, the surest first."""
    best: dict[tuple[int, str], Trigger] = {}
    for trigger in found:
        key = (trigger.token.i, trigger.frame)
        if key not in best or best[key].score < trigger.score:
            best[key] = trigger
    yield from sorted(best.values(), key=lambda t: -t.score)


def _takes_up(scene: Scene, word: Token) -> bool:
    """Tell what somebody answers to by its mere name: "denied the attack"."""
    named = any(c.lower_ in ("the", "this", "that") for c in word.children)
    return word.dep_ == "obj" and named and scene.lemma(word.head) in ANSWERS


def _is_told(one: Finding, other: Finding) -> bool:
    """Tell what a sentence says of a topic, or of a force, that it has said something of."""
    forces = one.slots.get("force"), other.slots.get("force")
    same = one.topic == other.topic or (forces[0] is not None and forces[0] == forces[1])
    counted = other.quantity is not None and one.quantity != other.quantity
    return same and not counted and sentence(one.anchor).start == sentence(other.anchor).start


def _is_near(one: Token, other: Token) -> bool:
    """Tell whether two words tell of the same: close by, or in one clause."""
    return abs(one.i - other.i) <= CLOSE or clause_of(one).i == clause_of(other).i


def _is_passing(word: Token) -> bool:
    """Tell what a relative clause tells of something else."""
    return clause_of(word).dep_ in ("acl:relcl", "acl")
