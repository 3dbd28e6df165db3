"""What does a process with its children cost? CPU and memory, read where the kernel keeps them."""

from __future__ import annotations

import os
import threading
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
EVERY = 0.2  # seconds between two looks


def family(pid: int) -> list[int]:
    """List a process and its children."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        listed = [number for task in tasks for number in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *map(int, listed)]


def cpu(pid: int) -> dict[str, float]:
    """Give the CPU seconds of a process and of its children, the ended ones included."""
    own, waited = _times(pid)
    living = sum(_times(child)[0] for child in family(pid)[1:])
    return {"own": own, "children": living + waited}


def held(pid: int) -> list[float]:
    """Give the MB of a process and of each child; pages that several share are counted once."""
    return [_proportional(one) for one in family(pid)]


def _times(pid: int) -> tuple[float, float]:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system, child_user, child_system = (int(field) / TICK for field in fields[11:15])
    return user + system, child_user + child_system


def _proportional(pid: int) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return int(rollup.split("Pss:")[1].split()[0]) / 1024 if "Pss:" in rollup else 0.0


class Watch(threading.Thread):
    """Looks at the memory of another process, so that the looking costs that process nothing."""

    def __init__(self, pid: int) -> None:
        """Start to look."""
        super().__init__(daemon=True)
        self._pid, self._over = pid, threading.Event()
        self._most: list[float] = []
        self.start()

    def run(self) -> None:
        """Look until it is over."""
        while not self._over.wait(EVERY):
            self._most = max(self._most, held(self._pid), key=sum)

    def most(self) -> list[float]:
        """Give what each process held when all held most since the last time; begin anew."""
        most, self._most = self._most, []
        return [round(one, 1) for one in most]

    def stop(self) -> None:
        """End it."""
        self._over.set()
        self.join()
