"""How does a claim read on a phone: who holds what, in which words, since when, from where?"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from alerts.html import Block, Node, bold, italic, line, link, paragraph, quote, shortened
from alerts.wording import actor_words, day_words, statement, topic_words
from claims.model import Article, Claim
from handlers.model import Button
from storage.records import Filed

QUOTE = 280  # UTF-16 units of evidence that a position shows
BRIEF = 140  # the same where many stand together
NAME = 60  # of an outlet's name
LABEL = 30  # signs on a button


def position(filed: Filed, room: int = QUOTE, against: Sequence[str] = ()) -> list[Block]:
    """Say one claimant's position: quote, date, speaker, outlet, coverage, and who is against."""
    dispute = [line(italic(f"Disputed by {', '.join(against)}"))] if against else []
    return [
        paragraph(*said(filed)),
        quote(shortened(filed.claim.evidence.text, room)),
        line(*origin(filed)),
        *dispute,
    ]


def said(filed: Filed) -> tuple[Node, ...]:
    """Say who holds what, with the claimant in bold."""
    claim, outlet = filed.claim, filed.article.outlet
    sentence = _sentence(statement(claim, claim.topic, outlet=outlet, slots=claim.slots))
    actor = _sentence(actor_words(claim.claimant, outlet))
    lead = next((name for name in (actor, f"The {actor}") if sentence.startswith(name)), "")
    return (bold(lead), sentence[len(lead) :]) if lead else (sentence,)


def origin(filed: Filed) -> list[Node]:
    """Say when, who exactly, in which outlet and in how many; the outlet leads to the article."""
    claim = filed.claim
    parts: list[Node] = [day_words(claim.day)] if claim.day else []
    speaker = speaker_words(claim)
    outlets = f"{filed.coverage} outlets" if filed.coverage > 1 else ""
    parts += [*filter(None, (speaker,)), source(filed.article), *filter(None, (outlets,))]
    return between(parts)


def source(article: Article) -> Node:
    """Name the outlet of an article, else its host or title, and lead to it."""
    try:
        host = urlsplit(article.url or "").hostname or ""
    except ValueError:  # a broken IPv6 address
        host = ""
    name = article.outlet or host.removeprefix("www.") or article.title or "outlet unknown"
    return link(shortened(name, NAME), article.url)


def speaker_words(claim: Claim) -> str:
    """Name the person or body and the agency, as far as they are known."""
    named = claim.claimant.name or ""
    via = f"via {claim.claimant.via}" if claim.claimant.via else ""
    return ", ".join(filter(None, (named, via)))


def between(parts: Sequence[Node], mark: str = " · ") -> list[Node]:
    """Put a mark between the parts of a line."""
    return [node for part in parts for node in (mark, part)][1:]


def topic_button(topic: str, command: str = "claims", label: str = "") -> Button:
    """Make a button that leads from a topic to a command about it."""
    words = shortened(topic_words(topic), LABEL)
    return Button(f"{label} {words}".strip(), f"{command} topic:{topic}")


def _sentence(text: str) -> str:
    """Begin a sentence with a capital."""
    return text[:1].upper() + text[1:]
