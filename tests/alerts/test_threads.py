"""A thread that is closed or gone rests alone, and its chat is told so."""

from __future__ import annotations

from alerts.notices import tell
from storage.records import DeliveryState, Subscription
from storage.store import Store
from tests.fakes.news import told
from tests.fakes.stage import Stage, play, topics
from tests.fakes.telegram import bad_request

DUE, SENT, EXPIRED = DeliveryState.DUE, DeliveryState.SENT, DeliveryState.EXPIRED
GROUP = -(10**12) - 5
CONFIRMED = told()


def resting(stage: Stage) -> list[str | None]:
    """Say why each of the group's wishes rests."""
    with stage.store.read() as tx:
        return [one.resting for one in tx.subscriptions.of(GROUP)]


async def notices(stage: Stage) -> None:
    """Send what is said beside the news."""
    await tell(stage.store, stage.bot, stage.sender._governor, stage.clock)


def test_a_closed_thread_rests_and_its_chat_is_told(store: Store) -> None:
    """The alert under way goes to the chat itself, the others of the thread expire."""

    async def story(stage: Stage) -> None:
        stage.tg.open(GROUP, "supergroup").closed_threads.add(9)
        stage.queue(*topics(3), chats=(GROUP,), thread=9)
        stage.queue(CONFIRMED, chats=(GROUP,))
        await stage.run()
        await stage.run(60)
        await notices(stage)
        first, other, said = stage.tg.messages(GROUP)
        assert [one.thread for one in (first, other, said)] == [None, None, None]
        assert topics(3)[0].change.code in first.text
        assert CONFIRMED.change.code in other.text
        assert "is closed or gone, so its alerts rest" in said.text
        assert "https://t.me/c/5/9" in said.raw
        assert stage.counts() == {SENT: 2, EXPIRED: 2}
        assert stage.resting(GROUP) is None
        assert [bool(one) for one in resting(stage)] == [True, False]
        assert len([call for call in stage.tg.calls("sendMessage") if _thread(call)]) == 1

    play(store, story)


def test_a_thread_that_rests_gets_nothing_new_until_it_wakes(store: Store) -> None:
    """Its wishes call nobody; what is due all the same expires."""

    async def story(stage: Stage) -> None:
        stage.tg.open(GROUP, "supergroup")
        with stage.store.begin() as tx:
            tx.chats.ensure(GROUP, "supergroup", "en", stage.clock.now())
            tx.subscriptions.add(Subscription(0, GROUP, 9))
            assert tx.subscriptions.rest(GROUP, 9, "Topic_closed") == 1
            assert tx.subscriptions.rest(GROUP, 9, "Topic_closed") == 0
        with stage.store.read() as tx:
            assert tx.subscriptions.wishers({"control:kursk"}, {"control"}) == []
            assert tx.subscriptions.active() == []
        stage.queue(CONFIRMED, chats=(GROUP,), thread=9)
        await stage.run()
        assert stage.counts() == {EXPIRED: 1}
        with stage.store.begin() as tx:
            tx.subscriptions.wake(GROUP, 9)
            assert len(tx.subscriptions.wishers({"control:kursk"}, {"control"})) == 1

    play(store, story)


def test_a_group_whose_own_thread_is_closed_rests(store: Store) -> None:
    """Nobody can be told there; its queue is kept."""

    async def story(stage: Stage) -> None:
        stage.tg.open(GROUP, "supergroup")
        stage.tg.fail("sendMessage", bad_request("TOPIC_CLOSED", times=-1))
        stage.queue(CONFIRMED, chats=(GROUP,))
        await stage.run()
        assert stage.resting(GROUP)
        assert stage.counts() == {DUE: 1}

    play(store, story)


def test_threads_stay_behind_when_a_group_moves(store: Store) -> None:
    """Wishes and what waits belong to the chat itself then; a change is told there once."""

    async def story(stage: Stage) -> None:
        stage.tg.open(-5, "group")
        stage.queue(CONFIRMED, chats=(-5,), thread=9)
        stage.queue(CONFIRMED, chats=(-5,), thread=7)
        stage.queue(topics(1)[0], chats=(-5,), thread=9)
        with stage.store.begin() as tx:
            tx.chats.move(-5, GROUP, stage.clock.now())
            assert {one.thread for one in tx.subscriptions.of(GROUP)} == {None}
        stage.tg.open(GROUP, "supergroup", threads=set())
        await stage.run()
        await stage.run(60)
        assert stage.counts() == {SENT: 2}
        assert all("rest" not in one.text for one in stage.tg.messages(GROUP))

    play(store, story)


def _thread(call: object) -> object:
    return call.params.get("message_thread_id")  # type: ignore[attr-defined]
