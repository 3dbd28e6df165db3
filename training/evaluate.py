"""How good, how large and how fast is the pipeline? The table that the README shows.

The pipeline is given raw text, eight sentences at a time, and must find words and sentences
itself. A word counts as right where its offsets and its head's agree with the treebank;
punctuation is left out, and relations are compared before the colon, as is usual.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from training.conllu import read_treebank
from training.documents import even_documents

BANKS = (("ewt", "dev"), ("ewt", "test"), ("gum", "dev"), ("gum", "test"))
NAMES = ("PERSON", "ORG", "PLACE")
HEADER = """\
| text | words | tags | sentences | UAS | LAS | names P / R / F |
|---|---|---|---|---|---|---|
"""

Counts = Counter[str]


def evaluate(model: Path, treebank: Path, report: Path) -> str:
    """Return the table in Markdown, and write its figures to `report` as JSON."""
    started = time.perf_counter()
    nlp = spacy.load(model)
    load = time.perf_counter() - started
    rows = {f"{name} {split}": _score(nlp, treebank, name, split) for name, split in BANKS}
    figures: dict[str, object] = {
        "parse": rows,
        "load_s": round(load, 2),
        "size_mb": round(sum(f.stat().st_size for f in model.rglob("*") if f.is_file()) / 1e6, 1),
        "words_per_s": measure_speed(nlp, treebank),
    }
    report.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf8")
    return _markdown(rows, figures)


def _markdown(rows: dict[str, dict[str, float]], figures: dict[str, object]) -> str:
    lines = [
        f"| {name.upper()} | {row['words']} | {row['tag']} | {row['sent_f']} | {row['uas']} "
        f"| {row['las']} | "
        + (f"{row['name_p']} / {row['name_r']} / {row['name_f']} |" if "name_f" in row else "|")
        for name, row in rows.items()
    ]
    foot = (
        f"\n{figures['size_mb']} MB, loads in {figures['load_s']} s, "
        f"{figures['words_per_s']} words a second on one core.\n"
    )
    return HEADER + "\n".join(lines) + "\n" + foot


def _score(nlp: Language, treebank: Path, name: str, split: str) -> dict[str, float]:
    named = name == "gum"
    counts: Counts = Counter()
    for gold in even_documents(read_treebank(treebank, name, split), nlp.vocab, named=named):
        count_document(gold, nlp(gold.text), counts)
    row = {
        "words": counts["words"],
        "tag": _percent(counts["tag"], counts["words"]),
        "sent_f": f_score(counts, "sent"),
        "uas": _percent(counts["uas"], counts["scored"]),
        "las": _percent(counts["las"], counts["scored"]),
    }
    if named:
        row["name_p"] = _percent(counts["name_both"], counts["name_found"])
        row["name_r"] = _percent(counts["name_both"], counts["name_gold"])
        row["name_f"] = f_score(counts, "name")
    return row


def count_document(gold: Doc, found: Doc, counts: Counts) -> None:
    """Add what agrees between two readings of one text."""
    at = {(token.idx, len(token)): token for token in found}
    for token in gold:
        _count_word(token, at.get((token.idx, len(token))), counts)
    _count_sets(counts, "sent", _sentence_starts(gold), _sentence_starts(found))
    if gold.has_annotation("ENT_IOB"):  # EWT has no names
        _count_sets(counts, "name", _names(gold), _names(found))


def _count_word(gold: Token, found: Token | None, counts: Counts) -> None:
    counts["words"] += 1
    counts["tag"] += found is not None and found.tag_ == gold.tag_
    if gold.dep_ == "punct":
        return
    counts["scored"] += 1
    if found is not None and (found.head.idx, len(found.head)) == (gold.head.idx, len(gold.head)):
        counts["uas"] += 1
        counts["las"] += found.dep_.split(":")[0] == gold.dep_.split(":")[0]


def _sentence_starts(doc: Doc) -> set[object]:
    return {token.idx for token in doc if token.is_sent_start}


def _names(doc: Doc) -> set[object]:
    return {(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in NAMES}


def _count_sets(counts: Counts, kind: str, gold: set[object], found: set[object]) -> None:
    counts[f"{kind}_gold"] += len(gold)
    counts[f"{kind}_found"] += len(found)
    counts[f"{kind}_both"] += len(gold & found)


def f_score(counts: Counts, kind: str) -> float:
    """Return the F1 of a kind of set in percent."""
    total = counts[f"{kind}_gold"] + counts[f"{kind}_found"]
    return _percent(2 * counts[f"{kind}_both"], total)


def share(counts: Counts, key: str) -> float:
    """Return how many of the words that count for the parse are right in `key`, in percent."""
    return _percent(counts[key], counts["scored"])


def _percent(part: int, whole: int) -> float:
    return round(100 * part / max(1, whole), 1)


def measure_speed(nlp: Language, treebank: Path) -> int:
    """Return words a CPU second over documents of eight sentences, one call each."""
    texts = _texts(even_documents(read_treebank(treebank, "gum", "dev"), nlp.vocab))
    nlp(texts[0])
    started = time.process_time()
    words = sum(len(nlp(text)) for text in texts)
    return round(words / (time.process_time() - started))


def _texts(docs: Iterable[Doc]) -> list[str]:
    return [doc.text for doc in docs]
