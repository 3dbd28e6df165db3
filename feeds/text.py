"""What does a piece of markup say? Plain text by lxml, free of what cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from lxml import etree

TITLE = 1_000  # characters that we keep
TEXT = 100_000
_MARKUP = 400_000  # characters of markup that we look at
_ROOM = 4  # times the limit is looked at, for the white space that falls away

# C0 and DEL but tab and newline, zero-width, bidi overrides and isolates, BOM, lone surrogates.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d\u00ad\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# C1 is Windows-1252 by mistake, as browsers read it.
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_MARKED_UP = re.compile(r"<[a-zA-Z!/?]|&(?:#\d|#[xX][0-9a-fA-F]|[a-zA-Z]\w*;)")
_SILENT_NAMES = "script style noscript template svg math head title select button"
_BLOCK_NAMES = (
    "address article aside blockquote dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table td th tr ul br"
)
_SILENT = frozenset(_SILENT_NAMES.split())
_MAY_BE_SILENT = re.compile(f"<(?:{'|'.join(_SILENT)})", re.I)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
# Tags whose text all stays. Two passes of a pattern over markup that has no others do what takes
# lxml five times as long.
_ATTRIBUTES = r"""(?:\s[^<>"']*(?:"[^"<>]*"[^<>"']*|'[^'<>]*'[^<>"']*)*)?/?>"""
_PLAIN_BLOCK = re.compile(rf"</?(?:{'|'.join(_BLOCKS - {'pre'})}){_ATTRIBUTES}", re.I)
_INLINE_NAMES = "a abbr b cite em font i img q s small span strong sub sup time u wbr"
_INLINE = re.compile(rf"</?(?:{'|'.join(_INLINE_NAMES.split())}){_ATTRIBUTES}", re.I)
# lxml's own elements: html's are looked up by name, one by one, and we want their text only.
_PARSER = etree.HTMLParser(
    encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
)


def scrub(text: str) -> str:
    """Take out what no reader sees: control characters, bidi overrides, surrogates."""
    if _is_plain(text):  # many times as fast as the pattern
        return text
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_C1)


def one_line(text: str, limit: int = TITLE) -> str:
    """Give a text as one line of at most so many characters."""
    if len(text) > limit * _ROOM:
        text = text[: limit * _ROOM]
    if text.isprintable() and "  " not in text:  # the only white space in it is single blanks
        return cut(text.strip(), limit)
    return cut(" ".join(scrub(text).split()), limit)


def paragraphs(text: str, limit: int = TEXT) -> str:
    """Part the lines of a text by empty lines, each free of spare white space."""
    text = text[: limit * _ROOM]
    if _is_plain(text) and "  " not in text:  # nothing but blanks and line feeds to see to
        lines: Iterable[str] = map(str.strip, text.split("\n"))
    else:
        lines = (one_line(line, limit) for line in text.splitlines())
    return cut("\n\n".join(filter(None, lines)), limit)


def _is_plain(text: str) -> bool:
    """Tell whether a text holds nothing that cannot be seen, but for line feeds."""
    return text.isprintable() or text.replace("\n", "").isprintable()


def cut(text: str, limit: int) -> str:
    """Shorten a text between two words."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(None, 1)[0]


def is_marked_up(text: str) -> bool:
    """Tell whether a text holds tags or references."""
    return ("<" in text or "&" in text) and bool(_MARKED_UP.search(text))


def plain(markup: str, limit: int = TEXT) -> str:
    """Give the text of a piece of HTML, a paragraph for each block."""
    if not is_marked_up(markup):
        return paragraphs(markup, limit)
    return paragraphs(_without_tags(markup), limit)


def plain_title(markup: str) -> str:
    """Give a title as one line without markup, however often it was escaped."""
    if not is_marked_up(markup):
        return one_line(markup)
    text = one_line(_without_tags(markup))
    return one_line(unescape(text)) if is_marked_up(text) else text


def _without_tags(markup: str) -> str:
    """Take the text out of markup, a line for each block."""
    markup = markup[:_MARKUP].replace("\0", "")
    if "<pre" not in markup:
        markup = markup.replace("\n", " ")  # breaks of the source; only blocks part lines
        text = _PLAIN_BLOCK.sub("\n", _INLINE.sub("", markup))
        if "<" not in text:
            return unescape(text)
    try:
        # The wrapper keeps leading text and lone cells in place.
        root = etree.fromstring(f"<div>{markup}</div>".encode("utf-8", "replace"), _PARSER)
    except (etree.LxmlError, ValueError):
        return ""
    return "" if root is None else _text_of(root, bool(_MAY_BE_SILENT.search(markup)))


def _text_of(root: etree._Element, silent: bool) -> str:
    """Give the text of a tree with a line feed around each block; Python sees the blocks alone."""
    if silent:
        etree.strip_elements(root, *_SILENT, with_tail=False)
    for block in root.iter(*_BLOCKS):
        block.text = f"\n{block.text or ''}"
        block.tail = f"\n{block.tail or ''}"
    return etree.tostring(root, method="text", encoding="unicode")
