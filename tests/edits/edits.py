"""Which edits can a report undergo, and is an alert due for what comes out?

Every edit knows by the annotation guide what it deserves: the kinds of change of which one is due,
or that nothing is due of severity medium and above, or that a kind is tolerated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from claims.model import Article, Kind
from tests.edits.texts import Report

DAY = datetime(2024, 3, 12, 9, tzinfo=UTC)  # a Tuesday
HOURS, DAYS = timedelta(hours=2), timedelta(days=1)
GAPS = (1, 3)  # days from one report to the next
REVERSAL = frozenset({Kind.REVERSAL})
NOT_SO = REVERSAL | {Kind.STATUS_CHANGED}  # "would not visit" takes back what was announced
DISPUTE = frozenset({Kind.DISPUTE_OPENED})
REVISED = frozenset({Kind.QUANTITY_REVISED})
TURNED = frozenset({Kind.STATUS_CHANGED})
BACKED = frozenset({Kind.CONFIRMATION, Kind.FIRST_CONFIRMATION})
FIGURES = DISPUTE | REVISED  # a rival's figure: the guide leaves it open which
OPENED = frozenset({Kind.NEW_TOPIC, Kind.DENIAL})


@dataclass(frozen=True)
class Case:
    """Articles in order of arrival, and what the last one deserves."""

    edit: str
    about: str
    frames: frozenset[str]  # that the claim concerns; empty where they are not known
    articles: tuple[Article, ...]
    due: frozenset[Kind] = frozenset()  # one of them; none: no alert
    tolerated: frozenset[Kind] = frozenset()

    def is_right(self, told: frozenset[tuple[str, Kind]]) -> bool:
        """Judge what was told at severity medium and above: pairs of frame and kind."""
        if self.frames and not {frame for frame, _ in told} <= self.frames:
            return False
        kinds = {kind for _, kind in told}
        if self.due and not kinds & self.due:
            return False
        return kinds <= self.due | self.tolerated


def article(report: Report, name: str, day: datetime = DAY, outlet: str = "Daily News") -> Article:
    """Publish a report."""
    return Article(name, report.written(day), day, day, outlet, title=report.title)


def after(report: Report, gap: float, outlet: str = "Daily News") -> Article:
    """Publish an edited report so many days later."""
    return article(report, "edited", DAY + gap * DAYS, outlet)


def late(report: Report, gap: float) -> Article:
    """Let an edited report of so many days before arrive after the first."""
    old = article(report, "edited", DAY - gap * DAYS)
    return replace(old, arrived_at=DAY + DAYS)


def cases(report: Report) -> Iterator[Case]:
    """Make every edit that a report can undergo."""
    for name, edit in EDITS.items():
        for before, then, due, tolerated in edit(report):
            first = tuple(
                article(each, f"first-{n}", DAY - HOURS * (len(before) - 1 - n))
                for n, each in enumerate(before)
            )
            frames = frozenset({report.frame, *report.beside} - {""})
            yield Case(name, report.about, frames, (*first, then), due, tolerated)


Made = tuple[tuple[Report, ...], Article, frozenset[Kind], frozenset[Kind]]
NOTHING: frozenset[Kind] = frozenset()


def quiet(report: Report, *then: Article, tolerated: frozenset[Kind] = NOTHING) -> Iterator[Made]:
    """Say that none of the articles deserves an alert."""
    for each in then:
        yield (report,), each, NOTHING, tolerated


def loud(report: Report, due: frozenset[Kind], *then: Article) -> Iterator[Made]:
    """Say that each of the articles deserves an alert."""
    for each in then:
        yield (report,), each, due, NOTHING


def said_again(report: Report) -> Iterator[Made]:
    """Publish it anew on another day."""
    yield from quiet(report, *(after(report, gap) for gap in GAPS), late(report, 2))


def copied(report: Report) -> Iterator[Made]:
    """Let other outlets carry it within hours: as it is, credited, retitled, cut."""
    first = report.sentence
    credited = replace(report, text=f"(Reuters) - {report.text}\n\n(Reporting by our staff)")
    titled = replace(report, title=f"What we know about {report.about}")
    for each in (report, credited, titled, replace(report, text=first)):
        yield from quiet(report, after(each, 0.1, "Evening Post"))


def lightly_edited(report: Report) -> Iterator[Made]:
    """Let an editor touch words around the claim."""
    first, *others = report.text.split("\n\n")
    swapped = replace(report, text="\n\n".join([first, *reversed(others)]))
    padded = replace(report, text=f"{report.text}\n\nMore is expected in the course of the week.")
    curly = replace(report, text=report.text.replace("'", "’").replace(" - ", " — "))
    for each in (swapped, padded, curly):
        yield from quiet(report, after(each, 0.1, "Evening Post"))
    if "says" in report:
        for verb in ("stated", "reported", "announced"):
            yield from quiet(report, after(report.putting(says=verb), 0.2, "Evening Post"))


def now_denied(report: Report) -> Iterator[Made]:
    """Let the claimant deny it later, and say it once it was denied."""
    if "says" in report:
        denied = report.putting(says="denied")
        yield from loud(report, REVERSAL, *(after(denied, gap) for gap in GAPS))


def now_said(report: Report) -> Iterator[Made]:
    """Let the claimant say, or confirm, what it denied."""
    if "says" in report:
        denied = report.putting(says="denied")
        for verb in ("said", "confirmed"):
            told = report.putting(says=verb)
            yield from loud(denied, REVERSAL, *(after(told, gap) for gap in GAPS))


def denied_before(report: Report) -> Iterator[Made]:
    """Let an old denial arrive late, and an old statement after a denial."""
    if "says" in report:
        denied = report.putting(says="denied")
        yield from quiet(report, late(denied, 2), late(denied, 6))
        yield from quiet(denied, late(report, 2))
        yield from quiet(denied, after(denied, 1), after(denied, 3))


def negation_added(report: Report) -> Iterator[Made]:
    """Negate what the claimant says."""
    if can_be_negated(report):
        yield from loud(report, NOT_SO, *(after(negated(report), gap) for gap in GAPS))


def negation_removed(report: Report) -> Iterator[Made]:
    """Take the negation away again."""
    if can_be_negated(report):
        yield from loud(negated(report), NOT_SO, *(after(report, gap) for gap in GAPS))


def can_be_negated(report: Report) -> bool:
    """Tell whether a "not" would make a sentence that somebody may write."""
    return "unit" not in report or ("says" in report and " that " in report.sentence)


def negated(report: Report) -> Report:
    """Put a "not" behind the auxiliary; nobody would write "41 people had not been killed"."""
    if "unit" in report:
        return report.swapping(" that ", " that it was not true that ")
    return report.putting(aux=f"{report['aux']} not")


def negation_of_something_else(report: Report) -> Iterator[Made]:
    """Negate what is not the claim."""
    for sentence in (
        "It did not say how it knew.",
        "Not only the capital took notice.",
        "No further details were given.",
    ):
        yield from quiet(report, after(report.following(sentence), 1))


def another_denies(report: Report) -> Iterator[Made]:
    """Let a rival deny it; once more is no second dispute."""
    if "says" in report:
        denied = report.by(report.rival, says="denied")
        yield from loud(report, DISPUTE, *(after(denied, gap) for gap in GAPS))
        rejected = report.following(f"{report.rival.rstrip(',')} denied this.")
        yield from loud(report, DISPUTE, after(rejected, 1))
        yield (report, denied), after(denied, 2), NOTHING, NOTHING
        yield (report, denied), after(report, 2), NOTHING, NOTHING


def another_says_so(report: Report) -> Iterator[Made]:
    """Let somebody else say the same."""
    if "who" in report:
        other = report.by(report.ally)
        yield from quiet(report, *(after(other, gap) for gap in GAPS), tolerated=BACKED)


def another_confirms(report: Report) -> Iterator[Made]:
    """Let the other party of the affair confirm what is said of it; of a toll, anybody."""
    if "says" in report and report.frame != "casualties":
        other = report.by(report.rival, says="confirmed")
        yield from loud(report, BACKED, *(after(other, gap) for gap in GAPS))


def nobody_says_so(report: Report) -> Iterator[Made]:
    """Let unnamed people say the same."""
    if "who" in report:
        for who in ("Residents", "Local media", "Two officials who asked not to be named"):
            other = report.by(who)
            yield from quiet(report, after(other, 1), tolerated=BACKED)


def hedged(report: Report) -> Iterator[Made]:
    """Let the claimant, or the outlet, be less sure."""
    may = HEDGED.get(report["aux"], "may have")
    yield from quiet(report, *(after(report.putting(aux=may), gap) for gap in GAPS))
    if "says" in report:
        told = report.putting(says="reportedly said")
        yield from quiet(report, after(told, 1))


def told_of_the_past(report: Report) -> Iterator[Made]:
    """Recall what the claimant said before; a denial of the past included."""
    if "says" in report and report.is_dated:
        for verb in ("had said last month", "had previously denied", "had earlier denied"):
            recap = report.putting(says=verb).swapping(" on {day}", "")
            yield from quiet(report, after(recap, 2))


def shrugged(report: Report) -> Iterator[Made]:
    """Let somebody take no position."""
    if "says" in report:
        for words in ("declined to confirm", "would not confirm", "could not confirm"):
            mute = report.putting(says=words)
            yield from quiet(report, after(mute, 1))
        rival = report.by(report.rival, says="neither confirmed nor denied")
        yield from quiet(report, after(rival, 2))
        doubt = report.following("The report could not be independently verified.")
        yield from quiet(report, after(doubt, 1))


def confirmed_again(report: Report) -> Iterator[Made]:
    """Let the claimant confirm what it said."""
    if "says" in report:
        for verb in ("confirmed", "repeated", "reiterated"):
            yield from quiet(report, after(report.putting(says=verb), 1), tolerated=BACKED)


def turned(report: Report) -> Iterator[Made]:
    """Let the claimant say that things have changed; or let that arrive late, or be a guess."""
    if report.turn:
        changed = report.saying(report.turn)
        yield from loud(report, TURNED, *(after(changed, gap) for gap in GAPS))
        yield from quiet(report, late(changed, 2), late(changed, 5))
        yield (report, changed), after(changed, 2), NOTHING, NOTHING


def date_moved(report: Report) -> Iterator[Made]:
    """Move the day of the statement back behind the first report's."""
    if "says" in report and report.is_dated:
        denied = report.putting(says="denied")
        for words in (" on 4 February", " last month"):
            yield from quiet(report, after(denied.swapping(" on {day}", words), 1))


def undated(report: Report) -> Iterator[Made]:
    """Lose the day of publication."""
    yield from quiet(report, replace(after(report, 1), published_at=None))


def asked(report: Report) -> Iterator[Made]:
    """Ask in the headline."""
    for title in (f"What is behind {report.about}?", f"Live: {report.about}, minute by minute"):
        yield from quiet(report, after(replace(report, title=title), 1))


def another_number(report: Report) -> Iterator[Made]:
    """Let the claimant give another figure."""
    if "n" in report:
        up, down = report.number * 14 // 10, report.number * 7 // 10
        for number in (up, report.number * 5 // 2, *(() if report.is_bounded else (down,))):
            other = report.putting(n=number)
            yield from loud(report, REVISED, *(after(other, gap) for gap in GAPS))
        for bound in () if report.is_bounded else ("at least", "more than"):
            yield from loud(report, REVISED, after(report.putting(n=f"{bound} {up}"), 1))


def another_number_of_old(report: Report) -> Iterator[Made]:
    """Let an old figure arrive late, or be told as an old one."""
    if "n" in report:
        other = report.putting(n=report.number * 7 // 10)
        yield from quiet(report, late(other, 1), late(other, 4))
        if report.is_dated:
            yield from quiet(report, after(other.swapping(" on {day}", " on 4 February"), 1))


def same_number(report: Report) -> Iterator[Made]:
    """Say the same figure in other words."""
    if "n" in report and not report.is_bounded:
        words = [f"at least {report.number}", f"about {report.number}", f"some {report.number}"]
        if report.number in SPELLED:
            words.append(SPELLED[report.number])
        for number in words:
            yield from quiet(report, after(report.putting(n=number), 1))


def a_rivals_number(report: Report) -> Iterator[Made]:
    """Let a rival give a figure that is far off."""
    if "n" in report and "who" in report:
        far = report.by(report.rival, n=report.number * 3)
        yield from loud(report, FIGURES, after(far, 0.2), after(far, 1))


def a_part_of_it(report: Report) -> Iterator[Made]:
    """Add figures that count a part, or a further few."""
    if "unit" in report:
        few = max(2, report.number // 8)
        for sentence in (
            f"Among them were {few} children.",
            f"{few} of them came from the same village.",
            "Two more bodies were found in the evening.",
        ):
            yield from quiet(report, after(report.following(sentence), 1), tolerated=OPENED)


def another_unit(report: Report) -> Iterator[Made]:
    """Let the same number be of something else."""
    if "unit" in report:
        unit = "killed" if report["unit"] == "wounded" else "injured"
        other = report.putting(unit=unit)
        yield from quiet(report, *(after(other, gap) for gap in GAPS), tolerated=OPENED)
    elif "n" in report:
        other = report.swapping("square kilometres", "hectares")
        yield from quiet(report, after(other, 1), tolerated=OPENED)


HEDGED = {"would": "might", "were": "may have been", "are": "may have been"}
SPELLED = {
    14: "fourteen", 17: "seventeen", 19: "nineteen", 22: "twenty-two", 27: "twenty-seven",
    33: "thirty-three", 37: "thirty-seven", 41: "forty-one", 46: "forty-six", 49: "forty-nine",
    58: "fifty-eight", 61: "sixty-one", 64: "sixty-four", 75: "seventy-five",
    88: "eighty-eight", 94: "ninety-four",
}  # fmt: skip
Edit = Callable[[Report], Iterator[Made]]
EDITS: Mapping[str, Edit] = {
    re.sub("_", " ", edit.__name__): edit
    for edit in (
        said_again, copied, lightly_edited, now_denied, now_said, denied_before, negation_added,
        negation_removed, negation_of_something_else, another_denies, another_says_so,
        another_confirms, nobody_says_so, hedged, told_of_the_past, shrugged, confirmed_again,
        turned, date_moved, undated, asked, another_number, another_number_of_old, same_number,
        a_rivals_number, a_part_of_it, another_unit,
    )
}  # fmt: skip
