"""Which word stands for what somebody answers: "it", "the claim", "said it would"?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from claims.lexicon import Lexicon
from claims.model import Stance
from claims.saying.attribution import Said
from claims.scene import Scene
from claims.text.clauses import roles, sentence
from claims.text.tree import Token
from claims.voices.denying import FALSE, NOT

_WORDS = Lexicon.of(__name__)

LABEL = frozenset(["call", "label", "brand", "describe", "dub", "term"])
ANAPHORS = _WORDS.set("anaphors")
NONE = frozenset(["neither", "none", "no"])
THINGS = _WORDS.map("things")  # what a frame tells of, by the nouns that take it up
ENTRIES = frozenset(["incursion", "invasion", "intrusion"])  # by force, or told as a presence
POINTING = frozenset(["the", "this", "that", "any", "its", "their", "his", "her", "such"])
TRUE = frozenset(["true", "correct", "accurate"])
SETTLED = frozenset(["schedule", "plan", "agree", "sign", "arrange", "promise", "offer", "decide"])
ANSWERING = frozenset({Stance.DENIES, Stance.DOES_NOT_CONFIRM, Stance.CONFIRMS})
RETRACTING = frozenset({"retract", "recant", "walk back"})
BRIEF = 12  # words of a clause that does no more than name a thing again
_ECHO = re.compile(
    r"(?:that )?(?:it|they|he|she|this|that|there|both|we) "
    r"(?:do|does|did|has|have|had|is|are|was|were|will|would|could)"
    r"(?P<no>n['’]t| not| never)?(?: (?:so|indeed|already|too|ever|true|the case))*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """Somebody's word on what was said before."""

    said: Said  # with the stance that the words give
    target: Token  # the word that stands for what is answered
    echo: bool = False  # "said it did": on what others deny or leave open, too
    own: bool = False  # "retracted the statement": his own


def reply_of(scene: Scene, saying: Said) -> Reply | None:
    """Tell whether a saying answers an earlier one, and with which stance."""
    if (echo := _echo(scene, saying)) is not None:
        return echo
    if (again := _named_again(scene, saying)) is not None:
        return again
    label = _labelled(scene, saying) or _said_to_be_false(scene, saying)
    label = label or _taken_up(saying)
    said = saying
    if label is not None and saying.stance is not Stance.CONFIRMS:
        said = replace(saying, stance=Stance.DENIES)
    if saying.stance is Stance.CONFIRMS and _is_none(saying.cue):
        said = replace(saying, stance=Stance.DOES_NOT_CONFIRM)
    left_open = said.stance is Stance.SPECULATES and said.entry == "rule out"
    if said.stance not in ANSWERING and not left_open:
        return None
    target = label or _anaphor(scene, said) or _thing(scene, said)
    return Reply(said, target, own=said.entry in RETRACTING) if target is not None else None


def _echo(scene: Scene, said: Said) -> Reply | None:
    """Read "Baku said that it would", "insists that they did not"."""
    if said.source is None or said.head is None or len(said.content_spans) != 1:
        return None
    found = _ECHO.fullmatch(said.content_spans[0].of(scene.text).strip(' "“”'))
    if found is None:
        return None
    denied = found["no"] is not None or said.stance is Stance.DENIES
    stance = Stance.DENIES if denied else said.stance
    target = next((t for t in said.head.children if t.pos_ == "PRON"), said.head)
    return Reply(replace(said, stance=stance), target, echo=True)


def _named_again(scene: Scene, said: Said) -> Reply | None:
    """Read "confirmed that a deal had been reached", "said there had been no attack".

    The clause names no more than the thing, so that it can only be what was told before.
    """
    head = said.head
    if said.source is None or head is None or len(said.content_spans) != 1:
        return None
    span = said.content_spans[0]
    words = [t for t in sentence(said.cue) if span.start <= t.idx < span.end]
    if not 2 < len(words) <= BRIEF or any(t.pos_ in ("PROPN", "NUM") for t in words):
        return None
    things = [t for t in words if t.pos_ == "NOUN" and scene.lemma(t) in THINGS]
    thing = things[0] if len(things) == 1 else None
    if thing is None or thing.dep_ not in ("nsubj", "nsubj:pass", "obj", "expl"):
        return None
    if not any(t.pos_ in ("VERB", "AUX") for t in words) or thing.head.i not in {
        t.i for t in words
    }:
        return None
    negated = any(t.lower_ in NOT | NONE for t in words)
    if negated and said.stance in (Stance.ASSERTS, Stance.CONFIRMS):
        return Reply(replace(said, stance=Stance.DENIES), thing)
    return Reply(said, thing) if said.stance in ANSWERING and not negated else None


def frames_of(scene: Scene, noun: Token) -> frozenset[str]:
    """Give the frames that tell of what a noun takes up: of "the deal" that may be a truce."""
    frame = THINGS.get(scene.lemma(noun))
    if frame is None:
        return frozenset()
    if scene.lemma(noun) in ENTRIES:
        return frozenset({"operation", "deployment"})
    return frozenset({"agreement", "ceasefire"}) if frame == "agreement" else frozenset({frame})


def _thing(scene: Scene, said: Said) -> Token | None:
    """Give "the incursion" and "the loss of the city", of which somebody has told before."""
    head = said.head
    if head is None or scene.lemma(head) not in THINGS or head.pos_ != "NOUN":
        return None
    if any(c.dep_ in ("acl", "ccomp", "acl:relcl") for c in head.children):
        return None
    return head if any(c.lower_ in POINTING for c in head.children) else None


def _taken_up(said: Said) -> Token | None:
    """Give "which" in "the talks, which X dismissed": what the sentence has told before."""
    head = said.head
    if head is None or head.lower_ != "which" or said.cue.dep_ != "acl:relcl":
        return None
    return head if said.stance in (Stance.DENIES, Stance.CONFIRMS) else None


def _said_to_be_false(scene: Scene, said: Said) -> Token | None:
    """Give what is rejected in "said that the accusations were baseless" and "is not true"."""
    head = said.head
    if head is None or said.stance is not Stance.ASSERTS:
        return None
    subject = next((c for c in head.children if c.dep_ in ("nsubj", "nsubj:pass")), None)
    if subject is not None and subject.lower_ == "nothing" and scene.lemma(head) in SETTLED:
        return subject  # "nothing had been agreed"
    if subject is None or (
        scene.lemma(subject) not in ANAPHORS and subject.lower_ not in ANAPHORS
    ):
        return None
    negated = any(c.lower_ in ("not", "n't", "n’t", "never") for c in head.children)
    if negated and scene.lemma(head) in ("happen", "occur"):
        return subject  # "It never happened"
    false = scene.lemma(head) in FALSE or head.lower_ in FALSE
    return subject if (false and not negated) or (negated and scene.lemma(head) in TRUE) else None


def _is_none(cue: Token) -> bool:
    """Tell "neither side's figures could be verified": of what was confirmed there is none."""
    what = roles(cue).patient
    return what is not None and any(t.lower_ in NONE for t in what.subtree if t.i < what.i)


def _labelled(scene: Scene, said: Said) -> Token | None:
    """Give the report that is "called disinformation"."""
    if scene.lemma(said.cue) not in LABEL:
        return None
    target = roles(said.cue).patient
    if target is None or scene.lemma(target) not in ANAPHORS:
        return None
    end = min(sentence(said.cue).end, target.i + 8)
    return target if any(scene.lemma(t) in FALSE for t in scene.doc[target.i + 1 : end]) else None


def _anaphor(scene: Scene, said: Said) -> Token | None:
    """Give the word that stands for what is answered, if the content is no more than that."""
    head = said.head
    if head is None or (scene.lemma(head) not in ANAPHORS and head.lower_ not in ANAPHORS):
        return None
    if head.pos_ == "VERB":
        return None  # "denied that a fault had been reported"
    if head.lower_ in ("that",) and head.dep_ == "mark":
        return None
    if any(c.dep_ in ("acl", "ccomp", "acl:relcl") and c.tag_ != "VBG" for c in head.children):
        return None
    return head
