"""Who is said to visit whom: possibly, soon, not any more, or already?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claims.diplomacy.destinations import bound_for, destination, is_own_capital
from claims.diplomacy.envoys import met_by
from claims.diplomacy.journeys import (
    AWAITED,
    AWAY,
    BACK,
    BEING,
    LEAVE,
    NOUNS,
    OCCASIONS,
    ONWARD,
    ONWAY,
    SHUN,
    awaited,
    is_open,
    is_there,
    journey,
    on_visit,
    over,
    shunned,
)
from claims.diplomacy.offices import OFFICES, holder_of
from claims.lexicon import Lexicon
from claims.model import Stance
from claims.names.places import is_name, slug
from claims.relevance import Need
from claims.saying.cueing import is_negated
from claims.scene import Finding, Scene
from claims.text.clauses import Roles, is_verbal, particle, predicates, prepositions, roles
from claims.text.factuality import judge
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

GO = _WORDS.set("go")
WITH_PARTICLE = _WORDS.map("with_particle")  # journeys only with it: "touched down", "set off"
MEET = frozenset({"meet"})
COMMON = frozenset({"go", "come", "head"})  # of everybody
TO = frozenset({"go", "come"})  # a journey only with "to"
OFTEN = frozenset({"head", "chief", "official"})  # of other things, and of everybody
LESSER = frozenset({"leader", "mission", "inspector", "commander", "speaker", "crown"})
HOST = frozenset(["host", "receive", "welcome", "invite"])
INVITATION = frozenset({"invitation"})
BY_NOUN = _WORDS.map("by_noun")
LOOSE = _WORDS.map("loose")  # verbs that say it of a visit only with their particle
REMOTE = frozenset({"online", "virtual", "video", "videoconference", "virtually", "remotely"})
TAKING_UP = frozenset({"the", "this", "that", "no", "any", "such"})
DAYS = _WORDS.set("days")
ANSWERED = frozenset({"confirm", "deny"})  # left to what the answer is to

DOUBT = frozenset({"doubt", "doubtful", "uncertain", "unlikely"})  # "his trip is in doubt"
LIGHT = frozenset({"make", "take", "go", "begin", "start", "end", "set"})
STOP = frozenset({"stop"})  # said of many things
THERE = r"\b(?:will|would|to) be in [A-Z]|\b(?:is|was) in [A-Z][a-z]+ (?:for|to|on) "
NEEDS = (
    Need(nouns=frozenset({"visit", "trip"}), at_hand=frozenset(BY_NOUN) - LIGHT, states=2),
    Need(GO - COMMON | NOUNS - STOP | INVITATION, at_hand=OFFICES - OFTEN, people=True),
    Need(GO - TO | MEET | HOST | AWAITED, at_hand=OFFICES - OFTEN - LESSER, people=True),
    Need(TO, at_hand=OFFICES - OFTEN - LESSER, people=True, towards=True),
    Need(LEAVE, at_hand=OFFICES - OFTEN - LESSER, people=True, onward=True),
    Need(frozenset(WITH_PARTICLE) | ONWAY, at_hand=OFFICES - OFTEN - LESSER, onward=True),
    Need(frozenset({"touch"}), at_hand=OFFICES - OFTEN, people=True),
    Need(SHUN, at_hand=OCCASIONS),
    Need(frozenset({"stop"}), at_hand=OFFICES - OFTEN, pattern=r"\bstop in [A-Z]"),
    Need(frozenset({"be"}), at_hand=OFFICES - OFTEN - LESSER, pattern=THERE),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read journeys of office-holders to places."""
    found: list[Finding] = []
    for token in scene.words(GO | MEET | HOST | WITH_PARTICLE.keys() | LEAVE):
        if is_verbal(token):
            found += _verb(scene, token)
    for token in scene.words(AWAITED):
        found += awaited(scene, token)
    for token in scene.words(SHUN):
        if is_verbal(token):
            found += shunned(scene, token)
    for token in scene.words(ONWAY | BEING):
        found += is_there(scene, token)
    for token in scene.words(NOUNS):
        if not is_verbal(token):
            found += [*_noun(scene, token, found)] or [*on_visit(scene, token)]
    for token in scene.words(INVITATION):
        found += _invited(scene, token)
    yield from found
    yield from over(scene)


def _verb(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "X will travel to Y", "X met survivors in Y", "Y hosted X"."""
    around, word = roles(verb), scene.lemma(verb)
    if not _sets_out(verb, word, around):
        return
    visitor, nouns = around.agent, [n for w, n in around.preps if w.split(" ")[0] in AWAY]
    manner = (c for c in verb.children if c.dep_ == "xcomp" and c.pos_ in ("ADV", "ADJ"))
    nouns += [n for c in manner for w, n in prepositions(c) if w in AWAY]  # "flew alone into X"
    if word in LEAVE:
        nouns = [n for w, n in around.preps if w in ONWARD]
    if word in WITH_PARTICLE:
        visitor = visitor or around.patient  # "X, Y's minister, set off", taken for passive
    if word in ("visit", "tour", "attend") and around.patient is not None:
        nouns = [around.patient, *nouns]
    if word in HOST:
        inner = roles(around.patient).preps if around.patient is not None else ()
        nouns += [n for w, n in inner if w in ("in", "at")]
        visitor, nouns = around.patient, [*nouns, around.agent] if around.agent else nouns
        if word == "invite" and around.after("to") is None:
            return
    if word in MEET:
        inner = roles(around.patient).preps if around.patient is not None else ()
        nouns = [n for w, n in (*around.preps, *inner) if w in ("in", "at")]
    if word in TO and not any(w == "to" for w, _ in around.preps):
        return
    if word in MEET | HOST and any(t.lower_ in REMOTE for t in verb.subtree):
        return  # nobody travels
    if any(c.lower_ in BACK for c in verb.children) or is_open(verb):
        return
    nouns = [n for n in nouns if not is_own_capital(scene, n, visitor)]
    yield from _visit(scene, verb, visitor, nouns, around)


def _sets_out(verb: Token, word: str, around: Roles) -> bool:
    """Tell "touched down in X" and "left Y for X" from other uses of their verbs."""
    if word in WITH_PARTICLE:
        ways = WITH_PARTICLE[word].split("/")
        return particle(verb) in ways
    return word not in LEAVE or (word in GO or around.after("for") is not None)


def _guest(scene: Scene, agent: Token | None, place: str) -> Token | None:
    """Give who travelled, where two leaders met in the country of one of them."""
    if agent is None:
        return None
    at_home = slug(scene.cast.where(place) or place)
    both = (agent, *agent.conjuncts)
    if place == at_home and scene.side(agent) == at_home:
        return None  # nobody travelled
    return next((one for one in both if scene.side(one) not in (None, at_home)), agent)


def _first_to(scene: Scene, verb: Token, noun: Token | None) -> Token | None:
    """Give who "became the first secretary of state to visit" a place, and so did."""
    governor = verb.head if verb.dep_ == "xcomp" else noun.head if noun is not None else verb
    predicate = noun
    if verb.dep_ == "xcomp":
        predicate = next((c for c in governor.children if c.dep_ in ("obj", "xcomp")), None)
    if predicate is None or not any(
        scene.lemma(c) == "first" or c.tag_ in ("RBS", "JJS") for c in predicate.subtree
    ):
        return None
    subject = next((c for c in predicate.children if c.dep_ == "nsubj"), None)
    if subject is None and scene.lemma(governor) in ("become", "be"):
        subject = roles(governor).agent
    return subject


def _visit(
    scene: Scene, verb: Token, visitor: Token | None, nouns: list[Token], around: Roles
) -> Iterator[Finding]:
    """Make the finding of a journey by its visitor and destination."""
    place = destination(scene, nouns)
    if place is not None and scene.lemma(verb) in MEET:
        visitor = _guest(scene, visitor, place)
    name = holder_of(scene, visitor)
    if visitor is not None and visitor.tag_ == "NNS" and not _is_owned(scene, visitor):
        return  # "special envoys met in X": whose is not said
    if visitor is not None and visitor.tag_ == "NNS" and _of_several(scene, visitor):
        return  # ministers of several states who meet: talks
    if scene.lemma(verb) in MEET and place is not None and _is_elsewhere(scene, verb, place):
        return  # leaders of two states who meet in a third: talks
    first = _first_to(scene, verb, visitor)
    if first is not None:
        name = slug(scene.cast.name(first))
    at_home = first is None and place == scene.side(visitor)
    if name is None or place is None or place == name or at_home:
        return
    fact = judge(verb)
    value = "took-place"
    if fact.possible and first is None:
        value = "possible"
    elif first is None and (
        fact.future or fact.wanted or fact.condition or _coming(verb) or _is_dated(verb)
    ):
        value = "announced"
    value = _dropped(scene, verb) or value
    if _unlikely(scene, verb):
        value = "unlikely-not-ruled-out"
    yield journey(scene, name, place, value, verb, visitor)


def _dropped(scene: Scene, verb: Token) -> str | None:
    """Read "scrapped plans to fly to X": what became of the plan."""
    plan = verb.head
    if verb.dep_ != "acl" or scene.lemma(plan) != "plan" or plan.dep_ not in ("obj", "nsubj:pass"):
        return None
    value = BY_NOUN.get(scene.lemma(plan.head))
    return value if value in ("cancelled", "postponed") else None


def _is_elsewhere(scene: Scene, verb: Token, place: str) -> bool:
    """Tell whether those who meet are both abroad."""
    sides = met_by(scene, verb)
    home = slug(scene.cast.where(place) or place)
    return len(sides) > 1 and home not in sides


def _is_owned(scene: Scene, visitors: Token) -> bool:
    """Tell whose officials travel: "Peruvian envoys", "envoys of Peru"; names are nobody's."""
    if scene.lemma(visitors) not in OFFICES:
        return True
    return any(scene.side(t) for t in visitors.subtree if t.i != visitors.i and t.is_title)


def _of_several(scene: Scene, visitors: Token) -> bool:
    """Tell "the three countries' ministers" and "ministers of A and B"."""
    owner = roles(visitors).agent
    several = owner is not None and owner.tag_ == "NNS"
    return several or len(scene.pair_of(roles(visitors).after("of", "from"))) > 1


def _told(noun: Token, earlier: Sequence[Finding]) -> Finding | None:
    """Give the visit that "the visit" and "no visit" take up: the last one told of."""
    taken_up = any(c.lower_ in TAKING_UP or c.tag_ == "PRP$" for c in noun.children)
    before = [f for f in earlier if f.anchor.i < noun.i]
    return max(before, key=lambda f: f.anchor.i) if taken_up and before else None


def _noun(scene: Scene, noun: Token, earlier: Sequence[Finding]) -> Iterator[Finding]:
    """Read "X's visit to Y was postponed", "a visit by X to Y", "the visit was called off"."""
    around = roles(noun)
    inner = roles(around.agent).preps if around.agent is not None else ()
    visitor = around.agent or around.after("by") or _by(noun) or _named_before(scene, noun)
    lost = noun.dep_ == "obl:unmarked" and is_verbal(noun.head)  # "called off at dawn a trip"
    for verb, part in [*predicates(noun), *([(noun.head, "obj")] if lost else [])]:
        word = scene.lemma(verb)
        outer = roles(verb)
        who = visitor
        if who is None and part in ("obj", "obl"):
            who = outer.agent
        nouns = [n for w, n in (*around.preps, *inner, *outer.preps) if w in AWAY]
        nouns += bound_for(scene, noun)
        nouns += [c for c in noun.children if c.dep_ == "compound" and scene.places.of(c)]
        name, place = holder_of(scene, who), destination(scene, nouns)
        if word not in BY_NOUN or (part == "obl" and _is_purpose(noun)):
            continue
        if scene.lemma(noun) in STOP and around.after("to") is not None:
            continue  # "put a stop to the sale"
        if name is None or place is None:
            told = _told(noun, earlier)
            if told is None or word in ANSWERED:
                continue
            name, place = told.slots["visitor"], told.slots["destination"]
        value = _fate(verb, word)
        if value is None:
            continue
        if word == "rule":  # whoever rules it out, or does not, says so
            shut = not is_negated(verb)
            stance = Stance.DENIES if shut else None
            yield journey(scene, name, place, "possible" if shut else value, noun, who, stance)
            return
        yield journey(scene, name, place, value, verb, who)
        return
    yield from _possible(scene, noun, visitor, around)


def _fate(verb: Token, word: str) -> str | None:
    """Say what a verb tells of a visit, by its particle and by whether it has come about."""
    value, fact = BY_NOUN[word], judge(verb)
    if word in LOOSE and particle(verb) not in LOOSE[word].split("/"):
        return None
    if word in DOUBT and not any(c.dep_ == "cop" for c in verb.children):
        return None
    if value in ("took-place", "ended") and (fact.future or fact.wanted or _is_dated(verb)):
        value = "announced"
    return "possible" if fact.possible and value not in ("postponed", "cancelled") else value


def _is_purpose(noun: Token) -> bool:
    """Tell "arrived for the visit and went straight to …", which says nothing of the visit."""
    return any(c.dep_ == "case" and c.lower_ in ("for", "during") for c in noun.children)


def _invited(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "X accepted an invitation to Y"."""
    verb = noun.head
    agent = roles(verb).agent
    if noun.dep_ != "obj" or scene.lemma(verb) not in ("accept", "receive") or agent is None:
        return
    nouns = [n for w, n in (*roles(noun).preps, *roles(verb).preps) if w == "to"]
    name, place = holder_of(scene, agent), destination(scene, nouns)
    if name is not None and place is not None and place != scene.side(agent):
        value = "announced" if scene.lemma(verb) == "accept" else "proposed"
        yield journey(scene, name, place, value, verb, agent)


def _possible(
    scene: Scene, noun: Token, visitor: Token | None, around: Roles
) -> Iterator[Finding]:
    """Read "a possible visit by X to Y", of which no verb tells anything."""
    words = {scene.lemma(c) for c in noun.children}
    name = holder_of(scene, visitor)
    aims = [c for c in noun.children if c.dep_ == "acl" and is_verbal(c)]  # "to meet Z in Y"
    inner = [p for verb in aims for p in roles(verb).preps if p[0] in ("in", "at")]
    place = destination(scene, [n for w, n in (*around.preps, *inner) if w in AWAY])
    if name and place and words & {"potential", "possible", "likely", "planned"}:
        value = "announced" if "planned" in words else "possible"
        yield journey(scene, name, place, value, noun, visitor)


def _named_before(scene: Scene, noun: Token) -> Token | None:
    """Give the name in front of a visit, unless it is a place's."""
    return next(
        (
            c
            for c in noun.children
            if c.dep_ in ("compound", "nmod")
            and is_name(c)
            and c.i < noun.i
            and not scene.places.of(c)
        ),
        None,
    )


def _by(noun: Token) -> Token | None:
    """Give who comes in "a visit to X by Y", where the parse hung him on X."""
    return next(
        (
            t for t in (*noun.subtree, *noun.head.children)
            if t.i > noun.i and (t.dep_ in ("nmod", "obl") or t.i < noun.head.i)
            and any(c.lower_ == "by" and c.dep_ == "case" for c in t.children)
        ),
        None,
    )  # fmt: skip


def _is_dated(verb: Token) -> bool:
    """Tell "arrives on Tuesday", which is to come, from a headline's "arrives in X"."""
    after = verb.doc[verb.i + 1 : verb.right_edge.i + 1]
    return verb.tag_ in ("VBZ", "VBP") and any(t.lower_ in DAYS for t in after)


def _coming(verb: Token) -> bool:
    return verb.tag_ == "VBG" and any(
        c.dep_ == "aux" and c.lower_ in ("is", "are") for c in verb.children
    )


def _unlikely(scene: Scene, verb: Token) -> bool:
    head = verb.head
    words = {head.lower_, *(c.lower_ for c in head.children)} if head.i != verb.i else set()
    return "unlikely" in words or ("likelihood" in words and "low" in words)
