"""Which words does a reader see? They stand in phrases.toml; here they are only looked up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    """Read the phrases that ship with this room."""
    return tomllib.loads((files("alerts") / "phrases.toml").read_text("utf-8"))


@lru_cache(maxsize=64)
def table(name: str) -> Mapping[str, str]:
    """Give a table of phrases: "headlines", "values.control"; an unknown one is empty."""
    found: Any = _data()
    for part in name.split("."):
        found = found.get(part, {})
    return {key: phrase for key, phrase in found.items() if isinstance(phrase, str)}


def tables(inside: Mapping[str, Any] | None = None, above: str = "") -> Iterator[str]:
    """Name all tables of phrases, for the catalogues; the lists of words are none."""
    for name, found in (_data() if inside is None else inside).items():
        if isinstance(found, dict) and name != "names":
            yield f"{above}{name}"
            yield from tables(found, f"{above}{name}.")


@lru_cache(maxsize=8)
def words(name: str) -> frozenset[str]:
    """Give a list of words of the table of names."""
    return frozenset(_data()["names"][name].split())
