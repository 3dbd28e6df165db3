"""Which words mean a person: a name, a pronoun, a number, or what somebody is?"""

from __future__ import annotations

import re

from claims.lexicon import Lexicon
from claims.scene import Scene
from claims.text.numbers import UNITS
from claims.text.tree import Token

_WORDS = Lexicon.of("claims.harm.victims")

MALE = _WORDS.set("male")
FEMALE = _WORDS.set("female")
PEOPLE = _WORDS.set("people") | MALE | FEMALE
PRONOUNS = frozenset({"he", "him", "she", "her"})
_AGE = re.compile(r"\b(?P<n>\d{1,3}|[a-z]+)[- ](?P<unit>year|month|week|day)s?[- ]old", re.I)
_AGE_BEHIND = re.compile(
    r"(?:,? (?:Jr|Sr|II|III)\.?)?(?:, (?:age )?| \()(\d{1,3})(?=[,.;)]| of | and |\s*$)"
)


def is_person(scene: Scene, token: Token) -> bool:
    """Tell a person or a number of them from what else may be hit or found."""
    lemma = scene.lemma(token)
    if token.pos_ == "NUM":
        return token.dep_ != "nummod" or is_person(scene, token.head)  # "two were shot"
    if lemma == "old":  # "the three-year-old was hurt", but not "38-year-old Ann Lee"
        return token.i + 1 == len(token.doc) or token.nbor(1).pos_ != "PROPN"
    if token.lower_ in PRONOUNS or (lemma in PEOPLE and token.pos_ not in ("VERB", "PRON")):
        return True
    return token.pos_ == "PROPN" and is_named(scene, token)


def is_named(scene: Scene, token: Token) -> bool:
    """Tell the name of a person."""
    parts = (token, *(c for c in token.children if c.dep_ in ("compound", "flat")))
    if scene.cast.is_person(token) or any(t.ent_type_ == "PERSON" for t in parts):
        return True
    return age_of(scene, token) is not None


def age_of(scene: Scene, token: Token) -> float | None:
    """Read "a 12-year-old boy", "John Smith, 34," and "the boy, 6,"."""
    start = token.left_edge.idx
    before = _AGE.search(scene.text[start : token.idx + len(token)])
    if before:
        number = before["n"].lower()
        count = int(number) if number.isdigit() else UNITS.get(number)
        return count if before["unit"].lower() == "year" or count is None else count / 100
    end = token.i + 1
    while end < len(scene.doc) and scene.doc[end].dep_ == "flat" and scene.doc[end].pos_ != "NUM":
        end += 1
    offset = scene.doc[end - 1].idx + len(scene.doc[end - 1])
    behind = _AGE_BEHIND.match(scene.text, offset)
    return int(behind[1]) if behind else None
