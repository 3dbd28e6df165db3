"""Whose deed of war, and where, is a proposition that only the network has found?"""

from __future__ import annotations

from dataclasses import replace

from claims.events import event_in
from claims.lexicon import Lexicon
from claims.model import LEARNT
from claims.names.geography import is_state
from claims.names.places import slug
from claims.scene import Finding, Scene, quantity
from claims.text.clauses import is_verbal, roles
from claims.text.tree import Token
from claims.topics import GUESSED
from claims.triggers.network import Trigger
from claims.war.assaults import made
from claims.war.attackers import attacker_of, culprit, enemy_of, side_of
from claims.war.contingents import force_of, men, place_of
from claims.war.holdings import ground, side_holding
from claims.war.recruits import of_force
from claims.war.theatres import place_around, theatre

_WORDS = Lexicon.of(__name__)

SURE = 0.6  # probability from which a place or a doer may be left out
SOUGHT = _WORDS.set("sought")
SEARCHES = frozenset({"launched", "ongoing", "ended", "planned"})
FIGHTING = _WORDS.set("fighting")
LEAVING = _WORDS.set("leaving")
CONTROL = {
    "held": "control", "taken": "control", "lost": "lost", "partial": "partial-gains",
}  # fmt: skip


def control(scene: Scene, trigger: Trigger) -> Finding | None:
    """Read who holds, takes or loses the place of a clause."""
    word, around = trigger.token, roles(trigger.token)
    place = _ground(scene, word)
    if place is None:
        return None
    holder = next((s for n in _doers(word) if (s := side_holding(scene, n))), None)
    holder = holder if holder != place else None
    own = around.agent
    if trigger.value == "contested":
        value = "contested"
    elif trigger.value == "threatened":
        value = "could-fall"
    elif holder is None:
        holder = scene.own_side(word)
        value = f"{holder}-{CONTROL[trigger.value]}" if holder else "fallen"
    else:
        value = f"{holder}-{CONTROL[trigger.value]}"
    if value == "fallen" and trigger.value in ("held", "partial"):
        return None
    return Finding(
        "control", f"control:{place}", {"place": place}, value, word, LEARNT, own=scene.actor(own)
    )


def area(scene: Scene, trigger: Trigger) -> Finding | None:
    """Read how much land of which place is held or taken."""
    amount = next((a for a in scene.amounts if a.unit and _covers(trigger.token, a.start)), None)
    place = _ground(scene, trigger.token)
    if amount is None or place is None:
        return None
    return Finding(
        "area", f"area:{place}", {"place": place}, trigger.value, trigger.token, LEARNT,
        quantity=quantity(amount, amount.unit),
    )  # fmt: skip


def deployment(scene: Scene, trigger: Trigger) -> Finding | None:
    """Read whose forces come, are there, fight or leave."""
    word, around = trigger.token, roles(trigger.token)
    foes = scene.lemma(word) in FIGHTING  # whom somebody fights is not said to be sent
    mine = (None if foes else around.patient, around.agent, word, *_doers(word))
    nouns = [n for n in mine if n is not None]
    people = next((m for n in nouns if (m := men(scene, n)) and scene.is_force(m)), None)
    force = force_of(scene, people, around.agent)
    if force is None:
        movers = [m for n in nouns if (m := scene.counted(n)) is not None and m.i != word.i]
        force = next((s for n in movers if is_state(s := scene.side(n) or "")), None)
        people = people or next((m for m in movers if scene.side(m)), None)
    place = place_of(scene, around, people, leaving=True) or scene.places.in_sentence(word)
    guess = place is None
    place = place or scene.places.last_before(word.i)
    if force is None or place is None or place == force:
        return None
    value = trigger.value
    if value == "promised":
        leaves = not LEAVING.isdisjoint(scene.lemma(t) for t in (word, *word.subtree))
        value = "withdrawal-promised" if leaves else "to-be-deployed"
    found = of_force(scene, force, place, value, word, LEARNT, people)
    return replace(found, slots={**found.slots, GUESSED: "article"}) if guess else found


def search(scene: Scene, trigger: Trigger) -> Finding | None:
    """Read what becomes of a search for the victims of an event."""
    word, event = trigger.token, event_in(scene)
    if trigger.value not in SEARCHES or event is None:
        return None
    if SOUGHT.isdisjoint(scene.lemma(t) for t in (word, *word.subtree, word.head)):
        return None
    agent = roles(word).agent
    side = scene.side(agent) or slug(scene.cast.country or "unknown")
    place = f"{event.name or event.kind}-search"
    return made(scene, side, place, trigger.value, word, LEARNT, agent)


def operation(scene: Scene, trigger: Trigger) -> Finding | None:
    """Read who attacks which place, or is beaten back there; without a war, who searches."""
    if not scene.war:
        return search(scene, trigger)
    word, around = trigger.token, roles(trigger.token)
    side, owner = attacker_of(scene, word, around)
    if side is None and is_verbal(word):
        owner = around.after("by") if around.passive else around.agent
        side = side_of(scene, owner)
    place = place_around(scene, around) or scene.place([around.patient])
    place = place or scene.places.in_sentence(word)
    guess = place is None
    if place is None and (trigger.score > SURE or side is not None):
        place = theatre(scene, word)
    if place is None or (side is None and trigger.score < SURE):
        return None
    if trigger.value == "repulsed" and side is not None:
        side = enemy_of(scene, owner) or side
    side = side or culprit(scene, word, place)
    if side == place:
        return None
    found = made(scene, side, place, trigger.value, word, LEARNT, owner)
    return replace(found, slots={**found.slots, GUESSED: "article"}) if guess else found


def _doers(word: Token) -> list[Token]:
    """Give those who may act in a clause: subject, "by", owner, and the subject above."""
    around = roles(word)
    above = roles(word.head) if is_verbal(word.head) and word.head is not word else None
    found = [around.agent, around.after("by"), above.agent if above else None]
    found += [c for c in word.children if c.dep_ in ("amod", "compound") and c.i < word.i]
    return [n for n in found if n is not None]


def _ground(scene: Scene, word: Token) -> str | None:
    """Give the place that a clause is about, else the one named last."""
    around = roles(word)
    for noun in (around.patient, *(n for _, n in around.preps), around.agent, word):
        found = ground(scene, noun, around)[0] if noun is not None else None
        if found:
            return found
    return scene.places.in_sentence(word) or scene.places.last_before(word.i)


def _covers(word: Token, offset: int) -> bool:
    """Tell whether an offset is in a word's subtree."""
    last = word.right_edge
    return word.left_edge.idx <= offset < last.idx + len(last)
