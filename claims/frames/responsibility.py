"""Who says that he carried out an attack, who denies it, and who is blamed for it?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.events import event_in
from claims.lexicon import Lexicon
from claims.model import UNKNOWN, Claimant, Stance
from claims.names.gazetteer import gazetteer, region_of, state_of
from claims.names.places import slug
from claims.relevance import Need
from claims.scene import Finding, Scene
from claims.text.clauses import is_verbal, roles, sentence
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

ATTACKS = _WORDS.set("attacks")
HAND = _WORDS.set("hand")  # responsibility, involvement, a role
CLAIMING = _WORDS.set("claiming")
REJECTING = _WORDS.set("rejecting")
BLAMING = _WORDS.set("blaming")
NOBODY = frozenset({"no", "nobody", "none", "neither", "not", "n't", "n’t", "never", "nor"})
OWN = frozenset({"it", "he", "she", "they", "we", "i"})
SURE = re.compile(r"\bno doubt\b")  # else a word of doubt
REACH = 14  # words between "denied" and "responsibility", "behind"
OWNING = frozenset({"own", "take", "fess", "claim"})
STAGING = _WORDS.set("staging")
INCIDENTS = _WORDS.set("incidents")  # kinds of event that somebody does
NEEDS = (
    Need(
        HAND | BLAMING | STAGING | frozenset({"behind", "nothing", "responsible"}),
        article=ATTACKS,
        least=2,
    ),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read claims of responsibility, denials of it and accusations, in reports of an attack."""
    if not scene.has(ATTACKS):
        return
    seen: set[tuple[int, str]] = set()
    for verb in scene.doc:
        if not is_verbal(verb):
            continue
        for finding in _of_verb(scene, verb):
            key = (sentence(verb).start, finding.topic)
            if key not in seen:
                seen.add(key)
                yield finding


def _of_verb(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read one verb of claiming, denying or blaming."""
    lemma = scene.lemma(verb)
    if lemma in CLAIMING and _has_hand(scene, verb):
        yield from _own(scene, verb, Stance.CONFIRMS)
    elif lemma in REJECTING and (other := _other_with_hand(scene, verb)) is not None:
        yield from _of_other(scene, verb, other)
    elif lemma in REJECTING and (
        _has_hand(scene, verb) or _was_behind(scene, verb) or _had_hand(scene, verb)
    ):
        yield from _own(scene, verb, Stance.DENIES)
    elif lemma in BLAMING:
        yield from _blamed(scene, verb)
    elif lemma in OWNING and (_claims_it(scene, verb) or _owns_up(scene, verb)):
        yield from _own(scene, verb, Stance.CONFIRMS)
    elif lemma == "be" or verb.lower_ in ("was", "were"):
        yield from _behind(scene, verb)
    elif lemma == "have" and _has_nothing(scene, verb):
        yield from _of_hand(scene, verb, roles(verb).agent, denied=True)
    elif lemma == "involve" and _is_negated(verb) and _is_deed(scene):
        yield from _of_hand(scene, verb, roles(verb).patient or roles(verb).agent, denied=True)
    elif lemma in STAGING and _staged(scene, verb):
        yield from _of_hand(scene, verb, roles(verb).agent, denied=_is_negated(verb))


def _claims_it(scene: Scene, verb: Token) -> bool:
    """Tell "claimed the attack" and "claimed Sunday's bombing" from "claimed an attack failed"."""
    what = roles(verb).patient if scene.lemma(verb) == "claim" else None
    if what is None or scene.lemma(what) not in ATTACKS or what.i < verb.i:
        return False
    return any(c.lower_ in ("the", "this", "both") or c.dep_ == "nmod:poss" for c in what.lefts)


def _owns_up(scene: Scene, verb: Token) -> bool:
    """Tell "owned up to the bombing" and "took credit for the attack"."""
    around = roles(verb)
    credit = around.patient is not None and scene.lemma(around.patient) == "credit"
    up = any(c.lower_ == "up" for c in verb.children)
    what = around.after("for", "to")
    if what is None and credit and around.patient is not None:
        what = roles(around.patient).after("for")
    return (credit or up) and what is not None and scene.lemma(what) in ATTACKS


def _is_deed(scene: Scene) -> bool:
    """Tell whether the article reports something that somebody does: a bombing, no flood."""
    event = event_in(scene)
    return event is not None and event.kind in INCIDENTS


def _other_with_hand(scene: Scene, verb: Token) -> Token | None:
    """Give another of whom it is denied: "X denied that Y had played any role"."""
    said = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    agent = roles(said).agent if said is not None else None
    if said is None or agent is None or agent.lower_ in OWN or not _is_deed(scene):
        return None
    hand = _has_hand(scene, said) or any(c.lower_ in ("behind", "involved") for c in said.subtree)
    return agent if hand and scene.actor(agent) else None


def _had_hand(scene: Scene, verb: Token) -> bool:
    """Tell "denied that it had played any role", where the event is a deed."""
    said = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    agent = roles(said).agent if said is not None else None
    own = said is not None and agent is not None and agent.lower_ in OWN
    return own and said is not None and _has_hand(scene, said) and _is_deed(scene)


def _of_other(scene: Scene, verb: Token, other: Token) -> Iterator[Finding]:
    """Make the claim of whoever says that it was not another's hand."""
    agent, actor = _subject(verb), scene.actor(other)
    claimant = scene.voice_of(agent) if agent is not None else None
    if actor is None or claimant is None:
        return
    yield from _make(scene, verb, actor, Stance.DENIES, claimant)


def _has_nothing(scene: Scene, verb: Token) -> bool:
    """Tell "had nothing to do with the blast"."""
    words = scene.doc[verb.i + 1 : min(sentence(verb).end, verb.i + 9)]
    nothing = [t.lower_ for t in words[:4]] == ["nothing", "to", "do", "with"]
    return nothing and any(scene.lemma(t) in ATTACKS for t in words[4:])


def _staged(scene: Scene, verb: Token) -> bool:
    """Tell "carried out the bombing", where the one is meant that the article is about."""
    patient = roles(verb).patient
    if patient is None or verb.tag_ not in ("VBD", "VBN") or scene.lemma(patient) not in ATTACKS:
        return False
    return any(c.lower_ in ("the", "this") for c in patient.lefts)


def _is_negated(verb: Token) -> bool:
    """Tell "did not carry out"."""
    return any(c.lower_ in NOBODY for c in verb.lefts)


def _of_hand(
    scene: Scene, verb: Token, agent: Token | None, *, denied: bool = False
) -> Iterator[Finding]:
    """Make the claim of whoever says whose hand it was: his own, or another's."""
    if agent is None or any(t.lower_ in NOBODY for t in agent.subtree):
        return
    speaker = scene.speaker(verb)
    own = agent.lower_ in OWN or any(c.dep_ == "nmod:poss" for c in agent.lefts)
    actor = scene.actor(agent) or (speaker if own else None)
    if actor is None or speaker is None or actor == "unknown":
        return
    if speaker != actor:
        above = " ".join(t.lower_ for t in scene.doc[sentence(verb).start : verb.i])
        sure = Stance.ASSERTS if SURE.search(above) else None
        yield from _make(scene, verb, actor, Stance.DENIES if denied else sure, None)
        return
    yield from _make(scene, verb, actor, Stance.DENIES if denied else Stance.CONFIRMS, None)


def _has_hand(scene: Scene, verb: Token) -> bool:
    """Tell "claimed responsibility for" and "denied any role in"."""
    patient = roles(verb).patient
    near = (patient, *(c for c in verb.children if c.dep_ in ("obj", "obl")))
    hand = next((t for t in near if t is not None and scene.lemma(t) in HAND), None)
    if hand is not None and scene.lemma(hand) == "part":  # in anything: "took part in a scheme"
        return any(scene.lemma(t) in ATTACKS for t in scene.doc[hand.i : hand.i + 6])
    return hand is not None


def _was_behind(scene: Scene, verb: Token) -> bool:
    """Tell "denied that it was behind the attack" and "denied carrying out the bombing"."""
    words = scene.doc[verb.i + 1 : min(sentence(verb).end, verb.i + REACH)]
    own = any(t.lower_ in ("it", "its", "they", "their", "he", "being", "having") for t in words)
    doing = any(t.tag_ == "VBG" and scene.lemma(t) in DOING for t in words[:3])
    attack = any(scene.lemma(t) in ATTACKS or t.lower_ == "behind" for t in words)
    return attack and (doing or (own and any(_did(scene, t) for t in words)))


DOING = _WORDS.set("doing")


def _did(scene: Scene, token: Token) -> bool:
    return token.lower_ == "behind" or scene.lemma(token) in DOING


def _own(scene: Scene, verb: Token, stance: Stance) -> Iterator[Finding]:
    """Make the claim of whoever speaks of his own hand in an attack."""
    agent = _subject(verb)
    if agent is None or any(t.lower_ in NOBODY for t in (*agent.subtree, *verb.lefts)):
        return
    actor = scene.actor(agent)
    if actor is None:
        voice = scene.voice_of(agent)
        actor = voice.actor if voice is not None else None
    if actor is None or actor == "unknown":
        return
    name = scene.cast.name(agent)
    claimant = Claimant(actor, name if name != actor and agent.pos_ == "PROPN" else None)
    yield from _make(scene, verb, actor, stance, claimant)


def _subject(verb: Token) -> Token | None:
    """Give who does it, also over "and": "said … and denied any role"."""
    for _ in range(3):
        agent = roles(verb).agent
        if agent is not None:
            return verb.head if agent.lower_ in ("which", "who", "that") else agent
        if verb.dep_ not in ("conj", "xcomp", "advcl") or verb.head.i == verb.i:
            return None
        verb = verb.head
    return None


def _blamed(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "blamed the army for the attack" and "accused the group of bombing the market"."""
    patient = roles(verb).patient
    if (on := roles(verb).after("on")) is not None and scene.actor(on) is not None:
        patient = on  # "which they blamed on the rebels"
    words = [scene.lemma(t) for t in sentence(verb)]
    named = any(word in ATTACKS for word in words) or _goes_on(scene, verb)
    named = named or (scene.lemma(verb) == "blame" and _blames_for_it(scene, verb))
    actor = scene.actor(patient) if patient is not None else None
    if verb.dep_ == "acl:relcl" and scene.lemma(verb.head) in ATTACKS:
        named = True
    if actor is None or not named or verb.tag_ in ("VBN",):
        return
    agent = _subject(verb)
    claimant = _voice(scene, agent)
    if claimant is not None and claimant.actor != actor:
        yield from _make(scene, verb, actor, Stance.ASSERTS, claimant)


def _voice(scene: Scene, agent: Token | None) -> Claimant | None:
    """Make a claimant of who blames: a side, a body, or residents of whom nothing more is said."""
    if agent is None:
        return None
    vague = scene.lemma(agent) in gazetteer().nouns["vague"]
    return scene.voice_of(agent) or (Claimant(UNKNOWN, scene.cast.name(agent)) if vague else None)


def _blames_for_it(scene: Scene, verb: Token) -> bool:
    """Tell "the army blamed the rebels" in the report of an attack, with nothing blamed else."""
    event = event_in(scene)
    kind = event.kind if event else ""
    after = scene.doc[verb.i + 1 : sentence(verb).end]
    return kind in INCIDENTS and not any(t.lower_ in ("for", "on") for t in after)


def _goes_on(scene: Scene, verb: Token) -> bool:
    """Tell whether the sentence denies a hand in an attack first: "denied it and blamed X"."""
    return any(scene.lemma(t) in HAND for t in scene.doc[sentence(verb).start : verb.i])


def _behind(scene: Scene, verb: Token) -> Iterator[Finding]:
    """Read "X was behind the attack", in whoever's words."""
    after = scene.doc[verb.i + 1 : min(sentence(verb).end, verb.i + 8)]
    at = next((t.i for t in after[:3] if t.lower_ in ("behind", "responsible")), None)
    if at is None or not any(scene.lemma(t) in ATTACKS for t in after):
        return
    before = list(scene.doc[max(sentence(verb).start, verb.i - 4) : verb.i])
    agent = next((t for t in reversed(before) if t.pos_ in ("NOUN", "PROPN", "PRON")), None)
    actor = scene.actor(agent) if agent is not None else None
    speaker = scene.speaker(verb)
    if actor is not None and speaker == actor:  # of itself, unless it is the word of a denial
        above = scene.doc[sentence(verb).start : verb.i]
        if not any(scene.lemma(t) in REJECTING or t.lower_ in NOBODY for t in above):
            denied = any(t.lower_ in NOBODY for t in after[:2])
            yield from _of_hand(scene, verb, agent, denied=denied)
        return
    if actor is None or any(t.lower_ in NOBODY for t in (*before, *after[:2])):
        return
    yield from _make(scene, verb, actor, None, None)


def _make(
    scene: Scene, verb: Token, actor: str, stance: Stance | None, claimant: Claimant | None
) -> Iterator[Finding]:
    place = _place(scene, verb)
    if place is None:
        return
    side = slug(actor)
    blamed = scene.memo.setdefault("blamed", {})
    if isinstance(blamed, dict):
        blamed.setdefault(sentence(verb).start, verb.i)
    yield Finding(
        "operation", f"operation:{side}>{place}", {"actor": side, "place": place}, "attack", verb,
        "a hand in an attack", own=actor if claimant and claimant.actor == actor else None,
        stance=stance, claimant=claimant,
    )  # fmt: skip


def _place(scene: Scene, verb: Token) -> str | None:
    """Give the place of the attack: that of the article's event, else one of the sentence."""
    event, near = event_in(scene), scene.places.in_sentence(verb)
    name = event.name if event else None
    words = name.replace("-", " ").title() if name else ""
    if name and not (near and (state_of(words) or region_of(words))):
        return name
    return near or name or scene.places.main()
