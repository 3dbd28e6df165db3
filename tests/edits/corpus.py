"""Which real sentences can be edited? Claims of a plain shape in any articles, with marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claims.model import Article
from tests.edits.texts import DAY, Report

LONGEST = 1500  # characters of a paragraph that are kept around the sentence
_WHO = (
    r"(?P<who>(?:The )?(?:[A-Z][\w’'.-]+ ){1,3}(?:[a-z]+ ){0,2}?(?:[Aa]rmy|[Mm]ilitary|[Mm]inistry"
    r"|[Gg]overnment|[Pp]olice|officials?|authorities|[Aa]gency|forces))"
)
_SAID = rf"^{_WHO} (?P<says>said|says|announced|announces|reports|reported) "
_DAY = r"(?P<day>on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day )?"
_COUNTED = (
    r"(?P<n>\d{1,3}(?:,\d{3})+|\d{2,4}) (?:[a-z]+ )?(?:people|soldiers|civilians|passengers"
    r"|migrants|miners|troops|fighters|children|workers|students) "
    r"(?P<aux>were|are|had been|have been|had|have)(?: been)? (?P<unit>killed|injured|wounded)\b"
)
TOLL = re.compile(rf"^(?:At least |About |More than )?{_COUNTED}")
SAID_TOLL = re.compile(rf"{_SAID}{_DAY}(?:that )?(?:at least |about |more than )?{_COUNTED}")
STATE = re.compile(
    rf"{_SAID}{_DAY}that (?P<own>its|his|their|it|they|[A-Z]\w+)\b(?: [a-z]+){{0,3}} "
    r"(?P<aux>had|have|has) (?:captured|seized|recaptured|retaken|taken control of"
    r"|withdrawn (?:its|their|all)?|launched|signed|agreed)\b"
)
SHAPES = {"casualties": (SAID_TOLL, TOLL), "": (STATE,)}  # by frame; the engine names the others


def reports_of(articles: Iterable[Article]) -> Iterator[Report]:
    """Mark the first sentence of each article that has a plain shape; others give nothing."""
    for article in articles:
        report = _report(article)
        if report:
            yield report


def _report(article: Article) -> Report | None:
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n|\n", article.text) if part.strip()]
    for place, paragraph in enumerate(paragraphs):
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", paragraph):
            for frame, shapes in SHAPES.items():
                found = next((each for shape in shapes if (each := shape.search(sentence))), None)
                if found is None or _repeated(found, article.text):
                    continue
                marked = paragraph.replace(sentence, _marked(sentence, found), 1)
                return Report(
                    about=article.id,
                    frame=frame,
                    text=_around(paragraphs, place, marked),
                    rival="Amnesty International",
                    ally="The World Food Programme",
                    title=article.title if article.title and not _told(found, article) else None,
                )
    return None


def _around(paragraphs: list[str], place: int, marked: str) -> str:
    """Keep a marked paragraph and two others, brackets and braces of their own left out."""
    others = [each for n, each in enumerate(paragraphs) if n != place][:2]
    kept = [re.sub(r"[\[\]{}]", "", each)[:LONGEST] for each in others]
    return "\n\n".join([marked, *kept])


def _repeated(found: re.Match[str], text: str) -> bool:
    """Whether the number stands elsewhere too, so that an edit would contradict itself."""
    number = found.groupdict().get("n")
    return bool(number) and len(re.findall(rf"\b{number}\b", text)) > 1


def _told(found: re.Match[str], article: Article) -> bool:
    number = found.groupdict().get("n")
    return bool(number and article.title and number in article.title)


def _marked(sentence: str, found: re.Match[str]) -> str:
    """Write marks around what was found in a sentence."""
    spans = sorted(
        (found.span(name), name)
        for name in ("who", "says", "n", "aux", "unit")
        if found.groupdict().get(name)
    )
    out, last = [], 0
    for (start, end), name in spans:
        words = found[name].replace(",", "") if name == "n" else found[name]
        out += [sentence[last:start], f"[{name}|{words}]"]
        last = end
    text = "".join([*out, sentence[last:]])
    day = found.groupdict().get("day")
    return text.replace(day, f"on {DAY} ", 1) if day else text
