"""What does the ledger, which is in English, call what somebody writes in their own language?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from alerts.names import states
from alerts.phrases import table
from alerts.tongue import languages, tongue

# Cyrillic letters as English papers write them; what sounds alike is told apart by nobody.
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ё": "e",
    "ж": "zh", "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya",
}  # fmt: skip
_LATIN = str.maketrans(_LETTERS)


def latin(word: str) -> str:
    """Write a folded Cyrillic word in Latin letters; any other word stays as it is."""
    return word.translate(_LATIN)


def names(fold: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Give what our languages call states and well-known names, with the English, both folded."""
    english = tongue("en")
    for code in languages()[1:]:
        other = tongue(code)
        for slug, territory in states().items():
            yield fold(str(other.locale.territories.get(territory, slug))), fold(slug)
        for slug in table("proper_names"):
            name = english.phrase("proper_names", slug)
            yield fold(other.phrase("proper_names", slug)), fold(name)
