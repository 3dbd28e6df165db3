"""What is a slug called in running text?"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from babel import Locale

from alerts.phrases import table, words
from alerts.tongue import ENGLISH, Tongue


def slug_of(name: str) -> str:
    """Make the slug of a name, as topics hold it."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "-", kept).strip("-")


@lru_cache(maxsize=1)
def states() -> Mapping[str, str]:
    """Give the codes of states and territories by the slugs of their English names."""
    names = Locale("en").territories
    return {slug_of(name): code for code, name in names.items() if len(code) == 2}


@lru_cache(maxsize=1)
def _adjectives() -> Mapping[str, str]:
    """Give what is of a state by the state's slug: north-korea is North Korean."""
    known = tomllib.loads((files("claims.names") / "gazetteer.toml").read_text("utf-8"))
    names, own = Locale("en").territories, known["names"]
    return {
        slug_of(name): words.partition(",")[0]
        for code, words in known["demonyms"].items()
        for name in (names.get(code, ""), own.get(code, ""))
        if name
    }


@lru_cache(maxsize=4096)
def name_words(slug: str, tongue: Tongue = ENGLISH) -> str:
    """Say what a slug names: "north-korea" is North Korea, "eu" EU, "ukraine-war" Ukraine war."""
    if slug in states():
        return str(tongue.locale.territories[states()[slug]])
    if slug in table("proper_names"):
        return tongue.phrase("proper_names", slug)
    parts = [word for word in slug.split("-") if word]
    return " ".join(_word(word, first=index == 0) for index, word in enumerate(parts))


@lru_cache(maxsize=4096)
def actor_name(name: str, tongue: Tongue = ENGLISH) -> str:
    """Say a claimant's name: states and great bodies as the language has them."""
    slug = slug_of(name)
    known = not tongue.english and (slug in states() or slug in table("proper_names"))
    return name_words(slug, tongue) if known else name


def value_words(value: str) -> str:
    """Say a value that has no sentence of its own: "violates-un-resolutions"."""
    return " ".join(
        word.upper() if word in words("letters") else word for word in value.split("-") if word
    )


def with_article(name: str, tongue: Tongue = ENGLISH) -> str:
    """Put "the" before an English name that wants it inside a sentence: the United States."""
    if not tongue.english:
        return name
    wanted = slug_of(name) in words("article") or name.rpartition(" ")[2] in words("common")
    return f"the {name}" if wanted and not name.lower().startswith("the ") else name


def owner(name: str, tongue: Tongue = ENGLISH) -> str:
    """Say whose something is: Ukraine’s, the United States’; other languages get the name."""
    if not tongue.english:
        return name
    full = with_article(name)
    return f"{full}’" if full.endswith("s") else f"{full}’s"


def troops_of(force: str, tongue: Tongue = ENGLISH) -> str:
    """Say whose troops a slug means: North Korean troops, the Wagner group, Hamas’ troops."""
    name = name_words(force, tongue)
    if not tongue.english:
        bare = force.rpartition("-")[2] in words("troops")
        return name if bare else tongue.phrase("words", "troops", name=name)
    if force in _adjectives():
        return tongue.phrase("words", "troops", name=_adjectives()[force])
    if force.rpartition("-")[2] in words("troops"):
        return f"the {name}"
    return tongue.phrase("words", "troops", name=owner(name))


def is_party(slug: str) -> bool:
    """Tell whether a slug names a state or a body, not an event."""
    return slug in states() or slug in words("article") or slug in words("letters")


def is_event(slug: str) -> bool:
    """Tell whether a slug ends in a word for what happens or is struck: a ferry, a quake."""
    last = slug.rpartition("-")[2]
    return last in words("common") and last not in words("troops")


def _word(word: str, *, first: bool) -> str:
    """Write one word of a slug."""
    if word in words("letters") and first:
        return word.upper()
    return word if word in words("common") and not first else word[:1].upper() + word[1:]
