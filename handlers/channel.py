"""How is a channel or a group configured without writing in it? From a private chat."""

from __future__ import annotations

from alerts.html import line, page, paragraph
from alerts.tongue import mark
from handlers.model import Ask, Reply
from storage.store import Transaction

UNKNOWN = mark(
    "I do not know {name}. Add me there first; in a channel as an administrator with the right "
    "to post messages."
)
NOT_YOURS = mark("Only an administrator of {name} can configure it from here.")
ADDED = mark("I am in {name} now. Configure it from here:")
LACKS_POST = mark(
    "I may not post in {name}: an administrator has to give me the right to post messages."
)
LACKS_SEND = mark(
    "I may not write in {name}: an administrator has to give me the right to send messages."
)


def answer(ask: Ask, tx: Transaction) -> Reply:
    """Explain how; the shell, which knows who administers what, does the rest."""
    how = ask.tongue.say(
        "Add me to your channel or group, in a channel as an administrator with the right to post "
        "messages. Then write to me in private, with its name or number and a command:"
    )
    example = "/channel @your_channel subscribe kursk"
    return Reply(page([paragraph(how), line(example)]))
