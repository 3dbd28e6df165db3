"""A message whose answer was lost is looked for, and never repeated blindly."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.doubts import OTHERS, TRIES, WAIT
from alerts.trail import MOST, NEAR, Trail
from storage.records import DeliveryState
from storage.store import Store
from tests.fakes.news import told
from tests.fakes.stage import Stage, play, topics
from tests.fakes.telegram import Fault, bad_gateway, flood, lost_answer

DUE, SENT, UNCERTAIN = DeliveryState.DUE, DeliveryState.SENT, DeliveryState.UNCERTAIN
CONFIRMED = told()
LOOK = WAIT.total_seconds() + 1
REPEAT = "This may have reached you before"


def not_taken(chat: int | None = None, times: int = 1) -> Fault:
    """Close the connection without having taken the call."""
    return Fault(502, drop=True, chat=chat, times=times)


async def known(stage: Stage, *chats: int) -> None:
    """Let some chats have an earlier message, so that the ids are known."""
    stage.queue(topics(1)[0], chats=chats)
    await stage.run()
    await stage.run(60)
    stage.tg.ledger.clear()


@pytest.mark.parametrize("fault", [lost_answer(), bad_gateway(accept=True)])
def test_what_arrived_is_found_where_it_is(store: Store, fault: Fault) -> None:
    """An edit with the same words is refused as no change: it is marked as sent, once."""

    async def story(stage: Stage) -> None:
        await known(stage, 9)
        stage.tg.fail("sendMessage", replace(fault, chat=3))
        stage.queue(CONFIRMED, chats=(1, 2, 3, 4))
        await stage.run()
        assert stage.counts()[UNCERTAIN] == 1
        await stage.run(LOOK)
        assert stage.counts() == {SENT: 5}
        assert Counter(one.chat for one in stage.tg.ledger) == dict.fromkeys(range(1, 5), 1)
        (row,) = [one for one in stage.rows(SENT) if one.chat == 3]
        assert row.message == stage.tg.messages(3)[-1].id
        assert stage.tg.messages(3)[-1].edits == []

    play(store, story)


@pytest.mark.parametrize("fault", [not_taken(), bad_gateway(accept=False)])
def test_what_is_nowhere_is_sent_again(store: Store, fault: Fault) -> None:
    """Every place where it could be is empty: nobody is told of a repeat."""

    async def story(stage: Stage) -> None:
        await known(stage, 9)
        stage.tg.fail("sendMessage", replace(fault, chat=3))
        stage.queue(CONFIRMED, chats=(1, 2, 3, 4))
        await stage.run()
        await stage.run(LOOK)
        assert stage.counts() == {SENT: 5}
        assert [REPEAT in one.text for one in stage.tg.messages(3)] == [False]

    play(store, story)


def test_only_what_is_nobodys_is_looked_at(store: Store) -> None:
    """Answers and alerts to others keep their text: their ids are known."""

    async def story(stage: Stage) -> None:
        await known(stage, 9)
        stage.tg.fail("sendMessage", not_taken(chat=3))
        stage.queue(*topics(3), chats=(1, 2, 3))
        await stage.run()
        await stage.run(LOOK)
        assert all(one.edits == [] for one in stage.tg.ledger)
        edited = {int(call.params["message_id"]) for call in stage.tg.calls("editMessageText")}
        assert edited
        assert not edited & {one.id for one in stage.tg.ledger if one.at < stage.clock.monotonic()}

    play(store, story)


@pytest.mark.parametrize("fault", [not_taken(), lost_answer()])
def test_when_nobody_can_tell_an_alert_is_repeated_once_and_says_so(
    store: Store, fault: Fault
) -> None:
    """No id was ever seen, so there is no place to look at: rather a repeat than a loss."""

    async def story(stage: Stage) -> None:
        stage.tg.fail("sendMessage", fault)
        stage.queue(CONFIRMED)
        await stage.run()
        await stage.run(LOOK)
        assert stage.counts() == {SENT: 1}
        last = stage.tg.ledger[-1]
        assert last.text.startswith(REPEAT)
        assert CONFIRMED.change.code in last.text
        assert len(stage.tg.ledger) == 1 + bool(fault.accept)

    play(store, story)


def test_a_second_loss_leaves_it_in_doubt_for_all_to_see(store: Store) -> None:
    """It is counted as uncertain, and not sent a third time."""

    async def story(stage: Stage) -> None:
        stage.tg.fail("sendMessage", not_taken(times=-1))
        stage.queue(CONFIRMED)
        for _ in range(6):
            await stage.run(LOOK)
        assert stage.counts() == {UNCERTAIN: 1}
        assert len(stage.tg.calls("sendMessage")) == 2

    play(store, story)


def test_a_digest_that_nobody_can_find_stays_in_doubt(store: Store) -> None:
    """It is long and can be asked for again; a part that is found lets the others follow."""

    async def story(stage: Stage) -> None:
        stage.tg.fail("sendMessage", lost_answer())
        stage.queue(*topics(45))
        await stage.run()
        await stage.run(LOOK)
        assert stage.counts() == {UNCERTAIN: 45}

    play(store, story)


def test_a_part_of_a_digest_that_is_found_lets_the_others_follow(store: Store) -> None:
    """No part comes twice, none is missing."""

    async def story(stage: Stage) -> None:
        await known(stage, 9)
        changes = topics(45)
        stage.tg.fail("sendMessage", lost_answer())
        stage.queue(*changes)
        await stage.run()
        assert len(stage.tg.ledger) == 1
        await stage.run(LOOK)
        await stage.run(5)
        text = "\n".join(one.text for one in stage.tg.ledger)
        assert all(text.count(one.change.code) == 1 for one in changes)
        assert stage.counts() == {SENT: 46}

    play(store, story)


def test_what_another_process_left_in_doubt_is_taken_up(store: Store) -> None:
    """After a stop in the midst of a call nobody remembers where it may be; it waits longer."""

    async def story(stage: Stage) -> None:
        stage.tg.fail("sendMessage", lost_answer())
        stage.queue(CONFIRMED)
        await stage.run()
        stage.sender = stage.another()
        await stage.run(LOOK)
        assert stage.counts() == {UNCERTAIN: 1}
        await stage.run(OTHERS.total_seconds())
        assert stage.counts() == {SENT: 1}
        assert [REPEAT in one.text for one in stage.tg.ledger] == [False, True]

    play(store, story)


def test_who_cannot_be_asked_is_asked_again_later(store: Store) -> None:
    """A flood or an outage delays the finding out; it ends after some tries."""

    async def story(stage: Stage) -> None:
        await known(stage, 9)
        stage.tg.fail("sendMessage", lost_answer())
        stage.tg.fail("editMessageText", flood(100), bad_gateway(accept=False))
        stage.queue(CONFIRMED)
        await stage.run()
        for _ in range(3):
            await stage.run(LOOK)
        assert stage.counts() == {SENT: 1, UNCERTAIN: 1}
        for _ in range(TRIES):
            await stage.run(101)
        assert stage.counts() == {SENT: 2}
        assert len(stage.tg.ledger) == 1

    play(store, story)


def test_lost_answers_in_a_row_slow_everybody_down(store: Store) -> None:
    """While a gateway fails, not the whole outbox runs into doubt."""

    async def story(stage: Stage) -> None:
        await known(stage, 999)
        stage.tg.fail("sendMessage", replace(bad_gateway(accept=False), times=30))
        stage.queue(CONFIRMED, chats=range(1, 301))
        await stage.run()
        assert len(stage.tg.calls("sendMessage")) < 30
        for _ in range(40):
            await stage.run(LOOK)
        assert stage.counts() == {SENT: 301}
        assert Counter(one.chat for one in stage.tg.ledger) == dict.fromkeys(range(1, 301), 1)

    play(store, story)


def test_private_chats_share_a_counter_and_supergroups_have_their_own() -> None:
    """Only where nobody else moves the counter on can a message be nowhere for sure."""
    trail = Trail()
    for chat, id in ((1, 10), (2, 11), (-5, 14), (-(10**12) - 7, 900), (1, 0)):
        trail.saw(chat, id)
    assert (trail.last(1), trail.last(-5), trail.last(-(10**12) - 7)) == (14, 14, 900)
    places = trail.places(1, 10)
    assert places.ids == (12, 13, *range(15, 15 + NEAR))
    assert places.complete
    assert not trail.places(-(10**12) - 7, 900).complete
    assert trail.places(-(10**12) - 8, 0) == ((), False)
    trail.saw(1, 5000)
    assert len(trail.places(1, 14).ids) == MOST
    assert not trail.places(1, 14).complete


def test_the_wait_is_shorter_than_what_an_operator_sees() -> None:
    """What we remember is looked for long before what others left."""
    assert timedelta(0) < WAIT < OTHERS
