"""Who was harmed in the one event of an article, told person by person over several sentences?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from claims.harm.harms import Fate, Harm, harms
from claims.harm.persons import FEMALE, MALE, age_of, is_named, is_person
from claims.lexicon import Lexicon
from claims.scene import Scene
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

YOUNG = _WORDS.set("young")
ADULT = _WORDS.set("adult")
SUICIDE = frozenset({"suicide"})
LATE = frozenset({"die", "succumb", "dead", "deceased", "identify", "condition", "death"})
REACH = 40  # words before a pronoun in which it looks for somebody
RECENT = 2  # sentences in which "he" looks back
DEFINITE = frozenset({"the", "this", "that", "his", "her", "their", "its", "both"})
OTHERS = frozenset({"other", "another", "second", "third", "fourth", "fifth"})
PAIRS = frozenset({"couple", "twin", "pair", "duo"})
_AGE = re.compile(r"^\d+-year-old ")
ALMOST = frozenset({"almost", "nearly", "narrowly"})
ORDINALS = frozenset({"second", "third", "fourth", "fifth", "sixth", "seventh"})
PLURALS = frozenset({"NNS", "NNPS"})


@dataclass(slots=True, eq=False)
class Person:
    """One who was harmed, by all that the text says of him so far."""

    fate: Fate
    token: Token  # of the first mention
    told: list[tuple[Fate, Harm]]
    count: int = 1
    name: str = ""
    age: float | None = None
    sex: str = ""
    young: bool | None = None
    first: int = 0  # the sentence of the first mention
    seen: int = 0  # and of the last one
    day: str = ""  # on which he was harmed
    nth: bool = False  # "a third person has died": of others too, who are not told of
    heads: set[str | int] = field(default_factory=set)  # he himself, likewise
    doers: set[str | int] = field(default_factory=set)  # who harmed him, by name and by token

    def end(self) -> None:
        """Take one who shot himself for dead, in a report that speaks of suicide."""
        own = next((harm for _, harm in self.told if harm.own), None)
        if own is not None and self.fate is Fate.HIT:
            self.fate = Fate.KILLED
            self.told.append((Fate.KILLED, own))


@dataclass(frozen=True, slots=True)
class Mention:
    """What one mention says of a person."""

    token: Token
    name: str = ""
    age: float | None = None
    sex: str = ""
    young: bool | None = None
    definite: bool = False
    owned: bool = False  # "his cousin", who is not he
    pronoun: bool = False
    other: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A number of people of whom one sentence says what became of them."""

    fate: Fate
    count: int
    harm: Harm
    others: bool  # besides those who are told of apart
    joint: bool = False  # added up: "a man and two children"
    members: tuple[Person, ...] = ()  # those of them who are told of one by one
    sex: str = ""


class Ledger:
    """The people harmed in one event, each once."""

    def __init__(self, scene: Scene, days: Mapping[int, str]) -> None:
        self._scene = scene
        self._days = days
        self._heads: dict[int, Person] = {}
        self.people: list[Person] = []
        self.groups: list[Group] = []
        self.open: set[Fate] = set()  # of which some are told of without a number
        self.partly: set[Fate] = (
            set()
        )  # likewise, by the words that tell of one: "wife and children"
        self.deadly: Harm | None = None  # "a fatal shooting", whoever died

    def harms(self) -> Iterator[Harm]:
        """Give every harm that somebody suffered."""
        for person in self.people:
            yield from (harm for _, harm in person.told)
        yield from (group.harm for group in self.groups)

    def add(self, harm: Harm, sentence: int) -> None:
        """Take in a harm: its people, or their number."""
        if any(c.lower_ in ALMOST for c in harm.cue.children):
            return
        others, known = False, True
        counts: list[int] = []
        here: list[Person] = []
        if not harm.people:
            self.deadly = self.deadly or harm
        for n, token in enumerate(harm.people):
            if n and _is_name_of(harm.people[n - 1], token):
                continue
            count = _count(self._scene, token)
            if count is None:
                known = False
                self.open.add(harm.fate)
                if len(harm.people) > 1:
                    self.partly.add(harm.fate)
            elif count != 1 or token.tag_ in PLURALS:
                others = others or (n == 0 and _is_other(token))
                counts.append(count)
            else:
                person = self._person(token, harm, sentence, here)
                if person is not None:
                    here.append(person)
                    counts.append(1)
        total = sum(counts)
        if len(counts) > 1 and counts[0] > 1 and total - counts[0] <= counts[0]:
            listed = all(p.name for p in here) and len(here) == len(counts) - 1
            if listed or total == 2 * counts[0]:  # "two teens, one boy and one girl"
                total, counts = counts[0], counts[:1]
        if total > 1 and known and not harm.weak:
            joint = len(counts) > 1
            sex = describe(self._scene, harm.people[0]).sex if not joint else ""
            self.groups.append(Group(harm.fate, total, harm, others, joint, tuple(here), sex))

    def _person(
        self, token: Token, harm: Harm, sentence: int, here: Sequence[Person]
    ) -> Person | None:
        mention = describe(self._scene, token)
        person = self._heads.get(token.i) or self._known(mention, harm, sentence, here)
        day = self._days.get(sentence, "")
        if person is None and mention.pronoun:
            meant = _meant(self._scene, token)
            if meant is None or (self.people and meant.i not in self._heads):
                return None  # a pronoun hardly ever tells of somebody new
            mention = replace(describe(self._scene, meant), definite=True)
            person = self._heads.get(meant.i) or self._known(mention, harm, sentence, here)
        if person is None:
            if harm.weak or self._is_of_another(day, harm):
                return None
            person = Person(harm.fate, token, [], day=day, first=sentence)
            person.nth = any(c.lower_ in ORDINALS for c in token.children)
            self.people.append(person)
        person.day = person.day or day
        self._learn(person, mention, harm, sentence)
        if harm.alias is not None:
            self._learn(person, describe(self._scene, harm.alias), harm, sentence)
        return person

    def _is_of_another(self, day: str, harm: Harm) -> bool:
        """Tell one who was harmed on another day than all before, and so by another event."""
        days = {p.day for p in self.people if p.day}
        late = self._scene.lemma(harm.cue) in LATE
        return bool(day and days) and day not in days and not late

    def _learn(self, person: Person, mention: Mention, harm: Harm, sentence: int) -> None:
        self._heads[mention.token.i] = person
        person.heads |= {mention.token.i, mention.name or mention.token.i}
        person.name = mention.name if len(mention.name) > len(person.name) else person.name
        person.age = mention.age if person.age is None else person.age
        person.sex = person.sex or mention.sex
        person.young = mention.young if person.young is None else person.young
        person.seen = sentence
        if not (harm.weak and person.told):
            person.told.append((harm.fate, harm))
        person.fate = max(person.fate, harm.fate)
        if harm.by is not None:
            person.doers |= {harm.by.i, describe(self._scene, harm.by).name or harm.by.i}

    def _known(
        self, mention: Mention, harm: Harm, sentence: int, here: Sequence[Person]
    ) -> Person | None:
        """Find the person whom a mention takes up; an "another" takes up nobody of late."""
        doer = {mention.token.i, mention.name or mention.token.i}
        fits = [
            p
            for p in self.people
            if p not in here and _fits(p, mention) and p.doers.isdisjoint(doer)
        ]
        if mention.pronoun:
            near = [p for p in fits if sentence - p.seen <= RECENT]
            return max(near, key=lambda p: p.seen, default=None)
        named = [p for p in fits if mention.name and p.name]
        if named:
            return named[-1]
        if mention.other and self.people:
            last = max(self.people, key=lambda p: p.seen)
            fits = [p for p in fits if p is not last]
        if mention.owned:
            fits = [p for p in fits if p.seen < sentence or p.fate == harm.fate]
        if not mention.definite:
            same = [p for p in fits if _agrees(p, mention, harm)]
            fits = [p for p in same if p.seen < sentence]
        ranked = sorted(fits, key=lambda p: (_closeness(p, mention, harm), p.seen))
        return ranked[-1] if ranked else None


def distinct(people: Sequence[Person]) -> list[Person]:
    """Give those of whom the text makes sure that they are not the same under other words."""
    found: list[Person] = []
    told = sorted(people, key=lambda p: -((p.name != "") + (p.age is not None)))
    for person in told:
        if all(_differ(person, other) for other in found):
            found.append(person)
    return [p for p in people if p in found]


def _differ(one: Person, other: Person) -> bool:
    names = len(one.name.split()) > 1 and len(other.name.split()) > 1
    together = {h.cue.i for _, h in one.told} & {h.cue.i for _, h in other.told}
    if names or together or not one.doers.isdisjoint(other.heads):
        return True
    if not other.doers.isdisjoint(one.heads):
        return True
    seen = Mention(other.token, "", other.age, other.sex, other.young)
    return not _fits(replace(one, name=""), seen)


def _closeness(person: Person, mention: Mention, harm: Harm) -> int:
    age = person.age is not None and person.age == mention.age
    return 4 * age + 2 * (person.fate == harm.fate) + (person.sex == mention.sex != "")


def _agrees(person: Person, mention: Mention, harm: Harm) -> bool:
    """Tell whether one who is told of as if new may be one of those before."""
    if person.age is not None and person.age == mention.age:
        return True
    return Fate.HIT in (person.fate, harm.fate) or person.fate == harm.fate


def _fits(person: Person, mention: Mention) -> bool:
    """Tell whether nothing that is said of two mentions parts them."""
    if person.name and mention.name:
        ours, theirs = person.name.split(), mention.name.split()
        within = set(ours) <= set(theirs) or set(theirs) <= set(ours)  # "Omar" of "Omar Sheikh"
        alike = ours[-1] == theirs[-1] and ours[0][0] == theirs[0][0]
        return within or alike
    ages = person.age is None or mention.age is None or person.age == mention.age
    sexes = not person.sex or not mention.sex or person.sex == mention.sex
    alike = person.young is None or mention.young is None or person.young == mention.young
    grown = person.age if person.age is not None else mention.age
    young = person.young if person.young is not None else mention.young
    size = grown is None or young is None or (grown < 20 if young else grown >= 15)
    return ages and sexes and (alike or (grown is not None and grown >= 15)) and size


def describe(scene: Scene, token: Token) -> Mention:
    """Read off a mention who it is."""
    lemma = scene.lemma(token)
    named = _named(scene, token)
    left = scene.doc[token.left_edge.i : token.i]
    words = {t.lower_ for t in left}
    sex = "m" if lemma in MALE or token.lower_ in MALE else ""
    sex = sex or ("f" if lemma in FEMALE or token.lower_ in FEMALE else "")
    young = True if lemma in YOUNG else False if lemma in ADULT else None
    marked = {c.lower_ for c in token.children if c.dep_ in ("det", "nmod:poss")}
    return Mention(
        token,
        name=_AGE.sub("", scene.cast.name(named)) if named is not None else "",
        age=age_of(scene, token) or (age_of(scene, named) if named is not None else None),
        sex=sex,
        young=young,
        definite=not marked.isdisjoint(DEFINITE),
        owned=any(c.tag_ == "PRP$" for c in token.children),
        pronoun=token.pos_ == "PRON" and token.lower_ in MALE | FEMALE,
        other=bool(words & OTHERS) or lemma in OTHERS,
    )


def _meant(scene: Scene, pronoun: Token) -> Token | None:
    """Find whom "he" means, by word order: the last one before it whose sex may be his."""
    sex = "m" if pronoun.lower_ in MALE else "f"
    stop = max(-1, pronoun.i - REACH)
    for i in range(pronoun.i - 1, stop, -1):
        token = scene.doc[i]
        if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("compound", "flat", "nmod:poss"):
            continue
        if not is_person(scene, token) or token.tag_ in PLURALS or token.dep_ == "obl:agent":
            continue
        if describe(scene, token).sex in ("", sex):
            return token
    return None


def _named(scene: Scene, token: Token) -> Token | None:
    """Give the name that a mention is, or that stands beside it: "one victim, John Smith"."""
    beside = [c for c in token.children if c.dep_ in ("appos", "flat") and c.i > token.i]
    found = (t for t in (token, *beside) if t.pos_ == "PROPN" and is_named(scene, t))
    return next(found, None)


def _count(scene: Scene, token: Token) -> int | None:
    """Say how many a mention means; None where it does not tell."""
    if scene.lemma(token) in PAIRS:
        return 2
    if token.pos_ == "PRON" and token.lower_ in MALE | FEMALE:
        return 1
    amount = scene.amount_of(token)
    if amount is not None and amount.min is not None:
        return amount.min
    if token.tag_ in PLURALS or token.lower_ in ("both", "others", "they", "them"):
        return None
    return 1


def _is_name_of(noun: Token, name: Token) -> bool:
    """Tell "his wife, Ann, and their son", where the name is hers, from a list."""
    owned = any(c.dep_ == "nmod:poss" or c.lower_ == "the" for c in noun.children)
    owned = owned and noun.tag_ == "NN"
    beside = name.i == noun.i + 2 and noun.nbor(1).text == ","
    return owned and beside and name.pos_ == "PROPN"


def _is_other(token: Token) -> bool:
    words = {t.lower_ for t in token.doc[token.left_edge.i : token.i + 1]}
    return bool(words & {"other", "others", "another", "more"})


def ledger(scene: Scene, skip: frozenset[int] = frozenset()) -> Ledger:
    """Tell who was harmed in an article's event; sentences of other events are skipped."""
    numbers = _sentences(scene)
    days: dict[int, str] = {}
    for mention in scene.mentions:
        if len(mention.value) == 10:
            days.setdefault(numbers[scene.token_at(mention.start).i], mention.value)
    found = Ledger(scene, days)
    for harm in harms(scene):
        number = numbers[harm.cue.i]
        if number not in skip:
            found.add(harm, number)
    if scene.has(SUICIDE):
        for person in found.people:
            person.end()
    return found


def _sentences(scene: Scene) -> list[int]:
    numbers: list[int] = []
    number = -1
    for token in scene.doc:
        number += token.is_sent_start is True
        numbers.append(number)
    return numbers
