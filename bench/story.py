"""What does a subscriber read as the seed story unfolds? Every message, as a page of docs/."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from alerts.figures import moment_words
from alerts.render import buttons, render
from bot.ansi import Look
from bot.ingest import Taken
from claims.model import Article, Severity
from handlers.commands import dispatch
from handlers.model import Ask
from storage.records import Chat, Told
from storage.store import Store

READER = Chat(id=1)
LOOK = Look()
HEAD = """# The seed story, as a subscriber reads it

Written by `python -m bench.readme`; a test checks it. The first of the five articles is the
baseline and alerts nobody. Whoever follows everything (`/subscribe`) then gets these messages;
each line of brackets is a row of buttons.
"""
ASKED = (
    ("The next morning: /summary", "summary", ""),
    ("And who says what: /claims control of kursk", "claims", "control of kursk"),
    ("Step by step: /timeline troops in kursk as text", "timeline", "troops kursk text"),
)


def alerts(store: Store, article: Article, taken: Taken) -> str:
    """Write the messages that an article caused, one for each topic."""
    heard = [one.id for one in taken.changes if one.severity is not Severity.LOW]
    with store.read() as tx:
        told = sorted(tx.changes.told_all(heard), key=lambda one: one.change.topic)
    at = moment_words(article.arrived_at, READER.timezone) if article.arrived_at else ""
    found = [_message(list(group)) for _, group in groupby(told, key=_topic)]
    return "\n\n".join([f"## {at} UTC", *(found or ["Nothing that anybody is alerted to."])])


def answers(store: Store, now: datetime) -> Iterator[str]:
    """Write what the commands answer when the story is told."""
    for title, command, words in ASKED:
        with store.begin() as tx:
            reply = dispatch(Ask(1, 1, command, words, now), tx)
        rows = [[button.label for button in row] for row in reply.buttons]
        yield f"## {title}\n\n{_quoted(LOOK.text(reply.html), rows)}"


def _topic(told: Told) -> str:
    return told.change.topic


def _message(told: Sequence[Told]) -> str:
    labels = [label for label, _ in buttons(told)]
    return _quoted("\n\n".join(map(LOOK.text, render(told, READER))), [labels[:2], labels[2:]])


def _quoted(text: str, rows: Sequence[Sequence[str]]) -> str:
    shown = [" ".join(f"[{label}]" for label in row) for row in rows if row]
    return "\n".join(["```", text.strip(), "", *shown, "```"])
