"""Where are quotation marks, and which stretches do they quote, paired or not?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from claims.model import Span

_MARK = re.compile(r"[“”„\"«»]|''|``|(?<!\w)‘(?=\w)|(?<!\w)'(?=\w)")
_PARAGRAPH = re.compile(r"[^\n]+")
_CLOSERS = frozenset("”»")
_OPENERS = frozenset("“„«") | {"``"}
_SINGLE = frozenset("‘'")
_SINGLE_END = re.compile(r"[’'](?!\w)")
MAX_QUOTE = 4_000  # characters of one paragraph's quotation


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its marks; `closed` is false when its paragraph ends before it does."""

    start: int
    end: int
    closed: bool = True

    @property
    def span(self) -> Span:
        """Give the stretch with the marks."""
        return Span(self.start, self.end)


def find_quotes(text: str) -> tuple[Quote, ...]:
    """Find the outermost quotations in the order of the text; none crosses a line break."""
    return tuple(
        quote for block in _PARAGRAPH.finditer(text) for quote in _in_paragraph(text, block)
    )


class Quotes:
    """The quotations of a text, to be asked by offset."""

    def __init__(self, text: str) -> None:
        self.all = find_quotes(text)
        self._starts = [quote.start for quote in self.all]

    def at(self, offset: int) -> Quote | None:
        """Give the quotation in which an offset stands, its marks included."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self.all[index].end:
            return self.all[index]
        return None


def _in_paragraph(text: str, block: re.Match[str]) -> Iterator[Quote]:
    opened: int | None = None
    position = block.start()
    while mark := _MARK.search(text, position, block.end()):
        position = mark.end()
        if opened is not None:
            if _closes(text, mark, block):
                yield Quote(opened, mark.end())
                opened = None
        elif mark.group() in _SINGLE:
            if end := _single_end(text, mark.start(), block.end()):
                yield Quote(mark.start(), end)
                position = end
        elif _opens(text, mark, block):
            opened = mark.start()
    if opened is not None:
        yield Quote(opened, min(_stripped_end(text, block), opened + MAX_QUOTE), closed=False)


def _opens(text: str, mark: re.Match[str], block: re.Match[str]) -> bool:
    """Tell an opening mark from a stray closing one by what stands around it."""
    if mark.group() in _OPENERS:
        return True
    before = text[mark.start() - 1] if mark.start() > block.start() else " "
    after = text[mark.end()] if mark.end() < block.end() else " "
    if mark.group() in _CLOSERS:
        return False
    return not after.isspace() and (before.isspace() or before in "([—–-:/,")


def _closes(text: str, mark: re.Match[str], block: re.Match[str]) -> bool:
    if mark.group() in _CLOSERS:
        return True
    if mark.group() in _OPENERS | _SINGLE:
        return False
    before = text[mark.start() - 1] if mark.start() > block.start() else " "
    after = text[mark.end()] if mark.end() < block.end() else " "
    return not before.isspace() or after.isspace()


def _single_end(text: str, start: int, limit: int) -> int:
    """Find the end of a quotation in single marks; an apostrophe in front opens none."""
    for found in _SINGLE_END.finditer(text, start + 2, min(limit, start + 300)):
        before = text[found.start() - 1]
        possessive = before in "sS" and text[start] == "'"
        if not possessive:
            return found.end()
    return 0


def _stripped_end(text: str, block: re.Match[str]) -> int:
    return block.start() + len(block.group().rstrip())
