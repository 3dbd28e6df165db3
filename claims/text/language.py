"""How does a text become words with a grammar, whatever the text is?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np
import spacy
from spacy.attrs import IDS
from spacy.language import Language
from spacy.tokens import Doc as Parsed
from thinc.api import use_ops
from threadpoolctl import threadpool_limits

from claims.lexicon import Lexicon
from claims.text.dateline import DATELINE
from claims.text.embedding import Embedding
from claims.text.mending import mend
from claims.text.tree import Doc, Token

_WORDS = Lexicon.of(__name__)

CHUNK = 20_000  # characters that are parsed at once; bounds the memory of one article
LONG_WORD = 200  # characters; longer runs without a space are cut before the tokenizer sees them
_CUT = re.compile(rf"\S{{{LONG_WORD},}}")
_PIECE = re.compile(r"\w{1,50}|\W{1,50}")
_BLANK = re.compile(r"[^\S\n\r \t]")  # no-break and thin spaces, form feeds: one character each
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SEEN = 3_000  # characters that are enough to tell a language
_INNER = frozenset({",", ";", "'s", "’s", "n't", "n’t"})  # no sentence begins with one of these
STEPWISE = ("parser", "ner")  # that go through a text word by word
UNASKED = frozenset(  # what words look like, of which neither the model nor a rule takes note
    {"IS_ALPHA", "IS_ASCII", "IS_BRACKET", "IS_CURRENCY", "IS_DIGIT", "IS_LEFT_PUNCT", "IS_LOWER"}
    | {"IS_PUNCT", "IS_QUOTE", "IS_RIGHT_PUNCT", "IS_STOP", "IS_UPPER", "LIKE_EMAIL", "LIKE_URL"}
)
MARKED = "paragraphs"  # the step whose marks are made with all others
EMBEDDING = "tok2vec"
LEMMATIZER = "lemmatizer"
MOST_LEMMAS = 200_000  # that are kept; a few dozen MB
STARTS, GOES_ON = 1, -1  # what spaCy calls a word with which a sentence begins, or does not
READ_OFF: list[int | str] = ["HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]
LONGEST_DATELINE = 120  # characters
MOST_IN_DATELINE = 40  # tokens
AGAIN = ("re-", "counter-")
_BRIEF = 40  # words of a lead, whose share of small words says nothing

_LOADING = Lock()
_PARSING = Lock()  # spaCy's string store may not grow in two threads at once

ENGLISH = _WORDS.set("english")
FOREIGN = _WORDS.set("foreign")


def parse(text: str) -> Doc:
    """Tag and parse a text; tokens carry the article's own offsets.

    `doc.text` is the text, but that no-break spaces and the like are plain ones there.
    """
    nlp = _model()
    text = _BLANK.sub(" ", text)
    with _PARSING:
        parts = [_parse_part(nlp, part) for part in _parts(text)]
        whole = parts[0] if len(parts) == 1 else Parsed.from_docs(parts, ensure_whitespace=False)
        return Doc(whole or Parsed(nlp.vocab))


def is_english(text: str) -> bool:
    """Tell whether the small words of a text are English; a text too short to tell passes."""
    words = [word.lower() for word in _WORD.findall(text[:_SEEN])]
    letters = [c for c in text[:_SEEN] if c.isalpha()]
    latin = sum(c < "ɐ" or "Ḁ" <= c <= "ỿ" for c in letters)
    if latin * 2 < len(letters):
        return False
    ours, others = (sum(word in small for word in words) for small in (ENGLISH, FOREIGN))
    if len(words) < 12:
        return ours >= others
    return ours > others and (len(words) < _BRIEF or ours * 8 >= len(words))


def lemma(token: Token) -> str:
    """Give the lower-case base form of a word."""
    return token.lemma_.lower()


def unhyphened(word: str) -> str:
    """Write "re-enter" as enter and "counter-attack" as one word."""
    if not word.startswith(AGAIN):
        return word
    return word.removeprefix("re-").replace("counter-", "counter")


@cache
def irregular_forms() -> dict[str, frozenset[str]]:
    """Give the forms of irregular verbs and nouns by their base: fall has fell and fallen."""
    table = _model().get_pipe("lemmatizer").lookups.get_table("lemma_exc")  # type: ignore[attr-defined]
    found: dict[str, set[str]] = {}
    for kind in ("verb", "noun"):
        for form, bases in table[kind].items():
            for base in bases:
                found.setdefault(base, set()).add(form)
    return {base: frozenset(words) for base, words in found.items()}


@cache
def _model() -> Language:
    """Load the pipeline; its matrices are multiplied by numpy, in one thread.

    thinc's own choice, blis, comes built for no processor in particular and is half as fast; of
    products as small as ours several threads do nothing but wait for each other.
    """
    with _LOADING, as_file(files("claims") / "english") as folder:
        threadpool_limits(limits=1, user_api="blas")
        with use_ops("numpy", use_blis=False):
            model = spacy.load(folder)
    tokenizer: Any = model.tokenizer
    tokenizer.token_match = _whole(tokenizer.token_match)
    vocab: Any = model.vocab
    for unasked in UNASKED:  # a function each, run on every word that is met for the first time
        del vocab.lex_attr_getters[IDS[unasked]]
    return model


def _whole(match: Callable[[str], object]) -> Callable[[str], object]:
    """Tell what is no more than one token: letters and blanks are, before any pattern is tried.

    Patterns for affixes look at every place of a word, and of the long blanks of a masked text.
    """
    return lambda word: word.isalpha() or word.isspace() or match(word)


def _parts(text: str) -> Iterator[str]:
    """Cut a long text at a break of lines or sentences, so that a part is parsed in one go."""
    start = 0
    while len(text) - start > CHUNK:
        end = start + CHUNK
        for mark in ("\n\n", "\n", ". ", " "):
            found = text.rfind(mark, start + CHUNK // 2, end)
            if found > 0:
                end = found + len(mark)
                break
        yield text[start:end]
        start = end
    yield text[start:]


def _parse_part(nlp: Language, text: str) -> Parsed:
    doc = _words(nlp, text)
    _mark_paragraphs(doc, text)
    static: Any = None
    for name, pipe in nlp.pipeline:
        if name == EMBEDDING:
            static = _embedding()(doc)
        elif name == STEPWISE[0]:
            _parse_stretches(nlp, doc)
        elif name == LEMMATIZER:
            _lemmatize(pipe, doc)
        elif name not in STEPWISE and name != MARKED:
            doc = pipe(doc)
    mend(doc)
    vectors: Any = np.hstack([doc.tensor, static]) if len(doc) else static
    doc.tensor = vectors
    return doc


@cache
def _embedding() -> Embedding:
    return Embedding(_model().get_pipe(EMBEDDING).model)  # type: ignore[attr-defined]


@cache
def _lemmas() -> dict[tuple[int, ...], int]:
    """Keep the lemmatizer's answers: a word, its part of speech and its inflection have one."""
    return {}


def _lemmatize(lemmatizer: Any, doc: Any) -> None:
    """Give each word its base form; the lemmatizer is asked once about a word with its grammar."""
    known = _lemmas()
    if len(known) > MOST_LEMMAS:
        known.clear()
    keys = doc.to_array(["ORTH", "POS", "MORPH"])
    lemmas = list(map(known.get, map(tuple, keys.tolist())))
    for i in (i for i, found in enumerate(lemmas) if found is None):
        lemma = lemmatizer.lemmatize(doc[i])[0]
        lemmas[i] = known[tuple(keys[i].tolist())] = doc.vocab.strings.add(lemma)
    doc.from_array(["LEMMA"], np.array(lemmas, dtype="uint64"))


def _parse_stretches(nlp: Language, doc: Parsed) -> None:
    """Run the parser and the names' recogniser over all paragraphs of a text side by side.

    Both go word by word, and a step for many paragraphs costs little more than a step for one.
    No sentence runs over a hard break, and the words' vectors are those of the whole text.
    """
    pieces = _stretches(doc)
    for name in STEPWISE:
        pipe: Any = nlp.get_pipe(name)
        pipe.set_annotations(pieces, pipe.predict(pieces))
    if len(pieces) > 1:
        whole: Any = doc  # spaCy's stubs know arrays of one element type only
        whole.from_array(READ_OFF, np.concatenate([piece.to_array(READ_OFF) for piece in pieces]))


def _stretches(doc: Parsed) -> list[Parsed]:
    """Part a text at its hard breaks into texts that share its vectors; one without is itself."""
    starts: Any = doc.to_array("SENT_START")
    edges = [0, *(i for i in np.flatnonzero(starts == 1).tolist() if i), len(doc)]
    if len(edges) == 2:
        return [doc]
    words = [token.text for token in doc]
    pieces: list[Parsed] = []
    for start, end in pairwise(edges):
        piece: Any = Parsed(doc.vocab, words=words[start:end])
        piece.from_array(["SENT_START"], starts[start:end])
        piece.tensor = doc.tensor[start:end]
        pieces.append(piece)
    return pieces


def _words(nlp: Language, text: str) -> Parsed:
    """Tokenize; an endless word is cut first, as it would take the tokenizer quadratic time."""
    if not _CUT.search(text):
        return nlp.make_doc(text)
    words: list[str] = []
    spaces: list[bool] = []
    position = 0
    for run in _CUT.finditer(text):
        _add_words(nlp, text[position : run.start()], words, spaces)
        pieces = _PIECE.findall(run.group())
        words += pieces
        spaces += [False] * len(pieces)
        position = run.end()
    _add_words(nlp, text[position:], words, spaces)
    return Parsed(nlp.vocab, words=words, spaces=spaces)


def _add_words(nlp: Language, text: str, words: list[str], spaces: list[bool]) -> None:
    if text.startswith(" ") and words:  # a single blank belongs to the word before it
        spaces[-1] = True
        text = text[1:]
    for token in nlp.make_doc(text):
        words.append(token.text)
        spaces.append(bool(token.whitespace_))


def _mark_paragraphs(doc: Parsed, text: str) -> None:
    """Let no sentence run over a break, unless the lines are only wrapped.

    All marks are made at once: to make one, spaCy looks through the whole text.
    """
    wrapped = _is_wrapped(text)
    starts: Any = doc.to_array("SENT_START").view("int64")
    if first := _behind_dateline(doc, text):
        starts[first] = STARTS
    for i, (word, after) in enumerate(pairwise([token.text for token in doc])):
        if word in _INNER and i and not _parts_paragraphs(doc[i - 1].text):
            starts[i] = GOES_ON
        elif "\n" in word and word.isspace():
            if _parts_paragraphs(word) or not (wrapped or after[:1].islower()):
                starts[i + 1] = STARTS
            elif wrapped:
                starts[i + 1] = GOES_ON
    doc.from_array(["SENT_START"], starts.view("uint64"))


def _parts_paragraphs(word: str) -> bool:
    return word.isspace() and word.count("\n") > 1


def _behind_dateline(doc: Parsed, text: str) -> int:
    """Give where "MAPUTO, Feb 3 (Wire) -" ends, which says nothing; 0 if it is not there."""
    blank = len(text) - len(text.lstrip())
    found = DATELINE.match(text[blank : blank + LONGEST_DATELINE])
    end = blank + found.end() if found is not None else 0
    return next((t.i for t in doc[:MOST_IN_DATELINE] if t.idx >= end), 0)


def _is_wrapped(text: str) -> bool:
    """Tell whether the lines were broken for width: most end in the middle of a sentence."""
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    if len(lines) < 4:
        return False
    open_ended = [line for line in lines if 50 <= len(line) <= 100 and line[-1] not in '.!?:"”']
    return len(open_ended) * 2 > len(lines)
