"""Which words of a text bear a proposition, of which frame, and how surely?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np

from claims.text.tree import Doc, Token
from claims.triggers.features import Features, candidates

WEIGHTS = "weights.npz"
AT_ONCE = 1_000  # words; bounds the memory of a long text


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that bears a proposition."""

    token: Token
    label: str  # a frame and a coarse value, as the passages are marked: "control.lost"
    score: float  # from 0 to 1, a probability

    @property
    def frame(self) -> str:
        """The frame of the label; talks are a frame of their own here."""
        return self.label.partition(".")[0]

    @property
    def value(self) -> str:
        """The coarse value of the label."""
        return self.label.partition(".")[2]


def triggers(doc: Doc, least: float) -> list[Trigger]:
    """Find the words of a text that bear a proposition with at least some probability."""
    places = candidates(doc)
    if not places:
        return []
    network, about = _network(), Features(doc)
    found: list[Trigger] = []
    for start in range(0, len(places), AT_ONCE):
        rows = places[start : start + AT_ONCE]
        scores = network.scores(about.of(rows))
        for n, k in np.argwhere(scores >= least).tolist():
            found.append(Trigger(doc[rows[n]], network.labels[k], float(scores[n, k])))
    return found


def labels() -> tuple[str, ...]:
    """Give the labels that words may bear."""
    return _network().labels


@dataclass(frozen=True, slots=True)
class Network:
    """One hidden layer, and for each label a probability of its own."""

    labels: tuple[str, ...]
    hidden: Any  # features by nodes
    threshold: Any  # of each node
    output: Any  # nodes by labels
    bias: Any  # of each label

    def scores(self, rows: Any) -> Any:
        """Give the probability of each label, for rows of features."""
        nodes = np.maximum(rows @ self.hidden + self.threshold, 0)
        return (1 + np.tanh((nodes @ self.output + self.bias) / 2)) / 2


@cache
def _network() -> Network:
    """Load the weights, which lie beside this file."""
    with np.load(BytesIO(files(__package__).joinpath(WEIGHTS).read_bytes())) as kept:
        numbers = {name: kept[name].astype(np.float32) for name in kept.files if name != "labels"}
        return Network(tuple(kept["labels"].tolist()), **numbers)
