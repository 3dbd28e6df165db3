"""What is marked becomes a lesson, and the lesson is learnt."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from claims.text.language import parse
from claims.triggers.network import Network
from training.passages import RAW, marked_news, passage
from training.triggers import Lesson, bearer, learn

LOST = "The army said {control.lost|it had left the town}. Rain fell."
RAIN = "The army said that rain had left the town grey."


def test_a_stretch_is_borne_by_the_word_on_which_the_others_hang() -> None:
    """A verb, or the noun of a phrase; never a mark or an article."""
    doc = parse("Nineteen soldiers had given their lives.")
    assert bearer(doc[:6]).text == "given"
    assert bearer(doc[4:6]).text == "lives"


def test_the_words_of_a_stretch_that_do_not_bear_it_are_left_out() -> None:
    """Either answer would do for them; those outside should get none."""
    lesson = Lesson([passage(LOST)] * 20)
    assert lesson.labels == ["control.lost"]
    assert lesson.answers.sum() == 20
    assert len(lesson.rows) < 20 * 6  # army, said, left, rain, fell


def test_what_is_learnt_tells_the_marked_word_from_the_other() -> None:
    """A few rounds over two sentences are enough to tell those two apart."""
    lesson = Lesson([passage(LOST), passage(RAIN)] * 20)
    weights = learn(lesson, seed=1, rounds=60)
    scores = Network(tuple(weights.pop("labels").tolist()), **weights).scores(lesson.rows)
    marked = lesson.answers[:, 0] == 1
    assert np.min(scores[marked]) > 0.5 > np.max(scores[~marked])


def test_marks_of_real_news_find_their_text_or_say_that_it_is_missing(tmp_path: Path) -> None:
    """Only the marks are kept; a text that has changed is no text of theirs."""
    text = "Two died in Oru."
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    marks = tmp_path / "news.jsonl"
    marks.write_text(json.dumps({"text": digest, "marks": [[0, 8, "~casualties.killed"]]}))
    with gzip.open(tmp_path / RAW, "wt") as file:
        file.write(json.dumps({"date": "2024-05-01", "text": text}) + "\n")
    (found,) = marked_news(marks, tmp_path)
    assert [(m.span.of(found.text), m.label, m.background) for m in found.marks] == [
        ("Two died", "casualties.killed", True)
    ]
    with gzip.open(tmp_path / RAW, "wt") as file:
        file.write(json.dumps({"date": "2024-05-01", "text": text + "!"}) + "\n")
    with pytest.raises(FileNotFoundError, match="lacks 1 of the 1"):
        list(marked_news(marks, tmp_path))
