"""What time is it? The only place that reads a clock; everything else is handed the value."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], datetime]  # UTC, aware


def utc_now() -> datetime:
    """Read the wall clock."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Read the clock that only goes forward, in seconds."""
    return time.monotonic()


class SystemClock:
    """The clock of the running bot, as the sender wants it."""

    def now(self) -> datetime:
        """Read the wall clock."""
        return utc_now()

    def monotonic(self) -> float:
        """Read the clock that only goes forward, in seconds."""
        return monotonic()

    async def sleep(self, seconds: float) -> None:
        """Let so much time pass."""
        await asyncio.sleep(seconds)
