"""Does the network find what no rule reads, and keep from what only looks like it?"""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime

import numpy as np
import pytest

from claims.extract import extract
from claims.frames.triggered import READERS
from claims.model import LEARNT, Article, Claim
from claims.text.language import parse
from claims.triggers.features import Features, candidates
from claims.triggers.network import AT_ONCE, _network, labels, triggers
from tests.claims.test_frames import CORPUS, FRAMES, as_row

PUBLISHED = datetime(2024, 5, 14, 12, tzinfo=UTC)
SPARED = 0.18  # of the corpus' harmless twins, written to mislead rules, that may get a claim


def claims_of(text: str) -> list[Claim]:
    """Read a text; give what only the network found."""
    found = extract(Article("a", text, PUBLISHED)).claims
    return [claim for claim in found if LEARNT in claim.rule]


def test_every_label_has_a_reader() -> None:
    """A finding of a frame that nobody makes a claim of would be lost without a word."""
    assert {label.partition(".")[0] for label in labels()} == set(READERS)


def test_features_are_of_the_words_asked_for_whatever_stands_around() -> None:
    """A row for each; the text's first and last words have no neighbours beyond them."""
    doc = parse("Soldiers left.")
    rows = candidates(doc)
    assert [doc[i].text for i in rows] == ["Soldiers", "left"]
    found = Features(doc).of(rows)
    assert found.shape[0] == 2
    assert np.isfinite(found).all()


@pytest.mark.parametrize("text", ["", "   ", "!?", "\n\n"])
def test_a_text_without_words_has_none(text: str) -> None:
    """Nothing is asked of the network."""
    assert triggers(parse(text), 0.1) == []


def test_a_long_text_is_read_in_parts_like_a_short_one() -> None:
    """What bounds the memory changes no answer."""
    doc = parse("The army said its men had left the town. " * 200)
    assert len(candidates(doc)) > AT_ONCE
    network, rows = _network(), candidates(doc)
    whole = np.argwhere(network.scores(Features(doc).of(rows)) >= 0.2)
    assert [t.token.i for t in triggers(doc, 0.2)] == [rows[n] for n, _ in whole]
    assert len(whole) > 0


def test_what_is_found_is_in_words_of_the_text_and_says_how() -> None:
    """Offsets as with rules, and the rule names the network."""
    text = (
        "BAMAKO - The war in Mali went on. Mali's army said that its men had walked back into "
        "Tessalit at dawn and that the rebels' flag was gone from the fort."
    )
    found = claims_of(text)
    assert found
    assert all(text[c.evidence.start : c.evidence.end] == c.evidence.text for c in found)


def test_the_harmless_twins_of_the_rules_sentences_are_mostly_spared() -> None:
    """The corpus has sentences in which a frame has nothing to read; none of them was learnt."""
    twins = wrong = 0
    for frame in FRAMES:
        for case in tomllib.loads((CORPUS / f"{frame}.toml").read_text("utf8"))["cases"]:
            if case["claims"]:
                continue
            twins += 1
            rows = [as_row(c) for c in claims_of(case["text"]) if c.frame == frame]
            wrong += any(rows)
    assert twins > 200
    assert wrong / twins <= SPARED
