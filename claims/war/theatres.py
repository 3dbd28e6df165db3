"""Where is an attack: which place do the words around it name?"""

from __future__ import annotations

from claims.lexicon import Lexicon
from claims.scene import Scene
from claims.text.clauses import Roles, roles, sentence
from claims.text.tree import Token

PLACES = Lexicon.of(__name__).set("places")
OWNED = Lexicon.of(__name__).set("owned")
BESIDE = frozenset(["adjacent", "next", "close", "border", "near", "neighbor", "neighbour"])


def place_around(scene: Scene, *around: Roles) -> str | None:
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


def spot(scene: Scene, *around: Roles) -> str | None:
    """Find the place that something is at or near: "at X in the region of Y" is X."""
    nouns = (n for part in around for w, n in part.preps if w in ("at", "near", "outside"))
    return scene.place(list(nouns))


def named_in(scene: Scene, noun: Token) -> str | None:
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


def antecedent(scene: Scene, verb: Token) -> str | None:
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


def struck(scene: Scene, around: Roles, attacker: str | None) -> str | None:
    """Give the side that an attack without a place hits: "killed scores of its fighters"."""
    target = around.patient
    for _ in range(2):
        if target is None:
            return None
        side = scene.side(target)
        if (scene.is_force(target) or scene.lemma(target) in OWNED) and side and side != attacker:
            return side
        target = roles(target).after("of")
    return None


def theatre(scene: Scene, noun: Token) -> str | None:
    """Take the last place named before: operations without one go on in the article's theatre."""
    return scene.places.last_before(noun.i) or scene.places.main()
