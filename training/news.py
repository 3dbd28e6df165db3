"""What does news look like that a treebank does not? Headlines, datelines, quotes, paragraphs."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from training.conllu import Sentence, Word
from training.names import find_names

# how often, as shares; set by eye: no ablation has been run
PARAGRAPHS = 0.3  # of documents get line breaks
QUOTES = 0.3  # of documents with straight quotes get curly ones
NO_FULL_STOP = 0.4  # of sentences before a line break lose theirs
RECASED = 0.02  # of sentences for each of lower, upper and title case
DATELINE = 0.04  # of first sentences
LOST_QUOTE = 0.08  # of sentences with quotation marks lose one
DASH = 0.3  # of documents change their dashes

CITIES = (
    "KYIV",
    "MOSCOW",
    "SEOUL",
    "London",
    "PARIS",
    "GENEVA",
    "BEIJING",
    "Jakarta",
    "SURABAYA",
    "WASHINGTON",
    "BERLIN",
    "Tehran",
    "ANKARA",
    "CAIRO",
    "BAGHDAD",
    "DELHI",
    "TOKYO",
    "Jerusalem",
    "BRUSSELS",
    "RIYADH",
    "Nairobi",
    "MANILA",
    "Warsaw",
)
COUNTRIES = ["Indonesia", "Ukraine", "South Korea", "Russia", "France", "Kenya", "Switzerland"]
AGENCIES = ["Reuters", "AP", "AFP", "TASS", "Yonhap", "Xinhua", "BBC", "CNN"]
MONTHS = ["Jan", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept", "Oct.", "Nov"]
DASHES = ["-", "–", "—", "--"]

SPACE = Word("\n\n", False, "\n\n", "SPACE", "_SP", "", 0, "dep")


def roughen(sentences: Sequence[Sentence], rng: random.Random) -> list[Sentence]:
    """Return the sentences with some of the marks of news, and others left as they are."""
    out = list(sentences)
    if rng.random() < QUOTES:
        out = _curl(out)
    if rng.random() < DASH:
        dash = rng.choice(DASHES)
        out = [_map(s, lambda w: _new_dash(w, dash)) for s in out]
    out = [_recase(_lose_quote(s, rng), rng) for s in out]
    if (rng.random() < DATELINE * 3 and out[0].opens_paragraph) or rng.random() < DATELINE:
        out[0] = _add_dateline(out[0], rng)
    return _break_lines(out, rng) if rng.random() < PARAGRAPHS else out


def _map(sentence: Sentence, change: Callable[[Word], Word]) -> Sentence:
    return replace(sentence, words=tuple(change(word) for word in sentence.words))


def _new_dash(word: Word, dash: str) -> Word:
    """Change a dash between clauses; the hyphen of "well-known" stays."""
    return replace(word, form=dash) if word.form in DASHES and word.xpos == ":" else word


def _curl(sentences: list[Sentence]) -> list[Sentence]:
    """Turn straight quotation marks and apostrophes into curly ones, as the tags have them."""
    opening = {"``": "“", "''": "”"}

    def curl(word: Word) -> Word:
        if word.form == '"' and word.xpos in opening:
            return replace(word, form=opening[word.xpos])
        if "'" in word.form and word.xpos not in {"``", "''"}:
            return replace(word, form=word.form.replace("'", "’"))
        return word

    return [_map(sentence, curl) for sentence in sentences]


def _recase(sentence: Sentence, rng: random.Random) -> Sentence:
    draw = rng.random()
    if draw < RECASED:
        return _map(sentence, lambda w: replace(w, form=w.form.lower()))
    if draw < 2 * RECASED:
        return _map(sentence, lambda w: replace(w, form=w.form.upper()))
    if draw < 3 * RECASED:
        return _map(sentence, _title)
    return sentence


def _title(word: Word) -> Word:
    open_class = word.upos in {"NOUN", "VERB", "ADJ", "ADV", "PRON", "AUX", "PROPN"}
    whole = open_class and word.form[:1].isalpha()
    return replace(word, form=word.form[:1].upper() + word.form[1:]) if whole else word


def _lose_quote(sentence: Sentence, rng: random.Random) -> Sentence:
    marks = [i for i, word in enumerate(sentence.words) if word.xpos in {"``", "''"}]
    if not marks or rng.random() >= LOST_QUOTE:
        return sentence
    return without(sentence, rng.choice(marks))


def without(sentence: Sentence, index: int) -> Sentence:
    """Take a word out, unless others hang on it or the sentence is nothing else."""
    words = sentence.words
    hanging = any(w.head == index for i, w in enumerate(words) if i != index)
    if hanging or words[index].head == index or "(" in words[index].entity:
        return sentence
    kept = [
        replace(word, head=word.head - (word.head > index))
        for i, word in enumerate(words)
        if i != index
    ]
    if index and words[index].space:
        kept[index - 1] = replace(kept[index - 1], space=True)
    names = sentence.names
    if names is not None:
        names = tuple((a - (a > index), b - (b > index), kind) for a, b, kind in names)
    unsure = frozenset(i - (i > index) for i in sentence.unsure if i != index)
    return replace(sentence, words=tuple(kept), names=names, unsure=unsure)


def _break_lines(sentences: list[Sentence], rng: random.Random) -> list[Sentence]:
    """End paragraphs where the treebank does and at some other places, often without a stop."""
    out = []
    for sentence, following in zip(sentences, [*sentences[1:], None], strict=True):
        ends = following is not None and (following.opens_paragraph or rng.random() < 0.15)
        if ends or (following is None and rng.random() < 0.3):
            stop = sentence.words[-1].form in {".", "!", "?"} and len(sentence.words) > 2
            if stop and rng.random() < NO_FULL_STOP:
                sentence = without(sentence, len(sentence.words) - 1)
        out.append(_end_line(sentence, rng) if ends else sentence)
    return out


def _end_line(sentence: Sentence, rng: random.Random) -> Sentence:
    """Add line breaks as a word of white space on the last word, as spaCy's own texts have it."""
    form = rng.choice(["\n\n", "\n\n", "\n\n", "\n"])
    last = replace(sentence.words[-1], space=False)
    space = replace(SPACE, form=form, lemma=form, head=len(sentence.words) - 1)
    return replace(sentence, words=(*sentence.words[:-1], last, space))


def _add_dateline(sentence: Sentence, rng: random.Random) -> Sentence:
    """Put "KYIV, Ukraine (Reuters) — " before a sentence, on its root as EWT has it."""
    root = next(i for i, word in enumerate(sentence.words) if word.head == i)
    line = _dateline(rng)
    shifted = [replace(word, head=word.head + len(line)) for word in sentence.words]
    head = root + len(line)
    line[0] = replace(line[0], head=head)
    line[-1] = replace(line[-1], head=head)
    names = sentence.names
    if names is not None:
        by = len(line)
        names = (*find_names(Sentence(tuple(line))), *((a + by, b + by, k) for a, b, k in names))
    unsure = frozenset(i + len(line) for i in sentence.unsure)
    return replace(sentence, words=(*line, *shifted), names=names, unsure=unsure)


def _dateline(rng: random.Random) -> list[Word]:
    city = rng.choice(CITIES)
    words = [_proper(city if rng.random() < 0.7 else city.title(), 0, "parataxis", "place")]

    def add(form: str, xpos: str, head: int, dep: str, space: bool = True) -> None:
        upos = {"NNP": "PROPN", "CD": "NUM"}.get(xpos, "PUNCT")
        words.append(Word(form, space, form, upos, xpos, "", head, dep))

    if rng.random() < 0.4:
        words[-1] = replace(words[-1], space=False)
        country = rng.choice([name for name in COUNTRIES if " " not in name])
        add(",", ",", len(words) + 1, "punct")
        words.append(_proper(country, 0, "appos", "place"))
    if rng.random() < 0.4:
        words[-1] = replace(words[-1], space=False)
        month = len(words) + 1
        add(",", ",", month, "punct")
        add(rng.choice(MONTHS), "NNP", 0, "nmod:unmarked")
        add(str(rng.randint(1, 31)), "CD", month, "nummod")
    if rng.random() < 0.6:
        agency = len(words) + 1
        add("(", "-LRB-", agency, "punct", space=False)
        words.append(_proper(rng.choice(AGENCIES), 0, "parataxis", "organization", space=False))
        add(")", "-RRB-", agency, "punct")
    add(rng.choice(DASHES), ":", 0, "punct")
    return words


def _proper(form: str, head: int, dep: str, kind: str, space: bool = True) -> Word:
    entity = f"(0-{kind}-new)"
    return Word(form, space, form, "PROPN", "NNP", "Number=Sing", head, dep, entity)
