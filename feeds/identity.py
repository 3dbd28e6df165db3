"""Is this entry new? Keys that survive missing, changing and shared ids.

An entry is known when one of its keys is: its id, its page, its title with its date. A key that
several entries of one document share tells nothing and is left out. Beside the keys stands the
version, a hash of what the entry says: known keys with an unknown version are an edited entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from feeds.model import Document, Entry
from feeds.urls import is_front_page, same_page, split

_BLANKS = b" \n\t\r"  # all that is left in a cleaned text; neither they nor case are an edit


class Novelty(StrEnum):
    """What an entry is to us."""

    NEW = "new"
    EDITED = "edited"  # known, and says something else now
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Marked:
    """An entry with the marks by which it is recognised."""

    entry: Entry
    keys: tuple[str, ...]  # the strongest first
    version: str  # "v:" and a hash of title and text
    article_id: str  # the same for the same page in every feed

    @property
    def all_keys(self) -> tuple[str, ...]:
        """What to ask the memory for, and what to remember."""
        return (*self.keys, self.version)

    def novelty(self, known: Collection[str]) -> Novelty:
        """Compare with the keys that are remembered for this feed."""
        if not any(key in known for key in self.keys):
            return Novelty.NEW
        return Novelty.KNOWN if self.version in known else Novelty.EDITED


def identify(document: Document, feed_url: str) -> list[Marked]:
    """Mark the entries of a document, each once, in their order."""
    offers = [_offers(entry) for entry in document.entries]
    shared = Counter(key for keys in offers for key in keys)
    marked: dict[str, Marked] = {}
    for entry, keys in zip(document.entries, offers, strict=True):
        own = [key for key in keys if shared[key] == 1] or [_weakest(entry)]
        mark = _mark(entry, tuple(own), feed_url)
        marked.setdefault(mark.keys[0], mark)
    return list(marked.values())


def key_of(entry: Entry) -> str:
    """Give the strongest key of an entry seen alone."""
    return (_offers(entry) or [_weakest(entry)])[0]


def _mark(entry: Entry, keys: tuple[str, ...], feed_url: str) -> Marked:
    said = f"{entry.title} {entry.text}".casefold()  # no key, for any of them may change
    squeezed = said.encode("utf-8", "replace").translate(None, _BLANKS)
    version = f"v:{blake2b(squeezed, digest_size=12).hexdigest()}"
    page = next((key for key in keys if key.startswith("page:")), None)
    return Marked(entry, keys, version, _article_id(page or f"{feed_url} {keys[0]}"))


def _offers(entry: Entry) -> list[str]:
    """List all keys that an entry could go by."""
    keys = []
    if entry.guid:
        keys.append(f"id:{_hash(_plain_guid(entry.guid))}")
    if entry.link and not is_front_page(entry.link):
        keys.append(f"page:{_hash(same_page(entry.link))}")
    if entry.title and entry.published_at:
        keys.append(f"said:{_hash(f'{_words(entry.title)} {entry.published_at.isoformat()}')}")
    return keys


def _weakest(entry: Entry) -> str:
    """Name an entry by all that it holds, when nothing else tells it apart."""
    date = entry.published_at.isoformat() if entry.published_at else ""
    link = same_page(entry.link) if entry.link else ""
    return f"all:{_hash(f'{link} {_words(entry.title)} {date or _words(entry.text)}')}"


def _plain_guid(guid: str) -> str:
    """Undo what publishers change in an id between two polls: scheme, case, tracking."""
    return same_page(guid) if "://" in guid and split(guid) else guid.strip().casefold()


def _words(text: str) -> str:
    return " ".join(text.casefold().split())  # neither case nor white space is an edit


def _hash(words: str) -> str:
    return blake2b(words.encode("utf-8", "replace"), digest_size=12).hexdigest()


def _article_id(name: str) -> str:
    return "a" + blake2b(name.encode("utf-8", "replace"), digest_size=8).hexdigest()
