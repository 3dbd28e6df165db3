"""Does the one table answer everything that is typed or pressed, to everybody, everywhere?"""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from alerts.html import plain
from handlers.commands import COMMANDS, dispatch, markdown_table, menu
from handlers.model import Ask, Command
from storage.store import Store
from tests.handlers.conftest import NOW
from tests.handlers.talk import CHAT, Talk, accept, labels

CONTRACT = [
    "start", "help", "subscribe", "unsubscribe", "subscriptions", "topics", "claims", "summary",
    "timeline", "settings", "mute", "why", "wrong", "channel", "about", "privacy", "feeds",
    "addfeed", "checkfeed", "removefeed", "export", "review", "broadcast", "status",
]  # fmt: skip
OPERATORS = 8  # commands, at the end
DEEP, MOST_PRESSED = 3, 150  # how far buttons are followed from a command
JUNK = (
    "x" * 4000, "😀🎉" * 2000, "\x00\x01\x1b[31m\n\r\t", "<b>bold</b> <a href='x'>y</a> & &amp;",
    "{{7*7}} %s {0.__class__}", "'; DROP TABLE claims; --", "\u202e\u200b\ufeff", "\ud800 lone",
    '"quote" AND NOT (', "* ^ - :", "page:99999 page:1", "topic: place: actor:", "id1 id1-0 high",
    "a" + "\u0301" * 300, "Курск 서울 القدس", "control:" + "x" * 300, "-1", "all yes no",
    "instead", "t_" + "_" * 70, "~deadbeef", "0h", "999d", "quiet 99999-1", "https://[broken",
)  # fmt: skip
PLACES = (
    ("private", False, True), ("private", True, True), ("group", False, False),
    ("supergroup", False, True), ("channel", False, True), ("terminal", True, True),
)  # fmt: skip


def test_the_table_holds_the_commands_of_the_contract_in_order() -> None:
    """Others rely on these names."""
    assert [one.name for one in COMMANDS] == CONTRACT
    assert [one.name for one in COMMANDS if one.admin] == CONTRACT[-OPERATORS:]


def test_names_and_summaries_keep_telegrams_limits_for_its_menu() -> None:
    """A name is 1 to 32 of a-z, 0-9, _; a description is 1 to 256."""
    assert all(re.fullmatch("[a-z0-9_]{1,32}", name) for name, _ in menu(admin=True))
    assert all(0 < len(summary) <= 256 for _, summary in menu(admin=True))
    assert len(menu()) == len(CONTRACT) - OPERATORS


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_every_example_of_the_table_is_a_call_that_works(talk: Talk, command: Command) -> None:
    """An example is never answered with usage or an unknown command."""
    text = talk.as_(admin=True).read(command.example)
    assert "I do not know" not in text
    assert "I could not read" not in text
    assert "Nothing found" not in text


def test_the_readme_table_names_each_command_once() -> None:
    """Bars in arguments are escaped, operators' commands are marked."""
    rows = markdown_table().splitlines()
    assert len(rows) == len(COMMANDS) + 2
    assert r"| `/unsubscribe [words\|all]` |" in markdown_table()
    assert sum("(operators)" in row for row in rows) == OPERATORS
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 4 for row in rows)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_every_command_answers_everywhere_bare_and_with_words(
    talk: Talk, command: Command
) -> None:
    """One message each time, in any kind of chat, for operators and others; buttons too."""
    for kind, admin, may_configure in PLACES:
        here = talk.as_(chat_kind=kind, admin=admin, may_configure=may_configure)
        for line in (f"/{command.name}", f"/{command.name} kursk"):
            reply = here.say(line)
            refused = "only for operators" in plain(reply.html)
            assert refused is (command.admin and not admin)
            for one in labels(reply)[-1:]:
                here.press(reply, one.label)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_no_command_stumbles_over_junk(talk: Talk, command: Command) -> None:
    """Every argument is answered in one message; markup and templates in it are text."""
    here = talk.as_(admin=True)
    for junk in JUNK:
        reply = here.say(f"/{command.name} {junk}")
        assert "<b>bold</b>" not in reply.html
        assert "<a href='x'>" not in reply.html
        assert "49" not in plain(reply.html) or "{{7*7}}" not in junk


def test_junk_alone_is_answered_with_help(talk: Talk) -> None:
    """Plain text and unknown commands point to what works."""
    for junk in JUNK:
        reply = talk.say(junk)
        assert "/claims" in plain(reply.html) or labels(reply)
        assert re.search("Did you mean /|/help", talk.read("/" + junk))


def test_words_that_mean_nothing_find_nothing(empty: Talk) -> None:
    """An empty ledger answers junk as it answers anything."""
    for junk in JUNK:
        for name in ("claims", "summary", "subscribe"):
            assert empty.read(f"/{name} {junk}")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/clams kursk", "/claims kursk"), ("/sumary", "/summary 24h"),
        ("/subscrib", "/subscribe kursk"),
        ("/hlep", "/help"), ("/tmeline", "/timeline kursk"), ("/xyzzy", "/claims kursk"),
        ("/", "/claims kursk"), ("/ADDFEEED x", "/claims kursk"),
    ],
)  # fmt: skip
def test_an_unknown_command_names_the_nearest_with_an_example(
    talk: Talk, typed: str, meant: str
) -> None:
    """One sentence; operators' commands are not given away."""
    text = talk.read(typed)
    assert f"Did you mean {meant}" in text
    assert "\n" not in text


def test_operators_are_pointed_to_their_commands(talk: Talk) -> None:
    """The nearest command may be one of theirs."""
    assert "Did you mean /addfeed" in talk.as_(admin=True).read("/adfeed x")


@pytest.mark.parametrize("name", CONTRACT[-OPERATORS:])
def test_operators_commands_are_refused_to_others_in_one_sentence(
    talk: Talk, ledger: Store, name: str
) -> None:
    """Also to the administrators of a group; and nothing happens."""
    group = talk.as_(chat_kind="group", may_configure=True)
    for here in (talk, group):
        text = here.read(f"/{name} https://example.org/rss")
        assert "only for operators" in text
        assert "\n" not in text
    with ledger.read() as tx:
        assert tx.feeds.all() == []


@pytest.mark.parametrize(
    "line",
    [
        "/subscribe", "/subscribe kursk", "/unsubscribe all yes", "/unsubscribe",
        "/subscriptions 1 high", "/settings quiet 22-7", "/start t_control_kursk",
    ],
)  # fmt: skip
def test_members_of_a_group_do_not_configure_it(ledger: Store, talk: Talk, line: str) -> None:
    """One sentence, and everything stays as it was."""
    talk.say("/subscribe russia")
    member = talk.as_(chat_kind="supergroup", may_configure=False)
    assert "Only an administrator of this chat" in member.read(line)
    with ledger.read() as tx:
        [one] = tx.subscriptions.of(CHAT)
        assert (one.actor, one.least.value) == ("Russia", "medium")


@pytest.mark.parametrize(
    "line",
    ["/subscriptions", "/subscriptions page:1", "/settings", "/claims", "/start", "/summary"],
)
def test_members_of_a_group_read(talk: Talk, line: str) -> None:
    """Looking is for everybody."""
    member = talk.as_(chat_kind="supergroup", may_configure=False)
    assert "Only an administrator" not in member.read(line)


def test_a_button_of_an_unknown_verb_is_out_of_date(ledger: Store) -> None:
    """A verb that an earlier version signed is refused in a sentence."""
    with ledger.begin() as tx:
        reply = dispatch(Ask(CHAT, 7, "mutetopic", "x", NOW, pressed=True), tx)
    accept(reply)
    assert "out of date" in plain(reply.html)


def test_an_ask_with_dirty_arguments_is_cleaned_whatever_the_shell(ledger: Store) -> None:
    """A shell that hands on raw text does no harm."""
    with ledger.begin() as tx:
        raw = Ask(
            CHAT, 7, "", "\x00\x1b[31m<b>\ud800", datetime.fromisoformat("2025-04-29T00:00+00:00")
        )
        accept(dispatch(raw, tx))


@pytest.mark.parametrize("admin", [False, True])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_every_button_leads_somewhere_and_so_do_its_own(
    talk: Talk, command: Command, admin: bool
) -> None:
    """Three presses deep, whatever is there: an answer that Telegram takes, and never a stale one.

    A new command or button is pressed here as soon as an answer offers it.
    """
    here = talk.as_(admin=admin)
    here.say("/subscribe kursk")
    here.say("/wrong #kfirst0001 it was Tass")
    seen: set[str] = set()
    waiting = [(button, 1) for line in (f"/{command.name}", command.example)
               for button in labels(here.say(line))]  # fmt: skip
    while waiting and len(seen) < MOST_PRESSED:
        button, depth = waiting.pop(0)
        if button.command in seen:
            continue
        seen.add(button.command)
        name, _, rest = button.command.partition(" ")
        assert name in CONTRACT, button
        reply = here.ask(name, rest, pressed=True)
        assert not re.search("out of date|I do not know|could not read", plain(reply.html)), button
        if depth < DEEP:
            waiting += [(one, depth + 1) for one in labels(reply)]
