"""What does the engine tell of a case? Its articles read, compared and filed as the bot does."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from bot.ingest import Desk, Intake
from claims.extract import extract
from claims.model import Article, Change, Reading, Severity
from storage.migrate import migrate
from storage.store import Store
from tests.edits.edits import DAY, Case


@dataclass(frozen=True)
class Verdict:
    """A case and what was told."""

    case: Case
    told: tuple[Change, ...]  # of severity medium and above

    @property
    def right(self) -> bool:
        """Whether that is what was due."""
        return self.case.is_right(frozenset((each.frame, each.kind) for each in self.told))


class Court:
    """Judges cases, each on a ledger of its own."""

    def __init__(self, empty: Path) -> None:
        """Take an empty, migrated ledger; its folder is where the others go."""
        self._empty = empty
        self._own = empty.with_name("case.sqlite")

    def judge(self, case: Case) -> Verdict:
        """File the articles; the first is the baseline, the last is judged."""
        shutil.copy(self._empty, self._own)
        store = Store.open(f"sqlite:///{self._own}")
        try:
            desk = Desk(store)
            for number, article in enumerate(case.articles):
                reading = replace(_read(replace(article, arrived_at=None)), article=article)
                intake = Intake(announce=False, baseline=number == 0)
                taken = desk.take(reading, intake, article.arrived_at or DAY)
        finally:
            store.close()
            for left in self._own.parent.glob(f"{self._own.name}*"):
                left.unlink()
        heard = (each for each in taken.changes if each.severity is not Severity.LOW)
        return Verdict(case, tuple(heard))


@lru_cache(maxsize=256)
def _read(article: Article) -> Reading:
    return extract(article)


@contextmanager
def court() -> Iterator[Court]:
    """Open a court in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="claimwatch-") as folder:
        empty = Path(folder) / "empty.sqlite"
        migrate(f"sqlite:///{empty}")
        yield Court(empty)


def judged(cases: Iterable[Case]) -> Iterator[Verdict]:
    """Judge cases one by one."""
    with court() as open_court:
        for case in cases:
            yield open_court.judge(case)


def table(verdicts: Iterable[Verdict]) -> str:
    """Count by kind of edit: how many were right, of those that deserved an alert and the rest."""
    counts: dict[str, Counter[tuple[bool, bool]]] = {}
    for each in verdicts:
        for name in (each.case.edit, "all"):
            counts.setdefault(name, Counter())[bool(each.case.due), each.right] += 1
    counts["all"] = counts.pop("all", Counter())
    lines = [f"{'edit':28} {'right':>12} {'alert due':>12} {'none due':>12}"]
    for name, count in counts.items():
        due, idle = (count[each, True] for each in (True, False))
        of_due, of_idle = (due + count[True, False], idle + count[False, False])
        share = (due + idle) / max(1, of_due + of_idle)
        lines.append(
            f"{name:28} {share:6.1%} {due + idle:5} {due:6}/{of_due:<5} {idle:6}/{of_idle:<5}"
        )
    return "\n".join(lines)


def miss(verdict: Verdict) -> str:
    """Show what went wrong in a case."""
    case = verdict.case
    due = " or ".join(sorted(case.due)) or "nothing"
    told = "; ".join(
        f"{each.claimant.actor} {each.kind} {each.topic} {each.after.value} ({each.reason})"
        for each in verdict.told
    )
    lines = [f"{case.edit}, {case.about}: due {due}, told {told or 'nothing'}"]
    for each in case.articles:
        words = each.text.partition("\n\n")[0]
        lines.append(f"    {each.published_at or 'undated':%Y-%m-%d %H} {each.outlet}: {words}")
    return "\n".join(lines)
