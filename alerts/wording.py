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
    unit_words,
)
from alerts.names import name_words, owner, slug_of, troops_of, with_article
from alerts.phrases import say, table
from alerts.propositions import Clause, about, clause_of, proposition, topic_words
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
    "severity_words", "stance_words", "statement", "topic_words", "unit_words",
]  # fmt: skip

_PLURAL = re.compile(r"(?<!s)s$|people$", re.IGNORECASE)


def actor_words(claimant: Claimant, outlet: str | None = None) -> str:
    """Say who claims: the actor, the outlet for its own voice, a vague voice as it is named."""
    if claimant.actor == OUTLET_VOICE:
        return outlet or table("words")["an_outlet"]
    if claimant.actor == UNKNOWN:
        return claimant.name or table("words")["unnamed"]
    return claimant.actor


def claimant_words(claimant: Claimant, outlet: str | None = None) -> str:
    """Say who claims in full: "Russia (Valery Gerasimov, via TASS)"."""
    who = actor_words(claimant, outlet)
    known = [claimant.name] if claimant.name and claimant.name != who else []
    known += [f"via {claimant.via}"] if claimant.via else []
    return f"{who} ({', '.join(known)})" if known else who


def stance_words(stance: Stance) -> str:
    """Say a stance alone: "does not confirm"."""
    return table("stances.menu")[stance]


def kind_words(kind: Kind) -> str:
    """Say a kind of change alone: "first confirmation"."""
    return table("kinds")[kind]


def frame_words(frame: str) -> str:
    """Say a frame for a menu: "troops sent or fighting"."""
    return table("frames").get(frame, frame.replace("-", " "))


def severity_words(severity: Severity) -> str:
    """Say a severity alone."""
    return severity.value


def statement(
    said: Claim | Position,
    topic: str,
    outlet: str | None = None,
    slots: Mapping[str, str] | None = None,
    *,
    before: bool = False,
) -> str:
    """Say who holds what, or held before: "Ukraine denies that Russia has full control of …"."""
    clause = _clause(said, topic, slots)
    verb = _says(said, clause, before=before)
    return f"{_subject(said.claimant, outlet)} {verb} {clause.text}"


def headline(told: Told) -> str:
    """Say what changed: "Russia confirms for the first time: …"."""
    change, slots, outlet = told.change, told.claim.slots, told.article.outlet
    clause = _clause(change.after, change.topic, slots, told.claim.event_date)
    parts = {
        "who": _subject(change.claimant, outlet),
        "full": _second_voice(change, outlet),
        "says": _says(change.after, clause),
        "clause": clause.text,
        "statement": statement(change.after, change.topic, outlet, slots),
        "rival": _rival(change.before),
        "outlet": outlet or table("words")["an_outlet"],
        **_figures(change, about(change.topic, slots)),
    }
    text = say(table("headlines")[_shape(change)], **parts)
    return text[:1].upper() + text[1:]


def _shape(change: Change) -> str:
    """Choose the sentence for a change."""
    old, new = change.before, change.after
    if change.kind is Kind.QUANTITY_REVISED:
        return _revision(change)
    if change.kind is Kind.CONFIRMATION and new.stance is not Stance.CONFIRMS:
        return "backing"
    if change.kind is Kind.DISPUTE_OPENED:
        if not old or old.claimant.actor == new.claimant.actor:
            return "dispute_open"
        return "dispute_denied" if new.stance is Stance.DENIES else "dispute_other"
    return change.kind.value


def _revision(change: Change) -> str:
    """Choose the sentence for a revised figure."""
    old, new = change.before, change.after
    if not old or not old.quantity or not new.quantity:
        return "corrected_words" if change.correction else "revised_silent"
    if change.correction:
        return "corrected"
    return "revised" if old.claimant.actor == new.claimant.actor else "revised_other"


def _figures(change: Change, subject: str) -> dict[str, str]:
    """Give what a sentence on revised figures needs."""
    new, old = change.after.quantity, change.before.quantity if change.before else None
    if not new or not old:
        return {"old": "", "new": "", "way": "", "about": ""}
    way = "up" if level(new) > level(old) else "down" if level(new) < level(old) else "same"
    return {
        "old": _old_figure(old, new),
        "new": f"{figure_words(new, dash=True)} {unit_words(new.unit)}",
        "way": table("ways")[way],
        "about": f" {subject}",
    }


def _old_figure(old: Quantity, new: Quantity) -> str:
    """Say the figure before; its unit only if it counted something else."""
    figure = figure_words(old, dash=True)
    return figure if old.unit == new.unit else f"{figure} {unit_words(old.unit)}"


def _clause(
    said: Claim | Position,
    topic: str,
    slots: Mapping[str, str] | None,
    event_date: str | None = None,
) -> Clause:
    """Say what is claimed; the claimant itself becomes "it"."""
    if isinstance(said, Claim):
        slots, event_date = said.slots, said.event_date
    actor = said.claimant.actor
    clause = clause_of(
        topic, said.value, said.quantity, slots, event_date, who=with_article(actor)
    )
    return clause._replace(text=_itself(clause.text, actor)) if clause.whole else clause


def _itself(text: str, actor: str) -> str:
    """Replace the claimant's own name at the start of what it says."""
    side = table("words")["on_side"]
    text = text.replace(say(side, owner=owner(actor)), say(side, owner="its"))
    own = (troops_of(slug_of(actor)), "its troops")
    for name, pronoun in (own, (owner(actor), "its"), (with_article(actor), "it")):
        if text.startswith(f"{name} "):
            return pronoun + text[len(name) :]
    return text


def _subject(claimant: Claimant, outlet: str | None) -> str:
    """Name the claimant as the subject of a sentence."""
    return with_article(actor_words(claimant, outlet))


def _second_voice(change: Change, outlet: str | None) -> str:
    """Name who backs a claim; a second body of the same actor by its own name."""
    same = change.before and change.before.claimant.actor == change.claimant.actor
    return claimant_words(change.claimant, outlet) if same else _subject(change.claimant, outlet)


def _says(said: Claim | Position, clause: Clause, *, before: bool = False) -> str:
    """Choose the verb for a stance, with "that" or a colon as what follows demands."""
    verb = table(f"stances.{_voice(said.claimant, before=before)}")[said.stance]
    return verb if clause.whole else f"{verb.removesuffix(' that')}:"


def _voice(claimant: Claimant, *, before: bool) -> str:
    """Tell whether one speaks, several do, or the outlet itself, and whether they did before."""
    if claimant.actor == OUTLET_VOICE:
        return "outlet_before" if before else "outlet"
    if before:
        return "before"
    several = claimant.actor == UNKNOWN and claimant.name and _PLURAL.search(claimant.name)
    return "many" if several else "one"


def _rival(before: Position | None) -> str:
    """Say whose account is disputed: "Russia’s"."""
    if not before or before.claimant.actor == OUTLET_VOICE:
        return "the reported"
    if before.claimant.actor == UNKNOWN:
        return owner(before.claimant.name) if before.claimant.name else "the reported"
    return owner(before.claimant.actor)
