"""What does somebody want to hear of: a topic, a frame, a place, a claimant, or words?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from alerts.wording import name_words
from handlers import slugs
from handlers.words import canonical, frame_of_words, keys, spellings, without_frame, written
from storage.records import Subscription, TopicSummary

LONGEST = 100  # characters of free words that are kept

Hits = dict[tuple[str, ...], Sequence[TopicSummary]]  # by the keys of the words

_FIELD = re.compile(r"\b(topic|frame|place|actor|words):", re.IGNORECASE)


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


def understand(text: str, vocabulary: Vocabulary) -> Wish:
    """Tell what the words name in the ledger; what it does not know stays words."""
    if in_fields(text):
        return fields(text)
    slug = text.strip().lower().replace(" ", "-")
    if slugs.SLUG.fullmatch(slug) and slugs.head(slug) in spellings().heads:
        return Wish(topic=vocabulary.topic(keys(slug)) or slug[:LONGEST])
    wanted = keys(text)
    if not wanted:
        return Wish()
    topic = vocabulary.topic(wanted)
    return Wish(topic=topic) if topic else _described(text, vocabulary)


def in_fields(text: str) -> bool:
    """Tell whether a wish is written in fields, as buttons write it."""
    return _FIELD.match(text) is not None


def fields(text: str) -> Wish:
    """Read a wish in fields, as the bot's own buttons say it: "frame:casualties place:kursk"."""
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
