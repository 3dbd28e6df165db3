"""Which words of the article carry a claim? The shortest stretch with claimant and verb."""

from __future__ import annotations

import re

from claims.model import Evidence
from claims.saying.attribution import Said
from claims.scene import Finding, Scene
from claims.text.clauses import clause_of, is_verbal, sentence
from claims.text.tree import Token

APART = frozenset({"conj", "parataxis", "advcl", "acl:relcl", "appos"})
NEAR = 25  # characters between claimant and content that still make one stretch
FAR = 70  # the same, if nothing but whom, when and where stands between
_BREAK = re.compile(r"[,;:.\"“”\n]")
_EDGE = " \t\r\n,;:–—-"


def evidence(scene: Scene, finding: Finding, said: Said | None) -> Evidence:
    """Cut the clause of a finding, with its claimant and cue if they stand next to it."""
    low, high = _proposition(scene, finding)
    if said is not None:
        low, high = _with_source(scene, said, low, high)
    return _cut(scene, low, high, finding.anchor)


def _proposition(scene: Scene, finding: Finding) -> tuple[int, int]:
    """Give the offsets of the clause around the anchor, and of what the frame pointed at."""
    head = clause_of(finding.anchor)
    low, high = _clause(head, finding.anchor)
    if finding.start is not None and finding.end is not None:
        inside = low <= finding.start and finding.end <= high
        if not inside or high - low > 3 * (finding.end - finding.start) + 60:
            return _around_figure(scene, finding)
        return min(low, finding.start), max(high, finding.end)
    return low, high


def _around_figure(scene: Scene, finding: Finding) -> tuple[int, int]:
    """Keep to the figure and its words where the clause is long or the parse doubtful."""
    assert finding.start is not None
    assert finding.end is not None
    return finding.start, finding.end


def _clause(head: Token, anchor: Token) -> tuple[int, int]:
    """Give a clause without the clauses beside it that do not hold the anchor."""
    left, right = head.left_edge.i, head.right_edge.i
    for child in head.children:
        if child.dep_ not in APART or child.left_edge.i <= anchor.i <= child.right_edge.i:
            continue
        if child.dep_ == "conj" and not is_verbal(child):
            continue
        if child.i > anchor.i and child.left_edge.i > anchor.i:
            right = min(right, child.left_edge.i - 1)
        elif child.right_edge.i < anchor.i and child.i < head.i:
            left = max(left, child.right_edge.i + 1)
    sent = sentence(anchor)
    left, right = max(left, sent.start), min(right, sent.end - 1)
    doc = anchor.doc
    while right > anchor.i and (doc[right].dep_ in ("cc", "punct", "mark") or doc[right].is_space):
        right -= 1
    while left < anchor.i and doc[left].dep_ in ("cc", "punct", "mark"):
        left += 1
    return doc[left].idx, doc[right].idx + len(doc[right])


def _with_source(scene: Scene, said: Said, low: int, high: int) -> tuple[int, int]:
    """Widen a stretch to claimant and cue where they stand in the same clause, close by."""
    sent = sentence(said.cue)
    spans = [
        s
        for s in (*said.source_spans, *said.cue_spans)
        if sent.start_char <= s.start < sent.end_char
    ]
    if not spans or not sent.start_char <= low < sent.end_char:
        return low, high
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    if (last <= low and _is_near(scene, last, low)) or first <= low < last:
        return min(first, low), max(high, last) if first < high else high
    if first >= high and first - high <= NEAR:
        return low, last
    if low <= first and last <= high:
        return low, high
    return low, high


def _is_near(scene: Scene, last: int, low: int) -> bool:
    """Tell what follows its cue at once, or behind whom and when: "told X on Monday that"."""
    gap = scene.article.text[last:low]
    return len(gap) <= NEAR or (len(gap) <= FAR and not _BREAK.search(gap))


def _cut(scene: Scene, low: int, high: int, anchor: Token) -> Evidence:
    """Trim a stretch to one line without outer space and take its words from the article."""
    text = scene.article.text
    line_start = text.rfind("\n", 0, anchor.idx) + 1
    line_end = text.find("\n", anchor.idx)
    low = max(low, line_start)
    high = min(high, line_end if line_end >= 0 else len(text))
    while low < high and text[low] in _EDGE:
        low += 1
    while high > low and text[high - 1] in _EDGE:
        high -= 1
    if low >= high:
        low, high = anchor.idx, anchor.idx + len(anchor)
    return Evidence(low, high, text[low:high])
