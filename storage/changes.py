"""What changed, when did we notice, and what is told about it?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select, true, update

from claims.model import Change, Claim, Kind
from storage.articles import article_of
from storage.claims import BOTH, Claims
from storage.finding import last_carrying
from storage.records import Query, Told
from storage.rows import change_of, claim_of, row_of_change
from storage.session import AT_ONCE, AnyRow, Group, portions
from storage.tables import articles, changes, claims, reviews, topics
from storage.words import asked_for

CODE = 4  # characters of a change's id that are enough to ask for it
ALL = (*BOTH, *(column.label(f"change_{column.name}") for column in changes.c))
NEWEST = (changes.c.detected_at.desc(), changes.c.seq.desc())


class Changes(Group):
    """The changes; never altered once recorded."""

    def record(self, new: Sequence[Change], now: datetime) -> int:
        """File changes, whose claims are on file; say how many were new."""
        leading = self._said([change.claims[0] for change in new])
        rows = [row_of_change(change, leading[change.claims[0]], now) for change in new]
        known = {change.id for change in self._among([change.id for change in new])}
        fresh = [row for row in rows if row["id"] not in known]
        self._dispute([change for change in new if change.id not in known])
        return self.session.insert_new(changes, fresh)

    def get(self, change: str) -> Change | None:
        """Find a change by its id."""
        found = self._among([change])
        return found[0] if found else None

    def by_code(self, code: str) -> Change | None:
        """Find a change by the short code that readers see; the newest if several."""
        start = code.strip().lstrip("#").lower()
        if len(start) < CODE or not start.isalnum():
            return None
        begins = and_(changes.c.id >= start, changes.c.id < start + "\U0010ffff")
        row = self.session.run(select(changes).where(begins).order_by(*NEWEST).limit(1)).first()
        return change_of(row) if row else None

    def of_topic(self, topic: str, limit: int) -> list[Change]:
        """List the changes on a topic, newest first."""
        here = select(changes).where(changes.c.topic == topic)
        rows = self.session.run(here.order_by(changes.c.seq.desc()).limit(limit))
        return [change_of(row) for row in rows]

    def opened(self, slugs: Collection[str], since: datetime) -> dict[str, datetime]:
        """Say of each topic when its first change since then was detected."""
        first = select(changes.c.topic, func.min(changes.c.detected_at))
        here = first.where(changes.c.topic.in_(slugs), changes.c.detected_at > since)
        return {row[0]: row[1] for row in self.session.run(here.group_by(changes.c.topic))}

    def moments(self, topic: str, actor: str, since: datetime) -> list[datetime]:
        """Say when a claimant's changes on a topic were detected since then, the oldest first."""
        here = and_(changes.c.topic == topic, changes.c.actor == actor)
        asked = select(changes.c.detected_at).where(here, changes.c.detected_at >= since)
        return list(self.session.run(asked.order_by(changes.c.seq)).scalars())

    def since(
        self,
        when: datetime,
        query: Query | None = None,
        limit: int = 100,
        *,
        alone: bool = False,
        slugs: Collection[str] | None = None,
    ) -> list[Told]:
        """Tell the changes that were detected since and fit, newest first; on some topics or all.

        Alone, they come without what others hold and how many carry them, which costs the most.
        """
        asked = _with_claim().where(self._current(when, query))
        if slugs is not None:
            asked = asked.where(changes.c.topic.in_(list(slugs)[:AT_ONCE]))
        rows = self.session.run(asked.order_by(*NEWEST).limit(limit)).all()
        return [_told(row, {}, 1) for row in rows] if alone else self._tell(rows)

    def count(self, when: datetime, query: Query | None, most: int) -> int:
        """Count the changes that were detected since and fit, up to so many."""
        fitting = select(changes.c.seq).join(claims, claims.c.id == changes.c.claim)
        some = fitting.where(self._current(when, query)).limit(most).subquery()
        return int(self.session.run(select(func.count()).select_from(some)).scalar_one())

    def told(self, change: str) -> Told | None:
        """Tell one change."""
        found = self.told_all([change])
        return found[0] if found else None

    def told_all(self, ids: Sequence[str]) -> list[Told]:
        """Tell changes in the order asked; unknown ones are left out."""
        found: dict[str, Told] = {}
        for some in portions(ids):
            rows = self.session.run(_with_claim().where(changes.c.id.in_(some))).all()
            found |= {told.change.id: told for told in self._tell(rows)}
        return [found[change] for change in ids if change in found]

    def saying(self, ids: Sequence[str], since: datetime) -> dict[str, str]:
        """Map changes detected since to those of these claims that say what they are about."""
        claim_of_said = {what: claim for claim, what in self._said(ids).items()}
        found: dict[str, str] = {}
        for some in portions(list(claim_of_said)):
            equal = and_(changes.c.said.in_(some), changes.c.detected_at >= since)
            rows = self.session.run(select(changes.c.id, changes.c.said).where(equal))
            found |= {row.id: claim_of_said[bytes(row.said)] for row in rows}
        return found

    def _said(self, ids: Sequence[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for some in portions(ids):
            rows = self.session.run(
                select(claims.c.id, claims.c.said).where(claims.c.id.in_(some))
            )
            found |= {row.id: bytes(row.said) for row in rows}
        return found

    def _among(self, ids: Sequence[str]) -> list[Change]:
        found: list[Change] = []
        for some in portions(ids):
            rows = self.session.run(select(changes).where(changes.c.id.in_(some)))
            found += [change_of(row) for row in rows]
        return found

    def _dispute(self, new: Sequence[Change]) -> None:
        """Keep in the topics whether a dispute is open; the last change in order decides."""
        open_: dict[str, bool] = {}
        for change in new:
            if change.kind in (Kind.DISPUTE_OPENED, Kind.DISPUTE_CLOSED):
                open_[change.topic] = change.kind is Kind.DISPUTE_OPENED
        for some in portions(sorted(open_)):
            decided = case({topic: open_[topic] for topic in some}, value=topics.c.topic)
            here = update(topics).where(topics.c.topic.in_(some))
            self.session.run(here.values(disputed=decided))

    def _current(self, when: datetime, query: Query | None) -> ColumnElement[bool]:
        """Require that a change was detected since, fits, and was not taken back."""
        taken_back = select(reviews.c.change).where(
            reviews.c.change == changes.c.id, reviews.c.withdrawn
        )
        fits = self._fits(query) if query else true()
        return and_(changes.c.detected_at >= when, fits, ~taken_back.exists())

    def _fits(self, query: Query) -> ColumnElement[bool]:
        same = {"topic": changes.c.topic, "frame": changes.c.frame, "actor": changes.c.actor}
        same["stance"] = claims.c.stance
        wanted = {name: getattr(query, name) for name in same}
        parts = [same[name] == value for name, value in wanted.items() if value is not None]
        if query.since is not None:
            parts.append(claims.c.published_at >= query.since)
        if words := asked_for(query.words):
            # + 0: else SQLite looks each of these up for each change, instead of asking the list
            parts.append((claims.c.seq + 0).in_(last_carrying(self.session, words)))
        return and_(true(), *parts)

    def _tell(self, rows: Sequence[AnyRow]) -> list[Told]:
        """Add to changes what others hold and who else carries them, two statements for all."""
        desk = Claims(self.session)
        rivals = _by_topic(desk.standing({row.topic for row in rows}))
        carried = desk.coverage([row.id for row in rows])
        return [_told(row, rivals, carried.get(row.id, 1)) for row in rows]


def _told(row: AnyRow, rivals: Mapping[str, Sequence[Claim]], coverage: int) -> Told:
    others = [claim for claim in rivals.get(row.topic, ()) if claim.claimant.actor != row.actor]
    return Told(
        change=change_of(row, "change_"),
        detected_at=row.change_detected_at,
        claim=claim_of(row),
        article=article_of(row, "article_"),
        rivals=tuple(others),
        coverage=coverage,
    )


def _by_topic(standing: Collection[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in standing:
        found.setdefault(claim.topic, []).append(claim)
    return found


def _with_claim() -> Select[Any]:
    return (
        select(*ALL)
        .select_from(changes)
        .join(claims, claims.c.id == changes.c.claim)
        .join(articles, articles.c.id == claims.c.article)
    )
