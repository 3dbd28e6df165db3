"""Which numbers of a sentence count people, and which of them share one verb?"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from claims.harm.elsewhere import GENERAL, IMAGINED, PERIOD, RECALLED, YEARS_AGO
from claims.harm.fates import (
    ASIDE,
    PEOPLE,
    PERSONS,
    Counted,
    by_after,
    by_before,
    by_bodies,
)
from claims.harm.figures import SAME, by_toll, unit_of
from claims.harm.losses import DEATH, KILL, LOSSES
from claims.harm.subsets import INCLUDED, OF_THEM, apart
from claims.lexicon import Lexicon
from claims.model import Claimant
from claims.scene import Scene
from claims.text.numbers import Amount, Sort
from claims.text.tree import Span, Token

_LEXICON = Lexicon.of(__name__)
_WORDS = _LEXICON.table

OF_DEATH = DEATH | KILL | LOSSES | {"dead", "body", "fatality", "victim"}
ALL_BUT = re.compile(r"\ball but $", re.I)

AND_ONE = re.compile(
    rf"^ (?:\w+ ){{0,3}}?(?:{PERSONS}|[a-z]{{3,}}ers)"
    r" and (?:an?|his|her|their|its) (?:\w+ ){0,2}?"
    rf"(?:{PERSONS})\b",
    re.I,
)

ANIMALS = re.compile(
    rf"^ (?:dead |more |other |\w+ )?(?:{'|'.join(sorted(_LEXICON.set('animals')))})s?\b", re.I
)

LICENSED = re.compile(
    r"\b(?:licen[sc]ed|capacity|capable|able|designed|certified|allowed|permitted|limit\w*"
    r"|(?:can|could)(?! not))\b"
    r"[^.;]{0,25}$",
    re.I,
)

STATED = re.compile(r"^ (?:people |others? |persons )?(?:missing|injured|wounded)\b", re.I)
NAMED_COUNT = re.compile(  # "the totals to 539,416 cases and 8,709 deaths"
    r"^ (?:(?:confirmed|new|suspected|known|total) )*(?:cases|infections|recoveries|deaths"
    r"|fatalities)\b",
    re.I,
)
FATE = re.compile(r"^ (?:dead|killed|wounded|injured|missing)\b", re.I)
NEW = re.compile(r" new (?:\w+ )?(?:cases|infections|deaths|fatalities|bodies)\b", re.I)
BRINGING = re.compile(
    r"\b(?:bring|tak|push|rais|lift|driv|increas)(?:s|es|ing)?\b[^.;]{0,60}?\b(?:total|toll|tally"
    r"|count|number|figure|deaths|cases)",
    re.I,
)
COMING = re.compile(
    r"\b(?:could|can)(?: well| still| yet| even)? (?:be as high as|rise|climb"
    r"|reach|exceed|top|pass|surpass|increase|grow|number|kill|injure|wound|claim)\b[^.;]{0,25}$",
    re.I,
)

PART = re.compile(
    r"\b(?:alone (?:was|were|is|stood)|(?:toll|dead|deaths) in the (?:city|town|village"
    r"|district)\b)[^.;]{0,30}$"
)

BROKEN = re.compile(r"\d+\.\d+")  # "26.7 grams", which are no people
THINGS = re.compile(
    rf"^ (?:(?!in |at |to |on )\w+ )?(?:{_WORDS['nouns']['things']})\b", re.I
)  # "at two levels"
LAST_OF = re.compile(  # "one of the last hospitals"
    rf"^ of (?:the|its|their|his|her)\b(?!(?: [\w-]+){{0,4}}? (?:{PERSONS}|dead"
    r"|missing|injured|wounded|bodies|hostages|survivors)\b)",
    re.I,
)

RATE = re.compile(
    r"^(?: \w+){0,3}? (?:(?:a|per|each|every) (?:day|week|month|year|hour)|daily|weekly)\b", re.I
)
ALONE = re.compile(r"^[^.;]{0,60}\b(?:alone|elsewhere)\b", re.I)

PART_OF = re.compile(r" of (?:the |those |these |its |their )?")
# "one of two girls has died" says nothing of both; "one of three people killed" does
ONE_OF = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|another|each|either|neither"
    r"|some|most|many|none)) of (?:the |those |these |its |their )?$",
    re.I,
)
OF_DEAD = re.compile(
    r"^ (?:(?!(?:was|were|is|are|has|have|had|who|that|later)\b)[\w-]+ ){1,4}?(?:killed|injured"
    r"|wounded|hurt|hospitali[sz]ed|missing|dead|aboard|onboard|on (?:board|the|a|its)|rescued"
    r"|trapped|abducted|kidnapped)\b",
    re.I,
)
OF_ABOARD = re.compile(
    rf"^ (?:[\w-]+ )?(?:(?:{PERSONS}) )?(?:who were )?(?:aboard|on ?board)\b", re.I
)
ARMED = re.compile(
    r"^ (?:[\w-]+ ){0,3}?(?:soldiers?|troops|fighters?|marines?|servicemen|rebels?|militants?"
    r"|sailors|insurgents?|guards|officers|prisoner|captured)\b",
    re.I,
)
HELD = re.compile(r"captive|seized|held", re.I)  # soldiers whom their enemy has
YEAR = re.compile(r"\b(?:in|since|from|until|of) (?:19|20)\d\d$")
UNREAL = re.compile(
    r"(?<!figure )(?<!number )(?<!toll )\b(?:should|could|would)(?: have|['’]ve) been\b"
    r"[^.;]{0,20}$",
    re.I,
)

# One more, who has a fate of his own: "killed three and wounded another", "a fourth is missing".
ANOTHER = re.compile(
    r"(?:\b(?:and|while|leaving|left|wounding|wounded|injuring|injured)|,|;) (?P<one>another"
    r"|a (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth))"
    rf"(?= (?:(?:[\w-]+ ){{0,2}}?(?:{PERSONS})\b )?(?:who |was |is |has |had |been |were "
    r"|remains? |still |critically |seriously |badly |severely |slightly |being )*"
    r"(?:wounded|injured|hurt|missing|in (?:a )?(?:hospital|critical|serious)|hospitali[sz]ed"
    r"|unaccounted|trapped|rescued|dead|died|killed)\b|,? (?:in|during|at|on|before|when)\b|\.)"
)
# "a woman and her two sons", before the number
ONE_AND = re.compile(
    rf"\b(?P<one>(?:an?|one|the|his|her) (?:[\w-]+ ){{0,3}}?(?:{PERSONS})"
    r" and )(?:his |her |their |the |its )?$",
    re.I,
)
NAMED_AND = re.compile(
    r"\b(?P<one>(?:(?:the|its|their|his|her|an?) (?:(?!of\b)[\w-]+ ){1,5}?)?"
    r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){1,3}(?:, [^,;.]{1,60},)? and )$"
)
OTHERS = re.compile(rf"^ (?:others\b|other (?:[\w-]+ )?(?:{PERSONS})\b)", re.I)
TALLIES = frozenset({"count", "tally", "estimate", "figure", "toll"})
_LIST = re.compile(r"(?:,| and|, and|, as well as| as well as)\s$")


def counted_in(
    scene: Scene, span: Span, seen: Sequence[tuple[int | None, str]] = (), lasting: bool = False
) -> list[Counted]:
    """Say of each amount of a sentence what it counts; `seen` are the figures so far, by unit.

    `lasting` says that the event goes on for weeks, so that these have a toll of their own.
    """
    low, high = span.start_char, span.end_char
    words = scene.text[low:high]
    if GENERAL.search(words) or RECALLED.search(words) or IMAGINED.search(words):
        return []
    if YEARS_AGO.search(words) or (PERIOD.search(words) and not lasting):
        return []
    here = _amounts(scene, low, high)
    out: list[Counted] = []
    before = {unit for _, unit in seen}
    pending: list[Amount] = []  # a list that is still waiting for its verb
    for n, amount in enumerate(here):
        if amount.old:
            continue
        found = _found(scene, here, n, low, high)
        if found is not None and found.unit == SAME:
            unit = unit_of(amount, [*seen, *map(figure_of, out)], scene.has(OF_DEATH))
            found = None if unit is None else replace(found, unit=unit)
        listed = n > 0 and _listed(scene, here[n - 1], amount)
        pending = pending if listed else []
        if found is not None and _is_one_of(amount, found.unit, before | {o.unit for o in out}):
            continue
        if found is None and listed and out and out[-1].amount == here[n - 1]:
            found = _as_before(amount, out[-1], scene)
        if found is None:
            if not INCLUDED.search(scene.text[low : amount.start]):
                pending.append(amount)
        elif not (amount.more and not _total(found, out, before)):
            found = _of_nation(found, out, scene)
            waiting = [replace(found, amount=a, start=a.start) for a in pending]
            together = [*waiting, found] if found.cue > amount.end else [found]
            out += [together[0], *(replace(each, joined=True) for each in together[1:])]
            pending = []
    return [c for c in out if not any(_is_added(scene.text, c, whole) for whole in out)]


def figure_of(counted: Counted) -> tuple[int | None, str]:
    """Give the number of a figure and its unit, by which a bare figure may mean it again."""
    return counted.amount.min or counted.amount.max, counted.unit


def _is_added(text: str, one: Counted, whole: Counted) -> bool:
    """Tell "182 deaths in a day, bringing the toll to 5,324", where 182 is no total."""
    start, end = one.amount.end, whole.amount.start
    return one.unit == whole.unit and BRINGING.search(text, start, end) is not None


def _amounts(scene: Scene, low: int, high: int) -> list[Amount]:
    """Give the amounts of a sentence that may count people, "another" and "a fourth" too."""
    dates = [(m.start, m.end) for m in scene.mentions if low <= m.start < high]
    here = [
        replace(a, more=a.more or NEW.match(scene.text, a.end) is not None)
        for a in scene.amounts
        if low <= a.start < high and a.sort is Sort.COUNT
        and not any(start < a.start < end for start, end in dates)  # the year of a day
        and not _is_of_name(scene.token_at(a.number))
        and not BROKEN.fullmatch(scene.text, a.start, a.end)
    ]  # fmt: skip
    for match in ANOTHER.finditer(scene.text, low, high):
        start, end = match.span("one")
        if all(end <= a.start or a.end <= start for a in here):
            here.append(Amount(start, end, start, 1, 1, more=True))
    return sorted(here, key=lambda a: a.start)


def _found(scene: Scene, here: list[Amount], n: int, low: int, high: int) -> Counted | None:
    """Say what one amount of a sentence counts, with one who is told of beside it."""
    text, amount = scene.text, here[n]
    left = here[n - 1].end if n else low
    right = here[n + 1].start if n + 1 < len(here) else high
    if ASIDE.match(text[amount.end : high]):
        right = high
    further = here[n + 2].start if n + 2 < len(here) else high
    if n + 1 < len(here) and (
        THINGS.match(text[here[n + 1].end : high])  # "five from one street"
        or _is_part(text, amount, here[n + 1], high)
    ):
        right = further
    one = _one_beside(text, amount, left, right)
    if one is not None:
        amount = replace(amount, start=one)
    found = _count(scene, amount, left, right, low, high)
    if found is None or (found.unit == "captured" and not _of_war(scene, found, high)):
        return None
    if found.unit == "abducted" and scene.war and HELD.search(text[found.cue : found.end]):
        armed = ARMED.search(text[found.amount.end : found.amount.end + 60])
        found = replace(found, unit="captured") if armed else found
    also = AND_ONE.match(text[amount.end : high])
    apart = also is not None and amount.end < found.cue < amount.end + also.end()
    if one is not None or (also and not apart):  # but "one deceased man and a woman"
        return replace(found, amount=_with_one(found.amount))  # "14 civilians and a soldier"
    return found


def _one_beside(text: str, amount: Amount, left: int, right: int) -> int | None:
    """Find where one begins who shares the fate: "a woman and her two sons", "X and 15 others"."""
    if amount.more or amount.min == amount.max == 1:
        return None
    before = text[left : amount.start]
    match = ONE_AND.search(before)
    if match is None and OTHERS.match(text[amount.end : right]):
        match = NAMED_AND.search(before)
    return left + match.start("one") if match else None


def _is_one_of(amount: Amount, unit: str, counted: Set[str]) -> bool:
    """Tell "one firefighter died", after the toll: one of the dead."""
    return amount.min == amount.max == 1 and not amount.more and unit in counted


def _of_war(scene: Scene, found: Counted, high: int) -> bool:
    """Tell prisoners of war from people whom the police detain."""
    armed = ARMED.search(scene.text[found.amount.end : min(high, found.amount.end + 60)])
    return scene.war and (armed is not None or found.joined)


def _is_part(text: str, part: Amount, whole: Amount, high: int) -> bool:
    """Tell "two of the four hurt have died" from "two of the four killed"."""
    joined = PART_OF.fullmatch(text, part.end, whole.start) is not None
    after = text[whole.end : high]
    return joined and (OF_DEAD.match(after) is None or OF_ABOARD.match(after) is not None)


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
    if OF_THEM.match(scene.text, other.end):
        return False  # "15 people, 13 of whom are women"
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


def _is_of_name(number: Token) -> bool:
    """Tell "a reporter for Spectrum News 13", and "at One Health"."""
    head = number.head
    inside = number.i + 1 < len(number.doc) and number.nbor(1).pos_ == "PROPN"
    behind = number.nbor(-1) if number.i else None
    if (
        number.text.isdigit()
        and number.i + 1 < len(number.doc)
        and number.nbor(1).lower_ == "news"
    ):
        return True  # "11 News has confirmed"
    if number.text.isdigit() and inside and number.nbor(1).is_upper and len(number.nbor(1)) > 3:
        return True  # "2 NEWS has learned"
    if number.text.isdigit() and inside and behind is not None and number.nbor(1).is_title:
        return behind.pos_ == "PROPN" and behind.text[:1].isupper()  # "told WAVE 3 News"
    if number.text.istitle() and not number.is_sent_start and inside:
        return True
    return number.text.isdigit() and head.i == number.i - 1 and head.pos_ == "PROPN"


def _count(
    scene: Scene, amount: Amount, left: int, right: int, low: int, high: int
) -> Counted | None:
    """Find the unit of an amount in the words before and after it."""
    text = scene.text
    if found := by_bodies(amount, text, left):
        return found
    if YEAR.search(text[left : amount.end]):
        return None
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
    is_some, some = apart(scene, amount, low, right, high)
    if is_some:
        return some
    if UNREAL.search(lead) or ANIMALS.match(text[amount.end : high]):
        return None
    if ONE_OF.search(lead) and not OF_DEAD.match(after):
        return None
    if STATED.match(after):  # "its count of at least 40 missing"
        return by_after(scene, amount, after, text[amount.end : high])
    toll = by_toll(amount, lead, text[amount.end : high], low)
    toll = None if NAMED_COUNT.match(after) else toll
    if toll and toll.unit == "killed_or_wounded" and FATE.match(after):
        toll = None  # "its losses at 52 dead and 196 wounded"
    if (
        toll
        and toll.unit == SAME
        and (told := by_after(scene, amount, after, text[amount.end : high]))
    ):
        return told  # "its estimate of at least 60 dead"
    return (
        toll
        or by_before(amount, before, (low, left), after)
        or by_after(scene, amount, after, text[amount.end : high])
    )


def _licensed(before: str) -> bool:
    """Tell "can carry 120" from "the toll could reach 120"."""
    return bool(LICENSED.search(before[-60:])) and not COMING.search(before)


def counter_of(scene: Scene, counted: Counted) -> Claimant | None:
    """Give whose figure it is with which others compare: "twice the ministry's count of 9"."""
    toll = scene.token_at(counted.cue)
    if scene.lemma(toll) not in TALLIES:
        return None
    owner = next((c for c in toll.children if c.dep_ == "nmod:poss" and c.pos_ != "PRON"), None)
    return scene.voice_of(owner) if owner is not None and scene.sayings.over(toll) else None
