"""Which ledger do the commands answer from? A small story, filed once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from claims.model import Claim, Kind, Severity, Stance
from storage.store import Store
from tests.fakes.news import article, at, change, claim, claimant, quantity
from tests.handlers.talk import Talk

NOW = datetime(2025, 4, 29, 9, 0, tzinfo=UTC)
TROOPS = "deployment:north-korea>kursk"

RUSSIA_HOLDS = claim(
    claimant("Russia", "Valery Gerasimov", "TASS"), Stance.ASSERTS, "russia-full-control",
    "control:kursk", id="a1-1", article="a1",
    quote="Gerasimov declared the full liberation of the Kursk region",
)  # fmt: skip
UKRAINE_DENIES = claim(
    claimant("Ukraine", "the General Staff"), Stance.DENIES, "russia-full-control",
    "control:kursk", id="a1-2", article="a1",
    quote="the Ukrainian army dismissed the assertions as propaganda",
)  # fmt: skip
RUSSIA_CONFIRMS = claim(
    "Russia", Stance.CONFIRMS, "fighting", TROOPS, id="a1-3", article="a1",
    quote="acknowledging the involvement of North Korean soldiers",
)  # fmt: skip
KOREA_SILENT = claim(
    "North Korea", Stance.DOES_NOT_CONFIRM, "deployed", TROOPS, id="a0-1", article="a0",
    as_of="2025-03-10", published_at=at("2025-03-10"),
    quote="Pyongyang has not confirmed the deployment",
)  # fmt: skip
KOREA_CONFIRMS = claim(
    claimant("North Korea", "Kim Jong Un", "KCNA"), Stance.CONFIRMS, "deployed", TROOPS,
    id="a2-1", article="a2", as_of="2025-04-28", published_at=at("2025-04-28"),
    quote="North Korea confirmed for the first time that it had deployed troops",
)  # fmt: skip
TOLL = claim(
    "Russia", Stance.ASSERTS, "killed-or-wounded", "casualties:ukraine", id="a2-2", article="a2",
    quantity=quantity(76000, None, "killed_or_wounded"), as_of="2025-04-28",
    published_at=at("2025-04-28"), quote="more than 76,000 Ukrainian soldiers in <Kursk> & beyond",
)  # fmt: skip
FIGHTING_ON = claim(
    claimant("Ukraine", "Volodymyr Zelensky"), Stance.ASSERTS, "ongoing",
    "operation:ukraine>belgorod", id="a2-3", article="a2", as_of="2025-04-28",
    published_at=at("2025-04-28"), quote="Zelensky said that the operation goes on",
)  # fmt: skip
STORY: dict[str, list[Claim]] = {
    "a0": [KOREA_SILENT],
    "a1": [RUSSIA_HOLDS, UKRAINE_DENIES, RUSSIA_CONFIRMS],
    "a2": [KOREA_CONFIRMS, TOLL, FIGHTING_ON],
}
CHANGES = {
    "a1": [
        change(Kind.DISPUTE_OPENED, UKRAINE_DENIES, RUSSIA_HOLDS, id="kdispute01"),
        change(Kind.FIRST_CONFIRMATION, RUSSIA_CONFIRMS, id="kfirst0001"),
    ],
    "a2": [
        change(Kind.FIRST_CONFIRMATION, KOREA_CONFIRMS, KOREA_SILENT, id="kfirst0002"),
        change(Kind.NEW_TOPIC, TOLL, id="ktoll00001", severity=Severity.MEDIUM),
        change(Kind.NEW_TOPIC, FIGHTING_ON, id="klow000001", severity=Severity.LOW),
    ],
}


def file_story(store: Store) -> None:
    """File three articles, as ingesting would."""
    for number, (name, claims) in enumerate(STORY.items()):
        published = claims[0].published_at
        outlet = ("Newsweek", "Mint", "The Dong-A Ilbo")[number]
        with store.begin() as tx:
            text = " ".join(one.evidence.text for one in claims)
            tx.articles.add(article(name, text, published_at=published, outlet=outlet))
            tx.claims.record(claims)
            tx.changes.record(CHANGES.get(name, []), published or NOW)


@pytest.fixture(scope="session")
def told_ledger(migrated_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger file that holds the story: copy it."""
    path = tmp_path_factory.mktemp("told") / "ledger.sqlite"
    shutil.copy(migrated_ledger, path)
    store = Store.open(f"sqlite:///{path}")
    file_story(store)
    store.close()
    return path


@pytest.fixture
def ledger(told_ledger: Path, tmp_path: Path) -> Iterator[Store]:
    """Give a ledger of one's own that holds the story."""
    store = Store.open(f"sqlite:///{shutil.copy(told_ledger, tmp_path / 'told.sqlite')}")
    yield store
    store.close()


@pytest.fixture
def talk(ledger: Store) -> Talk:
    """Give a private chat with the bot on the story's ledger."""
    return Talk(ledger, NOW)


@pytest.fixture
def empty(store: Store) -> Talk:
    """Give a private chat with the bot on an empty ledger."""
    return Talk(store, NOW)
