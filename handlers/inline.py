"""What does one offer who types the bot's name and some words in any chat? Current positions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from alerts.html import bold, excerpt, line, page, paragraph, plain, quote, shortened
from alerts.tongue import Tongue
from alerts.wording import statement, topic_words
from handlers import search
from handlers.disputes import heading, opponents
from handlers.positions import BRIEF, origin, position
from handlers.sides import leading
from handlers.typed import clean
from handlers.wish import understand
from storage.records import Filed, TopicSummary
from storage.store import Transaction

TOPICS = 5  # topics that are offered
SIDES = 4  # positions of each, one for each claimant
SPOKEN = 10  # claims that hold the words, if no topic does
TITLE, DETAIL = 90, 120  # UTF-16 units that a list shows of an offer


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the list; choosing it sends the message."""

    id: str  # the same for the same message
    title: str
    detail: str
    html: str


def offers(words: str, tx: Transaction, tongue: Tongue) -> list[Offer]:
    """Offer what the words hit; without words the topics of the day; nothing for junk."""
    words = clean(words)
    topics = _topics(tx, words)
    found = [offer for topic in topics[:TOPICS] for offer in _of_topic(tx, topic, tongue)]
    if not topics and words:
        found = [_spoken(one, tongue) for one in search.spoken(tx, words, SPOKEN)]
    return list({one.id: one for one in found}.values())


def _topics(tx: Transaction, words: str) -> list[TopicSummary]:
    """Find the topics that are meant."""
    if not words:
        return search.main(tx, TOPICS)
    known = search.vocabulary(tx, words)
    wish = understand(words, known)
    return [] if wish.everything else search.topics_of(tx, wish, known)


def _of_topic(tx: Transaction, topic: TopicSummary, tongue: Tongue) -> Iterator[Offer]:
    """Offer a topic with its sides in one message, then each side alone."""
    shown = leading(tx, topic.topic, SIDES)
    if not shown:
        return
    head = heading(tx, topic, tongue)
    sides = [
        block
        for one in shown
        for block in position(one, tongue, BRIEF, opponents(one, shown, tongue))
    ]
    name = topic_words(topic.topic, tongue=tongue)
    first = _statement(shown[0], tongue)
    yield _offer(f"{name}: {_sides(shown, tongue)}", first, page([*head, *sides]))
    for one in shown:
        against = opponents(one, shown, tongue)
        html = page([paragraph(bold(name)), *position(one, tongue, against=against)])
        yield _offer(_statement(one, tongue), _where(one, tongue), html)


def _spoken(one: Filed, tongue: Tongue) -> Offer:
    """Offer one claim that holds the words."""
    return _offer(_statement(one, tongue), _where(one, tongue), page(position(one, tongue)))


def _offer(title: str, detail: str, html: str) -> Offer:
    """Make an offer; its id follows from its message."""
    name = sha256(html.encode()).hexdigest()[:32]
    return Offer(name, shortened(title, TITLE), shortened(detail, DETAIL), html)


def _sides(shown: list[Filed], tongue: Tongue) -> str:
    """Count the positions."""
    return tongue.many("{n} position", "{n} positions", len(shown))


def _statement(one: Filed, tongue: Tongue) -> str:
    """Say who holds what."""
    claim = one.claim
    said = statement(claim, claim.topic, one.article.outlet, claim.slots, tongue=tongue)
    return said[:1].upper() + said[1:]


def _where(one: Filed, tongue: Tongue) -> str:
    """Say when and where it was said, and in which words."""
    words = page([quote(excerpt(one.claim.evidence.text, BRIEF))])
    return plain(page([line(*origin(one, tongue))])) + f" · {plain(words)}"
