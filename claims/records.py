"""How do articles, claims, changes and attributions look as JSON?"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from claims.model import (
    Article,
    Aspect,
    Attribution,
    Change,
    Claim,
    Claimant,
    Evidence,
    Kind,
    Position,
    Quantity,
    Severity,
    Span,
    Stance,
    Temporal,
)

Record = dict[str, Any]
Choice = TypeVar("Choice", bound=StrEnum)

LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # JSON can spell them, UTF-8 cannot


def parse_article(line: str) -> Article:
    """Read an article from one line of JSON; ValueError says in words what is wrong with it."""
    return article_of(parse_object(line))


def parse_object(line: str) -> Record:
    """Read one JSON object; ValueError says in words what stands there instead."""
    try:
        value = json.loads(line)
    except RecursionError as error:
        raise ValueError("not JSON that can be read: nested too deeply") from error
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ValueError(f"expected a JSON object, found {kind_of(value)}")
    return value


def article_of(record: Mapping[str, Any]) -> Article:
    """Make an article of a record of the contract; fields that nobody knows are ignored."""
    return Article(
        id=required(record, "id"),
        text=text_of(record),
        published_at=moment_of(record, "published"),
        arrived_at=moment_of(record, "arrived"),
        outlet=words_of(record, "outlet"),
        url=words_of(record, "url"),
        title=words_of(record, "title"),
    )


def article_record(article: Article) -> Record:
    """Write an article as the contract's record."""
    return {
        "id": article.id,
        "published": stamp(article.published_at),
        "arrived": stamp(article.arrived_at),
        "outlet": article.outlet,
        "url": article.url,
        "title": article.title,
        "text": article.text,
    }


def claim_record(claim: Claim) -> Record:
    """Write a claim as the contract's record, with what the ledger keeps besides."""
    return {
        "record": "claim",
        "id": claim.id,
        "article": claim.article,
        "claimant": claimant_record(claim.claimant),
        "frame": claim.frame,
        "topic": claim.topic,
        "slots": dict(claim.slots),
        "stance": claim.stance.value,
        "value": claim.value,
        "quantity": quantity_record(claim.quantity),
        "as_of": claim.as_of,
        "event_date": claim.event_date,
        "published": stamp(claim.published_at),
        "hedged": claim.hedged,
        "temporal": claim.temporal.value,
        "aspect": claim.aspect.value,
        "background": claim.background,
        "same_as": claim.same_as,
        "evidence": {
            "start": claim.evidence.start,
            "end": claim.evidence.end,
            "text": claim.evidence.text,
        },
        "rule": claim.rule,
    }


def claim_of(record: Mapping[str, Any]) -> Claim:
    """Make a claim of its record; what the contract does not require may be missing."""
    return Claim(
        id=required(record, "id"),
        article=required(record, "article"),
        claimant=claimant_of(part(record, "claimant")),
        frame=required(record, "frame"),
        topic=required(record, "topic"),
        slots=slots_of(record),
        stance=choice(Stance, record, "stance"),
        value=words_of(record, "value"),
        evidence=evidence_of(part(record, "evidence")),
        quantity=quantity_of(record.get("quantity")),
        as_of=words_of(record, "as_of"),
        event_date=words_of(record, "event_date"),
        published_at=moment_of(record, "published"),
        hedged=bool(record.get("hedged", False)),
        temporal=choice(Temporal, record, "temporal", Temporal.CURRENT),
        aspect=choice(Aspect, record, "aspect", Aspect.STATUS),
        background=bool(record.get("background", False)),
        same_as=words_of(record, "same_as"),
        rule=words_of(record, "rule") or "",
    )


def slots_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Read the slots of a claim; none when they are missing."""
    if record.get("slots") is None:
        return {}
    return {str(name): str(slot) for name, slot in part(record, "slots").items()}


def change_record(change: Change) -> Record:
    """Write a change as the contract's record."""
    return {
        "record": "change",
        "id": change.id,
        "article": change.article,
        "topic": change.topic,
        "frame": change.frame,
        "kind": change.kind.value,
        "claimant": claimant_record(change.claimant),
        "from": position_record(change.before) if change.before else None,
        "to": position_record(change.after),
        "severity": change.severity.value,
        "claims": list(change.claims),
        "late": change.late,
        "correction": change.correction,
        "reason": change.reason,
    }


def change_of(record: Mapping[str, Any]) -> Change:
    """Make a change of its record."""
    return Change(
        id=required(record, "id"),
        article=required(record, "article"),
        topic=required(record, "topic"),
        frame=required(record, "frame"),
        kind=choice(Kind, record, "kind"),
        claimant=claimant_of(part(record, "claimant")),
        before=position_of(record["from"]) if record.get("from") else None,
        after=position_of(part(record, "to")),
        severity=choice(Severity, record, "severity"),
        claims=tuple(str(claim) for claim in record.get("claims") or ()),
        late=bool(record.get("late", False)),
        correction=bool(record.get("correction", False)),
        reason=words_of(record, "reason") or "",
    )


def position_record(position: Position) -> Record:
    """Write one side of a change."""
    return {
        "claimant": claimant_record(position.claimant),
        "stance": position.stance.value,
        "value": position.value,
        "quantity": quantity_record(position.quantity),
        "as_of": position.as_of,
        "claim": position.claim,
    }


def position_of(record: Mapping[str, Any]) -> Position:
    """Make one side of a change of its record."""
    return Position(
        claimant=claimant_of(part(record, "claimant")),
        stance=choice(Stance, record, "stance"),
        value=words_of(record, "value"),
        quantity=quantity_of(record.get("quantity")),
        as_of=words_of(record, "as_of"),
        claim=words_of(record, "claim"),
    )


def claimant_record(claimant: Claimant) -> Record:
    """Write a claimant; name and relaying agency are null when unknown."""
    return {"actor": claimant.actor, "name": claimant.name, "via": claimant.via}


def claimant_of(record: Mapping[str, Any]) -> Claimant:
    """Make a claimant of its record."""
    return Claimant(required(record, "actor"), words_of(record, "name"), words_of(record, "via"))


def quantity_record(quantity: Quantity | None) -> Record | None:
    """Write a quantity, or null."""
    if quantity is None:
        return None
    return {
        "min": quantity.min,
        "max": quantity.max,
        "unit": quantity.unit,
        "approx": quantity.approx,
    }


def quantity_of(record: object) -> Quantity | None:
    """Make a quantity of its record; null is none."""
    if record is None:
        return None
    if not isinstance(record, Mapping):
        raise ValueError(f"quantity should be an object, found {kind_of(record)}")
    return Quantity(
        min=whole(record, "min"),
        max=whole(record, "max"),
        unit=required(record, "unit"),
        approx=bool(record.get("approx", False)),
    )


def evidence_of(record: Mapping[str, Any]) -> Evidence:
    """Make an evidence of its record."""
    start, end = whole(record, "start"), whole(record, "end")
    if start is None or end is None:
        raise ValueError("evidence needs a start and an end")
    return Evidence(start, end, str(record.get("text", "")))


def attributions_record(article: str, attributions: Sequence[Attribution]) -> Record:
    """Write all attributions of an article as one record."""
    return {
        "id": article,
        "attributions": [
            {
                "source": spans_record(each.source),
                "cue": spans_record(each.cue),
                "content": spans_record(each.content),
            }
            for each in attributions
        ],
    }


def attributions_of(record: Mapping[str, Any]) -> list[Attribution]:
    """Make the attributions of an article of their record."""
    return [
        Attribution(spans_of(each, "source"), spans_of(each, "cue"), spans_of(each, "content"))
        for each in record.get("attributions") or ()
    ]


def spans_record(spans: Sequence[Span]) -> list[list[int]]:
    """Write spans as [start, end) pairs."""
    return [[span.start, span.end] for span in spans]


def spans_of(record: Mapping[str, Any], name: str) -> tuple[Span, ...]:
    """Read spans from [start, end) pairs."""
    return tuple(Span(int(start), int(end)) for start, end in record.get(name) or ())


def dumps(record: Record) -> str:
    """Write a record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False)


def required(record: Mapping[str, Any], name: str) -> str:
    """Read a field that must be there; a number is taken as its digits."""
    value = record.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ValueError(f"{name} should be text, found {kind_of(value)}")
    if not value.strip():
        raise ValueError(f"{name} is empty")
    return encodable(value)


def text_of(record: Mapping[str, Any]) -> str:
    """Read the article's text as it is; only what no file could hold is replaced."""
    value = record.get("text")
    if not isinstance(value, str):
        raise ValueError(f"text should be text, found {kind_of(value)}")
    return encodable(value)


def encodable(text: str) -> str:
    """Replace lone surrogates one for one, so that offsets keep their meaning."""
    return LONE_SURROGATE.sub("\ufffd", text)


def words_of(record: Mapping[str, Any], name: str) -> str | None:
    """Read an optional text; an empty one is none."""
    value = record.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError(f"{name} should be text, found {kind_of(value)}")
    return encodable(value)


def moment_of(record: Mapping[str, Any], name: str) -> datetime | None:
    """Read an ISO 8601 moment as UTC; one without an offset is taken as UTC."""
    value = words_of(record, name)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{name} is not an ISO 8601 date: {value[:40]!r}") from error


def stamp(moment: datetime | None) -> str | None:
    """Write a moment as ISO 8601 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


def part(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Read a field that must be an object."""
    value = record.get(name)
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} should be an object, found {kind_of(value)}")
    return value


def whole(record: Mapping[str, Any], name: str) -> int | None:
    """Read an optional whole number."""
    value = record.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{name} should be a whole number, found {kind_of(value)}")
    return value


def choice(
    choices: type[Choice], record: Mapping[str, Any], name: str, default: Choice | None = None
) -> Choice:
    """Read one of an enumeration's words; ValueError names them all."""
    value = record.get(name)
    if value is None and default is not None:
        return default
    try:
        return choices(str(value))
    except ValueError as error:
        known = ", ".join(each.value for each in choices)
        raise ValueError(f"{name} should be one of {known}; found {value!r}") from error


def kind_of(value: object) -> str:
    """Name a JSON value's kind for an error message."""
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    if value is None:
        return "nothing"
    return names.get(type(value), "a number")
