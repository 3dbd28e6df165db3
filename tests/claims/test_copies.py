"""Are copies found, however they are cut and edited, and others left alone?"""

from __future__ import annotations

import random

import pytest

from claims.copies import Originals, added_words, containment, is_copy, signature

# words of no language, so that nothing is alike by chance of topic
SYLLABLES = ["ba", "do", "ke", "li", "mu", "na", "po", "ri", "su", "ta", "ve", "zo"]


def prose(seed: int, words: int) -> str:
    """Write a text of so many words, always the same for a seed."""
    chance = random.Random(seed)
    return " ".join(
        "".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(words)
    )


def cut(text: str, share: float) -> str:
    """Keep the beginning."""
    words = text.split()
    return " ".join(words[: int(len(words) * share)])


def edited(text: str, share: float, seed: int = 1) -> str:
    """Replace some words by others."""
    chance = random.Random(seed)
    return " ".join("other" if chance.random() < share else word for word in text.split())


@pytest.mark.parametrize("words", [120, 400, 2000])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.upper(),
        lambda text: f"MILL TOWN (XYZ) - {text}",
        lambda text: text + " " + prose(99, 40),
        lambda text: cut(text, 0.7),
        lambda text: edited(text, 0.05),
        lambda text: f"MILL TOWN (XYZ) - {edited(cut(text, 0.5), 0.04)}",
    ],
    ids=["same", "capitals", "dateline", "longer", "cut", "edited", "cut and edited"],
)
def test_a_copy_is_known_by_its_fingerprint(words: int, change: object) -> None:
    """Cut, retitled, lightly edited or with a paragraph more, it is the same text."""
    assert callable(change)
    text = prose(words, words)
    assert is_copy(signature(text), signature(change(text)))


def test_a_long_text_cut_to_a_third_is_still_known() -> None:
    """What counts is how much of the shorter one the longer one holds."""
    assert is_copy(signature(prose(5, 900)), signature(cut(prose(5, 900), 0.34)))


def test_other_texts_are_no_copies() -> None:
    """Two hundred texts of one vocabulary are not mistaken for each other."""
    prints = [signature(prose(seed, 150)) for seed in range(200)]
    pairs = [(a, b) for n, a in enumerate(prints) for b in prints[n + 1 :]]
    assert not [pair for pair in pairs if is_copy(*pair)]


def test_a_text_half_rewritten_is_no_copy() -> None:
    """A story that shares a quarter with another is another story."""
    shared = prose(1, 100)
    one, other = f"{shared} {prose(2, 300)}", f"{shared} {prose(3, 300)}"
    assert not is_copy(signature(one), signature(other))


@pytest.mark.parametrize(
    "text", ["", "Watch live", "One two three four five six seven eight nine"]
)
def test_a_text_too_short_to_tell_is_nobody_s_copy(text: str) -> None:
    """A title alone, or a teaser of a few words, may stand over anything."""
    assert not is_copy(signature(text), signature(text))


@pytest.mark.parametrize("rubbish", [b"", b"ab", b"abcd12345"])
def test_a_fingerprint_that_is_none_is_like_nothing(rubbish: bytes) -> None:
    """Old or broken rows do no harm."""
    assert containment(rubbish, signature(prose(1, 50))) == 0.0


def test_a_fingerprint_is_small_and_the_same_everywhere() -> None:
    """It is stored with each article, so neither its size nor its values may drift."""
    print_ = signature(prose(1, 5000))
    assert len(print_) <= 400
    assert signature("The quick brown fox jumps over the lazy dog").hex() == (
        "070000004709ce33611c5f4de74512510f5c235103f4115d42f68b746d4916a4"
    )


def test_an_article_finds_its_original() -> None:
    """The first of a text is the original of all later ones; others are remembered."""
    originals = Originals()
    first, other = prose(1, 300), prose(2, 300)
    assert originals.place("first", signature(first)) is None
    assert originals.place("other", signature(other)) is None
    assert originals.place("cut", signature(cut(first, 0.6))) == "first"
    assert originals.place("again", signature(first)) == "first"
    assert len(originals) == 2


def test_a_story_carried_by_a_hundred_outlets_is_still_found() -> None:
    """Copies do not crowd out their original."""
    originals = Originals()
    text = prose(1, 300)
    found = [originals.place(f"a{n}", signature(edited(text, 0.02, n))) for n in range(100)]
    assert found == [None, *["a0"] * 99]


def test_forgotten_articles_have_no_copies() -> None:
    """What is older than the window no longer counts as an original."""
    originals = Originals()
    originals.add("first", signature(prose(1, 300)))
    originals.add("first", signature(prose(1, 300)))
    originals.forget("first")
    originals.forget("never known")
    assert originals.find(signature(prose(1, 300))) is None
    assert len(originals) == 0


def test_a_copy_that_says_nothing_new_adds_no_words() -> None:
    """Datelines and credits do not count, another figure or verb does."""
    text = prose(1, 120)
    assert not added_words(f"MILL TOWN (XYZ) - {cut(text, 0.8)} Reporting by A. Writer", text)
    middle = text.split()
    middle[60] = "denied"
    assert added_words(" ".join(middle), text) == {"denied"}
    middle[61] = "31"
    assert added_words(" ".join(middle), text) == {"denied", "31"}


def test_news_in_the_lead_counts_but_no_dateline() -> None:
    """A wire story is updated where it begins: another number or answer stands in its lead."""
    rest = prose(1, 80)
    lead = "MILL TOWN, March 12 (XYZ) - The mill's owner said on Tuesday that 41 people"
    story = f"{lead} were killed. {rest}"
    assert not added_words(story.replace("MILL TOWN, March 12", "PORT CITY, March 13"), story)
    assert not added_words(f"Exclusive. {story}", story)
    assert added_words(story.replace("41", "57"), story) == {"57"}
    assert added_words(story.replace("41", "forty-two"), story) == {"forty", "two"}
    assert added_words(story.replace("said", "denied"), story) == {"denied"}
    assert added_words(story.replace("were", "were not"), story) == {"not"}
