"""What does somebody want to hear of: a topic, a frame, a place, a claimant, or words?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from alerts.wording import name_words
from claims.model import Severity
from handlers import slugs
from handlers.words import canonical, frame_of_words, keys, spellings, without_frame, written
from storage.records import Cadence, Subscription, TopicSummary

LONGEST = 100  # characters of free words that are kept

Hits = dict[tuple[str, ...], Sequence[TopicSummary]]  # by the keys of the words

_FIELD = re.compile(r"\b(topic|frame|place|actor|words):", re.IGNORECASE)
_HOUR = re.compile(r"(?:at\s+)?([01]?\d|2[0-3])(?:[:.]00|h|am)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What to look for. Every field that is set must fit; none set is everything."""

    topic: str | None = None
    frame: str | None = None
    place: str | None = None
    actor: str | None = None
    words: str | None = None

    @property
    def everything(self) -> bool:
        """Tell whether nothing narrows the wish."""
        return self == Wish()

    @classmethod
    def of(cls, one: Subscription) -> Wish:
        """Take the wish out of a subscription."""
        return cls(one.topic, one.frame, one.place, one.actor, one.words)

    def typed(self) -> str:
        """Write the wish as the arguments that mean it again, whatever the ledger holds then."""
        if self.topic:
            return f"topic:{self.topic}"
        parts = {"frame": self.frame, "place": self.place, "actor": self.actor}
        named = [f"{name}:{value}" for name, value in parts.items() if value]
        return " ".join([*named, *([f"words:{self.words}"] if self.words else [])])


@dataclass(frozen=True, slots=True)
class Options:
    """How somebody wants to hear of it; None leaves it as it is."""

    least: Severity | None = None
    cadence: Cadence | None = None
    hour: int | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the ledger speaks of: topics, newest first, and claimants, looked up by name."""

    topics: Sequence[str]
    speaks: Callable[[str], bool]  # whether somebody of exactly this name made a claim
    hits: Hits = field(default_factory=dict)  # the topics of the words that were looked up

    def place(self, wanted: tuple[str, ...], frame: str | None = None) -> str | None:
        """Find a place by its keys, among the topics of a frame if one is named."""
        places = (slugs.place(one) for one in self.topics if frame in (None, slugs.frame(one)))
        return next((place for place in places if place and keys(place) == wanted), None)

    def claimant(self, text: str) -> str | None:
        """Find a claimant by its name: "dprk" is North Korea, "nato" NATO."""
        name = " ".join(canonical(text))
        written = (name.title(), text.strip(), name.upper(), text.strip().title())
        return next(filter(self.speaks, dict.fromkeys(written)), None) if name else None

    def party(self, wanted: tuple[str, ...]) -> str | None:
        """Find a force, visitor or partner that topics are about, by its keys."""
        parties = (party for one in self.topics for party in slugs.parties(one))
        return next((name_words(one) for one in parties if keys(one) == wanted), None)

    def topic(self, wanted: tuple[str, ...]) -> str | None:
        """Find the one topic of these keys; the head may be left out if there are two slots."""
        exact = [topic for topic in self.topics if set(keys(topic)) == set(wanted)]
        if exact:
            return exact[0] if len(exact) == 1 else None
        pairs = [topic for topic in self.topics if ">" in topic or "~" in topic]
        bare = [topic for topic in pairs if keys(topic.partition(":")[2]) == wanted]
        return bare[0] if len(bare) == 1 else None


_OPTIONS = {
    "high": Options(least=Severity.HIGH),
    "medium": Options(least=Severity.MEDIUM),
    "low": Options(least=Severity.LOW),
    "all": Options(least=Severity.LOW),
    "everything": Options(),
    "now": Options(cadence=Cadence.AT_ONCE),
    "at once": Options(cadence=Cadence.AT_ONCE),
    "hourly": Options(cadence=Cadence.HOURLY),
    "daily": Options(cadence=Cadence.DAILY),
    "weekly": Options(cadence=Cadence.WEEKLY),
}


_AT = {"daily": Cadence.DAILY, "weekly": Cadence.WEEKLY}  # an hour may follow


def understand(text: str, vocabulary: Vocabulary) -> Wish:
    """Tell what the words name in the ledger; what it does not know stays words."""
    if _FIELD.match(text):
        return _fields(text)
    slug = text.strip().lower().replace(" ", "-")
    if slugs.SLUG.fullmatch(slug) and slugs.head(slug) in spellings().heads:
        return Wish(topic=vocabulary.topic(keys(slug)) or slug[:LONGEST])
    wanted = keys(text)
    if not wanted:
        return Wish()
    topic = vocabulary.topic(wanted)
    return Wish(topic=topic) if topic else _described(text, vocabulary)


def options(text: str) -> tuple[str, Options]:
    """Take the options off the end of the words: "kursk high daily 8" is kursk, high, daily, 8.

    A wish in fields is left whole, for a claimant may be called Daily.
    """
    found = Options()
    while not _FIELD.match(text):
        rest, more = _last_option(text)
        if more is None:
            return text, found
        text = rest
        found = Options(
            found.least or more.least,
            found.cadence or more.cadence,
            more.hour if found.hour is None else found.hour,
        )
    return text, found


def _fields(text: str) -> Wish:
    """Read what the bot's own buttons say: "frame:casualties place:kursk"."""
    _, *parts = _FIELD.split(text)
    named = {
        name.lower(): value.strip()[:LONGEST]
        for name, value in zip(parts[::2], parts[1::2], strict=True)
        if value.strip()
    }
    return Wish(**named)


def _described(text: str, vocabulary: Vocabulary) -> Wish:
    """Tell frame, claimant or party, and place apart; what is none of them stays words."""
    frame = frame_of_words(text)
    if frame:
        return Wish(frame=frame)
    frame, rest = without_frame(text)
    wanted = keys(rest)
    actor = vocabulary.claimant(rest)
    place = None if actor else vocabulary.place(wanted, frame)
    actor = actor or (None if place else vocabulary.party(wanted))
    words = None if actor or place else written(rest)[:LONGEST]
    return Wish(frame=frame, actor=actor, place=place, words=words)


def _last_option(text: str) -> tuple[str, Options | None]:
    """Cut the last word or two off a text when they are an option."""
    words = text.split()
    hour = _HOUR.fullmatch(words[-1]) if words else None
    if hour and len(words) > 1 and words[-2].lower() in _AT:
        return " ".join(words[:-2]), Options(cadence=_AT[words[-2].lower()], hour=int(hour[1]))
    for size in (2, 1):
        option = _OPTIONS.get(" ".join(words[-size:]).lower())
        if option and len(words) >= size:
            return " ".join(words[:-size]), option
    return text, None
