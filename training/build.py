"""How do the shipped weights come about, from nothing but the corpora and a seed?"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from training import package, silver, tokens
from training.average import write_average
from training.conllu import Sentence, read_treebank
from training.documents import even_documents, rough_documents
from training.evaluate import f_score, share
from training.learn import Lesson, learn
from training.strangers import Strangers, exchange, find_strangers
from training.text import cut_words, read_events, treebank_words
from training.vectors import Table, write_vectors

SEED = 7
BANKS = ("ewt", "gum")
NAMED = "gum"  # the one that knows names
TEACHER_WORDS = 3_200_000  # ten passes over both treebanks
SILVER = 60_000  # sentences that the teacher reads, 1.4 million words
SILVER_SHARE = 310_000  # words of them in a pass: as many as the treebanks have
NAMES = ("ner",)

Bank = dict[str, list[Sentence]]


@dataclass(frozen=True)
class Material:
    """What the pipeline learns from."""

    train: Bank
    silver: list[Sentence]
    strangers: Strangers
    places: frozenset[str]


def build(treebank: Path, raw: Path, out: Path, scratch: Path, seed: int = SEED) -> None:
    """Train the pipeline and write it to `out`; what it is made from stays in `scratch`."""
    scratch.mkdir(parents=True, exist_ok=True)
    train, dev = (
        {name: read_treebank(treebank, name, split) for name in BANKS}
        for split in ("train", "dev")
    )
    _say("word vectors")
    vectors = write_word_vectors(train, raw, scratch)
    strangers = find_strangers(read_events(raw))
    _say("the teacher")
    read = teacher_of(train, dev, strangers, vectors, seed)
    _say("reading the raw news")
    sentences = list(silver.cut_sentences(read_events(raw), tokens.build()))
    chosen = sorted(random.Random(seed).sample(range(len(sentences)), SILVER))
    places = silver.world()
    taught = [silver.with_guesses(s, places) for s in read([sentences[i] for i in chosen])]
    material = Material(train, taught, strangers, places)
    learnt = train_pipeline(material, dev, scratch, seed)
    package.finish(learnt, out)
    _say(f"written to {out}")


Reader = Callable[[list[tuple[silver.Word, ...]]], list[Sentence]]


def teacher_of(
    train: Bank, dev: Bank, strangers: Strangers, vectors: tuple[list[str], Table], seed: int
) -> Reader:
    """Train the teacher, and return what reads sentences with it."""
    from training import teacher, teaching  # torch is needed here alone

    codes = teacher.codes_of([s for bank in train.values() for s in bank])
    known = teacher.scaled(*vectors)

    def learning(rng: random.Random) -> list[teacher.Read]:
        return [
            teacher.to_learn(exchange(s, strangers, rng, name == NAMED), codes, name == NAMED)
            for name, bank in train.items()
            for s in bank
        ]

    judged = [teacher.to_learn(s, codes, name == NAMED) for name in BANKS for s in dev[name]]
    network = teaching.teach(learning, judged, codes, known, seed, TEACHER_WORDS)
    return lambda sentences: teaching.read(network, sentences, known)


def train_pipeline(material: Material, dev: Bank, scratch: Path, seed: int) -> Path:
    """Train on gold, then on gold and silver, and return the folder of what was learnt."""
    overrides: dict[str, object] = {"paths.vectors": str(scratch / "vectors")}
    gold = replace(material, silver=[])
    _say("reading")
    first = scratch / "reading"
    learn(lesson(gold, dev, 3_200_000, 0.002, NAMES), seed, first, overrides)
    again = [scratch / f"reading{i}" for i in (1, 2)]
    for i, folder in enumerate(again, start=1):
        _say(f"reading once more, {i} of {len(again)}")
        learn(lesson(gold, dev, 2_700_000, 0.0015, NAMES), seed + i, folder, overrides, first)
    average, out = scratch / "average", scratch / "learnt"
    write_average(again, average)
    _say("silver and names")
    learn(lesson(material, dev, 2_700_000, 0.0015), seed + 4, out, overrides, average)
    return out


def lesson(
    material: Material, dev: Bank, words: int, peak: float, skipped: tuple[str, ...] = ()
) -> Lesson:
    """Return a lesson; a pass over both treebanks is 310,000 words."""
    return Lesson(
        documents=lambda nlp, rng: rough_pass(material, nlp, rng),
        # half of EWT's documents, which are twice GUM's
        dev=lambda nlp: (
            even_documents(dev["ewt"], nlp.vocab)[::2]
            + even_documents(dev["gum"], nlp.vocab, named=True)
        ),
        skipped=skipped,
        words=words,
        horizon=round(words * 1.05),
        peak=peak,
        score=lambda counts: (
            share(counts, "uas") + share(counts, "las") + 0.3 * f_score(counts, "name")
        ),
    )


def rough_pass(material: Material, nlp: Language, rng: random.Random) -> list[Doc]:
    """Return the treebanks and as much silver as rough documents in random order."""
    docs = []
    for name, bank in material.train.items():
        named = name == NAMED
        sentences = [exchange(s, material.strangers, rng, named) for s in bank]
        if not named:
            sentences = [
                silver.shorten(silver.with_guesses(s, material.places), rng) for s in sentences
            ]
        docs += rough_documents(sentences, nlp.vocab, rng, named)
    some = [silver.shorten(s, rng) for s in _stretch(material.silver, rng)]
    docs += rough_documents(some, nlp.vocab, rng)
    rng.shuffle(docs)
    return docs


def _stretch(sentences: list[Sentence], rng: random.Random) -> list[Sentence]:
    """Return neighbouring sentences from anywhere on, as many as the pass has room for."""
    if not sentences:
        return []
    at, words = rng.randrange(len(sentences)), 0
    out: list[Sentence] = []
    while words < SILVER_SHARE:
        out.append(sentences[at % len(sentences)])
        words += len(out[-1].words)
        at += 1
    return out


def write_word_vectors(banks: Bank, raw: Path, scratch: Path) -> tuple[list[str], Table]:
    """Train vectors on the raw text and on the words of the treebanks."""
    texts = list(cut_words(read_events(raw), tokens.build()))
    for bank in banks.values():
        texts += treebank_words(bank)
    return write_vectors(texts, scratch, scratch / "vectors")


def _say(what: str) -> None:
    sys.stdout.write(f"[training] {what}\n")
    sys.stdout.flush()
