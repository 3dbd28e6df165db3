"""Which sentences of a report tell of other events: older ones, statistics, cases apart?"""

from __future__ import annotations

import re
from datetime import date

from claims.scene import Scene

# Sentences about other cases, and attempts.
GENERAL = re.compile(
    r"\b(?:every|each|per|last) year\b|\bannually\b"
    r"|\bsince (?:[A-Z]\w+\.? \d{1,2},? )?(?:19|20)\d\d\b"
    r"|\battempted (?:murder|homicide|manslaughter|robbery|burglary|suicide|carjacking)\b"
    r"|\bin the latest incident\b"
    r"|\bfor the year\b|\bstatistics\b|\boverdoses?\b"
    r"|\bso far (?:in (?:19|20)\d\d|this month)\b"
    r"|\bsince the (?:start|beginning) of (?:(?:the|this|last) )?(?:[\w-]+ )?"
    r"(?:year|month|week|season|decade|century|[12]\d{3})\b"
    r"|\bsince the (?:start|beginning) of (?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b"
    r"|\blast (?:spring|summer|fall|autumn|winter)\b"
    r"|\byear[- ]to[- ]date\b|\bon record\b|"
    r"\bas of (?=[A-Z][^.;]{0,90}\b(?:homicides?|murders?|shootings?)\b)",
    re.I,
)
# Statistics too, unless the event itself lasts as long.
PERIOD = re.compile(
    r"\bthis year\b|\b(?:in|over|during) the (?:past|last) (?:\w+ )?(?:weeks|months|years?)\b",
    re.I,
)
YEARLY = re.compile(r"\b(?:every|each|per) year\b|\bannually\b", re.I)
# What happened long ago: "forty years ago a leak killed", "who was killed two decades ago".
YEARS_AGO = re.compile(
    r"\b(?:19|20)\d\d (?:killings?|murders?|slayings?|massacre|bombings?|disappearance)\b"
    r"|^\W*(?:[\w-]+ ){1,3}(?:years|decades|generations|centuries) (?:ago|earlier|before)\b"
    r"|^\W*(?:[\w-]+ ){1,3}(?:months? (?:ago|earlier|before)|(?:days?|weeks?) before that)\b"
    r"|\b(?:killed|killing|died|dead|deaths?|perished)\b[^.,;]{0,60}"
    r"\b(?:years|decades) (?:ago|earlier)\b",
    re.I,
)
# What a crime's report tells of others of its kind, and a flood's report of the flood.
WIDE = re.compile(r"\bnationwide\b|\bacross the (?:city|country|state|nation)\b", re.I)
# What only an exercise or a tale has: "simulated an attack with 300 dead", "in a film".
IMAGINED = re.compile(
    r"\bin (?:the|this|his|her|a|one) (?:film|movie|series|novel|book|play|drama|episode"
    r"|video game|thriller|sitcom|opera)\b|\bsimulat(?:ed?|es|ing|ions?)\b|\bwar[- ]?games?\b"
    r"|\b(?:mock|hypothetical|imaginary|fictional|fictitious|staged) (?:[\w-]+ )?"
    r"(?:attack|disaster|quake|earthquake|crash|explosion|outbreak|emergency|scenario|casualt\w+|victims?)\b",
    re.I,
)
# Figures that were given before, and no longer hold.
RECALLED = re.compile(
    r"\b(?:earlier|previous|original) version of (?:this|the) (?:story|article|report)\b"
    r"|\b(?:an?|the|its) (?:earlier|previous|initial|preliminary) (?:\w+ )?"
    r"(?:count|toll|figure|tally|estimate)\b[^.;,]{0,60}\b(?:put|gave|had|stood|was|were)\b"
    r"|\b(?:early|initial|first) reports?\b"
    r"|\b(?:originally|initially|at first) (?:told|said|reported|believed|thought|estimated)\b"
    r"|\b(?:was|were|had) (?:originally|initially|first) (?:told|reported|believed|thought)\b",
    re.I,
)
# Words that lead over to another event.
APART = re.compile(
    r"\b(?:in|on|at|after|from|of|to) (?:an?|another|one|two|three|several|other|some)(?: \w+)?"
    r" (?:separate|unrelated|similar|previous|earlier|prior)(?: \w+){0,2}"
    r" (?:shootings?|stabbings?|incidents?|cases?|crash(?:es)?|attacks?|homicides?|killings?)\b"
    r"|\b(?:an(?:other)?|one|two|three|several|other|separate|unrelated)(?: \w+){0,2}?"
    r" (?:separate|unrelated|earlier|other|similar)(?: \w+)?"
    r" (?:shootings?|stabbings?|incidents?|cases?|crash(?:es)?|attacks?|homicides?|killings?)\b"
    r"|\banother (?:\w+ )?(?:shooting|stabbing|incident|crash|attack|homicide|killing|case)\b"
    r"|\b(?:unrelated|separate) (?:shootings?|incidents?|cases?|attacks?|crash(?:es)?)\b"
    r"|\b(?:first|second|third|fourth|fifth|latest|last|one) (?:\w+ )?(?:in|of) an? (?:\w+ )?"
    r"(?:string|series|spate|wave)\b"
    r"|^\W*(?:elsewhere|separately|in other \w+)\b"
    r"|(?:\d(?:st|nd|rd|th)|\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth))"
    r" (?:\w+ ){0,2}(?:homicide|murder|killing|slaying|shooting|fatality)\b"
    r"|\bis the (?:second|third|fourth|fifth|sixth) (?:child|person|teen\w*|student|officer)\b"
    r"|\b(?:shootings|killings|homicides|attacks) (?:across|around|throughout)\b"
    r"|\bis the (?:second|third|fourth|fifth|sixth) time\b"
    r"|\b(?:violent|bloody|deadly) (?:[\w-]+ ){0,3}(?:span|night|weekend|stretch)"
    r"(?: in [\w ]{3,20})? in which\b",
    re.I,
)
# A span of days in which a crime's report counts those of several: "two in the past four days".
LATELY = re.compile(
    r"\b(?:in|over|during|within) (?:just |less than |only )?(?:the )?(?:past|last|span of"
    r"|space of) (?:\w+ )?(?:\w+ )?(?:days|nights|weekends)\b"
    r"|\bin (?:overnight |weekend |separate )?(?:shootings|stabbings)\b|\bthe \w+ and \w+ sides\b"
    r"|\bsince (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\b(?:days|weeks|months) apart\b",
    re.I,
)
CLIP = re.compile(r"\W*\d{1,2}:\d\d (?=[A-Z‘“])(?![AP]\.?M\b)")  # "0:43 Man found dead", a film
# What tells of several events at once, whose sum is nobody's toll.
SCATTERED = re.compile(
    r"\b(?:separate|unrelated|a (?:series|string|spate|number) of|two|three|four|five|six|seven"
    r"|several|multiple|\d+)(?: [\w-]+){0,2} (?:shootings|stabbings|incidents|attacks"
    r"|crashes|homicides)\b|\b(?:shootings|homicides|killings)"
    r" (?:across|around|throughout|on the)\b",
    re.I,
)
# What is told of events that have nothing to do with each other.
# After what an event came: "the shooting follows attacks on police in Dallas, where five died".
AFTERMATH = re.compile(
    r"\b(?:shootings?|stabbings?|attacks?|crash|incident|killings?|accident|blast|explosion|fire"
    r"|it|this|these|which)\b[^.;,]{0,30}"
    r"\b(?:comes?|came|follows?|followed|happened|occurred|took place)\b"
    r"(?:[^.;]{0,40}\b(?:after|before|on the heels of|in the wake of)\b"
    r"|(?= (?:a |the |several |other |recent |last |similar |deadly )*(?:[\w-]+ ){0,2}"
    r"(?:shootings?|attacks?|killings?|deaths|crash|crashes|incidents?|ambush\w*)\b))",
    re.I,
)
SEPARATE = re.compile(
    r"\b(?:separate|unrelated|different)(?: [\w-]+){0,2}"
    r" (?:shootings|stabbings|incidents|crashes|homicides|accidents|cases|scenes)\b"
    r"|\b(?:weekend|overnight|citywide|city) (?:shootings|homicides|killings)\b"
    r"|\b(?:shootings|homicides|killings|stabbings)"
    r" (?:across|around|throughout|on the|over the|since|from|between)\b"
    r"|\ba (?:series|string|spate|number|rash|wave)(?: of)(?: [\w-]+){0,2}"
    r" (?:shootings|stabbings|homicides|crashes|accidents)\b"
    r"|\b(?:shootings|incidents|deaths|killings|cases)\b[^.;,]{0,40}? (?:are|were|is)"
    r" (?:not|un)(?: believed to be)? ?(?:connected|related)\b",
    re.I,
)
CONTINUED = re.compile(
    r"^\W*(?:in that|that|in those|those|at that time|the (?:earlier|previous)"
    r"|(?:[\w-]+ ){1,3}(?:days|weeks|months|years|hours) (?:before|after|earlier|later|prior))\b",
    re.I,
)
NEAR = 10  # days around an event within which a report counts as one of it
RECENT = 180  # days into which the tale of an event may go on over New Year
REACH = 160  # characters between the date of an event and the figure of its victims
STOPS = frozenset(".!?:;,\"”’')")
LINK = 16  # words of a title that leads to another article
TOLD_AT_ONCE = 2  # sentences in which a report says how many events it tells of
LEAD = 6  # sentences at the beginning, which tell of the event itself


def elsewhere(scene: Scene, single: bool) -> frozenset[int]:
    """Number the sentences that tell of other events than the beginning does.

    `single` says that the event of the beginning is one of a kind that strikes few and one place.
    """
    found: set[int] = set()
    spans = list(scene.doc.sents)
    texts = [scene.text[span.start_char : span.end_char] for span in spans]
    dates = _dates(scene, spans[LEAD].start_char if len(spans) > LEAD else len(scene.text))
    prose = 2 * sum(_stops(words) for words in texts) > len(texts)
    for n, (span, words) in enumerate(zip(spans, texts, strict=True)):
        if single and LATELY.search(words):
            found.add(n)
        if CLIP.match(words):
            found.add(n)
        if n == 0 and not any(each.search(words) for each in (IMAGINED, YEARLY, YEARS_AGO)):
            continue
        here = (
            n - 1 in found
            and not _is_link(texts[n - 1])
            and (CONTINUED.match(words) is not None or "\n" not in texts[n - 1].lstrip())
        )
        if (
            here
            or (prose and _is_link(words))
            or IMAGINED.search(words)
            or YEARS_AGO.search(words)
            or GENERAL.search(words)
            or PERIOD.search(words)
            or (single and (WIDE.search(words) or (n > 1 and AFTERMATH.search(words))))
            or RECALLED.search(words)
            or APART.search(words)
            or _is_old(scene, span.start_char, span.end_char, dates)
        ):
            found.add(n)
    return frozenset(found)


def is_of_years_ago(scene: Scene, low: int, figure: int) -> bool:
    """Tell a figure behind the date of an event of former years: "the 2011 fire that killed 9"."""
    dated = [m for m in scene.mentions if low <= m.start < figure and m.value[:4].isdigit()]
    if not dated or scene.published is None:
        return False
    last = dated[-1]
    years = scene.published.year - int(last.value[:4])
    if years < 1 or (scene.published - date(int(last.value[:4]), 12, 31)).days < RECENT:
        return False
    if last.value[:4] in scene.text[:low]:
        return False  # of which the report itself is
    between = scene.text[last.end : figure]
    return len(between) < REACH and not re.search(r"\bsince\b", scene.text[low : last.end], re.I)


def scattered(scene: Scene) -> bool:
    """Tell a report of several events, by how it begins."""
    return any(
        SCATTERED.search(scene.text[span.start_char : span.end_char])
        for _, span in zip(range(TOLD_AT_ONCE), scene.doc.sents, strict=False)
    )


def separate(scene: Scene) -> bool:
    """Tell a report of events that have nothing to do with each other, by title and beginning."""
    lead = (
        scene.text[span.start_char : span.end_char]
        for _, span in zip(range(TOLD_AT_ONCE), scene.doc.sents, strict=False)
    )
    return any(SEPARATE.search(words) for words in (scene.title or "", *lead))


def _stops(words: str) -> bool:
    return words.rstrip()[-1:] in STOPS


def _is_link(words: str) -> bool:
    """Tell the title of another article, a line of its own without a stop, from a sentence."""
    line = words.strip()
    short = 3 < len(line.split()) <= LINK
    return short and "\n" in words.lstrip() and line[0].isupper() and not _stops(words)


def _dates(scene: Scene, end: int) -> list[date]:
    found = [d for m in scene.mentions if m.start < end and (d := _day(m.value)) is not None]
    return [*found, scene.published] if scene.published else found


def _day(value: str) -> date | None:
    """Give the middle of a day, month or year."""
    try:
        if len(value) == 10:
            return date.fromisoformat(value)
        return date(int(value[:4]), int(value[5:7]), 15) if len(value) == 7 else None
    except ValueError:
        return None


def _is_old(scene: Scene, start: int, end: int, known: list[date]) -> bool:
    """Tell a sentence all of whose days are far from those of the report and its beginning."""
    here = [m for m in scene.mentions if start <= m.start < end]
    if not here or not known:
        return False
    years = {day.year for day in known}
    far = 0
    for mention in here:
        day = _day(mention.value)
        if day is None:
            far += not any(str(year) == mention.value[:4] for year in years)
        elif len(mention.value) == 7:
            far += not any(each.isoformat()[:7] == mention.value for each in known)
        else:
            far += all(abs((day - each).days) > NEAR for each in known)
    return far == len(here)
