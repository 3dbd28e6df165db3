"""Which losses of a side are told without a number: heavy ones, uncounted dead, a named person?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.lexicon import Lexicon
from claims.model import Aspect, Quantity
from claims.names.places import slug
from claims.scene import Finding, Scene
from claims.text.clauses import is_verbal, roles
from claims.text.factuality import judge
from claims.text.tree import Token

_LEXICON = Lexicon.of(__name__)

HEAVY = _LEXICON.set("heavy")
LOSSES = frozenset(["loss", "losses", "casualty", "casualties", "toll"])
SUFFER = _LEXICON.set("suffer")
BEAR = SUFFER | frozenset({"lose"})
INFLICT = frozenset(["inflict", "cause", "deal", "impose"])
KILL = frozenset(["kill", "slay", "fall", "die", "perish", "eliminate", "liquidate"])
DEATH = frozenset(["death", "killing", "assassination"])
ANY = frozenset({"any", "none", "some", "many"})
HARM = {
    **dict.fromkeys(("kill", "die", "lose"), "killed"),
    **dict.fromkeys(("wound", "injure"), "wounded"),
    **dict.fromkeys(("capture", "seize"), "captured"),
}
FIGHTERS = _LEXICON.set("fighters")
MANY = frozenset({"number", "score", "multitude"})  # "a huge number of his men"


def heavy_losses(scene: Scene) -> Iterator[Finding]:
    """Read "suffered heavy losses", "inflicted heavy casualties on", "the losses suffered by"."""
    for noun in scene.words(LOSSES):
        size = next(
            (c for c in noun.children if c.dep_ == "amod" and scene.lemma(c) in HEAVY), None
        )
        if size is None and noun.i and scene.lemmas[noun.i - 1] in HEAVY:
            size = scene.doc[noun.i - 1]
        if size is None or not scene.war:
            continue
        victim, cue = _victim(scene, noun)
        side = scene.side(victim)
        if not side:
            continue
        word = "casualties" if scene.lemma(noun).startswith("casualt") else "losses"
        yield Finding(
            "casualties", f"casualties:{side}", {"side": side}, f"{scene.lemma(size)}-{word}", cue,
            "losses without a number", aspect=Aspect.STATUS, own=scene.actor(victim),
        )  # fmt: skip


def _victim(scene: Scene, noun: Token) -> tuple[Token | None, Token]:
    """Find who bears the losses, and the word that says so."""
    own = roles(noun)
    verb = noun.head
    lemma = scene.lemma(verb)
    if noun.dep_ in ("obj", "nsubj:pass", "obl") and lemma in SUFFER | INFLICT:
        around = roles(verb)
        if lemma in SUFFER:
            return around.agent, verb
        return around.after("on", "upon", "to", "against", "among"), verb
    for child in noun.children:
        if child.dep_ in ("acl", "acl:relcl") and scene.lemma(child) in SUFFER | INFLICT:
            around = roles(child)
            return around.agent or around.after("by", "on"), noun
    if noun.i and scene.lemmas[noun.i - 2] in SUFFER:
        verb = scene.doc[noun.i - 2]
        return roles(verb).agent, verb
    return own.after("among", "of", "for", "by") or own.agent, noun


def uncounted(scene: Scene, taken: set[int]) -> Iterator[Finding]:
    """Read "North Korean troops had been killed": a side's dead without a number."""
    if not scene.war:
        return
    for verb in scene.words(KILL):
        if verb.i in taken or not (verb.pos_ == "VERB" or verb.tag_ in ("VBN", "VBD")):
            continue
        around = roles(verb)
        active = scene.lemma(verb) in ("die", "perish", "fall")
        people = around.agent if active else around.patient
        value = "killed"
        of_them = people is not None and people.lower_ in ANY
        if people is not None and scene.lemma(people) in MANY:
            people, value = roles(people).after("of"), "significant-losses"
        elif people is not None and of_them:
            people = roles(people).after("of")  # "denied that any of its men had been killed"
        men = people is not None and scene.lemma(people) == "man"
        men = men and (value != "killed" or of_them)
        if (
            people is None
            or not (scene.is_force(people) or men)
            or people.tag_ not in ("NNS", "NNPS", "NN")
        ):
            continue
        if scene.amount_of(people) or verb.dep_ == "amod" or scene.lemma(verb) == "fall":
            continue
        side = scene.side(people) or (scene.side(roles(people).agent) if of_them else None)
        if side:
            yield Finding(
                "casualties", f"casualties:{side}", {"side": side}, value, verb,
                "dead of a side, not counted", own=scene.actor(people),
            )  # fmt: skip


def single(scene: Scene, taken: set[int]) -> Iterator[Finding]:
    """Read "a border guard was wounded", "losing a soldier": one of a side's own."""
    if not scene.war:
        return
    for verb in scene.words(frozenset(HARM)):
        if verb.i in taken or not is_verbal(verb) or verb.dep_ in ("amod", "acl:relcl"):
            continue
        around, fact = roles(verb), judge(verb)
        unit = HARM[scene.lemma(verb)]
        one = around.agent if scene.lemma(verb) == "die" else around.patient
        if one is None or one.tag_ != "NN" or not _is_one(one) or not _is_fighter(scene, one):
            continue
        side = scene.side(one)
        if side is None or fact.wanted or fact.future or fact.condition:
            continue
        yield Finding(
            "casualties", f"casualties:{side}", {"side": side}, unit, verb, "one of a side",
            quantity=Quantity(1, 1, unit, False), aspect=Aspect.QUANTITY, own=scene.actor(one),
        )  # fmt: skip


def _is_one(noun: Token) -> bool:
    """Tell "a soldier" and "one soldier" from "the soldier" and "no soldier"."""
    return any(c.lower_ in ("a", "an", "one", "another") for c in noun.children if c.i < noun.i)


def _is_fighter(scene: Scene, noun: Token) -> bool:
    """Tell one who fights from a unit, a ship and a thing."""
    return scene.is_force(noun) and scene.lemma(noun) in FIGHTERS


def named_dead(scene: Scene) -> Iterator[Finding]:
    """Read "killed the group's chief of staff, X" and "the death of X": a person of one side."""
    if not scene.war:
        return
    for word in scene.words(KILL | DEATH | {"assassinate"}):
        around = roles(word)
        if scene.lemma(word) in DEATH and not is_verbal(word):
            dead = around.after("of") or around.agent
        elif is_verbal(word) and scene.lemma(word) != "fall":
            dead = around.agent if scene.lemma(word) in ("die", "perish") else around.patient
        else:
            continue
        person, fact = _person(scene, dead), judge(word)
        if person is None or fact.wanted or fact.future or fact.condition:
            continue  # "a plan to kill X"
        name = slug(scene.cast.name(person))
        yield Finding(
            "casualties", f"casualties:{name}", {"side": name}, "killed", word,
            "the death of one who is named", own=scene.actor(person),
            minor=word.dep_ == "acl:relcl",
        )  # fmt: skip


def _person(scene: Scene, noun: Token | None) -> Token | None:
    """Give the name of one who belongs to a side, behind his office where that comes first."""
    if noun is None:
        return None
    named = [noun, *(t for t in noun.subtree if t.dep_ in ("appos", "flat", "nmod:desc"))]
    for token in named:
        whole = scene.cast.name(token) if scene.cast.is_person(token) else ""
        if len(whole.split()) > 1 and (scene.side(token) or scene.side(noun)):
            return token
    return None
