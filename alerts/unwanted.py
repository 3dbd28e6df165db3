"""What of all that waits in the outbox does nobody want any more?

Asked when a chat changes its wishes, when a sender leases, and once more right before a message
goes out that has waited since: what was unsubscribed or muted meanwhile is never sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from alerts.match import heard
from claims.model import Claim
from storage.records import Chat, Delivery, Ear, Told
from storage.store import Transaction

MUTED = "no longer wanted: the chat muted it"
UNASKED = "no longer wanted: the chat follows nothing like it any more"


def unwanted(
    rows: Iterable[Delivery],
    told: Mapping[str, Told],
    claims: Mapping[str, Claim],
    chats: Mapping[int, Chat],
    ears: Mapping[int, Sequence[Ear]],
    now: datetime,
) -> dict[str, list[int]]:
    """Sort out what is not wanted, by reason; what we take back reaches all who still follow us.

    `claims` are those of the changes, for a wish may fit by any of them.
    """
    found: dict[str, list[int]] = {}
    asks = {
        id: heard(one.change, [claims[claim] for claim in one.change.claims if claim in claims])
        for id, one in told.items()
    }
    for row in rows:
        if row.change not in told:
            continue
        change, asked = told[row.change].change, asks[row.change]
        own = [one for one in ears.get(row.chat, ()) if one.thread == row.thread]
        own = [one for one in own if change.withdraws or asked(one.wish)]
        if not own:
            found.setdefault(UNASKED, []).append(row.id)
        elif not chats[row.chat].hears(change.topic, now) or all(_muted(one, now) for one in own):
            found.setdefault(MUTED, []).append(row.id)
    return found


def forget_unwanted(tx: Transaction, chat: int, now: datetime) -> int:
    """Give up what waits for a chat and is no longer wanted; say how much that was."""
    return sum(tx.outbox.expired(ids, why) for why, ids in _of(tx, chat, now).items())


def _of(tx: Transaction, chat: int, now: datetime) -> dict[str, list[int]]:
    waiting = tx.outbox.due_for(chat)
    return sorted_out(tx, waiting, now) if waiting else {}


def sorted_out(tx: Transaction, rows: Sequence[Delivery], now: datetime) -> dict[str, list[int]]:
    """Read what is said and who asks for it, and sort out what is not wanted, by reason."""
    ids = {row.chat for row in rows}
    told = {one.change.id: one for one in tx.changes.told_all(list({row.change for row in rows}))}
    known = tx.chats.get_many(ids)
    chats = {id: known.get(id) or Chat(id) for id in ids}
    return unwanted(rows, told, claims_of(tx, told), chats, tx.subscriptions.ears(ids), now)


def claims_of(tx: Transaction, told: Mapping[str, Told]) -> dict[str, Claim]:
    """Give the claims of changes by their ids; most changes carry the one that is told."""
    leading = {one.claim.id: one.claim for one in told.values()}
    others = {id for one in told.values() for id in one.change.claims} - leading.keys()
    return leading | tx.claims.get_many(sorted(others))


def _muted(one: Ear, now: datetime) -> bool:
    return one.muted_until is not None and one.muted_until > now
