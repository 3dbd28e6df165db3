"""What does a picture of a topic show, for those who cannot see it, and where is it from?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alerts.figures import short_day_words
from alerts.html import CAPTION_LIMIT, Block, Node, page, paragraph, plain, shortened, units
from alerts.tongue import Tongue
from handlers.picture.model import Chart
from handlers.positions import source
from handlers.story import sources
from storage.records import Filed

NAME = 28  # UTF-16 units of an outlet's name


def caption(head: Sequence[Block], chart: Chart, filed: Sequence[Filed], tongue: Tongue) -> str:
    """Describe a picture in the room that is left, and number the articles it is drawn from."""
    numbered = paragraph(tongue.say("Sources:"), " ", *_sources(filed, tongue))
    left = CAPTION_LIMIT - units(plain(page([*head, numbered]))) - 8
    words = paragraph(shortened(" ".join(_sentences(chart, tongue)), max(left, 0)))
    return page([*head, words, numbered], CAPTION_LIMIT)


def _sentences(chart: Chart, tongue: Tongue) -> Iterator[str]:
    """Say what each lane and each line of the picture shows."""
    yield tongue.say("The picture in words:")
    for lane in chart.lanes:
        newest = lane.marks[-1].stance  # of which the words tell
        marks = (one for one in lane.marks if one.stance is newest)
        days = dict.fromkeys(chart.columns[one.column].label for one in marks)
        said = f"{lane.lead} {lane.rest}".strip()
        yield tongue.say("{statement} ({days}).", statement=said, days=", ".join(days))
    for panel in chart.panels:
        for one in panel.series:
            figures = ", ".join(dict.fromkeys(point.label for point in one.points))
            yield tongue.say(
                "{unit}, {name}: {figures}.", unit=panel.title, name=one.name, figures=figures
            )


def _sources(filed: Sequence[Filed], tongue: Tongue) -> list[Node]:
    """Give each article's number, outlet and day; the outlet leads to it."""
    articles = {one.article.id: one.article for one in filed}
    parts: list[Node] = []
    for id, number in sources(filed).items():
        published = articles[id].published_at
        day = short_day_words(published.date().isoformat(), tongue) if published else ""
        parts += [
            f"{number}\u00a0",
            source(articles[id], tongue, NAME),
            f" ({day})" if day else "",
            " · ",
        ]
    return parts[:-1]
