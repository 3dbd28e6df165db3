"""Which agreements, alliances and exchanges of prisoners are said to stand, to fall or to come?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claims.conflicts import parties, refuses
from claims.diplomacy.captives import CAPTIVES, is_exchange
from claims.diplomacy.deals import BROKERING, NOT_DEALS, bargaining, main_pair, topic_of
from claims.diplomacy.outcomes import outcome
from claims.lexicon import Lexicon
from claims.model import Stance
from claims.names.geography import is_state
from claims.relevance import Need
from claims.scene import AT_WAR, Finding, Scene
from claims.text.clauses import is_verbal, particle, predicates, preposition, roles, sentence
from claims.text.factuality import Fact, judge
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

DEALS = _WORDS.set("deals")
TIES = _WORDS.set("ties")
DEAL = _WORDS.map("deal")
TIE = _WORDS.map("tie")
# what a deal is while that is only ahead: "agreed to sign it", "threatened to abandon it"
AHEAD = {
    "signed": "planned", "reached": "planned", "agreed": "planned", "withdrawn": "may-withdraw",
    "suspended": "may-withdraw", "terminated": "may-withdraw", "ended": "may-withdraw",
    "collapsed": "may-withdraw", "extended": "to-be-extended",
}  # fmt: skip
# what ties are if they are only likely to become so, or unlikely to
LIKELY = dict.fromkeys(("cooperation-deepening", "strengthening", "improving"), "likely-to-deepen")
DOUBTED = {"lasting": "weakening", "weakening": "lasting", **LIKELY}
LOOSE = _WORDS.map("loose")  # verbs that say it of a deal only with one of these words
NOMINAL = _WORDS.map("nominal")  # nouns of what is done with a deal: "the signing of"
AWAITING = _WORDS.set("awaiting")
TELLING = _WORDS.set("telling")
LIGHT = frozenset({"take", "hold", "make", "come", "fall"})
BEING = _WORDS.map("being")  # what a deal is said to be, by a predicate
DRAFTS = _WORDS.set("drafts")
WIDER = frozenset({"convention", "charter", "compact"})  # also other things than deals
ASIDE = frozenset({"over", "about", "despite", "amid", "since", "after", "before", "because of"})
NEAR = frozenset({"close", "near", "closer", "nearer"})
PLANS = frozenset({"plan", "proposal", "draft", "roadmap", "blueprint"})
TAKING = frozenset({"accept", "endorse", "approve"})
TURNING_DOWN = _WORDS.set("turning_down")
TRUCES = frozenset({"ceasefire", "truce", "armistice"})
PAIR = 2
SPANS = frozenset({"hour", "day", "week", "month", "year", "decade"})

APPROVING = _WORDS.set("approving")  # what a parliament gives
FORMAL = frozenset({"treaty", "convention", "protocol", "accord", "pact", "charter"})
FORMALLY = _WORDS.set("formally")  # what one state does with a treaty of many
TOWARDS = frozenset({"toward", "towards", "to"})
VERGES = frozenset({"verge", "brink", "cusp", "touch"})
MOVING = frozenset(
    {"move", "inch", "edge", "head", "work", "step", "advance", "draw", "progress", "headway"}
)
# what becomes of a deal by the noun that its verb leads to: "is within reach"
OUTCOMES = {
    "stalled": "stalled", "near": "close-to-agreement", "suspended": "suspended",
    "ruined": "collapsed", "pending": "under-negotiation", "excluded": "planned",
    "standing": "in-force",
}  # fmt: skip

NEEDS = (
    Need(nouns=DEALS | TIES, states=2),
    Need(nouns=FORMAL, at_hand=FORMALLY, states=1),
    Need(nouns=DEALS | TIES, article=AT_WAR, least=2),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read deals, ties between states, and captives freed or held."""
    for noun in scene.words(DEALS):
        if not is_verbal(noun):
            yield from _deal(scene, noun)
    for noun in scene.words(TIES):
        if not is_verbal(noun):
            yield from _ties(scene, noun)
    for noun in scene.words(PLANS):
        yield from _plan(scene, noun)


def _deal(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read what became of a deal."""
    if not _is_deal(scene, noun):
        return
    head = noun.head
    if noun.dep_ == "nmod" and scene.lemma(head) in NOMINAL and not is_verbal(head):
        yield from _nominal(scene, noun, head)
        return
    carrier = head if noun.dep_ == "nmod" and scene.lemma(head) in DRAFTS else noun
    if noun.dep_ == "nmod" and scene.lemma(head) == "part" and _is_predicate(head):
        name = topic_of(scene, noun, None, None) or bargaining(scene)
        if name is not None:
            yield _found(name, "included", head, "part of a deal")
        return
    for verb, part in [*predicates(carrier), *_near_to(scene, carrier), *_approved(scene, noun)]:
        found = _of_verb(scene, noun, carrier, verb, part)
        if found is not None:
            yield found
            return


def _of_verb(scene: Scene, noun: Token, carrier: Token, verb: Token, part: str) -> Finding | None:
    """Make the finding of what a verb tells of a deal, if it tells anything."""
    word = scene.lemma(verb)
    known, led = _value(scene, carrier, verb, part), outcome(scene, carrier)
    if led is not None and led.kind in OUTCOMES:
        known, verb, word = OUTCOMES[led.kind], led.anchor, scene.lemma(led.anchor)
    elif known is None or (word in LIGHT and not _idiom(word, verb, part)):
        return None
    if word in BROKERING and verb.dep_ in ("acl", "amod"):
        return None  # it only says who brokered it
    around = roles(verb)
    agent = around.agent or next((c for c in verb.children if c.dep_ == "nsubj"), None)
    acting = agent if word not in BROKERING and part in ("obj", "obl", "near", "kept") else None
    name = _name(scene, noun, acting, around.after("with", "by"))
    if name is None or _only_dates(scene, verb):
        return None
    told = verb.dep_ == "acl" or preposition(noun) == "under"  # "under the accord reached, X must"
    fact = judge(verb, verb if told and verb.tag_ in ("VBN", "VBD") else None)
    if known == "under-negotiation" and (fact.possible or _is_purpose(verb)):
        return None  # "may travel to X to discuss a treaty"
    value = _in_time(scene, verb, known, fact)
    if "~" in name:
        scene.memo["last deal"] = name
    offers = value == "proposed" and part == "obj" and not fact.negated
    turned_down = word in TURNING_DOWN and part in ("obj", "nsubj:pass")
    if turned_down and fact.negated:
        return None  # "has not turned the deal down" says nothing of whether there is one
    stance = Stance.SPECULATES if known == "expected" else None
    if turned_down:
        himself = refuses(scene, verb, around.agent)
        value, stance = ("accepted", Stance.DENIES) if himself else ("rejected", None)
    return replace(
        _found(name, value, verb, "a deal"),
        own=scene.actor(around.agent),
        claimant=scene.voice_of(around.agent) if offers or turned_down else None,
        stance=stance,
    )


def _name(scene: Scene, noun: Token, agent: Token | None, other: Token | None) -> str | None:
    """Name a deal by its parties, a treaty of many by its kind, an exchange by its captives."""
    name = topic_of(scene, noun, agent, other)
    if name is None and scene.lemma(noun) in FORMAL and len(set(scene.sides())) == 1:
        name = scene.lemma(noun)  # a treaty of many that has no name
    if name is None and is_exchange(scene):
        name = next(scene.lemma(t) for t in scene.words(CAPTIVES)) + "s"
    return name


def _in_time(scene: Scene, verb: Token, known: str, fact: Fact) -> str:
    """Word what a verb tells of a deal by whether it has come about."""
    value = "close-to-agreement" if _close(scene, verb) else known
    above = scene.lemma(verb.head)
    put_off = above in ("put", "push") and particle(verb.head) in ("off", "back")
    if verb.tag_ == "VBG" and (put_off or DEAL.get(above) == "postponed"):
        value = "postponed"  # "put off signing the treaty"
    if any(c.lower_ == "longer" for c in verb.children) and value in ("in-force", "bound"):
        value = "ended"  # "no longer applies"
    decided = above in ("decision", "decide") and verb.dep_ in ("acl", "xcomp")
    if (fact.future or fact.wanted or fact.condition) and not decided:
        value = AHEAD.get(value, value)
    return value


def _nominal(scene: Scene, noun: Token, head: Token) -> Iterator[Finding]:
    """Read "the signing of the deal was put off" and "a breach of the treaty"."""
    value = NOMINAL[scene.lemma(head)]
    name = topic_of(scene, noun, roles(head).agent, None)
    if name is None:
        return
    breach = value == "violated" and (head.dep_ != "nsubj" or _is_predicate(head))
    found = (head, value) if breach else None
    for verb, _ in predicates(head):
        word, fact = scene.lemma(verb), judge(verb)
        ahead = fact.future or fact.wanted or fact.condition or word in AWAITING
        if DEAL.get(word) == "postponed" or (word in ("put", "push") and particle(verb)):
            found = (verb, "postponed")
        elif word in TELLING | AWAITING or _idiom(word, verb, ""):
            found = (verb, AHEAD.get(value, "planned") if ahead else value)
    if found is not None:
        if "~" in name:
            scene.memo["last deal"] = name
        yield _found(name, found[1], found[0], "what is done with a deal")


def _found(name: str, value: str, anchor: Token, rule: str) -> Finding:
    return Finding("agreement", f"agreement:{name}", {"deal": name}, value, anchor, rule)


def _is_predicate(noun: Token) -> bool:
    return any(c.dep_ == "cop" for c in noun.children)


def _only_dates(scene: Scene, verb: Token) -> bool:
    """Tell "five weeks after the accord was signed": it only says when."""
    start = sentence(verb).start
    after = next((t for t in scene.doc[start + 1 : verb.i] if t.lower_ == "after"), None)
    timed = after is not None and scene.lemma(after.nbor(-1)) in SPANS
    return (
        timed and after is not None and not any(t.text == "," for t in scene.doc[after.i : verb.i])
    )


def _is_purpose(verb: Token) -> bool:
    to = any(c.lower_ == "to" for c in verb.children)
    return to and verb.tag_ == "VB" and verb.dep_ in ("advcl", "acl")


def _is_deal(scene: Scene, noun: Token) -> bool:
    """Tell a deal of states from a bargain, from a truce and from any deal at all."""
    if any(c.lower_ in ("without", "his", "her", "my") for c in noun.children):
        return False
    formal = scene.lemma(noun) in FORMAL or scene.lemma(noun) == "agreement"
    if noun.pos_ == "PROPN" and not formal and scene.cast.actor(noun) is not None:
        return False  # "the Three Brotherhood Alliance" is somebody
    if scene.lemma(noun) == "declaration" and not _is_joint(noun):
        return False
    if scene.lemma(noun) in WIDER and all(c.dep_ in ("case", "det") for c in noun.children):
        return False  # "a break with convention"
    if any(scene.lemma(c) in NOT_DEALS for c in noun.children) or not _political(scene, noun):
        return False
    if any(scene.lemma(c) in ("ceasefire", "truce", "armistice") for c in noun.children):
        return False
    truces = scene.memo.get("truce deals")
    if isinstance(truces, frozenset) and noun.i in truces:
        return False  # "the deal": the truce that the article tells of
    if any(
        scene.lemma(c) == "great" or c.lower_ in ("good", "great")
        for c in noun.children
        if c.dep_ == "amod"
    ):
        return False
    return not any(c.dep_ == "det" and c.lower_ == "any" for c in noun.children)


def _value(scene: Scene, noun: Token, verb: Token, part: str) -> str | None:
    """Say what a predicate tells of a deal."""
    word = scene.lemma(verb)
    if word == "hold" and scene.lemma(verb.head) == "put":
        return "suspended"  # "put on hold the treaty", taken for "hold the treaty"
    if part == "approved":
        return "ratified"
    if part in ("near", "kept"):
        return "close-to-agreement" if part == "near" else "in-force"
    if word == "work" and preposition(noun) == "on":
        return "under-negotiation"
    if word == "put":
        held = any(w == "on" and scene.lemma(n) in ("hold", "ice") for w, n in roles(verb).preps)
        return "suspended" if held else None
    if part == "obl" and preposition(noun) in ASIDE:
        return None  # "ended the row over the protocol"
    if part == "nsubj" and not is_verbal(verb):
        return BEING.get(word)
    if word == "be" and part == "nsubj" and any(c.dep_ == "expl" for c in verb.children):
        return "reached"
    if word == "have":
        return "reached" if part == "obj" else None
    if word in NEAR:
        return "close-to-agreement"
    if word in LOOSE and not {*_small(verb), *_small(noun)} & {*LOOSE[word].split("/")}:
        return None
    return DEAL.get(word)


def _small(word: Token) -> Iterator[str]:
    """Give the particles of a verb and the prepositions of a noun: "backed out of the deal"."""
    return (c.lower_ for c in word.children if c.dep_ in ("case", "compound:prt", "advmod"))


def _near_to(scene: Scene, noun: Token) -> Iterator[tuple[Token, str]]:
    """Read "close to an agreement": the adjective that governs it."""
    head = noun.head
    if noun.dep_ == "obl" and scene.lemma(head) in NEAR:
        yield head, "obl"
    if noun.dep_ in ("nmod", "obl") and preposition(noun) in ("of", "to", "on"):
        if scene.lemma(head) in VERGES:
            yield head, "near"
        elif any(scene.lemma(c) == "touch" for c in head.children if c.dep_ == "obj"):
            yield head, "near"  # "is putting the finishing touches to"
        elif head.lower_ == "committed":
            yield head, "kept"
    moving = scene.lemma(head) in MOVING or any(c.lower_ in NEAR for c in head.children)
    if noun.dep_ in ("obl", "nmod") and preposition(noun) in TOWARDS and moving:
        yield head, "near"


def _approved(scene: Scene, noun: Token) -> Iterator[tuple[Token, str]]:
    """Read "gave its approval to the treaty" and "gave the accord the green light"."""
    verb = noun.head if noun.dep_ != "nmod" else noun.head.head
    gifts = (c for c in verb.children if c.dep_ == "obj" and c.i != noun.i)
    if scene.lemma(verb) == "give" and any(scene.lemma(c) in APPROVING for c in gifts):
        yield verb, "approved"


def _close(scene: Scene, verb: Token) -> bool:
    """Read "close to signing", "on the verge of reaching", "close to a deal"."""
    before = scene.doc[max(0, verb.i - 3) : verb.i + (scene.lemma(verb) in NEAR)]
    return any(t.lower_ in ("close", "near", "verge", "brink") for t in before)


def _idiom(word: str, verb: Token, part: str) -> bool:
    """Tell "takes effect", "fell apart", "made a deal" from other uses of light verbs."""
    if word == "make":
        return part == "obj"
    words = {c.lower_ for c in verb.children}
    return bool(words & {"effect", "force", "apart", "through", "firm", "place"})


def _is_joint(declaration: Token) -> bool:
    """Tell "a joint declaration" and one that is signed from what anybody declares."""
    verb = declaration.head.lemma_.lower()
    joint = any(c.lower_ in ("joint", "peace") for c in declaration.children)
    return joint or (declaration.dep_ in ("obj", "nsubj:pass") and verb in ("sign", "initial"))


def _political(scene: Scene, noun: Token) -> bool:
    """Tell a deal between states or warring sides from one of business, and a treaty of many."""
    if scene.war or len(set(scene.sides())) >= 2:
        return True
    if scene.lemma(noun) not in FORMAL:
        return False
    if outcome(scene, noun) is not None:
        return bool(scene.sides())  # "the treaty came into force"
    acts = (verb for verb, _ in predicates(noun) if scene.lemma(verb) in FORMALLY)
    return any(is_state(scene.side(roles(verb).agent) or "") for verb in acts)


def _plan(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read who takes or turns down "the envoy's plan", where a deal is being made."""
    truces = scene.memo.get("truce deals")
    bound = scene.has(DEALS) and _political(scene, noun) and not scene.has(TRUCES)
    if not bound or noun.dep_ != "obj" or (isinstance(truces, frozenset) and noun.i in truces):
        return
    verb = noun.head
    word = scene.lemma(verb)
    agent = roles(verb).agent
    name = scene.memo.get("last deal") or bargaining(scene) or main_pair(scene)
    if word not in TAKING | TURNING_DOWN or agent is None or not isinstance(name, str):
        return
    yield Finding(
        "agreement", f"agreement:{name}", {"deal": name}, "accepted", verb, "a plan for a deal",
        own=scene.actor(agent), claimant=scene.voice_of(agent),
        stance=Stance.DENIES if word in TURNING_DOWN else None,
    )  # fmt: skip


def _ties(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read how two states stand to each other."""
    for verb, _ in [*predicates(noun), *_headline(noun)]:
        word = scene.lemma(verb)
        if word not in TIE:
            continue
        name = _related(scene, noun, verb)
        if name is None:
            continue
        fact = judge(verb)
        value = TIE[word]
        if fact.possible:
            doubted = scene.lemma(verb.head) in ("unlikely", "doubtful")
            value = DOUBTED.get(value, value) if doubted else LIKELY.get(value, value)
        yield Finding(
            "agreement", f"agreement:{name}", {"parties": name}, value, verb, "ties of states"
        )
        return


def _headline(noun: Token) -> Iterator[tuple[Token, str]]:
    """Read "alliance unlikely to last", which a headline says without a verb."""
    for adjective in noun.children:
        if adjective.dep_ == "amod" and adjective.i > noun.i:
            yield from ((c, "nsubj") for c in adjective.children if c.dep_ == "xcomp")


def _related(scene: Scene, noun: Token, verb: Token) -> str | None:
    """Name the two whose ties they are; of "A seeks ties with B and C", A and B."""
    agent, others = roles(verb).agent, scene.pair_of(roles(noun).after("with"))
    sides = [side for side in scene.pair_of(agent) if side not in others]
    if len(others) > 1 and sides:
        return "~".join(sorted((sides[0], others[0])))
    found = parties(scene, noun)
    if len(found) < 2 and roles(noun).agent is not None:
        found = tuple(sorted({*found, *scene.pair_of(roles(noun).agent)}))[:2]
    if not found and len(sides) == PAIR and not judge(verb).wanted:
        found = tuple(sides)  # "A and B restored relations"
    if len(found) == 1 and found[0] not in sides and len(sides) == 1:
        found = (found[0], sides[0])  # "A established relations with B"
    return "~".join(sorted(found)) if len(found) > 1 else None
