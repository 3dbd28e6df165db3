"""What may a rule answer about one claim?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from claims.changes.board import Entry
from claims.model import Kind


class Relation(StrEnum):
    """How a claim stands to an earlier one of the ledger."""

    REPEATS = "repeats"
    SUPERSEDES = "supersedes"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule found that something changed."""

    kind: Kind
    entry: Entry
    prop: str
    before: Entry | None
    reason: str
    relation: Relation | None = None
    correction: bool = False
    first_dispute: bool = False  # nobody disputed this proposition before

    @property
    def rank(self) -> int:
        """Rank by the order in which kinds take precedence."""
        return list(Kind).index(self.kind)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A rule found that nothing changed, and why."""

    entry: Entry
    reason: str
    relation: Relation | None = None
    earlier: Entry | None = None


Answer = Finding | Quiet
