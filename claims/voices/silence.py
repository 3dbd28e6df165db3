"""Who says nothing to what was claimed just before: no comment, no answer, no word of it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from claims.lexicon import Lexicon
from claims.model import VAGUE_ACTORS, Claimant, Evidence, Stance
from claims.names.gazetteer import demonym_of, is_group
from claims.names.places import slug
from claims.saying.cueing import is_negated
from claims.scene import Scene
from claims.text.clauses import roles, sentence
from claims.text.linear import noun_before
from claims.text.tree import Token
from claims.voices.answers import Draft
from claims.voices.claimants import claimants_of, sayers
from claims.voices.replies import ANAPHORS, frames_of
from claims.voices.voice import Voice

_WORDS = Lexicon.of(__name__)

ANSWERING = _WORDS.set("answering")  # "did not respond"
TELLING = _WORDS.set("telling")  # "would not say whether"
GIVING = frozenset({"give", "provide"})
FACTS = _WORDS.set("facts")
OPEN = frozenset({"whether", "if"})
ASKING = frozenset({"ask", "wonder", "question"})
ASKED_DEPTH = 3  # words from what is told up to "whether"
WITHHOLDING = frozenset({"decline", "refuse"})
WORD = _WORDS.set("word")  # "no comment", "no mention"
HAVING = frozenset({"have", "offer", "make", "give", "issue", "provide"})
ABOUT = ("on", "of", "about", "to")
WITHIN = 700  # characters between a claim and somebody's silence about it


def silences(scene: Scene, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Give the silence of those who were asked about a claim: they take no position."""
    if not drafts:
        return
    for token in scene.doc:
        found = _verb(scene, token) or _noun(scene, token)
        if found is None:
            continue
        source, about = found
        if any(_is_told(d, token) for d in drafts):
            continue
        for claimant in _claimants(scene, token, source):
            draft = _silent(scene, token, claimant, about, drafts)
            if draft is not None:
                yield draft


def is_asked(scene: Scene, draft: Draft) -> bool:
    """Tell "asked whether X would come, he …": nobody says that X will."""
    said = draft.voice.said
    if said is not None and scene.lemma(said.cue) not in ASKING:
        return False
    if draft.voice.stance is Stance.DOES_NOT_CONFIRM:
        return False
    token = draft.finding.anchor
    if said is not None and said.source is None and said.cue.i == sentence(token).start:
        return True  # "Asked about reports that X had come, he …"
    for _ in range(ASKED_DEPTH):
        if any(c.lower_ in OPEN and c.i < token.i for c in token.children):
            return scene.lemma(token.head) in ASKING
        token = token.head
    return False


def _verb(scene: Scene, token: Token) -> tuple[Token, Token | None] | None:
    """Read "X did not comment on Y", "X declined to comment"."""
    word = scene.lemma(token)
    if token.pos_ != "VERB" or word not in ANSWERING | TELLING:
        return None
    verb = token
    if token.dep_ == "xcomp" and scene.lemma(token.head) in WITHHOLDING:
        verb = token.head
        if word in GIVING and scene.lemma(roles(token).patient or token) not in FACTS:
            return None  # "refused to give up the town"
    elif token.dep_ == "xcomp" and _is_yet(token.head):
        verb = token.head  # "has yet to comment"
    elif word == "say" and any(c.lower_ == "nothing" for c in token.children):
        pass
    elif not is_negated(token) or (word in TELLING and not _leaves_open(token)):
        return None
    source = next((c for c in verb.children if c.dep_ == "nsubj"), None) or noun_before(verb)
    if source is None:
        return None
    return source, roles(token).after("on", "about")


def _is_yet(verb: Token) -> bool:
    """Tell "has yet to" from "has to"."""
    return verb.lemma_ == "have" and any(c.lower_ == "yet" for c in verb.children)


def _leaves_open(token: Token) -> bool:
    """Tell "would not confirm that", "did not say whether" from "did not say that"."""
    asked = {c.lower_ for child in token.children for c in child.children if c.i > token.i}
    would = any(c.lower_ in ("would", "could") for c in token.children)
    return bool(asked & OPEN) or (would and token.lemma_ in ("confirm", "discuss", "disclose"))


def _noun(scene: Scene, token: Token) -> tuple[Token, Token | None] | None:
    """Read "there was no comment from X", "X had no comment", "X made no mention of Y"."""
    if token.pos_ != "NOUN" or scene.lemma(token) not in WORD:
        return None
    if not any(c.lower_ == "no" for c in token.children if c.dep_ == "det"):
        return None
    around = roles(token)
    source = around.after("from", "by")
    if source is None and scene.lemma(token.head) in HAVING and token.dep_ == "obj":
        source = roles(token.head).agent
    if source is None:  # "No comment," he said
        quoted = (s for s in scene.said if s.head is not None and s.head.i == token.i)
        source = next((s.source for s in quoted), None)
    return (source, around.after(*ABOUT)) if source is not None else None


def _counts(claimant: Claimant, drafts: Sequence[Draft]) -> bool:
    """Tell whose silence about a toll says something: a side's or a state's, not a firm's."""
    actor = claimant.actor
    if demonym_of(actor) or is_group(actor) or claimant.name is None:
        return True
    return any(d.voice.claimant.actor == actor for d in drafts)


def _is_told(draft: Draft, token: Token) -> bool:
    """Tell a silence that another rule has read already."""
    here = draft.evidence.start <= token.idx < draft.evidence.end
    return here and draft.voice.stance is Stance.DOES_NOT_CONFIRM


def _claimants(scene: Scene, token: Token, source: Token) -> Sequence[Claimant]:
    said = next((s for s in scene.said if s.source is not None and s.source.i == source.i), None)
    if said is not None and (said.cue.i in (token.i, token.head.i) or said.covers(token)):
        return claimants_of(scene, said)
    return sayers(scene, source)


def _silent(
    scene: Scene, token: Token, claimant: Claimant, about: Token | None, drafts: Sequence[Draft]
) -> Draft | None:
    """Find the claim that somebody is silent about: the last one of another's, or of its kind."""
    if claimant.actor in VAGUE_ACTORS:
        return None
    sent = sentence(token)
    earlier = [
        d for d in drafts
        if d.evidence.start < token.idx and token.idx - d.evidence.end < WITHIN
        and d.voice.claimant.actor != claimant.actor and not d.voice.minor
    ]  # fmt: skip
    kinds = frames_of(scene, about) if about is not None else frozenset()
    if about is not None and not kinds and scene.lemma(about) not in ANAPHORS:
        return None  # "declined to comment on the cause": nobody has told of one
    alike = [d for d in earlier if d.finding.frame in kinds] or (earlier if not kinds else [])
    if not alike:
        return None
    me = slug(claimant.actor)
    mine = [d for d in alike if me in "~".join(d.finding.slots.values())]
    told = [d for d in alike if d.voice.said is not None]
    last = max(mine or told or alike, key=lambda d: d.evidence.start)
    if last.finding.frame == "casualties" and not _counts(claimant, drafts):
        return None
    finding = replace(last.finding, quantity=None, anchor=token)
    rule = f"silent about what {last.voice.claimant.actor} said"
    voice = Voice(claimant, Stance.DOES_NOT_CONFIRM, None, minor=True, rule=rule)
    low, high = sent.start_char, sent.end_char
    text = scene.article.text
    while high > low and text[high - 1] in " \n\t\r.":
        high -= 1
    return Draft(finding, voice, Evidence(low, high, text[low:high]))
