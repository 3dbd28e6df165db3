"""By which letters is a body called, and what do they stand for?"""

from __future__ import annotations

import re
from calendar import day_name
from collections.abc import Iterator, Sequence

from claims.lexicon import Lexicon
from claims.names.gazetteer import gazetteer
from claims.text.language import lemma
from claims.text.tree import Doc

_WORDS = Lexicon.of(__name__)

_SHORT = re.compile(r"[A-Z][A-Z0-9]{2,6}(?:-[A-Z]+)?")
_DAYS = frozenset({"yesterday", "today", "tonight", "tomorrow", *(d.lower() for d in day_name)})
_NO_BODIES = frozenset(word.upper() for word in _WORDS.set("no_bodies"))


def short_names(doc: Doc) -> dict[str, str]:
    """Give the full names of bodies by the letters that the text gives for them."""
    found: dict[str, str] = {}
    for start, end, short in glosses(doc):
        found.setdefault(short, doc.between(start, end))
    return found


def initials(groups: Sequence[str]) -> dict[str, str]:
    """Give the full names of bodies that a text calls by their initials too, unexplained."""
    short = {text for text in groups if _SHORT.fullmatch(text)}
    spelled = {"".join(w[0] for w in text.split() if w[0].isupper()): text for text in groups}
    return {each: spelled[each] for each in sorted(short & spelled.keys())}


def glosses(doc: Doc) -> Iterator[tuple[int, int, str]]:
    """Find "the Azawad Liberation Front (FLA)" and "…, or FLA," with the letters."""
    words = [token.text for token in doc]
    for i in range(2, len(words) - 2):
        if words[i] == "(" and words[i + 2] == ")":
            short = words[i + 1]
        elif words[i] == "," and words[i + 1].lower() == "or":
            short = words[i + 2]
        else:
            continue
        if not short.isupper() or len(short) < 2:
            continue
        start = i
        while start > 0 and i - start < 9 and (doc[start - 1].is_title or doc[start - 1].is_stop):
            start -= 1
        names = [t for t in doc[start:i] if t.is_title and not t.is_stop]
        names = names[-len(short) :]
        alike = sum(t.text[0] in short for t in names)
        if len(names) > 1 and alike >= len(names) - 1:
            yield names[0].i, i, short


def is_short(doc: Doc, start: int, end: int) -> bool:
    """Tell the letters of a body, "the ELN" and "an ELN delegate", from a town in a dateline."""
    text = doc.between(start, end)
    if end - start > 1 or not _SHORT.fullmatch(text) or text in _NO_BODIES:
        return False
    nouns = gazetteer().nouns
    after = doc[end] if end < len(doc) else None
    member = after is not None and lemma(after).lower() in nouns["roles"] | nouns["members"]
    owner = after is not None and after.tag_ == "POS"
    adverbial = after is not None and (after.lower_ in _DAYS)
    whole = after is None or adverbial or after.pos_ not in {"NOUN", "PROPN", "NUM"}
    named = start > 0 and doc[start - 1].lower_ == "the" and (whole or owner)
    return named or (member and after is not None and after.text.islower())
