"""Which figures of an article are wholes, and which are parts of others, or of other events?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from claims.clauses import sentence
from claims.fates import AFTER, BEFORE
from claims.numbers import amounts
from claims.scene import Finding, Scene
from claims.tolls import TOGETHER


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
    if "killed" not in found and _TWO.search(words):
        found["killed"] = 2
    return found


# "Four shot, two fatally"
_FATALLY = re.compile(r" (?:of them )?fatally\b", re.I)
_ONE = (
    r"(?:man|woman|boy|girl|toddler|baby|teen|teenager|suspect|gunman|bystander|officer|deputy"
    r"|mother|father|wife|husband|son|daughter|brother|sister|student|driver|child|infant)"
)
# "Toddler, man killed", "suspect and bystander killed"
_TWO = re.compile(rf"\b{_ONE}(?:,| and) (?:[\w-]+ )?{_ONE} (?:killed|dead|slain|die)\b", re.I)
_TITLED = {
    unit: re.compile(rf"(?: [\w-]+){{0,3}}? (?:{pattern})\b", re.I)
    for unit, pattern in {
        "killed": AFTER["killed"].pattern,
        "wounded": AFTER["wounded"].pattern,
        "hit": "shot|stabbed|hit",
    }.items()
}


def of_title(figures: list[Finding], title: dict[str, int]) -> list[Finding]:
    """Leave out what is more than the title says, where the text bears the title out."""
    said = {(f.quantity.unit, f.quantity.min) for f in figures if f.quantity}
    most = {unit: count for unit, count in title.items() if (unit, count) in said}
    return [
        f for f in figures if _least(f) <= most.get(f.value, _least(f)) or _is_reported(f.anchor)
    ]


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
        if quantity and figure in hurt and figure not in others and _least(figure) in totals:
            both = replace(quantity, unit="killed_or_wounded")
            yield replace(figure, value="killed-or-wounded", quantity=both)
        else:
            yield figure


def is_part(figure: Finding, whole: Finding) -> bool:
    """Tell "two daughters" within "a man and his two daughters were found dead"."""
    a, b = figure.quantity, whole.quantity
    if a is None or b is None or a.unit != b.unit or whole.rule != TOGETHER:
        return False
    here = sentence(whole.anchor)
    return (a.min or 0) < (b.min or 0) and here.start <= figure.anchor.i < here.end
