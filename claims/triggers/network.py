"""Which words of a text bear a proposition, of which frame, and how surely?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np

from claims.text.tree import Doc, Token
from claims.triggers.features import candidates, features

WEIGHTS = "weights.npz"


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
    rows = candidates(doc)
    if not rows:
        return []
    network = _network()
    scores = network.scores(features(doc, rows))
    found = np.argwhere(scores >= least).tolist()
    return [Trigger(doc[rows[n]], network.labels[k], float(scores[n, k])) for n, k in found]


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
