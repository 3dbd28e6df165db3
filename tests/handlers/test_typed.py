"""Is a line of chat taken apart as it was meant?"""

from __future__ import annotations

import pytest

from handlers.typed import SHOWN, Typed, clean, echo, split


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("/claims kursk", Typed("claims", "kursk")),
        ("/Claims@OurBot  north korea ", Typed("claims", "north korea", "ourbot")),
        ("/help", Typed("help", "")),
        ("kursk", Typed("", "kursk")),
        ("  ", Typed("", "")),
        ("/", Typed("?", "")),
        ("/ claims", Typed("claims", "")),
        ("/claims\nkursk", Typed("claims", "kursk")),
    ],
)
def test_a_line_is_split_into_command_arguments_and_address(text: str, typed: Typed) -> None:
    """Commands lose slash, case and address; plain text has no command."""
    assert split(text) == typed


def test_cleaning_leaves_one_line_without_control_or_invisible_signs() -> None:
    """Line breaks become spaces; marks of direction, NUL and lone surrogates go."""
    assert clean(" a\x00b\n\tc\u202e\u200b\ud800d  e ") == "a b cd e"


def test_an_echo_is_short() -> None:
    """A long text is cut with an ellipsis."""
    assert echo("kursk") == "kursk"
    assert len(echo("x" * 4000)) == SHOWN
