"""Whose journey, truce, talks or deal is a proposition that only the network has found?"""

from __future__ import annotations

from dataclasses import replace

from claims.conflicts import conflict
from claims.diplomacy.captives import CAPTIVES
from claims.diplomacy.deals import bargaining, main_pair, topic_of
from claims.diplomacy.destinations import destination
from claims.diplomacy.journeys import AWAY, NOUNS, journey
from claims.diplomacy.offices import holder_of
from claims.model import LEARNT, Aspect
from claims.scene import Finding, Scene, quantity
from claims.text.clauses import roles
from claims.text.factuality import judge
from claims.text.tree import Token
from claims.triggers.network import Trigger

VISIT = {"planned": "announced"}
TALKS = {"ended": "ended-without-agreement"}
AGREEMENT = {"close": "close-to-agreement", "breached": "violated", "exchange": "released"}
FREED = frozenset({"released", "held", "exchange"})


def visit(scene: Scene, trigger: Trigger) -> Finding | None:
    """Read who travels where; of a journey told of before if the words do not say."""
    word, around = trigger.token, roles(trigger.token)
    nouns = [n for w, n in around.preps if w.split(" ")[0] in AWAY]
    nouns += [n for n in (around.patient,) if n is not None]
    journeys = [n for n in (word, around.agent, around.patient) if n and scene.lemma(n) in NOUNS]
    inner = [roles(n) for n in journeys]
    nouns += [n for each in inner for w, n in each.preps if w.split(" ")[0] in AWAY]
    place = destination(scene, nouns) or scene.places.in_sentence(word)
    travellers = [around.agent, around.after("by")]
    travellers += [t for each in inner for t in (each.agent, each.after("by"))]
    name = next((found for t in travellers if t and (found := holder_of(scene, t))), None)
    value = VISIT.get(trigger.value, trigger.value)
    last = _last(scene, word, "visit")
    if last is not None and (name is None or place is None):
        name, place = last.slots["visitor"], last.slots["destination"]
    if name is None or place is None or place == name:
        return None
    return replace(journey(scene, name, place, value, word, around.agent), rule=LEARNT)


def ceasefire(scene: Scene, trigger: Trigger) -> Finding | None:
    """Read what becomes of the truce of an article's conflict."""
    return _of_conflict(scene, trigger, "ceasefire", trigger.value)


def talks(scene: Scene, trigger: Trigger) -> Finding | None:
    """Read what becomes of the talks of an article's conflict."""
    return _of_conflict(scene, trigger, "talks", TALKS.get(trigger.value, trigger.value))


def _of_conflict(scene: Scene, trigger: Trigger, head: str, value: str) -> Finding | None:
    word = trigger.token
    if not scene.sides():
        return None
    name = conflict(scene, word, word)
    agent = roles(word).agent
    return Finding(
        "ceasefire", f"{head}:{name}", {"conflict": name}, value, word, LEARNT,
        own=scene.actor(agent),
    )  # fmt: skip


def agreement(scene: Scene, trigger: Trigger) -> Finding | None:
    """Read what becomes of a deal, or of captives."""
    word, around = trigger.token, roles(trigger.token)
    value = AGREEMENT.get(trigger.value, trigger.value)
    nouns = (around.patient, around.agent, word)
    deal = next((n for n in nouns if n is not None and n.pos_ == "NOUN"), word)
    agent = around.agent if around.agent is not None and around.agent.i != deal.i else None
    last = _last(scene, word, "agreement")
    name = topic_of(scene, deal, agent, around.after("with", "by", "to"))
    if name is None or "~" not in name:
        name = bargaining(scene) or main_pair(scene) or (last.slots["deal"] if last else name)
    amount = None
    if trigger.value in FREED:
        fact = judge(word)
        if value == "released" and (fact.future or fact.wanted or fact.condition):
            value = "to-be-released"
        held = next((n for n in nouns if n is not None and scene.amount_of(n)), None)
        amount = scene.amount_of(held) if held is not None else None
        name = name or next((f"{c}s" for c in sorted(CAPTIVES) if scene.has(frozenset({c}))), None)
    if name is None or ("~" not in name and trigger.value not in FREED and last is None):
        return None
    return Finding(
        "agreement", f"agreement:{name}", {"deal": name}, value, word, LEARNT,
        quantity=quantity(amount, value) if amount and not amount.old else None,
        aspect=Aspect.QUANTITY if amount else Aspect.STATUS, own=scene.actor(around.agent),
    )  # fmt: skip


def _last(scene: Scene, word: Token, frame: str) -> Finding | None:
    """Give what an article has told of last before a word, as one frame reads it; or next."""
    found = scene.memo.get("found")
    told = [f for f in found if f.frame == frame] if isinstance(found, list) else []
    return min(told, key=lambda f: (f.anchor.i > word.i, abs(f.anchor.i - word.i)), default=None)
