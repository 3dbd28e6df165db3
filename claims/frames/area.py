"""How much ground is said to be taken, held, lost or recovered, and where?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.lexicon import Lexicon
from claims.model import Aspect
from claims.relevance import Need
from claims.scene import Finding, Scene, quantity
from claims.text.clauses import sentence
from claims.text.numbers import Amount, Sort
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

VALUES = _WORDS.map("values")
PLACED = frozenset({"in", "of", "near", "around", "across"})
FIRE = frozenset({"burned", "flooded"})
SIGNS = ("sq", "km", "hectare", "acre")  # one of them is in whatever measures an area

NEEDS = (Need(_WORDS.set("measures")),)


def read(scene: Scene) -> Iterator[Finding]:
    """Read each area with the verb or noun that governs it."""
    text = scene.text.lower()
    if not scene.has(frozenset(VALUES)) or not any(sign in text for sign in SIGNS):
        return  # amounts are seldom areas, and finding them takes long
    for amount in scene.amounts:
        if amount.sort is not Sort.AREA or amount.old:
            continue
        found = _read(scene, amount)
        if found:
            yield found


def _read(scene: Scene, amount: Amount) -> Finding | None:
    """Find what became of an area and where it lies."""
    number = scene.token_at(amount.number)
    cue = _cue(scene, number)
    if cue is None:
        return None
    value = VALUES[scene.lemma(cue)]
    if value not in FIRE and not scene.war:
        return None
    place = _place(scene, number, amount)
    if place is None:
        return None
    return Finding(
        "area", f"area:{place}", {"place": place}, value, cue, "an area",
        quantity=quantity(amount, amount.unit), aspect=Aspect.QUANTITY,
    )  # fmt: skip


def _cue(scene: Scene, number: Token) -> Token | None:
    """Climb to the word of taking; else take the nearest one of the sentence."""
    token = number
    for _ in range(6):
        if scene.lemma(token) in VALUES:
            return token
        if token.head.i == token.i:
            break
        token = token.head
    near = [t for t in sentence(number) if scene.lemma(t) in VALUES and abs(t.i - number.i) < 12]
    return min(near, key=lambda t: abs(t.i - number.i), default=None)


def _place(scene: Scene, number: Token, amount: Amount) -> str | None:
    """Take a place named after the area, then one of the sentence, then the last one."""
    end = amount.end
    for token in sentence(number):
        placed = token.idx >= end and any(c.lower_ in PLACED for c in token.children)
        if placed and (found := scene.places.of(token)):
            return found
    return (
        scene.places.in_sentence(number)
        or scene.places.last_before(number.i)
        or scene.places.main()
    )
