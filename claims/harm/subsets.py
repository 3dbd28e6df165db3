"""Which figures count some of the people apart: children among the dead, a state's nationals?"""

from __future__ import annotations

import re

from claims.harm.fates import OPEN_FATES, Counted, by_after
from claims.lexicon import Lexicon
from claims.names.gazetteer import demonym_of, state_of
from claims.scene import Scene
from claims.text.numbers import Amount

_SOME = Lexicon.of(__name__).table["nouns"]["subset"]

SUBSET = re.compile(
    rf"^ of (?:(?:the |those |its |their )(?:dead|victims|killed|injured|wounded|missing"
    rf"|fatalities|deaths)|them|whom|which)"
    rf"(?:[^.;,]{{0,40}}? (?:were|are|was|being))? ?(?P<who>{_SOME})?",
    re.I,
)
# "seven of its nationals were among the victims"
NATIONALS = re.compile(
    r"^ (?:more )?(?:of (?:its|our|their|the country['’]s) (?:own )?)?(?:[\w-]+ ){0,2}?"
    r"(?:nationals|citizens|compatriots|countrymen)\b"
    r"|^ of (?:its|their|our) (?:\w+ )?"
    r"(?:members|staff|employees|volunteers|workers|colleagues)\b",
    re.I,
)
MEMBERS = re.compile(r"(?:members|staff|employees|volunteers|workers|colleagues)$", re.I)
FOREIGNERS = re.compile(
    r"^ (?:other |more )?(?P<who>[A-Z][a-z]+)(?: (?:nationals|citizens|tourists"
    r"|workers|students|pilgrims|sailors|seamen|passengers|engineers|crew))?\b"
    r"(?= (?:was|were|are|is|had|have|has|died|drowned)\b)"
)
NATIONALS_FATE = re.compile(
    r"\b(?:(?P<killed>killed|dead|died|deaths|victims|lost their lives|perished|drowned)"
    r"|(?P<wounded>injured|wounded|hurt|in hospital)|(?P<missing>missing|unaccounted for)"
    r"|(?P<rescued>rescued|survived|survivors)|(?P<abducted>abducted|kidnapped|hostages?))\b",
    re.I,
)
AMONG = re.compile(  # "among the dead were four children"
    r"\bamong (?:the|those) (?:dead|victims|killed|fatalities)[^.;,]{0,60}?"
    r"\b(?:are|were|is|was)(?: at least| about| some)? $",
    re.I,
)
WHO = re.compile(rf"^ (?:(?:were|are|was) )?(?:\w+ )?(?P<who>{_SOME})\b", re.I)
ARE_AMONG = re.compile(
    rf"^ (?:\w+ )?(?P<who>{_SOME}) (?:are|were|is|was) among"
    r" (?:the|those) (?:dead|victims|killed|fatalities)\b",
    re.I,
)

OF_WHOLE = re.compile(  # "of the 36 killed in the blaze, nine"
    r"\bof (?:the|those) (?:[\d,]+ |[\w-]+ )?(?:people |persons )?(?:who (?:were )?)?"
    r"(?:killed|died|dead|victims|fatalities|deaths)\b[^.;]{0,60}, (?:at least |about |some )?$",
    re.I,
)
DEAD_SAID = re.compile(
    r"killed|killing|dead|died|deaths?|lives|drowned|perished|slain|suffocated|electrocuted"
    r"|incinerated|massacred|slaughtered|murdered|executed|martyred|trampled|gunned down",
    re.I,
)
HURT = re.compile(r"\b(?:injured|wounded|missing)\b", re.I)
ABOARD = frozenset({"aboard", "on board"})
HARMED = re.compile(r"injur\w+|wound\w+|hurt", re.I)
DIED_THEN = re.compile(  # "24 people, including ten women, died"
    r"^[^.;,]{2,50}, (?:all )?(?:(?:were|was|have|had|has|are|been) )*(?:killed|dead|died|drowned"
    r"|perished|lost their lives)\b",
    re.I,
)
FATE_SAID = re.compile(
    rf"\b(?:{DEAD_SAID.pattern}|injur\w+|wound\w+|hurt|missing|rescued|aboard|on board|abducted"
    r"|kidnapped|captured|trapped|arrest\w+|detain\w+|hostages?|displaced|evacuated)\b",
    re.I,
)
INCLUDED = re.compile(
    r"\b(?:includ(?:ing|ed|es?)|among (?:them|those|the dead)(?: (?:were|was|are))?"
    r"|of (?:whom|them)"
    r"|of which|including (?:[\w-]+ ){2,4}and)\W{0,3}(?:at least |about |some |only |just )?$",
    re.I,
)
OF_THEM = re.compile(r" of (?:them|whom|which)\b", re.I)
OF_WHOM = re.compile(r"\bof (?:whom|which) (?:[\w-]+ ){0,2}$", re.I)


def apart(
    scene: Scene, amount: Amount, low: int, right: int, high: int
) -> tuple[bool, Counted | None]:
    """Say whether a figure counts only some of the people, and what it counts if that is told.

    Its sentence lies between `low` and `high`; its own words end at `right`.
    """
    lead, after = scene.text[low : amount.start], scene.text[amount.end : right]
    rest = scene.text[amount.end : high]
    if match := SUBSET.match(rest):
        fates = FATE_SAID.findall(lead)
        hurt = HURT.search(match.group()) or (fates and not DEAD_SAID.fullmatch(fates[-1]))
        some = None if hurt else _subset(amount, match)  # "326 of them police", of the injured
        if some is None and not OF_THEM.match(rest):
            fates.append("dead")  # "two of the dead were burned"
        return True, some or _of_them(scene, amount, after, rest, fates)
    if AMONG.search(lead) and (who := WHO.match(after)):
        end = amount.end + who.end()
        unit = f"killed_{who['who'].lower()}"
        return True, Counted(amount, unit, amount.start, end, amount.end + 1)
    if inverted := ARE_AMONG.match(rest):  # "three children are among the dead"
        end, cue = amount.end + inverted.end(), amount.end + inverted.start("who")
        unit = f"killed_{inverted['who'].lower()}"
        return True, Counted(amount, unit, amount.start, end, cue)
    own = NATIONALS.match(rest) or _foreign(scene, rest)
    if own and not scene.war:
        return True, _nationals(amount, own, rest)
    if INCLUDED.search(lead) or OF_WHOLE.search(lead):
        some = _included(amount, lead, after, rest)
        if some is None and OF_WHOM.search(lead):  # "157 migrants, of whom 12 survived"
            some = _of_them(scene, amount, after, rest, FATE_SAID.findall(lead))
        return True, some
    return False, None


def _included(amount: Amount, lead: str, after: str, rest: str) -> Counted | None:
    """Count apart "killed 84, including 28 children" and "of the 36 dead, nine were children"."""
    fates = FATE_SAID.findall(lead)
    who = WHO.match(after)
    dead = DEAD_SAID.fullmatch(fates[-1]) if fates else DIED_THEN.match(rest)
    if who is None or not dead:
        return None  # of the injured
    unit = f"killed_{who['who'].lower()}"
    return Counted(amount, unit, amount.start, amount.end + who.end(), amount.end + 1)


def _subset(amount: Amount, match: re.Match[str]) -> Counted | None:
    """Count "eighteen of the dead were children" apart."""
    if not match["who"]:
        return None
    end = amount.end + match.end()
    return Counted(
        amount,
        f"killed_{match['who'].lower()}",
        amount.start,
        end,
        amount.end + match.start("who"),
    )


def _of_them(
    scene: Scene, amount: Amount, after: str, rest: str, fates: list[str]
) -> Counted | None:
    """Count "49 of them were still trapped": of people aboard, nobody else is said to be so.

    Of the dead and the hurt, whose `fates` were told before, the same would be a part.
    """
    found = by_after(scene, amount, after, rest)
    dead = any(DEAD_SAID.fullmatch(fate) for fate in fates)
    hurt = any(HARMED.fullmatch(fate) for fate in fates)
    told = OPEN_FATES | {"rescued"}
    if not dead and (ABOARD.intersection(fates) or not rest.startswith(" of them")):
        told |= {"killed"} if hurt else {"killed", "wounded"}
    return found if found and found.unit in told else None


def _foreign(scene: Scene, rest: str) -> re.Match[str] | None:
    """Read "four Venezuelans" where the event was elsewhere."""
    found = FOREIGNERS.match(rest)
    state = state_of(found["who"]) or state_of(found["who"].removesuffix("s")) if found else None
    known = state is not None and demonym_of(state)
    return found if known and state != scene.cast.country else None


def _nationals(amount: Amount, match: re.Match[str], rest: str) -> Counted | None:
    """Count "seven of its nationals" apart, for they are no total."""
    fate = NATIONALS_FATE.search(rest, match.end(), match.end() + 80)
    if fate is None or fate.lastgroup is None:
        return None
    end = amount.end + fate.end()
    kind = "members" if MEMBERS.search(match.group()) else "nationals"
    return Counted(
        amount, f"{fate.lastgroup}_{kind}", amount.start, end, amount.end + fate.start()
    )
