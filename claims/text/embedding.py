"""What does the model see in a word, before it looks at the words around it?"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.tokens import Doc

MOST = 30_000  # words that are kept: 23 MB; then it begins anew

Key = tuple[int, ...]


class Embedding:
    """The first layer of the model, which is asked once about a word, and the layers behind it.

    A word stands in many texts, and what the first layer makes of it is the same in all of them.
    """

    def __init__(self, model: Any, most: int = MOST) -> None:
        """Part the model where a word meets its neighbours."""
        self._embed, self._encode = model.layers
        self._most = most
        self._rows: dict[Key, int] = {}
        self._table: Any = None
        self._static: Any = None

    def __call__(self, doc: Any) -> Any:
        """Give a text its vectors; return those that its words have in any text, a row each."""
        keys = [tuple(key) for key in doc.to_array(["ORTH", "NORM"]).tolist()]
        if not keys:
            return np.empty((0, doc.vocab.vectors_length), dtype=np.float32)
        new = list(dict.fromkeys(key for key in keys if key not in self._rows))
        if len(self._rows) + len(new) > self._most:
            self._rows.clear()
            new = list(dict.fromkeys(keys))
        if new:
            self._learn(doc.vocab, new)
        rows = [self._rows[key] for key in keys]
        doc.tensor = self._encode.predict([self._table[rows]])[0]
        return self._static[rows]

    def _learn(self, vocab: Any, new: list[Key]) -> None:
        words: Any = Doc(vocab, words=[vocab.strings[orth] for orth, _ in new])
        words.from_array(["NORM"], np.array([norm for _, norm in new], dtype="uint64"))
        vectors = self._embed.predict([words])[0]
        if self._table is None:
            self._table = np.empty((self._most, vectors.shape[1]), dtype=vectors.dtype)
            self._static = np.empty((self._most, vocab.vectors_length), dtype=np.float32)
        first = len(self._rows)
        self._table[first : first + len(new)] = vectors
        self._static[first : first + len(new)] = [word.vector for word in words]
        self._rows.update((key, first + n) for n, key in enumerate(new))
