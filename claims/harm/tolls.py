"""How many were killed and hurt in an article's event, counted by the persons it tells of?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from claims.harm.harms import Fate, Harm
from claims.harm.victims import Group, Ledger, Person, distinct

EARLY = 6  # sentences within which a report names those whom its event harmed
ONE_BY_ONE = "victims told one by one"
AND_HIMSELF = "and himself"
TOGETHER = "victims told of together"


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says of its event's toll."""

    figures: Mapping[str, int]
    deadly: bool = False  # that somebody died


@dataclass(frozen=True, slots=True, eq=False)
class Toll:
    """A number of people with one fate, and the harm whose words tell of them best."""

    unit: str
    count: int
    harm: Harm
    rule: str


def tolls(ledger: Ledger, figures: Mapping[str, int], title: Title) -> Iterator[Toll]:
    """Give the tolls that go beyond the figures of the text, which hold where they stand."""
    killed = _killed(ledger, figures.get("killed", 0))
    dead = max(killed.count if killed else 0, figures.get("killed", 0))
    if killed and title.figures.get("killed", killed.count) in _by_title(killed):
        yield killed
    if title.deadly and not dead:
        dead = 1  # one of those whom the text only calls shot
        if len(ledger.people) == 1 and not ledger.groups:
            return  # or the one whom it calls hurt
    wounded = _wounded(ledger, dead, title.figures.get("hit"))
    if wounded is None or wounded.count <= figures.get("wounded", 0):
        return
    if wounded.count == _living_by(title.figures, dead, wounded.count):
        yield wounded


def _living_by(title: Mapping[str, int], dead: int, count: int) -> int:
    """Say how many were hurt by a title; by one that is silent, as many as are counted."""
    if "wounded" in title or "hit" not in title:
        return title.get("wounded", count)
    return title["hit"] - (0 if title["hit"] == count and "killed" not in title else dead)


def _killed(ledger: Ledger, said: int) -> Toll | None:
    """Count the dead; where a figure says how many, only sums of one sentence go beyond it."""
    persons = _early([p for p in ledger.people if p.fate is Fate.KILLED], ledger)
    groups = [g for g in ledger.groups if g.fate is Fate.KILLED]
    own = [p for p in persons if _did_it(p)]
    if said:
        best = _best("killed", [], [g for g in groups if g.joint])
        if best and best.count > said:
            return best
        dead = [p for p in ledger.people if p.fate is Fate.KILLED]
        return _with_doer(said, groups, own, dead) or _with_others(said, groups, dead)
    best = _best("killed", persons, groups)
    if best and best.rule == TOGETHER:
        return _with_doer(best.count, groups, own, []) or best
    if Fate.KILLED in ledger.partly or (len(own) == len(persons) and _has_shot(own, ledger)):
        return None  # "killed his wife and children", "shot two boys and then himself"
    if best is None and ledger.deadly is not None and len(ledger.people) < 2:
        return Toll("killed", 1, ledger.deadly, "deadly by name")
    return best


def _by_title(killed: Toll) -> tuple[int, ...]:
    """Give the figures of a title that bear a toll out: it may leave out who did it."""
    return (killed.count, killed.count - (killed.rule == AND_HIMSELF))


def _with_doer(
    count: int, groups: list[Group], own: list[Person], dead: list[Person]
) -> Toll | None:
    """Add one who killed himself, or was killed then, to those whom he killed."""
    for group in (g for g in groups if g.count == count and _is_done(g, own)):
        if own or any(_is_by(group.harm, p) and p not in group.members for p in dead):
            return Toll("killed", count + 1, group.harm, AND_HIMSELF)
    return None


def _with_others(count: int, groups: list[Group], dead: list[Person]) -> Toll | None:
    """Read "the gunman was killed after a rampage that left two others dead": three."""
    for group in (g for g in groups if g.count == count and g.others):
        here = group.harm.cue.sent.start
        if any(h.cue.sent.start == here for p in dead for f, h in p.told if f is Fate.KILLED):
            return Toll("killed", count + 1, group.harm, TOGETHER)
    return None


def _did_it(person: Person) -> bool:
    return any(harm.own for _, harm in person.told)


def _has_shot(own: list[Person], ledger: Ledger) -> bool:
    """Tell whether one who shot himself shot others too, of whose fate nothing is said."""
    fates = {p.fate for p in ledger.people} | {g.fate for g in ledger.groups}
    return bool(own) and Fate.HIT in fates


def _is_by(harm: Harm, person: Person) -> bool:
    return harm.by is not None and harm.by.i in person.heads


def _early(persons: list[Person], ledger: Ledger) -> list[Person]:
    """Leave out who is told of late, unless he is the first who is told of at all."""
    first = min((p.first for p in ledger.people), default=0)
    return [p for p in persons if p.first < max(EARLY, first + 1)]


def _is_done(group: Group, own: list[Person]) -> bool:
    """Tell "killed three people" and "the killing of three", which leave out who did it."""
    harm = group.harm
    done = harm.by not in (None, *harm.people) or harm.cue.pos_ == "NOUN"
    doers = [p for p in own if _is_by(harm, p)] or own
    return done and not harm.own and not any(p in group.members for p in doers)


def _wounded(ledger: Ledger, dead: int, hit_by_title: int | None) -> Toll | None:
    """Count who was hurt or shot and is not among the dead."""
    killed = sum(p.fate is Fate.KILLED for p in ledger.people)
    own = [p for p in ledger.people if _did_it(p)]
    hurt = [p for p in ledger.people if p.fate is Fate.WOUNDED]
    hit = [p for p in ledger.people if p.fate is Fate.HIT and (not dead or len(p.told) > 1)]
    hit = [p for p in hit if not any(_is_by(h, each) for _, h in p.told for each in own)]
    left = len(hit) - max(0, dead - killed)  # some of them may be the dead that a figure counts
    groups = [_living(g) for g in ledger.groups if g.fate is Fate.WOUNDED]
    partly = bool(ledger.open & {Fate.HIT, Fate.WOUNDED})  # "several others were hurt"
    told = [p for p in (*hurt, *hit[: max(0, left)]) if p.first < EARLY]
    best = _best("wounded", [] if partly else told, groups)
    shot = [g for g in ledger.groups if g.fate is Fate.HIT]
    shot = [g for g in shot if not any(_is_by(g.harm, each) for each in own)]
    whole = [g for g in shot if not g.others]
    whole = [g for g in whole if g.count == hit_by_title] or whole
    for group in whole or shot:
        count = group.count - _dead_of(group, ledger, dead)
        # of one who is left over nobody tells, unless it is "one of the two has died"
        rest = count > 1 or count == group.count or _at_once(group, ledger)
        if rest and count > (best.count if best else 0):
            best = Toll("wounded", count, group.harm, "shot, less those who died")
    return best


def _at_once(group: Group, ledger: Ledger) -> bool:
    """Tell whether one sentence says how many were shot and that some of them died."""
    told = [h.cue for p in ledger.people if p.fate is Fate.KILLED for _, h in p.told]
    told += [g.harm.cue for g in ledger.groups if g.fate is Fate.KILLED]
    return any(cue.sent.start == group.harm.cue.sent.start for cue in told)


def _living(group: Group) -> Group:
    """Leave out who has died since of those who "were both hurt"."""
    return replace(group, count=group.count - sum(p.fate is Fate.KILLED for p in group.members))


def _dead_of(group: Group, ledger: Ledger, dead: int) -> int:
    """Say how many of those who were shot together may be the dead."""
    killed = [p for p in ledger.people if p.fate is Fate.KILLED]
    if group.others:
        return 0
    if len(group.members) == group.count:
        return max(sum(p in killed for p in group.members), dead - len(killed))
    apart = [p for p in killed if any(h.own for _, h in p.told) and group.harm.by is not None]
    apart += [p for p in killed if p not in apart and p.sex and group.sex not in ("", p.sex)]
    return max(0, dead - len(apart))


def _best(unit: str, persons: list[Person], groups: list[Group]) -> Toll | None:
    """Take the greater of the persons told one by one and the largest group."""
    persons = distinct(persons)
    group = max(groups, key=lambda g: g.count, default=None)
    if group is not None and group.count >= len(persons):
        return Toll(unit, group.count, group.harm, TOGETHER)
    if not persons or (len(persons) == 1 and persons[0].nth):
        return None
    return Toll(unit, len(persons), _telling(persons[-1]), ONE_BY_ONE)


def _telling(person: Person) -> Harm:
    """Give the harm that says the worst of a person."""
    return next(harm for fate, harm in person.told if fate == max(f for f, _ in person.told))
