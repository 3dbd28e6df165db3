"""Which paragraphs of an article may hold a claim? The rest, most of the news, need no parse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from claims.lexicon import Lexicon
from claims.names.gazetteer import gazetteer
from claims.text.language import irregular_forms
from claims.text.reading import Part, Stretch
from claims.text.words import WORD, Counts, counted, times

_WORDS = Lexicon.of(__name__)
ANSWERS = _WORDS.set("answers")
NUMBERS = _WORDS.set("numbers")
BACKWARD = _WORDS.set("backward")
SMALL = _WORDS.set("small")
MISTAKEN = frozenset({"according"})  # no form of accord
QUOTES = "\"'“‘"
SHORT = 600  # characters of a feed item's summary, in which one word will do
NEAR = 800  # characters to the next of the words that a frame asks of the article
REACH = 1200  # characters behind a claim in which somebody may still answer it
_NAME = re.compile(r"\b(?:[A-Z]\.){2,}|\b[A-Z]\w+")
_TOWARDS = re.compile(r"\bto (?:[a-z’'-]+,? ){0,4}[\"“‘]?[A-Z]")
_ONWARD = re.compile(r"\b(?:to|for) (?:[a-z’'-]+,? ){0,4}[\"“‘]?[A-Z]")
_DIGIT = re.compile(r"\d")
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Need:
    """What a frame goes by in a paragraph, and what it asks of the whole article.

    A paragraph must have one of `triggers` in any inflection, or one of `nouns`; a figure if it
    `counts`; and one of `at_hand`, or for `people` the name of somebody whom the article
    introduces with one: "President Ann Smith … Smith arrived"; and the way `towards` a name,
    "to the city of X", or `onward`, "for X" too, for words that are mostly used without one; and
    what its `pattern` finds, if it has one. A word of `article` must stand near it: a long report
    on something else that mentions an army once is not about war all over.
    """

    triggers: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    at_hand: frozenset[str] = frozenset()
    counts: bool = False
    people: bool = False
    towards: bool = False
    onward: bool = False
    pattern: str = ""
    article: frozenset[str] = frozenset()
    least: int = 1  # how many words of `article` it takes in a text longer than a summary
    states: int = 0  # how many states and bodies the article must name

    @property
    def words(self) -> frozenset[str]:
        """Give the forms of which a paragraph must have one."""
        return forms(self.triggers) | plurals(self.nouns)


class Relevant(NamedTuple):
    """What of an article may hold claims."""

    parts: tuple[Stretch, ...]
    met: tuple[Need, ...]  # the needs for which a paragraph is kept; without one none is


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """The words of a paragraph, as written and in small letters."""

    text: str
    words: tuple[str, ...]
    lowered: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _Paragraph:
        words = tuple(WORD.findall(text))
        return cls(text, words, frozenset(counted(text)))

    @property
    def has_figure(self) -> bool:
        """Tell whether it has a number in digits or words."""
        return not NUMBERS.isdisjoint(self.lowered) or _DIGIT.search(self.text) is not None


def relevant(
    text: str, parts: Sequence[Stretch], counts: Counts, needs: Sequence[Need]
) -> Relevant:
    """Mask what no frame can read as an aside.

    A paragraph that may hold a claim keeps what it takes to understand it: the paragraph before
    it, those in which its names are introduced, the beginning of the text, and later answers.
    """
    body = {
        n: _Paragraph.of(part.span.of(text))
        for n, part in enumerate(parts)
        if part.part in (Part.BODY, Part.HEADLINE)
    }
    states = _states(text)
    brief = len(text) <= SHORT
    wanted: set[int] = set()
    met: list[Need] = []
    for need in needs:
        if states >= need.states and _is_open(need, counts, brief):
            near = _near(parts, body, forms(need.article)) if need.article else body
            if found := set(_wanted(need, near, body)):
                met.append(need)
                wanted |= found
    kept = wanted | _answers(parts, body, wanted)
    if wanted:
        kept |= set(_context(body, kept))
    telling = tuple(
        part if n in kept or n not in body else Stretch(part.span, Part.ASIDE)
        for n, part in enumerate(parts)
    )
    return Relevant(telling, tuple(met))


def _states(text: str) -> int:
    """Count the states and bodies that one word of a text names, or two beside each other."""
    names = gazetteer().names
    found: set[str] = set()
    before, end = "", 0
    for match in _NAME.finditer(text):
        word = match.group()
        known = names.get(word)
        if known is None and text[end : match.start()] == " ":
            known = names.get(f"{before} {word}")  # "United States"
        if known is not None:
            found.add(known[0])
        before, end = word, match.end()
    return len(found)


def _is_open(need: Need, counts: Counts, brief: bool) -> bool:
    """Tell whether an article as a whole has the words that a frame asks of it."""
    if not need.article:
        return True
    return times(forms(need.article), counts) >= (1 if brief else need.least)


def _near(
    parts: Sequence[Stretch], body: Mapping[int, _Paragraph], words: frozenset[str]
) -> Mapping[int, _Paragraph]:
    """Give the paragraphs near one that has one of some words."""
    spans = [parts[n].span for n, each in body.items() if not words.isdisjoint(each.lowered)]
    return {
        n: each
        for n, each in body.items()
        if any(
            s.start - NEAR < parts[n].span.end and parts[n].span.start < s.end + NEAR
            for s in spans
        )
    }


def _wanted(
    need: Need, among: Mapping[int, _Paragraph], body: Mapping[int, _Paragraph]
) -> Iterator[int]:
    """Give the paragraphs that have what a frame goes by."""
    words, at_hand = need.words, forms(need.at_hand)
    titled: frozenset[str] | None = None
    for n, each in among.items():
        if words.isdisjoint(each.lowered) or (need.counts and not each.has_figure):
            continue
        if need.towards and not _TOWARDS.search(each.text):
            continue
        if need.onward and not _ONWARD.search(each.text):
            continue
        if need.pattern and not re.search(need.pattern, each.text):
            continue
        if at_hand and at_hand.isdisjoint(each.lowered):
            if not need.people:
                continue
            if titled is None:
                titled = frozenset(
                    name for other in body.values() for name in _titled(other, at_hand)
                )
            if titled.isdisjoint(each.words):
                continue
        yield n


def _titled(each: _Paragraph, titles: frozenset[str]) -> Iterator[str]:
    """Give the names of those whom a paragraph introduces with a title."""
    if titles.isdisjoint(each.lowered):
        return
    for at, word in enumerate(each.words):
        if word.lower() in titles:
            yield from (name for name in each.words[at + 1 : at + 4] if name[:1].isupper())


def _answers(
    parts: Sequence[Stretch], body: Mapping[int, _Paragraph], wanted: set[int]
) -> set[int]:
    """Give the paragraphs in which somebody may deny or confirm what was claimed before."""
    answering = forms(ANSWERS)
    ends = sorted(parts[n].span.end for n in wanted)
    return {
        n
        for n, each in body.items()
        if not answering.isdisjoint(each.lowered)
        and any(0 <= parts[n].span.start - end < REACH for end in ends)
    }


def _context(body: Mapping[int, _Paragraph], kept: set[int]) -> Iterator[int]:
    """Give the beginning, what a paragraph that is kept takes up, and where names come first."""
    order = list(body)
    yield from order[:2]
    first: dict[str, int] = {}
    for n, each in body.items():
        for word in each.words:
            if word[:1].isupper():
                first.setdefault(word, n)
    for before, n in pairwise(order):
        if n in kept and _takes_up(body[n]):
            yield before
    for n in kept:
        for word in body[n].words[1:]:
            if word[:1].isupper() and word.lower() not in SMALL:
                yield first[word]


def _takes_up(each: _Paragraph) -> bool:
    """Tell whether a paragraph begins with somebody who was named before it."""
    opening = {word.lower() for word in each.words[:12]}
    return each.text[:1] in QUOTES or not opening.isdisjoint(BACKWARD)


@cache
def forms(lemmas: frozenset[str]) -> frozenset[str]:
    """Give every form in which base forms may stand in a text, and a few that nobody writes."""
    irregular = irregular_forms()
    found: set[str] = set()
    for lemma in lemmas:
        word = lemma.split("-")[0]
        found.update(_regular(word), irregular.get(word, ()))
    return frozenset(found) - MISTAKEN


@cache
def plurals(nouns: frozenset[str]) -> frozenset[str]:
    """Give nouns and their plurals, the first part of those with a hyphen."""
    words = {noun.split("-")[0] for noun in nouns}
    return frozenset(form for w in words for form in (w, w + "s", w + "es", w[:-1] + "ies"))


def _regular(word: str) -> Iterator[str]:
    """Inflect a word as nouns and verbs of its spelling are inflected."""
    yield from (word, word + "s", word + "ed", word + "ing", word + "es", word + "d")
    if word.endswith("e"):
        yield word[:-1] + "ing"
    if word.endswith("y"):
        yield from (word[:-1] + "ies", word[:-1] + "ied")
    if word[-1:] not in _VOWELS and word[-2:-1] in _VOWELS:
        yield from (word + word[-1] + "ed", word + word[-1] + "ing")
