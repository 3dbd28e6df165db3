"""How does the teacher learn, and how does it read?"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from training.conllu import Sentence, Word
from training.teacher import Batch, Codes, Read, Teacher, Vectors, batches, make_batch
from training.trees import best_tree

PEAK = 0.003  # learning rate
RISE = 200  # updates until it is reached
MEAN = 0.998  # share of the mean that an update leaves as it was
READ_BATCH = 4000  # words

Pass = Callable[[random.Random], list[Read]]  # the sentences of one pass over the treebanks
Places = npt.NDArray[np.int64]


def teach(
    learning: Pass, dev: Sequence[Read], codes: Codes, vectors: Vectors, seed: int, words: int
) -> Teacher:
    """Train until so many words are read, and return the mean of the later weights."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    rng = random.Random(seed)
    network = Teacher(codes, len(next(iter(vectors.values()))))
    average = Average(network)
    optimizer = torch.optim.Adam(network.parameters(), lr=PEAK, betas=(0.9, 0.95))
    seen, updates, started = 0, 0, time.perf_counter()
    while seen < words:
        reads = learning(rng)
        for chosen in batches(reads, rng):
            rate = PEAK * min(1.0, (updates + 1) / RISE) * max(0.02, 1 - 0.98 * seen / words)
            optimizer.param_groups[0]["lr"] = rate
            _update(network, optimizer, make_batch(reads, chosen, codes, vectors))
            updates += 1
            average.add(network, updates)
            seen += sum(len(reads[i].forms) for i in chosen)
        took = time.perf_counter() - started
        _say(f"{seen} words, {took:.0f} s: {measure(average.network(), dev, vectors)}")
    return average.network()


def _update(network: Teacher, optimizer: torch.optim.Optimizer, batch: Batch) -> None:
    optimizer.zero_grad()
    network.loss(batch).backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(network.parameters(), 5.0)
    optimizer.step()


class Average:
    """The running mean of a network's weights, which reads better than the last ones do."""

    def __init__(self, network: Teacher) -> None:
        self._codes, self._width = network.codes, network.width
        self._mean = {k: v.detach().clone() for k, v in network.state_dict().items()}

    def add(self, network: Teacher, updates: int) -> None:
        """Take the weights after an update into the mean."""
        kept = min(MEAN, (1 + updates) / (10 + updates))
        for name, value in network.state_dict().items():
            self._mean[name].lerp_(value.detach(), 1 - kept)

    def network(self) -> Teacher:
        """Return a network with the mean weights, to read with."""
        copy = Teacher(self._codes, self._width)
        copy.load_state_dict(self._mean)
        copy.eval()
        return copy


@torch.no_grad()
def read(
    network: Teacher, sentences: Sequence[Sequence[Word]], vectors: Vectors
) -> list[Sentence]:
    """Return sentences with tags and a tree."""
    codes = network.codes
    reads = [Read(tuple(w.form for w in words), {}) for words in sentences]
    out: list[Sentence] = [Sentence(())] * len(reads)
    for chosen in batches(reads, random.Random(0), READ_BATCH):
        batch = make_batch(reads, chosen, codes, vectors)
        found = _found(network, batch, [len(reads[i].forms) for i in chosen])
        for row, index in enumerate(chosen):
            rows = {task: table[row] for task, table in found.items()}
            out[index] = _sentence(sentences[index], rows, codes)
    return out


def _found(network: Teacher, batch: Batch, sizes: Sequence[int]) -> dict[str, Places]:
    """Return the best heads and labels of each place."""
    lower, upper = network.encode(batch)
    arcs = functional.log_softmax(network.arcs(upper, batch.padded), 2).numpy()
    heads = np.zeros(batch.words.shape, "int64")
    for row, size in enumerate(sizes):
        heads[row, : size + 1] = best_tree(arcs[row, : size + 1, : size + 1])
    scores = network.labels(lower, upper)
    scores["dep"] = network.relations(upper, torch.from_numpy(heads))
    return {"head": heads, **{task: table.argmax(2).numpy() for task, table in scores.items()}}


def _sentence(words: Sequence[Word], rows: dict[str, Any], codes: Codes) -> Sentence:
    out = []
    for index, word in enumerate(words):
        place = index + 1  # place 0 is the root's
        labels = {task: codes.labels[task][rows[task][place]] for task in ("dep", "xpos", "morph")}
        head, dep = int(rows["head"][place]) - 1, labels["dep"]
        if head < 0:
            head, dep = index, "ROOT"
        elif dep == "ROOT":
            dep = "dep"
        upos, feats = labels["morph"].split(" ", 1)
        out.append(replace(word, upos=upos, feats=feats, xpos=labels["xpos"], head=head, dep=dep))
    return Sentence(tuple(out))


@torch.no_grad()
def measure(network: Teacher, dev: Sequence[Read], vectors: Vectors) -> str:
    """Say how much of given words and sentences is read as the treebank has it."""
    n: Counter[str] = Counter()
    codes = network.codes
    punct = codes.at["dep"]["punct"]
    main = np.array([label.split(":")[0] for label in codes.labels["dep"]])
    for chosen in batches(dev, random.Random(0), READ_BATCH):
        batch = make_batch(dev, chosen, codes, vectors)
        found = _found(network, batch, [len(dev[i].forms) for i in chosen])
        gold = {task: table.numpy() for task, table in batch.targets.items()}
        scored = (gold["head"] >= 0) & (gold["dep"] != punct)
        right = scored & (gold["head"] == found["head"])
        same = main[found["dep"]] == main[np.maximum(gold["dep"], 0)]
        n["scored"] += int(scored.sum())
        n["uas"] += int(right.sum())
        n["las"] += int((right & same).sum())
    return f"UAS {100 * n['uas'] / n['scored']:.1f} LAS {100 * n['las'] / n['scored']:.1f}"


def _say(what: str) -> None:
    sys.stdout.write(f"[teacher] {what}\n")
    sys.stdout.flush()
