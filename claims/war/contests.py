"""Where is fighting said to go on?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.lexicon import Lexicon
from claims.names.geography import is_state
from claims.scene import Finding, Scene
from claims.text.clauses import Roles, is_verbal, roles
from claims.text.tree import Token

CONTEST = frozenset(["fight", "fighting", "battle", "clash", "combat", "hostility"])
FALLEN = frozenset({"kill", "die", "wound", "injure", "fall", "lose"})
AFRESH = frozenset({"rage", "erupt", "flare", "intensify"})
WHERE = frozenset(["in", "around", "near", "inside", "outside", "at", "for", "over", "on"])
RAGE = Lexicon.of(__name__).set("rage")


def contested(scene: Scene) -> Iterator[Finding]:
    """Read places that are fought over."""
    for token in scene.words(CONTEST):
        yield from _contested(scene, token)


def _fields(scene: Scene, around: Roles) -> list[Token]:
    """Give the nouns that may say where, or for what, the fighting is."""
    stake = around.after("for", "over")
    nouns = [n for w, n in around.preps if w in WHERE]
    if stake is not None and scene.lemma(stake) == "control":
        nouns += [n for w, n in roles(stake).preps if w in ("of", "over")]  # "for control of X"
    return nouns


def _contested(scene: Scene, token: Token) -> Iterator[Finding]:
    """Read "heavy fighting continued in X", "the army is still fighting in X"."""
    verbal = is_verbal(token)
    around = roles(token)
    nouns = _fields(scene, around)
    head = token.head
    if not verbal:
        if token.dep_ not in ("nsubj", "nsubj:pass", "obj") or not is_verbal(head):
            return
        if (
            scene.lemma(head) not in RAGE
            and token.dep_ != "obj"
            and scene.lemma(head) not in ("report", "be", "see")
        ):
            return
        nouns += [n for w, n in roles(head).preps if w in ("in", "around", "near", "inside", "on")]
        anchor = head
    else:
        if around.agent is None or not (scene.is_force(around.agent) or scene.side(around.agent)):
            return
        if scene.lemma(token) != "fight" or token.tag_ == "VB" or scene.lemma(head) in FALLEN:
            return  # "killed fighting in the region"
        anchor = token
    place = scene.place(nouns, strict=False)
    if place is None and not verbal and scene.lemma(head) in RAGE:
        place = scene.places.in_sentence(token)  # "fighting was continuing south of X"
        if place is None and scene.lemma(head) in AFRESH:
            place = scene.places.last_before(token.i)  # news of the place just told of
    beside = any(w == "alongside" for w, _ in around.preps)
    abroad = verbal and scene.is_abroad(scene.side(around.agent), place)
    if place is None or beside or abroad or (verbal and _foreign(scene, around.agent)):
        return
    if is_state(place):
        return  # a war in a state is no news of who holds it
    yield Finding(
        "control", f"control:{place}", {"place": place}, "contested", anchor,
        "a place fought over", own=scene.actor(around.agent),
    )  # fmt: skip


def _foreign(scene: Scene, agent: Token | None) -> bool:
    """Tell a force that the article says was sent there: its fighting is deployment."""
    side = scene.side(agent)
    sent = scene.memo.get("sent")
    return isinstance(sent, frozenset) and side in sent
