"""What does a piece of news look like? Builders with sensible defaults for every field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2s
from typing import Any

from claims.model import (
    Article,
    Change,
    Claim,
    Claimant,
    Evidence,
    Kind,
    Position,
    Quantity,
    Severity,
    Stance,
)
from storage.records import Chat, Delivery, Filed, Subscription, Told, TopicSummary, Wanted

NOON = datetime(2025, 4, 26, 12, 0, tzinfo=UTC)
QUOTE = "Russia confirmed that North Korean troops assisted in the operation to retake the area"


def at(day: str, hour: int = 12, minute: int = 0) -> datetime:
    """Give a moment of a day: at("2025-04-26", 9)."""
    return datetime.fromisoformat(day).replace(hour=hour, minute=minute, tzinfo=UTC)


def claimant(actor: str = "Russia", name: str | None = None, via: str | None = None) -> Claimant:
    """Build a claimant."""
    return Claimant(actor, name, via)


def quantity(
    low: int | None = 14000,
    high: int | None = 14000,
    unit: str = "troops",
    *,
    approx: bool = False,
) -> Quantity:
    """Build a quantity: exact 14,000 troops unless told otherwise."""
    return Quantity(low, high, unit, approx)


def article(id: str = "article-1", quote: str = QUOTE, **fields: Any) -> Article:
    """Build an article whose text holds the quote."""
    known: dict[str, Any] = {
        "text": f"It was announced on Saturday. {quote}. More follows.",
        "published_at": NOON,
        "arrived_at": NOON + timedelta(minutes=5),
        "outlet": "The Dong-A Ilbo",
        "url": f"https://news.example/{id}",
        "title": "Russia speaks of North Korean troops",
    }
    return Article(id=id, **(known | fields))


def claim(
    actor: str | Claimant = "Russia",
    stance: Stance | str = Stance.CONFIRMS,
    value: str | None = "fighting",
    topic: str = "deployment:north-korea>kursk",
    **fields: Any,
) -> Claim:
    """Build a claim; the id, frame and slots follow from the rest unless given."""
    source = fields.get("article", "article-1")
    quote = fields.pop("quote", QUOTE)
    who = actor if isinstance(actor, Claimant) else Claimant(actor)
    known: dict[str, Any] = {
        "id": f"{source}-{_short(who, stance, value, topic, fields.get('quantity'))}",
        "article": source,
        "claimant": who,
        "frame": frame_of(topic),
        "topic": topic,
        "slots": slots_of(topic),
        "stance": Stance(stance),
        "value": value,
        "evidence": Evidence(30, 30 + len(quote), quote),
        "as_of": "2025-04-26",
        "published_at": NOON,
    }
    return Claim(**(known | fields))


def change(
    kind: Kind | str = Kind.FIRST_CONFIRMATION,
    after: Claim | None = None,
    before: Claim | Position | None = None,
    **fields: Any,
) -> Change:
    """Build a change that the claim `after` brings about."""
    new = after or claim()
    old = Position.of(before) if isinstance(before, Claim) else before
    known: dict[str, Any] = {
        "id": f"k{_short(new.id, kind)}",
        "article": new.article,
        "topic": new.topic,
        "frame": new.frame,
        "kind": Kind(kind),
        "claimant": new.claimant,
        "before": old,
        "after": Position.of(new),
        "severity": Severity.HIGH,
        "claims": (new.id,),
    }
    return Change(**(known | fields))


def told(
    kind: Kind | str = Kind.FIRST_CONFIRMATION,
    after: Claim | None = None,
    before: Claim | Position | None = None,
    **fields: Any,
) -> Told:
    """Build a change with its article; fields of Change and of Told may be given together."""
    new = after or claim()
    own = {
        name: fields.pop(name) for name in ("rivals", "coverage", "detected_at") if name in fields
    }
    source = fields.pop("source", None) or article(new.article, new.evidence.text)
    made = fields.pop("change", None) or change(kind, new, before, **fields)
    known: dict[str, Any] = {"detected_at": NOON + timedelta(minutes=6)}
    return Told(change=made, claim=new, article=source, **(known | own))


def chat(id: int = 100, **fields: Any) -> Chat:
    """Build a private chat in UTC without quiet hours."""
    return replace(Chat(id=id), **fields)


def subscription(id: int = 1, chat: int = 100, **fields: Any) -> Subscription:
    """Build a subscription to everything of severity medium and above, at once."""
    return Subscription(id=id, chat=chat, **fields)


def delivery(id: int = 1, change: str = "k", chat: int = 100, **fields: Any) -> Delivery:
    """Build a delivery that is due at noon."""
    return Delivery(id=id, change=change, chat=chat, **({"not_before": NOON} | fields))


def wanted(change: str = "k", chat: int = 100, **fields: Any) -> Wanted:
    """Build a wish for a delivery at noon."""
    return Wanted(change, chat, **({"thread": None, "not_before": NOON} | fields))


def filed(after: Claim | None = None, **fields: Any) -> Filed:
    """Build a claim with its article as the ledger lists it."""
    new = after or claim()
    source = fields.pop("source", None) or article(new.article, new.evidence.text)
    return Filed(claim=new, article=source, **fields)


def topic_summary(topic: str = "deployment:north-korea>kursk", **fields: Any) -> TopicSummary:
    """Build a line of the list of topics."""
    known: dict[str, Any] = {
        "frame": frame_of(topic), "claims": 3, "claimants": 2, "last_at": NOON, "disputed": False,
    }  # fmt: skip
    return TopicSummary(topic=topic, **(known | fields))


def frame_of(topic: str) -> str:
    """Give the frame of a topic: its head, but talks belong to ceasefire."""
    head = topic.partition(":")[0]
    return "ceasefire" if head == "talks" else head


def slots_of(topic: str) -> dict[str, str]:
    """Give the slots that a slug names."""
    head, _, rest = topic.partition(":")
    first, _, second = rest.partition(">")
    names = {
        "control": ("place",), "area": ("place",), "deployment": ("force", "place"),
        "casualties": ("side",), "visit": ("visitor", "destination"),
        "operation": ("actor", "place"), "ceasefire": ("conflict",), "talks": ("conflict",),
        "agreement": ("parties",),
    }.get(head, ("about",))  # fmt: skip
    return dict(zip(names, (first, second), strict=False))


def _short(*parts: object) -> str:
    """Make a short stable name out of values."""
    return blake2s(repr(parts).encode(), digest_size=5).hexdigest()
