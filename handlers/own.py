"""Which subscriptions are this chat's, and which of them does somebody mean?"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.model import Ask
from storage.records import Subscription
from storage.store import Transaction


def own_subscriptions(ask: Ask, tx: Transaction) -> list[Subscription]:
    """Give the subscriptions of a chat; in a thread, only those of the thread."""
    return sorted(tx.subscriptions.of(ask.chat, ask.thread), key=lambda one: one.id)


def numbered(own: Sequence[Subscription]) -> list[tuple[int, Subscription]]:
    """Number subscriptions as /subscriptions shows them."""
    return list(enumerate(own, start=1))


def handle(one: Subscription) -> str:
    """Name a subscription for a button: its number in the ledger and the second it was made.

    A database may give the number of a deleted row to a new one; the second tells them apart.
    """
    made = int(one.created_at.timestamp()) if one.created_at else 0
    return f"id{one.id}-{made % 2**24:x}"


def chosen(own: Sequence[Subscription], words: str) -> Subscription | None:
    """Find the subscription that a number of the list, or a button's id, means."""
    if words.startswith("id"):
        return next((one for one in own if handle(one) == words), None)
    if words.isascii() and words.isdigit() and len(words) < 4:
        return next((one for number, one in numbered(own) if number == int(words)), None)
    return None
