"""How many questions does one person get answered in a row? All, until it is a flood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

BURST = 20  # questions and presses that are answered at once
EVERY = 3.0  # seconds in which one more is earned
KNOWN = 10_000  # people of whom we keep count


class Verdict(Enum):
    """What a question deserves."""

    ANSWER = "answer"
    TELL = "tell"  # say once that it is too much
    IGNORE = "ignore"


@dataclass(slots=True)
class _Account:
    """What somebody has left, and whether they were told that it is nothing."""

    left: float
    at: float
    told: bool = False


class Patience:
    """Slows down whoever floods us: one answer in three seconds, until they pause."""

    def __init__(self, burst: int = BURST) -> None:
        self._burst = burst
        self._accounts: dict[int, _Account] = {}

    def judge(self, who: int, now: float) -> Verdict:
        """Judge a question of somebody's, by a clock that only goes forward."""
        account = self._account(who, now)
        if account.left >= 1:
            account.left -= 1
            return Verdict.ANSWER
        if account.told:
            return Verdict.IGNORE
        account.told = True
        return Verdict.TELL

    def _account(self, who: int, now: float) -> _Account:
        """Find somebody's account, with what was earned meanwhile."""
        account = self._accounts.pop(who, None) or _Account(self._burst, now)
        account.left = min(self._burst, account.left + (now - account.at) / EVERY)
        account.at = now
        account.told = account.told and account.left < self._burst / 2  # told again after a pause
        self._accounts[who] = account  # the last to be heard is the last to be forgotten
        if len(self._accounts) > KNOWN:
            del self._accounts[next(iter(self._accounts))]
        return account
