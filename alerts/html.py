"""How does text from strangers become a message that Telegram takes?

Messages are built from blocks of nodes. A string is always plain text, whatever it holds: it is
cleaned, cut to size and only then escaped, so that no title can open a tag and no cut can fall
into one. Lengths are UTF-16 units of what remains after parsing, as Telegram's clients count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import NamedTuple
from unicodedata import combining

LIMIT = 4096  # UTF-16 units of a message's text; TDLib counts code points, which are never more
CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100  # Telegram drops the 101st without a word
_GAP = "\n\n"
_TEXT_LIMIT = 200_000  # of one node; what is longer is no text for people
_LINK_LIMIT = 2048
_DEPTH = 8  # styles within styles
_ZWJ = "\u200d"  # what glues emoji together
_JOINERS = _ZWJ + "\ufe0e\ufe0f"

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LONE = re.compile("[\ud800-\udfff]")
_MANY_BREAKS = re.compile(r"\n{3,}")
_TAG = re.compile(r"<[^<>]*>")
_PLAIN_LINK = re.compile(r"https?://[^\s<>\"'`\\{}|^\[\]\x00-\x20]+", re.IGNORECASE)


class Styled(NamedTuple):
    """Nodes with a style around them; `tag` is one of ours, never a stranger's."""

    tag: str
    nodes: tuple[Node, ...]
    href: str = ""


Node = str | Styled


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch that is not split while it fits into one message."""

    nodes: tuple[Node, ...]
    tight: bool = False  # follows the block before it without a blank line
    tag: str = ""  # "blockquote" or nothing
    expandable: bool = False


class _Run(NamedTuple):
    """Text with the styles around it, outermost first."""

    text: str
    styles: tuple[tuple[str, str], ...]


class _Piece(NamedTuple):
    """A block, or the part of a long one, that fits into a message."""

    runs: tuple[_Run, ...]
    block: Block
    size: int
    entities: int


def bold(*nodes: Node) -> Node:
    """Set in bold."""
    return Styled("b", nodes)


def italic(*nodes: Node) -> Node:
    """Set in italics."""
    return Styled("i", nodes)


def code(*nodes: Node) -> Node:
    """Set in a fixed width; a tap copies it."""
    return Styled("code", nodes)


def link(label: Node, url: str | None) -> Node:
    """Link a label to a page; without a plain http(s) address the label stands alone."""
    address = _address(url)
    return Styled("a", (label,), address) if address else label


def paragraph(*nodes: Node) -> Block:
    """Make a block that a blank line sets off from the one before."""
    return Block(nodes)


def line(*nodes: Node) -> Block:
    """Make a block that follows the one before without a blank line."""
    return Block(nodes, tight=True)


def quote(*nodes: Node, expandable: bool = False) -> Block:
    """Make a block that Telegram shows as a quotation; an expandable one is folded at first."""
    return Block(nodes, tight=True, tag="blockquote", expandable=expandable)


def build(blocks: Iterable[Block], limit: int = LIMIT) -> list[str]:
    """Write the blocks as HTML messages, each within Telegram's limits; none for no text."""
    return [_html(pieces) for pieces in _pages(blocks, limit)]


def page(blocks: Iterable[Block], limit: int = LIMIT) -> str:
    """Write one message: whole blocks while they fit, and an ellipsis for the rest."""
    pages = list(_pages(blocks, limit - len(_GAP) - 1))
    if not pages:
        return ""
    return _html(pages[0]) + (f"{_GAP}…" if len(pages) > 1 else "")


def plain(html: str) -> str:
    """Take the markup off a message that build() wrote."""
    return unescape(_TAG.sub("", html))


def units(text: str) -> int:
    """Count UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def scrub(text: str) -> str:
    """Take out what no reader sees: controls, marks of direction, halves of pairs."""
    cut = text[:_TEXT_LIMIT]
    if _LONE.search(cut):
        cut = cut.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _UNSEEN.sub("", _BREAKS.sub("\n", cut)).replace("\t", " ")


def shortened(text: str, limit: int) -> str:
    """Cut a text between words to so many UTF-16 units, the ellipsis included."""
    flat = " ".join(scrub(text).split())
    if units(flat) <= limit:
        return flat
    return flat[: _cut(flat, limit - 1)].rstrip() + "…"


def excerpt(text: str, limit: int) -> str:
    """Shorten a quotation; a quotation mark within that lost its partner gets one."""
    words = shortened(text, limit)
    for opening, closing in ("“”", "«»"):
        missing = words.count(opening) - words.count(closing)
        words = opening * -missing + words + closing * missing
    return words


def _address(url: str | None) -> str:
    """Give the address if it is one that a reader may be sent to, else nothing."""
    cut = scrub(url or "").strip()
    return cut if len(cut) <= _LINK_LIMIT and _PLAIN_LINK.fullmatch(cut) else ""


def _pages(blocks: Iterable[Block], limit: int) -> Iterator[list[_Piece]]:
    """Lay the pieces out on pages, splitting only between them."""
    held: list[_Piece] = []
    size = entities = 0
    for block in blocks:
        for piece in _pieces(block, limit):
            more = piece.size + (len(_between(piece)) if held else 0)
            if held and (size + more > limit or entities + piece.entities > ENTITY_LIMIT):
                yield held
                held, size, entities, more = [], 0, 0, piece.size
            held.append(piece)
            size, entities = size + more, entities + piece.entities
    if held:
        yield held


def _pieces(block: Block, limit: int) -> Iterator[_Piece]:
    """Flatten a block; cut it between words when it alone is longer than a message."""
    runs = [run for node in block.nodes for run in _runs(node, ())]
    while runs:
        taken, runs = _take(runs, limit, _own(block))
        tidy = _stripped(taken)
        if tidy:
            size = sum(units(run.text) for run in tidy)
            entities = _own(block) + sum(len(run.styles) for run in tidy)
            yield _Piece(tuple(tidy), block, size, entities)


def _runs(node: Node, styles: tuple[tuple[str, str], ...]) -> Iterator[_Run]:
    """Walk the nodes and give their cleaned text with the styles around it."""
    if isinstance(node, str):
        text = _MANY_BREAKS.sub(_GAP, scrub(node))
        if text:
            yield _Run(text, styles)
        return
    deeper = (*styles, (node.tag, node.href)) if len(styles) < _DEPTH else styles
    for inner in node.nodes:
        yield from _runs(inner, deeper)


def _take(runs: list[_Run], limit: int, entities: int) -> tuple[list[_Run], list[_Run]]:
    """Split the runs into what fits into one message and the rest."""
    room = limit
    for index, run in enumerate(runs):
        entities += len(run.styles)
        if entities > ENTITY_LIMIT:
            return runs[:index], runs[index:]
        size = units(run.text)
        if size > room:
            cut = _cut(run.text, room, whole_words=room < limit)
            head, tail = run._replace(text=run.text[:cut]), run._replace(text=run.text[cut:])
            return [*runs[:index], head], [tail, *runs[index + 1 :]]
        room -= size
    return runs, []


def _cut(text: str, room: int, *, whole_words: bool = False) -> int:
    """Give the last place between words within so many units; inside a word only if it must be."""
    end = min(len(text), room)
    while units(text[:end]) > room:
        end -= max(1, (units(text[:end]) - room) // 2)
    gap = max(text.rfind(" ", 1, end + 1), text.rfind("\n", 1, end + 1))
    if gap > 0 or whole_words:
        return max(gap, 0)
    inside = end
    while inside > 1 and _joined(text, inside):
        inside -= 1
    return inside if inside > 1 else max(end, 1)


def _joined(text: str, at: int) -> bool:
    """Tell whether the sign at a place belongs to the one before it."""
    return text[at - 1] == _ZWJ or text[at] in _JOINERS or bool(combining(text[at]))


def _stripped(runs: list[_Run]) -> list[_Run]:
    """Take the blanks off both ends; Telegram would do the same."""
    kept = list(runs)
    while kept and not kept[0].text.strip():
        del kept[0]
    while kept and not kept[-1].text.strip():
        del kept[-1]
    if kept:
        kept[0] = kept[0]._replace(text=kept[0].text.lstrip())
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip())
    return kept


def _own(block: Block) -> int:
    """Count the entities that the block itself makes."""
    return 1 if block.tag else 0


def _between(piece: _Piece) -> str:
    """Give what stands between a piece and the one before it on a page."""
    return "\n" if piece.block.tight else _GAP


def _html(pieces: Sequence[_Piece]) -> str:
    """Write a page."""
    written = [_between(piece) + _inside(piece) for piece in pieces]
    return "".join(written).lstrip("\n")


def _inside(piece: _Piece) -> str:
    """Write a piece with its tags; this is the one place where text is escaped."""
    inner = "".join(_tagged(run) for run in piece.runs)
    tag = piece.block.tag
    return (
        f"<{tag}{' expandable' if piece.block.expandable else ''}>{inner}</{tag}>"
        if tag
        else inner
    )


def _tagged(run: _Run) -> str:
    """Write text with the styles around it."""
    html = escape(run.text, quote=False)
    for tag, href in reversed(run.styles):
        html = f'<{tag} href="{escape(href)}">{html}</{tag}>' if href else f"<{tag}>{html}</{tag}>"
    return html
