"""What does the engine make of these articles? The verbs that read files and write JSON Lines."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot import articles as files
from bot import replay as replaying
from bot.clock import utc_now
from bot.ingest import Desk, Intake, Taken, fenced
from bot.main import complain
from bot.settings import Settings
from bot.terminal import Terminal
from claims.compare import correction_of
from claims.explain import explain as reasons
from claims.extract import extract as read_claims
from claims.records import attributions_record, claim_record, dumps
from claims.saying.attribution import attributions as attributions_of
from storage.migrate import migrate
from storage.store import Store


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()  # a replay may be read as it goes


def extract(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Write the claims of each article."""
    problems = files.Problems(complain)
    for article in files.read_articles(arguments.files, problems):
        for claim in read_claims(article).claims:
            _write(dumps(claim_record(claim)))
    return problems.status


def attributions(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Write who says what, one line for each article."""
    problems = files.Problems(complain)
    for article in files.read_articles(arguments.files, problems):
        _write(dumps(attributions_record(article.id, attributions_of(article))))
    return problems.status


def replay(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Write the claims and changes of a story as they come, or show its alerts."""
    problems = files.Problems(complain)
    articles = files.read_articles(arguments.files, problems)
    pace = replaying.Pace(arguments.speed)
    with replaying.fresh_ledger(arguments.db) as store:
        for article, taken in replaying.replay(store, articles, read_claims):
            pace.wait_for(article)
            if arguments.chat:
                _show(store, taken)
            else:
                replaying.write_records(taken, _write)
    return problems.status


def explain(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Replay the articles and say in words what led to each change, and to each silence."""
    problems = files.Problems(complain)
    articles = files.read_articles(arguments.files, problems)
    with replaying.fresh_ledger() as store:
        for number, (article, taken) in enumerate(replaying.replay(store, articles, read_claims)):
            _write(f"{article.id}: {article.title or '(no title)'}")
            for line in reasons(
                replace(taken.reading, claims=taken.claims),
                taken.decision,
                baseline=number == 0,
                copy_of=taken.copy_of,
                correction=correction_of(article),
            ):
                _write(f"  {line}")
    return problems.status


def _show(store: Store, taken: Taken) -> None:
    """Show the alerts of an article as a reader would get them, medium severity and above."""
    heard = [change.id for change in taken.changes if change.severity.rank]
    Terminal(store, sys.stdout, utc_now, Path()).show_changes(heard)


def ingest(arguments: argparse.Namespace, settings: Settings) -> int:
    """File articles in the configured ledger; subscribers hear of what they change."""
    problems = files.Problems(complain)
    migrate(settings.ledger_url)
    store = Store.open(settings.ledger_url)
    desk = Desk(store)
    intake = Intake(
        announce=not arguments.quiet,
        max_age=timedelta(hours=settings.max_age) if settings.max_age else None,
        window=timedelta(seconds=settings.alert_window),
    )
    filed = known = changed = 0
    try:
        for article in files.read_articles(arguments.files, problems):
            now = utc_now()
            taken = desk.take(read_claims(fenced(article, now)), intake, now)
            filed += not taken.known
            known += taken.known
            changed += len(taken.changes)
    finally:
        store.close()
    complain(f"{filed} articles filed, {known} known already, {changed} changes")
    return problems.status
