"""Which characters are these bytes, and where does the document begin?"""

from __future__ import annotations

import codecs
import re
from email.message import Message
from html.entities import html5
from typing import NamedTuple

# The peer picks the codec, so only harmless ones: punycode is quadratic, utf-7 hides markup.
_CHARSETS = frozenset(
    codecs.lookup(name).name
    for name in (
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"),
        *("ascii", "latin-1", "koi8-r", "koi8-u", "big5", "big5hkscs", "gb2312", "gbk", "gb18030"),
        *("euc-jp", "euc-kr", "shift_jis", "iso2022_jp", "tis-620", "cp949", "cp932", "cp950"),
        *(f"iso8859-{number}" for number in (*range(2, 12), *range(13, 17))),
        *(f"cp{number}" for number in (*range(1250, 1259), 437, 850, 852, 855, 866, 874)),
        *("mac-roman", "mac-cyrillic"),
    )
)
# What the web means by these names.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SHAPES = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s{0,100}<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(rss|feed|rdf|channel|urlset|sitemapindex|opml)\b", re.I)
_TAG = re.compile(r"[\w.:-]{1,80}")
_REFERENCE = re.compile(
    r"&(?:#(?:x([0-9a-f]+)|([0-9]+));?|(?!(?:lt|gt|amp|quot|apos);)([a-z]\w{1,31});)", re.I
)
_NOT_XML = bytes(code for code in range(32) if code not in (9, 10, 13))


class Decoded(NamedTuple):
    """A text, and whether its characters are a guess: of no charset that it names, nor UTF-8."""

    text: str
    guessed: bool = False


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Turn bytes to text: by mark, header and declaration, else UTF-8, else Windows-1252."""
    for mark, name in _MARKS + _SHAPES:
        if body.startswith(mark):
            text = body.decode(name, "replace")
            return Decoded(text, "\ufffd" in text)
    for named in (_of_header(content_type), _of_prolog(body), "utf-8"):
        decoded = _try(body, named)
        if decoded is not None:
            return Decoded(decoded)
    return Decoded(body.decode("cp1252", "replace"), guessed=True)


def from_root(text: str) -> tuple[str, str]:
    """Give the name of the document's root and the text from there on; empty when it has none.

    What stands before the root is cut: an entity or a declaration there can only do harm.
    """
    start, name = _first_tag(text)
    if name == "html":
        return "html", text[start:]
    root = _ROOT.search(text, start)
    return (root[1].lower(), text[root.start() :]) if root else (name, text[start:])


def repaired(text: str) -> str:
    """Make references and characters such that any parser of XML accepts them."""
    # By way of the bytes: ten times as fast as a pattern, and lone surrogates go as well.
    clean = text.encode("utf-8", "replace").translate(None, _NOT_XML).decode("utf-8")
    clean = clean.replace("\ufffe", "").replace("\uffff", "")
    return _REFERENCE.sub(_reference, clean)


def _of_header(content_type: str) -> str | None:
    message = Message()
    message["content-type"] = content_type.replace("\n", " ").replace("\r", " ")
    charset = message.get_param("charset")
    return charset if isinstance(charset, str) else None


def _of_prolog(body: bytes) -> str | None:
    found = _DECLARED.search(body[:400]) or _META.search(body[:2_000])
    return found[1].decode("ascii") if found else None


def _try(body: bytes, name: str | None) -> str | None:
    if not name:
        return None
    try:
        codec = codecs.lookup(name.strip("\"' ")).name
        if codec not in _CHARSETS:
            return None
        # A page that names Latin-1 and holds UTF-8 is commoner than the reverse.
        return body.decode(_WIDER.get(codec, codec))
    except (LookupError, ValueError):
        return None


def _first_tag(text: str) -> tuple[int, str]:
    """Skip declarations and comments in one pass; give where the first element stands."""
    at = text.find("<")
    while at != -1:
        if text.startswith("<?", at):
            end = text.find("?>", at)
        elif text.startswith("<!--", at):
            end = text.find("-->", at)
        elif text[at : at + 9].lower() == "<!doctype":
            end = _end_of_doctype(text, at)
        elif found := _TAG.match(text, at + 1):
            return at, found[0].lower()
        else:
            end = at
        at = text.find("<", end + 1) if end != -1 else -1
    return 0, ""


def _end_of_doctype(text: str, at: int) -> int:
    close, inner = text.find(">", at), text.find("[", at)
    if inner == -1 or close < inner:
        return close
    return text.find(">", text.find("]", inner))


def _reference(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return _named(found[0], name)
    # int() refuses thousands of digits and needs no more than eight here.
    digits, base = (hexadecimal, 16) if hexadecimal else (decimal, 10)
    digits = digits.lstrip("0") or "0"
    code = int(digits, base) if len(digits) <= 8 else 0x110000
    if 0x80 <= code <= 0x9F:  # Windows-1252 by mistake, as browsers read it
        return bytes([code]).decode("cp1252", "replace")
    whole = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0x110000
    if not whole or code in (0xFFFE, 0xFFFF):
        return ""
    return f"&#{code};"  # XML knows no capital X and no missing semicolon


def _named(whole: str, name: str) -> str:
    """Spell out HTML's names, which XML does not know."""
    text = html5.get(f"{name};")
    return "".join(f"&#{ord(letter)};" for letter in text) if text else whole
