"""Whose armed people are hired, and how large does a force become?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claims.lexicon import Lexicon
from claims.model import Aspect
from claims.scene import Finding, Scene, quantity
from claims.text.clauses import roles
from claims.text.factuality import judge
from claims.text.tree import Token
from claims.war.contingents import force_of, is_band, place_of, unit_of

_WORDS = Lexicon.of(__name__)

HIRE = _WORDS.set("hire")
GROW = _WORDS.set("grow")
SHRINK = _WORDS.set("shrink")
GROW |= SHRINK
TIMES = frozenset({"double", "triple", "treble", "halve"})
CONTINGENTS = _WORDS.set("contingents")
SOLDIERS = frozenset({"mercenary", "fighter", "recruit"})  # who fight for others


def of_force(
    scene: Scene, force: str, place: str | None, value: str, anchor: Token, rule: str,
    people: Token | None, **more: object,
) -> Finding:  # fmt: skip
    """Make a finding; without a place it stands for the theatre of the article."""
    amount = scene.amount_of(people) if people is not None else None
    if amount is None and scene.is_force(people) and people is not None and people.dep_ == "nmod":
        amount = scene.amount_at(people.head.idx)  # "hundreds of soldiers"
    slots = {"force": force, "place": place or ""}
    return Finding(
        "deployment", f"deployment:{force}>{place or ''}", slots, value, anchor, rule,
        quantity=quantity(amount, unit_of(scene, people)) if amount and not amount.old else None,
        aspect=Aspect.QUANTITY if amount else Aspect.STATUS,
        own=scene.actor(people),
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def hired(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "accused X of using fighters from Y", "hired Y mercenaries": foreigners at war."""
    around = roles(verb)
    people = scene.counted(around.patient)
    fight = next((c for c in verb.children if c.dep_ in ("xcomp", "advcl", "acl")), None)
    service = roles(fight) if fight is not None else around
    whose = around.agent or around.after("by", "for") or service.after("for", "alongside", "with")
    user, force = scene.side(whose), force_of(scene, people)
    if people is None or force is None or user is None or force == user or not scene.war:
        return
    if not is_band(force) or scene.lemma(people) in SOLDIERS:
        place = place_of(scene, around, people) or place_of(scene, service, whose)
        yield of_force(scene, force, place, "deployed", verb, "foreigners hired", people)


def grown(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "its contingent had risen to 2,500", "raised its force there to 900"."""
    around = roles(verb)
    force = next(
        (n for n in (around.patient, around.agent) if n and scene.lemma(n) in CONTINGENTS), None
    )
    fewer = scene.lemma(verb) in SHRINK and _is_reduced(scene, verb, around.patient)
    force = around.patient if fewer and force is None else force
    to = next((c for c in verb.children if c.dep_ == "obl" and scene.amount_of(c)), None)
    amount = scene.amount_of(to) if to is not None else None
    side = scene.side(force) or scene.side(around.agent)
    word = scene.lemma(verb)
    value = "reduced" if word in SHRINK else "reinforced"
    if (
        force is None
        or side is None
        or (amount is None and word not in TIMES and not fewer)
        or judge(verb).wanted
    ):
        return
    place = place_of(scene, around, force)
    found = of_force(scene, side, place, value, verb, "a force that grows", force)
    if amount is None or amount.old:
        yield from () if amount is not None or not place else (replace(found, quantity=None),)
        return
    yield replace(found, quantity=quantity(amount, "troops"), aspect=Aspect.QUANTITY)


def _is_reduced(scene: Scene, verb: Token, whom: Token | None) -> bool:
    """Tell "is drawing down its forces" and "cut its presence" from "drew its troops in"."""
    small = {c.lower_ for c in verb.children if c.dep_ in ("compound:prt", "advmod")}
    if scene.lemma(verb) in ("scale", "draw") and not small & {"down", "back"}:
        return False
    owned = whom is not None and any(c.dep_ == "nmod:poss" for c in whom.children)
    return owned and (scene.is_force(whom) or scene.lemma(whom or verb) in CONTINGENTS)


def uncounted_side(scene: Scene, number: Token, verb: Token) -> str | None:
    """Give the side of "another 1,000 could be deployed": the speaker's, if it has forces."""
    side = scene.own_side(verb)
    earlier = (t for t in scene.doc[max(0, number.i - 60) : number.i] if scene.is_force(t))
    return side if any(scene.side(t) == side for t in earlier) else None
