"""How are our values written in a column? The types that SQLAlchemy does not bring."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

BIGGEST = 2**63 - 1  # of a BIGINT
_BY_CODE_POINT = Text(collation="C")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL refuses NUL, UTF-8 lone surrogates


def writable(text: str) -> str:
    """Replace each code point that no database takes by U+FFFD, so that offsets stay."""
    if text.isascii() and "\0" not in text:  # several times as fast as the pattern
        return text
    return _UNWRITABLE.sub("\ufffd", text)


def _written(text: str | None) -> str | None:
    return None if text is None else writable(text)


def _plain_moment(moment: datetime | None) -> str | None:
    """Write a moment as SQLAlchemy does for SQLite, in a quarter of its time."""
    utc = _utc(moment)
    return None if utc is None else utc.replace(tzinfo=None).isoformat(" ", "microseconds")


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None or moment.tzinfo is UTC:
        return moment
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment.isoformat()}")
    return moment.astimezone(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware on the way in, UTC on the way out; a naive one is our mistake."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC."""
        return _utc(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """Skip the steps between for SQLite: this is done for every row that is written."""
        return _plain_moment if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back that SQLite drops."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """A text as it came, but for the code points that cannot be written."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Make the text writable."""
        return _written(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """Skip the steps between: a text needs no other."""
        return _written


class Code(TypeDecorator[str]):
    """A text that is compared and ordered code point by code point, wherever we run."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Ask PostgreSQL for the collation that SQLite has by itself."""
        return _BY_CODE_POINT if dialect.name == "postgresql" else self.impl_instance

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Make the text writable."""
        return _written(value)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """Skip the steps between: a text needs no other."""
        return _written


class Count(TypeDecorator[int]):
    """A number from a text: one that no BIGINT holds is written as the biggest."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        """Keep the number within what the column holds."""
        return None if value is None else max(-BIGGEST, min(BIGGEST, value))


class Json(TypeDecorator[Any]):
    """A small structure, written as JSON that is always writable."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Make every text inside writable."""
        return _writable(value)


def _writable(value: Any) -> Any:
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, dict):
        return {writable(key): _writable(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_writable(entry) for entry in value]
    return value


ROW = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER counts up by itself there
