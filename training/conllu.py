"""What does a treebank file say: which words, in which sentences, with which spaces and heads?"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SPLITS = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word. `head` is an index into the sentence; the root is its own head."""

    form: str
    space: bool  # white space follows in the running text
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    dep: str
    entity: str = ""  # GUM's `Entity=` value, brackets and all; names.py reads it


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence, and whether the text begins a paragraph or document with it."""

    words: tuple[Word, ...]
    opens_paragraph: bool = False
    opens_document: bool = False
    names: tuple[tuple[int, int, str], ...] | None = None  # where `entity` does not tell them
    unsure: frozenset[int] = frozenset()  # words that may belong to names or not


def read_treebank(folder: Path, name: str, split: str) -> list[Sentence]:
    """Read `NAME-SPLIT.conllu[.gz]` of a folder."""
    for ending in (".conllu.gz", ".conllu"):
        path = folder / f"{name}-{split}{ending}"
        if path.exists():
            return list(read_file(path))
    raise FileNotFoundError(
        f"{folder} has no {name}-{split}.conllu or .conllu.gz: pass the folder of the treebanks "
        "with --treebank (training/README.md says where they come from)"
    )


def read_file(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of one CoNLL-U file, plain or gzipped."""
    with (
        gzip.open(path, "rt", encoding="utf8")
        if path.suffix == ".gz"
        else path.open(encoding="utf8") as lines
    ):
        yield from read_sentences(lines)


def read_sentences(lines: Iterable[str]) -> Iterator[Sentence]:
    """Yield the sentences of CoNLL-U lines; the last one needs no empty line after it."""
    rows: list[list[str]] = []
    comments: list[str] = []
    for raw in lines:
        line = raw.rstrip("\n")
        if line.startswith("#"):
            comments.append(line)
        elif line:
            rows.append(line.split("\t"))
        elif rows:
            yield _sentence(rows, comments)
            rows, comments = [], []
    if rows:
        yield _sentence(rows, comments)


def _sentence(rows: list[list[str]], comments: list[str]) -> Sentence:
    spaces = _spaces(rows)
    words = tuple(_word(row, spaces[int(row[0])]) for row in rows if row[0].isdigit())
    new_document = any(line.startswith("# newdoc") for line in comments)
    # "newpar_block" is GUM's note on a block, not a new paragraph
    new_paragraph = any(
        line.split(" =")[0].strip() in {"# newpar", "# newpar id"} for line in comments
    )
    return Sentence(words, new_document or new_paragraph, new_document)


def _spaces(rows: list[list[str]]) -> dict[int, bool]:
    """Map each word to whether a space follows: none inside a multi-word token ("do|n't")."""
    spaces: dict[int, bool] = {}
    for row in rows:
        spaced = "SpaceAfter=No" not in row[9]
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            spaces.update(dict.fromkeys(range(first, last), False))
            spaces[last] = spaced
        elif row[0].isdigit():
            spaces.setdefault(int(row[0]), spaced)
    return spaces


def _word(row: list[str], space: bool) -> Word:
    index, head = int(row[0]) - 1, int(row[6]) - 1
    misc = dict(field.split("=", 1) for field in row[9].split("|") if "=" in field)
    return Word(
        form=row[1],
        space=space,
        lemma=row[2],
        upos=row[3],
        xpos=row[4],
        feats="" if row[5] == "_" else row[5],
        head=head if head >= 0 else index,
        dep="ROOT" if head < 0 else row[7],
        entity=misc.get("Entity", ""),
    )
