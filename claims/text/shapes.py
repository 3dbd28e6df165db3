"""Is a text another thing than one article: a live blog, a quiz, a transcript, two in one?"""

from __future__ import annotations

import re
from enum import StrEnum

from claims.text.dateline import DATELINE

CLOCKS = 6  # lines with a time of day from which on a text is a live blog
TURNS = 3  # lines that begin with a speaker from which on it is a transcript
OPTIONS = 4  # answers to choose from that make a quiz
ASKED = 2  # questions that make one, with them

_CLOCK = re.compile(
    r"^(?:\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)(?: ?\(?[A-Z]{2,4}\)?)?"
    r"(?:$|\s*[-–—:|]|\s)",
    re.I,
)
_TURN = re.compile(r"^(?:[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}|Q|A): ")
_OPTION = re.compile(r"^\(?[a-dA-D][).] ")
_LINE = re.compile(r"[^\r\n]+")


class Shape(StrEnum):
    """What a text is besides a plain article, as a note says it."""

    QUIZ = "a quiz: what it asks and offers as answers is claimed by nobody"
    BLOG = "a live blog: its entries are dated by the publication, not by their own hours"
    TRANSCRIPT = "a transcript: what stands there without a known speaker is background"
    GLUED = "several articles in one text: what one says may be read into the other"


def shape_of(text: str, title: str | None) -> Shape | None:
    """Tell what a text is; None for an article like any other."""
    lines = [line.strip() for line in _LINE.findall(text) if line.strip()]
    asked = sum(line.endswith("?") for line in lines)
    options = sum(bool(_OPTION.match(line)) for line in lines)
    if asked >= ASKED and (options >= OPTIONS or "quiz" in (title or lines[0]).casefold()):
        return Shape.QUIZ
    if sum(bool(_CLOCK.match(line)) for line in lines) >= CLOCKS:
        return Shape.BLOG
    if sum(bool(_TURN.match(line)) for line in lines) >= TURNS:
        return Shape.TRANSCRIPT
    if len({line[: found.end()] for line in lines if (found := DATELINE.match(line))}) > 1:
        return Shape.GLUED
    return None
