"""Which ground is meant, in whole or in part, and which side has or gets it?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.lexicon import Lexicon
from claims.model import Stance
from claims.names.gazetteer import demonym_of, home_of
from claims.names.places import KINDS, SETTLEMENTS, is_name, slug
from claims.scene import Scene
from claims.text.clauses import Roles, roles
from claims.text.tree import Token
from claims.war.attackers import foe

_WORDS = Lexicon.of(__name__)

OFFICIAL = frozenset({"army", "military", "navy", "government"})
NAMELESS = _WORDS.set("nameless")
PARTS = _WORDS.set("parts")
WHOLE = _WORDS.set("whole")
BESIDE = frozenset({"at", "in", "near", "above", "outside", "overlooking", "of"})
CAMPS = frozenset({"base", "camp", "barracks", "garrison", "headquarters", "post", "outpost"})
POSTS = _WORDS.set("posts")


def side_holding(scene: Scene, token: Token | None) -> str | None:
    """Give the slug of who holds a place: a side, or the force's own name."""
    if token is None:
        return None
    side = scene.side(token)
    if not side and token.lower_ in (
        "they",
        "we",
        "it",
    ):  # "they have captured X", says their leader
        speaker = scene.speaker(token)
        return slug(speaker) if speaker else _nameless(scene, token)
    if side:
        speaker = scene.speaker(token)
        ours = speaker is not None and side == slug(speaker)
        return (scene.own_side(token) if ours else side) or None
    if scene.is_force(token):
        speaker = None if scene.lemma(token) in NAMELESS else scene.speaker(token)
        if speaker is not None and scene.lemma(token) in OFFICIAL and not demonym_of(speaker):
            rival = scene.cast.rival(speaker)  # "the army", say the rebels: not their own
            return slug(rival) if rival else None
        if speaker is not None:
            return slug(speaker)  # "the force has taken X", says its founder
        return slug(token.text) if scene.lemma(token) in NAMELESS else None
    return None


def _nameless(scene: Scene, token: Token) -> str | None:
    """Give the common noun of those whom nothing names: "Insurgents said they had taken X"."""
    meant = scene.cast.mention(token)
    return slug(meant.text) if scene.lemma(meant) in NAMELESS else None


def subject_place(scene: Scene, token: Token | None) -> str | None:
    """Give the place that a subject names: one of the article, or a town that the world knows."""
    found = scene.place([token])
    if found is None and token is not None and token.pos_ == "PROPN" and home_of(token.text):
        found = scene.places.of(token, strict=False)
    return found


def taker_from(scene: Scene, around: Roles) -> str | None:
    """Guess who took a place "from X" when the sentence does not say: the speaker's side.

    A place that the speaker denies was taken is one that his enemy has not taken.
    """
    over = next(iter(scene.sayings.over(around.head)), None)
    if over is not None and over.stance is Stance.DENIES and around.passive:
        return foe(scene, scene.own_side(around.head), scene.speaker(around.head))
    loser = scene.side(around.after("from"))
    if loser is None and not around.passive:
        return None
    taker = scene.own_side(around.head)
    return taker if taker and taker != loser else None


def named_before(scene: Scene, noun: Token) -> str | None:
    """Read the holder in "Ukrainian control", "rebel control", "government control"."""
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "nmod:poss", "nmod") and child.i < noun.i:
            found = scene.side(child) or (
                slug(child.text) + "s" if scene.is_force(child) else None
            )
            if found:
                return found
    return None


def ground(
    scene: Scene, target: Token, around: Roles, sure: bool = False
) -> tuple[str | None, bool]:
    """Give the place that is held and whether only parts of it are."""
    lemma = scene.lemma(target)
    if lemma in WHOLE and target.pos_ in ("DET", "PRON", "NOUN"):  # "captured all of the city"
        owned = roles(target).after("of")
        return scene.places.of(owned, strict=False) if owned is not None else None, False
    if lemma in CAMPS and (camp := _camp(scene, target)):
        return camp, False
    if lemma in POSTS and (post := _post(scene, target, around)):
        return post
    town = roles(target).after("of") if lemma in SETTLEMENTS else None
    direct = target.i + 1 < len(scene.doc) and scene.doc[target.i + 1].lower_ == "of"
    if town is not None and direct and is_name(town) and target.tag_ != "NNS":
        found = scene.places.of(town, strict=False)
        if found:
            return found, False  # "the Donetsk village of X" is X
    if lemma in SETTLEMENTS and not direct and _is_one(target):
        nouns = [n for w, n in (*roles(target).preps, *around.preps) if w in ("in", "of", "near")]
        return scene.place(nouns, strict=False), True  # "a village in the region of X"
    named = scene.places.of(target, strict=sure)
    if named and (target.tag_ not in ("NNS",) or lemma not in KINDS):
        return named, False
    if lemma in PARTS or lemma in KINDS:
        inner = roles(target)
        town = inner.after("of") if lemma in SETTLEMENTS else None
        if town is not None and (found := scene.places.of(town, strict=False)):
            return found, False  # "the towns of X and Y": each in whole
        nouns = [
            n
            for w, n in (*inner.preps, *around.preps)
            if w in ("of", "in", "around", "near", "from", "within", "inside")
        ]
        found = scene.place(nouns, strict=False)
        if found is None and lemma in PARTS - KINDS:
            found = scene.places.in_sentence(target) or scene.places.last_before(target.i)
        if found is None and lemma in SETTLEMENTS and scene.amount_of(target):
            found = scene.places.in_sentence(target)  # "advanced into X and freed 12 villages"
        return found, True
    return None, False


def _camp(scene: Scene, target: Token) -> str | None:
    """Give the town of "the base", told of before, that has no name of its own."""
    bare = [c.lower_ for c in target.children if c.dep_ not in ("case", "punct")] == ["the"]
    return scene.places.last_before(target.i) if bare and not scene.places.of(target) else None


def _post(scene: Scene, post: Token, around: Roles) -> tuple[str, bool] | None:
    """Read "the Dostuk post" and "its post at Dostuk" as Dostuk, "a hill above X" as part of X."""
    named = [c for c in post.children if c.dep_ in ("compound", "amod") and is_name(c)]
    if found := scene.place([c for c in named if not scene.side(c)], strict=False):
        return found, False
    nouns = [n for w, n in (*roles(post).preps, *around.preps) if w in BESIDE]
    found = scene.place(nouns, strict=False)
    return (found, post.tag_ == "NNS" or _is_one(post)) if found else None


def _is_one(noun: Token) -> bool:
    """Tell one of several things, without a name of its own: "a village"."""
    named = any(c.dep_ in ("appos", "flat", "acl") for c in noun.children)
    return not named and any(
        c.dep_ == "det" and c.lower_ in ("a", "an", "another") for c in noun.children
    )


def listed(scene: Scene, several: Token | None) -> list[str]:
    """Give the places of "four villages, including X and Y"."""
    if several is None or several.tag_ != "NNS" or scene.lemma(several) not in SETTLEMENTS:
        return []
    named = roles(several).after("including")
    nouns = (named, *named.conjuncts) if named is not None else ()
    return [p for n in nouns if is_name(n) and (p := scene.places.of(n, strict=False))]


def further(scene: Scene, target: Token) -> Iterator[str]:
    """Give the further places of a list: "the towns of X and Y", "captured X and Y"."""
    named = roles(target).after("of") if scene.lemma(target) in SETTLEMENTS else target
    for other in named.conjuncts if named is not None else ():
        acts = any(c.dep_.startswith("nsubj") for c in other.head.children if c.i == other.i)
        found = scene.places.of(other, strict=False) if is_name(other) and not acts else None
        if found is not None and found in scene.states:
            continue  # "occupies the shoal but China claims it"
        if other.i > target.i and found is not None:
            yield found
