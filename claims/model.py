"""What is an article, a claim and a change? The words of the ledger, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum


class Stance(StrEnum):
    """How a claimant stands to a proposition."""

    ASSERTS = "asserts"
    CONFIRMS = "confirms"  # affirms what others alleged before, or owns up to it
    DENIES = "denies"  # value and quantity are then the proposition denied
    DOES_NOT_CONFIRM = "does_not_confirm"  # takes no position
    SPECULATES = "speculates"  # a possibility about the world or others


class Kind(StrEnum):
    """What a new claim alters; where several fit, the first in this order is taken."""

    RETRACTED = "retracted"
    REVERSAL = "reversal"
    FIRST_CONFIRMATION = "first_confirmation"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_CLOSED = "dispute_closed"
    DENIAL = "denial"
    QUANTITY_REVISED = "quantity_revised"
    STATUS_CHANGED = "status_changed"
    CONFIRMATION = "confirmation"
    NEW_TOPIC = "new_topic"


class Severity(StrEnum):
    """How much a change matters; a chat hears of high and medium unless it asks for more."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low to 2 for high, so that severities can be compared."""
        return list(Severity).index(self)


class Temporal(StrEnum):
    """Whether a claim speaks of now, of a state said to be over, or of what is announced."""

    PAST = "past"
    CURRENT = "current"
    FUTURE = "future"


class Aspect(StrEnum):
    """What a claim is about; an assessment never changes the state of a topic."""

    STATUS = "status"
    QUANTITY = "quantity"
    ASSESSMENT = "assessment"


OUTLET_VOICE = "unattributed-reporting"  # the actor when the outlet itself says so
LEARNT = "a word like those of marked passages"  # the rule of what only the network has found
UNKNOWN = "unknown"  # the actor behind a vague source: "experts", "reports"
WITHDRAWN = "withdrawn in review"  # the reason of a change with which operators take one back
VAGUE_ACTORS = frozenset({OUTLET_VOICE, UNKNOWN})


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned text with what is known of its origin: the engine's input."""

    id: str
    text: str  # taken as it is: every offset in the ledger counts its code points
    published_at: datetime | None = None  # the outlet's clock; None when unknown, never "now"
    arrived_at: datetime | None = None  # ours
    outlet: str | None = None
    url: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text: code points, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Cut the span's words out of the text."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: the source's, the cue's and the content's words; source may be empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who says so: a state or organisation, the person or body as named, the relaying agency."""

    actor: str
    name: str | None = None
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its bounds; None is an open end, and the unit says what is counted."""

    min: int | None
    max: int | None
    unit: str
    approx: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words of a claim and where they stand: text[start:end] is them."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One claimant's answer to one topic, with a stance, in one article."""

    id: str  # unique in the ledger: the article's id and a counter
    article: str
    claimant: Claimant
    frame: str
    topic: str  # frame and slots as a slug
    slots: Mapping[str, str]
    stance: Stance
    value: str | None
    evidence: Evidence
    quantity: Quantity | None = None
    as_of: str | None = None  # 2025-04-26, or partial: 2024-12, 2025
    event_date: str | None = None  # when the thing happened or will happen; same forms
    published_at: datetime | None = None  # the article's, so that claims can be ordered alone
    hedged: bool = False
    temporal: Temporal = Temporal.CURRENT
    aspect: Aspect = Aspect.STATUS
    background: bool = False  # recap, relative clause, headline: never alerts
    same_as: str | None = None  # the first mention of this claim in the article
    rule: str = ""  # which rule read it, in words

    @property
    def day(self) -> str:
        """The day by which a series is ordered: the claim's own date, else the publication's."""
        if self.as_of:
            return self.as_of
        return self.published_at.astimezone(UTC).date().isoformat() if self.published_at else ""


@dataclass(frozen=True, slots=True)
class Position:
    """What somebody holds on a topic: one side of a change."""

    claimant: Claimant
    stance: Stance
    value: str | None
    quantity: Quantity | None = None
    as_of: str | None = None
    claim: str | None = None  # the id of the claim that it is taken from

    @classmethod
    def of(cls, claim: Claim) -> Position:
        """Take the position that a claim states."""
        return cls(
            claim.claimant, claim.stance, claim.value, claim.quantity, claim.as_of, claim.id
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What one article's claims by one claimant alter on one topic."""

    id: str  # "k" and base32 of a hash of what makes it: the same in every replay
    article: str
    topic: str
    frame: str
    kind: Kind
    claimant: Claimant
    before: Position | None
    after: Position
    severity: Severity
    claims: tuple[str, ...]  # the new claims that carry it, the leading one first
    late: bool = False  # read from an article older than what the ledger knew
    correction: bool = False  # the outlet corrected itself
    reason: str = ""  # which rule led here, in words

    @property
    def code(self) -> str:
        """The short code that readers see; the same in a repeat or an edit."""
        return f"#{self.id[:6]}"

    @property
    def withdraws(self) -> bool:
        """Tell whether it is we who take back what we had misread."""
        return self.reason == WITHDRAWN


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the engine read in one article."""

    article: Article
    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = field(default=())  # why something was left out, in words


def day_of(moment: datetime | None) -> date | None:
    """Give the UTC day of a moment."""
    return moment.astimezone(UTC).date() if moment else None
