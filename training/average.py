"""What do two pipelines say together that learnt on from one? Their weights can be averaged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy


def write_average(folders: Sequence[Path], out: Path) -> None:
    """Write the mean of the weights of pipelines that began from the same ones."""
    first, *others = [spacy.load(folder) for folder in folders]
    for name, pipe in first.pipeline:
        if hasattr(pipe, "model"):
            _average(pipe.model, [nlp.get_pipe(name).model for nlp in others])  # type: ignore[attr-defined]
    first.to_disk(out)


def _average(model: Any, others: Sequence[Any]) -> None:
    walks = [other.walk() for other in others]
    for node, *same in zip(model.walk(), *walks, strict=True):
        for name in node.param_names:
            if node.has_param(name):
                arrays = [node.get_param(name), *(twin.get_param(name) for twin in same)]
                node.set_param(name, np.mean(arrays, axis=0, dtype="float32"))
