"""How does the pipeline learn? spaCy's update on fresh rough documents, until the words are up.

`spacy train` would read the same corpus file in every epoch; here each pass over the treebanks
is roughened anew (news.py), and nothing is tokenised twice. The rest is spaCy's: the components,
the optimizer and its running average of the weights, which is what is measured and kept.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.training.batchers import minibatch_by_words
from spacy.util import load_config, load_model_from_config, registry
from thinc.api import NumpyOps, Optimizer, fix_random_seed, set_current_ops
from threadpoolctl import threadpool_limits

from training.evaluate import Counts, count_document, f_score, share

Pass = Callable[[Language, random.Random], list[Doc]]  # documents of one pass over the corpus

CONFIG = Path(__file__).with_name("config.cfg")
BATCH = (600, 1800)  # words in an update, from the first to the last
GROWTH = 2000  # updates until a batch is full-grown
DROPOUT = 0.15
MEASURED_EVERY = 300_000  # words between two looks at the dev split


@dataclass(frozen=True)
class Lesson:
    """What is learnt, from what, for how long, and how it is judged."""

    documents: Pass
    dev: Callable[[Language], list[Doc]]
    skipped: tuple[str, ...]  # components that do not learn
    words: int  # to learn from
    horizon: int  # words after which the learning rate would be a tenth of its peak
    peak: float  # learning rate after its short rise
    score: Callable[[Counts], float]


def learn(
    lesson: Lesson,
    seed: int,
    out: Path,
    overrides: dict[str, object],
    trained: Path | None = None,
) -> None:
    """Train, and keep in `out` the weights that read the dev documents best.

    Begin with the weights of a `trained` pipeline, or from nothing.
    """
    fix_random_seed(seed)
    # blis, which is thinc's choice, is built for no processor in particular: half as fast
    set_current_ops(NumpyOps(use_blis=False))
    threadpool_limits(limits=1, user_api="blas")
    rng = random.Random(seed)
    config = load_config(CONFIG, overrides=overrides)
    nlp = spacy.load(trained) if trained else load_model_from_config(config, auto_fill=True)
    if not trained:
        first = lesson.documents(nlp, random.Random(seed))
        nlp.initialize(lambda: _examples(nlp, first))
    optimizer = registry.resolve(config["training"])["optimizer"]
    gold = lesson.dev(nlp)
    seen, best, due, started = 0, -1.0, MEASURED_EVERY, time.perf_counter()
    for count, batch in _batches(nlp, lesson.documents, rng):
        optimizer.learn_rate = lesson.peak * _rate(seen / lesson.horizon)
        nlp.update(batch, drop=DROPOUT, sgd=optimizer, exclude=lesson.skipped)
        optimizer.step_schedules()
        seen += count
        if seen >= due or seen >= lesson.words:
            due += MEASURED_EVERY
            when = f"{seen} words, {time.perf_counter() - started:.0f} s"
            best = _keep_if_better(nlp, optimizer, gold, lesson, best, out, when)
        if seen >= lesson.words:
            return


def _rate(done: float) -> float:
    """Return the share of the peak rate at a share of the way: a short rise, a line to a tenth."""
    return min(1.0, 0.05 + done * 50) * (1 - 0.9 * done)


def _batches(
    nlp: Language, documents: Pass, rng: random.Random
) -> Iterator[tuple[int, list[Example]]]:
    """Yield batches with their number of words, pass after pass, without end."""
    updates = 0
    while True:
        docs = documents(nlp, rng)
        size = int(BATCH[0] + (BATCH[1] - BATCH[0]) * min(1.0, updates / GROWTH))
        for batch in minibatch_by_words(_examples(nlp, docs), size, tolerance=0.2):
            updates += 1
            yield sum(len(example.reference) for example in batch), batch


def _examples(nlp: Language, docs: list[Doc]) -> Iterator[Example]:
    for doc in docs:
        words = [token.text for token in doc]
        spaces = [bool(token.whitespace_) for token in doc]
        yield Example(Doc(nlp.vocab, words=words, spaces=spaces), doc)


def _keep_if_better(
    nlp: Language,
    optimizer: Optimizer,
    gold: list[Doc],
    lesson: Lesson,
    best: float,
    out: Path,
    when: str,
) -> float:
    """Measure the averaged weights on the dev documents, and save them if nothing was better."""
    with nlp.use_params(optimizer.averages), nlp.select_pipes(disable=list(lesson.skipped)):
        counts: Counts = Counter()
        for doc in gold:
            count_document(doc, nlp(doc.text), counts)
    score = lesson.score(counts)
    if score > best:
        with nlp.use_params(optimizer.averages):
            nlp.to_disk(out)
    sys.stdout.write(
        f"{when}: UAS {share(counts, 'uas')} LAS {share(counts, 'las')} "
        f"sentences {f_score(counts, 'sent')} names {f_score(counts, 'name')}\n"
    )
    sys.stdout.flush()
    return max(best, score)
