"""Does the desk tell the same where nothing that matters differs: copies, restarts, names?"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest import Desk, Intake
from claims.model import Article, Change, Claim, Kind, Reading
from storage.store import Store
from tests.fakes.claims import claim, moment_of
from tests.fakes.stories import lines, stories

SYLLABLES = ["ba", "do", "ke", "li", "mu", "na", "po", "ri", "su", "ta", "ve", "zo"]
BEFORE = "2024-04-01"  # any story of the little world
EXAMPLES = 10  # each fills ledgers of its own
MINUTES = timedelta(minutes=20)

Replay = Callable[..., list[Change]]


def prose(name: str) -> str:
    """Write a text of its own for an article."""
    chance = random.Random(name)
    return " ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(90))


def published(claims: Sequence[Claim]) -> Reading:
    """Make the article that makes these claims."""
    moment, name = claims[0].published_at, claims[0].article
    return Reading(Article(name, prose(name), moment, moment, "Daily News"), tuple(claims))


def copy_of(reading: Reading, outlet: str, after: timedelta = MINUTES) -> Reading:
    """Let another outlet carry it within the hour, with a credit of its own."""
    article = reading.article
    assert article.arrived_at
    name, later = f"{outlet}-{article.id}", article.arrived_at + after
    text = f"({outlet}) - {article.text}"
    copied = replace(article, id=name, outlet=outlet, text=text, arrived_at=later)
    claims = [replace(each, id=f"{outlet}-{each.id}", article=name) for each in reading.claims]
    return Reading(copied, tuple(claims))


@pytest.fixture(scope="module")
def replay(migrated_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """Take readings in on a ledger of their own, the first as the baseline; give the alerts."""
    path = tmp_path_factory.mktemp("stories") / "ledger.sqlite"

    @contextmanager
    def opened() -> Iterator[Store]:
        store = Store.open(f"sqlite:///{path}")
        try:
            yield store
        finally:
            store.close()

    def run(*parts: Iterable[Reading]) -> list[Change]:
        """Take each part in by a process of its own."""
        for left in path.parent.glob("ledger.sqlite*"):
            left.unlink()
        shutil.copy(migrated_ledger, path)
        told: list[Change] = []
        first = True
        for part in parts:
            with opened() as store:
                desk = Desk(store)
                for reading in part:
                    assert reading.article.arrived_at
                    intake = Intake(announce=False, baseline=first)
                    told += desk.take(reading, intake, reading.article.arrived_at).changes
                    first = False
        return told

    return run


def brief(changes: Iterable[Change]) -> Counter[tuple[str, ...]]:
    """Count alerts by what they say."""
    return Counter((each.article, each.topic, each.claimant.actor, each.kind) for each in changes)


def readings_of(articles: Sequence[Sequence[Claim]]) -> list[Reading]:
    """Publish a story; an article that claims nothing is no part of it."""
    return [published(claims) for claims in articles if claims]


@settings(max_examples=EXAMPLES)
@given(articles=stories(), place=st.integers(min_value=0, max_value=6))
def test_a_restart_anywhere_tells_the_same(
    replay: Replay, articles: list[list[Claim]], place: int
) -> None:
    """Whatever the process remembers is in the ledger too."""
    story = readings_of(articles)
    assert brief(replay(story[:place], story[place:])) == brief(replay(story))


@settings(max_examples=EXAMPLES)
@given(articles=stories())
def test_every_article_copied_by_another_outlet_tells_the_same(
    replay: Replay, articles: list[list[Claim]]
) -> None:
    """A copy is coverage and no second voice, also after a restart."""
    story = readings_of(articles)
    doubled = [each for reading in story for each in (reading, copy_of(reading, "Post"))]
    told = brief(replay(story))
    assert brief(replay(doubled)) == told
    assert brief(replay(*[[each] for each in doubled])) == told


@settings(max_examples=EXAMPLES)
@given(articles=stories(), names=st.permutations(["Post", "Herald", "Courier", "Bugle"]))
def test_the_names_of_the_outlets_that_copy_do_not_matter(
    replay: Replay, articles: list[list[Claim]], names: list[str]
) -> None:
    """Whoever copies, the same is told."""

    def told(outlets: Sequence[str]) -> Counter[tuple[str, ...]]:
        copies = [
            each
            for number, reading in enumerate(readings_of(articles))
            for each in (reading, copy_of(reading, outlets[number % len(outlets)]))
        ]
        return brief(replay(copies))

    assert told(names) == told(sorted(names))


@settings(max_examples=EXAMPLES)
@given(articles=stories(), chance=st.randoms(use_true_random=False))
def test_copies_in_another_order_tell_the_same_topics(
    replay: Replay, articles: list[list[Claim]], chance: random.Random
) -> None:
    """Which of an hour's copies comes first decides who is quoted, not what is told."""
    baseline, *rest = readings_of([[claim("Alpha asserts control:isle lost", "first")], *articles])
    hours = [[each, copy_of(each, "Post", timedelta(0))] for each in rest]
    for hour in hours:
        chance.shuffle(hour)
    shuffled = [baseline, *(each for hour in hours for each in hour)]
    topics = {(each.topic, each.kind) for each in replay(shuffled)}
    assert topics == {(each.topic, each.kind) for each in replay([baseline, *rest])}


@settings(max_examples=EXAMPLES)
@given(
    articles=stories(),
    old=st.lists(lines(), min_size=1, max_size=4),
    place=st.integers(min_value=1, max_value=6),
)
def test_an_old_article_that_arrives_late_reverses_nothing(
    replay: Replay, articles: list[list[Claim]], old: list[str], place: int
) -> None:
    """It is filed as history wherever it comes, and what comes later is told as before or less."""
    story = readings_of(articles)
    arrived = story[min(place, len(story)) - 1].article.arrived_at if story else moment_of(BEFORE)
    late = published([claim(line, "old", BEFORE, n) for n, line in enumerate(old, 1)])
    late = replace(late, article=replace(late.article, arrived_at=arrived))
    told = replay([*story[:place], late, *story[place:]])
    of_old = [each for each in told if each.article == "old"]
    assert all(each.late for each in of_old)
    assert all(each.kind is not Kind.REVERSAL for each in of_old)
    before = {(each.article, each.topic) for each in replay(story)}
    touched = {each.topic for each in late.claims}
    later = {(each.article, each.topic) for each in told if each.article != "old"}
    assert all(topic in touched for _, topic in later - before)
