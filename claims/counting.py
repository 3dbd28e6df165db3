"""What does a number count: the dead, the wounded, the missing, the rescued, those aboard?"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, replace

from spacy.tokens import Span

from claims.clauses import sentence
from claims.elsewhere import GENERAL, RECALLED
from claims.gazetteer import demonym_of, state_of
from claims.lexicon import Lexicon
from claims.numbers import Amount, Sort
from claims.scene import Scene

_LEXICON = Lexicon.of(__name__)
_WORDS = _LEXICON.table

AFTER = {u: re.compile(rf"\b(?:{p})\b", re.I) for u, p in _WORDS["after"].items()}

BEFORE = {
    unit: re.compile(
        rf"\b(?:{p})[ ,:‘'“\"]*(?:(?:at|the|its|their|all|some|other|another|as|many|up"
        rf"|lives|of) )*$",
        re.I,
    )
    for unit, p in _WORDS["before"].items()
}

TOLL = {unit: re.compile(rf"\b(?:{p})", re.I) for unit, p in _WORDS["toll"].items()}

CONNECTOR = re.compile(rf"\b{_WORDS['connectors']['before_figure']}[ \"“‘']*$", re.I)

SUBSET = re.compile(
    rf"^ of (?:(?:the |those |its |their )(?:dead|victims|killed|injured|wounded|missing"
    rf"|fatalities|deaths)|them)"
    rf"(?:[^.;,]{{0,40}}? (?:were|are|was|being))? ?(?P<who>{_WORDS['nouns']['subset']})?",
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
WHO = re.compile(rf"^ (?:\w+ )?(?P<who>{_WORDS['nouns']['subset']})\b", re.I)
ARE_AMONG = re.compile(
    rf"^ (?:\w+ )?(?P<who>{_WORDS['nouns']['subset']}) (?:are|were|is|was) among"
    r" (?:the|those) (?:dead|victims|killed|fatalities)\b",
    re.I,
)
ALL_BUT = re.compile(r"\ball but $", re.I)

INCLUDED = re.compile(
    r"\b(?:includ(?:ing|ed|es?)|among (?:them|those|the dead)(?: (?:were|was|are))?"
    r"|of (?:whom|them)"
    r"|of which)\W{0,3}(?:at least |about |some )?$",
    re.I,
)

PEOPLE = re.compile(rf"^ (?:\w+ ){{0,3}}?(?:{_WORDS['nouns']['people']})\b", re.I)

# "16 civilians, including five children, had died"
ASIDE = re.compile(
    rf"^ (?:\w+ ){{0,3}}?(?:{_WORDS['nouns']['people']})"
    r"(?P<in>, (?:including|among them|most of them|many of them|mostly|all of them)\b"
    r"[^,.;]{2,70},)(?= )",
    re.I,
)
ALL_LOST = re.compile(
    r"[^.,;]{0,40}?\b(?:are|were|is|was|have|had)"
    r"(?: all| been| now| presumed| believed| confirmed| feared| thought| to be| to have)*"
    r" (?:dead|killed|died|perished|lost)\b",
    re.I,
)
AND_ONE = re.compile(
    rf"^ (?:\w+ ){{0,3}}?(?:{_WORDS['nouns']['people']}) and an? (?:\w+ ){{0,2}}?"
    rf"(?:{_WORDS['nouns']['people']})\b",
    re.I,
)

ANIMALS = re.compile(
    rf"^ (?:dead |more |other |\w+ )?(?:{'|'.join(sorted(_LEXICON.set('animals')))})s?\b", re.I
)

BODIES = re.compile(r"^ (?:more |other |\w+ )?(?:bodies|corpses)\b", re.I)

BODIES_OF = re.compile(
    r"\b(?:recover|found|find|pull|retriev|discover|brought|unearth|exhum)\w*\b[^.;,]{0,30}?"
    r"\b(?:bodies|remains|corpses) of (?:all |the |another )?$",
    re.I,
)
FOUND = re.compile(
    r"\b(?:recover|found|find|pull|retriev|discover|brought|unearth|exhum|lay|dug|receiv|wash|count|buri|arriv)\w*",
    re.I,
)

OF_FAR = 25  # characters between "the deaths" and "of" that still belong together
LICENSED = re.compile(
    r"\b(?:licen[sc]ed|capacity|capable|able|designed|certified|allowed|permitted|can|could|limit\w*)\b"
    r"[^.;]{0,25}$",
    re.I,
)

OWNED = re.compile(r"['’]s?\s*$|\b(?:his|her|their|its) $")  # "of Jaden's death", "his death"
QUOTED = re.compile(
    r"\b(?:told|said|involved|charged|accused|convicted|arrested|wanted|sought|connection"
    r"|(?:that|which) left)\b"
)
STATED = re.compile(r"^ (?:people |others? |persons )?(?:missing|injured|wounded)\b", re.I)
COMING = re.compile(
    r"\b(?:could|can)(?: well| still| yet| even)? (?:be as high as|rise|climb"
    r"|reach|exceed|top|pass|surpass|increase|grow|number)\b[^.;]{0,25}$",
    re.I,
)
TWICE = re.compile(r"\b(?:twice|double[- ]counted|by mistake|in error)\b", re.I)
INCLUDING = re.compile(r"\b(?:including|among|of whom)\b", re.I)

PART = re.compile(
    r"\b(?:alone (?:was|were|is|stood)|(?:toll|dead|deaths) in the (?:city|town|village"
    r"|district)\b)[^.;]{0,30}$"
)

OUTCOME = {
    unit: re.compile(rf"^[^.;]{{0,90}}?\b(?:{p})\b", re.I)
    for unit, p in _WORDS["outcomes"].items()
}
OPEN_FATES = frozenset({"abducted", "missing", "trapped"})
THINGS = re.compile(rf"^ (?:\w+ )?(?:{_WORDS['nouns']['things']})\b", re.I)  # "at two levels"
LAST_OF = re.compile(  # "one of the last hospitals"
    rf"^ of (?:the|its|their|his|her)\b(?!(?: [\w-]+){{0,4}}? (?:{_WORDS['nouns']['people']}|dead"
    r"|missing|injured|wounded|bodies|hostages|survivors)\b)",
    re.I,
)

RATE = re.compile(
    r"^(?: \w+){0,3}? (?:(?:a|per|each|every) (?:day|week|month|year|hour)|daily|weekly)\b", re.I
)
ALONE = re.compile(r"^[^.;]{0,60}\b(?:alone|elsewhere)\b", re.I)

OTHER_PEOPLE = re.compile(r"\b(?:was|were|had|have|has)\b.* and (?:an?|the|his|her|one|another) ")
PART_OF = re.compile(r" of (?:the |those |these |its |their )?")
# "one of two girls has died" says nothing of both; "one of three people killed" does
ONE_OF = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|another|each|either|neither"
    r"|some|most|many|none)) of (?:the |those |these |its |their )?$",
    re.I,
)
OF_DEAD = re.compile(
    r"^ (?:(?!(?:was|were|is|are|has|have|had|who|that|later)\b)[\w-]+ ){1,4}?(?:killed|injured"
    r"|wounded|hurt|hospitali[sz]ed|missing|dead|aboard|onboard|on (?:board|the|a)|rescued|trapped"
    r"|abducted|kidnapped)\b",
    re.I,
)
# "was taken to a hospital, where she died"
DIED_THERE = re.compile(
    r"[^.;]{0,60}?\b(?:and|where|but) (?:(?:he|she|they|both|later|was|were) )*"
    r"(?:died|pronounced dead|declared dead|succumbed)\b",
    re.I,
)
UNREAL = re.compile(r"\b(?:should|could|would)(?: have|['’]ve) been\b[^.;]{0,20}$", re.I)

_INITIALS = re.compile(r"\b(?:[A-Z]\.)+")  # "three U.S. soldiers": no sentence ends here
_LIST = re.compile(r"(?:,| and|, and|, as well as| as well as)\s$")
BLOCKED = re.compile(r"(?:\b(?:and|or|the|an?|no|not|nor|but|while|who)|,)\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Counted:
    """An amount with what it counts and the offsets of the words that say so."""

    amount: Amount
    unit: str
    start: int
    end: int
    cue: int  # offset of the word that says what happened
    joined: bool = False  # one verb speaks of it and of the figure before: "two X and four Y died"


def counted_in(scene: Scene, span: Span, before: Set[str] = frozenset()) -> list[Counted]:
    """Say of each amount of a sentence what it counts; `before` are the units counted so far."""
    low, high = span.start_char, span.end_char
    if GENERAL.search(scene.text[low:high]) or RECALLED.search(scene.text[low:high]):
        return []
    here = [a for a in scene.amounts if low <= a.start < high and a.sort is Sort.COUNT]
    out: list[Counted] = []
    pending: list[Amount] = []  # a list that is still waiting for its verb
    for n, amount in enumerate(here):
        if amount.old:
            continue
        left = here[n - 1].end if n else low
        right = here[n + 1].start if n + 1 < len(here) else high
        aside = ASIDE.match(scene.text[amount.end : high])
        right = high if aside else right
        if n + 1 < len(here) and _is_part(scene.text, amount, here[n + 1], high):
            right = here[n + 2].start if n + 2 < len(here) else high
        found = _count(scene, amount, left, right, low, high)
        if found is not None and AND_ONE.match(scene.text[amount.end : high]):
            found = replace(found, amount=_with_one(amount))  # "14 civilians and a soldier"
        listed = n > 0 and _listed(scene, here[n - 1], amount)
        pending = pending if listed else []
        single = amount.min == amount.max == 1 and not amount.more
        if found is not None and single and found.unit in before | {o.unit for o in out}:
            continue  # "one firefighter died", after the toll: one of the dead
        if found is None and listed and out and out[-1].amount == here[n - 1]:
            found = _as_before(amount, out[-1], scene)
        if found is None:
            pending.append(amount)
        elif not (amount.more and not _total(found, out, before)):
            found = _of_nation(found, out, scene)
            waiting = [replace(found, amount=a, start=a.start) for a in pending]
            together = [*waiting, found] if found.cue > amount.end else [found]
            out += [together[0], *(replace(each, joined=True) for each in together[1:])]
            pending = []
    return out


def _is_part(text: str, part: Amount, whole: Amount, high: int) -> bool:
    """Tell "two of the four hurt have died" from "two of the four killed"."""
    joined = PART_OF.fullmatch(text, part.end, whole.start) is not None
    return joined and OF_DEAD.match(text[whole.end : high]) is None


def _of_nation(found: Counted, out: list[Counted], scene: Scene) -> Counted:
    """Let "three citizens had been killed and 14 injured" go on counting citizens."""
    mark = "_nationals"
    if not out or not out[-1].unit.endswith(mark) or found.unit.endswith(mark):
        return found
    gap = scene.text[out[-1].end : found.amount.start]
    return replace(found, unit=found.unit + mark) if _LIST.fullmatch(gap) else found


def _with_one(amount: Amount) -> Amount:
    low, high = (bound + 1 if bound is not None else None for bound in (amount.min, amount.max))
    return replace(amount, min=low, max=high)


def _listed(scene: Scene, one: Amount, other: Amount) -> bool:
    """Tell whether two figures stand in one list: "12 soldiers and four paramilitary fighters"."""
    gap = scene.text[one.end : other.start]
    if len(gap) > 60 or not _LIST.search(gap) or not PEOPLE.match(scene.text[one.end :][:80]):
        return False
    first, last = scene.token_at(one.end), scene.token_at(other.start)
    return all(
        t.pos_ in ("NOUN", "PROPN", "ADJ", "CCONJ", "ADP", "PART")
        or t.text in (",", "-")
        or t.tag_ == "PRP$"
        for t in scene.doc[first.i : last.i]
    )


def _as_before(amount: Amount, before: Counted, scene: Scene) -> Counted | None:
    """Let "killed 12 soldiers and four civilians" kill the civilians too."""
    noun = PEOPLE.match(scene.text[amount.end :][:80])
    if before.cue > before.amount.start or not noun:
        return None
    end = amount.end + noun.end()
    return Counted(amount, before.unit, before.start, end, before.cue, joined=True)


def _total(found: Counted, here: list[Counted], before: Set[str]) -> bool:
    """Say whether "a further 2,700 injured" is a whole: another unit was counted before it."""
    units = {other.unit for other in here} | before
    return bool(units) and found.unit not in units


def _count(
    scene: Scene, amount: Amount, left: int, right: int, low: int, high: int
) -> Counted | None:
    """Find the unit of an amount in the words before and after it."""
    text = scene.text
    body = BODIES_OF.search(text[left : amount.start])
    if body:
        start = left + body.start()
        return Counted(amount, "killed", start, amount.end, start)
    before, after = text[left : amount.start], text[amount.end : right]
    lead = text[low : amount.start]
    if RATE.match(text[amount.end : high]) or THINGS.match(after):
        return None
    if amount.min == amount.max == 1 and LAST_OF.match(after):
        return None
    if ALONE.match(text[amount.end : high]) or PART.search(lead) or _licensed(before):
        return None
    if ALL_BUT.search(lead):
        return None
    subset = SUBSET.match(text[amount.end : high])
    if subset:
        return _subset(amount, subset, text) or _of_them(scene, amount, subset, after, high)
    if AMONG.search(lead) and (who := WHO.match(after)):
        end = amount.end + who.end()
        return Counted(amount, f"killed_{who['who'].lower()}", amount.start, end, amount.end + 1)
    if inverted := ARE_AMONG.match(text[amount.end : high]):  # "three children are among the dead"
        end, cue = amount.end + inverted.end(), amount.end + inverted.start("who")
        return Counted(amount, f"killed_{inverted['who'].lower()}", amount.start, end, cue)
    own = NATIONALS.match(text[amount.end : high]) or _foreign(scene, text[amount.end : high])
    if own and not scene.war:
        return _nationals(scene, amount, own, text[amount.end : high])
    if INCLUDED.search(lead):
        return _included(amount, after)
    if UNREAL.search(lead) or ANIMALS.match(text[amount.end : high]):
        return None
    if ONE_OF.search(lead) and not OF_DEAD.match(after):
        return None
    if STATED.match(after):  # "its count of at least 40 missing"
        return _by_after(scene, amount, after, text[amount.end : high])
    return (
        _by_toll(amount, lead, low)
        or _by_before(scene, amount, before, (low, left), after)
        or _by_after(scene, amount, after, text[amount.end : high])
    )


def _licensed(before: str) -> bool:
    """Tell "can carry 120" from "the toll could reach 120"."""
    return bool(LICENSED.search(before[-60:])) and not COMING.search(before)


def _subset(amount: Amount, match: re.Match[str], text: str) -> Counted | None:
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
    scene: Scene, amount: Amount, match: re.Match[str], after: str, high: int
) -> Counted | None:
    """Count "49 of them were still trapped": of people aboard, nobody else is said to be so."""
    found = _by_after(scene, amount, after, scene.text[amount.end : high])
    return found if found and found.unit in OPEN_FATES | {"rescued"} else None


def _foreign(scene: Scene, rest: str) -> re.Match[str] | None:
    """Read "four Venezuelans" where the event was elsewhere."""
    found = FOREIGNERS.match(rest)
    state = state_of(found["who"]) or state_of(found["who"].removesuffix("s")) if found else None
    known = state is not None and demonym_of(state)
    return found if known and state != scene.cast.country else None


def _nationals(scene: Scene, amount: Amount, match: re.Match[str], rest: str) -> Counted | None:
    """Count "seven of its nationals" apart, for they are no total."""
    fate = NATIONALS_FATE.search(rest, match.end(), match.end() + 80)
    if fate is None or fate.lastgroup is None:
        return None
    end = amount.end + fate.end()
    kind = "members" if MEMBERS.search(match.group()) else "nationals"
    return Counted(
        amount, f"{fate.lastgroup}_{kind}", amount.start, end, amount.end + fate.start()
    )


def _included(amount: Amount, after: str) -> Counted | None:
    """Count "including five children" apart; crew among the people aboard is no figure."""
    who = re.match(rf"^ (?:\w+ )?(?P<who>{_WORDS['nouns']['subset']})\b", after, re.I)
    if not who or who["who"].lower() in ("crew", "men", "foreigners", "tourists", "students"):
        return None
    return None


def _by_toll(amount: Amount, lead: str, low: int) -> Counted | None:
    """Read "the death toll from … rose to 17": a noun of counting, then a connector."""
    bound = amount.number > amount.start and _NEXT_TO.search(lead)  # "puts the toll above 100"
    if not (bound or CONNECTOR.search(lead)) or len(lead) > 400:
        return None
    best: tuple[int, str, int] | None = None
    for unit, pattern in TOLL.items():
        for match in pattern.finditer(lead):
            inner = lead[match.end() :]
            if (
                len(inner) > (130 if not lead.endswith(" of ") else OF_FAR)
                or ";" in inner
                or _OTHER_COUNTS.search(inner)
                or re.search(r"\d\d|\bmore\b", inner.replace(amount_words(inner), ""))
            ):
                continue
            if best is None or match.end() > best[2]:
                best = (match.start(), unit, match.end())
    if best is None:
        return None
    return Counted(amount, best[1], low + best[0], amount.end, low + best[0])


_NEXT_TO = re.compile(r"\b(?:toll|deaths|dead|fatalities|count|figure) $", re.I)
_OTHER_COUNTS = re.compile(
    r"\b(?:recoveries|recovered|cases|infections|arrests|detentions|displaced|homes|houses)\b",
    re.I,
)


def amount_words(words: str) -> str:
    """Give the figures that a toll rose from, which do not part noun and figure."""
    match = re.search(r"from (?:at least |about |more than )?[\d,]+ (?=to)", words)
    return match.group() if match else "\0"


def _by_before(
    scene: Scene, amount: Amount, before: str, bounds: tuple[int, int], after: str
) -> Counted | None:
    """Read "killed at least 12": the verb just before its object."""
    low, left = bounds
    for unit, pattern in BEFORE.items():
        match = pattern.search(before)
        if not match:
            continue
        if "ing" not in match.group() and _UNDERGONE.search(before[: match.start()]):
            continue  # "are killed, three others"
        if left > low and "," in match.group() and "," not in before[: match.start()]:
            continue  # "one person killed, three others shot"
        if unit == "aboard" and not PEOPLE.match(after):
            continue
        if re.match(
            r"^ ?(?:enemy |russian |\w+ )?(?:tanks?|vehicles?|drones?|ships?|homes?"
            r"|houses?|buildings?|jets?)\b",
            after,
            re.I,
        ):
            continue
        noun = PEOPLE.match(after)
        end = amount.end + (noun.end() if noun else 0)
        return Counted(amount, unit, left + match.start(), end, left + match.start())
    return None


def _by_after(scene: Scene, amount: Amount, after: str, rest: str) -> Counted | None:
    """Read "31 people were killed" and "42 missing": the noun phrase, then what became of it."""
    bodies = BODIES.match(after)
    if bodies:
        return _bodies(scene, amount, rest, bodies.end())
    best: tuple[int, int, str] | None = None
    aside = ASIDE.match(after)
    skipped = aside.end() if aside else 0
    for unit, pattern in AFTER.items():
        match = pattern.search(after, skipped)
        if match and (best is None or match.start() < best[0]):
            best = (match.start(), match.end(), unit)
    if best is None:
        return None
    if best[2] == "aboard" and (lost := ALL_LOST.match(after, best[1])):
        best = (best[0], lost.end(), "killed")  # "all five people aboard the ship are dead"
    if best[2] == "wounded" and (lost := DIED_THERE.match(rest, best[1])):
        best = (best[0], lost.end(), "killed")
    gap = (
        after[: best[0]]
        if aside is None
        else after[: aside.start("in")] + after[skipped : best[0]]
    )
    if not _gap_holds(scene, amount, gap, best[0]):
        return None
    if best[2] in OPEN_FATES and (later := _outcome(after[best[1] :])):
        unit, end = later  # "200 pupils kidnapped in March have been freed"
        return Counted(
            amount, unit, amount.start, amount.end + best[1] + end, amount.end + best[0]
        )
    end = amount.end + best[1]
    return Counted(amount, best[2], amount.start, end, amount.end + best[0])


def _outcome(rest: str) -> tuple[str, int] | None:
    """Find what became of people who were missing or seized, further on in the clause."""
    for unit, pattern in OUTCOME.items():
        if match := pattern.match(rest):
            return unit, match.end()
    return None


def _bodies(scene: Scene, amount: Amount, rest: str, end: int) -> Counted | None:
    """Count bodies as dead where they were found, not where they are handled."""
    text, here = scene.text, sentence(scene.token_at(amount.number))
    before = text[max(here.start_char, amount.start - 60) : amount.start]
    if TWICE.search(rest[:60]):
        return None
    if FOUND.search(rest[:90]) or FOUND.search(before):
        return Counted(amount, "killed", amount.start, amount.end + end, amount.end + 1)
    return None


_UNDERGONE = re.compile(r"\b(?:was|were|is|are|be|been|being)(?: \w+ly)?\s*$")
PASSIVE = re.compile(
    r"\b(?:had|have|has|were|was|are|is)(?: been| also| now)*(?: \w+ly)?\s*$", re.I
)

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})

LINKS = _LEXICON.set("links")


def _gap_holds(scene: Scene, amount: Amount, gap: str, length: int) -> bool:
    """Say whether only the counted noun and auxiliaries stand between a number and its fate."""
    gap = _INITIALS.sub("", gap)
    if (
        OTHER_PEOPLE.search(gap)
        or INCLUDING.search(gap)
        or OWNED.search(gap)
        or QUOTED.search(gap)
    ):
        return False
    if length > 110 or (BLOCKED.search(gap) and not re.fullmatch(r"[\s,]*(?:and|or)?\s*", gap)):
        return False
    if re.fullmatch(r"\s+(?:and|or)\s+", gap) or re.search(
        r"[;:.!?] |\b(?:while|but|after|as|because|when)\b", gap
    ):
        return gap.strip() == "as" or re.search(r"\bpeople as $", gap) is not None
    i = scene.token_at(amount.end).i
    stop = amount.end + length
    spare = 1 if PASSIVE.search(gap) else 0  # "soldiers deployed to X had been killed"
    while i < len(scene.doc) and scene.doc[i].idx < stop:
        token = scene.doc[i]
        if token.tag_ in FINITE and scene.lemmas[i] not in LINKS and token.pos_ != "AUX":
            spare -= 1
            if spare < 0 or token.tag_ != "VBD":
                return False
        i += 1
    return True
