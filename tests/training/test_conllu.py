"""Reading a treebank: words, spaces, heads, names; and how text is roughened to look like news."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from spacy.vocab import Vocab

from training.conllu import Sentence, Word, read_sentences, read_treebank
from training.documents import make_doc, rough_documents
from training.names import find_names
from training.news import SPACE, _add_dateline, _end_line, without

SNIPPET = """\
# newdoc id = one
# newpar
# text = President Putin doesn't like the University of Exeter.
1\tPresident\tPresident\tPROPN\tNNP\t_\t2\tnmod:desc\t_\tEntity=(1-person-new-cf1
2\tPutin\tPutin\tPROPN\tNNP\tNumber=Sing\t5\tnsubj\t_\tEntity=1)
3-4\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_
3\tdoes\tdo\tAUX\tVBZ\tVerbForm=Fin\t5\taux\t_\t_
4\tn't\tnot\tPART\tRB\tPolarity=Neg\t5\tadvmod\t_\t_
5\tlike\tlike\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\t_
6\tthe\tthe\tDET\tDT\t_\t7\tdet\t_\tEntity=(2-organization-new-cf2
7\tUniversity\tUniversity\tPROPN\tNNP\t_\t5\tobj\t_\t_
8\tof\tof\tADP\tIN\t_\t9\tcase\t_\t_
8.1\tempty\tempty\tVERB\tVB\t_\t_\t_\t_\t_
9\tExeter\tExeter\tPROPN\tNNP\t_\t7\tnmod\t_\tEntity=(3-place-new-cf3)2)|SpaceAfter=No
10\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# text = No.
1\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\tSpaceAfter=No
2\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_
"""


@pytest.fixture
def sentences() -> list[Sentence]:
    return list(read_sentences(SNIPPET.splitlines(keepends=True)))


def test_contractions_are_words_without_a_space_between(sentences: list[Sentence]) -> None:
    """A multi-word token becomes its words, and the text stays what it was."""
    doc = make_doc(sentences, Vocab(), named=True)
    assert doc.text == "President Putin doesn't like the University of Exeter. No. "
    assert [t.text for t in doc][:4] == ["President", "Putin", "does", "n't"]


def test_heads_count_within_the_document(sentences: list[Sentence]) -> None:
    """The second sentence's heads point into itself, and empty nodes are left out."""
    doc = make_doc(sentences, Vocab(), named=True)
    assert [s.root.text for s in doc.sents] == ["like", "No"]
    assert [t.head.text for t in doc][-2:] == ["No", "No"]


def test_only_real_paragraph_marks_open_a_paragraph(sentences: list[Sentence]) -> None:
    """A sentence after `# newpar` opens a paragraph, the next one does not."""
    assert [s.opens_paragraph for s in sentences] == [True, False]


def test_names_are_outermost_and_without_titles(sentences: list[Sentence]) -> None:
    """A title is not of a person's name, and a place within an organisation's is no name."""
    assert find_names(sentences[0]) == [(1, 2, "PERSON"), (6, 9, "ORG")]


def test_unknown_names_are_missing_not_absent(sentences: list[Sentence]) -> None:
    """A treebank without names must not teach that there are none."""
    doc = make_doc(sentences, Vocab(), named=False)
    assert not doc.has_annotation("ENT_IOB")


def test_a_word_taken_out_moves_the_heads(sentences: list[Sentence]) -> None:
    """Without its full stop the sentence is still a tree; a word with dependants stays."""
    first = sentences[0]
    assert [w.head for w in without(first, 9).words] == [w.head for w in first.words[:9]]
    assert without(first, 6) == first


def test_a_line_break_is_a_word_on_the_last_word(sentences: list[Sentence]) -> None:
    """White space between paragraphs is a token that hangs on the word before it."""
    ended = _end_line(sentences[1], random.Random(1))
    assert (ended.words[-1].xpos, ended.words[-1].head) == (SPACE.xpos, 1)
    assert make_doc([ended], Vocab(), named=False).text.startswith("No.\n")


def test_a_dateline_hangs_on_the_verb(sentences: list[Sentence]) -> None:
    """The city of a dateline is beside the sentence, not its subject."""
    for seed in range(30):
        words = _add_dateline(sentences[0], random.Random(seed)).words
        root = next(w for i, w in enumerate(words) if w.head == i)
        assert root.form == "like"
        assert (words[0].dep, words[words[0].head].form) == ("parataxis", "like")
        assert all(0 <= w.head < len(words) for w in words)


def test_rough_documents_are_trees_whatever_the_draw(sentences: list[Sentence]) -> None:
    """Roughened documents keep one root a sentence."""
    for seed in range(40):
        docs = rough_documents(sentences * 4, Vocab(), random.Random(seed), named=True)
        assert sum(len(list(doc.sents)) for doc in docs) == 8


def test_a_missing_treebank_is_said_plainly(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """The message names the file and the option."""
    with pytest.raises(FileNotFoundError, match="--treebank"):
        read_treebank(tmp_path, "ewt", "dev")


def test_words_are_values() -> None:
    """A word can be changed only by making another."""
    word = Word("a", True, "a", "DET", "DT", "", 0, "det")
    assert replace(word, form="A").form == "A"
    with pytest.raises(AttributeError):
        word.form = "A"  # type: ignore[misc]
