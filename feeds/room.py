"""How many large bodies may be in memory together? A few; whoever has one more waits.

Nearly all feeds are small. A hundred at the same time that are not would be a gigabyte.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

# Bytes from which on a body needs a place, and how many places there are. Who waits for the second
# has the first and needs no third, so that nobody waits in a circle.
PLACES = ((300_000, 4), (1_500_000, 1))


class Room:
    """The places for large bodies."""

    def __init__(self) -> None:
        """Start empty."""
        self.gates = [(size, asyncio.Semaphore(places)) for size, places in PLACES]


class Guest:
    """A body that may become large; its places are free again at the end of the block."""

    def __init__(self, room: Room) -> None:
        """Take the room that it shares with others."""
        self._room = room
        self._held: list[asyncio.Semaphore] = []

    def needs_more(self, size: int) -> bool:
        """Tell whether a body of this size needs a place that it does not have."""
        more = self._room.gates[len(self._held) :]
        return bool(more) and size > more[0][0]

    async def grow(self, size: int) -> None:
        """Wait for the places that a body of this size needs."""
        while self.needs_more(size):
            gate = self._room.gates[len(self._held)][1]
            await gate.acquire()
            self._held.append(gate)

    async def __aenter__(self) -> Self:
        """Begin small."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave all places."""
        while self._held:
            self._held.pop().release()
