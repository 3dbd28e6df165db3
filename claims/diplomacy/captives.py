"""Is an article about prisoners or hostages who come free by agreement, and who are they?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.lexicon import Lexicon
from claims.scene import Scene
from claims.text.clauses import is_verbal, predicates, roles
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

CAPTIVES = _WORDS.set("captives")
PEOPLE = _WORDS.set("people")  # who they are called too, in an article about an exchange
BARGAINS = _WORDS.set("bargains")
FREEING = frozenset({"free", "release", "let", "trade"})
HOMEWARD = frozenset({"fly", "return", "bring", "send", "come", "go", "take", "walk", "set"})
HOME = frozenset({"home", "free"})
LETTING = frozenset({"free", "release", "liberate", "repatriate", "hand", "set"})
KEEPING = frozenset({"hold", "take", "seize"})  # by somebody, or hostage
JAILING = frozenset({"jail", "detain", "imprison", "arrest"})
HOLDING = _WORDS.set("kidnapping") | KEEPING | JAILING
VICTIMS = _WORDS.set("victims")


def is_exchange(scene: Scene) -> bool:
    """Tell an exchange of captives from a rescue: somebody bargains over them."""
    return scene.has(CAPTIVES) and scene.has(BARGAINS)


def captives(scene: Scene) -> Iterator[Token]:
    """Give the nouns and numbers that stand for captives."""
    bargain = is_exchange(scene)
    for people in (*_held(scene), *_let_go(scene)):
        yield people.head if _is_part(people) else people
    for noun in scene.words(CAPTIVES | PEOPLE if bargain else CAPTIVES):
        if scene.lemma(noun) in CAPTIVES or scene.amount_of(noun) is not None:
            yield noun.head if _is_part(noun) else noun
    if bargain:
        yield from (t for t in scene.doc if t.pos_ == "NUM" and _is_bare(scene, t))


def comes_free(scene: Scene, verb: Token) -> bool:
    """Read "went free", "were flown home", "is free", and "let 20 go"."""
    word = scene.lemma(verb)
    if word == "free" and not is_verbal(verb):
        return any(c.dep_ == "cop" for c in verb.children)
    if word == "let":
        return any(scene.lemma(c) == "go" for c in verb.children)
    return word in HOMEWARD and any(c.lower_ in HOME and c.i > verb.i for c in verb.children)


def let_free(scene: Scene, noun: Token) -> Iterator[tuple[Token, str]]:
    """Read "set free 14 prisoners" and "let go 14 prisoners": they hang on "free" and "go"."""
    verb = noun.head
    if noun.dep_ not in ("obj", "nsubj"):
        return
    if verb.lower_ in ("free", "go") and scene.lemma(verb.head) in ("set", "let"):
        yield verb.head, "free"
        return
    around = {c.lower_ for c in (*verb.children, *noun.children)}
    word = scene.lemma(verb)
    if (word == "set" and "free" in around) or (word == "go" and "let" in around):
        yield verb, "free"


def _held(scene: Scene) -> Iterator[Token]:
    """Give people who are captives by what was done to them: "engineers abducted in X"."""
    for verb in scene.words(HOLDING):
        people = verb.head
        if verb.dep_ not in ("acl", "amod", "acl:relcl") or verb.tag_ not in ("VBN", "VBD", "JJ"):
            continue
        adjectives = (c for c in people.children if c.dep_ == "amod" and c.is_title)
        sides = (scene.side(each) for each in (people, *adjectives))
        national = any(side is not None for side in sides) and people.tag_ in ("NNS", "NNPS", "NN")
        if not (national or scene.lemma(people) in VICTIMS) or scene.lemma(people) in CAPTIVES:
            continue
        word = scene.lemma(verb)
        captor = roles(verb).after("by", "in") or verb.dep_ == "acl:relcl"
        if word in KEEPING and not (captor or {c.lower_ for c in verb.children} & CAPTIVES):
            continue
        if word in JAILING and not national:
            continue  # those of another state are bargained for
        yield people


def _let_go(scene: Scene) -> Iterator[Token]:
    """Give the nationals of one state whom another releases: "Iran freed four French citizens"."""
    for verb in scene.words(LETTING):
        around = roles(verb) if is_verbal(verb) else None
        objects = (c for c in verb.children if c.dep_ == "obj" and c.pos_ == "NOUN")
        people = next(objects, around.patient if around is not None else None)
        if around is None or people is None or scene.lemma(people) not in VICTIMS:
            continue
        theirs, side = scene.side(people), scene.side(around.agent)
        if theirs is not None and side is not None and theirs != side:
            yield people


def _is_part(noun: Token) -> bool:
    """Tell "seven of 14 prisoners": it is the seven of whom something is told."""
    if noun.dep_ != "nmod" or noun.head.i > noun.i:
        return False
    return noun.head.pos_ == "NUM" or noun.head.lower_ in ("last", "rest", "some", "most")


def _is_bare(scene: Scene, number: Token) -> bool:
    """Tell "400 would be freed", where no noun says who they are."""
    told = any(
        scene.lemma(verb) in FREEING or comes_free(scene, verb) for verb, _ in predicates(number)
    )
    counted = any(c.dep_ == "nmod" for c in number.children)
    return told and not counted and number.dep_ in ("nsubj", "nsubj:pass", "obj")
