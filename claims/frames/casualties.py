"""How many people are said to be killed, wounded, missing, rescued or aboard, and whose?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from claims.digests import is_digest, paragraph
from claims.diplomacy.captives import FREEING, comes_free, is_exchange
from claims.events import (
    Event,
    event_in,
    event_of,
    further_event,
    other_vessel,
)
from claims.harm.bearers import head_of, home_of_dead
from claims.harm.beginnings import Beginning, is_of_crime
from claims.harm.counting import counted_in, figure_of
from claims.harm.elsewhere import elsewhere, is_of_years_ago, scattered, separate
from claims.harm.fates import Counted
from claims.harm.losses import DEATH, KILL, LOSSES, heavy_losses, named_dead, single, uncounted
from claims.harm.making import ADDED_UP, CARRIERS, slots_of, summed
from claims.harm.making import figure as figure_finding
from claims.harm.tolls import Title, tolls
from claims.harm.victims import ledger
from claims.harm.wholes import is_part, of_title, titled, with_dead
from claims.lexicon import Lexicon
from claims.model import Aspect, Quantity
from claims.relevance import SHORT, Need
from claims.scene import AT_WAR, Finding, Scene
from claims.text.factuality import judge
from claims.text.tree import Span

_LEXICON = Lexicon.of(__name__)

SINGLE = _LEXICON.set("single")
OVERLOADED = re.compile(
    r"\b(?P<cue>overload(?:ed|ing)|overcrowded|(?:sell|carry|board"
    r"|tak)ing more (?:tickets|passengers|people) than"
    r"|(?:over|beyond|above) (?:its |the )?(?:capacity|limit))\b",
    re.I,
)
LASTING = frozenset({"outbreak", "heatwave", "floods", "protests", "wildfire", "landslide"})
ILL = frozenset({"outbreak", "heatwave"})
SOLDIERS = re.compile(r"\b(?:soldiers|troops|servicemen|service members|personnel)\b", re.I)
CIVIL = re.compile(r"\b(?:civilians|residents|villagers|non-combatants)\b", re.I)
DISASTER = re.compile(rf"\b(?:{_LEXICON.table['patterns']['disaster']})\b", re.I)
DEADLY = re.compile(
    r"\b(?:dies|died|dead(?:ly)?|kill(?:s|ed)|fatal(?:ly)?|murder(?:ed)?|homicide|slain|slaying"
    r"|deaths?|suicide|life support)\b",
    re.I,
)
FATES = _LEXICON.set("fates")
GRAVE = _LEXICON.set("grave")
MILD = frozenset({"die", "death", "dead", "pass"})  # of themselves no deed and no accident
NEEDS = (
    Need(FATES, counts=True, article=GRAVE, least=2),
    Need(KILL | LOSSES | DEATH, article=AT_WAR, least=2),
    Need(GRAVE - {"missing", "rescue", "survivor"}, article=GRAVE, least=3),
)


def read(scene: Scene) -> Iterator[Finding]:
    """Read figures first, then losses without a number."""
    enough = 2 if len(scene.text) > SHORT else 1
    if not scene.war and len(DISASTER.findall(scene.text)) < enough:
        return
    digest = is_digest(scene.title, scene.article.text)
    event = None if digest else event_in(scene)
    taken: set[int] = set()
    asides = frozenset() if scene.war else elsewhere(scene, _is_told_singly(event))
    if not scene.war and _is_told_singly(event) and not digest and separate(scene):
        return  # whose victims nobody adds up, nor lays to one of them
    several = not scene.war and scattered(scene)
    found, beginning = _figures(scene, event, asides, taken), Beginning(scene)
    if digest:
        yield from found
        return
    if scene.war:
        found = list(_civilians_apart(scene, found))
    if not scene.war and _is_told_singly(event):
        found = of_title(scene, found, titled(scene.title))
    crime = _is_told_singly(event) and is_of_crime(scene, event.kind if event else "")
    if not scene.war and crime:
        found = list(beginning.borne_out(found))
    told = [] if several else list(_told(scene, event, found, asides))
    told = list(beginning.borne_out(told)) if crime else told
    whole = [f for f in found if not any(is_part(f, other) for other in told)]
    yield from with_dead(scene, whole)
    yield from told
    yield from heavy_losses(scene)
    yield from _overloaded(scene, event)
    yield from uncounted(scene, taken)
    yield from single(scene, taken)
    yield from named_dead(scene)


def _civilians_apart(scene: Scene, found: list[Finding]) -> Iterator[Finding]:
    """Count civilians by themselves where an article counts soldiers of the same side too."""
    words = [scene.text[f.start : f.end] for f in found]
    armed = {_series(f) for f, told in zip(found, words, strict=True) if SOLDIERS.search(told)}
    for figure, told in zip(found, words, strict=True):
        mixed = figure.rule == ADDED_UP or SOLDIERS.search(told)
        quantity = figure.quantity
        if quantity is None or mixed or _series(figure) not in armed or not CIVIL.search(told):
            yield figure
            continue
        unit = f"{quantity.unit}_civilians"
        value = unit.replace("_", "-")
        yield replace(figure, value=value, quantity=replace(quantity, unit=unit))


def _series(figure: Finding) -> tuple[str, str]:
    return figure.topic, figure.quantity.unit if figure.quantity else ""


def _is_bargain(scene: Scene, span: Span) -> bool:
    """Tell captives freed by agreement from people saved."""
    return is_exchange(scene) and any(
        scene.lemma(t) in FREEING or comes_free(scene, t) for t in span
    )


def _figures(
    scene: Scene, event: Event | None, asides: frozenset[int], taken: set[int]
) -> list[Finding]:
    """Read the figures of each sentence but the asides; `taken` gets the words that tell them."""
    digest = is_digest(scene.title, scene.article.text)
    lasting = event is not None and event.kind in LASTING
    seen: list[tuple[int | None, str]] = []
    found: list[Finding] = []
    for n, span in enumerate(scene.doc.sents):
        if n in asides:
            continue
        figures: list[Finding] = []
        if digest:
            event = event_of(paragraph(scene.text, span.start_char, span.end_char), None, None)
        other = (
            further_event(scene.text[span.start_char : span.end_char], event) if event else None
        )
        for counted in counted_in(scene, span, tuple(seen), lasting):
            if event and other_vessel(scene.text[span.start_char : counted.amount.start], event):
                continue
            if counted.unit == "killed" and _is_more_bodies(scene, counted):
                continue
            if counted.unit == "rescued" and _is_bargain(scene, span):
                continue  # read as part of an agreement
            again = event is not None and any(unit == counted.unit for _, unit in seen)
            if again and is_of_years_ago(scene, span.start_char, counted.cue):
                continue
            cue = scene.token_at(counted.cue)
            if cue.tag_ == "VB" and judge(cue).wanted:
                continue  # "he wanted to kill the two"
            ill = event is not None and event.kind in ILL
            if counted.unit == "cases" and not ill:
                continue
            if counted.unit == "wounded" and ill:
                counted = replace(counted, unit="treated")  # the sick are no wounded
            taken.add(scene.token_at(counted.cue).i)
            seen.append(figure_of(counted))
            figure = figure_finding(scene, other or event, counted)
            if digest and figure.slots["side"] == "unknown":
                continue  # not of the one event that the ledger may know
            if counted.joined and figures and figures[-1].topic == figure.topic:
                figures[-1] = summed(figures[-1], figure)
            else:
                figures.append(figure)
        found += figures
    return found


def _is_more_bodies(scene: Scene, counted: Counted) -> bool:
    """Tell "the bodies of five others were found", which adds to a toll and is none."""
    of = scene.doc[max(0, scene.token_at(counted.amount.number).i - 2)]
    noun = scene.token_at(counted.amount.number)
    return scene.lemma(head_of(noun)) == "other" and scene.lemma(of) == "body"


def _is_told_singly(event: Event | None) -> bool:
    """Tell crimes and accidents from disasters, whose dead nobody counts one by one."""
    return event is None or not event.kind or event.kind in SINGLE


def _told(
    scene: Scene, event: Event | None, figures: list[Finding], asides: frozenset[int]
) -> Iterator[Finding]:
    """Count the victims of crimes and accidents person by person, beyond what figures say."""
    if scene.war or not _is_told_singly(event):
        return
    said: dict[str, int] = {}
    for figure in figures:
        if figure.quantity is not None:
            low = figure.quantity.min or figure.quantity.max or 0
            both = figure.quantity.unit == "killed_or_wounded"  # as many of either at most
            for unit in ("killed", "wounded") if both else (figure.quantity.unit,):
                said[unit] = max(low, said.get(unit, 0))
    topic = event.slug if event is not None and event.name else home_of_dead(scene)
    heading = Title(titled(scene.title), bool(DEADLY.search(scene.title or "")))
    people = ledger(scene, asides)
    if event is None and not any(scene.lemma(h.cue) not in MILD for h in people.harms()):
        return  # "has died aged 94": nobody's deed, and no accident
    for toll in tolls(people, said, heading):
        yield Finding(
            "casualties", f"casualties:{topic}", slots_of(scene, event, topic), toll.unit,
            toll.harm.cue, toll.rule, quantity=Quantity(toll.count, toll.count, toll.unit),
            aspect=Aspect.QUANTITY,
        )  # fmt: skip


def _overloaded(scene: Scene, event: Event | None) -> Iterator[Finding]:
    """Read that a vessel carried more than it may: a reason for a toll that gets disputed."""
    if event is None or event.kind not in CARRIERS:
        return
    for match in OVERLOADED.finditer(scene.text):
        anchor = scene.token_at(match.start("cue"))
        yield Finding(
            "casualties", f"casualties:{event.slug}", slots_of(scene, event, event.slug),
            "overloaded", anchor,
            "carried more than allowed", aspect=Aspect.STATUS,
        )  # fmt: skip
