"""Updates of shapes that nobody knows are passed over, and the next one is answered."""

from __future__ import annotations

from typing import Any

import pytest

from bot.shapes import sound
from storage.store import Store
from tests.bot.test_shell import ADMIN, GROUP, MEMBER, Room, play, story

__all__ = ["story"]  # the fixture

BIG = 2**70
CHAT, USER = {"id": 5, "type": "private"}, {"id": 5}
MESSAGE = {"message_id": 1, "chat": CHAT, "from": USER, "text": "/help"}
ODD: tuple[dict[str, Any], ...] = (
    {"message": {"message_id": 1, "text": "/help"}},
    {"message": None},
    {"message": [MESSAGE]},
    {"message": {}},
    {"message": MESSAGE | {"chat": {"type": "private"}}},
    {"message": MESSAGE | {"chat": {"id": "5", "type": "private"}}},
    {"message": MESSAGE | {"chat": {"id": BIG, "type": "private"}}},
    {"message": MESSAGE | {"chat": {"id": -BIG, "type": "supergroup"}}},
    {"message": MESSAGE | {"chat": {"id": True, "type": "private"}}},
    {"message": MESSAGE | {"from": {"id": BIG}}},
    {"message": MESSAGE | {"from": None}},
    {"message": MESSAGE | {"from": USER | {"language_code": ["en"]}}},
    {"message": MESSAGE | {"text": 5}},
    {"message": MESSAGE | {"is_topic_message": True, "message_thread_id": BIG}},
    {"message": MESSAGE | {"migrate_to_chat_id": BIG}},
    {"message": MESSAGE | {"migrate_to_chat_id": None}},
    {"message": MESSAGE | {"sender_chat": "news"}},
    {"channel_post": {"text": "/help"}},
    {"callback_query": {"id": "1", "from": USER, "data": "x", "message": {"message_id": 1}}},
    {"callback_query": {"id": "1", "from": USER, "data": 7, "message": MESSAGE}},
    {"callback_query": {"id": "1", "data": "x", "message": MESSAGE}},
    {"callback_query": {"id": "1", "from": {"id": BIG}, "data": "x", "message": MESSAGE}},
    {"inline_query": {"id": "1"}},
    {"inline_query": {"id": 1, "from": USER, "query": "kursk"}},
    {"my_chat_member": {"chat": CHAT, "from": USER}},
    {"my_chat_member": {"chat": CHAT, "from": USER, "new_chat_member": {}}},
    {"my_chat_member": {"chat": {"id": BIG, "type": "channel"}, "from": USER,
                        "new_chat_member": {"status": "kicked"}}},
)  # fmt: skip


@pytest.mark.parametrize("update", ODD, ids=str)
def test_what_is_no_update_is_not_sound(update: dict[str, Any]) -> None:
    """A part is missing, of another kind, or a number that no ledger holds."""
    assert not sound(update)


def test_odd_updates_are_passed_over_without_an_exception(story: Store) -> None:
    """The shell leaves them alone and answers whoever comes next."""

    async def scene(room: Room) -> None:
        for update in (*ODD, {}, {"poll": {"id": "1"}}, {"message_reaction": 5}):
            await room.shell.answer({"update_id": 1} | update)
        assert room.tg.ledger == []
        assert "kursk" in (await room.say(MEMBER, "/claims kursk")).lower()

    play(story, scene)


@pytest.mark.parametrize(
    "words", ["\ud800", "a\x00b", "‮​", "%s {0} {x}", "9" * 5000, "<b>&amp", "~" * 3000]
)
def test_words_that_cannot_be_written_down_are_answered(story: Store, words: str) -> None:
    """Half a sign, a null, invisible ones and far too many, in every command that takes words."""

    async def scene(room: Room) -> None:
        for command in ("", "/claims ", "/subscribe ", "/find ", "/mute ", "/wrong ", "/channel "):
            assert await room.say(ADMIN, command + words), command
        await room.say(GROUP, f"/settings {words}", ADMIN)
        room.tg.type_inline(words, MEMBER)
        await room.answer()
        assert room.tg.offered

    play(story, scene)


def test_messages_of_years_ago_and_from_bots_do_no_harm(story: Store) -> None:
    """What is old is answered like the rest, for it waited for us; bots are left alone."""

    async def scene(room: Room) -> None:
        assert await room.say(MEMBER, "/help", date=1)
        robot = {"id": 99, "is_bot": True, "first_name": "R"}
        assert await room.say(GROUP, "/help", **{"from": robot}) == ""

    play(story, scene)


def test_ids_beyond_32_bits_are_kept_whole(story: Store) -> None:
    """Telegram's ids have up to 52 bits."""
    chat = 2**51 + 7

    async def scene(room: Room) -> None:
        assert "follow" in await room.say(chat, "/subscribe kursk")
        assert room.tg.messages(chat)

    play(story, scene)
    with story.read() as tx:
        assert [one.chat for one in tx.subscriptions.of(chat)] == [chat]
