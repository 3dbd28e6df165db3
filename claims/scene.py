"""What does a frame see of an article: its grammar, actors, places, amounts and dates?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

from claims.lexicon import Lexicon
from claims.model import OUTLET_VOICE, UNKNOWN, Article, Aspect, Claimant, Quantity, Stance
from claims.names.gazetteer import armed_groups, demonym_of, is_group, is_letters, state_called
from claims.names.letters import short_names
from claims.names.parties import is_outlet
from claims.names.places import NOT_PLACES, Gazette, slug
from claims.relevance import SHORT, forms, plurals
from claims.saying.attribution import Said, Sayings, attribute
from claims.text import dates, numbers
from claims.text.language import lemma, unhyphened
from claims.text.linear import main_subject
from claims.text.tree import Doc, Token
from claims.text.words import Counts, counted, times
from claims.who.actors import Cast, state_of

_WORDS = Lexicon.of(__name__)

# Words that only armed conflict uses; two of them, or one twice, make a war of an article.
WAR = _WORDS.set("war")
AT_WAR = forms(WAR) | {"forces", "war"} | _WORDS.set("literal") | armed_groups()
ALSO_PEACE = _WORDS.set("also_peace")
CRIME = forms(_WORDS.set("crime"))
OF_CRIME = forms(_WORDS.set("of_crime"))
SEVERAL = 2  # words of crime that a report of one has
AGAINST = 4  # words of crime and court that outweigh a word of war
COMBAT = AT_WAR - forms(_WORDS.set("uniform"))
NATURE = forms(_WORDS.set("nature"))
SPOKEN = frozenset({"claim", "report", "assertion", "statement", "allegation", "accusation"})
FORCES = _WORDS.set("forces")
SHIPS = _WORDS.set("ships")  # armed only where states quarrel over waters
WATERS = forms(_WORDS.set("waters"))
JOINED = frozenset(
    {"ceasefire", "pullout", "pullback", "buildup", "takeover", "counteroffensive", "airstrike"}
)  # also written with a hyphen
WITHIN_COUNT = frozenset({"NUM", "ADP", "ADJ", "PROPN", "CCONJ", "PUNCT"})


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """A proposition that a frame has read, not yet laid at anybody's door."""

    frame: str
    topic: str
    slots: Mapping[str, str]
    value: str
    anchor: Token  # the word that carries it; who says that word makes the claim
    rule: str
    quantity: Quantity | None = None
    start: int | None = None  # offsets of the proposition, where it is narrower than its clause
    end: int | None = None
    aspect: Aspect = Aspect.STATUS
    own: str | None = None  # the actor whose own act or state it is
    stance: Stance | None = None  # where the frame knows better than cue and grammar
    negated: bool = False  # the wording itself turns the value round ("fail to hold")
    past: bool = False
    hedged: bool = False
    claimant: Claimant | None = None  # where the sentence's own subject speaks by acting
    minor: bool = False  # background by its place in the grammar


def is_war(counts: Counts, length: int, title: str | None = None) -> bool:
    """Tell whether an article of so many characters is about armed conflict, by its words."""
    nature = times(NATURE, counts) + times(NATURE, counted(title or ""))
    if nature and not times(COMBAT, counts):
        return False  # soldiers dig for the buried
    found = times(AT_WAR, counts)
    single = found == times(ALSO_PEACE, counts) == 1  # "a former pupil armed with two guns"
    crime = times(CRIME, counts)
    if crime >= (SEVERAL if found == times(OF_CRIME, counts) else AGAINST * found):
        return False  # "a home invasion by two armed robbers"
    return (found >= (2 if length > SHORT else 1) and not single) or is_naval(counts)


def is_naval(counts: Counts) -> bool:
    """Tell whether an article is about ships of states that quarrel over waters."""
    return times(WATERS, counts) >= 2 and times(plurals(SHIPS), counts) >= 1


class Frame(Protocol):
    """A kind of claim: how its propositions are read off an article."""

    def __call__(self, scene: Scene) -> Iterator[Finding]:
        """Read the propositions of one kind, in any order."""
        ...


@dataclass(eq=False)
class Scene:
    """One article as frames see it; what takes long is made when a frame first asks for it.

    Most articles that are parsed hold no claim after all, and their frames ask for little.
    """

    article: Article
    doc: Doc
    published: date | None
    title: str | None = None  # as given, or found at the head of the text
    war: bool = False  # whether the article is about armed conflict
    learn: Callable[[Scene], None] | None = None  # fills in `people` from what is said
    memo: dict[str, object] = field(default_factory=dict)  # a frame's own notes on the article

    @cached_property
    def text(self) -> str:
        """The text that was parsed: `Doc.text` joins all tokens at every access."""
        return self.doc.text

    @cached_property
    def lemmas(self) -> list[str]:
        """The base forms of all words."""
        doc = self.doc
        found = [unhyphened(lemma(t)) for t in doc]
        for i in (i for i, word in enumerate(found[:-1]) if word == "-" and i):
            whole = f"{doc[i - 1].lower_}{found[i + 1]}"
            if whole in JOINED:  # "cease-fire"
                found[i + 1] = whole
        return found

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        """Where each base form stands."""
        found: dict[str, list[int]] = {}
        for i, word in enumerate(self.lemmas):
            found.setdefault(word, []).append(i)
        return found

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Who says what."""
        return attribute(self.doc)

    @cached_property
    def sayings(self) -> Sayings:
        """Who says what, to be asked by token."""
        return Sayings(self.doc, self.said)

    @cached_property
    def cast(self) -> Cast:
        """Whose each mention is."""
        return Cast(self.doc, self.article.outlet, self.said)

    @cached_property
    def short(self) -> Mapping[str, str]:
        """Bodies by the letters that the text gives for them: no reason to make the cast."""
        return short_names(self.doc)

    @cached_property
    def people(self) -> dict[str, str]:
        """Surnames, and whose they are."""
        self.__dict__["people"] = found = dict[str, str]()  # to learn is to ask for them too
        if self.learn is not None:
            self.learn(self)
        return found

    @cached_property
    def places(self) -> Gazette:
        """The places of the article."""
        return Gazette(self.doc)

    @cached_property
    def amounts(self) -> tuple[numbers.Amount, ...]:
        """The numbers that count something."""
        return numbers.amounts(self.text)

    @cached_property
    def mentions(self) -> tuple[dates.Mention, ...]:
        """The dates."""
        return dates.mentions(self.text, self.published)

    @cached_property
    def states(self) -> frozenset[str]:
        """Slugs of the states among the places."""
        names = self.places.names()
        return frozenset(n for n in names if slug(state_called(n) or "") == n)

    def lemma(self, token: Token) -> str:
        """Give a word's base form."""
        return self.lemmas[token.i]

    def speaker(self, token: Token) -> str | None:
        """Give the actor in whose words a token stands, for "our" and "the enemy"."""
        for said in self.sayings.over(token):
            source = main_subject(said.cue) if self._is_of_words(said) else None
            if source is not None:
                return self.cast.actor(source)
            named = (
                self.people.get(self.cast.name(said.source).split(" ")[-1])
                if said.source
                else None
            )
            if named is not None:
                return named
            for claimant in self.cast.claimants(said):
                if claimant.actor not in (OUTLET_VOICE, UNKNOWN):
                    return claimant.actor
        return None

    def _is_of_words(self, said: Said) -> bool:
        """Tell "denied Russia's claims, asserting": not the claims assert, he who denies."""
        source = said.source
        return source is not None and said.cue.tag_ == "VBG" and self.lemmas[source.i] in SPOKEN

    def own_side(self, token: Token) -> str | None:
        """Give the slug of the speaker's side if he speaks for one: a state, or a force at war."""
        speaker = self.speaker(token)
        if speaker is None:
            return None
        side = slug(speaker)
        if state_of(speaker) or (self.sides().count(side) > 1 and self._armed(side)):
            return side
        nation = self.cast.nation(speaker)  # "our bridgehead", writes a Ukrainian outlet
        return slug(nation) if nation else None

    def _armed(self, side: str) -> bool:
        """Tell whether forces of a side appear in the article."""
        if "armed" not in self.memo:
            forces = [t for t in self.doc if self.is_force(t)]
            owners = (self.cast.actor(t) for t in forces[:200])  # whoever says "our troops"
            self.memo["armed"] = {slug(owner) for owner in owners if owner}
        armed = self.memo["armed"]
        return isinstance(armed, set) and side in armed

    def actor(self, token: Token | None) -> str | None:
        """Say whose a mention is."""
        if token is None or (self.is_force(token) and self._only_placed(token)):
            return None
        found = self.cast.actor(token, self.speaker(token))
        if found is None and token.pos_ == "PROPN":
            return self.people.get(self.cast.name(token).split(" ")[-1])
        return found

    @staticmethod
    def _only_placed(token: Token) -> bool:
        """Tell "servicemen to Russia": the place they go to does not own them."""
        if any(
            c.dep_ in ("compound", "nmod:poss", "nmod:desc") or (c.dep_ == "amod" and c.is_title)
            for c in token.children
        ):
            return False
        cases = {
            g.lower_
            for c in token.children
            if c.dep_ in ("nmod", "obl")
            for g in c.children
            if g.dep_ == "case"
        }
        return bool(cases) and not cases & {"of", "from"} and token.pos_ != "PRON"

    def side(self, token: Token | None) -> str | None:
        """Give the slug of the state or organisation that a mention belongs to."""
        name = self.actor(token)
        return slug(name) if name else None

    def voice_of(self, token: Token | None) -> Claimant | None:
        """Make a claimant of a noun that speaks by acting: an agency, rescuers, a state."""
        actor = self.actor(token)
        if token is None or token.pos_ in ("VERB", "NUM") or slug(token.text) in NOT_PLACES:
            return None
        if actor is None and token.pos_ == "PROPN" and len(self.cast.name(token)) > 3:
            nameless = token.ent_type_ == "PERSON" or self.cast.is_mere(token)  # "Police said"
            actor = UNKNOWN if nameless else self.cast.name(token)
        if actor is None:
            return None
        name = self.cast.name(token)
        return Claimant(actor, name if name != actor else None)

    def pair_of(self, token: Token | None) -> tuple[str, ...]:
        """Give the sides of a coordination: "Pyongyang and Moscow's ties", "the two countries"."""
        if token is None:
            return ()
        found: list[str] = []
        for each in (token, *token.conjuncts):
            found += [slug(a) for a in self.cast.actors(each, self.speaker(each))]
        return tuple(dict.fromkeys(found))

    def sides(self) -> list[str]:
        """List the sides that the article's names and demonyms belong to, one for each mention."""
        if "sides" not in self.memo:
            found = [
                self.side(t) for t in self.doc
                if t.pos_ in ("PROPN", "ADJ") and not t.is_punct
                and (t.is_title or is_group(t.text) or self.cast.is_body(t) or is_letters(t.text))
            ]  # fmt: skip
            self.memo["sides"] = [side for side in found if side and not is_outlet(side)]
        sides = self.memo["sides"]
        return list(sides) if isinstance(sides, list) else []

    def is_force(self, token: Token | None) -> bool:
        """Tell armed people from others; ships too, where states quarrel over waters."""
        if token is None:
            return False
        word = self.lemmas[token.i]
        if token.pos_ == "PROPN" and (is_group(token.text) or token.text in self.short):
            return True  # "Wagner was in Mali"
        return word in FORCES or token.lower_ in FORCES or (word in SHIPS and self.naval())

    def naval(self) -> bool:
        """Tell whether states' ships face one another in the article."""
        if "naval" not in self.memo:
            self.memo["naval"] = is_naval(counted(self.text))
        return bool(self.memo["naval"])

    def is_abroad(self, side: str | None, place: str | None) -> bool:
        """Tell whether a state's force is in another state that is not merely its battlefield."""
        if side is None or place is None or demonym_of(state_called(side) or "") is None:
            return False
        state = state_called(place)
        home = state or self.cast.where(place)
        if home is None or slug(home) == side:
            return False
        main = [name for name, _ in Counter(self.sides()).most_common(2)]
        at_war = side in main or self.cast.rival(state_called(side)) == home
        return state is not None or not at_war

    def amount_of(self, token: Token) -> numbers.Amount | None:
        """Give the amount that counts a noun, or that a number word is."""
        for child in (*token.children, token):
            if child.dep_ in ("nummod", "advmod", "obl", "nmod") or child.i == token.i:
                found = self.amount_at(child.idx)
                if found and (child.dep_ == "nummod" or child.pos_ == "NUM" or child.i == token.i):
                    return found
        return self._counting(token)

    def _counting(self, noun: Token) -> numbers.Amount | None:
        """Find by word order the amount in front of a noun: "an estimated 14,000 X soldiers"."""
        for i in range(noun.i - 1, max(-1, noun.i - 6), -1):
            token = self.doc[i]
            if token.pos_ not in ("ADJ", "PROPN", "NOUN", "NUM", "ADV") or token.is_sent_start:
                return self.amount_at(token.idx) if token.pos_ == "NUM" else None
            if token.pos_ == "NUM" and (found := self.amount_at(token.idx)):
                return found
        return None

    def counted(self, token: Token | None) -> Token | None:
        """Give the noun behind a number that stands for it: "10,000 to 12,000 servicemen"."""
        if token is None or token.pos_ != "NUM":
            return token
        for i in range(token.i + 1, min(len(self.doc), token.i + 8)):
            after = self.doc[i]
            if after.pos_ == "NOUN":
                return after
            owned = after.tag_ == "PRP$"  # "eight of its civilians"
            if after.text == "," or (after.pos_ not in WITHIN_COUNT and not owned):
                break
        return token

    def amount_at(self, offset: int) -> numbers.Amount | None:
        """Give the amount that covers an offset."""
        for amount in self.amounts:
            if amount.start <= offset < amount.end:
                return amount
            if amount.start > offset:
                break
        return None

    def token_at(self, offset: int) -> Token:
        """Give the token at or after an offset."""
        low, high = 0, len(self.doc) - 1
        while low < high:
            middle = (low + high) // 2
            token = self.doc[middle]
            if token.idx + len(token) <= offset:
                low = middle + 1
            else:
                high = middle
        return self.doc[low]

    def words(self, triggers: frozenset[str]) -> Iterator[Token]:
        """Give the tokens that have one of these base forms, in text order."""
        index = self._index
        for i in sorted(i for word in index.keys() & triggers for i in index[word]):
            yield self.doc[i]

    def has(self, words: frozenset[str]) -> bool:
        """Tell whether the article uses one of these base forms."""
        return not words.isdisjoint(self._index)

    def place(self, nouns: Sequence[Token | None], strict: bool = True) -> str | None:
        """Give the first place that one of some nouns means."""
        for noun in nouns:
            found = self.places.of(noun, strict) if noun is not None else None
            if found:
                return found
        return None


def quantity(amount: numbers.Amount | None, unit: str) -> Quantity | None:
    """Make a claim's quantity of an amount."""
    return Quantity(amount.min, amount.max, unit, amount.approx) if amount else None
