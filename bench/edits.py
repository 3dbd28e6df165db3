"""Does an edited text raise the alert that it deserves, and none that it does not?

    python -m bench.edits [ARTICLES.jsonl[.gz]…] [--every N] [--misses FILE]

The edits and what each deserves are those of tests/edits: another number, "said" to "denied", a
negation, another claimant, a date moved, a copy. They are made of the reports written for the
tests, of the seeds, and of sentences of a plain shape in the articles of the files, if any.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from bench.corpora import articles_of
from tests.edits.corpus import reports_of
from tests.edits.desk import Verdict, judged, miss, table
from tests.edits.edits import Case, cases
from tests.edits.seeds import seed_cases
from tests.edits.texts import reports


def made(files: Sequence[Path]) -> list[Case]:
    """Make the cases of our own texts, the seeds among them, and of those of the files."""
    ours = [case for report in reports() for case in cases(report)]
    return [*ours, *seed_cases(), *of_files(files)]


def of_files(files: Sequence[Path]) -> list[Case]:
    """Make the cases of the plain sentences in files of articles."""
    real = chain.from_iterable(map(articles_of, files))
    return [case for report in reports_of(real) for case in cases(report)]


def right(verdicts: Sequence[Verdict]) -> float:
    """Give the share of cases in which exactly what was due was told."""
    return sum(each.right for each in verdicts) / max(1, len(verdicts))


def misses(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Show the cases that went wrong."""
    return (miss(each) for each in verdicts if not each.right)


def main() -> int:
    """Judge the cases and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--every", type=int, default=1, help="take each so many-th case only")
    parser.add_argument("--misses", type=Path, help="where to list what went wrong")
    options = parser.parse_args()
    verdicts = list(judged(made(options.files)[:: options.every]))
    print(table(verdicts))
    if options.misses:
        options.misses.write_text("\n".join(misses(verdicts)) + "\n", encoding="utf8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
