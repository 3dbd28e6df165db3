"""Whose is a mention: which state or organisation does a force, an office or a pronoun mean?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from claims.names.gazetteer import Hit, Sort, demonym_of, gazetteer, home_of, state_of, unions
from claims.names.naming import PRESS, Kind, chunk_start
from claims.names.parties import is_movement, joint_force, party_before, party_of, party_spoken_for
from claims.names.places import slug
from claims.saying.attribution import Said
from claims.text.clauses import sentence
from claims.text.language import lemma
from claims.text.tree import Doc, Token
from claims.who import people
from claims.who.bands import Bands
from claims.who.called import SOCIETIES, Called
from claims.who.firms import firm_meant, is_executive
from claims.who.home import Lands, home_country, located
from claims.who.mentions import PRONOUNS

DEPTH = 6  # steps from a mention to its actor
REPORTS = frozenset(
    {"report", "statement", "announcement", "communique", "dispatch", "commentary"}
)
_DESCRIBES = frozenset({"of", "from", "for", "at", "on", "in", "with", "by", "to"})
_ARMIES = frozenset({"army", "force", "forces", "front", "brigade", "militia", "guard", "guards"})
_RULERS = frozenset({"president", "minister", "premier", "chancellor"})
_OFFICIAL = frozenset({"presidential", "state", "government", "official", "army", "military"})
_PUBLIC = frozenset({"investigative", "public"})  # in the name of a state's own committee
_BANDS = frozenset({"group", "movement", "militia", "organisation", "organization"})
_OWNERS = frozenset({"owner", "co-owner", "parent", "builder", "maker"})
_LANDS, _THE = frozenset({"country", "nation"}), frozenset({"the", "this", "that"})
_MEDIA = frozenset({"media", "television", "tv", "radio", "broadcaster", "agency", "newspaper"})
_LINKS = frozenset({"of", "for", "on"})
_STATES = frozenset({"state", "state-run", "run", "owned", "official"})  # "state-run media"
_DASHES = frozenset({"-", "–", "—", "--"})
_INSTALLED = frozenset({"installed", "appointed", "controlled", "imposed", "run"})
_WIRES = frozenset({"press", "news", "wire"})  # before the "Agency" or "Service" of its name
_LOCAL = frozenset({"mayor", "governor", "prefect", "police", "council", "municipality"})
_LOYAL = frozenset({"loyal to", "allied with", "allied to", "aligned with", "belonging to"})
_UNKNOWN = frozenset({"unidentified", "unknown", "unnamed", "masked", "suspected"})
_TAKING_SIDES = frozenset({"source"})


class Owners(Called):
    """What the gazetteer knows of the mentions of one article, and what the text itself says."""

    def __init__(self, doc: Doc, said: Sequence[Said], home: str | None = None) -> None:
        super().__init__(doc, said)
        self._present = tuple(dict.fromkeys(hit.actor for hit in self._hits.values()))
        self._lands = Lands(self._present, self._mentions)
        self.country = home or home_country(doc, self._hits, self._mentions)
        self._places: dict[str, str | None] = {
            slug(name.text): state
            for name in self._mentions.names
            if (state := located(doc, self._hits, name)) is not None
        }
        self._known: dict[tuple[int, str | None], str | None] = {}
        self._people: dict[str, str] = {}
        self._several: set[str] = set()  # forces of several states
        self._bands = Bands(
            doc, self._hits, self._mentions, lambda n: self._of_group(n.start, n.end, None, 0)
        )
        people.learn_people(self._people, doc, self._hits, self._mentions, self)
        self._known.clear()  # what was asked before the people were known

    # ------------------------------------------------------------------ actors

    def actor(self, token: Token, speaker: str | None = None) -> str | None:
        """Tell whose a mention is: a state, a body, an organisation; None if nothing says so."""
        found = self.actors(token, speaker)
        return found[0] if found else None

    def actors(self, token: Token, speaker: str | None = None) -> tuple[str, ...]:
        """Tell whose a mention is, with "Russian and North Korean troops" as two."""
        first = self._actor(token, speaker, 0)
        if first is None:
            return ()
        joint = self._joint(token) if token.pos_ == "NOUN" else ()
        return tuple(dict.fromkeys([*joint, first]))

    def _joint(self, token: Token) -> Iterator[str]:
        """Give all owners of "South Korean and Western agencies" and "sources from A and B"."""
        doc = self._doc
        front = range(chunk_start(token), token.i)
        behind: Sequence[int] = ()
        if token.i + 1 < len(doc) and doc[token.i + 1].lower_ in {"of", "from"}:
            behind = range(token.i + 2, min(token.i + 9, len(doc)))
        for places in (front, behind):
            found = [(i, self._hits[i]) for i in places if i in self._hits]
            for (at, one), (then, other) in pairwise(found):
                if one != other and any(doc[i].lower_ == "and" for i in range(at, then)):
                    yield one.actor
                    yield other.actor

    def _actor(self, token: Token, speaker: str | None, depth: int) -> str | None:
        key = (token.i, speaker)
        if key not in self._known:
            self._known[key] = None  # for mentions that lead back to themselves
            self._known[key] = self._find(token, speaker, depth) if depth < DEPTH else None
        return self._known[key]

    def _find(self, token: Token, speaker: str | None, depth: int) -> str | None:
        hit = self._hits.get(token.i)
        if hit is not None and not self._mentions.is_person(token):
            return hit.state or hit.actor if hit.sort is Sort.AGENCY else hit.actor
        nouns = gazetteer().nouns
        if token.lower_ in nouns["own"]:
            return speaker
        if lemma(token) in nouns["hostile"] and (rival := self.rival(speaker)) is not None:
            return rival
        if token.lower_ in {"north", "south"} and token.text[:1].isupper():
            return self._half(token)
        full = self._mentions.resolve(token)
        if full != token:
            return self._actor(full, speaker, depth + 1)
        name = self._mentions.name_at(token.i)
        if name is not None and name.kind is Kind.PERSON:
            return self._people.get(self._mentions.full(name).text)
        if token.lower_ in PRONOUNS:
            return None
        if token.text in self._spelled:
            return self._spelled[token.text]
        if token.is_title and (whole := self._in_full(token)) is not None:
            return self._actor(whole, speaker, depth + 1)
        if name is not None and name.kind is Kind.GROUP:
            return self._of_group(name.start, name.end, speaker, depth)
        return self._of_noun(token, speaker, depth)

    def _of_group(self, start: int, end: int, speaker: str | None, depth: int) -> str | None:
        """Tell whose an organisation is: an organ of its state, else its own."""
        nouns = gazetteer().nouns
        bases = [lemma(t).lower() for t in self._doc[start:end]]
        link = next((i for i, base in enumerate(bases) if i and base in _LINKS), len(bases))
        head = bases[link - 1]  # "Institute" of the "Berlin Institute for Security"
        if bases[-2:] in SOCIETIES:
            return self._society(start, end)
        if bases[-1] in _ARMIES and is_movement(self._doc, start, end, self._hits):
            return self.own_name(start)
        own = (
            bases[0] in nouns["groups"]
            or self._doc[end - 1].lower_ in PRESS
            or (head in nouns["groups"] and head not in nouns["organs"])
        )
        wire = bases[-1] in {"agency", "service"} and bases[-2:-1] and bases[-2] in _WIRES
        own = own or bool(wire and not _OFFICIAL & set(bases))
        own = (
            own and not _PUBLIC & set(bases)
        ) or "rights" in bases  # a commission on human rights speaks for itself
        front = self._doc[chunk_start(self._doc[start]) : start]
        if own or any(t.lower_ in nouns["apart"] | nouns["irregular"] for t in front):
            return self.own_name(start)
        for index in range(chunk_start(self._doc[start]), end):
            hit = self._hits.get(index)
            if hit is not None and hit.sort is not Sort.AGENCY:
                return hit.actor
        words = {t.lower_ for t in self._doc[start:end]}
        if bases[-1] in _ARMIES and not words <= nouns["plain"] | nouns["organs"]:
            return self.own_name(start)  # "the Arakan Army" is nobody else's
        if bases[-1] in nouns["organs"] or bases[0] in nouns["organs"] | {"general"}:
            owner = self._owner(self._doc[end - 1], speaker, depth)
            mere = all(base in nouns["organs"] for base in bases)  # "Army" names nobody's army
            return owner or self.country or (None if mere else self.own_name(start))
        return self.own_name(start)

    def _of_noun(self, token: Token, speaker: str | None, depth: int) -> str | None:
        """Read the actor of a common noun off its modifiers and off what stands behind it."""
        nouns = gazetteer().nouns
        base = lemma(token).lower()
        if (group := self._group(token, base)) is not None:
            return group
        if base in _MEDIA and token.i and self._doc[token.i - 1].lower_ in _STATES:
            return self._owner(token, speaker, depth) or self.country or self._subject_state(token)
        if base == "opposition" or base in nouns["press"]:
            return None  # "a Nigerien newspaper" does not speak for Niger
        if base in nouns["others"] and (other := self._other(token, speaker, depth)) is not None:
            return other
        shy = base in nouns["vague"] - nouns["armed"] and base not in _TAKING_SIDES | REPORTS
        if shy and base not in nouns["organs"]:
            return self._of_union(token)
        front = self._doc[chunk_start(token) : token.i]
        owner = self._owner(token, speaker, depth)
        if owner is not None and people.is_rebel(token, front) and demonym_of(owner):
            return people.led_by(token, self._hits) or self._bands.meant(
                token
            )  # "Syrian rebels": not Syria
        if owner is not None:
            return owner
        return self._unowned(token, speaker, depth)

    def _unowned(self, token: Token, speaker: str | None, depth: int) -> str | None:
        """Tell whose is a noun that stands beside no owner, by what the text has told of."""
        nouns, base = gazetteer().nouns, lemma(token).lower()
        front = self._doc[chunk_start(token) : token.i]
        if any(t.lower_ in nouns["irregular"] for t in front) and front[0].lower_ != "a":
            return self._bands.meant(token)
        if base in _BANDS and front and front[0].lower_ in _THE:
            return self._bands.meant(token)
        if base == "junta" and (ruled := people.ruled_by(token, self._hits)) is not None:
            return ruled
        if base in _LANDS and front and front[0].lower_ in _THE:
            return self._last_state(token.i) or self.country
        if (several := joint_force(self._doc, token.i, front)) is not None:
            self._several.add(several)
            return several
        after = self._mentions.name_at(token.i + 1) if base in nouns["roles"] else None
        if after is not None and after.kind is Kind.PERSON and after.start == token.i + 1:
            return self._people.get(self._mentions.full(after).text)
        if (named := self._named_behind(token, base)) is not None:
            return named
        named_organ = any(lemma(t) in nouns["organs"] for t in front)  # "a government spokesman"
        asked = people.colleagues(self._doc, token.i, self._hits, self)
        if asked is not None and not named_organ:
            return asked
        for word in front:  # "an alliance official" is no official of the country
            if word.pos_ == "NOUN" and lemma(word) in nouns["groups"] - nouns["organs"]:
                return self._actor(word, speaker, depth + 1)
        return self._of_trade(token, speaker)

    def _of_trade(self, token: Token, speaker: str | None) -> str | None:
        """Tell whose a bare executive, fighter, organ or official is."""
        nouns, base = gazetteer().nouns, lemma(token).lower()
        front = self._doc[chunk_start(token) : token.i]
        if is_executive(token):
            return self._firm(token.i)
        theirs = (self._mentions.resolve(t) for t in front if t.tag_ == "PRP$")
        if any(lemma(whose).lower() in nouns["vague"] for whose in theirs):
            return None  # "their spokesman", of rebels whom nothing names
        apart = base in nouns["brokers"] or any(t.lower_ in nouns["apart"] for t in front)
        if base in nouns["armed"] and not _UNKNOWN.isdisjoint(t.lower_ for t in front):
            return None  # "unidentified gunmen"
        if base in nouns["armed"]:  # "the fighters" are of the group that spoke or was named last
            ours = speaker if speaker and state_of(speaker) != speaker else None
            ours = None if ours in self._several else ours  # a mission's insurgents are others
            return ours or self._bands.meant(token)
        if (base in nouns["organs"] or base in nouns["roles"]) and not apart:
            # "the army" and "the president" are the speaker's; of "the troops" nothing is sure
            whole = token.tag_ == "NN" and base in nouns["organs"] | _RULERS
            return speaker if whole and speaker and demonym_of(speaker) else self.country
        return None

    def _named_behind(self, token: Token, base: str) -> str | None:
        """Give whose is "the republic's head, X,": as X is known."""
        nouns = gazetteer().nouns
        name = self._mentions.name_at(token.i + 2)
        set_off = token.i + 2 < len(self._doc) and self._doc[token.i + 1].text == ","
        if not set_off or name is None or base not in nouns["roles"] | nouns["members"]:
            return None
        if name.kind is not Kind.PERSON or name.start != token.i + 2:
            return None
        return self._people.get(self._mentions.full(name).text)

    def _group(self, token: Token, base: str) -> str | None:
        """Give the body that is named beside a noun: its name, a party, a band's banner."""
        nouns = gazetteer().nouns
        group = self._named(token) if base in nouns["groups"] else None
        if base in _OWNERS:
            group = self._named(token, bodies=True)
        if group is None and base == "party":
            group = party_before(self._doc, token.i, self._hits)
        if group is None and base in nouns["roles"] | nouns["members"]:
            group = party_of(self._doc, token.i, self._hits)
            group = group or party_spoken_for(token, self._hits)
        if group is None and base in nouns["armed"]:
            group = people.banner(token, self._hits)
        return group

    def _other(self, token: Token, speaker: str | None, depth: int) -> str | None:
        """Give the one state beside its own that "its neighbour" can be."""
        own = self._owner(token, speaker, depth) or speaker
        states = [actor for actor in self._present if demonym_of(actor) and actor != own]
        return states[0] if own and len(states) == 1 and token.tag_ == "NN" else None

    def _firm(self, index: int) -> str | None:
        """Give the company whose executive speaks of it as "the chief executive"."""
        firm = firm_meant(self._mentions.names, index)
        return self._mentions.full(firm).text if firm is not None else None

    def _subject_state(self, token: Token) -> str | None:
        """Give the state that a sentence names first: of which it tells."""
        here = sentence(token)
        hits = (self._hits[i] for i in range(here.start, here.end) if i in self._hits)
        return next((h.actor for h in hits if h.sort in {Sort.STATE, Sort.DEMONYM}), None)

    def _last_state(self, index: int) -> str | None:
        """Give the state named last before a word: which "the country" means."""
        for at in range(index - 1, -1, -1):
            hit = self._hits.get(at)
            if hit is not None and hit.sort is Sort.STATE and not self._in_dateline(hit):
                return hit.actor
        return None

    def _in_dateline(self, hit: Hit) -> bool:
        """Tell the town from which the reporter writes: a line of its own before the text."""
        first = next((t.i for t in self._doc if not t.is_space), 0)
        after = self._doc[hit.end : hit.end + 8]
        return hit.start - first < 6 and any(t.text in _DASHES or "\n" in t.text for t in after)

    def where(self, place: str) -> str | None:
        """Tell in which state a place lies, by slug: as the text says, else as the world knows."""
        if place not in self._places:
            self._places[place] = home_of(place.replace("-", " ").title())
        return self._places[place]

    def _owner(self, token: Token, speaker: str | None, depth: int) -> str | None:
        """Find the state or body in "Russian troops", "its army", "troops from Pyongyang"."""
        doc = self._doc
        first = chunk_start(token)
        if (master := self._installer(token)) is not None:
            return master
        for index in range(token.i - 1, first - 1, -1):
            hit = self._hits.get(index)
            if hit is not None and hit.sort is not Sort.AGENCY:
                return hit.actor
            if self.is_body(doc[index]):  # "an ELN delegate"
                return self._spelled.get(doc[index].text, doc[index].text)
        for index in range(first, token.i):
            owns = doc[index].tag_ == "PRP$" or (
                index + 1 < token.i and doc[index + 1].tag_ == "POS"
            )
            if owns and (found := self._actor(doc[index], speaker, depth + 1)) is not None:
                return found
            if owns and doc[index].pos_ == "PROPN" and (home := home_of(doc[index].text)):
                return home  # "Sumy's acting mayor"
            if owns and (land := self._lands.of(doc[index])) is not None:
                return land
        if doc.between(token.i + 1, token.i + 3).lower() in _LOYAL:
            return self._behind(token.i + 3, speaker, depth)  # "forces loyal to X"
        if token.i + 2 < len(doc) and doc[token.i + 1].lower_ in _DESCRIBES:
            bound = self._hits.get(token.i + 2)
            if doc[token.i + 1].lower_ == "to" and bound is not None and bound.sort is Sort.STATE:
                return None  # "a trip by the president to Taipei", "the ambassador to Kenya"
            return self._behind(token.i + 2, speaker, depth) or self._of_town(token)
        return None

    def _of_town(self, token: Token) -> str | None:
        """Give the state of "the mayor of Aleppo", wherever the text is at home."""
        names = [n for n in (self._mentions.name_at(token.i + 2),) if n is not None]
        if lemma(token) not in _LOCAL or not names or names[0].start != token.i + 2:
            return None
        return home_of(names[0].text)

    def _installer(self, token: Token) -> str | None:
        """Give the state in "Kremlin-installed officials"; who is only backed has his own word."""
        how = self._doc[token.i - 1] if token.i > 2 else None
        if how is None or how.lower_ not in _INSTALLED or self._doc[how.i - 1].text != "-":
            return None
        hit = self._hits.get(how.i - 2)
        return hit.actor if hit is not None else None

    def _behind(self, index: int, speaker: str | None, depth: int) -> str | None:
        """Read the noun phrase behind "of" or "from"."""
        doc = self._doc
        end = index
        while end < len(doc) and end < index + 9 and _in_phrase(doc[end]):
            end += 1
        hits = [self._hits[i] for i in range(index, end) if i in self._hits]
        hits = [hit for hit in hits if hit.sort is not Sort.AGENCY]
        bodies = (h for h in hits if h.sort is Sort.BODY and h.actor not in unions())
        if hits:  # "the head of the Russian contractor Wagner" is Wagner's
            hit = next(bodies, hits[0])
            return self._society_of(hit) or hit.actor
        nouns = gazetteer().nouns
        for place in range(end - 1, index - 1, -1):
            name = self._mentions.name_at(place)
            if name is not None and name.kind is Kind.GROUP:
                return self._actor(doc[place], speaker, depth + 1)
            if (
                doc[place].pos_ == "NOUN"
                and lemma(doc[place]) in nouns["organs"] | nouns["groups"]
            ):
                return self._actor(doc[place], speaker, depth + 1)
        return None

    def _half(self, token: Token) -> str | None:
        """Resolve "the North" where the text has named the country in full."""
        halves = (a for a in self._present if a.lower().startswith(token.lower_ + " "))
        return next(halves, None)

    def rival(self, speaker: str | None) -> str | None:
        """Tell whom a speaker calls the enemy: the rival whom the text names."""
        rivals = gazetteer().rivals.get(speaker or "", ())
        named = next((rival for rival in rivals if rival in self._present), None)
        only = rivals[0] if len(rivals) == 1 and not demonym_of(speaker or "") else None
        return named or only


def _in_phrase(token: Token) -> bool:
    return token.pos_ in {"NOUN", "PROPN", "ADJ", "DET", "NUM", "PART", "ADP"} or token.lower_ in {
        "and",
        "-",
    }
