"""Whose are the people that a figure counts: which side's in a war, and of which place?"""

from __future__ import annotations

import re

from claims.conflicts import NAMED, WARS, conflict
from claims.digests import is_digest
from claims.events import site_of
from claims.harm.fates import Counted
from claims.harm.losses import BEAR, LOSSES
from claims.lexicon import Lexicon
from claims.names.gazetteer import demonym_of, state_called, state_of
from claims.names.geography import is_state, is_town
from claims.names.places import slug
from claims.scene import AT_WAR, Scene
from claims.text.clauses import roles, sentence
from claims.text.tree import Token
from claims.war.attackers import killer_of, victims_of

IRREGULAR = Lexicon.of("claims.frames.casualties").set("irregular")

_POLICE = re.compile(
    r"\b([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?) (?:[Pp]olice|[Ff]ire (?:[Dd]epartment|[Bb]rigade))\b"
)
HOSPITAL = frozenset({"hospital", "medical", "clinic", "infirmary"})


def home_of_dead(scene: Scene, cue: Token | None = None) -> str:
    """Give the side of people whom nothing places.

    In war it is the side of the state that tells of them, unless that state killed them; else
    the article's country, or the conflict where that country is none of its sides.
    """
    if is_digest(scene.title, scene.article.text):
        return "unknown"
    place = scene.places.main(_hospitals(scene))
    state = scene.cast.country or (scene.cast.where(place) if place else None)
    if state is None and scene.war:  # "in Chasiv Yar, Donetsk Oblast"
        named = ((state_called(n), n) for n in scene.places.names())
        sides = scene.sides()
        states = (own or scene.cast.where(n) for own, n in named)
        state = next((s for s in states if s and slug(s) in sides), None)
    home = slug(state) if state else place or "unknown"
    if not scene.war:
        quiet = not scene.has(AT_WAR)  # a whole state's dead are no crime's
        town = place if place and not is_state(place) else _town_of_police(scene)
        return town if quiet and town else home
    killer = killer_of(scene, cue) if cue is not None else None
    speaker = scene.speaker(cue) if cue is not None else None
    theirs = slug(speaker) if speaker and demonym_of(speaker) else None
    if theirs and theirs != killer and (killer or scene.sides().count(theirs) > 1):
        return theirs
    between = conflict(scene)
    paired = between.count("-") > 0 or between in scene.sides()
    two = {side for pair, name in NAMED.items() if name == between for side in pair}
    here = place is not None and scene.cast.where(place) == state and between not in WARS
    if state is not None and not here and paired and home not in between and home not in two:
        return between  # a mediator's, a host's or a neighbour's country is none of the two
    return home if home != killer else place or "unknown"


def _town_of_police(scene: Scene) -> str | None:
    """Give the town of the dateline, or of the police that speak: "Oakland police said"."""
    if site := site_of(scene.article.text):
        return site
    towns = (slug(match[1]) for match in _POLICE.finditer(scene.text))
    return next((town for town in towns if is_town(town)), None)


def _bearer(scene: Scene, losses: Token) -> str | None:
    """Give whose losses are told: "Pakistan's losses", "Pakistani losses"."""
    owners = (c for c in losses.children if c.dep_ in ("nmod:poss", "amod"))
    return next((side for c in owners if (side := scene.side(c))), None)


def _hospitals(scene: Scene) -> frozenset[str]:
    """Give the names of hospitals, to which the hurt are taken from elsewhere."""
    names = scene.places.names()
    full = {n for n in names if not HOSPITAL.isdisjoint(n.split("-"))}
    return frozenset(full | {n for n in names if any(f.startswith(f"{n}-") for f in full)})


def head_of(number: Token) -> Token:
    """Climb from a number to the noun that it counts."""
    for _ in range(4):
        if (
            number.dep_ in ("nummod", "compound", "advmod", "amod", "det", "nmod")
            and number.head.i > number.i
        ):
            number = number.head
        else:
            break
    return number


def side_of_dead(scene: Scene, number: Token, counted: Counted) -> str | None:
    """In war, give the side that the counted people belong to."""
    if not scene.war:
        return None
    noun = scene.counted(head_of(number)) or number
    if loser := _loser(scene, number, noun, counted.unit):
        return loser
    if scene.is_force(noun) and (named := scene.side(roles(noun).after("of"))):
        return named  # "nine guerrillas of the ELN"
    bare = not any(
        c.dep_ in ("amod", "compound", "nmod:poss", "nmod") and scene.lemma(c) != "other"
        for c in noun.children
    )
    words = {scene.lemma(t) for t in (noun, *(c for c in noun.children if c.i < noun.i))}
    nameless = not any(scene.side(c) for c in noun.children if c.i < noun.i)
    if nameless and not words.isdisjoint(IRREGULAR) and (speaker := scene.speaker(number)):
        rival = scene.cast.rival(speaker)  # an army that counts fighters counts the enemy's
        if state_of(speaker):
            return slug(rival) if rival else slug(noun.text)
    if nameless and not counted.joined and not words.isdisjoint(IRREGULAR - {"fighter"}):
        return scene.side(noun) or slug(noun.text)
    cue = scene.token_at(counted.cue)
    toll = cue.head if cue.dep_ == "compound" else cue
    owner = next((c for c in toll.children if c.dep_ == "nmod:poss"), None)
    if scene.lemma(toll) in LOSSES and (bearer := _bearer(scene, toll)):
        return bearer  # "put Pakistani losses at 35 soldiers"
    for loss in scene.doc[max(sentence(number).start, number.i - 6) : number.i]:
        if scene.lemma(loss) in LOSSES and (bearer := _bearer(scene, loss)):
            return bearer  # "put Pakistan's losses at 58 dead"
    if scene.is_force(noun) and bare and (own := scene.own_side(number)):
        if killer_of(scene, cue) != own:
            return own  # "two soldiers were wounded", says their army
        return victims_of(scene, cue, own)
    side = scene.side(noun) or scene.side(owner)  # "put its death toll at 14"
    if side is None and any(c.lower_ in ("its", "our") for c in noun.children):
        side = scene.own_side(number)  # "15 of its people"
    if side:
        return side
    return _force_behind(scene, number, counted)


def _loser(scene: Scene, number: Token, noun: Token, unit: str) -> str | None:
    """Give who loses people by the verb: "Russia was taking 500 casualties a day"."""
    bearing = {"killed": {"lose"}, "killed_or_wounded": BEAR}.get(unit, frozenset())
    heads = (noun.head, head_of(number).head)
    verb = next((head for head in heads if scene.lemma(head) in bearing), None)
    if verb is None:
        return None
    agent = roles(verb).agent
    bearer = scene.side(agent)
    if bearer is None and verb.dep_ == "conj":
        bearer = scene.side(roles(verb.head).agent)  # "it had captured 60 and lost nine"
    nobody = agent is not None and agent.pos_ == "PRON"
    return bearer or ("unknown" if nobody else None)


def _force_behind(scene: Scene, number: Token, counted: Counted) -> str | None:
    """Give the side of the force that is named next behind a number, in its sentence."""
    doc, end = scene.doc, counted.end + 40
    i = number.i + 1
    while (
        i < min(len(doc), number.i + 9)
        and doc[i].idx < min(end, max(counted.cue, counted.amount.end + 20))
        and sentence(doc[i]).start == sentence(number).start
    ):
        if scene.is_force(doc[i]) and (found := scene.side(doc[i])):
            return found
        i += 1
    return None
