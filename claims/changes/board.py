"""What is on file about one topic, and who stands where?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from claims.changes import values
from claims.changes.order import When, is_older, when
from claims.changes.values import State, state_of
from claims.model import VAGUE_ACTORS, Aspect, Claim, Quantity, Stance, Temporal
from claims.names.geography import is_state

CASUALTIES = "casualties"
STATUS = "status"
AFFIRMS = frozenset({Stance.ASSERTS, Stance.CONFIRMS})


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim with what the rules ask of it again and again."""

    claim: Claim
    when: When
    state: State
    actor: str  # folded, so that two spellings are one

    @classmethod
    def of(cls, claim: Claim) -> Entry:
        """Read a claim."""
        return cls(claim, when(claim), state_of(claim), folded(claim.claimant.actor))

    @property
    def vague(self) -> bool:
        """Whether nobody is named: the outlet's own voice, experts, reports."""
        return self.actor in VAGUE_ACTORS

    @property
    def affirms(self) -> bool:
        """Whether the claimant says that it is so."""
        return self.claim.stance in AFFIRMS

    @property
    def denies(self) -> bool:
        """Whether the claimant says that it is not so."""
        return self.claim.stance is Stance.DENIES

    @property
    def quantity(self) -> Quantity | None:
        """Give the figure, if the claim has one."""
        return self.claim.quantity

    @property
    def props(self) -> tuple[str, ...]:
        """Name the propositions that it answers: of a toll what is counted, else the status.

        A figure of another frame makes a second one: 500 withdrawn never revise 9,000 deployed.
        """
        quantity = self.quantity
        if values.head_of(self.claim.topic) == CASUALTIES:
            return (counted(quantity.unit if quantity else self.claim.value or ""),)
        return (STATUS, f"{self.state.klass} {counted(quantity.unit)}") if quantity else (STATUS,)


def folded(name: str) -> str:
    """Write an actor's name so that small differences do not count."""
    return " ".join(name.casefold().removeprefix("the ").split())


def one_name(actors: Iterable[str]) -> dict[str, str]:
    """Find short forms: "Safety Forum" is "Island Safety Forum" where one topic knows one such.

    A state's name never is a short form: South Korea is not the Bank of South Korea.
    """
    names = set(actors)
    found: dict[str, str] = {}
    for name in names:
        longer = [each for each in names if each.endswith(f" {name}")]
        if len(longer) == 1 and " " in name and not is_state(slug(name)):
            found[name] = longer[0]
    return found


def counted(unit: str) -> str:
    """Write what is counted in one way."""
    return re.sub(r"[\s_-]+", "_", unit.strip().casefold())


def slug(name: str) -> str:
    """Write an actor's name as slots do."""
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-")


@dataclass(frozen=True)
class Board:
    """The entries on one topic: those on file, and those of the article in hand."""

    topic: str
    standing: tuple[Entry, ...]
    here: tuple[Entry, ...] = ()  # those of the article that were judged already
    denials: tuple[Entry, ...] = ()  # of the article, judged or not

    @classmethod
    def of(cls, topic: str, claims: Iterable[Claim]) -> Board:
        """Lay out what is on file; what is over, and evaluations, are no positions."""
        held = [claim for claim in claims if claim.topic == topic and holds(claim)]
        return cls(topic, tuple(sorted(map(Entry.of, held), key=_order)))

    def naming(self, here: Sequence[Entry]) -> tuple[Board, list[Entry]]:
        """Give one name to whoever is called by a short one, on file and in the article."""
        names = one_name(each.actor for each in (*self.standing, *here))
        standing = tuple(_named(each, names) for each in self.standing)
        named = [_named(each, names) for each in here]
        denials = tuple(each for each in named if each.denies)
        return replace(self, standing=standing, denials=denials), named

    def adding(self, entries: Iterable[Entry]) -> Board:
        """Lay the article's own entries beside those on file."""
        return replace(self, here=(*self.here, *entries))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Give all of them, oldest first."""
        return (*self.standing, *self.here)

    @cached_property
    def exists(self) -> bool:
        """Whether the topic was news before: not only as background or as a shrug."""
        return any(
            not entry.claim.background and entry.claim.stance is not Stance.DOES_NOT_CONFIRM
            for entry in self.standing
        )

    @cached_property
    def holders(self) -> frozenset[str]:
        """Name everybody who is said to hold the place."""
        return frozenset(entry.state.holder for entry in self.entries if entry.state.holder)

    def own(self, entry: Entry, prop: str) -> list[Entry]:
        """Give what the same claimant has on file about a proposition, oldest first."""
        return [each for each in self.standing if each.actor == entry.actor and prop in each.props]

    def others(self, entry: Entry, prop: str) -> list[Entry]:
        """Give what everybody else says about a proposition, oldest first."""
        return [each for each in self.entries if each.actor != entry.actor and prop in each.props]

    def rivals(self, entry: Entry, prop: str) -> list[Entry]:
        """Give what the other named claimants affirm about a proposition, oldest first."""
        return [each for each in self.others(entry, prop) if each.affirms and not each.vague]

    def is_party(self, entry: Entry) -> bool:
        """Whether the topic is the claimant's own affair: it is in a slot, or holds the place."""
        name = slug(entry.claim.claimant.actor)
        named = {slug(part) for part in re.split(r"[:>~@]", self.topic)}
        return name in named or name in self.holders or name in set(entry.claim.slots.values())

    def newest(self, prop: str) -> Entry | None:
        """Give the latest of all that somebody affirms, or supposes, about a proposition."""
        return last(each for each in self._said(prop) if not each.denies)

    def latest(self, prop: str) -> Entry | None:
        """Give the latest word on a proposition, a denial included."""
        return last(self._said(prop))

    def _said(self, prop: str) -> Iterator[Entry]:
        """Yield whatever takes a position on a proposition."""
        for each in self.entries:
            if prop in each.props and each.claim.stance is not Stance.DOES_NOT_CONFIRM:
                yield each


def _named(entry: Entry, names: Mapping[str, str]) -> Entry:
    """Call a claimant by its full name, if it has one."""
    name = names.get(entry.actor)
    return replace(entry, actor=name) if name else entry


def holds(claim: Claim) -> bool:
    """Whether a claim on file is a position: not a recap of what was, and no evaluation."""
    return claim.temporal is not Temporal.PAST and claim.aspect is not Aspect.ASSESSMENT


def _order(entry: Entry) -> tuple[object, ...]:
    """Sort by day, then publication, then place, so that any order of input gives one."""
    return *entry.when.key, entry.claim.article, entry.claim.evidence.start, entry.claim.id


def last(entries: Iterable[Entry]) -> Entry | None:
    """Give the latest by day and publication; of one moment, the later in order."""
    found: Entry | None = None
    for entry in entries:
        if found is None or entry.when.key >= found.when.key:
            found = entry
    return found


def figures(entries: Iterable[Entry]) -> list[Entry]:
    """Keep those that affirm a figure."""
    return [entry for entry in entries if entry.affirms and entry.quantity]


def lead_figure(entries: Iterable[Entry]) -> Entry | None:
    """Pick the figure that a claimant stands by in one article: exact before rough, then first."""
    return min(entries, key=_looseness, default=None)


def _looseness(entry: Entry) -> tuple[bool, bool, bool, int]:
    """Rank how loosely a figure is put."""
    quantity = entry.quantity
    if quantity is None:
        return True, True, True, entry.claim.evidence.start
    open_ended = quantity.min is None or quantity.max is None
    ranged = quantity.min != quantity.max
    return quantity.approx, ranged, open_ended, entry.claim.evidence.start


def latest_figure(entries: Iterable[Entry]) -> Entry | None:
    """Give the figure that stands: the lead of the newest article that has one."""
    counts = figures(entries)
    newest = last(counts)
    if newest is None:
        return None
    return lead_figure(each for each in counts if each.claim.article == newest.claim.article)


def by_actor(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Group entries by claimant, in order of first appearance."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.actor, []).append(entry)
    yield from groups.values()


def stale(entry: Entry, own: Iterable[Entry]) -> Entry | None:
    """Find what makes an entry history: something newer by the same claimant."""
    return last(each for each in own if is_older(entry.when, each.when))
