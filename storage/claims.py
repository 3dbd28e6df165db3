"""Who claims what, what stands, and where is it found?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text, true

from claims.model import Claim
from storage.articles import COLUMNS as ARTICLE
from storage.articles import article_of
from storage.filing import file
from storage.records import Filed, Query, TopicSummary
from storage.rows import claim_of
from storage.session import AnyRow, Group, portions
from storage.tables import articles, claims, coverage, positions, reviews, standing, topics
from storage.words import REACH, all_in, asked_for, carrying

SUMMARY = (
    topics.c.topic,
    topics.c.frame,
    topics.c.claims,
    topics.c.claimants,
    topics.c.last_at,
    topics.c.disputed,
)
BOTH = (
    *claims.c,
    *(column.label(f"article_{column.name}") for column in ARTICLE),
)
NEWEST = (claims.c.rank.desc(), claims.c.seq.desc())


class Claims(Group):
    """The claims: filed once, never changed, only superseded by newer ones."""

    def record(self, new: Sequence[Claim]) -> int:
        """File claims, whose articles are on file; say how many were new."""
        return file(self.session, new)

    def get(self, claim: str) -> Claim | None:
        """Find a claim by its id."""
        row = self.session.run(select(claims).where(claims.c.id == claim)).first()
        return claim_of(row) if row else None

    def get_many(self, ids: Sequence[str]) -> dict[str, Claim]:
        """Find claims by their ids; unknown ones are left out."""
        found: dict[str, Claim] = {}
        for some in portions(ids):
            rows = self.session.run(select(claims).where(claims.c.id.in_(some)))
            found |= {row.id: claim_of(row) for row in rows}
        return found

    def filed(self, ids: Sequence[str]) -> list[Filed]:
        """Give claims with their articles and coverage, in the order asked."""
        found: dict[str, Filed] = {}
        for some in portions(ids):
            asked = _with_article().where(claims.c.id.in_(some))
            found |= {filed.claim.id: filed for filed in self._filed(asked)}
        return [found[claim] for claim in ids if claim in found]

    def count_all(self) -> int:
        """Count the claims."""
        return int(self.session.run(select(func.count()).select_from(claims)).scalar_one())

    def history(self, topic: str, limit: int | None = None) -> list[Claim]:
        """List the claims on a topic by day, the oldest first; a limit keeps the newest."""
        here = and_(claims.c.topic == topic, ~_withdrawn())
        newest = select(claims).where(here).order_by(*NEWEST).limit(limit)
        return [claim_of(row) for row in self.session.run(newest)][::-1]

    def positions(self, slugs: Collection[str]) -> list[Claim]:
        """List the newest claim of each distinct position on these topics, the oldest first.

        In a writing transaction on PostgreSQL the topics are then ours until it ends, so that
        two pollers cannot compare with the same past.
        """
        if self.session.writing and self.session.dialect == "postgresql":
            self._lock(slugs)
        rows: list[AnyRow] = []
        for some in portions(sorted(set(slugs))):
            newest = select(claims).join(positions, positions.c.claim == claims.c.id)
            rows += self.session.run(newest.where(positions.c.topic.in_(some)))
        return [claim_of(row) for row in sorted(rows, key=lambda row: (row.rank, row.seq))]

    def standing(self, slugs: Collection[str]) -> list[Claim]:
        """List what stands on these topics, one claim of each actor and unit, newest first."""
        rows: list[AnyRow] = []
        for some in portions(sorted(set(slugs))):
            here = select(claims).join(standing, standing.c.claim == claims.c.id)
            rows += self.session.run(here.where(standing.c.topic.in_(some)))
        newest = sorted(rows, key=lambda row: (row.rank, row.seq), reverse=True)
        return [claim_of(row) for row in newest]

    def topics(
        self, limit: int | None = None, since: datetime | None = None, words: str = ""
    ) -> list[TopicSummary]:
        """List topics, the one with the newest claim first."""
        asked = select(*SUMMARY).where(all_in(asked_for(words), topics.c.words))
        if since is not None:
            asked = asked.where(topics.c.last_at >= since)
        newest = asked.order_by(topics.c.last_at.desc(), topics.c.topic).limit(limit)
        return [TopicSummary(*row) for row in self.session.run(newest)]

    def topic(self, slug: str) -> TopicSummary | None:
        """Find one topic."""
        row = self.session.run(select(*SUMMARY).where(topics.c.topic == slug)).first()
        return TopicSummary(*row) if row else None

    def summaries(self, slugs: Collection[str]) -> list[TopicSummary]:
        """Find topics by their slugs, in the order asked; unknown ones are left out."""
        found: dict[str, TopicSummary] = {}
        for some in portions(list(slugs)):
            rows = self.session.run(select(*SUMMARY).where(topics.c.topic.in_(some)))
            found |= {row.topic: TopicSummary(*row) for row in rows}
        return [found[slug] for slug in slugs if slug in found]

    def spoken_on(self, actor: str, limit: int) -> list[str]:
        """List the topics on which something stands of an actor's, the newest first."""
        here = select(standing.c.topic).where(standing.c.actor == actor)
        newest = here.order_by(standing.c.order.desc()).limit(limit)
        return list(dict.fromkeys(self.session.run(newest).scalars()))

    def known_topics(
        self, since: datetime | None = None, begins: Sequence[Collection[str]] = ()
    ) -> list[str]:
        """List the slugs of all topics, or of those with a claim published since.

        Each of `begins` are beginnings of which one word of the topic has one.
        """
        asked = select(topics.c.topic).order_by(topics.c.topic)
        for starts in begins:
            either = [topics.c.words.contains(f" {start}", autoescape=True) for start in starts]
            asked = asked.where(or_(*either))
        if since is not None:
            asked = asked.where(topics.c.last_at >= since)
        return list(self.session.run(asked).scalars())

    def find(
        self, query: Query, limit: int, offset: int = 0, standing: bool = False
    ) -> list[Filed]:
        """List the claims that fit a query, newest first; all of them or only what stands."""
        chosen = self._standing(query) if standing else self._history(query)
        page = chosen.limit(limit).offset(offset).subquery()
        asked = _with_article().join(page, page.c.seq == claims.c.seq)
        return list(self._filed(asked.order_by(*NEWEST)))

    def count(self, query: Query, standing: bool = False, most: int | None = None) -> int:
        """Count the claims that fit, up to so many; with words over history, at most REACH."""
        chosen = self._standing(query) if standing else self._history(query)
        counted = select(func.count()).select_from(chosen.order_by(None).limit(most).subquery())
        return int(self.session.run(counted).scalar_one())

    def coverage(self, ids: Sequence[str]) -> dict[str, int]:
        """Count for each claim the independent outlets that carry an equal one."""
        found: dict[str, int] = {}
        for some in portions(ids):
            equal = select(claims.c.id, func.count()).where(claims.c.id.in_(some))
            counted = equal.join(coverage, coverage.c.said == claims.c.said)
            found |= {row[0]: row[1] for row in self.session.run(counted.group_by(claims.c.id))}
        return found

    def _history(self, query: Query) -> Select[tuple[int]]:
        chosen = select(claims.c.seq).where(_fits(query, claims), ~_withdrawn())
        words = asked_for(query.words)
        if not words:
            return chosen.order_by(*NEWEST)
        found = carrying(self.session.dialect, words).subquery()
        chosen = chosen.join(found, found.c.seq == claims.c.seq)
        last = chosen.order_by(found.c.seq.desc()).limit(REACH).subquery()
        return select(claims.c.seq).join(last, last.c.seq == claims.c.seq).order_by(*NEWEST)

    def _standing(self, query: Query) -> Select[tuple[int]]:
        fits = and_(_fits(query, standing), self._worded(asked_for(query.words)))
        chosen = select(claims.c.seq).join(standing, standing.c.claim == claims.c.id).where(fits)
        return chosen.order_by(standing.c.order.desc(), claims.c.seq.desc())

    def _worded(self, words: Sequence[str]) -> ColumnElement[bool]:
        """Require words of what stands: rare ones by the index, common ones as we go along."""
        if words:
            carried = carrying(self.session.dialect, words).limit(REACH + 1).subquery()
            named = select(claims.c.id).join(carried, carried.c.seq == claims.c.seq)
            few = self.session.run(named).scalars().all()
            if len(few) <= REACH:
                return standing.c.claim.in_(few)
        return all_in(words, standing.c.words)

    def _filed(self, asked: Select[Any]) -> Iterable[Filed]:
        rows = self.session.run(asked).all()
        carried = self.coverage([row.id for row in rows])
        for row in rows:
            article = article_of(row, "article_")
            yield Filed(claim_of(row), article, carried.get(row.id, 1))

    def _lock(self, slugs: Collection[str]) -> None:
        # Sorted, so that two who want the same topics do not wait for each other in a circle.
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:topic, 0))")
        for slug in sorted(set(slugs)):
            self.session.run(lock, {"topic": slug})


def _withdrawn() -> ColumnElement[bool]:
    """Say whether operators took a claim back: it is on file and nobody is shown it."""
    taken_back = select(reviews.c.claim).where(reviews.c.claim == claims.c.id, reviews.c.withdrawn)
    return taken_back.exists()


def _with_article() -> Select[Any]:
    return select(*BOTH).join(articles, articles.c.id == claims.c.article)


def _fits(query: Query, table: Any) -> ColumnElement[bool]:
    exact = ("topic", "frame", "actor", "stance")
    wanted = {name: getattr(query, name) for name in exact}
    parts = [table.c[name] == value for name, value in wanted.items() if value is not None]
    if query.since is not None:
        parts.append(table.c.published_at >= query.since)
    return and_(true(), *parts)
