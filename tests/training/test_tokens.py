"""Text is cut as the treebanks cut it, and names of news stay whole."""

from __future__ import annotations

import pytest
from spacy.tokenizer import Tokenizer

from training import tokens


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return tokens.build()


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Budanov 's aide",
        "Censor.NET reports",
        "the U.S. has",
        "Lt. Col. Ivan Petrov",
        "do n't",
        "do n’t",
        "can not",
        "gon na",
        "wan na",
        "well - known",
        "Cahaya - Selayar",
        "2 - 3",
        "COVID - 19",
        "20 - year",
        "$ 5",
        "10,000 men",
        "7:30 a.m.",
        "8 pm",
        "co-operate",
        "non-nuclear",
        "e-mail",
        "(Reuters",
        "war — not",
        "left .",
        "Wed. night",
        "Russia ’s",
        "mid-May",
        "DO N'T",
        "the 1990's",
        "#Kyiv is",
        "what ?!",
        "report ( s )",
        "50 k",
        "w/o it",
        "11-20-2000",
    ],
)
def test_words(tokenizer: Tokenizer, text: str) -> None:
    """Each case is given with a space between its words, and found without needless ones."""
    joined = text
    for mark in ("'s", "’s", "n't", "n’t", "N'T"):
        joined = joined.replace(f" {mark}", mark)
    for apart, whole in (
        (" - ", "-"),
        ("$ ", "$"),
        ("can not", "cannot"),
        ("gon na", "gonna"),
        ("wan na", "wanna"),
        ("8 pm", "8pm"),
        ("50 k", "50k"),
        ("report ( s )", "report(s)"),
        (" ?!", "?!"),
        (" .", "."),
        (" — ", "—"),
    ):
        joined = joined.replace(apart, whole)
    expected = text.replace("(Reuters", "( Reuters").split()
    assert [token.text for token in tokenizer(joined)] == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a U.S.-led force", "a U.S. - led force"),
        ("(Reuters)The", "( Reuters ) The"),
        ("lost.I know", "lost . I know"),
        ("why?because", "why ? because"),
        ("dead:15", "dead : 15"),
        ("troops,12 of them", "troops , 12 of them"),
        ("peace;they", "peace ; they"),
        ('the"peace"talks', 'the " peace " talks'),
        ("came—didn't stay", "came — did n't stay"),
        ("https://example.org/a?b=c,2", "https://example.org/a?b=c,2"),
        ("At 8am. He", "At 8 am . He"),
        ("worth £3m. It", "worth £ 3 m . It"),
        ("$25bn or $4.7b", "$ 25 bn or $ 4.7 b"),
        ("2/3 of it on 12/10/2001", "2 / 3 of it on 12/10/2001"),
        ("since 9/11", "since 9/11"),
        ('"Ann"<ann...@example.org>', '" Ann " < ann...@example.org >'),
        ("(a.doc)(See there)", "( a.doc ) ( See there )"),
    ],
)
def test_words_that_were_run_together(tokenizer: Tokenizer, text: str, words: str) -> None:
    assert " ".join(token.text for token in tokenizer(text)) == words


def test_any_string_is_cut_without_loss(tokenizer: Tokenizer) -> None:
    """Whatever comes in, the tokens make up the text again."""
    for text in ("", "   ", "\n\n", "a" * 5000, "🙂🙂 مرحبا", "<p>x</p>", "--!!??--", "8pm.", "…"):
        assert "".join(t.text_with_ws for t in tokenizer(text)) == text
