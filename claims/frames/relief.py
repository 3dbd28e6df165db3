"""Which foreign rescuers are offered, sent, at work in a disaster, or going home?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from claims.events import event_in, struck_state
from claims.lexicon import Lexicon
from claims.model import Aspect, Stance
from claims.names.gazetteer import demonym_of
from claims.names.naming import chunk_start
from claims.names.places import slug
from claims.relevance import Need
from claims.scene import Finding, Scene, quantity
from claims.text.clauses import is_verbal, roles
from claims.text.factuality import judge
from claims.text.numbers import Amount, Sort
from claims.text.tree import Token
from claims.text.words import counted

_WORDS = Lexicon.of(__name__)

TEAM = _WORDS.set("team")
MEANS = _WORDS.set("means")
HELP = _WORDS.set("help")
READY = _WORDS.set("ready")
ACCEPT = _WORDS.set("accept")
REFUSE = _WORDS.set("refuse")
VERBS = _WORDS.map("verbs")
DISASTERS = _WORDS.set("disaster")
HOME = frozenset({"home", "back"})
GOING = frozenset({"fly", "go", "head", "travel", "set"})  # home or there, by what stands behind
RESCUE = frozenset({"rescue", "search", "relief", "medical", "aid", "emergency", "disaster"})
PLAIN = frozenset({"team", "crew", "contingent", "brigade", "unit", "specialist", "engineer"})
CLIMB = 5  # steps from a team to the verb that moves it

_DEEDS = ACCEPT | REFUSE | READY | frozenset(VERBS)
NEEDS = (
    Need(
        TEAM | MEANS, at_hand=RESCUE | {"rescuer", "firefighter"},
        article=DISASTERS, least=2, states=2,
    ),
    Need(TEAM | HELP, at_hand=_DEEDS, article=DISASTERS, least=2, states=2),
)  # fmt: skip


def read(scene: Scene) -> Iterator[Finding]:
    """Read teams that move or wait, and offers of help that are taken or turned down."""
    titled = frozenset(counted(scene.title or ""))
    struck = scene.has(DISASTERS) or not DISASTERS.isdisjoint(titled)
    event = event_in(scene) if struck and scene.has(TEAM | HELP) else None
    if event is None or not event.name:
        return
    home = struck_state(scene, event)
    if home is None:
        return
    seen: set[tuple[str, str, int]] = set()
    for token in scene.words(TEAM | MEANS | HELP):
        for finding in (*_moved(scene, token, home), *_offered(scene, token, home)):
            key = (finding.topic, finding.value, finding.anchor.i)
            if key not in seen:
                seen.add(key)
                yield finding


def _moved(scene: Scene, team: Token, home: str) -> Iterator[Finding]:
    """Read "a 41-member Indian team landed in X", "China withdrew its rescuers"."""
    if scene.lemma(team) not in TEAM | MEANS or not _helps(scene, team):
        return
    verb, readied = _governor(scene, team)
    value = _value(scene, verb) if verb is not None else None
    if verb is None or value is None:
        return
    if readied and value == "deployed":
        value = "announced"
    size = _size(scene, team)
    for state in _senders(scene, verb, team):
        if state != home and demonym_of(state):
            yield _finding(state, home, value, verb, "rescuers from abroad", size)


def _helps(scene: Scene, team: Token) -> bool:
    """Tell rescuers from football teams: by their own words, or those of their sentence."""
    if scene.lemma(team) not in PLAIN | MEANS:
        return True
    if scene.lemma(team) == "team" and not any(c.dep_ == "compound" for c in team.children):
        return True  # "its team", where rescuers are told of
    near = {scene.lemma(t) for t in team.sent}
    return not near.isdisjoint(RESCUE | {"rescuer", "dog", "rubble", "survivor", "debris"}) or any(
        scene.lemma(t) in TEAM - PLAIN for t in team.sent
    )


def _governor(scene: Scene, team: Token) -> tuple[Token | None, bool]:
    """Climb to the verb that moves a team, and say whether it is only readied for it."""
    token, ahead = team, False
    for _ in range(CLIMB):
        relative = next((c for c in token.children if c.dep_ in ("acl:relcl", "acl")), None)
        if relative is not None and token.i == team.i and scene.lemma(relative) in VERBS:
            return relative, False
        head = token.head
        if head.i == token.i:
            return None, False
        if is_verbal(head):
            word = scene.lemma(head)
            ahead = ahead or word in READY
            if word in VERBS or word in GOING or word in READY:
                return head, ahead
            return None, False
        token = head
    return None, False


def _senders(scene: Scene, verb: Token, team: Token) -> list[str]:
    """Give the states behind a team: "Thai rescuers", "from Japan and Peru", "Japan sent"."""
    behind, agent = roles(team).after("from", "of"), roles(verb).agent
    front = [t for t in team.doc[chunk_start(team) : team.i] if t.pos_ in ("PROPN", "ADJ")]
    several = [t for t in (behind, agent) if t is not None and t.i != team.i]
    for group in (front, *([one, *one.conjuncts] for one in several)):
        found = [actor for t in group if (actor := scene.actor(t)) and demonym_of(actor)]
        if found:
            return list(dict.fromkeys(found))
    own = scene.actor(team)
    return [own] if own else []


def _value(scene: Scene, verb: Token) -> str | None:
    """Say what becomes of a team."""
    word = scene.lemma(verb)
    fact = judge(verb)
    homeward = any(t.lower_ in HOME for t in verb.subtree if t.i > verb.i)
    if word in READY:
        return "announced"
    value = "withdrawn" if word in GOING and homeward else VERBS.get(word)
    ahead = fact.future or fact.wanted or fact.possible or fact.condition
    if value == "withdrawn":
        return "withdrawal-promised" if ahead else value
    return "announced" if value == "deployed" and ahead else value


def _offered(scene: Scene, noun: Token, home: str) -> Iterator[Finding]:
    """Read "the cabinet accepted an offer from Japan", "turned down help from Y"."""
    verb = noun.head
    taken = noun.dep_ in ("obj", "nsubj:pass") and is_verbal(verb)
    if scene.lemma(noun) not in HELP or not taken:
        return
    word, particles = scene.lemma(verb), {c.lower_ for c in verb.children}
    refused = word in REFUSE and (word != "turn" or particles & {"down", "away"})
    if not refused and (word not in ACCEPT or (word == "take" and "up" not in particles)):
        return
    giver = roles(noun).after("from", "of", "by")
    state = scene.actor(giver) if giver is not None else scene.actor(noun)
    if state is not None and state != home and demonym_of(state):
        found = _finding(state, home, "accepted", verb, "an offer of help", None)
        yield _refusal(scene, found) if refused else found


def _refusal(scene: Scene, found: Finding) -> Finding:
    """Turn an acceptance round; it is he who refuses that denies it."""
    refuser = scene.voice_of(roles(found.anchor).agent)
    if refuser is None:
        return replace(found, negated=True)
    return replace(found, stance=Stance.DENIES, claimant=refuser)


def _size(scene: Scene, team: Token) -> Amount | None:
    """Give how many rescuers a phrase counts: "a 41-member team", "a team of 62"."""
    phrase = [
        *team.doc[chunk_start(team) : team.i + 1],
        *(n for w, n in roles(team).preps if w == "of"),
    ]
    low, high = phrase[0].idx, phrase[-1].idx + len(phrase[-1])
    found = [a for a in scene.amounts if low <= a.start < high and a.sort is Sort.COUNT]
    return found[0] if len(found) == 1 and scene.lemma(team) not in MEANS else None


def _finding(
    state: str, home: str, value: str, anchor: Token, rule: str, size: Amount | None
) -> Finding:
    """Make a finding; the place is the state that was struck, whichever town the team is in."""
    force, place = slug(state), slug(home)
    return Finding(
        "deployment", f"deployment:{force}>{place}", {"force": force, "place": place}, value,
        anchor, rule, quantity=quantity(size, "rescuers"),
        aspect=Aspect.QUANTITY if size else Aspect.STATUS,
    )  # fmt: skip
