"""What time is it in a test? A clock that a test sets, and that sleeping moves on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass
class FakeClock:
    """Wall and monotonic time that go on only when somebody sleeps or a test says so."""

    moment: datetime = datetime(2025, 4, 26, 12, 0, tzinfo=UTC)
    seconds: float = 1000.0
    busy: Callable[[], object] = bool  # while it says so, something real is under way

    def now(self) -> datetime:
        """Give the wall clock's time."""
        return self.moment

    def monotonic(self) -> float:
        """Give the seconds of the clock that only goes forward."""
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        """Let the others run, then be there; who sleeps beside us sleeps the same seconds."""
        until = self.seconds + seconds
        await asyncio.sleep(0)
        while self.busy():  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0.001)
        self.advance(max(0.0, until - self.seconds))

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds
        self.moment += timedelta(seconds=seconds)
