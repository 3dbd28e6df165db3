"""Telegram's updates become questions with the right chat, thread and rights, and answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from alerts.carrier import make_bot
from alerts.governor import Governor, Limits
from bot.patience import BURST, EVERY, KNOWN, Patience, Verdict
from bot.shell import Shell
from feeds.errors import Found
from handlers.commands import COMMANDS
from handlers.model import Changes, Looked
from storage.records import Subscription
from storage.store import Store
from tests.fakes.telegram import FakeTelegram, bad_request
from tests.fakes.telegram_state import Message
from tests.handlers.conftest import NOW, file_story

ADMIN, MEMBER, OPERATOR = 11, 12, 13
GROUP, FORUM, CHANNEL = -1001, -1002, -1003


@dataclass
class Room:
    """A server, a shell on the story's ledger, and what was done with each update."""

    tg: FakeTelegram
    shell: Shell
    store: Store

    async def answer(self) -> None:
        """Let the shell answer what is waiting."""
        waiting, self.tg.waiting = self.tg.waiting, []
        for update in waiting:
            await self.shell.answer(update)

    async def say(self, chat: int, text: str, user: int | None = None, **fields: Any) -> str:
        """Write in a chat; give what came back there, or nothing."""
        before = len(self.tg.ledger)
        self.tg.say(chat, text, user, **fields)
        await self.answer()
        return "\n".join(one.text for one in self.tg.ledger[before:] if one.chat == chat)

    async def press(self, message: Message, button: str, user: int | None = None) -> str | None:
        """Press a button; give the words of the refusal, if it was one."""
        self.tg.press(message.chat, message, button, user)
        await self.answer()
        text: str | None = self.tg.answers[-1].get("text")
        return text

    def last(self, chat: int) -> Message:
        """Give the last message of a chat."""
        return self.tg.messages(chat)[-1]

    def follows(self, chat: int) -> list[Subscription]:
        """Give what a chat follows."""
        with self.store.read() as tx:
            return tx.subscriptions.of(chat)


@pytest.fixture
def story(store: Store) -> Store:
    """Give a ledger that holds the story."""
    file_story(store)
    return store


async def look(url: str) -> Looked:
    """Find a page that names two feeds, whatever the address."""
    found = tuple(Found(f"{url}/{name}.xml", name) for name in ("World", "Sport"))
    return Looked(url, problem="this is a web page that names its feeds", found=found)


def play(store: Store, scene: Callable[[Room], Awaitable[None]], burst: int = 10**6) -> None:
    """Run a scene with a server on loopback and a clock that goes a minute a question."""
    now = [NOW]

    def clock() -> datetime:
        now[0] += timedelta(minutes=1)
        return now[0]

    async def on_stage() -> None:
        async with FakeTelegram() as tg:
            bot = make_bot(tg.token, tg.base_url)
            await bot.initialize()
            unpaced = Governor(
                Limits(messages=0, chat_step=0.0, chat_burst=10**6, group_messages=10**6)
            )
            patience = Patience(burst)
            shell = Shell(store, bot, unpaced, frozenset({OPERATOR}), clock, patience, look=look)
            for chat, kind in ((GROUP, "group"), (FORUM, "supergroup"), (CHANNEL, "channel")):
                tg.open(chat, kind, admins={ADMIN}, title=f"Chat {chat}")
            await scene(Room(tg, shell, store))
            await bot.shutdown()

    asyncio.run(on_stage())


PLACES = (  # chat, fields of the message, who may configure there
    (ADMIN, {}, True), (GROUP, {}, False), (FORUM, {"message_thread_id": 5}, False),
    (CHANNEL, {}, True),
)  # fmt: skip


@pytest.mark.parametrize("user", [ADMIN, MEMBER, OPERATOR])
def test_every_command_is_answered_wherever_and_whoever_asks(store: Store, user: int) -> None:
    """Bare, as in its example and with junk; in private, group, thread and channel."""

    async def scene(room: Room) -> None:
        await asyncio.to_thread(file_story, room.store)
        for chat, fields, _ in PLACES:
            place = user if chat == ADMIN else chat
            for one in COMMANDS:
                for typed in (f"/{one.name}", one.example, f"/{one.name} zebra <&> \u202e 9 ~"):
                    who = None if chat == CHANNEL else user
                    said = await room.say(place, typed, who, **fields)
                    assert said, (typed, place)
                    assert room.last(place).thread == fields.get("message_thread_id")
                    operates = user == OPERATOR and chat != CHANNEL
                    assert (f"/{one.name} is only for operators" in said) is (
                        one.admin and not operates
                    ), typed

    play(store, scene)


@pytest.mark.parametrize("user", [ADMIN, MEMBER])
@pytest.mark.parametrize(("chat", "fields"), [(GROUP, {}), (FORUM, {"message_thread_id": 5})])
def test_in_a_group_admins_configure_and_members_read(
    story: Store, user: int, chat: int, fields: dict[str, Any]
) -> None:
    """Who may not is told so, and nothing is changed; typed or pressed."""

    async def scene(room: Room) -> None:
        for one in COMMANDS:
            if one.changes is not Changes.NEVER:
                said = await room.say(chat, one.example, user, **fields)
                bare = one.example == f"/{one.name}"
                refused = user == MEMBER and (one.changes is Changes.ALWAYS or not bare)
                assert ("Only an administrator" in said) is refused, one.example
        await room.say(chat, "/subscribe kursk", ADMIN, **fields)
        message = room.last(chat)
        (before,) = room.follows(chat)
        assert await room.press(message, "Only high", user) is None
        (after,) = room.follows(chat)
        assert (before == after) is (user == MEMBER)

    play(story, scene)


def test_a_thread_keeps_its_own_subscriptions(story: Store) -> None:
    """What one thread follows, another does not, nor the group itself."""

    async def scene(room: Room) -> None:
        await room.say(FORUM, "/subscribe kursk", ADMIN, message_thread_id=5)
        await room.say(FORUM, "/subscribe russia", ADMIN, message_thread_id=6)
        assert "Kursk" in await room.say(FORUM, "/subscriptions", MEMBER, message_thread_id=5)
        other = await room.say(FORUM, "/subscriptions", MEMBER, message_thread_id=6)
        assert "Russia" in other
        assert "Kursk" not in other
        await room.say(FORUM, "/unsubscribe all yes", ADMIN, message_thread_id=5)
        assert [one.thread for one in room.follows(FORUM)] == [6]

    play(story, scene)


def test_what_is_for_another_bot_or_nobody_is_left_alone(story: Store) -> None:
    """In a group plain words and commands to others are not ours; in private words are."""

    async def scene(room: Room) -> None:
        assert not await room.say(GROUP, "kursk", MEMBER)
        assert not await room.say(GROUP, "/claims@other_bot kursk", MEMBER)
        assert "Kursk" in await room.say(GROUP, "/claims@Claimwatch_Bot kursk", MEMBER)
        assert "Kursk" in await room.say(MEMBER, "kursk")

    play(story, scene)


def test_a_subscriber_of_a_channel_cannot_press_its_settings(story: Store) -> None:
    """Only administrators post in a channel, but everybody there sees the buttons."""

    async def scene(room: Room) -> None:
        await room.say(CHANNEL, "/subscribe kursk")
        message = room.last(CHANNEL)
        await room.press(message, "Stop this", MEMBER)
        assert len(room.follows(CHANNEL)) == 1
        assert "Only an administrator" in room.last(CHANNEL).text
        await room.press(message, "Stop this", ADMIN)
        assert room.follows(CHANNEL) == []

    play(story, scene)


def test_a_channel_is_configured_from_a_private_chat(story: Store) -> None:
    """By who administers it; the answers and their buttons stay in private."""

    async def scene(room: Room) -> None:
        said = await room.say(ADMIN, f"/channel {CHANNEL} subscribe kursk")
        assert f"Chat {CHANNEL}" in said
        assert "You now follow" in said
        assert [one.chat for one in room.follows(CHANNEL)] == [CHANNEL]
        assert room.follows(ADMIN) == room.tg.messages(CHANNEL) == []
        await room.press(room.last(ADMIN), "Stop this")
        assert room.follows(CHANNEL) == []
        assert "follows nothing" in await room.say(ADMIN, f"/channel {CHANNEL}")
        said = await room.say(MEMBER, f"/channel {CHANNEL} subscribe kursk")
        assert f"Only an administrator of Chat {CHANNEL}" in said
        for where in ("-100999", "@nobody_is_this", "zebra", "7", "-", "-" + "9" * 30):
            assert "I do not know" in await room.say(ADMIN, f"/channel {where} subscribe")
        assert room.follows(CHANNEL) == []

    play(story, scene)


def test_a_channel_chooses_by_buttons_from_a_private_chat(story: Store) -> None:
    """Each step takes the place of the one before; what is followed is the channel's."""

    async def scene(room: Room) -> None:
        await room.say(ADMIN, f"/channel {CHANNEL} subscribe")
        await room.press(room.last(ADMIN), "Places ▸")
        steps = room.last(ADMIN)
        for label in ("Kursk", "Daily 8:00", "Follow only this"):
            await room.press(steps, label)
            assert room.last(ADMIN) is steps
        assert "You now follow claims about Kursk" in steps.text
        assert f"Chat {CHANNEL}" in steps.text
        assert [one.place for one in room.follows(CHANNEL)] == ["kursk"]
        assert room.follows(ADMIN) == room.tg.messages(CHANNEL) == []

    play(story, scene)


def test_who_brings_us_into_a_channel_is_shown_how_to_go_on(story: Store) -> None:
    """In private, with buttons; or which right is lacking."""

    async def scene(room: Room) -> None:
        room.tg.open(ADMIN)
        room.tg.join(CHANNEL, ADMIN, "channel", "administrator")
        await room.answer()
        assert "right to post messages" in room.last(ADMIN).text
        change = room.tg.push_raw  # with the right
        change(_joined(room, CHANNEL, can_post_messages=True))
        await room.answer()
        assert f"I am in Chat {CHANNEL} now" in room.last(ADMIN).text
        await room.press(room.last(ADMIN), "Follow everything")
        assert len(room.follows(CHANNEL)) == 1
        change(_joined(room, GROUP, status="restricted", can_send_messages=False))
        await room.answer()
        assert "right to send messages" in room.last(ADMIN).text

    play(story, scene)


def _joined(
    room: Room, chat: int, status: str = "administrator", **rights: bool
) -> dict[str, Any]:
    """Build the update that tells of our coming into a chat."""
    user = room.tg.person(ADMIN)
    return {"update_id": 5000 + chat % 100, "my_chat_member": {
        "chat": room.tg.chat_of(room.tg.chats[chat]), "from": user, "date": 1,
        "old_chat_member": {"user": room.tg.me, "status": "left"},
        "new_chat_member": {"user": room.tg.me, "status": status, **rights},
    }}  # fmt: skip


def test_who_asks_where_we_may_not_write_is_told_in_private(story: Store) -> None:
    """The chat rests, and whoever asked learns which right is lacking."""

    async def scene(room: Room) -> None:
        room.tg.open(MEMBER)
        room.tg.chats[GROUP].state = "muted"
        await room.say(GROUP, "/claims kursk", MEMBER)
        assert "right to send messages" in room.last(MEMBER).text

    play(story, scene)


def test_false_buttons_do_nothing(story: Store) -> None:
    """Forged, foreign, stale and empty data is refused with a sentence."""

    async def scene(room: Room) -> None:
        await room.say(ADMIN, "/subscribe kursk")
        mine = room.last(ADMIN)
        await room.say(MEMBER, "/subscribe kursk")
        theirs = room.last(MEMBER)
        stolen = theirs.data("Stop this")
        forged = [stolen, stolen[:-1] + "x", "unsubscribe all yes", "~", "x" * 64, "é" * 30,
                  stolen[:14] + "unsubscribe all yes"]  # fmt: skip
        for data in forged:
            assert "out of date" in (await room.press(mine, data) or ""), data
        assert len(room.follows(ADMIN)) == len(room.follows(MEMBER)) == 1
        stop = mine.data("Stop this")
        await room.press(mine, stop)
        await room.press(mine, stop)  # what it stopped is gone
        assert "stopped already" in room.last(ADMIN).text or room.follows(ADMIN) == []

    play(story, scene)


def test_a_button_on_a_deleted_message_is_answered_anew(story: Store) -> None:
    """The page that it turns to comes as a message of its own."""

    async def scene(room: Room) -> None:
        await room.say(ADMIN, "/topics")
        await room.say(ADMIN, "/subscribe kursk")
        message = room.last(ADMIN)
        message.deleted = True
        await room.press(message, "Only high")
        assert room.last(ADMIN).id > message.id
        assert "high severity" in room.last(ADMIN).text

    play(story, scene)


def test_a_long_command_and_many_subscriptions_are_answered(story: Store) -> None:
    """4,000 characters are cut, the fifty-first subscription is refused in a sentence."""

    async def scene(room: Room) -> None:
        for one in COMMANDS:
            assert await room.say(ADMIN, f"/{one.name} " + "kursk " * 660, ADMIN), one.name
            assert await room.say(ADMIN, f"/{one.name} " + "я" * 3900), one.name
        await room.say(ADMIN, "/unsubscribe all yes")
        for number in range(50):
            assert "follow" in await room.say(ADMIN, f"/subscribe thing{number}x")
        assert "50 things already" in await room.say(ADMIN, "/subscribe another")
        assert len(room.follows(ADMIN)) == 50
        assert "Page 2" in "".join(label for label in (await _labels(room, "/subscriptions")))
        assert "50" in await room.say(ADMIN, "/unsubscribe all")

    play(story, scene)


async def _labels(room: Room, text: str) -> list[str]:
    """Give the labels of the buttons below an answer."""
    await room.say(ADMIN, text)
    return room.last(ADMIN).labels


def test_who_floods_is_slowed_and_told_once(story: Store) -> None:
    """A burst is answered, then one sentence comes, then nothing; others are not concerned."""

    async def scene(room: Room) -> None:
        for _ in range(30):
            room.tg.say(MEMBER, "/about")
        await room.answer()
        texts = [one.text for one in room.tg.messages(MEMBER)]
        assert len(texts) == 6
        assert "a lot at once" in texts[-1]
        assert await room.say(ADMIN, "/about")

    play(story, scene, burst=5)


def test_anonymous_admins_flood_only_for_their_own_group(story: Store) -> None:
    """All of them write as one and the same bot of Telegram's."""

    async def scene(room: Room) -> None:
        for chat, answers in ((GROUP, 6), (FORUM, 6)):
            anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
            group = {"sender_chat": {"id": chat}, "from": anonymous}
            for _ in range(9):
                room.tg.say(chat, "/about", 1, **group)
            await room.answer()
            assert len(room.tg.messages(chat)) == answers

    play(story, scene, burst=5)


def test_patience_comes_back_with_time() -> None:
    """One question in three seconds; who goes on is not told again, who pauses is."""
    patience, now = Patience(), 0.0
    said = [patience.judge(1, now) for _ in range(BURST + 5)]
    assert said.count(Verdict.ANSWER) == BURST
    assert said.count(Verdict.TELL) == 1
    for _ in range(10):  # twice as fast as it may be
        now += EVERY / 2
        said.append(patience.judge(1, now))
    assert said[-10:].count(Verdict.ANSWER) == 5
    assert said.count(Verdict.TELL) == 1
    now += EVERY * BURST
    assert [patience.judge(1, now) for _ in range(BURST + 1)][-1] is Verdict.TELL


def test_patience_does_not_remember_the_whole_world() -> None:
    """Whoever was not heard for longest is forgotten first."""
    patience = Patience(1)
    patience.judge(0, 0.0)
    for who in range(1, KNOWN + 1):
        patience.judge(who, 0.0)
    assert patience.judge(0, 0.0) is Verdict.ANSWER


def test_inline_words_offer_current_positions(story: Store) -> None:
    """Each is a message with quote and link; nothing and junk are answered too."""

    async def scene(room: Room) -> None:
        for words in ("kursk", "", "Zelenskyy", "zebra", "<>&\u202e~" * 30, "x" * 256):
            room.tg.type_inline(words, MEMBER)
            await room.answer()
        kursk, bare, spelt, *junk = room.tg.offered
        titles = [one["title"] for one in kursk["results"]]
        assert any(title.startswith("Ukraine denies that Russia has full") for title in titles)
        assert any("Control of Kursk" in title for title in titles)
        message = kursk["results"][0]["input_message_content"]["message_text"]
        assert "<blockquote>" in message
        assert 'href="https://news.example/' in message
        assert bare["results"]
        assert "Volodymyr Zelensky" in str(spelt["results"])
        assert all(one["results"] == [] and "button" in one for one in junk)
        assert all(int(one["cache_time"]) > 0 for one in room.tg.offered)
        room.tg.queries.clear()  # who types on makes the query too old
        room.tg.push("inline_query", {"id": "1", "from": room.tg.person(1), "query": "kursk"})
        await room.answer()

    play(story, scene)


def test_a_timeline_comes_as_a_picture(story: Store) -> None:
    """Photo, caption and buttons; a pressed one brings the text as a new message."""

    async def scene(room: Room) -> None:
        room.tg.open(1)
        await room.say(1, "/timeline control kursk")
        shown = room.last(1)
        assert shown.photo
        assert shown.photo.startswith(b"\x89PNG")
        assert "The picture in words" in shown.text
        await room.press(shown, "As text")
        assert room.last(1).photo is None
        assert room.last(1).id != shown.id

    play(story, scene)


def test_an_export_comes_as_a_file(story: Store) -> None:
    """With its caption; where no files may go, the words alone."""

    async def scene(room: Room) -> None:
        room.tg.open(OPERATOR)
        said = await room.say(OPERATOR, "/export claims")
        sent = room.last(OPERATOR)
        assert sent.document
        assert sent.document.count(b"\n") == 7
        assert "Claims as JSON Lines: 7" in said
        await room.say(OPERATOR, "/privacy")
        await room.press(room.last(OPERATOR), "As a file")
        assert b'"subscriptions": []' in (room.last(OPERATOR).document or b"")
        forbidden = "Bad Request: not enough rights to send documents to the chat"
        room.tg.fail("sendDocument", bad_request(forbidden))
        assert "Changes as JSON Lines: 5" in await room.say(OPERATOR, "/export changes")
        assert room.last(OPERATOR).document is None

    play(story, scene)


@pytest.mark.parametrize(
    "refusal",
    [
        "Bad Request: not enough rights to send photos to the chat",
        "Bad Request: PHOTO_INVALID_DIMENSIONS",
        "Bad Request: can't parse entities: no end of tag",
    ],
)
def test_where_no_picture_goes_the_text_goes(story: Store, refusal: str) -> None:
    """A chat that forbids photos, or a server that dislikes one, gets the same in words."""

    async def scene(room: Room) -> None:
        room.tg.open(1)
        room.tg.fail("sendPhoto", bad_request(refusal))
        said = await room.say(1, "/timeline control kursk")
        assert "Control of Kursk" in said
        assert room.last(1).photo is None
        assert "As text" not in said

    play(story, scene)


def test_an_errand_is_done_after_the_answer_and_told_in_the_chats_language(story: Store) -> None:
    """First that the feed is watched, then what a look at it showed, with buttons to choose."""

    async def scene(room: Room) -> None:
        room.tg.open(OPERATOR)
        await room.say(OPERATOR, "/settings language de", OPERATOR)
        before = len(room.tg.messages(OPERATOR))
        await room.say(OPERATOR, "/addfeed https://news.example/x", OPERATOR)
        first, second = room.tg.messages(OPERATOR)[before:]
        assert "news.example" not in first.text
        assert "„World“" in second.text or "“World”" in second.text
        assert "several feeds" not in second.text
        (sport,) = [label for label in second.labels if "Sport" in label]
        await room.press(second, sport, OPERATOR)
        with room.store.read() as tx:
            assert tx.feeds.by_url("https://news.example/x/Sport.xml") is not None

    play(story, scene)
