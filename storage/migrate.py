"""How does a ledger come to the newest form? Forward only, all or nothing, a backup first.

`python -m storage.migrate --check` says whether the migrations lead to storage/tables.py.
`python -m storage.migrate --write "what it does"` drafts the migration that is missing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, TypeDecorator, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from storage import postgresql, sqlite
from storage.addresses import parsed
from storage.backup import copy
from storage.errors import Damaged, TooNew
from storage.tables import metadata
from storage.trouble import translated
from storage.types import Code

SCRIPTS = Path(__file__).parent / "migrations"
LINE = 400  # characters of a difference that are shown
ONE_AT_A_TIME = 0x636C61696D  # an advisory lock of PostgreSQL: "claim"


def _render(kind: str, thing: Any, _context: Any) -> str | bool:
    """Write our column types as plain ones: migrations do not import our code."""
    if kind == "type" and isinstance(thing, Code):
        return 'sa.Text().with_variant(sa.Text(collation="C"), "postgresql")'
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl!r}"
    return False


def _ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave out the word index, which only migrations know: see words.py."""
    return kind != "table" or not (name or "").startswith("claim_words")


CONFIGURATION: dict[str, Any] = {
    "render_as_batch": True,
    "render_item": _render,
    "include_name": _ours,
    "compare_type": True,
}


def migrate(url: str, scripts: Path = SCRIPTS) -> list[str]:
    """Bring a ledger to the newest form, or make one; say which revisions were applied."""
    address = parsed(url)
    if address.get_backend_name() == "sqlite":
        sqlite.path_of(address).parent.mkdir(parents=True, exist_ok=True)
    was = current(url)
    ahead = _ahead(was, address, scripts)
    if ahead and was and address.get_backend_name() == "sqlite":
        path = sqlite.path_of(address)
        copy(path, path.with_name(f"{path.stem}.before-{ahead[-1]}{path.suffix}"), replace=True)
    if ahead:
        with _connected(address) as connection:
            _upgrade(connection, scripts)
    return ahead


def current(url: str) -> str | None:
    """Say at which revision a ledger is; None when there is none yet."""
    address = parsed(url)
    if address.get_backend_name() == "sqlite" and not sqlite.path_of(address).is_file():
        return None
    with _connected(address) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """Say which revision is the newest."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def pending(url: str) -> bool:
    """Say whether a ledger is to be migrated."""
    return bool(_ahead(current(url), parsed(url)))


def differences() -> list[Any]:
    """List in what an empty, migrated ledger differs from the tables in the code."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'ledger.sqlite'}"
        migrate(url)
        with _connected(parsed(url)) as connection:
            return compared(connection)


def compared(connection: Connection) -> list[Any]:
    """List in what a migrated database differs from the tables in the code."""
    context = MigrationContext.configure(connection, opts=CONFIGURATION)
    found: list[Any] = compare_metadata(context, metadata)
    return found


def _ahead(was: str | None, address: URL, scripts: Path = SCRIPTS) -> list[str]:
    """List the revisions that a ledger lacks, the next one first."""
    walk = ScriptDirectory.from_config(_config(scripts)).walk_revisions()
    steps = [script.revision for script in walk][::-1]
    if was is None:
        return steps
    if was not in steps:
        raise TooNew(address.render_as_string(hide_password=True), was)
    return steps[steps.index(was) + 1 :]


def _upgrade(connection: Connection, scripts: Path) -> None:
    on_sqlite = connection.dialect.name == "sqlite"
    if not on_sqlite:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_AT_A_TIME})
    config = _config(scripts)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if on_sqlite and (orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise Damaged("The migrated ledger", f"{len(orphans)} rows refer to rows that are gone")


@contextmanager
def _connected(address: URL) -> Iterator[Connection]:
    engine = _engine(address)
    try:
        with engine.begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise translated(error, address.render_as_string(hide_password=True)) from error
    finally:
        engine.dispose()


def _engine(address: URL) -> Engine:
    if address.get_backend_name() == "sqlite":
        return sqlite.migrator(address)
    return create_engine(address, connect_args={"options": postgresql.ZONE})


def _config(scripts: Path = SCRIPTS) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    config.set_main_option("path_separator", "os")
    return config


def _write(message: str) -> None:
    """Draft the migration from the newest revision to the tables in the code."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'ledger.sqlite'}"
        migrate(url)
        with _connected(parsed(url)) as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.revision(config, message, autogenerate=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check that the migrations lead to the tables, or draft the one that is missing."""
    parser = argparse.ArgumentParser(prog="python -m storage.migrate")
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--check", action="store_true", help="migrations lead to the tables")
    action.add_argument("--write", metavar="MESSAGE", help="draft the migration that is missing")
    asked = parser.parse_args(arguments)
    if asked.write:
        _write(asked.write)
        return 0
    found = differences()
    said = f"the migrations differ from the tables: {found}" if found else "ok: no difference"
    sys.stdout.write(said[:LINE] + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
