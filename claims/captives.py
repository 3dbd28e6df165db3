"""Is an article about prisoners or hostages who come free by agreement, and who are they?"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from claims.clauses import predicates
from claims.lexicon import Lexicon
from claims.scene import Scene

_WORDS = Lexicon.of(__name__)

CAPTIVES = _WORDS.set("captives")
PEOPLE = _WORDS.set("people")  # who they are called too, in an article about an exchange
BARGAINS = _WORDS.set("bargains")
FREEING = frozenset({"free", "release"})
HOMEWARD = frozenset({"fly", "return", "bring", "send", "come", "go", "take"})
HOME = frozenset({"home", "free"})


def is_exchange(scene: Scene) -> bool:
    """Tell an exchange of captives from a rescue: somebody bargains over them."""
    return scene.has(CAPTIVES) and scene.has(BARGAINS)


def captives(scene: Scene) -> Iterator[Token]:
    """Give the nouns and numbers that stand for captives."""
    bargain = is_exchange(scene)
    for noun in scene.words(CAPTIVES | PEOPLE if bargain else CAPTIVES):
        if scene.lemma(noun) in CAPTIVES or scene.amount_of(noun) is not None:
            yield noun.head if _is_part(noun) else noun
    if bargain:
        yield from (t for t in scene.doc if t.pos_ == "NUM" and _is_bare(scene, t))


def comes_free(scene: Scene, verb: Token) -> bool:
    """Read "went free" and "were flown home"."""
    word = scene.lemma(verb)
    return word in HOMEWARD and any(c.lower_ in HOME and c.i > verb.i for c in verb.children)


def _is_part(noun: Token) -> bool:
    """Tell "seven of 14 prisoners": it is the seven of whom something is told."""
    return noun.dep_ == "nmod" and noun.head.pos_ == "NUM" and noun.head.i < noun.i


def _is_bare(scene: Scene, number: Token) -> bool:
    """Tell "400 would be freed", where no noun says who they are."""
    told = any(
        scene.lemma(verb) in FREEING or comes_free(scene, verb) for verb, _ in predicates(number)
    )
    counted = any(c.dep_ == "nmod" for c in number.children)
    return told and not counted and number.dep_ in ("nsubj", "nsubj:pass", "obj")
