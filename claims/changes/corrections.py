"""Does an article correct or withdraw what its outlet said before, and what does that alter?"""

from __future__ import annotations

import re
from enum import StrEnum

from claims.changes import figures, values
from claims.changes.board import Board, Entry, last, latest_figure
from claims.changes.findings import Answer, Finding, Quiet, Relation
from claims.changes.order import days_between
from claims.model import Article, Kind

HEAD = 400  # characters at either end of a text in which outlets note a correction
SAME_STORY = 7  # days between a story and its correction


class Correction(StrEnum):
    """What an outlet does with its own earlier report."""

    CORRECTED = "corrected"
    RETRACTED = "retracted"


_WITHDRAWN = re.compile(
    r"""^\W*(?:retract(?:ed|ion)|withdrawn|kill(?:ed)?\s+notice|story\s+(?:withdrawn|removed))\b
      | \b(?:has|have|is|was|been)\s+(?:retracted|withdrawn)\s+(?:this|the|its|an?)\s+
        (?:story|article|report)
      | \b(?:withdraws|retracts)\s+(?:this\s+|the\s+|its\s+|an?\s+)?(?:\w+\s+){0,3}
        (?:story|article|report)\b
      | \bthis\s+(?:story|article|report)\s+(?:has\s+been|was|is)\s+(?:retracted|withdrawn)\b""",
    re.I | re.X,
)
_TITLE = re.compile(
    r"^\W*(?:correct(?:ed|ion|s|ing)|refile|clarification)\b(?=\W*[:\-–—|(]|\W*$)", re.I
)
_NOTE = re.compile(
    r"""^\W*(?:corrects|correcting|corrected|correction|refiles\s+to\s+correct)\b
        (?=\s+(?:\w+\s+){0,6}(?:paragraph|story|headline|to\b|that\b|spelling|name|number|figure)
          |\s*[:\-–—])
      | \b(?:an?\s+(?:earlier|previous)\s+version\s+of\s+this\s+(?:story|article|report)
          |this\s+(?:\w+\.?\s+){0,3}(?:story|article|report)\s+(?:has\s+been|was)\s+(?:corrected|amended)
          |corrects\s+(?:an?\s+)?(?:earlier|previous)\s+(?:story|version|report))\b""",
    re.I | re.X,
)  # fmt: skip


def correction_of(article: Article) -> Correction | None:
    """Say whether an article, by its own words, corrects or withdraws what its outlet said."""
    title, text = article.title or "", article.text.strip()
    first = text.partition("\n")[0]
    ends = f"{text[:HEAD]}\n{text[-HEAD:]}" if len(text) > HEAD else text
    if _WITHDRAWN.search(title) or _WITHDRAWN.search(first[:HEAD]):
        return Correction.RETRACTED
    if _TITLE.search(title) or _TITLE.search(first[:HEAD]) or _NOTE.search(ends):
        return Correction.CORRECTED
    return None


def corrected(entry: Entry, board: Board, prop: str, correction: Correction) -> Answer | None:
    """Let an outlet replace what it reported of a claimant; None if that is not on file.

    The claimant never changed its mind: a correction is no reversal and no new word of its own.
    """
    own = [each for each in board.own(entry, prop) if _same_story(entry, each)]
    if correction is Correction.RETRACTED:
        return _withdrawn(entry, own, prop)
    if entry.quantity:
        before = latest_figure(own)
        if before is None or before.quantity is None:
            return None
        if figures.same(entry.quantity, before.quantity):
            return Quiet(entry, "the correction leaves this as it was", Relation.REPEATS, before)
        return _replaced(entry, before, prop, Kind.QUANTITY_REVISED)
    before = last(each for each in own if each.affirms or each.denies)
    if before is None:
        return None
    before = last(each for each in own if _says(each, entry)) or before
    if _says(before, entry):
        return Quiet(entry, "the correction leaves this as it was", Relation.REPEATS, before)
    return _replaced(entry, before, prop, Kind.STATUS_CHANGED)


def _same_story(entry: Entry, earlier: Entry) -> bool:
    """Whether an entry on file may come from the story that is corrected."""
    gap = days_between(earlier.when, entry.when)
    return gap is not None and gap <= SAME_STORY


def _replaced(entry: Entry, before: Entry, prop: str, kind: Kind) -> Finding:
    """Tell that the outlet corrected itself."""
    reason = "the outlet corrects its own earlier report"
    return Finding(kind, entry, prop, before, reason, Relation.SUPERSEDES, correction=True)


def _says(earlier: Entry, entry: Entry) -> bool:
    """Whether an entry on file says the same."""
    return earlier.denies == entry.denies and values.akin(earlier.state, entry.state)


def _withdrawn(entry: Entry, own: list[Entry], prop: str) -> Answer:
    """Tell that the outlet withdrew what it had reported."""
    before = last(each for each in own if _says(each, entry))
    if before is None:
        return Quiet(entry, "withdrawn by the outlet, and not on file")
    reason = "the outlet withdraws its report"
    return Finding(
        Kind.RETRACTED, entry, prop, before, reason, Relation.CONTRADICTS, correction=True
    )
