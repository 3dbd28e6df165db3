"""We keep Telegram's pace by ourselves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from alerts.governor import Governor, Limits, Pace, Rank
from tests.fakes.clock import FakeClock
from tests.fakes.telegram_state import Buckets, ChatState


def drive(governor: Governor, chat: Callable[[int], int], count: int, rank: Rank) -> list[float]:
    """Send messages as fast as the governor lets; give their times."""
    now, times = 1000.0, []
    for index in range(count):
        now += governor.wait(chat(index), rank, now)
        governor.take(chat(index), now)
        times.append(now)
    return times


def test_a_broadcast_keeps_the_limit_and_hardly_wastes_any_of_it() -> None:
    """3,000 messages to as many chats: never 31 in a second, at least 28 a second."""
    times = drive(Governor(), lambda i: i + 1, 3000, Rank.ALERT)
    assert (
        max(sum(t <= other < t + 1 for other in times[i : i + 60]) for i, t in enumerate(times))
        <= 30
    )
    assert 2999 / (times[-1] - times[0]) >= 28


def test_the_servers_own_buckets_are_never_full() -> None:
    """Alerts to 200 chats and 3 groups pass the limits as others measured them."""
    governor, buckets = Governor(), Buckets(on=True)
    chats = [*range(1, 201), -1, -2, -3]
    now, refused = 1000.0, 0
    for turn in range(1500):
        chat = chats[(turn * 7) % len(chats)]
        if governor.wait_of_chat(chat, now) > 5:
            continue
        now += governor.wait(chat, Rank.ALERT, now)
        governor.take(chat, now)
        kind = "private" if chat > 0 else "supergroup"
        refused += buckets.retry_after(ChatState(chat, kind), now) > 0
    assert refused == 0


def test_one_chat_gets_a_small_burst_and_then_one_a_second() -> None:
    """Three at once, the fourth after a second."""
    times = drive(Governor(), lambda _: 5, 5, Rank.ALERT)
    assert times[2] - times[0] < 0.1
    assert 0.9 < times[3] - times[0] < 1.2
    assert 1.9 < times[4] - times[0] < 2.2


def test_a_group_gets_less_than_twenty_a_minute() -> None:
    """The twentieth waits until the first is a minute old."""
    times = drive(Governor(), lambda _: -5, 20, Rank.ALERT)
    assert times[18] - times[0] < 20
    assert times[19] - times[0] > 60


def test_an_answer_goes_before_alerts() -> None:
    """While alerts use up the pace, there is always a place for an answer."""
    governor = Governor()
    now = drive(governor, lambda i: i + 1, 300, Rank.ALERT)[-1]
    assert governor.wait(999, Rank.ANSWER, now) == 0.0
    assert governor.wait(999, Rank.ALERT, now) > 0.0


def test_a_digest_leaves_places_for_alerts() -> None:
    """Where a digest must wait, an alert may still go."""
    governor = Governor(Limits(messages=10, window=1.0))
    for index in range(8):
        governor.take(index + 1, 1000.0 + index * 0.1)
    assert governor.wait(99, Rank.ALERT, 1000.9) == 0.0
    assert governor.wait(99, Rank.DIGEST, 1000.9) > 0.0


def test_a_flooded_chat_waits_alone() -> None:
    """A 429 holds its chat and nobody else."""
    governor = Governor()
    governor.flooded(1, 60, 1000.0)
    assert governor.wait(1, Rank.ALERT, 1000.0) == 60.0
    assert governor.wait(2, Rank.ALERT, 1000.0) == 0.0
    assert governor.held(1, 1059.0) == 1.0
    assert governor.held(1, 1060.0) == 0.0


def test_several_floods_within_a_second_hold_all_and_slow_the_pace() -> None:
    """Three chats flooded at once mean the bot; afterwards the pace grows again."""
    governor = Governor()
    for chat in (1, 2, 3):
        governor.flooded(chat, 10, 1000.0)
    assert governor.wait(4, Rank.ANSWER, 1000.0) == 10.0

    def room(now: float) -> int:
        """Count how many messages fit into a second."""
        copy = Governor(governor.limits, _slowed=governor._slowed)
        sent = 0
        while copy.wait(sent + 1, Rank.ANSWER, now) == 0.0:
            sent += 1
            copy.take(sent, now)
        return sent

    assert room(1010.0) == 15
    assert room(1020.0) > 20
    assert room(1040.0) == 30


def test_floods_far_apart_hold_nobody_else() -> None:
    """Three chats flooded in the course of a minute are three chats."""
    governor = Governor()
    for chat in (1, 2, 3):
        governor.flooded(chat, 100, 1000.0 + 20 * chat)
    assert governor.wait(4, Rank.ALERT, 1060.0) == 0.0


def test_a_reservation_counts_at_once() -> None:
    """Two answers to one chat after its burst are a second apart."""
    governor = Governor()
    waits = [governor.reserve(1, Rank.ANSWER, 1000.0) for _ in range(5)]
    assert waits[:3] == [0.0, 0.0, 0.0]
    assert 0.9 < waits[3] < 1.1
    assert 1.9 < waits[4] < 2.2


def test_without_a_limit_nobody_waits() -> None:
    """A paid broadcast, or a server of one's own, has no pace for all."""
    governor = Governor(Limits(messages=0))
    assert drive(governor, lambda i: i + 1, 1000, Rank.ALERT)[-1] == 1000.0


def test_accounts_of_many_chats_do_not_pile_up() -> None:
    """After a broadcast the chats that are at rest are forgotten."""
    governor = Governor(Limits(messages=0))
    for index in range(30_000):
        governor.take(index + 1, 1000.0 + index)
    assert len(governor._chats) <= 10_002


async def _turns(ranks: list[Rank]) -> list[Rank]:
    """Let senders of several ranks ask at once; give the order in which they go."""
    clock, order = FakeClock(), list[Rank]()
    governor = Governor(Limits(messages=5, window=1.0))
    pace = Pace(governor, clock.monotonic, clock.sleep)
    for index in range(5):
        governor.take(1000 + index, clock.monotonic())

    async def one(chat: int, rank: Rank) -> None:
        await pace.turn(chat, rank)
        order.append(rank)

    await asyncio.gather(*(one(index + 1, rank) for index, rank in enumerate(ranks)))
    return order


def test_alerts_overtake_digests_and_answers_both() -> None:
    """Twenty digests that came first do not hold up an alert or an answer."""
    order = asyncio.run(_turns([Rank.DIGEST] * 20 + [Rank.ALERT] * 2 + [Rank.ANSWER]))
    assert order.index(Rank.ANSWER) <= 1
    assert max(i for i, rank in enumerate(order) if rank is Rank.ALERT) <= 5


def test_a_chat_that_waits_does_not_delay_another() -> None:
    """A held chat stands outside the queue."""

    async def play() -> tuple[float, float]:
        clock = FakeClock()
        governor = Governor()
        governor.flooded(1, 30, clock.monotonic())
        pace = Pace(governor, clock.monotonic, clock.sleep)
        held = asyncio.create_task(pace.turn(1, Rank.ALERT))
        start = clock.monotonic()
        await pace.turn(2, Rank.ALERT)
        other = clock.monotonic() - start
        await held
        return other, clock.monotonic() - start

    other, held = asyncio.run(play())
    assert other == 0.0
    assert held >= 30.0
