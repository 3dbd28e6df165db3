"""Whose forces are said to be sent somewhere, to fight there, to leave it or to come back?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.lexicon import Lexicon
from claims.names.gazetteer import armed_groups
from claims.names.naming import chunk_start
from claims.names.places import is_name
from claims.relevance import Need
from claims.scene import AT_WAR, FORCES, SHIPS, WATERS, Finding, Scene
from claims.text.clauses import Roles, is_verbal, roles
from claims.text.factuality import judge
from claims.text.tree import Token
from claims.war.contingents import (
    country_of,
    force_of,
    is_band,
    is_delivery,
    is_sent,
    is_within,
    land_of,
    men,
    place_of,
    sent_abroad,
    they,
)
from claims.war.departures import DEPARTING, departures, extent
from claims.war.fighters import FIGHT, PRAISE, fighters
from claims.war.garrisons import STATIONING, garrisons
from claims.war.recruits import GROW, HIRE, grown, hired, of_force, uncounted_side

_WORDS = Lexicon.of(__name__)

SEND = _WORDS.map("send")
MOVE = _WORDS.map("move")
LOOSE = _WORDS.set("loose")
NOUNS = _WORDS.map("nouns")
SOLDIERS = _WORDS.set("soldiers")
GENERIC = _WORDS.set("generic")
BACK = frozenset({"back"})
SOME = frozenset({"some", "many", "most", "part", "all"})
PARTS = _WORDS.set("parts")
ALONE_MOVE = frozenset({"mass", "gather", "concentrate", "move", "build", "deploy", "redeploy"})
PLACED = frozenset(
    {"remain", "stay", "patrol", "leave", "return", "land", "move", "cross", "enter"}
)
CROSSING = frozenset(
    {"enter", "reach", "leave", "patrol", "exit", "evacuate", "cross", "quit", "vacate", "depart"}
)
TAKING_OUT = frozenset({"evacuate", "withdraw", "pull", "remove"})
AHEAD = dict.fromkeys(["begin", "start"], "withdrawal-started") | dict.fromkeys(
    ["announce", "plan", "promise", "order", "agree", "propose", "prepare"], "withdrawal-promised"
)
ENDING = frozenset({"complete", "finish", "end", "conclude", "terminate"})
START = frozenset({"begin", "start"})
RETIRING = frozenset({"withdraw", "pull", "retreat"})
VOW = frozenset({"promise", "agree", "vow", "pledge", "plan", "offer", "intend"})
THREATEN = frozenset({"threaten", "warn"})
CLAUSES = frozenset({"acl", "advcl", "obl"})
DEMAND = frozenset({"demand", "urge", "ask", "want", "insist", "call", "request", "implore"})
MORE = _WORDS.set("more")
SUPPOSING = frozenset({"if", "unless", "until", "till"})
RAIDERS = frozenset({"militant", "gunman", "insurgent", "jihadist", "rebel"})
VIOLATE = frozenset({"violate", "breach", "contravene"})

PRESENT = frozenset({"present", "active", "visible"})
HERE = PRESENT | {"have", "see", "there", "country", "soil", "territory"}
_ACTS = FIGHT | PRAISE | HIRE | GROW | DEPARTING | STATIONING | frozenset([*SEND, *MOVE, *NOUNS])
NEEDS = (
    Need(
        _ACTS, article=AT_WAR | WATERS, least=2,
        at_hand=FORCES | SHIPS | AT_WAR | {"they", "who"},
    ),
    Need(_ACTS, article=SOLDIERS, at_hand=SOLDIERS | GENERIC),
    Need(nouns=SOLDIERS | armed_groups(), at_hand=HERE, article=AT_WAR, least=2, states=1),
)  # fmt: skip


def read(scene: Scene) -> Iterator[Finding]:
    """Read sendings, movements, fighting abroad and the nouns for them."""
    if not (scene.has(SOLDIERS) or scene.naval() or scene.war):
        return
    sent = sent_abroad(scene)
    scene.memo["sent"] = sent
    for token in scene.words(frozenset(SEND)):
        if is_verbal(token):
            yield from _sending(scene, token)
    for token in scene.words(frozenset(MOVE)):
        if is_verbal(token):
            yield from _moving(scene, token)
    for token in scene.words(HIRE):
        if is_verbal(token):
            yield from hired(scene, token)
    for token in scene.words(GROW):
        if is_verbal(token):
            yield from grown(scene, token)
    yield from fighters(scene, sent)
    yield from departures(scene)
    yield from garrisons(scene)
    for token in scene.words(frozenset(NOUNS)):
        if not is_verbal(token):
            yield from _noun(scene, token, sent)
    for token in scene.words(frozenset({"have", "be", "see"})):
        yield from _present(scene, token)


def _sending(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "X sent troops to Y", "troops were deployed in Y"."""
    around, word = roles(verb), scene.lemma(verb)
    people = men(scene, around.patient) or scene.counted(around.patient)
    if verb.dep_ == "amod":
        return
    if word == "put":
        yield from _boots(scene, verb, around)
        return
    if people is not None and scene.lemma(people) == "presence" and word in MORE:
        front = scene.doc[chunk_start(people) : people.i]
        owner = next((s for t in front if (s := scene.side(t))), None)  # "the US troop presence"
        side = owner or scene.side(around.agent) or scene.side(roles(people).agent)
        if side:
            place = place_of(scene, around, people)
            yield of_force(scene, side, place, "reinforced", verb, "a presence bolstered", None)
        return
    if people is not None and people.lower_ in ("themselves", "itself"):
        people = around.agent
    bare = verb.tag_ in ("VBD", "VBN") and not any(c.dep_ == "aux" for c in verb.children)
    if bare and word in ("deploy", "redeploy") and people is None:
        return  # "300 soldiers deployed to X had been killed"
    if word in ALONE_MOVE and people is None:
        people = around.agent
        if people is not None and people.pos_ == "PRON":
            people = scene.cast.mention(people)  # "said it was redeploying"
    force = force_of(scene, people, around.agent)
    if people is not None and force is None and around.passive and SEND[word] == "deployed":
        if people.pos_ == "NUM" and scene.amount_of(people):
            force = uncounted_side(scene, people, verb)
        elif people.tag_ in ("NNPS", "NNS") and people.text.istitle() and word not in LOOSE:
            force = scene.side(people)  # "up to 500 Afghans were deployed"
    if people is None or force is None:
        return
    if word in LOOSE and not place_of(scene, around, people):
        return
    if is_delivery(scene, around, people) or _is_demanded(scene, verb, force):
        return
    if word in MORE and people.tag_ == "NN" and scene.side(around.agent) != force:
        return  # "arms could bolster Russia's military"
    value = SEND[word]
    place = place_of(scene, around, people)
    yield of_force(scene, force, place, value, verb, "forces sent", people)


def _boots(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "put boots on the ground in X"."""
    boots, side = around.patient, scene.side(around.agent)
    after = {t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 6]}
    if boots is None or scene.lemma(boots) != "boot" or "ground" not in after or side is None:
        return
    place = place_of(scene, around, boots) or scene.places.in_sentence(verb)
    yield of_force(scene, side, place, "deployed", verb, "boots on the ground", None)


def _moving(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "troops arrived in Y", "X withdrew its troops from Y", "brought back in soldiers"."""
    around, word = roles(verb), scene.lemma(verb)
    particles = {c.lower_ for c in verb.children if c.dep_ in ("compound:prt", "advmod")}
    home = word == "bring" and "home" in particles
    if word in ("bring", "fall") and not (home or particles & BACK):
        return
    if home and not scene.is_force(men(scene, around.patient)):
        return  # "brought home a cup"
    if word == "leave" and scene.is_force(scene.counted(around.patient)):
        return  # "leaving the army with few positions"
    if (
        word == "pull"
        and not particles & {"out", "back"}
        and around.after("out", "out of", "from", "back") is None
    ):
        return
    if word == "reach" and around.passive:
        return  # "an officer, reached by telephone"
    people = _movers(scene, word, around)
    force = force_of(scene, people, around.agent) or _whole_side(scene, verb, around)
    if people is None or force is None:
        return
    place = place_of(scene, around, people, leaving=True)
    place = place or _reached(scene, verb, around)
    if not scene.is_force(people) and (place is None or not scene.places.known(place)):
        return  # "has pulled out of the race"
    if place is not None and word in ("enter", "reach") and is_band(force):
        yield _entered(scene, force, place, verb)
        return
    if place is None and word in PLACED:
        return
    patient = around.patient
    taken = patient if word in TAKING_OUT and not around.passive else None
    if taken is not None and not (scene.places.of(taken) or men(scene, taken)):
        return  # "soldiers are evacuating civilians", "the army withdrew a tender"
    if _is_demanded(scene, verb, force) or _is_supposed(verb):
        return
    if word in ("arrive", "land") and people is not None and scene.lemma(people) in RAIDERS:
        return  # "the militants arrived on motorcycles"
    leaves = home or MOVE[word] == "withdrawn"
    value = extent(scene, people, _left(scene, verb) if leaves else MOVE[word])
    yield of_force(scene, force, place, value, verb, "forces that move", people)


def _whole_side(scene: Scene, verb: Token, around: Roles) -> str | None:
    """Give the state in "Turkey has pulled out of X": its forces have."""
    agent = around.agent
    named = agent is not None and (agent.pos_ == "PROPN" or agent.lower_ in ("it", "they"))
    alone = around.patient is None and named
    return scene.side(agent) if alone and scene.lemma(verb) in RETIRING else None


def _movers(scene: Scene, word: str, around: Roles) -> Token | None:
    """Give the people who move: whom a verb moves, or who moves himself."""
    people = men(scene, around.patient)
    if not scene.is_force(people) or MOVE[word] == "retreated":
        people = men(scene, around.agent) or scene.counted(around.agent)  # nobody flees somebody
    if people is not None and people.lower_ in SOME:
        people = roles(people).after("of")  # "some of its troops"
    if word == "bring" and not scene.is_force(people):
        people = around.after("in")  # "brought back in soldiers"
    if people is not None and people.pos_ == "PRON":
        people = scene.cast.mention(people)  # "it had withdrawn": the army
    return people


def _reached(scene: Scene, verb: Token, around: Roles) -> str | None:
    """Give the place that a verb has without a preposition: "entered the town", "left X"."""
    what, crossing = around.patient, scene.lemma(verb) in CROSSING
    if what is None or not crossing:
        return None
    place = scene.places.of(what, strict=not is_name(what)) or land_of(scene, what)
    inner = roles(what).after("of", "in")
    if place is None and inner is not None and scene.lemma(what) in PARTS:
        place = scene.places.of(inner)  # "entered large parts of the city"
    return place or (scene.places.last_before(verb.i) if _is_town(scene, around) else None)


def _is_demanded(scene: Scene, verb: Token, force: str) -> bool:
    """Tell "the assembly demanded that X withdraw its troops" from what X itself wants."""
    governor = verb.head
    if verb.dep_ in CLAUSES and scene.lemma(governor) not in DEMAND:
        governor = governor.head  # "calls for X to withdraw"
    clause = verb.dep_ in ("xcomp", "ccomp") or (verb.dep_ in CLAUSES and verb.tag_ == "VB")
    if not clause or scene.lemma(governor) not in DEMAND:
        return False
    if scene.lemma(governor) == "insist" and verb.tag_ in ("VBD", "VBN", "VBZ"):
        return False  # "insisted that X had withdrawn"
    asked = any(c.dep_ in ("obj", "iobj") for c in governor.children if c.i < verb.i)
    return asked or scene.side(roles(governor).agent) != force


def _is_supposed(verb: Token) -> bool:
    """Tell "if they retreat" and "until they arrive": nobody says that they do."""
    return any(c.dep_ == "mark" and c.lower_ in SUPPOSING for c in verb.children)


def _is_town(scene: Scene, around: Roles) -> bool:
    """Tell "entered the city centre", whose town was named before."""
    what = around.patient
    words = {scene.lemma(c) for c in what.children} if what is not None else set()
    return "city" in words and "the" in words and scene.lemma(what or around.head) == "centre"


def _entered(scene: Scene, force: str, place: str, verb: Token) -> Finding:
    """Read "the rebels entered the city": they hold some of it."""
    value = f"{force}-partial-gains"
    return Finding(
        "control", f"control:{place}", {"place": place}, value, verb, "a town entered",
        own=scene.actor(roles(verb).agent),
    )  # fmt: skip


def _left(scene: Scene, verb: Token) -> str:
    """Say how far a withdrawal is: done, begun, promised or threatened."""
    governor = scene.lemma(verb.head) if verb.dep_ in ("xcomp", "ccomp", "advcl") else ""
    fact = judge(verb)
    if governor in THREATEN:
        return "withdrawal-threatened"
    if (
        verb.lemma_ != "leave"
        and verb.tag_ == "VBG"
        and any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children)
    ):
        return "withdrawal-started"
    if governor in VOW or fact.future or fact.wanted or fact.condition:
        return "withdrawal-promised"
    return "withdrawal-started" if governor in START else "withdrawn"


def _present(scene: Scene, token: Token) -> Iterator[Finding]:
    """Read "it had soldiers in X", "troops were on Congolese soil", "there are troops in X"."""
    if token.dep_ == "cop":
        head = token.head
        people = next((c for c in head.children if c.dep_ == "nsubj"), None)
        place = scene.places.of(head) if is_within(head) else None
        if place is None:
            place = land_of(scene, head) or country_of(scene, head)
        if place is None and head.lower_ in PRESENT:
            place = place_of(scene, roles(head))
        anchor = head
    elif token.dep_.startswith("aux"):
        return
    else:
        around = roles(token)
        people, anchor = around.patient or around.agent, token
        place = place_of(scene, around, people)
        there = any(c.lower_ == "there" and c.dep_ == "advmod" for c in token.children)
        if place is None and there:
            place = scene.places.last_before(token.i)  # "it had no army there"
    if people is not None and people.lower_ == "they":
        people = they(scene, people)
    people = scene.counted(people)
    force = force_of(scene, people, roles(anchor).agent)
    if force is None and people is not None and people.tag_ == "NNPS" and scene.amount_of(people):
        force = scene.side(people)  # "2,500 Russians were in the country"
    if place is None or force is None or force == place:
        return
    yield of_force(scene, force, place, "deployed", anchor, "forces that are there", people)


def _noun(scene: Scene, noun: Token, sent: frozenset[str]) -> Iterator[Finding]:
    """Read "the deployment of troops", "the involvement of North Korean soldiers"."""
    around, word = roles(noun), scene.lemma(noun)
    value = NOUNS[word]
    people = next(
        (
            n
            for w, n in [(w, scene.counted(n) or n) for w, n in around.preps]
            if w in ("of", "by") and (scene.is_force(n) or is_sent(scene, n, sent))
        ),
        None,
    )
    owner = around.agent
    if owner is not None and owner.tag_ == "PRP$":
        owner = scene.cast.mention(owner)  # "completed their departure"
    if people is None and owner is not None and (scene.is_force(owner) or value == "fighting"):
        people = owner
    if people is None:
        people = next(
            (c for c in noun.children if c.dep_ == "compound" and scene.is_force(c)), None
        )
    if people is None and value == "fighting":
        people = next((c for c in noun.children if scene.side(c) in sent), None)
    ends = noun.dep_ == "obj" and scene.lemma(noun.head) in ENDING
    if people is None and word == "presence" and ends:
        yield from _pullout(scene, noun, around)
        return
    if people is None and value == "withdrawn" and around.after("from") is not None:
        yield from _pullout(scene, noun, around)
        return
    if people is None or not value:
        return
    side = force_of(scene, people, owner) or scene.side(people)
    if side is None or (value == "fighting" and side not in sent):
        return
    if value == "withdrawn" and noun.dep_ == "obj":
        value = AHEAD.get(scene.lemma(noun.head), value)
    place = place_of(scene, around, people)
    yield of_force(scene, side, place, value, noun, "a noun for forces sent", people)


def _pullout(scene: Scene, noun: Token, around: Roles) -> Iterator[Finding]:
    """Read "Israel agreed to a full withdrawal from X": its forces' own."""
    verb = noun.head if is_verbal(noun.head) else None
    agent = around.agent or (roles(verb).agent if verb is not None else None)
    side, place = scene.side(agent), place_of(scene, around, leaving=True)
    if side is None or place is None or not scene.war:
        return
    word = scene.lemma(verb) if verb is not None else ""
    done = word in ENDING and not (verb is not None and (judge(verb).future or judge(verb).wanted))
    value = "withdrawn" if done else "withdrawal-promised"
    value = "withdrawal-started" if word in START else value
    anchor = verb if verb is not None else noun
    yield of_force(scene, side, place, value, anchor, "a withdrawal", None)
