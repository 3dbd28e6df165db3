"""Is a word a cue, and is it negated, passive or a mere aim?"""

from __future__ import annotations

from dataclasses import dataclass

from claims.lexicon import Lexicon
from claims.model import Stance
from claims.saying.cues import Cue, lexicon
from claims.text.language import lemma
from claims.text.tree import Token

_WORDS = Lexicon.of(__name__)

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
QUOTING = frozenset({"quote", "cite", "report", "paraphrase"})  # X "as saying"
AUXILIARIES = frozenset({"aux", "aux:pass", "advmod", "cop", "compound:prt", "mark"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
NEGATIONS = _WORDS.set("negations")
_NEGATING = frozenset({"advmod", "cc", "cc:preconj", "det"})
_NAMING = frozenset({"call", "name", "title", "dub", "label", "know"})
_GOING_ON = _WORDS.set("going_on")
ADDRESSED = _WORDS.set("addressed")  # verbs whose object is the one who is spoken to
_OPENERS = _WORDS.set("openers")
_GOING = frozenset({"go", "goes", "going", "went"})
_SHOWN = _WORDS.set("shown")
_HELD = _WORDS.set("held")
UNABLE = _WORDS.set("unable")
_CLAUSE = frozenset({"clause"})
_FORCING = frozenset({"force", "compel", "oblige"})
_COMING = _WORDS.set("coming")
_TOLD = _WORDS.set("told")
_HELD_BY = frozenset({"of", "from", "to", "at", "about", "immediately", "publicly", "directly"})

Stretch = tuple[int, int]  # first and last token, both in


@dataclass(frozen=True, slots=True)
class Content:
    """What is said: the head of its clause or noun phrase, and its tokens."""

    head: Token
    stretches: tuple[Stretch, ...]
    clausal: bool


def find_cue(token: Token) -> Cue | None:
    """Look a token up as a cue; a verb with a particle counts as one word."""
    words = lexicon()
    base = lemma(token)
    if token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB"):
        particle = next((c.lower_ for c in token.children if _is_particle(c, token)), None)
        if particle and (both := words.verbs.get(f"{base} {particle}")):
            return both
        return words.verbs.get(base) or _idiom(token, base)
    if token.pos_ == "NOUN":
        return words.nouns.get(base)
    return words.adjectives.get(base) if token.pos_ == "ADJ" else None


def _idiom(token: Token, base: str) -> Cue | None:
    """Read a verb that says something with the words behind it: "made it clear that"."""
    for behind in lexicon().idioms.get(base, ()):
        after = token.doc[token.i + 1 : token.i + 1 + len(behind)]
        if tuple(t.lower_ for t in after) == behind:
            return Cue(" ".join((base, *behind)), True, _CLAUSE, Stance.ASSERTS)
    return None


def child(token: Token, *deps: str) -> Token | None:
    """Give the first child with one of the relations."""
    return next((c for c in token.children if c.dep_ in deps), None)


def case_of(token: Token) -> str:
    """Give the preposition of a noun phrase, or the mark of a clause."""
    return next((c.lower_ for c in token.children if c.dep_ in {"case", "mark"}), "")


def is_finite(verb: Token) -> bool:
    """Tell whether a verb or its auxiliary is finite: "said", "has said", "is saying"."""
    helped = [c for c in verb.lefts if c.pos_ == "AUX"]
    if verb.tag_ == "VBN" and verb.dep_ == "ROOT" and not helped:
        return True  # "The agency estimated", tagged as a participle
    return verb.tag_ in FINITE or any(c.tag_ in FINITE for c in helped)


def is_passive(verb: Token) -> bool:
    """Tell whether a verb is in the passive: its subject is not its source."""
    if child(verb, "aux:pass", "nsubj:pass", "obl:agent") is not None:
        return True
    if is_bare(verb):
        return True
    if verb.tag_ != "VBN":
        return False
    return verb.dep_ == "acl" or any(
        lemma(c) in {"be", "get"} for c in verb.lefts if c.pos_ == "AUX"
    )


def is_bare(verb: Token) -> bool:
    """Tell a participle that opens a clause and has no subject: "Asked about it, she said"."""
    if verb.tag_ not in {"VBN", "VBD"} or child(verb, *SUBJECTS, "aux") is not None:
        return False
    opens = verb.i == verb.sent.start or verb.nbor(-1).lower_ in _OPENERS
    return opens and lemma(verb) in ADDRESSED


def is_negated(token: Token) -> bool:
    """Tell whether a cue is negated: "did not say", "nobody confirmed", "has yet to verify"."""
    if any(c.lower_ in NEGATIONS and c.dep_ in _NEGATING for c in token.children):
        return True
    subject = child(token, "nsubj", "nsubj:pass")
    if subject is not None and (
        subject.lower_ in NEGATIONS or any(c.lower_ in NEGATIONS for c in subject.children)
    ):
        return True
    if any(c.lower_ == "yet" for c in token.lefts) and any(c.lower_ == "to" for c in token.lefts):
        return True
    if _is_held_back(token):
        return True
    if token.dep_ == "xcomp":
        held = any(c.lower_ == "yet" for c in token.head.children)
        return held or lemma(token.head) in lexicon().withholding or lemma(token.head) == "yet"
    return token.dep_ == "conj" and not _begins_anew(token) and is_negated(token.head)


def _is_held_back(token: Token) -> bool:
    """Tell "stopped short of confirming", "was unable to confirm", "avoided saying"."""
    at = token.i - 1
    while at > 0 and token.i - at < 4 and token.doc[at].lower_ in _HELD_BY:
        at -= 1
    if at < 0 or token.tag_ not in {"VB", "VBG"}:
        return False
    return lemma(token.doc[at]) in (_HELD if token.tag_ == "VBG" else UNABLE)


def _begins_anew(verb: Token) -> bool:
    """Tell "did not confirm it, but said …" from "did not confirm or deny it"."""
    if child(verb, "nsubj") is not None or any(c.lower_ == "but" for c in verb.children):
        return True
    return verb.tag_ in {"VBD", "VBZ", "VBP"} and verb.head.tag_ == "VB"


def _is_particle(word: Token, verb: Token) -> bool:
    """Tell the "back" of "pushed back", which the parse may take for an adverb."""
    return word.dep_ == "compound:prt" or (word.dep_ == "advmod" and word.i == verb.i + 1)


def _is_idiom(token: Token) -> bool:
    """Tell words in which nobody says anything: "it goes without saying", "shows signs of"."""
    before = [t.lower_ for t in token.doc[max(0, token.i - 2) : token.i]]
    if token.lower_ == "saying" and before[1:] == ["without"] and before[0] in _GOING:
        return True
    shown = child(token, "obj")
    return shown is not None and lemma(token) == "show" and lemma(shown) in _SHOWN


def _is_come_to(token: Token) -> bool:
    """Tell "took to X to deny", "was forced to admit": what is said there was said."""
    verb = token.head
    if token.dep_ not in {"xcomp", "advcl"} or lemma(token) not in _TOLD or verb.i > token.i:
        return False
    done = verb.tag_ in {"VBD", "VBZ"} or (
        verb.tag_ == "VBN" and any(c.tag_ in {"VBD", "VBZ", "VBP"} for c in verb.lefts)
    )
    made = lemma(verb) in _FORCING and verb.tag_ != "VBN"  # whoever forces another says nothing
    return done and lemma(verb) in _COMING and not made and not is_negated(verb)


def is_aim(token: Token) -> bool:
    """Tell a mere aim or a name from a report: "in order to show", "a stream called Run"."""
    if token.dep_ == "amod" or _is_idiom(token):
        return True
    if token.tag_ == "VBN" and token.dep_ != "ROOT" and lemma(token) in _NAMING:
        return not any(c.pos_ == "AUX" for c in token.lefts)
    if token.tag_ != "VB" or not any(
        c.lower_ == "to" and c.dep_ in {"mark", "aux"} for c in token.lefts
    ):
        return False
    if any(c.lower_ == "yet" for c in token.lefts) or _is_held_back(token):
        return False  # "has yet to confirm", where the parse takes "has" for an auxiliary
    if _is_come_to(token):
        return False
    return token.dep_ != "xcomp" or lemma(token.head) not in _GOING_ON | lexicon().withholding
