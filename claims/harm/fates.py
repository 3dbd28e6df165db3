"""What became of the people whom a number counts, by the words before and after it?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.lexicon import Lexicon
from claims.scene import Scene
from claims.text.clauses import sentence
from claims.text.numbers import Amount
from claims.text.tree import Token

_LEXICON = Lexicon.of(__name__)
_WORDS = _LEXICON.table

PERSONS = _WORDS["nouns"]["people"]  # a pattern
AFTER = {u: re.compile(rf"\b(?:{p})\b", re.I) for u, p in _WORDS["after"].items()}
BEFORE = {
    unit: re.compile(
        rf"\b(?:{p})[ ,:‘'“\"]*(?:(?:at|the|its|their|all|some|other|another|as|many|up"
        rf"|lives|of) )*$",
        re.I,
    )
    for unit, p in _WORDS["before"].items()
}
_FILLERS = (
    r"[ ,:‘'“\"]*(?:(?:at|the|its|their|all|some|other|another|as|many|up|least|off|out) )*$"
)
# Verbs that take people only if what follows the number says so: "pulled 12 people from".
BEFORE_THEN = tuple(
    (
        each["unit"],
        re.compile(rf"\b(?:{each['verb']}){_FILLERS}", re.I),
        re.compile(each["then"].replace("{people}", PERSONS), re.I),
    )
    for each in _WORDS["before_then"]
)
PEOPLE = re.compile(rf"^ (?:\w+ ){{0,3}}?(?:{PERSONS})\b", re.I)
# "16 civilians, including five children, had died"
ASIDE = re.compile(
    rf"^ (?:\w+ ){{0,3}}?(?:{PERSONS})"
    r"(?P<in>, (?:including|among them|mostly|(?:at least |about |some )?[\w-]+ of (?:them|whom"
    r"|which))\b[^,.;]{2,70},)(?= )",
    re.I,
)
ALL_LOST = re.compile(
    r"(?:[^.,;]{0,40}?|[^.;]{0,90}?,) ?\b(?:are|were|is|was|have|had)"
    r"(?: all| been| now| presumed| believed| confirmed| feared| thought| to be| to have)*"
    r" (?:dead|killed|died|perished|lost)\b",
    re.I,
)
# "the miners trapped since Thursday, all of them dead"
ALL_DEAD = re.compile(
    r"[^.;]{0,110}?[,–—-] ?all (?:of (?:them|whom) )?(?:were |are )?(?:found )?"
    r"(?:dead|killed|drowned)\b",
    re.I,
)
# "100 of the 150 people aboard a canoe had been found alive"
OF_THOSE_ABOARD = re.compile(
    rf"^ of (?:the |its |some |about )?(?:[\d,]+|[a-z-]+) (?:[\w-]+ ){{0,2}}?(?:{PERSONS} )?"
    r"(?:who were )?(?:aboard|on ?board|on (?:the|a|that|its))(?= )",
    re.I,
)
# "was taken to a hospital, where she died"
DIED_THERE = re.compile(
    r"[^.;]{0,60}?\b(?:and|where|but) (?:(?:he|she|they|both|later|was|were) )*"
    r"(?:died|pronounced dead|declared dead|succumbed)\b",
    re.I,
)
NEAR = 8  # characters between "fatal" and "injuries"
MORTAL = re.compile(r"(?<!non-)(?<!non )(?<!not )\b(?:fatal|mortal)\b", re.I)
BODIES = re.compile(
    r"^ (?!more |new |further |additional )(?:other |\w+ )?(?:bodies|corpses)\b", re.I
)
BODIES_OF = re.compile(
    r"\b(?:recover|found|find|pull|retriev|discover|brought|unearth|exhum|receiv|carried|counted)"
    r"\w*\b[^.;,]{0,30}?"
    r"\b(?:bodies|remains|corpses) of (?:all |the |another )?$",
    re.I,
)
# "the bodies of 18 migrants washed up"
BODIES_ALONE = re.compile(r"\b(?:bodies|remains|corpses) of $", re.I)
WASHED = re.compile(
    rf" (?:\w+ ){{0,3}}?(?:{PERSONS}) (?:(?:have|had|has|were|was|been) )*"
    r"(?:washed|recovered|found|pulled|retrieved|discovered|brought|unearthed|dug|lay)\b",
    re.I,
)
FOUND = re.compile(
    r"\b(?:recover|found|find|pull|retriev|discover|brought|carr(?:y|ied)|unearth|exhum|lay|dug|receiv|wash|count|buri|arriv"
    r"|saw\b|seen\b)\w*",
    re.I,
)
TWICE = re.compile(r"\b(?:twice|double[- ]counted|by mistake|in error)\b", re.I)
OUTCOME = {
    unit: re.compile(rf"^[^.;]{{0,90}}?\b(?:{p})\b", re.I)
    for unit, p in _WORDS["outcomes"].items()
}
# whose subject bears it, whatever its object is: "lost their lives", "survived the crash"
SELF = frozenset(
    {"die", "perish", "drown", "lose", "suffer", "sustain", "receive", "survive", "escape", "make"}
)
OPEN_FATES = frozenset({"abducted", "missing", "trapped"})
INCLUDING = re.compile(r"\b(?:including|among|of whom)\b", re.I)
OWNED = re.compile(r"['’]s?\s*$|\b(?:his|her|their|its) $")  # "of Jaden's death", "his death"
QUOTED = re.compile(
    r"\b(?:told|said|involved|charged|accused|convicted|arrested|wanted|sought|connection"
    r"|(?:that|which) left)\b"
)
OTHER_PEOPLE = re.compile(r"\b(?:was|were|had|have|has)\b.* and (?:an?|the|his|her|one|another) ")
_LISTED_AS = re.compile(
    r"\b(?:listed|registered|classified|declared|considered|reported|presumed|counted|recorded"
    r"|given|described) as(?= $)"
)
_INITIALS = re.compile(r"\b(?:[A-Z]\.)+")  # "three U.S. soldiers": no sentence ends here
FOUND_SINCE = re.compile(  # "the two who were listed as missing were found under the wreck"
    r" (?:on \w+ )?(?:were|was|(?:have|has|had)(?: all| both)? been) (?:\w+ )?"
    r"(?:found|located|traced)(?! (?:dead|alive|safe|unharmed|well))\b",
    re.I,
)
LATELY = re.compile(  # of a day, which is no total: "lost 1,020 troops over the past 24 hours"
    r"\b(?:over|in|during|within) (?:the (?:past|last|previous)|a (?:single )?day)\b"
    r"|\b(?:a|per|each|every) day\b",
    re.I,
)
OF_WHOM = re.compile(r"^ of (?:whom|which)\b")  # "two of whom were hurt"
OF_THING = re.compile(rf"\b(?!(?:{PERSONS}|those|ones) )[\w-]+ (?:that|which) $", re.I)
BLOCKED = re.compile(r"(?:\b(?:and|or|the|an?|no|not|nor|but|while|who)|,)\s*$", re.I)
_UNDERGONE = re.compile(r"\b(?:was|were|is|are|be|been|being)(?: \w+ly)?\s*$")
PASSIVE = re.compile(
    r"\b(?:had|have|has|were|was|are|is)(?: been| also| now)*(?: \w+ly)?\s*$", re.I
)
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
LINKS = _LEXICON.set("links")


@dataclass(frozen=True, slots=True)
class Counted:
    """An amount with what it counts and the offsets of the words that say so."""

    amount: Amount
    unit: str
    start: int
    end: int
    cue: int  # offset of the word that says what happened
    joined: bool = False  # one verb speaks of it and of the figure before: "two X and four Y died"


def by_bodies(amount: Amount, text: str, left: int) -> Counted | None:
    """Read "recovered the bodies of 12" in the text from an offset on."""
    body = BODIES_OF.search(text[left : amount.start])
    if body is None and WASHED.match(text, amount.end):
        body = BODIES_ALONE.search(text[left : amount.start])
    if body is None:
        return None
    start = left + body.start()
    return Counted(amount, "killed", start, amount.end, start)


def by_before(amount: Amount, before: str, bounds: tuple[int, int], after: str) -> Counted | None:
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
            r"|houses?|buildings?|jets?|warrants?|orders?|plans?|trades?|contracts?)\b",
            after,
            re.I,
        ):
            continue
        noun = PEOPLE.match(after)
        end = amount.end + (noun.end() if noun else 0)
        return Counted(amount, unit, left + match.start(), end, left + match.start())
    return _by_before_then(amount, before, left, after)


def _by_before_then(amount: Amount, before: str, left: int, after: str) -> Counted | None:
    """Read "pulled 12 people from the sea" and "lost 17 men", where either part alone may err."""
    for unit, verb, then in BEFORE_THEN:
        match, told = verb.search(before), then.match(after)
        if match and told and not BODIES.match(after) and not LATELY.search(after):
            start = left + match.start()
            return Counted(amount, unit, start, amount.end + told.end(), start)
    return None


def by_after(scene: Scene, amount: Amount, after: str, rest: str) -> Counted | None:
    """Read "31 people were killed" and "42 missing": the noun phrase, then what became of it."""
    bodies = BODIES.match(after)
    if bodies:
        return _bodies(scene, amount, rest, bodies.end())
    best: tuple[int, int, str] | None = None
    aside = ASIDE.match(after)
    skipped = aside.end() if aside else 0
    if aside is None and (ship := OF_THOSE_ABOARD.match(after)):
        skipped = ship.end()
    for unit, pattern in AFTER.items():
        match = pattern.search(after, skipped)
        if match and (best is None or match.start() < best[0]):
            best = (match.start(), match.end(), unit)
    if best is None:
        return None
    if best[2] == "aboard" and (lost := ALL_LOST.match(rest, best[1])):
        best = (best[0], lost.end(), "killed")  # "all five people aboard the ship are dead"
    if best[2] == "wounded" and (lost := DIED_THERE.match(rest, best[1])):
        best = (best[0], lost.end(), "killed")
    if best[2] == "wounded" and MORTAL.search(after, max(0, best[0] - NEAR), best[1]):
        best = (*best[:2], "killed")  # "two people suffered fatal injuries"
    gap = (
        after[skipped : best[0]]
        if aside is None
        else after[: aside.start("in")] + after[skipped : best[0]]
    )
    if not _gap_holds(scene, amount, gap, best[0]):
        return None
    if best[2] in OPEN_FATES and (lost := ALL_DEAD.match(rest, best[1])):
        best = (best[0], lost.end(), "killed")
    if best[2] in OPEN_FATES and FOUND_SINCE.match(after, best[1]):
        return None
    if best[2] in OPEN_FATES and (later := _outcome(after[best[1] :])):
        unit, end = later  # "200 pupils kidnapped in March have been freed"
        return Counted(
            amount, unit, amount.start, amount.end + best[1] + end, amount.end + best[0]
        )
    cue = scene.token_at(amount.end + best[0])
    number = scene.token_at(amount.number)
    if _has_victims(cue) or _is_of_another(number, cue) or _has_another_subject(number, cue):
        return None
    end = amount.end + best[1]
    return Counted(amount, best[2], amount.start, end, amount.end + best[0])


def _has_another_subject(number: Token, cue: Token) -> bool:
    """Tell "dozens marched to where X was killed": somebody else is the verb's own subject."""
    subject = next((c for c in cue.children if c.dep_ in ("nsubj", "nsubj:pass")), None)
    if subject is None or subject.i < number.i or subject.i > cue.i:
        return False
    if number.head.i == subject.i:
        return False  # "200 Taliban had been killed"
    nobody = subject.lower_ == "nobody" or any(c.lower_ == "no" for c in subject.lefts)
    return nobody or (subject.pos_ == "PROPN" and subject.ent_type_ == "PERSON")


def _is_of_another(number: Token, cue: Token) -> bool:
    """Tell "who won two Oscars, has died" and "armed with two guns killed": the number counts
    what belongs to a clause of its own, beside that of the fate.
    """
    above = {cue.i}
    while cue.head.i != cue.i:
        cue = cue.head
        above.add(cue.i)
    apart = False
    while number.dep_ in ("nummod", "compound", "advmod", "amod") and number.head.i > number.i:
        number = number.head
    if number.dep_ in ("nsubj", "nsubj:pass"):
        return False
    while number.i not in above:
        apart = apart or number.dep_ in ("acl", "acl:relcl", "advcl")
        if number.head.i == number.i:
            return False
        number = number.head
    return apart


def _has_victims(verb: Token) -> bool:
    """Tell "two earthquakes killed more than 5,000", which counts earthquakes."""
    if verb.lemma_.lower() in SELF:
        return False  # "died in X, among them a driver", whatever the parse makes of him
    passive = any(c.dep_ in ("aux:pass", "nsubj:pass") for c in verb.children)
    finite = verb.tag_ in ("VBD", "VBZ", "VBP") or any(
        c.dep_ == "aux" and c.lemma_.lower() == "have" for c in verb.children
    )
    acts = finite and any(c.dep_ == "nsubj" for c in verb.children)
    return acts and not passive and any(c.dep_ == "obj" and c.i > verb.i for c in verb.children)


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


def _gap_holds(scene: Scene, amount: Amount, gap: str, length: int) -> bool:
    """Say whether only the counted noun and auxiliaries stand between a number and its fate."""
    gap = _LISTED_AS.sub("", _INITIALS.sub("", OF_WHOM.sub("", gap)))
    if (
        OTHER_PEOPLE.search(gap)
        or INCLUDING.search(gap)
        or OWNED.search(gap)
        or QUOTED.search(gap)
    ):
        return False
    if OF_THING.search(gap):
        return False  # "one of five aboard the ship that went missing"
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
