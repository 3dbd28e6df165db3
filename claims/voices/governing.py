"""What does somebody do with a report: dismiss it, take it back, call it a lie?

The verb governs a noun that stands for what others, or he himself, have said: "retracted his
statement that …", "dismissed as false a report that …", "called claims that … a fabrication".
A parse is unsure of such sentences, so that they are read by the order of their words.
"""

from __future__ import annotations

from dataclasses import dataclass

from claims.lexicon import Lexicon
from claims.model import Stance
from claims.scene import Scene
from claims.text.clauses import is_verbal, roles, sentence
from claims.text.linear import main_subject, noun_before
from claims.text.tree import Token
from claims.voices.denying import FALSE, VOID

_WORDS = Lexicon.of(__name__)

_STANCES = {tuple(word.split("_")): Stance(name) for word, name in _WORDS.map("verbs").items()}
_LONGEST = max(map(len, _STANCES))
LABELLING = _WORDS.set("labelling")
REPORTS = _WORDS.set("reports")
UNINFORMED = _WORDS.set("uninformed")
MEDIA = frozenset({"media", "press", "news", "newspaper", "television", "online"})  # reports
_OPENS = frozenset({"that", "of", "about"})
_SET = frozenset({"DET", "ADJ", "PRON", "PROPN", "PART", "ADV", "NUM"})
_PARTICLES = frozenset({"back", "off", "away", "down", "aside"})
_INSIDE = frozenset({"in", "to", "behind", "for"})  # where a report has no truth
_QUOTES = frozenset("\"“”'‘’")
_HUNG = frozenset({"conj", "xcomp", "advcl", "aux", "aux:pass", "cop"})
_CLIMB = 4  # verbs from one to the subject that it shares
_HAVING = frozenset({"have", "give", "provide", "offer"})
_LABEL = 12  # words of 'as "a fabrication from start to finish"'
_OF = frozenset({"of", "about"})
_ON = frozenset({"on", "about", "over"})
_WHETHER = frozenset({"whether", "if"})
_BOTH = frozenset({"nor", "or"})  # "would not confirm or deny": it is the negation that is meant
NEAR = 6  # words from "reports" to its "that"


@dataclass(frozen=True, slots=True)
class Treatment:
    """Who does something with a report, and the stance that it shows."""

    noun: Token
    verb: Token
    subject: Token
    stance: Stance


def treatment(scene: Scene, anchor: Token) -> Treatment | None:
    """Find what is done with the report in which a happening is told."""
    noun = report_over(scene, anchor)
    if noun is None:
        return None
    if scene.lemma(noun) in UNINFORMED:
        return _uninformed(noun)
    return _by_verb(scene, noun) or _by_label(scene, noun, anchor) or _by_quotation(scene, noun)


def _by_quotation(scene: Scene, noun: Token) -> Treatment | None:
    """Read "“That is nonsense,” X said of reports that …"."""
    doc, of = scene.doc, _verb_end(scene, noun) - 1
    if of < 1 or doc[of].lower_ not in _OF or scene.lemmas[of - 1] != "say":
        return None
    quoted = doc[sentence(noun).start : of - 1]
    marks = any(t.text in _QUOTES for t in quoted)
    if not marks or not any(scene.lemma(t) in FALSE or t.lower_ in FALSE for t in quoted):
        return None
    return _treated(noun, doc[of - 1], Stance.DENIES)


def _uninformed(noun: Token) -> Treatment | None:
    """Read "had no information that …": he knows nothing of it, and takes no position."""
    verb, no = noun.head, noun.doc[noun.i - 1].lower_ == "no"
    subject = _subject(verb) if no and verb.lemma_.lower() in _HAVING else None
    return Treatment(noun, verb, subject, Stance.DOES_NOT_CONFIRM) if subject else None


def report_over(scene: Scene, anchor: Token) -> Token | None:
    """Give the noun of "a report by X that …" that opens what a happening is told in."""
    doc, low = scene.doc, sentence(anchor).start
    opens: int | None = None
    for i in range(anchor.i - 1, low - 1, -1):
        token = doc[i]
        if token.text in (";", ":") or (token.text == "," and opens is None and _ends(token)):
            return None
        if token.lower_ in _OPENS:
            opens = i
        elif token.lower_ in _WHETHER and doc[i - 1].lower_ in _ON:
            told = scene.lemmas[i - 2] in REPORTS | UNINFORMED
            return doc[i - 2] if told else token  # "refused to be drawn on whether …"
        elif scene.lemmas[i] in REPORTS | UNINFORMED and opens is not None and opens - i <= NEAR:
            return token if _is_noun(token) else None
    return None


def _ends(comma: Token) -> bool:
    """Tell the comma behind which the speaker's own words go on: ", saying …"."""
    after = comma.nbor(1) if comma.i + 1 < len(comma.doc) else None
    return after is not None and (after.tag_ == "VBG" or after.lower_ in ("and", "but", "while"))


def _is_noun(token: Token) -> bool:
    """Tell "claims that" after a verb from "X claims that", whatever the tagger makes of it."""
    before = token.nbor(-1) if token.i else None
    beside = before is not None and (is_verbal(before) or before.pos_ in ("ADP", "PART"))
    judged = before is not None and (before.text in _QUOTES or before.lower_ in FALSE | MEDIA)
    return token.pos_ == "NOUN" or beside or judged


def _by_verb(scene: Scene, noun: Token) -> Treatment | None:
    """Read the verb before a report, with its particle: "backed away from its claim"."""
    doc, end = scene.doc, _verb_end(scene, noun)
    for count in range(_LONGEST, 0, -1):
        start = end - count
        if start < 1:
            continue
        words = tuple(scene.lemmas[i] if i == start else doc[i].lower_ for i in range(start, end))
        stance = _STANCES.get(words)
        if stance is not None and is_verbal(doc[start]):
            return _treated(noun, doc[start], stance, _BOTH.isdisjoint(words))
    return None


def _behind_as(scene: Scene, end: int) -> int:
    """Step over "as false" and "as a pure fabrication" between a verb and its object."""
    doc, inside = scene.doc, False  # inside quotation marks
    for i in range(end - 1, max(0, end - _LABEL), -1):
        inside ^= doc[i].text in _QUOTES
        if doc[i].lower_ == "as":
            told = any(scene.lemmas[k] in FALSE or doc[k].lower_ in FALSE for k in range(i, end))
            return i if told else end
        if is_verbal(doc[i]) and doc[i].lower_ not in FALSE and not inside:
            break
    return end


def _verb_end(scene: Scene, noun: Token) -> int:
    """Give where the verb before a report ends, behind which are its article and "as false"."""
    doc, end = scene.doc, noun.i
    while end > 0 and _may_stand_between(doc[end - 1]):
        if scene.lemmas[end - 1] in FALSE or doc[end - 1].lower_ in _PARTICLES:
            break
        end -= 1
    return min(end, _behind_as(scene, noun.i))


def _may_stand_between(token: Token) -> bool:
    """Tell an article, an adjective, "media" and quotation marks between a verb and a report."""
    inner = token.pos_ in _SET or token.text in _QUOTES or token.lower_ in MEDIA
    return inner and not is_verbal(token)


def _by_label(scene: Scene, noun: Token, anchor: Token) -> Treatment | None:
    """Read "called reports that … a fabrication" and "described as false a claim that"."""
    doc, i = scene.doc, _verb_end(scene, noun) - 1
    verb = doc[i] if i > 0 else None
    if verb is None or scene.lemmas[i] not in LABELLING or not is_verbal(verb):
        return None
    rest = doc[i + 1 : sentence(anchor).end]
    apart = (t for t in rest if t.i < noun.i or t.i > anchor.i)
    if not any(scene.lemma(t) in FALSE or t.lower_ in FALSE for t in apart):
        return None
    return _treated(noun, verb, Stance.DENIES)


def _treated(noun: Token, verb: Token, stance: Stance, plain: bool = True) -> Treatment | None:
    held = stance is Stance.DOES_NOT_CONFIRM
    subject = _subject(verb)
    if subject is None:
        return None
    helped = {c.lower_ for c in verb.lefts} | {verb.doc[verb.i - 1].lower_}
    if {"not", "n't", "n’t", "never", "to"} & helped and plain and not (held and _is_held(verb)):
        return None  # "did not dismiss the report", "asked him to retract it"
    return Treatment(noun, verb, subject, stance)


def _is_held(verb: Token) -> bool:
    """Tell "refused to be drawn" and "would not be drawn"."""
    return verb.lemma_.lower() == "be"


def _subject(verb: Token) -> Token | None:
    """Give who does it: by the parse where it is sure, else by word order."""
    top = verb
    for _ in range(_CLIMB):
        own = next((c for c in top.children if c.dep_ == "nsubj"), None)
        if own is not None and own.i < verb.i:
            return own
        if top.dep_ not in _HUNG or top.head.i > verb.i:
            break
        top = top.head
        if top.pos_ in ("NOUN", "PROPN"):  # "The army, the best in the land, debunked …"
            return top
    goes_on = verb.doc[verb.i - 1].pos_ == "CCONJ"  # "closed the border and dismissed …"
    return (main_subject(verb) if goes_on else noun_before(verb)) or roles(verb).agent


def is_void(scene: Scene, anchor: Token) -> bool:
    """Read "there was no truth in reports that …" and "there is nothing to the claim that …"."""
    noun = report_over(scene, anchor)
    if noun is None:
        return False
    doc, i = scene.doc, noun.i - 1
    while i > 0 and doc[i].pos_ in _SET and doc[i].lower_ not in _INSIDE:
        i -= 1
    if doc[i].lower_ not in _INSIDE or i < 1:
        return False
    before = doc[i - 1]
    if before.lower_ == "nothing":
        return True
    return before.lemma_.lower() in VOID and doc[i - 2].lower_ in ("no", "little", "any")
