"""How are propositions marked in a passage?

A file holds invented passages of news, one a line, in which every proposition is marked:
`{casualties.killed|nineteen soldiers had given their lives}`. A label is a frame and a coarse
value, `+` joins two of one stretch, `~` marks background.

Of real news only the marks are kept, a line of JSON each: the beginning of the text's SHA-256 in
hexadecimal, and `[start, end, label]` for each mark; the text stays where it is.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from claims.model import Span

FRAMES = {"talks": "ceasefire"}  # whose frame is called otherwise than their label
RAW = "wiki_current_events.jsonl.gz"  # in the folder of raw text
DIGEST = 16  # digits of a hash that name a text
_MARK = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")


class Mark(NamedTuple):
    """A proposition: where it stands, and what it is."""

    span: Span
    label: str
    background: bool

    @property
    def frame(self) -> str:
        """The frame that should read it."""
        name = self.label.partition(".")[0]
        return FRAMES.get(name, name)


class Passage(NamedTuple):
    """A text without its marks, and what was marked."""

    text: str
    marks: tuple[Mark, ...]


def passage(line: str) -> Passage:
    """Take the marks out of a line; ValueError if braces are left."""
    text, end = "", 0
    marks: list[Mark] = []
    for match in _MARK.finditer(line):
        text += line[end : match.start()]
        span = Span(len(text), len(text) + len(match[2]))
        text += match[2]
        end = match.end()
        for label in match[1].split("+"):
            marks.append(Mark(span, label.strip().lstrip("~"), label.strip().startswith("~")))
    text += line[end:]
    if "{" in text or "}" in text:
        raise ValueError(f"a mark is not closed or has no label: {text[:60]!r}")
    return Passage(text, tuple(marks))


def passages(files: Sequence[Path]) -> Iterator[Passage]:
    """Read the passages of files; a wrong line is named and passed over."""
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                yield passage(line.strip())
            except ValueError as error:
                print(f"{file.name}:{number}: {error}", file=sys.stderr)


def marked_news(file: Path, raw: Path) -> Iterator[Passage]:
    """Read the marks of real news, and their texts from the folder of raw text.

    FileNotFoundError if that has not all of them.
    """
    kept = [json.loads(line) for line in file.read_text(encoding="utf8").splitlines()]
    wanted = {each["text"] for each in kept}
    texts: dict[str, str] = {}
    with gzip.open(raw / RAW, "rt", encoding="utf8") as lines:
        for line in lines:
            text = json.loads(line)["text"].replace("\n", " ").strip()
            digest = hashlib.sha256(text.encode()).hexdigest()[:DIGEST]
            if digest in wanted:
                texts[digest] = text
    if lost := wanted - texts.keys():
        raise FileNotFoundError(f"{raw / RAW} lacks {len(lost)} of the {len(wanted)} marked texts")
    for each in kept:
        marks = (
            Mark(Span(start, end), label.lstrip("~"), label.startswith("~"))
            for start, end, label in each["marks"]
        )
        yield Passage(texts[each["text"]], tuple(marks))
