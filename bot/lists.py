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

    def bars(self, chat: int) -> bool:
        """Say whether a chat gets nothing."""
        return chat in self.denied or bool(self.allowed and chat not in self.allowed)

    def enforce(self, store: Store) -> None:
        """Let chats rest that are not let in, so that nothing is sent; wake those that are now."""
        with store.begin() as tx:
            for chat in tx.chats.all():
                if self.bars(chat.id) and not chat.resting:
                    tx.chats.rest(chat.id, BARRED)
                elif chat.resting in (BARRED, TOLD) and not self.bars(chat.id):
                    tx.chats.wake(chat.id)

    def tell(self, tx: Transaction, chat: int, kind: str, language: str, now: datetime) -> bool:
        """Say whether a barred chat is to hear why: once, and never if it is denied."""
        if chat in self.denied or tx.chats.ensure(chat, kind, language, now).resting == TOLD:
            return False
        return tx.chats.rest(chat, TOLD)
