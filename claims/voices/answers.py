"""What does "denied it" answer? The claim before it that the words or the sequel point at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claims.model import OUTLET_VOICE, VAGUE_ACTORS, Aspect, Claimant, Evidence, Stance, Temporal
from claims.names.places import slug
from claims.saying.attribution import Said
from claims.scene import Finding, Scene
from claims.text.clauses import roles, sentence
from claims.text.tree import Token
from claims.voices.recaps import when
from claims.voices.replies import ANAPHORS, POINTING, Reply, frames_of, reply_of
from claims.voices.voice import Voice

FIGURES = frozenset(["figure", "number", "toll", "estimate", "count"])
VERIFY = frozenset(["verify", "confirm", "corroborate", "authenticate", "substantiate", "check"])
COUNTS = frozenset(["list", "recount", "tally"])
ALLEGATION = "allegation"  # what is answered, where no frame has read it
ACCUSING = frozenset(["accusation", "allegation", "charge"])
DEEDS = frozenset({"deployment", "operation"})
DECLARED = frozenset(["declaration", "announcement"])
DECLARING = frozenset(["declare", "announce", "announcement", "declaration"])
POSITIONS = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.DENIES})
OPEN = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.SPECULATES})  # what one may answer
LAST = frozenset(["this", "that"])
NEAR = 300  # characters between claims that one answer may mean
REACH = 1200  # characters back in which an answered claim is looked for


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before it has an id: finding, voice and evidence."""

    finding: Finding
    voice: Voice
    evidence: Evidence


def answers(scene: Scene, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Give denials and refusals to confirm of which the content is only "it", "the figure"."""
    for saying in scene.said:
        reply = reply_of(scene, saying)
        if reply is None:
            continue
        said = reply.said
        if any(said.covers(d.finding.anchor) or d.finding.anchor == said.cue for d in drafts):
            continue
        for claimant in scene.cast.claimants(said):
            found = _answered(scene, reply, claimant, drafts)
            if found is not None:
                yield found


def mentions(scene: Scene, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Give what somebody says of a thing told before, where no frame reads it: "the pullout"."""
    for said in scene.said:
        if said.source is None or any(said.covers(d.finding.anchor) for d in drafts):
            continue
        for noun in (t for t in sentence(said.cue) if said.covers(t) and t.pos_ == "NOUN"):
            kinds = frames_of(scene, noun)
            if not kinds or not any(c.lower_ in POINTING for c in noun.children):
                continue
            subject = said.head is not None and noun.head.i == said.head.i
            told = subject and (noun.dep_ == "nsubj" or said.stance is Stance.DENIES)
            if not told:
                continue
            earlier = [
                d for d in drafts
                if d.finding.frame in kinds and d.evidence.start < noun.idx
                and noun.idx - d.evidence.end < REACH and d.voice.stance in POSITIONS
            ]  # fmt: skip
            if not earlier:
                continue
            last = max(earlier, key=lambda d: d.evidence.start)
            none = any(c.lower_ == "no" for c in noun.children)  # "there is no such visit"
            finding = replace(last.finding, quantity=None, anchor=noun)
            if not none:
                finding = replace(finding, aspect=Aspect.ASSESSMENT, value="described")
            for claimant in scene.cast.claimants(said):
                if claimant.actor in VAGUE_ACTORS:
                    continue
                stance = Stance.DENIES if none else said.stance
                voice = Voice(claimant, stance, said, rule="speaks of what was told before")
                yield Draft(finding, voice, words_of(scene, said))
            break


def _answered(
    scene: Scene, reply: Reply, claimant: Claimant, drafts: Sequence[Draft]
) -> Draft | None:
    """Find the claim that is answered and turn it round."""
    said, target = reply.said, reply.target
    cue = said.cue.idx
    owner = _owner(scene, target, [d for d in drafts if d.evidence.start < cue])
    earlier = _answerable(scene, reply, claimant, drafts)
    if not earlier:
        return None
    after = [
        d
        for d in drafts
        if d.voice.claimant.actor == claimant.actor
        and cue <= d.evidence.end
        and d.evidence.start - cue < 400
    ]
    if any(d.voice.stance is said.stance and d.finding.frame == "casualties" for d in after):
        return None  # the denier goes on to say what he denies
    near = earlier if owner else [d for d in earlier if _is_near(d, earlier[-1])]
    same = _denied_before(near, claimant, said, drafts)
    this = target.tag_ == "NN" and any(c.lower_ in LAST for c in target.children)
    this = this or target.lower_ in LAST
    chosen = near[-1] if this else _pointed_at(near, after)  # "that claim" is the last one
    chosen = same or chosen
    finding = chosen.finding
    if finding.quantity is not None and _is_of_words_unread(scene, said, target, chosen, drafts):
        finding = replace(finding, quantity=None, value=ALLEGATION, aspect=Aspect.STATUS)
    deed = scene.lemma(target) in ACCUSING and finding.frame in DEEDS
    if said.stance is Stance.DOES_NOT_CONFIRM or deed:
        finding = replace(finding, quantity=None)
    temporal = when(scene, said)
    voice = Voice(
        claimant,
        said.stance,
        said,
        temporal=temporal,
        minor=said.stance is Stance.DOES_NOT_CONFIRM or temporal is Temporal.PAST,
        rule=f"answers what {chosen.voice.claimant.actor} said",
    )
    return Draft(finding, voice, words_of(scene, said))


def _denied_before(
    earlier: Sequence[Draft], claimant: Claimant, said: Said, drafts: Sequence[Draft]
) -> Draft | None:
    """Give what he has just denied, if he goes on about it: "It denied this. … a lie"."""
    cue = said.cue.idx
    last = max(
        (d for d in drafts if d.evidence.start < cue), key=lambda d: d.evidence.start, default=None
    )
    if last is None or last.voice.claimant.actor != claimant.actor:
        return None
    if last.voice.stance is not said.stance or cue - last.evidence.end > NEAR:
        return None
    return next((d for d in earlier if d.finding.topic == last.finding.topic), None)


def _is_of_words_unread(
    scene: Scene, said: Said, target: Token, chosen: Draft, drafts: Sequence[Draft]
) -> bool:
    """Tell "the claim" that no frame reads: somebody spoke after the figure that is on file."""
    if scene.lemma(target) in FIGURES | COUNTS:
        return False
    return any(
        chosen.evidence.end <= other.cue.idx < said.cue.idx
        and other.source is not None
        and other.stance in POSITIONS
        and other.head is not None
        and not any(other.covers(d.finding.anchor) for d in drafts)
        for other in scene.said
    )


def _answerable(
    scene: Scene, reply: Reply, claimant: Claimant, drafts: Sequence[Draft]
) -> list[Draft]:
    """Find the claims that an answer may be to; the main ones, where there are any."""
    said, target = reply.said, reply.target
    cue = said.cue.idx
    owner = _owner(scene, target, [d for d in drafts if d.evidence.start < cue])
    earlier = [
        d for d in drafts
        if d.evidence.start < cue and (owner is not None or cue - d.evidence.end < REACH)
        and (d.voice.claimant.actor == claimant.actor) == reply.own
        and (d.voice.stance in OPEN or reply.echo)
        and (owner is None or d.voice.claimant.actor == owner)
        and (reply.echo or not _to_his_credit(d, claimant))
    ]  # fmt: skip
    if scene.lemma(target) in FIGURES:
        earlier = [d for d in earlier if d.finding.quantity is not None]
    if target.lower_ == "which":
        start = sentence(target).start_char
        earlier = [d for d in earlier if d.finding.anchor.idx >= start]
    if kinds := frames_of(scene, target):
        earlier = [d for d in earlier if d.finding.frame in kinds]
    if scene.lemma(target) in ACCUSING:  # who is accused answers for deeds, not for a count
        earlier = [d for d in earlier if not d.finding.quantity or d.finding.frame in DEEDS]
        me = slug(claimant.actor)
        earlier = [d for d in earlier if me in d.finding.slots.values()] or earlier
    if scene.lemma(target) in DECLARED:  # not what else the declaring side has said
        told = [d for d in earlier if scene.lemma(d.finding.anchor) in DECLARING]
        earlier = told or earlier
    earlier = _of_units(earlier, _units_beside(said, claimant, drafts))
    return [d for d in earlier if not d.voice.minor] or earlier


def _units_beside(said: Said, claimant: Claimant, drafts: Sequence[Draft]) -> frozenset[str]:
    """Give what the one who answers counts himself in the same sentence."""
    here = sentence(said.cue)
    return frozenset(
        d.finding.quantity.unit
        for d in drafts
        if d.finding.quantity is not None
        and d.voice.claimant.actor == claimant.actor
        and here.start <= d.finding.anchor.i < here.end
    )


def _of_units(earlier: list[Draft], units: frozenset[str]) -> list[Draft]:
    """Keep the figures of what he counts: "200 died and the official count is a lie"."""
    same = [d for d in earlier if d.finding.quantity and d.finding.quantity.unit in units]
    return same or earlier


def _is_near(draft: Draft, nearest: Draft) -> bool:
    """Tell what stands beside the last claim before an answer: "the report" is not an old one."""
    return nearest.evidence.start - draft.evidence.start < NEAR


def _to_his_credit(draft: Draft, claimant: Claimant) -> bool:
    """Tell what nobody denies: that he himself holds the place."""
    holds = draft.finding.frame == "control" and not draft.finding.value.endswith("-lost")
    return holds and draft.finding.value.startswith(f"{slug(claimant.actor)}-")


def _pointed_at(earlier: Sequence[Draft], after: Sequence[Draft]) -> Draft:
    """Prefer who holds a place, then the topic that the denier goes on with, then the last."""
    nearest = earlier[-1]
    control = [d for d in earlier if d.finding.frame == "control"]
    sequel = {d.finding.topic for d in after}
    followed = [d for d in control if d.finding.topic in sequel]
    if followed:
        return followed[-1]
    if control and nearest.finding.frame in ("control", "deployment", "operation"):
        return control[-1]
    for draft in after:
        same = [d for d in earlier if d.finding.topic == draft.finding.topic]
        if same:
            return same[-1]
    return nearest


def _owner(scene: Scene, target: Token, earlier: Sequence[Draft]) -> str | None:
    """Give whose claim is answered: "Russia's claims", "his figure", "the commission's toll"."""
    owner = roles(target).agent
    if owner is None:
        owner = next(
            (c for c in target.children if c.dep_ in ("amod", "compound") and scene.side(c)), None
        )
    if owner is None:
        return None
    if owner.text[:1].islower():  # a body that goes on under the last word of its name
        claimants = (d.voice.claimant.actor for d in reversed(earlier))
        named = (c for c in claimants if " " in c and scene.lemma(owner) in c.lower().split())
        if (body := next(named, None)) is not None:
            return body
    return scene.actor(owner)


def words_of(scene: Scene, said: Said) -> Evidence:
    """Cut claimant, cue and content of an answer."""
    spans = [*said.source_spans, *said.cue_spans, *said.content_spans]
    sent = sentence(said.cue)
    spans = [s for s in spans if sent.start_char <= s.start < sent.end_char]
    low, high = min(s.start for s in spans), max(s.end for s in spans)
    return Evidence(low, high, scene.article.text[low:high])


def caveats(scene: Scene, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Give "the figures could not be independently verified": the outlet takes no position."""
    for verb in scene.words(VERIFY):
        if verb.pos_ != "VERB":
            continue
        around = roles(verb)
        target = around.patient
        if target is None or scene.lemma(target) not in ANAPHORS or not _withheld(scene, verb):
            continue
        if any(s.cue.i == verb.i for s in scene.said if s.source is not None):
            continue
        earlier = [
            d for d in drafts if d.evidence.start < verb.idx and verb.idx - d.evidence.end < REACH
        ]
        if scene.lemma(target) in FIGURES:
            earlier = [d for d in earlier if d.finding.quantity is not None]
        if earlier:
            finding = replace(earlier[-1].finding, quantity=None, anchor=verb)
            voice = Voice(
                Claimant(OUTLET_VOICE),
                Stance.DOES_NOT_CONFIRM,
                None,
                minor=True,
                rule="not verified",
            )
            sent = sentence(verb)
            yield Draft(
                finding,
                voice,
                Evidence(
                    sent.start_char,
                    sent.end_char,
                    scene.article.text[sent.start_char : sent.end_char],
                ),
            )


def _withheld(scene: Scene, verb: Token) -> bool:
    """Tell "could not be verified" and "has yet to verify" from "was verified"."""
    words = {c.lower_ for c in verb.children} | {c.lower_ for c in verb.head.children}
    return (
        bool(words & {"not", "n't", "n’t", "yet", "unable", "never"})
        or scene.lemma(verb.head) == "unable"
    )
