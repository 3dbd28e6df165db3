"""Whose is a person, by how the text describes him, and in which country is a text at home?"""

from __future__ import annotations

from calendar import day_name, month_name
from collections import Counter
from typing import Protocol

from spacy.tokens import Doc, Span, Token

from claims.names.gazetteer import Hit, Sort, gazetteer, home_of, leads, region_of, unions
from claims.names.naming import Kind, Name
from claims.text.clauses import sentence
from claims.text.language import lemma
from claims.who.firms import is_executive
from claims.who.mentions import Mentions

REACH = 12  # tokens of regions between a town and its state
_DATELINE, _LEAD = 6, 60  # tokens in which a dateline ends, and the text's first sentences
APPOSITION = 18  # tokens of a description behind a name
_DASHES = frozenset({"-", "–", "—", "--", ")"})
_MARKS = frozenset({'"', "“", "``", "''"})
_REGIONS = frozenset(
    {"republic", "region", "province", "territory", "county", "canton", "city", "town", "district"}
)
_POSTED = frozenset({"embassy", "consulate", "ambassador", "consul", "ambassadors", "consulates"})
_ONCE = frozenset({"former", "ex", "ex-president", "one-time"})
_COLLEAGUES = frozenset({"official", "authority"})
_CALENDAR = frozenset([*day_name, *month_name])
_JUNTAS = frozenset({"junta", "military", "general"})
_SPOKES = frozenset({"spokesman", "spokeswoman", "spokesperson"})
_RULING = frozenset({"ruling", "rebels", "region", "northern", "southern", "eastern", "western"})
_HEADS = frozenset(
    {"head", "lead", "run", "chair", "command", "direct", "oversee", "manage", "represent"}
)


class Actors(Protocol):
    """What is asked of the cast while it learns its people."""

    country: str | None

    def actor(self, token: Token, speaker: str | None = None) -> str | None:
        """Tell whose a mention is."""

    def own_name(self, index: int) -> str | None:
        """Give the name of an organisation as fullest in the text."""


def learn_people(
    known: dict[str, str], doc: Doc, hits: dict[int, Hit], mentions: Mentions, actors: Actors
) -> None:
    """Fill in each person's state or organisation, the first description winning."""
    reader = _Reader(doc, hits, mentions, actors)
    guessing = _Reader(doc, hits, mentions, actors, guesses=True)
    for name in mentions.names:
        full = mentions.full(name).text
        if name.kind is Kind.PERSON and full not in known:
            told = reader.before(name) or reader.behind(name)
            found = told or leads(full) or leads(name.text) or guessing.before(name)
            found = found or guessing.behind(name)
            if found is not None:
                known[full] = found


class _Reader:
    """Reads descriptions around names; guessing, an official nobody places is of the country."""

    def __init__(
        self,
        doc: Doc,
        hits: dict[int, Hit],
        mentions: Mentions,
        actors: Actors,
        guesses: bool = False,
    ) -> None:
        self.guesses = guesses
        self._doc = doc
        self._hits = hits
        self._mentions = mentions
        self._actors = actors

    def before(self, name: Name) -> str | None:
        """Read "Russian Foreign Ministry spokesperson" or "the head of the office," in front."""
        doc = self._doc
        end = name.start
        if end > 0 and doc[end - 1].text == "," and name.run_start == name.start:
            return self._apposed(end - 1)
        start = end  # also over a sentence break without a mark, which no writer made
        while start > 0 and end - start < 12 and _describing(doc[start - 1]):
            start -= 1
        if start == end or not self._describes(start, end):
            return None
        found = self._of(start, end)
        once = start > 1 and doc[start - 1].text == "," and doc[start].lower_ in _ONCE
        if once and not any(i in self._hits for i in range(start, end)):
            return self._apposed(start - 1) or found  # "Its leader, former president X"
        return found

    def _apposed(self, comma: int) -> str | None:
        """Read "the head of the agency's Makassar office, Rahmat Daeng Nompo,"."""
        doc = self._doc
        start = comma
        while start > 0 and comma - start < APPOSITION and not doc[start].is_sent_start:
            if doc[start - 1].text in {",", ";", "(", "“", '"'} or doc[start - 1].tag_ in {
                "VBD",
                "VBZ",
            }:
                break
            start -= 1
        nouns = gazetteer().nouns
        words = [lemma(t).lower() for t in doc[start:comma][:6]]
        if not set(words) & (nouns["roles"] | nouns["members"]):
            return None
        return self._of(start, comma)

    def behind(self, name: Name) -> str | None:
        """Read ", coordinator of the Sea Safety Forum," or "of the agency" behind a name."""
        doc = self._doc
        if name.end + 1 >= len(doc):
            return None
        after = doc[name.end]
        if after.lower_ in {"of", "from", "at"}:
            return self._of(name.end + 1, self._phrase_end(name.end + 1))
        if after.text not in {",", "("}:
            return None
        if doc[name.end + 1].lower_ in {"of", "from"}:  # "Ann Smith, of the Sahel Institute,"
            return self._group_in(name.end + 2, self._phrase_end(name.end + 2))
        end = self._phrase_end(name.end + 1)
        words = {lemma(t).lower() for t in doc[name.end + 1 : end]}
        nouns = gazetteer().nouns
        if not words & (nouns["roles"] | nouns["members"] | _HEADS):
            return None
        return self._of(name.end + 1, end)

    def _phrase_end(self, start: int) -> int:
        doc = self._doc
        for index in range(start, min(start + APPOSITION, len(doc))):
            token = doc[index]
            spoken = token.tag_ in {"VBD", "VBZ", "VBP"} and lemma(token) not in _HEADS
            if token.text in {",", ".", ")", ";", ":"} or spoken or token.is_space:
                return index
        return min(start + APPOSITION, len(doc))

    def _describes(self, start: int, end: int) -> bool:
        nouns = gazetteer().nouns
        bases = {lemma(t).lower() for t in self._doc[start:end]}
        told = bases & (nouns["roles"] | nouns["members"] | nouns["organs"])
        return bool(told) or any(i in self._hits for i in range(start, end))

    def _of(self, start: int, end: int) -> str | None:
        """Find the organisation or the state in a description; an organisation comes first."""
        return self._group_in(start, end) or self._state_in(start, end)

    def _group_in(self, start: int, end: int) -> str | None:
        doc = self._doc
        nouns = gazetteer().nouns
        for index in range(start, end):
            name = self._mentions.name_at(index)
            if name is not None and name.kind is Kind.GROUP and name.start >= start:
                found = self._actors.actor(doc[name.head])
                if found is not None:
                    return found
            base = lemma(doc[index]).lower()
            owned = index + 1 < end and doc[index + 1].tag_ == "POS"
            if base in nouns["groups"] and owned and doc[start].lower_ == "the":
                found = self._actors.actor(doc[index])  # "the aid group's secretary-general"
                if found is not None:
                    return found
            if base in nouns["groups"] and base not in nouns["organs"] and index + 1 < len(doc):
                after = self._mentions.name_at(index + 1)
                if (
                    after is not None
                    and after.start == index + 1
                    and after.kind is not Kind.PERSON
                ):
                    return self._actors.own_name(index + 1)
        return None

    def _state_in(self, start: int, end: int) -> str | None:
        doc = self._doc
        nouns = gazetteer().nouns
        bases = [lemma(t).lower() for t in doc[start:end]]
        official = any(b in nouns["organs"] | nouns["roles"] for b in bases)
        official = official or bool(_REGIONS & set(bases) and _HEADS & set(bases))
        private = not official and any(b in nouns["members"] | nouns["vague"] for b in bases)
        apart = any(t.lower_ in nouns["apart"] - {"former", "ex"} for t in doc[start:end])
        if private or apart:
            hits = [self._hits[index] for index in range(start, end) if index in self._hits]
            return next((hit.actor for hit in hits if hit.sort is Sort.BODY), None)
        named = [hit for i in range(start, end) if (hit := self._hits.get(i)) is not None]
        for hit in sorted(named, key=lambda hit: hit.sort is not Sort.BODY):
            if hit.sort is not Sort.AGENCY:
                return hit.actor  # "the head of Russia's Wagner Group" is Wagner's
        if bases[-1] in _SPOKES:  # of the government that spoke in the paragraph before
            told = colleagues(self._doc, end - 1, self._hits, self._actors)
            if told is not None:
                return told
        for index in range(start, end):
            token = doc[index]
            if token.tag_ == "PRP$" or lemma(token).lower() in nouns["organs"]:
                found = self._actors.actor(token)
                if found is not None:
                    return found
        if (leader := next((t for t in doc[start:end] if is_executive(t)), None)) is not None:
            return self._actors.actor(leader)
        if not official or not self.guesses or not nouns["brokers"].isdisjoint(bases):
            return None
        told = colleagues(self._doc, start, self._hits, self._actors)
        return told or self._actors.country or self._subject_of(start)

    def _subject_of(self, index: int) -> str | None:
        """Give the state that the sentence is about: "Chad's army said …, with its chief …"."""
        for token in self._doc[self._doc[index].sent.start : index]:
            hit = self._hits.get(token.i)
            if hit is not None and hit.sort is not Sort.AGENCY:
                return hit.actor
        return None


def colleagues(doc: Doc, index: int, hits: dict[int, Hit], actors: Actors) -> str | None:
    """Give whose officials the sentence before speaks of, or for whom a spokesman speaks.

    "Kyrgyz officials were wary. …", "The TNLA blamed the army. …, spokeswoman X said".
    """
    spokes = lemma(doc[index]).lower() in _SPOKES
    if not spokes and lemma(doc[index]).lower() not in gazetteer().nouns["roles"]:
        return None
    first = sentence(doc[index]).start
    opening = sentence(doc[first - 1]).start if first else first
    quoted = (
        spokes and doc[first].text in _MARKS
    )  # who spoke before goes on: "…," a spokesman said
    if opening == first or ("\n" in doc[opening:index].text and not quoted):
        return None
    hit = hits.get(opening)
    if hit is not None and lemma(doc[min(hit.end, len(doc) - 1)]).lower() in _COLLEAGUES:
        return hit.actor
    subject = next((t for t in doc[opening:first] if t.dep_ == "nsubj" and spokes), None)
    return actors.actor(subject) if subject is not None else None


def banner(token: Token, hits: dict[int, Hit]) -> str | None:
    """Name the group in "M23 rebels" and "Ansaru fighters", which no gazetteer may know."""
    doc, first = token.doc, token.i
    while first > 0 and doc[first - 1].tag_ in ("NNP", "NNPS") and first - 1 not in hits:
        if doc[first - 1].text in _CALENDAR:
            break
        first -= 1
    if 1 < first < token.i and first - 1 in hits and doc[first - 2].is_title:
        first -= 2  # "Free Syrian Army rebels"
    words = doc[first : token.i]
    placed = any(t.ent_type_ == "PLACE" or home_of(t.text) for t in words)
    return None if placed or not words else str(words.text)


def led_by(token: Token, hits: dict[int, Hit]) -> str | None:
    """Give the group in "fighters led by X"."""
    for index in range(token.i + 1, min(token.i + 6, len(token.doc))):
        hit = hits.get(index)
        if hit is not None and hit.sort is Sort.BODY and hit.actor not in unions():
            return hit.actor
    return None


def ruled_by(token: Token, hits: dict[int, Hit]) -> str | None:
    """Give the state whose "military government" was named before "the junta"."""
    for at in range(token.i - 1, -1, -1):
        hit = hits.get(at)
        after = token.doc[hit.end : hit.end + 3] if hit is not None else ()
        if hit is not None and any(lemma(t).lower() in _JUNTAS for t in after):
            return hit.actor
    return None


def is_rebel(token: Token, front: Span) -> bool:
    """Tell those who fight their state: "Syrian rebels", "Syrian opposition fighters"."""
    rebels = {"rebel", "insurgent", "guerrilla", "separatist", "opposition"}
    armed = lemma(token).lower() in gazetteer().nouns["armed"]
    return armed and (
        lemma(token).lower() in rebels or any(lemma(t).lower() in rebels for t in front)
    )


def _describing(token: Token) -> bool:
    """Tell whether a word in front of a name describes its bearer."""
    if token.pos_ in {"NOUN", "PROPN", "ADJ"} or token.tag_ in {"POS", "HYPH", "PRP$"}:
        return True
    return token.text in {"-", "’s", "'s", "of"}


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
        return dateline if near else most
    top = counts.most_common(2)
    if top and (len(top) == 1 or top[0][1] >= 3 * top[1][1]):
        return top[0][0]
    opening = frozenset(
        hit.actor for at, hit in hits.items() if at < _first_end(doc) and hit.actor in counts
    )
    only = next(iter(opening)) if len(opening) == 1 else None
    return only if only and counts[only] >= top[0][1] else None


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
    parted = bool(starts) and any(t.text in _DASHES for t in doc[starts[0] - 1 : starts[0]])
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
        (t.i for t in opening[1:] if t.text in {"-", "–", "—", "--"} and t.nbor(-1).whitespace_),
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
    pair = str(doc[first.i : first.i + 2].text)
    return home_of(pair.title()) or home_of(first.text.title())
