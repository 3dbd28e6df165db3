"""Whose is a person, by how the text describes him?"""

from __future__ import annotations

from calendar import day_name, month_name
from collections.abc import Sequence
from typing import Protocol

from claims.names.gazetteer import Hit, Sort, gazetteer, home_of, leads, unions
from claims.names.naming import Kind, Name
from claims.names.parties import party_before
from claims.text.clauses import sentence
from claims.text.language import lemma
from claims.text.tree import Doc, Token
from claims.who.firms import is_executive
from claims.who.mentions import Mentions

APPOSITION = 18  # tokens of a description behind a name
_MARKS = frozenset({'"', "“", "``", "''"})
_REGIONS = frozenset(
    {"republic", "region", "province", "territory", "county", "canton", "city", "town", "district"}
)
_ONCE = frozenset({"former", "ex", "ex-president", "one-time"})
_COLLEAGUES = frozenset({"official", "authority"})
_CALENDAR = frozenset([*day_name, *month_name])
_JUNTAS = frozenset({"junta", "military", "general"})
_SPOKES = frozenset({"spokesman", "spokeswoman", "spokesperson"})
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
            if base == "party" and (party := party_before(doc, index, self._hits)) is not None:
                return party
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
    if opening == first or ("\n" in doc.between(opening, index) and not quoted):
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
    return None if placed or not words else doc.between(first, token.i)


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


def is_rebel(token: Token, front: Sequence[Token]) -> bool:
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
