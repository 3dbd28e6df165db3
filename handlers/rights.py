"""May this user do this here?"""

from __future__ import annotations

from alerts.tongue import mark
from handlers import paging
from handlers.model import Ask, Changes, Command

MAY_NOT = mark(
    "Only an administrator of this chat can change what it follows; everybody can read: /claims"
)


def refusal(command: Command, ask: Ask) -> str | None:
    """Give the sentence that refuses a command to this user; None when it is allowed."""
    if command.admin and not ask.admin:
        return ask.tongue.say(
            "/{command} is only for operators of this bot. What you can ask: /help",
            command=command.name,
        )
    changes = command.changes is Changes.ALWAYS or (
        command.changes is Changes.WITH_ARGUMENTS and bool(paging.take(ask.arguments)[0])
    )
    return ask.tongue.say(MAY_NOT) if changes and not ask.may_configure else None
