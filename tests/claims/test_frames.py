"""Do the frames read the annotated sentences, and leave their harmless twins alone?"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from claims.extract import extract
from claims.model import LEARNT, Article, Claim, Quantity

CORPUS = Path(__file__).parent / "corpus"
FRAMES = (
    "agreement", "area", "casualties", "ceasefire", "control", "deployment", "operation", "visit",
)  # fmt: skip
PUBLISHED = datetime(2024, 5, 14, 12, tzinfo=UTC)


def cases() -> list[Any]:
    """Read every frame's sentences, each with its frame's name."""
    return [
        pytest.param(frame, case["text"], case["claims"], id=f"{frame}-{n}")
        for frame in FRAMES
        for n, case in enumerate(
            tomllib.loads((CORPUS / f"{frame}.toml").read_text("utf8"))["cases"], 1
        )
    ]


def as_row(claim: Claim) -> str:
    """Write a claim the way the corpus does."""
    parts = [claim.claimant.actor, claim.topic, str(claim.stance), claim.value or ""]
    return " | ".join([*parts, *([as_words(claim.quantity)] if claim.quantity else [])])


def as_words(quantity: Quantity) -> str:
    """Write a quantity as "min max unit", with a dash for an open end."""
    bounds = ["-" if bound is None else str(bound) for bound in (quantity.min, quantity.max)]
    return " ".join([*bounds, quantity.unit])


def by_rules(claims: Iterable[Claim]) -> list[Claim]:
    """Leave out what only the network found, of which test_triggers asks."""
    return [claim for claim in claims if LEARNT not in claim.rule]


@pytest.mark.parametrize(("frame", "text", "expected"), cases())
def test_a_sentence_gives_its_claims_and_no_others(
    frame: str, text: str, expected: list[str]
) -> None:
    """The claims of the frame are those annotated; "*" stands for any name."""
    claims = extract(Article("a", text, PUBLISHED)).claims
    told = [claim for claim in claims if claim.frame == frame and not claim.background]
    rows = [as_row(claim) for claim in told]
    missing = [row for row in expected if not any(fnmatch(found, f"{row}*") for found in rows)]
    assert not missing, f"{missing} not among {rows}"
    rows = [as_row(claim) for claim in by_rules(told)]
    assert len(rows) <= len(expected), f"{rows} are more than {expected}"
    assert all(text[c.evidence.start : c.evidence.end] == c.evidence.text for c in claims)
