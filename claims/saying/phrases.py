"""Which phrases, without a verb of saying, name who says so? "According to X", "reportedly"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from claims.model import Stance
from claims.saying.cueing import Stretch
from claims.saying.cues import Cue, lexicon
from claims.saying.quoting import Draft
from claims.text.tree import Token

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_NOMINAL_PARTS = frozenset({"NOUN", "PROPN", "PART", "ADJ"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def phrase_drafts(sentence: Sequence[Token]) -> Iterator[Draft]:
    """Find "according to X" and its like in a sentence."""
    for index, token in enumerate(sentence):
        for phrase in _by_first().get(token.lower_, ()):
            words = tuple(t.lower_ for t in sentence[index : index + len(phrase)])
            if words == phrase and (draft := _according(sentence, index, phrase)) is not None:
                yield draft
                break


@cache
def _by_first() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in lexicon().phrases:
        found.setdefault(phrase[0], []).append(phrase)
    return found


def _according(sentence: Sequence[Token], index: int, phrase: tuple[str, ...]) -> Draft | None:
    """Take the sentence around the phrase and its source as the content."""
    behind = index + len(phrase)
    if behind >= len(sentence):
        return None
    entry = Cue(" ".join(phrase), True, frozenset({"clause"}), Stance.ASSERTS)
    source = _source(sentence, behind)
    end = _source_end(sentence, index, source)
    pieces: list[Stretch] = []
    if index > 1:
        pieces.append((sentence[0].i, sentence[index - 1].i))
    if end + 1 < len(sentence) and (index <= 1 or _resumes(sentence[end + 1 :])):
        pieces.append((sentence[end + 1].i, sentence[-1].i))
    pieces = [piece for piece in pieces if piece[0] < piece[1]]
    if not pieces:
        return None
    draft = Draft(sentence[index], entry, source, _main_verb(sentence, pieces), pieces)
    if end >= behind:
        draft.named = (sentence[behind].i, sentence[end].i)
    return draft


def _source(sentence: Sequence[Token], start: int) -> Token:
    """Find the head of the noun phrase behind the preposition."""
    best = sentence[start]
    for place in range(start, len(sentence)):
        token = sentence[place]
        if token.text == "," or token.tag_ in _FINITE:
            break
        if token.pos_ in _NOMINAL:
            best = token
            after = sentence[place + 1] if place + 1 < len(sentence) else None
            if after is None or after.pos_ not in _NOMINAL_PARTS:
                break
    return best


def _source_end(sentence: Sequence[Token], index: int, source: Token) -> int:
    """Give the place in the sentence of the last word of the source."""
    for place in range(index, len(sentence)):
        token = sentence[place]
        if token.i <= source.i or token.text not in {",", ".", ";"}:
            continue
        if token.text != "," or index > 1 or _clause_follows(sentence, place):
            return place - 1
    return len(sentence) - 1


def _clause_follows(sentence: Sequence[Token], place: int) -> bool:
    """Tell whether a comma ends the source: what follows is no apposition but a clause."""
    for token in sentence[place + 1 :]:
        if token.text == ",":
            return False
        if token.tag_ in _FINITE:
            return True
    return False


def _resumes(rest: Sequence[Token]) -> bool:
    """Tell whether the reported clause goes on behind ", according to X,"."""
    if len(rest) < 3 or rest[0].text != ",":
        return False
    return rest[1].tag_ not in {"WP", "WDT", "VBG"} and any(t.tag_ in _FINITE for t in rest)


def _main_verb(sentence: Sequence[Token], pieces: Sequence[Stretch]) -> Token:
    best = sentence[0].doc[pieces[0][0]]
    for first, last in pieces:
        for token in sentence[0].doc[first : last + 1]:
            if token.dep_ == "ROOT" or (token.head.dep_ == "ROOT" and token.tag_ in _FINITE):
                return token.head if token.dep_ in {"aux", "cop", "aux:pass"} else token
    return best
