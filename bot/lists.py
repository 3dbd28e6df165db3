"""Whom does the bot serve? Everybody, unless the operator lists chats to allow or deny."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alerts.tongue import mark
from storage.store import Store, Transaction

BARRED = "not let in by the operators"  # why such a chat rests
TOLD = "not let in by the operators, and told so"
NOT_LET_IN = mark(
    "This bot answers only chats that its operators let in. The number of this chat: {number}"
)


@dataclass(frozen=True, slots=True)
class Lists:
    """The chats that are let in (all, if none is named) and those that never are."""

    allowed: frozenset[int] = frozenset()  # operators' own chats included
    denied: frozenset[int] = frozenset()

    def bars(self, chat: int, was: int | None = None) -> bool:
        """Say whether a chat gets nothing, by its number or the one that it had as a group."""
        names = {chat, was}
        return bool(names & self.denied or (self.allowed and not names & self.allowed))

    def barred(self, tx: Transaction, chat: int) -> bool:
        """Say whether a chat gets nothing; a group that was listed stays so as a supergroup."""
        if not self.allowed and not self.denied:
            return False
        known = tx.chats.get(chat)
        return self.bars(chat, known.was if known else None)

    def move(self, tx: Transaction, old: int, new: int, kind: str, now: datetime) -> None:
        """Follow a group that became a supergroup; who was barred stays so."""
        barred = self.barred(tx, old)
        if barred:  # else nobody would know that it is the same
            tx.chats.ensure(old, kind, "en", now)
        tx.chats.move(old, new, now)
        if barred:
            tx.chats.rest(new, BARRED)

    def enforce(self, store: Store) -> None:
        """Let chats rest that are not let in, so that nothing is sent; wake those that are now."""
        with store.begin() as tx:
            for chat in tx.chats.all():
                barred = self.bars(chat.id, chat.was)
                if barred and not chat.resting:
                    tx.chats.rest(chat.id, BARRED)
                elif chat.resting in (BARRED, TOLD) and not barred:
                    tx.chats.wake(chat.id)

    def tell(self, tx: Transaction, chat: int, kind: str, language: str, now: datetime) -> bool:
        """Say whether a barred chat is to hear why: once, and never if it is denied."""
        known = tx.chats.get(chat)
        if {chat, known.was if known else None} & self.denied:
            return False
        if tx.chats.ensure(chat, kind, language, now).resting == TOLD:
            return False
        return tx.chats.rest(chat, TOLD)
