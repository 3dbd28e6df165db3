"""How long does each command take on a big ledger, and does the database use its indexes?

`python -m bench ledger --claims 100000 [--at FILE] [--only /claims] [--plans]` fills a ledger with
invented claims on topics of very different size, asks every command, and says how much processor
time it took, the database's work included (wall time would say how busy the machine is with other
things), and what SQLite reads without an index, or along one without a limit. A FILE is kept and
used again; --plans shows how each statement was answered.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import event, func, select

from alerts.names import slug_of, states
from claims.model import Change, Claim, Kind, Position, Stance
from handlers.commands import COMMANDS, dispatch
from handlers.inline import offers
from handlers.model import Ask
from handlers.typed import split
from storage.migrate import migrate
from storage.store import Store
from storage.tables import changes, claims
from tests.fakes.news import article, change, claim, quantity

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=730)
BATCH = 5000
FILED = 200_000  # at most so many are filed as the product does; a bigger history repeats them
PLACES, PARTIES = 4000, 60
TIMES = 5  # each command is asked; the first is counted apart, for the caches are cold then
ASKED = (
    "/claims kursk", "/claims place-17", "/claims control place-3", "/claims Ukraine",
    "/claims casualties", "/claims zebra", "/claims announced", "/claims Zelenskyy",
    "/claims by:russia stance:denies", "/claims since:7d", "/claims stance:denies since:4w",
    "/claims place:place-9 by:ukraine since:26w", "/claims words:announced frame:control",
    "/claims frame:casualties stance:speculates", "/claims kursk page:3", "/claims id:c77",
    "/summary", "/summary 24h", "/summary 7d", "/summary 26w", "/summary kursk", "/summary all 7d",
    "/summary russia", "/timeline kursk", "/timeline place-5", "/topics place",
    "/claims by:russia frame:visit", "/subscribe russia", "/subscribe casualties kursk",
    "/start t_control_kursk", "/export claims since:7d", "/export changes kursk",
)  # fmt: skip


def made(count: int, dice: random.Random) -> Iterator[list[Claim]]:
    """Invent claims in batches: few topics have many, most have few."""
    names = list(states())[:PARTIES]
    actors = [name.replace("-", " ").title() for name in names]
    for first in range(0, count, BATCH):
        yield [_one(at, count, actors, dice) for at in range(first, min(first + BATCH, count))]


def _one(at: int, count: int, actors: Sequence[str], dice: random.Random) -> Claim:
    """Invent a claim."""
    day = NOW - SPAN + SPAN * at / count
    rank = int(PLACES ** dice.random()) - 1
    place = "kursk" if rank == 0 else f"place-{rank}"
    actor = ("Russia", "Ukraine", *actors)[int((PARTIES + 2) ** dice.random()) - 1]
    party = slug_of(dice.choice(actors[:12]))
    head = dice.choice(("control", "control", "deployment", "casualties", "operation"))
    fields: dict[str, Any] = {}
    if head == "casualties":
        killed = dice.randint(1, 5000)
        fields["quantity"], value, topic = quantity(killed, killed, "killed"), "killed", place
    elif head == "control":
        value, topic = f"{party}-{dice.choice(('control', 'holds-positions', 'lost'))}", place
    else:
        value, topic = dice.choice(("fighting", "withdrawn")), f"{party}>{place}"
        value = "ongoing" if head == "operation" else value
    return claim(
        actor, dice.choice(list(Stance)), value, f"{head}:{topic}", id=f"c{at}",
        article=f"a{at // 5}", as_of=day.date().isoformat(), published_at=day,
        quote=f"{actor} announced on {day:%A} that {place} number {dice.randint(1, 9999)} {value}",
        **fields,
    )  # fmt: skip


def fill(store: Store, count: int) -> None:
    """File invented claims, their articles, and a change for each twentieth."""
    for batch in made(count, random.Random(7)):
        with store.begin() as tx:
            for name in dict.fromkeys(one.article for one in batch):
                tx.articles.add(article(name, published_at=batch[0].published_at))
            tx.claims.record(batch)
            tx.changes.record([_change(one) for one in batch[::20]], batch[-1].published_at or NOW)
            tx.changes.record([], NOW)


def repeat(store: Store, times: int) -> None:
    """Multiply the history in bulk: the same claims and changes, filed again and again before."""
    with store.writer.begin() as connection:
        last = connection.execute(select(func.max(claims.c.seq))).scalar_one()
        for number in range(1, times):
            for table in (claims, changes):
                names = [one.name for one in table.c if one.name not in ("seq", "id")]
                listed = ", ".join(f'"{name}"' for name in names)
                before = "" if table is changes else f"seq + {number * last}, "
                connection.exec_driver_sql(
                    f"INSERT INTO {table.name} ({before and 'seq, '}id, {listed}) "
                    f"SELECT {before}'r{number}-' || id, {listed} FROM {table.name} "
                    "WHERE id NOT LIKE 'r%'"
                )
            connection.exec_driver_sql(
                "INSERT INTO claim_words (rowid, words) SELECT seq, lower(replace(topic || ' ' || "
                "actor || ' ' || value || ' ' || evidence, ':', ' ')) FROM claims "
                f"WHERE id LIKE 'r{number}-%'"
            )


def _change(one: Claim) -> Change:
    """Invent the change that a claim makes."""
    old = Position(one.claimant, Stance.ASSERTS, one.value, one.quantity, one.as_of)
    kind = Kind.DISPUTE_OPENED if one.stance is Stance.DENIES else Kind.STATUS_CHANGED
    return replace(change(kind, one), id=f"k{one.id}", before=old)


class Watch:
    """Writes down the statements that are sent, to have them explained."""

    def __init__(self, store: Store) -> None:
        self.said: dict[str, Any] = {}
        for engine in (store.reader, store.writer):
            event.listen(engine, "before_cursor_execute", self._heard)
        self._store = store

    def _heard(self, _c: Any, _u: Any, statement: str, given: Any, _x: Any, many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")) and not many:
            self.said[statement] = given

    def plans(self) -> dict[str, list[str]]:
        """Give how the statements since the last time were answered, and forget them."""
        said, self.said = self.said, {}
        plans = {}
        with self._store.reader.connect() as connection:
            for statement, given in said.items():
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
                plans[statement] = [row.detail for row in plan.all()]
        self.said = {}
        return plans


def scans(plans: Mapping[str, Sequence[str]]) -> list[str]:
    """List what was read as a whole."""
    found = [
        step
        for statement, steps in plans.items()
        for step in steps
        if step.startswith("SCAN") and not _bounded(step, limited="LIMIT" in statement)
    ]
    return list(dict.fromkeys(found))


def _bounded(step: str, *, limited: bool) -> bool:
    """Tell whether a scan is of a page that was chosen, of an index of words, or has an end."""
    chosen = step.startswith("SCAN anon") or "VIRTUAL TABLE INDEX" in step
    return chosen or ("INDEX" in step and limited)


def measure(store: Store, typed: str) -> tuple[float, float]:
    """Ask a command several times; give the first time and the median of the others."""
    took = []
    for number in range(TIMES):
        line = split(typed)
        ask = Ask(1000 + number, 7, line.command, line.arguments, NOW, admin=True, language="en")
        start = time.process_time()
        with store.begin() as tx:
            dispatch(ask, tx)
        took.append((time.process_time() - start) * 1000)
    return took[0], median(took[1:])


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill a ledger, ask everything, print what it took."""
    parser = argparse.ArgumentParser(prog="ledger", description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--at", type=Path, help="a ledger to keep and use again")
    parser.add_argument("--only", default="", help="commands that begin so")
    parser.add_argument("--plans", action="store_true", help="show how statements were answered")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="claimwatch-") as folder:
        path = given.at or Path(folder) / "ledger.sqlite"
        fresh = not path.exists()
        migrate(f"sqlite:///{path}")
        store = Store.open(f"sqlite:///{path}")
        if fresh:
            start = time.perf_counter()
            filed = min(given.claims, FILED)
            fill(store, filed)
            repeat(store, given.claims // filed)
            sys.stderr.write(f"filled in {time.perf_counter() - start:.0f} s\n")
        report(store, given.only, shown=given.plans)
        store.close()
    return 0


def report(store: Store, only: str, *, shown: bool) -> None:
    """Measure every command of the table, bare and by example, and our questions."""
    with store.read() as tx:
        print(f"{tx.claims.count_all():,} claims on {tx.claims.count_topics():,} topics")
    watch = Watch(store)
    typed = [text for one in COMMANDS for text in (f"/{one.name}", one.example)]
    print("| asked | first, CPU ms | then, CPU ms | read as a whole |\n|---|---|---|---|")
    for line in dict.fromkeys([*typed, *ASKED]):
        if line.startswith(only):
            first, then = measure(store, line)
            plans = watch.plans()
            print(f"| `{line}` | {first:.0f} | {then:.0f} | {'; '.join(scans(plans))} |")
            for statement, steps in plans.items() if shown else ():
                print(" ".join(statement.split()), *steps, sep="\n    ")
    if not only:
        start = time.process_time()
        with store.read() as tx:
            offers("kursk", tx, Ask(1, 1, "", "", NOW).tongue)
        print(f"| inline `kursk` | {(time.process_time() - start) * 1000:.0f} | | |")


if __name__ == "__main__":
    sys.exit(main())
