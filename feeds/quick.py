"""What does an ordinary feed hold? A pass of lxml that costs a twentieth of feedparser's.

It reads what most feeds are: RSS in its plain versions, RDF and Atom 1.0, well formed. Whatever
is odd (broken, unknown namespaces, markup where text belongs, a base of its own) is answered
with None, and feedparser has the word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from lxml import etree

from feeds.dates import read_date
from feeds.errors import ParseError
from feeds.model import Document, Entry
from feeds.skips import minutes_of, skip_days_of, skip_hours_of
from feeds.text import one_line, paragraphs, plain, plain_title
from feeds.urls import web_link

_ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
_BURNER = "{http://rssnamespace.org/feedburner/ext/1.0}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_RSS_NAMES = "title link guid description pubDate author source language ttl"
_ATOM_NAMES = "title id summary content published updated author source link"
_RSS_SPACES = ("", "{http://purl.org/rss/1.0/}")

# What an element is called below; what is not here is passed over.
_NAMES = {
    **{space + name: name for space in _RSS_SPACES for name in _RSS_NAMES.split()},
    **{f"{_ATOM}{name}": f"atom:{name}" for name in _ATOM_NAMES.split()},
    f"{_CONTENT}encoded": "encoded",
    f"{_DC}date": "dc:date",
    f"{_DC}creator": "dc:creator",
    f"{_TERMS}issued": "issued",
    f"{_TERMS}created": "created",
    f"{_TERMS}modified": "modified",
    f"{_BURNER}origLink": "origLink",
}
_VERSIONS = {"2.0": "rss20", "0.91": "rss091u", "0.92": "rss092", "0.93": "rss093"}
# Where these occur, text may stand elsewhere or mean something else than we know.
_ODD = ("xml:base", "http://www.w3.org/1999/xhtml", "http://purl.org/atom/ns#", "<fullitem")
_MEDIA = "{http://search.yahoo.com/mrss/}"
# What neither title nor text of an item can stand in.
_IDLE = frozenset(("category", "comments", "enclosure", f"{_MEDIA}content", f"{_MEDIA}thumbnail"))
_DEPTH = "xcessive depth"
_HTML = frozenset({None, "", "text/html", "application/xhtml+xml"})

Fields = dict[str, list[etree._Element]]


class _OddError(Exception):
    """Something that feedparser should look at."""


def read_quickly(text: str, url: str) -> Document | None:
    """Read an ordinary feed from its root on; None when it is not quite ordinary."""
    if any(word in text for word in _ODD):
        return None
    try:
        root = _root(text)
        document = _atom(root, url) if root.tag == f"{_ATOM}feed" else _rss(root, text, url)
    except _OddError:
        return None
    except etree.XMLSyntaxError as problem:
        if _DEPTH in str(problem):
            raise ParseError(url, "it is nested too deeply") from problem
        return None
    return document if document.entries else None


def _root(text: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(text.encode("utf-8", "replace"), parser)


def _rss(root: etree._Element, text: str, url: str) -> Document:
    channel = next((child for child in root if _local(child) == "channel"), None)
    if channel is None:
        raise _OddError
    head = _fields(channel)
    base = web_link(_text(head, "link"), url) or url
    return Document(
        url=url,
        version=_version(root),
        entries=tuple(_rss_entry(row, base) for row in _items(root, channel)),
        title=plain_title(_text(head, "title")) or None,
        language=one_line(_text(head, "language"), 20) or None,
        ttl=minutes_of(_text(head, "ttl")),
        skip_hours=skip_hours_of(text),
        skip_days=skip_days_of(text),
    )


def _version(root: etree._Element) -> str:
    if _local(root).lower() == "rdf":
        return "rss10"
    return _VERSIONS.get((root.get("version") or "").strip(), "rss")


def _items(root: etree._Element, channel: etree._Element) -> Iterator[etree._Element]:
    """Give the items, which stand in the channel, or beside it in RDF."""
    for parent in (channel, root):
        yield from (child for child in parent if _local(child) == "item")


def _rss_entry(item: etree._Element, base: str) -> Entry:
    fields = _fields(item)
    if any(name.startswith("atom:") and name != "atom:link" for name in fields):
        raise _OddError
    guid = _text(fields, "guid") or (item.get(f"{_RDF}about") or "")
    texts = [plain(_text(fields, "description")), *map(plain, _texts(fields, "encoded"))]
    if not (_text(fields, "title") and any(texts)) and _has_more(item):
        raise _OddError
    return Entry(
        guid=one_line(guid, 2_000) or None,
        link=web_link(_rss_link(fields, guid), base),
        title=plain_title(_text(fields, "title")),
        text=max(texts, key=len),
        published_at=_date(fields, "pubDate", "issued", "created"),
        updated_at=_date(fields, "dc:date", "modified"),
        author=one_line(_text(fields, "author") or _text(fields, "dc:creator"), 200) or None,
        outlet=plain_title(_text(fields, "source")) or None,
        full="encoded" in fields,
    )


def _has_more(item: etree._Element) -> bool:
    """Tell whether an item holds elements in which a title or text may hide."""
    return any(child.tag not in _NAMES and child.tag not in _IDLE for child in item)


def _rss_link(fields: Fields, guid: str) -> str:
    """Find the link: the one before a counter, the plain one, Atom's, or a guid that is one."""
    plain_link = _text(fields, "origLink") or _text(fields, "link") or _atom_link(fields)
    if plain_link or "guid" not in fields:
        return plain_link
    permanent = fields["guid"][0].get("isPermaLink", "true").strip().lower() != "false"
    return guid if permanent else ""


def _atom(root: etree._Element, url: str) -> Document:
    head = _fields(root)
    base = web_link(_atom_link(head), url) or url
    rows = root.iterchildren(f"{_ATOM}entry")
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return Document(
        url=url,
        version="atom10",
        entries=tuple(_atom_entry(row, base) for row in rows),
        title=_typed(head, "atom:title", plain_title, one_line) or None,
        language=one_line(language, 20) or None,
    )


def _atom_entry(row: etree._Element, base: str) -> Entry:
    fields = _fields(row)
    content = _typed(fields, "atom:content", plain, paragraphs)
    summary = _typed(fields, "atom:summary", plain, paragraphs)
    return Entry(
        guid=one_line(_text(fields, "atom:id"), 2_000) or None,
        link=web_link(_text(fields, "origLink") or _atom_link(fields), base),
        title=_typed(fields, "atom:title", plain_title, one_line),
        text=max(content, summary, key=len),
        published_at=_date(fields, "atom:published", "issued", "created"),
        updated_at=_date(fields, "atom:updated", "dc:date", "modified"),
        author=_inner(fields, "atom:author", "name"),
        outlet=_inner(fields, "atom:source", "title"),
        full=bool(content),
    )


def _atom_link(fields: Fields) -> str:
    """Give the last alternate in HTML, as feedparser does."""
    links = [
        link.get("href") or ""
        for link in fields.get("atom:link", ())
        if link.get("rel", "alternate") == "alternate" and link.get("type") in _HTML
    ]
    return links[-1] if links else ""


def _typed(
    fields: Fields, name: str, html: Callable[[str], str], text: Callable[[str], str]
) -> str:
    """Read an Atom text by what it says it is; other types than these two are odd."""
    words = _text(fields, name)
    kind = fields[name][0].get("type", "text") if name in fields else "text"
    if kind in ("html", "text/html"):
        return html(words)
    if kind not in ("text", "text/plain"):
        raise _OddError
    return text(words)


def _inner(fields: Fields, name: str, inner: str) -> str | None:
    """Give the text of a child of a child: author/name, source/title."""
    found = [one.findtext(f"{_ATOM}{inner}") or "" for one in fields.get(name, ())]
    return plain_title(found[0]) or None if found else None


def _date(fields: Fields, *names: str) -> datetime | None:
    """Read the first date that is given; one that we cannot read is odd."""
    for name in names:
        if raw := _text(fields, name):
            moment = read_date(raw)
            if moment is None:
                raise _OddError
            return moment
    return None


def _fields(parent: etree._Element) -> Fields:
    """Sort the children that we know by name."""
    fields: Fields = {}
    for child in parent:
        name = _NAMES.get(child.tag) if isinstance(child.tag, str) else None
        if name is not None:
            fields.setdefault(name, []).append(child)
    return fields


def _text(fields: Fields, name: str) -> str:
    """Give the text of a field that occurs once and holds nothing but text."""
    found = fields.get(name)
    if found is None:
        return ""
    if len(found) > 1 or len(found[0]):
        raise _OddError
    return (found[0].text or "").strip()


def _texts(fields: Fields, name: str) -> list[str]:
    """Give the texts of a field that may occur several times."""
    found = fields.get(name, [])
    if any(len(one) for one in found):
        raise _OddError
    return [(one.text or "").strip() for one in found]


def _local(element: etree._Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
