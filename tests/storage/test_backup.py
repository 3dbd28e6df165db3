"""Is a backup whole, although the ledger is written to meanwhile?"""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from storage.backup import backup, check
from storage.errors import Damaged, Missing, StorageError, Unsuitable
from storage.store import Store
from tests.fakes.store import file_change


def test_a_backup_taken_while_others_write_opens_and_has_what_was_there(
    ledger_url: str, tmp_path: Path
) -> None:
    """The copy is one moment of the ledger, claims and changes alike."""
    store = Store.open(ledger_url)
    with store.begin() as tx:
        file_change(tx, 1)
    started, stop = threading.Event(), threading.Event()

    def go_on() -> None:
        number = 2
        while not stop.is_set():
            with store.begin() as tx:
                file_change(tx, number)
            number += 1
            started.set()

    writer = threading.Thread(target=go_on)
    writer.start()
    started.wait(10)
    copied = backup(ledger_url, tmp_path / "copy.sqlite")
    stop.set()
    writer.join()
    restored = Store.open(f"sqlite:///{copied}")
    with restored.read() as tx:
        assert tx.changes.get("k000001aaaa") is not None
        assert tx.claims.count_all() == tx.articles.count() >= 2
    restored.close()
    store.close()


def test_a_backup_does_not_overwrite(ledger_url: str, tmp_path: Path) -> None:
    """A file that is there stays as it is."""
    target = tmp_path / "copy.sqlite"
    target.write_text("precious")
    with pytest.raises(StorageError, match="exists"):
        backup(ledger_url, target)
    assert target.read_text() == "precious"


def test_an_interrupted_backup_does_not_stand_in_the_way(ledger_url: str, tmp_path: Path) -> None:
    """What a killed backup left behind is replaced, and nothing of it stays."""
    (tmp_path / "copy.sqlite.part").write_text("half")
    backup(ledger_url, tmp_path / "copy.sqlite")
    assert not (tmp_path / "copy.sqlite.part").exists()


def test_a_damaged_ledger_gives_no_backup(ledger_url: str, tmp_path: Path) -> None:
    """A copy that does not pass the check never gets its name."""
    store = Store.open(ledger_url)
    with store.begin() as tx:
        for number in range(1, 40):
            file_change(tx, number)
    store.close()
    path = tmp_path / "ledger.sqlite"
    body = bytearray(path.read_bytes())
    for page in range(20, len(body) // 4096):
        body[page * 4096 : page * 4096 + 64] = bytes(64)
    path.write_bytes(body)
    with pytest.raises(StorageError):
        backup(ledger_url, tmp_path / "copy.sqlite")
    assert not (tmp_path / "copy.sqlite").exists()
    with pytest.raises(Damaged):
        check(path)


def test_there_is_no_backup_of_nothing(tmp_path: Path) -> None:
    """A ledger that is not there is named."""
    with pytest.raises(Missing):
        backup(f"sqlite:///{tmp_path / 'none.sqlite'}", tmp_path / "copy.sqlite")


def test_postgresql_is_sent_to_its_own_tool(tmp_path: Path) -> None:
    """We do not copy a server's data."""
    with pytest.raises(Unsuitable, match="pg_dump"):
        backup("postgresql://host/ledger", tmp_path / "copy.sql")
