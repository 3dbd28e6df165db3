"""Which words does a reader see? They stand in phrases.toml; here they are only looked up."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
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
    return dict(found)


@lru_cache(maxsize=8)
def words(name: str) -> frozenset[str]:
    """Give a list of words of the table of names."""
    return frozenset(_data()["names"][name].split())


@lru_cache(maxsize=1)
def units() -> Mapping[str, tuple[str, str]]:
    """Give for each unit what follows a number, and the rest of a sentence."""
    return {unit: (short, rest) for unit, (short, rest) in _data()["units"].items()}


def say(sentence: str, /, **parts: object) -> str:
    """Fill in a sentence; what is filled in is never read for places of its own."""
    return sentence.format_map(parts)
