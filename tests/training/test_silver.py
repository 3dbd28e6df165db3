"""Learning from raw news: sentences cut, trees decoded, names visit and exchanged."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from spacy.vocab import Vocab

from training import tokens
from training.conllu import Sentence, Word
from training.documents import make_doc
from training.names import find_names
from training.news import _add_dateline, without
from training.silver import cut_sentences, read_sentences, shorten, write_sentences
from training.strangers import Strangers, exchange, find_strangers
from training.trees import best_tree

STRANGERS = Strangers(["Oksana"], ["Kravets"], ["Bangui"])


def sentence(*rows: tuple[str, str, int, str]) -> Sentence:
    """Return a sentence of (form, tag, head, relation)."""
    return Sentence(tuple(Word(f, True, f, "", tag, "", head, dep) for f, tag, head, dep in rows))


@pytest.fixture
def visit() -> Sentence:
    """Return "General Mark Milley visits Kyiv with Zaluzhny .", with one word that is unsure."""
    told = sentence(
        ("General", "NNP", 1, "nmod:desc"),
        ("Mark", "NNP", 3, "nsubj"),
        ("Milley", "NNP", 1, "flat"),
        ("visits", "VBZ", 3, "ROOT"),
        ("Kyiv", "NNP", 3, "obj"),
        ("with", "IN", 6, "case"),
        ("Zaluzhny", "NNP", 3, "obl"),
        (".", ".", 3, "punct"),
    )
    return replace(told, names=((1, 3, "PERSON"), (4, 5, "PLACE")), unsure=frozenset({6}))


def test_unsure_words_are_missing_and_others_outside(visit: Sentence) -> None:
    """spaCy learns nothing of a missing word, and that there is no name from one outside."""
    doc = make_doc([visit], Vocab(), named=False)
    assert [(e.text, e.label_) for e in doc.ents] == [("Mark Milley", "PERSON"), ("Kyiv", "PLACE")]
    assert [t.ent_iob_ for t in doc] == ["O", "B", "I", "O", "B", "O", "", "O"]


def test_sentences_are_kept_whole(visit: Sentence, tmp_path: Path) -> None:
    """What is read again is what was written: names, no names known, and words left open."""
    bare = replace(visit, names=None, unsure=frozenset(), opens_paragraph=True)
    write_sentences([visit, bare], tmp_path / "kept.json.gz")
    assert read_sentences(tmp_path / "kept.json.gz") == [visit, bare]


@pytest.mark.parametrize("seed", range(8))
def test_told_names_move_with_their_words(visit: Sentence, seed: int) -> None:
    """A dateline in front or a word taken out leaves each name on its own words."""
    longer = _add_dateline(visit, random.Random(seed))
    texts = [" ".join(w.form for w in longer.words[a:b]) for a, b, _ in longer.names or ()]
    assert texts[-2:] == ["Mark Milley", "Kyiv"]
    shorter = without(visit, 0)
    assert shorter.names == ((0, 2, "PERSON"), (3, 4, "PLACE"))
    assert shorter.unsure == {5}


def test_a_person_goes_by_the_last_name_later_on(visit: Sentence) -> None:
    """The first name goes sooner or later, and the last name has its place in the tree."""
    rng = random.Random(2)
    drawn = [shorten(visit, rng) for _ in range(30)]
    short = min(drawn, key=lambda s: len(s.words))
    assert " ".join(w.form for w in short.words) == "General Milley visits Kyiv with Zaluzhny ."
    assert [w.head for w in short.words] == [1, 2, 2, 2, 5, 2, 2]
    assert short.names == ((1, 2, "PERSON"), (3, 4, "PLACE"))
    assert visit in drawn


def test_strangers_stand_where_names_stood(visit: Sentence) -> None:
    """Names are exchanged word for word, sooner or later, and the tree stays."""
    rng = random.Random(1)
    drawn = {
        " ".join(w.form for w in exchange(visit, STRANGERS, rng, named=True).words)
        for _ in range(40)
    }
    assert drawn == {
        "General Mark Milley visits Kyiv with Zaluzhny .",
        "General Oksana Kravets visits Bangui with Zaluzhny .",
    }


def test_strangers_come_from_titles_in_the_news() -> None:
    """A title and two capitalised words make a person."""
    found = find_strangers(["Prime Minister Robert Golob resigns.", "The Old Bridge fell."])
    assert (found.first, found.last) == (["Robert"], ["Golob"])
    assert "Jakarta" in found.places


def test_raw_text_is_cut_after_stops() -> None:
    """Abbreviations end nothing, a closing quotation mark stays with its sentence."""
    text = 'Gen. Smith said "we will go on." The U.S. army left in May. Then it rained a lot.'
    cut = list(cut_sentences([text], tokens.build()))
    assert [words[-1].form for words in cut] == ['"', ".", "."]
    assert [words[0].form for words in cut] == ["Gen.", "The", "Then"]


@pytest.mark.parametrize("seed", range(30))
def test_the_best_tree_is_the_best(seed: int) -> None:
    """Of all trees with one root none scores more."""
    size = 5
    scores = np.random.default_rng(seed).normal(size=(size, size))

    def is_tree(heads: tuple[int, ...]) -> bool:
        if heads.count(0) != 1:
            return False
        for place in range(1, size):
            seen = set()
            while place and place not in seen:
                seen.add(place)
                place = heads[place - 1]
            if place:
                return False
        return True

    def total(heads: tuple[int, ...]) -> float:
        return float(sum(scores[i + 1, h] for i, h in enumerate(heads)))

    trees = filter(is_tree, itertools.product(range(size), repeat=size - 1))
    assert tuple(best_tree(scores)[1:]) == max(trees, key=total)


def _mention(head: str, *rest: str) -> Sentence:
    """Return a person mention with a common noun as head and names `flat` on it."""
    words = [Word(head, True, head, "", "NN", "", 0, "ROOT", "(1-person-new-cf1")]
    words += [Word(form, True, form, "", "NNP", "", 0, "flat") for form in rest]
    words[-1] = replace(words[-1], entity="1)")
    return Sentence(tuple(words))


def test_a_name_behind_a_common_noun_is_a_name() -> None:
    """Of "spokeswoman Julie Hahn" the last two words are the name."""
    assert find_names(_mention("spokeswoman", "Julie", "Hahn")) == [(1, 3, "PERSON")]


def test_a_title_alone_is_no_name() -> None:
    """ "Mr. President" is spoken to and not named."""
    word = Word("President", True, "President", "", "NNP", "", 0, "ROOT", "(1-person-new-cf1)")
    assert find_names(Sentence((word,))) == []
    assert find_names(Sentence((replace(word, form="Lincoln"),))) == [(0, 1, "PERSON")]


def test_names_strung_together_are_several() -> None:
    """ "Sudan and Chad" is a mention, and two names."""
    pair = Sentence(
        (
            Word("Sudan", True, "", "", "NNP", "", 0, "ROOT", "(1-place-new-cf1(2-place-new-cf2)"),
            Word("and", True, "", "", "CC", "", 2, "cc"),
            Word("Chad", True, "", "", "NNP", "", 0, "conj", "(3-place-new-cf3)1)"),
        )
    )
    assert find_names(pair) == [(0, 1, "PLACE"), (2, 3, "PLACE")]
