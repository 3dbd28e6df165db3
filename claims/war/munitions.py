"""What flies or explodes, which ships it sinks, and whose is it?"""

from __future__ import annotations

from claims.lexicon import Lexicon
from claims.scene import SHIPS, Scene
from claims.text.clauses import roles
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

FLYING = _WORDS.set("flying")
MANNED = _WORDS.set("manned")
MUNITIONS = _WORDS.set("munitions") | (FLYING - MANNED)
VESSELS = _WORDS.set("vessels")
CREWLESS = frozenset({"unmanned", "uncrewed", "crewless", "explosive", "explosives"})
CRAFT = frozenset({"craft", "vehicle", "skiff"})
BLOWS = _WORDS.set("blows")
SOME = _WORDS.set("some")


def is_munition(scene: Scene, token: Token | None) -> bool:
    """Tell what is fired or flies without a crew, also as "a barrage of missiles"."""
    return munition(scene, token) is not None


def munition(scene: Scene, token: Token | None) -> Token | None:
    """Give the word for what is fired or flies in a noun phrase."""
    if token is None:
        return None
    if scene.lemma(token) in MUNITIONS or _is_crewless(scene, token):
        return token
    carried = (c for c in token.children if c.dep_ == "compound" and scene.lemma(c) in MUNITIONS)
    if scene.lemma(token) in BLOWS and (kind := next(carried, None)) is not None:
        return kind  # "a drone attack", "artillery fire"
    inner = roles(token).after("of") if scene.lemma(token) in SOME or token.pos_ == "NUM" else None
    counted = scene.counted(token)
    for noun in (inner, counted):
        if noun is not None and scene.lemma(noun) in MUNITIONS:
            return noun
    return None


def owner_of(scene: Scene, token: Token | None) -> str | None:
    """Give the side whose missile or drone it is: "a Houthi missile", "fired by X"."""
    found = munition(scene, token)
    if found is None:
        return None
    side = scene.side(found)
    if side is None:
        parts = [c for c in found.children if c.dep_ in ("acl", "nmod") and c.i > found.i]
        parts += [c for p in parts for c in p.children if c.dep_ == "xcomp"]  # "believed to be"
        side = next((s for c in parts if (s := scene.side(roles(c).agent))), None)
    return side


def _is_crewless(scene: Scene, token: Token) -> bool:
    """Tell "an unmanned surface vessel" and "a boat laden with explosives" from other boats."""
    if scene.lemma(token) not in VESSELS | CRAFT:
        return False
    return any(t.lower_ in CREWLESS for t in token.subtree if t.i < token.i + 4)


def is_ship(scene: Scene, noun: Token) -> bool:
    """Tell a ship by its kind, or by a name that the article gives a ship."""
    words = {scene.lemma(noun), *(scene.lemma(c) for c in noun.children if c.i < noun.i)}
    if words & (VESSELS | SHIPS):
        return True
    if noun.pos_ != "PROPN":
        return False
    named = scene.memo.get("ships")
    if not isinstance(named, frozenset):
        after = (scene.doc[i + 1 : i + 4] for i, w in enumerate(scene.lemmas) if w in VESSELS)
        named = frozenset(t.text for part in after for t in part if t.pos_ == "PROPN")
        scene.memo["ships"] = named  # "the freighter Lena", of which it is told later
    return noun.text in named
