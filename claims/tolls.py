"""How many were killed and hurt in an article's event, counted by the persons it tells of?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claims.harms import Fate, Harm
from claims.victims import Group, Ledger, Person, distinct

TOGETHER = "victims told of together"


@dataclass(frozen=True, slots=True, eq=False)
class Toll:
    """A number of people with one fate, and the harm whose words tell of them best."""

    unit: str
    count: int
    harm: Harm
    rule: str


def tolls(ledger: Ledger, figures: Mapping[str, int]) -> Iterator[Toll]:
    """Give the tolls that go beyond the figures of the text, which hold where they stand."""
    killed = _killed(ledger, figures.get("killed", 0))
    dead = max(killed.count if killed else 0, figures.get("killed", 0))
    if killed:
        yield killed
    wounded = _wounded(ledger, dead)
    if wounded and wounded.count > figures.get("wounded", 0):
        yield wounded


def _killed(ledger: Ledger, said: int) -> Toll | None:
    """Count the dead; where a figure says how many, only sums of one sentence go beyond it."""
    persons = [p for p in ledger.people if p.fate is Fate.KILLED]
    groups = [g for g in ledger.groups if g.fate is Fate.KILLED]
    if said:
        best = _best("killed", [], [g for g in groups if g.joint])
        return best if best and best.count > said else None
    best = _best("killed", persons, groups)
    if best is None and ledger.deadly is not None and len(ledger.people) < 2:
        return Toll("killed", 1, ledger.deadly, "deadly by name")
    return best


def _wounded(ledger: Ledger, dead: int) -> Toll | None:
    """Count who was hurt or shot and is not among the dead."""
    killed = sum(p.fate is Fate.KILLED for p in ledger.people)
    hurt = [p for p in ledger.people if p.fate is Fate.WOUNDED]
    hit = [p for p in ledger.people if p.fate is Fate.HIT]
    left = len(hit) - max(0, dead - killed)  # some of them may be the dead that a figure counts
    groups = [g for g in ledger.groups if g.fate is Fate.WOUNDED]
    best = _best("wounded", [*hurt, *hit[: max(0, left)]], groups)
    whole = [g for g in ledger.groups if g.fate is Fate.HIT and not g.others]
    for group in whole or [g for g in ledger.groups if g.fate is Fate.HIT]:
        count = group.count if group.others else group.count - dead
        if count > (best.count if best else 0):
            best = Toll("wounded", count, group.harm, "shot, less those who died")
    return best


def _best(unit: str, persons: list[Person], groups: list[Group]) -> Toll | None:
    """Take the greater of the persons told one by one and the largest group."""
    persons = distinct(persons)
    group = max(groups, key=lambda g: g.count, default=None)
    if group is not None and group.count >= len(persons):
        return Toll(unit, group.count, group.harm, TOGETHER)
    if not persons:
        return None
    return Toll(unit, len(persons), _telling(persons[-1]), "victims told one by one")


def _telling(person: Person) -> Harm:
    """Give the harm that says the worst of a person."""
    return next(harm for fate, harm in person.told if fate == max(f for f, _ in person.told))
