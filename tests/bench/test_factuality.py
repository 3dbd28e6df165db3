"""Are judged words met where the sentence is printed, and are the figures those of the field?"""

from __future__ import annotations

import pytest

from bench.factuality import Judged, figures, judged, printed

TOKENS = [
    "``",
    "The",
    "army",
    "did",
    "n't",
    "capture",
    "the",
    "town",
    ",",
    "''",
    "he",
    "said",
    ".",
]


def test_tokens_are_printed_as_a_newspaper_does() -> None:
    """Each token's place is known, whatever was joined."""
    text, starts = printed(TOKENS)
    assert text == "“The army didn't capture the town,” he said."
    assert text[starts[5] :].startswith("capture")
    assert text[starts[11] :].startswith("said")


def test_a_denied_word_scores_below_one_that_happened() -> None:
    """The targets are met by place."""
    targets = [
        {"start": 5, "end": 6, "factuality": -3.0},
        {"start": 11, "end": 12, "factuality": 3.0},
    ]
    denied, said = judged({"tokens": TOKENS, "targets": targets})
    assert (denied.gold, said.gold) == (-3.0, 3.0)
    assert denied.ours < said.ours


def test_the_figures_count_what_did_not_happen() -> None:
    """Two of three are found and one of those named is wrong."""
    words = [Judged(*pair) for pair in ((-3, -2), (-1, -0.5), (-2, 1), (3, -1), (2, 2), (3, 3))]
    found = figures(words)
    assert (found.words, found.precision, found.recall) == (6, 2 / 3, 2 / 3)
    assert found.f1 == pytest.approx(2 / 3)
    assert 0 < found.pearson < 1
