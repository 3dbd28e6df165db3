"""What does one say when the ledger has nothing on somebody's words?"""

from __future__ import annotations

from alerts.html import line, page, paragraph
from alerts.wording import topic_words
from handlers import search
from handlers.model import Reply
from handlers.positions import topic_button
from handlers.typed import echo
from storage.store import Transaction


def nothing(tx: Transaction, words: str, command: str = "claims") -> Reply:
    """Say that nothing was found, with an example, and offer the nearest topics."""
    near = search.nearest(tx, words)
    if not near:
        return Reply(page([paragraph("Nothing is in the ledger yet: new articles will fill it.")]))
    about = f" about “{echo(words)}”" if words else ""
    example = topic_words(near[0].topic).lower()
    said = paragraph(f"Nothing found{about}. Example: /{command} {example}. Or one of these:")
    names = [line(f"• {topic_words(one.topic)}") for one in near]
    buttons = tuple((topic_button(one.topic, command),) for one in near)
    return Reply(page([said, *names]), buttons)
