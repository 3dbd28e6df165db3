"""Which words are used alike? Word vectors from raw news, small enough to ship.

fastText's skip-gram with subwords (the floret package) makes vectors of 96 numbers for
lower-cased words; their first 64 principal components are kept, for the commonest words. Every
spelling that occurs ("Kyiv", "KYIV") points to the row of its word, as spaCy looks words up as
they are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import spacy
from spacy.language import Language
from spacy.vectors import Vectors  # type: ignore[import-not-found]

Table = npt.NDArray[np.floating[Any]]  # words, numbers

TRAINED_WIDTH = 96
WIDTH = 64  # holds 84 % of the variance of the 96
ROWS = 22_000  # words seen at least five times are about 24,000
EPOCHS = 8
WINDOW = 3  # near neighbours say more of grammar than far ones do
CASED_ANYWAY = 3000  # commonest words that are found in title case and capitals, seen or not


def write_vectors(texts: Iterable[list[str]], out: Path) -> None:
    """Train vectors on word lists, and write them to `out`.

    A blank pipeline holds those of the commonest words; a table has all of them in full width.
    """
    seen = _write_lower(texts, out / "lower.txt")
    words, table = _train(out / "lower.txt")
    _with_vectors(words[:ROWS], _reduce(table[:ROWS]), seen).to_disk(out / "pipeline")
    np.savez(out / "table.npz", words=np.array(words), table=table)


def read_table(folder: Path) -> tuple[list[str], Table]:
    """Return the words and their vectors in full width, commonest first."""
    with np.load(folder / "table.npz") as kept:
        return kept["words"].tolist(), kept["table"]


def _write_lower(texts: Iterable[list[str]], path: Path) -> Counter[str]:
    """Write one text a line, A to Z lower-cased, and count the words as written."""
    seen: Counter[str] = Counter()
    with path.open("wb") as lines:
        for words in texts:
            seen.update(words)
            lines.write(" ".join(words).encode().lower() + b"\n")  # of bytes: A to Z only
    return seen


def _train(path: Path) -> tuple[list[str], Table]:
    """Return words by frequency, and their vectors. One thread, so that runs are alike."""
    import floret  # type: ignore[import-not-found,import-untyped,unused-ignore]

    model = floret.train_unsupervised(
        str(path),
        model="skipgram",
        dim=TRAINED_WIDTH,
        ws=WINDOW,
        epoch=EPOCHS,
        minn=3,
        maxn=5,
        bucket=100_000,
        minCount=5,
        lr=0.05,
        thread=1,
        verbose=0,
    )
    words = list(model.words)
    return words, np.round([model.get_word_vector(word) for word in words], 4)


def _reduce(table: Table) -> Table:
    """Keep the first principal components, with a standard deviation of one over all."""
    centred = table - table.mean(0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    reduced: Table = centred @ axes[:WIDTH].T
    return np.asarray(reduced / reduced.std(), "float32")


def _with_vectors(words: list[str], table: Table, seen: Counter[str]) -> Language:
    nlp = spacy.blank("en")
    rows = {word: row for row, word in enumerate(words)}
    vectors = Vectors(strings=nlp.vocab.strings, data=table, keys=words)
    spellings = [(form, form.lower().replace("’", "'")) for form, n in seen.items() if n > 1]
    spellings += [
        (form, word) for word in words[:CASED_ANYWAY] for form in (word.title(), word.upper())
    ]
    for form, word in spellings:
        if word in rows and form != word:
            vectors.add(form, row=rows[word])
            nlp.vocab.strings.add(form)
    nlp.vocab.vectors = vectors
    return nlp
