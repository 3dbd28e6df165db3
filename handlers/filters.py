"""Which claims does somebody want to see: whose, where, of which stance, since when?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches

from alerts.names import actor_name, name_words
from alerts.tongue import Tongue
from alerts.wording import day_words, frame_words, stance_words, topic_words
from claims.model import Stance
from handlers import search
from handlers.typed import echo
from handlers.wish import Wish, understand
from handlers.words import fold, frame_of_words
from storage.records import Query
from storage.store import Transaction

_FIELD = re.compile(r"\b(stance|since|by|actor|frame|place|topic|words):", re.IGNORECASE)
_OURS = re.compile(r"\b(stance|since|by):", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,3})\s*([hdw])", re.IGNORECASE)
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_STANCES = {
    "denied": Stance.DENIES, "denials": Stance.DENIES, "deny": Stance.DENIES,
    "confirmed": Stance.CONFIRMS, "confirmations": Stance.CONFIRMS,
    "asserted": Stance.ASSERTS, "says": Stance.ASSERTS, "said": Stance.ASSERTS,
    "unconfirmed": Stance.DOES_NOT_CONFIRM, "silent": Stance.DOES_NOT_CONFIRM,
    "speculation": Stance.SPECULATES, "speculated": Stance.SPECULATES,
    **{stance.value.replace("_", " "): stance for stance in Stance},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; an unreadable part is named instead of being left out."""

    query: Query
    unread: str = ""


def asked(text: str) -> bool:
    """Tell whether the words have a filter that a search alone cannot do."""
    return _OURS.search(text) is not None


def read(tx: Transaction, text: str, now: datetime) -> Filter:
    """Read words and fields: "kursk by:ukraine stance:denies since:7d"."""
    free, *parts = _FIELD.split(text)
    query, unread = _about(tx, free.strip()), ""
    for name, value in zip(parts[::2], parts[1::2], strict=True):
        narrower = _narrowed(tx, query, name.lower(), value.strip(), now)
        if narrower is None:
            unread = unread or f"{name.lower()}:{value.strip()}"
        else:
            query = narrower
    return Filter(query, unread)


def described(query: Query, tongue: Tongue) -> str:
    """Say what is looked for: "Control of Kursk · Ukraine · denies · since 1 April 2025"."""
    parts = [
        topic_words(query.topic, tongue=tongue) if query.topic else "",
        frame_words(query.frame, tongue) if query.frame else "",
        f"“{echo(query.words)}”" if query.words else "",
        actor_name(query.actor, tongue) if query.actor else "",
        stance_words(Stance(query.stance), tongue) if query.stance else "",
    ]
    if query.since:
        day = day_words(query.since.date(), tongue)
        parts.append(tongue.say("since {day}", day=day))
    return " · ".join(filter(None, parts))


def _about(tx: Transaction, words: str) -> Query:
    """Take what free words name; what names nothing is looked for as words."""
    wish = understand(words, search.vocabulary(tx, words)) if words else Wish()
    about = " ".join(filter(None, (name_words(wish.place or "").lower(), wish.words)))
    return Query(about and search.spelling(tx, about), wish.topic, wish.frame, wish.actor)


def _narrowed(tx: Transaction, query: Query, name: str, value: str, now: datetime) -> Query | None:
    """Add a field; None when its value cannot be read."""
    if not value:
        return None
    if name == "stance":
        near = get_close_matches(fold(value), _STANCES, n=1, cutoff=0.75)
        return replace(query, stance=_STANCES[near[0]].value) if near else None
    if name == "since":
        since = _moment(value, now)
        return replace(query, since=since) if since else None
    if name == "frame":
        frame = frame_of_words(value)
        return replace(query, frame=frame) if frame else None
    if name == "topic":
        return replace(query, topic=value)
    if name in ("by", "actor"):
        actor = search.vocabulary(tx, value).claimant(value)
        return replace(query, actor=actor or value)
    words = search.spelling(tx, value)
    return replace(query, words=f"{query.words} {words}".strip())


def _moment(value: str, now: datetime) -> datetime | None:
    """Read a span back from now, or a day."""
    span = _SPAN.fullmatch(value)
    if span:
        return now - int(span[1]) * _UNITS[span[2].lower()]
    try:
        return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
