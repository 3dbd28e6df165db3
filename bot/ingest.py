"""What happens when an article comes in? Compared, matched and filed in one transaction."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from alerts.cadence import CALM, FLAPPING, STEPS, calm_until
from alerts.match import call
from bot.originals import RecentOriginals
from claims.compare import Decision, correction_of, decide
from claims.copies import added_words, signature
from claims.incidents import LATELY, gathered
from claims.model import Article, Change, Claim, Reading
from claims.topics import settle
from claims.who.recognition import asks, recognised
from storage.store import Store, Transaction

SPREADING = timedelta(days=1)  # in which a further outlet edits the alert
AFTER = timedelta(minutes=1)  # so that outlets that follow each other make one edit
SPEAKERS = 2_000  # of the newest claims that stand, whose names are known again
AHEAD = timedelta(hours=24)  # that a publisher's clock and zone may be ahead of ours


@dataclass(frozen=True, slots=True)
class Intake:
    """How an article is taken in."""

    announce: bool = True  # False for seeds and for the first poll of a feed
    baseline: bool = False  # True: fill the ledger and raise no change at all
    max_age: timedelta | None = None  # an article older than this at arrival alerts nobody
    window: timedelta = timedelta(0)  # how long an alert waits for its siblings
    feed: int | None = None
    keys: tuple[str, ...] = ()  # the entry's, remembered with the article


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an article."""

    reading: Reading
    claims: tuple[Claim, ...] = ()  # as filed: settled on the ledger's topics
    decision: Decision = field(default_factory=Decision)
    copy_of: str | None = None
    known: bool = False  # the ledger had it already: a retry, or a second feed

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes that the article made."""
        return self.decision.changes


class Shelved(NamedTuple):
    """An article in which nothing is claimed, and the keys of its entry."""

    article: Article
    keys: tuple[str, ...]


def shelve(tx: Transaction, entries: Sequence[Shelved], feed: int, now: datetime) -> None:
    """File a feed's articles in which nothing is claimed, all in one go."""
    if entries:
        tx.articles.add_all([entry.article for entry in entries], feed)
        tx.entries.remember(feed, [key for entry in entries for key in entry.keys], now)


class Desk:
    """Files articles one at a time, so that each is compared with all that came before it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._originals = RecentOriginals()
        self._one_at_a_time = threading.Lock()

    def take(self, reading: Reading, intake: Intake, now: datetime) -> Taken:
        """File one article and its claims; say what they changed and write down whom to tell."""
        if reading.article.arrived_at is None:
            reading = replace(reading, article=replace(reading.article, arrived_at=now))
        reading = _believed(reading, now)
        article = reading.article
        # A text in which nothing is claimed is no copy that counts, and nobody's original.
        fingerprint = signature(article.text) if reading.claims else None
        with self._one_at_a_time:
            with self._store.begin() as tx:
                taken = self._file(tx, reading, fingerprint, intake, now)
                if intake.feed is not None:
                    tx.entries.remember(intake.feed, intake.keys, now)
            if fingerprint and not (taken.known or taken.copy_of):
                self._originals.learn(article.id, fingerprint, now)
        return taken

    def _file(
        self,
        tx: Transaction,
        reading: Reading,
        fingerprint: bytes | None,
        intake: Intake,
        now: datetime,
    ) -> Taken:
        article = reading.article
        original = None
        if fingerprint and not correction_of(article):
            original = self._originals.find(tx, fingerprint, now)
        latest = _newest(tx, now)
        if not tx.articles.add(article, intake.feed, original, fingerprint):
            return Taken(reading, known=True)
        lately = (article.published_at or now) - LATELY
        recent = tx.claims.known_topics(since=lately) if reading.claims else []
        told = gathered(reading.claims, recent, tx.claims.positions)
        settled = settle(told, tx.claims.known_topics(), recent)
        standing = tx.claims.positions(sorted({claim.topic for claim in settled}))
        speakers = tx.claims.speakers(SPEAKERS) if asks(settled) else []
        claims = tuple(recognised(settled, standing, speakers))
        silent = intake.baseline or (original is not None and _repeats(tx, article, original))
        decision = Decision() if silent else _decide(tx, article, claims, latest)
        tx.claims.record(claims)
        tx.changes.record(decision.changes, now)
        _spread(tx, claims, decision.changes, now)
        if intake.announce and not _too_old(article, intake.max_age, now):
            _announce(tx, decision.changes, claims, intake.window, now)
        return Taken(reading, claims, decision, original)


def fenced(article: Article, now: datetime) -> Article:
    """Take a date that lies ahead for unknown: as the newest for ever it would freeze a series.

    Best before the article is read, for the engine dates claims by it.
    """
    published = article.published_at
    ahead = published is not None and published > now + AHEAD
    return replace(article, published_at=None) if ahead else article


def _believed(reading: Reading, now: datetime) -> Reading:
    """Take the date of an article that was read already for unknown, and all that hangs on it."""
    article = fenced(reading.article, now)
    if article is reading.article:
        return reading
    today = now.astimezone(UTC).date().isoformat()
    return replace(
        reading,
        article=article,
        claims=tuple(_undated(claim, today) for claim in reading.claims),
        notes=(*reading.notes, "its date lies in the future and is taken for unknown"),
    )


def _undated(claim: Claim, today: str) -> Claim:
    """Take the publication's date from a claim, and a day that it reckoned from it."""
    known = claim.as_of if claim.as_of and claim.as_of <= today else None
    return replace(claim, published_at=None, as_of=known)


def _newest(tx: Transaction, now: datetime) -> datetime | None:
    """Give the newest publication on file; a date in the future must not make all others late."""
    latest = tx.articles.latest()
    return min(latest, now) if latest else None


def _repeats(tx: Transaction, article: Article, original: str) -> bool:
    """Say whether a copy only repeats: a word that its original lacks may be news."""
    known = tx.articles.get(original)
    added = added_words(article.text, known.text) if known else frozenset()
    return not added


def _held(tx: Transaction, changes: Sequence[Change], now: datetime) -> dict[str, datetime]:
    """Say which changes are one more of too many in a row, and until when they wait."""
    since = now - FLAPPING - CALM
    found = {
        one.id: calm_until(tx.changes.moments(one.topic, one.claimant.actor, since))
        for one in changes
    }
    return {change: until for change, until in found.items() if until}


def _spread(
    tx: Transaction, claims: Sequence[Claim], own: Sequence[Change], now: datetime
) -> None:
    """Let earlier alerts name a further outlet that carries what they told."""
    told = tx.changes.saying([claim.id for claim in claims], now - SPREADING)
    older = {change: claim for change, claim in told.items() if change not in {c.id for c in own}}
    carried = tx.claims.coverage(sorted(set(older.values())))
    worth = {change for change, claim in older.items() if carried.get(claim) in STEPS}
    tx.afterwords.stale(worth, now + AFTER)


def _decide(
    tx: Transaction, article: Article, claims: Sequence[Claim], latest: datetime | None
) -> Decision:
    """Compare with what the ledger holds on the topics concerned."""
    standing = tx.claims.positions(sorted({claim.topic for claim in claims}))
    return decide(standing, claims, correction=correction_of(article), latest=latest)


def _too_old(article: Article, max_age: timedelta | None, now: datetime) -> bool:
    published = article.published_at
    return bool(max_age and published and now - published > max_age)


def _announce(
    tx: Transaction,
    changes: Sequence[Change],
    claims: Sequence[Claim],
    window: timedelta,
    now: datetime,
) -> None:
    """Write a delivery for each chat that wants to hear of a change."""
    if not changes:
        return
    topics = {change.topic for change in changes}
    opened = tx.changes.opened(topics, now - window)
    called = call(
        changes,
        {claim.id: claim for claim in claims},
        tx.subscriptions.wishers(topics, {change.frame for change in changes}),
        now=now,
        window=window,
        closing={topic: at + window for topic, at in opened.items()},
        held=_held(tx, changes, now),
    )
    tx.outbox.call(called, now)
