"""Which figures of an article are wholes, and which are parts of others, or of other events?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from claims.harm.fates import AFTER, BEFORE, PERSONS
from claims.harm.tolls import TOGETHER
from claims.scene import Finding, Scene
from claims.text.clauses import sentence
from claims.text.numbers import amounts
from claims.text.tree import Token


def titled(title: str | None) -> dict[str, int]:
    """Say how many a title gives as killed, as wounded, and as shot whatever became of them."""
    found: dict[str, int] = {}
    words = title or ""
    for amount in amounts(words):
        before, after = words[: amount.start], words[amount.end :]
        count = amount.min or amount.max
        for unit, pattern in _TITLED.items():
            told = pattern.match(after) or (unit in BEFORE and BEFORE[unit].search(before))
            if told and count:
                found.setdefault(unit, count)
            elif count and _FATALLY.match(after):
                found.setdefault("killed", count)
    dead = _listed(words) or _multiple(_MANIFOLD, words)
    if dead > found.get("killed", 0):
        found["killed"] = dead
    if shot := _multiple(_SHOOTING, words):
        found.setdefault("hit", shot)
    return found


def _listed(title: str) -> int:
    """Add up a list of the dead: "Father and two children found dead"; 0 if one is uncounted."""
    match = _DEAD_LIST.search(title)
    if match is None:
        return 0
    counts = [_size(each) for each in _AND.split(match["all"])]
    return sum(counts) if all(counts) else 0


def _size(words: str) -> int:
    """Say how many a member of a list is: "2 children", "a toddler", "parents"."""
    number = next((a for a in amounts(words)), None)
    if number is not None:
        return number.min or 0
    last = words.split()[-1].lower()
    return 2 if last in _PAIRED else 1 if _SINGLE.fullmatch(last) else 0


def _multiple(pattern: re.Pattern[str], title: str) -> int:
    """Read "a triple homicide"."""
    match = pattern.search(title)
    return ("double", "triple", "quadruple").index(match[1].lower()) + 2 if match else 0


# "Four shot, two fatally"
_FATALLY = re.compile(r" (?:of them )?fatally\b", re.I)
_ONE = (
    r"(?:man|woman|boy|girl|toddler|baby|teen|teenager|suspect|gunman|bystander|officer|deputy"
    r"|mother|father|wife|husband|son|daughter|brother|sister|student|driver|child|infant)"
)
_PAIRED = frozenset({"parents", "couple", "twins", "pair"})
_SINGLE = re.compile(_ONE, re.I)
_AND = re.compile(r",? and |,? & |, ")
_MEMBER = rf"(?:[\w'’-]+ ){{0,3}}?(?:{_ONE}|{'|'.join(sorted(_PAIRED))}|{PERSONS})"
# "Toddler, man killed", "Father and two children found dead", "Parents, 2 children dead"
_DEAD_LIST = re.compile(
    rf"(?P<all>{_MEMBER}(?:(?:,? and |,? & |, ){_MEMBER}){{1,4}})"
    r" (?:(?:are|were|was|is|both|all|have been|found|shot|shot and|confirmed) ){0,2}"
    r"(?:killed|dead|slain|die|died|murdered)\b",
    re.I,
)
_MANIFOLD = re.compile(
    r"\b(double|triple|quadruple) (?:homicide|murder|killing|slaying|fatal)", re.I
)
_SHOOTING = re.compile(r"\b(double|triple|quadruple) (?:shooting|stabbing)", re.I)
_TITLED = {
    unit: re.compile(rf"(?: [\w-]+){{0,3}}? (?:{pattern})\b", re.I)
    for unit, pattern in {
        "killed": AFTER["killed"].pattern,
        "wounded": AFTER["wounded"].pattern,
        "hit": "shot|stabbed|hit",
    }.items()
}


def of_title(scene: Scene, figures: list[Finding], title: dict[str, int]) -> list[Finding]:
    """Leave out what is more than the title says, where the text bears the title out.

    So is what is less, where its own words tell a part: the girls among the dead, those of the
    wounded who were taken to one of the hospitals.
    """
    said = {(f.quantity.unit, f.quantity.min) for f in figures if f.quantity}
    most = {unit: count for unit, count in title.items() if (unit, count) in said}
    dead = title.get("killed") or max(
        (_least(f) for f in figures if f.value == "killed"), default=0
    )
    hurt = title.get("wounded") or title.get("hit", 0) - dead
    least = {"killed": title.get("killed", 0), "wounded": hurt}
    return [
        f
        for f in figures
        if _is_reported(f.anchor)
        or (
            _least(f) <= most.get(f.value, _least(f))
            and not (
                0 < _least(f) < least.get(f.value, 0)
                and (f.value == "wounded" or _SOME.search(_words(scene, f)))
            )
        )
    ]


# Words that tell some of the victims from the others.
_SOME = re.compile(
    r"\b(?:girls|boys|children|kids|women|men|students|officers|teens|teenagers|brothers|sisters"
    r"|hospitals?|condition|treated|(?:seriously|critically|life-threatening|serious|critical))\b",
    re.I,
)


def _words(scene: Scene, figure: Finding) -> str:
    """Give the words of a figure, and a few more behind them."""
    end = figure.end or figure.anchor.idx
    return scene.text[figure.start or figure.anchor.idx : end + 30]


def _is_reported(token: Token) -> bool:
    """Tell what somebody said: "the union said at least 33 had died", whatever the title has."""
    while token.head.i != token.i:
        if token.dep_ == "ccomp" and token.head.i < token.i:
            return any(c.dep_ == "nsubj" for c in token.head.lefts)
        token = token.head
    return False


def _least(figure: Finding) -> int:
    return (figure.quantity.min or 0) if figure.quantity else 0


def with_dead(scene: Scene, figures: list[Finding]) -> Iterator[Finding]:
    """Take "four were hurt" for all who were harmed, where one died and three others live."""
    killed = {_least(f) for f in figures if f.value == "killed"}
    hurt = [f for f in figures if f.value == "wounded" and f.end is not None]
    others = [f for f in hurt if "other" in scene.text[f.start : f.end]]
    totals = {a + _least(b) for a in killed for b in others}
    for figure in figures:
        quantity = figure.quantity
        whole = _least(figure) in totals or _some_died(scene, figure)
        if quantity and figure in hurt and figure not in others and whole:
            both = replace(quantity, unit="killed_or_wounded")
            yield replace(figure, value="killed-or-wounded", quantity=both)
        else:
            yield figure


def _some_died(scene: Scene, figure: Finding) -> bool:
    """Tell "found four men with gunshot wounds. One of them died", where three live."""
    here, end = sentence(figure.anchor), figure.end or figure.anchor.idx
    if _least(figure) < 2 or figure.value != "wounded":
        return False
    return bool(
        _DIED.match(scene.text, end) or _HAS_DIED.search(scene.text[here.start_char : end])
    )


_SHARE = (
    r"\b(?:one|two|three|four|\d+) of (?:whom|them|those|the (?:[\w-]+ ){0,2}?"
    rf"(?:victims|wounded|injured|{PERSONS}))\b"
)
_DIED = re.compile(
    rf"[^.;]{{0,60}}[.,;–—-]+\s+{_SHARE}[^.;]{{0,60}}?\b(?:died|dead|killed|fatally|succumbed)\b",
    re.I,
)
_HAS_DIED = re.compile(rf"{_SHARE}[^.;]{{0,20}}\bin\b[^.;]{{0,60}}$", re.I)


def is_part(figure: Finding, whole: Finding) -> bool:
    """Tell "two daughters" within "a man and his two daughters were found dead"."""
    a, b = figure.quantity, whole.quantity
    if a is None or b is None or a.unit != b.unit or whole.rule != TOGETHER:
        return False
    here = sentence(whole.anchor)
    return (a.min or 0) < (b.min or 0) and here.start <= figure.anchor.i < here.end
