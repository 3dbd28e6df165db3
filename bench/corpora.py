"""Which records and articles does an evaluation's file hold? JSON Lines, gzipped or not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claims.model import Article
from claims.records import article_of


def records_of(file: Path) -> Iterator[dict[str, Any]]:
    """Read the records of a file."""
    with (
        gzip.open(file, "rt", encoding="utf8")
        if file.suffix == ".gz"
        else file.open(encoding="utf8") as lines
    ):
        for line in lines:
            yield json.loads(line)


def articles_of(file: Path) -> Iterator[Article]:
    """Read the articles of a file, in the file's order; dated sentences are articles too."""
    for number, record in enumerate(records_of(file)):
        known = {"id": f"{file.name} {number}", "published": record.get("date")}
        yield article_of({**known, **record})
