"""What flies or explodes, which ships it sinks, and whose is it?"""

from __future__ import annotations

from spacy.tokens import Token

from claims.clauses import roles
from claims.lexicon import Lexicon
from claims.scene import Scene

_WORDS = Lexicon.of(__name__)

FLYING = _WORDS.set("flying")
MANNED = _WORDS.set("manned")
MUNITIONS = _WORDS.set("munitions") | (FLYING - MANNED)
VESSELS = _WORDS.set("vessels")
SOME = _WORDS.set("some")


def is_munition(scene: Scene, token: Token | None) -> bool:
    """Tell what is fired or flies without a crew, also as "a barrage of missiles"."""
    return munition(scene, token) is not None


def munition(scene: Scene, token: Token | None) -> Token | None:
    """Give the word for what is fired or flies in a noun phrase."""
    if token is None:
        return None
    if scene.lemma(token) in MUNITIONS:
        return token
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
        parts = (c for c in found.children if c.dep_ in ("acl", "nmod") and c.i > found.i)
        side = next((s for c in parts if (s := scene.side(roles(c).agent))), None)
    return side
