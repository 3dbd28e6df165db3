"""What is due becomes messages: by chat, thread and topic."""

from __future__ import annotations

from alerts.due import DIGEST_FROM, plan_of, progress
from alerts.governor import Rank
from claims.model import Kind
from storage.records import Delivery, Told
from tests.fakes.news import chat, claim, delivery, told

KURSK = told(
    Kind.STATUS_CHANGED, claim("Russia", "asserts", "russia-full-control", "control:kursk")
)
CHATS = {1: chat(1), 2: chat(2, timezone="Asia/Seoul")}


def topics(count: int) -> list[Told]:
    """Make changes of so many topics."""
    return [
        told(after=claim(topic=f"deployment:mali>p{i}", article=f"a{i}")) for i in range(count)
    ]


def planned(rows: list[Delivery], *changes: Told) -> list[tuple[int, list[list[int]]]]:
    """Give for each chat the deliveries of its messages."""
    plan = plan_of(rows, CHATS, {one.change.id: one for one in changes}, [])
    return [(job.chat.id, [message.ids for message in job.messages]) for job in plan.jobs]


def test_changes_of_one_topic_are_one_message() -> None:
    """Two rows of a chat on one topic go out together, one on another topic apart."""
    first = told()
    second = told(Kind.CONFIRMATION, claim("North Korea", article="article-2"))
    rows = [
        delivery(1, first.change.id, 1),
        delivery(2, KURSK.change.id, 1),
        delivery(3, second.change.id, 1),
        delivery(4, first.change.id, 2),
    ]
    assert planned(rows, first, second, KURSK) == [(1, [[1, 3], [2]]), (2, [[4]])]


def test_a_thread_is_told_apart_from_its_chat() -> None:
    """The same change for a chat and for its thread makes two messages."""
    one = told()
    rows = [delivery(1, one.change.id, 1), delivery(2, one.change.id, 1, thread=7)]
    plan = plan_of(rows, CHATS, {one.change.id: one}, [])
    (job,) = plan.jobs
    assert [(message.thread, message.ids) for message in job.messages] == [(None, [1]), (7, [2])]


def test_many_topics_at_once_are_a_digest() -> None:
    """From four topics on a chat gets one message of lower rank, without buttons."""
    few, many = topics(DIGEST_FROM - 1), topics(DIGEST_FROM)
    for changes, count, rank in ((few, len(few), Rank.ALERT), (many, 1, Rank.DIGEST)):
        rows = [delivery(i + 1, one.change.id, 1) for i, one in enumerate(changes)]
        plan = plan_of(rows, CHATS, {one.change.id: one for one in changes}, [])
        messages = plan.jobs[0].messages
        assert len(messages) == count
        assert {message.rank for message in messages} == {rank}
        assert bool(messages[0].commands) is (rank is Rank.ALERT)


def test_what_is_not_told_is_dropped_with_its_reason() -> None:
    """Rows whose change is unknown or overtaken expire, and make no message."""
    newer = claim("Russia", "denies", "fighting", article="x", as_of="2025-04-27")
    one = told()
    rows = [delivery(1, one.change.id, 1), delivery(2, "kunknown", 1)]
    plan = plan_of(rows, CHATS, {one.change.id: one}, [newer])
    assert plan.jobs == []
    assert sorted(id for ids in plan.drop.values() for id in ids) == [1, 2]


def test_readers_of_one_zone_share_the_rendering() -> None:
    """The same words are written once for all who read the same, and anew for another zone."""
    one = told()
    rows = [delivery(i, one.change.id, i) for i in range(1, 5)]
    chats = {1: chat(1), 2: chat(2), 3: chat(3, timezone="Asia/Seoul"), 4: chat(4)}
    plan = plan_of(rows, chats, {one.change.id: one}, [])
    parts = [job.messages[0].parts for job in plan.jobs]
    assert parts[0] is parts[1] is parts[3]
    assert parts[2] is not parts[0]


def test_a_broken_message_goes_on_where_it_stopped() -> None:
    """The note of an earlier try names the part; a message that changed begins anew."""
    changes = topics(60)
    rows = [delivery(i + 1, one.change.id, 1) for i, one in enumerate(changes)]
    known = {one.change.id: one for one in changes}
    message = plan_of(rows, CHATS, known, []).jobs[0].messages[0]
    assert len(message.parts) > 2
    assert message.first == 0
    note = progress(message, 2, "flood")
    rows = [delivery(row.id, row.change, 1, note=note) for row in rows]
    assert plan_of(rows, CHATS, known, []).jobs[0].messages[0].first == 2
    assert plan_of(rows[:40], CHATS, known, []).jobs[0].messages[0].first == 0
    assert progress(message, 0, "flood") == "flood"
