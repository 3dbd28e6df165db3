"""What is said later of a journey, talks, a truce or a deal that the article has told of?

"The ministry confirmed the postponement", "the date stands", "he accepted the invitation": these
words belong to what was told before, and only there they say anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claims.lexicon import Lexicon
from claims.model import Stance
from claims.relevance import Need
from claims.scene import Finding, Scene
from claims.text.clauses import is_verbal, particle, predicates, preposition, roles, sentence
from claims.text.factuality import judge
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

HAPPENING = _WORDS.map("happening")  # nouns that say themselves what became of it
OF = {name: frozenset(words.split()) for name, words in _WORDS.table["of"].items()}
DATES = _WORDS.map("dates")  # what a date that is set says, by what it is a date of
SETTING = _WORDS.set("setting")
INVITATION = frozenset({"invitation"})
ACCEPTING = frozenset({"accept", "receive", "get"})
DECLINING = frozenset({"decline", "reject", "refuse", "turn"})
PROMISES = frozenset({"promise", "word", "commitment", "pledge", "undertaking"})
BREAKING = frozenset({"break", "renege", "betray", "go", "backtrack"})
PAPERS = frozenset({"document", "text", "paper"})
SIGNING = _WORDS.map("signing")
RELATED = _WORDS.set("related")  # "the date of the visit", "the treaty text"
ACTING = _WORDS.set("acting")  # what its subject says by doing it
DEFINITE = frozenset({"the", "this", "that", "its", "his", "her", "their", "any", "such"})
REACH = 400  # words back to what was told
NEEDS: tuple[Need, ...] = ()  # it needs what others have read


def read(scene: Scene) -> Iterator[Finding]:
    """Read what follows a journey, talks, a truce or a deal."""
    found = scene.memo.get("found")
    told = [f for f in found if f.frame in FRAMES] if isinstance(found, list) else []
    if not told:
        return
    taken = {sentence(f.anchor).start for f in told}
    for noun in scene.words(NOUNS):
        if is_verbal(noun) or sentence(noun).start in taken or _is_of_another(scene, noun):
            continue
        last = _last(told, noun, scene.lemma(noun))
        follows = _follows(scene, noun, last) if last is not None else None
        if follows is not None:
            taken.add(sentence(noun).start)
            yield follows


FRAMES = frozenset({"visit", "ceasefire", "agreement"})
NOUNS = frozenset(HAPPENING) | {"date"} | INVITATION | PROMISES | PAPERS


def _is_of_another(scene: Scene, noun: Token) -> bool:
    """Tell "the date of the harvest" and "after a delay" from what takes up a visit or a deal."""
    if preposition(noun) in ("after", "before", "since", "without", "despite", "until"):
        return True
    kinds = [c for c in noun.children if c.dep_ in ("compound", "nmod") and c.pos_ != "PROPN"]
    return any(scene.lemma(c) not in RELATED for c in kinds)


def _last(told: Sequence[Finding], noun: Token, word: str) -> Finding | None:
    """Give the last thing told of that may have a delay, a date, a signing."""
    kinds = OF.get(word, frozenset())
    before = [f for f in told if 0 < noun.i - f.anchor.i < REACH and _kind(f) in kinds]
    return max(before, key=lambda f: f.anchor.i) if before else None


def _kind(finding: Finding) -> str:
    return finding.topic.partition(":")[0]


def _follows(scene: Scene, noun: Token, last: Finding) -> Finding | None:
    """Say what a noun and its verb tell of the thing that was told of."""
    word = scene.lemma(noun)
    for verb, part in predicates(noun):
        if word in HAPPENING:
            if not any(c.lower_ in DEFINITE for c in noun.children):
                continue
            if part == "obl" and judge(verb).negated:
                continue  # "had not been informed of any postponement"
            return _made(scene, last, HAPPENING[word], noun, verb)
        value = _told_of(scene, noun, verb, part, DATES.get(_kind(last), "announced"))
        if value is not None:
            declined = scene.lemma(verb) in DECLINING
            return _made(scene, last, value, verb, verb, declined)
    return None


def _told_of(scene: Scene, noun: Token, verb: Token, part: str, dated: str) -> str | None:
    """Say what a verb tells of a date, an invitation, a promise or a paper."""
    word, act = scene.lemma(noun), scene.lemma(verb)
    if word == "date":
        return dated if act in SETTING and not judge(verb).negated else None
    if word in INVITATION:
        refused = act in DECLINING and (act != "turn" or particle(verb) == "down")
        return dated if part == "obj" and (act in ACCEPTING or refused) else None
    if word in PROMISES:
        back = act != "go" or any(c.lower_ == "back" for c in verb.children)
        return "violated" if act in BREAKING and back else None
    fact = judge(verb)
    ahead = fact.future or fact.wanted or fact.condition
    value = SIGNING.get(act)
    return "planned" if value == "signed" and ahead else value


def _made(
    scene: Scene, last: Finding, value: str, anchor: Token, verb: Token, declined: bool = False
) -> Finding:
    """Make the finding, under the topic of what was told."""
    agent = roles(verb).agent if is_verbal(verb) else None
    acting = scene.voice_of(agent) if scene.lemma(verb) in ACTING and agent is not None else None
    return Finding(
        last.frame, last.topic, last.slots, value, anchor, "the sequel of what was told",
        own=scene.actor(agent), claimant=acting, stance=Stance.DENIES if declined else None,
    )  # fmt: skip
