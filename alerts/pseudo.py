"""Which sentence has no place in the catalogues? A language that shows it at a glance.

Everything that goes through a catalogue gets accents in this language, and what is left in plain
letters was forgotten. Commands and {places} stay as they are. /settings language en-XA shows it.
"""

from __future__ import annotations

import re
from gettext import NullTranslations

PSEUDO = "en-XA"  # the code that Unicode keeps for this purpose

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "àƀçðéƒĝĥîĵķļɱñôþǫŕšţûṽŵẋýžÀƁÇÐÉƑĜĤÎĴĶĻṀÑÔÞǪŔŠŢÛṼŴẊÝŽ"
_ACCENTS = str.maketrans(_PLAIN, _ACCENTED)
_KEPT = re.compile(r"(\{\w*\}|/[a-z]+)")


class Pseudo(NullTranslations):
    """A catalogue that has everything, in English with accents."""

    def gettext(self, message: str) -> str:
        """Put the accents on."""
        parts = _KEPT.split(message)
        return "".join(
            part if index % 2 else part.translate(_ACCENTS) for index, part in enumerate(parts)
        )

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Choose as English does."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """Do without the context."""
        return self.gettext(message)
