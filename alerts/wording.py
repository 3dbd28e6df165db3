"""How is a claim or a change said to a reader, in plain words?"""

from __future__ import annotations

import re
from collections.abc import Mapping

from alerts.figures import (
    day_words,
    figure_words,
    level,
    moment_words,
    number_words,
    quantity_words,
)
from alerts.names import actor_name, name_words, owner, slug_of, troops_of, with_article
from alerts.phrases import table, words
from alerts.propositions import Clause, about, clause_of, proposition, topic_words
from alerts.tongue import ENGLISH, Tongue
from claims.model import (
    OUTLET_VOICE,
    UNKNOWN,
    Change,
    Claim,
    Claimant,
    Kind,
    Position,
    Quantity,
    Severity,
    Stance,
)
from storage.records import Told

__all__ = [
    "actor_words", "claimant_words", "day_words", "figure_words", "frame_words", "headline",
    "kind_words", "moment_words", "name_words", "number_words", "proposition", "quantity_words",
    "severity_words", "speaker_words", "stance_words", "statement", "topic_words",
]  # fmt: skip

_PLURAL = re.compile(r"(?<!s)s$|people$", re.IGNORECASE)


def actor_words(claimant: Claimant, outlet: str | None = None, tongue: Tongue = ENGLISH) -> str:
    """Say who claims: the actor, the outlet for its own voice, a vague voice as it is named."""
    if claimant.actor == OUTLET_VOICE:
        return outlet or tongue.phrase("words", "an_outlet")
    if claimant.actor == UNKNOWN:
        return _vague(claimant.name or "", tongue)
    return actor_name(claimant.actor, tongue)


def _vague(name: str, tongue: Tongue) -> str:
    """Name who is not named: as the article does, but mere talk has no speaker."""
    if not name or _is_talk(name):
        return tongue.phrase("words", "unnamed")
    known = slug_of(name) in table("vague") and not tongue.english
    return tongue.phrase("vague", slug_of(name)) if known else name


def _is_talk(name: str) -> bool:
    """Tell whether a name is only a word for what is said: "assertions"."""
    return name.rpartition(" ")[2].lower() in words("speech")


def claimant_words(claimant: Claimant, outlet: str | None = None, tongue: Tongue = ENGLISH) -> str:
    """Say who claims in full: "Russia (Valery Gerasimov, via TASS)"."""
    who = actor_words(claimant, outlet, tongue)
    more = speaker_words(claimant, tongue, but=who)
    return f"{who} ({more})" if more else who


def speaker_words(claimant: Claimant, tongue: Tongue = ENGLISH, *, but: str = "") -> str:
    """Name the person or body, but not one just named, and the agency that relayed it."""
    known = claimant.name if claimant.actor != UNKNOWN else ""  # else it is the claimant itself
    named = known if known and known not in (but, claimant.actor) else ""
    via = tongue.phrase("words", "via", agency=claimant.via) if claimant.via else ""
    return ", ".join(filter(None, (named, via)))


def stance_words(stance: Stance, tongue: Tongue = ENGLISH) -> str:
    """Say a stance alone: "does not confirm"."""
    return tongue.phrase("stances.menu", stance)


def kind_words(kind: Kind, tongue: Tongue = ENGLISH) -> str:
    """Say a kind of change alone: "first confirmation"."""
    return tongue.phrase("kinds", kind)


def frame_words(frame: str, tongue: Tongue = ENGLISH) -> str:
    """Say a frame for a menu: "troops sent or fighting"."""
    known = frame in table("frames")
    return tongue.phrase("frames", frame) if known else frame.replace("-", " ")


def severity_words(severity: Severity, tongue: Tongue = ENGLISH) -> str:
    """Say a severity alone."""
    return tongue.phrase("severities", severity)


def statement(
    said: Claim | Position,
    topic: str,
    outlet: str | None = None,
    slots: Mapping[str, str] | None = None,
    *,
    before: bool = False,
    tongue: Tongue = ENGLISH,
) -> str:
    """Say who holds what, or held before: "Ukraine denies that Russia has full control of …"."""
    clause = _clause(said, topic, slots, tongue=tongue)
    verb = _says(said, clause, tongue, before=before)
    return f"{_subject(said.claimant, outlet, tongue)} {verb} {clause.text}"


def headline(told: Told, tongue: Tongue = ENGLISH) -> str:
    """Say what changed: "Russia confirms for the first time: …"."""
    change, slots, outlet = told.change, told.claim.slots, told.article.outlet
    clause = _clause(change.after, change.topic, slots, told.claim.event_date, tongue)
    parts = {
        "who": _subject(change.claimant, outlet, tongue),
        "full": _second_voice(change, outlet, tongue),
        "says": _says(change.after, clause, tongue),
        "clause": clause.text,
        "statement": statement(change.after, change.topic, outlet, slots, tongue=tongue),
        "rival": _rival(change.before, tongue),
        "outlet": outlet or tongue.phrase("words", "an_outlet"),
        **_figures(change, about(change.topic, slots, tongue), tongue),
    }
    text = tongue.phrase("headlines", _shape(change), **parts)
    return text[:1].upper() + text[1:]


def _shape(change: Change) -> str:
    """Choose the sentence for a change."""
    old, new = change.before, change.after
    if change.withdraws:
        return "withdrawn"
    if change.kind is Kind.QUANTITY_REVISED:
        return _revision(change)
    if change.kind is Kind.CONFIRMATION and new.stance is not Stance.CONFIRMS:
        return "backing"
    if change.kind is Kind.DISPUTE_OPENED:
        if not old or old.claimant.actor == new.claimant.actor:
            return "dispute_open"
        return "dispute_denied" if new.stance is Stance.DENIES else "dispute_other"
    if change.kind is Kind.STATUS_CHANGED and (
        not old or old.claimant.actor != new.claimant.actor
    ):
        return "status_new"
    return change.kind.value


def _revision(change: Change) -> str:
    """Choose the sentence for a revised figure."""
    old, new = change.before, change.after
    if not old or not old.quantity or not new.quantity:
        return "corrected_words" if change.correction else "revised_silent"
    if change.correction:
        return "corrected"
    return "revised" if old.claimant.actor == new.claimant.actor else "revised_other"


def _figures(change: Change, subject: str, tongue: Tongue) -> dict[str, str]:
    """Give what a sentence on revised figures needs."""
    new, old = change.after.quantity, change.before.quantity if change.before else None
    if not new or not old:
        return {"old": "", "new": "", "way": "", "about": ""}
    way = "up" if level(new) > level(old) else "down" if level(new) < level(old) else "same"
    return {
        "old": _old_figure(old, new, tongue),
        "new": quantity_words(new, dash=True, tongue=tongue),
        "way": tongue.phrase("ways", way),
        "about": f" {subject}",
    }


def _old_figure(old: Quantity, new: Quantity, tongue: Tongue) -> str:
    """Say the figure before; its unit only if it counted something else."""
    same = old.unit == new.unit
    return (figure_words if same else quantity_words)(old, dash=True, tongue=tongue)


def _clause(
    said: Claim | Position,
    topic: str,
    slots: Mapping[str, str] | None,
    event_date: str | None = None,
    tongue: Tongue = ENGLISH,
) -> Clause:
    """Say what is claimed; in English the claimant itself becomes "it"."""
    if isinstance(said, Claim):
        slots, event_date = said.slots, said.event_date
    who = actor_name(said.claimant.actor, tongue)
    clause = clause_of(
        topic,
        said.value,
        said.quantity,
        slots,
        event_date,
        who=with_article(who, tongue),
        tongue=tongue,
    )
    whole = clause.whole and tongue.english
    return clause._replace(text=_itself(clause.text, said.claimant.actor)) if whole else clause


def _itself(text: str, actor: str) -> str:
    """Replace the claimant's own name at the start of what it says."""
    side = table("words")["on_side"]
    text = text.replace(side.format(owner=owner(actor)), side.format(owner="its"))
    own = (troops_of(slug_of(actor)), "its troops")
    for name, pronoun in (own, (owner(actor), "its"), (with_article(actor), "it")):
        if text.startswith(f"{name} "):
            return pronoun + text[len(name) :]
    return text


def _subject(claimant: Claimant, outlet: str | None, tongue: Tongue) -> str:
    """Name the claimant as the subject of a sentence."""
    return with_article(actor_words(claimant, outlet, tongue), tongue)


def _second_voice(change: Change, outlet: str | None, tongue: Tongue) -> str:
    """Name who backs a claim; a second body of the same actor by its own name."""
    same = change.before and change.before.claimant.actor == change.claimant.actor
    if same:
        return claimant_words(change.claimant, outlet, tongue)
    return _subject(change.claimant, outlet, tongue)


def _says(said: Claim | Position, clause: Clause, tongue: Tongue, *, before: bool = False) -> str:
    """Choose the verb for a stance; English joins a sentence by "that", others by a colon."""
    verb = tongue.phrase(f"stances.{_voice(said.claimant, before=before)}", said.stance)
    if clause.whole or verb.endswith(":"):
        return verb
    return f"{verb.removesuffix(' that')}:"


def _voice(claimant: Claimant, *, before: bool) -> str:
    """Tell whether one speaks, several do, or the outlet itself, and whether they did before."""
    if claimant.actor == OUTLET_VOICE:
        return "outlet_before" if before else "outlet"
    if before:
        return "before"
    vague = claimant.actor == UNKNOWN and claimant.name and not _is_talk(claimant.name)
    several = vague and _PLURAL.search(claimant.name or "")
    return "many" if several else "one"


def _rival(before: Position | None, tongue: Tongue) -> str:
    """Say whose account is disputed: "Russia’s"."""
    actor = before.claimant.actor if before else OUTLET_VOICE
    name = before.claimant.name if before and actor == UNKNOWN else actor
    if actor == OUTLET_VOICE or not name:
        return tongue.phrase("words", "the_reported")
    return owner(actor_name(name, tongue), tongue)
