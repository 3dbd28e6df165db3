"""Which commands are there? One table for dispatcher, /help, Telegram's menu and README."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from alerts.html import page, paragraph
from alerts.tongue import ENGLISH, Tongue, mark
from handlers import (
    about,
    broadcast,
    channel,
    checkfeed,
    claims,
    export,
    feeds,
    mute,
    privacy,
    review,
    settings,
    start,
    status,
    subscribe,
    subscriptions,
    summary,
    timeline,
    topics,
    unsubscribe,
    why,
    wrong,
)
from handlers.buttons import STALE
from handlers.help import listing
from handlers.model import Ask, Changes, Command, Errand, Looked, Reply
from handlers.rights import refusal
from handlers.typed import clean, echo
from storage.store import Transaction


def dispatch(ask: Ask, tx: Transaction) -> Reply:
    """Answer whatever was typed or pressed; never with silence, and in one message."""
    ask = replace(ask, arguments=clean(ask.arguments))
    chat = tx.chats.ensure(ask.chat, ask.chat_kind, ask.language, ask.now)
    ask = replace(ask, language=chat.language)
    if chat.resting:  # who writes to us can be written to again
        tx.chats.wake(ask.chat)
        if ask.thread is not None:  # it is open, or nobody could have written there
            tx.subscriptions.wake(ask.chat, ask.thread)
    if not ask.command:
        return _plain(ask, tx)
    command = _named(ask.command)
    if command is None:
        return _unknown(ask)
    refused = refusal(command, ask)
    return _say(refused) if refused else command.answer(ask, tx)


def report(errand: Errand, looked: Looked, ask: Ask, tx: Transaction) -> Reply:
    """Say what an answer's errand found, in the chat's language."""
    chat = tx.chats.ensure(ask.chat, ask.chat_kind, ask.language, ask.now)
    return errand.tell(looked, replace(ask, language=chat.language), tx)


def menu(admin: bool = False, tongue: Tongue = ENGLISH) -> list[tuple[str, str]]:
    """Give names and summaries for Telegram's menu; those of operators only if asked for."""
    return [(one.name, tongue.say(one.summary)) for one in COMMANDS if admin or not one.admin]


def markdown_table() -> str:
    """Write the table of commands for the README."""
    rows = ["| command | does | example |", "|---|---|---|"]
    for one in COMMANDS:
        usage = f"/{one.name} {one.arguments}".strip().replace("|", "\\|")
        who = " (operators)" if one.admin else ""
        rows.append(f"| `{usage}` | {one.summary}{who} | `{one.example}` |")
    return "\n".join(rows)


def _help(ask: Ask, tx: Transaction) -> Reply:
    """List the commands."""
    return listing(COMMANDS, ask)


def _plain(ask: Ask, tx: Transaction) -> Reply:
    """Take plain words as a search if they hit; else point to the commands."""
    found = claims.hits(ask, tx, ask.arguments) if ask.arguments else None
    return found or _say(
        ask.tongue.say(
            "I look up claims and follow topics: try /claims kursk, or see all commands with /help"
        )
    )


def _unknown(ask: Ask) -> Reply:
    """Name the nearest command with its example."""
    if ask.pressed:
        return _say(ask.tongue.say(STALE))
    names = [one.name for one in COMMANDS if ask.admin or not one.admin]
    near = get_close_matches(ask.command, names, n=1, cutoff=0.5)
    one = _named(near[0]) if near else None
    example = one.example if one else "/claims kursk"
    return _say(
        ask.tongue.say(
            "I do not know /{command}. Did you mean {example} ? All: /help",
            command=echo(clean(ask.command)),
            example=example,
        )
    )


def _named(name: str) -> Command | None:
    """Find a command of the table."""
    return next((one for one in COMMANDS if one.name == name), None)


def _say(sentence: str) -> Reply:
    """Answer with one sentence."""
    return Reply(page([paragraph(sentence)]))


COMMANDS: tuple[Command, ...] = (
    Command("start", "", mark("what this is, and topics to follow"), "/start", start.answer),
    Command("help", "", mark("what you can ask"), "/help", _help),
    Command(
        "subscribe", "[words]", mark("follow a topic, place, claimant or words; bare: everything"),
        "/subscribe kursk", subscribe.answer, changes=Changes.ALWAYS,
    ),
    Command(
        "unsubscribe", "[words|all]", mark("stop following something, or everything"),
        "/unsubscribe kursk", unsubscribe.answer, changes=Changes.ALWAYS,
    ),
    Command(
        "subscriptions", "", mark("what this chat follows; change how, mute, stop"),
        "/subscriptions", subscriptions.answer, changes=Changes.WITH_ARGUMENTS,
    ),
    Command(
        "topics", "", mark("what the ledger speaks of, newest first"), "/topics", topics.answer,
    ),
    Command(
        "claims", "[words|by:… stance:… since:…]",
        mark("who says what: positions side by side"),
        "/claims kursk", claims.answer,
    ),
    Command(
        "summary", "[24h|7d|words]", mark("what changed, what stands, who disputes it"),
        "/summary 24h", summary.answer,
    ),
    Command(
        "timeline", "[words]", mark("how the claims on a topic unfolded"),
        "/timeline kursk", timeline.answer,
    ),
    Command(
        "settings", "[timezone Z|quiet 22-7|weekly 8|compact on|language L]",
        mark("time zone, quiet hours, digests and language of this chat"),
        "/settings quiet 22-7", settings.answer, changes=Changes.WITH_ARGUMENTS,
    ),
    Command(
        "mute", "[words 1h|1d|always|off]",
        mark("hear nothing of a topic for a while, or for good"),
        "/mute kursk 1d", mute.answer, changes=Changes.WITH_ARGUMENTS,
    ),
    Command(
        "why", "#code", mark("why an alert came: the words, the rule, what you follow"),
        "/why #k7f3q", why.answer,
    ),
    Command(
        "wrong", "#code [words]", mark("say that an alert is wrong; operators look at it"),
        "/wrong #k7f3q", wrong.answer,
    ),
    Command(
        "channel", "[@name command]", mark("configure a channel or group from a private chat"),
        "/channel @your_channel subscribe kursk", channel.answer,
    ),
    Command("about", "", mark("what this bot does and promises"), "/about", about.answer),
    Command(
        "privacy", "[export|delete]", mark("what is kept of this chat: as a file, or gone"),
        "/privacy", privacy.answer, changes=Changes.WITH_ARGUMENTS,
    ),
    Command("feeds", "", mark("the feeds and how they are"), "/feeds", feeds.listed, admin=True),
    Command(
        "addfeed", "URL", mark("watch a feed"),
        "/addfeed https://example.org/rss.xml", feeds.add, admin=True,
    ),
    Command(
        "checkfeed", "URL|N", mark("look at a feed once and explain what is there"),
        "/checkfeed https://example.org/rss.xml", checkfeed.check, admin=True,
    ),
    Command(
        "removefeed", "N", mark("stop watching a feed"),
        "/removefeed 12", feeds.remove, admin=True,
    ),
    Command(
        "export", "[feeds|claims|changes]", mark("feeds, claims or changes as a file"),
        "/export claims since:7d", export.answer, admin=True,
    ),
    Command(
        "review", "[accept|withdraw #code]",
        mark("alerts that readers call wrong: keep or withdraw"),
        "/review", review.answer, admin=True,
    ),
    Command(
        "broadcast", "TEXT", mark("say something to every chat, after a second thought"),
        "/broadcast back at noon", broadcast.answer, admin=True,
    ),
    Command(
        "status", "", mark("feeds, queue, signs of life"), "/status", status.answer, admin=True,
    ),
)  # fmt: skip
