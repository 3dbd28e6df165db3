"""Which words has a text, how often, and where may a pattern begin that goes by them?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set

WORD = re.compile(r"[^\W\d_]+")
_RUN = re.compile(r"\w+")
_PAIR = re.compile(  # which say as one what neither word says, or are written as one word too
    r"\b(air|coast|border|front|defen[cs]e)[ -](strikes?|raids?|base|guards?|lines?|ministry"
    r"|minister)\b"
)

Counts = Mapping[str, int]  # words in small letters


def counted(text: str) -> Counter[str]:
    """Count the words of a text; "air strike" counts as an airstrike too."""
    lowered = text.lower()
    found = Counter(WORD.findall(lowered))
    found.update(first + second for first, second in _PAIR.findall(lowered))
    return found


def times(words: Set[str], counts: Counts) -> int:
    """Say how often a text uses words that are among some."""
    return sum(counts[word] for word in counts.keys() & words)


def matches(pattern: re.Pattern[str], firsts: Set[str], text: str) -> Iterator[re.Match[str]]:
    """Give what `pattern.finditer` gives, of a pattern that begins where a word begins.

    It is tried where a figure stands or one of the words that it can begin with: a long pattern
    takes most of its time to fail at all other words.
    """
    end = 0
    for run in _RUN.finditer(text):
        word, start = run.group(), run.start()
        if start >= end and (word[0].isdecimal() or word.lower() in firsts):
            match = pattern.match(text, start)
            if match is not None:
                end = match.end()
                yield match
