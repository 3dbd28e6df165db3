"""Which words say that somebody says, and what do they tell of the speaker's stance?"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from claims.model import Stance

CLAUSES = frozenset({"clause", "quote"})


@dataclass(frozen=True, slots=True)
class Cue:
    """An entry of the lexicon: a verb, noun or adjective, and how its content hangs on it."""

    word: str  # "deny", "rule out"
    speech: bool  # uttered, not only thought or wanted
    takes: frozenset[str]  # clause, quote, to, object, or a preposition
    stance: Stance  # when it is not negated
    impersonal: bool = False  # its subject is not the source: "it seems"

    @property
    def prepositions(self) -> frozenset[str]:
        """Give the prepositions behind which its content stands."""
        behind = self.takes - {"clause", "quote", "to", "object", "to_whom"}
        return behind | {"to"} if "to_whom" in self.takes else behind


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All cue words by part of speech."""

    verbs: dict[str, Cue]
    nouns: dict[str, Cue]
    adjectives: dict[str, Cue]
    idioms: dict[str, tuple[tuple[str, ...], ...]]  # by their verb, the words behind it
    phrases: tuple[tuple[str, ...], ...]  # "according to", the longest first
    adverbs: frozenset[str]
    answers: frozenset[str]  # verbs whose failing is no answer: "has yet to verify"
    withholding: frozenset[str]  # verbs that negate what hangs on them: "declined to confirm"
    conceded: frozenset[str]  # what is not so treated is granted: "did not dispute that"


@cache
def lexicon() -> Lexicon:
    """Read the lexicon from the package, once."""
    data = tomllib.loads(files("claims.saying").joinpath("cues.toml").read_text("utf-8"))
    phrases = sorted(data["phrases"]["words"].split(), key=len, reverse=True)
    return Lexicon(
        verbs=_entries(data["verbs"], data["stance"]),
        nouns=_entries(data["nouns"], data["noun_stance"]),
        adjectives=_entries(data["adjectives"], {}),
        idioms=_idioms(data["idioms"]["words"].split()),
        phrases=tuple(tuple(phrase.split("_")) for phrase in phrases),
        adverbs=frozenset(data["phrases"]["adverbs"].split()),
        answers=frozenset(data["stance"]["answers"].split()),
        withholding=frozenset(data["stance"]["withholding"].split()),
        conceded=frozenset(data["stance"]["conceded"].split()),
    )


def _idioms(words: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Sort idioms by their verb."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for idiom in words:
        verb, *behind = idiom.split("_")
        found[verb] = (*found.get(verb, ()), tuple(behind))
    return found


def _entries(groups: list[dict[str, Any]], stances: dict[str, str]) -> dict[str, Cue]:
    """Join the groups of a part of speech: a word may stand in several."""
    found: dict[str, Cue] = {}
    for group in groups:
        takes = frozenset(group["takes"].split())
        for raw in group["words"].split():
            word = raw.replace("_", " ")
            known = found.get(word)
            found[word] = Cue(
                word=word,
                speech=group.get("speech", True) or (known is not None and known.speech),
                takes=takes | known.takes if known else takes,
                stance=_stance_of(raw, stances),
                impersonal=group.get("impersonal", False),
            )
    return found


def _stance_of(word: str, stances: dict[str, str]) -> Stance:
    for stance in (Stance.CONFIRMS, Stance.DENIES, Stance.DOES_NOT_CONFIRM, Stance.SPECULATES):
        if word in stances.get(stance.value, "").split():
            return stance
    return Stance.ASSERTS
