"""What does a figure of casualties say: whose, of which event, and how surely?"""

from __future__ import annotations

import re
from dataclasses import replace

from claims.events import UNDERWATER, Event, event_in, titled_places, whereabouts
from claims.harm.bearers import head_of, home_of_dead, side_of_dead
from claims.harm.counting import counter_of
from claims.harm.fates import Counted
from claims.lexicon import Lexicon
from claims.model import Aspect, Quantity, Stance
from claims.scene import Finding, Scene
from claims.voices.voices import ANOTHERS

_WORDS = Lexicon.of(__name__)

CARRIERS = _WORDS.set("carriers")
NATURAL = _WORDS.set("natural")
SINGLE_EVENT = _WORDS.set("single_event")
TERROR_EVENT = _WORDS.set("terror_event")
TERROR = re.compile(
    r"\b(?:suicide|bombers?|car[- ]bomb|roadside bomb|gunm[ae]n|terror\w*|extremists?|jihadi\w*"
    r"|claimed responsibility|explosives|detonat\w+|attackers?|assailants?|stormed)\b",
    re.I,
)
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
ATTACKERS = _WORDS.set("attackers")
MERE = re.compile(r"(?:figure|number|count|estimate|total)s?\b", re.I)
FORECAST = re.compile(  # "the toll was expected to rise to 250"
    r"\b(?:expected|likely|set|bound|feared|could|may|might)(?: well| still| yet)? (?:to )?"
    r"(?:be as high as|rise|climb|reach|exceed|top|pass|surpass|increase|grow)\b",
    re.I,
)
NOT_FOUND = re.compile(r"(?:ha[sd]|have|could|can|did|do)(?: ?not|n['’]t)\b", re.I)
ADDED_UP = "figures added up"
WARFARE = re.compile(
    r"\b(?:front ?lines?|cease-?fire|truce|air ?strikes?|shell(?:ed|ing)|missiles?|artillery"
    r"|rockets?|(?:guided|glide) bombs?|bombardment|barrages?|air raids?|drones?"
    r"|offensive|invasion|battlefield|warplanes?|warring|occupied|occupation)\b",
    re.I,
)


def figure(scene: Scene, event: Event | None, counted: Counted) -> Finding:
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
        slots=slots_of(scene, event, topic),
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


def slots_of(scene: Scene, event: Event | None, topic: str) -> dict[str, str]:
    """Give the slots of a topic; of an event with all the places by which others may call it."""
    if event is None and not scene.war and (names := titled_places(scene)):
        return {"side": topic, "where": names}
    if event is None or topic != event.slug or event != event_in(scene):
        return {"side": topic}  # the places of the article are not those of a further event
    return {"side": topic, "where": whereabouts(scene)}


def summed(one: Finding, other: Finding) -> Finding:
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
