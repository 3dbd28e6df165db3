"""How does a test write claims in one line, and what does a ledger hold after some articles?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from claims.compare import Correction, Decision, decide
from claims.model import (
    Aspect,
    Change,
    Claim,
    Claimant,
    Evidence,
    Quantity,
    Stance,
    Temporal,
)

FIGURE = re.compile(
    r"(?P<approx>~)?(?P<low>\d+)?(?:(?P<plus>\+)|-(?P<high>\d+))?\s+(?P<unit>[a-z]\w*)$"
)
SLOTS = {
    "deployment": ("force", "place"),
    "visit": ("visitor", "destination"),
    "operation": ("actor", "place"),
    "casualties": ("side",),
    "ceasefire": ("conflict",),
    "talks": ("conflict",),
}


def quantity(text: str) -> Quantity:
    """Read "31 killed", "60+ killed", "-70 killed", "170-190 aboard" or "~300 killed"."""
    found = FIGURE.match(text.strip())
    if not found:
        raise ValueError(f"no figure: {text}")
    low = int(found["low"]) if found["low"] else None
    high = int(found["high"]) if found["high"] else None if found["plus"] else low
    return Quantity(low, high, found["unit"], approx=bool(found["approx"]))


def claim(
    line: str, article: str = "a1", published: str | None = "2024-05-01", number: int = 1
) -> Claim:
    """Read "Actor stance topic value [figure] [@as_of] [word…]".

    An actor of several words is written with underscores. "for 2024-05-09" is the day of what
    happens. The words are past, future, hedged,
    background, assessment, repeated, and undated for a claim without a day of its own.
    """
    head, *rest = [part.strip() for part in line.split(";")]
    actor, stance, topic, value = head.split(" ", 3)
    moment = moment_of(published)
    day = moment.date().isoformat() if moment else None
    figure, as_of, event, words = None, day, None, []
    for part in rest:
        if part.startswith("@"):
            as_of = part[1:]
        elif part.startswith("for "):
            event = part.removeprefix("for ")
        elif any(digit.isdigit() for digit in part):
            figure = quantity(part)
        else:
            words.append(part)
    frame, _, slots = topic.partition(":")
    names = SLOTS.get(frame, ("place",))
    aspect = Aspect.QUANTITY if figure else Aspect.STATUS
    return Claim(
        id=f"{article}-{number:02}",
        article=article,
        claimant=Claimant(actor.replace("_", " ")),
        frame="ceasefire" if frame == "talks" else frame,
        topic=topic,
        slots=dict(zip(names, re.split("[>~]", slots), strict=False)),
        stance=Stance(stance),
        value=value,
        evidence=Evidence(number * 100, number * 100 + 10, "some words"),
        quantity=figure,
        as_of=None if "undated" in words else as_of,
        event_date=event,
        published_at=moment,
        hedged="hedged" in words,
        temporal=next((each for each in Temporal if each.value in words), Temporal.CURRENT),
        aspect=Aspect.ASSESSMENT if "assessment" in words else aspect,
        background="background" in words,
        same_as=f"{article}-00" if "repeated" in words else None,
    )


def moment_of(text: str | None) -> datetime | None:
    """Read a day, or a day and an hour, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def claims(lines: Iterable[str], article: str, published: str | None) -> list[Claim]:
    """Read all claims of an article."""
    return [claim(line, article, published, number) for number, line in enumerate(lines, start=1)]


@dataclass
class Ledger:
    """Claims on file, read back as storage does: the newest of each distinct position."""

    filed: list[Claim] = field(default_factory=list)
    latest: datetime | None = None

    def positions(self, topics: Iterable[str]) -> list[Claim]:
        """Give the newest claim of each distinct position on some topics."""
        wanted, newest = set(topics), dict[object, Claim]()
        for each in self.filed:
            key = _position(each)
            if each.topic in wanted and (key not in newest or _age(each) >= _age(newest[key])):
                newest[key] = each
        return list(newest.values())

    def take(self, article: Sequence[Claim], correction: Correction | None = None) -> Decision:
        """Compare an article's claims with what is on file, then file them."""
        standing = self.positions(each.topic for each in article)
        decision = decide(standing, article, correction=correction, latest=self.latest)
        self.filed.extend(article)
        moments = [each.published_at for each in article if each.published_at]
        self.latest = max([*moments, *([self.latest] if self.latest else [])], default=None)
        return decision


def _position(each: Claim) -> object:
    """Say what makes a position distinct."""
    figure = each.quantity
    bounds = (figure.unit, figure.min, figure.max) if figure else None
    return each.topic, each.claimant.actor, each.stance, each.value, bounds, each.temporal


def _age(each: Claim) -> tuple[str, datetime]:
    """Sort by the claim's day, then by publication."""
    return each.day, each.published_at or datetime.min.replace(tzinfo=UTC)


def summary(change: Change) -> str:
    """Write a change as "Actor kind topic severity"."""
    actor = change.claimant.actor.replace(" ", "_")
    return f"{actor} {change.kind} {change.topic} {change.severity}"
