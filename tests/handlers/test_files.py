"""What can be taken along: the ledger by operators, a chat's own data by whoever configures it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alerts.html import plain
from claims.records import parse_object
from feeds.lists import read_list
from handlers.model import Reply
from storage.store import Store
from tests.handlers.conftest import NOW
from tests.handlers.talk import CHAT, Talk


@pytest.fixture
def operator(talk: Talk) -> Talk:
    """Give somebody whom the settings name."""
    return talk.as_(admin=True)


def content(ledger: Store, reply: Reply) -> bytes:
    """Write the file of an answer."""
    assert reply.document
    with ledger.read() as tx:
        return reply.document.write(tx)


def records(ledger: Store, reply: Reply) -> list[dict[str, Any]]:
    """Read the lines of a file of records."""
    return [parse_object(line) for line in content(ledger, reply).decode().splitlines()]


def test_feeds_are_exported_as_a_list_that_can_be_imported(
    ledger: Store, operator: Talk, tmp_path: Path
) -> None:
    """OPML with addresses and outlets; operators only."""
    with ledger.begin() as tx:
        tx.feeds.add("https://news.example/a.xml?x=1&y=2", NOW, outlet="A & B")
    reply = operator.press(operator.say("/export"), "Feeds")
    assert "The feeds as OPML: 1" in plain(reply.html)
    assert reply.document
    assert reply.document.name == "feeds.opml"
    file = tmp_path / "feeds.opml"
    file.write_bytes(content(ledger, reply))
    [feed] = read_list(file).feeds
    assert (feed.url, feed.outlet) == ("https://news.example/a.xml?x=1&y=2", "A & B")
    assert "only for operators" in operator.as_(admin=False).read("/export feeds")


def test_claims_and_changes_are_exported_as_records(ledger: Store, operator: Talk) -> None:
    """As the command line writes them, the newest first; a filter narrows them."""
    everything = records(ledger, operator.say("/export claims"))
    assert len(everything) == 7
    assert {one["record"] for one in everything} == {"claim"}
    assert everything[-1]["as_of"] == "2025-03-10"
    denied = operator.say("/export claims kursk stance:denies")
    assert "Claims as JSON Lines: 1\n" in plain(denied.html)
    assert [one["id"] for one in records(ledger, denied)] == ["a1-2"]
    changes = records(ledger, operator.press(operator.say("/export"), "Changes"))
    assert len(changes) == 5
    assert {one["record"] for one in changes} == {"change"}
    dismissed = operator.say("/export changes propaganda")
    assert "Changes as JSON Lines: 1\n" in plain(dismissed.html)
    assert [one["id"] for one in records(ledger, dismissed)] == ["kdispute01"]
    assert operator.say("/export claims words:atlantis").document is None
    assert "could not read “stance:zebra”" in operator.read("/export claims stance:zebra")


def test_a_chat_takes_along_what_is_kept_of_it(ledger: Store, talk: Talk) -> None:
    """Settings, subscriptions, reports; nobody else's."""
    talk.say("/subscribe kursk high")
    talk.say("/settings timezone Europe/Kyiv")
    talk.say("/mute control kursk always")
    talk.say("/wrong #kfirst0001 it was Tass")
    talk.as_(chat=300).say("/subscribe russia")
    kept = json.loads(content(ledger, talk.press(talk.say("/privacy"), "As a file")))
    assert (kept["chat"]["id"], kept["chat"]["timezone"]) == (CHAT, "Europe/Kyiv")
    assert kept["chat"]["muted"] == {"control:kursk": ""}
    assert [(one["place"], one["least"]) for one in kept["subscriptions"]] == [("kursk", "high")]
    assert [one["note"] for one in kept["reports"]] == ["it was Tass"]


def test_a_chat_is_forgotten_when_it_asks_for_it_twice(ledger: Store, talk: Talk) -> None:
    """One tap deletes nothing; then everything is gone, and /start begins anew."""
    talk.say("/subscribe kursk")
    talk.say("/wrong #kfirst0001 it was Tass")
    sure = talk.press(talk.say("/privacy"), "Delete")
    with ledger.read() as tx:
        assert tx.subscriptions.of(CHAT)
    gone = talk.press(sure, "Yes")
    assert "Nothing is kept" in plain(gone.html)
    with ledger.read() as tx:
        assert tx.chats.get(CHAT) is None
        assert tx.subscriptions.of(CHAT) == []
        assert tx.reviews.reports_of(CHAT) == []
        assert tx.reviews.count() == 0
    assert "follows nothing" in talk.read("/subscriptions")


def test_members_of_a_group_neither_take_nor_delete_its_data(ledger: Store, talk: Talk) -> None:
    """They may read what is kept."""
    talk.say("/subscribe kursk")
    member = talk.as_(chat_kind="supergroup", may_configure=False)
    assert "What is kept of this chat" in member.read("/privacy")
    for line in ("/privacy export", "/privacy delete yes"):
        assert "Only an administrator" in member.read(line)
    with ledger.read() as tx:
        assert tx.subscriptions.of(CHAT)
