"""What becomes of talks between states or warring sides, and of the meetings of their envoys?"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from claims.clauses import is_verbal, particle, predicates, roles
from claims.conflicts import conflict, parties, principals
from claims.factuality import judge
from claims.lexicon import Lexicon
from claims.linear import noun_before
from claims.model import Aspect, Stance
from claims.relevance import Need
from claims.scene import AT_WAR, Finding, Scene

_WORDS = Lexicon.of(__name__)

TALKS = _WORDS.set("talks")
REBELS = _WORDS.set("rebels")  # who talk of peace when they talk with a government
PART = _WORDS.set("part")
NEGOTIATORS = _WORDS.set("negotiators")
ENVOYS = _WORDS.set("envoys")
PEACE = frozenset(["peace", "ceasefire", "truce", "broker", "mediate"])
# Talks about other things than war and peace.
OTHER_TALKS = _WORDS.set("other_talks")
OUGHT = frozenset({"can", "must", "should"})
MOOD = {"over": "ended", "possible": "proposed", "dead": "collapsed", "stuck": "stalled"}
ACTS = frozenset({"proposed", "rejected", "agreed"})  # what its subject says by doing it
MEETING = frozenset({"meeting", "contact", "encounter"})
TALK = _WORDS.map("talk")
MEET = frozenset({"meet"})
ACCORDS = frozenset({"agreement", "accord", "treaty", "pact", "protocol"})
AGAIN = frozenset({"another", "further", "next", "second", "third", "urgent", "emergency"})
URGING = frozenset({"call", "urge", "ask", "press", "invite", "appeal"})
READY = _WORDS.map("ready")  # adjectives before "for a ceasefire" and "to the deal"
TRUCE = frozenset({"ceasefire", "truce", "armistice", "cease-fire"})
NEEDS = (
    Need(nouns=TALKS, at_hand=PEACE | REBELS, states=1),
    Need(nouns=TALKS, article=AT_WAR, least=2, states=2),
    Need(nouns=TALKS, article=ENVOYS | ACCORDS, states=2),
    Need(nouns=MEETING, at_hand=AGAIN, article=TRUCE | ACCORDS, states=2),
    Need(MEET, at_hand=NEGOTIATORS, states=2),
    Need(MEET, at_hand=frozenset({"minister"}), article=TRUCE | ACCORDS, states=2),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read talks and meetings, where the article speaks of war or of states."""
    met: set[int] = set()
    for noun in scene.words(MEETING):
        if not is_verbal(noun) and _is_of_states(scene, noun):
            yield from _talks(scene, noun)
    for noun in scene.words(TALKS):
        if _is_about_peace(scene, noun):
            for finding in _talks(scene, noun):
                met.add(finding.anchor.i)
                yield finding
    for verb in scene.words(MEET):
        if verb.i not in met and is_verbal(verb):
            yield from _delegates(scene, verb)


def _is_about_peace(scene: Scene, noun: Token) -> bool:
    """Tell peace talks from pay talks: a war, or two states, and no other subject."""
    if is_verbal(noun):
        return False
    if any(scene.lemma(c) in OTHER_TALKS for c in noun.children if c.dep_ in ("compound", "amod")):
        return False
    if noun.tag_ == "NN" and scene.lemma(noun) == "talk":
        return False
    about = {scene.lemma(c) for c in noun.subtree}
    if about & (PEACE | REBELS):
        return bool(scene.sides())
    of_states = scene.war or about & ENVOYS or scene.has(ENVOYS | ACCORDS)
    if of_states or len(parties(scene, noun)) == 2:
        return len(set(scene.sides())) >= 2
    return False


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
    topic = f"talks:{conflict(scene, noun)}"
    slots = {"conflict": topic.partition(":")[2]}
    whole = noun.dep_ == "nmod" and scene.lemma(noun.head) in PART
    carrier = noun.head if whole else noun
    for verb, _ in [*predicates(carrier), *_next_verb(scene, noun)]:
        told = _told_of(scene, noun, carrier, verb)
        if told is None or _is_aim(carrier, verb) or _is_when(carrier, verb):
            continue
        if any(c.lower_ in OUGHT for c in verb.children if c.dep_ == "aux"):
            continue  # "talks can begin": on a condition that somebody sets
        value = _in_time(scene, told, verb)
        aspect = Aspect.ASSESSMENT if value in ("leverage", "described") else Aspect.STATUS
        agent = roles(verb).agent
        urged = verb.head if verb.dep_ in ("xcomp", "ccomp", "advcl") else verb
        if value in ("scheduled", "resumed") and scene.lemma(urged) in URGING and _coming(verb):
            value, agent = (
                "proposed",
                roles(urged).agent or noun_before(urged),
            )  # "called on X to return to talks"
        acting = scene.voice_of(agent) if value in ACTS and agent is not None else None
        yield Finding(
            "ceasefire",
            topic,
            slots,
            value,
            verb,
            "talks",
            aspect=aspect,
            own=scene.actor(agent),
            stance=Stance.DENIES if value == "rejected" else None,
            claimant=acting if agent is not None and agent.i != noun.i else None,
        )
        if aspect is Aspect.STATUS:
            return
    if noun.dep_ == "obl" and scene.lemma(noun.head) in READY:
        told = READY[scene.lemma(noun.head)]  # "is ready for talks"
        yield Finding("ceasefire", topic, slots, told, noun.head, "readiness for talks")
        return
    if noun.dep_ in ("obl", "nmod") and scene.lemma(noun.head) in ("meet", "gather"):
        verb = noun.head
        value = "scheduled" if _coming(verb) or judge(verb).future else "met"
        yield Finding("ceasefire", topic, slots, value, verb, "a meeting for talks")


def _in_time(scene: Scene, value: str, verb: Token) -> str:
    """Word what is told of talks by whether it has come about."""
    fact = judge(verb)
    would = any(c.lower_ == "would" for c in verb.children)
    if value in ("met", "ongoing", "resumed") and (
        fact.future or would or (_coming(verb) and not _under_way(scene, verb))
    ):
        value = "scheduled"
    if value == "withdrawn" and (fact.possible or fact.condition or fact.wanted):
        value = "may-withdraw-if-no-progress"
    if value == "ended" and any(w == "without" for w, _ in roles(verb).preps):
        value = "ended-without-agreement"
    return value


def _told_of(scene: Scene, noun: Token, carrier: Token, verb: Token) -> str | None:
    """Say what a verb or predicate tells of talks."""
    word = scene.lemma(verb)
    if word in ("call", "rule", "push"):
        if particle(verb) == ("out" if word == "rule" else "off"):
            return "cancelled" if word == "call" else "rejected"
        return "proposed" if word != "rule" and carrier.dep_ == "obl" else None
    if word in ("way", "underway", "track") and noun.dep_ == "nsubj":
        return "ongoing"  # "are under way"
    if not is_verbal(verb) and noun.dep_ == "nsubj" and verb.pos_ == "ADJ":
        return MOOD.get(word, "described")
    return TALK.get(word)


def _is_aim(talks: Token, verb: Token) -> bool:
    """Tell "negotiations to end the war": what talks are for is not what became of them."""
    to = any(c.lower_ == "to" for c in verb.children)
    return verb.tag_ == "VB" and to and verb.head.i == talks.i


def _is_when(talks: Token, verb: Token) -> bool:
    """Tell "must leave before negotiations begin": they only say when."""
    case = next((c.lower_ for c in talks.children if c.dep_ == "case"), "")
    return talks.head.i == verb.i and case in ("before", "after", "until", "since", "ahead")


def _delegates(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "negotiators from A and B met in C": talks, whether the text calls them so or not."""
    around = roles(verb)
    agent = around.agent
    if agent is None or not scene.sides() or not _negotiates(scene, agent):
        return
    others = (around.patient, around.after("with"), roles(agent).after("of", "from"))
    sides = {s for each in (agent, *others) for s in scene.pair_of(each)}
    owner = roles(agent).agent
    if owner is not None and owner.tag_ == "NNS":  # "the three countries' ministers"
        sides |= principals(scene).keys()
    if len(sides) < 2:
        return
    topic = f"talks:{conflict(scene, around.agent)}"
    fact = judge(verb)
    value = "scheduled" if _coming(verb) or fact.future or fact.wanted else "met"
    slots = {"conflict": topic.partition(":")[2]}
    yield Finding("ceasefire", topic, slots, value, verb, "a meeting of negotiators")


def _negotiates(scene: Scene, agent: Token) -> bool:
    """Tell negotiators, and ministers where a deal is being made, from others who meet."""
    ministers = scene.lemma(agent) == "minister" and agent.tag_ == "NNS"
    return scene.lemma(agent) in NEGOTIATORS or (ministers and scene.has(ACCORDS | TRUCE))


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


def _coming(verb: Token) -> bool:
    """Tell "are meeting on Tuesday" and "to be held" from what has been."""
    progressive = verb.tag_ == "VBG" and any(
        c.dep_ == "aux" and c.lower_ in ("are", "is") for c in verb.children
    )
    return progressive or (verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children))
