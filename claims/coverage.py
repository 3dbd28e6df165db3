"""Which agency does a text credit, and how many independent voices carry a claim?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from claims.model import Article

HEAD = 220  # characters in which a dateline stands
TAIL = 300  # characters in which a credit line stands


@dataclass(frozen=True, slots=True)
class Carrier:
    """An article that carries a claim, by all that makes it somebody else's voice."""

    article: str
    outlet: str | None = None
    family: str | None = None  # whoever owns the outlet
    agency: str | None = None  # whom the text credits
    copy_of: str | None = None  # the article whose text it repeats


@lru_cache(maxsize=1)
def agencies() -> Mapping[str, str]:
    """Give the agencies' names and their variants, folded, each with the name we use."""
    table = tomllib.loads(_text())
    return {
        variant.casefold(): name
        for name, variants in table.items()
        for variant in (name, *variants)
    }


def _text() -> str:
    """Read the list of agencies."""
    return resources.files("claims").joinpath("coverage.toml").read_text("utf-8")


@lru_cache(maxsize=1)
def _names() -> str:
    """Write all names of agencies, also in capitals, as one pattern, the longest first.

    Case counts: (PA) is an agency and (pa) none.
    """
    table = tomllib.loads(_text())
    names = {name for pair in table.items() for name in (pair[0], *pair[1])}
    names |= {name.upper() for name in names}
    return "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Build the forms in which a known agency is credited, the surest first."""
    names = _names()
    credit = r"(?:sources?|via|credit|from|by(?: the)?)"
    shared = r"(?:(?:with |additional )?reporting by|with input from|©\s*\d*|copyright(?: \d+)?)"
    return (
        re.compile(rf"^[^\n]{{0,80}}?\(\s*({names})\s*\)\s*[-–—:]"),
        re.compile(rf"^\W*({names})\s*(?:[-–—|]|reports?\b)"),
        re.compile(rf"(?i:\b{credit})\s*:?\s*({names})\b\W*$"),
        re.compile(rf"(?:^|\n)\W*(?i:{shared})\s*(?:the )?({names})\b"),
        re.compile(rf"[(\[]\s*({names})\s*[)\]]\W*$|[-–—]\s*({names})\W*$"),
    )


# "Lisbon (Lusa) - ": a dateline says who wrote the text even when no list knows the agency
_DATELINE = re.compile(
    r"^[A-Z][^\n()]{1,60}\(([A-Z][A-Za-z]*(?:[ .-][A-Z][A-Za-z]*){0,2})\)\s*[-–—]\s"
)
# the desk's signature under its stories
_SIGNED = re.compile(
    r"\((?:Additional )?Reporting by [^()]{3,200}; (?:[Ww]riting|[Ee]diting) by", re.S
)


def credit_of(article: Article) -> str | None:
    """Name the agency that a text credits, or None."""
    text = article.text.strip()
    if article.title and text.startswith(article.title):
        text = text[len(article.title) :].strip()
    head, tail = text[:HEAD], text[-TAIL:]
    first = _patterns()[:2]
    for pattern in first:
        found = pattern.search(head)
        if found:
            return agencies()[_group(found).casefold()]
    dateline = _DATELINE.search(head)
    if dateline:
        return dateline[1]
    for pattern in _patterns()[2:]:
        found = pattern.search(tail)
        if found:
            return agencies()[_group(found).casefold()]
    return "Reuters" if _SIGNED.search(tail) else None


def _group(found: re.Match[str]) -> str:
    """Give the group that matched."""
    return next(group for group in found.groups() if group)


def independent(carriers: Iterable[Carrier]) -> int:
    """Count voices: copies, the outlets of one owner and the texts of one agency are one."""
    return len(set(voices(tuple(carriers)).values()))


def voices(carriers: Sequence[Carrier]) -> dict[str, str]:
    """Give each article the first article with whom it is one voice."""
    parent = {carrier.article: carrier.article for carrier in carriers}

    def root(article: str) -> str:
        while parent[article] != article:
            article = parent[article]
        return article

    first: dict[tuple[str, str], str] = {}
    for carrier in carriers:
        for mark in _marks(carrier):
            other = first.setdefault(mark, carrier.article)
            parent[root(carrier.article)] = root(other)
    return {carrier.article: root(carrier.article) for carrier in carriers}


def _marks(carrier: Carrier) -> Iterable[tuple[str, str]]:
    """Yield whatever two articles of one voice have in common."""
    yield "text", carrier.copy_of or carrier.article
    if carrier.family:
        yield "family", carrier.family.casefold()
    if carrier.outlet:
        yield "outlet", agencies().get(carrier.outlet.casefold(), carrier.outlet).casefold()
    if carrier.agency:
        yield "outlet", carrier.agency.casefold()
