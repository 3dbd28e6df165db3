"""Is it known whose word a proposition is, with which stance, and whether it is told again?"""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from claims.extract import extract
from claims.model import LEARNT, Article, Claim, Temporal

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "corpus" / "voices.toml").read_text("utf8")
)["cases"]
PUBLISHED = datetime(2024, 5, 14, 12, tzinfo=UTC)


def as_row(claim: Claim) -> str:
    """Write a claim as the corpus does: what is background in brackets."""
    parts = [claim.claimant.actor, claim.topic, str(claim.stance), claim.value or ""]
    if claim.temporal is Temporal.PAST:
        parts.append("past")
    row = " | ".join(parts)
    return f"({row})" if claim.background else row


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_a_proposition_is_laid_at_the_right_door(case: dict[str, Any]) -> None:
    """All claims of all frames are those annotated; "*" stands for anything."""
    claims = extract(Article("a", case["text"], PUBLISHED)).claims
    rows = {as_row(claim) for claim in claims if LEARNT not in claim.rule}
    for wanted in case["claims"]:
        met = next((row for row in rows if fnmatch(row, wanted)), None)
        assert met is not None, f"{wanted} not among {rows}"
        rows.discard(met)
    assert not rows, f"{rows} are too many"
