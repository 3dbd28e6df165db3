"""Does our parse meet what the test files of feedparser and miniflux expect of a feed?

`python -m bench.feed_corpus FOLDER`, where the archives are unpacked. feedparser's files name
their expectation in a comment (`entries[0]['link'] == '…'`); those on title, link, id, date,
summary and content of an entry, and on the title of the feed, are checked, each as the plain text
that we make of it. miniflux's files name none: they must be read, with their entries.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from feeds.decode import decode
from feeds.errors import ParseError
from feeds.model import Document, Entry
from feeds.parse import parse
from feeds.text import one_line, plain, plain_title
from feeds.urls import web_link

URL = "http://127.0.0.1:8097/test"
_HEADER = re.compile(r"^\s*Header:\s*([\w-]+)\s*:\s*(.+?)\s*$", re.M | re.I)
_EXPECT = re.compile(r"Expect:\s*(.+?)\s*(?:-->|\n\s*\n|$)", re.S)
# What is not met on purpose, and why. Everything else that is not met is a fault.
_CDF = "CDF of 1997 is read by no feed of today; it is refused with a reason"
_LONGEST = "an entry has one text here, the longest that it holds"
_RAW_ID = "the id is kept as given: resolved, it would change with the address of the feed"
EXCEPTIONS = {
    "wellformed/cdf/": _CDF,
    "wellformed/atom10/entry_content_and_summary": _LONGEST,
    "wellformed/rss/item_description_and_summary": _LONGEST,
    "wellformed/rss/item_summary_and_description": _LONGEST,
    "wellformed/base/http_entry_id_base": _RAW_ID,
    "wellformed/itunes/itunes_item_subtitle": "subtitles of podcasts are not read",
    "wellformed/rss/entity_in_doctype": "declarations before the root are cut: they can expand",
    "wellformed/rss/item_description_not_a_doctype": "lone broken markup has no text",
    "wellformed/sanitize/item_content_encoded_script_nested_cdata": "the rest of a broken CDATA",
    "wellformed/sanitize/xml_declaration_unexpected_character": "lone broken markup has no text",
    "wellformed/sanitize/xml_malicious_comment": "an unclosed comment hides what follows",
    "entities/lang": "HTML 5 names another character so than HTML 4 did",
    "entities/rang": "HTML 5 names another character so than HTML 4 did",
    "encoding/bozo_linenoise": "bytes of no charset; feedparser's guess is another",
}
_TEXTS = {"description", "summary", "content", "content_encoded", "subtitle"}


@dataclass(frozen=True)
class Wish:
    """One comparison of a test file."""

    index: int | None  # of the entry; None is the feed
    field: str
    value: Any


def wishes_of(expression: str) -> Iterator[Wish]:
    """Take the comparisons that we check out of an expectation."""
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
            path = path_of(node.left)
            try:
                value = ast.literal_eval(node.comparators[0])
            except ValueError:
                continue
            if len(path) > 2 and path[0] == "entries" and isinstance(path[1], int):
                yield Wish(path[1], field_of(path[2:]), value)
            elif path[:1] == ["feed"]:
                yield Wish(None, field_of(path[1:]), value)


def path_of(node: ast.expr) -> list[Any]:
    """Read entries[0]['title'] and entries[0].title as a path."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return [*path_of(node.value), node.slice.value]
    if isinstance(node, ast.Attribute):
        return [*path_of(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else []


def field_of(path: list[Any]) -> str:
    """Name a field; only whole values and the value of details are comparable."""
    if len(path) == 1:
        return str(path[0])
    if path[0] == "content" and path[-1] == "value":
        return "content"
    return ".".join(map(str, path))


def met(wish: Wish, document: Document) -> bool | None:
    """Compare a wish with what we read; None when we do not read such a thing."""
    if wish.index is None:
        if wish.field != "title":
            return None
        return document.title in (plain_title(wish.value) or None, one_line(wish.value) or None)
    if wish.field not in _TEXTS | {"title", "link", "id", "guid"} | DATES:
        return None
    if wish.index >= len(document.entries):
        return False
    return entry_meets(wish, document.entries[wish.index], document.url)


DATES = {"published_parsed", "updated_parsed", "created_parsed", "date_parsed"}


def entry_meets(wish: Wish, entry: Entry, url: str) -> bool:
    """Compare one field of an entry as the plain text that it is to us."""
    value = wish.value
    if wish.field == "title":
        return entry.title in (plain_title(value), one_line(value))
    if wish.field == "link":
        return entry.link == web_link(value, url)
    if wish.field in ("id", "guid"):
        return entry.guid == (one_line(value) or None)
    if wish.field in DATES:
        dates = (entry.published_at, entry.updated_at)
        return datetime(*value[:6], tzinfo=UTC) in dates
    return plain(value) in entry.text or " ".join(value.split()) in entry.text


def check(path: Path, body: bytes) -> Iterator[tuple[str, bool, str]]:
    """Check one file: each field, whether it is met, and what stood there instead."""
    comment = decode(body).text[:4_000]
    headers = {name.lower(): value for name, value in _HEADER.findall(comment)}
    found = _EXPECT.search(comment)
    wishes = list(wishes_of(found[1])) if found else []
    url = headers.get("content-location", URL)
    try:
        document = parse(body, url, headers.get("content-type", ""))
    except ParseError as problem:
        document = Document(url, "")
        yield "parse", not wishes and bool(found), problem.reason
    for wish in wishes:
        verdict = met(wish, document)
        if verdict is not None:
            seen = seen_by(wish, document)
            yield wish.field, verdict, f"wants {str(wish.value)[:80]!r}, has {str(seen)[:300]}"
    if not found:
        yield "entries", bool(document.entries), f"{len(document.entries)} entries"


def seen_by(wish: Wish, document: Document) -> object:
    """Give what stands where a wish points to."""
    if wish.index is None or wish.index >= len(document.entries):
        return document.title
    return document.entries[wish.index]


def main() -> None:
    """Check every file below a folder and print what is not met."""
    root = Path(sys.argv[1])
    met_by_field: Counter[tuple[str, bool]] = Counter()
    files, unexplained = 0, 0
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        files += 1
        for field, verdict, words in check(path, path.read_bytes()):
            met_by_field[field, verdict] += 1
            if not verdict:
                reason = why(path)
                unexplained += reason is None
                print(f"{path.relative_to(root)}\t{field}\t{reason or 'FAULT'}\t{words}")
    print(f"{files} files", file=sys.stderr)
    for field in sorted({field for field, _ in met_by_field}):
        good, bad = met_by_field[field, True], met_by_field[field, False]
        print(f"{field:<18} {good:>5} met {bad:>4} not", file=sys.stderr)
    print(f"{unexplained} without a reason", file=sys.stderr)


def why(path: Path) -> str | None:
    """Give the reason for which a file's expectation is not met."""
    return next((why for part, why in EXCEPTIONS.items() if part in path.as_posix()), None)


if __name__ == "__main__":
    main()
