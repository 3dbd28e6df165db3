"""Is an article a copy of another: a wire story cut, retitled, lightly edited?"""

from __future__ import annotations

import heapq
import re
import struct
import zlib
from collections import Counter
from functools import lru_cache

from claims.text.dateline import DATELINE
from claims.text.numbers import SCALES, UNITS

# A fingerprint is made of every three words in a row: so few that one edited word spoils little.
KEPT = 96  # smallest hashes of a text that are kept: a text up to this length is kept whole
ALIKE = 0.55  # share of the shorter text's shingles that a copy has in common with its original
FEWEST = 12  # shingles below which a text says too little to tell
CREDIT = 14  # words at either end where a dateline or a credit may stand
WORD = re.compile(r"[^\W_]+(?:[.,’'][^\W_]+)*")
# What may be news even where a credit may stand: a wire story is updated in its lead.
NEWS = re.compile(r"\d|^(?:no|not|never|den(?:y|ie)|reject|dismiss|refut|confirm|retract|withdr)")
AMOUNTS = frozenset({*UNITS, *SCALES, "dozen", "dozens", "hundreds", "thousands"})
SIZE = struct.Struct("<I")
# odd factors that spread the bits of three words' checksums: the smallest sums are a fair sample
FIRST, SECOND, MIXER, MASK = 0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0xFFFFFFFF
PROBES = 32  # smallest hashes that are looked up: a text cut to a third still shares them
COMMON = 32  # articles from which on a shingle is a turn of phrase and finds nobody


def signature(text: str) -> bytes:
    """Take a text's fingerprint: how many shingles it has, and the smallest of their hashes."""
    words = [_hash(word) for word in WORD.findall(text.casefold())]
    rows = zip(words, words[1:], words[2:], strict=False)
    hashes = {(a * FIRST + b * SECOND + c * MIXER) & MASK for a, b, c in rows}
    kept = sorted(hashes) if len(hashes) <= KEPT else heapq.nsmallest(KEPT, hashes)
    return SIZE.pack(len(hashes)) + struct.pack(f"<{len(kept)}I", *kept)


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    """Hash a word alike in every process."""
    return zlib.crc32(word.encode("utf-8", "replace"))


def is_copy(one: bytes, other: bytes) -> bool:
    """Whether the longer of two texts largely contains the shorter, by their fingerprints."""
    return containment(one, other) >= ALIKE


def containment(one: bytes, other: bytes) -> float:
    """Estimate the share of the shorter text's shingles that the longer one has too.

    The smallest hashes of both together are a sample of their union; whatever of it both have
    estimates what they share. Exact where both texts are short.
    """
    (n, a), (m, b) = _unpack(one), _unpack(other)
    if min(n, m) < FEWEST:
        return 0.0
    union = sorted(set(a) | set(b))
    if max(n, m) > KEPT:
        union = union[:KEPT]
    both = len(set(a) & set(b) & set(union))
    share = both / len(union)
    return min(1.0, share * (n + m) / (1 + share) / min(n, m))


def _unpack(fingerprint: bytes) -> tuple[int, tuple[int, ...]]:
    """Read the number of shingles and the hashes; of anything else, none."""
    rest = len(fingerprint) - SIZE.size
    if rest < 0 or rest % 4:
        return 0, ()
    (count,) = SIZE.unpack_from(fingerprint)
    return count, struct.unpack_from(f"<{rest // 4}I", fingerprint, SIZE.size)


class Originals:
    """The fingerprints of recent articles, arranged so that a copy finds its original at once."""

    def __init__(self) -> None:
        """Start empty."""
        self._prints: dict[str, bytes] = {}
        self._holders: dict[int, list[str]] = {}

    def __len__(self) -> int:
        """Count the articles."""
        return len(self._prints)

    def place(self, article: str, fingerprint: bytes) -> str | None:
        """Give the original of a copy; an article that is none is remembered as one itself."""
        original = self.find(fingerprint)
        if original is None:
            self.add(article, fingerprint)
        return original

    def add(self, article: str, fingerprint: bytes) -> None:
        """Remember an original; a copy is found through its original and need not be added."""
        if article in self._prints:
            return
        self._prints[article] = fingerprint
        for value in _unpack(fingerprint)[1]:
            self._holders.setdefault(value, []).append(article)

    def forget(self, article: str) -> None:
        """Drop an article that is too old to be copied."""
        fingerprint = self._prints.pop(article, b"")
        for value in _unpack(fingerprint)[1]:
            self._holders[value].remove(article)
            if not self._holders[value]:
                del self._holders[value]

    def find(self, fingerprint: bytes) -> str | None:
        """Give the article of which this is a copy: the closest, and the first of equals."""
        shared: Counter[str] = Counter()
        for value in _unpack(fingerprint)[1][:PROBES]:
            holders = self._holders.get(value, ())
            if len(holders) < COMMON:
                shared.update(holders)
        best, closest = None, ALIKE
        for article, _ in shared.most_common(8):
            share = containment(fingerprint, self._prints[article])
            if share > closest or (best is None and share >= ALIKE):
                best, closest = article, share
        return best


def added_words(text: str, original: str) -> frozenset[str]:
    """Give the words of a copy that its original lacks, dateline and credits aside.

    None means that it can say nothing new; "denied" or "31" among them means that it may.
    """
    words = [word.casefold() for word in WORD.findall(DATELINE.sub("", text.lstrip(), count=1))]
    known = {word.casefold() for word in WORD.findall(original)}
    if len(words) > 4 * CREDIT:
        edges = (*words[:CREDIT], *words[-CREDIT:])
        told = [word for word in edges if NEWS.search(word) or word in AMOUNTS]
        words = [*told, *words[CREDIT:-CREDIT]]
    return frozenset(words) - known
