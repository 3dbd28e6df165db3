"""Is a credited agency found, and are dependent outlets one voice?"""

from __future__ import annotations

import pytest

from claims.coverage import Carrier, credit_of, independent, voices
from claims.model import Article


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("KYIV (Reuters) - A bridge was hit.", "Reuters"),
        ("MILL TOWN, May 3 (Reuters) — A bridge was hit.", "Reuters"),
        ("KABUL, Afghanistan (AP) — A bridge was hit.", "AP"),
        ("Makassar (ANA) - A ferry sank.", "ANA"),
        ("Port Town (Delta News Agency) – A ferry sank.", "Delta News Agency"),
        ("Xinhua | A bridge was hit on Monday.", "Xinhua"),
        ("A bridge was hit.\n\nSource: Agence France-Presse", "AFP"),
        ("A bridge was hit.\n\nSource: TASS.", "TASS"),
        ("A bridge was hit.\n\n— The Associated Press", "AP"),
        ("A bridge was hit.\n\nWith reporting by Interfax and others", "Interfax"),
        ("A bridge was hit.\n\n© 2024 AFP", "AFP"),
        ("A bridge was hit. (ANI)", "ANI"),
        (
            "A bridge was hit. (Reporting by A. Writer and B. Scribe; Editing by C. Desk)",
            "Reuters",
        ),
        ("A bridge was hit, the ministry (MoD) said.", None),
        ("The Port Authority (PA) said that a bridge was hit on Monday, Reuters reported.", None),
        ("The band (on tour) - a bridge too far.", None),
        ("Nan said from an island that pa was app.", None),
        ("", None),
    ],
)
def test_a_credit_is_read_where_outlets_put_it(text: str, agency: str | None) -> None:
    """Datelines, last lines and the desk's signature name the agency; a mention does not."""
    assert credit_of(Article("a1", text)) == agency


def test_a_title_that_is_part_of_the_text_hides_no_dateline() -> None:
    """Some feeds repeat the title at the head of the text."""
    article = Article("a1", "Bridge hit\n\nKYIV (Reuters) - A bridge was hit.", title="Bridge hit")
    assert credit_of(article) == "Reuters"


@pytest.mark.parametrize(
    ("carriers", "count"),
    [
        ([], 0),
        ([Carrier("a", "Post"), Carrier("b", "Herald")], 2),
        ([Carrier("a", "Post"), Carrier("b", "post")], 1),
        ([Carrier("a", "Post", "Group"), Carrier("b", "Herald", "group")], 1),
        ([Carrier("a", "Post", agency="Reuters"), Carrier("b", "Reuters")], 1),
        ([Carrier("a", "Post", agency="AP"), Carrier("b", "The Associated Press")], 1),
        ([Carrier("a", "Post"), Carrier("b", "Herald", copy_of="a")], 1),
        ([Carrier("b", "Herald", copy_of="x"), Carrier("c", "Mail", copy_of="x")], 1),
        (
            [
                Carrier("a", None, "G"),
                Carrier("b", None, "G", "AP"),
                Carrier("c", None, None, "AP"),
            ],
            1,
        ),
        ([Carrier("a"), Carrier("b")], 2),
    ],
)
def test_dependent_outlets_are_one_voice(carriers: list[Carrier], count: int) -> None:
    """One owner, one agency or one text is one voice, also by way of a third."""
    assert independent(carriers) == count


def test_each_article_has_the_first_of_its_voice() -> None:
    """A timeline can show who only repeats whom."""
    found = voices(
        [Carrier("a", "Post"), Carrier("b", "Herald"), Carrier("c", "Mail", copy_of="a")]
    )
    assert found == {"a": "a", "b": "b", "c": "a"}
