"""A reader is spoken to in a language of ours, and in English where it has no words."""

from __future__ import annotations

from gettext import NullTranslations

import pytest
from babel import Locale

from alerts.html import bold
from alerts.pseudo import PSEUDO
from alerts.tongue import ENGLISH, Tongue, known, languages, named, own_name, tongue


@pytest.mark.parametrize(
    ("code", "ours"),
    [
        ("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("tlh", "en"), ("", "en"), (None, "en"),
        ("en-xa", PSEUDO), ("../../etc/passwd", "en"), ("x" * 500, "en"),
    ],
)  # fmt: skip
def test_a_code_means_a_language_of_ours(code: str | None, ours: str) -> None:
    """Regions are those of the language; what we do not speak is English."""
    assert known(code) == ours


def test_a_region_is_its_language() -> None:
    """Telegram sends "de-at" too."""
    for code in languages():
        assert known(f"{code}-XY") == known(f"{code.upper()}_xy") == code


def test_a_language_is_found_by_any_of_its_names() -> None:
    """By code, by its own name, by its English name; nothing else is one."""
    for code in languages():
        english = Locale.parse(code).get_display_name("en")
        assert named(code) == named(own_name(code)) == named(str(english).upper()) == code
    assert named("Klingon") is None
    assert named("") is None


def test_places_in_a_sentence_are_filled_in_once() -> None:
    """What is filled in is never read for places of its own, and may carry a style."""
    assert ENGLISH.say("You follow {what}", what="{0.__class__} {how}") == (
        "You follow {0.__class__} {how}"
    )
    assert ENGLISH.nodes("You follow {what}.", what=bold("{x}")) == (
        "You follow ",
        bold("{x}"),
        ".",
    )


def test_a_number_is_written_as_the_language_does() -> None:
    """Thousands are set apart by a comma, a point or a space."""
    assert ENGLISH.many("{n} claim", "{n} claims", 1) == "1 claim"
    assert ENGLISH.many("{n} claim", "{n} claims", 12345) == "12,345 claims"
    german = Tongue("de", Locale.parse("de"), NullTranslations())
    assert german.many("{n} claim", "{n} claims", 12345) == "12.345 claims"


def test_the_pseudo_language_marks_all_but_commands_and_places() -> None:
    """Accents on every letter show what went through a catalogue."""
    said = tongue(PSEUDO).say("Try /claims kursk with {words}", words="DATA")
    assert said == "Ţŕý /claims ķûŕšķ ŵîţĥ DATA"
