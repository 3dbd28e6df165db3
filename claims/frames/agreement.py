"""Which agreements, alliances and exchanges of prisoners are said to stand, to fall or to come?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from claims.captives import CAPTIVES, captives, comes_free, is_exchange
from claims.clauses import is_verbal, particle, predicates, roles, sentence
from claims.conflicts import MEDIATORS, parties, principals
from claims.factuality import judge
from claims.lexicon import Lexicon
from claims.model import Aspect, Stance
from claims.places import slug
from claims.relevance import Need
from claims.scene import AT_WAR, Finding, Scene, quantity

_WORDS = Lexicon.of(__name__)

DEALS = _WORDS.set("deals")
TIES = _WORDS.set("ties")
NOT_DEALS = _WORDS.set("not_deals")
DEAL = _WORDS.map("deal")
TIE = _WORDS.map("tie")
RELEASE = _WORDS.map("release")
# what a deal is while that is only ahead: "agreed to sign it", "threatened to abandon it"
AHEAD = {
    "signed": "planned", "reached": "planned", "agreed": "planned", "withdrawn": "may-withdraw",
    "suspended": "may-withdraw", "terminated": "may-withdraw", "ended": "may-withdraw",
    "collapsed": "may-withdraw", "extended": "to-be-extended",
}  # fmt: skip
BEING = _WORDS.map("being")  # what a deal is said to be, by a predicate
DRAFTS = frozenset({"text", "draft", "term", "framework", "wording", "signing"})
NEAR = frozenset({"close", "near", "closer", "nearer"})
PARTIES = 3  # as many as a deal may have and still be called by all of them
PLANS = frozenset({"plan", "proposal", "draft", "roadmap", "blueprint"})
TAKING = frozenset({"accept", "endorse", "approve"})
TURNING_DOWN = frozenset({"reject", "refuse"})
TRUCES = frozenset({"ceasefire", "truce", "armistice"})
SPANS = frozenset({"hour", "day", "week", "month", "year", "decade"})
HANDING = frozenset({"release", "exchange", "swap", "handover", "return"})
SEEKING = frozenset({"want", "demand", "seek", "agree", "discuss", "negotiate", "propose", "urge"})

NEEDS = (
    Need(nouns=DEALS | TIES, states=2),
    Need(nouns=DEALS | TIES, article=AT_WAR, least=2),
    Need(nouns=CAPTIVES),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read deals, ties between states, and captives freed or held."""
    for noun in scene.words(DEALS):
        if not is_verbal(noun):
            yield from _deal(scene, noun)
    for noun in scene.words(TIES):
        if not is_verbal(noun):
            yield from _ties(scene, noun)
    for noun in captives(scene):
        yield from _captives(scene, noun)
    for noun in scene.words(PLANS):
        yield from _plan(scene, noun)


def _topic(scene: Scene, noun: Token, agent: Token | None, other: Token | None) -> str | None:
    """Name an agreement by its parties, else by its kind; "the deal" is the last named one."""
    several = _several(scene, noun, agent)
    if several:
        return "~".join(several)
    found = list(parties(scene, noun))
    for token in (agent, other):
        for side in scene.pair_of(token):
            if side not in found and len(found) < 2:
                found.append(side)
    taken_up = any(c.lower_ in ("the", "this", "that", "any", "such") for c in noun.children)
    last = scene.memo.get("last deal")
    if taken_up and isinstance(last, str) and set(found) <= set(last.split("~")):
        return last
    if len(found) == 1 and (speaker := _speaking(scene, noun)) and speaker not in found:
        found.append(speaker)
    if len(found) == 1 and (partner := _partner(scene, found[0])):
        found.append(partner)
    if len(found) == 2:
        return "~".join(sorted(found))
    if not found and taken_up and (pair := _main_pair(scene)):
        return pair
    kind = [c for c in noun.children if c.dep_ in ("compound", "amod") and c.i < noun.i]
    words = [
        scene.lemma(c)
        for c in kind
        if c.pos_ in ("NOUN", "PROPN") and scene.lemma(c) not in NOT_DEALS
    ]
    if words:
        return slug(" ".join([*words, scene.lemma(noun)]))
    return None


def _main_pair(scene: Scene) -> str | None:
    """Give the two states that an article of no other states is about: whose "the accord" is."""
    named = [side for side, _ in principals(scene).most_common(3)]
    return "~".join(sorted(named)) if len(named) == 2 else None


def _speaking(scene: Scene, noun: Token) -> str | None:
    """Give the side of him who speaks of "a deal with X": a party, if it wages or rules."""
    speaker = scene.speaker(noun)
    side = slug(speaker) if speaker else None
    return side if side and side in scene.sides() and side not in MEDIATORS else None


def _several(scene: Scene, noun: Token, agent: Token | None) -> tuple[str, ...]:
    """Give all parties of a deal of three: "A, B and C signed", "A seeks a deal with B and C"."""
    others = scene.pair_of(roles(noun).after("with"))
    sides = {*scene.pair_of(agent), *others}
    return tuple(sorted(sides)) if len(sides) == PARTIES else ()


def _partner(scene: Scene, side: str) -> str | None:
    """Take the article's other main side for the party that a sentence leaves out."""
    others = Counter({s: n for s, n in principals(scene).items() if s != side})
    best = max(sorted(others), key=others.__getitem__, default=None)
    return best if best and (len(others) == 1 or others[best] > 1) else None


def _deal(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read what became of a deal."""
    if not _is_deal(scene, noun):
        return
    head = noun.head
    carrier = head if noun.dep_ == "nmod" and scene.lemma(head) in DRAFTS else noun
    if noun.dep_ == "nmod" and scene.lemma(head) == "part" and _is_predicate(head):
        name = _topic(scene, noun, None, None) or _bargaining(scene)
        if name is not None:
            yield Finding(
                "agreement",
                f"agreement:{name}",
                {"deal": name},
                "included",
                head,
                "part of a deal",
            )
        return
    for verb, part in [*predicates(carrier), *_near_to(scene, carrier)]:
        word = scene.lemma(verb)
        known = _value(scene, carrier, verb, part)
        if known is None or (
            word in ("take", "hold", "make", "come", "fall") and not _idiom(word, verb, part)
        ):
            continue
        around = roles(verb)
        with_ = around.after("with", "by")
        name = _topic(scene, noun, around.agent if part in ("obj", "obl") else None, with_)
        if name is None and is_exchange(scene):
            name = next(scene.lemma(t) for t in scene.words(CAPTIVES)) + "s"
        if name is None or _only_dates(scene, verb):
            continue
        fact = judge(verb)
        if known == "under-negotiation" and (fact.possible or _is_purpose(verb)):
            continue  # "may travel to X to discuss a treaty"
        value = "close-to-agreement" if _close(scene, verb) else known
        if fact.future or fact.wanted or fact.condition:
            value = AHEAD.get(value, value)
        if "~" in name:
            scene.memo["last deal"] = name
        offers = value == "proposed" and part == "obj" and not fact.negated
        yield Finding(
            "agreement", f"agreement:{name}", {"deal": name}, value, verb, "a deal",
            own=scene.actor(around.agent),
            claimant=scene.voice_of(around.agent) if offers else None,
        )  # fmt: skip
        return


def _is_predicate(noun: Token) -> bool:
    return any(c.dep_ == "cop" for c in noun.children)


def _only_dates(scene: Scene, verb: Token) -> bool:
    """Tell "five weeks after the accord was signed": it only says when."""
    before = scene.doc[sentence(verb).start : verb.i]
    after = next((t for t in before[1:] if t.lower_ == "after"), None)
    timed = after is not None and scene.lemma(after.nbor(-1)) in SPANS
    return (
        timed
        and after is not None
        and not any(t.text == "," for t in before[after.i - before.start :])
    )


def _is_purpose(verb: Token) -> bool:
    to = any(c.lower_ == "to" for c in verb.children)
    return to and verb.tag_ == "VB" and verb.dep_ in ("advcl", "acl")


def _is_deal(scene: Scene, noun: Token) -> bool:
    """Tell a deal of states from a bargain, from a truce and from any deal at all."""
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
    if word == "put":
        held = any(w == "on" and scene.lemma(n) in ("hold", "ice") for w, n in roles(verb).preps)
        return "suspended" if held else None
    if part == "nsubj" and not is_verbal(verb):
        return BEING.get(word)
    if word == "be" and part == "nsubj" and any(c.dep_ == "expl" for c in verb.children):
        return "reached"
    if word == "have":
        return "reached" if part == "obj" else None
    if word in NEAR:
        return "close-to-agreement"
    return DEAL.get(word)


def _near_to(scene: Scene, noun: Token) -> Iterator[tuple[Token, str]]:
    """Read "close to an agreement": the adjective that governs it."""
    if noun.dep_ == "obl" and scene.lemma(noun.head) in NEAR:
        yield noun.head, "obl"


def _close(scene: Scene, verb: Token) -> bool:
    """Read "close to signing", "on the verge of reaching", "close to a deal"."""
    before = scene.doc[max(0, verb.i - 3) : verb.i + (scene.lemma(verb) in NEAR)]
    return any(t.lower_ in ("close", "near", "verge", "brink") for t in before)


def _idiom(word: str, verb: Token, part: str) -> bool:
    """Tell "takes effect", "fell apart", "made a deal" from other uses of light verbs."""
    if word == "make":
        return part == "obj"
    words = {c.lower_ for c in verb.children}
    return bool(words & {"effect", "force", "apart", "through", "firm"})


def _political(scene: Scene, noun: Token) -> bool:
    """Tell a deal between states or warring sides from one of business."""
    return scene.war or len(set(scene.sides())) >= 2


def _plan(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read who takes or turns down "the envoy's plan", where a deal is being made."""
    truces = scene.memo.get("truce deals")
    bound = scene.has(DEALS) and _political(scene, noun) and not scene.has(TRUCES)
    if not bound or noun.dep_ != "obj" or (isinstance(truces, frozenset) and noun.i in truces):
        return
    verb = noun.head
    word = scene.lemma(verb)
    agent = roles(verb).agent
    name = scene.memo.get("last deal") or _bargaining(scene) or _main_pair(scene)
    if word not in TAKING | TURNING_DOWN or agent is None or not isinstance(name, str):
        return
    yield Finding(
        "agreement", f"agreement:{name}", {"deal": name}, "accepted", verb, "a plan for a deal",
        own=scene.actor(agent), claimant=scene.voice_of(agent),
        stance=Stance.DENIES if word in TURNING_DOWN else None,
    )  # fmt: skip


def _ties(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read how two states stand to each other."""
    for verb, _ in predicates(noun):
        word = scene.lemma(verb)
        if word not in TIE:
            continue
        name = _related(scene, noun, verb)
        if name is None:
            continue
        fact = judge(verb)
        value = "likely-to-deepen" if fact.possible and TIE[word].endswith("ing") else TIE[word]
        yield Finding(
            "agreement", f"agreement:{name}", {"parties": name}, value, verb, "ties of states"
        )
        return


def _related(scene: Scene, noun: Token, verb: Token) -> str | None:
    """Name the two whose ties they are; of "A seeks ties with B and C", A and B."""
    agent, others = roles(verb).agent, scene.pair_of(roles(noun).after("with"))
    sides = [side for side in scene.pair_of(agent) if side not in others]
    if len(others) > 1 and sides:
        return "~".join(sorted((sides[0], others[0])))
    found = parties(scene, noun)
    if len(found) < 2 and roles(noun).agent is not None:
        found = tuple(sorted({*found, *scene.pair_of(roles(noun).agent)}))[:2]
    return "~".join(sorted(found)) if len(found) > 1 else None


def _captives(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read captives freed, exchanged or held, with their number."""
    if noun.dep_ == "nmod" and scene.lemma(noun.head) in HANDING and not is_verbal(noun.head):
        yield from _handing(scene, noun)
        return
    for verb, part in predicates(noun):
        word = scene.lemma(verb)
        free = comes_free(scene, verb)
        if (word not in RELEASE or part == "nsubj") and not free:
            continue
        if word == "hand" and particle(verb) != "over":
            continue
        if scene.amount_of(noun) is None and verb.dep_ == "acl:relcl":
            continue  # "the Red Cross, which would fly the detainees home"
        around = roles(verb)
        value, amount = RELEASE.get(word, "released"), scene.amount_of(noun)
        if amount is None and (
            word in ("hold", "capture", "seize") or (word == "return" and not free)
        ):
            continue
        fact = judge(verb)
        if value == "released" and (fact.future or fact.wanted or fact.condition):
            value = "to-be-released"
        agent = around.agent if not free else None
        yield _of_captives(scene, noun, verb, value, agent, around.after("to", "with", "by"))
        return


def _handing(scene: Scene, noun: Token) -> Iterator[Finding]:
    """Read "the exchange of 40 prisoners", by whether it has come about."""
    around = roles(noun.head)
    verb = noun.head.head
    agent = around.agent or (roles(verb).agent if is_verbal(verb) else None)
    amount = scene.amount_of(noun)
    if amount is None or amount.old:
        return
    value = "to-be-released" if scene.lemma(verb) in SEEKING else "released"
    other = around.after("to", "by", "with", "between")
    found = _of_captives(scene, noun, noun.head, value, agent, other)
    yield replace(found, claimant=scene.voice_of(agent))


def _of_captives(
    scene: Scene, noun: Token, anchor: Token, value: str, agent: Token | None, other: Token | None
) -> Finding:
    """Make the finding of captives, who belong to the deal of two sides if there are two."""
    amount = scene.amount_of(noun)
    name = _topic(scene, noun, agent, other) or f"{scene.lemma(noun)}s"
    if "~" not in name and (pair := _bargaining(scene)):
        name = pair
    if "~" in name:
        scene.memo["last deal"] = name
    return Finding(
        "agreement", f"agreement:{name}", {"deal": name}, value, anchor, "captives",
        quantity=quantity(amount, value) if amount and not amount.old else None,
        aspect=Aspect.QUANTITY if amount else Aspect.STATUS, own=scene.actor(agent),
    )  # fmt: skip


def _bargaining(scene: Scene) -> str | None:
    """Give the two sides that an article on an exchange of captives tells of most."""
    if not is_exchange(scene):
        return None
    named = [side for side, _ in principals(scene).most_common(2)]
    return "~".join(sorted(named)) if len(named) == 2 else None
