"""Are the right changes told, and only those?"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.claims import Ledger, claims, summary

TABLE = Path(__file__).parent / "corpus" / "changes.toml"
SITUATIONS = tomllib.loads(TABLE.read_text("utf-8"))["situation"]


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each["name"])
def test_a_situation_gives_its_alerts_and_no_others(situation: dict[str, Any]) -> None:
    """Each article of the table tells exactly what stands beside it."""
    ledger = Ledger()
    for number, article in enumerate(situation["article"]):
        told = ledger.take(claims(article["claims"], f"a{number}", article["on"])).changes
        if number:
            assert sorted(map(summary, told)) == sorted(article.get("alerts", []))
