"""How does a treebank become training documents that look like articles?

A document is a run of neighbouring sentences, because the pipeline is given whole articles and
must find the sentences itself. Some documents are roughened as news is: see news.py.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from training.conllu import Sentence, Word
from training.names import find_names
from training.news import roughen

LENGTHS = (1, 2, 3, 4, 6, 8, 10, 12)  # sentences in a document


def even_documents(
    sentences: Sequence[Sentence], vocab: Vocab, size: int = 8, named: bool = False
) -> list[Doc]:
    """Return documents of `size` sentences as they stand, for evaluation."""
    blocks = [sentences[i : i + size] for i in range(0, len(sentences), size)]
    return [make_doc(block, vocab, named) for block in blocks]


def rough_documents(
    sentences: Sequence[Sentence], vocab: Vocab, rng: random.Random, named: bool = False
) -> list[Doc]:
    """Return documents of many lengths, roughened at random; other draws give other documents."""
    return [make_doc(roughen(block, rng), vocab, named) for block in _cut(sentences, rng)]


def _cut(sentences: Sequence[Sentence], rng: random.Random) -> Iterator[Sequence[Sentence]]:
    start = 0
    while start < len(sentences):
        end = start + rng.choice(LENGTHS)
        yield sentences[start:end]
        start = end


def make_doc(sentences: Iterable[Sentence], vocab: Vocab, named: bool) -> Doc:
    """Return one annotated document. Without `named` its names are unknown, not absent."""
    words: list[Word] = []
    heads: list[int] = []
    names: list[tuple[int, int, str]] = []
    starts: list[int] = []
    unknown: list[int] = []
    for sentence in sentences:
        offset = len(words)
        starts.append(offset)
        words.extend(sentence.words)
        heads.extend(offset + word.head for word in sentence.words)
        if named or sentence.names is not None:
            names.extend((a + offset, b + offset, kind) for a, b, kind in find_names(sentence))
        if sentence.names is not None:
            unknown.extend(offset + index for index in sentence.unsure)
        elif not named:
            unknown.extend(range(offset, offset + len(sentence.words)))
    doc = Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[word.space for word in words],
        tags=[word.xpos for word in words],
        pos=[word.upos for word in words],
        morphs=[word.feats for word in words],
        lemmas=[word.lemma for word in words],
        heads=heads,
        deps=[word.dep for word in words],
        sent_starts=None,
    )
    spans = [Span(doc, a, b, label=kind) for a, b, kind in names]
    doc.set_ents(spans, missing=[doc[i : i + 1] for i in unknown], default="outside")
    return doc
