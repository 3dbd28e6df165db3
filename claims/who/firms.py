"""Which names are companies', and which company does a text mean by "the company"?

A network that learnt from a treebank takes the name of a company that it never saw for a person's
or a place's. The text gives it away: "the plant's operator, Petrosur", "shares in Andes Cobre",
"Andes Cobre said … The company denied …".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claims.lexicon import Lexicon
from claims.names.gazetteer import Hit, gazetteer, region_of
from claims.names.naming import Kind, Name, chunk_start
from claims.text.clauses import sentence
from claims.text.language import lemma
from claims.text.tree import Doc, Token

_WORDS = Lexicon.of(__name__)

FIRMS = _WORDS.set("firms")
_EITHER = _WORDS.set("either")
_ASSETS = _WORDS.set("assets")
_EXECUTIVES = _WORDS.set("executives")
_RUNNING = _WORDS.set("running")
_FLYING = _WORDS.set("flying")
_MAKERS = _WORDS.set("makers")
_PERSONAL = frozenset({"he", "she", "him", "her", "his"})
_AHEAD = 45  # words behind a name in which "he" or "she" may be of that name


def mark_firms(
    doc: Doc, names: Sequence[Name], hits: dict[int, Hit], speaking: frozenset[int]
) -> None:
    """Make organisations of the names that the text treats as companies.

    `speaking` are the tokens of those to whom something is attributed.
    """
    unsure = [n for n in names if n.kind is not Kind.GROUP and not _is_other(doc, n, hits)]
    groups = [n for n in names if n.kind is Kind.GROUP]
    told = [t for t in doc if _is_the_firm(t)]
    people = set(_somebody(doc, unsure)) if told else set[str]()
    found = {n.text for n in unsure if _has_assets(doc, n)}
    for name in (*unsure, *(n for n in groups if not _is_other(doc, n, hits))):
        if _is_called_one(doc, name, bool(told) and name.text not in people):
            found.add(name.text)
    known = [*groups, *(n for n in names if n.text in found)]
    saying = [
        n
        for n in unsure
        if n.text not in people and not speaking.isdisjoint(range(n.start, n.end))
    ]
    found |= set(_called_later(doc, told, saying, known))
    for name in names:
        if name.text in found or any(text.startswith(f"{name.text} ") for text in found):
            name.kind, name.trades = Kind.GROUP, True


def firm_meant(names: Sequence[Name], index: int) -> Name | None:
    """Give the company that "the company" means: the one named last, or the next to be named."""
    firms = [name for name in names if name.is_firm]
    before = [name for name in firms if name.start < index]
    return before[-1] if before else next(iter(firms), None)


def is_executive(token: Token) -> bool:
    """Tell somebody who leads a company: "the chief executive"."""
    base = lemma(token)
    return base in _EXECUTIVES and (base != "executive" or _before(token) == "chief")


def _before(token: Token) -> str:
    return str(token.nbor(-1).lower_) if token.i else ""


def _is_other(doc: Doc, name: Name, hits: dict[int, Hit]) -> bool:
    """Tell names that the gazetteer knows, and those that a title or a role makes a person's."""
    nouns = gazetteer().nouns
    known = any(i in hits for i in range(name.start, name.end)) or region_of(name.text)
    if known or name.run_start < name.start:
        return True
    base = lemma(doc[name.start - 1]) if name.start else ""
    return base in nouns["roles"] | nouns["members"] and base not in FIRMS


def _is_called_one(doc: Doc, name: Name, open_: bool) -> bool:
    """Tell a name beside a word for companies: "the airline Voepass", "Petrosur, the operator".

    An owner may be a person, unless that is `open_`: the text tells of a company besides.
    """
    bases = {lemma(noun) for noun in _beside(doc, name)} & FIRMS
    return bool(bases - _EITHER) or (bool(bases) and open_)


def _beside(doc: Doc, name: Name) -> Iterator[Token]:
    """Give the nouns in apposition with a name: in front of it, or behind it and a comma."""
    closed = name.end < len(doc) and doc[name.end].text == ","
    if name.start > 1 and doc[name.start - 1].text == ",":
        noun = doc[name.start - 2]
        first = chunk_start(noun)
        if closed or not first or doc[first - 1].pos_ != "ADP":  # "at a law firm, Ana Ruiz said"
            yield noun
    elif name.start:
        yield doc[name.start - 1]
    if closed:
        for token in doc[name.end + 1 : name.end + 8]:
            if token.pos_ not in {"DET", "ADJ", "NOUN", "PROPN", "PART"}:
                return
            after = doc[token.i + 1].text if token.i + 1 < len(doc) else "."
            if token.tag_ == "NN" and after in {",", "."}:
                yield token


def _has_assets(doc: Doc, name: Name) -> bool:
    """Tell who has shares or a chief executive: "shares in X", "X's chief executive"."""
    before = doc[name.start - 2] if name.start > 1 else None
    if before is not None and doc[name.start - 1].lower_ in {"in", "of"} and _is_asset(before):
        return True
    if before is not None and doc[name.start - 1].lower_ == "by" and lemma(before) in _RUNNING:
        return True  # "a jet operated by X"
    end = name.end
    if end < len(doc) and doc[end].lower_ in _FLYING:
        return True  # "a TransAltiplano jet"
    if before is not None and doc[name.start - 1].lower_ == "of" and _flies(doc, name.start - 2):
        return True  # "an Airbus A320 of X"
    if end < len(doc) and doc[end].tag_ == "POS":
        end += 1
    if end == name.end and end - name.start == 1:
        return False  # "European shares"
    return any(_is_asset(token) for token in doc[end : end + 2] if token.pos_ == "NOUN")


def _flies(doc: Doc, last: int) -> bool:
    """Tell whether a phrase that ends at a word is an aircraft: "an Airbus A320", "a flight"."""
    words = {t.lower_ for t in doc[chunk_start(doc[last]) : last + 1]}
    return not words.isdisjoint(_FLYING | _MAKERS)


def _is_asset(token: Token) -> bool:
    return lemma(token) in _ASSETS or is_executive(token)


def _is_the_firm(noun: Token) -> bool:
    """Tell "the company", "the mining firm", "the chief executive": of one that has a name."""
    if noun.tag_ != "NN":
        return False
    first = noun.doc[chunk_start(noun)]
    if first.lower_ != "the" or first.i + 2 < noun.i:
        return False
    return is_executive(noun) or (lemma(noun) in FIRMS - _EITHER and noun.dep_ != "appos")


def _called_later(
    doc: Doc, told: Sequence[Token], saying: Sequence[Name], known: Sequence[Name]
) -> Iterator[str]:
    """Give who spoke last before "the company", where nobody named is known to be one."""
    for noun in told[:1]:
        if any(n.start < noun.i and _may_trade(n) for n in known):
            return
        here = sentence(noun).start
        before = [n for n in saying if n.end <= here]
        if before:
            yield before[-1].text


def _may_trade(name: Name) -> bool:
    """Tell a body that may be a company from a union, a ministry or an army."""
    nouns = gazetteer().nouns
    return not name.words & (nouns["groups"] - FIRMS | nouns["organs"])


def _somebody(doc: Doc, names: Sequence[Name]) -> Iterator[str]:
    """Give the names of people: his last name stands alone elsewhere, or "he" or "she" follows."""
    taken = {i for name in names for i in range(name.start, name.end)}
    alone = {t.text for t in doc if t.i not in taken or not t.i or t.i - 1 not in taken}
    for name in names:
        behind = doc[name.end : name.end + _AHEAD]
        aside = len(behind) > 1 and behind[0].text == ","
        if (
            (name.end - name.start > 1 and doc[name.end - 1].text in alone)
            or (aside and (behind[1].is_digit or _is_who(behind[1])))  # "Ana Ruiz, 54,"
            or any(t.lower_ in _PERSONAL for t in behind)
        ):
            yield name.text


def _is_who(token: Token) -> bool:
    return token.lower_ in {"who", "whose", "whom"}
