"""Is the accident or attack of an article one that is on file under another name?

Outlets name one event by its town, its province or its state, and call it now an explosion, now an
attack. What two articles say of place, kind and day decides, not the slug alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from claims.model import Claim, Stance
from claims.names.gazetteer import home_of
from claims.names.geography import is_state, is_town, provinces, slug
from claims.topics import DAY, FAMILIES, event_kind, is_event

HEAD = "casualties:"
SEARCH = "-search"
WHERE = "where"  # the slot in which a claim of an event keeps all places that name it
LATELY = timedelta(days=21)  # within which one place hardly sees two events of a kind
APART = timedelta(days=2)  # between the report of an event and the next event of its name
FOLLOWING = timedelta(days=10)  # within which papers go on without saying what has happened
EVERYDAY = frozenset({"shooting", "stabbing", "crash", "fire", "blaze"})  # where it may see two
FREQUENT = EVERYDAY | {"attack", "strike", "bombing", "explosion", "blast", "clash", "protests"}

# What a lower figure says of itself.
_LOWERED = re.compile(
    r"\b(?:lower|revis|correct|reduc|cut|down|fewer|less|instead|earlier|not|should have)\w*", re.I
)
# What a toll says that grows, on a day of its own.
_GROWS = re.compile(
    r"\b(?:toll|r[io]se|risen|climb|reach|brought|bring|more|further|another|now|bod(?:y|ies)"
    r"|found|recover|wounds?|injur|hospital|buried|funeral)\w*",
    re.I,
)
# what tells one part of a valley from another, which outlets leave out
RELATIVE = frozenset(
    ["upper", "lower", "greater", "inner", "outer", "north", "south", "east", "west"]
)
Positions = Callable[[Sequence[str]], Sequence[Claim]]


@dataclass(frozen=True, slots=True)
class Incident:
    """What a topic or an article tells of an event."""

    kind: str
    own: frozenset[str]  # words of the name that are no state
    states: frozenset[str]
    where: frozenset[str]  # words of all places that the text connects with it
    at: datetime | None

    def families(self) -> frozenset[int]:
        """Give the families of kinds in which outlets mix up the names."""
        return frozenset(n for n, kinds in enumerate(FAMILIES) if self.kind in kinds)


def gathered(
    claims: Sequence[Claim], known: Iterable[str], positions: Positions
) -> tuple[Claim, ...]:
    """File the claims on an event under the slug that it has on file, if another names it.

    `known` are the topics with a claim of the last weeks, `positions` gives what stands on some.
    """
    filed = [topic for topic in known if topic.startswith(HEAD)]
    moved: dict[str, str] = {}
    for topic in dict.fromkeys(claim.topic for claim in claims):
        own = [c for c in claims if c.topic == topic]
        if (later := _follow_up(topic, own, filed, positions)) is not None:
            moved[topic.removeprefix(HEAD)] = later.removeprefix(HEAD)
            continue
        here = _incident(topic, own)
        if here is None or not here.families():
            continue
        again = topic in filed
        if again and (latest := _latest_of_name(topic, own, filed)) is not None:
            moved[topic.removeprefix(HEAD)] = latest.removeprefix(HEAD)
            continue
        if again and not _is_another(own, positions([topic]), here.kind):
            continue
        like = [each for each in filed if each != topic and _may_be(here, each)]
        said = positions(like) if like else ()
        same = [each for each in like if _is_one(here, each, [c for c in said if c.topic == each])]
        same = [
            each
            for each in same
            if not _is_another(own, [c for c in said if c.topic == each], here.kind)
        ]
        if len(same) == 1 or (same and here.own):
            same.sort(key=lambda each: max(c.day for c in said if c.topic == each))
            moved[topic.removeprefix(HEAD)] = same[0].removeprefix(HEAD)
        elif again and here.at is not None:
            moved[topic.removeprefix(HEAD)] = _dated(topic, here)
    return tuple(_refiled(claim, moved) for claim in claims)


def _is_another(own: Sequence[Claim], said: Sequence[Claim], kind: str) -> bool:
    """Whether what an article tells cannot be what is on file: fewer died, or later."""
    return _is_fewer(own, said) or (kind in FREQUENT and _is_later(own, said))


def _is_later(own: Sequence[Claim], said: Sequence[Claim]) -> bool:
    """Whether it happened days after the event on file had been told of."""
    happened = _happened(own)
    told = [c.published_at for c in said if c.published_at]
    return happened is not None and bool(told) and happened - min(told).date() >= APART


def _happened(own: Sequence[Claim]) -> date | None:
    """Give the day of an event, if the words on its dead name one and tell of no growing toll."""
    days = {
        c.event_date
        for c in own
        if c.event_date and _dead(c) is not None and not _GROWS.search(c.evidence.text)
    }
    day = days.pop() if len(days) == 1 else ""
    published = max((c.published_at.date() for c in own if c.published_at), default=None)
    found = date.fromisoformat(day) if DAY.fullmatch(day) else None
    return found if found and published and found <= published else None


def _latest_of_name(topic: str, own: Sequence[Claim], filed: Sequence[str]) -> str | None:
    """Find a later event of the same name on file, of which an article goes on to tell."""
    name = topic.removeprefix(HEAD)
    kind, bare = event_kind(name) or "", _bare(name)
    dated = re.compile(rf"{re.escape(HEAD + bare)}-(\d{{4}}-\d\d-\d\d)-{re.escape(kind)}")
    happened = _happened(own)
    later = {found[1]: each for each in filed if (found := dated.fullmatch(each))}
    days = [d for d in later if not happened or happened + APART >= date.fromisoformat(d)]
    return later[max(days)] if days else None


def _is_fewer(own: Sequence[Claim], said: Sequence[Claim]) -> bool:
    """Whether those who have counted the dead of what is on file now count not half as many.

    A toll is rarely halved, and whoever takes back as much says so; so it is another event.
    """
    most: dict[str, tuple[int, Claim]] = {}  # he may tell of a part besides
    for claim in own:
        count, actor = _dead(claim), claim.claimant.actor
        if count is not None and (actor not in most or count > most[actor][0]):
            most[actor] = count, claim
    fewer: list[bool] = []
    for actor, (count, claim) in most.items():
        before = [c for c in said if c.claimant.actor == actor and _is_after(claim, c)]
        counts = [n for c in before if (n := _dead(c)) is not None]
        if counts:
            lowered = _LOWERED.search(claim.evidence.text) is not None
            fewer.append(2 * count < min(counts) and not lowered)
    return bool(fewer) and all(fewer)


def _is_after(claim: Claim, other: Claim) -> bool:
    """Whether a claim was published later than another one."""
    mine, theirs = claim.published_at, other.published_at
    return mine is not None and theirs is not None and theirs < mine


def _dead(claim: Claim) -> int | None:
    """Give the number of dead that a claim affirms."""
    quantity = claim.quantity
    affirms = claim.stance in (Stance.ASSERTS, Stance.CONFIRMS) and not claim.background
    if quantity is None or quantity.unit != "killed" or not affirms:
        return None
    return quantity.min if quantity.min is not None else quantity.max


def _dated(topic: str, here: Incident) -> str:
    """Name an event by its day too, where another one of its place has the plain name."""
    name = topic.removeprefix(HEAD)
    day = f"{here.at:%Y-%m-%d}" if here.at else ""
    return f"{_bare(name)}-{day}-{here.kind}" if _bare(name) != name else f"{day}-{name}"


def _follow_up(
    topic: str, claims: Sequence[Claim], filed: Sequence[str], positions: Positions
) -> str | None:
    """Find the one event on file that an article without a word for what happened tells of.

    Its title or dateline names the place: "Gwadar buries its dead".
    """
    named = {
        word
        for c in claims
        for place in c.slots.get(WHERE, "").split()
        for word in place.split("-")
    }
    moments = [c.published_at for c in claims if c.published_at]
    if not topic.startswith(HEAD) or is_event(topic) or not named or not moments:
        return None
    own = set(topic.removeprefix(HEAD).split("-"))
    states = {word for word in named if is_state(word)}
    towns = {word for word in named | own if not is_state(word)}
    said = positions(like := [each for each in filed if event_kind(each.removeprefix(HEAD))])
    found = []
    for each in like:
        there = _incident(each, [c for c in said if c.topic == each])
        if there is None or there.at is None or there.kind in EVERYDAY:
            continue
        there_too = own & there.where - provinces()
        unmapped = any(not is_town(word) and not is_state(word) for word in there_too)
        other = states and there.states and states.isdisjoint(there.states) and not unmapped
        if abs(max(moments) - there.at) > FOLLOWING or other:
            continue
        if (there.own and there.own <= towns) or towns & (there.where - provinces()):
            found.append(each)
    return found[0] if len(found) == 1 else None


def _refiled(claim: Claim, moved: dict[str, str]) -> Claim:
    """Give a claim the slug on file; the search for an event's victims goes with it."""
    for old, new in moved.items():
        if claim.topic == HEAD + old:
            return replace(claim, topic=HEAD + new, slots={**claim.slots, "side": new})
        place = claim.slots.get("place", "")
        if place.endswith(SEARCH) and place == _bare(old) + SEARCH:
            head = claim.topic.removesuffix(place)
            better = _bare(new) + SEARCH
            return replace(claim, topic=head + better, slots={**claim.slots, "place": better})
        if claim.frame == "operation" and place and place == _bare(old):  # who attacked there
            better = claim.topic.removesuffix(place) + _bare(new)
            return replace(claim, topic=better, slots={**claim.slots, "place": _bare(new)})
    return claim


def _bare(name: str) -> str:
    """Give the name of an event without its kind."""
    return name.removesuffix(event_kind(name) or "").rstrip("-") or name


def _incident(topic: str, said: Sequence[Claim]) -> Incident | None:
    """Gather what claims tell of the event of a topic."""
    name = topic.removeprefix(HEAD)
    kind = event_kind(name)
    if not topic.startswith(HEAD) or kind is None:
        return None
    where = [place for c in said for place in c.slots.get(WHERE, "").split(" ") if place]
    named = [_bare(name), *where]
    states = {place for place in named if is_state(place)}
    states |= {slug(home) for place in named if (home := _home(place))}
    words = frozenset(word for place in named for word in place.split("-"))
    own = frozenset(_bare(name).split("-")) - {word for s in states for word in s.split("-")}
    own = own - RELATIVE or own
    moments = [c.published_at for c in said if c.published_at]
    return Incident(kind, own, frozenset(states), words, max(moments, default=None))


def _home(place: str) -> str | None:
    """Give the state in which a place lies, written as slugs write it."""
    return home_of(place.replace("-", " ").title())


def _may_be(here: Incident, topic: str) -> bool:
    """Whether a topic on file is of a kind and of a place that can be meant."""
    there = _incident(topic, ())
    if there is None or not here.families() & there.families():
        return False
    if here.kind not in FREQUENT or there.kind not in FREQUENT:
        return True  # so rare that what is on file can be looked at
    if not here.states:
        return True  # called by a street or a village that no map has
    return not here.where.isdisjoint(there.where) or not here.states.isdisjoint(there.states)


def _is_one(here: Incident, topic: str, said: Sequence[Claim]) -> bool:
    """Whether what is on file is of the same days and places."""
    there = _incident(topic, said)
    if there is None or here.at is None or there.at is None:
        return False
    if abs(here.at - there.at) > LATELY:
        return False
    if _tells_of_all(here, there) or _tells_of_all(there, here):
        return True
    if here.states and there.states and here.states.isdisjoint(there.states):
        return False
    if not here.own or not there.own:  # one of them names no more than the state
        everyday = here.kind in EVERYDAY or there.kind in EVERYDAY
        return not everyday and not here.states.isdisjoint(there.states)
    return _names(here, there) or _names(there, here) or _is_same_rarity(here, there)


def _is_same_rarity(here: Incident, there: Incident) -> bool:
    """Whether a rare thing is told of a state within a week, by a name that no map has."""
    if here.at is None or there.at is None or abs(here.at - there.at) > timedelta(days=7):
        return False
    rare = here.kind == there.kind and here.kind not in FREQUENT
    unmapped = any(not any(is_town(word) for word in each.own) for each in (here, there))
    return rare and unmapped and not here.states.isdisjoint(there.states)


def _tells_of_all(wide: Incident, narrow: Incident) -> bool:
    """Whether an event named by its state alone tells of the place that names the other.

    A local paper names no state, and a map may know a place of that name in another one.
    """
    return not wide.own and bool(narrow.own) and narrow.own <= wide.where - provinces()


def _names(one: Incident, other: Incident) -> bool:
    """Whether the other tells of the place after which the one is named."""
    narrow = one.own - provinces() if one.kind in EVERYDAY else one.own
    if narrow and narrow <= other.where:
        return True
    return any(_home(word) for word in narrow & other.where)
