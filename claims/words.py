"""Which words has a text, and how often? Counted once, for all that go by words alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Set

WORD = re.compile(r"[^\W\d_]+")

Counts = Mapping[str, int]  # words in small letters


def counted(text: str) -> Counter[str]:
    """Count the words of a text."""
    return Counter(WORD.findall(text.lower()))


def times(words: Set[str], counts: Counts) -> int:
    """Say how often a text uses words that are among some."""
    return sum(counts[word] for word in counts.keys() & words)
