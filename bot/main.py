"""What was asked for on the command line? One verb each, loaded when it is needed."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import logs
from bot.lock import HeldError
from bot.settings import Settings, SettingsError, load
from storage.errors import StorageError

ROLES = ("poll", "serve", "send")
# verb → the module and function that do it, imported only then: `health` must not load the engine
VERBS = {
    "run": "bot.wiring:run",
    "chat": "bot.wiring:chat",
    "extract": "bot.tools:extract",
    "attributions": "bot.tools:attributions",
    "replay": "bot.tools:replay",
    "ingest": "bot.tools:ingest",
    "explain": "bot.tools:explain",
    "feeds": "bot.feedverbs:feeds",
    "export": "bot.operate:export",
    "backup": "bot.operate:backup",
    "migrate": "bot.operate:migrate",
    "health": "bot.health:health",
    "doctor": "bot.operate:doctor",
}


def complain(line: str) -> None:
    """Say one line on standard error."""
    sys.stderr.write(f"claimwatch: {logs.redact(line)}\n")


def _roles(text: str) -> frozenset[str]:
    roles = frozenset(part.strip() for part in text.split(",") if part.strip())
    if not roles or not roles <= set(ROLES):
        raise argparse.ArgumentTypeError(f"expected some of {','.join(ROLES)}")
    return roles


def parser() -> argparse.ArgumentParser:
    """Describe the verbs and their arguments."""
    top = argparse.ArgumentParser(
        prog="claimwatch", description="Watches the news and says when a claim changes."
    )
    verbs = top.add_subparsers(dest="verb", metavar="command", required=True)

    def verb(name: str, text: str) -> argparse.ArgumentParser:
        return verbs.add_parser(name, help=text, description=text)

    run = verb("run", "Run the bot; without a Telegram token, the terminal chat.")
    run.add_argument(
        "--roles", type=_roles, default=frozenset(ROLES), help="run a part: poll,serve,send"
    )
    verb("chat", "The same bot in the terminal; reads commands line by line.")
    for name, text in (
        ("extract", "Articles to claims, as JSON Lines."),
        ("attributions", "Articles to who says what, as JSON Lines."),
        ("explain", "Say, for each article, which rule led to each claim, change and silence."),
    ):
        verb(name, text).add_argument("files", nargs="+", metavar="FILE", help="or -")
    _replay_arguments(verb("replay", "Articles through the whole engine, in order of arrival."))
    take = verb("ingest", "File articles in the configured ledger.")
    take.add_argument("files", nargs="+", metavar="FILE", help="or -")
    take.add_argument("--quiet", action="store_true", help="tell nobody")
    _feeds_arguments(verb("feeds", "Manage and check the feeds."))
    export = verb("export", "Write the ledger's claims and changes as JSON Lines.")
    export.add_argument("--output", type=Path, help="a file; default: standard output")
    backup = verb("backup", "Write a consistent copy of the ledger while the bot runs.")
    backup.add_argument("file", type=Path, nargs="?", help="default: in the data directory")
    verb("migrate", "Bring the ledger's tables up to date.")
    verb("health", "End with 0 while a healthy instance runs on this ledger.")
    verb("doctor", "Check that nothing stands in the way of a start.")
    return top


def _replay_arguments(replay: argparse.ArgumentParser) -> None:
    replay.add_argument("files", nargs="+", metavar="FILE", help="or -")
    replay.add_argument("--db", metavar="URL", help="keep the ledger there")
    replay.add_argument("--chat", action="store_true", help="show the alerts as readers get them")
    replay.add_argument("--speed", type=float, default=0.0, metavar="N", help="N times real time")


def _feeds_arguments(feeds: argparse.ArgumentParser) -> None:
    actions = feeds.add_subparsers(dest="action", metavar="action", required=True)
    actions.add_parser("list", help="every feed with its state in words")
    add = actions.add_parser("add", help="follow a feed")
    add.add_argument("url")
    add.add_argument("--outlet", help="the outlet's name")
    remove = actions.add_parser("remove", help="stop following a feed, by number or address")
    remove.add_argument("feed")
    check = actions.add_parser("check", help="fetch once and say what was seen")
    check.add_argument("url", nargs="?", help="default: every feed of the list")
    actions.add_parser("import", help="add the feeds of an OPML or TOML file").add_argument(
        "file", type=Path
    )
    actions.add_parser("export", help="write the feeds as OPML")


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line asks; 0 on success, 2 for a wrong call, 1 for anything else."""
    arguments = parser().parse_args(argv)
    try:
        settings, warnings = load(os.environ, Path(".env"))  # noqa: TID251 - read here, once
    except SettingsError as error:
        for problem in error.problems:
            complain(problem)
        return 2
    for warning in warnings:
        complain(f"warning: {warning}")
    logs.configure(settings.log_level, settings.log_format)
    return _do(arguments, settings)


def _do(arguments: argparse.Namespace, settings: Settings) -> int:
    module, _, function = VERBS[arguments.verb].partition(":")
    try:
        status: int = getattr(importlib.import_module(module), function)(arguments, settings)
    except (HeldError, StorageError) as error:
        complain(str(error))
        return 1
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
