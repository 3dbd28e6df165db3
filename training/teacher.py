"""Who reads raw news for the pipeline to learn from? A larger parser, which is not shipped.

A language model that learns on (encoder.py) and a bidirectional LSTM layer over it, word vectors,
learnt words and letters; every word picks its head by a biaffine score (Dozat and Manning 2017),
and the tree is the best one that the scores allow. Tags and names are read off the same network.
It sees one sentence at a time, is several times slower than the pipeline and better than it; see
silver.py for what it is used for.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.conllu import Sentence
from training.encoder import Encoder, Pieces
from training.names import find_names

LETTERS = 18  # of a word are read: the first nine and the last nine of a longer one
HIDDEN = 200  # of each direction
BATCH = 800  # words in an update
DROPOUT = 0.33
UNKNOWN = 0.15  # of words have their vectors hidden, so that their letters are learnt from
NAME_WEIGHT = 0.5
TASKS = ("dep", "xpos", "morph", "name")
HEADLESS = -100  # what torch's cross entropy passes over

Vectors = dict[str, npt.NDArray[np.float32]]


@dataclass
class Codes:
    """Numbers for everything that is written: words, letters and labels."""

    words: dict[str, int]
    letters: dict[str, int]
    labels: dict[str, list[str]]
    at: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Number the labels."""
        self.at = {task: {x: i for i, x in enumerate(xs)} for task, xs in self.labels.items()}


@dataclass(frozen=True)
class Known:
    """What the network looks up of a word before it learns anything."""

    codes: Codes
    vectors: Vectors
    pieces: Pieces

    @property
    def width(self) -> int:
        """How many numbers a word's vector has."""
        return len(next(iter(self.vectors.values())))


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence in numbers. `targets` is empty where it is to be read; no names: all passed."""

    forms: tuple[str, ...]
    targets: dict[str, list[int]]


def scaled(words: Sequence[str], table: npt.NDArray[np.floating[Any]]) -> Vectors:
    """Return word vectors with a standard deviation of a half."""
    rows = np.asarray(table / table.std() * 0.5, "float32")
    return dict(zip(words, rows, strict=True))


def codes_of(sentences: Sequence[Sentence]) -> Codes:
    """Number what occurs: a word twice, a letter ten times, a label at all."""
    words = Counter(w.form.lower() for s in sentences for w in s.words)
    letters = Counter(c for s in sentences for w in s.words for c in w.form)
    labels: dict[str, Counter[str]] = {task: Counter() for task in TASKS}
    for sentence in sentences:
        for word in sentence.words:
            labels["dep"][word.dep] += 1
            labels["xpos"][word.xpos] += 1
            labels["morph"][f"{word.upos} {word.feats}"] += 1
        labels["name"].update(_outline(sentence))
    known = [w for w, n in words.most_common() if n > 1]
    drawn = [c for c, n in letters.most_common() if n >= 10]
    return Codes(
        {w: i for i, w in enumerate(known, start=2)},
        {c: i for i, c in enumerate(drawn, start=2)},
        {task: [x for x, _ in counts.most_common()] for task, counts in labels.items()},
    )


def _outline(sentence: Sentence) -> list[str]:
    """Return a label for each word: where a name begins, goes on, or that there is none."""
    out = ["O"] * len(sentence.words)
    for start, end, kind in find_names(sentence):
        out[start:end] = [f"B {kind}"] + [f"I {kind}"] * (end - start - 1)
    return out


def to_learn(sentence: Sentence, codes: Codes, named: bool) -> Read:
    """Return a sentence with what is to be learnt of it."""
    words, at = sentence.words, codes.at
    targets = {
        # place 0 of a sentence is its root
        "head": [0 if w.head == i else w.head + 1 for i, w in enumerate(words)],
        "dep": [at["dep"].get(w.dep, HEADLESS) for w in words],
        "xpos": [at["xpos"].get(w.xpos, HEADLESS) for w in words],
        "morph": [at["morph"].get(f"{w.upos} {w.feats}", HEADLESS) for w in words],
        "name": [HEADLESS] * len(words),
    }
    if named:
        targets["name"] = [at["name"].get(x, HEADLESS) for x in _outline(sentence)]
    return Read(tuple(w.form for w in words), targets)


class Teacher(nn.Module):
    """The network."""

    def __init__(self, codes: Codes, width: int, encoder: Encoder) -> None:
        super().__init__()
        self.codes, self.width = codes, width
        self.encoder = encoder
        self.words = nn.Embedding(len(codes.words) + 2, 64, padding_idx=0)
        self.letters = nn.Embedding(len(codes.letters) + 2, 24, padding_idx=0)
        self.spell = nn.Conv1d(24, 72, 3, padding=1)
        self.shapes = nn.Embedding(64, 16)
        given = 64 + width + encoder.shape.width + 72 + 16
        self.root = nn.Parameter(torch.zeros(given))
        self.along = nn.LSTM(given, HIDDEN, bidirectional=True, batch_first=True)
        wide = 2 * HIDDEN
        self.arc_dep, self.arc_head = nn.Linear(wide, 200), nn.Linear(wide, 200)
        self.arc = nn.Parameter(torch.zeros(201, 200))
        self.dep_dep, self.dep_head = nn.Linear(wide, 128), nn.Linear(wide, 128)
        self.out = nn.ModuleDict(
            {
                "dep": nn.Linear(128, len(codes.labels["dep"])),
                "xpos": nn.Linear(wide, len(codes.labels["xpos"])),
                "morph": nn.Linear(wide, len(codes.labels["morph"])),
                "name": nn.Linear(wide, len(codes.labels["name"])),
            }
        )
        nn.init.normal_(self.words.weight, std=0.1)
        nn.init.xavier_uniform_(self.arc)

    def encode(self, batch: Batch) -> Tensor:
        """Return a row for each word, with the root before each sentence."""
        drop = DROPOUT if self.training else 0.0
        spelled = functional.relu(self.spell(self.letters(batch.letters).transpose(1, 2)))
        kinds = torch.cat([spelled.amax(2), self.shapes(batch.shapes)], 1)[batch.kinds]
        seen = torch.cat([self.words(batch.words), batch.vectors], 2)
        if self.training:
            seen = seen * (torch.rand(seen.shape[:2]) >= UNKNOWN).unsqueeze(2)
        inner = self.encoder(batch.pieces)
        context = torch.gather(inner, 1, batch.starts.unsqueeze(2).expand(-1, -1, inner.shape[2]))
        x = torch.cat([seen, context, kinds], 2)
        x[:, 0] = self.root
        x = functional.dropout(x, drop)
        return functional.dropout(self.along(x)[0], drop)

    def arcs(self, x: Tensor, padded: Tensor) -> Tensor:
        """Return the score of each place (last axis) as the head of each place."""
        drop = DROPOUT if self.training else 0.0
        dep = functional.dropout(functional.leaky_relu(self.arc_dep(x), 0.1), drop)
        head = functional.dropout(functional.leaky_relu(self.arc_head(x), 0.1), drop)
        dep = torch.cat([dep, torch.ones_like(dep[..., :1])], 2)
        scores = dep @ self.arc @ head.transpose(1, 2)
        return scores.masked_fill(padded.unsqueeze(1), -1e9)

    def relations(self, x: Tensor, heads: Tensor) -> Tensor:
        """Return the scores of relations to these heads."""
        drop = DROPOUT if self.training else 0.0
        head = torch.gather(
            self.dep_head(x), 1, heads.clamp(min=0).unsqueeze(2).expand(-1, -1, 128)
        )
        both = functional.leaky_relu(self.dep_dep(x) + head, 0.1)
        scores: Tensor = self.out["dep"](functional.dropout(both, drop))
        return scores

    def labels(self, x: Tensor) -> dict[str, Tensor]:
        """Return the scores of tags and of names."""
        return {task: self.out[task](x) for task in ("xpos", "morph", "name")}

    def loss(self, batch: Batch) -> Tensor:
        """Return how wrong the network is about a batch."""
        x = self.encode(batch)
        heads = batch.targets["head"]
        total = _entropy(self.arcs(x, batch.padded), heads)
        total = total + _entropy(self.relations(x, heads), batch.targets["dep"])
        for task, scores in self.labels(x).items():
            weight = NAME_WEIGHT if task == "name" else 0.5
            total = total + weight * _entropy(scores, batch.targets[task])
        return total


def _entropy(scores: Tensor, targets: Tensor) -> Tensor:
    flat = targets.flatten()
    if not bool((flat != HEADLESS).any()):
        return scores.sum() * 0
    return functional.cross_entropy(scores.flatten(0, 1), flat)


@dataclass
class Batch:
    """Sentences of about one length, with a place for the root before each."""

    chosen: list[int]
    pieces: Tensor
    starts: Tensor  # where the pieces of each word begin
    words: Tensor
    vectors: Tensor
    letters: Tensor  # of each kind of word in the batch
    shapes: Tensor
    kinds: Tensor  # which kind each word is
    padded: Tensor
    targets: dict[str, Tensor]


def make_batch(reads: Sequence[Read], chosen: list[int], known: Known) -> Batch:
    """Put sentences into tensors."""
    codes, vectors = known.codes, known.vectors
    some = [reads[i] for i in chosen]
    size = max(len(read.forms) for read in some) + 1
    kinds: dict[str, int] = {"": 0}
    words = np.zeros((len(some), size), "int64")
    kind = np.zeros((len(some), size), "int64")
    table = np.zeros((len(some), size, known.width), "float32")
    padded = np.ones((len(some), size), bool)
    for row, read in enumerate(some):
        padded[row, : len(read.forms) + 1] = False
        for place, form in enumerate(read.forms, start=1):
            low = form.lower().replace("’", "'")
            words[row, place] = codes.words.get(low, 1)
            kind[row, place] = kinds.setdefault(form, len(kinds))
            if low in vectors:
                table[row, place] = vectors[low]
    targets = {}
    for task in ("head", *TASKS) if some[0].targets else ():
        rows = np.full((len(some), size), HEADLESS, "int64")
        for row, read in enumerate(some):
            rows[row, 1 : len(read.forms) + 1] = read.targets[task]
        targets[task] = torch.from_numpy(rows)
    letters = np.zeros((len(kinds), LETTERS), "int64")
    for form, index in kinds.items():
        kept = form if len(form) <= LETTERS else form[: LETTERS // 2] + form[-LETTERS // 2 :]
        letters[index, : len(kept)] = [codes.letters.get(c, 1) for c in kept]
    return Batch(
        chosen,
        *known.pieces.lay([read.forms for read in some], size),
        torch.from_numpy(words),
        torch.from_numpy(table),
        torch.from_numpy(letters),
        torch.tensor([_shape(form) for form in kinds]),
        torch.from_numpy(kind),
        torch.from_numpy(padded),
        targets,
    )


def _shape(form: str) -> int:
    """Return a number below 64 for how a word is written: case, digits, marks."""
    marks = [
        form[:1].isupper(),
        form[1:] != form[1:].lower(),
        form.isupper(),
        any(c.isdigit() for c in form),
        form.isalpha(),
        len(form) > 3,
    ]
    return sum(mark << place for place, mark in enumerate(marks))


def batches(reads: Sequence[Read], rng: random.Random, size: int = BATCH) -> Iterator[list[int]]:
    """Yield which sentences go together: of like length, the batches in random order."""
    order = sorted(range(len(reads)), key=lambda i: len(reads[i].forms) + rng.random() * 3)
    groups: list[list[int]] = [[]]
    for index in order:
        longest = len(reads[index].forms) + 1
        if groups[-1] and longest * (len(groups[-1]) + 1) > size:
            groups.append([])
        groups[-1].append(index)
    rng.shuffle(groups)
    yield from groups
