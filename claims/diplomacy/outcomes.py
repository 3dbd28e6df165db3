"""What do the nouns around a verb say of talks or a deal: "hit a snag", "is within reach"?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claims.lexicon import Lexicon
from claims.scene import Scene
from claims.text.clauses import is_verbal, predicates, preposition
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

LINKING = _WORDS.set("linking")
ENDING = _WORDS.set("ending")
SOUGHT = _WORDS.set("sought")
TOLD = {
    noun: (kind, frozenset(ways.split("/")) if ways else frozenset())
    for entry, kind in _WORDS.map("told").items()
    for noun, _, ways in [entry.partition("/")]
}
NONE = frozenset({"no", "little", "without", "not", "any"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is told of a noun, by which verb, and whether a negation is part of it."""

    kind: str
    anchor: Token
    turned: bool = False


def outcome(scene: Scene, noun: Token) -> Outcome | None:
    """Read what a verb and its noun tell: "reached an impasse", "made no progress"."""
    for verb, part in predicates(noun):
        if part not in ("nsubj", "nsubj:pass", "obj") or (part == "obj" and not _is_put(verb)):
            continue
        if not is_verbal(verb) and (kind := _kind(scene, verb)) is not None:
            return Outcome(kind, verb)
        if scene.lemma(verb) not in LINKING:
            continue
        for led in _led(verb, noun):
            found = _of(scene, verb, led)
            if found is not None:
                return found
    return None


def _is_put(verb: Token) -> bool:
    return verb.lemma_.lower() in ("put", "place", "bring", "plunge", "throw")


def _led(verb: Token, noun: Token) -> Iterator[Token]:
    """Give the nouns that a verb leads to."""
    for child in verb.children:
        if child.i != noun.i and child.dep_ in ("obj", "obl", "xcomp", "advmod", "nsubj"):
            yield child


def _of(scene: Scene, verb: Token, led: Token) -> Outcome | None:
    """Say what the noun that a verb leads to tells of its subject, with the "no" before it."""
    none = any(c.lower_ in NONE and c.i < led.i for c in led.children)
    word, ends = scene.lemma(led), scene.lemma(verb) in ENDING
    if none and (word in SOUGHT or TOLD.get(word, ("",))[0] == "advancing"):
        denied = any(c.lower_ == "no" for c in led.children) and led.dep_ == "obj"
        return Outcome("fruitless" if ends else "stalled", verb, denied)
    kind = _kind(scene, led)
    if kind == "stalled" and ends:
        kind = "fruitless"
    return Outcome(kind, verb) if kind is not None else None


def _kind(scene: Scene, led: Token) -> str | None:
    """Look up a noun that its preposition makes tell something."""
    if scene.lemma(led) == "end" and any(c.lower_ == "dead" for c in led.children):
        return "stalled"
    found = TOLD.get(scene.lemma(led))
    if found is None:
        return None
    kind, ways = found
    return kind if not ways or ways & set(preposition(led).split()) else None
