"""In which language is a reader spoken to? One value that goes along with whoever is answered.

The English sentences in the code and in phrases.toml are the keys; the catalogues in languages/
hold what other languages say instead. What a catalogue lacks is said in English.
"""

from __future__ import annotations

from functools import lru_cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO
from string import Formatter

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

from alerts.html import Node
from alerts.phrases import table
from alerts.pseudo import PSEUDO, Pseudo

ENGLISH_LOCALE = "en_GB"  # the day before the month
_SAMPLE = "uk"  # numbers, days and states of the pseudo-language: no Latin letter in them


def mark(sentence: str) -> str:
    """Mark a sentence for the catalogues that is said elsewhere, by a variable."""
    return sentence


class Tongue:
    """A language: its sentences, its plurals, its way with numbers and names."""

    def __init__(self, code: str, locale: Locale, catalogue: NullTranslations) -> None:
        """Take the sentences from a catalogue, the rest from the Unicode locale."""
        self.code, self.locale = code, locale
        self._catalogue = catalogue

    @property
    def english(self) -> bool:
        """Tell whether the rules of English grammar hold: articles, apostrophes, "it"."""
        return self.code == "en"

    def say(self, sentence: str, /, **parts: object) -> str:
        """Say a sentence of the catalogue with its {places} filled in."""
        return self._catalogue.gettext(sentence).format_map(parts)

    def many(self, one: str, several: str, count: int, /, **parts: object) -> str:
        """Say a sentence in the form that the number wants; {n} is the number itself."""
        said = self._catalogue.ngettext(one, several, count)
        return said.format_map(parts | {"n": self.number(count)})

    def nodes(self, sentence: str, /, **parts: Node) -> tuple[Node, ...]:
        """Say a sentence in whose {places} stands text with a style."""
        nodes: list[Node] = []
        for text, name, _, _ in Formatter().parse(self._catalogue.gettext(sentence)):
            nodes += [text] if text else []
            nodes += [parts[name]] if name else []
        return tuple(nodes)

    def phrase(self, name: str, key: str, /, **parts: object) -> str:
        """Say a phrase of a table of phrases.toml; its context there is table and key."""
        return self._catalogue.pgettext(f"{name}.{key}", table(name)[key]).format_map(parts)

    def number(self, number: int) -> str:
        """Write a number with its thousands set apart."""
        return str(format_decimal(number, locale=self.locale))


def languages() -> list[str]:
    """List the languages that have wording, English first."""
    found = (one.name for one in (files("alerts") / "languages").iterdir())
    return ["en", *sorted(name.removesuffix(".po") for name in found if name.endswith(".po"))]


def known(code: str | None) -> str:
    """Give the language of ours that a code means: "pt-br", "uk-UA", "de"; English if none."""
    wanted = (code or "").replace("_", "-").lower()
    if wanted == PSEUDO.lower():
        return PSEUDO
    base = wanted.partition("-")[0]
    return base if base in languages() else "en"


def own_name(code: str) -> str:
    """Give what a language is called by those who speak it: українська."""
    return str(Locale.parse(known(code).replace("-XA", "")).get_display_name() or code)


def named(words: str) -> str | None:
    """Find a language of ours by its code, its own name or its English one."""
    wanted = words.strip().casefold()
    if known(wanted) != "en":
        return known(wanted)
    for code in languages():
        english = str(Locale.parse(code).get_display_name("en"))
        if wanted in (code, own_name(code).casefold(), english.casefold()):
            return code
    return None


def tongue(code: str | None = None) -> Tongue:
    """Give the language that a code means, as Telegram or /settings name it."""
    return _tongue(known(code))


@lru_cache(maxsize=32)
def _tongue(code: str) -> Tongue:
    """Read the catalogue of a language of ours, once."""
    if code == PSEUDO:
        return Tongue(code, Locale.parse(_SAMPLE), Pseudo())
    if code == "en":
        return Tongue(code, Locale.parse(ENGLISH_LOCALE), NullTranslations())
    with (files("alerts") / "languages" / f"{code}.po").open("rb") as file:
        written = read_po(file, locale=code)
    for message in written:  # a plural that lacks a form would be said as nothing
        if message.pluralizable and message.string and not all(message.string):
            message.string = ""
    compiled = BytesIO()
    write_mo(compiled, written)
    compiled.seek(0)
    return Tongue(code, Locale.parse(code), Translations(compiled))


ENGLISH = tongue("en")
