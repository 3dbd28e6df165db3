"""Does the engine's memory stay flat over a month of feed items?

    python -m bench.memory ITEMS.jsonl[.gz] [--every 1000] [--most N]

Every item goes through extract and compare, and is filed on a ledger of its own, in one process;
after each so many items the resident memory is read. The first reading comes when the language
model is loaded and some items are read; what counts is how the later ones compare with each other.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from bench.corpora import articles_of
from bot.replay import fresh_ledger, replay
from claims.extract import extract
from feeds.child import memory

FLAT = 1.1  # times the memory after a tenth of the items that the end may take


class Reading(NamedTuple):
    """How things stood after so many items."""

    items: int
    memory: float  # MB resident
    claims: int
    changes: int
    seconds: float  # of processor time since the start


def readings(file: Path, every: int, most: int | None) -> Iterator[Reading]:
    """Replay the items of a file and read the memory after each so many."""
    started = time.process_time()
    claims = changes = number = 0
    with fresh_ledger() as store:
        articles = islice(articles_of(file), most)
        for number, (_, taken) in enumerate(replay(store, articles, extract), 1):
            claims += len(taken.claims)
            changes += len(taken.changes)
            if number % every == 0:
                yield Reading(
                    number, memory() / 1024, claims, changes, time.process_time() - started
                )
        if number % every:
            yield Reading(number, memory() / 1024, claims, changes, time.process_time() - started)


def growth(taken: list[Reading]) -> float:
    """Compare the end with the reading after a tenth of the items."""
    early = next(each for each in taken if each.items * 10 >= taken[-1].items)
    return taken[-1].memory / early.memory


def main() -> int:
    """Print a line for each reading; 1 when the memory is not flat."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--every", type=int, default=1000)
    parser.add_argument("--most", type=int, help="items that are read")
    options = parser.parse_args()
    taken: list[Reading] = []
    print("  items     MB   claims  changes   CPU s", flush=True)
    for each in readings(options.file, options.every, options.most):
        taken.append(each)
        print(
            f"{each.items:7,} {each.memory:6.0f} {each.claims:8,} {each.changes:8,}"
            f" {each.seconds:7.0f}",
            flush=True,
        )
    if not taken:
        sys.stderr.write(f"memory: no items in {options.file}\n")
        return 1
    grown = growth(taken)
    print(f"at the end {grown:.2f} of the memory after a tenth of the items, at most {FLAT}")
    return int(grown > FLAT)


if __name__ == "__main__":
    sys.exit(main())
