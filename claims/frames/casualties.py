"""How many people are said to be killed, wounded, missing, rescued or aboard, and whose?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from claims.digests import is_digest, paragraph
from claims.diplomacy.captives import FREEING, comes_free, is_exchange
from claims.events import (
    UNDERWATER,
    Event,
    event_in,
    event_of,
    further_event,
    other_vessel,
    titled_places,
    whereabouts,
)
from claims.harm.bearers import head_of, home_of_dead, side_of_dead
from claims.harm.beginnings import Beginning, is_of_crime
from claims.harm.counting import counted_in, counter_of, figure_of
from claims.harm.elsewhere import elsewhere, is_of_years_ago, scattered, separate
from claims.harm.fates import Counted
from claims.harm.losses import DEATH, KILL, LOSSES, heavy_losses, named_dead, single, uncounted
from claims.harm.tolls import Title, tolls
from claims.harm.victims import ledger
from claims.harm.wholes import is_part, of_title, titled, with_dead
from claims.lexicon import Lexicon
from claims.model import Aspect, Quantity, Stance
from claims.relevance import SHORT, Need
from claims.scene import AT_WAR, Finding, Scene
from claims.text.factuality import judge
from claims.text.tree import Span
from claims.voices.voices import ANOTHERS

_LEXICON = Lexicon.of(__name__)

SINGLE = _LEXICON.set("single")
CARRIERS = _LEXICON.set("carriers")
OVERLOADED = re.compile(
    r"\b(?P<cue>overload(?:ed|ing)|overcrowded|(?:sell|carry|board"
    r"|tak)ing more (?:tickets|passengers|people) than"
    r"|(?:over|beyond|above) (?:its |the )?(?:capacity|limit))\b",
    re.I,
)
NATURAL = _LEXICON.set("natural")
IRREGULAR = _LEXICON.set("irregular")
SINGLE_EVENT = _LEXICON.set("single_event")
TERROR_EVENT = _LEXICON.set("terror_event")
TERROR = re.compile(
    r"\b(?:suicide|bombers?|car[- ]bomb|roadside bomb|gunm[ae]n|terror\w*|extremists?|jihadi\w*"
    r"|claimed responsibility|explosives|detonat\w+|attackers?|assailants?|stormed)\b",
    re.I,
)
LASTING = frozenset({"outbreak", "heatwave", "floods", "protests", "wildfire", "landslide"})
ILL = frozenset({"outbreak", "heatwave"})
VESSELS = frozenset({"boat", "ship", "ferry"})
LOST = re.compile(
    r"\b(?:s[aiu]nk\w*|capsiz\w+|went down|going down|shipwreck\w*|collided|collision|ran aground"
    r"|abandon(?:ed)? ship|taking on water|overturned|broke up|adrift"
    r"|(?:struck|hit|rammed|slammed|crashed|ploughed|plowed) (?:into |against )?(?:an? |the )"
    r"(?:[\w-]+ )?(?:bridge|reef|rocks?|pier|quay|iceberg|sandbank|buoy|shore))\b",
    re.I,
)
SHOT_DOWN = re.compile(r"\b(?:shot|shoot(?:ing|s)?|brought) down\b|\bdowned\b", re.I)
BLASTS = frozenset({"bombing", "explosion"})
ATTACKERS = _LEXICON.set("attackers")
MERE = re.compile(r"(?:figure|number|count|estimate|total)s?\b", re.I)
FORECAST = re.compile(  # "the toll was expected to rise to 250"
    r"\b(?:expected|likely|set|bound|feared|could|may|might)(?: well| still| yet)? (?:to )?"
    r"(?:be as high as|rise|climb|reach|exceed|top|pass|surpass|increase|grow)\b",
    re.I,
)
NOT_FOUND = re.compile(r"(?:ha[sd]|have|could|can|did|do)(?: ?not|n['’]t)\b", re.I)
ADDED_UP = "figures added up"
SOLDIERS = re.compile(r"\b(?:soldiers|troops|servicemen|service members|personnel)\b", re.I)
CIVIL = re.compile(r"\b(?:civilians|residents|villagers|non-combatants)\b", re.I)
WARFARE = re.compile(
    r"\b(?:front ?lines?|cease-?fire|truce|air ?strikes?|shell(?:ed|ing)|missiles?|artillery"
    r"|rockets?|(?:guided|glide) bombs?|bombardment|barrages?|air raids?|drones?"
    r"|offensive|invasion|battlefield|warplanes?|warring|occupied|occupation)\b",
    re.I,
)
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
            figure = _figure(scene, other or event, counted)
            if digest and figure.slots["side"] == "unknown":
                continue  # not of the one event that the ledger may know
            if counted.joined and figures and figures[-1].topic == figure.topic:
                figures[-1] = _sum(figures[-1], figure)
            else:
                figures.append(figure)
        found += figures
    return found


def _is_more_bodies(scene: Scene, counted: Counted) -> bool:
    """Tell "the bodies of five others were found", which adds to a toll and is none."""
    of = scene.doc[max(0, scene.token_at(counted.amount.number).i - 2)]
    noun = scene.token_at(counted.amount.number)
    return scene.lemma(head_of(noun)) == "other" and scene.lemma(of) == "body"


def _figure(scene: Scene, event: Event | None, counted: Counted) -> Finding:
    """Make the finding of one figure."""
    noun = scene.token_at(counted.amount.number)
    apart = event is not None and _is_apart(scene, event)
    aboard = event is not None and event.kind in CARRIERS and counted.unit == "aboard"
    known = bool(event and event.name) and (apart or aboard or not scene.war)
    topic = _subject(scene, event if known else None, counted, apart)
    if topic is None:
        topic = home_of_dead(scene, scene.token_at(counted.cue))
        if topic == "unknown" and isinstance(told := scene.memo.get("figure"), str):
            topic = told  # nothing says of whom else
        if not known and event and event.kind in UNDERWATER and not scene.war:
            topic = event.kind if topic == "unknown" else f"{topic}-{event.kind}"
    scene.memo["figure"] = topic
    unit, amount = counted.unit, counted.amount
    armed = known and apart and scene.lemma(head_of(noun)) in ATTACKERS
    if armed and unit in ("killed", "wounded"):
        unit = f"{unit}_attackers"  # who are no victims
    lead = scene.text[counted.cue : amount.start]
    if unit == "killed" and event and event.kind == "kidnapping" and MERE.match(lead):
        unit = "abducted"  # "the figure of 287"
    value, counter = unit.replace("_", "-"), counter_of(scene, counted)
    quantity = Quantity(amount.min, amount.max, unit, amount.approx or _shared(scene, counted))
    return Finding(
        frame="casualties",
        topic=f"casualties:{topic}",
        slots=_slots(scene, event, topic),
        value=value,
        anchor=scene.token_at(counted.cue),
        rule=ANOTHERS if counter else "a figure of casualties",
        quantity=quantity,
        start=counted.start,
        end=counted.end,
        aspect=Aspect.QUANTITY,
        own=scene.actor(head_of(noun)),
        stance=_stance(scene, unit, lead, counted),
        claimant=counter,
    )


def _subject(scene: Scene, event: Event | None, counted: Counted, apart: bool) -> str | None:
    """Give the side or the event whose people a figure counts, where something tells it."""
    noun = scene.token_at(counted.amount.number)
    side = side_of_dead(scene, noun, counted)
    if apart and event:
        side = None  # soldiers who dig count the victims of no side
    others = scene.lemma(head_of(noun)) == "other"
    if (counted.amount.more or (others and not side)) and (before := scene.memo.get("figure")):
        side = side if not isinstance(before, str) else before  # "and a further 30 wounded"
    return side or (event.slug if event else None)


def _stance(scene: Scene, unit: str, lead: str, counted: Counted) -> Stance | None:
    """Tell a forecast, and that "three had not been traced" asserts what it negates."""
    if FORECAST.search(lead):
        return Stance.SPECULATES
    lost = unit in ("missing", "killed") and NOT_FOUND.match(scene.text, counted.cue)
    return Stance.ASSERTS if lost else None


def _is_apart(scene: Scene, event: Event) -> bool:
    """Tell one event from the fighting of a war, of whose victims each side has its own."""
    if event.kind in VESSELS and scene.war and not LOST.search(scene.article.text):
        return False  # in which fighters came, or which was attacked and goes on
    if event.kind == "helicopter-crash" and SHOT_DOWN.search(scene.article.text):
        return False  # which is fighting, and no accident
    if event.kind in NATURAL | SINGLE_EVENT:
        return True
    told = event.kind in TERROR_EVENT and not _fights(scene)
    return told and (event.kind in BLASTS or bool(TERROR.search(scene.article.text)))


def _fights(scene: Scene) -> bool:
    """Tell whether an article speaks of armies that fight each other."""
    return len(WARFARE.findall(scene.article.text)) > 1


def _slots(scene: Scene, event: Event | None, topic: str) -> dict[str, str]:
    """Give the slots of a topic; of an event with all the places by which others may call it."""
    if event is None and not scene.war and (names := titled_places(scene)):
        return {"side": topic, "where": names}
    if event is None or topic != event.slug or event != event_in(scene):
        return {"side": topic}  # the places of the article are not those of a further event
    return {"side": topic, "where": whereabouts(scene)}


def _sum(one: Finding, other: Finding) -> Finding:
    """Add up people of one side who share a fate: "12 soldiers and four fighters were killed"."""
    a, b = one.quantity, other.quantity
    if a is None or b is None or a.unit != b.unit:
        return one
    low = a.min + b.min if a.min is not None and b.min is not None else None
    high = a.max + b.max if a.max is not None and b.max is not None else None
    both = Quantity(low, high, a.unit, a.approx or b.approx)
    ends = [e for e in (one.end, other.end) if e is not None]
    return replace(one, quantity=both, end=max(ends, default=None), rule=ADDED_UP)


def _shared(scene: Scene, counted: Counted) -> bool:
    """Let "about" reach from "about 300 killed" over "and a further 2,700 injured"."""
    if not counted.amount.more:
        return False
    earlier = [a for a in scene.amounts if a.end <= counted.amount.start]
    return bool(earlier) and earlier[-1].approx


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
            "casualties", f"casualties:{topic}", _slots(scene, event, topic), toll.unit,
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
            "casualties", f"casualties:{event.slug}", _slots(scene, event, event.slug),
            "overloaded", anchor,
            "carried more than allowed", aspect=Aspect.STATUS,
        )  # fmt: skip
