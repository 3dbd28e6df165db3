"""Does a ledger come to the newest form without losing a row?"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import sqlite
from storage.addresses import parsed
from storage.errors import Damaged, StorageError, TooNew
from storage.migrate import SCRIPTS, compared, current, differences, head, main, migrate, pending
from storage.records import Subscription
from storage.store import Store
from tests.fakes.store import NOW, queue


def test_the_migrations_lead_to_the_tables_on_sqlite(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty database, migrated, has what storage/tables.py says; the check says so."""
    assert differences() == []
    assert main(["--check"]) == 0
    assert capsys.readouterr().out.count("\n") == 1


def test_the_migrations_lead_to_the_tables_on_postgresql(postgresql_store: Store) -> None:
    """The same on PostgreSQL."""
    with postgresql_store.writer.connect() as connection:
        assert compared(connection) == []


def test_the_comparison_sees_a_missing_column(ledger_url: str) -> None:
    """The check is not blind: a column that is gone is a difference."""
    with sqlite.migrator(parsed(ledger_url)).begin() as connection:
        connection.execute(sa.text("ALTER TABLE heartbeats DROP COLUMN detail"))
        assert "detail" in str(compared(connection))


def test_migrating_again_changes_nothing(ledger_url: str) -> None:
    """A ledger in the newest form is left alone, without another backup."""
    assert migrate(ledger_url) == []
    assert not pending(ledger_url)
    assert current(ledger_url) == head()


def test_a_new_ledger_is_made_with_its_directory(tmp_path: Path) -> None:
    """The first migration makes the file where it is to be."""
    path = tmp_path / "deep" / "down" / "ledger 50%.sqlite"
    url = f"sqlite:///{path}"
    assert pending(url)
    assert migrate(url)
    assert path.is_file()


STEP = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "next", "{head}"


def upgrade():
    with op.batch_alter_table("chats", recreate="always") as batch:
        batch.add_column(sa.Column("nickname", sa.Text()))
    with op.batch_alter_table("changes", recreate="always") as batch:
        batch.alter_column("reason", type_=sa.String())
    {last}
"""


def _with_next_step(tmp_path: Path, last: str = "") -> Path:
    """Copy our migrations and add one that recreates two tables that others refer to."""
    scripts = tmp_path / f"migrations{len(last)}"
    shutil.copytree(SCRIPTS, scripts)
    (scripts / "versions" / "next.py").write_text(STEP.format(head=head(), last=last))
    return scripts


def test_an_older_ledger_is_backed_up_and_keeps_every_row(ledger_url: str, tmp_path: Path) -> None:
    """Recreating the chats and changes deletes no delivery; beside lies what was before."""
    with closing(Store.open(ledger_url)) as store, store.begin() as tx:
        queue(tx, [1, 2, 3])
    assert migrate(ledger_url, _with_next_step(tmp_path)) == ["next"]
    assert current(ledger_url) == "next"
    with closing(Store.open(ledger_url)) as store, store.read() as tx:
        assert len(tx.outbox.get([1, 2, 3])) == 3
    before = f"sqlite:///{tmp_path / 'ledger.before-next.sqlite'}"
    assert current(before) == head()
    with closing(Store.open(before)) as store, store.read() as tx:
        assert len(tx.outbox.get([1, 2, 3])) == 3


def test_a_migration_that_fails_leaves_the_old_ledger_and_can_be_repeated(
    ledger_url: str, tmp_path: Path
) -> None:
    """Half a migration is none, and its backup does not stand in the way of the next try."""
    with closing(Store.open(ledger_url)) as store, store.begin() as tx:
        queue(tx, [1])
    with pytest.raises(StorageError, match="nowhere"):
        migrate(ledger_url, _with_next_step(tmp_path, 'op.execute("DELETE FROM nowhere")'))
    assert current(ledger_url) == head()
    with sqlite.migrator(parsed(ledger_url)).connect() as connection:
        assert compared(connection) == []
    assert migrate(ledger_url, _with_next_step(tmp_path)) == ["next"]


def test_a_migration_that_orphans_a_row_is_taken_back(ledger_url: str, tmp_path: Path) -> None:
    """What a migration deletes by mistake is noticed before it is committed."""
    with closing(Store.open(ledger_url)) as store, store.begin() as tx:
        tx.chats.ensure(1, "private", "en", NOW)
        tx.subscriptions.add(Subscription(0, 1))
    with pytest.raises(Damaged, match="refer to rows that are gone"):
        migrate(ledger_url, _with_next_step(tmp_path, 'op.execute("DELETE FROM chats")'))
    with closing(Store.open(ledger_url)) as store, store.read() as tx:
        assert tx.chats.get(1) is not None


def test_a_ledger_of_a_newer_version_is_refused(ledger_url: str) -> None:
    """Code that does not know a ledger's revision says so and touches nothing."""
    _pretend(ledger_url, "from_the_future")
    with pytest.raises(TooNew, match="from_the_future"):
        migrate(ledger_url)
    assert current(ledger_url) == "from_the_future"


def _pretend(url: str, revision: str | None) -> None:
    with sqlite.migrator(parsed(url)).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :r"), {"r": revision})


@pytest.mark.parametrize(
    ("version", "bug"),
    [
        ("3.6.23", False),
        ("3.40.1", True),
        ("3.44.5", True),
        ("3.44.6", False),
        ("3.45.0", True),
        ("3.50.6", True),
        ("3.50.7", False),
        ("3.51.0", True),
        ("3.51.2", True),
        ("3.51.3", False),
        ("3.52.0", False),
        ("4.0", False),
    ],
)
def test_versions_of_sqlite_with_the_bug_in_resetting_the_wal_are_known(
    version: str, bug: bool
) -> None:
    """The fixed releases and their older kin are told apart."""
    assert sqlite.affected(version) is bug


def test_sqlite_is_opened_as_it_has_to_be(sqlite_store: Store) -> None:
    """WAL, foreign keys, patience; only the writer checkpoints and readers cannot write."""
    with sqlite_store.writer.connect() as connection:
        wal = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        sync = connection.exec_driver_sql("PRAGMA synchronous").scalar()
        keys = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
        wait = connection.exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert (wal, sync, keys, wait) == ("wal", 1, 1, 10_000)
    with sqlite_store.reader.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA query_only").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar() == 0
