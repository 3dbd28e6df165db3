"""Who is on his way, in a place or home again, and who stays away?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from claims.diplomacy.destinations import destination
from claims.diplomacy.offices import holder_of
from claims.lexicon import Lexicon
from claims.model import Stance
from claims.names.places import slug
from claims.scene import Finding, Scene
from claims.text.clauses import is_verbal, preposition, prepositions, roles
from claims.text.factuality import judge
from claims.text.linear import main_subject
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

POSTED = _WORDS.set("posted")  # who is in a place because he lives there
OCCASIONS = _WORDS.set("occasions")
ONWAY = _WORDS.set("onway")
SHUN = _WORDS.set("shun")  # an occasion: to stay away from it
BEING = frozenset({"be"})
AWAITED = frozenset({"expect", "due"})
AWAY = frozenset(["to", "in", "at", "for", "into", "of", "on"])
BACK = frozenset({"home", "back"})
RETURN = frozenset({"head", "return", "fly", "travel", "go", "come", "arrive", "get"})
ONWARD = frozenset({"for", "to"})  # "departed for Moscow": the journey begins
LEAVE = frozenset({"depart", "leave"})
NOUNS = _WORDS.set("nouns")
WHILE = frozenset({"on", "during"})
NOT_NOW = frozenset(
    {"last", "previous", "earlier", "next", "upcoming", "planned", "future", "past"}
)


def journey(
    scene: Scene, name: str, place: str, value: str, anchor: Token, visitor: Token | None,
    stance: Stance | None = None,
) -> Finding:  # fmt: skip
    """Make the finding of a journey; what may come about is a guess."""
    open_ = stance is None and value in ("possible", "unlikely-not-ruled-out")
    return Finding(
        "visit", f"visit:{name}>{place}", {"visitor": name, "destination": place}, value, anchor,
        "a visit", own=scene.actor(visitor), hedged=open_,
        stance=Stance.SPECULATES if open_ else stance,
    )  # fmt: skip


def over(scene: Scene) -> Iterator[Finding]:
    """Read journeys that are over: "departed Y", "home from Y", "back after a visit to Y"."""
    for verb in scene.words(LEAVE):
        around = roles(verb)
        if is_verbal(verb) and scene.has(NOUNS) and around.after(*ONWARD) is None:
            nouns = around.patient, around.after("from")
            yield from _ended(scene, verb, around.agent, nouns)
    for way in scene.words(frozenset({"way"})):
        home = next((c for c in way.children if c.lower_ in BACK), None)
        goer = next((c for c in way.children if c.dep_ == "nsubj"), None) or main_subject(way)
        if home is not None and goer is not None:
            left = [n for part in (way, home) for w, n in prepositions(part) if w == "from"]
            yield from _ended(scene, way, goer, left)
    for noun in scene.words(NOUNS):
        verb = noun.head
        after = any(c.dep_ == "case" and c.lower_ in ("after", "following") for c in noun.children)
        if after and scene.lemma(verb) in RETURN and any(c.lower_ in BACK for c in verb.children):
            seen = [n for w, n in roles(noun).preps if w in AWAY]
            yield from _ended(scene, verb, roles(verb).agent, seen)


def _ended(
    scene: Scene, anchor: Token, goer: Token | None, nouns: Iterable[Token | None]
) -> Iterator[Finding]:
    """Make the finding of a journey's end, unless it is his own country that somebody leaves."""
    place = destination(scene, [noun for noun in nouns if noun is not None])
    name, fact = holder_of(scene, goer), judge(anchor)
    unreal = fact.negated or fact.possible or fact.future or fact.wanted or fact.condition
    if name is None or place is None or unreal:
        return
    if slug(scene.cast.where(place) or place) != scene.side(goer):
        yield journey(scene, name, place, "ended", anchor, goer)


def shunned(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "X will skip the summit in Y": the visitor does not come."""
    around = roles(verb)
    what = around.patient if scene.lemma(verb) != "stay" else around.after("from", "away from")
    if what is None or scene.lemma(what) not in OCCASIONS:
        return
    nouns = [n for w, n in (*roles(what).preps, *around.preps) if w in ("in", "at")]
    name, place = holder_of(scene, around.agent), destination(scene, [*nouns, what])
    if name is not None and place is not None:
        found = journey(scene, name, place, "announced", verb, around.agent)
        yield replace(found, negated=True)


def is_there(scene: Scene, word: Token) -> Iterator[Finding]:
    """Read "X is on his way to Y", "is bound for Y", "is in Y for talks"."""
    being = scene.lemma(word) in BEING
    there = word.head if being else word
    if being and (word.dep_ != "cop" or preposition(there) != "in" or there.pos_ != "PROPN"):
        return
    guest = _goer(there, being)
    nouns = [there] if being else [n for w, n in roles(there).preps if w in ONWARD]
    name, place = holder_of(scene, guest), destination(scene, nouns)
    if name is None or place is None or (being and POSTED & set(name.split("-"))):
        return
    home = slug(scene.cast.where(place) or place)
    if scene.side(guest) in (None, home, place) or is_open(there):
        return
    fact = judge(there)
    ahead = fact.future or fact.wanted or fact.condition
    value = "possible" if fact.possible else "announced" if ahead else "took-place"
    yield journey(scene, name, place, value, there, guest)


def _goer(there: Token, being: bool) -> Token | None:
    """Give who is there or on the way: he of whom it is told, or whose way it is."""
    guest = next((c for c in there.children if c.dep_ == "nsubj"), None)
    if guest is not None or being:
        return guest
    if there.dep_ in ("acl", "amod", "nmod") and not is_verbal(there.head):
        return there.head  # "trucks bound for Y"
    his = any(c.lower_ in ("his", "her") for c in there.children) or there.lemma_ == "route"
    return main_subject(there) if his else None


def on_visit(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "said during a visit to Y", "the president, on a trip to Y,": he is there."""
    if preposition(noun) not in WHILE or any(c.lower_ in NOT_NOW for c in noun.children):
        return
    governor = noun.head
    guest = roles(governor).agent if is_verbal(governor) else governor
    his = next((c for c in noun.children if c.dep_ == "nmod:poss"), None)
    if his is not None and his.pos_ != "PRON":
        guest = his  # "said during Y's visit to Z"
    elif his is not None and guest is None:
        guest = his
    nouns = [n for w, n in roles(noun).preps if w in AWAY]
    nouns += [c for c in noun.children if c.dep_ == "compound" and scene.places.of(c)]
    name, place = holder_of(scene, guest), destination(scene, nouns)
    if name is None or place is None:
        return
    if slug(scene.cast.where(place) or place) == scene.side(guest):
        return
    yield journey(scene, name, place, "took-place", noun, guest)


def awaited(scene: Scene, word: Token) -> Iterator[Finding]:
    """Read "X is expected in Y on Thursday" and "X was due in Y"."""
    around = roles(word)
    guest = around.patient or around.agent
    nouns = [n for w, n in around.preps if w == "in" and scene.places.of(n)]
    if word.dep_ == "case":  # "is due in Y": the place is what the parse makes of the predicate
        nouns = [word.head] if scene.places.of(word.head) else []
        guest = next((c for c in word.head.children if c.dep_ == "nsubj"), None)
    name, place = holder_of(scene, guest), destination(scene, nouns)
    if name is not None and place is not None and not judge(word).negated:
        yield journey(scene, name, place, "announced", word, guest)


def is_open(verb: Token) -> bool:
    """Tell "if he visits" and "he should visit": nobody says that he will."""
    return any(
        (c.dep_ == "mark" and c.lower_ in ("if", "unless"))
        or (c.dep_ == "aux" and c.lower_ in ("should", "ought"))
        for c in verb.children
    )
