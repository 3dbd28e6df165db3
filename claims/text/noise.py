"""Is an article about sport, markets or the arts, which borrow the words of war and disaster?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claims.lexicon import Lexicon
from claims.text.words import WORD, Counts, counted, times

_WORDS = Lexicon.of(__name__)


@dataclass(frozen=True, slots=True)
class _Trade:
    """The words by which a trade is told."""

    words: frozenset[str]
    stems: tuple[str, ...]  # beginnings of words
    phrases: tuple[tuple[re.Pattern[str], frozenset[str]], ...]  # and the words of each

    @classmethod
    def of(cls, name: str) -> _Trade:
        table = _WORDS.table[name]
        return cls(
            frozenset(table["words"].split()),
            tuple(table["stems"].split()),
            tuple(
                (re.compile(rf"\b{re.escape(each)}\b"), frozenset(WORD.findall(each)))
                for each in table["phrases"]
            ),
        )

    def times(self, text: str, counts: Counts) -> int:
        """Count the words and phrases of the trade in a text, which is in small letters."""
        found = times(self.words, counts)
        if self.stems:
            found += sum(n for word, n in counts.items() if word.startswith(self.stems))
        for phrase, words in self.phrases:
            if words <= counts.keys():  # its own words have been counted already
                found += len(phrase.findall(text)) * (1 - len(words & self.words))
        return found


HARD = _Trade.of("hard")
TRADES = (
    ("sport", _Trade.of("sport")),
    ("markets", _Trade.of("market")),
    ("arts and leisure", _Trade.of("arts")),
)


def noise(text: str, counts: Counts, title: str | None) -> str | None:
    """Say which trade an article belongs to if its words outweigh those of hard news."""
    words = max(40, len(text) // 6)
    text, head = text.lower(), (title or "").lower()
    titled = counted(head)

    def weight(trade: _Trade) -> int:
        return trade.times(text, counts) + 2 * trade.times(head, titled)

    hard = weight(HARD)
    for label, trade in TRADES:
        soft = weight(trade)
        if soft >= 3 and soft > 1.2 * hard and soft / words > 0.015:
            return f"about {label}: {soft} of its words to {hard} of hard news"
    return None
