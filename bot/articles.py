"""Which articles are in these files? JSON Lines or text; what is broken is named and skipped."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from claims.model import Article
from claims.records import parse_article

TEXT = (".txt", ".md")
FENCE = "+++\n"  # between two of these a text file may say what is known of it, in TOML

Report = Callable[[str], None]  # takes one line for standard error


class Problems:
    """Counts the problems while it passes them on; a run with any ends with status 1."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self.count = 0

    @property
    def status(self) -> int:
        """The exit status that a run with these problems ends with."""
        return 1 if self.count else 0

    def __call__(self, line: str) -> None:
        self.count += 1
        self._report(line)


def read_articles(names: Sequence[str], report: Report) -> Iterator[Article]:
    """Read the articles of files, `-` being standard input, in the files' order."""
    for name in names:
        if name == "-":
            yield from _lines(sys.stdin.buffer, "standard input", report)
            continue
        path = Path(name)
        try:
            if path.suffix in TEXT:
                yield parse_text(path.name, path.read_bytes().decode("utf8", "replace"))
            else:
                with path.open("rb") as file:
                    yield from _lines(file, name, report)
        except OSError as error:
            report(f"{name}: {error.strerror or error}")
        except ValueError as error:
            report(f"{name}: {error}; skipped")


def parse_text(name: str, raw: str) -> Article:
    """Make an article of a text file: all of it, or what follows its head, to the last character.

    Raises ValueError when the head is no TOML.
    """
    if not raw.startswith(FENCE) or FENCE not in raw[len(FENCE) :]:
        return Article(id=name, text=raw)
    _, head, text = raw.split(FENCE, 2)
    meta = tomllib.loads(head)
    published = meta.get("published")
    return Article(
        id=str(meta.get("id", name)),
        text=text,
        published_at=published if isinstance(published, datetime) else None,
        outlet=meta.get("outlet"),
        url=meta.get("url"),
        title=meta.get("title"),
    )


def _lines(file: BinaryIO, name: str, report: Report) -> Iterator[Article]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            article = parse_article(line.decode("utf8"))
        except UnicodeDecodeError:
            report(f"{name}, line {number}: not UTF-8; skipped")
        except ValueError as error:
            report(f"{name}, line {number}: {error}; skipped")
        else:
            yield article
