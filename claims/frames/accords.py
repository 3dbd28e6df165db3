"""To what do two sides agree without a word for the deal, and what must be done under it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from claims.conflicts import conflict, principals
from claims.diplomacy.captives import CAPTIVES
from claims.diplomacy.envoys import stands_for
from claims.diplomacy.peace import FIRING, STOPPING, TALKS, TRUCE
from claims.lexicon import Lexicon
from claims.names.geography import is_state
from claims.relevance import Need
from claims.scene import Finding, Scene
from claims.text.clauses import SUBJECTS, is_verbal, roles, stretch
from claims.text.factuality import judge
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

AGREE = frozenset({"agree"})
PACTS = _WORDS.set("pacts")
MEETING = frozenset({"meet", "talk", "negotiate", "reconvene", "sit"})
JOURNEYS = _WORDS.set("journeys")  # read as visits
SIDES = _WORDS.set("sides")
GIVEN = frozenset({"obj", "iobj"})
BOTH = frozenset({"both", "two", "three", "the", "all", "warring"})
PAIR = 2
TERMED = frozenset({"term", "understanding", "arrangement", "agreement"})
MOST = 3  # as many as a deal may have and still be called by all of them
TERMS = frozenset({"under"})
UNDERTAKING = _WORDS.set("undertaking")
CONCEDING = _WORDS.set("conceding")  # what one state does for another
WORD = _WORDS.set("word")
ASSURING = frozenset({"assure"})
BREAKING = {
    "break": "violated", "betray": "violated", "keep": "in-force", "honour": "in-force",
    "honor": "in-force",
}  # fmt: skip
SETTLING = _WORDS.set("settling")
QUARRELS = _WORDS.set("quarrels")
GIVING = frozenset({"give", "make", "offer", "provide"})
NEEDS = (
    Need(AGREE, states=2),
    Need(UNDERTAKING, at_hand=CONCEDING, states=2),
    Need(nouns=WORD, at_hand=GIVING | frozenset(BREAKING), states=2),
    Need(ASSURING, states=2),
    Need(nouns=PACTS, at_hand=TERMS, states=2),
    Need(SETTLING - {"come"}, at_hand=QUARRELS, states=2),
    Need(frozenset({"come"}), pattern=r"to terms\b", states=2),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read what sides agree to do, and what a deal is said to lay down."""
    for verb in scene.words(AGREE):
        if is_verbal(verb):
            yield from _agreed(scene, verb)
    for verb in scene.words(UNDERTAKING | AGREE):
        if is_verbal(verb):
            yield from _undertaken(scene, verb)
    for verb in scene.words(SETTLING):
        if is_verbal(verb):
            yield from _settled(scene, verb)
    for noun in scene.words(WORD):
        if noun.dep_ == "obj" and scene.lemma(noun.head) in GIVING | BREAKING.keys():
            yield from _word_given(scene, noun, noun.head)
    for verb in scene.words(ASSURING):
        if is_verbal(verb) and any(c.dep_ == "ccomp" for c in verb.children):
            yield from _word_given(scene, verb, verb)
    for noun in scene.words(PACTS):
        if not is_verbal(noun):
            yield from _terms(scene, noun)


def _settled(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "A and B have settled their dispute" and "A came to terms with B"."""
    around, word = roles(verb), scene.lemma(verb)
    terms = around.after("to") if word == "come" else around.patient
    if terms is None or scene.lemma(terms) not in (TERMED if word == "come" else QUARRELS):
        return
    named = (around.agent, around.patient, around.after("with"), roles(terms).after("with"))
    told = [n for n in named if n is not None]
    sides = {s for each in told for s in stands_for(scene, each) if is_state(s)}
    fact = judge(verb)
    if len(sides) != PAIR or fact.wanted or fact.condition:
        return
    name = "~".join(sorted(sides))
    scene.memo["last deal"] = name
    yield Finding(
        "agreement", f"agreement:{name}", {"deal": name}, "planned" if fact.future else "reached",
        verb, "a quarrel that is settled", own=scene.actor(around.agent),
    )  # fmt: skip


def _undertaken(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "A undertook to reopen its border to B": what one state owes another by its word."""
    around = roles(verb)
    deed = next((c for c in verb.children if c.i > verb.i and _is_deed(c)), None)
    side = scene.side(around.agent)
    if deed is None or side is None or scene.lemma(deed) not in CONCEDING:
        return
    if around.agent is not None and any(True for _ in around.agent.conjuncts):
        return  # read as what sides agree to do
    words = {scene.lemma(t) for t in deed.subtree}
    told = scene.side(around.patient)  # "A promised B to …"
    other = told if told not in (None, side) and is_state(told or "") else None
    other = other or _other_state(scene, deed, side)
    if other is None or words & (TRUCE | TALKS | PACTS | CAPTIVES | FIRING):
        return
    if judge(verb).condition or judge(verb).wanted:
        return
    yield _pledge(scene, sorted((side, other)), verb, around.agent, deed)


def _word_given(scene: Scene, word: Token, verb: Token) -> Iterator[Finding]:
    """Read "A has given B its word that …", "A assured B that …", "A broke its word to B"."""
    around = roles(verb)
    side = scene.side(around.agent)
    gift = (
        around.patient, around.after("to"), *(c for c in verb.children if c.dep_ in GIVEN),
        roles(word).after("to") if word.i != verb.i else None,
    )  # fmt: skip
    sides = (scene.side(n) for n in gift if n is not None)
    other = next((s for s in sides if s not in (side, None)), None)
    if side is None or other is None or not (is_state(side) and is_state(other)):
        return
    last = word if word.i != verb.i else next(c for c in verb.children if c.dep_ == "ccomp")
    found = _pledge(scene, sorted((side, other)), verb, around.agent, last)
    broken = BREAKING.get(scene.lemma(verb))
    yield replace(found, value=broken) if broken else found


def _pledge(
    scene: Scene, pair: list[str], verb: Token, agent: Token | None, deed: Token
) -> Finding:
    """Make the finding of what one state undertakes towards another."""
    name = "~".join(pair)
    start, end = stretch(agent, verb, deed)
    scene.memo["last deal"] = name
    return Finding(
        "agreement", f"agreement:{name}", {"deal": name}, "pledged", verb,
        "what a state undertakes", start=start, end=end,
        own=scene.actor(agent), claimant=scene.voice_of(agent),
    )  # fmt: skip


def _other_state(scene: Scene, deed: Token, side: str) -> str | None:
    """Give the one other state that a deed is done for."""
    aside = {t.i for c in deed.subtree if c.dep_ == "acl:relcl" for t in c.subtree}
    names = (t for t in deed.subtree if t.pos_ in ("PROPN", "ADJ") and t.is_title)
    named = {scene.side(t) for t in names if t.i not in aside}
    others = {s for s in named if s not in (None, side) and is_state(s)}
    return others.pop() if len(others) == 1 else None


def _agreed(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "A and B agreed to reopen the border", "both sides have agreed to stop firing"."""
    deed = next((c for c in verb.children if c.i > verb.i and _is_deed(c)), None)
    around = roles(verb)
    if deed is None or around.agent is None or judge(verb).wanted or judge(verb).condition:
        return
    words = {scene.lemma(t) for t in deed.subtree}
    if words & (TRUCE | TALKS | PACTS) or scene.lemma(deed) in JOURNEYS:
        return  # read by these words
    sides = _sides(scene, around.agent, around.after("with"))
    if len(sides) < 2:
        return
    own = scene.actor(around.agent)
    if scene.lemma(deed) in MEETING:
        yield _of_conflict(scene, "talks", "scheduled", verb)
    elif scene.lemma(deed) in STOPPING and words & FIRING:
        yield _of_conflict(scene, "ceasefire", "agreed", verb)
    else:
        name = "~".join(sides)
        scene.memo["last deal"] = name
        own = scene.actor(around.agent)
        one = scene.actor(around.agent) is not None and around.agent.tag_ != "NNS"
        one = (
            one and len({*scene.pair_of(around.agent), *scene.pair_of(around.after("with"))}) == 1
        )
        yield Finding(
            "agreement", f"agreement:{name}", {"deal": name}, "bound" if one else "agreed", verb,
            "what sides agree to do", own=own,
        )  # fmt: skip


def _is_deed(token: Token) -> bool:
    """Tell "agreed to reopen", whatever stands between, from "agreed in order to"."""
    to = next((c for c in token.children if c.lower_ == "to" and c.dep_ == "mark"), None)
    bare = to is not None and to.i > 0 and to.nbor(-1).lower_ != "order"
    return token.dep_ in ("xcomp", "advcl") and token.tag_ == "VB" and bare


def _of_conflict(scene: Scene, head: str, value: str, verb: Token, minor: bool = False) -> Finding:
    """Make the finding of a truce or of talks."""
    name = conflict(scene)
    return Finding(
        "ceasefire", f"{head}:{name}", {"conflict": name}, value, verb,
        "what sides agree to do", minor=minor,
    )  # fmt: skip


def _sides(scene: Scene, agent: Token, other: Token | None) -> Sequence[str]:
    """Give who agrees: named, or "the two leaders", who are of those the article is about."""
    named = [*scene.pair_of(agent), *scene.pair_of(other)]
    found = sorted(dict.fromkeys(named))
    if 1 < len(found) <= MOST:
        return found
    last = scene.memo.get("last deal")
    if len(found) == 1 and isinstance(last, str) and found[0] in last.split("~"):
        return last.split("~")
    several = agent.tag_ == "NNS" and scene.lemma(agent) in SIDES
    if not several or not any(c.lower_ in BOTH for c in agent.children):
        return []
    if isinstance(last, str) and "~" in last:
        return last.split("~")
    about = [side for side, _ in principals(scene).most_common(2)]
    return sorted(about) if len(about) > 1 else []


def _terms(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "under the accord, X will do Y": what it lays down, as background."""
    verb = noun.head
    under = any(c.dep_ == "case" and c.lower_ in TERMS for c in noun.children)
    defined = any(c.lower_ in ("the", "this", "that", "a") for c in noun.children)
    if noun.dep_ != "obl" or not (under and defined and is_verbal(verb)):
        return
    fact = judge(verb)
    to_be = any(c.lower_ in ("must", "would", "should", "is", "are") for c in verb.children)
    subject = any(c.dep_ in SUBJECTS for c in verb.children)
    if not (subject and (fact.future or to_be)) or fact.condition:
        return
    truces = scene.memo.get("truce deals")
    if scene.lemma(noun) in TRUCE or (isinstance(truces, frozenset) and noun.i in truces):
        yield _of_conflict(scene, "ceasefire", "agreed", verb, minor=True)
        return
    last = scene.memo.get("last deal")
    about = sorted(side for side, _ in principals(scene).most_common(2))
    name = last if isinstance(last, str) else "~".join(about)
    if "~" in name:
        yield Finding(
            "agreement", f"agreement:{name}", {"deal": name}, "agreed", verb,
            "what a deal lays down", minor=True,
        )  # fmt: skip
