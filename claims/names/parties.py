"""By which name goes a body that no gazetteer knows: an opposition party, a regional force?"""

from __future__ import annotations

from collections.abc import Sequence

from claims.names.gazetteer import Hit, Sort, gazetteer
from claims.text.tree import Doc, Token

_OUTLETS = frozenset(
    {"news", "radio", "tv", "television", "press", "newswire", "times", "post", "herald"}
    | {"gazette", "tribune", "reuters", "afp", "upi", "broadcaster"}
)
PAIR = 2
_NAMING = frozenset({"PROPN", "NOUN", "ADJ", "X"})
REACH = 9  # words from a lawmaker to his party
_STATES = frozenset({"arab", "islamic", "people", "'s", "’s", "revolutionary", "popular"})
_SEVERAL = frozenset({"regional", "multinational", "international", "joint", "peacekeeping"})
_LINKS = frozenset({"of", "to", "with"})
_LINKED = frozenset(
    {"affiliate", "branch", "offshoot", "wing", "arm", "link", "linked", "align", "aligned"}
    | {"loyal", "allegiance", "tie", "tied", "ally", "allied", "affiliated", "connected"}
)


def is_parent(doc: Doc, hit: Hit) -> bool:
    """Tell the body that another is only "an affiliate of", "linked to"."""
    before = doc[max(0, hit.start - 2) : hit.start]
    if len(before) == PAIR and before[1].lower_ in _LINKS:
        return before[0].lemma_.lower() in _LINKED or before[0].lower_ in _LINKED
    after = doc[hit.end : hit.end + 2]
    return len(after) == PAIR and after[0].text == "-" and after[1].lower_ in _LINKED


def party_before(doc: Doc, index: int, hits: dict[int, Hit]) -> str | None:
    """Name the party in "the opposition Congress party"."""
    name = _name_before(doc, index, hits)
    return f"{name} party" if name else None


def party_spoken_for(token: Token, hits: dict[int, Hit]) -> str | None:
    """Name the party in "the Civic Left party's spokesman" and "a spokesman for the X party"."""
    inner = (c for c in token.children if c.dep_ in ("nmod:poss", "nmod"))
    party = next((c for c in inner if c.lower_ == "party"), None)
    return party_before(token.doc, party.i, hits) if party is not None else None


def _name_before(doc: Doc, index: int, hits: dict[int, Hit]) -> str | None:
    """Give the capitalised words before a word, unless they are a nation's."""
    first = index
    while first and doc[first - 1].is_title and doc[first - 1].pos_ in _NAMING:
        first -= 1
    hit = hits.get(index - 1)
    nation = hit is not None and hit.sort is Sort.DEMONYM
    return None if first == index or nation else doc.between(first, index)


def party_of(doc: Doc, index: int, hits: dict[int, Hit]) -> str | None:
    """Name the party in "a member of parliament for the opposition X", which no one knows."""
    for at in range(index + 1, min(index + REACH, len(doc) - 1)):
        if doc[at].pos_ in ("VERB", "PUNCT", "AUX"):
            return None
        name = doc[at + 1]
        if doc[at].lower_ == "opposition" and name.pos_ == "PROPN" and at + 1 not in hits:
            end = at + 2
            while end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].is_title:
                end += 1
            return doc.between(at + 1, end)
    return None


def joint_force(doc: Doc, index: int, front: Sequence[Token]) -> str | None:
    """Name the force of several states in "the regional mission, SAMIM, said"."""
    if _SEVERAL.isdisjoint(t.lower_ for t in front) or index + 3 >= len(doc):
        return None
    before, name, after = doc[index + 1 : index + 4]
    set_off = (before.text, after.text) in ((",", ","), ("(", ")"))
    return name.text if set_off and name.is_upper and len(name.text) > 2 else None


def is_movement(doc: Doc, start: int, end: int, hits: dict[int, Hit]) -> bool:
    """Tell "the Myanmar National Democratic Alliance Army (MNDAA)", which is not Myanmar's."""
    nouns, short = gazetteer().nouns, doc[end : end + 2]
    if len(short) < 2 or short[0].text != "(" or not short[1].is_upper:
        return False
    words = {t.lower_ for t in doc[start:end] if t.i not in hits}
    return bool(words - nouns["plain"] - nouns["organs"] - _STATES)


def is_outlet(side: str) -> bool:
    """Tell "gulf-satellite-news", which reports on wars and fights none, by its slug."""
    return not _OUTLETS.isdisjoint(side.split("-"))
