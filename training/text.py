"""What raw text is there besides the treebanks? One-sentence records of news events."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]

from training.conllu import Sentence

FILE = "wiki_current_events.jsonl.gz"


def read_events(folder: Path) -> Iterator[str]:
    """Yield the text of each record of the raw corpus, oldest first."""
    path = folder / FILE
    if not path.exists():
        raise FileNotFoundError(
            f"{folder} has no {FILE}: pass the folder of the raw news text with --raw "
            "(training/README.md says where it comes from)"
        )
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def cut_words(events: Iterator[str], tokenizer: Tokenizer) -> Iterator[list[str]]:
    """Yield each text as its words, without white space."""
    for text in events:
        yield [token.text for token in tokenizer(text) if not token.is_space]


def treebank_words(sentences: list[Sentence]) -> Iterator[list[str]]:
    """Yield the words of each sentence."""
    for sentence in sentences:
        yield [word.form for word in sentence.words]
