"""How is the network learnt that tells which words bear a proposition?

Each marked stretch has one word on which the others hang; that word should get the stretch's
labels. The other words of the stretch are left out, as either answer would do for them; all
words outside should get none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from thinc.api import Adam, Dropout, Linear, Model, Relu, chain, fix_random_seed, use_ops

from claims.text.language import parse
from claims.text.tree import Doc, Token
from claims.triggers.features import Features, candidates
from training.passages import Mark, Passage

MEMBERS = 2  # networks that learn by themselves and answer together
NODES = 192  # of each
ROUNDS = 30
BATCH = 256
RATE = 0.001
DECAY = 0.02
MASKED = 0.3  # of the features, anew for each row
DROPPED = 0.5  # of the nodes
FOUND = 1.5  # what a proposition weighs against a word without one
RARE = 15  # marks; a label with fewer is not learnt
EMPTY = frozenset({"DET", "ADP", "CCONJ", "SCONJ", "PART", "AUX", "PUNCT", "SPACE"})


class Lesson:
    """What is learnt from: a row of features for each word, and a row of labels."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        """Parse passages; `labels` are those that are marked often enough."""
        read = [(parse(each.text), each.marks) for each in passages]
        counts: dict[str, int] = {}
        for _, marks in read:
            for mark in marks:
                counts[mark.label] = counts.get(mark.label, 0) + 1
        self.labels = sorted(label for label, count in counts.items() if count >= RARE)
        rows, answers = zip(*(self._of(doc, marks) for doc, marks in read if doc), strict=True)
        self.rows, self.answers = np.concatenate(rows), np.concatenate(answers)

    def _of(self, doc: Doc, marks: Sequence[Mark]) -> tuple[Any, Any]:
        wanted: dict[int, set[str]] = {}
        passed: set[int] = set()
        for mark in marks:
            inside = [t for t in doc if t.idx < mark.span.end and mark.span.start < t.idx + len(t)]
            passed |= {token.i for token in inside}
            if inside:
                wanted.setdefault(bearer(inside).i, set()).add(mark.label)
        rows = [i for i in candidates(doc) if i in wanted or i not in passed]
        answers = np.zeros((len(rows), len(self.labels)), dtype=np.float32)
        for n, i in enumerate(rows):
            for label in wanted.get(i, ()):
                if label in self.labels:
                    answers[n, self.labels.index(label)] = 1
        return Features(doc).of(rows), answers


def bearer(stretch: Sequence[Token]) -> Token:
    """Give the word of a stretch that bears it: the one on which most others hang."""
    inside = {token.i for token in stretch}
    tops = [t for t in stretch if t.head.i not in inside or t.head is t]
    telling = [t for t in tops if t.pos_ not in EMPTY] or tops
    return max(
        telling,
        key=lambda t: (sum(u.i in inside for u in t.subtree), t.pos_ in ("VERB", "NOUN")),
    )


def learn(lesson: Lesson, seed: int, rounds: int = ROUNDS) -> dict[str, Any]:
    """Learn the weights, by name, as the reader takes them: one network that is several."""
    mean, spread = lesson.rows.mean(0), lesson.rows.std(0) + 1e-3
    rows = (lesson.rows - mean) / spread
    members = [_member(rows, lesson.answers, seed + n, rounds) for n in range(MEMBERS)]
    hidden, output = (
        (np.concatenate([m[0].T for m in members], axis=1) / spread[:, None]).astype(np.float16),
        np.concatenate([m[2].T for m in members]) / MEMBERS,
    )
    threshold = np.concatenate([m[1] for m in members]) - mean @ hidden.astype(np.float32)
    return {
        "labels": np.array(lesson.labels),
        "hidden": hidden,
        "threshold": threshold.astype(np.float32),
        "output": output.astype(np.float16),
        "bias": np.mean([m[3] for m in members], axis=0, dtype=np.float32),
    }


def _member(rows: Any, answers: Any, seed: int, rounds: int) -> list[Any]:
    """Let one network learn; give its weights and biases, layer by layer."""
    fix_random_seed(seed)
    with use_ops("numpy", use_blis=False):
        layers = Relu(NODES, rows.shape[1]), Linear(answers.shape[1], NODES)
        network: Model[Any, Any] = chain(Dropout(MASKED), layers[0], Dropout(DROPPED), layers[1])
        network.initialize(X=rows[:2], Y=answers[:2])
        _train(network, rows, answers, np.random.default_rng(seed), rounds)
    return [layer.get_param(name) for layer in layers for name in ("W", "b")]


def _train(network: Model[Any, Any], rows: Any, answers: Any, random: Any, rounds: int) -> None:
    optimizer = Adam(RATE, L2=DECAY, L2_is_weight_decay=True)
    weight = 1 + (FOUND - 1) * answers
    for _ in range(rounds):
        order = random.permutation(len(rows))
        for start in range(0, len(rows), BATCH):
            part = order[start : start + BATCH]
            scores, learn_from = network.begin_update(rows[part])
            guess = (1 + np.tanh(scores / 2)) / 2
            learn_from(((guess - answers[part]) * weight[part] / guess.size).astype(np.float32))
            network.finish_update(optimizer)


def write(weights: dict[str, Any], file: Path) -> None:
    """Keep the weights where the reader finds them."""
    np.savez_compressed(file, **weights)
