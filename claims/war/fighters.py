"""Whose forces are said to fight away from home, and who owns up to it by praising them?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.lexicon import Lexicon
from claims.model import Stance
from claims.scene import Finding, Scene
from claims.text.clauses import Roles, is_verbal, roles
from claims.text.factuality import judge
from claims.text.tree import Token
from claims.war.contingents import earlier_abroad, is_sent, place_of
from claims.war.departures import MISSIONS
from claims.war.recruits import of_force

_WORDS = Lexicon.of(__name__)

FIGHT = _WORDS.set("fight")
PRAISE = _WORDS.set("praise")
ALONE = frozenset(["assist", "participate", "fight", "serve", "operate"])
NATIONALS = frozenset({"citizen", "national", "volunteer", "adviser", "instructor", "subject"})
WARFARE = frozenset({"war", "fighting", "conflict", "combat", "hostility", "battle"})
ABROAD = frozenset(
    {"fight", "serve", "operate", "battle", "participate", "take", "engage", "join", "enlist"}
)


def fighters(scene: Scene, sent: frozenset[str]) -> Iterator[Finding]:
    """Read forces that fight abroad, and the praise for them."""
    for token in scene.words(FIGHT):
        if is_verbal(token):
            yield from _fighting(scene, token, sent)
    for token in scene.words(PRAISE):
        yield from _praised(scene, token, sent)


def _fighting(scene: Scene, verb: Token, sent: frozenset[str]) -> Iterator[Finding]:
    """Read "X's troops fought alongside Y's in Z": forces away from home in combat."""
    around, word = roles(verb), scene.lemma(verb)
    if judge(verb).wanted:
        return
    people = around.patient if around.passive and word in ("engage", "involve") else around.agent
    if people is None and word in ALONE and around.passive and around.after("by") is None:
        people = around.patient  # "that troops assisted in X", taken for a participle
    if people is not None and people.lower_ in ("they", "who"):
        people = scene.cast.mention(people)
    ours = people is not None and scene.lemma(people) in NATIONALS and word in ABROAD
    if people is None or not (scene.is_force(people) or is_sent(scene, people, sent) or ours):
        return
    if word == "join" and around.patient is not None and scene.lemma(around.patient) in MISSIONS:
        return  # being sent, which departures read
    if word == "take" and not any(c.lower_ == "part" for c in verb.children):
        return
    if word == "play" and (
        around.patient is None or scene.lemma(around.patient) not in ("role", "part")
    ):
        return
    if (
        word in ("support", "help", "back", "train")
        and around.patient is not None
        and not scene.side(around.patient)
    ):
        return
    side = scene.side(people) or earlier_abroad(scene, people, sent)
    abroad = side in sent if side else False
    beside = any(w in ("alongside", "beside") for w, _ in around.preps)
    place = place_of(scene, around, around.patient)
    away = scene.is_abroad(side, place) and word in ABROAD
    abroad = abroad or away or (ours and _in_war(around))
    if side is None or not (abroad or beside):
        return
    yield of_force(scene, side, place, "fighting", verb, "forces that fight abroad", people)


def _in_war(around: Roles) -> bool:
    """Tell "is taking part in the war" from other things that citizens take part in."""
    what = around.after("in", "alongside")
    return what is not None and what.lemma_.lower() in WARFARE


def _praised(scene: Scene, verb: Token, sent: frozenset[str]) -> Iterator[Finding]:
    """Read praise or thanks for forces that took part: it owns up to their part."""
    if not is_verbal(verb):
        return
    around = roles(verb)
    if around.agent is None or around.patient is None:
        return
    people = around.patient
    if not scene.is_force(people):
        inner = roles(people)
        people = (
            next((n for _, n in inner.preps if scene.is_force(n)), None) or inner.agent or people
        )
    side = scene.side(people)
    speaker = scene.voice_of(around.agent)
    if side is None or side not in sent or speaker is None or not scene.is_force(people):
        return
    if scene.lemma(people.head) in ("train", "training"):
        return  # thanks for their training
    place = place_of(scene, roles(people))
    yield of_force(
        scene,
        side,
        place,
        "fighting",
        verb,
        "praise owns up to it",
        people,
        stance=Stance.CONFIRMS,
        claimant=speaker,
    )
