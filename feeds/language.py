"""Is this English? A cheap and honest guess by the share of common words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_COMMON_WORDS = (
    "the of and to in a is that for on with as was by at from it he be are has have had his its"
    " an this said will not but were they their which who after been would or more than she her"
    " we i you about into over also what when there up out no new"
)
# Common words of other languages in Latin letters that are none in English.
_FOREIGN_WORDS = (
    "der und den von das mit dem ist nicht ein eine zu im auf für les et un une est que dans pour"
    " qui sur par el los las y del se por una con para il di che non della gli sono da em não na"
    " os um uma het een niet w z się nie je že ve bir bu için och att det som på av är og til ja"
)
_COMMON = frozenset(_COMMON_WORDS.split())
_FOREIGN = frozenset(_FOREIGN_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LOOKED_AT = 4_000  # characters
_FEWEST = 8  # words, below which nothing is said
_SHARE = 0.18


def language_of(text: str) -> str | None:
    """Give "en" for English, "und" for what is surely not, None when it cannot be said.

    Its limits: a headline of proper names is None, an English text with long foreign quotes may
    be None, and it tells no other language by name.
    """
    words = [word.casefold() for word in _WORD.findall(text[:_LOOKED_AT])]
    if len(words) < _FEWEST:
        return None
    if _share(_is_foreign_script(word) for word in words) > 0.5:
        return "und"
    english = _share(word in _COMMON for word in words)
    foreign = _share(word in _FOREIGN for word in words)
    if english >= _SHARE and english > 2 * foreign:
        return "en"
    return "und" if foreign > english or (english < 0.04 and len(words) >= 40) else None


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found)


def _is_foreign_script(word: str) -> bool:
    return not unicodedata.name(word[0], "").startswith("LATIN")
