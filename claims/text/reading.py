"""Which stretches of a raw text are article? The rest is masked by offsets, never cut."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from claims.model import Span
from claims.text.dateline import DATELINE


class Part(StrEnum):
    """What a stretch of a raw text is."""

    BODY = "body"
    HEADLINE = "headline"
    HEADING = "heading"
    CAPTION = "caption"
    BYLINE = "byline"
    DATELINE = "dateline"
    CORRECTION = "correction"
    ASIDE = "aside"  # a paragraph in which no frame finds a word of its own
    FURNITURE = "furniture"  # forms, newsletters, cookies, sources, credits


READ = frozenset({Part.BODY, Part.HEADLINE, Part.DATELINE})
HEADLINE_LENGTH = 160
TAIL_SHARE = 0.4  # a footer that would swallow more of the text than this is only a line
HEADING_WORDS = 9

# From here on a page is its comment form or its footer.
TAIL = re.compile(
    r"^(?:leave a (?:reply|comment)|post a comment|\d* ?comments?$|join the conversation"
    r"|your email address will not be published|related (?:articles|stories|posts|topics)\b"
    r"|more (?:stories|news|from)\b.{0,40}$|you may also like|recommended (?:stories|for you)"
    r"|about the author|most (?:read|popular)|read next)",
    re.I,
)
FURNITURE = re.compile(
    r"^(?:(?:original )?sources?: |source:|via:|read more|read also|also read|see also"
    r"|watch:|listen:"
    r"|related:|click here|subscribe|sign up|log ?in\b|already a (?:subscriber|member)|follow us"
    r"|share (?:this|on)\b|print this|email this|advertisement|sponsored|skip to"
    r"|all rights reserved"
    r"|copyright\b|©|\(c\)|this article (?:was|is|has been) (?:originally|first|adapted|updated)"
    r"|this story (?:was|is|has been) (?:originally|first|updated)|required fields|terms of (?:use"
    r"|service)|privacy policy|cookie|we use cookies|by clicking|your support|support (?:us|our)"
    r"|reporting by|(?:additional|additional reporting) by|editing by|writing by|compiled by"
    r"|edited by|photographs? by|tags?:|topics?:|filed under|categories:|get (?:the|our) (?:latest"
    r"|app|newsletter|free)|download (?:the|our)|newsletter|have (?:a|an) (?:tip|story)\b"
    r"|do you have (?:a|any)|contact (?:us|the author|the reporter)|©|the associated press "
    r"contributed|with (?:files|reporting) from|report (?:this|an error)|powered by|loading"
    r"|please (?:enable|subscribe|log in)|to view this|published:|updated:|posted:|last updated)",
    re.I,
)
CAPTION = re.compile(
    r"^(?:file(?: photo| image| picture)?\b ?[:—–-]|photos?(?:graph)?\b ?(?:by|:|\()|image(?:s)?:"
    r"|picture:|caption|video:|graphic:|illustration|pictured:?|in this (?:file )?(?:photo|image"
    r"|picture|handout|screen ?grab)|a (?:file|handout) (?:photo|image))"
    r"|\((?:AP|AFP|Reuters|EPA|Getty|Photo)[ /][^)]{0,60}\)$"
    r"|(?:/|via )(?:AFP|AP|Getty Images|Reuters|EPA|Handout|Anadolu|Shutterstock|Xinhua"
    r"|TASS|Pool)\b"
    r"[^.]{0,40}$|\bGetty Images\)?$",
    re.I,
)
EMAIL = re.compile(r"[^\s@]@[^\s@]{1,250}?\.\w")  # bounded: an endless word must stay linear
BYLINE = re.compile(
    r"^(?:[Bb]y|BY|From) (?:[A-Z][\w.'’-]+[ ,&]*(?:and )?){1,8}(?:$|[|,])|^\S+@\S+\.\w+$", re.S
)
ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$", re.I)
CORRECTION = re.compile(
    r"^\(?(?:corrects?|corrected|correction|clarif\w+|editor[’']?s note|this (?:story"
    r"|article|version"
    r"|report) (?:has been|was) (?:corrected|amended)|an earlier version|updates? with|adds )\b",
    re.I,
)
STOP = re.compile(r"[.!?…:;,][\"”’')\]]*$|[”\"]$")
_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a raw text and what it is."""

    span: Span
    part: Part


def stretches(text: str, title: str | None = None) -> tuple[Stretch, ...]:
    """Divide a text into lines and say of each what it is; line ends belong to none."""
    enough = len(text) * (1 - TAIL_SHARE)
    lines = [
        (m.start() + _indent(m.group()), m.end())
        for m in _LINE.finditer(text)
        if m.group().strip()
    ]
    out: list[Stretch] = []
    tail = False
    for n, (start, end) in enumerate(lines):
        line = text[start:end].strip()
        marker = n > 0 and len(line) < 80 and bool(TAIL.match(line))
        tail = tail or (marker and start >= enough)
        part = Part.FURNITURE if tail or marker else _part(line, n, title, lines)
        dateline = DATELINE.match(line) if part is Part.BODY else None
        if dateline and len(line) - dateline.end() > 30:
            out.append(Stretch(Span(start, start + dateline.end()), Part.DATELINE))
            start += dateline.end()
        out.append(Stretch(Span(start, end), part))
    return tuple(out)


def masked(text: str, parts: tuple[Stretch, ...]) -> str:
    """Blank what is no article, keeping every offset; a dateline becomes a line of its own."""
    out = list(text)
    for stretch in parts:
        start, end = stretch.span.start, stretch.span.end
        if stretch.part not in READ:
            out[start:end] = " " * (end - start)
        elif stretch.part is Part.DATELINE:
            out[end - 1] = "\n"
    return "".join(out)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _part(line: str, n: int, title: str | None, lines: list[tuple[int, int]]) -> Part:
    """Name one line by its shape and its place."""
    if FURNITURE.match(line) or ADDRESS.match(line):
        return Part.FURNITURE
    if CORRECTION.match(line):
        return Part.CORRECTION
    if CAPTION.search(line):
        return Part.CAPTION
    if (BYLINE.match(line) and len(line) < 100) or (EMAIL.search(line) and len(line.split()) < 8):
        return Part.BYLINE
    if title and _same(line, title):
        return Part.HEADLINE
    if n == 0 and len(lines) > 1 and _headlike(line, lines):
        return Part.HEADLINE
    if _credit(line) or (n > 0 and _heading(line)):
        return Part.HEADING
    return Part.BODY


def _same(line: str, title: str) -> bool:
    """Compare a line with the title by their letters."""
    letters = [re.sub(r"\W+", "", words).casefold() for words in (line, title)]
    return bool(letters[0]) and letters[0] == letters[1]


def _headlike(line: str, lines: list[tuple[int, int]]) -> bool:
    """Tell a headline: a short first line without a full stop, followed by longer ones."""
    longest = max((end - start for start, end in lines[1:4]), default=0)
    return len(line) <= HEADLINE_LENGTH and not STOP.search(line) and longest > len(line)


def _heading(line: str) -> bool:
    """Say whether a line is a section's heading: a few words, no stop, no verb's tail."""
    words = line.split()
    return len(words) <= HEADING_WORDS and not STOP.search(line) and not re.search(r"\d", line)


def _credit(line: str) -> bool:
    """Say whether a line is a photographer's credit: capitals and slashes only."""
    return (
        len(line) < 80 and "/" in line and not STOP.search(line) and line.upper()[:8] == line[:8]
    )
