"""What becomes of talks between states or warring sides, and of the meetings of their envoys?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claims.conflicts import parties, refuses
from claims.diplomacy.deals import BROKERING, main_pair
from claims.diplomacy.envoys import ACCORDS, ENVOYS, PART, between, is_coming, of_talks
from claims.diplomacy.offers import fate, offer
from claims.diplomacy.outcomes import outcome
from claims.diplomacy.peace import READY, TALKS, TRUCE, URGING
from claims.lexicon import Lexicon
from claims.model import Aspect, Stance
from claims.relevance import Need
from claims.scene import Finding, Scene
from claims.text.clauses import is_verbal, particle, predicates, preposition, roles
from claims.text.factuality import judge
from claims.text.linear import noun_before
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

REBELS = _WORDS.set("rebels")  # who talk of peace when they talk with a government
PEACE = frozenset(["peace", "ceasefire", "truce", "broker", "mediate"])
# Talks about other things than war and peace.
OTHER_TALKS = _WORDS.set("other_talks")
BUSINESS = _WORDS.set("business")  # with whom talks are about other things
ECONOMIC = frozenset({"trade", "tariff"})  # other talks too, but for those of two states
DURING = frozenset({"in", "at", "during", "after", "from"})
SUMMITS = frozenset({"summit", "conference", "dialogue"})
ATTENDING = frozenset({"attend", "skip", "boycott", "shun", "join", "leave", "miss"})
WISHING = frozenset({"want", "wish", "hope", "like", "prefer", "seek"})
OFFERING = frozenset({"offer", "propose", "suggest", "volunteer"})
SENDING = frozenset({"send", "dispatch"})
REACHING = _WORDS.set("reaching")
OUGHT = frozenset({"can", "must", "should"})
MOOD = _WORDS.map("mood")  # what talks are said to be, by a predicate
LOOSE = _WORDS.map("loose")  # verbs that say it of talks only with one of these words
ACTS = frozenset({"proposed", "rejected", "agreed"})  # what its subject says by doing it
MEETING = frozenset({"meeting", "contact", "encounter"})
TALK = _WORDS.map("talk")
# what becomes of talks by the noun that their verb leads to: "hit a snag"
OUTCOMES = {
    "stalled": "stalled", "advancing": "ongoing", "fruitless": "ended-without-agreement",
    "failed": "ended-without-agreement", "suspended": "suspended", "ruined": "collapsed",
    "excluded": "proposed", "pending": "proposed",
}  # fmt: skip
ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth", "final", "new"})
NEGOTIATING = frozenset({"negotiation", "talks", "consultation", "talk"})
ROUNDS = frozenset({"round", "session"})
WITHOUT = frozenset(
    {"agreement", "deal", "result", "breakthrough", "accord", "signature", "progress"}
)
SOURCES = frozenset({"people", "person", "source", "official", "diplomat"})
JOURNEYS = frozenset({"expect", "travel", "arrive", "fly", "visit", "go", "come", "head", "due"})
GATHERING = frozenset({"meet", "gather", "sit", "convene", "reconvene", "assemble"})
AGAIN = frozenset({"another", "further", "next", "second", "third", "urgent", "emergency"})
TABLE = frozenset({"table"})
AT_TABLE = frozenset({"negotiate", "bargain", "return", "come", "sit"})
NEEDS = (
    Need(nouns=TALKS, at_hand=PEACE | REBELS, states=1),
    Need(nouns=TALKS, at_hand=frozenset({"between"}), states=1),
    Need(nouns=TALKS, states=2),
    Need(nouns=TABLE, at_hand=AT_TABLE, states=2),
    Need(nouns=MEETING, at_hand=frozenset({"between"}), article=ENVOYS, states=2),
    Need(nouns=MEETING, at_hand=AGAIN, article=TRUCE | ACCORDS, states=2),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read talks and meetings, where the article speaks of war or of states."""
    met: set[int] = set()
    for noun in scene.words(MEETING):
        if not is_verbal(noun) and _is_of_states(scene, noun):
            yield from _talks(scene, noun)
    for noun in scene.words(ROUNDS):
        if _is_fruitless(scene, noun) or _is_next(scene, noun):
            yield from _talks(scene, noun)
    for noun in scene.words(TALKS):
        if _is_about_peace(scene, noun):
            for finding in _talks(scene, noun):
                met.add(finding.anchor.i)
                yield finding
    for noun in scene.words(TABLE):
        if _is_of_talks(noun) and len(set(scene.sides())) > 1:
            yield from _talks(scene, noun)
    scene.memo["met"] = frozenset(met)


def _is_about_peace(scene: Scene, noun: Token) -> bool:
    """Tell peace talks from pay talks: a war, or two states, and no other subject."""
    if is_verbal(noun) or (noun.pos_ == "PROPN" and scene.lemma(noun) in SUMMITS):
        return False  # "the Munich Security Conference"
    kinds = {scene.lemma(c) for c in noun.children if c.dep_ in ("compound", "amod")}
    if kinds & OTHER_TALKS or (kinds & ECONOMIC and len(between(scene, noun)) < 2):
        return False
    if noun.tag_ == "NN" and scene.lemma(noun) == "talk":
        return False
    other = roles(noun).after("between", "with")
    if other is not None and other.pos_ == "NOUN" and scene.lemma(other) in BUSINESS:
        return False
    about = {scene.lemma(c) for c in noun.subtree}
    if about & (PEACE | REBELS):
        return bool(scene.sides())
    if scene.war or about & ENVOYS or scene.has(ENVOYS | ACCORDS):
        return len(set(scene.sides())) >= 2
    return len(between(scene, noun)) >= 2


def _is_of_talks(table: Token) -> bool:
    """Tell "returned to the negotiating table" and "come to the table" from furniture."""
    if any(c.lower_ in ("negotiating", "bargaining", "conference") for c in table.children):
        return True
    bare = all(c.dep_ in ("case", "det") for c in table.children)
    return bare and preposition(table) == "to" and table.head.lemma_ in ("come", "return", "sit")


def _is_fruitless(scene: Scene, noun: Token) -> bool:
    """Read "two rounds ended without agreement" as talks, where states make a deal."""
    if is_verbal(noun) or noun.dep_ != "nsubj" or not scene.has(ACCORDS | TALKS):
        return False
    nothing = roles(noun.head).after("without")
    told = nothing is not None and scene.lemma(nothing) in WITHOUT
    return told and len(set(scene.sides())) > 1


def _is_next(scene: Scene, noun: Token) -> bool:
    """Tell "a third round is planned" where two states talk from a round of anything else."""
    counted = any(c.lower_ in AGAIN or c.lower_ in ORDINALS for c in noun.children)
    bare = noun.dep_ in ("nsubj", "nsubj:pass") and roles(noun).after("of", "in") is None
    return counted and bare and scene.has(NEGOTIATING) and main_pair(scene) is not None


def _is_of_states(scene: Scene, noun: Token) -> bool:
    """Tell a meeting of two states, and "no meeting" of two sides at war, from any other."""
    if len(parties(scene, noun)) == 2:
        return scene.war or scene.has(ENVOYS)
    words = {c.lower_ for c in noun.children}
    again = bool(words & AGAIN) and scene.has(TALKS | ACCORDS | TRUCE)
    none = bool(words & {"no", "any"}) and scene.war
    return (again or none) and len(set(scene.sides())) > 1


def _talks(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read what becomes of talks."""
    carrier = noun
    while carrier.dep_ == "nmod" and scene.lemma(carrier.head) in PART:
        carrier = carrier.head  # "a round of talks", "two days of talks"
    fruitless = _failure(scene, carrier)
    if fruitless is not None:
        found = of_talks(scene, noun, "ended-without-agreement", fruitless, "talks that failed")
        none = scene.lemma(fruitless) != "fail"  # "could not agree": no denial of a failure
        yield replace(found, stance=Stance.ASSERTS if none else None)
        return
    if (besides := _by_nouns(scene, noun, carrier)) is not None:
        yield besides
        return
    for verb, _ in [*predicates(carrier), *_next_verb(scene, noun)]:
        told = _told_of(scene, noun, carrier, verb)
        if verb.dep_ == "acl" and scene.lemma(verb) in BROKERING and verb.tag_ != "VBG":
            continue  # it only says who brokers them
        if told is None or _is_aim(carrier, verb) or _is_when(carrier, verb):
            continue
        if any(c.lower_ in OUGHT for c in verb.children if c.dep_ == "aux"):
            continue  # "talks can begin": on a condition that somebody sets
        found = _of_verb(scene, noun, verb, _in_time(scene, told, verb))
        yield found
        if found.aspect is Aspect.STATUS:
            return
    yield from _at_talks(scene, noun)


def _by_nouns(scene: Scene, noun: Token, carrier: Token) -> Finding | None:
    """Read what other nouns tell of talks: an offer of them, their collapse, a snag they hit."""
    told = offer(scene, noun) or fate(scene, carrier)
    if told is not None:
        own = scene.actor(told.agent)
        found = of_talks(scene, noun, told.value, told.anchor, "talks by a noun before them")
        stance = told.stance
        if stance is not None and not refuses(scene, told.anchor, told.agent):
            stance = None  # so says somebody else
        acting = scene.voice_of(told.agent) if told.agent is not None else None
        return replace(found, own=own, claimant=acting, stance=stance, negated=told.turned)
    led = outcome(scene, carrier)
    value = OUTCOMES.get(led.kind) if led is not None else None
    if led is not None and value is not None:
        found = of_talks(scene, noun, value, led.anchor, "what talks come to")
        return replace(found, negated=led.turned)
    if _is_in_talks(scene, noun):
        return of_talks(scene, noun, "ongoing", noun, "sides that are in talks")
    return None


def _is_in_talks(scene: Scene, noun: Token) -> bool:
    """Read "A is in talks with B"."""
    return preposition(noun) == "in" and any(c.dep_ == "cop" for c in noun.children)


def _of_verb(scene: Scene, noun: Token, verb: Token, value: str) -> Finding:
    """Make the finding of what a verb tells of talks, and of whom it lets speak."""
    agent = roles(verb).agent
    urged = verb.head if verb.dep_ in ("xcomp", "ccomp", "advcl") else verb
    if (
        value in ("scheduled", "resumed")
        and scene.lemma(urged) in URGING | OFFERING
        and is_coming(verb)
    ):
        value = "proposed"  # "called on X to return to talks"
        agent = roles(urged).agent or noun_before(urged)
    acting = scene.voice_of(agent) if value in ACTS and agent is not None else None
    found = of_talks(scene, noun, value, verb, "talks")
    return replace(
        found,
        aspect=Aspect.ASSESSMENT if value in ("leverage", "described") else Aspect.STATUS,
        own=scene.actor(agent),
        stance=Stance.DENIES if value == "rejected" and refuses(scene, verb, agent) else None,
        claimant=acting if agent is not None and agent.i != noun.i else None,
    )


def _at_talks(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "is ready for talks" and "met for talks"."""
    verb = noun.head
    if noun.dep_ == "obl" and scene.lemma(verb) in READY and not _modifies(verb):
        yield of_talks(scene, noun, READY[scene.lemma(verb)], verb, "readiness for talks")
    elif noun.dep_ in ("obl", "nmod") and scene.lemma(verb) in GATHERING:
        value = "scheduled" if is_coming(verb) or judge(verb).future else "met"
        yield of_talks(scene, noun, value, verb, "a meeting for talks")
    elif preposition(noun) == "to" and scene.lemma(verb) in SENDING:
        ahead = is_coming(verb) or judge(verb).future or judge(verb).condition
        yield of_talks(scene, noun, "scheduled" if ahead else "ongoing", verb, "who is sent")


def _failure(scene: Scene, carrier: Token) -> Token | None:
    """Give the verb of "failed to agree in talks", "left the talks without a deal"."""
    verb = carrier.head
    if carrier.dep_ not in ("obl", "nmod") or preposition(carrier) not in DURING:
        return None
    while verb.dep_ in ("obj", "obl", "nmod") and not is_verbal(verb):
        verb = verb.head
    governor = verb.head if verb.dep_ == "xcomp" else verb
    failed = scene.lemma(governor) == "fail" and scene.lemma(verb) in REACHING
    denied = judge(governor).negated and scene.lemma(verb) in REACHING
    return governor if failed or denied else None


def _modifies(ready: Token) -> bool:
    """Tell "people close to the talks" from "is close to talks"."""
    subject = next((c for c in ready.children if c.dep_ == "nsubj"), None)
    source = subject is not None and subject.lemma_.lower() in SOURCES
    return ready.dep_ in ("amod", "acl", "nmod") or source


def _in_time(scene: Scene, value: str, verb: Token) -> str:
    """Word what is told of talks by whether it has come about."""
    fact = judge(verb)
    would = any(c.lower_ == "would" for c in verb.children)
    wished = verb.dep_ == "xcomp" and scene.lemma(verb.head) in WISHING
    if value in ("met", "ongoing", "resumed") and wished:
        return "proposed"
    if value == "met" and verb.tag_ == "VBG" and not is_coming(verb) and verb.dep_ != "xcomp":
        return "ongoing"  # "are holding talks"
    if value in ("met", "ongoing", "resumed") and (
        fact.future or would or (is_coming(verb) and not _under_way(scene, verb))
    ):
        value = "scheduled"
    if value == "withdrawn" and (fact.possible or fact.condition or fact.wanted):
        value = "may-withdraw-if-no-progress"
    if value in ("ended", "collapsed") and any(w == "without" for w, _ in roles(verb).preps):
        value = "ended-without-agreement"
    return value


def _told_of(scene: Scene, noun: Token, carrier: Token, verb: Token) -> str | None:
    """Say what a verb or predicate tells of talks."""
    word = scene.lemma(verb)
    if not is_verbal(verb) and noun.dep_ == "nsubj" and word in ("on", "off"):
        return "resumed" if word == "on" else "cancelled"  # "are back on", "are off"
    if word in LOOSE and not {*_ways(verb), *_ways(carrier, before=True)} & {
        *LOOSE[word].split("/")
    }:
        return None
    if word in ("call", "rule", "push") and particle(verb) != "back":
        if particle(verb) == ("out" if word == "rule" else "off"):
            return "cancelled" if word == "call" else "rejected"
        return "proposed" if word != "rule" and carrier.dep_ == "obl" else None
    if scene.lemma(noun) in SUMMITS and word in ATTENDING:
        return None  # whether somebody comes: a visit
    if word in ("way", "underway", "track") and noun.dep_ == "nsubj":
        return "ongoing"  # "are under way"
    if not is_verbal(verb) and noun.dep_ == "nsubj" and verb.pos_ == "ADJ":
        return MOOD.get(word, "described")
    if not is_verbal(verb) and noun.dep_ == "nsubj":
        return MOOD.get(word)
    return TALK.get(word)


def _ways(word: Token, before: bool = False) -> Iterator[str]:
    """Give the small words after a verb, or before its noun: "turned it down", "pulled out of"."""
    small = (c for c in word.children if c.pos_ in ("ADP", "ADV", "PART"))
    return (c.lower_ for c in small if (c.i < word.i) == before)


def _is_aim(talks: Token, verb: Token) -> bool:
    """Tell "negotiations to end the war": what talks are for is not what became of them."""
    to = any(c.lower_ == "to" for c in verb.children)
    return verb.tag_ == "VB" and to and verb.head.i == talks.i


def _is_when(talks: Token, verb: Token) -> bool:
    """Tell "must leave before negotiations begin": they only say when."""
    case = next((c.lower_ for c in talks.children if c.dep_ == "case"), "")
    if case == "for" and verb.lemma_ in JOURNEYS:
        return True  # "is expected in Paris for talks": a visit
    return talks.head.i == verb.i and case in ("before", "after", "until", "since", "ahead")


def _next_verb(scene: Scene, noun: Token) -> list[tuple[Token, str]]:
    """Take the next verb of the sentence, where the parse connects none."""
    for i in range(noun.i + 1, min(len(scene.doc), noun.i + 16)):
        token = scene.doc[i]
        if token.is_sent_start or token.text == ";" or token.pos_ == "SCONJ":
            break
        if token.tag_ == "VB" and scene.doc[i - 1].lower_ == "to":
            continue  # "negotiations to end the war"
        if token.pos_ == "VERB" and scene.lemmas[i] in TALK:
            return [(token, "nsubj")]
        if token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP"):
            break
    return []


def _under_way(scene: Scene, verb: Token) -> bool:
    """Tell "which X is currently mediating" from "which begin on Monday"."""
    now = any(c.lower_ in ("currently", "now", "still") for c in verb.children)
    return now or scene.lemma(verb) in ("mediate", "continue", "proceed")
