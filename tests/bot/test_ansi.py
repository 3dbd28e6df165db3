"""The terminal's look: Telegram's HTML as text."""

from bot.ansi import Look
from handlers.model import Button

MESSAGE = (
    "<b>Russia</b> confirms: x &lt; y\n<blockquote expandable>one\ntwo</blockquote>"
    '<a href="https://news.example/?a=1&amp;b=2">Mint</a>, <i>26 April</i>'
)


def test_a_pipe_gets_plain_text() -> None:
    """No colour, quotes with a bar, links with their address."""
    assert Look().text(MESSAGE) == (
        "Russia confirms: x < y\n\n│ one\n│ two\nMint <https://news.example/?a=1&b=2>, 26 April"
    )


def test_a_person_gets_colours() -> None:
    """Bold and italic become escape sequences that are closed again."""
    text = Look(colour=True).text(MESSAGE)
    assert text.startswith("\x1b[1mRussia\x1b[0m")


def test_a_quote_cannot_steer_the_terminal() -> None:
    """Escape sequences in a news text are taken out."""
    assert "\x1b" not in Look().text("<i>a\x1b[2Jb</i>").replace("\x1b[3m", "")


def test_buttons_are_numbered_through_their_rows() -> None:
    """Typing the number presses the button, so each has its own."""
    rows = ((Button("All", "claims"),), (Button("Mute", "mute 1"), Button("Why", "why 1")))
    assert Look().buttons(rows) == "[1] All   [2] Mute   [3] Why"
