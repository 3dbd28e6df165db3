"""What is a mention called in full: by its name, its letters, the society that it is?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from claims.names.gazetteer import Hit, Sort, demonym_of, gazetteer, scan, unions
from claims.names.letters import initials, short_names
from claims.names.naming import Kind, chunk_start, phrase_of
from claims.saying.attribution import Said
from claims.text.tree import Doc, Token
from claims.who.mentions import Mentions

_THE = frozenset({"the", "this", "that"})
SOCIETIES = (["red", "cross"], ["red", "crescent"])


class Called:
    """The names of one article: as written at the fullest mention."""

    def __init__(self, doc: Doc, said: Sequence[Said]) -> None:
        self._doc = doc
        self._hits = {i: hit for hit in scan(doc) for i in range(hit.start, hit.end)}
        sources = [s.source for s in said if s.source is not None]
        self._mentions = Mentions(doc, self._hits, sources)
        groups = [n.text for n in self._mentions.names if n.kind is Kind.GROUP]
        self._spelled = initials(groups) | short_names(doc)

    @cached_property
    def _titled(self) -> dict[str, Token]:
        """Where each capitalised word first ends a name of several."""
        found: dict[str, Token] = {}
        for before, token in pairwise(self._doc):
            if before.is_title and before.lower_ not in _THE:
                found.setdefault(token.text, token)
        return found

    def _in_full(self, token: Token) -> Token | None:
        """Give where "the Guards" are named in full: "Iran's Revolutionary Guards"."""
        front = self._doc[token.i - 1] if token.i else None
        if front is None or front.lower_ not in _THE or token.tag_ not in ("NNPS", "NNP"):
            return None
        whole = self._titled.get(token.text)
        return whole if whole is not None and whole.i < token.i - 1 else None

    def mention(self, token: Token) -> Token:
        """Give the head of the fullest earlier mention, or the token itself."""
        return self._mentions.resolve(token)

    def name(self, token: Token) -> str:
        """Give the full name as written at the fullest mention."""
        full = self._mentions.resolve(token)
        name = self._mentions.name_at(full.i)
        if name is not None and name.kind is not Kind.OTHER:
            return self._mentions.full(name).text
        return name.text if name is not None else phrase_of(full)

    def is_person(self, token: Token) -> bool:
        """Tell whether a token stands in a person's name."""
        return self._mentions.is_person(token)

    def is_body(self, token: Token) -> bool:
        """Tell whether a token is the letters of an organisation: "the ELN"."""
        name = self._mentions.name_at(token.i) if token.text.isupper() else None
        return name is not None and name.kind is Kind.GROUP

    def is_mere(self, token: Token) -> bool:
        """Tell an organ that nothing names further: "Police", "the Army"."""
        words = self.name(token).lower().split()
        return all(word in gazetteer().nouns["organs"] for word in words)

    def own_name(self, index: int) -> str | None:
        """Give the name of an organisation as fullest in the text."""
        name = self._mentions.name_at(index)
        text = self._mentions.full(name).text if name is not None else None
        return self._spelled.get(text, text) if text is not None else None

    def nation(self, organisation: str) -> str | None:
        """Give the state that a text names before a body: "the Chadian news outlet X"."""
        for name in self._mentions.names:
            if name.kind is Kind.GROUP and self._mentions.full(name).text == organisation:
                front = range(chunk_start(self._doc[name.start]), name.start)
                found = next((self._hits[i] for i in front if i in self._hits), None)
                if found is not None and found.sort is Sort.DEMONYM:
                    return found.actor
        return None

    def _named(self, token: Token, bodies: bool = False) -> str | None:
        """Give the name in "Ukrainian news outlet Censor.NET" or "the operator, PT Samudra"."""
        for index in (token.i + 1, token.i + 2, token.i + 3):
            if index < len(self._doc):
                hit = self._hits.get(index)
                if hit is not None and hit.sort is Sort.BODY and index == token.i + 1:
                    return hit.actor
                name = self._mentions.name_at(index)
                between = self._doc[token.i + 1 : index]
                if (
                    name is not None
                    and name.start == index
                    and (not bodies or name.kind is Kind.GROUP)
                    and _leads_to_name(between, self._doc[name.end : name.end + 1])
                ):
                    return self._mentions.full(name).text
        return None

    def _society_of(self, hit: Hit) -> str | None:
        """Give the national society that a demonym begins: "head of the Libyan Red Crescent"."""
        name = self._mentions.name_at(hit.end)
        if name is None or name.text.lower().split()[-2:] not in SOCIETIES:
            return None
        return self._society(name.start, name.end)

    def _society(self, start: int, end: int) -> str | None:
        """Name a national society, which speaks for itself: "the Libyan Red Crescent"."""
        doc, words = self._doc, self._doc.between(start, end)
        for name in (start, *(n.start for n in self._mentions.names if n.text == words)):
            front = range(max(0, name - 2), name)
            hit = next((h for i in front if (h := self._hits.get(i)) and doc[i].is_title), None)
            if hit is not None and (demonym := demonym_of(hit.actor)):
                return f"{demonym} {words}"
        return words

    def _of_union(self, token: Token) -> str | None:
        """Give the body of "U.N. experts", who speak for it; those of a state speak for nobody."""
        front = range(chunk_start(token), token.i)
        found = (self._hits[i].actor for i in front if i in self._hits)
        return next((actor for actor in found if actor in unions() and actor != "West"), None)


def _leads_to_name(between: Sequence[Token], after: Sequence[Token]) -> bool:
    """Tell "the operator, X" and "a monitoring group, the X," from "the group, the X said"."""
    words = [t.lower_ for t in between]
    return set(words) <= {","} or (words == [",", "the"] and [t.text for t in after] == [","])
