"""Who rejects something told of an event that no frame reads: its cause, a fault, a failure?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from claims.model import VAGUE_ACTORS, Aspect, Stance
from claims.saying.attribution import Said
from claims.scene import Scene
from claims.text.clauses import sentence
from claims.topics import is_event
from claims.voices.answers import ALLEGATION, Draft, words_of
from claims.voices.voice import Voice

WITHIN = 1500  # characters between a count of an event and a denial that still concerns it


def rebuffs(scene: Scene, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Give denials without a figure in the report of an event: "denied that the brakes failed"."""
    told = [d for d in drafts if _counts_event(d)]
    if not told:
        return
    for said in scene.said:
        if said.stance is not Stance.DENIES or said.source is None or said.head is None:
            continue
        if said.head.pos_ == "PRON" or any(_is_read(draft, said) for draft in drafts):
            continue
        before = [d for d in told if -WITHIN < d.evidence.start - said.cue.idx < 0]
        if not before:
            continue
        last = max(before, key=lambda d: d.evidence.start)
        for claimant in scene.cast.claimants(said):
            if claimant.actor in VAGUE_ACTORS:
                continue
            finding = replace(
                last.finding, value=ALLEGATION, quantity=None, aspect=Aspect.STATUS,
                anchor=said.cue, rule="a denial in the report of an event",
            )  # fmt: skip
            voice = Voice(claimant, Stance.DENIES, said, rule="rejects what no frame reads")
            yield Draft(finding, voice, words_of(scene, said))


def _counts_event(draft: Draft) -> bool:
    """Tell a count of the victims of one event from the losses of a side."""
    finding = draft.finding
    return finding.frame == "casualties" and is_event(finding.topic)


def _is_read(draft: Draft, said: Said) -> bool:
    """Tell what another rule has read in the same sentence."""
    here = sentence(said.cue)
    inside = here.start_char <= draft.evidence.start < here.end_char
    own = draft.voice.said is said or draft.finding.anchor.i == said.cue.i
    return inside and (own or said.covers(draft.finding.anchor))
