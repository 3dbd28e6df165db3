"""What can one ask, and how?"""

from __future__ import annotations

from collections.abc import Sequence

from alerts.html import Block, bold, line, page, paragraph
from alerts.tongue import Tongue
from handlers.model import Ask, Command, Reply


def listing(commands: Sequence[Command], ask: Ask) -> Reply:
    """List the commands: those of operators to operators only."""
    common = [command for command in commands if not command.admin]
    tongue = ask.tongue
    blocks = [paragraph(bold(tongue.say("What you can ask")))]
    blocks += [_row(command, tongue) for command in common]
    if ask.admin:
        own = [command for command in commands if command.admin]
        blocks.append(paragraph(bold(tongue.say("For operators"))))
        blocks += [_row(command, tongue) for command in own]
    blocks.append(
        paragraph(
            tongue.say(
                "In a private chat plain words do too: “kursk” answers like “/claims kursk”."
            )
        )
    )
    return Reply(page(blocks))


def _row(command: Command, tongue: Tongue) -> Block:
    """Say one command in a line."""
    arguments = command.arguments.replace("words", tongue.say("words"))  # the rest is typed so
    usage = f"/{command.name} {arguments}".strip()
    return line(usage, f" – {tongue.say(command.summary)}")
