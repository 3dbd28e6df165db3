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
from training.encoder import Encoder
from training.evaluate import NAMES
from training.teacher import (
    HEADLESS,
    Batch,
    Codes,
    Known,
    Read,
    Teacher,
    batches,
    make_batch,
)
from training.trees import best_tree

PEAK = 0.002  # learning rate
INNER_PEAK = 0.00015  # of the language model, which has learnt already
RISE = 100  # updates until it is reached
MEAN = 0.99  # share of the mean that an update leaves as it was
READ_BATCH = 4000  # words
SURE = 0.7  # probability of what is told of names

Pass = Callable[[random.Random], list[Read]]  # the sentences of one pass over the treebanks
Places = npt.NDArray[np.int64]


def teach(
    learning: Pass, dev: Sequence[Read], known: Known, encoder: Encoder, seed: int, words: int
) -> Teacher:
    """Train until so many words are read, and return the mean of the later weights."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    rng = random.Random(seed)
    network = Teacher(known.codes, known.width, encoder)
    average = Average(network)
    optimizer = _optimizer(network)
    seen, updates, started = 0, 0, time.perf_counter()
    while seen < words:
        reads = learning(rng)
        for chosen in batches(reads, rng):
            rate = min(1.0, (updates + 1) / RISE) * max(0.02, 1 - 0.98 * seen / words)
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * rate
            _update(network, optimizer, make_batch(reads, chosen, known))
            updates += 1
            average.add(network, updates)
            seen += sum(len(reads[i].forms) for i in chosen)
        took = time.perf_counter() - started
        _say(f"{seen} words, {took:.0f} s: {measure(average.network(), dev, known)}")
    return average.network()


def _optimizer(network: Teacher) -> torch.optim.Optimizer:
    """Let the language model learn slowly, and its pieces of words not at all."""
    for table in (network.encoder.pieces, network.encoder.positions):
        table.weight.requires_grad = False
    inner = [p for p in network.encoder.parameters() if p.requires_grad]
    own = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": own, "peak": PEAK}, {"params": inner, "peak": INNER_PEAK}]
    return torch.optim.Adam(groups, lr=PEAK, betas=(0.9, 0.98))


def _update(network: Teacher, optimizer: torch.optim.Optimizer, batch: Batch) -> None:
    optimizer.zero_grad()
    network.loss(batch).backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(network.parameters(), 5.0)
    optimizer.step()


class Average:
    """The running mean of a network's weights, which reads better than the last ones do."""

    def __init__(self, network: Teacher) -> None:
        self._codes, self._width = network.codes, network.width
        self._shape = network.encoder.shape
        self._mean = {k: v.detach().clone() for k, v in network.state_dict().items()}

    def add(self, network: Teacher, updates: int) -> None:
        """Take the weights after an update into the mean."""
        kept = min(MEAN, (1 + updates) / (10 + updates))
        for name, value in network.state_dict().items():
            self._mean[name].lerp_(value.detach(), 1 - kept)

    def network(self) -> Teacher:
        """Return a network with the mean weights, to read with."""
        copy = Teacher(self._codes, self._width, Encoder(self._shape))
        copy.load_state_dict(self._mean)
        copy.eval()
        return copy


@torch.no_grad()
def read(network: Teacher, sentences: Sequence[Sequence[Word]], known: Known) -> list[Sentence]:
    """Return sentences with tags, a tree and names."""
    reads = [Read(tuple(w.form for w in words), {}) for words in sentences]
    out: list[Sentence] = [Sentence(())] * len(reads)
    for chosen in batches(reads, random.Random(0), READ_BATCH):
        batch = make_batch(reads, chosen, known)
        found = _found(network, batch, [len(reads[i].forms) for i in chosen])
        for row, index in enumerate(chosen):
            rows = {task: table[row] for task, table in found.items()}
            out[index] = _sentence(sentences[index], rows, known.codes)
    return out


def _found(network: Teacher, batch: Batch, sizes: Sequence[int]) -> dict[str, Places]:
    """Return the best heads and labels of each place, and whether its name is sure."""
    x = network.encode(batch)
    arcs = functional.log_softmax(network.arcs(x, batch.padded), 2).numpy()
    heads = np.zeros(batch.words.shape, "int64")
    for row, size in enumerate(sizes):
        heads[row, : size + 1] = best_tree(arcs[row, : size + 1, : size + 1])
    scores = network.labels(x)
    scores["dep"] = network.relations(x, torch.from_numpy(heads))
    sure = scores["name"].softmax(2).amax(2) >= SURE
    labels = {task: table.argmax(2).numpy() for task, table in scores.items()}
    return {"head": heads, "sure": sure.long().numpy(), **labels}


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
    outline = [codes.labels["name"][rows["name"][i + 1]] for i in range(len(words))]
    unsure = {i for i in range(len(words)) if not rows["sure"][i + 1]}
    names = []
    for start, end, kind in spans(outline):
        if unsure.isdisjoint(range(start, end)):
            names.append((start, end, kind))
        else:
            unsure.update(range(start, end))
    return Sentence(tuple(out), names=tuple(names), unsure=frozenset(unsure))


def spans(outline: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return the names that labels for each word outline: "B PERSON", "I PERSON", "O"."""
    out: list[tuple[int, int, str]] = []
    for index, label in enumerate(outline):
        begins, _, kind = label.partition(" ")
        if begins == "I" and out and out[-1][1:] == (index, kind):
            out[-1] = (out[-1][0], index + 1, kind)
        elif begins != "O":
            out.append((index, index + 1, kind))
    return out


@torch.no_grad()
def measure(network: Teacher, dev: Sequence[Read], known: Known) -> str:
    """Say how much of given words and sentences is read as the treebank has it."""
    n: Counter[str] = Counter()
    codes = known.codes
    punct = codes.at["dep"]["punct"]
    main = np.array([label.split(":")[0] for label in codes.labels["dep"]])
    for chosen in batches(dev, random.Random(0), READ_BATCH):
        batch = make_batch(dev, chosen, known)
        found = _found(network, batch, [len(dev[i].forms) for i in chosen])
        gold = {task: table.numpy() for task, table in batch.targets.items()}
        scored = (gold["head"] >= 0) & (gold["dep"] != punct)
        right = scored & (gold["head"] == found["head"])
        same = main[found["dep"]] == main[np.maximum(gold["dep"], 0)]
        n["scored"] += int(scored.sum())
        n["uas"] += int(right.sum())
        n["las"] += int((right & same).sum())
        _count_names(n, codes.labels["name"], gold["name"], found["name"])
    named = 200 * n["both"] / max(1, n["gold"] + n["found"])
    parse = f"UAS {100 * n['uas'] / n['scored']:.1f} LAS {100 * n['las'] / n['scored']:.1f}"
    return f"{parse} names {named:.1f}"


def _count_names(n: Counter[str], labels: Sequence[str], gold: Places, found: Places) -> None:
    for told, guessed in zip(gold, found, strict=True):
        if (told == HEADLESS).all():
            continue  # nobody says which names there are
        places = told != HEADLESS
        a, b = (
            {s for s in spans([labels[i] for i in row[places]]) if s[2] in NAMES}
            for row in (told, guessed)
        )
        n["gold"] += len(a)
        n["found"] += len(b)
        n["both"] += len(a & b)


def _say(what: str) -> None:
    sys.stdout.write(f"[teacher] {what}\n")
    sys.stdout.flush()
