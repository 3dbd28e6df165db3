"""Who claims what, what stands, and where is it found?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select, text

from claims.model import Claim, Claimant
from storage.articles import COLUMNS as ARTICLE
from storage.articles import article_of
from storage.filing import file
from storage.finding import NEWEST, begins, current, history, named, withdrawn
from storage.records import Filed, Query, TopicSummary
from storage.rows import claim_of
from storage.session import AT_ONCE, AnyRow, Group, portions
from storage.tables import articles, claims, coverage, positions, standing, topic_words, topics
from storage.words import asked_for

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
        here = and_(claims.c.topic == topic, ~withdrawn())
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
        asked = select(*SUMMARY).where(named(self.session, asked_for(words)))
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

    def speakers(self, limit: int) -> list[Claimant]:
        """List who made the newest claims that stand, each as often as they did."""
        newest = select(standing.c.claim).order_by(standing.c.order.desc()).limit(limit).subquery()
        asked = select(claims.c.actor, claims.c.name, claims.c.via)
        spoken = asked.join(newest, newest.c.claim == claims.c.id)
        return [Claimant(*row) for row in self.session.run(spoken.order_by(*NEWEST))]

    def count_topics(self) -> int:
        """Count the topics."""
        return int(self.session.run(select(func.count()).select_from(topics)).scalar_one())

    def known_topics(self, since: datetime | None = None) -> list[str]:
        """List the slugs of all topics, or of those with a claim published since."""
        asked = select(topics.c.topic).order_by(topics.c.topic)
        if since is not None:
            asked = asked.where(topics.c.last_at >= since)
        return list(self.session.run(asked).scalars())

    def topic_words(self, starts: Collection[str]) -> list[str]:
        """List the words of topics that begin in one of these ways."""
        found: dict[str, None] = {}
        for start in starts:  # one by one, for SQLite looks none of several ranges up
            asked = select(topic_words.c.word).where(begins(start)).distinct()
            found |= dict.fromkeys(self.session.run(asked).scalars())
        return list(found)

    def topics_with(self, words: Sequence[Collection[str]], limit: int) -> list[TopicSummary]:
        """List topics that have a word of each of some groups, the newest first."""
        asked = select(*SUMMARY)
        for group in words:
            there = select(topic_words.c.topic).where(
                topic_words.c.word.in_(list(group)[:AT_ONCE])
            )
            asked = asked.where(topics.c.topic.in_(there))
        newest = asked.order_by(topics.c.last_at.desc(), topics.c.topic).limit(limit)
        return [TopicSummary(*row) for row in self.session.run(newest)]

    def find(
        self, query: Query, limit: int, offset: int = 0, standing: bool = False
    ) -> list[Filed]:
        """List the claims that fit a query, newest first; all of them or only what stands."""
        chosen = (current if standing else history)(self.session, query)
        page = chosen.limit(limit).offset(offset).subquery()
        asked = _with_article().join(page, page.c.seq == claims.c.seq)
        return list(self._filed(asked.order_by(*NEWEST)))

    def count(self, query: Query, standing: bool = False, most: int | None = None) -> int:
        """Count the claims that fit, up to so many; with words over history, at most REACH."""
        chosen = (current if standing else history)(self.session, query)
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


def _with_article() -> Select[Any]:
    return select(*BOTH).join(articles, articles.c.id == claims.c.article)
