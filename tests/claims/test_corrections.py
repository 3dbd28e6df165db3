"""Is an outlet's correction told apart from a claimant's change of mind?"""

from __future__ import annotations

import pytest

from claims.changes.corrections import Correction, correction_of
from claims.compare import decide
from claims.model import Article, Change, Kind, Severity
from tests.fakes.claims import Ledger, claims

FIXED, GONE = Correction.CORRECTED, Correction.RETRACTED
STORY = "A ferry sank off Port Town on Monday and 28 people died, officials said."


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [
        ("CORRECTED: Ferry toll lowered", STORY, FIXED),
        ("CORRECTED-Ferry toll lowered", STORY, FIXED),
        ("Correction: Ferry story", STORY, FIXED),
        ("Ferry toll", "(Corrects second paragraph to say eight, not eighteen.)", FIXED),
        ("Ferry toll", f"(This May 3 story has been corrected to fix the toll.)\n{STORY}", FIXED),
        ("Ferry toll", f"{STORY}\nThis story has been corrected to fix the toll.", FIXED),
        ("Ferry toll", f"{STORY}\nAn earlier version of this article misstated it.", FIXED),
        ("Ferry toll", f"Correction: it was eight, not eighteen.\n{STORY}", FIXED),
        ("RETRACTED: Ferry toll", STORY, GONE),
        ("Agency withdraws story on ferry", "", GONE),
        ("Ferry toll", "This report has been withdrawn because it was wrong.", GONE),
        ("Ferry toll lowered after recount", STORY, None),
        ("Market corrects after rally", "Shares went into a correction on Monday.", None),
        ("Correctional facility burns", "Inmates were moved.", None),
        ("Army withdraws from town", "The army has withdrawn its troops.", None),
        (None, "", None),
    ],
)
def test_a_correction_says_that_it_is_one(
    title: str | None, text: str, found: Correction | None
) -> None:
    """Outlets mark corrections in the title, the first line or a note at either end."""
    assert correction_of(Article("a1", text, title=title)) is found


def told(story: list[str], fixed: list[str], correction: Correction) -> list[Change]:
    """File a story, then its correction, and give what the correction tells."""
    ledger = Ledger()
    ledger.take(claims(story, "a1", "2024-05-01"))
    decision = ledger.take(claims(fixed, "a2", "2024-05-02"), correction)
    return list(decision.changes)


def test_a_corrected_figure_is_the_outlet_s_revision() -> None:
    """Eight, not eighteen: nobody lowered the number."""
    (change,) = told(
        [
            "Alpha asserts casualties:wreck killed; 28 killed",
            "Alpha asserts casualties:wreck killed; 18 killed_children",
        ],
        [
            "Alpha asserts casualties:wreck killed; 28 killed; @2024-05-01",
            "Alpha asserts casualties:wreck killed; 8 killed_children; @2024-05-01",
        ],
        Correction.CORRECTED,
    )
    assert change.kind is Kind.QUANTITY_REVISED
    assert change.correction
    assert change.severity is Severity.MEDIUM
    assert change.before is not None
    assert change.before.quantity is not None
    assert change.before.quantity.min == 18


@pytest.mark.parametrize(
    "topic",
    [
        "casualties:wreck wounded; {} wounded",
        "casualties:alpha wounded; {} wounded",
        "casualties:wreck in-hospital; {} in_hospital",
    ],
)
def test_a_corrected_count_is_no_detail_and_no_other_incident(topic: str) -> None:
    """Whoever was told 17 hears that it was seven; a slip of one is no matter."""
    line = f"Alpha asserts {topic}"
    (change,) = told([line.format(17)], [line.format(7)], Correction.CORRECTED)
    assert (change.kind, change.severity) == (Kind.QUANTITY_REVISED, Severity.MEDIUM)
    (change,) = told([line.format(17)], [line.format(16)], Correction.CORRECTED)
    assert change.severity is Severity.LOW


def test_a_corrected_stance_is_no_reversal() -> None:
    """That the outlet misheard somebody does not make him change his mind."""
    (change,) = told(
        ["Alpha confirms deployment:alpha>delta deployed"],
        ["Alpha denies deployment:alpha>delta deployed"],
        Correction.CORRECTED,
    )
    assert change.kind is Kind.STATUS_CHANGED
    assert change.correction


def test_a_correction_that_touches_no_slot_is_silent() -> None:
    """A misspelt name alters nothing that is on file."""
    story = [
        "Alpha confirms deployment:alpha>delta deployed",
        "Beta asserts visit:b>delta possible",
    ]
    assert not told(story, story, Correction.CORRECTED)


def test_a_corrected_story_that_was_not_on_file_is_news_like_any_other() -> None:
    """The first that we hear of it may be the corrected version."""
    (change,) = told(
        ["Alpha asserts visit:premier>delta possible"],
        ["Alpha asserts control:ridge alpha-control"],
        Correction.CORRECTED,
    )
    assert change.kind is Kind.NEW_TOPIC
    assert not change.correction


def test_a_withdrawn_story_retracts_what_was_on_file_and_nothing_else() -> None:
    """What the outlet takes back was its own report."""
    (change,) = told(
        ["Alpha asserts casualties:wreck killed; 28 killed"],
        ["Alpha asserts casualties:wreck killed; 28 killed", "Alpha asserts control:ridge lost"],
        Correction.RETRACTED,
    )
    assert change.kind is Kind.RETRACTED
    assert change.severity is Severity.HIGH


def test_a_copy_tells_nothing_unless_it_is_a_correction() -> None:
    """A copy is coverage; a correction is a near copy by its nature."""
    new = claims(["Alpha asserts control:ridge alpha-control"], "a2", "2024-05-02")
    silent = decide([], new, copy_of="a1")
    assert not silent.changes
    assert silent.verdicts[0].reason == "a copy of a1: coverage of the same claims"
    assert decide([], new, copy_of="a1", correction=Correction.CORRECTED).changes
