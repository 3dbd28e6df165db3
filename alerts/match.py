"""Who wants to hear of a change, and when?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from alerts.cadence import due_at
from alerts.names import slug_of
from claims.model import Change, Claim, Kind, Severity
from storage.records import Called, Chat, Subscription, Wanted, Wishers

_PARTY_SLOTS = frozenset({"force", "side", "actor", "visitor", "party", "parties", "holder"})
_PLACE_SLOTS = frozenset({"place", "destination", "place_literal", "event", "conflict"})
_WORD = re.compile(r"\w+")
_NOWHERE = Chat(0)


class _Wish(NamedTuple):
    """What a subscription asks for; many chats share one, so it is looked at once."""

    topic: str | None
    frame: str | None
    place: str | None
    actor: str | None
    words: str | None
    kinds: frozenset[Kind]
    least: Severity


class _Seen(NamedTuple):
    """A change as wishes are held against it."""

    change: Change
    parties: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]


def call(
    changes: Sequence[Change],
    claims: Mapping[str, Claim],
    wishers: Iterable[Wishers],
    *,
    now: datetime,
    window: timedelta,
    closing: Mapping[str, datetime] | None = None,
    held: Mapping[str, datetime] | None = None,
) -> list[Called]:
    """Give for each change the wishers whom it concerns, and when they are to hear of it.

    `claims` are the new ones by their ids. `closing` says when a topic's window that is open
    already closes, so that a second change joins the message of the first. `held` says until when
    a change of a story that flaps waits at least.
    """
    asked = [(one, _compared(one.wish)) for one in wishers]
    called: list[Called] = []
    for change in changes:
        seen = _seen(change, [claims[id] for id in change.claims if id in claims])
        closes = (closing or {}).get(change.topic, now + window)
        ends = closes if now <= closes else now + window
        ends = max(ends, (held or {}).get(change.id, ends))
        called += [
            Called(change.id, change.topic, one, _moment(one, now, ends))
            for one, wish in asked
            if _fits(wish, seen)
        ]
    return called


def match(
    changes: Sequence[Change],
    claims: Mapping[str, Claim],
    subscriptions: Iterable[Subscription],
    *,
    chats: Mapping[int, Chat] | None = None,
    now: datetime,
    window: timedelta = timedelta(),
    closing: Mapping[str, datetime] | None = None,
) -> list[Wanted]:
    """Give the deliveries that changes cause, for subscriptions at hand.

    One for each change, chat and thread, at the earliest moment that its wishes name; a chat
    that is unknown lives in UTC.
    """
    known, ears = chats or {}, dict[tuple[object, ...], list[Subscription]]()
    for one in subscriptions:
        if not one.resting and (not one.muted_until or one.muted_until <= now):
            ears.setdefault(_likeness(one, known.get(one.chat, _NOWHERE)), []).append(one)
    wishers = [
        Wishers(str(number), alike[0], known.get(alike[0].chat, _NOWHERE))
        for number, alike in enumerate(ears.values())
    ]
    people = dict(zip((one.key for one in wishers), ears.values(), strict=True))
    wanted: dict[tuple[str, int, int | None], Wanted] = {}
    for called in call(changes, claims, wishers, now=now, window=window, closing=closing):
        for ear in people[called.wishers.key]:
            if not known.get(ear.chat, _NOWHERE).hears(called.topic, now):
                continue
            place = (called.change, ear.chat, ear.thread)
            if place not in wanted or called.not_before < wanted[place].not_before:
                wanted[place] = Wanted(*place, called.not_before, called.digest)
    return list(wanted.values())


def heard(change: Change, claims: Sequence[Claim]) -> Callable[[Subscription], bool]:
    """Give a test whether a subscription asks for a change; equal wishes are compared once."""
    seen = _seen(change, claims)
    known: dict[tuple[object, ...], bool] = {}

    def fits(one: Subscription) -> bool:
        asked = (one.topic, one.frame, one.place, one.actor, one.words, one.kinds, one.least)
        if asked not in known:
            known[asked] = _fits(_compared(one), seen)
        return known[asked]

    return fits


def _likeness(one: Subscription, reader: Chat) -> tuple[object, ...]:
    """Say what makes a wish differ from others: who asks alike is asked about once."""
    asked = (one.topic, one.frame, one.place, one.actor, one.words, one.kinds, one.least)
    when = (one.cadence, one.digest_hour, reader.timezone, reader.quiet_from, reader.quiet_to)
    return asked + when


def _moment(called: Wishers, now: datetime, window_ends: datetime) -> datetime:
    """Give the moment for all who share a pace."""
    wish = called.wish
    return due_at(wish.cadence, wish.digest_hour, called.reader, now, window_ends)


def _compared(wish: Subscription) -> _Wish:
    """Put place and actor into the form in which changes hold them."""
    place = slug_of(wish.place) if wish.place else None
    actor = slug_of(wish.actor) if wish.actor else None
    return _Wish(wish.topic, wish.frame, place, actor, wish.words, wish.kinds, wish.least)


def _fits(wish: _Wish, seen: _Seen) -> bool:
    """Tell whether every field that is set fits."""
    change = seen.change
    return (
        change.severity.rank >= wish.least.rank
        and wish.topic in (None, change.topic)
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
