"""What is known of a word that may bear a proposition: itself, its grammar and what is around?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from claims.text.tree import Doc

STATIC = 64  # the last columns of a text's vectors: what a word is in any text
BEFORE, BEHIND = 60, 30  # words whose mean tells what the text is about there
BESIDE = (-1, 1, -2, 2)
BEARING = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "NUM", "ADV", "AUX", "PRON", "X"})
PARTS_OF_SPEECH = ("NOUN", "VERB", "ADJ", "PROPN", "ADV", "NUM", "PRON", "AUX", "X")
RELATIONS = (
    *("ROOT", "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux"),
    *("aux:pass", "ccomp", "compound", "conj", "cop", "csubj", "fixed", "flat", "iobj", "nmod"),
    *("nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj", "nsubj:pass", "nummod", "obj", "obl"),
    *("obl:agent", "obl:unmarked", "parataxis", "xcomp"),
)
_CLASSES = {name: n for n, name in enumerate((*PARTS_OF_SPEECH, *RELATIONS))}


def candidates(doc: Doc) -> list[int]:
    """Give the places of the words that may bear a proposition."""
    return [token.i for token in doc if token.pos_ in BEARING]


class Features:
    """Rows of numbers for words of one text.

    In order: the word in its place; its static vector's like of the four words beside it; its
    head; the means of its children, of its sentence and of the words around; part of speech and
    relation, one-hot.
    """

    def __init__(self, doc: Doc) -> None:
        """Sum up once what words are asked about again and again."""
        static = doc.vectors[:, -STATIC:]
        self._doc = doc
        self._heads = np.array([token.head.i for token in doc])
        self._padded = np.pad(static, ((2, 2), (0, 0)))
        self._sums = np.vstack([np.zeros(STATIC), np.cumsum(static, axis=0, dtype=np.float64)])
        self._children = _children(static, self._heads)

    def of(self, rows: Sequence[int]) -> Any:
        """Give a row for each of some words, by their places."""
        doc, at = self._doc, np.array(rows, dtype=int)
        low = np.array([doc[i].sent.start for i in rows])
        high = np.array([doc[i].sent.end for i in rows])
        columns = [
            doc.vectors[at],
            *(self._padded[at + 2 + step] for step in BESIDE),
            doc.vectors[self._heads[at]],
            self._children[at],
            self._mean(low, high),
            self._mean(np.maximum(at - BEFORE, 0), np.minimum(at + BEHIND, len(doc))),
            _classes(doc, rows),
        ]
        return np.hstack(columns)

    def _mean(self, low: Any, high: Any) -> Any:
        """Give the means of runs of words."""
        return ((self._sums[high] - self._sums[low]) / (high - low)[:, None]).astype(np.float32)


def _children(static: Any, heads: Any) -> Any:
    """Give the mean of the words that hang on each word."""
    hanging = heads != np.arange(len(heads))
    sums = np.zeros_like(static)
    np.add.at(sums, heads[hanging], static[hanging])
    counts = np.bincount(heads[hanging], minlength=len(heads)).astype(np.float32)
    return sums / np.maximum(counts, 1)[:, None]


def _classes(doc: Doc, rows: Sequence[int]) -> Any:
    """Mark the part of speech and the relation of words."""
    found = np.zeros((len(rows), len(_CLASSES)), dtype=np.float32)
    for row, i in enumerate(rows):
        for name in (doc[i].pos_, doc[i].dep_):
            if (column := _CLASSES.get(name)) is not None:
                found[row, column] = 1
    return found
