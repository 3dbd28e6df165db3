"""In which country is a text at home: whose is "the government" of which it writes?"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from claims.names.gazetteer import Hit, Sort, gazetteer, home_of, region_of
from claims.names.naming import Kind, Name
from claims.text.tree import Doc, Token
from claims.who.mentions import Mentions

_TOWNS = frozenset({"town", "city", "village", "province", "region", "district"})
_KINGDOMS = frozenset(
    {"Saudi Arabia", "Jordan", "Morocco", "Bahrain", "Thailand", "United Kingdom", "Cambodia"}
    | {"Norway", "Sweden", "Denmark", "Netherlands", "Belgium", "Spain", "Lesotho", "Eswatini"}
)
REACH = 12  # tokens of regions between a town and its state
_DATELINE, _LEAD = 6, 60  # tokens in which a dateline ends, and the text's first sentences
_DASHES = frozenset({"-", "–", "—", "--"})
_AFTER = _DASHES | {")"}  # what ends a dateline
_POSTED = frozenset({"embassy", "consulate", "ambassador", "consul", "ambassadors", "consulates"})
_ABROAD = _POSTED | frozenset({"nationals", "national", "citizens", "tourists"})
_RULING = frozenset({"ruling", "rebels", "region", "northern", "southern", "eastern", "western"})


class Lands:
    """The states that a text means by "the town" and "the kingdom"."""

    def __init__(self, present: Sequence[str], mentions: Mentions) -> None:
        """Take the actors of a text and its names, whose homes are looked up when asked for."""
        self._present, self._mentions = present, mentions

    @cached_property
    def _homes(self) -> tuple[list[int], list[str]]:
        """Where names end that the map has, and in which states they lie."""
        found = [(n.end, home) for n in self._mentions.names if (home := home_of(n.text))]
        return [end for end, _ in found], [home for _, home in found]

    def of(self, noun: Token) -> str | None:
        """Give the state of "the town's administration" and "the kingdom's ministry"."""
        if noun.lower_ == "kingdom":
            crowned = [actor for actor in self._present if actor in _KINGDOMS]
            return crowned[0] if len(crowned) == 1 else None
        if noun.lower_ not in _TOWNS:
            return None
        ends, homes = self._homes
        before = bisect_right(ends, noun.i)
        return homes[before - 1] if before else None


def home_country(doc: Doc, hits: dict[int, Hit], mentions: Mentions) -> str | None:
    """Tell where a text is at home: by its dateline, else by the country that dominates."""
    dateline = _dateline(doc, hits)
    counts: Counter[str] = Counter()
    hits = {
        at: hit for at, hit in hits.items() if not (_is_seat(doc, hit) or _is_posted(doc, hit))
    }
    for hit in dict.fromkeys(hits.values()):  # of equals, the first named
        if hit.sort in {Sort.STATE, Sort.DEMONYM, Sort.ORGAN}:
            counts[hit.actor] += 2
    seen: set[str] = set()
    for name in mentions.names:
        if name.kind is Kind.PERSON:
            continue
        beside = located(doc, hits, name)
        words = [beside, home_of(name.text), *(region_of(word) for word in name.text.split())]
        state = next((word for word in words if word is not None), None)
        if state is not None and name.text not in seen:
            counts[state] += 1
        seen.add(name.text)
    if dateline is not None:
        # Where the reporter sits is not always what he reports on: "BANGKOK — Myanmar's junta …".
        here = counts[dateline] - 2
        most, times = max(counts.items(), key=lambda item: item[1], default=(dateline, 0))
        owner = _owner(doc, hits) if here <= 0 else None
        if owner is not None and counts[owner] >= 2:
            return owner
        near = dateline in _lead(hits) or times < max(6, 2 * here)
        return dateline if near or _opens_bare(doc, hits) else most
    for state in _away(doc, hits):
        if len(counts) > 1:
            counts.pop(state, None)
    top = counts.most_common(2)
    if top and (len(top) == 1 or top[0][1] >= 3 * top[1][1]):
        return top[0][0]
    opening = frozenset(
        hit.actor for at, hit in hits.items() if at < _first_end(doc) and hit.actor in counts
    )
    only = next(iter(opening)) if len(opening) == 1 else None
    return only if only and counts[only] >= top[0][1] else None


def _opens_bare(doc: Doc, hits: dict[int, Hit]) -> bool:
    """Tell "LA PAZ – The government …": nobody but the dateline says whose."""
    start = next((t.i + 1 for t in doc[1:_LEAD] if t.text in _DASHES), 0)
    own = gazetteer().nouns["organs"]
    subject = next((t for t in doc[start : start + 3] if t.lower_ in own), None)
    return subject is not None and not any(i in hits for i in range(start, subject.i + 3))


def _away(doc: Doc, hits: dict[int, Hit]) -> frozenset[str]:
    """Give the states that a text tells of as strangers: by embassies and citizens abroad."""
    return frozenset(
        hit.actor
        for hit in hits.values()
        if hit.sort in {Sort.STATE, Sort.DEMONYM}
        and any(t.lower_ in _ABROAD for t in doc[hit.end : hit.end + 3] if t.tag_ != "POS")
    )


def _is_seat(doc: Doc, hit: Hit) -> bool:
    """Tell "in the Omani capital", where others have met."""
    after = doc[hit.end].lower_ if hit.end < len(doc) else ""
    return hit.sort is Sort.DEMONYM and after in {"capital", "resort"}


def _is_posted(doc: Doc, hit: Hit) -> bool:
    """Tell the state of an embassy or an ambassador, who are abroad where the text is at home."""
    after = [t.lower_ for t in doc[hit.end : hit.end + 3] if t.tag_ != "POS"][:1]
    return bool(after) and after[0] in _POSTED


def _owner(doc: Doc, hits: dict[int, Hit]) -> str | None:
    """Give the state whose organ or region a text opens with: "Myanmar's military government"."""
    nouns = gazetteer().nouns
    stop = next((t.i for t in doc[2 * _DATELINE : _LEAD] if t.is_sent_start), _LEAD)
    for at, hit in sorted(hits.items(), key=lambda found: found[0]):
        if at >= stop or hit.end >= len(doc):
            return None
        if hit.sort is Sort.STATE and at >= _DATELINE and doc[hit.end].tag_ == "POS":
            own = {t.lower_ for t in doc[hit.end + 1 : hit.end + 4]}
            return hit.actor if own & (nouns["organs"] | _RULING) else None
    return None


def _first_end(doc: Doc) -> int:
    """Give the token behind the first sentence; a dateline stands before it."""
    starts = [t.i for t in doc[1:_LEAD] if t.is_sent_start and t.i > _DATELINE]
    parted = bool(starts) and any(t.text in _AFTER for t in doc[starts[0] - 1 : starts[0]])
    return next(iter(starts[parted:]), _LEAD)


def _lead(hits: dict[int, Hit]) -> frozenset[str]:
    """Give the actors of the first sentences, behind the dateline."""
    return frozenset(hit.actor for at, hit in hits.items() if _DATELINE <= at < _LEAD)


def located(doc: Doc, hits: dict[int, Hit], name: Name) -> str | None:
    """Read the state at the end of "Hangu, Pakistan" or "X, Sumy Raion, Sumy Oblast, Ukraine"."""
    at = name.end
    while at + 1 < len(doc) and at < name.end + REACH and doc[at].text == ",":
        at += 1
        hit = hits.get(at)
        if hit is not None:
            after = doc[hit.end].text if hit.end < len(doc) else "."
            ends = hit.sort is Sort.STATE and not after[:1].isalpha()
            return hit.actor if ends else None
        while at < len(doc) and doc[at].pos_ == "PROPN" and doc[at].text[:1].isupper():
            at += 1
    return None


def _dateline(doc: Doc, hits: dict[int, Hit]) -> str | None:
    """Read "MAKASSAR, Indonesia, Sept 3 -" or "KYIV (Reuters) —" at the beginning."""
    opening = [token for token in doc[:24] if not token.is_space][:14]
    dash = next(
        (t.i for t in opening[1:] if t.text in _DASHES and t.nbor(-1).whitespace_),
        None,
    )
    if dash is None or not opening[0].text[:1].isupper():
        return None
    for index in range(dash):
        hit = hits.get(index)
        if hit is not None and hit.sort is not Sort.AGENCY:
            return hit.actor
    first = opening[0]
    if dash - first.i > 8 or any(t.tag_ in {"VBD", "VBZ"} for t in doc[first.i : dash]):
        return None
    pair = doc.between(first.i, first.i + 2)
    return home_of(pair.title()) or home_of(first.text.title())
