"""What did Telegram hand over that is not answered yet?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from storage.records import Pending
from storage.session import Group
from storage.small import Settings
from storage.tables import inbox

OFFSET = "inbox.offset"
KEPT = timedelta(days=2)  # done ones, against repeats; Telegram starts at any number after a week


class Inbox(Group):
    """Updates, stored before Telegram is told that we have them."""

    def offset(self) -> int:
        """Give the number from which Telegram is to hand over; 0 at first."""
        return int(Settings(self.session).get(OFFSET) or 0)

    def put(self, updates: Sequence[Pending], offset: int) -> int:
        """Store updates and the next offset; say how many were new."""
        Settings(self.session).put(OFFSET, str(offset))
        if not updates:
            return 0
        self.forget(min(update.received_at for update in updates))
        rows = [
            {"id": one.id, "body": one.body, "received_at": one.received_at, "attempts": 0}
            for one in updates
        ]
        return self.session.insert_new(inbox, rows)

    def forget(self, now: datetime) -> int:
        """Delete what was answered long ago; say how much that was."""
        return self.session.changed(delete(inbox).where(inbox.c.done_at < now - KEPT))

    def next(self, limit: int) -> list[Pending]:
        """List what is to be answered; what failed before comes last."""
        rows = self.session.run(
            select(inbox)
            .where(inbox.c.done_at.is_(None))
            .order_by(inbox.c.attempts, inbox.c.id)
            .limit(limit)
        )
        return [Pending(row.id, row.body, row.received_at, row.attempts) for row in rows]

    def done(self, number: int, now: datetime) -> None:
        """Wipe an update that was answered; its number stays a while."""
        self.session.run(update(inbox).where(inbox.c.id == number).values(done_at=now, body=""))

    def retry(self, number: int) -> int:
        """Count an attempt that failed; say how many there were."""
        attempts: int | None = self.session.run(
            update(inbox)
            .where(inbox.c.id == number)
            .values(attempts=inbox.c.attempts + 1)
            .returning(inbox.c.attempts)
        ).scalar()
        return attempts or 0

    def waiting(self) -> int:
        """Count what is not answered."""
        count = select(func.count()).where(inbox.c.done_at.is_(None)).select_from(inbox)
        return self.session.run(count).scalar_one()  # type: ignore[no-any-return]
