"""Which claims tell the story of a topic, and how do they become a picture?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from alerts.figures import figure_words, level, short_day_words
from alerts.names import with_article
from alerts.phrases import table
from alerts.propositions import about
from alerts.tongue import Tongue
from alerts.wording import actor_words, stance_words, statement, topic_words
from claims.model import VAGUE_ACTORS, Aspect, Change, Kind, Quantity, Stance
from handlers.picture.model import Chart, Column, Dispute, Lane, Mark, Panel, Point, Series
from storage.records import Filed

LANES = 6  # claimants on a picture; one less below a panel of figures
SERIES = 4  # claimants with a line of figures

_HOLDS = (Stance.ASSERTS, Stance.CONFIRMS)
_TURNS = (Kind.DISPUTE_OPENED, Kind.DISPUTE_CLOSED)

At = Mapping[tuple[str, str], int]  # day and article to column
Voice = tuple[str, str]  # an actor; a vague one with its name
Voices = Mapping[Voice, Sequence[Filed]]


def chart(filed: Sequence[Filed], changes: Sequence[Change], since: str, tongue: Tongue) -> Chart:
    """Make the picture of claims on one topic, which come in the order of their days.

    `since` says that the topic is disputed, and since when; nothing when it is not.
    """
    columns = _columns(filed, tongue)
    at = {key: index for index, key in enumerate(columns)}
    panels = tuple(_panels(filed, at, tongue))
    voices = _voices(filed, changes)
    shown = dict(list(voices.items())[: LANES - len(panels)])
    disputes = tuple(dict.fromkeys(_disputes(filed, changes, at, list(shown))))
    taken = {one.claim.stance for said in shown.values() for one in said}
    left = len(voices) - len(shown)
    return Chart(
        title=topic_words(filed[0].claim.topic, filed[0].claim.slots, tongue),
        subtitle=" · ".join(filter(None, (span_words(filed, tongue), since))),
        columns=tuple(columns.values()),
        lanes=tuple(_lane(said, at, tongue) for said in shown.values()),
        disputes=disputes,
        panels=panels,
        key=tuple((one, stance_words(one, tongue)) for one in Stance if one in taken),
        opened=tongue.say("dispute opened") if any(one.open for one in disputes) else "",
        closed=tongue.say("dispute ended") if any(not one.open for one in disputes) else "",
        more=tongue.many("and {n} more claimant", "and {n} more claimants", left) if left else "",
        footer=tongue.say("Claimwatch · the numbers lead to the sources below the picture"),
    )


def span_words(filed: Sequence[Filed], tongue: Tongue) -> str:
    """Say from when to when: "10 Mar 2025 to 28 Apr 2025"."""
    first, last = (short_day_words(one.claim.day, tongue) for one in (filed[0], filed[-1]))
    return first if first == last else tongue.say("{first} to {last}", first=first, last=last)


def sources(filed: Sequence[Filed]) -> dict[str, int]:
    """Number the articles in the order in which they were published."""
    articles = {one.article.id: one.article for one in filed}
    known = sorted(
        articles.values(),
        key=lambda one: (one.published_at.isoformat() if one.published_at else "?", one.id),
    )
    return {one.id: number for number, one in enumerate(known, start=1)}


def voice(one: Filed) -> Voice:
    """Tell whose lane a claim stands in; outlets and unnamed sources each have their own."""
    actor = one.claim.claimant.actor
    vague = actor in VAGUE_ACTORS
    return actor, actor_words(one.claim.claimant, one.article.outlet) if vague else ""


def _place(one: Filed) -> tuple[str, str]:
    """Give the day and the article of a claim, which share a column."""
    return one.claim.day, one.claim.article


def _columns(filed: Sequence[Filed], tongue: Tongue) -> dict[tuple[str, str], Column]:
    """Make the columns, each with the name of its day and the number of its article."""
    numbers = sources(filed)
    years = len({one.claim.day[:4] for one in filed}) > 1
    columns: dict[tuple[str, str], Column] = {}
    for one in sorted(filed, key=lambda each: (each.claim.day, numbers[each.article.id])):
        day = one.claim.day
        label = short_day_words(day, tongue, year=years) if day else tongue.say("Undated")
        columns.setdefault(_place(one), Column(day, label, numbers[one.article.id]))
    return columns


def _voices(filed: Sequence[Filed], changes: Sequence[Change]) -> Voices:
    """Give each claimant's claims: those in a dispute first, unnamed sources and outlets last."""
    voices: dict[Voice, list[Filed]] = {}
    for one in filed:
        voices.setdefault(voice(one), []).append(one)
    turns = [change for change in changes if change.kind in _TURNS]
    parties = {change.claimant.actor for change in turns}
    parties |= {change.before.claimant.actor for change in turns if change.before}
    ranked = sorted(
        voices.items(), key=lambda item: (item[0][0] not in parties, item[0][0] in VAGUE_ACTORS)
    )
    return dict(ranked)


def _lane(said: Sequence[Filed], at: At, tongue: Tongue) -> Lane:
    """Make a claimant's lane, headed by its newest position."""
    sentence, lead = _sentence(_newest(said), tongue)
    marks = dict.fromkeys(Mark(at[_place(one)], one.claim.stance) for one in said)
    return Lane(lead, sentence, tuple(sorted(marks, key=lambda one: one.column)))


def _newest(said: Sequence[Filed]) -> Filed:
    """Give the newest position; of several in an article the first that is no vague figure."""
    states = [one for one in said if one.claim.aspect is not Aspect.ASSESSMENT] or said
    last = [one for one in states if _place(one) == _place(states[-1])]
    exact = (one for one in last if not (one.claim.quantity and one.claim.quantity.approx))
    return next(exact, last[0])


def _sentence(one: Filed, tongue: Tongue) -> tuple[str, str]:
    """Say a position without what the title says, and by what words its claimant begins it."""
    claim, outlet = one.claim, one.article.outlet
    text = statement(claim, claim.topic, outlet, claim.slots, tongue=tongue)
    title = about(claim.topic, claim.slots, tongue)
    text = text.removesuffix(f" {title}") if title.startswith("(") else text
    lead = with_article(actor_words(claim.claimant, outlet, tongue), tongue)
    lead = lead if text.startswith(lead) else ""
    return text[len(lead) :].strip(), lead[:1].upper() + lead[1:]


def _disputes(
    filed: Sequence[Filed], changes: Sequence[Change], at: At, shown: Sequence[Voice]
) -> Iterator[Dispute]:
    """Find where disputes between two shown claimants opened and ended."""
    where = {one.claim.id: one for one in filed}
    lanes = {actor: index for index, (actor, _) in reversed(list(enumerate(shown)))}
    for change in changes:
        one = where.get(change.claims[0])
        if one is None or change.before is None or change.kind not in _TURNS:
            continue
        lane, other = lanes.get(change.claimant.actor), lanes.get(change.before.claimant.actor)
        if lane is not None and other is not None and lane != other:
            open_ = change.kind is Kind.DISPUTE_OPENED
            yield Dispute(at[_place(one)], min(lane, other), max(lane, other), open_)


def _panels(filed: Sequence[Filed], at: At, tongue: Tongue) -> Iterator[Panel]:
    """Make the panel of the unit with most figures, if they moved or differ."""
    units: dict[str, dict[Voice, dict[int, list[Filed]]]] = {}
    for one in filed:
        figure = one.claim.quantity
        if figure and one.claim.stance in _HOLDS and {figure.min, figure.max} != {None}:
            by_voice = units.setdefault(figure.unit, {}).setdefault(voice(one), {})
            by_voice.setdefault(at[_place(one)], []).append(one)
    ranked = sorted(units.items(), key=lambda item: -sum(map(len, item[1].values())))
    for unit, voices in ranked[:1]:
        series = _series(voices, tongue)
        if len({(one.low, one.high) for each in series for one in each.points}) > 1:
            yield Panel(_unit_words(unit, tongue), series, tongue.number)


def _unit_words(unit: str, tongue: Tongue) -> str:
    """Name a unit as the title of its panel."""
    known = unit in table("units.menu")
    return tongue.phrase("units.menu", unit) if known else unit.replace("_", " ").capitalize()


def _series(
    voices: Mapping[Voice, Mapping[int, Sequence[Filed]]], tongue: Tongue
) -> tuple[Series, ...]:
    """Make the lines, most figures first; claimants who say the same share one."""
    lines: dict[tuple[Point, ...], list[str]] = {}
    for by_column in sorted(voices.values(), key=lambda one: -len(one)):
        points = tuple(_point(column, by_column[column], tongue) for column in sorted(by_column))
        one = next(iter(by_column.values()))[0]
        name = actor_words(one.claim.claimant, one.article.outlet, tongue)
        lines.setdefault(points, []).append(name[:1].upper() + name[1:])
    return tuple(
        Series(", ".join(names), points) for points, names in list(lines.items())[:SERIES]
    )


def _point(column: int, said: Sequence[Filed], tongue: Tongue) -> Point:
    """Join the figures of one claimant in one article; closed ones count before open ones."""
    all_ = [one.claim.quantity for one in said if one.claim.quantity]
    closed = [one for one in all_ if one.min is not None and one.max is not None]
    figures = closed or all_[-1:]
    low = min((one.min for one in figures if one.min is not None), default=None)
    high = max((one.max for one in figures if one.max is not None), default=None)
    approx = any(one.approx for one in figures)
    joined = Quantity(low, high, figures[0].unit, approx)
    return Point(column, low, high, level(joined), figure_words(joined, dash=True, tongue=tongue))
