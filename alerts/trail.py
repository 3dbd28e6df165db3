"""Which ids did Telegram give to messages lately? Where a lost one may be found follows from it.

Private chats and small groups share one counter, that of the bot's own mailbox; a supergroup or a
channel has a counter of its own, which others move on unseen.
"""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import NamedTuple

NEAR = 6  # ids after the last one known at which a lost message may still be
MOST = 25  # ids that are looked at for one message
_KEPT = 4096  # ids of each counter
_OWN_COUNTER = -(10**12)  # from here down a chat counts for itself


class Places(NamedTuple):
    """The ids at which a message may be, and whether it can be nowhere else."""

    ids: tuple[int, ...]
    complete: bool


class Trail:
    """The newest ids of each counter, of our messages and of those that we were shown."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._seen: dict[int, deque[int]] = {}
        self._last: dict[int, int] = {}

    def saw(self, chat: int, message: int) -> None:
        """Note an id; 0 is none."""
        if message > 0:
            counter = _counter(chat)
            self._seen.setdefault(counter, deque(maxlen=_KEPT)).append(message)
            self._last[counter] = max(message, self._last.get(counter, 0))

    def last(self, chat: int) -> int:
        """Give the highest id known of a chat's counter; 0 when none is."""
        return self._last.get(_counter(chat), 0)

    def places(self, chat: int, after: int) -> Places:
        """Give the ids after one that nobody else's message is known to have."""
        if after <= 0:
            return Places((), complete=False)
        counter = _counter(chat)
        taken = set(self._seen.get(counter, ()))
        free = (id for id in range(after + 1, self.last(chat) + NEAR + 1) if id not in taken)
        ids = tuple(islice(free, MOST + 1))
        return Places(ids[:MOST], complete=not counter and len(ids) <= MOST)


def _counter(chat: int) -> int:
    """Name the counter that numbers a chat's messages."""
    return chat if chat <= _OWN_COUNTER else 0
