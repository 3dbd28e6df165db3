"""What does he answer who was asked whether something is so: "asked whether X had left, he …"?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from claims.lexicon import Lexicon
from claims.model import Stance
from claims.saying.attribution import Said
from claims.scene import Scene
from claims.text.clauses import sentence
from claims.text.tree import Token
from claims.voices.answers import Draft, words_of
from claims.voices.claimants import claimants_of
from claims.voices.denying import FALSE
from claims.voices.voice import Voice

_WORDS = Lexicon.of(__name__)

_ASKED = frozenset({"asked", "questioned", "pressed", "quizzed"})
_SILENT = _WORDS.set("silent")
_NOTHING = frozenset({"nothing", "no"})
_REST = _WORDS.set("rest")  # "nothing to add", "no information"
_YES, _NO = frozenset({"yes", "affirmative"}), frozenset({"no"})
BRIEF = 16  # words of an answer that is no more than one


def asked(scene: Scene, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Give the answer of whom a sentence tells to have been asked what a frame has read."""
    for draft in tuple(drafts):  # the list grows meanwhile
        here = sentence(draft.finding.anchor)
        if here[0].lower_ not in _ASKED:
            continue
        for said in scene.said:
            behind = draft.finding.anchor.i < said.cue.i < here.end and said.source is not None
            if not behind:  # a parse may take the question for what is said
                continue
            stance = _answer(scene, said, here.end)
            if stance is None:
                continue
            finding = replace(draft.finding, quantity=None, stance=None)
            for claimant in claimants_of(scene, said):
                voice = Voice(claimant, stance, said, rule="an answer to what was asked")
                yield Draft(finding, voice, words_of(scene, said))
            break


def _answer(scene: Scene, said: Said, end: int) -> Stance | None:
    """Read a short answer; None of a longer one, which has claims of its own."""
    if said.stance in (Stance.DOES_NOT_CONFIRM, Stance.DENIES):
        return said.stance
    words: list[Token] = list(scene.doc[said.cue.i : end])
    bases = {scene.lemma(t) for t in words} | {t.lower_ for t in words}
    if len(words) > BRIEF:
        return None
    if bases & _SILENT or (bases & _NOTHING and bases & _REST):
        return Stance.DOES_NOT_CONFIRM
    first = next((t.lower_ for t in words[1:] if t.is_alpha), "")
    if first in _YES:
        return Stance.CONFIRMS
    return Stance.DENIES if first in _NO or bases & FALSE else None
