"""What do the files of the table groups share? One open transaction on one connection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Result, Row, Table
from sqlalchemy.dialects import postgresql, sqlite

AT_ONCE = 500  # values in one IN (…): SQLite takes 32,766 in a statement, older ones 999
Element = TypeVar("Element")
AnyRow = Row[*tuple[Any, ...]]
Upsert = postgresql.Insert | sqlite.Insert  # the INSERT of either dialect


@dataclass(frozen=True, slots=True)
class Session:
    """A connection inside a transaction."""

    connection: Connection
    writing: bool

    @property
    def dialect(self) -> str:
        """Name the database: sqlite or postgresql."""
        return self.connection.dialect.name

    def run(self, statement: Executable, rows: Any = None) -> Result[*tuple[Any, ...]]:
        """Execute a statement, once or for each row."""
        return self.connection.execute(statement, rows)

    def changed(self, statement: Executable, rows: Any = None) -> int:
        """Execute a statement and say how many rows it touched."""
        return int(self.connection.execute(statement, rows).rowcount)

    def insert(self, table: Table) -> Upsert:
        """Start an INSERT that knows ON CONFLICT; both databases write it alike."""
        return postgresql.insert(table) if self.dialect == "postgresql" else sqlite.insert(table)

    def insert_new(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
        """Insert rows, leave out those that are there, and say how many were new."""
        if not rows:
            return 0
        insert = self.insert(table).on_conflict_do_nothing()
        return self.changed(insert.execution_options(preserve_rowcount=True), rows)


@dataclass(frozen=True, slots=True)
class Group:
    """The statements of one group of tables."""

    session: Session


def portions(elements: Sequence[Element], size: int = AT_ONCE) -> Iterator[Sequence[Element]]:
    """Cut a sequence into pieces that fit into one statement."""
    for start in range(0, len(elements), size):
        yield elements[start : start + size]
