"""What is at an address? What was seen there, what would be taken in, and what it claims."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from alerts.html import Block, Node, bold, code, italic, line, link, paragraph, quote, shortened
from alerts.tongue import Tongue
from alerts.wording import moment_words, statement
from claims.model import Claim
from feeds.errors import Found
from feeds.model import Document
from handlers.model import Button, Looked, Story

CLAIMS = 5  # of a story that are shown
NAME = 24  # signs of a feed's name on a button


def explained(looked: Looked, tongue: Tongue) -> list[Block]:
    """Say it all."""
    if looked.document is None:
        return [*_wrong(looked, tongue), *_named(looked, tongue)]
    return [
        paragraph(*_kind(looked, looked.document, tongue)),
        *(block for story in looked.stories for block in _story(story, tongue)),
    ]


def choices(looked: Looked, tongue: Tongue) -> tuple[tuple[Button, ...], ...]:
    """Offer the feeds that a page names, one in a row."""
    return tuple(
        (Button(tongue.say("Watch {name}", name=name_of(found)), f"addfeed {found.url}"),)
        for found in looked.found
    )


def name_of(found: Found) -> str:
    """Name a feed that a page names: by its title, else by the end of its address."""
    parts = urlsplit(found.url)
    end = f"{parts.path}{'?…' if parts.query else ''}"
    return shortened(found.title or end[-NAME:] or parts.hostname or found.url, NAME)


def shown_address(url: str) -> str:
    """Write an address without what may be secret in it: user, password, query."""
    parts = urlsplit(url)
    query = "?…" if parts.query else ""
    return shortened(f"{parts.hostname or ''}{parts.path}{query}", 80)


def _wrong(looked: Looked, tongue: Tongue) -> Iterator[Block]:
    address, why = code(shown_address(looked.url)), looked.problem or ""
    said = tongue.nodes("{address} cannot be taken in: {why}", address=address, why=why)
    yield paragraph(*said)


def _named(looked: Looked, tongue: Tongue) -> Iterator[Block]:
    if looked.found:
        count = len(looked.found)
        yield paragraph(tongue.many("It names {n} feed:", "It names {n} feeds:", count))
    for found in looked.found:
        yield line(bold(name_of(found)), " ", code(shown_address(found.url)))


def _kind(looked: Looked, document: Document, tongue: Tongue) -> tuple[Node, ...]:
    """Say what sort of feed it is and how much is in it."""
    entries = tongue.many("{n} entry", "{n} entries", len(document.entries))
    return tongue.nodes(
        "{address} is a feed ({kind}, {size} kB): “{title}”, {entries}",
        address=code(shown_address(looked.url)),
        kind=document.version,
        size=tongue.number(round(looked.size / 1000)),
        title=shortened(document.title or "–", 80),
        entries=entries,
    )


def _story(story: Story, tongue: Tongue) -> Iterator[Block]:
    article, reading = story.reading.article, story.reading
    at = article.published_at
    when = moment_words(at, "UTC", tongue) if at else tongue.say("no date")
    length = tongue.many("{n} character", "{n} characters", len(article.text))
    outlet = shortened(article.outlet or "–", 40)
    yield paragraph(link(bold(shortened(article.title or article.id, 120)), article.url))
    yield line(f"{outlet} · {when} · {length}")
    if story.unread:
        yield line(italic(tongue.say("Its page was not read: {why}", why=story.unread)))
    for claim in reading.claims[:CLAIMS]:
        yield from _claim(claim, article.outlet, tongue)
    if len(reading.claims) > CLAIMS:
        more = len(reading.claims) - CLAIMS
        yield line(tongue.many("and {n} more claim", "and {n} more claims", more))
    if not reading.claims:
        why = "; ".join(reading.notes) or tongue.say("nothing of the kinds that I follow")
        yield line(italic(tongue.say("No claims: {why}", why=why)))


def _claim(claim: Claim, outlet: str | None, tongue: Tongue) -> Iterator[Block]:
    sentence = statement(claim, claim.topic, outlet, claim.slots, tongue=tongue)
    yield line("→ ", sentence[:1].upper() + sentence[1:])
    yield quote(shortened(claim.evidence.text, 140))
