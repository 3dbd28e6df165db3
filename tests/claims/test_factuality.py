"""Does the grammar around a word tell whether it happened?"""

from __future__ import annotations

import pytest

from claims.text.factuality import judge, score
from claims.text.language import parse


@pytest.mark.parametrize(
    ("text", "word", "flags"),
    [
        ("The army captured the town.", "captured", set()),
        ("The army did not capture the town.", "capture", {"negated"}),
        ("The army never captured the town.", "captured", {"negated"}),
        ("The army failed to capture the town.", "capture", {"negated"}),
        ("The army may capture the town.", "capture", {"possible"}),
        ("The army will capture the town.", "capture", {"future"}),
        ("The army wants to capture the town.", "capture", {"wanted"}),
        ("The army not only captured the town, it burned it.", "captured", set()),
    ],
)
def test_the_words_around_say_whether_it_happened(text: str, word: str, flags: set[str]) -> None:
    """Negation, modals, plans; "not only" denies nothing."""
    token = next(t for t in parse(text) if t.text == word)
    fact = judge(token)
    assert {
        name for name in ("negated", "possible", "future", "wanted") if getattr(fact, name)
    } == (flags)


def test_what_happened_scores_above_what_did_not() -> None:
    """The score runs from -3 to 3."""

    def of(text: str) -> float:
        return score(next(t for t in parse(text) if t.lemma_ == "capture"))

    happened, may, not_so = (
        of("The army captured the town."),
        of("The army may capture the town."),
        of("The army did not capture the town."),
    )
    assert 3 >= happened > may >= -3
    assert happened > not_so >= -3
