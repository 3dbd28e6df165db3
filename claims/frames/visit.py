"""Who is said to visit whom: possibly, soon, not any more, or already?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Token

from claims.clauses import Roles, is_verbal, predicates, prepositions, roles
from claims.cueing import is_negated
from claims.factuality import judge
from claims.lexicon import Lexicon
from claims.linear import main_subject
from claims.model import Stance
from claims.offices import OFFICES, holder_of
from claims.places import SETTLEMENTS, is_name, slug
from claims.relevance import Need
from claims.scene import Finding, Scene
from claims.topics import COMPASS

_WORDS = Lexicon.of(__name__)

GO = _WORDS.set("go")
AWAITED = frozenset({"expect", "due"})
MEET = frozenset({"meet"})
COMMON = frozenset({"go", "come", "head"})  # of everybody
TO = frozenset({"go", "come"})  # a journey only with "to"
OFTEN = frozenset({"head", "chief", "official"})  # of other things, and of everybody
LESSER = frozenset({"leader", "mission", "inspector", "commander", "speaker", "crown"})
HOST = frozenset(["host", "receive", "welcome", "invite"])
INVITATION = frozenset({"invitation"})
NOUNS = frozenset(["visit", "trip", "tour", "journey", "attendance", "arrival"])
BY_NOUN = _WORDS.map("by_noun")
REMOTE = frozenset({"online", "virtual", "video", "videoconference", "virtually", "remotely"})
TAKING_UP = frozenset({"the", "this", "that", "no", "any", "such"})
ANSWERED = frozenset({"confirm", "deny"})  # left to what the answer is to
TIMES = frozenset({"hour", "day", "week", "month", "year"})
AWAY = frozenset(["to", "in", "at", "for", "into", "of"])
LEAVE = frozenset({"depart", "leave"})
BACK = frozenset({"home", "back"})
RETURN = frozenset({"head", "return", "fly", "travel", "go", "come", "arrive", "get"})
ONWARD = frozenset({"for", "to"})  # "departed for Moscow": the journey begins

DOUBT = frozenset({"doubt", "doubtful", "uncertain", "unlikely"})  # "his trip is in doubt"
ELSEWHERE = _WORDS.set("elsewhere")
LIGHT = frozenset({"make", "take", "go", "begin", "start", "end", "set"})
NEEDS = (
    Need(nouns=frozenset({"visit", "trip"}), at_hand=frozenset(BY_NOUN) - LIGHT, states=2),
    Need(GO - COMMON | NOUNS | INVITATION, at_hand=OFFICES - OFTEN, people=True),
    Need(GO - TO | MEET | HOST | AWAITED, at_hand=OFFICES - OFTEN - LESSER, people=True),
    Need(TO, at_hand=OFFICES - OFTEN - LESSER, people=True, towards=True),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read journeys of office-holders to places."""
    found: list[Finding] = []
    for token in scene.words(GO | MEET | HOST):
        if is_verbal(token):
            found += _verb(scene, token)
    for token in scene.words(AWAITED):
        found += _awaited(scene, token)
    for token in scene.words(NOUNS):
        if not is_verbal(token):
            found += _noun(scene, token, found)
    for token in scene.words(INVITATION):
        found += _invited(scene, token)
    yield from found
    yield from _over(scene)


def _over(scene: Scene) -> Iterator[Finding]:
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
    place = _destination(scene, [noun for noun in nouns if noun is not None])
    name, fact = holder_of(scene, goer), judge(anchor)
    unreal = fact.negated or fact.possible or fact.future or fact.wanted or fact.condition
    if name is None or place is None or unreal:
        return
    if slug(scene.cast.where(place) or place) != scene.side(goer):
        yield _finding(scene, name, place, "ended", anchor, goer)


def _verb(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "X will travel to Y", "X met survivors in Y", "Y hosted X"."""
    around, word = roles(verb), scene.lemma(verb)
    visitor, nouns = around.agent, [n for w, n in around.preps if w.split(" ")[0] in AWAY]
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
    if any(c.lower_ in BACK for c in verb.children) or _is_open(verb):
        return
    nouns = [n for n in nouns if not _is_own_capital(scene, n, visitor)]
    yield from _visit(scene, verb, visitor, nouns, around)


def _awaited(scene: Scene, word: Token) -> Iterator[Finding]:
    """Read "X is expected in Y on Thursday" and "X was due in Y"."""
    around = roles(word)
    guest = around.patient or around.agent
    nouns = [n for w, n in around.preps if w == "in" and scene.places.of(n)]
    name, place = holder_of(scene, guest), _destination(scene, nouns)
    if name is not None and place is not None and not judge(word).negated:
        yield _finding(scene, name, place, "announced", word, guest)


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
    place = _destination(scene, nouns)
    if place is not None and scene.lemma(verb) in MEET:
        visitor = _guest(scene, visitor, place)
    name = holder_of(scene, visitor)
    if visitor is not None and visitor.tag_ == "NNS" and not _is_owned(scene, visitor):
        return  # "special envoys met in X": whose is not said
    if visitor is not None and visitor.tag_ == "NNS" and _of_several(scene, visitor):
        return  # ministers of several states who meet: talks
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
    elif (fact.future or fact.wanted or fact.condition or _coming(verb)) and first is None:
        value = "announced"
    if _unlikely(scene, verb):
        value = "unlikely-not-ruled-out"
    yield _finding(scene, name, place, value, verb, visitor)


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


def _finding(
    scene: Scene, name: str, place: str, value: str, anchor: Token, visitor: Token | None,
    stance: Stance | None = None,
) -> Finding:  # fmt: skip
    open_ = stance is None and value in ("possible", "unlikely-not-ruled-out")
    return Finding(
        "visit", f"visit:{name}>{place}", {"visitor": name, "destination": place}, value, anchor,
        "a visit", own=scene.actor(visitor), hedged=open_,
        stance=Stance.SPECULATES if open_ else stance,
    )  # fmt: skip


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
    for verb, part in predicates(noun):
        word = scene.lemma(verb)
        outer = roles(verb)
        who = visitor
        if who is None and part == "obj":
            who = outer.agent
        nouns = [n for w, n in (*around.preps, *inner, *outer.preps) if w in AWAY]
        nouns += _bound_for(scene, noun)
        nouns += [c for c in noun.children if c.dep_ == "compound" and scene.places.of(c)]
        name, place = holder_of(scene, who), _destination(scene, nouns)
        if word not in BY_NOUN or (part == "obl" and _is_purpose(noun)):
            continue
        if name is None or place is None:
            told = _told(noun, earlier)
            if told is None or word in ANSWERED:
                continue
            name, place = told.slots["visitor"], told.slots["destination"]
        value = BY_NOUN[word]
        fact = judge(verb)
        if word in DOUBT and not any(c.dep_ == "cop" for c in verb.children):
            continue
        if value in ("took-place", "ended") and (fact.future or fact.wanted):
            value = "announced"
        if fact.possible and value not in ("postponed", "cancelled"):
            value = "possible"
        if word == "rule":  # whoever rules it out, or does not, says so
            shut = not is_negated(verb)
            stance = Stance.DENIES if shut else None
            yield _finding(scene, name, place, "possible" if shut else value, noun, who, stance)
            return
        yield _finding(scene, name, place, value, verb, who)
        return
    yield from _possible(scene, noun, visitor, around)


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
    name, place = holder_of(scene, agent), _destination(scene, nouns)
    if name is not None and place is not None and place != scene.side(agent):
        value = "announced" if scene.lemma(verb) == "accept" else "proposed"
        yield _finding(scene, name, place, value, verb, agent)


def _possible(
    scene: Scene, noun: Token, visitor: Token | None, around: Roles
) -> Iterator[Finding]:
    """Read "a possible visit by X to Y", of which no verb tells anything."""
    words = {scene.lemma(c) for c in noun.children}
    name = holder_of(scene, visitor)
    place = _destination(scene, [n for w, n in around.preps if w in AWAY or w == "at"])
    if name and place and words & {"potential", "possible", "likely", "planned"}:
        value = "announced" if "planned" in words else "possible"
        yield _finding(scene, name, place, value, noun, visitor)


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
            t for t in noun.subtree
            if t.dep_ in ("nmod", "obl") and any(c.lower_ == "by" for c in t.children)
        ),
        None,
    )  # fmt: skip


def _bound_for(scene: Scene, noun: Token) -> list[Token]:
    """Give the goal that the parse hung on the traveller: "the trip by the secretary to X"."""
    return [
        token
        for token in noun.subtree
        if token.dep_ == "nmod"
        and scene.places.of(token)
        and any(c.dep_ == "case" and c.lower_ == "to" for c in token.children)
    ]


def _destination(scene: Scene, nouns: list[Token]) -> str | None:
    """Give the first noun that is a place; of an occasion, the place that owns it."""
    for noun in nouns:
        if _is_bare_capital(noun) and (speaker := scene.speaker(noun)):
            return slug(speaker)
        beside = scene.doc[noun.i - 1] if noun.i else None
        if scene.lemma(noun) in TIMES and beside is not None and scene.side(beside):
            noun = beside  # "to Venezuela hours before", taken for one phrase
        if (found := scene.places.of(noun) or _state(scene, noun)) and found not in COMPASS:
            return found
        if noun.lemma_.lower() in SETTLEMENTS and (found := scene.side(noun)):
            return found  # "a Russian city"
        inner = roles(noun).after("in", "at", "of")
        if scene.is_force(noun):  # "a visit to Kigali's forces in Mozambique"
            if inner is not None and (found := scene.places.of(inner)):
                return found
            continue
        owner = roles(noun).agent if scene.lemma(noun) not in ELSEWHERE else None
        if owner is not None and (found := scene.places.of(owner) or _state(scene, owner)):
            return found
        if inner is not None and (found := scene.places.of(inner)):
            return found
    return None


def _is_bare_capital(noun: Token) -> bool:
    """Tell "the capital" from "the Omani capital" and "the capital, Muscat"."""
    kinds = ("amod", "compound", "nmod", "nmod:poss", "appos")
    return noun.lemma_ == "capital" and not any(c.dep_ in kinds for c in noun.children)


def _is_own_capital(scene: Scene, noun: Token, visitor: Token | None) -> bool:
    """Tell the capital in which a visitor lives from the one of the state that speaks of him."""
    speaker = scene.speaker(noun)
    return _is_bare_capital(noun) and (not speaker or slug(speaker) == scene.side(visitor))


def _state(scene: Scene, noun: Token) -> str | None:
    if not is_name(noun):
        return None
    found = slug(noun.text)
    return found if scene.side(noun) == found else None


def _is_open(verb: Token) -> bool:
    """Tell "if he visits" and "he should visit": nobody says that he will."""
    return any(
        (c.dep_ == "mark" and c.lower_ in ("if", "unless"))
        or (c.dep_ == "aux" and c.lower_ in ("should", "ought"))
        for c in verb.children
    )


def _coming(verb: Token) -> bool:
    return verb.tag_ == "VBG" and any(
        c.dep_ == "aux" and c.lower_ in ("is", "are") for c in verb.children
    )


def _unlikely(scene: Scene, verb: Token) -> bool:
    head = verb.head
    words = {head.lower_, *(c.lower_ for c in head.children)} if head.i != verb.i else set()
    return "unlikely" in words or ("likelihood" in words and "low" in words)
