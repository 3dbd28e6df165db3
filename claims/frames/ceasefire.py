"""What is said of a ceasefire?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.conflicts import conflict, parties, refuses
from claims.diplomacy.outcomes import outcome
from claims.diplomacy.peace import FIRING, MUTUAL, READY, STOP, STOPPING, TALKS, TRUCE, URGING
from claims.lexicon import Lexicon
from claims.model import Stance
from claims.relevance import Need
from claims.scene import AT_WAR, Finding, Scene
from claims.text.clauses import is_verbal, particle, predicates, roles, stretch
from claims.text.factuality import judge
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

PAUSE = frozenset(["cessation", "pause", "halt", "end", "stop", "suspension"])
LAYING = frozenset({"lay"})  # down one's arms
BOTH = frozenset({"both", "all", "warring", "two", "rival"})
DEMANDING = URGING | {"demand", "tell", "plead", "beg", "implore", "exhort"}
AGREE = frozenset({"agree"})
OFFERING = frozenset({"offer", "propose", "suggest"})
VOWING = _WORDS.set("vowing")
CEASEFIRE = _WORDS.map("ceasefire")
TIMES = frozenset(
    {"hour", "day", "week", "minute", "month"}
)  # "violating the ceasefire hours after"
REFUSE = _WORDS.set("refuse")
# what becomes of a truce by the noun that its verb leads to: "is within reach"
OUTCOMES = {"near": "close-to-agreement", "ruined": "collapsed", "suspended": "ended"}
VERGES = frozenset({"verge", "brink", "cusp"})
LOOSE = {"turn": "down", "brush": "aside", "rule": "out"}  # refusals only with their particle
BEING = _WORDS.map("being")  # what a truce or talks are said to be, by a predicate
TOWARDS = frozenset({"toward", "towards"})
DRAFTS = _WORDS.set("drafts")  # of a truce: "the ceasefire framework"
DEALS = _WORDS.set("deals")  # nouns that may stand for the truce told of before
NEARING = frozenset({"close", "near", "verge", "brink"})
WISHES = frozenset({"want", "need", "wish", "like"})
LEAVING = frozenset({"withdraw", "quit", "leave", "pull", "exit", "renounce"})
LASTING = frozenset({"continue", "remain", "last", "stay"})
ANNOUNCING = frozenset({"proposed", "announced", "agreed", "to-be-extended"})
BROKEN = frozenset({"violated", "collapsed"})
MARKS = frozenset({"since", "after", "before", "until"})
BACK = 250  # words between a truce and "the deal" that takes it up
NOUN_VALUES = _WORDS.map("noun_values")
PLAIN = _WORDS.set("plain")  # words before "deal" that make no other deal of it

NEEDS = (
    Need(nouns=TRUCE, states=1),
    Need(PAUSE, at_hand=STOP, states=1),
    Need(STOPPING - {"hold", "end"} | LAYING, at_hand=MUTUAL, states=1),
    Need(STOPPING - {"hold", "end"}, at_hand=FIRING, article=AT_WAR, states=2),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read ceasefires, where the article names a side."""
    truces = [noun for noun in scene.words(TRUCE) if not is_verbal(noun)]
    meant: set[int] = set(_truce_deals(scene, truces)) if truces and scene.sides() else set()
    scene.memo["truce deals"] = frozenset(meant)
    for noun in (*truces, *(scene.doc[i] for i in sorted(meant))):
        yield from _truce(scene, noun)
    for noun in scene.words(PAUSE):
        of = {scene.lemma(n) for _, n in roles(noun).preps}
        of |= {scene.lemma(c) for c in noun.children if c.dep_ == "acl"} & MUTUAL  # "to fighting"
        if not is_verbal(noun) and of & (STOP | MUTUAL):
            yield from _truce(scene, noun)
    for verb in scene.words(STOPPING | LAYING):
        if is_verbal(verb) and scene.sides():
            yield from _stopping(scene, verb)


def _stopping(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "urged both sides to lay down their arms" and "offered to halt strikes"."""
    around = roles(verb)
    what = around.patient or next((c for c in verb.children if c.dep_ == "xcomp"), None)
    if what is None or not _is_of_fire(scene, verb, what):
        return
    governor = verb.head if verb.dep_ in ("xcomp", "advcl", "ccomp") else verb
    told = _vowed(scene, verb, governor, what)
    if told is None:
        return
    value, anchor = told
    doer = roles(anchor).agent
    name = conflict(scene)
    start, end = stretch(doer, anchor, verb)
    yield Finding(
        "ceasefire", f"ceasefire:{name}", {"conflict": name}, value, anchor,
        "an end of fire", start=start, end=end,
        own=scene.actor(doer), claimant=scene.voice_of(doer),
    )  # fmt: skip


def _vowed(scene: Scene, verb: Token, governor: Token, what: Token) -> tuple[str, Token] | None:
    """Say what is done by the words around "to stop firing", and which word does it."""
    word = scene.lemma(governor)
    if word in AGREE and _is_several(governor):
        return None  # read as what sides agree to do
    if word in DEMANDING and governor.i != verb.i:
        mutual = _is_mutual(scene, what, roles(governor).patient)
        return ("proposed", governor) if mutual else None
    if word in OFFERING or READY.get(word) == "proposed":
        return "proposed", governor
    if word in VOWING:
        return "announced", governor
    doer = roles(verb).agent
    own = doer is not None and (scene.side(doer) is not None or doer.lower_ == "we")
    would = any(c.lower_ == "would" for c in verb.children)
    ahead = judge(verb).future or would
    return ("announced", verb) if own and ahead and word not in REFUSE else None


def _is_several(verb: Token) -> bool:
    """Tell "both armies agreed" and "A agreed with B" from one that agrees alone."""
    around = roles(verb)
    doer = around.agent
    joined = doer is not None and (doer.tag_ == "NNS" or any(True for _ in doer.conjuncts))
    return joined or around.after("with") is not None


def _is_of_fire(scene: Scene, verb: Token, what: Token) -> bool:
    """Tell "halt strikes on X" and "silence the guns" from an end of anything else."""
    word = scene.lemma(what)
    if scene.lemma(verb) in LAYING:
        return word in ("arm", "weapon", "gun") and particle(verb) == "down"
    if scene.lemma(verb) == "hold":
        return word == "fire"
    if scene.lemma(verb) == "refrain" and word == "violence":
        return False  # they need not be fighting
    if word == "strike":
        return scene.war or roles(what).after("on", "against") is not None
    return word in FIRING


def _is_mutual(scene: Scene, what: Token, asked: Token | None) -> bool:
    """Tell a call for a truce from one upon the other side to stop its attacks."""
    sides = asked is not None and (
        len(scene.pair_of(asked)) > 1 or any(c.lower_ in BOTH for c in asked.children)
    )
    return sides or scene.lemma(what) in MUTUAL


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
    unreal = fact.condition or fact.future or fact.wanted
    if value in BROKEN and (unreal or _is_asked(scene, anchor)):
        return  # "if X broke the truce", "any delay would be a breach"
    if stance is Stance.DENIES and fact.negated:
        value, stance = "rejected", None  # "has not rejected the proposal"
    if stance is Stance.DENIES and not refuses(scene, anchor, roles(anchor).agent):
        value, stance = "rejected", None  # so says somebody else
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
        if fact.negated and fact.wanted:
            return  # "not empowered to agree one" says nothing of whether there is one
        value = "agreed" if fact.negated else "proposed"
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
        if _says_nothing(scene, carrier, verb, part):
            return None
        told = _told_of(scene, carrier, verb, part)
        if told is not None:
            return told
    if carrier is not noun:
        return NOUN_VALUES[scene.lemma(carrier)], carrier, None
    return _governed(scene, noun)


def _says_nothing(scene: Scene, carrier: Token, verb: Token, part: str) -> bool:
    """Tell "called the truce a relief" and "under the truce" from news of it."""
    word = scene.lemma(verb)
    opinion = part == "obj" and (word == "call" or word in WISHES) and _has_clause(verb)
    return _is_since(verb) or opinion or (part == "obl" and _is_under(carrier))


def _told_of(
    scene: Scene, carrier: Token, verb: Token, part: str
) -> tuple[str, Token, Stance | None] | None:
    """Say what one verb or predicate tells of a ceasefire."""
    word = scene.lemma(verb)
    if word in LOOSE and LOOSE[word] not in {c.lower_ for c in verb.children}:
        return None
    if word in LEAVING and (part == "obj" or _comes_from(carrier)):
        return "withdrawn", verb, None
    if (led := outcome(scene, carrier)) is not None and led.kind in OUTCOMES:
        return OUTCOMES[led.kind], led.anchor, None
    if word in BEING and part == "nsubj" and not is_verbal(verb):
        return BEING[word], verb, None
    if word == "be" and part == "nsubj" and any(c.dep_ == "expl" for c in verb.children):
        return "in-force", verb, None
    if word in CEASEFIRE and not (word == "call" and part == "obj" and particle(verb) == "off"):
        if word in ("take", "come", "go", "enter") and part == "obj":
            return None
        near = CEASEFIRE[word] == "agreed" and scene.lemma(verb.head) in NEARING
        stance = Stance.DENIES if word in REFUSE else None
        return "close-to-agreement" if near else CEASEFIRE[word], verb, stance
    if verb.lower_ in ("close", "near") or word == "close":
        return "close-to-agreement", verb, None
    return ("in-force", verb, None) if word in ("effect", "place", "force") else None


def _has_clause(verb: Token) -> bool:
    """Tell "called it a relief" and "want it to last" from "called a truce"."""
    return any(c.dep_ in ("xcomp", "ccomp", "oprd") and c.i > verb.i for c in verb.children)


def _is_under(noun: Token) -> bool:
    """Tell "under the truce": what it lays down is read elsewhere."""
    return any(c.dep_ == "case" and c.lower_ == "under" for c in noun.children)


def _comes_from(noun: Token) -> bool:
    return any(c.dep_ == "case" and c.lower_ in ("from", "of") for c in noun.children)


def _governed(scene: Scene, noun: Token) -> tuple[str, Token, Stance | None] | None:
    """Read what became of a ceasefire off the word that governs it: "a step towards a truce"."""
    head = noun.head
    case = next((c.lower_ for c in noun.children if c.dep_ == "case"), "")
    urger = head.head if head.dep_ in ("xcomp", "ccomp") else head
    if noun.dep_ in ("obl", "obj") and scene.lemma(urger) in URGING and head.i != urger.i:
        return "proposed", urger, None  # "urged them to turn to a truce"
    if noun.dep_ == "nmod" and scene.lemma(head) in VERGES:
        return "close-to-agreement", head, None
    if noun.dep_ in ("obl", "nmod") and case in TOWARDS:
        return "close-to-agreement", head, None
    if noun.dep_ == "obl" and scene.lemma(head) in READY:
        return READY[scene.lemma(head)], head, None
    if scene.lemma(head) == "talk" and head.tag_ == "NN":
        return None  # "talk of a truce"
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
