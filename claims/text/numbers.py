"""Which amounts does a text name, and how exactly: bounds, ranges, vague words?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from claims.text.words import matches

UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
PACKS = {"dozen": 12, "score": 20}
# Vague plurals and what they mean at least.
VAGUE = {
    "tens of thousands": 20_000, "hundreds of thousands": 200_000, "tens of millions": 20_000_000,
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000,
}  # fmt: skip
FEW = r"(?:several|many|a few|a couple of|a couple)"

AT_LEAST = (
    r"at least|a minimum of|more than"
    r"|(?<!hand )(?<!handed )(?<!turn )(?<!turned )over"
    r"|no fewer than|no less than|not less than|not fewer than"
    r"|upwards? of|in excess of|well over|as few as|above"
)
AT_MOST = (
    r"fewer than|less than|as many as|up to|at most|no more than|not more than|a maximum of"
    r"|under|below"
)
NEARLY = r"nearly|almost|close to|just under|approaching"
ABOUT = (
    r"about|around|some|an? estimated|estimated|roughly|approximately|circa|an estimate of"
    r"|an approximate"
)
MORE = r"another|a further|an additional|an extra|additional|further"

MEASURES = (
    r"(?:kilomet(?:re|er)s?|km|met(?:re|er)s?|m|cm|miles?|feet|ft|foot|inch(?:es)?|yards?"
    r"|tonnes?|tons?|kg|kilograms?|kilos?|pounds?|litres?|liters?|gallons?|barrels?|degrees?"
    r"|knots?|kph|mph|megawatts?|mw|gw|points?|goals?|stocks?|shares?|seats?|votes?|wickets?|runs?"
    r"|hours?|hrs?|minutes?|mins?|seconds?|days?|nights?|weeks?|months?|years?|decades?"
    r"|centur(?:y|ies)|weekends?|times|fold|percentage|basis|acres? of|storeys?|stor(?:y|ies)"
    r"|floors?|bedrooms?|pages?|words?|rounds?|shots|bullets?|magnitude|caliber|calibre|block)"
)
AREA = re.compile(
    r"(?:[- ](?:square|sq\.?)[- ](?P<u>kilomet(?:re|er)s?|km|miles?)|\s?(?P<k>km2|km²|sq km|sqkm)"
    r"|[- ](?P<h>hectares?|acres?))\b|\s?(?P<k2>km²)",
    re.I,
)

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WORD = "|".join(sorted(UNITS, key=len, reverse=True))
_SCALE = "|".join(SCALES)
_SPELLED = (
    rf"(?:(?:{_WORD})(?:[- ](?:{_WORD}))?|an?(?=[ -](?:{_SCALE}|dozen)))"
    rf"(?:[ -](?:{_SCALE})(?:(?: and|,)? (?:{_WORD})(?:[- ](?:{_WORD}))?)?)*"
)
_DIGITS = (
    r"\d{1,3}(?:[,\u202f\u00a0]\d{3})+(?![\d])|\d+(?:\.\d+)?"
    rf"(?:[ -](?=(?:{_SCALE})\b)(?:{_SCALE})|k\b)?"
)
NUMBER = re.compile(
    rf"(?<![\w.,$€£¥/-])(?:(?P<vague>{'|'.join(VAGUE)})"
    rf"|(?P<few>{FEW}) (?P<scale>dozen|{_SCALE})"
    rf"|(?P<half>half a dozen|half-dozen)"
    rf"|(?P<pack>(?:an?|{_WORD}|\d+))[- ](?P<packs>dozen|score)\b"
    rf"|(?P<spelled>{_SPELLED})|(?P<digits>{_DIGITS}))(?![\w])",
    re.I,
)
_FIRSTS = frozenset(
    {*UNITS, *(words.split()[0] for words in VAGUE), "several", "many", "a", "an", "half"}
)
NO_RANGE = r"(?:on|in|at|win|victory|loss|defeat|lead|to|and|over|against|after|with|vote|draw)"
_SPAN = re.compile(rf"[-–—](\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})(?= (?!{NO_RANGE}\b|{MONTH})[a-z])")
BEFORE = re.compile(
    rf"(?:(?P<least>{AT_LEAST})|(?P<most>{AT_MOST})|(?P<nearly>{NEARLY})|(?P<about>{ABOUT})"
    rf"|(?P<more>{MORE}))[ \n]['‘“\"]?$",
    re.I,
)
RAISED = re.compile(  # "revised its toll up to 31", which is no limit
    r"\b(?:(?:went|gone|go(?:es)?|edg|inch|tick|cr[ae]e?p|revis|climb)\w*"
    r"|tolls?|counts?|numbers?|figures?|tally|total|deaths|it) up to $",
    re.I,
)
AFTER_MORE = re.compile(r"\s(?:more|additional|further|extra|others? more)\b", re.I)
AFTER_BOUND = re.compile(r"\s?(?:\+|plus\b|(?:or|and) (?:more|above|counting)\b)", re.I)
RANGE = re.compile(r"\s?(?:to|and|or|[-–—])\s?$", re.I)
REPLACED = re.compile(
    r"(?:\b(?:up|(?<!gunned )(?<!shot )(?<!mowed )(?<!mown )down|increas(?:e|ing)"
    r"|compared with|compared to|instead of|rather than|not"
    r"|previously|earlier|initially)(?: sharply)?(?: from)?(?: an? (?:earlier|initial|previous)"
    r"[\w ]{0,20})?|\bfrom(?: an? (?:earlier|initial|previous)[\w ]{0,20}?)?(?: of)?) $",
    re.I,
)
NEW = re.compile(r"\bto (?:at least |about |more than )?$")
LEFT = re.compile(  # "having lowered it to 275"
    r"\b(?:having|after) (?:\w+ )?(?:lower|rais|cut|reduc|revis|put|giv|announc)\w*"
    r" (?:it|them|the (?:toll|figure|number|count))(?: (?:down|up))? (?:to|at|as) $",
    re.I,
)
FORMER = re.compile(
    r"\b(?:earlier|previous|initial|original|preliminary|first|former) (?:\w+ ){0,2}?"
    r"(?:figures?|tolls?|counts?|estimates?|numbers?|tall(?:y|ies)|reports?)(?: of)? $",
    re.I,
)
CHANGED = re.compile(
    r"\b(?:ris(?:e|es|en|ing)|rose|climb\w*|rais\w*|increas\w*|lower\w*|cut|revis\w*|jump\w*"
    r"|drop\w*|f[ae]ll\w*|gone|go(?:es)?|went|updat\w*|correct\w*|grew|grown|reduc\w*|up|down"
    r"|adjust\w*|chang\w*|mov\w*)\b[^.;]{0,80}$",
    re.I,
)
NAMED = re.compile(
    r"(?:\b(?:No|Nos|number|flight|article|resolution|boeing|airbus|route|highway|road|interstate|page"
    r"|chapter|room|channel|phase|level|category|type|version|section|act|tower|building|apollo"
    r"|gate|line|terminal|platform|covid|group of|aged?|ages? of|world war|top|chapter"
    r"|episode|season|stage|day|week|unit|brigade|battalion|regiment|division|post|block|zone"
    r"|district|ward)\.? "
    r"|[A-Z]-|#|\b(?:at|by|until|till) (?=\d{3,4} (?:hrs|hours|local)\b))$",
    re.I,
)
_AFTER_KIND = (
    ("percent", re.compile(r"\s?(?:%|per ?cent\b|percentage)", re.I)),
    ("money", re.compile(
        r"[ -]?(?:[a-z]{2,10} )?(?:dollars?|euros?|pounds|yen|rupees?|rupiah|rubles?|roubles?|usd"
        r"|eur|cents?|francs?|pesos?|yuan|won|shekels?|lira)\b", re.I)),
    ("age", re.compile(
        r"-? (?:and|to|or) (?:a )?\d+(?:-year| years? old)|-and-a-half-(?:year|month)"
        r"|[- ](?:(?:years?|yrs?)[- ]olds?|years? of age"
        r"|months?[- ]olds?|y/?o)\b", re.I)),
    ("measure", re.compile(rf"[- ]?{MEASURES}\b(?! of (?:people|the dead))", re.I)),
    ("kind", re.compile(r"-(?:vehicle|car|truck|train|alarm|way|lane|judge)\b", re.I)),
    ("ordinal", re.compile(r"(?:st|nd|rd|th)\b", re.I)),
    ("time", re.compile(r"(?::\d\d)?\s?(?:[ap]\.?m\b|o['’]clock|gmt\b|hrs\b)|:\d\d", re.I)),
    ("date", re.compile(rf"(?:st|nd|rd|th)?(?: of)? {MONTH}\b(?! (?:be|have|also))", re.I)),
    ("score", re.compile(rf"[-–:]\d+\b(?:\W*$|(?! [a-z])|(?= {NO_RANGE}\b))", re.I)),
)  # fmt: skip
_BEFORE_KIND = (
    ("money", re.compile(r"[$€£¥]\s?$")),
    ("date", re.compile(rf"\b{MONTH} (?:the )?$", re.I)),
    ("score", re.compile(r"(?<![\d,])\d[-–:]$|\d\d:$")),
)
ADDRESS = re.compile(
    r" (?:[NSEW]\.? |North |South |East |West )?(?:[A-Z]\w+|\d+\w\w) (?:[A-Z]\w+ )?"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Way|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Place|Terrace"
    r"|Circle|Parkway|Highway|Plaza)\b"
)
_SOMEBODY = re.compile(r" (?:person|man|woman|child|soldier|civilian|officer|of (?:the|them))\b")


class Sort(StrEnum):
    """What a number in a text is good for; only counts and areas make quantities."""

    COUNT = "count"
    AREA = "area"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as a text puts it, bounds included; offsets count code points of the text."""

    start: int  # of the bounding words ("at least"), where there are any
    end: int
    number: int  # offset at which the bare number begins
    min: int | None
    max: int | None
    approx: bool = False
    sort: Sort = Sort.COUNT
    more: bool = False  # an increment: "four more", "a further 2,700"
    old: bool = False  # a figure that another one replaces: "from 118"
    unit: str = ""  # areas only


def amounts(text: str) -> tuple[Amount, ...]:
    """Find the amounts of a text in order; dates, sums, ages, scores and unit names are none."""
    found: list[Amount] = []
    for match in matches(NUMBER, _FIRSTS, text):
        amount = _amount(text, match)
        if amount is None:
            continue
        joined = _joined(text, found[-1], amount) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(amount)
    return _with_replaced(text, [a for a in found if a.sort is not Sort.OTHER])


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    """Read one match with the words before and after it."""
    value, vague = _value(match)
    if value is None:
        return None
    start, end = match.span()
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    area, sort, unit = AREA.match(after), Sort.COUNT, ""
    span = _SPAN.match(text, end) if match["digits"] else None
    if span and int(span[1].replace(",", "")) > value:
        top = int(span[1].replace(",", ""))
        end = span.end()
        return _bounded(Amount(start, end, start, value, top), before, text[end : end + 20], match)
    if area:
        sort, unit, end = Sort.AREA, _area_unit(area), end + area.end()
    elif _other(match, before, after):
        sort = Sort.OTHER
    amount = Amount(start, end, start, value, None if vague else value, vague, sort, unit=unit)
    return _bounded(amount, before, text[end : end + 20], match)


def _value(match: re.Match[str]) -> tuple[int | None, bool]:
    """Give the number and whether it is vague and open above ("dozens")."""
    if match["vague"]:
        return VAGUE[match["vague"].lower()], True
    if match["few"]:
        size = PACKS.get(match["scale"].lower()) or SCALES[match["scale"].lower()]
        return size * (2 if "couple" in match["few"].lower() else 3), True
    if match["half"]:
        return 6, False
    if match["pack"]:
        count = match["pack"].lower()
        size = int(count) if count.isdigit() else UNITS.get(count, 1)
        return size * PACKS[match["packs"].lower()], False
    if match["spelled"]:
        return _spelled(match["spelled"]), False
    return _digits(match["digits"]), False


def _digits(words: str) -> int | None:
    """Read digits with separators and a magnitude: 1,300; 2.5 million; 14k."""
    lowered = words.lower().replace("k", " thousand") if words.lower().endswith("k") else words
    number, _, scale = (
        re.sub(r"[,\u202f\u00a0]", "", lowered.lower()).replace("-", " ").partition(" ")
    )
    if len(number) > 15:
        return None
    return round(float(number) * SCALES.get(scale.strip(), 1))


def _spelled(words: str) -> int | None:
    """Read number words: twenty-six; one hundred and twenty; a thousand."""
    total, current = 0, 0
    for word in re.split(r"[-, ]+", words.lower()):
        if word in SCALES:
            current = max(current, 1) * SCALES[word]
            if SCALES[word] >= 1000:
                total, current = total + current, 0
        elif word in UNITS:
            if (current % 10 and current % 100 >= 10) or (
                current % 10 and UNITS[word] < 100 and current < 100
            ):
                return None  # "two three" is no number
            current += UNITS[word]
        elif word in ("a", "an"):
            current = 1
    return total + current


def _area_unit(match: re.Match[str]) -> str:
    if match["h"]:
        return "hectares" if match["h"].lower().startswith("hect") else "acres"
    return "square_miles" if (match["u"] or "").lower().startswith("mile") else "km2"


def _other(match: re.Match[str], before: str, after: str) -> bool:
    """Say whether the number dates, pays, measures, scores or names something."""
    kind = any(p.search(before) for _, p in _BEFORE_KIND)
    kind = kind or any(p.match(after) for _, p in _AFTER_KIND)
    if kind or NAMED.search(before) or _age(match, before, after):
        return True
    digits = match["digits"] or ""
    if digits in ("911", "999", "112") and re.search(r"\b(?:call\w*|dial\w*|a|to|the) $", before):
        return True  # the emergency number
    if re.search(r"\bin age from (?:\d+ to )?$|\baged (?:\d+ (?:to|and) )?$", before):
        return True
    if re.fullmatch(r"(?:1[5-9]|20)\d\d", digits):
        return not re.match(
            r"\s(?:[a-z-]+ ){0,2}?(?:people|soldiers|troops|civilians|dead|men|women"
            r"|members|fighters|deaths"
            r"|bodies|casualties|prisoners|children|victims|residents|passengers|migrants|homes|peacekeepers"
            r"|militants|rebels|were|have|had|killed|injured|others)\b",
            after,
        )
    if digits and (re.match(r"[.,/]\d| of (?:/ )?\d", after) or ADDRESS.match(after)):
        return True
    word = match["spelled"] or ""
    return word.lower() == "one" and bool(
        re.search(r"\b(?:no|the|this|any|every|each|which|another|at|day)[ -]$", before, re.I)
        or (re.search(r"\bthat $", before) and not _SOMEBODY.match(after))
        or re.match(
            r"[- ](?:day|of the (?:most|world|first|few)|another|time|side|hand|way|thing)\b",
            after,
        )
    )


def _age(match: re.Match[str], before: str, after: str) -> bool:
    """Tell "Jalen Wilfong, 21, of Princeton" and "Smith, 38 and" from a count."""
    digits = match["digits"] or ""
    if re.search(r"\bages (?:of )?(?:(?:\d+,? )*|\w+ )(?:and )?$|\bboth (?:aged? )?$", before):
        return True  # "three men, ages 25, 26, and 33,", "a woman and a man, both 19,"
    if not digits.isdigit() or not 0 < int(digits) <= 110:
        return False
    if re.search(r"\bages? (?:of )?(?:\d+,? |\w+ )?(?:and |to )?$", before):
        return True
    if re.search(r"[A-Z]\w+ \($", before) and after.startswith(")"):
        return True  # "Ann Smith (22)"
    if re.search(r"\b[a-z]+, (?:\d+(?:,|,? and) )?$", before) and re.match(
        r",? and \d+[,.;)]|[,.;)]", after
    ):
        return True  # "a woman, 18, was killed", "two girls, 7 and 5, were hurt"
    return bool(re.search(r"[A-Z][\w.’'”\"-]*, (?:\([^)]{1,20}\) |age )?$", before)) and bool(
        re.match(r"(?:,|\.|;|\)| \(| of | and | was | is | from |$)", after)
    )


def _bounded(amount: Amount, before: str, after: str, match: re.Match[str]) -> Amount:
    """Apply "at least", "nearly", "about", "or more", "four more" to a bare number."""
    packed = bool(match["pack"] or match["half"])
    bound = None if RAISED.search(before) else BEFORE.search(before)
    start = amount.start - (len(before) - bound.start()) if bound else amount.start
    low, high, approx = amount.min, amount.max, amount.approx
    more = bool(AFTER_MORE.match(after))
    if bound and bound["least"]:
        high, approx = None, approx or packed
    elif bound and bound["most"]:
        low, high, approx = None, amount.min, packed
    elif bound and bound["nearly"]:
        low, high, approx = None, amount.min, True
    elif bound and bound["about"]:
        approx = True
    elif bound and bound["more"]:
        more = True
    elif AFTER_BOUND.match(after):
        high = None
    elif packed:
        approx = True
    inner = BEFORE.search(before[: bound.start()]) if bound else None
    if inner and inner["more"]:
        more, start = True, start - (bound.start() - inner.start() if bound else 0)
    if inner and inner["least"] and bound and bound["about"]:
        high = None
    return replace(amount, start=start, min=low, max=high, approx=approx, more=more)


def _joined(text: str, left: Amount, right: Amount) -> Amount | None:
    """Join "10,000 to 12,000", "between 170 and 190" and "two or three" into one range."""
    gap = text[left.end : right.start]
    if len(gap) > 5 or right.start != right.number or not RANGE.match(gap):
        return None
    lower, upper = left.min, right.max
    if lower is None or upper is None or left.max is None or lower >= upper:
        return None
    word = gap.strip().lower()
    before = text[max(0, left.start - 90) : left.start].lower()
    between = re.search(r"\bbetween $", before)
    if word == "and" and not between:
        return None
    if re.search(r"\bfrom $|\bby $", before) and CHANGED.search(before):
        return None  # "from 17 to 31", "by three to 31"
    if word == "or" and upper - lower > max(2, lower):
        return None
    sort = right.sort if left.sort is not right.sort else left.sort
    if Sort.AREA in (left.sort, right.sort):
        sort = Sort.AREA
    start = left.start - len("between ") if between else left.start
    approx = left.approx or word == "or"
    return replace(
        left, start=start, end=right.end, max=upper, approx=approx, sort=sort, unit=right.unit
    )


def _with_replaced(text: str, found: list[Amount]) -> tuple[Amount, ...]:
    """Mark the figures that others replace: "to 112 from 118", "up from 14"."""
    out = []
    for n, amount in enumerate(found):
        before = text[max(0, amount.start - 60) : amount.start]
        old = False
        if REPLACED.search(before):
            others = [o for o in found[max(0, n - 2) : n + 3] if o is not amount]
            old = (
                not re.search(r"\bfrom $", before)
                or any(
                    NEW.search(text[max(0, o.number - 20) : o.number])
                    and abs(o.start - amount.start) < 80
                    for o in others
                )
                or bool(re.search(r"\b(?:up|down) from $", before))
            )
        out.append(replace(amount, old=old or bool(FORMER.search(before) or LEFT.search(before))))
    return tuple(out)
