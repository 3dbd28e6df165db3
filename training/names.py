"""Which names stand in a sentence of GUM? Its entity layer marks mentions, nested and long.

A name is the part of a mention that is written as one: "Daniel Bernoulli" in "the Swiss
mathematician Daniel Bernoulli (1700-1782), who …". Of nested names the outermost counts:
"University of Exeter" is an ORG and holds no PLACE.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from training.conllu import Sentence, Word

LABELS = {
    "person": "PERSON",
    "organization": "ORG",
    "place": "PLACE",
    "event": "EVENT",
}
PROPER = frozenset({"NNP", "NNPS"})
# small words that may stand inside a name: "Lake of the Woods", "AT&T", "Trinidad and Tobago"
_INNER = (
    "of the and for de la le du des der den van von di da do al el bin ibn & 's ’s ' ’ - – / ."
)
INNER = frozenset(_INNER.split())
# relations that keep a word in the name of its head; `nmod` only behind "of", "for" or "'s"
NAME_DEPS = frozenset(
    {
        "flat",
        "compound",
        "amod",
        "nummod",
        "goeswith",
        "conj",
        "nmod",
        "nmod:poss",
        "nmod:desc",
        "nmod:unmarked",
        "fixed",
    }
)
# not "Kwong Chun-yu of the Democratic Party", not "Warhol's Marilyn"
PERSON_DEPS = frozenset({"flat", "compound", "goeswith", "nmod:desc", "fixed"})

# titles and kinds of places that stand alone with a capital letter and name nobody
_TITLES = (
    "administrator ambassador attorney bishop chair chairman chairwoman chancellor chief colonel "
    "commissioner congressman democrat devil director doctor emperor father fellow general "
    "governor guest individual judge justice king libertarian major mankind man mayor member "
    "minister mom mother mp officer poet pope premier president priest prime prince princess "
    "professor queen rector republican scholars secretary senator sheriff speaker tsar "
    "undersecretary vice whip"
)
_KINDS = (
    "airport bay beach cathedral city country desert downtown floor hall home lodge nation "
    "republic river sea shore space square state states street world"
)
GENERIC = {"PERSON": frozenset(_TITLES.split()), "PLACE": frozenset(_KINDS.split())}
SPOKEN = frozenset("ˈəɛɔʃʒɒ")  # "/dəˈvɔːrʒɑːk/" says how a name sounds

_BRACKET = re.compile(r"\((\d+)(\[[^\]]*\])?-([a-z]+)-[^()]*(\))?|(\d+)(\[[^\]]*\])?\)")

Span = tuple[int, int, str]


def find_names(sentence: Sentence) -> list[Span]:
    """Return the names as (first word, end, label), in order and without overlap."""
    if sentence.names is not None:
        return list(sentence.names)
    found: set[Span] = set()
    for start, end, kind in mentions(sentence):
        label = LABELS.get(kind)
        name = _name_of(sentence.words, start, end, label) if label else None
        if name and label and not _generic(sentence.words[slice(*name)], label):
            found.add((*name, label))
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span[0] - span[1], span)):
        free = all(span[1] <= other[0] or span[0] >= other[1] for other in kept)
        if free and not _several(sentence.words, span, found):
            kept.append(span)
    return sorted(kept)


def _generic(words: Sequence[Word], label: str) -> bool:
    """Whether the words name nobody: "Mr. President", "our Nation", or how a name is spoken."""
    generic = GENERIC.get(label, frozenset()) if label == "PERSON" or len(words) == 1 else ()
    return all(w.form.lower() in generic for w in words) or any(
        SPOKEN.intersection(w.form) for w in words
    )


def _several(words: tuple[Word, ...], span: Span, found: set[Span]) -> bool:
    """Whether a span strings names together: "Sudan and South Sudan"."""
    start, end, label = span
    if label == "ORG" or not any(word.dep == "conj" for word in words[start:end]):
        return False
    inner = sorted(
        f for f in found if f[2] == label and start <= f[0] and f[1] <= end and f != span
    )
    return any(a[1] <= b[0] for a, b in pairwise(inner))


def mentions(sentence: Sentence) -> list[Span]:
    """Return GUM's mentions as (first word, end, entity type); split mentions are left out."""
    opened: list[tuple[str, str, int]] = []
    spans: list[Span] = []
    for index, word in enumerate(sentence.words):
        for match in _BRACKET.finditer(word.entity):
            opens, part, kind, closes_too, closes, other_part = match.groups()
            if part or other_part:
                continue
            if opens and closes_too:
                spans.append((index, index + 1, kind))
            elif opens:
                opened.append((opens, kind, index))
            else:
                _close(opened, closes, index + 1, spans)
    return spans


def _close(opened: list[tuple[str, str, int]], key: str, end: int, spans: list[Span]) -> None:
    for position in range(len(opened) - 1, -1, -1):
        if opened[position][0] == key:
            _, kind, start = opened.pop(position)
            spans.append((start, end, kind))
            return


def _name_of(words: tuple[Word, ...], start: int, end: int, label: str) -> tuple[int, int] | None:
    """Return the stretch around a mention's head that is its name, if the head is a name."""
    heads = [
        i for i in range(start, end) if not start <= words[i].head < end or words[i].head == i
    ]
    if not heads:
        return None
    head = heads[0]
    if words[head].xpos not in PROPER:
        return _titled(words, head, end) if label == "PERSON" else None
    if label == "PERSON" and words[head].xpos == "NNPS":
        return None  # "Democrats", "Americans": groups, not persons
    deps = PERSON_DEPS if label == "PERSON" else NAME_DEPS
    inside = {i for i in range(start, end) if _belongs(words, i, head, deps)}
    first = last = head
    while first - 1 >= start and (first - 1 in inside or _joins(words, first - 1, inside)):
        first -= 1
    while last + 1 < end and (last + 1 in inside or _joins(words, last + 1, inside)):
        last += 1
    while words[first].xpos not in PROPER and words[first].xpos != "CD":
        first += 1
    while words[last].xpos not in PROPER and words[last].xpos != "CD":
        last -= 1
    return first, last + 1


def _titled(words: tuple[Word, ...], head: int, end: int) -> tuple[int, int] | None:
    """Return the name right behind a common noun: "spokeswoman Julie Hahn"."""
    first = head + 1
    while first < end and words[first].form.lower() in GENERIC["PERSON"]:
        first += 1
    if first >= end or words[first].xpos not in PROPER:
        return None
    if words[first].head != head or words[first].dep not in {"appos", "flat"}:
        return None
    inside = {first}
    for index in range(first + 1, end):
        word = words[index]
        hangs = word.head in inside or (word.head == head and word.dep == "flat")
        if word.xpos in PROPER and word.dep in PERSON_DEPS and hangs:
            inside.add(index)
    last = first
    while last + 1 < end and (last + 1 in inside or _joins(words, last + 1, inside)):
        last += 1
    return first, last + 1


def _belongs(words: tuple[Word, ...], index: int, head: int, deps: frozenset[str]) -> bool:
    """Whether a proper word hangs on the head by relations that make one name."""
    if index == head:
        return True
    if words[index].xpos not in PROPER | {"CD"}:
        return False
    steps = 0
    while index != head:
        word = words[index]
        title = word.dep == "nmod:desc" and word.head > index  # "President" is not of the name
        if word.dep not in deps or title or word.head == index or steps > len(words):
            return False
        index, steps = word.head, steps + 1
    return True


def _joins(words: tuple[Word, ...], index: int, inside: set[int]) -> bool:
    """Whether a small word stands between two words of the name, at most two from the next."""
    if words[index].form.lower() not in INNER:
        return False
    near = range(index + 1, min(index + 3, len(words)))
    after = any(
        i in inside and all(words[j].form.lower() in INNER for j in range(index + 1, i))
        for i in near
    )
    before = any(
        i in inside and all(words[j].form.lower() in INNER for j in range(i + 1, index))
        for i in range(max(0, index - 2), index)
    )
    return after and before
