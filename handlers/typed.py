"""What did somebody type: a command, for whom, with which arguments?"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST = 2000  # characters of arguments that are looked at; an address needs the most
SHOWN = 40  # characters of the user's own words that an answer repeats


@dataclass(frozen=True, slots=True)
class Typed:
    """A line of chat: the command without its slash (empty for plain text) and the rest."""

    command: str
    arguments: str
    addressed: str | None = None  # the bot's name after the @, lower case


def split(text: str) -> Typed:
    """Take a line of chat apart: "/claims@OurBot kursk" is claims, kursk, ourbot."""
    line = text.strip()
    if not line.startswith("/"):
        return Typed("", line)
    head, *rest = line[1:].split(maxsplit=1)[:2] or [""]
    name, _, bot = head.partition("@")
    return Typed(name.lower() or "?", rest[0] if rest else "", bot.lower() or None)


def clean(text: str) -> str:
    """Make one line of what somebody typed: no control or invisible signs, one space for many."""
    kept = (_harmless(sign) for sign in text[:LONGEST])
    return " ".join("".join(kept).split())


def echo(words: str) -> str:
    """Shorten somebody's words for an answer; escaping is left to the message builder."""
    return words if len(words) <= SHOWN else words[: SHOWN - 1].rstrip() + "…"


def _harmless(sign: str) -> str:
    """Keep a visible sign, make a space of a control sign and nothing of an invisible one."""
    category = unicodedata.category(sign)
    if category == "Cc":
        return " "
    return "" if category in {"Cf", "Cs", "Co", "Cn"} else sign


def address(words: str) -> str | None:
    """Read an http or https address; None when it is none."""
    try:
        parts = urlsplit(words)
        good = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a broken IPv6 address or port
        return None
    return words if good and " " not in words else None
