"""Why was a change news, and how was its claim read? The engine's notes in a reader's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from alerts.names import actor_name, with_article
from alerts.tongue import Tongue
from alerts.wording import actor_words, frame_words
from claims.model import OUTLET_VOICE, UNKNOWN, WITHDRAWN, Claim
from storage.records import Told

# How claims/changes/ notes its reasons; {who} is the claimant, {rival} the one it goes against.
NOTES = {
    "topic_new": "the topic is new",
    "state_new": "a state that nobody has on file",
    "figure_first": "the first figure on file for this",
    "figure_named": "{who} is the first to give a figure by name, and it is another one",
    "figure_owned": "{who} is the first by name to give the toll on file",
    "figure_fits": "{who} gives a figure that fits those on file",
    "figure_higher": "{who} gives a higher figure than those on file",
    "figure_vague": "a source that is not named moves the estimate by a tenth or more",
    "figure_against": "{who} puts another figure against that of {rival}, for the first time",
    "raises": "{who} raises its figure",
    "lowers": "{who} lowers its figure",
    "corrects": "the outlet corrects its own earlier report",
    "withdraws": "the outlet withdraws its report",
    "review": WITHDRAWN,
    "denies_now": "{who} now denies what it said before",
    "says_now": "{who} now says what it denied before",
    "agrees_now": "{who} now agrees with its rival",
    "state_changed": "{who} says that the state has changed",
    "denies_nobody": "denies what no named claimant on file says",
    "denies": "{who} denies what {rival} says, for the first time",
    "contradicts": "{who} contradicts what {rival} says, for the first time",
    "confirms_after": "{who} confirms for the first time, after not confirming",
    "confirms": "{who} confirms and had no position on file",
    "too": "{who} says so too",
}


def reason_words(told: Told, tongue: Tongue) -> str:
    """Say which rule made a change news."""
    known = parsed(told.change.reason)
    if known is None:
        return told.change.reason
    key, names = known
    who = actor_words(told.change.claimant, told.article.outlet, tongue)
    rival = _rival(names.get("rival", ""), tongue)
    said = tongue.phrase("reasons", key, who=with_article(who, tongue), rival=rival)
    return said[:1].upper() + said[1:]


def parsed(reason: str) -> tuple[str, dict[str, str]] | None:
    """Tell which rule a note is of, and whom it names; None when nobody knows it."""
    for key, pattern in _patterns():
        found = pattern.fullmatch(reason)
        if found:
            return key, found.groupdict()
    return None


def reading_words(claim: Claim, tongue: Tongue) -> Iterator[str]:
    """Say what kind of claim was read, and how claimant and day were known."""
    yield tongue.phrase("reading", "frame", frame=frame_words(claim.frame, tongue))
    for note in claim.rule.split("; "):
        name, _, rest = note.partition(": ") if note.startswith("the cue: ") else (note, "", "")
        if name in _READINGS:
            yield tongue.phrase("reading", _READINGS[name], cue=rest)


_READINGS = {
    "the cue": "cue",
    "the outlet's own voice": "outlet",
    "said close by": "near",
    "dated by publication": "published",
    "dated by relative": "relative",
    "dated by explicit": "explicit",
    "dated by its last statement": "statement",
}


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Make patterns of the notes."""
    return tuple(
        (key, re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(note))))
        for key, note in NOTES.items()
    )


def _rival(name: str, tongue: Tongue) -> str:
    """Name whom a claimant goes against."""
    if name in ("", "another", UNKNOWN, OUTLET_VOICE):
        return tongue.phrase("words", "others")
    return with_article(actor_name(name, tongue), tongue)
