"""Which of a report's figures do its title and beginning bear out, as its own event's?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claims.harm.tolls import AND_HIMSELF, ONE_BY_ONE
from claims.harm.wholes import titled
from claims.lexicon import Lexicon
from claims.scene import CRIME, SEVERAL, Finding, Scene
from claims.text.clauses import sentence
from claims.text.words import counted, times

_LEXICON = Lexicon.of(__name__)

COMMON = _LEXICON.set("common")
GUNS = _LEXICON.set("guns")
ARMED = frozenset({"shooting", "stabbing"})  # of which every report is one of a crime
HARMED = frozenset({"killed", "wounded", "killed_or_wounded"})
BEGINNING = 450  # characters within which a report of a crime gives its toll; of who died, twice
AS_TITLE = 120  # characters that stand for a title where there is none
TAKEN_UP = 3  # words of the title by which a sentence below is known for one of its event
_WORD = re.compile(r"[^\W\d_]{4,}")
_ENDING = re.compile(r"(?:ings?|ers?|ed|s|ly)$")


def is_of_crime(scene: Scene, kind: str) -> bool:
    """Tell a report of a crime, whose event is of some kind, from one of an accident."""
    return kind in ARMED or times(CRIME | GUNS, counted(scene.text)) >= SEVERAL


class Beginning:
    """The title of a report and its first sentences.

    Who is told of for the first time far below, in words that may be of any event, is left out:
    there stand the shootings before, the victims of a month, those of one hospital. A figure that
    title or beginning has too is one of the event, and so is what takes up the title's words.
    """

    def __init__(self, scene: Scene) -> None:
        title = scene.title or scene.text.lstrip()[:AS_TITLE]
        self._start = len(scene.text) - len(scene.text.lstrip())
        said = titled(title)
        self._told = {("wounded", said.get("hit", 0) - said.get("killed", 0)), *said.items()}
        self._words = _words(title)

    def borne_out(self, figures: Iterable[Finding]) -> Iterator[Finding]:
        """Give the figures that are of the report's own event."""
        for figure in figures:
            quantity = figure.quantity
            if quantity is None or quantity.unit not in HARMED:
                yield figure
                continue
            count = (quantity.min or quantity.max or 0) - (figure.rule == AND_HIMSELF)
            if self._is_early(figure):
                self._told.add((quantity.unit, count))
                yield figure
            elif (quantity.unit, count) in self._told or self._takes_up(figure):
                yield figure

    def _is_early(self, figure: Finding) -> bool:
        start = figure.start if figure.start is not None else figure.anchor.idx
        person = figure.rule == ONE_BY_ONE and figure.value == "killed"
        return start - self._start < BEGINNING * (2 if person else 1)

    def _takes_up(self, figure: Finding) -> bool:
        return len(self._words & _words(sentence(figure.anchor).text)) >= TAKEN_UP


def _words(text: str) -> frozenset[str]:
    found = (word.lower() for word in _WORD.findall(text))
    return frozenset(_ENDING.sub("", word) for word in found if word not in COMMON)
