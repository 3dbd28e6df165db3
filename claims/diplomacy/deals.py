"""Which deal is meant, and between whom?"""

from __future__ import annotations

from collections import Counter

from claims.conflicts import MEDIATORS, parties, principals
from claims.diplomacy.captives import is_exchange
from claims.lexicon import Lexicon
from claims.names.gazetteer import state_of
from claims.names.geography import capitals
from claims.names.places import slug
from claims.scene import Scene
from claims.text.clauses import roles
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

NOT_DEALS = _WORDS.set("not_deals")
HELP = _WORDS.set("help")
BROKERING = frozenset({"broker", "mediate", "facilitate", "sponsor", "oversee", "host"})
GENERIC = frozenset({"draft", "peace", "framework", "interim", "border"})  # of any deal
LEAD = 2  # times as often as the third are the two named whom an article is about
LINKS = frozenset({"of", "the", "on", "for", "-"})  # within the name of a treaty
PARTIES = 3  # as many as a deal may have and still be called by all of them


def topic_of(scene: Scene, noun: Token, agent: Token | None, other: Token | None) -> str | None:
    """Name an agreement by its parties, else by its kind; "the deal" is the last named one."""
    several = _several(scene, noun, agent)
    if several:
        return "~".join(several)
    if other is not None and (scene.lemma(other) in HELP or _is_brokered(scene, other)):
        other = None  # who helps is no party
    found = [s for s in parties(scene, noun) if s not in _brokers(scene, noun)]
    told = (noun, *(c for c in noun.children if c.dep_ == "appos"))
    owned = any(roles(each).after("with", "between") is not None for each in told)
    if not owned and (titled := _title(noun)):
        return slug(titled)
    for token in (agent, other, *(roles(t).after("with") for t in told[1:])):
        for side in scene.pair_of(token):
            if side not in found and len(found) < 2:
                found.append(side)
    taken_up = any(c.lower_ in ("the", "this", "that", "any", "such") for c in noun.children)
    last = scene.memo.get("last deal")
    if taken_up and isinstance(last, str) and set(found) <= set(last.split("~")):
        return last
    if len(found) == 1 and (speaker := _speaking(scene, noun)) and speaker not in found:
        found.append(speaker)
    if len(found) == 1 and (partner := _partner(scene, found[0])):
        found.append(partner)
    if len(found) == 2:
        return "~".join(sorted(found))
    if not found and taken_up and (pair := main_pair(scene)):
        return pair
    kind = [c for c in noun.children if c.dep_ in ("compound", "amod") and c.i < noun.i]
    words = [
        scene.lemma(c)
        for c in kind
        if c.pos_ in ("NOUN", "PROPN") and scene.lemma(c) not in NOT_DEALS
    ]
    if not found and GENERIC.issuperset(words) and (pair := main_pair(scene)):
        return pair
    if words:
        return slug(" ".join([*words, scene.lemma(noun)]))
    return None


def _is_brokered(scene: Scene, other: Token) -> bool:
    """Tell "brokered by X" from "signed by X"."""
    by = any(c.dep_ == "case" and c.lower_ == "by" for c in other.children)
    return by and scene.lemma(other.head) in BROKERING


def _brokers(scene: Scene, noun: Token) -> set[str | None]:
    """Give who brokered a deal: "the exchange, mediated by X"."""
    verbs = (c for c in noun.children if c.dep_ in ("acl", "amod", "acl:relcl"))
    return {
        scene.side(roles(verb).after("by")) for verb in verbs if scene.lemma(verb) in BROKERING
    }


def _title(noun: Token) -> str | None:
    """Give the name of a treaty that has one without its parties in it: "the Kyoto Protocol"."""
    first = noun.i
    while first > 0 and (noun.doc[first - 1].is_title or noun.doc[first - 1].lower_ in LINKS):
        first -= 1
    while noun.doc[first].lower_ in LINKS:
        first += 1
    words = noun.doc[first : noun.i + 1]
    names = [t for t in words if t.is_title and t.i != noun.i]
    owned = any(state_of(t.text) and slug(t.text) not in capitals() for t in names)
    return noun.doc.between(first, noun.i + 1) if noun.is_title and names and not owned else None


def main_pair(scene: Scene) -> str | None:
    """Give the two states that an article is about, by far: whose "the accord" is."""
    ranked = principals(scene).most_common(3)
    named = [side for side, _ in ranked[:2]]
    alone = len(ranked) == 2 or (len(ranked) > 2 and ranked[1][1] > LEAD * ranked[2][1])
    return "~".join(sorted(named)) if alone else None


def _speaking(scene: Scene, noun: Token) -> str | None:
    """Give the side of him who speaks of "a deal with X": a party, if it wages or rules."""
    speaker = scene.speaker(noun)
    side = slug(speaker) if speaker else None
    return side if side and side in principals(scene) and side not in MEDIATORS else None


def _several(scene: Scene, noun: Token, agent: Token | None) -> tuple[str, ...]:
    """Give all parties of a deal of three: "A, B and C signed", "A seeks a deal with B and C"."""
    others = scene.pair_of(roles(noun).after("with"))
    sides = {*scene.pair_of(agent), *others}
    return tuple(sorted(sides)) if len(sides) == PARTIES else ()


def _partner(scene: Scene, side: str) -> str | None:
    """Take the article's other main side for the party that a sentence leaves out."""
    others = Counter({s: n for s, n in principals(scene).items() if s != side})
    best = max(sorted(others), key=others.__getitem__, default=None)
    return best if best and (len(others) == 1 or others[best] > 1) else None


def bargaining(scene: Scene) -> str | None:
    """Give the two sides that an article on an exchange of captives tells of most."""
    if not is_exchange(scene):
        return None
    named = [side for side, _ in principals(scene).most_common(2)]
    return "~".join(sorted(named)) if len(named) == 2 else None
