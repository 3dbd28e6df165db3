"""How does a claim read on a phone: who holds what, in which words, since when, from where?"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from alerts.html import Block, Node, bold, excerpt, italic, line, link, paragraph, quote, shortened
from alerts.tongue import Tongue, mark
from alerts.wording import actor_words, day_words, speaker_words, statement, topic_words
from claims.model import Article
from handlers.model import Button
from storage.records import Filed

QUOTE = 280  # UTF-16 units of evidence that a position shows
BRIEF = 140  # the same where many stand together
NAME = 60  # of an outlet's name
LABEL = 30  # signs on a button


def position(
    filed: Filed, tongue: Tongue, room: int = QUOTE, against: Sequence[str] = (), number: int = 0
) -> list[Block]:
    """Say one claimant's position: quote, date, speaker, outlet, coverage, and who is against."""
    by = tongue.say("Disputed by {names}", names=", ".join(against))
    dispute = [line(italic(by))] if against else []
    return [
        paragraph(*([f"{number}. "] if number else []), *said(filed, tongue)),
        quote(excerpt(filed.claim.evidence.text, room)),
        line(*origin(filed, tongue)),
        *dispute,
    ]


def said(filed: Filed, tongue: Tongue) -> tuple[Node, ...]:
    """Say who holds what, with the claimant in bold."""
    claim, outlet = filed.claim, filed.article.outlet
    sentence = _sentence(statement(claim, claim.topic, outlet, claim.slots, tongue=tongue))
    actor = _sentence(actor_words(claim.claimant, outlet, tongue))
    lead = next((name for name in (actor, f"The {actor}") if sentence.startswith(name)), "")
    return (bold(lead), sentence[len(lead) :]) if lead else (sentence,)


def origin(filed: Filed, tongue: Tongue) -> list[Node]:
    """Say when, who exactly, in which outlet and in how many; the outlet leads to the article."""
    claim = filed.claim
    parts: list[Node] = [day_words(claim.day, tongue)] if claim.day else []
    speaker = speaker_words(claim.claimant, tongue)
    many = tongue.many("{n} outlet", "{n} outlets", filed.coverage)
    parts += [*filter(None, (speaker,)), source(filed.article, tongue)]
    parts += [many] if filed.coverage > 1 else []
    return between(parts)


def source(article: Article, tongue: Tongue, room: int = NAME) -> Node:
    """Name the outlet of an article, else its host or title, and lead to it."""
    try:
        host = urlsplit(article.url or "").hostname or ""
    except ValueError:  # a broken IPv6 address
        host = ""
    name = article.outlet or host.removeprefix("www.") or article.title
    return link(shortened(name or tongue.say("outlet unknown"), room), article.url)


def between(parts: Sequence[Node], mark: str = " · ") -> list[Node]:
    """Put a mark between the parts of a line."""
    return [node for part in parts for node in (mark, part)][1:]


def topic_button(
    topic: str, tongue: Tongue, command: str = "claims", label: str = "{topic}"
) -> Button:
    """Make a button that leads from a topic to a command about it; the label is marked."""
    words = shortened(topic_words(topic, tongue=tongue), LABEL)
    return Button(tongue.say(label, topic=words), f"{command} topic:{topic}")


def follow_button(topic: str, tongue: Tongue) -> Button:
    """Make a button that follows a topic."""
    return topic_button(topic, tongue, "subscribe", mark("Follow: {topic}"))


def _sentence(text: str) -> str:
    """Begin a sentence with a capital."""
    return text[:1].upper() + text[1:]
