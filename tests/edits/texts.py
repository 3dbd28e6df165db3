"""Which report is edited, and what in it can be? The marks of texts.toml, read and written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

MARK = re.compile(r"\[(?P<name>[a-z]+)\|(?P<words>[^\]]*)\]")
DAY = "{day}"
TEXTS = Path(__file__).with_name("texts.toml")


@dataclass(frozen=True)
class Report:
    """A text with marks, and what can be put in their place."""

    about: str
    frame: str
    text: str  # with marks
    rival: str  # who could deny it
    ally: str  # who has no part in it
    turn: str | None = None  # what the claimant says when things have changed
    beside: tuple[str, ...] = ()  # frames that the sentence concerns as well
    named: str = ""  # what the claimant's own are called where somebody else speaks
    put: Mapping[str, str] = field(default_factory=dict)  # by mark: what takes its place
    title: str | None = None

    def marks(self) -> Mapping[str, str]:
        """Give the words of every mark."""
        return {each["name"]: each["words"] for each in MARK.finditer(self.text)}

    def __getitem__(self, mark: str) -> str:
        return self.put.get(mark, self.marks()[mark])

    def __contains__(self, mark: str) -> bool:
        return mark in self.marks()

    @property
    def sentence(self) -> str:
        """Give the marked sentence's paragraph, with its marks."""
        return next(part for part in self.text.split("\n\n") if MARK.search(part))

    @property
    def is_dated(self) -> bool:
        """Tell whether the marked sentence names its day."""
        return f" on {DAY}" in self.sentence

    @property
    def is_bounded(self) -> bool:
        """Tell whether the number is a bound: "at least 41"."""
        before = self.sentence.partition("[n|")[0].lower()
        return before.endswith(("at least ", "more than ", "about ", "over "))

    @property
    def number(self) -> int:
        """Give the number in the marked sentence."""
        return int(self["n"])

    def putting(self, **marks: object) -> Report:
        """Put other words at marks."""
        return replace(self, put={**self.put, **{name: str(put) for name, put in marks.items()}})

    def by(self, who: str, **marks: object) -> Report:
        """Lay it at another door."""
        own = {"own": self.named} if "own" in self else {}
        return self.putting(who=who, **own, **marks)

    def swapping(self, old: str, new: str) -> Report:
        """Put other words anywhere in the text; AssertionError when they are not there."""
        assert old in self.text, f"{self.about}: no {old!r}"
        return replace(self, text=self.text.replace(old, new, 1))

    def following(self, sentence: str) -> Report:
        """Let a further sentence follow the marked one."""
        return self.swapping(self.sentence, f"{self.sentence} {sentence}")

    def saying(self, sentence: str) -> Report:
        """Put a whole new sentence in the marked one's place."""
        return self.swapping(self.sentence, sentence)

    def written(self, day: datetime) -> str:
        """Write it as it is published on a day."""
        text = MARK.sub(lambda each: self[each["name"]] if each["name"] else "", self.text)
        return text.replace(DAY, f"{day:%A}").strip()


def reports() -> list[Report]:
    """Read the reports written for the tests."""
    read = tomllib.loads(TEXTS.read_text("utf8"))["text"]
    return [_report(**each) for each in read]


def _report(text: str, beside: list[str] | None = None, **known: str) -> Report:
    return Report(text=text.strip(), beside=tuple(beside or ()), **known)  # type: ignore[arg-type]
