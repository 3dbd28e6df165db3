"""How does an agency's report begin: "MAKASSAR, Indonesia, Sept 3 (Reuters) - "?"""

from __future__ import annotations

import re

DATELINE = re.compile(
    r"^(?:(?:[A-Z][A-Z'’.-]+)(?:[ -][A-Z][A-Z'’.-]+){0,3}(?:, ?[A-Z][\w.'’ ]{1,25}){0,2}"
    r"(?:[,.]? ?(?:[A-Z][a-z]{2,8}\.? \d{1,2})(?:, ?\d{4})?)? ?(?:\([A-Z][\w/ .-]{1,25}\))? ?"
    r"(?:—|–|--|-|:)\s"
    r"|(?:[A-Z][\w'’.-]+)(?:[ -][A-Z][\w'’.-]+){0,2}(?:, ?[A-Z][\w.'’ ]{1,25})? "
    r"\((?:[A-Z][\w/ .-]{1,25})\)(?: ?(?:—|–|--|-|:))?\s"
    r"|\((?:[A-Z]{2,}[\w/ .-]{0,20}|Reuters|Bloomberg)\) ?(?:—|–|--|-|:)\s)"
)
