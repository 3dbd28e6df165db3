"""Who claims: which states, bodies and nameless sources stand behind an attribution?"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from claims.model import OUTLET_VOICE, UNKNOWN, Claimant
from claims.names.gazetteer import Hit, Sort, gazetteer, state_of, unions
from claims.names.naming import Kind, phrase_of
from claims.saying.attribution import Said, attribute
from claims.text.clauses import sentence
from claims.text.language import lemma
from claims.text.tree import Doc, Token
from claims.who.owners import DEPTH, REPORTS, Owners

__all__ = ["Cast", "state_of"]

_PAIRS = frozenset(
    {"side", "country", "nation", "party", "government", "capital", "neighbour", "neighbor"}
    | {"delegation", "negotiator", "team", "ministry", "leader", "minister", "foe"}
)
_EACH = frozenset({"both", "two", "neither", "either"})
PAIR = 2
_SAYINGS = frozenset(
    "claim allegation assertion suggestion accusation report rumor rumour account".split()  # noqa: SIM905
)


_THIS = frozenset({"this", "that", "these"})
_SENDING = frozenset(
    {"deploy", "redeploy", "send", "dispatch", "withdraw", "pull", "move", "mass", "station"}
)
_LEAGUES = frozenset({"coalition", "alliance", "bloc", "fighter", "rebel", "insurgent", "group"})
_SENT = frozenset({"troop", "soldier", "force", "reinforcement", "unit"})


class Cast(Owners):
    """The actors of one article, and those of them who speak."""

    def __init__(
        self,
        doc: Doc,
        outlet: str | None = None,
        said: Sequence[Said] | None = None,
        home: str | None = None,
    ) -> None:
        self._outlet = outlet
        self._said = tuple(attribute(doc) if said is None else said)
        self._cues = [s.cue.i for s in self._said]
        super().__init__(doc, self._said, home)

    def claimants(self, said: Said) -> tuple[Claimant, ...]:
        """Name everybody who says so; vague sources are unknown, none is the outlet itself."""
        if said.source is None:
            return (self._unnamed(said),)
        via = self._via(said)
        found: dict[str, Claimant] = {}
        for token in self._parts(said.source):
            for claimant in self._claimants_of(token, via, said):
                found.setdefault(claimant.actor, claimant)
        if len(found) > 1:
            found.pop(UNKNOWN, None)
        return tuple(found.values())

    def _of_noun(self, token: Token, speaker: str | None, depth: int) -> str | None:
        """Take the troops that somebody sends for his own, unless the text says whose they are."""
        if lemma(token).lower() in _SENT and token.dep_ == "obj":
            sender = self._sender(token.head)
            if sender is not None and self._owner(token, speaker, depth) is None:
                return self._actor(sender, speaker, depth + 1)
        if lemma(token).lower() in _LEAGUES and (member := self._member(token)) is not None:
            return member
        return super()._of_noun(token, speaker, depth)

    def _member(self, token: Token) -> str | None:
        """Give the armed group in "a coalition of rebel groups including X" and "led by X"."""
        doc = self._doc
        for index in range(token.i + 2, min(token.i + 9, len(doc))):
            hit = self._hits.get(index)
            words = [t.lower_ for t in doc[index - 3 : index] if t.lower_ != "the"]
            named = words[-1:] == ["including"] or words[-2:] == ["led", "by"]
            if hit is not None and hit.sort is Sort.BODY and hit.actor not in unions() and named:
                return hit.actor
        return None

    @staticmethod
    def _sender(verb: Token) -> Token | None:
        """Give who "had begun deploying" them."""
        if lemma(verb) not in _SENDING:
            return None
        for _ in range(DEPTH):
            subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
            if subject is not None or verb.dep_ not in {"xcomp", "conj"}:
                return subject
            verb = verb.head
        return None

    def _unnamed(self, said: Said) -> Claimant:
        if said.cue.pos_ == "NOUN" and lemma(said.cue) in _SAYINGS:
            return Claimant(UNKNOWN, said.cue.lower_)
        return Claimant(OUTLET_VOICE)

    def _claimants_of(self, token: Token, via: str | None, said: Said) -> Iterator[Claimant]:
        if self._is_both(token):
            for actor in self._both():
                yield Claimant(actor, None, via)
            return
        agency = self._agency(token)
        if agency is not None:
            yield Claimant(
                agency.state or agency.actor, agency.actor, agency.actor if agency.state else None
            )
            return
        joint = self.jointly(token)
        if len(joint) > 1:
            yield from (Claimant(actor, self.name(token), via) for actor in joint)
            return
        full = self._mentions.resolve(self._one_of(token))
        if lemma(full) in REPORTS and (reporter := self._reporter(full)) is not None:
            yield reporter
            return
        if self._is_own(token):
            yield Claimant(OUTLET_VOICE, self._outlet)
            return
        if full.lower_ in _THIS:  # "This signals that …": what the outlet makes of it
            yield Claimant(OUTLET_VOICE)
            return
        name = self._claimant_name(full)
        actors = self.actors(full)
        if not actors:
            yield Claimant(UNKNOWN, name or phrase_of(full), via)
        for actor in actors:
            yield Claimant(actor, None if name == actor else name, via)

    def jointly(self, token: Token) -> tuple[str, ...]:
        """Give for whom "their negotiators" speak, where both were named before."""
        their = next((c for c in token.children if c.lower_ == "their" and c.i < token.i), None)
        if their is None or token.tag_ != "NNS":
            return ()
        named = (self._doc[i] for i in range(sentence(token).start, token.i) if i in self._hits)
        pair = next((t for t in named if len(self._parts(t)) > 1), None)
        found = [self.actor(part) for part in self._parts(pair)] if pair is not None else []
        return tuple(dict.fromkeys(actor for actor in found if actor))

    def _one_of(self, token: Token) -> Token:
        """Give those of whom "one of them" and "the other" is one: the speakers before."""
        if token.lower_ not in {"one", "another"} and not (
            token.lower_ == "other" and token.dep_ == "nsubj"
        ):
            return token
        earlier = bisect_left(self._cues, token.i)
        before = (s.source for s in reversed(self._said[max(0, earlier - 2) : earlier]))
        return next((s for s in before if s is not None and s.tag_ == "NNS"), token)

    def _claimant_name(self, token: Token) -> str | None:
        """Give the person or body as named; nothing if only the state is named."""
        hit = self._hits.get(token.i)
        if hit is not None and hit.sort in {Sort.STATE, Sort.DEMONYM, Sort.BODY}:
            return None
        return self.name(token)

    def _is_own(self, token: Token) -> bool:
        """Tell whether the outlet speaks of itself: "the Ledger could not verify"."""
        if not self._outlet or not token.text[:1].isupper() or token.i in self._hits:
            return False
        named = token.i > 0 and token.nbor(-1).lower_ == "the"
        ours = token.text in self._outlet.split()
        return ours and (named or not self._mentions.is_person(token))

    def _via(self, said: Said) -> str | None:
        """Find the agency that relays: "According to TASS, Gerasimov reported"."""
        parent = said.parent
        for _ in range(DEPTH):
            if parent is None:
                break
            other = self._said[parent]
            agency = self._agency(other.source) if other.source is not None else None
            if agency is not None:
                return agency.actor
            parent = other.parent
        return None

    def _agency(self, token: Token) -> Hit | None:
        """Give the news agency that a source is, alone or as "the state news agency KCNA"."""
        for other in (token, *token.children):
            hit = self._hits.get(other.i)
            near = other is token or other.dep_ in {"appos", "flat", "compound", "nmod:desc"}
            if (
                hit is not None
                and hit.sort is Sort.AGENCY
                and near
                and not self._mentions.is_person(token)
            ):
                return hit
        return None

    def _reporter(self, token: Token) -> Claimant | None:
        """Give the agency or body whose report "the report" is."""
        if any(c.dep_ in {"nmod:poss", "nmod", "amod"} for c in token.children):
            return None
        earlier = bisect_left(self._cues, token.i)
        for said in reversed(self._said[max(0, earlier - 4) : earlier]):
            if said.source is not None and self._agency(said.source) is not None:
                return next(self._claimants_of(said.source, None, said))
        return None

    def _parts(self, token: Token) -> list[Token]:
        """Split a joint source: "Ukraine and South Korea", "Neither Moscow nor Pyongyang"."""
        parts = [token]
        if token.pos_ not in {"NOUN", "PROPN", "PRON"}:
            return parts
        for part in parts:
            parts += [c for c in part.children if c.dep_ == "conj" and c.pos_ in {"NOUN", "PROPN"}]
        parts = parts if len(parts) > 1 else parts + self._joined(token)
        return sorted(parts, key=lambda part: part.i)

    def _joined(self, token: Token) -> list[Token]:
        """Read "A and B" off the words, where both are names that the gazetteer knows."""
        doc = self._doc
        hit = self._hits.get(token.i)
        if hit is None or hit.sort is Sort.DEMONYM:
            return []
        found: list[Token] = []
        for joint, beyond in ((hit.start - 1, hit.start - 2), (hit.end, hit.end + 1)):
            other = self._hits.get(beyond)
            named = other is not None and other.sort is not Sort.DEMONYM
            if other is not None and named and doc[joint].lower_ in {"and", "nor", "or"}:
                found.append(doc[other.end - 1])
        return found

    def _is_both(self, token: Token) -> bool:
        words = {c.lower_ for c in token.children}
        if words & gazetteer().nouns["apart"]:
            return False  # "two opposition parties" are not the two that the text is about
        return lemma(token) == "both" or (lemma(token) in _PAIRS and bool(words & _EACH))

    def _both(self) -> list[str]:
        """Give the two states or bodies that the text is about, none of which goes between."""
        doc = self._doc
        counts = Counter(
            h.actor for h in dict.fromkeys(self._hits.values())  # of equals, the first named
            if h.sort is not Sort.AGENCY
            and (not h.start or doc[h.start - 1].lower_ != "in" or doc[h.start].text in h.actor)
        )  # fmt: skip
        if self.country:
            counts[self.country] += PAIR  # "the government", "the army"
        groups = [n for n in self._mentions.names if n.kind is Kind.GROUP]
        counts.update(actor for n in groups if (actor := self.actor(self._doc[n.head])))
        for body in (*sorted(unions()), *self._between()):
            if len(counts) > PAIR:
                counts.pop(body, None)
        return [actor for actor, _ in counts.most_common(PAIR)]

    def hosts(self) -> frozenset[str]:
        """Give the states of which there is no more than the dateline and "in the X capital"."""
        doc = self._doc
        from_there = {h.actor for h in self._hits.values() if self._in_dateline(h)}
        elsewhere = {
            h.actor for h in set(self._hits.values())
            if not self._in_dateline(h)
            and (h.end >= len(doc) or doc[h.end].lower_ != "capital")
            and (h.actor not in from_there or not h.start or doc[h.start - 1].lower_ != "in")
        }  # fmt: skip
        return frozenset(h.actor for h in self._hits.values()) - elsewhere

    def _between(self) -> Iterator[str]:
        """Find who mediates, and in whose capital others meet."""
        for token in self._doc:
            base = lemma(token).lower()
            seat = base == "capital" and token.i > 0
            if base in gazetteer().nouns["brokers"] or seat:
                found = self._owner(token, None, 0)
                if found is not None:
                    yield found
