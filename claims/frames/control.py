"""Who is said to hold a place, to have taken it or to have lost it?"""

from __future__ import annotations

from collections.abc import Iterator

from claims.lexicon import Lexicon
from claims.names.places import KINDS, REGIONS, is_name
from claims.names.towns import may_be_town
from claims.relevance import Need
from claims.scene import AT_WAR, FORCES, WATERS, Finding, Scene
from claims.text.clauses import Roles, is_verbal, roles
from claims.text.factuality import judge
from claims.text.tree import Token
from claims.war.contests import CONTEST, contested
from claims.war.holdings import (
    PARTS,
    WHOLE,
    further,
    ground,
    listed,
    named_before,
    side_holding,
    subject_place,
    taker_from,
)
from claims.war.munitions import is_ship
from claims.war.tenures import TRIGGERS, tenures

_WORDS = Lexicon.of(__name__)

# Verbs whose subject comes to hold their object.
TAKE = _WORDS.set("take")
WEAK_TAKE = frozenset({"take", "win", "free", "secure", "recover", "clear"})  # of a sure place
KEEP = _WORDS.set("keep")
LOSE = frozenset(["lose", "cede", "surrender", "abandon", "relinquish", "forfeit"])
DRIVE = _WORDS.set("drive")
DOING = _WORDS.set("doing")
CAPTIVE = frozenset({"hostage", "prisoner", "captive", "hostages"})
HOSTILE = _WORDS.set("hostile")
LOSERS = _WORDS.set("losers")
GIVE = frozenset(["hand", "transfer", "return", "cede", "give", "yield"])
FALL = frozenset({"fall"})
CONTROL = frozenset({"control", "hold", "possession", "hand", "hands"})
NOUNS = _WORDS.set("nouns")
GAIN = _WORDS.set("gain")
BORDER = frozenset({"border", "frontier"})
POSITION = _WORDS.set("position")
VAGUE = frozenset({"recovery", "loss", "fall", "win"})  # of many things, not only of places
FOOTING = frozenset({"toehold", "foothold", "bridgehead", "beachhead"})
AFFIRMED = frozenset({"confirm", "complete", "announce", "report", "claim", "be", "achieve"})
FORCE_LOSS = LOSE | {"loss"}

NEAR_WAR = AT_WAR | FORCES | KINDS | CONTEST | {"control"}
NEEDS = (
    Need(
        TAKE | KEEP | LOSE | FALL | DRIVE | NOUNS | CONTROL | POSITION | CONTEST | TRIGGERS,
        at_hand=NEAR_WAR, article=AT_WAR | WATERS, least=2, states=0,
    ),
    Need(nouns=frozenset({"control"}), at_hand=FORCES),
)  # fmt: skip


def read(scene: Scene) -> Iterator[Finding]:
    """Read takings, holdings, losses and places that are fought over."""
    if not scene.war:
        yield from _policed(scene)
        return
    for token in scene.words(TAKE | KEEP | LOSE | FALL):
        if is_verbal(token):
            yield from _verb(scene, token)
    for token in scene.words(DRIVE):
        if is_verbal(token):
            yield from _driven(scene, token)
    for token in scene.words(NOUNS):
        if not is_verbal(token):
            yield from _noun(scene, token)
    for token in scene.words(frozenset({"control", "sovereignty"})):
        won = scene.lemma(token) == "control" or scene.lemma(token.head) in GAIN
        if won and not is_verbal(token):
            yield from _control(scene, token)
    for token in scene.words(POSITION):
        yield from _positions(scene, token)
    yield from contested(scene)
    for token in scene.words(frozenset({"hand"})):
        yield from _hands(scene, token)
    yield from tenures(scene)


def _policed(scene: Scene) -> Iterator[Finding]:
    """Read "police took control of the capital" where there is no war."""
    for token in scene.words(frozenset({"control"})):
        if is_verbal(token) or not is_verbal(token.head):
            continue
        if scene.is_force(roles(token.head).agent):
            yield from _control(scene, token)


def _finding(
    scene: Scene, place: str, value: str, anchor: Token, rule: str, own: Token | None
) -> Finding:
    return Finding(
        "control", f"control:{place}", {"place": place}, value, anchor, rule, own=scene.actor(own)
    )


def _verb(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "X captured Y", "Y was lost by X", "Y fell to X"."""
    around, word = roles(verb), scene.lemma(verb)
    if verb.dep_ == "amod":
        return  # "the occupied peninsula": told in passing
    if word == "fall":
        yield from _fall(scene, verb, around)
        return
    target = around.patient
    if target is None and word == "take":
        target = around.after("over")  # "took over the town"
    if target is None or scene.lemma(target) == "control":
        return
    if word == "take" and scene.lemma(target) == "part":
        return  # "taking part in exercises"
    if any(c.dep_ == "nummod" for c in target.children) and is_name(target):
        return  # "captured 700 Humvees"
    if scene.lemma(target) in BORDER or is_ship(scene, target):
        return  # whose border is guarded is no question of who holds it
    if scene.lemma(target) in POSITION and not (scene.lemma(target) == "ground" and word in TAKE):
        return
    if scene.lemma(target) == "part" and roles(target).after("of") is None:
        return  # "took part in"
    sure = word in WEAK_TAKE | KEEP and not _is_seized(scene, word, around, target)
    place, part = ground(scene, target, around, sure=sure)
    if place is None:
        return
    holder = side_holding(scene, around.agent) or side_holding(scene, around.after("by"))
    if word in LOSE and holder is None and around.passive:
        holder = scene.own_side(verb)  # "its post has been lost", says who held it
    if word in TAKE and holder is None:
        holder = taker_from(scene, around)
    if holder is None or (word in TAKE and holder == _rid_of(scene, around, target)):
        return
    if word in LOSE:
        yield _finding(scene, place, f"{holder}-lost", verb, "a place lost", around.agent)
    elif word in KEEP and _no_longer(verb):
        yield _finding(scene, place, f"{holder}-lost", verb, "no longer held", around.agent)
    elif word in KEEP:
        value = f"{holder}-{'partial-control' if part else 'control'}"
        yield _finding(scene, place, value, verb, "a place held", around.agent)
    else:
        value = _taken(scene, holder, place, part, verb, target)
        for each in (place, *further(scene, target)):
            yield _finding(scene, each, value, verb, "a place taken", around.agent)
        for each in listed(scene, target):
            yield _finding(scene, each, f"{holder}-control", verb, "one of several", around.agent)


def _is_seized(scene: Scene, word: str, around: Roles, target: Token) -> bool:
    """Tell the bare name that armed people "took", "won back" or "secured": a place, no man."""
    led = around.after("to", "into") or any(c.lower_ in CAPTIVE for c in around.head.children)
    seized = word in WEAK_TAKE and scene.is_force(around.agent) and not led
    return seized and is_name(target) and may_be_town(target)


def _rid_of(scene: Scene, around: Roles, target: Token) -> str | None:
    """Give the side of which a place is cleared: "cleared the town of X's soldiers"."""
    nouns = [n for w, n in (*around.preps, *roles(target).preps) if w == "of"]
    nouns += [n for m in nouns for w, n in roles(m).preps if w == "of"]
    nouns = [n for n in nouns if not any(c.lower_ in HOSTILE for c in n.children)]
    return next((scene.side(n) for n in nouns if scene.is_force(n)), None)


def _no_longer(verb: Token) -> bool:
    """Tell "no longer controls", "does not hold any more"."""
    before = [t.lower_ for t in verb.doc[max(0, verb.i - 3) : verb.i]]
    return "longer" in before and ("no" in before or "not" in before)


def _driven(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "the army drove the rebels out of Y", "the rebels were driven from Y"."""
    around = roles(verb)
    loser = scene.counted(around.patient)
    place = around.after("out of", "from")
    foes = loser is not None and scene.lemma(loser) in LOSERS
    if place is None and loser is not None:
        place = roles(loser).after("out of", "from")
    if place is None or loser is None or not (foes or scene.is_force(loser) or scene.side(loser)):
        return
    name, part = ground(scene, place, around, sure=True)
    if name is None:
        return
    taker = side_holding(scene, around.agent)
    lost = None if foes else side_holding(scene, loser)
    if taker is not None and taker != lost:
        value = f"{taker}-{'partial-gains' if part else 'control'}"
        for each in (name, *further(scene, place)):
            yield _finding(scene, each, value, verb, "others driven out", around.agent)
    elif lost is not None and around.passive:
        yield _finding(scene, name, f"{lost}-lost", verb, "driven out", loser)


def _taken(scene: Scene, holder: str, place: str, part: bool, verb: Token, target: Token) -> str:
    """Word what was taken: the whole, one place, or parts of it."""
    if part:
        return f"{holder}-partial-gains"
    whole = any(scene.lemma(t) in WHOLE for t in (*verb.children, *target.children))
    region = scene.lemma(target) in REGIONS or scene.places.kind(place) in REGIONS
    return f"{holder}-full-control" if whole or region else f"{holder}-control"


def _fall(scene: Scene, verb: Token, around: Roles) -> Iterator[Finding]:
    """Read "the town fell to the rebels", "the city could fall"."""
    subject = around.agent
    place = subject_place(scene, subject)
    if place is None or subject is None:
        return
    taker = around.after("to", "under", "into")
    holder = side_holding(scene, taker)
    if holder is None and taker is not None and scene.lemma(taker) in CONTROL:
        holder = side_holding(scene, roles(taker).agent or roles(taker).after("of"))
    open_ = "could-fall" if judge(verb).possible else "fallen"
    value = f"{holder}-control" if holder else open_
    yield _finding(scene, place, value, verb, "a place that falls", taker)


def _noun(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "the liberation of X", "the army's capture of X", "X's recapture"."""
    around = roles(noun)
    target = around.patient or next((n for w, n in around.preps if w in ("of", "over")), None)
    agent = around.agent
    if agent is None and noun.dep_ == "obj" and scene.lemma(noun.head) in DOING:
        agent = roles(noun.head).agent  # "completed the capture of X"
    if target is None and agent is not None and scene.places.of(agent):
        target, agent = agent, None
    if target is None or (noun.dep_ in ("compound",)):
        return
    place, part = ground(scene, target, around, sure=scene.lemma(noun) in VAGUE)
    if place is None:
        return
    word = scene.lemma(noun)
    if (
        word in ("recovery", "loss")
        and scene.lemma(target) not in KINDS | PARTS
        and not scene.places.known(place)
    ):
        return
    before = next(
        (c for c in noun.children if c.dep_ in ("amod", "compound") and c.is_title), None
    )
    holder = side_holding(scene, agent) or (scene.side(before) if before is not None else None)
    if word == "fall":
        holder = side_holding(scene, around.after("to"))
    elif holder is None:
        loser = scene.side(around.after("from"))
        own = scene.own_side(noun)
        holder = own if own != loser else None
    if (holder is None and word != "fall") or _presupposed(scene, noun, holder):
        return
    if word == "loss":
        value = f"{holder}-lost"
    elif word == "fall":
        value = f"{holder}-control" if holder else "fallen"
    else:
        value = _taken(scene, holder or "", place, part, noun, target)
    yield _finding(scene, place, value, noun, "a noun of taking", agent)


def _presupposed(scene: Scene, noun: Token, holder: str | None) -> bool:
    """Tell "the recapture could offer a rationale" from a statement of one's own success."""
    if noun.dep_ not in ("nsubj", "nsubj:pass", "csubj", "nmod:poss"):
        return False
    if scene.lemma(noun.head) in AFFIRMED:
        return False
    return scene.own_side(noun) != holder or holder is None


def _control(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "full control of X", "regained control over X", "X is under Y's control"."""
    around = roles(noun)
    targets = [n for w, n in around.preps if w in ("of", "over", "in", "across")]
    verb = noun.head if noun.dep_ in ("obj", "nsubj:pass", "obl", "xcomp") else None
    outer = roles(verb) if verb is not None and is_verbal(verb) else None
    cases = {c.lower_ for c in noun.children if c.dep_ == "case" and c.i < noun.i}
    under = bool(cases & {"under", "beyond"})
    if cases & {"to", "into", "for"} and noun.dep_ == "obl":
        return  # "passed to French control", "fought for control"
    if under:
        yield from _under(scene, noun, around, outer)
        return
    place, part = None, False
    for target in targets:
        place, part = ground(scene, target, around)
        if place:
            break
    if place is None and outer is not None:
        target2 = outer.after("of", "over", "in")
        place, part = ground(scene, target2, outer) if target2 is not None else (None, False)
    rules = next((c for c in noun.children if c.dep_ == "nsubj"), None)
    bare = named_before(scene, noun) or side_holding(scene, rules)
    if place is None and not targets and bare:
        place = scene.places.last_before(noun.i)  # "regained Russian control", "is in control"
    if place is None:
        return
    yield from _gained(scene, noun, verb, outer, around, place, part)


def _gained(
    scene: Scene, noun: Token, verb: Token | None, outer: Roles | None, around: Roles,
    place: str, part: bool,
) -> Iterator[Finding]:  # fmt: skip
    """Word what became of control: gained, kept or lost."""
    word = scene.lemma(verb) if verb is not None else ""
    rules = next((c for c in noun.children if c.dep_ == "nsubj"), None)
    agent = around.agent or rules or (outer.agent if outer else None)
    holder = side_holding(scene, agent) or named_before(scene, noun)
    if holder is None:
        holder = scene.own_side(noun)
    if holder is None:
        return
    anchor = verb if verb is not None and outer is not None else noun
    if word in GIVE and outer is not None and (to := side_holding(scene, outer.after("to"))):
        yield _finding(scene, place, f"{to}-control", anchor, "control handed over", None)
        return
    whole = any(scene.lemma(c) in WHOLE for c in noun.children)
    if word in FORCE_LOSS:
        yield _finding(scene, place, f"{holder}-lost", anchor, "control lost", agent)
        return
    if whole:
        value = f"{holder}-full-control"
    elif part:
        value = f"{holder}-partial-gains"
    else:
        region = scene.places.kind(place) in REGIONS
        value = f"{holder}-{'full-control' if region and word in GAIN else 'control'}"
    yield _finding(scene, place, value, anchor, "control of a place", agent)


def _under(scene: Scene, noun: Token, around: Roles, outer: Roles | None) -> Iterator[Finding]:
    """Read "the town is under rebel control", "had been under Ukrainian control"."""
    holder = (
        named_before(scene, noun)
        or side_holding(scene, around.after("of"))
        or side_holding(scene, around.agent)
    )
    head = noun.head
    subject = next((c for c in noun.children if c.dep_ in ("nsubj", "nsubj:pass")), None)
    if subject is None and outer is not None:
        subject = outer.patient or outer.agent
    if subject is None and not is_verbal(head):
        subject = head
    if subject is not None and subject.lower_ in ("which", "that"):
        subject = noun.head if noun.dep_ == "acl:relcl" else subject
    place = scene.place([subject], strict=False)
    if holder and place:
        anchor = head if is_verbal(head) else noun
        yield _finding(scene, place, f"{holder}-control", anchor, "a place under control", None)


def _hands(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "the city is in rebel hands", "remains in the hands of the army", "changed hands"."""
    if not any(c.lower_ in ("in", "into") for c in noun.children if c.dep_ == "case"):
        return
    of = roles(noun).after("of")
    holders = (of, *of.conjuncts) if of is not None else ()  # "of its people and its army"
    holder = named_before(scene, noun) or next(
        (side for each in holders if (side := side_holding(scene, each))), None
    )
    head = noun.head
    subject = next((c for c in noun.children if c.dep_ == "nsubj"), None)
    if subject is None and is_verbal(head):
        subject = roles(head).agent or roles(head).patient
    place = scene.place([subject], strict=True)
    if holder and place:
        yield _finding(
            scene, place, f"{holder}-control", noun, "a place in somebody's hands", None
        )


def _positions(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "still holding their positions in X", "a toehold in the region"."""
    verb = noun.head
    own = roles(noun)
    owner = own.agent
    won = scene.lemma(noun) in FOOTING and scene.lemma(verb) in GAIN
    if noun.dep_ == "obj" and (won or scene.lemma(verb) in KEEP):
        around = roles(verb)
        holder = (
            side_holding(scene, around.agent) or side_holding(scene, owner) or scene.own_side(noun)
        )
        nouns = [n for _, n in (*own.preps, *around.preps)]
        anchor = verb
    elif scene.lemma(noun) in FOOTING and owner is not None:
        holder, nouns, anchor = side_holding(scene, owner), [n for _, n in own.preps], noun
    else:
        return
    place = scene.place(nouns, strict=False) or scene.places.last_before(noun.i)
    single = scene.lemma(noun) == "position" and noun.tag_ == "NN"
    if single and scene.place(nouns, strict=False) is None:
        return  # "its leading position" as a donor
    if holder and place:
        yield _finding(scene, place, f"{holder}-holds-positions", anchor, "positions held", owner)
