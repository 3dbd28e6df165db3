"""What can one ask, and how?"""

from __future__ import annotations

from collections.abc import Sequence

from alerts.html import Block, bold, line, page, paragraph
from handlers.model import Ask, Command, Reply


def listing(commands: Sequence[Command], ask: Ask) -> Reply:
    """List the commands: those of operators to operators only."""
    common = [command for command in commands if not command.admin]
    blocks = [paragraph(bold("What you can ask")), *map(_row, common)]
    if ask.admin:
        own = [command for command in commands if command.admin]
        blocks += [paragraph(bold("For operators")), *map(_row, own)]
    blocks.append(
        paragraph("In a private chat plain words do too: “kursk” answers like “/claims kursk”.")
    )
    return Reply(page(blocks))


def _row(command: Command) -> Block:
    """Say one command in a line."""
    usage = f"/{command.name} {command.arguments}".strip()
    return line(usage, f" – {command.summary}")
