"""Which propositions does the engine find, and which wordings pass it by?

    python -m bench.marks [FILE…] [--missed LABEL]

A file holds invented passages of news, one a line, in which every proposition is marked:
`{casualties.killed|nineteen soldiers had given their lives}`. A label is a frame and a coarse
value, `+` joins two of one stretch, `~` marks background. A proposition is found if a claim of
its frame overlaps it by half of the shorter; who claims it, with which stance and value, is not
asked.
Without a file: those of bench/passages.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from claims.extract import extract
from claims.model import Claim, Span
from claims.records import article_of

PASSAGES = Path(__file__).parent / "passages"
DAY = "2025-06-12"  # on which all passages are taken to be published
FRAMES = {"talks": "ceasefire"}  # whose frame is called otherwise than their label
_MARK = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")


class Mark(NamedTuple):
    """A proposition: where it stands, and what it is."""

    span: Span
    label: str
    background: bool

    @property
    def frame(self) -> str:
        """The frame that should read it."""
        name = self.label.partition(".")[0]
        return FRAMES.get(name, name)


class Passage(NamedTuple):
    """A text without its marks, and what was marked."""

    text: str
    marks: tuple[Mark, ...]


class Tally(NamedTuple):
    """What was found of what was marked, by label; and what of the claims was marked, by frame."""

    marked: Counter[str]
    found: Counter[str]
    claimed: Counter[str]
    right: Counter[str]
    missed: list[tuple[str, str]]  # label, words


def passage(line: str) -> Passage:
    """Take the marks out of a line; ValueError if braces are left."""
    text, end = "", 0
    marks: list[Mark] = []
    for match in _MARK.finditer(line):
        text += line[end : match.start()]
        span = Span(len(text), len(text) + len(match[2]))
        text += match[2]
        end = match.end()
        for label in match[1].split("+"):
            marks.append(Mark(span, label.strip().lstrip("~"), label.strip().startswith("~")))
    text += line[end:]
    if "{" in text or "}" in text:
        raise ValueError(f"a mark is not closed or has no label: {text[:60]!r}")
    return Passage(text, tuple(marks))


def passages(files: Sequence[Path]) -> Iterator[Passage]:
    """Read the passages of files; a wrong line is named and passed over."""
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                yield passage(line.strip())
            except ValueError as error:
                print(f"{file.name}:{number}: {error}", file=sys.stderr)


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
