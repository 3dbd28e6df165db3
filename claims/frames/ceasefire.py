"""What is said of a ceasefire, and of the talks that lead to one?"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from claims.clauses import is_verbal, particle, predicates, roles
from claims.conflicts import conflict, parties
from claims.factuality import judge
from claims.lexicon import Lexicon
from claims.linear import noun_before
from claims.model import Aspect, Stance
from claims.relevance import Need
from claims.scene import AT_WAR, Finding, Scene

_WORDS = Lexicon.of(__name__)

TRUCE = frozenset(["ceasefire", "truce", "armistice", "cease-fire"])
STOP = frozenset(["hostility", "fighting", "violence", "fire"])  # "cessation of", "pause in"
PAUSE = frozenset(["cessation", "pause", "halt"])
TALKS = _WORDS.set("talks")
REBELS = _WORDS.set("rebels")  # who talk of peace when they talk with a government
PART = _WORDS.set("part")
NEGOTIATORS = _WORDS.set("negotiators")
ENVOYS = _WORDS.set("envoys")
PEACE = frozenset(["peace", "ceasefire", "truce", "broker", "mediate"])
# Talks about other things than war and peace.
OTHER_TALKS = _WORDS.set("other_talks")
CEASEFIRE = _WORDS.map("ceasefire")
TIMES = frozenset(
    {"hour", "day", "week", "minute", "month"}
)  # "violating the ceasefire hours after"
OUGHT = frozenset({"can", "must", "should"})
REFUSE = frozenset(["reject", "refuse", "dismiss", "decline", "rule", "oppose"])
BEING = _WORDS.map("being")  # what a truce or talks are said to be, by a predicate
TOWARDS = frozenset({"toward", "towards"})
DRAFTS = _WORDS.set("drafts")  # of a truce: "the ceasefire framework"
DEALS = _WORDS.set("deals")  # nouns that may stand for the truce told of before
LASTING = frozenset({"continue", "remain", "last", "stay"})
ANNOUNCING = frozenset({"proposed", "announced", "agreed", "to-be-extended"})
URGING = frozenset({"call", "urge", "ask", "press", "invite", "appeal"})
BROKEN = frozenset({"violated", "collapsed"})
MOOD = {"over": "ended", "possible": "proposed", "dead": "collapsed", "stuck": "stalled"}
ACTS = frozenset({"proposed", "rejected", "agreed"})  # what its subject says by doing it
MARKS = frozenset({"since", "after", "before", "until"})
BACK = 250  # words between a truce and "the deal" that takes it up
MEETING = frozenset({"meeting", "contact", "encounter"})
NOUN_VALUES = _WORDS.map("noun_values")
READY = _WORDS.map("ready")  # adjectives before "for a ceasefire" and "to the deal"
PLAIN = _WORDS.set("plain")  # words before "deal" that make no other deal of it
TALK = _WORDS.map("talk")

MEET = frozenset({"meet"})
NEEDS = (
    Need(nouns=TRUCE, states=1),
    Need(PAUSE, at_hand=STOP, states=1),
    Need(nouns=TALKS, at_hand=PEACE | REBELS, states=1),
    Need(nouns=TALKS, article=AT_WAR, least=2, states=2),
    Need(nouns=TALKS, article=ENVOYS, states=2),
    Need(MEET, at_hand=NEGOTIATORS, states=2),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read ceasefires, then talks, where the article speaks of war or of states."""
    truces = [noun for noun in scene.words(TRUCE) if not is_verbal(noun)]
    meant: set[int] = set(_truce_deals(scene, truces)) if truces and scene.sides() else set()
    scene.memo["truce deals"] = frozenset(meant)
    for noun in (*truces, *(scene.doc[i] for i in sorted(meant))):
        yield from _truce(scene, noun)
    for noun in scene.words(PAUSE):
        if any(scene.lemma(n) in STOP for _, n in roles(noun).preps):
            yield from _truce(scene, noun)
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


def _truce_deals(scene: Scene, truces: list[Token]) -> Iterator[int]:
    """Give "the deal" and "a proposal" where the last deal that was named is a truce."""
    last = {noun.i: True for noun in truces}
    for noun in scene.words(DEALS):
        if is_verbal(noun) or noun.dep_ == "compound" or noun.i in last:
            continue
        kinds = [c for c in noun.children if c.dep_ in ("compound", "amod", "nmod")]
        of_truce = any(scene.lemma(c) in TRUCE for c in kinds)
        owned = parties(scene, noun) or any(
            scene.lemma(c) not in PLAIN and c.pos_ != "NUM" for c in kinds
        )
        before = [i for i in last if 0 < noun.i - i < BACK]
        last[noun.i] = of_truce or (not owned and bool(before) and last[max(before)])
        if last[noun.i] and not of_truce:
            yield noun.i


def _truce(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read what a verb or noun around a ceasefire says of it."""
    if is_verbal(noun) or (noun.dep_ in ("compound", "amod") and scene.lemma(noun.head) in TALKS):
        return
    found = _value(scene, noun)
    if found is None or not scene.sides():
        return
    value, anchor, stance = found
    topic = f"ceasefire:{conflict(scene, noun, anchor)}"
    slots = {"conflict": topic.partition(":")[2]}
    fact = judge(anchor)
    if value in BROKEN and (fact.condition or fact.future or _is_asked(scene, anchor)):
        return  # "if X broke the truce", "any delay would be a breach"
    if stance is Stance.DENIES and fact.negated:
        value, stance = "rejected", None  # "has not rejected the proposal"
    longer = any(scene.lemma(t) == "extension" for t in (noun, noun.head))
    if value == "proposed" and longer:
        value = "to-be-extended"
    if value == "extended" and (fact.future or fact.wanted or fact.possible):
        value = "to-be-extended"
    if value == "agreed" and longer:
        value = "extended"
    if value == "in-force" and scene.lemma(anchor) in LASTING and roles(anchor).after("until"):
        value = "extended"  # "will continue to be in effect until May"
    if value == "agreed" and (fact.wanted or fact.condition):
        if fact.negated:
            return  # "not empowered to agree one" says nothing of whether there is one
        value = "proposed"
    if value == "in-force" and (fact.future or fact.condition or fact.wanted):
        value = "agreed"  # it is to take effect, which it has not yet
    agent = roles(anchor).agent if is_verbal(anchor) else None
    acting = scene.voice_of(agent) if value in ANNOUNCING else None
    yield Finding(
        "ceasefire", topic, slots, value, anchor, "a ceasefire",
        stance=stance, own=scene.actor(agent), claimant=acting,
    )  # fmt: skip


def _is_asked(scene: Scene, anchor: Token) -> bool:
    """Tell "asked whether the truce was collapsing", which nobody says."""
    whether = any(c.lower_ in ("whether", "if") for c in anchor.children)
    return whether and scene.lemma(anchor.head) in ("ask", "wonder", "question")


def _value(scene: Scene, noun: Token) -> tuple[str, Token, Stance | None] | None:
    """Find the word that says what became of a ceasefire."""
    carrier = noun
    if noun.dep_ == "compound" and scene.lemma(noun.head) in TIMES | DRAFTS:
        carrier = noun.head
    elif noun.dep_ == "nmod" and scene.lemma(noun.head) in DRAFTS - TRUCE:
        carrier = noun.head  # "terms for a ceasefire"
    noun = carrier
    if noun.dep_ in ("compound", "amod", "nmod") and scene.lemma(noun.head) in NOUN_VALUES:
        carrier = noun.head
    for verb, part in predicates(carrier):
        word = scene.lemma(verb)
        if _is_since(verb):
            return None
        if word == "rule" and particle(verb) != "out":
            continue
        if word in BEING and part == "nsubj" and not is_verbal(verb):
            return BEING[word], verb, None
        if word == "be" and part == "nsubj" and any(c.dep_ == "expl" for c in verb.children):
            return "in-force", verb, None
        if word in CEASEFIRE and not (
            word == "call" and part == "obj" and particle(verb) == "off"
        ):
            stance = Stance.DENIES if word in REFUSE else None
            if word in ("take", "come", "go", "enter") and part == "obj":
                continue
            return CEASEFIRE[word], verb, stance
        if verb.lower_ in ("close", "near") or word == "close":
            return "close-to-agreement", verb, None
        if word in ("effect", "place", "force"):
            return "in-force", verb, None
    if carrier is not noun:
        return NOUN_VALUES[scene.lemma(carrier)], carrier, None
    return _governed(scene, noun)


def _governed(scene: Scene, noun: Token) -> tuple[str, Token, Stance | None] | None:
    """Read what became of a ceasefire off the word that governs it: "a step towards a truce"."""
    head = noun.head
    case = next((c.lower_ for c in noun.children if c.dep_ == "case"), "")
    if noun.dep_ in ("obl", "nmod") and case in TOWARDS:
        return "close-to-agreement", head, None
    if noun.dep_ == "obl" and scene.lemma(head) in READY:
        return READY[scene.lemma(head)], head, None
    if noun.dep_ in ("nmod", "obl") and scene.lemma(head) in NOUN_VALUES:
        return NOUN_VALUES[scene.lemma(head)], head, None
    if noun.dep_ in ("obl", "xcomp", "ccomp") and scene.lemma(head) in CEASEFIRE:
        stance = Stance.DENIES if scene.lemma(head) in REFUSE else None
        return CEASEFIRE[scene.lemma(head)], head, stance
    return None


def _is_since(verb: Token) -> bool:
    """Tell "the first attack since the ceasefire began": it only says when."""
    return verb.dep_ == "advcl" and any(
        c.dep_ == "mark" and c.lower_ in MARKS for c in verb.children
    )


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
    if scene.war or about & ENVOYS or scene.has(ENVOYS) or len(parties(scene, noun)) == 2:
        return len(set(scene.sides())) >= 2
    return False


def _is_of_states(scene: Scene, noun: Token) -> bool:
    """Tell a meeting of two states, and "no meeting" of two sides at war, from any other."""
    if len(parties(scene, noun)) == 2:
        return scene.war or scene.has(ENVOYS)
    none = any(c.lower_ in ("no", "any") for c in noun.children)
    return none and scene.war and len(set(scene.sides())) > 1


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
    if value in ("met", "ongoing", "resumed") and (
        fact.future or (_coming(verb) and not _under_way(scene, verb))
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
    if around.agent is None or scene.lemma(around.agent) not in NEGOTIATORS or not scene.sides():
        return
    others = (around.patient, around.after("with"))
    sides = {s for each in (around.agent, *others) for s in scene.pair_of(each)}
    if len(sides) < 2:
        return
    topic = f"talks:{conflict(scene, around.agent)}"
    fact = judge(verb)
    value = "scheduled" if _coming(verb) or fact.future or fact.wanted else "met"
    slots = {"conflict": topic.partition(":")[2]}
    yield Finding("ceasefire", topic, slots, value, verb, "a meeting of negotiators")


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
