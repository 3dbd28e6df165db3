"""Which edits can the seed articles undergo, and is an alert due for what comes out?"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.seeding import seed_articles
from claims.model import Article, Kind
from tests.edits.edits import Case

EDITS = Path(__file__).with_name("seeds.toml")
DAY = timedelta(days=1)


def seed_cases() -> Iterator[Case]:
    """Edit the seeds by the list; copy each of them in every way."""
    seeds = {article.id[:3]: article for article in seed_articles()}
    for edit in tomllib.loads(EDITS.read_text("utf8"))["edit"]:
        seed = seeds[edit["article"]]
        assert seed.text.count(edit["old"]) == 1, edit
        text = seed.text.replace(edit["old"], edit["new"])
        due, tolerated = (
            frozenset(map(Kind, edit.get(name, ()))) for name in ("due", "tolerated")
        )
        yield _case(edit["name"], seed, replace(seed, text=text), DAY, due, tolerated)
    for seed in seeds.values():
        for name, text in _copies(seed.text):
            yield _case(name, seed, replace(seed, text=text), DAY / 12)


def _copies(text: str) -> Iterator[tuple[str, str]]:
    """Copy a text as it is, with a credit, cut, and with other quotation marks."""
    mark = "\n\n" if "\n\n" in text else "\n"
    paragraphs = text.split(mark)
    yield "copied", text
    yield "copied", f"{text}\n\n(Additional reporting by our staff)"
    yield "copied", mark.join(paragraphs[: len(paragraphs) * 2 // 3])
    yield "lightly edited", mark.join(["Here is what is known so far.", *paragraphs])
    yield "lightly edited", text.replace("’", "'").replace("“", '"').replace("”", '"')
    yield "lightly edited", text.replace(" significant ", " considerable ")


def _case(
    name: str,
    seed: Article,
    edited: Article,
    gap: timedelta,
    due: frozenset[Kind] = frozenset(),
    tolerated: frozenset[Kind] = frozenset(),
) -> Case:
    assert seed.published_at
    later = seed.published_at + gap
    first = replace(seed, arrived_at=seed.published_at)
    last = replace(edited, id="edited", published_at=later, arrived_at=later, outlet="The Post")
    return Case(name, f"seed {seed.id[:3]}", frozenset(), (first, last), due, tolerated)
