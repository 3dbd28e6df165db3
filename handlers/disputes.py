"""Who disagrees with whom on a topic, and since when?"""

from __future__ import annotations

from collections.abc import Sequence

from alerts.figures import short_day_words
from alerts.html import Block, bold, italic, line, paragraph
from alerts.rivals import disagrees
from alerts.tongue import Tongue
from alerts.wording import actor_words, day_words, statement, topic_words
from claims.model import Kind
from storage.records import Filed, TopicSummary
from storage.store import Transaction

LOOKED_AT = 100  # changes of a topic among which the dispute is looked for


def heading(tx: Transaction, topic: TopicSummary, tongue: Tongue) -> list[Block]:
    """Name a topic; if it is disputed, say by whom, in which words and since when."""
    name = paragraph(bold(topic_words(topic.topic, tongue=tongue)))
    return (
        [name, line(italic(dispute_words(tx, topic.topic, tongue)))] if topic.disputed else [name]
    )


def opponents(one: Filed, others: Sequence[Filed], tongue: Tongue) -> list[str]:
    """Name those whose position contradicts a position on the same topic."""
    against = [
        actor_words(other.claim.claimant, other.article.outlet, tongue)
        for other in others
        if other.claim.topic == one.claim.topic
        and other.claim.claimant.actor != one.claim.claimant.actor
        and disagrees(one.claim, other.claim)
    ]
    return list(dict.fromkeys(against))


def dispute_words(tx: Transaction, topic: str, tongue: Tongue, *, brief: bool = False) -> str:
    """Say since when a topic is disputed and, unless in brief, by whom and how."""
    changes = tx.changes.of_topic(topic, LOOKED_AT)
    opened = next((one for one in changes if one.kind is Kind.DISPUTE_OPENED), None)
    if opened is None:
        return tongue.say("Disputed")
    if brief and opened.after.as_of:
        return tongue.say("Disputed since {day}", day=short_day_words(opened.after.as_of, tongue))
    said = statement(opened.after, topic, tongue=tongue)
    if not opened.after.as_of:
        return tongue.say("Disputed: {statement}", statement=said)
    day = day_words(opened.after.as_of, tongue)
    return tongue.say("Disputed since {day}: {statement}", day=day, statement=said)
