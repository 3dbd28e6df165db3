"""A story that goes on edits or answers the message that told it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from alerts.marks import DIGEST
from claims.model import Kind
from storage.records import DeliveryState, Told
from storage.store import Store
from tests.fakes.news import article, claim, told
from tests.fakes.stage import Stage, play, topics
from tests.fakes.telegram import bad_request, flood

SENT = DeliveryState.SENT
MINUTE = timedelta(minutes=1)
CONFIRMED = told()


def carry(stage: Stage, outlet: str, told: Told = CONFIRMED, after: float = 60.0) -> None:
    """Let a further outlet carry what was told."""
    stage.clock.advance(after)
    now = stage.clock.now()
    id = f"also-{outlet.replace(' ', '-')}"
    with stage.store.begin() as tx:
        tx.articles.add(article(id, outlet=outlet, arrived_at=now, published_at=now))
        tx.claims.record([replace(told.claim, id=f"{id}-1", article=id)])
        tx.afterwords.stale([told.change.id], now)


def test_a_further_outlet_edits_the_alert_and_is_named_there(store: Store) -> None:
    """No second message; the reader sees what was added, when, and the new count."""

    async def story(stage: Stage) -> None:
        stage.clock.advance(600)
        stage.queue(CONFIRMED, chats=(1, 2))
        await stage.run()
        carry(stage, "The Guardian")
        await stage.run(60)
        for chat in (1, 2):
            (message,) = stage.tg.messages(chat)
            assert len(message.edits) == 1
            assert "Added since: also carried by The Guardian" in message.text
            assert "Added since" not in message.edits[0]
            assert "Carried by 2 independent outlets" in message.text
            assert message.text.startswith(message.edits[0].partition("\n\nCarried")[0])
            assert 'href="https://news.example/also-The-Guardian"' in message.raw
            assert message.data("Timeline").startswith(f"{chat}|timeline")
        calls = len(stage.tg.calls("editMessageText"))
        await stage.run(600)
        await stage.run(600)
        assert len(stage.tg.calls("editMessageText")) == calls == 2

    play(store, story)


def test_a_second_edit_names_all_that_came_since(store: Store) -> None:
    """Who was there when the alert went out is not called new."""

    async def story(stage: Stage) -> None:
        stage.queue(CONFIRMED)
        carry(stage, "Early", after=0)
        stage.clock.advance(1)
        await stage.run()
        carry(stage, "First")
        await stage.run(60)
        await stage.run(60)
        carry(stage, "Second")
        await stage.run(60)
        (message,) = stage.tg.messages(1)
        added = message.text.partition("Added since")[2]
        assert "First" in added
        assert "Second" in added
        assert "Early" not in added

    play(store, story)


def test_a_message_without_news_is_left_alone(store: Store) -> None:
    """A repeat of the same outlet costs no call."""

    async def story(stage: Stage) -> None:
        stage.clock.advance(600)  # the first article is on file since then
        stage.queue(CONFIRMED)
        await stage.run()
        carry(stage, CONFIRMED.article.outlet or "")
        await stage.run(60)
        await stage.run(60)
        assert stage.tg.calls("editMessageText") == []
        with stage.store.read() as tx:
            assert tx.afterwords.next(stage.clock.now() + MINUTE) is None

    play(store, story)


def test_changes_that_were_told_together_are_edited_together(store: Store) -> None:
    """The whole message is written anew, with both."""

    async def story(stage: Stage) -> None:
        backing = told(Kind.CONFIRMATION, claim("North Korea", article="article-2"))
        stage.queue(CONFIRMED, backing)
        await stage.run()
        carry(stage, "Elsewhere")
        await stage.run(60)
        (message,) = stage.tg.messages(1)
        assert all(one.change.code in message.text for one in (CONFIRMED, backing))
        assert "Elsewhere" in message.text

    play(store, story)


def test_digests_are_not_edited(store: Store) -> None:
    """They are of many topics, and past."""

    async def story(stage: Stage) -> None:
        changes = topics(5)
        stage.queue(*changes)
        await stage.run()
        carry(stage, "Elsewhere", changes[0])
        await stage.run(60)
        assert stage.tg.calls("editMessageText") == []
        assert {row.note for row in stage.rows(SENT)} == {DIGEST}

    play(store, story)


def test_an_edit_that_must_wait_is_made_later_and_one_that_cannot_be_is_given_up(
    store: Store,
) -> None:
    """A flood of one chat; a message that its reader deleted."""

    async def story(stage: Stage) -> None:
        stage.queue(CONFIRMED, chats=(1, 2, 3))
        await stage.run()
        gone = bad_request("message to edit not found", chat=3)
        stage.tg.fail("editMessageText", flood(30, chat=2), gone)
        carry(stage, "Elsewhere")
        for _ in range(4):
            await stage.run(60)
        assert [len(stage.tg.messages(chat)[0].edits) for chat in (1, 2, 3)] == [1, 1, 0]
        assert len(stage.tg.calls("editMessageText", 3)) == 1

    play(store, story)


def test_a_follow_up_answers_the_message_of_its_topic(store: Store) -> None:
    """In the same chat and thread; when that message is gone it comes all the same."""

    async def story(stage: Stage) -> None:
        denial = told(Kind.DENIAL, claim("Ukraine", "denies", article="article-3"))
        other = topics(1)[0]
        stage.queue(CONFIRMED, chats=(1, 2))
        await stage.run()
        first = {chat: stage.tg.messages(chat)[0].id for chat in (1, 2)}
        stage.clock.advance(3600)
        stage.queue(denial, other, chats=(1, 2, 3))
        await stage.run()
        answers = {
            (one.chat, one.reply_to) for one in stage.tg.ledger if denial.change.code in one.text
        }
        assert answers == {(1, first[1]), (2, first[2]), (3, None)}
        apart = [one for one in stage.tg.ledger if other.change.code in one.text]
        assert {one.reply_to for one in apart} == {None}
        (call, *_) = [c for c in stage.tg.calls("sendMessage") if c.params.get("reply_parameters")]
        assert call.params["reply_parameters"]["allow_sending_without_reply"] is True

    play(store, story)


def test_who_rests_is_not_edited(store: Store) -> None:
    """A chat that blocked us is left alone."""

    async def story(stage: Stage) -> None:
        stage.queue(CONFIRMED)
        await stage.run()
        with stage.store.begin() as tx:
            tx.chats.rest(1, "blocked")
        carry(stage, "Elsewhere")
        await stage.run(60)
        assert stage.tg.calls("editMessageText") == []

    play(store, story)
