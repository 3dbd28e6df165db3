"""Are the vectors of a text those of the model, whatever was read before it?"""

from __future__ import annotations

from typing import Any

import pytest

from claims.text.embedding import Embedding
from claims.text.language import EMBEDDING, _model

TEXTS = ("The mayor can't go to Lima.", "He said it wasn't Lima's.", "Nobody went to Oslo.")


def vectors_agree(text: str, ours: Embedding, model: Any) -> bool:
    """Compare with what the whole model makes of a text."""
    doc, whole = (_model().make_doc(text) for _ in range(2))
    ours(doc)
    return bool(abs(doc.tensor - model.predict([whole])[0]).max() < 1e-4)


@pytest.mark.parametrize("most", [30_000, 12])
def test_vectors_are_those_of_the_model(most: int) -> None:
    """Also when no more words can be kept and all are learned anew."""
    model: Any = _model().get_pipe(EMBEDDING)
    ours = Embedding(model.model, most)
    assert all(vectors_agree(text, ours, model.model) for text in (*TEXTS, *TEXTS))


def test_a_text_without_words_has_no_vectors() -> None:
    """Nothing is asked about nothing."""
    model: Any = _model().get_pipe(EMBEDDING)
    doc = _model().make_doc("")
    Embedding(model.model)(doc)
    assert doc.tensor.size == 0
