"""Is a transaction all or nothing, and does nobody lose what another wrote?"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.errors import Busy, Damaged, Full, Missing, StorageError, Unsuitable
from storage.store import Store, Transaction
from tests.fakes.store import NOW, an_article, file_change, queue

THREADS, ROUNDS = 8, 25
OPEN_FILES = Path("/proc/self/fd")


def count_up(store: Store) -> Callable[[int], None]:
    """Give a function that reads a number, then writes the next one."""

    def once(_turn: int) -> None:
        with store.begin() as tx:
            tx.settings.put("count", str(int(tx.settings.get("count") or 0) + 1))

    return once


def test_eight_threads_that_read_then_write_lose_no_update(sqlite_store: Store) -> None:
    """A write transaction begins as one, so that what it read stays true until it commits."""
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(count_up(sqlite_store), range(THREADS * ROUNDS)))
    with sqlite_store.read() as tx:
        assert tx.settings.get("count") == str(THREADS * ROUNDS)


def test_two_stores_on_one_file_lose_no_update(ledger_url: str) -> None:
    """The same holds between two processes' connections."""
    with closing(Store.open(ledger_url)) as first, closing(Store.open(ledger_url)) as second:
        with ThreadPoolExecutor(4) as pool:
            turns = [pool.submit(count_up(store), 0) for store in (first, second) * ROUNDS]
            for turn in turns:
                turn.result()
        with first.read() as tx:
            assert tx.settings.get("count") == str(2 * ROUNDS)


def test_an_error_takes_back_everything(store: Store) -> None:
    """What was written before an error in the same transaction is gone."""

    def fail(tx: Transaction) -> None:
        queue(tx, [1, 2])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.begin() as tx:
        fail(tx)
    with store.read() as tx:
        assert (tx.articles.count(), tx.claims.count_all(), tx.chats.all()) == (0, 0, [])


def test_a_reader_does_not_wait_for_the_writer_and_sees_one_moment(store: Store) -> None:
    """Reads come from the snapshot that they began with."""
    with store.begin() as writing:
        writing.settings.put("name", "new")
        with store.read() as reading:
            assert reading.settings.get("name") is None
    with store.read() as reading:
        assert reading.settings.get("name") == "new"
        with store.begin() as writing:
            writing.settings.put("name", "newer")
        assert reading.settings.get("name") == "new"


def test_a_write_in_a_read_is_refused(store: Store) -> None:
    """A read transaction cannot write."""
    with pytest.raises(StorageError), store.read() as tx:
        tx.settings.put("name", "value")


def test_a_second_process_that_holds_the_lock_is_busy(tmp_path: Path, ledger_url: str) -> None:
    """Waiting for a lock ends in an error that says so."""
    other = sqlite3.connect(tmp_path / "ledger.sqlite", isolation_level=None)
    store = Store.open(ledger_url)
    with store.begin() as tx:
        tx.settings.put("name", "value")
    with store.writer.connect() as connection:  # the pool's one connection, made impatient
        connection.connection.driver_connection.execute("PRAGMA busy_timeout=1")  # type: ignore[union-attr]
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy), store.begin():
        pass
    other.close()
    store.close()


def test_a_full_disk_is_named_and_writing_goes_on_when_there_is_room(sqlite_store: Store) -> None:
    """An article that finds no room is an error of its own, and nothing of it stays."""
    with sqlite_store.begin() as tx:
        tx.articles.add(an_article("first"))
    pages = _pragma(sqlite_store, "page_count")
    _pragma(sqlite_store, f"max_page_count={pages}")
    with pytest.raises(Full), sqlite_store.begin() as tx:
        tx.articles.add(an_article("second", text="x" * 200_000))
    with sqlite_store.read() as tx:
        assert tx.articles.count() == 1
    _pragma(sqlite_store, "max_page_count=1000000")
    with sqlite_store.begin() as tx:
        assert tx.articles.add(an_article("second", text="x" * 200_000))


def _pragma(store: Store, name: str) -> int:
    with store.writer.begin() as connection:
        return int(connection.execute(text(f"PRAGMA {name}")).scalar_one())


def test_a_naive_moment_is_refused_and_others_come_back_in_utc(store: Store) -> None:
    """Times have a zone on the way in and are UTC on the way out."""
    with pytest.raises(ValueError, match="without a time zone"), store.begin() as tx:
        tx.heartbeats.beat("tick", datetime(2025, 4, 26, 12, 0))  # noqa: DTZ001
    seoul = timezone(timedelta(hours=9))
    with store.begin() as tx:
        tx.heartbeats.beat("tick", datetime(2025, 4, 26, 21, 0, tzinfo=seoul))
        beat = tx.heartbeats.all()[0].at
    assert (beat, beat.tzinfo) == (NOW, UTC)


def test_what_no_database_can_write_becomes_a_mark_of_the_same_length(store: Store) -> None:
    """NUL and lone surrogates are replaced one for one, so that offsets stay."""
    with store.begin() as tx:
        tx.articles.add(an_article("odd\x00", text="a\x00b\ud83dc", title="\udc00"))
        stored = tx.articles.get("odd\x00")
    assert stored is not None
    assert (stored.text, stored.title) == ("a\ufffdb\ufffdc", "\ufffd")


def test_settings_and_heartbeats_are_replaced(store: Store) -> None:
    """The last value counts; a removed one is gone."""
    with store.begin() as tx:
        tx.settings.put("key", "old")
        tx.settings.put("key", "new")
        tx.heartbeats.beat("tick", NOW)
        tx.heartbeats.beat("tick", NOW + timedelta(seconds=1), "3 feeds")
        assert tx.settings.get("key") == "new"
        tx.settings.remove("key")
        assert tx.settings.get("key") is None
        (beat,) = tx.heartbeats.all()
    assert (beat.at, beat.detail) == (NOW + timedelta(seconds=1), "3 feeds")


def test_a_ledger_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """Opening says what is missing and leaves no empty file behind."""
    with pytest.raises(Missing, match="claimwatch migrate"):
        Store.open(f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_that_is_deleted_does_not_come_back_empty(
    tmp_path: Path, ledger_url: str
) -> None:
    """A new connection to a deleted file is an error, not a new database."""
    store = Store.open(ledger_url)
    (tmp_path / "ledger.sqlite").unlink()
    with pytest.raises(StorageError), store.begin():
        pass
    assert not (tmp_path / "ledger.sqlite").exists()
    store.close()


def test_a_file_that_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    """Rubbish under the ledger's name is named as such."""
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"This is no database, however long it is. " * 100)
    store = Store.open(f"sqlite:///{path}")
    with pytest.raises(Damaged), store.begin():
        pass
    store.close()


@pytest.mark.skipif(not OPEN_FILES.exists(), reason="the system does not list open files there")
def test_a_connection_that_could_not_be_prepared_is_closed(tmp_path: Path) -> None:
    """Nothing waits for the garbage collector, which warns of it on Python 3.13."""
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"This is no database, however long it is. " * 100)
    store = Store.open(f"sqlite:///{path}")
    with pytest.raises(Damaged) as raised, store.begin():
        pass
    assert raised.tb is not None  # whose frames would keep the connection alive
    assert path not in [each.readlink() for each in OPEN_FILES.iterdir() if each.is_symlink()]
    store.close()


@pytest.mark.parametrize(
    "url",
    ["sqlite://", "sqlite:///:memory:", "mysql://root:secret@host/db", "no address", ""],
)
def test_an_address_that_cannot_hold_a_ledger_is_refused_without_its_password(url: str) -> None:
    """Memory, other databases and nonsense are refused with what to write instead."""
    with pytest.raises(Unsuitable, match="sqlite:///") as refused:
        Store.open(url)
    assert "secret" not in str(refused.value)


def test_a_password_does_not_stand_in_the_store(postgresql_store: Store) -> None:
    """What we say about a ledger has its address without the password."""
    assert "postgresql" in postgresql_store.where
    assert "***" in postgresql_store.where or ":@" not in postgresql_store.where


def test_a_constraint_that_fails_is_our_error_without_the_values(store: Store) -> None:
    """A change whose claim is not on file is refused."""

    def orphan(tx: Transaction) -> None:
        change = file_change(tx)
        tx.changes.session.run(
            text("UPDATE changes SET claim = 'nowhere' WHERE id = :id"), {"id": change.id}
        )

    with pytest.raises(StorageError) as failed, store.begin() as tx:
        orphan(tx)
    assert "Gerasimov" not in str(failed.value)
