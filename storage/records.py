"""What does a row of the ledger look like outside the database? Plain values, no SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from claims.model import Article, Change, Claim, Kind, Severity


@dataclass(frozen=True, slots=True)
class Feed:
    """A URL we poll, with its schedule and what came of the last polls."""

    id: int
    url: str
    outlet: str | None = None  # as the operator or the feed list names it
    family: str | None = None  # outlets of one owner, for independence
    etag: str | None = None  # exactly as received
    last_modified: str | None = None  # exactly as received
    body_hash: str | None = None  # of the last body, so that an unchanged one is not parsed
    polled: bool = False  # True after the first successful poll: what is new from then on is news
    next_check_at: datetime | None = None
    fetched_at: datetime | None = None  # the last successful poll
    changed_at: datetime | None = None  # the last time something was new
    failures: int = 0  # in a row
    error: str | None = None  # why the last poll failed, in plain words
    stopped: bool = False  # gone for good (410) or removed
    rhythm: str | None = None  # what feeds/schedule.py remembers of it; opaque to storage
    note: str | None = None  # what an operator should know of a feed that works, in plain words


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a successful poll leaves on the feed's row."""

    at: datetime
    next_check_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    url: str | None = None  # the new address after a permanent redirect
    new_entries: int = 0
    rhythm: str | None = None  # as in Feed
    note: str | None = None  # as in Feed


class Cadence(StrEnum):
    """How soon a subscription's alerts go out."""

    AT_ONCE = "at_once"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"  # on Mondays


@dataclass(frozen=True, slots=True)
class Chat:
    """Where we talk: a private chat, a group or a channel."""

    id: int
    kind: str = "private"  # private, group, supergroup, channel, terminal
    language: str = "en"
    timezone: str = "UTC"
    quiet_from: int | None = None  # minutes after local midnight; equal ends mean off
    quiet_to: int | None = None
    resting: str | None = None  # why we do not write to it at present
    summarised_at: datetime | None = None  # when it last asked for a summary
    muted: Mapping[str, str] = field(default_factory=dict)  # topic to a moment, "" for good
    was: int | None = None  # its number before it became a supergroup
    compact: bool = False  # alerts say only the change, the beginning of the quote and its origin

    def hears(self, topic: str, now: datetime) -> bool:
        """Tell whether the chat wants to hear of a topic at this moment."""
        until = self.muted.get(topic)
        return until is None or (until != "" and datetime.fromisoformat(until) <= now)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat's wish. Every field that is set must fit; an empty one fits everything."""

    id: int
    chat: int
    thread: int | None = None  # Telegram's forum topic
    topic: str | None = None  # a slug
    frame: str | None = None
    place: str | None = None
    actor: str | None = None
    words: str | None = None  # all of them must occur
    kinds: frozenset[Kind] = frozenset()
    least: Severity = Severity.MEDIUM
    cadence: Cadence = Cadence.AT_ONCE
    digest_hour: int = 8  # local hour of a daily digest
    created_at: datetime | None = None
    muted_until: datetime | None = None
    resting: str | None = None  # why we do not write to its thread at present


@dataclass(frozen=True, slots=True)
class Ear:
    """Who listens in a chat: a thread of it with a wish that many may share."""

    thread: int | None
    wish: Subscription  # one of those that are equal; of chat and thread it says nothing
    muted_until: datetime | None = None


class DeliveryState(StrEnum):
    """Where a delivery stands in the outbox."""

    DUE = "due"
    SENDING = "sending"  # leased by a sender; its request may be on the way
    SENT = "sent"
    UNCERTAIN = "uncertain"  # the request went out and no answer came
    REFUSED = "refused"  # Telegram will not take it, for a reason that stays
    EXPIRED = "expired"  # no longer true or no longer wanted


@dataclass(frozen=True, slots=True)
class Delivery:
    """One change for one chat: a row of the outbox."""

    id: int
    change: str
    chat: int
    thread: int | None = None
    state: DeliveryState = DeliveryState.DUE
    not_before: datetime | None = None
    attempts: int = 0
    message: int | None = None  # Telegram's id of the message, once sent
    note: str | None = None  # what Telegram answered
    digest: bool = False
    free_at: datetime | None = field(default=None, compare=False)  # see storage/outbox.py
    sent_at: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Carrier:
    """The first article in which an outlet carried a claim."""

    outlet: str | None
    url: str | None
    title: str | None
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """A delivery to be written: the answer of matching."""

    change: str
    chat: int
    thread: int | None
    not_before: datetime
    digest: bool = False  # it is in no hurry: alerts that are due go first


@dataclass(frozen=True, slots=True)
class Wishers:
    """All who ask for the same and hear of it at the same moment, however many they are."""

    key: str  # equal for equal wishes
    wish: Subscription  # one of them; of chat and thread it says nothing
    reader: Chat  # with their time zone and quiet hours; its id says nothing


@dataclass(frozen=True, slots=True)
class Called:
    """Wishers who are to hear of a change: the answer of matching, before it is chats."""

    change: str
    topic: str  # of the change, which single chats may have muted
    wishers: Wishers
    not_before: datetime

    @property
    def digest(self) -> bool:
        """Tell whether they get it with a digest."""
        return self.wishers.wish.cadence is not Cadence.AT_ONCE


@dataclass(frozen=True, slots=True)
class Told:
    """A change with all that is said about it: claim, article, rivals and coverage."""

    change: Change
    detected_at: datetime
    claim: Claim  # the leading new claim, with its evidence
    article: Article
    rivals: tuple[Claim, ...] = ()  # standing claims of others on the topic, newest first
    coverage: int = 1  # independent outlets that carry the leading claim
    history: tuple[Told, ...] = ()  # what it continues and was not told by itself, oldest first


@dataclass(frozen=True, slots=True)
class TopicSummary:
    """A topic of the ledger at a glance."""

    topic: str
    frame: str
    claims: int
    claimants: int
    last_at: datetime  # the newest claim's publication
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Filed:
    """A claim with the article that carries it."""

    claim: Claim
    article: Article
    coverage: int = 1


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody wants to see of the ledger; empty fields fit everything."""

    words: str = ""  # each word must occur in topic, claimant, value or evidence
    topic: str | None = None
    frame: str | None = None
    actor: str | None = None
    stance: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a chat is to be told beside the news."""

    id: int
    chat: int
    text: str  # HTML in Telegram's subset


@dataclass(frozen=True, slots=True)
class Report:
    """A change that readers call wrong."""

    change: str
    count: int  # readers
    last_at: datetime
    notes: tuple[str, ...] = ()  # their words, newest first


@dataclass(frozen=True, slots=True)
class Reported:
    """What one reader said of a change."""

    change: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """What an operator decided on a change."""

    change: str
    withdrawn: bool
    by: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When a loop was last alive."""

    name: str  # tick, updates, sender, poll
    at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """An update of Telegram's that is stored and not yet answered."""

    id: int
    body: str  # the JSON as received
    received_at: datetime
    attempts: int = field(default=0)
