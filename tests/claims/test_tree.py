"""Is a word's grammar what spaCy reads in it?"""

from __future__ import annotations

import pytest
from spacy.tokens import Doc as Parsed
from spacy.vocab import Vocab

from claims.text.tree import Doc

WORDS = ["Two", "old", "men", "and", "boys", "left", ".", "They", "sang"]
HEADS = [2, 2, 5, 4, 2, 5, 5, 8, 8]
DEPS = ["nummod", "amod", "nsubj", "cc", "conj", "ROOT", "punct", "nsubj", "ROOT"]


@pytest.fixture
def parsed() -> Parsed:
    """Make a parse by hand."""
    spaces = [word not in ("left", "sang") for word in WORDS]
    return Parsed(Vocab(), WORDS, spaces, heads=HEADS, deps=DEPS)


def test_words_hang_together_as_in_the_parse(parsed: Parsed) -> None:
    """Children, edges, subtrees and coordinations are spaCy's, in its order."""
    for token, word in zip(Doc(parsed), parsed, strict=True):
        assert token.head.i == word.head.i
        assert [t.i for t in token.children] == [w.i for w in word.children]
        assert [t.i for t in token.lefts] == [w.i for w in word.lefts]
        assert [t.i for t in token.rights] == [w.i for w in word.rights]
        assert [t.i for t in token.subtree] == [w.i for w in word.subtree]
        assert [t.i for t in token.conjuncts] == [w.i for w in word.conjuncts]
        assert (token.left_edge.i, token.right_edge.i) == (word.left_edge.i, word.right_edge.i)


def test_sentences_are_those_of_the_parse(parsed: Parsed) -> None:
    """A sentence knows its words, its text, its offsets and its root."""
    found = [
        (s.start, s.end, s.text, s.start_char, s.end_char, s.root.i) for s in Doc(parsed).sents
    ]
    assert found == [
        (s.start, s.end, s.text, s.start_char, s.end_char, s.root.i) for s in parsed.sents
    ]


def test_text_between_words_is_as_written(parsed: Parsed) -> None:
    """Of no words there is none."""
    doc = Doc(parsed)
    assert doc.between(1, 3) == parsed[1:3].text == "old men"
    assert doc.between(5, 7) == "left."
    assert doc.between(4, 4) == ""


def test_no_word_stands_in_front_of_the_first(parsed: Parsed) -> None:
    """A neighbour is not counted from the end of the text."""
    doc = Doc(parsed)
    assert doc[1].nbor(-1) is doc[0]
    with pytest.raises(IndexError):
        doc[0].nbor(-1)
