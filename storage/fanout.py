"""How does one change reach a hundred thousand chats at once?

One INSERT … SELECT for each change and moment, over the subscriptions of those who are called or
over a list of chats: a tenth of the time of a row at a time. What is told and to whom must be on
file; that is looked up in the same statement, for the table has no foreign keys.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Boolean, TextClause, bindparam, text

from storage.records import Called, DeliveryState, Wanted
from storage.session import Session, portions
from storage.types import Code, UtcDateTime

MANY = 20_000  # chats in one list

_CHATS = {
    "sqlite": "SELECT key AS place, json_extract(value, '$[0]') AS chat,"
    " json_extract(value, '$[1]') AS thread FROM json_each(:chats)",
    "postgresql": "SELECT place, CAST(value ->> 0 AS bigint) AS chat,"
    " CAST(value ->> 1 AS bigint) AS thread"
    " FROM json_array_elements(CAST(:chats AS json)) WITH ORDINALITY AS list(value, place)",
}
_INTO = (
    "INSERT INTO deliveries"
    " (change, chat, thread, state, digest, not_before, free_at, attempts)"
    " SELECT {distinct} :change, wanted.chat, wanted.thread, :state, :digest, :not_before,"
    " :not_before, 0"
)
_INSERT = (
    _INTO + " FROM ({chats}) AS wanted JOIN chats ON chats.id = wanted.chat"
    " WHERE {known} ORDER BY wanted.place ON CONFLICT DO NOTHING"
)
_CALLED = {
    "sqlite": "SELECT json_extract(value, '$[0]') AS wishes, json_extract(value, '$[1]') AS zone,"
    " json_extract(value, '$[2]') AS start, json_extract(value, '$[3]') AS stop"
    " FROM json_each(:called)",
    "postgresql": "SELECT value ->> 0 AS wishes, value ->> 1 AS zone,"
    " CAST(value ->> 2 AS integer) AS start, CAST(value ->> 3 AS integer) AS stop"
    " FROM json_array_elements(CAST(:called AS json)) AS list(value)",
}
# the moment until which a chat has muted the topic, "" for good
_MUTED = {
    "sqlite": "json_extract(chats.muted, '$.\"' || :topic || '\"')",
    "postgresql": "CAST(chats.muted AS json) ->> CAST(:topic AS text)",
}
_KNOWN = "EXISTS (SELECT 1 FROM changes WHERE changes.id = :change)"
_NONE = -1  # a minute of the day that is none: NULL is equal to nothing
_CALL = (
    _INTO + " FROM ({called}) AS called"
    " JOIN subscriptions AS wanted ON wanted.wishes = called.wishes"
    " JOIN chats ON chats.id = wanted.chat AND chats.resting IS NULL"
    " AND chats.timezone = called.zone AND coalesce(chats.quiet_from, -1) = called.start"
    " AND coalesce(chats.quiet_to, -1) = called.stop"
    " WHERE {known} AND wanted.resting IS NULL"
    " AND (wanted.muted_until IS NULL OR wanted.muted_until <= :now)"
    " AND ({muted} IS NULL OR ({muted} <> '' AND {muted} <= :today)) {otherwise}"
)


def fan_out(session: Session, wanted: Sequence[Wanted]) -> int:
    """Write deliveries that are not there yet; say how many."""
    lists: dict[tuple[str, bool, datetime], list[tuple[int, int]]] = {}
    for one in wanted:
        moment = (one.change, one.digest, one.not_before)
        lists.setdefault(moment, []).append((one.chat, one.thread or 0))
    insert = _insert(_INSERT.format(distinct="", chats=_CHATS[session.dialect], known=_KNOWN))
    return sum(
        session.changed(insert, _moment(*moment) | {"chats": json.dumps(some)})
        for moment, chats in lists.items()
        for some in portions(chats, MANY)
    )


def call(session: Session, called: Sequence[Called], now: datetime) -> int:
    """Write the deliveries of those who are called; the earliest of a chat and thread stays."""
    lists: dict[tuple[str, bool, datetime], list[tuple[str, str, int, int]]] = {}
    topics = {one.change: one.topic for one in called}
    for one in sorted(called, key=lambda one: (one.not_before, one.digest)):
        reader, moment = one.wishers.reader, (one.change, one.digest, one.not_before)
        start, end = (_NONE if m is None else m for m in (reader.quiet_from, reader.quiet_to))
        lists.setdefault(moment, []).append((one.wishers.key, reader.timezone, start, end))
    clock = {"now": now, "today": now.isoformat()}
    begun = {change for change in topics if _begun(session, change)}
    count = 0
    for moment, groups in lists.items():
        first = moment[0] not in begun
        begun.add(moment[0])
        given = _moment(*moment) | clock | {"topic": topics[moment[0]]}
        given |= {"called": json.dumps(groups)}
        count += session.changed(_call_of(session.dialect, first=first), given)
    return count


def _call_of(dialect: str, *, first: bool) -> TextClause:
    """Prepare the statement; the first of a change need not look for rows of the others.

    On PostgreSQL that look, for each row, costs half as much again.
    """
    made = _CALL.format(
        called=_CALLED[dialect],
        muted=_MUTED[dialect],
        known=_KNOWN,
        distinct="DISTINCT" if first else "",
        otherwise="" if first else "ON CONFLICT DO NOTHING",
    )
    return _insert(made, bindparam("now", type_=UtcDateTime))


def _begun(session: Session, change: str) -> bool:
    """Tell whether a change has deliveries already."""
    asked = text("SELECT 1 FROM deliveries WHERE change = :change LIMIT 1")
    return session.run(asked, {"change": change}).first() is not None


def _insert(sql: str, *types: BindParameter[Any]) -> TextClause:
    """Prepare a statement for one moment."""
    known = (bindparam("not_before", type_=UtcDateTime), bindparam("change", type_=Code))
    made = text(sql).bindparams(*known, bindparam("digest", type_=Boolean), *types)
    return made.bindparams(state=DeliveryState.DUE.value).execution_options(preserve_rowcount=True)


def _moment(change: str, digest: bool, not_before: datetime) -> dict[str, Any]:
    """Give the parameters that all deliveries of one statement share."""
    return {"change": change, "digest": digest, "not_before": not_before}
