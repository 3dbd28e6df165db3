"""Which nouns carry a running figure: "the toll rose to 17", "raised to 17 its count of dead"?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claims.harm.fates import Counted
from claims.lexicon import Lexicon
from claims.text.numbers import Amount

_LEXICON = Lexicon.of(__name__)
_WORDS = _LEXICON.table

SAME = "same"  # a bare figure, of what was counted before: "put the number at 47"
TOLL = {unit: re.compile(rf"\b(?:{p})", re.I) for unit, p in _WORDS["toll"].items()}
CONNECTOR = re.compile(rf"\b{_WORDS['connectors']['before_figure']}[ \"“‘']*$", re.I)
OPEN = re.compile(rf"\b(?:{_WORDS['connectors']['open']}) $", re.I)
# "raised to 151, from 117, the number of people who died"
CHANGED_TO = re.compile(rf"\b(?:{_WORDS['connectors']['changed']}) (?:to|at) $", re.I)
BEHIND = re.compile(
    r"(?:,? (?:up |down )?from (?:at least |about |more than )?[\d,]*\d,?)?"
    r" (?:the|its|their|his|her) (?:official |overall |confirmed )?"
)
OF_FAR = 25  # characters between "the deaths" and "of" that still belong together
_NEXT_TO = re.compile(r"\b(?:toll|deaths|dead|fatalities|count|figure) $", re.I)
_OTHER_COUNTS = re.compile(
    r"\b(?:recoveries|recovered|cases|infections|arrests|detentions|displaced|homes|houses)\b",
    re.I,
)
# "its losses since February 2022", "the toll of the 7.3-magnitude quake of 18 December"
_DATED = re.compile(
    r"\b\d(?:\.\d+)?-magnitude\b|\bmagnitude[- ]\d(?:\.\d+)?"
    r"|\b(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
    r"(?: \d{1,2}\b,?)?(?: (?:19|20)\d\d)?|\b(?:in|since|of|from) (?:19|20)\d\d\b"
)


def by_toll(amount: Amount, lead: str, rest: str, low: int) -> Counted | None:
    """Read "the death toll from … rose to 17": a noun of counting, then a connector.

    The noun may come behind the figure: "raised to 17 its count of the dead".
    """
    if CHANGED_TO.search(lead) and (behind := BEHIND.match(rest)):
        for unit, pattern in TOLL.items():
            if noun := pattern.match(rest, behind.end()):
                cue, end = amount.end + behind.end(), amount.end + noun.end()
                return Counted(amount, unit, amount.start, end, cue)
    bound = amount.number > amount.start and _NEXT_TO.search(lead)  # "puts the toll above 100"
    if not (bound or CONNECTOR.search(lead)) or len(lead) > 400:
        return None
    best: tuple[int, str, int] | None = None
    for unit, pattern in TOLL.items():
        for match in pattern.finditer(lead):
            inner = lead[match.end() :]
            if _reaches(inner, lead) and (best is None or match.end() > best[2]):
                best = (match.start(), unit, match.end())
    if best is None:
        return None
    if amount.min == amount.max and OPEN.search(lead):
        amount = replace(amount, max=None)  # "has passed 3,000"
    return Counted(amount, best[1], low + best[0], amount.end, low + best[0])


def _reaches(inner: str, lead: str) -> bool:
    """Say whether the words between a noun of counting and a figure leave it the noun's."""
    if len(inner) > (130 if not lead.endswith(" of ") else OF_FAR) or ";" in inner:
        return False
    told = _DATED.sub("", inner).replace(_figures_before(inner), "")
    return not (_OTHER_COUNTS.search(inner) or re.search(r"\d\d|\bmore\b", told))


def _figures_before(words: str) -> str:
    """Give the figures that a toll rose from, which do not part noun and figure."""
    match = re.search(r"from (?:at least |about |more than )?[\d,]+ (?=to)", words)
    return match.group() if match else "\0"


def unit_of(bare: Amount, seen: Sequence[tuple[int | None, str]], deadly: bool) -> str | None:
    """Give what a bare figure counts: what an equal figure did, else the last one of a whole.

    Where nobody was counted before, it is the dead if the text has any: else it is of anything.
    """
    whole = [(count, unit) for count, unit in seen if unit in TOLL]
    equal = [unit for count, unit in whole if count == (bare.min or bare.max)]
    known = equal or [unit for _, unit in whole] or (["killed"] if deadly else [])
    return known[-1] if known else None
