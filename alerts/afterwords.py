"""What is added to a message after it was sent? A further outlet edits it and is named there.

The first message of a change is the only one: who carries it later makes no second alert. An edit
makes no sound and is in no hurry; it goes behind everything else, and twice is as good as once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from alerts import deliver
from alerts.due import Sign, keyboard_rows
from alerts.governor import Pace, Rank
from alerts.outcomes import Gone, Later, Missing, Moved, Outcome, Refused, Sent
from alerts.render import afterword, buttons
from alerts.tongue import tongue
from storage.records import Carrier, Chat, Delivery, Told
from storage.store import Store, Transaction

log = logging.getLogger(__name__)

AT_ONCE = 50  # messages that are looked at in one go
_PATIENCE = 2.0  # seconds that an edit waits for its turn


class _Edit(NamedTuple):
    """A message with what it says now; without a text there is nothing to add."""

    ids: tuple[int, ...]
    chat: int
    message: int
    html: str | None
    rows: deliver.Rows


class Afterwords:
    """Brings what was sent up to date; one for a process."""

    def __init__(self, store: Store, bot: deliver.Bot, pace: Pace, sign: Sign | None) -> None:
        """Take what a sender has."""
        self._store, self._bot, self._pace, self._sign = store, bot, pace, sign

    async def write(self, now: datetime) -> int:
        """Edit some of what the oldest news concerns; say how many messages were changed."""
        edits, over = await asyncio.to_thread(self._next, now)
        done: list[int] = []
        changed = 0
        for edit in edits:
            if edit.html is not None:
                outcome = await self._edit(edit, edit.html)
                if outcome is None:
                    break  # others come first: the rest is for the next time
                changed += isinstance(outcome, Sent)
            done += edit.ids
        await asyncio.to_thread(self._note, done, now, over)
        return changed

    async def _edit(self, edit: _Edit, html: str) -> Outcome | None:
        """Edit a message; nothing when it has to wait."""
        if await self._pace.turn(edit.chat, Rank.DIGEST, _PATIENCE) > 0:
            return None
        outcome = await deliver.edit(self._bot, edit.chat, edit.message, html, edit.rows)
        if isinstance(outcome, Sent | Missing | Refused | Gone | Moved):
            return outcome  # what cannot be edited is as it is
        if isinstance(outcome, Later) and outcome.flood:
            now = self._pace.monotonic()
            self._pace.governor.flooded(edit.chat, outcome.after.total_seconds(), now)
        log.info("a message to chat %s could not be edited: %s", edit.chat, outcome)
        return None

    def _next(self, now: datetime) -> tuple[list[_Edit], tuple[str, datetime] | None]:
        """Read what is to be edited; or which change is up to date."""
        with self._store.read() as tx:
            found = tx.afterwords.next(now)
            if found is None:
                return [], None
            rows = tx.afterwords.to_edit(*found, AT_ONCE)
            if not rows:
                return [], found
            edits = _edits(tx, tx.afterwords.together(rows))
        with self._store.begin() as tx:
            signer = self._sign(tx) if self._sign else None
            signed = [one._replace(rows=keyboard_rows(one.chat, one.rows[0], signer))
                      if signer else one._replace(rows=()) for one in edits]  # fmt: skip
        return signed, None

    def _note(self, done: Sequence[int], now: datetime, over: tuple[str, datetime] | None) -> None:
        """Write down what is up to date."""
        if done or over:
            with self._store.begin() as tx:
                tx.afterwords.edited(done, now)
                if over:
                    tx.afterwords.fresh(*over)


def _edits(tx: Transaction, rows: Sequence[Delivery]) -> list[_Edit]:
    """Make the messages anew, with what was added since each was sent."""
    told = {one.change.id: one for one in tx.changes.told_all(list({row.change for row in rows}))}
    carriers = {id: tx.afterwords.carriers(one.claim.id) for id, one in told.items()}
    chats = tx.chats.get_many({row.chat for row in rows})
    messages: dict[tuple[int, int], list[Delivery]] = {}
    for row in rows:
        messages.setdefault((row.chat, row.message or 0), []).append(row)
    known: dict[tuple[object, ...], str | None] = {}
    return [
        _made(place, several, chats[place[0]], told, carriers, known)
        for place, several in messages.items()
    ]


def _made(
    place: tuple[int, int],
    rows: Sequence[Delivery],
    chat: Chat,
    told: Mapping[str, Told],
    carriers: Mapping[str, Sequence[Carrier]],
    known: dict[tuple[object, ...], str | None],
) -> _Edit:
    """Make one message anew; equal ones are written once."""
    rows = sorted(rows, key=lambda row: row.id)
    sent_at = min(row.sent_at for row in rows if row.sent_at)
    group = [told[row.change] for row in rows if row.change in told]
    added = tuple(
        dict.fromkeys(
            one for row in rows for one in carriers.get(row.change, ()) if one.known_at > sent_at
        )
    )
    key = (chat.language, chat.timezone, tuple(one.change.id for one in group), added)
    if key not in known:
        known[key] = afterword(group, chat, added) if added and group else None
    commands = buttons(group, tongue(chat.language))
    return _Edit(tuple(row.id for row in rows), *place, known[key], (commands,))
