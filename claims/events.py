"""Which accident, disaster or attack does an article report, and by which slug is it called?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from claims.lexicon import Lexicon
from claims.places import KINDS, NOT_PLACES, slug

_WORDS = Lexicon.of(__name__)

# Kinds of event and the words that name them; the first of equals wins.
BY_WORD = _WORDS.map("by_word")
# Kinds named by two words close to each other.
BY_PAIR = {
    "plane-crash": ("plane jet aircraft flight", "crash crashed crashes accident disaster"),
    "helicopter-crash": ("helicopter", "crash crashed crashes"),
    "train-crash": (
        "train trains rail",
        "crash crashed collision collided collide collides accident derailed derails",
    ),
    "bus-crash": (
        "bus buses coach minibus",
        "crash crashed plunged plunges plunge collided collides accident overturned overturns",
    ),
    "building-collapse": (
        "building bridge roof tower block factory stadium school apartment",
        "collapse collapsed collapses",
    ),
    "dam-collapse": ("dam", "collapse collapsed burst breach broke"),
    "mine": ("mine coal shaft", "collapse collapsed blast explosion accident disaster fire"),
    "wildfire": ("forest wild", "fire fires"),
}  # fmt: skip
VESSELS = frozenset({"ferry", "boat", "ship", "submersible", "submarine"})
UNDERWATER = frozenset({"submarine", "submersible"})  # no ship, boat or ferry is called so
STORMS = frozenset({"cyclone", "hurricane", "typhoon", "storm"})
LOCATING = _WORDS.set("locating")
_KIND = {word: kind for kind, words in BY_WORD.items() for word in words.split()}
_PAIRS = [(k, frozenset(a.split()), frozenset(b.split())) for k, (a, b) in BY_PAIR.items()]
_PAIR_WORDS = frozenset().union(*(a for _, a, _ in _PAIRS))
_ORDER = [*BY_PAIR, *BY_WORD]
_WORD = re.compile(r"[^\W_][\w'’-]*|[.,;!?\n]")
_NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}"
_SHIP = re.compile(
    rf"\b(?:KM|MV|M/V|MS|MT|SS|KMP|FV|RMS|HMS|USS|TSS)\.? (?P<a>{_NAME})"
    r"|\b(?:[Tt]he|[Mm]issing|[Ll]ost|[Dd]oomed|[Tt]ourist|[Ss]unken) (?:ferry|vessel|ship|boat"
    r"|trawler|tanker|submersible|submarine|sub|freighter|yacht),? "
    rf"(?:called |named |dubbed )?(?:the )?[‘'“\"]?(?P<b>{_NAME})"
    rf"|(?:^|\b[Tt]he |\b[Mm]issing |\b[Ll]ost |\b[Dd]oomed )[‘'“\"]?(?P<c>{_NAME})['’”\"]?"
    r" (?:ferry|submersible|submarine|sub)\b"
)
# An old wreck is where something happens, not to what.
_WRECK = re.compile(
    rf"\b(?:[Ww]reck|[Ww]reckage|[Rr]emains|[Rr]uins|[Ss]hipwreck)(?: site)? of (?:the )?"
    rf"(?:(?:RMS|SS|HMS|MS) )?(?P<a>{_NAME})"
    rf"|\b(?P<b>{_NAME})(?:['’]s)? (?:wreck|wreckage|shipwreck)\b"
)
_STORM = re.compile(r"\b(?P<kind>Hurricane|Cyclone|Typhoon|Tropical Storm|Storm) (?P<a>[A-Z]\w+)")
_NO_NAME = _WORDS.set("no_name")


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, by kind and name."""

    kind: str
    name: str

    @property
    def slug(self) -> str:
        """Give the slug under which casualties of the event are filed."""
        return "-".join(part for part in (self.name, self.kind) if part)


def event_of(text: str, title: str | None, main_place: str | None) -> Event | None:
    """Name the event of an article by its title and text; without one there is none."""
    head, body = _WORD.findall(title or ""), _WORD.findall(text)
    kinds: Counter[str] = Counter()
    for words, weight in ((head, 3), (body[:70], 2), (body, 1)):
        for _, kind in _named(words):
            kinds[kind] += weight
    if not kinds:
        ship = _proper_name("ship", text)
        return Event("", ship.name) if ship else None
    best = max(kinds.values())
    kind = next(k for k in _ORDER if kinds[k] * 2 >= best)
    named = _proper_name(kind, text) or (_proper_name(kind, title) if title else None)
    return named or Event(kind, _place_name(kind, [*head, ".", *body]) or main_place or "")


def other_vessel(words: str, event: Event) -> bool:
    """Tell whether the last vessel of some words is of another kind than that of the event."""
    if event.kind not in UNDERWATER:
        return False
    kinds = [_KIND[word] for word in _WORD.findall(words.lower()) if _KIND.get(word) in VESSELS]
    return bool(kinds) and kinds[-1] not in UNDERWATER


def _named(words: Sequence[str]) -> list[tuple[int, str]]:
    """Give the words that name an event, with their places in the list."""
    found = []
    for n, word in enumerate(words):
        low = word.lower()
        if low in _PAIR_WORDS:
            near = {w.lower() for w in words[n + 1 : n + 5]} | {
                w.lower() for w in words[max(0, n - 4) : n]
            }
            found += [
                (n, kind) for kind, first, second in _PAIRS if low in first and near & second
            ]
        if low in _KIND:
            found.append((n, _KIND[low]))
    return found


def _proper_name(kind: str, text: str) -> Event | None:
    """Name a ship or a storm by its own name."""
    if kind in VESSELS:
        names = Counter(slug(next(g for g in m.groups() if g)) for m in _SHIP.finditer(text))
        wrecks = {slug(m["a"] or m["b"]) for m in _WRECK.finditer(text)}
        for name, _ in names.most_common():
            if name and name not in wrecks and name.split("-")[0] not in NOT_PLACES:
                return Event(kind, name)
    if kind in STORMS | {"floods", "landslide"} and (match := _STORM.search(text)):
        return Event("", f"{slug(match['kind'])}-{slug(match['a'])}")
    return None


def _place_name(kind: str, words: Sequence[str]) -> str:
    """Name an event by the place that stands with it most often; the nearest place counts most."""
    names: Counter[str] = Counter()
    for n, found in _named(words):
        weight = 3 if found == kind else 1
        before = _name_ending(words, n - 1)
        if before:
            names[before] += weight
        for name, bonus in _names_after(words, n + 1):
            names[name] += weight + bonus
    return names.most_common(1)[0][0] if names else ""


def _name_ending(words: Sequence[str], n: int) -> str:
    """Give the name that ends at a word: "the Peshawar mosque bombing" has it one before."""
    for last in (n, n - 1):
        if last >= 0 and words[last][:1].isupper():
            first = last
            while first > 0 and words[first - 1][:1].isupper() and last - first < 2:
                first -= 1
            return _place(words[first : last + 1])
    return ""


def _names_after(words: Sequence[str], n: int) -> list[tuple[str, int]]:
    """Give the names after a word of locating, up to the end of the sentence."""
    out: list[tuple[str, int]] = []
    for i in range(n, min(len(words), n + 14)):
        if words[i] in ".;!?\n":
            break
        if words[i].lower() not in LOCATING:
            continue
        first = next(
            (k for k in range(i + 1, min(len(words), i + 6)) if words[k][:1].isupper()), None
        )
        if first is None or any(w in ".;!?\n" for w in words[i:first]):
            continue
        last = first
        while last + 1 < len(words) and words[last + 1][:1].isupper() and last - first < 2:
            last += 1
        name = _place(words[first : last + 1])
        if name:
            out.append((name, 1 if not out else 0))
    return out


def _place(words: Sequence[str]) -> str:
    """Make a slug of a name unless it is a day, a month or the start of a sentence."""
    kept = [w for w in words if w.lower() not in KINDS]
    name = slug(" ".join(kept))
    parts = set(name.split("-"))
    return "" if not name or parts & NOT_PLACES or parts & _NO_NAME else name
