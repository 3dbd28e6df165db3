"""How many of us may knock at one host at a time?"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Hosts:
    """Places at each host; a host that nobody asks for is forgotten."""

    def __init__(self, places: int) -> None:
        """Say how many may be at one host together."""
        self._places = places
        self._gates: dict[str, asyncio.Semaphore] = {}
        self._asking: Counter[str] = Counter()

    @asynccontextmanager
    async def place(self, host: str) -> AsyncIterator[None]:
        """Wait for a place at a host and keep it."""
        gate = self._gates.setdefault(host, asyncio.Semaphore(self._places))
        self._asking[host] += 1
        try:
            async with gate:
                yield
        finally:
            self._asking[host] -= 1
            if not self._asking[host]:
                del self._asking[host], self._gates[host]

    def __len__(self) -> int:
        """Count the hosts that somebody is at or waits for."""
        return len(self._gates)
