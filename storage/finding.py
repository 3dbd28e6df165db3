"""How are claims and topics found soon, however many there are and however common the words?

Rare words are looked up in an index, and what carries them is filtered. Common ones would hit half
the ledger: what carries them is read newest first, and only so many are looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true

from storage.records import Query
from storage.session import Session
from storage.tables import claims, reviews, standing, topic_words, topics
from storage.words import all_in, asked_for, carrying

REACH = 1000  # of the claims that carry the words, the last so many filed are sorted and shown
LOOKED_AT = 5000  # of them, when they have to fit otherwise too
FEW = 2000  # topics that have a word: more are read newest first
NEWEST = (claims.c.rank.desc(), claims.c.seq.desc())


def history(session: Session, query: Query) -> Select[tuple[int]]:
    """Choose the claims on file that fit, newest first."""
    chosen = select(claims.c.seq).where(_fits(query, claims), ~withdrawn())
    words = asked_for(query.words)
    if not words:
        return chosen.order_by(*NEWEST)
    alone = query == Query(query.words)
    words += [word for word in asked_for(query.actor or "") if word not in words]
    most = REACH if alone else LOOKED_AT
    found = _carrying(session, words).limit(most).subquery()
    return chosen.join(found, found.c.seq == claims.c.seq).order_by(*NEWEST)


def current(session: Session, query: Query) -> Select[tuple[int]]:
    """Choose the claims that stand and fit, newest first."""
    fits = and_(_fits(query, standing), _worded(session, asked_for(query.words)))
    chosen = select(claims.c.seq).join(standing, standing.c.claim == claims.c.id).where(fits)
    return chosen.order_by(standing.c.order.desc(), claims.c.seq.desc())


def named(session: Session, words: Sequence[str]) -> ColumnElement[bool]:
    """Require words of topics: one that few topics have by the index, the rest as we go along."""
    parts = [all_in(words, topics.c.words)]
    counted = [(_topics_with(session, word), word) for word in words]
    rarest = min(counted, default=(FEW + 1, ""))
    if rarest[0] <= FEW:
        parts.append(topics.c.topic.in_(select(topic_words.c.topic).where(begins(rarest[1]))))
    return and_(*parts)


def last_carrying(session: Session, words: Sequence[str]) -> Select[tuple[int]]:
    """Choose the last claims filed that carry the words, as many as are looked at."""
    last = _carrying(session, words).limit(LOOKED_AT).subquery()
    return select(last.c.seq)


def withdrawn() -> ColumnElement[bool]:
    """Say whether operators took a claim back: it is on file and nobody is shown it."""
    taken_back = select(reviews.c.claim).where(reviews.c.claim == claims.c.id, reviews.c.withdrawn)
    return taken_back.exists()


def _carrying(session: Session, words: Sequence[str]) -> Select[tuple[int]]:
    """Select the claims that carry the words, whole ones if so many have them.

    The index gives whole words in order as we read; for beginnings it gathers all hits first.
    """
    whole = carrying(session.dialect, words, whole=True)
    enough = select(func.count()).select_from(whole.limit(REACH).subquery())
    common = session.run(enough).scalar_one() == REACH
    return whole if common else carrying(session.dialect, words)


def _worded(session: Session, words: Sequence[str]) -> ColumnElement[bool]:
    """Require words of what stands: rare ones by the index, common ones as we go along."""
    if not words:
        return true()
    carried = _carrying(session, words).limit(REACH + 1).subquery()
    of_claims = select(claims.c.id).join(carried, carried.c.seq == claims.c.seq)
    few = session.run(of_claims).scalars().all()
    rare = len(few) <= REACH
    return standing.c.claim.in_(few) if rare else all_in(words, standing.c.words)


def _topics_with(session: Session, word: str) -> int:
    """Count the topics that have a word which begins so, up to one more than a few."""
    some = select(topic_words.c.topic).where(begins(word)).limit(FEW + 1).subquery()
    return int(session.run(select(func.count()).select_from(some)).scalar_one())


def begins(word: str) -> ColumnElement[bool]:
    """Require a beginning of a word of a topic."""
    return and_(topic_words.c.word >= word, topic_words.c.word < word + "\U0010ffff")


def _fits(query: Query, table: Any) -> ColumnElement[bool]:
    exact = ("topic", "frame", "actor", "stance")
    wanted = {name: getattr(query, name) for name in exact}
    parts = [table.c[name] == value for name, value in wanted.items() if value is not None]
    if query.since is not None:
        parts.append(table.c.published_at >= query.since)
    return and_(true(), *parts)
