"""Which claims tell the story of a topic, and how do they become a picture?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from alerts.figures import figure_words, short_day_words, span_words
from alerts.wording import actor_words, stance_words, statement, topic_words, unit_words
from claims.model import OUTLET_VOICE, UNKNOWN, Aspect, Change, Claim, Kind, Quantity, Stance
from handlers.picture.model import (
    Chart, Column, Dispute, Lane, Mark, Panel, Point, Series,
)  # fmt: skip
from storage.records import Filed

LANES = 6  # claimants on a picture
SERIES = 4  # claimants with a line of figures
PANELS = 2  # units
COLUMNS = 14  # articles


def chart(
    filed: Sequence[Filed], changes: Sequence[Change], now: datetime, disputed: str = ""
) -> Chart:
    """Make the picture of claims on one topic, in the order of their days."""
    columns = _columns(filed)
    at = {key: index for index, key in enumerate(columns)}
    voices = _voices(filed, changes)
    shown = dict(list(voices.items())[:LANES])
    stances = [s for s in Stance if any(o.claim.stance is s for v in shown.values() for o in v)]
    disputes = tuple(_disputes(filed, changes, at, list(shown)))
    topic = filed[0].claim.topic
    left = len(voices) - len(shown)
    return Chart(
        title=topic_words(topic, filed[0].claim.slots),
        subtitle=" · ".join(filter(None, (span_words(filed[0].claim.day, filed[-1].claim.day), disputed))),
        columns=tuple(columns.values()),
        lanes=tuple(_lane(said, at) for said in shown.values()),
        disputes=disputes,
        panels=tuple(_panels(filed, at)),
        key=tuple((one, stance_words(one)) for one in stances),
        opened="dispute opened" if any(one.open for one in disputes) else "",
        closed="dispute ended" if any(not one.open for one in disputes) else "",
        more=f"and {left} more claimant{'s' if left > 1 else ''}, in the text" if left else "",
        footer="Claimwatch",
    )


Voice = tuple[str, str]


def _key(one: Filed) -> tuple[str, str]:
    return one.claim.day, one.claim.article


def _voice(one: Filed) -> Voice:
    actor = one.claim.claimant.actor
    return actor, actor_words(one.claim.claimant, one.article.outlet)if actor in (OUTLET_VOICE, UNKNOWN) else ""


def _columns(filed: Sequence[Filed]) -> dict[tuple[str, str], Column]:
    numbers: dict[str, int] = {}
    columns: dict[tuple[str, str], Column] = {}
    for one in filed:
        number = numbers.setdefault(one.claim.article, len(numbers) + 1)
        columns.setdefault(_key(one), Column(one.claim.day, short_day_words(one.claim.day), number))
    return columns


def _voices(filed, changes):
    voices: dict[Voice, list[Filed]] = {}
    for one in filed:
        voices.setdefault(_voice(one), []).append(one)
    heard = {c.claimant.actor for c in changes if c.kind in (Kind.DISPUTE_OPENED, Kind.DISPUTE_CLOSED)}
    heard |= {c.before.claimant.actor for c in changes if c.before and c.kind in (Kind.DISPUTE_OPENED, Kind.DISPUTE_CLOSED)}
    def weight(item):
        (actor, _), said = item
        return (actor not in heard, actor in (OUTLET_VOICE, UNKNOWN), )
    return dict(sorted(voices.items(), key=weight))


def _lane(said, at) -> Lane:
    last = said[-1]
    for one in reversed(said):
        if one.claim.aspect is not Aspect.ASSESSMENT:
            last = one
            break
    sentence = statement(last.claim, last.claim.topic, last.article.outlet)
    sentence = sentence[:1].upper() + sentence[1:]
    lead = actor_words(last.claim.claimant, last.article.outlet)
    lead = lead[:1].upper() + lead[1:]
    lead = lead if sentence.startswith(lead) else f"The {lead}" if sentence.startswith(f"The {lead}") else ""
    marks = list(dict.fromkeys(Mark(at[_key(o)], o.claim.stance) for o in said))
    return Lane(lead, sentence[len(lead):], tuple(sorted(marks, key=lambda m: m.column)))


def _disputes(filed, changes, at, voices):
    where = {o.claim.id: o for o in filed}
    lanes = {v[0]: i for i, v in reversed(list(enumerate(voices)))}
    for c in changes:
        if c.kind not in (Kind.DISPUTE_OPENED, Kind.DISPUTE_CLOSED) or not c.before: continue
        one = where.get(c.claims[0])
        if one is None: continue
        a, b = lanes.get(c.claimant.actor), lanes.get(c.before.claimant.actor)
        if a is None or b is None or a == b: continue
        yield Dispute(at[_key(one)], a, b, c.kind is Kind.DISPUTE_OPENED)


def _panels(filed, at):
    units: dict[str, dict[str, dict[int, list[Claim]]]] = {}
    for one in filed:
        c = one.claim
        if c.quantity and (c.quantity.min, c.quantity.max) != (None, None) and c.stance in (Stance.ASSERTS, Stance.CONFIRMS):
            units.setdefault(c.quantity.unit, {}).setdefault(actor_words(c.claimant, one.article.outlet), {}).setdefault(at[_key(one)], []).append(c)
    ranked = sorted(units.items(), key=lambda item: -sum(len(p) for p in item[1].values()))
    for unit, series in ranked[:PANELS]:
        if sum(len(p) for p in series.values()) < 2: continue
        lines = sorted(series.items(), key=lambda i: -len(i[1]))[:SERIES]
        yield Panel(unit_words(unit).capitalize(), tuple(Series(name[:1].upper()+name[1:], tuple(_point(col, cl) for col, cl in sorted(points.items()))) for name, points in lines))


def _point(col, claims):
    lows=[c.quantity.min for c in claims]; highs=[c.quantity.max for c in claims]
    low = None if None in lows else min(lows); high = None if None in highs else max(highs)
    if low is None and high is None: low, high = claims[-1].quantity.min, claims[-1].quantity.max
    q = Quantity(low, high, claims[0].quantity.unit, all(c.quantity.approx for c in claims))
    return Point(col, low, high, figure_words(q, dash=True))
