"""What holds for every test? No settings from outside, loopback only, a ledger to use."""

from __future__ import annotations

import os

os.environ["PTB_TIMEDELTA"] = "1"  # before telegram is imported: it reads it once

import ipaddress
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from storage.migrate import migrate
from storage.store import Store

# A loaded machine is slow at any example; what speed there must be is shown by the benches.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


class NetworkForbidden(AssertionError):
    """A test tried to leave this machine; open a server on loopback instead."""


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove our environment variables."""
    for name in [name for name in os.environ if name.startswith("CLAIMWATCH_")]:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sockets connect to this machine and resolve nothing else."""
    connect, connect_ex, resolve = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def guarded(to: Any) -> Any:
        def inner(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _loopback(address[0]):
                raise NetworkForbidden(f"connect to {address}")
            return to(self, address)

        return inner

    def resolved(host: Any, *rest: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in (None, "", "localhost") and not _is_address(name):
            raise NetworkForbidden(f"resolve {name}")
        return resolve(host, *rest, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded(connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
    monkeypatch.setattr(socket, "getaddrinfo", resolved)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _loopback(host: str) -> bool:
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


@pytest.fixture(scope="session")
def migrated_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an empty, migrated SQLite file that nobody writes to: copy it."""
    path = tmp_path_factory.mktemp("ledger") / "empty.sqlite"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def ledger_url(migrated_ledger: Path, tmp_path: Path) -> str:
    """Give the address of an empty, migrated SQLite ledger of one's own."""
    path = shutil.copy(migrated_ledger, tmp_path / "ledger.sqlite")
    return f"sqlite:///{path}"


@pytest.fixture
def store(ledger_url: str) -> Iterator[Store]:
    """Give an empty, open SQLite ledger of one's own."""
    opened = Store.open(ledger_url)
    yield opened
    opened.close()
