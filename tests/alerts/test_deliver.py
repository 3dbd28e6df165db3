"""Every answer of Telegram's becomes one outcome."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from alerts import deliver
from alerts.carrier import Bot, make_bot
from alerts.deliver import by_text
from alerts.errors import AnswerLost, NeverConnected
from alerts.outcomes import (
    Gone,
    Later,
    Missing,
    Moved,
    NoRights,
    NotFound,
    NoThread,
    Outcome,
    Refused,
    Sent,
    TokenRefused,
    Uncertain,
    Unparsable,
)
from alerts.transport import Transport
from tests.fakes.telegram import (
    TOKEN,
    FakeTelegram,
    Fault,
    bad_gateway,
    bad_request,
    flood,
    forbidden,
    lost_answer,
    silence,
    unauthorized,
)

Story = Callable[[FakeTelegram, Bot], Awaitable[Any]]


def play(story: Story) -> Any:
    """Run a story with a server and a bot; chat 1 exists."""

    async def on_stage() -> Any:
        async with FakeTelegram() as tg:
            tg.open(1)
            bot = make_bot(tg.token, tg.base_url)
            async with bot:
                return await story(tg, bot)

    return asyncio.run(on_stage())


def outcome_of(*faults: Fault) -> Outcome:
    """Send a message to a server that does so and say what came of it."""

    async def story(tg: FakeTelegram, bot: Bot) -> Outcome:
        tg.fail("sendMessage", *faults)
        return await deliver.deliver(bot, 1, "<b>text</b>")

    outcome: Outcome = play(story)
    return outcome


def test_a_message_arrives_with_its_buttons() -> None:
    """Text, markup, buttons, silence and the preview that is off reach the chat."""

    async def story(tg: FakeTelegram, bot: Bot) -> None:
        outcome = await deliver.deliver(
            bot, 1, "<b>a &amp; b</b>", buttons=[[("Label", "data")]], silent=True
        )
        (message,) = tg.messages(1)
        assert outcome == Sent(message.id)
        assert (message.text, message.labels, message.silent) == ("a & b", ["Label"], True)
        assert message.data("Label") == "data"
        assert message.preview == {"is_disabled": True}

    play(story)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("bot was blocked by the user", Gone),
        ("user is deactivated", Gone),
        ("bot can't initiate conversation with a user", Gone),
        ("bot was kicked from the group chat", Gone),
        ("bot was kicked from the supergroup chat", Gone),
        ("bot was kicked from the channel chat", Gone),
        ("bot is not a member of the channel chat", Gone),
        ("the group chat was deleted", Gone),
    ],
)
def test_a_closed_chat_is_gone(text: str, outcome: type[Outcome]) -> None:
    """Whatever Telegram forbids, the chat rests."""
    assert isinstance(outcome_of(forbidden(text)), outcome)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("chat not found", NotFound),
        ("private chat not found", NotFound),
        ("PEER_ID_INVALID", NotFound),
        ("not enough rights to send text messages to the chat", NoRights),
        ("CHAT_WRITE_FORBIDDEN", NoRights),
        ("have no rights to send a message", NoRights),
        ("need administrator rights in the channel chat", NoRights),
        ("message thread not found", NoThread),
        ("TOPIC_CLOSED", NoThread),
        ("TOPIC_DELETED", NoThread),
        ('can\'t parse entities: Unsupported start tag "x" at byte offset 0', Unparsable),
        ("message is too long", Refused),
        ("message caption is too long", Refused),
        ("reply markup is too long", Refused),
        ("message text is empty", Refused),
        ("BUTTON_DATA_INVALID", Refused),
        ("message to edit not found", Missing),
        ("message can't be edited", Missing),
        ("message to be replied not found", Missing),
        ("MESSAGE_ID_INVALID", Missing),
        ("message is not modified: specified new message content is the same", Sent),
        ("a text that nobody has seen yet", Refused),
    ],
)
def test_a_refusal_is_understood_by_its_words(text: str, outcome: type[Outcome]) -> None:
    """The library changes prefix and case of the words; they are understood all the same."""
    assert isinstance(outcome_of(bad_request(text)), outcome)
    assert isinstance(by_text(text.capitalize()), outcome)


def test_a_flood_says_how_long() -> None:
    """A 429 is for later, by Telegram's own seconds."""
    outcome = outcome_of(flood(17))
    assert isinstance(outcome, Later)
    assert (outcome.after, outcome.flood) == (timedelta(seconds=17), True)


def test_a_group_that_moved_says_where() -> None:
    """The new id comes with the refusal."""

    async def story(tg: FakeTelegram, bot: Bot) -> Outcome:
        tg.open(-5, "group")
        tg.migrate(-5, -1005)
        return await deliver.deliver(bot, -5, "x")

    assert play(story) == Moved(-1005)


def test_a_refused_token_is_no_matter_of_the_chat() -> None:
    """401 and 404 concern the token."""
    assert isinstance(outcome_of(unauthorized()), TokenRefused)
    assert isinstance(outcome_of(Fault(404, "Not Found")), TokenRefused)


@pytest.mark.parametrize(
    "fault",
    [
        lost_answer(),
        bad_gateway(accept=True),
        bad_gateway(accept=False),
        Fault(500, "Internal Server Error: restart", accept=True),
        Fault(200, body=b"<html>not json", accept=True),
        Fault(200, body=b"[" * 100_000, accept=True),
        Fault(413, "Nobody knows", accept=True),
    ],
)
def test_an_answer_that_never_came_or_cannot_be_read_is_uncertain(fault: Fault) -> None:
    """The message may have arrived, so nobody may send it again blindly."""
    assert isinstance(outcome_of(fault), Uncertain)


def test_silence_is_uncertain() -> None:
    """No answer within the deadline does not mean that it did not arrive."""

    async def story(tg: FakeTelegram, bot: Bot) -> None:
        tg.fail("sendMessage", silence(5))
        request = deliver._outcome(bot.send_message(1, "x", read_timeout=0.1))
        assert isinstance(await request, Uncertain)
        assert len(tg.messages(1)) == 1

    play(story)


def test_a_connection_that_was_never_made_is_for_later() -> None:
    """Nothing was written, so it may be tried again freely."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    async def story() -> Outcome:
        async with _closed_door(port) as bot:
            return await deliver.deliver(bot, 1, "x")

    outcome = asyncio.run(story())
    assert isinstance(outcome, Later)
    assert not outcome.flood


class _closed_door:
    """A bot whose server does not listen; it is never initialised by a call."""

    def __init__(self, port: int) -> None:
        self.bot = make_bot(TOKEN, f"http://127.0.0.1:{port}/bot")

    async def __aenter__(self) -> Bot:
        for request in self.bot._request:
            await request.initialize()
        return self.bot

    async def __aexit__(self, *_: object) -> None:
        for request in self.bot._request:
            await request.shutdown()


def test_text_that_cannot_be_encoded_is_refused_and_not_tried_for_ever() -> None:
    """A lone surrogate can only come from a bug of ours."""

    async def story(tg: FakeTelegram, bot: Bot) -> None:
        assert isinstance(await deliver.deliver(bot, 1, "\ud83d"), Refused)
        assert tg.messages(1) == []

    play(story)


def test_broken_markup_is_sent_once_more_as_plain_text() -> None:
    """The reader gets the words; there is exactly one message."""

    async def story(tg: FakeTelegram, bot: Bot) -> None:
        outcome = await deliver.send(bot, 1, "<x>a &amp; b</x>")
        assert isinstance(outcome, Sent)
        assert [message.text for message in tg.messages(1)] == ["a & b"]
        assert len(tg.calls("sendMessage")) == 2

    play(story)


def test_a_closed_thread_falls_back_to_the_chat() -> None:
    """The alert is told in the chat itself when its thread is closed."""

    async def story(tg: FakeTelegram, bot: Bot) -> None:
        tg.open(-100, "supergroup", closed_threads={7})
        assert isinstance(await deliver.send(bot, -100, "x", thread=7), Sent)
        assert tg.messages(-100)[0].thread is None
        assert isinstance(await deliver.send(bot, -100, "y", thread=8), Sent)
        assert tg.messages(-100)[1].thread == 8

    play(story)


def test_an_edit_changes_the_message_or_says_that_it_is_missing() -> None:
    """An edit without effect is as good as one with."""

    async def story(tg: FakeTelegram, bot: Bot) -> None:
        await deliver.send(bot, 1, "old")
        (message,) = tg.messages(1)
        assert await deliver.edit(bot, 1, message.id, "<b>new</b>", [[("L", "d")]]) == Sent(
            message.id
        )
        assert (message.text, message.labels, message.edits) == ("new", ["L"], ["old"])
        assert await deliver.edit(bot, 1, message.id, "<b>new</b>", [[("L", "d")]]) == Sent(
            message.id
        )
        assert isinstance(await deliver.edit(bot, 1, 999, "x"), Missing)

    play(story)


def test_a_picture_arrives_with_its_caption() -> None:
    """The bytes reach the server as they are."""

    async def story(tg: FakeTelegram, bot: Bot) -> None:
        outcome = await deliver.picture(bot, 1, b"\x89PNG\r\n\x00bytes", "<b>what</b>")
        assert isinstance(outcome, Sent)
        (message,) = tg.messages(1)
        assert (message.photo, message.text) == (b"\x89PNG\r\n\x00bytes", "what")

    play(story)


def test_the_token_is_in_no_log_no_name_and_no_error(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever goes wrong, at the most talkative level, the token stays inside."""
    caplog.set_level(logging.DEBUG)
    secret = TOKEN.partition(":")[2]

    async def story(tg: FakeTelegram, bot: Bot) -> None:
        faults = [lost_answer(), bad_gateway(accept=False), unauthorized(), flood(1)]
        tg.fail("sendMessage", *faults)
        for _ in (*faults, None):
            outcome = await deliver.deliver(bot, 1, "x")
            assert secret not in str(outcome)
        assert secret not in repr(bot)

    play(story)
    assert secret not in caplog.text
    assert secret not in "".join(capsys.readouterr())


def test_a_transport_error_carries_no_address() -> None:
    """Neither text nor cause nor context of an error leads to the address."""

    async def story() -> None:
        transport = Transport(2)
        with pytest.raises(NeverConnected) as closed:
            await transport.post("http://127.0.0.1:9/botSECRET/x", {}, deadline=1)
        await transport.open()
        for url in ("http://127.0.0.1:9/botSECRET/x", "nonsense://botSECRET", "http://[botSECRET"):
            with pytest.raises(NeverConnected) as failed:
                await transport.post(url, {"a": "b"}, deadline=1)
            error = failed.value
            assert "SECRET" not in repr(error) + repr(error.__cause__) + repr(error.__context__)
        await transport.close()
        assert "SECRET" not in repr(closed.value)

    asyncio.run(story())


def test_a_dripping_answer_ends_at_the_deadline() -> None:
    """The deadline is for the whole call, and what was written stays uncertain."""

    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        try:
            while True:
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.02)
        except ConnectionError:
            pass
        finally:
            writer.transport.abort()

    async def story() -> None:
        server = await asyncio.start_server(drip, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        transport = Transport(2)
        await transport.open()
        with pytest.raises(AnswerLost):
            await transport.post(f"http://127.0.0.1:{port}/x", {"a": "b"}, deadline=0.2)
        await transport.close()
        server.close()

    asyncio.run(story())
