"""Which feeds does the operator want? Lists in TOML and OPML; a broken entry is named."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import quoteattr

from lxml import etree

from feeds.errors import ListError
from feeds.text import one_line
from feeds.urls import LONGEST, same_page, shown, split

LARGEST = 10_000_000  # bytes of a list
_TABLE = re.compile(r"^\s*\[\[\s*feeds?\s*\]\]")
_OPML = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed as a list names it."""

    url: str
    outlet: str | None = None
    family: str | None = None  # outlets of one owner
    group: str | None = None  # a heading of the list


@dataclass(frozen=True, slots=True)
class FeedList:
    """What a list holds, and what in it was left out and why."""

    feeds: tuple[Listed, ...] = ()
    problems: tuple[str, ...] = ()  # "feeds.toml, line 12: …"


def read_list(path: Path) -> FeedList:
    """Read a list by its content; raises ListError when nothing of it can be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise ListError(str(path), f"the list is larger than {LARGEST:,} bytes")
        body = path.read_bytes()
    except OSError as problem:
        raise ListError(str(path), f"it cannot be read ({problem.strerror})") from problem
    return read_list_text(body, path.name)


def read_list_text(body: bytes, name: str) -> FeedList:
    """Read a list that was loaded or uploaded; the name is for the problems."""
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    return _read_opml(body, name) if start.startswith(b"<") else _read_toml(body, name)


def write_opml(feeds: Iterable[Listed], title: str = "Claimwatch") -> str:
    """Write a list that other readers can import; families go along as an attribute."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_attribute(title)[1:-1]}</title></head>",
        "  <body>",
        *(f"    <outline {_outline(feed)}/>" for feed in feeds),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _outline(feed: Listed) -> str:
    fields = {
        "type": "rss",
        "text": feed.outlet or feed.url,
        "xmlUrl": feed.url,
        "family": feed.family,
        "category": feed.group,
    }
    return " ".join(f"{name}={_attribute(value)}" for name, value in fields.items() if value)


def _attribute(value: str) -> str:
    return quoteattr(one_line(value, LONGEST))


def _read_toml(body: bytes, name: str) -> FeedList:
    """Read [[feed]] tables; when the whole does not parse, each table is read by itself."""
    text = body.decode("utf-8", "replace").replace("\r\n", "\n")
    feeds: list[Listed | str] = []
    for number, chunk in _tables(text):
        place = f"{name}, line {number}"
        try:
            table = tomllib.loads(chunk)
        except tomllib.TOMLDecodeError as problem:
            feeds.append(_broken(str(problem), name, number))
            continue
        rows = table.get("feed") or table.get("feeds") or []
        feeds += [_listed(row, place) for row in rows if isinstance(row, dict)]
    if not feeds:
        raise ListError(name, "it holds no [[feed]] table")
    return _sorted_out(feeds)


def _broken(problem: str, name: str, start: int) -> str:
    """Say what TOML says, with the line counted in the whole list."""
    found = re.search(r" \(at line (\d+), column \d+\)$", problem)
    line = start + int(found[1]) - 1 if found else start
    return f"{name}, line {line}: {problem[: found.start()] if found else problem}"


def _tables(text: str) -> Iterable[tuple[int, str]]:
    """Cut a TOML text before each [[feed]]; give each piece with its line."""
    lines = text.split("\n")
    starts = [at for at, line in enumerate(lines) if _TABLE.match(line)]
    for start, end in pairwise([*starts, len(lines)]):
        yield start + 1, "\n".join(lines[start:end])


def _listed(row: dict[str, object], place: str) -> Listed | str:
    """Make an entry of a row, or the sentence that says what is wrong with it."""
    unknown = row.keys() - {"url", "outlet", "family", "group"}
    wrong = [field for field, value in row.items() if not isinstance(value, str)]
    if unknown or wrong:
        return f"{place}: {', '.join(sorted([*unknown, *wrong]))} is not understood"
    fields = {field: one_line(str(value), LONGEST) for field, value in row.items()}
    url = fields.pop("url", "")
    problem = _problem_with(url)
    return f"{place}: {problem}" if problem else Listed(url, **fields)


def _problem_with(url: str) -> str | None:
    parts = split(url)
    if not url:
        return "it has no url"
    if parts is None or len(url) >= LONGEST or shown(url) != url:
        return f"{shown(url)[:100]!r} is no address of a feed (http or https, without password)"
    return None


def _read_opml(body: bytes, name: str) -> FeedList:
    root = etree.fromstring(body, _OPML)
    outlines = [] if root is None else list(root.iter("outline"))
    feeds = [_of_outline(outline, name) for outline in outlines if _address_of(outline)]
    if not feeds:
        raise ListError(name, "it holds no outline with an address (xmlUrl)")
    return _sorted_out(feeds)


def _of_outline(outline: etree._Element, name: str) -> Listed | str:
    parent = outline.getparent()
    row: dict[str, object] = {
        "url": _address_of(outline),
        "outlet": outline.get("text") or outline.get("title"),
        "family": outline.get("family"),
        "group": outline.get("category") or (parent.get("text") if parent is not None else None),
    }
    filled = {field: value for field, value in row.items() if value}
    return _listed(filled, f"{name}, line {outline.sourceline}")


def _address_of(outline: etree._Element) -> str | None:
    """Find the address however its attribute is cased."""
    names = (str(name) for name in outline.keys() if str(name).lower() == "xmlurl")  # noqa: SIM118
    return next((outline.get(name) for name in names), None)


def _sorted_out(found: Iterable[Listed | str]) -> FeedList:
    """Part the good from the bad, and name a feed that comes twice only once."""
    feeds: dict[str, Listed] = {}
    problems: list[str] = []
    for one in found:
        if isinstance(one, str):
            problems.append(one)
        else:
            feeds.setdefault(same_page(one.url), one)
    return FeedList(tuple(feeds.values()), tuple(problems))
