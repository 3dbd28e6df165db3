"""Who wants to hear of a change, and when?"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from alerts.cadence import due_at
from alerts.names import slug_of
from claims.model import Change, Claim, Kind, Severity
from storage.records import Cadence, Chat, Subscription, Wanted

_PARTY_SLOTS = frozenset({"force", "side", "actor", "visitor", "party", "parties", "holder"})
_PLACE_SLOTS = frozenset({"place", "destination", "place_literal", "event", "conflict"})
_WORD = re.compile(r"\w+")


class _Wish(NamedTuple):
    """What a subscription asks for; many chats share one, so it is looked at once."""

    topic: str | None
    frame: str | None
    place: str | None
    actor: str | None
    words: str | None
    kinds: frozenset[Kind]
    least: Severity


class _Pace(NamedTuple):
    """What decides the moment of an alert; chats that share one share the answer."""

    cadence: Cadence
    digest_hour: int
    timezone: str
    quiet_from: int | None
    quiet_to: int | None


_Place = tuple[int, int | None]  # chat and thread
_NOWHERE = Chat(0)


class _Group(NamedTuple):
    """Those who ask for the same and hear of it at the same moment; each muted until when."""

    wish: _Wish
    pace: _Pace
    ears: list[tuple[_Place, datetime | None]]


class _Seen(NamedTuple):
    """A change as wishes are held against it."""

    change: Change
    parties: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]


class Book:
    """All wishes, sorted so that a change finds those it fits without asking each chat."""

    def __init__(
        self, subscriptions: Iterable[Subscription], chats: Mapping[int, Chat] | None = None
    ) -> None:
        """Sort the subscriptions by what they ask for; an unknown chat lives in UTC."""
        known = chats or {}
        self._choosy = {one.id: one for one in known.values() if one.muted}
        groups: dict[tuple[Any, ...], list[tuple[_Place, datetime | None]]] = {}
        for one in subscriptions:  # 100,000 rows: plain tuples, and one lookup for each
            chat = known.get(one.chat) or _NOWHERE
            key: tuple[Any, ...] = (
                one.topic, one.frame, one.place, one.actor, one.words, one.kinds, one.least,
                one.cadence, one.digest_hour, chat.timezone, chat.quiet_from, chat.quiet_to,
            )  # fmt: skip
            ears = groups.get(key)
            if ears is None:
                ears = groups[key] = []
            ears.append(((one.chat, one.thread), one.muted_until))
        self._by_topic: defaultdict[str | None, list[_Group]] = defaultdict(list)
        for key, ears in groups.items():
            wish = _Wish(*key[: len(_Wish._fields)])
            pace = _Pace(*key[len(_Wish._fields) :])
            self._by_topic[wish.topic].append(_Group(_compared(wish), pace, ears))

    def match(
        self,
        changes: Sequence[Change],
        claims: Mapping[str, Claim],
        *,
        now: datetime,
        window: timedelta,
        closing: Mapping[str, datetime] | None = None,
    ) -> list[Wanted]:
        """Give one delivery for each change, chat and thread, at the earliest wished moment."""
        wanted: list[Wanted] = []
        for change in changes:
            seen = _seen(change, [claims[id] for id in change.claims if id in claims])
            closes = (closing or {}).get(change.topic, now + window)
            due = self._due(seen, now, closes if now <= closes else now + window)
            wanted += [
                Wanted(change.id, *place, moment)
                for place, moment in due.items()
                if place[0] not in self._choosy or self._choosy[place[0]].hears(change.topic, now)
            ]
        return wanted

    def _due(self, seen: _Seen, now: datetime, window_ends: datetime) -> dict[_Place, datetime]:
        """Find who hears of a change, with the earliest moment for each chat and thread."""
        due: dict[_Place, datetime] = {}
        for topic in (seen.change.topic, None):
            for wish, pace, ears in self._by_topic.get(topic, ()):
                if _fits(wish, seen):
                    _add(due, ears, _moment(pace, now, window_ends), now)
        return due


def match(
    changes: Sequence[Change],
    claims: Mapping[str, Claim],
    subscriptions: Iterable[Subscription],
    *,
    chats: Mapping[int, Chat] | None = None,
    now: datetime,
    window: timedelta,
    closing: Mapping[str, datetime] | None = None,
) -> list[Wanted]:
    """Give the deliveries that changes cause; `claims` are the new ones by their ids.

    `closing` says when a topic's window that is open already closes, so that a second change
    joins the message of the first.
    """
    book = Book(subscriptions, chats)
    return book.match(changes, claims, now=now, window=window, closing=closing)


def _add(
    due: dict[_Place, datetime],
    ears: list[tuple[_Place, datetime | None]],
    moment: datetime,
    now: datetime,
) -> None:
    """Enter the moment for each ear that is not muted, unless an earlier one is known."""
    for place, muted_until in ears:
        if muted_until and muted_until > now:
            continue
        if place not in due or moment < due[place]:
            due[place] = moment


def _moment(pace: _Pace, now: datetime, window_ends: datetime) -> datetime:
    """Give the moment for all who share a pace."""
    reader = Chat(0, timezone=pace.timezone, quiet_from=pace.quiet_from, quiet_to=pace.quiet_to)
    return due_at(pace.cadence, pace.digest_hour, reader, now, window_ends)


def _compared(wish: _Wish) -> _Wish:
    """Put place and actor into the form in which changes hold them."""
    return wish._replace(
        place=slug_of(wish.place) if wish.place else None,
        actor=slug_of(wish.actor) if wish.actor else None,
    )


def _fits(wish: _Wish, seen: _Seen) -> bool:
    """Tell whether every field that is set fits."""
    change = seen.change
    return (
        change.severity.rank >= wish.least.rank
        and (not wish.kinds or change.kind in wish.kinds)
        and wish.frame in (None, change.frame)
        and (wish.place is None or wish.place in seen.places)
        and (wish.actor is None or wish.actor in seen.parties)
        and (not wish.words or _said(wish.words, seen.words))
    )


def _said(wanted: str, words: frozenset[str]) -> bool:
    """Tell whether each wanted word begins a word of the change."""
    return all(
        word in words or any(one.startswith(word) for one in words) for word in _words(wanted)
    )


def _seen(change: Change, claims: Sequence[Claim]) -> _Seen:
    """Gather what wishes may name: who speaks and of whom, where, and in which words."""
    slots = [(name, slug_of(value)) for claim in claims for name, value in claim.slots.items()]
    parties = {slug_of(change.claimant.actor)} | {v for n, v in slots if n in _PARTY_SLOTS}
    if change.before:
        parties.add(slug_of(change.before.claimant.actor))
    places = {value for name, value in slots if name in _PLACE_SLOTS}
    _, arrow, target = change.topic.partition(":")[2].partition(">")
    places.add(target if arrow else change.topic.partition(":")[2])
    texts = [change.topic, change.claimant.actor, change.claimant.name or ""]
    texts += [change.claimant.via or "", change.after.value or ""]
    texts += [claim.evidence.text for claim in claims]
    words = frozenset(word for text in texts for word in _words(text))
    return _Seen(change, frozenset(parties), frozenset(places), words)


def _words(text: str) -> list[str]:
    """Cut a text into words without case and accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(sign for sign in bare if not unicodedata.combining(sign)))
