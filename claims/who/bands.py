"""Which armed groups does a text name, and which of them does it mean by "the rebels"?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claims.names.gazetteer import Hit, Sort, gazetteer, state_of, unions
from claims.names.naming import Kind, Name, chunk_start
from claims.names.parties import is_parent
from claims.text.language import lemma
from claims.text.tree import Doc, Token
from claims.who.mentions import Mentions

REBELS = frozenset({"rebel", "insurgent", "separatist", "guerrilla", "jihadist", "jihadi"})
_FIGHTING = frozenset({"liberation", "resistance", "mujahideen", "guerrilla", "militia"})
_FORCES = frozenset({"front", "army", "movement", "brigade", "brigades", "forces", "militia"})
_UNARMED = frozenset(
    {"university", "institute", "institution", "hospital", "company", "firm", "agency", "bank"}
    | {"watchdog", "observatory", "charity", "foundation", "mission", "society", "club", "court"}
    | {"monitor", "watch", "rights", "centre", "center", "union", "association", "committee"}
    | {"newspaper", "magazine", "broadcaster", "website", "operator", "airline", "college"}
)
_OPEN = frozenset({"that", "which", "who", "whose", "where"})
_LONGEST = 10  # words that describe a group behind its name


@dataclass(frozen=True, slots=True)
class Band:
    """An armed group where the text names it."""

    at: int
    actor: str


class Bands:
    """The armed groups of one article, in text order.

    Armed is what the gazetteer knows for it, what is called so in its own name or beside it
    ("the rebel X", "X, a coalition of separatist militias", "X fighters").
    """

    def __init__(
        self,
        doc: Doc,
        hits: Mapping[int, Hit],
        mentions: Mentions,
        of_group: Callable[[Name], str | None],
    ) -> None:
        self._doc, self._hits, self._mentions, self._of_group = doc, hits, mentions, of_group
        self._found: tuple[Band, ...] | None = None

    def meant(self, token: Token) -> str | None:
        """Give the group that was named last before a word, or the only one that rebels can be."""
        found = self._all()
        before = [band.actor for band in found if band.at < token.i]
        if before:
            return before[-1]
        every = {band.actor for band in found}
        if len(every) == 1 and lemma(token).lower() in REBELS:
            return found[0].actor
        return self._last_body(token.i)

    def _all(self) -> tuple[Band, ...]:
        if self._found is None:
            self._found = ()  # for groups that lead back to themselves
            self._found = tuple(sorted(self._named(), key=lambda band: band.at))
        return self._found

    def _named(self) -> Iterator[Band]:
        for at, hit in self._hits.items():
            first = hit.start == at and hit.sort is Sort.BODY and hit.actor not in unions()
            if first and not is_parent(self._doc, hit):
                yield Band(at, hit.actor)
        for name in self._mentions.names:
            if name.kind is not Kind.GROUP or name.start in self._hits:
                continue
            if self._is_armed(name):
                actor = self._of_group(name)
                if actor is not None and state_of(actor) is None:
                    yield Band(name.start, actor)

    def _is_armed(self, name: Name) -> bool:
        """Tell by its own words or by those around it that a body bears arms."""
        doc = self._doc
        words = {t.lower_ for t in doc[name.start : name.end]}
        if words & _FIGHTING and (words & _FORCES or words & {"militia", "mujahideen"}):
            return True
        front = doc[chunk_start(doc[name.start]) : name.start]
        behind = doc[name.end : name.end + 1]
        return any(map(_arms, (front, behind, self._described(name.end))))

    def _described(self, end: int) -> Sequence[Token]:
        """Give the words of an apposition: "X, the rebel coalition behind the assault"."""
        doc = self._doc
        last = end + 1
        if end + 1 < len(doc) and doc[end].text == "(":
            last = end = next(
                (i + 1 for i in range(end, min(end + 4, len(doc))) if doc[i].text == ")"), end
            )
            last += 1
        if end + 1 >= len(doc) or doc[end].text != "," or doc[end + 1].tag_ not in {"DT", "PRP$"}:
            return doc[end:end]
        while last < min(end + _LONGEST, len(doc)):
            word = doc[last]
            if word.text in {",", ".", ";"} or word.lower_ in _OPEN or word.is_space:
                break
            last += 1
        return doc[end:last]

    def _last_body(self, index: int) -> str | None:
        """Give the body named last before a word where none is called armed."""
        for at in range(index - 1, -1, -1):
            name = self._mentions.name_at(at)
            if at in self._hits or name is None or name.kind is not Kind.GROUP:
                continue
            if _UNARMED.isdisjoint(lemma(t).lower() for t in self._doc[name.start : name.end]):
                actor = self._of_group(name)
                if actor is not None and state_of(actor) is None:
                    return actor
        return None


def _arms(words: Sequence[Token]) -> bool:
    nouns = gazetteer().nouns
    return any(
        t.lower_ in nouns["irregular"] | nouns["armed"] or t.lower_ in _FIGHTING for t in words
    )
