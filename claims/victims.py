"""Who is killed or hurt where nobody counts? "A man and two women were shot dead" makes three."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claims.numbers import UNITS

PERSON = (
    r"(?:man|woman|boy|girl|teen|teenager|person|child|student|father|mother|son|daughter|baby|toddler|infant"
    r"|victim|driver|passenger|pedestrian|suspect|gunman|shooter|officer|deputy|policeman|trooper|guard|clerk|neighbou?r"
    r"|wife|husband|girlfriend|boyfriend|brother|sister|resident|employee|worker|bystander|grandmother|grandfather"
    r"|juvenile|soldier|firefighter|cyclist|motorist|tourist|(?:\d+|\w+)-year-old(?! \w))"
)
PERSONS = (
    r"(?:men|women|boys|girls|teens|teenagers|people|persons|children|students|victims|passengers|officers|deputies"
    r"|others|adults|males|females|suspects|residents|bystanders|brothers|sisters|workers|employees|juveniles|daughters|sons)"
)
_NUMBER = "|".join(UNITS) + r"|\d{1,3}"
_NAME = (
    r"[A-Z][\w'’.-]+(?: (?:[A-Z][\w'’.-]+|[A-Z]\.|[“\"][\w ]+[”\"])){1,3}(?:,? (?:Jr|Sr|III"
    r"|II)\.?)?"
)
_AGED = r"(?:, (?:age )?\d{1,3}(?:,(?! and))?(?: of [A-Z][\w.]+(?: [A-Z][\w.]+)?,?)?)?"
ONE = (
    rf"(?:(?P<many>{_NUMBER}) (?:other |more )?(?:[\w-]+ ){{0,3}}?{PERSONS}"
    rf"|(?:[Aa]n?|[Tt]he|[Oo]ne|[Aa]nother|[Hh]is|[Hh]er"
    rf"|[Tt]heir) (?:[\w’'-]+ ){{0,4}}?{PERSON}(?! and killed){_AGED}"
    rf"|{_NAME}{_AGED})"
)
_ITEM = re.sub(r"\?P<\w+>", "?:", ONE)
GROUP = rf"{_ITEM}(?:, {_ITEM}){{0,4}}(?:,? (?:and|as well as) {_ITEM})?"
_WERE = (
    r"(?:,? (?:who )?(?:was|were|is|are|has been|have been|had been|later|also|both"
    r"|reportedly|allegedly|being|then|and|had|has|have))*"
)
_PLACE = r"(?:,? (?:in|at|from|inside|outside|near) [\w’' ]{1,30},?)?"
DEAD_AFTER = (
    r"(?:shot and killed|shot dead|shot to death|gunned down|fatally (?:shot|wounded"
    r"|stabbed|injured)|killed|dead|died"
    r"|found dead|pronounced dead|declared dead|found shot to death|stabbed to death"
    r"|beaten to death|slain|murdered"
    r"|lost (?:his|her|their) li(?:fe|ves)|succumbed|dies|found (?:him |her )?dead)"
)
DEAD_BEFORE = (
    r"(?:shot and killed|shooting and killing|killed|killing|kills|fatally (?:shot"
    r"|shooting|stabb(?:ed|ing))|murder(?:ed|ing)|shot dead"
    r"|gunn(?:ed|ing) down|(?:shooting |stabbing )?deaths? of|murders? of|killings? of"
    r"|slayings? of|(?:fatal|deadly) shootings? of|left)"
)
HURT_AFTER = (
    r"(?:wounded|injured|hurt|hospitali[sz]ed|in (?:critical|serious|stable|fair"
    r"|good) condition|recovering"
    r"|taken to (?:an? |the )?(?:[\w’' -]{0,30})?(?:hospital|medical center)|suffer(?:ed"
    r"|ing)(?: from)? (?:\w+ ){0,3}(?:wounds?|injur(?:y|ies))|grazed)"
)
HURT_BEFORE = r"(?:wounded|wounding|injured|injuring|injures|wounds|hurting)"
PATTERNS = (
    ("killed", re.compile(rf"(?P<who>{GROUP}){_PLACE}{_WERE} (?P<cue>{DEAD_AFTER})\b")),
    (
        "killed",
        re.compile(
            rf"\b(?P<cue>{DEAD_BEFORE}) (?P<who>{GROUP})(?! (?:injured|wounded|hurt|hospital))"
        ),
    ),
    (
        "wounded",
        re.compile(
            rf"(?P<who>{GROUP}){_PLACE}{_WERE} (?P<cue>{HURT_AFTER})\b(?! (?:and killed"
            rf"|dead|to death|to and killed|multiple times and killed))"
        ),
    ),
    ("wounded", re.compile(rf"\b(?P<cue>{HURT_BEFORE}) (?P<who>{GROUP})(?! (?:dead|to death))")),
)
# Sentences about other cases, and attempts.
GENERAL = re.compile(
    r"\b(?:every|each|per|last) year\b|\bannually\b|\bsince (?:19|20)\d\d\b|\battempted\b"
    r"|\bin the latest incident\b"
    r"|\bstatistics\b|\boverdoses?\b|\bnationwide\b|\bacross the (?:city|country|state)\b"
    r"|\bso far in (?:19|20)\d\d\b",
    re.I,
)
SERIAL = re.compile(
    r"\b(?P<n>double|triple|quadruple)[ -](?:homicide|murder|slaying|killing|fatal)", re.I
)
TIMES = {"double": 2, "triple": 3, "quadruple": 4}
MORE = re.compile(
    r"\b(?:murder-suicide|rampage|spree|mass shooting|multiple victims|second victim"
    r"|third victim)\b",
    re.I,
)
_EACH = re.compile(ONE)
_NOT_NAMES = re.compile(
    r"\b(?:Police|County|Department|Street|Avenue|Hospital|Sheriff|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"
    r"|Sunday|Office|Court|High School|University|Medical|News|City|Road|Center|Park"
    r"|Church|Club|Photo)\b"
)


@dataclass(frozen=True, slots=True)
class Victims:
    """People hurt or killed in one sentence, by how many words name them."""

    unit: str
    count: int
    start: int
    end: int
    cue: int


def victims(text: str, low: int, high: int) -> Iterator[Victims]:
    """Find the victims that a sentence names one by one."""
    part = text[low:high]
    if len(part) > 600 or GENERAL.search(part):
        return
    for unit, pattern in PATTERNS:
        for match in pattern.finditer(part):
            count = _count(match["who"])
            if count:
                yield Victims(
                    unit, count, low + match.start(), low + match.end(), low + match.start("cue")
                )


def _count(words: str) -> int:
    """Add up a list of victims."""
    total = 0
    for match in _EACH.finditer(words):
        if match["many"]:
            number = match["many"].lower()
            total += UNITS.get(number, 0) or (int(number) if number.isdigit() else 0)
        elif not _NOT_NAMES.search(match.group()):
            total += 1
    return total
