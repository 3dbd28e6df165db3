"""What is due now, for whom, and as which messages?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from alerts.cadence import after_quiet
from alerts.governor import Rank
from alerts.render import buttons, render
from alerts.standing import as_it_stands
from alerts.tongue import tongue
from alerts.unwanted import claims_of, unwanted
from claims.model import Claim
from storage.records import Chat, Delivery, Told
from storage.store import Store, Transaction

DIGEST_FROM = 4  # topics that are due at once for a chat; fewer are a message each
ANSWERED = timedelta(days=7)  # for so long a message is answered by what follows it
FIRST_ROW = 2  # buttons in the first row below an alert; the others share the second

Signer = Callable[[int, str], str]  # chat and command to callback data
Sign = Callable[[Transaction], Signer]
_Item = TypeVar("_Item")
_Key = TypeVar("_Key")
_Written = dict[tuple[object, ...], tuple[str, ...]]  # messages by what makes them differ
PERHAPS = "perhaps a repeat"  # in the note of what is sent once more because nobody can tell
_PROGRESS = re.compile(r"(\d+) of (\d+) parts sent")


@dataclass(frozen=True, slots=True)
class Message:
    """What is told in one go, and the deliveries that it settles."""

    deliveries: tuple[Delivery, ...]
    parts: tuple[str, ...]
    thread: int | None
    rank: Rank
    answers: int | None = None  # the message that told what came before
    commands: tuple[tuple[str, str], ...] = ()  # label and command of the buttons
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()  # label and callback data, once signed

    @property
    def ids(self) -> list[int]:
        """Give the numbers of the deliveries."""
        return [delivery.id for delivery in self.deliveries]

    @property
    def digest(self) -> bool:
        """Tell whether it is of several topics or parts, so that it cannot be edited later."""
        return self.rank is Rank.DIGEST or len(self.parts) > 1

    @property
    def perhaps(self) -> bool:
        """Tell whether all of it may have arrived before, so that the reader is told so."""
        return all(PERHAPS in (one.note or "") for one in self.deliveries)

    @property
    def first(self) -> int:
        """Give the part to go on with, if an earlier try broke off within the same message."""
        found = _PROGRESS.match(self.deliveries[0].note or "")
        return int(found[1]) if found and int(found[2]) == len(self.parts) else 0


@dataclass(slots=True)
class Job:
    """All that is due for one chat, in order."""

    chat: Chat
    messages: list[Message]
    leased: float = 0.0  # since when, by the clock that does not jump
    ends: float = 0.0  # when the lease runs out, by the same
    in_flight: Message | None = None  # its call was made and its result is not written yet
    looking: bool = False  # into the ledger, right before its call
    after: int = 0  # the highest id of a message that was known when its call was made
    parts: int = 0  # of the first message that arrived in this turn or before
    moved: bool = False


@dataclass(slots=True)
class _Plan:
    """What becomes of the leased rows."""

    jobs: list[Job] = field(default_factory=list)
    drop: dict[str, list[int]] = field(default_factory=dict)  # reason to deliveries
    wait: dict[datetime, list[int]] = field(default_factory=dict)  # end of quiet hours, the same


def progress(message: Message, sent: int, why: str) -> str:
    """Write a note from which a later try can go on."""
    if message.perhaps:
        why = f"{why}; {PERHAPS}"
    return f"{sent} of {len(message.parts)} parts sent; {why}" if sent else why


def take_due(
    store: Store, owner: str, now: datetime, *, limit: int, lease: timedelta, sign: Sign | None
) -> list[Job]:
    """Lease what is due for so many chats and make messages of it; for a thread."""
    with store.begin() as tx:  # committed before anything is sent
        rows = tx.outbox.lease(now, limit, owner, lease)
    if not rows:
        return []
    with store.read() as tx:
        plan = _planned(tx, rows, now)
    with store.begin() as tx:
        for why, ids in plan.drop.items():
            tx.outbox.expired(ids, why)
        for until, ids in plan.wait.items():
            tx.outbox.put_off(ids, owner, until)
        if sign:
            signer = sign(tx)
            for job in plan.jobs:
                job.messages = [_signed(job.chat.id, one, signer) for one in job.messages]
    return plan.jobs


def _planned(tx: Transaction, rows: Sequence[Delivery], now: datetime) -> _Plan:
    """Read what is said and who asks for it, and put what is wanted into messages."""
    asked = list(dict.fromkeys(row.change for row in rows))
    told = {one.change.id: one for one in tx.changes.told_all(asked)}
    standing = tx.claims.standing({one.change.topic for one in told.values()})
    ids = {row.chat for row in rows}
    chats = {id: Chat(id) for id in ids} | tx.chats.get_many(ids)
    ears = tx.subscriptions.ears(ids)
    drop = unwanted(rows, told, claims_of(tx, told), chats, ears, now)
    dropped = {id for some in drop.values() for id in some}
    wanted = [row for row in rows if row.id not in dropped]
    wait = _quiet(wanted, chats, now)
    early = {id for some in wait.values() for id in some}
    plan = plan_of([row for row in wanted if row.id not in early], chats, told, standing)
    for why, some in drop.items():
        plan.drop.setdefault(why, []).extend(some)
    plan.wait = wait
    topics = {one.change.topic for one in told.values()}
    _answer(plan, told, tx.afterwords.told_before(topics, ids, now - ANSWERED))
    return plan


def _answer(
    plan: _Plan, told: Mapping[str, Told], before: Mapping[tuple[int, int | None, str], int]
) -> None:
    """Let each message answer the one that told its topic last, so that readers see the thread."""
    for job in plan.jobs if before else ():
        for at, one in enumerate(job.messages):
            if not one.digest:
                topic = told[one.deliveries[0].change].change.topic
                earlier = before.get((job.chat.id, one.thread, topic))
                job.messages[at] = replace(one, answers=earlier)


def _quiet(
    rows: Sequence[Delivery], chats: Mapping[int, Chat], now: datetime
) -> dict[datetime, list[int]]:
    """Find what fell late into its chat's quiet hours, by their end."""
    ends = {id: after_quiet(now, chat) for id, chat in chats.items()}
    found: dict[datetime, list[int]] = {}
    for row in rows:
        if ends[row.chat] > now:
            found.setdefault(ends[row.chat], []).append(row.id)
    return found


def plan_of(
    rows: Sequence[Delivery],
    chats: Mapping[int, Chat],
    told: Mapping[str, Told],
    standing: Sequence[Claim],
) -> _Plan:
    """Put what is due into messages: by chat and thread, by topic or as a digest."""
    plan, written = _Plan(), _Written()
    for id, of_chat in _by(rows, lambda row: row.chat):
        job = Job(chats[id], [])
        for _, of_thread in _by(of_chat, lambda row: row.thread):
            job.messages += _messages(of_thread, job.chat, told, standing, plan.drop, written)
        if job.messages:
            plan.jobs.append(job)
    return plan


def _messages(
    rows: Sequence[Delivery],
    chat: Chat,
    told: Mapping[str, Told],
    standing: Sequence[Claim],
    drop: dict[str, list[int]],
    written: _Written,
) -> list[Message]:
    """Make the messages of a thread; what no longer stands is dropped with its reason."""
    by_change = {row.change: row for row in rows}
    stands = as_it_stands([told[row.change] for row in rows if row.change in told], standing)
    gone = {row.change: "the change is not on file" for row in rows if row.change not in told}
    for change, why in {**stands.drop, **gone}.items():
        drop.setdefault(why, []).append(by_change[change].id)
    topics = list(_by(stands.tell, lambda one: one.change.topic))
    digest = len(topics) >= DIGEST_FROM
    groups = [list(stands.tell)] if digest else [group for _, group in topics]
    rank = Rank.DIGEST if digest else Rank.ALERT
    return [
        Message(
            tuple(by_change[one.change.id] for one in group),
            _rendered(group, chat, written, perhaps=_perhaps(group, by_change)),
            rows[0].thread,
            rank,
            commands=buttons(group, tongue(chat.language)),
        )
        for group in groups
    ]


def _perhaps(group: Sequence[Told], by_change: Mapping[str, Delivery]) -> bool:
    """Tell whether all of a message may have arrived before."""
    return all(PERHAPS in (by_change[one.change.id].note or "") for one in group)


def _rendered(
    group: Sequence[Told], chat: Chat, written: _Written, *, perhaps: bool
) -> tuple[str, ...]:
    """Render once for all chats that read the same."""
    said = ((one.change.id, one.change.before, len(one.history)) for one in group)
    key = (chat.language, chat.timezone, perhaps, *said)
    if key not in written:
        written[key] = tuple(render(group, chat, perhaps=perhaps))
    return written[key]


def _signed(chat: int, message: Message, signer: Signer) -> Message:
    """Sign the buttons for the chat."""
    return replace(message, rows=keyboard_rows(chat, message.commands, signer))


def keyboard_rows(
    chat: int, commands: Sequence[tuple[str, str]], signer: Signer
) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Put the buttons below an alert into rows, signed for the chat."""
    signed = [(label, signer(chat, command)) for label, command in commands]
    return tuple(filter(None, (tuple(signed[:FIRST_ROW]), tuple(signed[FIRST_ROW:]))))


def _by(items: Iterable[_Item], key: Callable[[_Item], _Key]) -> list[tuple[_Key, list[_Item]]]:
    """Group items, keeping the order of first sight."""
    groups: dict[_Key, list[_Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.items())
