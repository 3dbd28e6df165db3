"""How do the shipped weights come about, from nothing but the corpora and a seed?"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

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
from training.vectors import read_table, write_vectors

if TYPE_CHECKING:  # torch is not there unless a teacher is trained
    from training.encoder import Encoder
    from training.teacher import Known

SEED = 7
BANKS = ("ewt", "gum")
NAMED = "gum"  # the one that knows names
TEACHER_WORDS = 1_240_000  # four passes over both treebanks
SILVER = 60_000  # sentences that the teacher reads, 1.4 million words
SILVER_SHARE = 450_000  # words of them in a pass, beside 310,000 of the treebanks
NAMES = ("ner",)

Bank = dict[str, list[Sentence]]


@dataclass(frozen=True)
class Sources:
    """Where everything comes from, and where what is made of it is kept."""

    treebank: Path
    raw: Path
    encoder: Path
    scratch: Path
    seed: int = SEED


@dataclass(frozen=True)
class Material:
    """What the pipeline learns from."""

    train: Bank
    silver: list[Sentence]
    strangers: Strangers


def build(sources: Sources, out: Path) -> None:
    """Train the pipeline and write it to `out`.

    What is found finished in the scratch folder is not made again, so that a build that was
    broken off goes on where it was.
    """
    sources.scratch.mkdir(parents=True, exist_ok=True)
    train, dev = (
        {name: read_treebank(sources.treebank, name, split) for name in BANKS}
        for split in ("train", "dev")
    )
    strangers = find_strangers(read_events(sources.raw))
    _once(sources.scratch / "vectors", lambda part: write_word_vectors(train, sources.raw, part))
    teacher, taught = sources.scratch / "teacher", sources.scratch / "silver"
    _once(teacher, lambda part: teach(sources, train, dev, strangers, part))
    _once(taught, lambda part: read_silver(sources, train, part))
    train["ewt"] = silver.read_sentences(taught / "ewt.json.gz")  # with names
    material = Material(train, silver.read_sentences(taught / "raw.json.gz"), strangers)
    learnt = train_pipeline(material, dev, sources.scratch, sources.seed)
    package.finish(learnt, out)
    _say(f"written to {out}")


def _once(folder: Path, make: Callable[[Path], object]) -> None:
    """Make a folder, unless it is there: it gets its name when it is finished."""
    if folder.exists():
        _say(f"{folder.name}: kept")
        return
    _say(folder.name)
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    make(part)
    part.rename(folder)


def teach(sources: Sources, train: Bank, dev: Bank, strangers: Strangers, out: Path) -> None:
    """Train the teacher, and keep its weights."""
    import torch  # is needed for the teacher alone

    from training import teacher, teaching

    known, encoder = _known(sources, train)

    def learning(rng: random.Random) -> list[teacher.Read]:
        return [
            teacher.to_learn(
                exchange(s, strangers, rng, name == NAMED), known.codes, name == NAMED
            )
            for name, bank in train.items()
            for s in bank
        ]

    judged = [teacher.to_learn(s, known.codes, name == NAMED) for name in BANKS for s in dev[name]]
    network = teaching.teach(learning, judged, known, encoder, sources.seed, TEACHER_WORDS)
    torch.save(network.state_dict(), out / "weights.pt")


def read_silver(sources: Sources, train: Bank, out: Path) -> None:
    """Let the teacher read raw news, and the names of the treebank that has none."""
    import torch

    from training import teacher, teaching

    known, encoder = _known(sources, train)
    network = teacher.Teacher(known.codes, known.width, encoder)
    network.load_state_dict(torch.load(sources.scratch / "teacher" / "weights.pt"))
    network.eval()
    torch.set_num_threads(1)
    sentences = list(silver.cut_sentences(read_events(sources.raw), tokens.build()))
    some = min(SILVER, len(sentences))
    chosen = sorted(random.Random(sources.seed).sample(range(len(sentences)), some))
    read = teaching.read(network, [sentences[i] for i in chosen], known)
    silver.write_sentences(read, out / "raw.json.gz")
    ewt = train["ewt"]
    named = zip(ewt, teaching.read(network, [s.words for s in ewt], known), strict=True)
    silver.write_sentences(
        [replace(gold, names=found.names, unsure=found.unsure) for gold, found in named],
        out / "ewt.json.gz",
    )


def _known(sources: Sources, train: Bank) -> tuple[Known, Encoder]:
    """Return what the teacher looks words up in, and the language model it goes on from."""
    from training import encoder, teacher

    codes = teacher.codes_of([s for bank in train.values() for s in bank])
    network, pieces = encoder.load(sources.encoder)
    table = teacher.scaled(*read_table(sources.scratch / "vectors"))
    return teacher.Known(codes, table, pieces), network


def train_pipeline(material: Material, dev: Bank, scratch: Path, seed: int) -> Path:
    """Train on gold, then on gold and silver, and return the folder of what was learnt."""
    overrides: dict[str, object] = {"paths.vectors": str(scratch / "vectors" / "pipeline")}
    gold = replace(material, silver=[])
    first, again = scratch / "reading", [scratch / f"reading{i}" for i in (1, 2)]
    plain = lesson(gold, dev, 3_200_000, 0.002, NAMES)
    _once(first, lambda part: learn(plain, seed, part, overrides))
    more = lesson(gold, dev, 2_700_000, 0.0015, NAMES)
    for i, folder in enumerate(again, start=1):
        _once(folder, lambda part, i=i: learn(more, seed + i, part, overrides, first))  # type: ignore[misc]
    average, out = scratch / "average", scratch / "learnt"
    _once(average, lambda part: write_average(again, part))
    last = lesson(material, dev, 4_500_000, 0.0015)
    _once(out, lambda part: learn(last, seed + 4, part, overrides, average))
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
        sentences = [
            silver.shorten(exchange(s, material.strangers, rng, named or s.names is not None), rng)
            for s in bank
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


def write_word_vectors(banks: Bank, raw: Path, out: Path) -> None:
    """Train vectors on the raw text and on the words of the treebanks."""
    texts = list(cut_words(read_events(raw), tokens.build()))
    for bank in banks.values():
        texts += treebank_words(bank)
    write_vectors(texts, out)


def _say(what: str) -> None:
    sys.stdout.write(f"[training] {what}\n")
    sys.stdout.flush()
