"""What do the files of the table groups share? One open transaction on one connection."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    Connection,
    Executable,
    Result,
    Row,
    Table,
    TableValuedAlias,
    Text,
    bindparam,
    cast,
    func,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.types import writable

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
        """Start an INSERT into a table, as this database writes it."""
        return insert(self.dialect, table)

    def insert_new(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
        """Insert rows, leave out those that are there, and say how many were new."""
        if not rows:
            return 0
        return self.changed(_insert_new(self.dialect, table), rows)


def insert(dialect: str, table: Table) -> Upsert:
    """Start an INSERT that knows ON CONFLICT; both databases write it alike."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache  # to put a statement together takes as long as to run it for a few rows
def _insert_new(dialect: str, table: Table) -> Executable:
    new = insert(dialect, table).on_conflict_do_nothing()
    return new.execution_options(preserve_rowcount=True)


@dataclass(frozen=True, slots=True)
class Group:
    """The statements of one group of tables."""

    session: Session


def portions(elements: Sequence[Element], size: int = AT_ONCE) -> Iterator[Sequence[Element]]:
    """Cut a sequence into pieces that fit into one statement."""
    for start in range(0, len(elements), size):
        yield elements[start : start + size]


def listed(texts: Iterable[str]) -> str:
    """Write texts as the one parameter that `each` reads."""
    several = list(texts)
    whole = "".join(several)
    return json.dumps(several if writable(whole) == whole else [*map(writable, several)])


def each(dialect: str) -> TableValuedAlias:
    """Give the parameter `texts` as a table of one column, `value`, however many they are."""
    texts = bindparam("texts", type_=Text)
    if dialect == "postgresql":
        rows = func.json_array_elements_text(cast(texts, JSON)).table_valued("value")
        return rows.render_derived()
    return func.json_each(texts).table_valued("value")
