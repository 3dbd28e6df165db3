"""How do we open the ledger, and what can be asked of it in one transaction?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from storage import postgresql, sqlite
from storage.addresses import parsed
from storage.afterwords import Afterwords
from storage.articles import Articles
from storage.changes import Changes
from storage.chats import Chats, Subscriptions
from storage.claims import Claims
from storage.entries import Entries
from storage.errors import Missing
from storage.feeds import Feeds
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.reviews import Reviews
from storage.session import Session
from storage.small import Heartbeats, Notices, Settings
from storage.trouble import translated


class Transaction:
    """What may be read and written until the end of one transaction, by one thread."""

    def __init__(self, session: Session) -> None:
        """Lay out the groups of tables."""
        self.feeds = Feeds(session)
        self.entries = Entries(session)
        self.articles = Articles(session)
        self.claims = Claims(session)
        self.changes = Changes(session)
        self.chats = Chats(session)
        self.subscriptions = Subscriptions(session)
        self.outbox = Outbox(session)
        self.afterwords = Afterwords(session)
        self.inbox = Inbox(session)
        self.reviews = Reviews(session)
        self.heartbeats = Heartbeats(session)
        self.notices = Notices(session)
        self.settings = Settings(session)


@dataclass(frozen=True, slots=True)
class Store:
    """The ledger: one writer and several readers; safe to share between threads."""

    where: str  # without the password
    writer: Engine
    reader: Engine

    @classmethod
    def open(cls, url: str) -> Store:
        """Open a ledger that exists and is migrated."""
        address = parsed(url)
        where = address.render_as_string(hide_password=True)
        if address.get_backend_name() == "postgresql":
            engine = postgresql.engine(address)
            return cls(where, engine, postgresql.read_only(engine))
        if not sqlite.path_of(address).is_file():
            raise Missing(str(sqlite.path_of(address)))
        return cls(where, sqlite.writer(address), sqlite.reader(address))

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """Read and write; all or nothing."""
        with self._transaction(self.writer, writing=True) as transaction:
            yield transaction

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Read from one snapshot, without waiting for whoever writes."""
        with self._transaction(self.reader, writing=False) as transaction:
            yield transaction

    @contextmanager
    def _transaction(self, engine: Engine, *, writing: bool) -> Iterator[Transaction]:
        try:
            with engine.begin() as connection:
                yield Transaction(Session(connection, writing))
        except SQLAlchemyError as error:
            raise translated(error, self.where) from error

    def checkpoint(self) -> None:
        """Bring what was written into the ledger's file; PostgreSQL does so by itself."""
        if self.writer.dialect.name == "sqlite":
            sqlite.checkpoint(self.writer)

    def close(self) -> None:
        """Give up all connections."""
        self.writer.dispose()
        self.reader.dispose()
