"""How do the words of a text hang together?

spaCy makes an object anew at every look at a word, and walks the text for its children. The rules
look at each word hundreds of times, so its grammar is read off once, under spaCy's own names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, overload

from spacy import tokens
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.lang.lex_attrs import is_punct


class Token:
    """A word, the word it hangs on and those that hang on it."""

    __slots__ = (
        "children",
        "dep_",
        "doc",
        "ent_type_",
        "head",
        "i",
        "idx",
        "is_sent_start",
        "left_edge",
        "lemma_",
        "like_num",
        "lower_",
        "pos_",
        "right_edge",
        "sent",
        "tag_",
        "text",
        "whitespace_",
    )
    head: Token
    left_edge: Token  # the first word of its subtree
    right_edge: Token
    sent: Span

    def __init__(self, doc: Doc, word: tokens.Token) -> None:
        """Read off what is the word's own; `Doc` ties the words together."""
        self.doc = doc
        self.i = word.i
        self.idx = word.idx
        self.text = word.text
        self.lower_ = word.lower_
        self.lemma_ = word.lemma_
        self.pos_ = word.pos_
        self.tag_ = word.tag_
        self.dep_ = word.dep_
        self.ent_type_ = word.ent_type_
        self.like_num = word.like_num  # in digits or letters
        self.whitespace_ = word.whitespace_
        self.is_sent_start = word.is_sent_start is True
        self.children: list[Token] = []  # in text order

    def __len__(self) -> int:
        """Count the characters."""
        return len(self.text)

    def __repr__(self) -> str:
        """Give the word itself."""
        return self.text

    @property
    def lefts(self) -> list[Token]:
        """The children in front of the word."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> list[Token]:
        """The children behind the word."""
        return [child for child in self.children if child.i > self.i]

    @property
    def subtree(self) -> Iterator[Token]:
        """The word and all that hangs on it, the left part first."""
        for child in self.lefts:
            yield from child.subtree
        yield self
        for child in self.rights:
            yield from child.subtree

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """The other members of the coordination that the word is in."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        found = [first]
        for word in found:  # which grows meanwhile
            found += [child for child in word.rights if child.dep_ == "conj"]
        return tuple(word for word in found if word is not self)

    def nbor(self, by: int = 1) -> Token:
        """Give the word so many places on; IndexError if the text has none there."""
        if self.i + by < 0:
            raise IndexError(self.i + by)
        return self.doc[self.i + by]

    @property
    def text_with_ws(self) -> str:
        """The word and the blank behind it."""
        return self.text + self.whitespace_

    @property
    def is_title(self) -> bool:
        """Whether it begins with its only capital."""
        return self.text.istitle()

    @property
    def is_upper(self) -> bool:
        """Whether it is in capitals."""
        return self.text.isupper()

    @property
    def is_alpha(self) -> bool:
        """Whether it is all letters."""
        return self.text.isalpha()

    @property
    def is_digit(self) -> bool:
        """Whether it is all digits."""
        return self.text.isdigit()

    @property
    def is_space(self) -> bool:
        """Whether it is blank: a line break, or one blank more than parts two words."""
        return self.text.isspace()

    @property
    def is_punct(self) -> bool:
        """Whether it is a mark."""
        return is_punct(self.text)

    @property
    def is_stop(self) -> bool:
        """Whether it is among the commonest words."""
        return self.lower_ in STOP_WORDS


class Span(Sequence[Token]):
    """A sentence."""

    __slots__ = ("_doc", "end", "start")

    def __init__(self, doc: Doc, start: int, end: int) -> None:
        """Take the words from one place up to another."""
        self._doc, self.start, self.end = doc, start, end

    def __len__(self) -> int:
        """Count the words."""
        return self.end - self.start

    @overload
    def __getitem__(self, at: int) -> Token: ...

    @overload
    def __getitem__(self, at: slice) -> list[Token]: ...

    def __getitem__(self, at: int | slice) -> Token | list[Token]:
        """Give words by their places in the sentence."""
        return self._doc[self.start : self.end][at]

    def __iter__(self) -> Iterator[Token]:
        """Go through the words."""
        return iter(self._doc[self.start : self.end])

    @property
    def text(self) -> str:
        """The sentence as written, without the blank behind it."""
        return self._doc.between(self.start, self.end)

    @property
    def start_char(self) -> int:
        """The offset at which it begins."""
        return self._doc[self.start].idx

    @property
    def end_char(self) -> int:
        """The offset at which it ends."""
        last = self._doc[self.end - 1]
        return last.idx + len(last)

    @property
    def root(self) -> Token:
        """The word that all others hang on."""
        return next((word for word in self if word.head is word), self._doc[self.start])


class Doc(list[Token]):
    """The words of a text, in order; a slice of them is a list."""

    __slots__ = ("sents", "text", "vectors")
    vectors: Any  # what the model sees in each word here, then what it sees in it anywhere: rows

    def __init__(self, parsed: tokens.Doc) -> None:
        """Read off a parse."""
        super().__init__(Token(self, word) for word in parsed)
        self.text = parsed.text
        self.vectors = parsed.tensor
        self.sents = self._sentences()
        for token, word in zip(self, parsed, strict=True):
            token.head = self[word.head.i]
            token.left_edge = self[word.left_edge.i]
            token.right_edge = self[word.right_edge.i]
            if token.head is not token:
                token.head.children.append(token)

    def between(self, start: int, end: int) -> str:
        """Give the text from a word up to another, without the blank behind it."""
        among = self[start:end]
        return self.text[among[0].idx : among[-1].idx + len(among[-1])] if among else ""

    def _sentences(self) -> list[Span]:
        """Part the words where sentences begin."""
        starts = [token.i for token in self if token.is_sent_start and token.i]
        found = [Span(self, *edges) for edges in pairwise([0, *starts, len(self)])] if self else []
        for sentence in found:
            for token in sentence:
                token.sent = sentence
        return found
