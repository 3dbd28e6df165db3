"""Which captives are said to be freed, exchanged or held?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claims.diplomacy.captives import (
    CAPTIVES,
    FREEING,
    HOLDING,
    VICTIMS,
    captives,
    comes_free,
    is_exchange,
    let_free,
)
from claims.diplomacy.deals import bargaining, topic_of
from claims.lexicon import Lexicon
from claims.model import Aspect
from claims.relevance import Need
from claims.scene import Finding, Scene, quantity
from claims.text.clauses import is_verbal, predicates, preposition, roles
from claims.text.factuality import judge
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

RELEASE = _WORDS.map("release")
CONVICTS = frozenset({"prisoner", "inmate", "detainee", "internee"})
OVER = frozenset({"hand", "turn", "give"})  # captives over, or back
HANDING = frozenset({"release", "exchange", "swap", "handover", "return"})
SEEKING = frozenset({"want", "demand", "seek", "agree", "discuss", "negotiate", "propose", "urge"})

NEEDS = (
    Need(nouns=CAPTIVES),
    Need(HOLDING - frozenset({"take"}), at_hand=FREEING | {"hand", "swap"}, states=1),
    Need(frozenset({"release", "free"}), at_hand=VICTIMS, states=2),
    Need(VICTIMS, at_hand=frozenset({"let", "abduct", "kidnap"}), states=1),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read captives freed, exchanged or held."""
    for noun in captives(scene):
        yield from _captives(scene, noun)


def _captives(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read captives freed, exchanged or held, with their number."""
    if noun.dep_ == "nmod" and scene.lemma(noun.head) in HANDING and not is_verbal(noun.head):
        yield from _handing(scene, noun)
        return
    for verb, part in [*predicates(noun), *let_free(scene, noun)]:
        word = scene.lemma(verb)
        free = comes_free(scene, verb) and part != "free"
        if (word not in RELEASE or part == "nsubj") and not free and part != "free":
            continue
        after = [t.lower_ for t in scene.doc[verb.i + 1 : verb.i + 2]]
        small = {preposition(noun), *after, *(c.lower_ for c in verb.children)}
        if word in OVER and small.isdisjoint({"over", "back"}):
            continue
        if word == "trade" and roles(verb).after("for") is None and not _is_joint(verb):
            continue  # "traded prisoners", as two do
        if scene.amount_of(noun) is None and verb.dep_ == "acl:relcl":
            continue  # "the Red Cross, which would fly the detainees home"
        around = roles(verb)
        value, amount = RELEASE.get(word, "released"), scene.amount_of(noun)
        if word in HOLDING and verb.head.i == noun.i and scene.lemma(noun) not in CAPTIVES:
            continue  # it only says whose captives they are
        if amount is None and (word in HOLDING or (word == "return" and not free)):
            continue
        fact = judge(verb)
        if value == "released" and (fact.future or fact.wanted or fact.condition):
            value = "to-be-released"
        agent = around.agent if not free else None
        found = _of_captives(scene, noun, verb, value, agent, around.after("to", "with", "by"))
        if not _is_convict(scene, noun, found):
            yield found
        return


def _is_convict(scene: Scene, noun: Token, found: Finding) -> bool:
    """Tell a prisoner who is let out, as many are, from one whom somebody bargains for."""
    nobodys = "~" not in found.slots["deal"] and scene.lemma(noun) in CONVICTS
    return nobodys and found.quantity is None and not is_exchange(scene)


def _is_joint(verb: Token) -> bool:
    doer = roles(verb).agent
    return doer is not None and (doer.tag_ == "NNS" or any(True for _ in doer.conjuncts))


def _handing(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "the exchange of 40 prisoners", by whether it has come about."""
    around = roles(noun.head)
    verb = noun.head.head
    agent = around.agent or (roles(verb).agent if is_verbal(verb) else None)
    amount = scene.amount_of(noun)
    if amount is None or amount.old:
        return
    value = "to-be-released" if scene.lemma(verb) in SEEKING else "released"
    other = around.after("to", "by", "with", "between")
    found = _of_captives(scene, noun, noun.head, value, agent, other)
    yield replace(found, claimant=scene.voice_of(agent))


def _of_captives(
    scene: Scene, noun: Token, anchor: Token, value: str, agent: Token | None, other: Token | None
) -> Finding:
    """Make the finding of captives, who belong to the deal of two sides if there are two."""
    amount = scene.amount_of(noun)
    name = topic_of(scene, noun, agent, other) or f"{scene.lemma(noun)}s"
    if "~" not in name and (pair := bargaining(scene)):
        name = pair
    if "~" in name:
        scene.memo["last deal"] = name
    return Finding(
        "agreement", f"agreement:{name}", {"deal": name}, value, anchor, "captives",
        quantity=quantity(amount, value) if amount and not amount.old else None,
        aspect=Aspect.QUANTITY if amount else Aspect.STATUS, own=scene.actor(agent),
    )  # fmt: skip
