"""How does a speaker stand to what he is said to say? Read from the cue and its negation."""

from __future__ import annotations

from claims.model import Stance
from claims.saying.cueing import case_of, child
from claims.saying.cues import Cue, lexicon
from claims.text.language import lemma
from claims.text.tree import Token


def stance_of(cue: Token, entry: Cue, negated: bool) -> Stance:
    """Give the stance to the content; own plans and threats count as assertions."""
    words = lexicon()
    if entry.word in words.withholding and _is_answer(child(cue, "xcomp", "ccomp", "advcl")):
        return Stance.DOES_NOT_CONFIRM
    if not negated:
        return entry.stance
    if entry.word == "rule out":
        return Stance.SPECULATES
    if entry.word in words.conceded:
        return Stance.CONFIRMS
    if entry.word in words.answers or entry.stance is Stance.CONFIRMS:
        return Stance.DOES_NOT_CONFIRM
    if entry.stance is Stance.DENIES:
        return Stance.DOES_NOT_CONFIRM
    return Stance.DENIES if entry.word in {"believe", "think", "accept"} else entry.stance


def _is_answer(verb: Token | None) -> bool:
    """Tell whether it is an answer that is withheld: "declined to comment", not "to leave"."""
    return verb is not None and case_of(verb) == "to" and lemma(verb) in lexicon().answers
