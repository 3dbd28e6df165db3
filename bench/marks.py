"""Which propositions does the engine find, and which wordings pass it by?

    python -m bench.marks [FILE…] [--missed LABEL]

A file holds invented passages of news, one a line, in which every proposition is marked, as
training/passages.py tells. A proposition is found if a claim of its frame overlaps it by half of
the shorter; who claims it, with which stance and value, is not asked.
Without a file: those of bench/passages, from which nothing is learnt.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from claims.extract import extract
from claims.model import Claim
from claims.records import article_of
from training.passages import Mark, Passage, passages

PASSAGES = Path(__file__).parent / "passages"
DAY = "2025-06-12"  # on which all passages are taken to be published


class Tally(NamedTuple):
    """What was found of what was marked, by label; and what of the claims was marked, by frame."""

    marked: Counter[str]
    found: Counter[str]
    claimed: Counter[str]
    right: Counter[str]
    missed: list[tuple[str, str]]  # label, words


def tally(read: Iterator[Passage]) -> Tally:
    """Let the engine read passages, each as an article, and count."""
    out = Tally(Counter(), Counter(), Counter(), Counter(), [])
    for n, each in enumerate(read):
        article = article_of({"id": f"passage-{n}", "published": DAY, "text": each.text})
        claims = extract(article).claims
        for claim in claims:
            out.claimed[claim.frame] += 1
            out.right[claim.frame] += any(_meets(claim, mark) for mark in each.marks)
        for mark in each.marks:
            if mark.background:
                continue  # neither asked for nor wrong
            out.marked[mark.label] += 1
            if any(_meets(claim, mark) for claim in claims):
                out.found[mark.label] += 1
            else:
                out.missed.append((mark.label, mark.span.of(each.text)))
    return out


def _meets(claim: Claim, mark: Mark) -> bool:
    """Compare as the stories' scorer does: equal frames, half of the shorter stretch in common."""
    ours, theirs = claim.evidence, mark.span
    common = min(ours.end, theirs.end) - max(ours.start, theirs.start)
    shorter = min(ours.end - ours.start, theirs.end - theirs.start)
    return claim.frame == mark.frame and common * 2 >= shorter


def main() -> int:
    """Print what was found of each label, and how many claims of each frame were marked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--missed", metavar="LABEL", help="list what was missed of a label")
    options = parser.parse_args()
    found = tally(passages(options.files or sorted(PASSAGES.glob("*.txt"))))
    for label, words in found.missed:
        if options.missed is not None and label.startswith(options.missed):
            print(f"missed  {label}  {words}")
    for label, count in sorted(found.marked.items()):
        print(f"{label:24} {found.found[label]:4} of {count:4} found")
    for frame, count in sorted(found.claimed.items()):
        print(f"{frame:24} {found.right[frame]:4} of {count:4} claims are marked")
    whole = sum(found.found.values()) / max(1, sum(found.marked.values()))
    right = sum(found.right.values()) / max(1, sum(found.claimed.values()))
    print(f"{'all':24} recall {whole:.3f}, precision {right:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
