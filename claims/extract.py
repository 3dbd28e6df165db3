"""What does an article claim? Claims in text order, and why something was left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from claims.evidence import evidence
from claims.model import (
    LEARNT,
    OUTLET_VOICE,
    VAGUE_ACTORS,
    Article,
    Aspect,
    Claim,
    Reading,
    Stance,
    Temporal,
    day_of,
)
from claims.names.places import slug
from claims.relevance import relevant
from claims.rooms import NEEDS, frames_for
from claims.scene import Finding, Frame, Scene, is_war
from claims.text.clauses import is_aside, sentence
from claims.text.dates import Mention, is_bound
from claims.text.factuality import is_averted, is_supposed, judge
from claims.text.language import is_english, parse
from claims.text.noise import noise
from claims.text.reading import Part, Stretch, masked, stretches
from claims.text.shapes import Shape, shape_of
from claims.text.words import counted
from claims.voices.answers import Draft, answers, caveats, mentions
from claims.voices.asked import asked
from claims.voices.claimants import learn
from claims.voices.rebuffs import rebuffs
from claims.voices.silence import is_asked, silences
from claims.voices.voices import THREATS, voices
from claims.war.stations import placed

AFFIRMING = frozenset({Stance.ASSERTS, Stance.CONFIRMS})
RECENT = 180  # days; what happened in a year before that is history
LAST_MONTH = 31  # days; what was done in a month before that is told again
COUNTED = frozenset({"casualties", "area"})  # totals count from long ago
# what is ahead: "in May" is the next one
COMING = frozenset({"announced", "scheduled", "planned", "possible", "proposed"})
AIMED = frozenset({"control", "area"})
SIGNED = frozenset(  # "the pact, signed in May, is dead"
    {"agreement", "ceasefire", "visit", "control", "operation", "deployment"}
)
LONGEST = 200_000  # characters that are read; a longer text is an archive, not an article


def extract(article: Article) -> Reading:
    """Read all claims of an article; any text gives a reading, the notes say what was left out."""
    text = article.text[:LONGEST]
    notes: list[str] = []
    if len(text) < len(article.text):
        notes.append("only the beginning was read: the text is too long")
    refusal = _unreadable(text)
    if refusal:
        return Reading(article, (), (*notes, refusal))
    parts = stretches(text, article.title)
    if article.published_at is None:
        notes.append("no publication date: relative dates are left open")
    body, head = _without_headline(parts, text)
    if head:
        notes.append("the headline was not read: it repeats what the text says")
    title = article.title or head
    read = masked(text, body)
    counts = counted(read)
    why = noise(read, counts, title)
    if why:
        return Reading(article, (), (*notes, why))
    shape = shape_of(text, article.title)
    if shape:
        notes.append(shape.value)
        if shape is Shape.QUIZ:
            return Reading(article, (), tuple(notes))
    telling, met = relevant(text, body, counts, NEEDS)
    if not met:
        return Reading(article, (), (*notes, "no paragraph has a word that claims are read by"))
    war = is_war(counts, len(text), title)
    claims = _read(article, masked(text, telling), title, war, frames_for(text, met))
    if shape is Shape.TRANSCRIPT:
        claims = tuple(map(_unspoken, claims))
    return Reading(article, claims, tuple(notes))


def _unreadable(text: str) -> str | None:
    """Say why a text cannot be read at all."""
    if not text.strip():
        return "the text is empty, and from a title alone nothing is read"
    return None if is_english(text) else "the text is not in English"


def _read(
    article: Article, text: str, title: str | None, war: bool, frames: Sequence[Frame]
) -> tuple[Claim, ...]:
    """Parse the paragraphs that may hold claims, and let the frames read that may find some."""
    doc = parse(text)
    scene = Scene(article, doc, day_of(article.published_at), title, war, learn)
    drafts = list(_continued(scene, _drafts(scene, frames)))
    if not drafts:
        return ()  # nothing to answer: who says what need not be known
    drafts += [*answers(scene, drafts), *caveats(scene, drafts)]
    for further in (asked, silences, mentions, rebuffs):
        drafts += further(scene, drafts)
    return tuple(_claims(scene, [d for d in drafts if not is_asked(scene, d)]))


def _unspoken(claim: Claim) -> Claim:
    """Take what a transcript says without a speaker that we know for background."""
    return replace(claim, background=claim.background or claim.claimant.actor == OUTLET_VOICE)


def _without_headline(
    parts: tuple[Stretch, ...], text: str
) -> tuple[tuple[Stretch, ...], str | None]:
    """Mask the headline too, unless the text is nothing else."""
    head = next((p.span.of(text) for p in parts if p.part is Part.HEADLINE), None)
    if head is None or not any(p.part is Part.BODY for p in parts):
        return parts, None
    return tuple(
        Stretch(p.span, Part.HEADING) if p.part is Part.HEADLINE else p for p in parts
    ), head


def _drafts(scene: Scene, frames: Sequence[Frame]) -> Iterator[Draft]:
    """Let frames read, and every finding find its voices."""
    findings = scene.memo["found"] = list[Finding]()  # what later frames go on from
    for frame in frames:
        findings.extend(frame(scene))
    for finding in placed(scene, findings):
        holds = finding.value.endswith("holds-positions")  # "determination to hold" presupposes it
        if finding.frame in AIMED and not holds and judge(finding.anchor).wanted:
            vowed = _vowed(scene, finding)
            if vowed is None:
                continue  # what an operation is for has not happened
            finding = vowed
        if is_averted(finding.anchor) or is_supposed(finding.anchor):
            continue
        for voice in voices(scene, finding):
            if finding.rule == LEARNT and voice.claimant.actor == OUTLET_VOICE:
                voice = replace(voice, minor=True)  # in nobody's words, and by no rule
            yield Draft(finding, voice, evidence(scene, finding, voice.said))


def _vowed(scene: Scene, finding: Finding) -> Finding | None:
    """Take a place that somebody vows to capture for the operation that he threatens."""
    saying = next(iter(scene.sayings.over(finding.anchor)), None)
    if saying is None or saying.entry not in THREATS or finding.own is None:
        return None
    side, place = slug(finding.own), finding.slots["place"]
    return replace(
        finding, frame="operation", topic=f"operation:{side}>{place}", value="threatened",
        slots={"actor": side, "place": place}, rule="a vow to take a place", quantity=None,
    )  # fmt: skip


def _continued(scene: Scene, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Let an official go on counting: a bare figure after his, in one paragraph, is his too."""
    last: Draft | None = None
    for draft in sorted(drafts, key=lambda d: d.finding.anchor.i):
        figure = draft.finding.frame == "casualties" and draft.finding.quantity is not None
        if (
            figure
            and draft.voice.claimant.actor == OUTLET_VOICE
            and draft.voice.said is None
            and last is not None
        ):
            gap = scene.text[last.evidence.end : draft.evidence.start]
            if "\n" not in gap and len(gap) < 250 and not draft.voice.minor:
                voice = replace(
                    draft.voice, claimant=last.voice.claimant, rule="the speaker goes on counting"
                )
                draft = replace(draft, voice=voice)
        if figure and draft.voice.claimant.actor not in VAGUE_ACTORS:
            last = draft
        elif draft.voice.claimant.actor != OUTLET_VOICE:
            last = draft if figure else None
        yield draft


def _claims(scene: Scene, drafts: Iterable[Draft]) -> Iterator[Claim]:
    """Put drafts in text order, drop doubles, date them and number them."""
    ordered = sorted(drafts, key=lambda d: (d.evidence.start, d.finding.anchor.i, d.evidence.end))
    kept = _without_doubles(ordered)
    first: dict[tuple[str, str, Stance, str | None, str | None], str] = {}
    stated: dict[str, tuple[str, str]] = {}
    confirmed: set[tuple[str, str]] = set()
    for n, draft in enumerate(kept):
        claim = _claim(scene, draft, n, stated)
        key = (claim.topic, claim.claimant.actor)
        if claim.stance is Stance.CONFIRMS:
            confirmed.add(key)
        elif key in confirmed and _owns_up(claim):
            claim = replace(claim, stance=Stance.CONFIRMS, rule=claim.rule + "; confirmed before")
        series = (claim.topic, claim.claimant.actor, claim.stance, claim.value, _unit(claim))
        earlier = first.setdefault(series, claim.id)
        yield claim if earlier == claim.id else replace(claim, same_as=earlier)


def _owns_up(claim: Claim) -> bool:
    """Tell a plain statement that goes on confirming what the same actor has confirmed."""
    plain = claim.stance is Stance.ASSERTS and claim.aspect is Aspect.STATUS
    return plain and claim.frame == "deployment" and claim.claimant.actor not in VAGUE_ACTORS


def _unit(claim: Claim) -> str | None:
    quantity = claim.quantity
    return f"{quantity.unit} {quantity.min} {quantity.max}" if quantity else None


def _without_doubles(drafts: list[Draft]) -> list[Draft]:
    """Keep one of the drafts that say the same in the same words."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((n for n, k in enumerate(kept) if _doubles(k, draft)), None)
        if twin is None:
            kept.append(draft)
        elif _better(draft, kept[twin]):
            kept[twin] = draft
    return kept


def _doubles(a: Draft, b: Draft) -> bool:
    """Tell whether two drafts would be one claim: same voice and frame, overlapping words."""
    x, y = a.finding, b.finding
    if x.frame != y.frame or a.voice.claimant.actor != b.voice.claimant.actor:
        return False
    if a.voice.stance != b.voice.stance and not {a.voice.stance, b.voice.stance} <= AFFIRMING:
        return False
    if (x.quantity.unit if x.quantity else None) != (y.quantity.unit if y.quantity else None) and (
        x.quantity is not None and y.quantity is not None
    ):
        return False
    forces = (x.slots.get("force"), y.slots.get("force"))
    if x.anchor.i == y.anchor.i and x.rule == y.rule and forces[0] != forces[1]:
        return False  # "Peru and Chile sent rescuers"
    cues = {each.voice.said.cue.i for each in (a, b) if each.voice.said}
    if x.frame == "agreement" and x.value != y.value and len(cues) > 1:
        return False  # "confirmed that it had signed, but said that 80 would be freed"
    same = x.topic == y.topic and x.value == y.value and not (x.quantity and y.quantity)
    if same and sentence(x.anchor).start == sentence(y.anchor).start:
        return True
    shared = min(a.evidence.end, b.evidence.end) - max(a.evidence.start, b.evidence.start)
    shorter = min(a.evidence.end - a.evidence.start, b.evidence.end - b.evidence.start)
    if shared * 2 < shorter or (x.quantity and y.quantity and x.quantity != y.quantity):
        return False
    return x.topic.partition(":")[2] == y.topic.partition(":")[2] or x.frame in (
        "deployment",
        "visit",
    )


def _better(new: Draft, old: Draft) -> bool:
    """Prefer what a rule reads, then a number, then a place, then the earlier one."""
    learnt = (new.finding.rule == LEARNT, old.finding.rule == LEARNT)
    if learnt[0] != learnt[1]:
        return learnt[1]
    numbers = (new.finding.quantity is not None, old.finding.quantity is not None)
    if numbers[0] != numbers[1]:
        return numbers[0]
    return new.voice.stance is Stance.CONFIRMS and old.voice.stance is Stance.ASSERTS


def _claim(scene: Scene, draft: Draft, n: int, stated: dict[str, tuple[str, str]]) -> Claim:
    """Make the claim of a draft."""
    finding, voice, article = draft.finding, draft.voice, scene.article
    as_of, basis = _as_of(scene, draft, stated)
    event_date = _event_date(scene, draft)
    return Claim(
        id=f"{article.id}#{n + 1}",
        article=article.id,
        claimant=voice.claimant,
        frame=finding.frame,
        topic=finding.topic,
        slots=dict(finding.slots),
        stance=voice.stance,
        value=finding.value,
        evidence=draft.evidence,
        quantity=finding.quantity,
        as_of=as_of,
        event_date=event_date,
        published_at=article.published_at,
        hedged=voice.hedged,
        temporal=voice.temporal,
        aspect=finding.aspect,
        background=voice.minor
        or (finding.value not in COMING and _is_old(scene, event_date, finding.frame)),
        rule=f"{finding.rule}; {voice.rule}; dated by {basis}",
    )


def _is_old(scene: Scene, event_date: str | None, frame: str) -> bool:
    """Tell an event of former years, or a deed of former months: a recap, whoever tells it."""
    if event_date is None or scene.published is None:
        return False
    today = scene.published.toordinal()
    lately = date.fromordinal(max(1, today - RECENT))
    last = date.fromordinal(max(1, today - LAST_MONTH)).isoformat()[: len("2024-12")]
    old = frame not in COUNTED and last > event_date[: len(last)] and "-" in event_date
    return int(event_date[:4]) < lately.year or old


def _as_of(
    scene: Scene, draft: Draft, stated: dict[str, tuple[str, str]]
) -> tuple[str | None, str]:
    """Date a stance: by the words at the cue, by the same actor's last date, by publication."""
    voice = draft.voice
    mention = _statement_date(scene, draft)
    actor = voice.claimant.actor
    if mention is not None:
        if (
            mention.basis == "explicit"
            and voice.temporal is Temporal.CURRENT
            and actor not in VAGUE_ACTORS
        ):
            stated[actor] = (mention.value, draft.finding.frame)
        return mention.value, mention.basis
    if voice.temporal is Temporal.PAST:
        return None, "nothing"
    if actor in stated:
        return stated[actor][0], "its last statement"
    if scene.published is None:
        return None, "nothing"
    return scene.published.isoformat(), "publication"


def _statement_date(scene: Scene, draft: Draft) -> Mention | None:
    """Find the date that hangs on the cue, not on the content."""
    said = draft.voice.said
    sent = sentence(draft.finding.anchor) if said is None else sentence(said.cue)
    for mention in scene.mentions:
        if not sent.start_char <= mention.start < sent.end_char:
            continue
        if said is None:
            if draft.finding.frame == "casualties" and draft.voice.claimant.actor != OUTLET_VOICE:
                return mention if mention.value[:10] <= _today(scene) else None
            continue
        if not any(s.start <= mention.start < s.end for s in said.content_spans):
            return mention if mention.value <= _today(scene) else None
    return None


def _today(scene: Scene) -> str:
    return scene.published.isoformat() if scene.published else "9999"


def _event_date(scene: Scene, draft: Draft) -> str | None:
    """Find the date inside the evidence that is not the statement's, nor a term's end."""
    said = draft.voice.said
    for mention in scene.mentions:
        if not draft.evidence.start <= mention.start < draft.evidence.end:
            continue
        token = scene.token_at(mention.start)
        aside = draft.finding.frame in SIGNED and is_aside(token, draft.finding.anchor)
        if aside or is_bound(scene.text, mention, draft.finding.frame in COUNTED):
            continue
        if said is None or any(s.start <= mention.start < s.end for s in said.content_spans):
            return mention.value
    return None
