"""Which alerts do readers call wrong, and what did the operators decide?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, func, or_, select, update

from claims.model import Change, Claim, Kind
from storage.filing import stand
from storage.records import Report, Reported, Review
from storage.rows import claim_of
from storage.session import Group, portions
from storage.tables import claims, positions, reports, reviews, standing, topics


class Reviews(Group):
    """Reports by readers and decisions of operators; neither alters what was filed."""

    def report(self, change: str, chat: int, user: int, note: str, now: datetime) -> bool:
        """Note that a reader doubts a change; False when that reader has said so before.

        Words that are added later take the place of earlier ones.
        """
        row = {"change": change, "chat": chat, "user": user, "note": note, "at": now}
        if self.session.insert_new(reports, [row]):
            return True
        mine = and_(reports.c.change == change, reports.c.chat == chat, reports.c.user == user)
        return (
            bool(note)
            and self.session.changed(
                update(reports).where(mine, reports.c.note != note).values(note=note)
            )
            > 0
        )

    def reported(self, chat: int, since: datetime) -> int:
        """Count what was reported from a chat since."""
        here = select(func.count()).where(reports.c.chat == chat, reports.c.at >= since)
        return int(self.session.run(here).scalar_one())

    def forget(self, chat: int, user: int | None = None) -> int:
        """Forget what was reported from a chat, or by a user anywhere; what was decided stays."""
        theirs = or_(reports.c.chat == chat, reports.c.user == user)
        return self.session.changed(delete(reports).where(theirs))

    def reports_of(self, chat: int) -> list[Reported]:
        """List what was reported from a chat, newest first."""
        here = select(reports.c.change, reports.c.note, reports.c.at).where(reports.c.chat == chat)
        return [Reported(*row) for row in self.session.run(here.order_by(reports.c.at.desc()))]

    def open(self, limit: int, offset: int = 0) -> list[Report]:
        """List the changes that were reported and not decided, the most reported first."""
        count, last = func.count().label("readers"), func.max(reports.c.at).label("last")
        undecided = ~select(reviews.c.change).where(reviews.c.change == reports.c.change).exists()
        asked = select(reports.c.change, count, last).where(undecided).group_by(reports.c.change)
        newest = asked.order_by(count.desc(), last.desc()).limit(limit).offset(offset)
        return [
            Report(row.change, row.readers, row.last, self._notes(row.change))
            for row in self.session.run(newest).all()
        ]

    def count(self) -> int:
        """Count the changes that wait for a decision."""
        undecided = ~select(reviews.c.change).where(reviews.c.change == reports.c.change).exists()
        asked = select(func.count(reports.c.change.distinct())).where(undecided)
        return int(self.session.run(asked).scalar_one())

    def get(self, change: str) -> Review | None:
        """Find what was decided on a change."""
        row = self.session.run(select(reviews).where(reviews.c.change == change)).first()
        return Review(row.change, row.withdrawn, row.by, row.at) if row else None

    def accept(self, change: Change, by: int, now: datetime) -> bool:
        """Note that a change is right; False when it was decided before."""
        return self._decide(change, by, now, withdrawn=False)

    def withdraw(self, change: Change, by: int, now: datetime) -> bool:
        """Note that a change was misread: its claims stay on file and stand no longer."""
        if not self._decide(change, by, now, withdrawn=True):
            return False
        for table in (standing, positions):
            self.session.run(delete(table).where(table.c.claim.in_(change.claims)))
        stand(self.session, self._left(change))
        if change.kind is Kind.DISPUTE_OPENED:
            here = update(topics).where(topics.c.topic == change.topic)
            self.session.run(here.values(disputed=False))
        return True

    def _decide(self, change: Change, by: int, now: datetime, *, withdrawn: bool) -> bool:
        row = {"change": change.id, "claim": change.claims[0], "withdrawn": withdrawn}
        return self.session.insert_new(reviews, [row | {"by": by, "at": now}]) > 0

    def _left(self, change: Change) -> list[Claim]:
        """Give what the claimant said on the topic and nobody withdrew."""
        said = select(claims).where(
            claims.c.topic == change.topic, claims.c.actor == change.claimant.actor
        )
        kept = [claim_of(row) for row in self.session.run(said.order_by(claims.c.rank))]
        gone = {*change.claims, *self.withdrawn([one.id for one in kept])}
        return [one for one in kept if one.id not in gone]

    def withdrawn(self, ids: Sequence[str]) -> set[str]:
        """Tell which of these claims were withdrawn, as the leading ones of their changes."""
        found: set[str] = set()
        for some in portions(ids):
            here = select(reviews.c.claim).where(reviews.c.withdrawn, reviews.c.claim.in_(some))
            found.update(self.session.run(here).scalars())
        return found

    def _notes(self, change: str) -> tuple[str, ...]:
        said = select(reports.c.note).where(reports.c.change == change, reports.c.note != "")
        newest = said.order_by(reports.c.at.desc()).limit(3)
        return tuple(self.session.run(newest).scalars())
