"""Do two short values express one state, does one imply the other, can both be true?"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from claims.model import Claim, Stance, Temporal

CONTROL = "control"
MAYBE = "maybe"
PLANNED = "planned"
# states that speak of what may be: "X may happen" adds nothing to them
TENTATIVE = frozenset({"possible", "unlikely", "threatened", "ready", "close", "discussed"})
# states that are over and done: announced for later they are not yet so
OUTCOMES = frozenset({"full", "lost", "withdrawn", "released", "ended", "over", "in-force"})
HALF = 0.5  # of the words, for values that no class knows


@dataclass(frozen=True, slots=True)
class State:
    """What a value says about its topic: a class of the table, or the value itself."""

    head: str
    klass: str
    holder: str | None = None  # who holds the place, of control
    mode: str = ""  # maybe, planned, or nothing
    known: bool = True  # False for a value that the table does not know

    @property
    def weight(self) -> str:
        """Say whether reaching this state is grave, a detail, or neither."""
        table = tables().get(self.head, EMPTY)
        if self.mode == MAYBE or self.klass in table.low:
            return "low"
        return "high" if self.klass in table.high and not self.mode else "medium"

    @property
    def is_offer(self) -> bool:
        """Whether it is something put forward, which others may turn down."""
        return self.klass in tables().get(self.head, EMPTY).offers

    @property
    def mood(self) -> bool:
        """Whether it only describes, so that nothing changes by it."""
        return self.klass in tables().get(self.head, EMPTY).mood


@dataclass(frozen=True, slots=True)
class Table:
    """The states of one head."""

    classes: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()
    implies: frozenset[tuple[str, str]] = frozenset()
    clash: frozenset[tuple[str, str]] = frozenset()
    high: frozenset[str] = frozenset()
    low: frozenset[str] = frozenset()
    mood: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    future: Mapping[str, str] | None = None


EMPTY = Table()


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Table]:
    """Load the table of states."""
    text = resources.files("claims.changes").joinpath("values.toml").read_text("utf-8")
    return {head: _table(entry) for head, entry in tomllib.loads(text).items()}


def _table(entry: Mapping[str, object]) -> Table:
    """Make one head's table of its TOML."""
    classes = entry["classes"]
    future = entry.get("future")
    assert isinstance(classes, Mapping)
    assert future is None or isinstance(future, Mapping)
    pairs = _pairs(entry.get("clash"))
    return Table(
        classes=tuple(
            (name, tuple(tuple(pattern.split("-")) for pattern in patterns))
            for name, patterns in classes.items()
        ),
        implies=_pairs(entry.get("implies")),
        clash=pairs | {(b, a) for a, b in pairs},
        high=_names(entry.get("high")),
        low=_names(entry.get("low")),
        mood=_names(entry.get("mood")),
        offers=_names(entry.get("offers")),
        future=future,
    )


def _pairs(value: object) -> frozenset[tuple[str, str]]:
    """Read a list of pairs."""
    return frozenset((a, b) for a, b in value) if isinstance(value, list) else frozenset()


def _names(value: object) -> frozenset[str]:
    """Read a list of names."""
    return frozenset(value) if isinstance(value, list) else frozenset()


def head_of(topic: str) -> str:
    """Give the head of a topic: control of control:kursk."""
    return topic.partition(":")[0]


def state_of(claim: Claim) -> State:
    """Say which state of its topic a claim speaks of."""
    state = read(head_of(claim.topic), claim.value or "")
    if claim.stance is Stance.SPECULATES and state.klass not in TENTATIVE:
        return State(state.head, state.klass, state.holder, MAYBE, state.known)
    if claim.temporal is Temporal.FUTURE and claim.stance is not Stance.DENIES:
        return _announced(state)
    return state


def _announced(state: State) -> State:
    """Turn a state into the announcement of it."""
    table = tables().get(state.head, EMPTY)
    klass = (table.future or {}).get(state.klass)
    if klass:
        return State(state.head, klass, state.holder, "", state.known)
    mode = PLANNED if state.klass in OUTCOMES else ""
    return State(state.head, state.klass, state.holder, mode, state.known)


@lru_cache(maxsize=4096)
def read(head: str, value: str) -> State:
    """Find the class that a value belongs to."""
    words = tuple(word for word in value.casefold().replace("_", "-").split("-") if word)
    for name, patterns in tables().get(head, EMPTY).classes:
        for pattern in patterns:
            at = _find(words, pattern)
            if at is not None:
                holder = "-".join(words[:at]) if head == CONTROL and at else None
                return State(head, name, holder)
    return State(head, "-".join(words), known=False)


def _find(words: tuple[str, ...], pattern: tuple[str, ...]) -> int | None:
    """Find a pattern's words in a row; the start of them, or None."""
    for at in range(len(words) - len(pattern) + 1):
        if all(_fits(word, part) for word, part in zip(words[at:], pattern, strict=False)):
            return at
    return None


def _fits(word: str, part: str) -> bool:
    """Whether a word is the pattern's, or begins with it where the pattern ends in a star."""
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def akin(one: State, other: State) -> bool:
    """Whether two states are the same news."""
    if one.mode != other.mode:
        return False
    if not (one.known and other.known):
        return _overlap(one.klass, other.klass)
    if one.head == CONTROL:
        return _akin_control(one, other)
    return one.klass == other.klass


def _akin_control(one: State, other: State) -> bool:
    """Compare degrees of control: a place that is fought over has many names."""
    contested = {"some", "gains"}
    if one.klass != other.klass:
        return {one.klass, other.klass} <= contested and one.holder != other.holder
    return one.klass == "some" or _same_holder(one, other)


def _same_holder(one: State, other: State) -> bool:
    """Whether two values name one holder, or one of them none."""
    return one.holder == other.holder or None in (one.holder, other.holder)


def _overlap(one: str, other: str) -> bool:
    """Whether two values that no class knows share half of their words."""
    a, b = set(one.split("-")), set(other.split("-"))
    return one == other or len(a & b) > HALF * max(len(a), len(b))


def entails(one: State, other: State) -> bool:
    """Whether the other must be true if one is."""
    if one.mode or other.mode:
        return akin(one, other)
    if akin(one, other):
        return True
    if one.head == CONTROL:
        return _entails_control(one, other)
    return (one.klass, other.klass) in tables().get(one.head, EMPTY).implies


def _entails_control(one: State, other: State) -> bool:
    """Full control implies every lesser degree, and that the others have lost."""
    if one.klass == "full":
        if other.klass == "lost":
            return one.holder != other.holder
        return other.klass in ("some", "gains") and one.holder == other.holder
    return one.klass == "lost" and other.klass == "full" and _holds_against(other, one)


def _holds_against(full: State, lost: State) -> bool:
    """Whether one side's full control is what the other side's loss means."""
    return full.holder is not None and lost.holder is not None and full.holder != lost.holder


def clash(one: State, other: State) -> bool:
    """Whether the two states cannot both be true at one time."""
    if one.mode or other.mode or one.head != other.head:
        return False
    if one.head == CONTROL:
        return _clash_control(one, other) or _clash_control(other, one)
    return (one.klass, other.klass) in tables().get(one.head, EMPTY).clash


def _clash_control(one: State, other: State) -> bool:
    """Full control excludes everybody else's, and a loss excludes one's own."""
    if one.klass == "full" and one.holder:
        return other.klass in ("full", "some", "gains") and one.holder != other.holder
    if one.klass == "lost" and one.holder:
        return other.klass in ("full", "some", "gains") and one.holder == other.holder
    return False
