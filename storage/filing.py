"""What is written when claims are filed, so that nobody has to read history later?

Beside the claim itself: the words by which it is found, the newest claim of each position, the
claim that stands for its claimant, who carries it, and the topic's summary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, case, func, select, update

from claims.model import Claim
from storage.rank import held, may_stand, rank, said, unit, weight
from storage.rows import row_of
from storage.session import Session, portions
from storage.tables import articles, claims, coverage, positions, standing, topic_words, topics
from storage.words import index, searched, words_of

Origins = Mapping[str, tuple[str, datetime | None]]  # article: voice, when it became known
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # of a topic whose articles have no date at all


def file(session: Session, new: Sequence[Claim]) -> int:
    """File claims that are not on file yet; say how many there were."""
    unique = {claim.id: claim for claim in new}
    known = _known(session, list(unique))
    fresh = [claim for claim in unique.values() if claim.id not in known]
    if not fresh:
        return 0
    session.run(claims.insert(), [row_of(claim) for claim in fresh])
    words = {claim.id: searched(claim) for claim in fresh}
    index(session.connection, words)
    stand(session, fresh)
    origins = _origins(session, {claim.article for claim in fresh})
    _cover(session, fresh, origins)
    _summarise(session, fresh, origins)
    return len(fresh)


def stand(session: Session, filed: Sequence[Claim]) -> None:
    """Let claims that are on file take their places, unless newer ones hold them."""
    _upsert_newest(session, positions, ("topic", "held"), map(_position, filed))
    standers = [claim for claim in filed if may_stand(claim)]
    _upsert_newest(
        session,
        standing,
        ("topic", "actor", "unit"),
        (_stand(claim, searched(claim)) for claim in standers),
    )


def _known(session: Session, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for some in portions(ids):
        found.update(session.run(select(claims.c.id).where(claims.c.id.in_(some))).scalars())
    return found


def _origins(session: Session, ids: Iterable[str]) -> Origins:
    """Give the voice of each article and when it became known."""
    found: dict[str, tuple[str, datetime | None]] = {}
    for some in portions(sorted(ids)):
        asked = select(articles.c.id, articles.c.voice, articles.c.known_at)
        rows = session.run(asked.where(articles.c.id.in_(some)))
        found |= {row.id: (row.voice, row.known_at) for row in rows}
    return found


def _position(claim: Claim) -> dict[str, Any]:
    return {
        "topic": claim.topic,
        "held": held(claim),
        "claim": claim.id,
        "rank": rank(claim),
    }


def _stand(claim: Claim, words: str) -> dict[str, Any]:
    order = rank(claim)
    return {
        "topic": claim.topic,
        "actor": claim.claimant.actor,
        "unit": unit(claim),
        "claim": claim.id,
        "rank": f"{weight(claim)} {order}",
        "order": order,
        "frame": claim.frame,
        "stance": claim.stance.value,
        "published_at": claim.published_at,
        "words": f" {words}",
    }


def _upsert_newest(
    session: Session, table: Table, key: Sequence[str], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Let each row take its key's place unless an older row ranks higher."""
    newest: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for row in rows:
        place = tuple(row[name] for name in key)
        if place not in newest or newest[place]["rank"] <= row["rank"]:
            newest[place] = row
    if not newest:
        return
    insert = session.insert(table)
    put = insert.on_conflict_do_update(
        index_elements=list(key),
        set_={column.name: insert.excluded[column.name] for column in table.c},
        where=table.c.rank <= insert.excluded.rank,
    )
    # In one order for all, so that two who file the same topics do not wait in a circle.
    session.run(put, [newest[place] for place in sorted(newest)])


def _cover(session: Session, fresh: Sequence[Claim], origins: Origins) -> None:
    pairs = {(said(claim), origins[claim.article][0]) for claim in fresh}
    session.insert_new(coverage, [{"said": what, "voice": who} for what, who in sorted(pairs)])


def _summarise(
    session: Session,
    fresh: Sequence[Claim],
    origins: Origins,
) -> None:
    """Bring the summaries of the topics up to date."""
    rows: dict[str, dict[str, Any]] = {}
    for claim in fresh:
        at = claim.published_at or origins[claim.article][1] or NEVER
        row = rows.setdefault(claim.topic, _unheard(claim, at))
        row["claims"] += 1
        row["last_at"] = max(row["last_at"], at)
    insert = session.insert(topics)
    new = insert.excluded
    later = case((new.last_at > topics.c.last_at, new.last_at), else_=topics.c.last_at)
    put = insert.on_conflict_do_update(
        index_elements=["topic"],
        set_={"claims": topics.c.claims + new.claims, "last_at": later},
    )
    session.run(put, [rows[topic] for topic in sorted(rows)])
    named = {(word, topic) for topic in rows for word in words_of(topic)}
    pairs = [{"word": word, "topic": topic} for word, topic in sorted(named)]
    session.insert_new(topic_words, pairs)
    _count_claimants(session, sorted(rows))


def _unheard(claim: Claim, at: datetime) -> dict[str, Any]:
    return {
        "topic": claim.topic,
        "frame": claim.frame,
        "claims": 0,
        "claimants": 0,
        "last_at": at,
        "disputed": False,
        "words": "".join(f" {word}" for word in words_of(claim.topic)),
    }


def _count_claimants(session: Session, slugs: Sequence[str]) -> None:
    who = select(func.count(standing.c.actor.distinct())).where(standing.c.topic == topics.c.topic)
    for some in portions(slugs):
        count = update(topics).where(topics.c.topic.in_(some))
        session.run(count.values(claimants=who.scalar_subquery()))
