"""Do alerts on real streams of news come when something happened, and seldom otherwise?

    python -m bench.streams FOLDER [--only titan_sub_2023] [--misses] [--highs]

FOLDER holds NAME.jsonl.gz, what outlets published about a story, and NAME.wiki_timeline.jsonl.gz,
what the editors of an encyclopedia found worth a line in it. Each stream is replayed through the
whole engine. An entry of the timeline concerns us if a word of it belongs to one of our frames and
the text of an article of the stream carries it within a day; a headline never alerts. It is found
if an alert of severity medium or above comes within a day of it, in one of its frames, of a topic
whose every part the entry names, with words that it has besides; a figure that both give is such a
word, and whom the gazetteer knows to lead a group stands for it. The matcher knows no story; what
it finds and misses is listed, so that it can be judged.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from statistics import median

from bench.corpora import articles_of, records_of
from bot.replay import fresh_ledger, replay
from claims.extract import extract
from claims.model import Article, Change, Claim, Position, Severity, day_of
from claims.names.gazetteer import leads, state_of
from claims.names.geography import is_state, slug

STREAMS = (  # the stream, and the timeline if it has another name
    ("bakhmut_2023", ""),
    ("prigozhin_2023", ""),
    ("kim_putin_visit_2023", ""),
    ("titan_sub_2023", ""),
    ("kursk_nk_2024_2025.guardian", "kursk_nk_2024_2026"),
)
NEAR = timedelta(days=1)  # between what happened and what is told of it
STEM = 5  # letters that stand for a word in all its forms
CARRIED = 5  # words that an article shares with an entry which it carries
SHARED = 1  # words, the topic's aside, that an alert shares with the entry which it tells
STATES = 2  # such words where the topic names nothing but states
# What an entry that concerns a frame says, by the beginnings of its words.
FRAMES = {
    "control": "captur recaptur seiz retak retook control occup liberat encircl surround fell",
    "deployment": "deploy troops soldiers fighters forces withdr mercenar units",
    "casualties": "kill dead died death wound injur missing casualt rescu victim aboard",
    "area": "kilomet square territory settlements",
    "visit": "visit arriv summit trip depart travel",
    "ceasefire": "ceasefire truce talks negotiat peace",
    "agreement": "agreement deal treaty pact accord alliance sign swap",
    "operation": "offensive incursion attack advanc launch assault strike shell march repel",
}
_WORD = re.compile(r"[^\W\d_]{3,}")
_FIGURE = re.compile(r"(?<![\d.,-])\d{2,}(?![\d.,]*\d|-)")
_IDLE = re.compile(
    r"the|and|for|from|with|that|this|they|their|his|her|its|was|were|are|has|have|had|been|who|which"
    r"|when|while|after|before|into|over|near|between|about|says|said|say|according|also|not|but|all"
    r"|will|would|others?|more|than|one|two|three|city|village|town|region|oblast",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a timeline."""

    day: date
    text: str

    @property
    def frames(self) -> frozenset[str]:
        """Name the frames that it concerns."""
        words = [word.lower() for word in _WORD.findall(self.text)]
        return frozenset(
            frame
            for frame, stems in FRAMES.items()
            if any(word.startswith(tuple(stems.split())) for word in words)
        )


@dataclass(frozen=True, slots=True)
class Told:
    """An alert with its article and the words that it shows."""

    change: Change
    article: Article
    words: str


@dataclass
class Outcome:
    """What a stream's replay gave, beside its timeline."""

    name: str
    articles: int = 0
    days: dict[date, int] = field(default_factory=dict)  # alerts of severity high on each
    told: list[Told] = field(default_factory=list)
    filed: list[tuple[Claim, Article]] = field(default_factory=list)
    found: list[tuple[Entry, Told]] = field(default_factory=list)
    missed: list[Entry] = field(default_factory=list)
    only_filed: list[Entry] = field(default_factory=list)  # missed, but a claim says so
    not_ours: list[Entry] = field(default_factory=list)  # of no frame
    not_carried: list[Entry] = field(default_factory=list)  # by no article of the stream

    @property
    def highs_a_day(self) -> float:
        """Give the alerts of severity high on the median day of the stream."""
        return median(self.days.values()) if self.days else 0.0

    @property
    def concerned(self) -> int:
        """Count the entries that should be found."""
        return len(self.found) + len(self.missed)


def stems(text: str) -> frozenset[str]:
    """Reduce a text to the beginnings of its words; who belongs to a state counts as the state."""
    words = _WORD.findall(text)
    states = [state for word in words if word[0].isupper() and (state := state_of(word))]
    groups = [group for word in words if word[0].isupper() and (group := leads(word))]
    kept = [word for word in words if not _IDLE.fullmatch(word)]
    everything = (*kept, *states, *groups, *_FIGURE.findall(text))
    return frozenset(word[:STEM] for each in everything for word in slug(each).split("-"))


def judge(outcome: Outcome, articles: Sequence[Article], timeline: Iterable[Entry]) -> Outcome:
    """Sort a timeline's entries into those found, missed, and not to be found in the stream."""
    texts = [(_day(article), stems(article.text)) for article in articles]
    for entry in timeline:
        words = stems(entry.text)
        if not entry.frames:
            outcome.not_ours.append(entry)
        elif not any(_near(day, entry) and len(words & text) >= CARRIED for day, text in texts):
            outcome.not_carried.append(entry)
        elif told := max(outcome.told, key=lambda each: _tells(each, entry), default=None):
            if _tells(told, entry):
                outcome.found.append((entry, told))
                continue
            outcome.missed.append(entry)
            if any(_says(claim, article, entry) for claim, article in outcome.filed):
                outcome.only_filed.append(entry)
    return outcome


def _tells(told: Told, entry: Entry) -> int:
    """Count the words by which an alert tells an entry; 0 if it tells something else."""
    change = told.change
    if change.severity is Severity.LOW or not _near(_day(told.article), entry):
        return 0
    said = f"{change.claimant.actor} {change.after.value} {told.words} {_number(change.after)}"
    return _shared(change.frame, change.topic, said, entry)


def _number(said: Claim | Position) -> str:
    """Write an exact figure in digits, whatever words the text has for it."""
    quantity = said.quantity
    exact = quantity is not None and quantity.min == quantity.max
    return str(quantity.min) if quantity is not None and exact else ""


def _says(claim: Claim, article: Article, entry: Entry) -> int:
    """Count the words by which a claim says what an entry does."""
    said = f"{claim.claimant.actor} {claim.value} {claim.evidence.text} {_number(claim)}"
    return _near(_day(article), entry) and _shared(claim.frame, claim.topic, said, entry)


def _shared(frame: str, topic: str, said: str, entry: Entry) -> int:
    """Count what a claim shares with an entry besides its topic, if frame and topic are its."""
    wanted = stems(entry.text)
    parts = re.split(r"[>~]", topic.partition(":")[2])
    slots = [stems(part.replace("-", " ")) for part in parts]
    if frame not in entry.frames or not all(slot & wanted for slot in slots):
        return 0
    known = set(slots[0].union(*slots[1:])) | {stem[:STEM] for stem in FRAMES[frame].split()}
    shared = len((stems(said) & wanted) - known)
    needed = STATES if all(map(is_state, parts)) else SHARED
    return shared if shared >= needed else 0


def _near(day: date | None, entry: Entry) -> bool:
    return day is not None and abs(day - entry.day) <= NEAR


def _day(article: Article) -> date | None:
    return day_of(article.published_at)


def run(name: str, articles: Sequence[Article], timeline: Sequence[Entry]) -> Outcome:
    """Replay a stream and judge it; the days are those on which it published anything."""
    outcome = Outcome(name, len(articles))
    for article in articles:
        if day := _day(article):
            outcome.days.setdefault(day, 0)
    with fresh_ledger() as store:
        for article, taken in replay(store, articles, extract):
            words = {claim.id: claim.evidence.text for claim in taken.claims}
            outcome.filed += [(claim, article) for claim in taken.claims]
            outcome.told += [
                Told(change, article, words.get(change.claims[0], "")) for change in taken.changes
            ]
            highs = sum(change.severity is Severity.HIGH for change in taken.changes)
            if highs and (day := _day(article)):
                outcome.days[day] += highs
    return judge(outcome, articles, timeline)


def entries_of(file: Path) -> list[Entry]:
    """Read a timeline."""
    return [Entry(date.fromisoformat(each["date"]), each["text"]) for each in records_of(file)]


def outcomes(folder: Path, only: Sequence[str] = (), most: int | None = None) -> Iterator[Outcome]:
    """Replay the streams of a folder."""
    for name, timeline in STREAMS:
        if only and name not in only:
            continue
        entries = entries_of(folder / f"{timeline or name}.wiki_timeline.jsonl.gz")
        articles = list(islice(articles_of(folder / f"{name}.jsonl.gz"), most))
        yield run(name, articles, entries)


def line(outcome: Outcome) -> str:
    """Say in one line how a stream went."""
    severities = Counter(each.change.severity for each in outcome.told)
    counted = ", ".join(f"{severities[each]} {each}" for each in reversed(Severity))
    return (
        f"{outcome.name:28} {outcome.articles:5} articles, {counted}; high on the median day "
        f"{outcome.highs_a_day:g}, most {max(outcome.days.values(), default=0)}; entries found "
        f"{len(outcome.found)} of {outcome.concerned} (filed but not told "
        f"{len(outcome.only_filed)}; of no frame {len(outcome.not_ours)}, "
        f"not in the stream {len(outcome.not_carried)})"
    )


def misses(outcome: Outcome) -> Iterator[str]:
    """List what was missed, and what was found by which alert."""
    for entry in outcome.missed:
        filed = " (filed, not told)" if entry in outcome.only_filed else ""
        yield f"  missed{filed} {entry.day} {entry.text}"
    for entry, told in outcome.found:
        yield f"  found {entry.day} {entry.text}\n    by {_brief(told)}"
    for entry in outcome.not_ours:
        yield f"  of no frame {entry.day} {entry.text}"
    for entry in outcome.not_carried:
        yield f"  not in the stream {entry.day} {entry.text}"


def highs(outcome: Outcome) -> Iterator[str]:
    """List the alerts of severity high."""
    for told in outcome.told:
        if told.change.severity is Severity.HIGH:
            yield f"  high {_day(told.article)} {_brief(told)}"


def _brief(told: Told) -> str:
    change = told.change
    return (
        f"{change.claimant.actor} {change.kind} {change.topic} {change.after.value or ''} "
        f"“{told.words}” [{told.article.outlet}: {told.article.title}] {change.reason}"
    )


def main() -> int:
    """Replay and print; 1 when a bound is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", action="append", default=[], choices=[n for n, _ in STREAMS])
    parser.add_argument("--most", type=int, help="articles of each stream")
    parser.add_argument("--misses", action="store_true", help="list the entries, found or not")
    parser.add_argument("--highs", action="store_true", help="list the alerts of severity high")
    options = parser.parse_args()
    found = concerned = 0
    for outcome in outcomes(options.folder, options.only, options.most):
        found, concerned = found + len(outcome.found), concerned + outcome.concerned
        print(line(outcome), flush=True)
        listed = (*(misses(outcome) if options.misses else ()),)
        for each in (*listed, *(highs(outcome) if options.highs else ())):
            print(each)
    print(f"entries found within a day: {found} of {concerned}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
