"""What does Telegram make of a text in HTML? A parser as strict as TDLib's, and as forgetful."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

TAGS = frozenset(
    {"a", "b", "strong", "i", "em", "s", "strike", "del", "u", "ins", "tg-spoiler", "tg-emoji"}
    | {"tg-time", "pre", "code", "blockquote", "span"}
)
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
ENTITY_LIMIT = 100
_SPACE = " \t\n\r\v\f\0"
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+))(;?)")
_PLAIN = re.compile(r"[^<&]+")
_CONTROL = re.compile("[\x00-\x09\x0b-\x20]")
_DROPPED = re.compile("\r|[\u2028-\u202e]|\ufeff|[\u0333\u033f\u030a]")


class Refused(ValueError):
    """The text is not what Telegram takes; the message is the server's description."""


@dataclass(frozen=True)
class Entity:
    """A stretch of a message's text; offset and length are UTF-16 units, as in the Bot API."""

    type: str
    offset: int
    length: int
    url: str | None = None


@dataclass(frozen=True)
class Parsed:
    """A text with its entities; `dropped` are those that Telegram would forget without a word."""

    text: str
    entities: tuple[Entity, ...] = ()
    dropped: int = 0


@dataclass
class _Open:
    """A tag that waits for its end."""

    name: str
    argument: str
    offset: int
    at: int


@dataclass
class _Reader:
    """The state of one parse."""

    html: str
    at: int = 0
    text: list[str] = field(default_factory=list)
    units: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    dropped: int = 0

    def peek(self) -> str:
        """Give the sign at hand, or nothing at the end."""
        return self.html[self.at : self.at + 1]

    def skip(self, signs: str) -> None:
        """Go past these signs."""
        while self.peek() and self.peek() in signs:
            self.at += 1

    def until(self, signs: str) -> str:
        """Take everything before one of these signs."""
        start = self.at
        while self.peek() and self.peek() not in signs:
            self.at += 1
        return self.html[start : self.at]

    def put(self, signs: str) -> None:
        """Add signs to the text."""
        self.text.append(signs)
        self.units += units(signs)

    def refuse(self, why: str, at: int) -> Refused:
        """Make the error that the server answers, with its offset in bytes."""
        offset = len(self.html[:at].encode("utf-8", "surrogatepass"))
        return Refused(f"can't parse entities: {why} at byte offset {offset}")


def parse_html(html: str) -> Parsed:
    """Parse a text in HTML mode, or raise Refused as the server would."""
    if re.search("[\ud800-\udfff]", html):
        raise Refused("strings must be encoded in UTF-8")
    reader = _Reader(html)
    while reader.at < len(html):
        sign = reader.peek()
        if sign == "&" and (decoded := _decode(reader)):
            reader.put(decoded)
        elif sign != "<":
            found = _PLAIN.match(html, reader.at)
            reader.put(found[0] if found else sign)
            reader.at += len(found[0]) if found else 1
        elif html[reader.at + 1 : reader.at + 2] == "/":
            _end_tag(reader)
        else:
            _start_tag(reader)
    if reader.stack:
        last = reader.stack[-1]
        raise Refused(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{last.name}\""
        )
    return _finish("".join(reader.text), reader.entities, reader.dropped)


def parse_plain(text: str) -> Parsed:
    """Take a text without a parse mode."""
    if re.search("[\ud800-\udfff]", text):
        raise Refused("strings must be encoded in UTF-8")
    return _finish(text, [], 0)


def units(text: str) -> int:
    """Count UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _decode(reader: _Reader) -> str:
    """Read a character reference; nothing when it is none that the server knows."""
    found = _REFERENCE.match(reader.html, reader.at)
    if not found:
        return ""
    number = int(found[1], 16) if found[1] else int(found[2]) if found[2] else 0
    if found[3]:
        decoded = NAMED.get(found[3], "")
    elif number == 0 or number >= 0x10FFFF or found.end() - reader.at - len(found[4]) >= 10:
        decoded = ""
    elif 0xD800 <= number <= 0xDFFF:
        raise Refused("strings must be encoded in UTF-8")
    else:
        decoded = chr(number)
    if decoded:
        reader.at = found.end()
    return decoded


def _start_tag(reader: _Reader) -> None:
    """Read a start tag with its attributes."""
    begin = reader.at
    reader.at += 1
    name = reader.until(_SPACE + ">").lower()
    if not reader.peek():
        raise reader.refuse("Unclosed start tag", begin)
    if name not in TAGS:
        raise reader.refuse(f'Unsupported start tag "{name}"', begin)
    argument = ""
    while reader.peek() != ">":
        reader.skip(_SPACE)
        if reader.peek() == ">":
            break
        attribute, value = _attribute(reader, name, begin)
        argument = _argument(name, attribute, value) or argument
    reader.at += 1
    if name == "span" and argument != "tg-spoiler":
        raise reader.refuse('Tag "span" must have class "tg-spoiler"', begin)
    reader.stack.append(_Open(name, argument, reader.units, len(reader.text)))


def _attribute(reader: _Reader, tag: str, begin: int) -> tuple[str, str]:
    """Read one attribute; without "=" its value is empty."""
    name = reader.until(_SPACE + "=>")
    if not name:
        raise reader.refuse(f'Empty attribute name in the tag "{tag}"', begin)
    reader.skip(_SPACE)
    if reader.peek() != "=":
        if not reader.peek():
            raise reader.refuse("Unclosed start tag", begin)
        return name, ""
    reader.at += 1
    reader.skip(_SPACE)
    value = _value(reader)
    if not reader.peek():
        raise reader.refuse("Unclosed start tag", begin)
    return name, value


def _value(reader: _Reader) -> str:
    """Read the value of an attribute: a bare token or a quoted string."""
    mark, start = reader.peek(), reader.at
    if mark not in ("'", '"'):
        token = re.compile(r"[A-Za-z0-9.-]*").match(reader.html, start)
        reader.at = token.end() if token else start
        if reader.peek() and reader.peek() not in _SPACE + ">":
            raise reader.refuse("Unexpected end of name token", start)
        return reader.html[start : reader.at].lower()
    reader.at += 1
    value: list[str] = []
    while reader.peek() and reader.peek() != mark:
        decoded = _decode(reader) if reader.peek() == "&" else ""
        if not decoded:
            decoded = reader.peek()
            reader.at += 1
        value.append(decoded)
    if reader.peek() == mark:
        reader.at += 1
    return "".join(value)


def _argument(tag: str, attribute: str, value: str) -> str:
    """Keep what a tag's attribute means to Telegram; others are ignored."""
    if (tag, attribute) in {("a", "href"), ("span", "class"), ("tg-emoji", "emoji-id")}:
        return value
    if (tag, attribute) == ("blockquote", "expandable"):
        return "expandable"
    return value if tag == "tg-time" and attribute == "unix" else ""


def _end_tag(reader: _Reader) -> None:
    """Close the innermost tag and keep its entity, unless it is empty or leads nowhere."""
    begin = reader.at
    if not reader.stack:
        raise reader.refuse("Unexpected end tag", begin)
    reader.at += 2
    name = reader.until(_SPACE + ">")
    reader.skip(_SPACE)
    if reader.peek() != ">":
        raise reader.refuse("Unclosed end tag", begin)
    reader.at += 1
    opened = reader.stack.pop()
    if name and name != opened.name:
        raise reader.refuse(
            f'Unmatched end tag, expected "</{opened.name}>", found "</{name}>"', begin
        )
    if reader.units == opened.offset:
        reader.dropped += 1
        return
    inner = "".join(reader.text[opened.at :])
    url = _checked(opened.argument or inner) if opened.name == "a" else None
    if opened.name == "a" and not url:
        reader.dropped += 1
        return
    kind = "text_link" if opened.name == "a" else opened.name
    kind = "expandable_blockquote" if opened.argument == "expandable" else kind
    reader.entities.append(Entity(kind, opened.offset, reader.units - opened.offset, url))


def _checked(url: str) -> str | None:
    """Take a link that leads somewhere: http, https, tg, ton; a bare host becomes http."""
    address = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    known = parts.scheme.lower() in ("http", "https", "tg", "ton")
    good = known and host and not re.search(r"[\s<>\"]", address)
    return address if good and ("." in host or parts.scheme.lower() in ("tg", "ton")) else None


def _finish(text: str, entities: list[Entity], dropped: int) -> Parsed:
    """Clean the text as the server does, and forget the entities above the limit."""
    cleaned = _CONTROL.sub(" ", _DROPPED.sub("", text))
    ordered = sorted(entities, key=lambda entity: (entity.offset, -entity.length))
    kept = tuple(ordered[:ENTITY_LIMIT])
    return Parsed(cleaned.strip(" \n"), kept, dropped + len(ordered) - len(kept))
