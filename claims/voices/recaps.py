"""Does a cue tell what is said now, or what was said before and is told again?"""

from __future__ import annotations

import re

from claims.model import Stance, Temporal
from claims.saying.attribution import Manner, Said
from claims.scene import Scene
from claims.text.clauses import RELATIVE, sentence
from claims.text.language import lemma
from claims.text.tree import Token

FORMERLY = frozenset(["had", "previously", "formerly", "once", "earlier", "initially"])
SPANS = frozenset({"day", "week", "month", "year", "decade"})
SHORT_SPANS = frozenset({"hour", "minute"})  # between two statements of one piece of news
OF_OLD = frozenset({"recent", "earlier", "previous", "past", "initial", "former", "original"})
OWN = frozenset({"it", "he", "she", "they"})
SAYING = frozenset({"say", "add", "announce", "state", "declare", "write", "tell"})
_YEAR = re.compile(r"(?:Back )?[Ii]n (?:[A-Z][a-z]+ )?((?:19|20)\d\d),")
AGO = frozenset({"earlier", "before", "ago", "previously"})


def when(scene: Scene, said: Said) -> Temporal:
    """Tell a recap ("had called", "Russia's recent confirmation") from a statement of today."""
    cue = said.cue
    auxiliaries = {c.lower_ for c in cue.children if c.dep_ in ("aux", "aux:pass")}
    if auxiliaries & {"had", "'d"} and _is_shifted(said):
        return Temporal.CURRENT
    if auxiliaries & {"had", "'d", "having"}:
        return Temporal.PAST
    formerly = FORMERLY - {"earlier"} if cue.tag_ == "VBD" else FORMERLY  # "earlier confirmed"
    if any(c.lower_ in formerly and c.dep_ in ("aux", "advmod") for c in cue.children):
        return Temporal.PAST  # but not of what was said, "it had nothing to do with it"
    if said.manner is Manner.NOMINAL and any(c.lower_ in OF_OLD for c in cue.children):
        return Temporal.PAST
    recap = _after_which(said) or _in_passing(scene, cue) or _days_before(cue)
    recap = recap or _in_former_year(scene, cue)
    return Temporal.PAST if recap else Temporal.CURRENT


def _is_shifted(said: Said) -> bool:
    """Tell "said it had learned", which the speaker put as "we have learned", from a recap."""
    cue, outer = said.cue, said.cue.head
    own = said.source is not None and said.source.lower_ in OWN
    return own and cue.dep_ == "ccomp" and outer.tag_ == "VBD" and lemma(outer) in SAYING


def _after_which(said: Said) -> bool:
    """Tell "six days after denying it" and "weeks after the army said so".

    A denial is told again however short a time ago it was: "after denying it for hours".
    """
    cue = said.cue
    after = next(
        (c for c in cue.lefts if c.lower_ == "after" and c.dep_ in ("mark", "case")), None
    )
    if after is None:
        return False
    denying = said.stance is Stance.DENIES
    span = cue.doc[after.i - 1].lemma_.lower() if after.i else ""
    return span in SPANS or (denying and (span in SHORT_SPANS or cue.tag_ == "VBG"))


def _in_passing(scene: Scene, cue: Token) -> bool:
    """Tell "which on Monday denied it, now says": the clause puts it on a day before today."""
    pronoun = next((c for c in cue.lefts if c.lower_ in RELATIVE), None)
    if scene.published is None or cue.dep_ != "acl:relcl" or pronoun is None:
        return False
    today = scene.published.isoformat()
    low, high = pronoun.idx, cue.idx + len(cue) + len(" on Wednesday ")
    return any(low <= m.start < high and m.value < today[: len(m.value)] for m in scene.mentions)


def _in_former_year(scene: Scene, cue: Token) -> bool:
    """Tell "In 2019, Kenya said …", which is no news of today."""
    found = _YEAR.match(sentence(cue).text)
    if scene.published is None or found is None or cue.tag_ != "VBD":
        return False
    return int(found[1]) < scene.published.year


def _days_before(cue: Token) -> bool:
    """Tell "only three days earlier the ministry called it baseless"."""
    return any(
        c.lower_ in AGO and any(s.lemma_.lower() in SPANS for s in c.children)
        for c in cue.children
        if c.dep_ == "advmod"
    )
