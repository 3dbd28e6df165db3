"""How many people of which event or side does a proposition count that only the network found?"""

from __future__ import annotations

import re
from dataclasses import replace

from claims.events import Event, event_in
from claims.harm.bearers import head_of, home_of_dead
from claims.harm.fates import PERSONS, Counted
from claims.harm.making import figure, slots_of
from claims.lexicon import Lexicon
from claims.model import LEARNT, Aspect
from claims.scene import CRIME, Finding, Scene
from claims.text.clauses import clause_of, sentence
from claims.text.factuality import judge
from claims.text.numbers import Amount, Sort
from claims.text.tree import Token
from claims.text.words import counted, times
from claims.triggers.network import Trigger

SINGLE = Lexicon.of("claims.frames.casualties").set("single")
SHOT = frozenset({"shooting", "stabbing"})
UNITS = {"sick": "cases"}
PEOPLE = re.compile(PERSONS, re.I)
PART = re.compile(r" of (?:them|those|these|whom|the)\b")  # "seven of those found"
NOBODY = frozenset({"no", "nobody", "none"})
NEAR = 4  # words from "nobody" to what did not happen to him
DEAD = frozenset(
    {"body", "dead", "death", "fatality", "injury", "life", "casualty", "corpse", "case"}
)
TALLIES = frozenset({"toll", "number", "count", "figure", "tally", "total", "list", "estimate"})


def casualties(scene: Scene, trigger: Trigger) -> Finding | None:
    """Read a figure of people, or losses that nobody counts."""
    word = trigger.token
    unit = UNITS.get(trigger.value, trigger.value)
    amount = _amount(scene, word)
    event = event_in(scene)
    if _is_of_crime(scene, event):
        return None  # whose victims are counted one by one
    if amount is not None and trigger.value != "losses":
        start, end = min(amount.start, word.idx), max(amount.end, word.idx + len(word))
        made = figure(scene, event, Counted(amount, unit, start, end, word.idx))
        return replace(made, rule=LEARNT)
    nobody = any(t.lower_ in NOBODY for t in word.subtree if abs(t.i - word.i) <= NEAR)
    none = nobody and judge(word).negated and (not scene.war or scene.side(word) is not None)
    if trigger.value != "losses" and not none:
        return None  # somebody has died, which many articles tell in passing
    topic = event.slug if event is not None and event.name and not scene.war else None
    topic = topic or scene.side(word) or home_of_dead(scene, word)
    value = "significant-losses" if trigger.value == "losses" else unit
    return Finding(
        "casualties", f"casualties:{topic}", slots_of(scene, event, topic), value, word, LEARNT,
        aspect=Aspect.STATUS,
    )  # fmt: skip


def _is_of_crime(scene: Scene, event: Event | None) -> bool:
    """Tell a report of a crime, or of nothing that has victims together."""
    if "of crime" not in scene.memo:
        scene.memo["of crime"] = times(CRIME, counted(scene.text)) > 0
    shot = event is not None and event.kind in SHOT
    alone = not scene.war and (event is None or event.kind in SINGLE)
    return shot or alone or bool(scene.memo["of crime"])


def _amount(scene: Scene, word: Token) -> Amount | None:
    """Give the amount that a word counts: its own, or the nearest of its clause."""
    told = _told(scene)
    own = scene.amount_of(word)
    if own is not None and own.start in told:
        return None
    if own is not None and not own.old and own.sort is Sort.COUNT and _is_of_people(scene, own):
        return own
    head, sent = clause_of(word), sentence(word)
    low = max(head.left_edge.idx, sent.start_char)
    high = min(head.right_edge.idx + len(head.right_edge), sent.end_char)
    dates = [(m.start, m.end) for m in scene.mentions]
    found = [
        a for a in scene.amounts
        if low <= a.start < high and a.start not in told
        and not a.old and not a.unit and a.sort is Sort.COUNT
        and not any(start <= a.number < end for start, end in dates) and _is_of_people(scene, a)
    ]  # fmt: skip
    return min(found, key=lambda a: abs(a.number - word.idx), default=None)


def _told(scene: Scene) -> frozenset[int]:
    """Give where the amounts begin that a rule has read as figures, or as parts of them."""
    found = scene.memo.get("found")
    figures = [f for f in found if f.frame == "casualties"] if isinstance(found, list) else []
    spans = [(f.start, f.end) for f in figures if f.start is not None and f.end is not None]
    return frozenset(a.start for a in scene.amounts if any(s <= a.start < e for s, e in spans))


def _is_of_people(scene: Scene, amount: Amount) -> bool:
    """Tell people, and a bare number, from missiles, miles and years."""
    number = scene.token_at(amount.number)
    noun = scene.counted(head_of(number)) or number
    if PART.match(scene.text, amount.end):
        return False
    if noun.pos_ in ("NUM", "VERB", "ADJ", "AUX") or scene.lemma(noun) in TALLIES:
        return number.head.pos_ != "PROPN"
    if scene.lemma(noun) in DEAD or noun.tag_ == "NNPS":
        return True
    return PEOPLE.fullmatch(noun.text) is not None
