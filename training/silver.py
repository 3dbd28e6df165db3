"""What can be learnt from raw news? The teacher reads it, and its reading is a treebank of silver.

Records of events are cut into words by the pipeline's own rules, into sentences after full stops,
and read by the teacher (teacher.py). Words of whose names the teacher is not sure are left open.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]

from training.conllu import Sentence, Word
from training.news import without

LENGTHS = range(4, 61)  # words of a sentence that is kept
SHORTENED = 0.4  # of sentences with a person's first and last name


def cut_sentences(events: Iterable[str], tokenizer: Tokenizer) -> Iterator[tuple[Word, ...]]:
    """Yield the words of each sentence of running text."""
    for text in events:
        words = [
            Word(token.text, bool(token.whitespace_), "", "", "", "", 0, "")
            for token in tokenizer(" ".join(text.split()))
        ]
        start = 0
        for end in [*_ends(words), len(words)]:
            if end - start in LENGTHS:
                yield tuple(words[start:end])
            start = end


def _ends(words: Sequence[Word]) -> Iterator[int]:
    """Yield where a sentence begins behind a stop and the quotation mark or bracket after it."""
    for index in range(1, len(words) - 1):
        if words[index].form not in {".", "!", "?"}:
            continue
        end = index + 1
        while end < len(words) and not words[end - 1].space and words[end].form in "\"'”’)":
            end += 1
        if end < len(words) and words[end - 1].space and not words[end].form[:1].islower():
            yield end


def shorten(sentence: Sentence, rng: random.Random) -> Sentence:
    """Call some persons by their last name alone, as texts do from the second time on."""
    for start, end, kind in sentence.names or ():
        words = sentence.words
        leaves = all(
            words[i].head == start and words[i].dep == "flat" for i in range(start + 1, end)
        )
        if kind == "PERSON" and leaves and end - start == 2 and rng.random() < SHORTENED:
            last = replace(words[start], form=words[end - 1].form, space=words[end - 1].space)
            short = replace(sentence, words=(*words[:start], last, *words[start + 1 :]))
            shorter = without(short, end - 1)
            if len(shorter.words) < len(words):
                return shorter  # the places of the others have moved
    return sentence


def write_sentences(sentences: Iterable[Sentence], path: Path) -> None:
    """Keep sentences, one a line."""
    with gzip.open(path, "wt", encoding="utf8") as lines:
        for s in sentences:
            kept = {
                "words": [astuple(word) for word in s.words],
                "opens": [s.opens_paragraph, s.opens_document],
                "names": s.names,
                "unsure": sorted(s.unsure),
            }
            lines.write(json.dumps(kept, ensure_ascii=False) + "\n")


def read_sentences(path: Path) -> list[Sentence]:
    """Return the sentences that were kept."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [_sentence(json.loads(line)) for line in lines]


def _sentence(kept: dict[str, Any]) -> Sentence:
    names = kept["names"]
    return Sentence(
        tuple(Word(*word) for word in kept["words"]),
        *kept["opens"],
        None if names is None else tuple((a, b, kind) for a, b, kind in names),
        frozenset(kept["unsure"]),
    )
