"""Where does a journey lead: to a town, a state, or an occasion in one?"""

from __future__ import annotations

from claims.lexicon import Lexicon
from claims.names.places import SETTLEMENTS, is_name, slug
from claims.scene import Scene
from claims.text.clauses import roles
from claims.text.tree import Token
from claims.topics import COMPASS

_WORDS = Lexicon.of(__name__)

ELSEWHERE = _WORDS.set("elsewhere")
TIMES = frozenset({"hour", "day", "week", "month", "year"})


def bound_for(scene: Scene, noun: Token) -> list[Token]:
    """Give the goal that the parse hung on the traveller: "the trip by the secretary to X"."""
    return [
        token
        for token in noun.subtree
        if token.dep_ == "nmod"
        and scene.places.of(token)
        and any(c.dep_ == "case" and c.lower_ == "to" for c in token.children)
    ]


def destination(scene: Scene, nouns: list[Token]) -> str | None:
    """Give the first noun that is a place; of an occasion, the place that owns it."""
    for noun in nouns:
        if _is_bare_capital(noun) and (speaker := scene.speaker(noun)):
            return slug(speaker)
        beside = scene.doc[noun.i - 1] if noun.i else None
        if scene.lemma(noun) in TIMES and beside is not None and scene.side(beside):
            noun = beside  # "to Venezuela hours before", taken for one phrase
        if (found := scene.places.of(noun) or _state(scene, noun)) and found not in COMPASS:
            return found
        if noun.lemma_.lower() in SETTLEMENTS and (found := scene.side(noun)):
            return found  # "a Russian city"
        hit = next((c for c in noun.children if c.dep_ == "obj" and scene.places.of(c)), None)
        if noun.tag_ == "VB" and hit is not None:
            return scene.places.of(hit)  # "earthquake-hit Y", taken for a verb
        inner = roles(noun).after("in", "at", "of")
        if scene.is_force(noun):  # "a visit to Kigali's forces in Mozambique"
            if inner is not None and (found := scene.places.of(inner)):
                return found
            continue
        owner = roles(noun).agent if scene.lemma(noun) not in ELSEWHERE else None
        if owner is not None and (found := scene.places.of(owner) or _state(scene, owner)):
            return found
        if inner is not None and (found := scene.places.of(inner)):
            return found
    return None


def _is_bare_capital(noun: Token) -> bool:
    """Tell "the capital" from "the Omani capital" and "the capital, Muscat"."""
    kinds = ("amod", "compound", "nmod", "nmod:poss", "appos")
    return noun.lemma_ in ("capital", "country") and not any(
        c.dep_ in kinds for c in noun.children
    )


def is_own_capital(scene: Scene, noun: Token, visitor: Token | None) -> bool:
    """Tell the capital in which a visitor lives from the one of the state that speaks of him."""
    speaker = scene.speaker(noun)
    return _is_bare_capital(noun) and (not speaker or slug(speaker) == scene.side(visitor))


def _state(scene: Scene, noun: Token) -> str | None:
    if not is_name(noun):
        return None
    found = slug(noun.text)
    return found if scene.side(noun) == found else None
