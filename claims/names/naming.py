"""Which runs of capitalised words are names, and whose: people or organisations?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from claims.lexicon import Lexicon
from claims.names.gazetteer import Hit, Sort, gazetteer, home_of
from claims.names.letters import glosses, is_short
from claims.text.language import lemma
from claims.text.tree import Doc, Token

_WORDS = Lexicon.of(__name__)

MOST = 5  # words of a name behind its "and"
LOOKAHEAD = 8  # words behind a name in which a description shows itself
_JOINTS = _WORDS.set("joints")
_SECOND = frozenset({"der", "den", "la", "las", "los"})  # behind a joint: "van der Berg"
_NO_NAMES = _WORDS.set("no_names")
_TITLES = _WORDS.set("titles")
PRESS = _WORDS.set("press")
_PLACES = _WORDS.set("places")
_AID = frozenset({"cross", "crescent"})
_PANELS = frozenset({"commission", "committee", "council", "panel"})
_AGENCIES = frozenset({"authority", "agency", "administration", "bureau", "unit", "service"})
_PEOPLES = _WORDS.set("peoples")
_FORMS = _WORDS.set("forms")
_TRADES = _WORDS.set("trades")


class Kind(StrEnum):
    """What a run of capitalised words names."""

    PERSON = "person"
    GROUP = "group"  # an organisation
    OTHER = "other"  # a place, a ship, a day


@dataclass(slots=True)
class Name:
    """One name in a text: its own words, without titles in front."""

    start: int
    end: int  # exclusive
    kind: Kind
    text: str
    run_start: int  # where the capitalised words begin, titles included
    words: frozenset[str] = field(default_factory=frozenset)
    trades: bool = False  # whether the text treats it as a company

    @property
    def head(self) -> int:
        """Give the index of the last word."""
        return self.end - 1

    @property
    def is_firm(self) -> bool:
        """Whether it is a company, by its last word or by the text: "Kaveri Fireworks"."""
        named = self.text.split()[-1].lower() in _TRADES
        return self.kind is Kind.GROUP and (named or self.trades)


def find_names(doc: Doc, hits: dict[int, Hit], speaking: frozenset[int]) -> list[Name]:
    """Find the names of a text; what the gazetteer knows is none of them."""
    names = [name for run in _runs(doc) for name in _read(doc, run, hits, speaking)]
    known = {word for name in names if name.kind is Kind.PERSON for word in name.text.split()}
    taken = {index for name in names for index in range(name.start, name.end)}
    for name in names:
        if name.kind is Kind.OTHER and name.end - name.start == 1 and name.text in known:
            name.kind = Kind.PERSON
    groups = {name.text for name in names if name.kind is Kind.GROUP and len(name.text) > 3}
    for name in names:
        if name.kind is Kind.OTHER and name.text in groups:
            name.kind = Kind.GROUP  # "the airline Voepass … Voepass said"
    spelled = {i for start, end, _ in glosses(doc) for i in range(start, end)}
    for name in names:
        if name.start in spelled or is_short(doc, name.start, name.end):
            name.kind = Kind.GROUP
    firms = [name.text for name in names if name.is_firm]
    for name in names:
        if name.kind is not Kind.GROUP and any(f.startswith(f"{name.text} ") for f in firms):
            name.kind = Kind.GROUP  # "Kaveri Fireworks … Kaveri said"
    for token in doc:  # a surname at the beginning of a sentence, whatever its tag
        if token.is_sent_start and token.text in known and token.i not in taken:
            names.append(_name(doc, token.i, token.i + 1, Kind.PERSON, token.i))
    return sorted(names, key=lambda name: name.start)


def _runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Cut the text into maximal runs of capitalised words, joined by "of" and the like."""
    index = 0
    total = len(doc)
    while index < total:
        if not _capital(doc[index]):
            index += 1
            continue
        end = index + 1
        while end < total and (not doc[end].is_sent_start or doc[end - 1].lower_ in _FORMS):
            if _capital(doc[end]):
                end += 1
            elif end + 1 < total and (_joins(doc, end) or _hyphened(doc, end)):
                end += 2
            elif (
                end + 2 < total
                and doc[end].lower_ in _JOINTS
                and (
                    _hyphened(doc, end + 1)
                    or (doc[end + 1].lower_ in _SECOND and _capital(doc[end + 2]))
                )
            ):
                end += 3  # "Adel al-Jubeir", "Ana de la Cruz"
            else:
                break
        yield index, end
        index = end


def _capital(token: Token) -> bool:
    if token.lower_ in _NO_NAMES:
        return False
    if not token.text[:1].isupper() or token.pos_ not in {"PROPN", "NOUN", "ADJ", "X"}:
        return False
    if token.pos_ in {"PROPN", "X"} or token.is_sent_start is not True:
        return True
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if after is None or not after.text[:1].isupper():
        return False
    return after.pos_ == "PROPN" or after.lower_ in _TRADES


def _hyphened(doc: Doc, index: int) -> bool:
    """Tell whether a name goes on behind a hyphen: "Moo-jin"."""
    bound = not doc[index - 1].whitespace_ and not doc[index].whitespace_
    return doc[index].text == "-" and bound and doc[index + 1].pos_ in {"PROPN", "X", "NOUN"}


def _joins(doc: Doc, index: int) -> bool:
    """Tell whether a small word joins two capitalised ones: "University of Exeter"."""
    after = doc[index + 1]
    if doc[index].tag_ == "POS":  # "People's Party"
        return doc[index - 1].lower_ in _PEOPLES and _is_group_word(after)
    if doc[index].lower_ == "and":
        return _capital(after) and (_is_group_word(after) or _shares_group(doc, index))
    if doc[index].lower_ == "on":  # "Commission on Human Rights"
        return doc[index - 1].lower_ in _PANELS and _capital(after)
    if doc[index - 1].ent_type_ == "PERSON" and after.ent_type_ == "PLACE":
        return False  # "President Ana Ruiz of Peru" is not called so
    return doc[index].lower_ in _JOINTS and _capital(after)


def _shares_group(doc: Doc, index: int) -> bool:
    """Tell "Garment and Industrial Workers Federation", one name, from two joined by "and"."""
    before, end = doc[index - 1], index + 1
    while end < min(len(doc), index + MOST) and _capital(doc[end]) and not doc[end].is_sent_start:
        end += 1
    named = any(t.ent_type_ == "PERSON" for t in doc[index - 1 : end])
    whole = not _is_group_word(before) and before.lower_ not in _AID and not named
    placed = home_of(before.text) or home_of(doc[index + 1].text)
    last = lemma(doc[end - 1]).lower()
    body = last in gazetteer().nouns["groups"] or last in _AGENCIES
    return body and whole and not placed and end - index > 2


def _is_group_word(token: Token) -> bool:
    nouns = gazetteer().nouns
    return lemma(token).lower() in nouns["groups"] | nouns["organs"] or token.lower_ in {
        "council",
        "defense",
    }


def _read(
    doc: Doc, run: tuple[int, int], hits: dict[int, Hit], speaking: frozenset[int]
) -> Iterator[Name]:
    """Split titles off a run and tell what the rest names."""
    start, end = run
    if start + 1 < end and doc[end - 1].lower_ in PRESS and start in hits:
        yield _name(doc, start, end, Kind.GROUP, start)  # "the Kathmandu Post"
        return
    if start + 2 < end and doc[start + 1].lower_ == "of" and _is_group_word(doc[start]):
        yield _name(doc, start, end, Kind.GROUP, start)
        return
    cut = start
    for index in range(start, end):
        if _leads(doc[index], hits):
            cut = index + 1
    if cut >= end:  # nothing but titles and organs: "Central Military Commission"
        nouns = gazetteer().nouns
        bodies = nouns["organs"] | nouns["groups"]
        if any(i not in hits and lemma(doc[i]).lower() in bodies for i in range(start, end)):
            yield _name(doc, start, end, Kind.GROUP, start)
        return
    if cut > start and doc[cut].lower_ in _JOINTS | {"on"}:
        yield _name(doc, start, end, Kind.GROUP, start)
        return
    kind = _kind(doc, cut, end, start, hits, speaking)
    first = start if kind is Kind.GROUP and not any(i in hits for i in range(start, cut)) else cut
    yield _name(doc, first, end, kind, start)


def _name(doc: Doc, start: int, end: int, kind: Kind, run_start: int) -> Name:
    text = doc.between(start, end)
    return Name(start, end, kind, text, run_start, frozenset(t.lower_ for t in doc[start:end]))


def _leads(token: Token, hits: dict[int, Hit]) -> bool:
    """Tell whether a word stands in front of a name rather than in it."""
    nouns = gazetteer().nouns
    base = lemma(token).lower()
    if token.i in hits and hits[token.i].sort is not Sort.AGENCY:
        return True
    return base in nouns["roles"] | nouns["organs"] | nouns["groups"] or token.lower_ in _TITLES


def _kind(
    doc: Doc, start: int, end: int, run: int, hits: dict[int, Hit], speaking: frozenset[int]
) -> Kind:
    labels = {doc[i].ent_type_ for i in range(start, end)}
    if any(i in hits for i in range(start, end)) or _is_placed(doc, start):
        return Kind.OTHER
    if end - start == 1 and start == run and home_of(doc[start].text) is not None:
        return Kind.OTHER
    if _heads_group(doc, start, end):
        return Kind.GROUP
    described = _introduced(doc, start, run) or _explained(doc, end) or _apposed(doc, start)
    if "PERSON" in labels or described:
        return Kind.GROUP if not described and _is_the(doc, start, end) else Kind.PERSON
    if "ORG" in labels:
        return Kind.GROUP
    if "PLACE" in labels:
        return Kind.OTHER
    spoken = any(i in speaking for i in range(start, end))
    return Kind.PERSON if spoken and 2 <= end - start <= 4 else Kind.OTHER


def _is_the(doc: Doc, start: int, end: int) -> bool:
    """Tell "the Barisan Revolusi Nasional", which is nobody: people have no article."""
    after = doc[end] if end < len(doc) else None
    alone = after is None or after.pos_ not in {"NOUN", "PROPN"}
    return end - start > 1 and start > 0 and doc[start - 1].lower_ == "the" and alone


def _is_placed(doc: Doc, start: int) -> bool:
    """Tell whether a name is introduced as a place: "the village of Gornal"."""
    return start > 1 and doc[start - 1].lower_ == "of" and lemma(doc[start - 2]) in _PLACES


def _heads_group(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a run names an organisation by its form or by the word before it."""
    if doc[start].lower_.strip(".") in _FORMS or doc[end - 1].lower_.strip(".") in _FORMS:
        return True
    if end - start > 1 and doc[end - 1].lower_ in _TRADES:
        return True
    if end - start > 1 and doc[end - 1].lower_ in _AID and doc[end - 2].lower_ == "red":
        return True
    before = start - 1
    if before > 0 and doc[before].text == ",":
        before -= 1
    nouns = gazetteer().nouns
    return (
        before >= 0
        and doc[before].pos_ == "NOUN"
        and lemma(doc[before]) in nouns["groups"] - nouns["members"]
    )


def _introduced(doc: Doc, start: int, run: int) -> bool:
    """Tell whether a title or a role stands in front: "spokesperson Maria Zakharova"."""
    if start == 0:
        return False
    before = doc[start - 1]
    nouns = gazetteer().nouns
    if start > run and before.lower_ in _TITLES | nouns["roles"]:
        return True
    return (
        before.pos_ in {"NOUN", "PROPN"}
        and lemma(before).lower() in nouns["roles"] | nouns["members"]
    )


def _apposed(doc: Doc, start: int) -> bool:
    """Tell whether a role stands before the comma: "the head of the office, Ann Smith,"."""
    if start < 3 or doc[start - 1].text != ",":
        return False
    nouns = gazetteer().nouns
    first = start - 2
    while first > 0 and start - first < 16 and doc[first - 1].text not in {",", ".", "“", '"'}:
        first -= 1
    opening = {lemma(t).lower() for t in doc[first : min(first + 4, start - 1)]}
    return doc[first].pos_ == "DET" and bool(opening & (nouns["roles"] | nouns["members"]))


def _explained(doc: Doc, end: int) -> bool:
    """Tell whether a role follows: ", chief of Russia's General Staff,"."""
    if end + 1 >= len(doc) or doc[end].text not in {",", "("}:
        return False
    nouns = gazetteer().nouns
    for token in doc[end + 1 : end + 1 + LOOKAHEAD]:
        if token.text in {",", ".", ")"} or token.tag_ in {"VBD", "VBZ"}:
            return False
        if lemma(token).lower() in nouns["roles"] | nouns["members"]:
            return token.i < end + 6
    return False


def chunk_start(token: Token) -> int:
    """Give the first token of the noun phrase that ends with a token, by tags alone."""
    doc = token.doc
    first = token.i
    while first > 0 and doc[first].is_sent_start is not True and _in_chunk(doc, first - 1):
        first -= 1
    return first


def _in_chunk(doc: Doc, index: int) -> bool:
    token = doc[index]
    if token.tag_ == "HYPH" or token.text in {"-", "–", "—"}:
        return not token.whitespace_ and index > 0 and not doc[index - 1].whitespace_
    if token.tag_ in {"POS", "PRP$", "AFX"} or token.pos_ in {
        "DET",
        "ADJ",
        "NOUN",
        "PROPN",
        "NUM",
    }:
        return token.tag_ not in {"WDT", "WP"} and token.lower_ != "that"
    if token.lower_ in {"and", "&"} and index > 0:
        return _binds(doc[index - 1], doc[index + 1])
    after = doc[index + 1] if index + 1 < len(doc) else None
    if token.tag_ == "RB" and after is not None:  # "internationally recognised government"
        return token.text.endswith("ly") and after.tag_ == "VBN" and _in_chunk(doc, index + 1)
    return (
        token.tag_ in {"VBN", "VBG"}
        and after is not None
        and after.pos_ in {"NOUN", "ADJ"}
        and (index > 0 and doc[index - 1].pos_ in {"DET", "ADJ", "ADV"})
    )


def _binds(before: Token, after: Token) -> bool:
    """Tell whether "and" joins two modifiers: "search and rescue agency"."""
    kinds = {"NOUN", "ADJ", "PROPN"}
    alike = before.text[:1].isupper() == after.text[:1].isupper()
    small = before.pos_ in kinds and after.pos_ in kinds and before.tag_ in {"NN", "JJ", "NNP"}
    followed = after.i + 1 < len(after.doc) and after.nbor(1).pos_ in kinds
    return alike and small and followed


def phrase_of(token: Token) -> str:
    """Write a noun phrase without its article, its owner and its clauses."""
    doc = token.doc
    first = chunk_start(token)
    for word in doc[first : token.i + 1]:
        owned = word.tag_ == "POS" and word.i > 0 and word.nbor(-1).pos_ == "PROPN"
        if owned or word.pos_ == "DET" or word.tag_ == "PRP$":
            first = word.i + 1
    return doc.between(min(first, token.i), token.i + 1)
