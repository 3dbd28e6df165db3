"""Which of a report's figures do its title and beginning bear out, as its own event's?"""

from __future__ import annotations

import re

from claims.harm.tolls import ONE_BY_ONE
from claims.harm.wholes import titled
from claims.lexicon import Lexicon
from claims.scene import Finding, Scene
from claims.text.clauses import sentence
from claims.text.numbers import amounts

COMMON = Lexicon.of(__name__).set("common")
HARMED = frozenset({"killed", "wounded", "killed_or_wounded"})
BEGINNING = 450  # characters within which a report of a crime or an accident gives its toll
TAKEN_UP = 2  # words of the title by which a sentence below is known for one of its event
_WORD = re.compile(r"[^\W\d_]{4,}")
_ENDING = re.compile(r"(?:ings?|ers?|ed|s|ly)$")


class Beginning:
    """The title of a report and its first sentences.

    Who is counted for the first time far below, in words that may be of any event, is left out:
    there stand the shootings before, the victims of a month, those of one hospital. A figure that
    title or beginning has too is one of the event, and so is what takes up the title's words.
    """

    def __init__(self, scene: Scene) -> None:
        title = scene.title or ""
        self._end = len(scene.text) - len(scene.text.lstrip()) + BEGINNING
        self._said = {a.min or a.max for a in scene.amounts if a.start < self._end}
        self._said |= {a.min or a.max for a in amounts(title)}
        self._dead = titled(title).get("killed")  # by "a triple homicide" too
        self._words = _words(title)

    def bears_out(self, figure: Finding) -> bool:
        """Tell whether a figure is one of the report's own event; one person always is."""
        quantity = figure.quantity
        if quantity is None or quantity.unit not in HARMED or figure.rule == ONE_BY_ONE:
            return True
        start = figure.start if figure.start is not None else figure.anchor.idx
        count = quantity.min or quantity.max
        if start < self._end or count in self._said:
            return True
        return (quantity.unit == "killed" and count == self._dead) or self._takes_up(figure)

    def _takes_up(self, figure: Finding) -> bool:
        return len(self._words & _words(sentence(figure.anchor).text)) >= TAKEN_UP


def _words(text: str) -> frozenset[str]:
    found = (word.lower() for word in _WORD.findall(text))
    return frozenset(_ENDING.sub("", word) for word in found if word not in COMMON)
