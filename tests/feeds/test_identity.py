"""Is an entry recognised when its publisher changes everything but the story?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from feeds.identity import Novelty, identify, key_of
from feeds.model import Document, Entry

FEED = "https://news.example/rss"
DATE = datetime(2026, 1, 2, 10, tzinfo=UTC)
STORY = Entry(
    guid="tag:news,2026:1",
    link="https://news.example/world/story?id=7",
    title="Russia confirms",
    text="The words of the story.",
    published_at=DATE,
)


class Memory:
    """What a feed's row remembers: the keys of all that came."""

    def __init__(self, feed: str = FEED) -> None:
        self._feed, self._keys = feed, set[str]()

    def take(self, *entries: Entry) -> list[Novelty]:
        """Poll: say what each entry is, and remember it."""
        marks = identify(Document(self._feed, "rss20", tuple(entries)), self._feed)
        verdicts = [mark.novelty(self._keys) for mark in marks]
        self._keys |= {key for mark in marks for key in mark.all_keys}
        return verdicts


CHANGES = {
    "nothing": {},
    "the id is another each time": {"guid": "session=8472394"},
    "the id is gone": {"guid": None},
    "the id's case changes": {"guid": "TAG:NEWS,2026:1"},
    "tracking is added": {"link": "https://news.example/world/story?id=7&utm_source=rss"},
    "the scheme changes": {"link": "http://www.news.example/world/story/?id=7"},
    "the page is an AMP page": {"link": "https://amp.news.example/world/story/amp?id=7"},
    "the address is another": {"link": "https://news.example/2026/moved"},
    "id and address change": {"guid": "9", "link": "https://news.example/x?session=1"},
    "the date moves": {"published_at": datetime(2026, 1, 3, tzinfo=UTC)},
    "white space changes": {"text": "The  words of\n\nthe story."},
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_entry_is_known_again(name: str) -> None:
    """One key that stays is enough."""
    memory = Memory()
    assert memory.take(STORY) == [Novelty.NEW]
    changed = replace(STORY, **CHANGES[name])
    assert memory.take(changed) == [Novelty.KNOWN]
    assert memory.take(changed) == [Novelty.KNOWN]


@pytest.mark.parametrize("field", ["title", "text"])
def test_an_edited_entry_is_seen_once(field: str) -> None:
    """A new figure in the title or text is an edit, and the second time it is known."""
    memory = Memory()
    memory.take(STORY)
    edited = replace(STORY, **{field: "At least 14 dead, 2 more than before"})
    assert memory.take(edited) == [Novelty.EDITED]
    assert memory.take(edited) == [Novelty.KNOWN]


def test_entries_that_share_an_id_are_told_apart() -> None:
    """A feed that gives all entries one id, or one link, still has several."""
    memory = Memory()
    many = [
        replace(STORY, link=f"https://news.example/{n}", title=f"Title {n}") for n in range(10)
    ]
    assert memory.take(*many) == [Novelty.NEW] * 10
    assert memory.take(*many) == [Novelty.KNOWN] * 10
    live = [replace(STORY, guid=str(n), title=f"Live {n}") for n in range(5)]
    assert Memory().take(*live) == [Novelty.NEW] * 5


def test_thousands_of_entries_with_nothing_of_their_own_are_one() -> None:
    """Copies within a document are taken once."""
    assert Memory().take(*[STORY] * 2_000) == [Novelty.NEW]


def test_entries_without_anything_are_told_by_their_words() -> None:
    """No id, no link, no date: the title and text are the key."""
    bare = Entry(title="A", text="x")
    memory = Memory()
    assert memory.take(bare, Entry(title="A", text="y")) == [Novelty.NEW, Novelty.NEW]
    assert memory.take(bare) == [Novelty.KNOWN]


def test_a_front_page_identifies_nothing() -> None:
    """Feeds that link every entry to their root do not lose their entries."""
    memory = Memory()
    one = replace(STORY, guid=None, link="https://news.example/", title="One")
    two = replace(STORY, guid=None, link="https://news.example/", title="Two")
    assert memory.take(one) == [Novelty.NEW]
    assert memory.take(two) == [Novelty.NEW]


def test_the_same_page_has_one_article_id_in_every_feed() -> None:
    """Two feeds of an outlet carry one article; other pages have other ids."""
    ids = [
        identify(Document(feed, "rss20", (entry,)), feed)[0].article_id
        for feed, entry in [
            (FEED, STORY),
            ("https://news.example/europe/rss", replace(STORY, guid="else")),
            (FEED, replace(STORY, link="https://news.example/other")),
        ]
    ]
    assert ids[0] == ids[1] != ids[2]


def test_feeds_that_share_ids_do_not_share_articles() -> None:
    """The id "1" of two feeds means two things."""
    bare = Entry(guid="1", title="A")
    ids = {
        identify(Document(feed, "rss20", (bare,)), feed)[0].article_id
        for feed in (FEED, "https://other.example/rss")
    }
    assert len(ids) == 2


def test_the_key_of_an_entry_alone_is_its_strongest() -> None:
    """The id before the page before the words."""
    assert key_of(STORY).startswith("id:")
    assert key_of(replace(STORY, guid=None)).startswith("page:")
    assert key_of(Entry(title="A", published_at=DATE)).startswith("said:")
    assert key_of(Entry(text="x")).startswith("all:")
