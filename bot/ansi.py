"""How does a message look in a terminal? Telegram's HTML as lines of text, in colour or plain."""

from __future__ import annotations

from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement

from handlers.model import Button

BOLD, ITALIC, LINK, DIM, END = "\x1b[1m", "\x1b[3m", "\x1b[36m", "\x1b[2m", "\x1b[0m"
STYLES = {"b": BOLD, "strong": BOLD, "i": ITALIC, "em": ITALIC, "code": DIM, "u": "\x1b[4m"}


@dataclass(frozen=True, slots=True)
class Look:
    """How to write: with colours for a person, without them into a pipe."""

    colour: bool = False

    def text(self, html: str) -> str:
        """Turn a message's HTML into lines."""
        root = lxml.html.fragment_fromstring(html, create_parent="div")
        return self._inside(root).strip("\n")

    def buttons(self, rows: tuple[tuple[Button, ...], ...], first: int = 1) -> str:
        """Number the buttons, so that typing a number presses one."""
        flat = [button for row in rows for button in row]
        labels = [f"[{number}] {button.label}" for number, button in enumerate(flat, first)]
        return self._styled(DIM, "   ".join(labels))

    def _inside(self, element: HtmlElement) -> str:
        parts = [_clean(element.text)]
        for child in element:
            parts += [self._element(child), _clean(child.tail)]
        return "".join(parts)

    def _element(self, element: HtmlElement) -> str:
        inside = self._inside(element)
        if element.tag == "br":
            return "\n"
        if element.tag == "blockquote":
            return "".join(f"\n│ {line}" for line in inside.strip().splitlines()) + "\n"
        if element.tag == "a":
            return self._link(inside, element.get("href", ""))
        return self._styled(STYLES.get(str(element.tag), ""), inside)

    def _link(self, label: str, address: str) -> str:
        return label if label == address else f"{label} {self._styled(LINK, f'<{address}>')}"

    def _styled(self, style: str, text: str) -> str:
        return f"{style}{text}{END}" if self.colour and style and text else text


def _clean(text: str | None) -> str:
    """Keep a news text from steering the terminal: no escape sequences, only line breaks."""
    return "".join(c for c in text or "" if c == "\n" or c.isprintable())
