"""Does an article tell one story, or many that have nothing to do with each other?"""

from __future__ import annotations

import re

HEAD = 600  # characters in which a digest says that it is one
DIGEST = re.compile(
    r"\bnewsletter\b|\b\w+day briefing\b|\bfront pages\b|\bnewspaper headlines\b"
    r"|\bin your inbox\b|^Good (?:morning|afternoon|evening)\.$",
    re.I | re.M,
)


def is_digest(title: str | None, text: str) -> bool:
    """Tell an article of many stories: what one is about says nothing of the others."""
    return bool(DIGEST.search(f"{title or ''}\n{text[:HEAD]}"))


def paragraph(text: str, start: int, end: int) -> str:
    """Give the whole paragraph in which a stretch of a text stands."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", max(first, end - 1))
    return text[first : last if last >= 0 else None]
