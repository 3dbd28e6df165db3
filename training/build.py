"""How do the shipped weights come about, from nothing but the corpora and a seed?"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from training import package, tokens
from training.average import write_average
from training.conllu import Sentence, read_treebank
from training.documents import even_documents, rough_documents
from training.evaluate import f_score, share
from training.learn import Lesson, learn
from training.text import cut_words, read_events, treebank_words
from training.vectors import write_vectors

SEED = 7
BANKS = ("ewt", "gum")
NAMED = "gum"  # the one that knows names
READING = ("tok2vec", "tagger", "morphologizer", "parser")
NAMES = ("ner",)  # with a word network of its own: it learns from a third of the text

Bank = dict[str, list[Sentence]]


def build(treebank: Path, raw: Path, out: Path, scratch: Path, seed: int = SEED) -> None:
    """Train the pipeline and write it to `out`; what it is made from stays in `scratch`."""
    scratch.mkdir(parents=True, exist_ok=True)
    train, dev = (
        {name: read_treebank(treebank, name, split) for name in BANKS}
        for split in ("train", "dev")
    )
    _say("word vectors")
    write_word_vectors(train, raw, scratch)
    overrides: dict[str, object] = {"paths.vectors": str(scratch / "vectors")}
    _say("names")
    learn(names_lesson(train, dev), seed, scratch / "names", overrides)
    _say("reading")
    first = scratch / "reading"
    learn(reading_lesson(train, dev, 3_200_000, 0.002), seed, first, overrides)
    again = [scratch / f"reading{i}" for i in (1, 2)]
    for i, folder in enumerate(again, start=1):
        _say(f"reading once more, {i} of {len(again)}")
        learn(reading_lesson(train, dev, 2_700_000, 0.0015), seed + i, folder, overrides, first)
    write_average(again, scratch / "average")
    package.finish(scratch / "average", scratch / "names", out)
    _say(f"written to {out}")


def reading_lesson(train: Bank, dev: Bank, words: int, peak: float) -> Lesson:
    """Return how tags, parse and sentences are learnt; a pass over both treebanks is 310,000."""
    return Lesson(
        documents=lambda nlp, rng: rough_pass(train, nlp, rng),
        # half of EWT's documents, which are twice GUM's
        dev=lambda nlp: (
            even_documents(dev["ewt"], nlp.vocab)[::2] + even_documents(dev["gum"], nlp.vocab)
        ),
        skipped=NAMES,
        words=words,
        horizon=words,
        peak=peak,
        score=lambda counts: share(counts, "uas") + share(counts, "las"),
    )


def names_lesson(train: Bank, dev: Bank) -> Lesson:
    """Return how names are learnt: from GUM alone."""
    return Lesson(
        documents=lambda nlp, rng: rough_pass({NAMED: train[NAMED]}, nlp, rng),
        dev=lambda nlp: even_documents(dev[NAMED], nlp.vocab, named=True),
        skipped=READING,
        words=1_500_000,
        horizon=2_000_000,
        peak=0.002,
        score=lambda counts: f_score(counts, "name"),
    )


def rough_pass(banks: Bank, nlp: Language, rng: random.Random) -> list[Doc]:
    """Return treebanks as rough documents in random order."""
    docs = [
        doc
        for name, bank in banks.items()
        for doc in rough_documents(bank, nlp.vocab, rng, named=name == NAMED)
    ]
    rng.shuffle(docs)
    return docs


def write_word_vectors(banks: Bank, raw: Path, scratch: Path) -> None:
    """Train vectors on the raw text and on the words of the treebanks."""
    texts = list(cut_words(read_events(raw), tokens.build()))
    for bank in banks.values():
        texts += treebank_words(bank)
    write_vectors(texts, scratch, scratch / "vectors")


def _say(what: str) -> None:
    sys.stdout.write(f"[training] {what}\n")
    sys.stdout.flush()
