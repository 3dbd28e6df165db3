"""What does one say when the ledger has nothing on somebody's words?"""

from __future__ import annotations

from alerts.html import line, page, paragraph
from alerts.wording import topic_words
from handlers import search
from handlers.model import Ask, Reply
from handlers.positions import topic_button
from handlers.typed import echo
from storage.store import Transaction


def nothing(ask: Ask, tx: Transaction, words: str, command: str = "claims") -> Reply:
    """Say that nothing was found, with an example, and offer the nearest topics."""
    near, tongue = search.nearest(tx, words), ask.tongue
    if not near:
        none = tongue.say("Nothing is in the ledger yet: new articles will fill it.")
        return Reply(page([paragraph(none)]))
    found = tongue.say("Nothing found about “{words}”.", words=echo(words)) if words else ""
    example = f"/{command} {topic_words(near[0].topic).lower()}"
    rest = tongue.say("Example: {example}. Or one of these:", example=example)
    said = paragraph(f"{found or tongue.say('Nothing found.')} {rest}")
    names = [line(f"• {topic_words(one.topic, tongue=tongue)}") for one in near]
    buttons = tuple((topic_button(one.topic, tongue, command),) for one in near)
    return Reply(page([said, *names]), buttons)
