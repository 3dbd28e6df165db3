"""Which tree do the scores of heads allow? The best one with a single root."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.floating[Any]]  # place, its head; place 0 is the root's


def best_tree(scores: Scores) -> list[int]:
    """Return the head of each place, with itself for place 0 (Chu, Liu and Edmonds).

    One place alone hangs on place 0.
    """
    scores = scores.astype("float64")
    np.fill_diagonal(scores, -np.inf)
    scores[0] = -np.inf
    heads = _greedy(scores)
    if _is_tree(heads) and (heads[1:] == 0).sum() == 1:
        return heads.tolist()
    # a toll on the root that no other gain outweighs leaves it one place
    finite = scores[np.isfinite(scores)]
    scores[1:, 0] -= 1 + (finite.max() - finite.min()) * len(scores)
    return _edmonds(scores).tolist()


def _greedy(scores: Scores) -> npt.NDArray[np.int64]:
    heads = scores.argmax(1)
    heads[0] = 0
    return heads


def _is_tree(heads: npt.NDArray[np.int64]) -> bool:
    return _cycle(heads) is None


def _cycle(heads: npt.NDArray[np.int64]) -> list[int] | None:
    """Return the places of a cycle, if there is one."""
    done = {0}
    for start in range(1, len(heads)):
        path: list[int] = []
        place = start
        while place not in done and place not in path:
            path.append(place)
            place = int(heads[place])
        if place in path:
            return path[path.index(place) :]
        done.update(path)
    return None


def _edmonds(scores: Scores) -> npt.NDArray[np.int64]:
    heads = _greedy(scores)
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(len(scores), bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    kept = scores[cycle, heads[cycle]]
    # the cycle as one place: what it costs to break it at each of its places
    entering = scores[np.ix_(cycle, outside)] - kept[:, None]
    leaving = scores[np.ix_(outside, cycle)]
    size = len(outside)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = scores[np.ix_(outside, outside)]
    smaller[size, :size] = entering.max(0)
    smaller[:size, size] = leaving.max(1)
    solved = _edmonds(smaller)
    broken, head = int(entering[:, solved[size]].argmax()), outside[solved[size]]
    for place in range(1, size):
        chosen = int(solved[place])
        heads[outside[place]] = (
            cycle[int(leaving[place].argmax())] if chosen == size else outside[chosen]
        )
    heads[cycle[broken]] = head
    return heads
