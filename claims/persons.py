"""Which words mean a person: a name, a pronoun, a number, or what somebody is?"""

from __future__ import annotations

from spacy.tokens import Token

from claims.lexicon import Lexicon
from claims.scene import Scene

_WORDS = Lexicon.of("claims.victims")

MALE = _WORDS.set("male")
FEMALE = _WORDS.set("female")
PEOPLE = _WORDS.set("people") | MALE | FEMALE
PRONOUNS = frozenset({"he", "him", "she", "her"})


def is_person(scene: Scene, token: Token) -> bool:
    """Tell a person or a number of them from what else may be hit or found."""
    lemma = scene.lemma(token)
    if token.pos_ == "NUM":
        return token.dep_ != "nummod" or is_person(scene, token.head)  # "two were shot"
    if lemma == "old":
        return True  # "the three-year-old was hurt"
    if token.lower_ in PRONOUNS or (lemma in PEOPLE and token.pos_ not in ("VERB", "PRON")):
        return True
    return token.pos_ == "PROPN" and is_named(scene, token)


def is_named(scene: Scene, token: Token) -> bool:
    """Tell the name of a person."""
    parts = (token, *(c for c in token.children if c.dep_ in ("compound", "flat")))
    return scene.cast.is_person(token) or any(t.ent_type_ == "PERSON" for t in parts)
