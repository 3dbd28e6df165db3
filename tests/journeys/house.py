"""How does one start the real process, watch it and end it?"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.fakes.telegram import FakeTelegram
from tests.fakes.web import FakeEntry, FakeWeb

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 90.0  # seconds for anything that a loaded machine does in two


class House:
    """The bot as an operator starts it: a process with settings from its environment."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self.folder = folder
        self.log = folder / "log.txt"
        self._arguments = arguments or ("run",)
        self._settings = {f"CLAIMWATCH_{name}": value for name, value in settings.items()}
        self.process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self.process and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        if error is not None:
            sys.stderr.write(self.said())

    async def start(self) -> None:
        """Start the process; its standard error goes to the log file."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith("CLAIMWATCH_")}
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                *self._arguments,
                cwd=self.folder,
                env=clean | {"PYTHONPATH": str(ROOT)} | self._settings,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and give the exit status."""
        assert self.process is not None
        self.process.send_signal(how)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    def said(self) -> str:
        """Give what the process wrote to its log."""
        return self.log.read_text(encoding="utf8")


def settings(telegram: FakeTelegram, feeds: Path, folder: Path, **more: str) -> dict[str, str]:
    """Give the settings of a bot against servers on loopback, as quick as it can be."""
    return {
        "TELEGRAM_TOKEN": telegram.token,
        "TELEGRAM_BASE_URL": telegram.base_url,
        "DATA_DIR": str(folder / "data"),
        "FEEDS": str(feeds),
        "POLL_INTERVAL": "1",
        "ALERT_WINDOW": "0",
        "ALLOW_PRIVATE_NETWORKS": "127.0.0.0/8",
        "SEEDS": "off",
    } | more


def feed_list(folder: Path, web: FakeWeb, *paths: str) -> Path:
    """Write a list of feeds."""
    file = folder / "feeds.opml"
    outlines = "".join(
        f'<outline type="rss" text="Outlet {number}" xmlUrl="{web.url(path)}"/>'
        for number, path in enumerate(paths, 1)
    )
    file.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf8")
    return file


def entry(title: str, text: str, link: str) -> FakeEntry:
    """Make an item that was published just now."""
    return FakeEntry(title=title, text=text, link=link, published_at=datetime.now(UTC))


async def until(true: Callable[[], bool], within: float = PATIENCE) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110 - another process, nothing to wait on
            await asyncio.sleep(0.05)
