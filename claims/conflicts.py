"""Between whom is the war, truce or talk of an article, and by which slug is it called?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from claims.names.gazetteer import unions
from claims.names.geography import capitals, is_state
from claims.names.places import slug
from claims.scene import Scene
from claims.text.clauses import is_verbal, roles
from claims.text.tree import Token

# Wars that have a name, by two parties in alphabetical order; others are named after the parties.
NAMED = {
    ("russia", "ukraine"): "ukraine-war",
    ("hamas", "israel"): "gaza-war",
    ("hamas", "palestine"): "gaza-war",
    ("israel", "palestine"): "gaza-war",
    ("hezbollah", "israel"): "lebanon-war",
    ("israel", "lebanon"): "lebanon-war",
    ("armenia", "azerbaijan"): "nagorno-karabakh",
    ("ethiopia", "tigray"): "tigray-war",
    ("rsf", "sudan"): "sudan-war",
    ("rapid-support-forces", "sudan"): "sudan-war",
    ("houthis", "yemen"): "yemen-war",
    ("houthis", "saudi-arabia"): "yemen-war",
    ("north-korea", "south-korea"): "korea",
    ("india", "pakistan"): "india-pakistan",
}
WARS = frozenset(NAMED.values())
PLACES = {
    "palestine": "gaza-war", "gaza": "gaza-war", "nagorno-karabakh": "nagorno-karabakh",
}  # fmt: skip
TRUCES = frozenset({"ceasefire", "truce", "armistice", "cease-fire", "hostility"})
TALKS = frozenset({"talk", "negotiation"})
IN = frozenset({"in", "for", "over"})
ABOUT = frozenset({"on", "over", "about"})
TOGETHER = frozenset({"agree", "sign", "negotiate", "exchange", "initial"})
BETWEEN = frozenset({"talk", "negotiation", "agreement", "ceasefire", "truce", "deal", "treaty"})
BROKERS = frozenset({"mediator", "facilitator", "mediate", "broker", "facilitate", "mediation"})
MEDIATORS = frozenset(slug(body) for body in unions())
_WAR_IN = re.compile(
    r"\b(?:war|conflict|fighting|hostilities|civil war|violence) (?:in|on|over|against) (?:the )?"
    r"(?P<a>[A-Z][\w-]+(?: [A-Z][\w-]+)?)|\b(?:the |in )?(?P<b>[A-Z][\w-]+)(?:'s"
    r"|’s)? (?:civil )?(?:war|conflict)\b"
)


def conflict(scene: Scene, noun: Token | None = None, verb: Token | None = None) -> str:
    """Name the conflict by the parties around a noun or its verb, else by what it is all about."""
    if "conflict" not in scene.memo:
        scene.memo["conflict"] = _of_article(scene)
    whole = str(scene.memo["conflict"])
    pair = parties(scene, noun) if noun is not None else ()
    if len(pair) < 2 and verb is not None and roles(verb).after("between"):
        pair = parties(scene, verb)
        if len(pair) == 2:
            return NAMED.get(pair, "-".join(pair))
    if len(pair) == 2 and (pair in NAMED or (noun is not None and roles(noun).after("between"))):
        return NAMED.get(pair, "-".join(pair))
    return (_where(scene, noun, whole) if noun is not None else None) or whole


def _where(scene: Scene, noun: Token, whole: str) -> str | None:
    """Name a conflict by its place: "a truce in Sudan", "talks on Libya", "the Gaza ceasefire".

    Whoever tells of it, from Paris or Doha, is no party to it.
    """
    locating = IN if noun.lemma_ in TRUCES else ABOUT if noun.lemma_ in TALKS else frozenset()
    told = [token for word, token in roles(noun).preps if word in locating]
    told = [token for token in told if token.pos_ == "PROPN" or token.lemma_ in TRUCES]
    called = [c for c in noun.children if c.dep_ in ("compound", "nmod") and c.i < noun.i]
    for token in (*told, *called):
        if token.lemma_ in TRUCES:  # "talks on a truce in Gaza"
            return _where(scene, token, whole)
        place = scene.side(token) or slug(scene.cast.name(token))
        war = PLACES.get(place, f"{place}-war")
        if war in WARS:
            return war
        outsiders = all(is_state(side) or side in MEDIATORS for side in principals(scene))
        known = whole in WARS or place in (_paired(scene) or ()) or place == _speaker(scene, noun)
        if token in told and is_state(place) and outsiders and not known:
            return war
    return None


def _speaker(scene: Scene, noun: Token) -> str:
    """Give who speaks around a noun, as slots do: a state that tells of its own truce is in it."""
    return slug(scene.speaker(noun) or "")


def refuses(scene: Scene, verb: Token, agent: Token | None) -> bool:
    """Tell "X rejected the deal" from "Y said that X had rejected it": only X refuses anything."""
    speaker = scene.speaker(verb)
    return speaker is None or agent is None or scene.actor(agent) in (None, speaker)


def principals(scene: Scene) -> Counter[str]:
    """Count the mentions of those an article is about, without hosts and those who mediate."""
    told = scene.memo.get("principals")
    if not isinstance(told, Counter):
        told = scene.memo["principals"] = _principals(scene)
    return told


def _principals(scene: Scene) -> Counter[str]:
    sides = Counter(side for side in scene.sides() if side not in MEDIATORS)
    if (pair := _paired(scene)) is not None:
        return Counter({side: max(1, sides[side]) for side in pair})
    between = set(_brokers(scene))
    left = Counter({side: n for side, n in sides.items() if side not in between})
    return left if len(left) > 1 else sides


def _paired(scene: Scene) -> tuple[str, ...] | None:
    """Give the two who are said to agree, to sign, to talk together, more often than others."""
    if "paired" not in scene.memo:
        found: Counter[tuple[str, ...]] = Counter()
        for verb in scene.words(TOGETHER):
            agent = roles(verb).agent if is_verbal(verb) else None
            sides = [s for s in scene.pair_of(agent) if s not in MEDIATORS]
            if len(sides) == 2 and agent is not None and any(True for _ in agent.conjuncts):
                found[tuple(sorted(sides))] += 1
        for noun in scene.words(BETWEEN):
            if not is_verbal(noun) and roles(noun).after("between") is not None:
                pair = parties(scene, noun)
                found.update([pair] if len(pair) == 2 else [])
        first = found.most_common(2)
        clear = len(first) == 1 or (len(first) > 1 and first[0][1] > first[1][1])
        scene.memo["paired"] = first[0][0] if first and clear else None
    told = scene.memo["paired"]
    return told if isinstance(told, tuple) else None


def _brokers(scene: Scene) -> Iterator[str]:
    """Find who goes between: "the Qatari mediator", "brokered by Oman", "the Omani capital"."""
    for token in scene.words(BROKERS):
        named = scene.side(token) if not is_verbal(token) else None
        around = roles(token)
        for each in (around.agent, around.after("by")) if is_verbal(token) else ():
            named = named or scene.side(each)
        if named is not None:
            yield named
    yield from map(slug, scene.cast.hosts())
    yield from _venues(scene)


def _venues(scene: Scene) -> set[str]:
    """Give the states of which there is no more than that something takes place in the capital."""
    inside, otherwise = set[str](), set[str]()
    for token in scene.doc:
        if token.pos_ == "PROPN" and token.is_title and (side := scene.side(token)):
            capital = slug(token.text) in capitals() and slug(token.text) != side
            town = capital and token.i > 0 and token.nbor(-1).lower_ == "in"
            (inside if town else otherwise).add(side)
    return inside - otherwise


def parties(scene: Scene, noun: Token) -> tuple[str, ...]:
    """Give the two sides named at a noun: "between A and B", "A's treaty with B"."""
    around = roles(noun)
    found: list[str] = []
    for token in (
        around.agent,
        *(n for w, n in around.preps if w in ("between", "with", "of", "among", "by")),
    ):
        if token is None:
            continue
        for actor in scene.cast.actors(token, scene.speaker(token)):
            if slug(actor) not in found:
                found.append(slug(actor))
    for child in noun.children:
        if child.dep_ not in ("amod", "compound") or child.i > noun.i or child.tag_ == "VBN":
            continue  # who backs "Chinese-backed talks" is no party to them
        if child.dep_ == "compound" and _is_seat(child):
            continue  # "the Pretoria agreement": where it was signed
        hyphened = (c for c in child.children if c.dep_ == "flat" and c.i < noun.i)
        for each in (child, *hyphened):  # "the Rome-Tunis pact"
            side = scene.side(each)
            if side and side not in found:
                found.append(side)
    return tuple(sorted(found[:2]))


def _is_seat(name: Token) -> bool:
    """Tell a capital that stands alone from the two of "the Ankara-Baku pact"."""
    alone = not any(True for _ in name.children)
    return alone and name.is_title and slug(name.text) in capitals() and name.nbor(1).text != "-"


def _of_article(scene: Scene) -> str:
    """Name an article's conflict: a named war of its parties, the war's place, the parties."""
    sides = principals(scene)
    top = [name for name, _ in sides.most_common(6)]
    wars = [pair for pair in NAMED if pair[0] in top and pair[1] in top]
    if wars:
        return NAMED[max(wars, key=lambda pair: min(sides[pair[0]], sides[pair[1]]))]
    places = Counter(slug(m["a"] or m["b"]) for m in _WAR_IN.finditer(scene.text))
    for name, _ in places.most_common():
        if scene.places.known(name) or name in sides:
            return f"{name}-war"
    if len(top) >= 2:
        return "-".join(sorted(top[:2]))
    return top[0] if top else scene.places.main() or "unknown"
