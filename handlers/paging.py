"""Which page of a long answer is asked for, and how does one turn it?"""

from __future__ import annotations

import re

from alerts.tongue import Tongue
from handlers.model import Button

_PAGE = re.compile(r"\s*\bpage:(\d{1,4})\b\s*")

Row = tuple[Button, ...]


def take(arguments: str) -> tuple[str, int]:
    """Take the page off the arguments: "kursk page:2" is kursk and 2; the first page is 1."""
    found = _PAGE.search(arguments)
    page = max(1, int(found[1])) if found else 1
    return " ".join(_PAGE.sub(" ", arguments).split()), page


def turning(arguments: str) -> bool:
    """Tell whether the arguments come from a button that turns a page."""
    return _PAGE.search(arguments) is not None


def pages(things: int, size: int) -> int:
    """Count the pages that so many things take."""
    return max(1, -(-things // size))


def turn(command: str, page: int, last: int, tongue: Tongue) -> tuple[Row, ...]:
    """Make the row of buttons that leads to the neighbouring pages; none for a single page."""
    back_to = tongue.say("◀ Page {page}", page=page - 1)
    on_to = tongue.say("Page {page} of {last} ▶", page=page + 1, last=last)
    back = [Button(back_to, f"{command} page:{page - 1}")] if page > 1 else []
    on = [Button(on_to, f"{command} page:{page + 1}")] if page < last else []
    return ((*back, *on),) if back or on else ()
