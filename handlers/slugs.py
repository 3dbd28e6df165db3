"""What does a topic's slug say of places and parties?"""

from __future__ import annotations

import hashlib
import re

SLUG = re.compile(r"[a-z][a-z-]*:\S+")  # a frame's head, a colon and slots
PAYLOAD = 64  # characters of a deep link, A-Z a-z 0-9 _ -
LINK = "t_"  # what the payload of a topic's deep link begins with

_PLACED = frozenset({"control", "area"})  # heads whose only slot is a place
_DIRECTED = frozenset({"deployment", "operation", "visit"})  # heads with who>where


def head(topic: str) -> str:
    """Give the part of a slug before its colon: control, talks, …"""
    return topic.partition(":")[0]


def place(topic: str) -> str | None:
    """Give the place that a topic is about, as its slug names it."""
    kind, _, slots = topic.partition(":")
    if kind in _PLACED:
        return slots or None
    return slots.partition(">")[2] or None if kind in _DIRECTED else None


def frame(topic: str) -> str:
    """Give the frame of a topic: its head, but talks belong to ceasefire."""
    return "ceasefire" if head(topic) == "talks" else head(topic)


def parties(topic: str) -> tuple[str, ...]:
    """Give the forces, visitors and partners that a topic is about, as its slug names them."""
    kind, _, slots = topic.partition(":")
    if kind in _DIRECTED:
        return (slots.partition(">")[0],)
    if kind == "agreement" and "~" in slots:
        return tuple(slots.split("~"))
    return (slots,) if kind == "casualties" else ()


def payload(topic: str) -> str:
    """Make the payload of a deep link that follows the topic: t_control_kursk."""
    plain = LINK + re.sub(r"[^A-Za-z0-9-]", "_", topic)
    if len(plain) <= PAYLOAD:
        return plain
    short = hashlib.sha256(topic.encode()).hexdigest()[:10]
    return f"{plain[: PAYLOAD - 11]}_{short}"
