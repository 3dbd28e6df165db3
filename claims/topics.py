"""Under which slug is a thing filed, whatever an article calls it?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import resources

from claims.model import Claim
from claims.names.gazetteer import demonym_of, leads
from claims.names.geography import is_state, is_town, may_lie_in

UNKNOWN = "unknown"
_WORDS = tomllib.loads(resources.files("claims").joinpath("topics.toml").read_text("utf-8"))
KINDS = frozenset(_WORDS["kinds"])
COMPASS = frozenset(_WORDS["compass"])
QUARREL = frozenset(_WORDS["quarrel"])
EVENTS = frozenset(_WORDS["events"])
KIN: dict[str, str] = _WORDS["kin"]
FAMILIES = tuple(frozenset(kinds) for kinds in _WORDS["families"])
RARE = frozenset(_WORDS["rare"])
HEADS_OF_PLACES = frozenset({"control", "area", "deployment", "operation"})
HEADS_OF_QUARRELS = frozenset({"ceasefire", "talks"})
HEADS = frozenset({"president", "minister", "premier", "chancellor", "leader", "king"})
SEARCH = "-search"  # after the name of an event: the search for its victims
DAY = re.compile(r"\d{4}-\d\d-\d\d")  # in the name of an event
GUESSED = "place_from"  # the slot that says that no word beside it names the place: "article"
SHORT = 6  # letters below which one letter makes another name
LONG = 10  # letters from which two may differ


@dataclass(frozen=True, slots=True)
class Topic:
    """A slug in its parts."""

    head: str
    parts: tuple[str, ...]
    joint: str = ""  # what stands between the parts: > or ~

    @classmethod
    def of(cls, slug: str) -> Topic:
        """Take a slug apart, and put parties in the order of the alphabet."""
        head, _, rest = slug.partition(":")
        joint = next((mark for mark in ">~" if mark in rest), "")
        parts = rest.split(joint) if joint else [rest]
        return cls(head, tuple(sorted(parts) if joint == "~" else parts), joint)

    def __str__(self) -> str:
        """Write the slug."""
        return f"{self.head}:{self.joint.join(self.parts)}"


def settle(
    claims: Sequence[Claim], known: Sequence[str], recent: Iterable[str] = ()
) -> tuple[Claim, ...]:
    """Give the claims of one article the slugs under which the ledger files the same things.

    `known` are the ledger's topics. A wider name goes to the one narrower topic that it can mean,
    another spelling or a shorter name to the one that is on file; in doubt the slug stays. Of
    what hardly ever happens, such as the loss of a submarine, the `recent` one is meant by any.
    """
    filed = {Topic.of(slug): slug for slug in known}
    recent = list(recent)
    claims = [_supposed(claim, recent) for claim in claims]
    here = list(dict.fromkeys(Topic.of(claim.topic) for claim in claims))
    rare = _rarities(recent)
    homes = {topic: _home(_common(topic, rare), tuple(filed), tuple(here)) for topic in here}
    return tuple(_moved(claim, homes[Topic.of(claim.topic)], filed) for claim in claims)


def _supposed(claim: Claim, recent: Sequence[str]) -> Claim:
    """Take a deed whose place is only guessed for the one of its doer that is on file of late."""
    topic = Topic.of(claim.topic)
    if GUESSED not in claim.slots or len(topic.parts) != 2 or claim.topic in recent:
        return claim
    told = (
        Topic.of(slug) for slug in recent if slug.startswith(f"{topic.head}:{topic.parts[0]}>")
    )
    only = _only(each for each in told if not is_nameless(str(each)))
    if only is None:
        return claim
    slots = {**claim.slots, "place": only.parts[1]}
    return replace(claim, topic=str(only), slots=slots)


def _moved(claim: Claim, home: Topic, filed: dict[Topic, str]) -> Claim:
    """File a claim under another slug, and its slots with it."""
    slug = filed.get(home, str(home))
    if slug == claim.topic:
        return claim
    old = Topic.of(claim.topic)
    renamed = dict(zip(old.parts, home.parts, strict=False))
    slots = {name: renamed.get(slot, slot) for name, slot in claim.slots.items()}
    if old.head == "deployment" and len(old.parts) > 1 and old.parts[1] != home.parts[1]:
        slots.setdefault("place_literal", old.parts[1])
    return replace(claim, topic=slug, slots=slots)


def _home(topic: Topic, filed: tuple[Topic, ...], here: tuple[Topic, ...]) -> Topic:
    """Find the topic that a name means."""
    plain = _plain(topic)
    narrower = _narrower(plain, here) or _narrower(plain, filed)
    if narrower is None and topic in filed:
        return topic
    target = narrower or plain
    if target in filed:
        return target
    on_file = _only(each for each in filed if _plain(each) == target or _alias(target, each))
    if on_file:
        return on_file
    fuller = _only(each for each in here if _alias(target, each) and _size(each) > _size(target))
    return fuller or target


def _narrower(wide: Topic, pool: Iterable[Topic]) -> Topic | None:
    """Find the one narrower topic that a wide name may mean."""
    return _only(_plain(each) for each in pool if _narrows(wide, each))


def _only(topics: Iterable[Topic]) -> Topic | None:
    """Give the one topic there is, or None when there are several."""
    found = list(dict.fromkeys(topics))
    return found[0] if len(found) == 1 else None


def _size(topic: Topic) -> int:
    """Count the words of a slug."""
    return sum(len(part.split("-")) for part in topic.parts)


def _plain(topic: Topic) -> Topic:
    """Leave out what only says what kind of place it is."""
    if topic.head not in HEADS_OF_PLACES:
        return topic
    *first, last = topic.parts
    return replace(topic, parts=(*first, _bare(last, KINDS)))


def _bare(part: str, without: frozenset[str]) -> str:
    """Leave words out of a slug, unless nothing would be left."""
    words = [word for word in part.split("-") if word not in without]
    return "-".join(words) if words else part


def _narrows(wide: Topic, other: Topic) -> bool:
    """Whether a topic is one narrower thing that the wide name may mean."""
    if other.head != wide.head or other == wide or UNKNOWN in other.parts:
        return False
    if wide.head == "deployment" and len(wide.parts) == len(other.parts) == 2:
        return wide.parts[0] == other.parts[0] and _lies_in(other.parts[1], wide.parts[1])
    if wide.head == "visit" and len(wide.parts) == len(other.parts) == 2:
        same = _one_visitor(wide.parts[0], other.parts[0]) and is_town(other.parts[1])
        return same and _lies_in(other.parts[1], wide.parts[1])
    if wide.head == "agreement" and wide.joint == other.joint == "~":
        return set(wide.parts) < set(other.parts)  # two of the three that it binds
    if wide.head == "casualties":
        return _is_event_of(wide.parts[0], other.parts[0])
    return False


def _lies_in(place: str, wide: str) -> bool:
    """Whether a place can be the theatre that a state, a part of one, or nothing stands for."""
    if is_state(place) or _is_compass(place):
        return False
    if wide == UNKNOWN:
        return True
    state = _bare(wide, COMPASS) if _is_compass(wide) else wide
    return is_state(state) and may_lie_in(place, state)


def _is_compass(place: str) -> bool:
    """Whether a name is a quarter of a state, such as southern-russia, and no state itself."""
    return (
        not is_state(place) and place.split("-")[0] in COMPASS and is_state(_bare(place, COMPASS))
    )


def _is_event_of(wide: str, name: str) -> bool:
    """Whether a named event is what a bare kind, such as ferry, stands for."""
    if wide == UNKNOWN:
        return event_kind(name) is not None
    return wide in EVENTS and name.endswith(f"-{wide}")


def _rarities(recent: Iterable[str]) -> dict[str, str]:
    """Name the events that are so rare that there are never two at a time, by their kinds."""
    named: dict[str, set[str]] = {}
    topics = [Topic.of(each) for each in recent if not is_nameless(each)]
    for part in (part.removesuffix(SEARCH) for each in topics for part in each.parts):
        if kind := _rarity(part):
            named.setdefault(kind, set()).add(part)
    return {kind: names.pop() for kind, names in named.items() if len(names) == 1}


def _rarity(name: str) -> str | None:
    """Give the kind of an event if it is a rare one."""
    kind = event_kind(name) or name
    return kind if (kind := KIN.get(kind, kind)) in RARE else None


def _common(topic: Topic, rare: dict[str, str]) -> Topic:
    """Call a rare event as the ledger does these days."""
    parts = []
    for part in topic.parts:
        name = part.removesuffix(SEARCH)
        same = rare.get(_rarity(name) or "")
        parts.append(part.replace(name, same, 1) if same else part)
    return replace(topic, parts=tuple(parts))


def event_kind(name: str) -> str | None:
    """Give the kind of event that a slug ends in."""
    words = name.split("-")
    for count in (2, 1):
        kind = "-".join(words[-count:])
        if kind in EVENTS and len(words) > count:
            return kind
    return None


def _alias(one: Topic, other: Topic) -> bool:
    """Whether two slugs are two names of one thing."""
    if one.head != other.head or one.joint != other.joint or len(one.parts) != len(other.parts):
        return False
    if one == other:
        return False
    pairs = list(zip(one.parts, _plain(other).parts, strict=True))
    return all(a == b or _one_name(one.head, a, b, n) for n, (a, b) in enumerate(pairs))


def _one_name(head: str, a: str, b: str, position: int) -> bool:
    """Whether two parts of slugs name one thing."""
    if UNKNOWN in (a, b):
        return False
    if head in HEADS_OF_QUARRELS:
        return _one_quarrel(a, b)
    if a.endswith(SEARCH) and b.endswith(SEARCH):
        return _one_event(a.removesuffix(SEARCH), b.removesuffix(SEARCH))
    if event_kind(a) or event_kind(b):
        return _one_event(a, b)
    if head == "visit" and position == 0:
        return _one_visitor(a, b) or _one_spelling(a, b)
    if head == "visit":
        return _one_spelling(a, b) or _in_state(a, b) or _in_state(b, a)
    return not (is_state(a) and is_state(b)) and _one_spelling(a, b)


def is_event(slug: str) -> bool:
    """Whether a topic counts one event, and not whatever befalls a side in the long run."""
    name = slug.partition(":")[2]
    return event_kind(name) is not None or not EVENTS.isdisjoint(name.split("-"))


def _one_event(a: str, b: str) -> bool:
    """Whether two slugs name one event: of one kind, or one of them a name without its kind."""
    one, other = event_kind(a), event_kind(b)
    if DAY.findall(a) != DAY.findall(b):
        return False  # the second of its name has its day in it
    if a == b or (one == other and _within(a, b)):
        return True
    if one and other and KIN.get(one, one) == KIN.get(other, other):
        return _within(a.removesuffix(f"-{one}"), b.removesuffix(f"-{other}"))
    short, long = sorted((a, b), key=len)
    bare = long == f"{short}-{event_kind(long)}"
    return bare and not (is_state(short) or is_town(short))


def _one_quarrel(a: str, b: str) -> bool:
    """Whether two slugs name one war: by the same parties, or by some of them."""
    x, y = set(_bare(a, QUARREL).split("-")), set(_bare(b, QUARREL).split("-"))
    return x <= y or y <= x


def _one_visitor(a: str, b: str) -> bool:
    """Whether two slugs name one traveller: a name, a shorter one, or his office."""
    return _within(a, b) or _holds(a, b) or _holds(b, a)


def _holds(person: str, office: str) -> bool:
    """Whether a well-known person holds an office that is named with its state's adjective."""
    state = leads(person.replace("-", " ").title())
    words = office.split("-")
    adjective = (demonym_of(state) or state).lower().replace(" ", "-") if state else ""
    return bool(adjective) and office.startswith(f"{adjective}-") and words[-1] in HEADS


def _in_state(town: str, state: str) -> bool:
    """Whether a visitor of a state's town is a visitor of the state."""
    return is_state(state) and is_town(town) and may_lie_in(town, state)


def _within(a: str, b: str) -> bool:
    """Whether all words of the one stand in the other."""
    x, y = set(a.split("-")), set(b.split("-"))
    return x <= y or y <= x


def _one_spelling(a: str, b: str) -> bool:
    """Whether two names are one, spelled in two ways: word by word, by a letter or two."""
    x, y = a.split("-"), b.split("-")
    if len(x) != len(y) or sorted(x) == sorted(y):
        return sorted(x) == sorted(y)
    return all(_near(v, w) for v, w in zip(x, y, strict=True))


def _near(a: str, b: str) -> bool:
    """Whether two words differ by so few letters that they are one name."""
    if a == b:
        return True
    if a[:1] != b[:1] or min(len(a), len(b)) < SHORT:
        return False
    allowed = 2 if min(len(a), len(b)) >= LONG else 1
    return abs(len(a) - len(b)) <= allowed and _distance(a, b) <= allowed


def _distance(a: str, b: str) -> int:
    """Count the letters to add, drop or change."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def is_nameless(slug: str) -> bool:
    """Whether a topic has a part that nobody could name; such topics are no one thing."""
    return UNKNOWN in re.split(r"[:>~]", slug)
