"""Does the engine tell what happened from what did not? Its own component on annotated words.

    python -m bench.factuality FILE.jsonl[.gz]…

Each line of a file holds `tokens` and `targets`: words with a mean judgement from -3 (did not
happen) to 3. The sentence is put together as a newspaper prints it and goes through the engine's
own model; the word's score is that of claims/text/factuality.py, from which the frames read too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import correlation
from typing import Any, NamedTuple

from bench.corpora import records_of
from claims.text.factuality import score
from claims.text.language import parse
from claims.text.tree import Token

# Written together with the word before, and with the word after.
_BEFORE = frozenset([*".,;:?!)]}%’”'", "''", "'s", "'S", "n't", "'re", "'ve", "'d", "'ll", "'m"])
_AFTER = frozenset([*"([{$#“", "``"])
_QUOTES = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")"}


class Judged(NamedTuple):
    """One word: what people said of it, and what we say; None where no word of ours stands."""

    gold: float
    ours: float


class Figures(NamedTuple):
    """How well the two agree."""

    words: int
    pearson: float
    precision: float  # of "did not happen": a judgement below zero
    recall: float
    f1: float


def printed(tokens: Sequence[str]) -> tuple[str, list[int]]:
    """Write tokens as a newspaper would, and say where each begins."""
    text, starts = "", []
    for place, token in enumerate(tokens):
        joined = place == 0 or token in _BEFORE or tokens[place - 1] in _AFTER
        text += "" if joined or not text else " "
        starts.append(len(text))
        text += _QUOTES.get(token, token)
    return text, starts


def judged(record: dict[str, Any]) -> Iterator[Judged]:
    """Score the words of one sentence."""
    text, starts = printed(record["tokens"])
    ours: dict[int, Token] = {
        place: token for token in parse(text) for place in range(token.idx, token.idx + len(token))
    }
    for target in record["targets"]:
        token = ours.get(starts[target["start"]])
        yield Judged(target["factuality"], score(token) if token is not None else 0.0)


def figures(words: Sequence[Judged]) -> Figures:
    """Compare the judgements; a word counts as not having happened below zero."""
    hit = sum(each.gold < 0 and each.ours < 0 for each in words)
    said = sum(each.ours < 0 for each in words)
    true = sum(each.gold < 0 for each in words)
    r = correlation([each.gold for each in words], [each.ours for each in words])
    return Figures(
        len(words), r, hit / max(1, said), hit / max(1, true), 2 * hit / max(1, said + true)
    )


def measure(file: Path) -> Figures:
    """Score all annotated words of a file."""
    return figures([each for record in records_of(file) for each in judged(record)])


def main() -> int:
    """Print a line for each file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    for file in parser.parse_args().files:
        found = measure(file)
        print(
            f"{file.name:28} {found.words:6,} words, r {found.pearson:.3f}, did not happen: "
            f"P {found.precision:.3f} R {found.recall:.3f} F1 {found.f1:.3f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
