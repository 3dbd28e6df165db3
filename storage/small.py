"""Which loops are alive, and which small values do we keep for ourselves?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

from storage.records import Heartbeat, Notice
from storage.session import Group
from storage.tables import heartbeats, notices, settings


class Heartbeats(Group):
    """When each loop was last alive."""

    def beat(self, name: str, now: datetime, detail: str = "") -> None:
        """Note that a loop is alive."""
        row = {"name": name, "at": now, "detail": detail}
        insert = self.session.insert(heartbeats).values(row)
        self.session.run(insert.on_conflict_do_update(index_elements=["name"], set_=row))

    def all(self) -> list[Heartbeat]:
        """List every loop, by name."""
        rows = self.session.run(select(heartbeats).order_by(heartbeats.c.name))
        return [Heartbeat(row.name, row.at, row.detail) for row in rows]


class Notices(Group):
    """What is to be said beside the news: alarms to operators, an operator's words to all."""

    def put(self, chats: Iterable[int], text: str, now: datetime) -> None:
        """Write a notice for each of some chats, to be sent from then on."""
        rows = [{"chat": chat, "text": text, "free_at": now} for chat in chats]
        if rows:
            self.session.run(self.session.insert(notices), rows)

    def due(self, now: datetime, limit: int = 20) -> list[Notice]:
        """List the notices that may be sent, the oldest first."""
        due = select(notices).where(notices.c.free_at <= now).order_by(notices.c.id).limit(limit)
        return [Notice(row.id, row.chat, row.text) for row in self.session.run(due)]

    def done(self, number: int) -> None:
        """Forget a notice that is said now, or that cannot be."""
        self.session.run(delete(notices).where(notices.c.id == number))


class Settings(Group):
    """Values that the program keeps for itself, such as the key that signs buttons."""

    def get(self, name: str) -> str | None:
        """Read a value."""
        found: str | None = self.session.run(
            select(settings.c.value).where(settings.c.name == name)
        ).scalar()
        return found

    def put(self, name: str, value: str) -> None:
        """Write a value."""
        row = {"name": name, "value": value}
        insert = self.session.insert(settings).values(row)
        self.session.run(insert.on_conflict_do_update(index_elements=["name"], set_=row))

    def remove(self, name: str) -> None:
        """Forget a value."""
        self.session.run(delete(settings).where(settings.c.name == name))
