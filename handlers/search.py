"""Which topics and claims of the ledger do somebody's words hit?"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import partial

from handlers import slugs
from handlers.wish import Hits, Vocabulary, Wish, in_fields
from handlers.words import first_letters, fits, fold, heard, keys, sound, spelt, without_frame
from storage.records import Filed, Query, TopicSummary
from storage.store import Transaction

SOUNDS = 50  # topics of a search by sound that are looked at
MOST = 200  # topics or claims of one search that are looked at
NEAREST = 3  # topics that are offered when nothing was found


def vocabulary(tx: Transaction, text: str) -> Vocabulary:
    """Gather the part of the ledger that the words may speak of."""
    hits, speaks = Hits(), partial(_speaks, tx)
    if in_fields(text):  # says itself what it means
        return Vocabulary((), speaks)
    for words in (text, without_frame(text)[1]):
        if keys(words) not in hits:
            hits[keys(words)] = named(tx, words)
    topics = dict.fromkeys(one.topic for found in hits.values() for one in found)
    return Vocabulary(tuple(topics), speaks, hits)


def _speaks(tx: Transaction, actor: str) -> bool:
    """Tell whether something stands of an actor's."""
    return tx.claims.count(Query(actor=actor), standing=True, most=1) > 0


def named(tx: Transaction, text: str) -> list[TopicSummary]:
    """Find the topics whose slug has all the words, by spelling or else by sound; newest first."""
    wanted = keys(text)
    if not wanted:
        return []
    hits = {one.topic: one for way in spelt(text) for one in tx.claims.topics(MOST, words=way)}
    if not hits:
        hits = {one.topic: one for one in _heard(tx, wanted)}
    return newest(list(hits.values()))[:MOST]


def _heard(tx: Transaction, wanted: tuple[str, ...]) -> list[TopicSummary]:
    """Find the topics whose slug sounds like the words, the newest first."""
    groups = [_alike(tx, key) for key in wanted]
    found = tx.claims.topics_with(groups, SOUNDS) if all(groups) else []
    return [one for one in found if fits(wanted, heard(one.topic))]


def _alike(tx: Transaction, key: str) -> list[str]:
    """Find the words of topics that sound like a key."""
    words = tx.claims.topic_words(first_letters(key))
    return [word for word in words if fits((key,), frozenset(keys(word)))]


def topics_of(tx: Transaction, wish: Wish, known: Vocabulary | None = None) -> list[TopicSummary]:
    """Find the topics that a wish is about, newest first; what was looked up is known."""
    if wish.topic:
        one = tx.claims.topic(wish.topic)
        return [one] if one else []
    about = wish.place or wish.words or wish.actor
    found = known.hits.get(keys(about)) if known and about else None
    hits = list(found or named(tx, about)) if about else tx.claims.topics(MOST)
    if wish.actor:
        hits = [*hits, *_where_speaks(tx, wish.actor, {one.topic for one in hits})]
    return newest([one for one in hits if wish.frame in (None, one.frame)])


def spoken(tx: Transaction, text: str, limit: int = MOST) -> list[Filed]:
    """Find the claims that have the words in claimant, value or quote; what is repeated, once."""
    for way in spelt(text):
        found = tx.claims.find(Query(words=way), limit)
        if found:
            once: dict[tuple[object, ...], Filed] = {}
            for one in found:
                once.setdefault(_said(one), one)
            return list(once.values())
    return []


def spelling(tx: Transaction, words: str) -> str:
    """Choose the spelling of free words that the ledger knows; the typed one if it knows none."""
    ways = (way for way in spelt(words) if tx.claims.find(Query(words=way), 1))
    return next(ways, words)


def newest(topics: list[TopicSummary]) -> list[TopicSummary]:
    """Order topics by the day of their newest claim; then the disputed and the busy come first."""
    return sorted(
        topics, key=lambda one: (one.last_at.date(), one.disputed, one.claimants), reverse=True
    )


def main(tx: Transaction, limit: int) -> list[TopicSummary]:
    """Give the topics that most is said about: the disputed ones first, then by claimants."""
    topics = tx.claims.topics(MOST)
    busiest = sorted(
        topics, key=lambda one: (one.disputed, one.claimants, one.claims), reverse=True
    )
    return busiest[:limit]


def linked(tx: Transaction, payload: str) -> str | None:
    """Find the topic of a deep link, among those that have the first words of it."""
    words = re.split("[_-]", payload.removeprefix(slugs.LINK))[:2]
    likely = tx.claims.topics(words=" ".join(words))
    return next((one.topic for one in likely if slugs.payload(one.topic) == payload), None)


def nearest(tx: Transaction, text: str) -> list[TopicSummary]:
    """Find topics to offer instead: those with a word that looks alike, else the newest."""
    topics = newest(tx.claims.topics(MOST))
    by_sound = {
        sound(word): topic for topic in reversed(topics) for word in fold(topic.topic).split()
    }
    alike = [
        by_sound[near]
        for key in keys(text)
        for near in get_close_matches(key, by_sound, n=NEAREST, cutoff=0.7)
    ]
    return list({one.topic: one for one in [*alike, *topics]}.values())[:NEAREST]


def _where_speaks(tx: Transaction, actor: str, known: set[str]) -> list[TopicSummary]:
    """Find the further topics on which a claimant has a standing claim."""
    slugs = tx.claims.spoken_on(actor, MOST)
    return tx.claims.summaries([slug for slug in slugs if slug not in known])


def _said(filed: Filed) -> tuple[object, ...]:
    """Give what makes two claims the same to a reader."""
    claim = filed.claim
    return claim.topic, claim.claimant, claim.stance, claim.value, claim.quantity
